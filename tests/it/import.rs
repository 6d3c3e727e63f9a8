//! `duly import`: books made of what other programs build.
//!
//! `tests/import/NAME/` holds a folder `from`, the book that is `expected` of it, and `report.txt`: what is said.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::book::{Book, Run, duly, files, run};
use crate::git::git_on;
use crate::golden::{differences, overwrite};

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import").join(name)
}

fn import(format: &str, from: &Path, into: &Path, arguments: &[&str]) -> Run {
    let folders = [from.to_str().expect("UTF-8"), into.to_str().expect("UTF-8")];
    run(&mut duly(&[&["import", format], &folders[..], arguments].concat()))
}

/// Imports the folder of that name, compares the book, and builds it: it must have no errors.
fn golden(format: &str, name: &str) {
    let (folder, new) = (case(name), Book::empty());
    let before = files(&folder.join("from"));
    let into = new.path("new");
    // The folder is in a repository of its own history, which is no part of the case.
    let said = import(format, &folder.join("from"), &into, &["--no-proposals"]);
    assert_eq!(said.status, 0, "{}", said.stderr);
    assert_eq!(files(&folder.join("from")), before, "the source is as it was");
    let mut made = files(&into);
    let report = format!("{}{}", said.stdout, said.stderr).replace(new.root().to_str().expect("UTF-8"), "");
    made.insert("../report.txt".to_owned(), report.into_bytes());
    let mut expected = files(&folder.join("expected"));
    expected.insert("../report.txt".to_owned(), fs::read(folder.join("report.txt")).unwrap_or_default());
    if std::env::var_os("SNAPSHOTS").is_some_and(|action| action == "overwrite") {
        overwrite(&folder.join("expected"), &made);
        return;
    }
    let differences = differences(&expected, &made);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    let again = import(format, &folder.join("from"), &new.path("again"), &["--no-proposals"]);
    assert_eq!((again.status, files(&new.path("again"))), (0, files(&into)), "twice gives the same");
    let built = run(&mut duly(&["build", "--root", into.to_str().expect("UTF-8")]));
    assert_eq!(built.status, 0, "{}", built.stderr);
}

#[test]
fn a_tech_docs_site_keeps_its_addresses_and_loses_its_ruby() {
    golden("tech-docs", "tech-docs");
}

#[test]
fn a_book_of_mdbook_keeps_order_titles_and_what_it_includes() {
    golden("mdbook", "mdbook");
}

#[test]
fn a_folder_for_jekyll_becomes_a_book() {
    golden("folder", "jekyll");
}

#[test]
fn a_folder_for_docusaurus_becomes_a_book() {
    golden("folder", "docusaurus");
}

#[test]
fn a_folder_in_the_dialect_of_kramdown_becomes_a_book() {
    golden("folder", "kramdown");
}

#[test]
fn a_folder_for_hugo_becomes_a_book() {
    golden("folder", "hugo");
}

#[test]
fn a_folder_for_mkdocs_becomes_a_book() {
    golden("folder", "mkdocs");
}

#[test]
fn every_golden_import_is_tested() {
    let mut folders: Vec<String> = fs::read_dir(case(""))
        .unwrap()
        .flatten()
        .map(|folder| folder.file_name().into_string().unwrap())
        .collect();
    folders.sort();
    assert_eq!(folders, ["docusaurus", "hugo", "jekyll", "kramdown", "mdbook", "mkdocs", "tech-docs"]);
}

#[test]
fn nothing_is_written_into_a_folder_that_is_not_empty_or_is_imported() {
    let from = Book::empty().file("a.md", "# A\n");
    let full = Book::empty().file("mine.txt", "mine");
    for (into, why) in
        [(full.root().to_owned(), "is not empty"), (from.path("new"), "is in the folder that is imported")]
    {
        let said = import("folder", from.root(), &into, &[]);
        assert_eq!(said.status, 2);
        assert!(said.stderr.contains(why), "{}", said.stderr);
    }
    assert_eq!(files(full.root()).len(), 1);
    assert_eq!(files(from.root()).len(), 1);
    for (format, why) in
        [("tech-docs", "it is no site of the tech-docs template"), ("mdbook", "no book.toml of mdBook")]
    {
        let said = import(format, from.root(), &full.path("new"), &[]);
        assert!(said.status == 2 && said.stderr.contains(why), "{}", said.stderr);
    }
}

