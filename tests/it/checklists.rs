//! Checklists: the questions by which a team judges its maturity, in their page and all together.

use crate::book::Book;

const KINDS: &str = "[kinds.principle]\nsections = [\"Why\", { heading = \"Check list\", role = \"checklist\", also = [\"Levels\"] }]\n\
    [sections.principles]\nkind = \"principle\"";

fn principle(title: &str, check: &str) -> String {
    format!("---\ntitle: {title}\n---\n\n## Why\n\n- So.\n\n{check}")
}

#[test]
fn the_list_of_a_checklist_is_marked_and_no_other() {
    let page =
        principle("A", "## Levels\n\n3. Is *it* done?\n4. Who\n   knows?\n   - Ann?\n\n## More\n\n- Words\n");
    let site = Book::with(KINDS).page("index.md", "# Home\n").page("principles/a.md", &page).build();
    let html = site.text("principles/a/index.html");
    assert_eq!(html.matches("data-checklist").count(), 1);
    assert!(html.contains("<ol data-checklist start=\"3\">\n<li>Is <em>it</em> done?</li>"), "{html}");
    assert_eq!(site.html("maturity/").texts("[data-checklist] li"), ["Is it done?", "Who knows? Ann?"]);
    assert_eq!(site.html("maturity/").values(".prose h2 a", "href"), ["../principles/a/#levels"]);
}

#[test]
fn questions_are_gathered_in_the_order_of_reading_from_pages_in_force() {
    let ask = |question: &str| format!("## Check list\n\n- {question}\n");
    let book = Book::with(KINDS)
        .page("index.md", "# Home\n\n[all](/maturity/)\n")
        .page("principles/index.md", "# Principles\n")
        .page("principles/z.md", &principle("Z\nweight: 1", &ask("First?")))
        .page("principles/a.md", &principle("A\nweight: 2", &ask("Second?")))
        .page("principles/old.md", &principle("Old\nstatus: withdrawn", &ask("Never?")))
        .page("principles/empty.md", &principle("Empty", "## Check list\n\nNone yet.\n"));
    assert_eq!(book.findings(&[]), [""; 0]);
    let site = book.build();
    assert_eq!(site.html("maturity/").texts("[data-checklist] li"), ["First?", "Second?"]);
    assert_eq!(site.html("maturity/").texts(".prose h2"), ["Z", "A"]);
    assert_eq!(site.html("principles/").values(".maturity-all a", "href"), ["../maturity/"]);
    assert_eq!(site.html("").values(".maturity-all a", "href"), Vec::<&str>::new());
}

#[test]
fn a_book_without_checklists_has_no_page_of_them() {
    let site = Book::new().page("index.md", "# Home\n").build();
    assert!(!site.has("maturity/index.html"));
}

#[test]
fn many_checklists_are_cut_into_parts() {
    let book = (0..101).fold(Book::with(KINDS).page("index.md", "# Home\n"), |book, at| {
        book.page(
            &format!("principles/p{at}.md"),
            &principle(&format!("P {at}"), "## Check list\n\n- Done?\n"),
        )
    });
    let site = book.build();
    assert_eq!(site.html("maturity/").texts(".prose h2").len(), 100);
    assert_eq!(site.html("maturity/2/").texts(".prose h2").len(), 1);
    assert_eq!(site.html("maturity/").values(".pagination a", "href"), ["2/"]);
}
