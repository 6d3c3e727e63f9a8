//! Golden sites: the books of `tests/sites/`, and every byte of what they become.
//!
//! `SNAPSHOTS=overwrite cargo test --test it golden` writes what is expected anew; look at the difference before it
//! is committed. Most of the books use the theme `tests/sites/plain/`, which shows every fact and has no looks.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::book::{Book, files};

const SITES: [&str; 5] = ["council", "reviews", "unpublished", "ways", "words"];

/// Where the manifest of a site is: it repeats what the files say.
const MANIFEST: &str = ".duly-manifest";

fn sites() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites")
}

#[test]
fn a_theme_of_the_book_replaces_single_parts_of_civic() {
    golden("council");
}

#[test]
fn every_state_of_review_and_every_field_of_document_control_is_shown() {
    golden("reviews");
}

#[test]
fn a_book_needs_nothing_but_a_title() {
    golden("unpublished");
}

#[test]
fn links_sections_and_redirects_hold_below_a_base_path() {
    golden("ways");
}

#[test]
fn markdown_becomes_html() {
    golden("words");
}

#[test]
fn every_golden_site_is_tested() {
    let folders = fs::read_dir(sites()).expect("there are sites").flatten();
    let mut books: Vec<String> = folders
        .filter(|folder| folder.path().join("book.toml").exists())
        .map(|folder| folder.file_name().to_string_lossy().into_owned())
        .collect();
    books.sort();
    assert_eq!(books, SITES);
}

/// Builds the book of that name and compares the whole site with what is expected.
fn golden(name: &str) {
    let folder = sites().join(name);
    let book = Book::copy_of(&folder);
    if fs::read_to_string(folder.join("book.toml")).expect("a book has a book.toml").contains("\"plain\"") {
        for (path, bytes) in files(&sites().join("plain")) {
            book.write(&format!("themes/plain/{path}"), bytes);
        }
    }
    let mut made = book.build().files();
    assert!(made.remove(MANIFEST).is_some());
    // The search has tests of its own; its page is one of the theme's.
    made.retain(|path, _| !path.starts_with("search/") || path.ends_with(".html"));
    let expected = folder.join("expected");
    if std::env::var_os("SNAPSHOTS").is_some_and(|action| action == "overwrite") {
        overwrite(&expected, &made);
    }
    let differences = differences(&files(&expected), &made);
    assert!(
        differences.is_empty(),
        "{}\n\n`SNAPSHOTS=overwrite cargo test --test it golden` takes what was made for what is expected",
        differences.join("\n")
    );
}

pub(crate) fn overwrite(folder: &Path, made: &BTreeMap<String, Vec<u8>>) {
    if folder.exists() {
        fs::remove_dir_all(folder).expect("what was expected can be removed");
    }
    for (path, bytes) in made {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("folders can be made");
        fs::write(path, bytes).expect("it can be written");
    }
}

pub(crate) fn differences(
    expected: &BTreeMap<String, Vec<u8>>,
    made: &BTreeMap<String, Vec<u8>>,
) -> Vec<String> {
    let mut differences = Vec::new();
    for (path, bytes) in made {
        match expected.get(path) {
            None => differences.push(format!("{path}: made, and not expected")),
            Some(expected) if expected != bytes => {
                differences.push(format!("{path}: {}", differing(expected, bytes)));
            }
            Some(_) => {}
        }
    }
    let missing = expected.keys().filter(|path| !made.contains_key(*path));
    differences.extend(missing.map(|path| format!("{path}: expected, and not made")));
    differences
}

/// The first line in which two texts differ.
fn differing(expected: &[u8], made: &[u8]) -> String {
    let (expected, made) = (String::from_utf8_lossy(expected), String::from_utf8_lossy(made));
    let (mut expected, mut made) = (expected.lines(), made.lines());
    let mut line = 1;
    loop {
        match (expected.next(), made.next()) {
            (None, None) => return "differs in its line ends".to_owned(),
            (expected, made) if expected != made => {
                let shown = |line: Option<&str>| line.unwrap_or("(the end)").to_owned();
                return format!("line {line}\n  expected: {}\n  made:     {}", shown(expected), shown(made));
            }
            _ => line += 1,
        }
    }
}
