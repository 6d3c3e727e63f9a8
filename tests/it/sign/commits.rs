//! Signing in a git repository: what changed is shown, and a signed page is committed.

use std::fs;

use super::{PAGE, YES, book, culture, refused, sign};
use crate::book::{Book, run};
use crate::git::{begin, commit_all, git_on};
use crate::terminal;

const CULTURE: &str = "principles/culture.md";

/// The book with its page reviewed and committed, and then edited.
fn edited() -> Book {
    let book = begin(book());
    commit_all(&book, "2026-01-14");
    book.write("content/principles/culture.md", PAGE.replace("Words.", "Some other words.\n\nMore."));
    commit_all(&book, "2026-05-01");
    book
}

#[test]
fn what_changed_since_the_last_review_is_shown() {
    let book = edited();
    git_on(book.root(), "2026-05-02", &["mv", "content/principles/culture.md", "content/culture.md"]);
    commit_all(&book, "2026-05-02");
    let run = sign(&book, &["culture.md", "--by", "James", "--yes"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    for part in [
        "Its words have changed since.",
        "\n- Words.\n+ Some other words.\n+ \n+ More.\n",
        "which brought in that review",
    ] {
        assert!(run.stderr.contains(part), "{part}: {}", run.stderr);
    }
    // Nothing was said of the outcome: the words tell.
    assert!(run.stdout.ends_with(", changed\n"), "{}", run.stdout);
}

#[test]
fn the_version_that_was_reviewed_is_the_one_that_brought_in_the_date() {
    let book = begin(Book::new().page("a.md", "---\ntitle: A\nlast_reviewed_on: 2025-01-01\n---\nOne.\n"));
    commit_all(&book, "2025-01-01");
    for (day, text) in [
        ("2025-02-01", "---\ntitle: A\nlast_reviewed_on: 2025-01-01\n---\nTwo.\n"),
        ("2025-03-01", "---\ntitle: A\nlast_reviewed_on: 2025-03-01\n---\nThree.\n"),
        ("2025-04-01", "---\ntitle: A\nlast_reviewed_on: 2025-03-01\n---\nFour.\n"),
    ] {
        book.write("content/a.md", text);
        commit_all(&book, day);
    }
    book.write("content/a.md", "---\ntitle: A\nlast_reviewed_on: 2025-03-01\n---\nFive.\n");
    let run = sign(&book, &["a.md", "--by", "James", "--yes"]);
    assert!(run.stderr.contains("- Three.\n+ Five.\n"), "{}", run.stderr);
}

#[test]
fn line_ends_of_a_checkout_are_no_change() {
    let book = begin(book());
    commit_all(&book, "2026-01-14");
    book.write("content/principles/culture.md", PAGE.replace('\n', "\r\n"));
    let run = sign(&book, &[CULTURE, "--by", "James", "--yes"]);
    assert!(run.stderr.contains("(nothing)") && run.stdout.ends_with(", no-change\n"), "{}", run.stderr);
}

#[test]
fn what_the_history_cannot_tell_is_said() {
    let why = |book: &Book| sign(book, &[&[CULTURE], &YES[..]].concat()).stderr;
    let never = begin(book());
    assert!(why(&never).contains("git does not have this page yet"));
    let by_hand = edited();
    by_hand.write("content/principles/culture.md", PAGE.replace("2026-01-14", "2026-06-01"));
    assert!(why(&by_hand).contains("git has no version of this page with that date"));
    let source = edited();
    let clone = Book::empty();
    let address = format!("file://{}", source.root().display());
    git_on(clone.root(), "2026-06-01", &["clone", "--quiet", "--depth=1", &address, "."]);
    assert!(why(&clone).contains("this clone has only the end of the history"), "{}", why(&clone));
    let without_git = edited();
    let run = run(without_git.duly(&[&["sign", CULTURE], &YES[..]].concat()).env("PATH", ""));
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stderr.contains("git cannot be started"), "{}", run.stderr);
}

#[test]
fn the_difference_cannot_steer_the_terminal() {
    let book = begin(book());
    commit_all(&book, "2026-01-14");
    book.write(
        "content/principles/culture.md",
        PAGE.replace("Words.", "\u{1b}]0;owned\u{7}\u{202e}x\u{9b}2J"),
    );
    let run = terminal::run(&book, &["sign", CULTURE, "--by", "James", "--outcome", "changed"], &["n"]);
    assert!(run.stderr.contains("]0;owned"), "{}", run.stderr);
    for bad in ["\u{1b}]", "\u{7}", "\u{202e}", "\u{9b}"] {
        assert!(!run.stderr.contains(bad), "{:?}", run.stderr);
    }
}

#[test]
fn the_name_that_git_knows_is_offered_and_never_taken_unasked() {
    let book = edited();
    let run = terminal::run(&book, &["sign", CULTURE, "--outcome", "changed"], &["", "y"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stderr.contains("Who reviewed it, a person or a role? [Ann]"), "{}", run.stderr);
    assert!(culture(&book).contains("\nreviewed_by: Ann\n"));
    assert_eq!(refused(&edited(), &[CULTURE, "--outcome", "changed", "--yes"]).0, 2);
}

#[test]
fn each_signed_page_is_committed_alone() {
    let book = edited();
    book.write("content/index.md", "---\ntitle: Home, staged\n---\n");
    git_on(book.root(), "2026-06-01", &["add", "content/index.md"]);
    let run = sign(&book, &[&[CULTURE, "--commit", "--note", "# All of it\n\nAnd more"], &YES[..]].concat());
    assert_eq!(run.status, 0, "{}", run.stderr);
    let commit = git_on(book.root(), "2026-06-01", &["rev-parse", "--short", "HEAD"]);
    assert_eq!(
        run.stdout,
        format!("content/principles/culture.md: reviewed on 2026-11-30 by James, changed, commit {commit}")
    );
    let log = git_on(book.root(), "2026-06-01", &["log", "-1", "--format=%B", "--name-only"]);
    assert_eq!(
        log,
        "Review content/principles/culture.md on 2026-11-30: changed, by James\n\n# All of it\n\nAnd more\n\n\n\
         content/principles/culture.md\n"
    );
    assert_eq!(git_on(book.root(), "2026-06-01", &["status", "--porcelain"]), "M  content/index.md\n");
    assert!(!run.stderr.contains("not committed"), "{}", run.stderr);
}

#[test]
fn a_commit_holds_the_words_that_it_vouches_for_and_says_so() {
    let book = edited();
    book.write("content/principles/culture.md", PAGE.replace("Words.", "Not committed."));
    let run = sign(&book, &[&[CULTURE, "--commit"], &YES[..]].concat());
    assert!(
        run.stderr.contains("has changes that are not committed; the commit will hold them too"),
        "{}",
        run.stderr
    );
    assert!(git_on(book.root(), "2026-06-01", &["show", "HEAD"]).contains("+Not committed."));
    let new = edited();
    new.write("content/new.md", "# New\n");
    let run = sign(&new, &["new.md", "--by", "James", "--yes", "--commit"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert_eq!(git_on(new.root(), "2026-06-01", &["status", "--porcelain"]), "");
}

#[test]
fn a_commit_that_cannot_be_made_is_known_before_anything_is_written() {
    let book = edited();
    let head = git_on(book.root(), "2026-06-01", &["rev-parse", "HEAD"]);
    book.write(".git/MERGE_HEAD", &head);
    let (status, stderr) = refused(&book, &[&[CULTURE, "--commit"], &YES[..]].concat());
    assert_eq!(status, 2);
    assert!(stderr.contains("is not finished"), "{stderr}");
}

#[test]
fn a_commit_that_a_hook_refuses_is_reported_and_the_page_stays_signed() {
    use std::os::unix::fs::PermissionsExt;
    let book = edited();
    book.write(".git/hooks/pre-commit", "#!/bin/sh\necho 'no reviews on Mondays' >&2\nexit 1\n");
    fs::set_permissions(book.path(".git/hooks/pre-commit"), fs::Permissions::from_mode(0o755)).unwrap();
    let run = sign(&book, &[&[CULTURE, "--commit"], &YES[..]].concat());
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    for part in ["is signed, but not committed", "no reviews on Mondays"] {
        assert!(run.stderr.contains(part), "{}", run.stderr);
    }
    assert!(culture(&book).contains("reviewed_by: James"));
}

#[test]
fn a_page_that_is_a_link_has_the_history_and_the_commit_of_its_file() {
    let book = edited();
    std::os::unix::fs::symlink("principles/culture.md", book.path("content/linked.md")).unwrap();
    commit_all(&book, "2026-05-03");
    let run = sign(&book, &["content/linked.md", "--by", "James", "--yes", "--commit"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stderr.contains("+ Some other words."), "{}", run.stderr);
    assert_eq!(git_on(book.root(), "2026-06-01", &["status", "--porcelain"]), "");
    let both = ["sign", "content/linked.md", CULTURE, "--each", "--by", "James", "--outcome", "changed"];
    let run = terminal::run(&book, &both, &["y"]);
    assert!(run.stderr.contains("principles/culture.md: not signed: it was named before"), "{}", run.stderr);
}
