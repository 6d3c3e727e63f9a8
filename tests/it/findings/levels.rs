//! What stops what: the weight of a finding, `[lint]`, `--fail-on` and exit statuses.

use crate::book::Book;

use super::{book_of, check, duly};

const HOME: &str = "---\ntitle: Exampleshire\n---\nSee [culture](culture.md).\n";

/// A book with a link to a page that is not there, and that line under `[lint]`.
fn broken_link(lint: &str) -> Book {
    let config = format!("[book]\ntitle = \"Exampleshire\"\n\n[lint]\n{lint}\n");
    book_of(&[("book.toml", &config), ("content/index.md", HOME)])
}

fn build(book: &Book) -> i32 {
    book.run(&["build"]).status
}

#[test]
fn a_warning_stops_a_check_and_not_a_build() {
    for lint in ["", "\"link/missing-page\" = \"warn\""] {
        let book = broken_link(lint);
        let run = check(book.root(), &["--format", "short"]);
        assert!(run.stdout.contains(": warning[link/missing-page]: "), "{}", run.stdout);
        assert_eq!((run.status, build(&book)), (1, 0));
        assert!(book.path("_site/index.html").is_file());
    }
}

#[test]
fn a_finding_that_is_off_is_not_said_and_stops_nothing() {
    let book = broken_link("\"link/missing-page\" = \"off\"");
    let run = check(book.root(), &["--fail-on", "note"]);
    assert_eq!((run.stdout.as_str(), run.status, build(&book)), ("", 0, 0));
}

#[test]
fn a_note_is_said_and_stops_nothing() {
    let book = broken_link("\"link/missing-page\" = \"note\"");
    let run = check(book.root(), &["--format", "short"]);
    assert!(run.stdout.contains(": note[link/missing-page]: "), "{}", run.stdout);
    assert_eq!((run.status, build(&book)), (0, 0));
}

#[test]
fn an_error_stops_a_check_and_a_build_and_nothing_is_written() {
    let book = broken_link("\"link/missing-page\" = \"error\"");
    let run = check(book.root(), &["--format", "short", "--fail-on", "error"]);
    assert!(run.stdout.contains(": error[link/missing-page]: "), "{}", run.stdout);
    assert_eq!((run.status, build(&book)), (1, 1));
    assert!(!book.path("_site").exists());
}

#[test]
fn fail_on_says_which_weight_fails_a_check() {
    let status = |lint: &str, fail_on: &str| {
        let lint = format!("\"link/missing-page\" = \"{lint}\"");
        check(broken_link(&lint).root(), &["--fail-on", fail_on]).status
    };
    let of = |lint: &str| ["error", "warning", "note"].map(|fail_on| status(lint, fail_on));
    assert_eq!(of("error"), [1, 1, 1]);
    assert_eq!(of("warn"), [0, 1, 1]);
    assert_eq!(of("note"), [0, 0, 1]);
    assert_eq!(of("off"), [0, 0, 0]);
}

#[test]
fn a_finding_without_which_nothing_true_can_be_published_cannot_be_lowered() {
    let config = "[book]\ntitle = \"Exampleshire\"\n\n[lint]\n\"date/impossible\" = \"off\"\n";
    let page = "---\ntitle: Exampleshire\nlast_reviewed_on: 2026-02-30\n---\n";
    let book = book_of(&[("book.toml", config), ("content/index.md", page)]);
    let run = check(book.root(), &["--format", "short"]);
    assert_eq!(run.stdout.lines().count(), 2, "{}", run.stdout);
    assert!(run.stdout.contains("book.toml:5:1: error[config/invalid-value]: `date/impossible` is always"));
    assert!(run.stdout.contains("content/index.md:3:19: error[date/impossible]: "), "{}", run.stdout);
    assert_eq!((run.status, build(&book)), (1, 1));
}

#[test]
fn all_findings_of_a_book_come_in_one_run_by_file_and_place() {
    let book = book_of(&[
        (
            "book.toml",
            "[book]\ntitle = \"Exampleshire\"\nlangauge = \"cy\"\n\n[review]\nevery = \"6 moths\"\n",
        ),
        ("content/b.md", "---\ntitle: B\nreview_in: often\nlast_reviewed_on: 01/02/2026\n---\n[x](y.md)\n"),
        ("content/a.md", "---\ntitle: A\nkind: [\n---\n\n<script>\n"),
        ("content/index.md", HOME),
        ("themes/civic/templates/page.html", "{{ page.title"),
    ]);
    let run = check(book.root(), &["--format", "short"]);
    let places: Vec<&str> = run.stdout.lines().filter_map(|line| line.split("]: ").next()).collect();
    assert_eq!(
        places,
        [
            "book.toml:3:1: error[config/unknown-key",
            "book.toml:6:9: error[config/invalid-value",
            "content/a.md:3:7: error[front-matter/syntax",
            "content/a.md:6:1: warning[markdown/raw-html",
            "content/b.md:3:12: error[cadence/invalid",
            "content/b.md:4:19: error[date/ambiguous",
            "content/index.md:4:15: warning[link/missing-page",
            "themes/civic/templates/page.html:1:9: error[theme/invalid",
        ],
        "{}",
        run.stdout
    );
}

