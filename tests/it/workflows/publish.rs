//! Publishing, and looking at a pull request.

use std::fs;
use std::path::Path;

use super::host::{Host, new_book};
use super::install::cargo;
use super::runner::{Runner, holds};
use crate::book::{Book, files};
use crate::git::{begin, commit_all, git_on};
use crate::html::Html;

#[test]
fn a_new_book_is_built_and_handed_over_to_be_published() {
    let host = Host::with(&new_book());
    let (ran, _disk) = Runner::new(&host, &[]).run("publish.yml", "build");
    assert_eq!(ran.failed, None, "{}\n{}", ran.stdout, ran.stderr);
    let site = &ran.artifacts["pages"];
    let home = Html::of(&fs::read_to_string(site.join("index.html")).unwrap());
    assert_eq!(home.text("h1"), "Playbook");
    // Every page of the beginning is there, and no note stopped it.
    for page in ["principles/put-people-first", "strategies/first-strategy", "guides/look-after-a-page"] {
        assert!(site.join(page).join("index.html").exists(), "{page}");
    }
    assert!(ran.stdout.contains("::notice file=content/"), "{}", ran.stdout);
}

#[test]
fn a_book_with_an_error_is_not_published_and_the_line_says_why() {
    let book = new_book();
    book.write("content/index.md", "---\ntitle: Home\nlast_reviewed_on: 14/01/2026\n---\n");
    commit_all(&book, "2026-11-02");
    let (ran, _disk) = Runner::new(&Host::with(&book), &[]).run("publish.yml", "build");
    assert_eq!(ran.failed.as_deref(), Some("Check the book"));
    assert!(ran.stdout.contains("::error file=content/index.md,line=3"), "{}", ran.stdout);
    assert!(ran.artifacts.is_empty());
}

#[test]
fn the_other_job_publishes_and_runs_nothing_of_the_book() {
    let host = Host::with(&new_book());
    let (ran, _disk) = Runner::new(&host, &[]).run("publish.yml", "deploy");
    assert_eq!(ran.failed, None);
    assert_eq!(ran.steps.len(), 1);
    assert!(ran.steps[0].starts_with("actions/deploy-pages@"), "{:?}", ran.steps);
}

/// The book with a change on a branch of its own; gives the commit before it too.
fn changed(path: &str, text: &str) -> (Book, String) {
    let book = new_book();
    let base = git_on(book.root(), "2026-11-02", &["rev-parse", "HEAD"]).trim().to_owned();
    git_on(book.root(), "2026-11-02", &["checkout", "--quiet", "-b", "change"]);
    book.write(path, text);
    commit_all(&book, "2026-11-02");
    (book, base)
}

fn reviewed(book: &Book, base: &str) -> (super::runner::Ran, tempfile::TempDir) {
    let host = Host::with(book);
    let to = host.repository().display().to_string();
    git_on(book.root(), "2026-11-02", &["push", "--quiet", &to, "change"]);
    let context = [("github.event.pull_request.base.sha", base), ("github.ref_name", "change")];
    Runner::new(&host, &context).run("review.yml", "review")
}

#[test]
fn a_pull_request_gets_its_findings_on_the_lines_and_its_pages_as_one_file() {
    let text = "---\ntitle: A page\n---\n\nNew words, ![a square](square.svg) and [a link](gone.md).\n";
    let (book, _) = changed("content/guides/a-page.md", text);
    book.write("content/guides/square.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><rect/></svg>");
    commit_all(&book, "2026-11-02");
    let base = git_on(book.root(), "2026-11-02", &["rev-parse", "main"]);
    let (ran, _disk) = reviewed(&book, base.trim());
    assert_eq!(ran.failed, None, "{}\n{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("::warning file=content/guides/a-page.md,line=5"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("put-people-first"), "only the change is looked at: {}", ran.stdout);
    let file = &ran.artifacts["upload"];
    assert_eq!(file.file_name().unwrap(), "changed-pages.html");
    let html = fs::read_to_string(file).unwrap();
    assert!(html.contains("New words") && html.contains("data:image/svg+xml,"), "{html}");
    assert!(ran.summary.contains("(https://github.example/artifact/1)"), "{}", ran.summary);
}

#[test]
fn an_error_in_a_changed_page_fails_the_check() {
    let (book, base) = changed("content/guides/a.md", "---\ntitle: A\nreview_in: soonish\n---\n");
    let (ran, _disk) = reviewed(&book, &base);
    assert_eq!(ran.failed.as_deref(), Some("Check the changed files"));
    assert!(ran.stdout.contains("::error file=content/guides/a.md,line=3"), "{}", ran.stdout);
}

#[test]
fn a_change_of_no_page_has_a_file_that_says_so() {
    let (book, base) = changed("notes.txt", "Nothing that is published.\n");
    let (ran, _disk) = reviewed(&book, &base);
    assert_eq!(ran.failed, None, "{}", ran.stderr);
    let html = fs::read_to_string(&ran.artifacts["upload"]).unwrap();
    assert!(html.contains("This change is of no page that readers see."), "{html}");
}

#[test]
fn a_site_that_was_published_holds_no_token_and_no_place_of_the_machine() {
    let host = Host::with(&new_book());
    let (ran, disk) = Runner::new(&host, &[]).run("publish.yml", "build");
    let site = &ran.artifacts["pages"];
    assert!(files(site).len() > 20);
    for text in [super::host::TOKEN, &disk.path().display().to_string()] {
        assert!(!holds(site, text), "{text}");
    }
}

#[test]
fn the_demonstration_book_is_published_by_the_action_of_this_repository_from_its_source() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut book = begin(Book::copy_of(root));
    for path in ["action.yml", "Cargo.toml", ".github/workflows/publish.yml"] {
        book = book.file(path, fs::read(root.join(path)).unwrap());
    }
    commit_all(&book, "2026-11-02");
    let (host, tools) = (Host::with(&book), cargo());
    let runner = Runner::new(&host, &[]);
    fs::write(runner.path("path"), format!("{}\n", tools.path().display())).unwrap();
    let (ran, _disk) = runner.run("publish.yml", "build");
    assert_eq!(ran.failed, None, "{}\n{}", ran.stdout, ran.stderr);
    let asked = fs::read_to_string(tools.path().join("asked")).unwrap();
    assert!(asked.starts_with("install --locked --quiet --root duly --path "), "{asked}");
    let home = Html::of(&fs::read_to_string(ran.artifacts["pages"].join("index.html")).unwrap());
    assert_eq!(home.text("h1"), "Exampleshire digital playbook");
}

#[test]
fn init_in_a_repository_that_has_all_of_it_changes_nothing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let book = Book::copy_of(root).file(".github/workflows/publish.yml", "name: Mine\n");
    let before = files(book.root());
    assert_eq!(book.run(&["init", "--yes"]).status, 0);
    for (path, bytes) in before {
        assert_eq!(fs::read(book.path(&path)).unwrap(), bytes, "{path}");
    }
    // What was not there fits what was.
    assert_eq!(book.run(&["build", "--quiet"]).status, 0);
}
