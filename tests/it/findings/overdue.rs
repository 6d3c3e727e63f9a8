//! `duly check --fail-overdue`: the due date, the grace, and the days around them.

use crate::book::Book;

use super::{book_of, check};

/// A book with one page that was due on that day.
fn due_on(day: &str, review: &str) -> Book {
    let config = format!("[book]\ntitle = \"Exampleshire\"\n\n[review]\n{review}\n");
    let page = format!("---\ntitle: Culture\nnext_review_on: {day}\n---\n");
    let home = "---\ntitle: Exampleshire\n---\n";
    book_of(&[("book.toml", &config), ("content/index.md", home), ("content/culture.md", &page)])
}

/// The exit statuses of `check --fail-overdue` as at each of the days.
fn statuses<const N: usize>(book: &Book, days: [&str; N]) -> [i32; N] {
    days.map(|day| check(book.root(), &["--fail-overdue", "--as-at", day]).status)
}

#[test]
fn without_grace_a_page_fails_from_the_day_after_its_due_day() {
    let book = due_on("2026-11-29", "");
    assert_eq!(statuses(&book, ["2026-11-28", "2026-11-29", "2026-11-30"]), [0, 0, 1]);
}

#[test]
fn grace_is_counted_in_days_behind_the_due_day_and_its_last_day_still_forgives() {
    let book = due_on("2026-11-16", "grace = \"14 days\"");
    assert_eq!(statuses(&book, ["2026-11-17", "2026-11-29", "2026-11-30", "2026-12-01"]), [0, 0, 0, 1]);
}

#[test]
fn grace_crosses_months_and_leap_days() {
    let book = due_on("2028-02-20", "grace = \"2 weeks\"");
    assert_eq!(statuses(&book, ["2028-02-29", "2028-03-05", "2028-03-06"]), [0, 0, 1]);
}

#[test]
fn an_overdue_page_is_only_a_note_without_the_flag() {
    let book = due_on("2026-11-01", "");
    let run = check(book.root(), &["--format", "short"]);
    assert!(run.stdout.contains(": note[review/overdue]: "), "{}", run.stdout);
    assert_eq!(run.status, 0);
    assert_eq!(check(book.root(), &["--fail-on", "note"]).status, 1);
}

#[test]
fn how_many_pages_are_past_the_grace_is_said() {
    let book = due_on("2026-11-01", "grace = \"1 day\"");
    let run = check(book.root(), &["--fail-overdue"]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("1 page is overdue by more than the grace of 1 day"), "{}", run.stderr);
    let book = due_on("2026-11-01", "");
    let run = check(book.root(), &["--fail-overdue"]);
    assert!(run.stderr.contains("1 page is overdue\n"), "{}", run.stderr);
}

#[test]
fn a_page_past_the_grace_is_an_error_on_the_lines_of_a_pull_request() {
    let book = due_on("2026-11-16", "grace = \"14 days\"");
    let shown = |day| check(book.root(), &["--fail-overdue", "--format", "github", "--as-at", day]).stdout;
    assert!(shown("2026-11-30").starts_with("::notice file=content/culture.md,line=3"));
    assert!(shown("2026-12-01").starts_with("::error file=content/culture.md,line=3"));
}

#[test]
fn silencing_the_note_does_not_silence_the_flag() {
    let book = due_on("2026-11-01", "\n[lint]\n\"review/overdue\" = \"off\"");
    let run = check(book.root(), &["--fail-overdue"]);
    assert_eq!((run.stdout.as_str(), run.status), ("", 1));
}

#[test]
fn pages_out_of_force_and_drafts_are_never_overdue() {
    for status in ["withdrawn", "draft"] {
        let page = format!("---\ntitle: Culture\nnext_review_on: 2020-01-01\nstatus: {status}\n---\n");
        let book = book_of(&[
            ("book.toml", "[book]\ntitle = \"Exampleshire\"\n"),
            ("content/index.md", "# Exampleshire\n"),
            ("content/culture.md", &page),
        ]);
        let run = check(book.root(), &["--fail-overdue"]);
        assert_eq!((run.stdout.as_str(), run.status), ("", 0), "{status}");
    }
}
