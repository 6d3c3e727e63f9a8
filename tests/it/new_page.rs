//! `duly new`: a page of a kind, where it belongs, that is a draft until somebody has written it.

use std::fs;

use crate::book::{Book, Run};

const KINDS: &str = "[kinds.policy]\nlabel = \"Policy\"\nsections = [\"Purpose\", \"Rules\"]\n\
    [kinds.guide]\nlabel = \"Guide\"\n[sections.\"rules/all\"]\nkind = \"policy\"\n[sections.rules]\nkind = \"policy\"";

fn new(book: &Book, arguments: &[&str]) -> Run {
    book.run(&[&["new"], arguments].concat())
}

fn text(book: &Book, path: &str) -> String {
    fs::read_to_string(book.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn a_page_has_the_headings_of_its_kind_and_is_a_draft() {
    let book = Book::with(KINDS);
    let run = new(&book, &["policy", "Keep records: how and why"]);
    assert_eq!(
        (run.status, run.stdout.as_str()),
        (0, "content/rules/keep-records-how-and-why.md\n"),
        "{}",
        run.stderr
    );
    assert_eq!(
        text(&book, "content/rules/keep-records-how-and-why.md"),
        "---\ntitle: \"Keep records: how and why\"\n# Remove the next line to publish the page.\nstatus: draft\n---\n\n\
         ## Purpose\n\n## Rules\n"
    );
    assert_eq!(book.findings(&[]), [""; 0]);
    let site = book.build();
    assert!(!site.has("rules/keep-records-how-and-why/index.html"));
    let book = site.into_book();
    let page = text(&book, "content/rules/keep-records-how-and-why.md");
    book.write("content/rules/keep-records-how-and-why.md", page.replace("status: draft\n", ""));
    let html = book.build().html("rules/keep-records-how-and-why/");
    assert_eq!((html.text("h1"), html.text(".kind")), ("Keep records: how and why".into(), "Policy".into()));
}

#[test]
fn a_page_goes_where_others_of_its_kind_are_and_says_its_kind_where_the_folder_does_not() {
    let guide = "---\ntitle: G\nkind: guide\n---\n";
    let book = Book::with(KINDS).page("help/a.md", guide).page("help/b.md", guide).page("c.md", guide);
    assert_eq!(new(&book, &["guide", "Ask"]).stdout, "content/help/ask.md\n");
    assert!(text(&book, "content/help/ask.md").contains("\nkind: guide\n"));
    assert_eq!(new(&book, &["guide", "Ask", "--in", "content/other"]).stdout, "content/other/ask.md\n");
    assert_eq!(new(&Book::with(KINDS), &["guide", "Ask"]).stdout, "content/ask.md\n");
}

#[test]
fn an_owner_is_written_and_what_the_book_wants_is_named() {
    let config = format!("[review]\nrequire = [\"description\", \"owner\"]\n[owners.web]\n{KINDS}");
    let book = Book::with(&config);
    new(&book, &["guide", "One", "--owner", "web"]);
    let page = text(&book, "content/one.md");
    assert!(page.contains("\nowner: web\n# description: (this book wants it on every page)\n"), "{page}");
    assert!(!page.contains("# owner"), "{page}");
    let run = new(&book, &["guide", "Two", "--owner", "wbe"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("did you mean `web`?"), "{}", run.stderr);
}

#[test]
fn a_kind_that_is_not_there_has_a_suggestion() {
    let book = Book::with(KINDS);
    let run = new(&book, &["polcy", "A"]);
    assert_eq!(run.status, 2);
    assert!(
        run.stderr.contains("there is no kind `polcy` in this book; did you mean `policy`?"),
        "{}",
        run.stderr
    );
    assert!(
        new(&book, &["x", "A"])
            .stderr
            .contains("its kinds are: accessibility-statement, decision, glossary, guide, policy")
    );
    assert!(new(&Book::new(), &["x", "A"]).stderr.contains("its kinds are: accessibility-statement"));
}

#[test]
fn the_built_in_kinds_need_no_line_in_book_toml() {
    let book = Book::new().page("index.md", "# Home\n");
    assert_eq!(new(&book, &["decision", "Use one map"]).stdout, "content/use-one-map.md\n");
    assert!(
        text(&book, "content/use-one-map.md").ends_with("\n## Context\n\n## Decision\n\n## Consequences\n")
    );
    new(&book, &["accessibility-statement", "Accessibility statement"]);
    let statement = text(&book, "content/accessibility-statement.md");
    assert!(statement.contains("\n## Enforcement procedure\n"), "{statement}");
}

#[test]
fn no_page_is_overwritten_and_none_gets_the_address_of_another() {
    for there in ["Ask.md", "ask/index.md", "ask.markdown"] {
        let book = Book::with(KINDS).page(there, "# Mine\n");
        let run = new(&book, &["guide", "Ask"]);
        assert_eq!(run.status, 2, "{there}");
        assert!(run.stderr.contains(&format!("content/{there}")), "{}", run.stderr);
        assert_eq!(text(&book, &format!("content/{there}")), "# Mine\n");
    }
}

#[test]
fn a_page_is_never_written_out_of_the_book() {
    let book = Book::with(KINDS);
    assert_eq!(new(&book, &["guide", "Ask", "--in", "../.."]).status, 2);
    assert_eq!(new(&book, &["guide", "../../ask"]).stdout, "content/ask.md\n");
    assert_eq!(new(&book, &["guide", " "]).status, 2);
}

#[test]
fn a_book_whose_folder_of_pages_is_its_own_has_pages_beside_book_toml() {
    let book = Book::with(&format!("src = \".\"\n{KINDS}"));
    assert_eq!(new(&book, &["guide", "Ask"]).stdout, "ask.md\n");
}

#[test]
fn a_new_glossary_shows_how_a_word_is_explained() {
    let book = Book::new();
    new(&book, &["glossary", "Words"]);
    assert!(text(&book, "content/words.md").ends_with("---\n\nTerm\n: What it means.\n"));
}
