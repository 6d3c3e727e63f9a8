//! The search index as files: what is in it, what stays out of it, and that it is always the same.
//!
//! What readers find in it is tested in a browser, through the script that reads it (`tests/browser/search.test.js`).

use std::collections::{BTreeMap, BTreeSet};

use crate::book::{Book, Site};
use crate::index_reader::IndexReader;

/// The files of the search besides its page.
fn index(site: &Site) -> BTreeMap<String, Vec<u8>> {
    site.files()
        .into_iter()
        .filter(|(path, _)| path.starts_with("search/") && !path.ends_with(".html"))
        .collect()
}

/// The words that readers may type, with their terms.
fn typed(site: &Site) -> BTreeMap<String, Vec<i64>> {
    IndexReader::new(&site.files()).typed()
}

fn records(site: &Site) -> Vec<String> {
    IndexReader::new(&site.files()).records()
}

fn book() -> Book {
    Book::new().page("index.md", "# Home\n\nWelcome.\n").page("a.md", "# A\n\nServices and a service.\n")
}

#[test]
fn forms_of_a_word_are_one_term_and_accents_are_none() {
    let site = Book::new()
        .page("index.md", "# Home\n\nServices, a service; a café.\n")
        .page("cymru.md", "---\nlanguage: cy\n---\n\n# Cymru\n\nYng Nghymru.\n")
        .page("numérique.md", "---\nlanguage: fr\n---\n\n# Numérique\n\nstratégies, stratégie\n")
        .build();
    let typed = typed(&site);
    assert_eq!(typed["services"], typed["service"]);
    assert_eq!(typed["strategies"], typed["strategie"]);
    assert!(typed.contains_key("cafe") && !typed.contains_key("café"));
    assert!(typed["nghymru"].contains(&typed["cymru"][0]), "{typed:?}");
}

#[test]
fn pages_that_are_not_to_be_found_leave_no_word() {
    let site = book()
        .page("draft.md", "---\nstatus: draft\n---\n\n# Unfinished\n")
        .page("hidden.md", "---\nsearch: false\n---\n\n# Hidden\n")
        .page("apart.md", "---\nprevent_indexing: true\n---\n\n# Apart\n")
        .page("old.md", "---\nstatus: withdrawn\n---\n\n# Withdrawn\n")
        .build();
    let words: BTreeSet<String> = typed(&site).into_keys().collect();
    for word in ["unfinished", "hidden", "apart", "withdrawn"] {
        assert!(!words.contains(word), "{word}");
    }
    assert_eq!(records(&site).len(), 2);
}

#[test]
fn a_record_is_what_a_result_shows() {
    let config = "[owners.team]\nname = \"The team\"\n[kinds.guide]\nlabel = \"Guide\"";
    let page = "---\ntitle: Publish\tdata\ndescription: How to.\nkind: guide\nowner: team\n\
                last_reviewed_on: 2026-11-01\nreview_in: 6 months\n---\n\n## Before you start\n\n## What's new?\n\n## Café\n";
    let site = Book::with(config).page("index.md", "# Home\n").page("guides/publish.md", page).build();
    let expected = "Publish data\tguides/publish/\tHow to.\tGuide\tThe team\t2027-05-01\tBefore you start\tWhat's new?\tCafé\u{1f}café";
    assert!(records(&site).contains(&expected.to_owned()), "{:?}", records(&site));
}

#[test]
fn the_review_state_is_in_the_index_only_where_pages_show_it() {
    let page = "---\nlast_reviewed_on: 2026-11-01\nreview_in: 6 months\n---\n\n# A\n";
    let site = Book::with("[review]\nbadge = \"dates\"").page("index.md", page).build();
    assert_eq!(records(&site), ["A\t\t\t\t\t"]);
}

#[test]
fn the_index_is_the_same_with_any_number_of_threads() {
    let pages =
        (0..300).map(|at| (format!("p{at}.md"), format!("# Page {at}\n\nWords w{at} w{} of all.\n", at % 7)));
    let book = pages.fold(book(), |book, (path, text)| book.page(&path, &text));
    let build = |threads: &str| {
        let run = crate::book::run(book.duly(&["build"]).env("RAYON_NUM_THREADS", threads));
        assert_eq!(run.status, 0, "{}", run.stderr);
        crate::book::files(&book.path("_site"))
    };
    assert!(build("1") == build("3"));
}

#[test]
fn an_edit_leaves_the_names_of_files_that_it_does_not_touch() {
    let site =
        (0..40).fold(book(), |book, at| book.page(&format!("p{at:02}.md"), "# Page\n\nWords.\n")).build();
    let before = index(&site);
    site.book().write("content/p39.md", "# Page\n\nOther words.\n");
    let after = index(&site.rebuild());
    let kept = after.iter().filter(|(path, bytes)| before.get(*path) == Some(bytes)).count();
    // The words are in another block; the records and what can be filtered by are as they were.
    assert_eq!(after.len() - kept, 2, "{:?} {:?}", before.keys(), after.keys());
}

#[test]
fn a_book_that_wants_no_search_has_no_file_of_it() {
    let site = Book::with("[search]\nenabled = false").page("index.md", "# Home\n").build();
    assert!(site.files().keys().all(|path| !path.contains("search")), "{:?}", site.files().keys());
    assert!(!site.text("index.html").contains("search/"));
}

#[test]
fn a_page_at_the_address_of_the_search_is_an_error() {
    let findings = book().page("search.md", "# Search\n").findings(&[]);
    assert_eq!(findings, ["content/search.md:1 address/collision"]);
}

#[test]
fn a_synonym_that_is_on_most_pages_is_a_finding_at_its_place() {
    let config = "[search]\nsynonyms = [[\"service\", \"offer\"], [\"bin\", \"refuse\"]]";
    let pages = (0..60).map(|at| (format!("p{at}.md"), format!("# Page {at}\n\nA service.\n")));
    let start = Book::with(config).page("index.md", "# Home\n");
    let book = pages.fold(start, |book, (path, text)| book.page(&path, &text));
    assert_eq!(book.findings(&[]), ["book.toml:4 search/disproportionate"]);
}
