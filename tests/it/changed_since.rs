//! `duly check --changed-since`: what a pull request is told of its own pages.

use crate::book::{Book, run};
use crate::git::{begin, commit_all, git_on};

const REVIEWED: &str =
    "---\ntitle: Page\nlast_reviewed_on: 2026-10-01\nreview_in: 6 months\n---\n\nWe review it.\n";

/// A repository with two pages that were committed on the day of their review, and a branch for changes.
fn repository() -> Book {
    let book =
        Book::new().page("index.md", "# Home\n").page("page.md", REVIEWED).page("other.md", "[x](gone.md)\n");
    let book = begin(book);
    commit_all(&book, "2026-10-01");
    git_on(book.root(), "2026-10-01", &["checkout", "--quiet", "-b", "change"]);
    book
}

fn changed(book: &Book) -> Vec<String> {
    book.findings(&["--changed-since", "main"])
}

#[test]
fn only_pages_that_changed_are_looked_at() {
    let book = repository();
    assert_eq!(
        book.findings(&[]),
        ["content/other.md:1 page/no-title", "content/other.md:1 link/missing-page"]
    );
    assert_eq!(changed(&book), [""; 0]);
    book.write("content/new.md", "# New\n\n[x](nowhere.md)\n");
    assert_eq!(changed(&book), ["content/new.md:3 link/missing-page"]);
}

#[test]
fn an_edit_after_the_review_is_said_committed_or_not() {
    let book = repository();
    book.write("content/page.md", REVIEWED.replace("review it", "read it"));
    assert_eq!(changed(&book), ["content/page.md:3 review/older-than-edit"]);
    commit_all(&book, "2026-10-05");
    let run = book.run(&["check", "--changed-since", "main"]);
    assert!(
        run.stdout.contains("edited on 2026-10-05, after its last review on 2026-10-01"),
        "{}",
        run.stdout
    );
    assert_eq!(run.status, 0, "a note stops nobody");
}

#[test]
fn white_space_front_matter_and_an_edit_on_the_day_of_the_review_are_not() {
    let book = repository();
    book.write(
        "content/page.md",
        REVIEWED.replace("title: Page", "title: The page").replace("We review", "We\n*review*"),
    );
    assert_eq!(changed(&book), [""; 0]);
    book.write("content/page.md", REVIEWED.replace("review it", "read it"));
    commit_all(&book, "2026-10-01");
    assert_eq!(changed(&book), [""; 0]);
}

#[test]
fn a_page_that_was_reviewed_in_the_same_change_is_not() {
    let book = repository();
    let reviewed = REVIEWED.replace("review it", "read it").replace("2026-10-01", "2026-11-30");
    book.write("content/page.md", &reviewed);
    assert_eq!(changed(&book), [""; 0]);
}

#[test]
fn a_page_that_was_moved_is_compared_with_what_it_was() {
    let book = repository();
    git_on(book.root(), "2026-10-05", &["mv", "content/page.md", "content/moved.md"]);
    assert_eq!(changed(&book), [""; 0]);
}

#[test]
fn what_others_did_since_is_not_counted() {
    let book = repository();
    git_on(book.root(), "2026-10-05", &["checkout", "--quiet", "main"]);
    book.write("content/page.md", REVIEWED.replace("review it", "read it"));
    commit_all(&book, "2026-10-05");
    git_on(book.root(), "2026-10-05", &["checkout", "--quiet", "change"]);
    assert_eq!(changed(&book), [""; 0]);
}

#[test]
fn only_changed_pages_fail_for_being_overdue() {
    let book = repository();
    let overdue = ["--fail-overdue", "--changed-since", "main", "--as-at", "2027-10-01"];
    assert_eq!(book.run(&[&["check"], &overdue[..]].concat()).status, 0);
    book.write("content/page.md", REVIEWED.replace("title: Page", "title: The page"));
    assert_eq!(book.run(&[&["check"], &overdue[..]].concat()).status, 1);
}

#[test]
fn without_a_repository_or_a_revision_it_cannot_run() {
    let plain = Book::new().page("index.md", "# Home\n");
    let mut command = plain.duly(&["check", "--changed-since", "main"]);
    let without =
        run(command.env("GIT_CEILING_DIRECTORIES", plain.root().parent().expect("a folder is around it")));
    assert_eq!(without.status, 2);
    assert!(without.stderr.contains("not in a git repository"), "{}", without.stderr);
    let unknown = repository().run(&["check", "--changed-since", "nowhere"]);
    assert_eq!(unknown.status, 2);
    assert!(unknown.stderr.contains("there is no revision `nowhere`"), "{}", unknown.stderr);
}

#[test]
fn files_of_a_book_that_is_a_folder_of_pages_itself_have_the_names_that_git_knows() {
    let config = "src = \"./\"\n[site]\nrepository = \"https://github.com/example/book\"";
    let page = "---\ntitle: A\nlast_reviewed_on: 2026-01-14\n---\nOne.\n";
    let book = begin(Book::with(config).file("sub/a.md", page));
    commit_all(&book, "2026-01-14");
    book.write("sub/a.md", page.replace("One", "Two"));
    assert_eq!(book.findings(&["--changed-since", "HEAD"]), ["sub/a.md:3 review/older-than-edit"]);
    let page = book.build().html("sub/a/");
    let links = page.values(".page-actions a", "href");
    assert_eq!(links[0], "https://github.com/example/book/edit/main/sub/a.md");
}