/// A repository in which three pages were edited on three days, one of them reviewed.
fn repository() -> Book {
    let book = Book::empty().file("CODEOWNERS", "* @ex/digital-team\n/b.md jo@example.org\n");
    git_on(book.root(), "2026-10-02", &["init", "--quiet", "--initial-branch=main"]);
    let pages = [
        ("2024-03-01", "b.md", "# B\n"),
        ("2022-05-01", "a.md", "# A\n"),
        ("2025-01-01", "c.md", "---\nlast_reviewed_on: 2025-01-01\nreview_in: 1 year\n---\n# C\n"),
    ];
    for (day, path, text) in pages {
        book.write(path, text);
        git_on(book.root(), day, &["add", "--all"]);
        git_on(book.root(), day, &["commit", "--quiet", "--message=a page"]);
    }
    book
}

fn imported(from: &Path, arguments: &[&str]) -> (Book, Run) {
    let new = Book::empty();
    let said = import("folder", from, new.root(), &[arguments, &["--as-at", "2026-06-01"]].concat());
    assert_eq!(said.status, 0, "{}", said.stderr);
    (new, said)
}

fn page(book: &Book, path: &str) -> String {
    fs::read_to_string(book.path(&format!("content/{path}"))).expect("the page was written")
}

#[test]
fn pages_without_a_date_get_a_day_for_their_first_review_and_none_is_called_reviewed() {
    let (new, said) = imported(repository().root(), &[]);
    assert_eq!(
        page(&new, "a.md"),
        "---\nowner: digital-team\n# Not yet reviewed; last edited on 2022-05-01.\nnext_review_on: 2026-06-29\n---\n\n# A\n"
    );
    assert!(
        page(&new, "b.md").contains(
            "owner: jo\n# Not yet reviewed; last edited on 2024-03-01.\nnext_review_on: 2026-12-14\n"
        ),
        "{}",
        page(&new, "b.md")
    );
    assert!(!page(&new, "c.md").contains("next_review_on"));
    assert!(said.stderr.contains("2 pages have no date of a review"), "{}", said.stderr);
    let register = new.run(&["due", "--format", "json", "--within", "365d", "--as-at", "2026-06-01"]).stdout;
    assert!(!register.contains("\"last_reviewed_on\":\"2022"), "{register}");
    let others = |found: &String| !found.contains(" review/");
    assert_eq!(
        new.findings(&["--as-at", "2026-06-01"]).into_iter().filter(others).collect::<Vec<_>>(),
        [""; 0]
    );
}

#[test]
fn nothing_is_proposed_when_nobody_wants_it() {
    let (new, _) = imported(repository().root(), &["--no-proposals"]);
    assert_eq!(page(&new, "a.md"), "# A\n");
    assert!(!fs::read_to_string(new.path("book.toml")).unwrap().contains("owners"));
}

#[test]
fn a_clone_without_its_history_tells_no_dates() {
    let (whole, clone) = (repository(), Book::empty());
    let url = format!("file://{}", whole.root().display());
    let folder = clone.path("shallow");
    git_on(clone.root(), "2026-10-02", &["clone", "--quiet", "--depth=1", &url, folder.to_str().unwrap()]);
    let (new, said) = imported(&folder, &[]);
    assert!(said.stderr.contains("The history of this clone is cut off"), "{}", said.stderr);
    assert!(!page(&new, "a.md").contains("next_review_on"));
}

#[test]
fn owners_that_pages_name_are_not_mixed_with_proposed_ones() {
    let from =
        Book::empty().file("CODEOWNERS", "* @ex/all\n").file("a.md", "---\nowner: Digital\n---\n# A\n");
    let (new, said) = imported(from.root(), &[]);
    assert!(said.stderr.contains("CODEOWNERS was not used"), "{}", said.stderr);
    assert_eq!(page(&new, "a.md"), "---\nowner: Digital\n---\n# A\n");
}

#[test]
fn files_that_put_in_each_other_again_and_again_come_to_an_end() {
    let part = "{include part.md}\n".repeat(20);
    let from = Book::empty().file("a.md", format!("# A\n\n{part}")).file("part.md", &part);
    imported(from.root(), &[]);
    let chapter = format!("# A\n\n{}", "{{#include a.md}}\n".repeat(20));
    let from = Book::empty()
        .file("book.toml", "[book]\ntitle = \"A\"\n")
        .file("src/SUMMARY.md", "- [A](a.md)\n")
        .file("src/a.md", chapter);
    assert_eq!(import("mdbook", from.root(), Book::empty().root(), &[]).status, 0);
}

#[test]
fn two_files_that_would_be_one_are_told_apart_or_named() {
    let from = Book::empty().file("docs/a.md", "# A\n").file("docs/x.png", "one").file("x.png", "two");
    let (new, said) = imported(from.root(), &[]);
    assert!(said.stdout.contains("another file has taken content/x.png"), "{}", said.stdout);
    assert_eq!(fs::read(new.path("content/x.png")).expect("one is there"), b"one");
}

