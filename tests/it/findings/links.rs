//! Findings about links, and what becomes of the links.

use super::book_of;

#[test]
fn a_link_without_an_address_is_reported_and_dropped() {
    let book = book_of(&[
        ("book.toml", "[book]\ntitle = \"Exampleshire\"\n"),
        ("content/index.md", "# Exampleshire\n\nSee [the plan](), [why](<>) and ![the map]().\n"),
    ]);
    assert_eq!(
        book.findings(&[]),
        [
            "content/index.md:3 link/missing-page",
            "content/index.md:3 link/missing-page",
            "content/index.md:3 link/missing-file"
        ]
    );
    let site = book.build();
    assert!(!site.text("index.html").contains("<a href=\"\""));
    assert!(site.text("index.html").contains("See the plan, why and"));
}

#[test]
fn a_picture_without_an_extension_is_a_missing_file_and_no_page() {
    let book = book_of(&[
        ("book.toml", "[book]\ntitle = \"Exampleshire\"\n"),
        ("content/index.md", "# Exampleshire\n\n![The map](images/map)\n"),
    ]);
    assert_eq!(book.findings(&[]), ["content/index.md:3 link/missing-file"]);
}

#[test]
fn a_link_to_a_folder_that_is_not_there_leads_to_where_its_page_would_be() {
    let site = book_of(&[
        ("book.toml", "[book]\ntitle = \"Exampleshire\"\n"),
        ("content/index.md", "# Exampleshire\n\n[The plan](plan/)\n"),
    ])
    .build();
    assert!(site.text("index.html").contains("<a href=\"plan/\">The plan</a>"));
}
