//! `duly init`: a folder becomes a book, and nothing of it is lost.

use std::fs;

use crate::book::{Book, Run, files, run};
use crate::git::{begin, git_on};
use crate::terminal;

fn init(book: &Book, arguments: &[&str]) -> Run {
    book.run(&[&["init", "--yes"], arguments].concat())
}

/// The findings at the level of a warning or worse.
fn warnings(book: &Book) -> Vec<String> {
    let found = book.run(&["check", "--format", "short"]).stdout;
    found.lines().filter(|line| !line.contains(": note[")).map(str::to_owned).collect()
}

#[test]
fn an_empty_folder_becomes_a_book_with_a_page_of_each_kind_and_nothing_to_complain_of() {
    let book = Book::empty();
    let run = init(
        &book,
        &["--title", "Our \"playbook\"", "--organisation", "Exampleshire", "--repository", "ex/book"],
    );
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert_eq!(warnings(&book), [""; 0]);
    let site = book.build();
    assert_eq!(site.html("").text("h1"), "Our \"playbook\"");
    let kinds: Vec<String> = [
        "principles/put-people-first/",
        "strategies/first-strategy/",
        "policies/working-in-the-open/",
        "standards/web-pages/",
        "guides/look-after-a-page/",
    ]
    .map(|page| site.html(page).text(".kind"))
    .to_vec();
    assert_eq!(kinds, ["Principle", "Strategy", "Policy", "Standard", "Guide"]);
    let canonical = site.html("guides/look-after-a-page/").values("link[rel=canonical]", "href").join("");
    assert_eq!(canonical, "https://ex.github.io/book/guides/look-after-a-page/");
}

#[test]
fn both_things_that_only_a_person_can_do_are_said_at_the_end() {
    let said = init(&Book::empty(), &["--repository", "https://github.com/ex/book"]).stdout;
    let (_, end) = said.split_once("Two things only a person can do:").expect("they are announced");
    for words in [
        "1. Make an empty repository at https://github.com/new, and push the book to it.",
        "git remote add origin https://github.com/ex/book.git",
        "git push --set-upstream origin main",
        "2. Let GitHub publish it: https://github.com/ex/book/settings/pages",
        "Source: GitHub Actions",
        "https://ex.github.io/book/",
    ] {
        assert!(end.contains(words), "{words}: {end}");
    }
}

#[test]
fn a_second_run_finds_everything_in_its_place() {
    let book = Book::empty();
    init(&book, &["--title", "Book"]);
    let before = files(book.root());
    let run = init(&book, &["--title", "Another"]);
    assert!(run.stdout.contains("\n0 new files, 10 there already."), "{}", run.stdout);
    assert_eq!(files(book.root()), before);
}