/// The figures of the table, by their names.
fn table(said: &Run) -> BTreeMap<String, usize> {
    let lines = said.stdout.lines().filter_map(|line| line.trim().rsplit_once(' '));
    lines.filter_map(|(name, figure)| Some((name.trim().to_owned(), figure.parse().ok()?))).collect()
}

#[test]
fn each_link_is_counted_as_broken_where_it_is_broken() {
    // As many are mended by the import as are broken by it, so that sums alone would tell nothing.
    let from = Book::empty()
        .file(
            "docs/a.md",
            "# A\n\n[1](gone.md) [2](b.md#no) [3](c.md) [4](#top) [5](https://example.org/) [6]()\n",
        )
        .file(
            "docs/b.md",
            "# B\n\n[1](a.md) [2](../out.txt) <a href=\"gone/\">3</a> <a href=\"a.md\">4</a>\n",
        )
        .file("docs/c.md", "---\ndraft: true\n---\n# C\n\n[1](gone.md)\n");
    let (_, said) = imported(from.root(), &[]);
    let figures = table(&said);
    let of = ["links within the book", "kept", "broken", "of these, at the source already"];
    assert_eq!(of.map(|name| figures[name]), [8, 3, 5, 5], "{}", said.stdout);
}

#[test]
fn pages_that_would_have_one_address_each_get_their_own() {
    let from = Book::empty()
        .file("book.toml", "[book]\ntitle = \"A\"\n")
        .file("src/SUMMARY.md", "- [One](x/a.md)\n- [Two](y/A.md)\n- [Home](README.md)\n")
        .file("src/x/a.md", "# One\n")
        .file("src/y/A.md", "# Two\n")
        .file("src/README.md", "# Home\n");
    let new = Book::empty();
    let said = import("mdbook", from.root(), new.root(), &[]);
    assert_eq!(said.status, 0, "{}", said.stderr);
    assert_eq!(new.run(&["check", "--format", "short"]).status, 0);
    assert_eq!(fs::read_dir(new.path("content")).unwrap().count(), 3);
    let site = Book::empty()
        .file("config/tech-docs.yml", "service_name: A\n")
        .file("source/index.html.md", "# Home\n")
        .file("source/x.html.md", "# One\n")
        .file("source/x/index.html.md", "# Two\n");
    let new = Book::empty();
    let said = import("tech-docs", site.root(), new.root(), &[]);
    assert!(said.stdout.contains("another page has the address of this one"), "{}", said.stdout);
    assert_eq!(new.run(&["check", "--format", "short"]).status, 0);
}

#[test]
fn what_leads_out_of_the_folder_is_never_put_in() {
    let whole = Book::empty().file("secret.md", "secret\n").file("book/secret.md", "other\n");
    let from = whole.path("book");
    for (path, text) in [
        ("book/book.toml", "[book]\ntitle = \"A\"\n"),
        (
            "book/src/SUMMARY.md",
            "- [A](a.md)\n- [B](../../secret.md)\n- [C](/etc/hostname)\n- [D](..\\..\\secret.md)\n",
        ),
        ("book/src/a.md", "# A\n\n{{#include ../../secret.md}}\n{{#include /etc/hostname}}\n"),
    ] {
        whole.write(path, text);
    }
    let new = Book::empty();
    let said = import("mdbook", &from, &new.path("new"), &[]);
    assert_eq!(said.status, 0, "{}", said.stderr);
    let made = files(new.root());
    assert!(made.keys().all(|path| path.starts_with("new/")), "{:?}", made.keys());
    assert_eq!(said.stdout.matches("could not be resolved").count(), 2, "{}", said.stdout);
    assert_eq!(said.stdout.matches("there is no chapter").count(), 3, "{}", said.stdout);
    let texts = made.values().map(|bytes| String::from_utf8_lossy(bytes));
    assert!(texts.into_iter().all(|text| !text.contains("secret\n") && !text.contains("other")));
}

#[cfg(unix)]
#[test]
fn links_of_the_file_system_are_followed_within_the_folder_and_named_where_they_leave_it() {
    use std::os::unix::fs::symlink;
    let whole = Book::empty()
        .file("secret.md", "secret\n")
        .file("from/docs/a.md", "# A\n")
        .file("from/real.md", "# Real\n");
    symlink("../../secret.md", whole.path("from/docs/out.md")).unwrap();
    symlink("../real.md", whole.path("from/docs/in.md")).unwrap();
    symlink("..", whole.path("from/docs/loop")).unwrap();
    let (new, said) = imported(&whole.path("from"), &[]);
    assert!(page(&new, "docs/in.md").contains("Real"));
    for path in ["docs/out.md", "docs/loop"] {
        assert!(said.stdout.contains(path), "{path}: {}", said.stdout);
    }
    assert!(files(new.root()).values().all(|bytes| !String::from_utf8_lossy(bytes).contains("secret\n")));
}

