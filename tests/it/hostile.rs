//! What odd and ill-willed input leads to.
//!
//! `tests/hostile/NAME/` is a small book each, with `expected.txt`: what `duly check --format short` prints about it,
//! its exit status, and why `duly build` could not run if it could not. `shows.txt`, where there is one, lists what must be in the HTML of the built site, as
//! `ADDRESS: HTML`. Run with `SNAPSHOTS=overwrite` to write the expected files anew, and read them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use snapbox::assert::DEFAULT_ACTION_ENV;
use snapbox::{Assert, Data};

use crate::book::{Book, file_at};

/// A case, checked and built.
struct Case {
    folder: PathBuf,
    book: Book,
    verdict: String,
}

impl Case {
    fn new(folder: PathBuf) -> Self {
        let book = Book::copy_of(&folder);
        let check = book.run(&["check", "--format", "short"]);
        let build = book.run(&["build", "--quiet"]);
        let trouble = match build.status {
            2 => format!("`duly build` could not run: {}", build.stderr),
            _ => String::new(),
        };
        let trouble = trouble.replace(&book.root().display().to_string(), "ROOT");
        let verdict = format!("{}exit status: {}\n{trouble}", check.stdout, check.status);
        Self { folder, book, verdict }
    }

    /// The HTML of its site by path; empty when there is none.
    fn pages(&self) -> Vec<(String, String)> {
        let root = self.book.path("_site");
        let files = if root.is_dir() { crate::book::files(&root) } else { BTreeMap::new() };
        let pages = files.into_iter().filter(|(path, _)| path.ends_with(".html"));
        pages.map(|(path, bytes)| (path, String::from_utf8(bytes).expect("pages are UTF-8"))).collect()
    }
}

static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile");
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let mut folders: Vec<PathBuf> =
        entries.map(|entry| entry.expect("an entry can be read").path()).collect();
    folders.sort();
    assert!(folders.len() > 80, "there were more cases than {}", folders.len());
    folders.into_iter().map(Case::new).collect()
});

#[test]
fn each_case_has_its_verdict() {
    let mut failures = Vec::new();
    for Case { folder, verdict, .. } in CASES.iter() {
        let expected = folder.join("expected.txt");
        let assert = Assert::new().action_env(DEFAULT_ACTION_ENV);
        let data = Data::read_from(&expected, None).raw();
        let shown = expected.display();
        if let Err(difference) = assert.try_eq(Some(&shown), Data::text(verdict.clone()), data) {
            failures.push(difference.to_string());
        }
    }
    assert!(failures.is_empty(), "{}\nSNAPSHOTS=overwrite writes what is printed now", failures.join("\n"));
}

#[test]
fn what_is_published_of_a_case_is_what_was_meant() {
    for case in CASES.iter() {
        let Ok(shows) = fs::read_to_string(case.folder.join("shows.txt")) else { continue };
        let pages = case.pages();
        for line in shows.lines() {
            let (address, html) = line.split_once(": ").expect("an address, a colon and HTML");
            let page = pages.iter().find(|(path, _)| *path == file_at(address));
            let (_, text) = page.unwrap_or_else(|| panic!("{}: no {address}", case.folder.display()));
            assert!(text.contains(html), "{}: {address} has no {html}:\n{text}", case.folder.display());
        }
    }
}

#[test]
fn no_case_runs_a_script_on_a_page() {
    for case in CASES.iter() {
        for (path, html) in case.pages() {
            assert_harmless(&html, &format!("{}: {path}", case.folder.display()));
        }
    }
}

/// Reads the page as a browser does: no script that is not the theme's, no handler, no address that runs code.
fn assert_harmless(html: &str, place: &str) {
    for token in html5gum::Tokenizer::new(html) {
        let Ok(token) = token;
        let html5gum::Token::StartTag(tag) = token else { continue };
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        assert!(!["iframe", "object", "embed", "base"].contains(&name.as_str()), "{place}: <{name}>");
        for (attribute, value) in &tag.attributes {
            let attribute = String::from_utf8_lossy(attribute);
            let value = String::from_utf8_lossy(value).to_lowercase();
            assert!(!attribute.starts_with("on"), "{place}: <{name} {attribute}>");
            let address: String = value.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
            let runs =
                ["javascript:", "vbscript:", "data:text"].iter().any(|scheme| address.starts_with(scheme));
            assert!(!runs, "{place}: {attribute}={value}");
            let leaves = name == "form" && attribute == "action" && address.contains("//");
            assert!(!leaves, "{place}: a form that sends what is typed to {value}");
        }
        if name == "script" {
            let source =
                tag.attributes.get(&b"src"[..]).map(|value| String::from_utf8_lossy(value).into_owned());
            assert!(source.is_some_and(|source| !source.contains("://")), "{place}: a script of its own");
        }
    }
}
