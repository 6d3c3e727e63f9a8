//! What holds of any text whatever: nothing panics, every place is in the file, and nothing harmful comes out.

use duly::book::{Memos, finish};
use duly::config::{HeadingIds, MarkdownConfig, RawHtml};
use duly::diagnostic::{Colour, human, json};
use duly::load::{self, Clock, Source};
use duly::parse::{self, ParseOptions, Pieces};
use duly::render::fragment;
use duly::source::SourceFile;
use proptest::prelude::*;

use crate::book::{Book, NOON};
use crate::html::Html;

/// Pieces of Markdown that mean something, so that random texts hit on more than paragraphs.
const WORDS: [&str; 76] = [
    "a",
    "é",
    "日本",
    "🎉",
    "\u{301}",
    " ",
    "  ",
    "\t",
    "\n",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\0",
    "\u{feff}",
    "\u{85}",
    "# ",
    "## ",
    "###### ",
    "===\n",
    "---\n",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "9) ",
    "    ",
    "> ",
    ">",
    "> [!NOTE]",
    "> [!x] t",
    "[!NOTE]",
    "[!WARNING]\n> ",
    "- [ ] ",
    "- [x] ",
    "```",
    "~~~\n",
    "``` rust,x {\n",
    "`",
    "``",
    "*",
    "**",
    "_",
    "~~",
    "[",
    "]",
    "](",
    ")",
    "](a.md#b)",
    "![",
    "[a][b]",
    "[a]: b 'c'\n",
    "[^1]",
    "[^1]: ",
    "[!note]: x\n",
    "<",
    ">",
    "<b>",
    "</b>",
    "<p\n",
    "<details><summary>",
    "<script>",
    "<!--",
    "-->",
    "<img src=x onerror=y alt='z'>",
    "<a href=\"x\">",
    "<https://a.b>",
    "|",
    "| a | b |\n|---|--:|\n",
    ": d",
    "&amp;",
    "&#x6a;",
    "\\",
    "{#id .c}",
    "we will:\n\n- ",
    "\"'...",
];

fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![8 => prop::sample::select(&WORDS[..]).prop_map(str::to_owned), 1 => ".{0,4}"];
    prop::collection::vec(word, 0..40).prop_map(|words| words.concat())
}

/// The same for front matter.
const YAML: [&str; 60] = [
    "title: ",
    "owner: ",
    "last_reviewed_on: ",
    "next_review_on: ",
    "review_in: ",
    "tags: ",
    "status: ",
    "weight: ",
    "review_history:\n  - on: ",
    "reviewed_text: ",
    "extra:\n  a: ",
    "titel: ",
    "superseded_by: ",
    "hide_in_navigation: ",
    "a",
    "é",
    "日本",
    "\u{a0}",
    "\u{2028}",
    "\u{feff}",
    "\0",
    " ",
    "  ",
    "\t",
    "\n",
    "\n",
    "\n",
    "\n",
    "\n  ",
    "\r",
    "- ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "&",
    "*",
    "&a ",
    "*a",
    "!!x ",
    "!",
    "| ",
    "> ",
    "'",
    "\"",
    "\\",
    " #",
    ": ",
    ":",
    "? ",
    "<<: ",
    "@",
    "%",
    "`",
    "2024-01-14",
    "2024-02-30",
    "01/02/2024",
    "July 14, 2023 at 5:00",
    "1 year 6 months",
];

fn yaml() -> impl Strategy<Value = String> {
    let word = prop_oneof![9 => prop::sample::select(&YAML[..]).prop_map(str::to_owned), 1 => ".{0,4}"];
    prop::collection::vec(word, 0..16).prop_map(|words| words.concat())
}

fn config() -> impl Strategy<Value = MarkdownConfig> {
    let raw_html = prop::sample::select(vec![RawHtml::Safe, RawHtml::Allow, RawHtml::Escape]);
    let heading_ids = prop::sample::select(vec![HeadingIds::GitHub, HeadingIds::TechDocs]);
    (raw_html, heading_ids, any::<bool>()).prop_map(|(raw_html, heading_ids, smart_punctuation)| {
        MarkdownConfig { raw_html, heading_ids, smart_punctuation }
    })
}