#[test]
fn files_that_cannot_be_read_as_pages_are_named_and_the_others_imported() {
    let from = Book::empty()
        .file("a.md", "\u{feff}# A\r\n\r\nWords.\r\n")
        .file("aux.md", "# Aux\n")
        .file("we ird?.md", "# Weird\n");
    fs::write(from.path("latin.md"), b"# Caf\xe9\n").unwrap();
    fs::write(from.path("sixteen.md"), b"\xff\xfe#\0 \0A\0").unwrap();
    fs::write(from.path("large.md"), "a ".repeat(9 * 1024 * 1024)).unwrap();
    let (new, said) = imported(from.root(), &[]);
    for path in ["latin.md", "sixteen.md", "large.md"] {
        assert!(said.stdout.contains(path), "{path}: {}", said.stdout);
    }
    let pages: Vec<String> = files(&new.path("content")).into_keys().collect();
    assert_eq!(pages, ["a.md", "aux-page.md", "we-ird.md"]);
    assert_eq!(new.run(&["check", "--format", "short"]).status, 0);
}

#[test]
fn a_list_without_chapters_is_no_book() {
    let from = Book::empty().file("book.toml", "[book]\ntitle = \"A\"\n").file("src/SUMMARY.md", "");
    let into = Book::empty();
    let said = import("mdbook", from.root(), &into.path("new"), &[]);
    assert_eq!(said.status, 2);
    assert!(said.stderr.contains("there is no page"), "{}", said.stderr);
    assert_eq!(files(into.root()).len(), 0);
}

#[test]
fn partials_of_a_tech_docs_site_are_pages_no_more() {
    let from = Book::empty()
        .file("config/tech-docs.yml", "host: docs.example.gov.uk/way\ngithub_repo: example/way/\n")
        .file("source/index.html.md.erb", "---\ntitle: Home\nweight: 1.5\nowner_slack:\n---\n\n<%= partial 'documentation/start' %>\n<%= partial('documentation/end') %>\n\n[x][link]\n\n<%= partial \"partials/links\" %>\n")
        .file("source/documentation/start.md", "# Start\n\n##Closed\n\n[Other](/way/other.html)\n")
        .file("source/documentation/end.erb", "| a | b |\n|---|---|\n| # Row | <%= Time.now %> |\n")
        .file("source/partials/_links.erb", "[link]: /other.html\n")
        .file("source/other.html.md", "---\ntitle: Other\n---\n\nWords.\n");
    let new = Book::empty();
    let said = import("tech-docs", from.root(), new.root(), &["--no-proposals"]);
    assert_eq!(said.status, 0, "{}", said.stderr);
    let pages: Vec<String> = files(&new.path("content")).into_keys().collect();
    assert_eq!(pages, ["index.md", "other.md"]);
    assert_eq!(
        page(&new, "index.md"),
        "---\ntitle: Home\nweight: 1\n---\n\n# Start\n\n## Closed\n\n[Other](other.md)\n| a | b |\n|---|---|\n| Row |  |\n\n[x][link]\n\n[link]: other.md\n"
    );
    assert!(!said.stdout.contains("template of another program"), "{}", said.stdout);
    let book = fs::read_to_string(new.path("book.toml")).unwrap();
    assert!(book.contains("url = \"https://docs.example.gov.uk/way/\""), "{book}");
    assert_eq!(new.run(&["build"]).status, 0);
}

#[test]
fn a_book_whose_chapters_stand_beside_its_settings_takes_its_old_site_not_along() {
    let from = Book::empty()
        .file("book.toml", "[book]\ntitle = \"A\"\nsrc = \".\"\n")
        .file("SUMMARY.md", "- [A](a.md)\n")
        .file("a.md", "# A\n")
        .file("a.svg", "<svg/>")
        .file("book/index.html", "<html>")
        .file("theme/index.hbs", "{{ x }}");
    let new = Book::empty();
    assert_eq!(import("mdbook", from.root(), new.root(), &[]).status, 0);
    let made: Vec<String> = files(new.root()).into_keys().collect();
    assert_eq!(made, ["book.toml", "content/a.svg", "content/index.md"]);
}