#[test]
fn a_book_that_cannot_be_read_at_all_is_two_and_a_broken_one_is_one() {
    let empty = Book::empty();
    let run = check(empty.root(), &[]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("there is no book.toml"), "{}", run.stderr);

    let broken = book_of(&[("book.toml", "[book\n"), ("content/index.md", HOME)]);
    assert_eq!(check(broken.root(), &[]).status, 1);
    assert_eq!(check(broken.root(), &["--fail-on", "error"]).status, 1);

    let clean = book_of(&[("book.toml", "[book]\ntitle = \"Clean\"\n"), ("content/index.md", "# Clean\n")]);
    let run = check(clean.root(), &["--fail-on", "note"]);
    assert_eq!((run.status, run.stdout.as_str()), (0, ""));
}

#[test]
fn a_word_that_the_command_does_not_know_is_two() {
    assert_eq!(duly(&["check", "--fail-on", "everything"]).status, 2);
    assert_eq!(duly(&["chekc"]).status, 2);
}

#[test]
fn a_draft_of_another_generator_is_an_error_and_is_not_published() {
    for line in ["draft: true", "published: false"] {
        let page = format!("---\ntitle: Culture\n{line}\n---\nNot for the public.\n");
        let files = [("content/index.md", HOME), ("content/culture.md", &page)];
        let strict = book_of(&[&[("book.toml", "[book]\ntitle = \"Exampleshire\"\n")], &files[..]].concat());
        let run = check(strict.root(), &[]);
        assert!(run.stdout.contains("error[front-matter/misspelt-key]"), "{}", run.stdout);
        assert!(run.stdout.contains("help: write `status: draft`"), "{}", run.stdout);
        assert_eq!(build(&strict), 1);
    }
}

#[test]
fn a_page_that_another_generator_would_publish_is_published() {
    let page = "---\ntitle: Culture\ndraft: false\npublished: true\n---\n";
    let files =
        [("book.toml", "[book]\ntitle = \"E\"\n"), ("content/index.md", HOME), ("content/culture.md", page)];
    let book = book_of(&files);
    assert_eq!(build(&book), 0);
    assert!(book.path("_site/culture/index.html").is_file());
}

#[test]
fn a_book_without_a_page_to_publish_is_checked_and_built_like_any_other() {
    let config = ("book.toml", "[book]\ntitle = \"Exampleshire\"\n");
    for page in ["---\ntitle: Culture\nstatus: draft\n---\n", "---\ntitle: [\n---\n"] {
        let book = book_of(&[config, ("content/culture.md", page)]);
        let broken = i32::from(page.contains('['));
        assert_eq!(check(book.root(), &[]).status, broken, "{page}");
        assert_eq!(build(&book), broken, "{page}");
    }
    let empty = book_of(&[config, ("content/logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")]);
    assert_eq!(build(&empty), 0);
    let home = std::fs::read_to_string(empty.path("_site/index.html")).unwrap();
    assert!(home.contains("<title>Exampleshire</title>"), "{home}");
}

#[test]
fn an_inactive_owner_of_a_section_or_of_the_book_is_said_once_where_it_is_named() {
    let config = "[book]\ntitle = \"Exampleshire\"\n\n[review]\ndefault-owner = \"old\"\n\n[owners.old]\n\
                  name = \"Old team\"\nactive = false\n\n[sections.policies]\nowner = \"old\"\n";
    let book = book_of(&[
        ("book.toml", config),
        ("content/index.md", "# Exampleshire\n"),
        ("content/culture.md", "# Culture\n"),
        ("content/policies/a.md", "# A\n"),
        ("content/policies/b.md", "# B\n"),
    ]);
    let run = check(book.root(), &["--format", "short"]);
    let message = "warning[owner/inactive]: Old team is no longer active and still owns pages\n";
    assert_eq!(run.stdout, format!("book.toml:5:17: {message}book.toml:12:9: {message}"));
}
