//! What Duly says to authors: every code by example, and what its weight, a format or a date changes.
//!
//! `tests/findings/AREA/WHAT/` holds the smallest book that shows the finding `area/what`, and `expected.txt`: what
//! `duly check` prints about it and its exit status. Run with `SNAPSHOTS=overwrite` to write the expected files anew.

mod explain;
mod formats;
mod levels;
mod links;
mod overdue;
mod prepare;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use duly::diagnostic::Code;
use snapbox::assert::DEFAULT_ACTION_ENV;
use snapbox::{Assert, Data};

use crate::book::{self, Book, Run};

/// Runs the program without a book.
fn duly(arguments: &[&str]) -> Run {
    book::run(&mut book::duly(arguments))
}

/// `duly check` on the book in `root`.
fn check(root: &Path, arguments: &[&str]) -> Run {
    let root = root.to_str().expect("the path is UTF-8");
    duly(&[&["check", "--root", root], arguments].concat())
}

/// `duly import` of the folder, which is the only one to say what it left behind.
fn import(folder: &Path, arguments: &[&str]) -> Run {
    let new = Book::empty();
    let (from, into) = (folder.join("from"), new.path("new"));
    let folders = [from.to_str().expect("the path is UTF-8"), into.to_str().expect("the path is UTF-8")];
    duly(&[&["import", "folder", "--no-proposals"], &folders[..], arguments].concat())
}

/// A book of nothing but these files.
fn book_of(files: &[(&str, &str)]) -> Book {
    files.iter().fold(Book::empty(), |book, (path, text)| book.file(path, text))
}

/// Compares with an expected file, or writes it when blessing.
fn compare(actual: String, expected: &Path) -> snapbox::assert::Result<()> {
    let assert = Assert::new().action_env(DEFAULT_ACTION_ENV);
    let shown = expected.display();
    assert.try_eq(Some(&shown), Data::text(actual), Data::read_from(expected, None).raw())
}

fn tests_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// The book that shows a finding: its folder under `tests/findings`, or a copy with what git cannot keep.
enum Example {
    InPlace(PathBuf),
    Prepared(Book),
}

impl Example {
    fn of(code: Code) -> Self {
        let folder = folder_of(code);
        match prepare::for_code(code) {
            None => Example::InPlace(folder),
            Some(prepare) => {
                let copy = Book::copy_of(&folder);
                prepare(copy.root());
                Example::Prepared(copy)
            }
        }
    }

    /// `duly check` on the book that shows `code`.
    fn check(code: Code, arguments: &[&str]) -> Run {
        if code == Code::ImportLeftOut {
            return import(&folder_of(code), arguments);
        }
        check(Self::of(code).root(), &[prepare::arguments(code), arguments].concat())
    }

    fn root(&self) -> &Path {
        match self {
            Example::InPlace(path) => path,
            Example::Prepared(copy) => copy.root(),
        }
    }
}

fn folder_of(code: Code) -> PathBuf {
    tests_folder().join("findings").join(code.as_str())
}

#[test]
fn every_code_has_a_book_that_shows_it() {
    let mut failures = Vec::new();
    for code in Code::ALL.iter().copied() {
        let folder = folder_of(code);
        assert!(folder.is_dir(), "tests/findings/{code:?} is missing", code = code.as_str());
        let run = Example::check(code, &[]);
        if !run.stdout.contains(&format!("[{}]", code.as_str())) {
            failures.push(format!(
                "{} is not shown by its book:\n{}{}",
                code.as_str(),
                run.stdout,
                run.stderr
            ));
        }
        let actual = format!("{}exit status: {}\n", run.stdout, run.status);
        if let Err(difference) = compare(actual, &folder.join("expected.txt")) {
            failures.push(difference.to_string());
        }
    }
    assert!(failures.is_empty(), "{}\nSNAPSHOTS=overwrite writes what is printed now", failures.join("\n"));
}

#[test]
fn no_book_is_left_of_a_code_that_is_gone() {
    let known: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    let root = tests_folder().join("findings");
    for area in prepare::entries(&root) {
        for what in prepare::entries(&root.join(&area)) {
            let name = format!("{area}/{what}");
            assert!(known.contains(name.as_str()), "tests/findings/{name} belongs to no code");
        }
    }
}

#[test]
fn every_finding_says_what_to_do() {
    for code in Code::ALL.iter().copied() {
        let run = Example::check(code, &["--format", "json"]);
        for line in run.stdout.lines() {
            let finding: serde_json::Value = serde_json::from_str(line).expect("a line is a JSON object");
            let help = finding["help"].as_array().expect("help is a list");
            let says_something =
                help.iter().all(|help| help.as_str().is_some_and(|help| !help.trim().is_empty()));
            assert!(!help.is_empty() && says_something, "{} leaves the author alone: {line}", code.as_str());
        }
    }
}

#[test]
fn no_book_shows_more_codes_than_its_own() {
    for code in Code::ALL.iter().copied() {
        let run = Example::check(code, &["--format", "json"]);
        for line in run.stdout.lines() {
            let finding: serde_json::Value = serde_json::from_str(line).expect("a line is a JSON object");
            assert_eq!(finding["code"], code.as_str(), "in tests/findings/{}", code.as_str());
        }
    }
}
