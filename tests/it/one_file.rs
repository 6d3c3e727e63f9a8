//! `duly build --one-file`: the changed pages as one file that needs no other.

use std::fs;

use crate::book::{Book, Run, run};
use crate::git::{begin, commit_all};
use crate::html::Html;

fn book() -> Book {
    let config = "[site]\nurl = \"https://example.org/book/\"\n[markdown]\nraw-html = \"allow\"";
    let pages = Book::with(config)
        .page("index.md", "# Home\n")
        .page("same.md", "# Same\n\nAs it was.\n")
        .page("a/one.md", "# One\n")
        .page("dot.png", "not really a picture");
    let book = begin(pages);
    commit_all(&book, "2026-11-01");
    let one = "# One\n\n## Part\n\nSee [part](#part), [same](../same.md#x) and [other](https://example.com).\n\n\
        ![dot](../dot.png)\n\n<script>alert(\"</main>\")</script>\n\n<b onclick=\"x()\">bold</b>\n";
    book.write("content/a/one.md", one);
    book.write("content/two.md", "# Two & \\<more\\>\n\n## Part\n\n[part](#part)\n");
    book
}

fn build(book: &Book, file: &str) -> Run {
    let file = book.path(file);
    run(book.duly(&["build", "--changed-since", "HEAD"]).arg("--one-file").arg(file))
}

fn html(book: &Book) -> (String, Html) {
    let run = build(book, "changed.html");
    assert_eq!(run.status, 0, "{}", run.stderr);
    let text = fs::read_to_string(book.path("changed.html")).expect("it is there");
    let html = Html::of(&text);
    (text, html)
}

#[test]
fn it_holds_the_changed_pages_and_no_others() {
    let (text, html) = html(&book());
    assert_eq!(html.texts("h1"), ["Changed pages", "One", "Two & <more>"]);
    assert!(text.contains("(content/a/one.md)") && !text.contains("As it was."), "{text}");
}

#[test]
fn it_needs_no_other_file_and_runs_nothing() {
    let (text, html) = html(&book());
    assert!(text.contains("<style>") && html.all("script").is_empty() && html.all("link").is_empty());
    assert!(!text.contains("onclick"), "{text}");
    let pictures = html.values("img", "src");
    assert_eq!(pictures.len(), 1);
    assert!(pictures[0].starts_with("data:image/png,not%20really"), "{pictures:?}");
}

#[test]
fn links_lead_to_the_published_site_or_to_the_place_in_the_same_page() {
    let (_, html) = html(&book());
    let links = html.values(".prose p a", "href");
    assert_eq!(links, ["#p1-part", "https://example.org/book/same/#x", "https://example.com", "#p2-part"]);
    let ids: Vec<&str> = html.elements().iter().filter_map(|element| element.attribute("id")).collect();
    assert!(ids.contains(&"p1-part") && ids.contains(&"p2-part"), "{ids:?}");
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len(), "{ids:?}");
}

#[test]
fn a_file_of_somebody_else_is_not_replaced_and_an_earlier_one_is() {
    let book = book();
    assert_eq!(build(&book, "changed.html").status, 0);
    assert_eq!(build(&book, "changed.html").status, 0);
    book.write("mine.html", "<p>Mine.");
    let run = build(&book, "mine.html");
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("was not made by Duly"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(book.path("mine.html")).unwrap(), "<p>Mine.");
}