#[test]
fn a_file_that_stands_there_is_kept_and_the_difference_is_shown() {
    let book =
        Book::empty().file(".gitignore", "/node_modules\n").file(".github/workflows/publish.yml", "mine\r\n");
    let run = init(&book, &[]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert_eq!(fs::read_to_string(book.path(".gitignore")).unwrap(), "/node_modules\n");
    assert_eq!(fs::read_to_string(book.path(".github/workflows/publish.yml")).unwrap(), "mine\r\n");
    for line in [
        "kept  .gitignore",
        "-/node_modules",
        "+/_site/",
        "kept  .github/workflows/publish.yml",
        "-mine",
        "+name: Publish",
    ] {
        assert!(run.stdout.contains(line), "{line}: {}", run.stdout);
    }
    assert!(run.stdout.contains("2 are kept as they were"), "{}", run.stdout);
}

#[test]
fn the_book_toml_of_a_book_stays_and_tells_what_the_workflows_say() {
    let book = Book::with("[build]\nbuild-dir = \"public\"\n[site]\nbranch = \"trunk\"")
        .page("index.md", "# Home\n");
    let config = fs::read(book.path("book.toml")).unwrap();
    assert_eq!(init(&book, &["--title", "Other"]).status, 0);
    assert_eq!(fs::read(book.path("book.toml")).unwrap(), config);
    let publish = fs::read_to_string(book.path(".github/workflows/publish.yml")).unwrap();
    assert!(publish.contains("branches: [\"trunk\"]") && publish.contains("path: \"public\""), "{publish}");
    assert!(fs::read_to_string(book.path(".gitignore")).unwrap().contains("/public/\n"));
    assert!(!book.path("content/principles").exists());
}

#[test]
fn markdown_is_adopted_where_it_is() {
    for (page, src) in [("docs/a/page.md", "docs"), ("page.md", "."), ("content/page.md", "content")] {
        let book = Book::empty().file(page, "# A page\n\nWords.\n").file("README.md", "# Our repository\n");
        let before = files(book.root());
        let run = init(&book, &["--title", "Book"]);
        assert_eq!(run.status, 0, "{}", run.stderr);
        for (path, bytes) in before {
            assert_eq!(fs::read(book.path(&path)).unwrap(), bytes, "{path} is as it was");
        }
        assert!(!book.path("content/principles").exists(), "{page}: no page of ours");
        assert_eq!(warnings(&book), [""; 0], "{page}");
        let below = page.strip_prefix(&format!("{src}/")).unwrap_or(page);
        let address = below.replace(".md", "/");
        assert_eq!(book.build().html(&address).text("h1"), "A page");
    }
}

#[test]
fn markdown_in_several_folders_is_a_book_of_the_whole_folder_and_what_else_is_published_is_said() {
    let book = Book::empty()
        .file("a/one.md", "# One\n")
        .file("b/two.md", "[one](../a/one.md)\n")
        .file("plan.xlsx", "x");
    let run = init(&book, &["--title", "Book"]);
    assert!(run.stderr.contains("the Markdown of this folder, as it is: 2 files."), "{}", run.stderr);
    assert!(run.stderr.contains("published too: plan.xlsx."), "{}", run.stderr);
    let site = book.build();
    assert_eq!(site.html("b/two/").values(".prose a", "href"), ["../../a/one/"]);
    // What init wrote for the git host is no part of the site.
    assert!(!site.has(".github") && !site.has("book.toml"));
}

#[test]
fn what_the_folder_and_git_tell_need_not_be_said() {
    let book = begin(Book::empty());
    git_on(
        book.root(),
        "2026-11-01",
        &["remote", "add", "origin", "https://ann:secret@github.com/ex/book.git"],
    );
    git_on(book.root(), "2026-11-01", &["checkout", "--quiet", "-b", "trunk"]);
    let said = init(&book, &[]);
    let config = fs::read_to_string(book.path("book.toml")).unwrap();
    for line in [
        "repository = \"https://github.com/ex/book\"",
        "branch = \"trunk\"",
        "url = \"https://ex.github.io/book/\"",
    ] {
        assert!(config.contains(line), "{line}: {config}");
    }
    assert!(!config.contains("secret") && !said.stdout.contains("secret"));
    assert!(!said.stdout.contains("git init") && !said.stdout.contains("git remote add"), "{}", said.stdout);
}

#[test]
fn a_folder_is_made_when_it_is_not_there_and_its_name_is_the_title() {
    let outer = Book::empty();
    let run = run(crate::book::duly(&["init", "--yes", "digital-playbook"]).current_dir(outer.root()));
    assert_eq!(run.status, 0, "{}", run.stderr);
    let config = fs::read_to_string(outer.path("digital-playbook/book.toml")).unwrap();
    assert!(config.contains("title = \"Digital playbook\""), "{config}");
}

#[test]
fn a_folder_of_a_larger_repository_gets_no_workflows_where_none_would_run() {
    let outer = begin(Book::empty());
    let run = run(crate::book::duly(&["init", "--yes", "docs/book"]).current_dir(outer.root()));
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(outer.path("docs/book/book.toml").exists() && !outer.path("docs/book/.github").exists());
    assert!(run.stderr.contains("part of a larger git repository"), "{}", run.stderr);
}

#[test]
fn without_a_terminal_nobody_is_asked_and_nothing_is_written() {
    let book = Book::empty();
    let run = book.run(&["init", "--title", "Book"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("Add --yes"), "{}", run.stderr);
    assert!(files(book.root()).is_empty());
}

#[test]
fn what_is_no_repository_or_no_folder_is_refused_before_anything_is_written() {
    for arguments in
        [["--repository", "ftp://x"], ["--src", "../x"], ["--title", "two\nlines"], ["--src", "/etc"]]
    {
        let book = Book::empty();
        assert_eq!(init(&book, &arguments).status, 2, "{arguments:?}");
        assert!(files(book.root()).is_empty(), "{arguments:?}");
    }
}

#[test]
#[cfg(unix)]
fn nothing_is_written_through_a_link_that_leads_out_of_the_folder() {
    let (book, other) = (Book::empty(), Book::empty());
    std::os::unix::fs::symlink(other.root(), book.path(".github")).unwrap();
    let run = init(&book, &[]);
    assert_eq!(run.status, 2, "{}", run.stdout);
    assert!(files(other.root()).is_empty());
    let book = Book::empty();
    std::os::unix::fs::symlink(other.path("x"), book.path("book.toml")).unwrap();
    assert_eq!(init(&book, &[]).status, 2);
    assert!(files(other.root()).is_empty());
}

#[test]
fn a_page_of_the_site_offers_to_record_a_review_and_to_write_another_of_its_kind() {
    let book = Book::empty();
    init(&book, &["--repository", "ex/book"]);
    let page = book.build().html("policies/working-in-the-open/");
    let links = page.values(".page-actions a", "href");
    assert!(links.contains(&"https://github.com/ex/book/actions/workflows/sign-off.yml"), "{links:?}");
    let editor =
        links.iter().find(|link| link.contains("/new/main/content/policies?filename=")).expect("an editor");
    let text =
        percent_encoding::percent_decode_str(editor.split_once("&value=").unwrap().1).decode_utf8().unwrap();
    assert!(text.contains("status: draft\n---\n\n## Purpose\n\n## Scope\n\n## Rules\n"), "{text}");
    assert!(!text.contains("kind:"), "its folder says that");
}

#[test]
fn on_a_terminal_the_title_the_organisation_and_the_repository_are_asked_for() {
    let book = Book::empty();
    let answers = ["The playbook", "Exampleshire Council", "not a repository", "ex/book"];
    let run = terminal::run(&book, &["init"], &answers);
    assert_eq!(run.status, 0, "{}", run.stderr);
    for question in [
        "What is the title of the book?",
        "Which organisation",
        "Where is it kept",
        "That is not the address",
    ] {
        assert!(run.stderr.contains(question), "{question}: {}", run.stderr);
    }
    let config = fs::read_to_string(book.path("book.toml")).unwrap();
    for line in [
        "title = \"The playbook\"",
        "authors = [\"Exampleshire Council\"]",
        "repository = \"https://github.com/ex/book\"",
    ] {
        assert!(config.contains(line), "{line}: {config}");
    }
}

#[test]
fn what_is_left_empty_is_left_out_and_no_answer_writes_nothing() {
    let book = Book::empty();
    assert_eq!(terminal::run(&book, &["init"], &["Book", "", ""]).status, 0);
    let config = fs::read_to_string(book.path("book.toml")).unwrap();
    assert!(!config.contains("authors") && config.contains("contribute-links = false"), "{config}");
    let book = Book::empty();
    assert_eq!(terminal::run(&book, &["init"], &["Book"]).status, 2);
    assert!(files(book.root()).is_empty());
}

#[test]
fn quiet_says_only_what_was_kept() {
    let book = Book::empty().file("a.md", "# A\n");
    let run = init(&book, &["--quiet"]);
    assert_eq!((run.status, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""));
    book.write(".editorconfig", "root = false\n");
    assert!(init(&book, &["--quiet"]).stdout.starts_with("kept  .editorconfig\n"));
}
