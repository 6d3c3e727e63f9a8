//! What odd and ill-willed input leads to.
//!
//! `tests/hostile/NAME/` is a small book each, with `expected.txt`: what `duly check --format short` prints about it,
//! its exit status, and why `duly build` could not run if it could not. `shows.txt`, where there is one, lists what must be in the HTML of the built site, as
//! `ADDRESS: HTML`. Run with `SNAPSHOTS=overwrite` to write the expected files anew, and read them.

use std::fs;
use std::path::{Path, PathBuf};

use snapbox::assert::DEFAULT_ACTION_ENV;
use snapbox::{Assert, Data};

use crate::book::{Book, file_at};

/// The folders of the cases.
fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile");
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry can be read").path()).collect();
    cases.sort();
    assert!(cases.len() > 80, "there were more cases than {}", cases.len());
    cases
}

/// What the book of a case comes to, for people to read.
fn verdict(book: &Book) -> String {
    let run = book.run(&["check", "--format", "short"]);
    let verdict = format!("{}exit status: {}\n", run.stdout, run.status);
    let build = book.run(&["build", "--quiet"]);
    if build.status != 2 {
        return verdict;
    }
    let trouble = build.stderr.replace(&book.root().display().to_string(), "ROOT");
    format!("{verdict}`duly build` could not run: {trouble}")
}

#[test]
fn each_case_has_its_verdict() {
    let mut failures = Vec::new();
    for case in cases() {
        let expected = case.join("expected.txt");
        let assert = Assert::new().action_env(DEFAULT_ACTION_ENV);
        let data = Data::read_from(&expected, None).raw();
        let shown = expected.display();
        if let Err(difference) = assert.try_eq(Some(&shown), Data::text(verdict(&Book::copy_of(&case))), data)
        {
            failures.push(difference.to_string());
        }
    }
    assert!(failures.is_empty(), "{}\nSNAPSHOTS=overwrite writes what is printed now", failures.join("\n"));
}

#[test]
fn what_is_published_of_a_case_is_what_was_meant() {
    for case in cases() {
        let Ok(shows) = fs::read_to_string(case.join("shows.txt")) else { continue };
        let site = Book::copy_of(&case).build();
        for line in shows.lines() {
            let (address, html) = line.split_once(": ").expect("an address, a colon and HTML");
            let text = site.text(&file_at(address));
            assert!(text.contains(html), "{}: {address} has no {html}:\n{text}", case.display());
        }
    }
}

#[test]
fn no_case_runs_a_script_on_a_page() {
    for case in cases() {
        let book = Book::copy_of(&case);
        if book.run(&["build"]).status != 0 {
            continue;
        }
        for (path, bytes) in crate::book::files(&book.path("_site")) {
            if path.ends_with(".html") {
                let text = String::from_utf8(bytes).expect("pages are UTF-8");
                assert_harmless(&text, &format!("{}: {path}", case.display()));
            }
        }
    }
}

/// Reads the page as a browser does: no script that is not the theme's, no handler, no address that runs code.
fn assert_harmless(html: &str, place: &str) {
    for token in html5gum::Tokenizer::new(html) {
        let Ok(token) = token;
        let html5gum::Token::StartTag(tag) = token else { continue };
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        assert!(!["iframe", "object", "embed", "base", "form"].contains(&name.as_str()), "{place}: <{name}>");
        for (attribute, value) in &tag.attributes {
            let attribute = String::from_utf8_lossy(attribute);
            let value = String::from_utf8_lossy(value).to_lowercase();
            assert!(!attribute.starts_with("on"), "{place}: <{name} {attribute}>");
            let address: String = value.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
            let runs =
                ["javascript:", "vbscript:", "data:text"].iter().any(|scheme| address.starts_with(scheme));
            assert!(!runs, "{place}: {attribute}={value}");
        }
        if name == "script" {
            let source =
                tag.attributes.get(&b"src"[..]).map(|value| String::from_utf8_lossy(value).into_owned());
            assert!(source.is_some_and(|source| !source.contains("://")), "{place}: a script of its own");
        }
    }
}
