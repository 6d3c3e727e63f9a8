//! What the targets share: a small book in memory, and what must hold of whatever is made of it.

use std::sync::{Arc, OnceLock};

use duly::book::{Book, Content, Memos, finish};
use duly::diagnostic::{Colour, Diagnostic, human, json};
use duly::load::{self, Clock, Inputs, Source};
use duly::source::SourceFile;

#[path = "../../tests/it/html.rs"]
#[expect(dead_code, reason = "the targets need a part of it")]
mod html;

use html::Html;

/// Noon of 30 November 2026 in seconds since 1970.
const NOON: i64 = 1_796_040_000;

/// The inputs of a book of two pages, which targets change.
pub fn inputs() -> Inputs {
    static INPUTS: OnceLock<Inputs> = OnceLock::new();
    INPUTS.get_or_init(read).clone()
}

fn read() -> Inputs {
    let folder = tempfile::tempdir().expect("there is a place for temporary files");
    let write = |path: &str, text: &str| std::fs::write(folder.path().join(path), text).expect("it can be written");
    write(
        "book.toml",
        "[book]\ntitle = \"Book\"\n[owners.digital]\nname = \"Digital\"\n[kinds.guide]\nlabel = \"Guide\"\nsections = [\"Why\"]\n",
    );
    std::fs::create_dir(folder.path().join("content")).expect("it can be made");
    write("content/index.md", "# Home\n\n[a](a.md#why)\n");
    write("content/a.md", "---\nowner: digital\nkind: guide\n---\n\n# A\n\n## Why\n");
    let loaded = load::load(folder.path(), Clock { now: NOON, as_at: None }).expect("it is a book");
    loaded.value.expect("it can be read")
}

/// A page.
pub fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), file: SourceFile::new(format!("content/{path}"), text) }
}

/// Other pages for a book.
pub fn with_pages(mut inputs: Inputs, mut pages: Vec<Source>) -> Inputs {
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    pages.dedup_by(|a, b| a.path == b.path);
    inputs.sources = Arc::new(pages.into_iter().map(Arc::new).collect());
    inputs
}

/// Settles a book and makes all that it is; every finding is put into words.
pub fn make(inputs: &Inputs) -> Vec<(String, Vec<u8>)> {
    let memos = Memos::default();
    let mut findings = Vec::new();
    let book = Book::settle(inputs, &memos).collect(&mut findings);
    let outputs = book.outputs(&memos);
    let mut made = Vec::new();
    for path in outputs.paths() {
        let content = outputs.get(path).expect("a listed path has an output").collect(&mut findings);
        if let Content::Bytes(bytes) = content {
            made.push((path.to_owned(), bytes));
        }
    }
    told(&finish(findings, inputs));
    made
}

/// Puts findings into words, and holds that each stands in its file.
pub fn told(findings: &[Diagnostic]) {
    for finding in findings {
        let (span, text) = (&finding.place.span, finding.place.file.text());
        assert!(text.get(span.clone()).is_some(), "{span:?} is no place of the file");
        human(finding, Colour::Never);
        json(finding);
    }
}

/// Holds that what an author wrote on a page does nothing and leads nowhere that may act; `html` is a page of the theme `civic`, which has
/// scripts of its own around the words of the author.
pub fn harmless_words(html: &str) {
    let Some((_, rest)) = html.split_once("data-pagefind-body") else { return };
    let words = rest.split_once("</main>").map_or(rest, |(words, _)| words);
    let words = words.split_once('>').map_or("", |(_, words)| words);
    nothing_runs(words);
    for element in Html::of(words).elements() {
        for (_, value) in element.attributes().filter(|(key, _)| matches!(*key, "href" | "src")) {
            let scheme: String = value.chars().filter(|c| !c.is_control() && !c.is_whitespace()).take_while(|c| *c != ':').collect();
            let has_scheme = value.contains(':') && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
            let allowed = ["http", "https", "mailto", "tel"].contains(&&*scheme.to_ascii_lowercase());
            assert!(!has_scheme || allowed, "{element:?}");
        }
    }
}

/// Holds that HTML has no element that may act, and no handler.
pub fn nothing_runs(html: &str) {
    for element in Html::of(html).elements() {
        let name = element.name.as_str();
        assert!(!matches!(name, "script" | "style" | "iframe" | "object" | "embed" | "svg" | "math" | "base" | "form"), "{element:?}");
        for (key, _) in element.attributes() {
            assert!(!key.starts_with("on") && key != "style" && key != "srcdoc", "{element:?}");
        }
    }
}

/// Holds that what follows the words of an author ends up in nothing that they opened.
pub fn closes_what_it_opens(html: &str) {
    let around = Html::of(&format!("<main>{html}<i id=\"after\"></i></main>"));
    let ancestors: Vec<&str> = around.ancestors("#after").map(|element| element.name.as_str()).collect();
    assert_eq!(ancestors, ["main"]);
}