/// Reads and builds a book in memory: every output is made, and every finding put into words.
fn make(book: &Book) {
    let clock = Clock { now: NOON.parse().expect("it is a number"), as_at: None };
    let mut findings = Vec::new();
    let inputs = load::load(book.root(), clock).expect("it is a book").collect(&mut findings);
    let inputs = inputs.expect("its configuration is right");
    let memos = Memos::default();
    let settled = duly::book::Book::settle(&inputs, &memos).collect(&mut findings);
    let outputs = settled.outputs(&memos);
    for path in outputs.paths() {
        outputs.get(path).expect("a listed path has an output").collect(&mut findings);
    }
    for finding in finish(findings, &inputs) {
        human(&finding, Colour::Never);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_book_is_built(pages in prop::collection::vec((prop::option::of(yaml()), text()), 1..4)) {
        let names = ["index.md", "a.md", "a/b.md"];
        let mut book = Book::new();
        for (name, (front_matter, text)) in names.into_iter().zip(pages) {
            let text = front_matter.map_or(text.clone(), |lines| format!("---\n{lines}\n---\n{text}"));
            book = book.page(name, &text);
        }
        make(&book);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_markdown_becomes_html(text in text(), config in config()) {
        fragment(&text, config);
    }

    #[test]
    fn any_file_becomes_a_page_or_findings_in_the_file(
        front_matter in prop::option::of(yaml()),
        text in text(),
        markdown in config(),
    ) {
        let text = front_matter.map_or(text.clone(), |lines| format!("---\n{lines}\n---\n{text}"));
        let file = SourceFile::new("content/page.md", text);
        let source = Source { path: "page.md".to_owned(), file };
        let length = source.file.text().len();
        let outcome = parse::parse(&source, ParseOptions { markdown, ..ParseOptions::default() });
        prop_assert!(outcome.value.is_some() || !outcome.findings.is_empty());
        for finding in &outcome.findings {
            let span = finding.place.span.clone();
            prop_assert!(span.start <= span.end && span.end <= length, "{finding:?}");
            human(finding, Colour::Never);
            json(finding);
        }
        let Some(document) = outcome.value else { return Ok(()) };
        let links = document.facts.links.iter().map(|link| &link.span);
        let headings = document.facts.headings.iter().map(|heading| &heading.span);
        for span in links.chain(headings) {
            prop_assert!(source.file.text().get(span.clone()).is_some(), "{span:?}");
        }
        let mut ids: Vec<_> = document.facts.headings.iter().map(|heading| &heading.id).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), count, "an id is there twice");
    }

    #[test]
    fn the_places_of_pieces_are_in_the_file(before in "[a-zé\n]{0,9}", text in text(), config in config()) {
        let offset = before.len();
        let text = before + &text;
        for (piece, range) in Pieces::new(&text, offset, config) {
            let is_inside = range.start >= offset && text.get(range.clone()).is_some();
            prop_assert!(is_inside, "{:?} at {:?} of {:?}", piece, range, text);
        }
    }

    #[test]
    fn safe_html_holds_no_script_whatever_the_text(text in text()) {
        let html = Html::of(&fragment(&text, MarkdownConfig::default()));
        for element in html.elements() {
            prop_assert!(!matches!(&*element.name, "script" | "style" | "iframe" | "svg"), "{:?}", element);
            for (key, _) in element.attributes() {
                prop_assert!(!key.starts_with("on") && key != "style", "{:?}", element);
            }
        }
    }

    #[test]
    fn safe_html_closes_what_it_opens(text in text()) {
        let html = fragment(&text, MarkdownConfig::default());
        // What follows the page must not end up in anything that the page opened.
        let html = Html::of(&format!("<main>{html}<i id=\"after\"></i></main>"));
        let ancestors: Vec<&str> = html.ancestors("#after").map(|element| element.name.as_str()).collect();
        prop_assert_eq!(ancestors, ["main"]);
    }
}
