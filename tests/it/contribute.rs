//! Links for people who only have a browser: where the book asks for them, and nowhere else.

use crate::book::Book;
use crate::html::Html;

const PAGE: &str = "---\ntitle: A\nkind: guide\nreview_in: 1 year\n---\n";

fn book(site: &str) -> Book {
    let config = format!(
        "[site]\nrepository = \"https://github.com/ex/book\"\n{site}\n[kinds.guide]\nlabel = \"Guide\""
    );
    Book::with(&config).page("index.md", "# Home\n").page("guides/a.md", PAGE)
}

fn actions(html: &Html) -> Vec<String> {
    html.texts(".page-actions a")
}

#[test]
fn a_book_that_does_not_ask_has_neither_link() {
    assert_eq!(
        actions(&book("").build().html("guides/a/")),
        ["Edit this page", "Report a problem with this page"]
    );
}

#[test]
fn a_book_that_asks_has_both_on_pages_that_are_reviewed_and_are_of_a_kind() {
    let site =
        book("contribute-links = true").page("never.md", "---\ntitle: N\nreview_in: never\n---\n").build();
    let links =
        ["Edit this page", "Record a review", "New page of this kind", "Report a problem with this page"];
    assert_eq!(actions(&site.html("guides/a/")), links);
    assert_eq!(actions(&site.html("")), [links[0], links[3]], "nobody reviews a home page");
    assert_eq!(actions(&site.html("never/")), [links[0], links[3]]);
    let page = site.html("guides/a/");
    let hrefs = page.values(".page-actions a", "href");
    assert_eq!(hrefs[1], "https://github.com/ex/book/actions/workflows/sign-off.yml");
    assert!(
        hrefs[2].starts_with(
            "https://github.com/ex/book/new/main/content/guides?filename=new-page.md&value=---%0A"
        ),
        "{hrefs:?}"
    );
}

#[test]
fn another_host_has_no_such_form() {
    let config = "[site]\nrepository = \"https://gitlab.com/ex/book\"\ncontribute-links = true";
    let site = Book::with(config).page("a.md", PAGE.replace("kind: guide\n", "").as_str()).build();
    assert_eq!(actions(&site.html("a/")), ["Edit this page", "Report a problem with this page"]);
}
