//! What git tells of a book, and committing one page of it.

use std::path::Path;
use std::process::Command;

use duly::load::git::{self, Edit, Repository};
use duly::review::{Date, parse_date};

use crate::book::Book;

/// Runs git on a folder as Ann, on a day at noon, without the configuration of whoever runs the tests.
pub(crate) fn git_on(folder: &Path, day: &str, arguments: &[&str]) -> String {
    let date = format!("{day}T12:00:00+00:00");
    let output = Command::new("git")
        .args(["-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "protocol.file.allow=always"])
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .env("GIT_AUTHOR_DATE", &date)
        .env("GIT_COMMITTER_DATE", &date)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .expect("git is there");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("git says UTF-8")
}

/// A repository of the book, without a commit.
pub(crate) fn begin(book: Book) -> Book {
    git_on(book.root(), "2026-01-01", &["init", "--quiet", "--initial-branch=main"]);
    for (key, value) in [("user.name", "Ann"), ("user.email", "ann@example.org"), ("commit.gpgsign", "false")]
    {
        git_on(book.root(), "2026-01-01", &["config", key, value]);
    }
    book
}

/// Commits everything.
pub(crate) fn commit_all(book: &Book, day: &str) {
    git_on(book.root(), day, &["add", "--all"]);
    git_on(book.root(), day, &["commit", "--quiet", "--message=a change"]);
}

fn repository(book: &Book) -> Repository {
    Repository::of(book.root()).expect("it is a repository")
}

fn date(text: &str) -> Date {
    parse_date(text).expect("tests write dates right")
}

/// The changes since a revision as `PATH DAY`.
fn changes(book: &Book, revision: &str) -> Vec<String> {
    let changes = repository(book).changed_since(revision, "Europe/London").expect("git can tell");
    let show = |edit| match edit {
        Edit::Uncommitted => "uncommitted".to_owned(),
        Edit::On(day) => day.to_string(),
    };
    changes.files.iter().map(|file| format!("{} {}", file.path, show(file.edit))).collect()
}

fn long(word: &str) -> String {
    format!("{word} words of a page that git knows again\n").repeat(8)
}

#[test]
fn changed_files_come_with_the_day_of_their_last_change() {
    let book = begin(
        Book::new()
            .page("a.md", "A")
            .page("gone.md", "G")
            .page("same.md", "S")
            .page("old name.md", &long("o")),
    );
    commit_all(&book, "2026-01-01");
    for (page, day) in [
        ("a.md", "2026-02-01"),
        ("é \"b\".md", "2026-02-02"),
        ("a.md", "2026-02-03"),
        ("index.md", "2026-02-04"),
    ] {
        book.write(&format!("content/{page}"), day);
        commit_all(&book, day);
    }
    git_on(book.root(), "2026-02-05", &["mv", "content/old name.md", "content/new.md"]);
    commit_all(&book, "2026-02-05");
    book.remove("content/gone.md");
    book.write("content/index.md", "not committed");
    book.write("content/staged.md", "staged");
    git_on(book.root(), "2026-02-06", &["add", "content/staged.md"]);
    book.write("content/untracked.md", "untracked");
    book.write(".gitignore", "ignored.md\n");
    book.write("content/ignored.md", "ignored");
    assert_eq!(
        changes(&book, "HEAD~5"),
        [
            ".gitignore uncommitted",
            "content/a.md 2026-02-03",
            "content/index.md uncommitted",
            "content/new.md 2026-02-05",
            "content/staged.md uncommitted",
            "content/untracked.md uncommitted",
            "content/é \"b\".md 2026-02-02",
        ]
    );
    let changed = repository(&book).changed_since("HEAD~5", "Europe/London").unwrap();
    let moved = changed.files.iter().find(|file| file.path == "content/new.md").unwrap();
    assert_eq!(moved.was.as_deref(), Some("content/old name.md"));
    let before = repository(&book).text_at(&changed.base, "content/old name.md").unwrap();
    assert_eq!(before, Some(long("o")));
    assert_eq!(repository(&book).text_at(&changed.base, "content/new.md").unwrap(), None);
}

#[test]
fn a_day_is_that_of_the_books_time_zone() {
    let book = begin(Book::new().page("a.md", "A"));
    commit_all(&book, "2026-01-01");
    book.write("content/a.md", "B");
    git_on(
        book.root(),
        "2026-02-01",
        &["commit", "--quiet", "--all", "--message=x", "--date=2026-07-01T23:30:00+0000"],
    );
    let day = |zone| repository(&book).changed_since("HEAD~1", zone).unwrap().files[0].edit;
    assert_eq!(day("Europe/London"), Edit::On(date("2026-07-02")));
    assert_eq!(day("UTC"), Edit::On(date("2026-07-01")));
}

#[test]
fn what_others_did_since_is_not_counted() {
    let book = begin(Book::new().page("a.md", "A").page("b.md", "B"));
    commit_all(&book, "2026-01-01");
    git_on(book.root(), "2026-01-02", &["checkout", "--quiet", "-b", "mine"]);
    book.write("content/a.md", "mine");
    commit_all(&book, "2026-01-02");
    git_on(book.root(), "2026-01-03", &["checkout", "--quiet", "main"]);
    book.write("content/b.md", "theirs");
    commit_all(&book, "2026-01-03");
    git_on(book.root(), "2026-01-04", &["checkout", "--quiet", "mine"]);
    assert_eq!(changes(&book, "main"), ["content/a.md 2026-01-02"]);
    git_on(book.root(), "2026-01-05", &["merge", "--quiet", "--no-edit", "main"]);
    assert_eq!(changes(&book, "main"), ["content/a.md 2026-01-02"]);
}

#[test]
fn paths_are_those_of_a_book_that_is_a_folder_of_its_repository() {
    let outer =
        begin(Book::empty().file("other.md", "x").file("docs/book.toml", "").file("docs/content/a.md", "A"));
    commit_all(&outer, "2026-01-01");
    outer.write("other.md", "y");
    outer.write("docs/content/a.md", "B");
    commit_all(&outer, "2026-01-02");
    let repository = Repository::of(&outer.path("docs")).unwrap();
    let changes = repository.changed_since("HEAD~1", "UTC").unwrap();
    assert_eq!(changes.files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(), ["content/a.md"]);
    assert_eq!(repository.text_at(&changes.base, "content/a.md").unwrap().as_deref(), Some("A"));
    let versions = repository.versions("content/a.md").unwrap();
    assert_eq!(repository.texts(&versions).unwrap(), [Some("B".to_owned()), Some("A".to_owned())]);
}

#[test]
fn versions_of_a_page_are_followed_through_renames() {
    let book = begin(Book::new().page("old.md", &long("one")).page("other.md", "x"));
    commit_all(&book, "2026-01-01");
    git_on(book.root(), "2026-01-02", &["mv", "content/old.md", "content/new.md"]);
    commit_all(&book, "2026-01-02");
    book.write("content/new.md", long("two"));
    commit_all(&book, "2026-01-03");
    let repository = repository(&book);
    let versions = repository.versions("content/new.md").unwrap();
    let texts = repository.texts(&versions).unwrap();
    assert_eq!(texts, [Some(long("two")), Some(long("one")), Some(long("one"))]);
    assert_eq!(repository.versions("content/none.md").unwrap(), []);
}

#[test]
fn without_a_repository_or_a_commit_there_is_less_to_tell() {
    let book = Book::new().page("a.md", "A");
    let error = Repository::of(book.root()).unwrap_err().to_string();
    assert_eq!(error, "the book is not in a git repository");
    assert!(Repository::of(&book.path("nowhere")).is_err());
    let book = begin(book);
    assert_eq!(repository(&book).versions("content/a.md").unwrap(), []);
    assert!(repository(&book).is_changed("content/a.md").unwrap());
    assert!(repository(&book).changed_since("HEAD", "UTC").is_err());
}

#[test]
fn a_repository_that_git_does_not_trust_is_not_called_none() {
    let book = begin(Book::new().page("a.md", "A"));
    book.write(".git/config", "[broken\n");
    let error = Repository::of(book.root()).unwrap_err().to_string();
    assert!(error.starts_with("git refused: ") && error.contains("config"), "{error}");
}

#[test]
fn an_unknown_revision_says_what_may_be_missing() {
    let book = begin(Book::new().page("a.md", "A"));
    commit_all(&book, "2026-01-01");
    book.write("content/a.md", "B");
    commit_all(&book, "2026-01-02");
    for revision in ["nowhere", "--output=x", "", "main:content", "HEAD~9"] {
        let error = repository(&book).changed_since(revision, "UTC").unwrap_err().to_string();
        assert!(error.contains(&format!("`{revision}`")), "{error}");
    }
    let clone = Book::empty();
    let source = format!("file://{}", book.root().display());
    git_on(clone.root(), "2026-01-03", &["clone", "--quiet", "--depth=1", &source, "."]);
    let repository = repository(&clone);
    assert!(repository.shallow);
    assert!(repository.changed_since("HEAD~1", "UTC").unwrap_err().to_string().contains("--unshallow"));
    assert_eq!(repository.versions("content/a.md").unwrap().len(), 1);
}

#[test]
fn a_repository_cannot_make_duly_run_a_program() {
    let book = begin(Book::new().page("a.md", "A"));
    book.write(".gitattributes", "*.md diff=evil\n");
    commit_all(&book, "2026-01-01");
    book.write("content/a.md", "B");
    let mark = book.path("mark");
    let evil = format!("touch {}; cat", mark.display());
    for key in [
        "diff.external",
        "diff.evil.textconv",
        "diff.evil.command",
        "core.fsmonitor",
        "core.pager",
        "pager.log",
        "pager.diff",
    ] {
        git_on(book.root(), "2026-01-01", &["config", key, &evil]);
    }
    assert_eq!(changes(&book, "HEAD"), ["content/a.md uncommitted"]);
    let repository = repository(&book);
    let versions = repository.versions("content/a.md").unwrap();
    assert_eq!(repository.texts(&versions).unwrap(), [Some("A".to_owned())]);
    assert!(repository.is_changed("content/a.md").unwrap());
    assert!(!mark.exists());
}

#[test]
fn a_commit_holds_one_page_and_leaves_what_is_staged_alone() {
    let book = begin(Book::new().page("a.md", "A").page("*.md", "star").page("staged.md", "S"));
    commit_all(&book, "2026-01-01");
    for page in ["a.md", "*.md", "staged.md", "new.md"] {
        book.write(&format!("content/{page}"), "changed");
    }
    git_on(book.root(), "2026-01-02", &["add", "content/staged.md"]);
    let repository = repository(&book);
    repository.may_commit().unwrap();
    repository.commit("content/*.md", "Review *.md\n\n# not a comment").unwrap();
    repository.commit("content/new.md", "Review new.md").unwrap();
    let said = git_on(book.root(), "2026-01-03", &["log", "-z", "--format=%B", "--name-only", "-2"]);
    assert!(said.contains("Review *.md\n\n# not a comment"), "{said}");
    let status = git_on(book.root(), "2026-01-03", &["status", "--porcelain"]);
    assert_eq!(status, " M content/a.md\nM  content/staged.md\n");
    let error = repository.commit("content/*.md", "nothing").unwrap_err().to_string();
    assert!(error.starts_with("git refused: "), "{error}");
}

#[test]
fn the_name_that_git_knows_is_offered() {
    let book = begin(Book::new());
    git_on(book.root(), "2026-01-01", &["config", "user.name", " Siân O'Brien "]);
    assert_eq!(git::user_name(book.root()).as_deref(), Some("Siân O'Brien"));
}
