//! `duly sign`: what it shows and asks, what it refuses, what it writes and commits.

mod commits;

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use crate::book::{Book, Run, run};
use crate::html::Html;
use crate::terminal;

const PAGE: &str =
    "---\ntitle: Culture\n# ours\nlast_reviewed_on: 2026-01-14\nreviewed_by: Ann\n---\n\nWords.\n";
const YES: [&str; 5] = ["--by", "James", "--outcome", "changed", "--yes"];

fn book() -> Book {
    Book::new().page("index.md", "---\ntitle: Home\n---\n").page("principles/culture.md", PAGE)
}

fn sign(book: &Book, arguments: &[&str]) -> Run {
    book.run(&[&["sign"], arguments].concat())
}

fn text(book: &Book, page: &str) -> String {
    fs::read_to_string(book.path(&format!("content/{page}"))).expect("the page is there")
}

fn culture(book: &Book) -> String {
    text(book, "principles/culture.md")
}

/// Runs a sign-off that must not happen, and gives its status and what it says.
fn refused(book: &Book, arguments: &[&str]) -> (i32, String) {
    let before = crate::book::files(book.root());
    let Run { status, stdout, stderr } = sign(book, arguments);
    assert_eq!(stdout, "");
    assert!(before == crate::book::files(book.root()), "something was written: {stderr}");
    (status, stderr)
}

#[test]
fn one_command_records_a_review_and_says_so_in_a_line() {
    let book = book();
    let run =
        sign(&book, &[&["content/principles/culture.md", "--note", "Read: all of it"], &YES[..]].concat());
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert_eq!(run.stdout, "content/principles/culture.md: reviewed on 2026-11-30 by James, changed\n");
    let signed = culture(&book);
    let (before, after) = signed.split_once("reviewed_text: 2026-11-30 1:").expect("a stamp");
    assert_eq!(before, "---\ntitle: Culture\n# ours\nlast_reviewed_on: 2026-11-30\nreviewed_by: James\n");
    let (_, after) = after.split_once('\n').unwrap();
    assert_eq!(
        after,
        "review_history:\n  - on: 2026-01-14\n    by: Ann\n  - on: 2026-11-30\n    by: James\n    outcome: changed\n    \
         note: \"Read: all of it\"\n---\n\nWords.\n"
    );
}

#[test]
fn what_will_be_public_is_shown_first() {
    let book = book();
    let run =
        sign(&book, &[&["principles/culture.md", "--note", "x", "--next", "2027-03-01"], &YES[..]].concat());
    for part in [
        "Last reviewed on 2026-01-14 by Ann.",
        "cannot be shown: the book is not in a git repository.",
        "This will be written into the page",
        "reviewed on       2026-11-30",
        "by                James",
        "outcome           changed",
        "note              x",
        "next review on    2027-03-01",
        "The site prints the name: `[review] show-reviewer` is true.",
    ] {
        assert!(run.stderr.contains(part), "{part}: {}", run.stderr);
    }
    let quiet = Book::with("[review]\nshow-reviewer = false").page("a.md", "# A\n");
    let run = sign(&quiet, &["a.md", "--by", "James", "--yes"]);
    assert!(run.stderr.contains("It has not been reviewed before."), "{}", run.stderr);
    assert!(run.stderr.contains("does not print the name"), "{}", run.stderr);
    let run = sign(&quiet, &["a.md", "--by", "James", "--yes", "--quiet"]);
    assert_eq!((run.status, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""));
}

#[test]
fn a_page_is_named_by_its_file_or_its_address() {
    let with_site = |page: &str| {
        Book::with("[site]\nurl = \"https://example.org/playbook/\"")
            .page("principles/culture.md", page)
            .page("index.md", PAGE)
    };
    for named in [
        "content/principles/culture.md",
        "principles/culture.md",
        "./content/../content/principles/culture.md",
        "principles/culture/",
        "principles/culture",
        "/principles/culture/",
        "/playbook/principles/culture/",
        "https://example.org/playbook/principles/culture/#words",
        "principles/culture/index.html",
        "content/principles/culture",
    ] {
        let book = with_site(PAGE);
        let run = sign(&book, &[&[named], &YES[..]].concat());
        assert!(run.stdout.starts_with("content/principles/culture.md: reviewed"), "{named}: {}", run.stderr);
    }
    for (folder, named) in [
        ("content/principles", "culture.md"),
        ("content", "principles/culture.md"),
        ("content/principles", "../index.md"),
    ] {
        let book = with_site(PAGE);
        let run = run(book.duly(&[&["sign", named], &YES[..]].concat()).current_dir(book.path(folder)));
        assert_eq!(run.status, 0, "{folder} {named}: {}", run.stderr);
    }
    for home in ["/", "https://example.org/playbook/", "index.md"] {
        let run = sign(&with_site(PAGE), &[&[home], &YES[..]].concat());
        assert!(run.stdout.starts_with("content/index.md: reviewed"), "{home}: {}", run.stderr);
    }
}

#[test]
fn an_unknown_page_is_answered_with_the_nearest_one() {
    let book = book().file("content/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    for (named, said) in [
        ("content/principles/cultrue.md", "did you mean `content/principles/culture.md`?"),
        ("cultrue.md", "did you mean `content/principles/culture.md`?"),
        ("principles/", "has no file of its own; write an `index.md`"),
        ("content/logo.svg", "it is not a page"),
        ("../../etc/passwd", "there is no such page in this book; name a file such as `content/index.md`"),
        ("", "there is no such page"),
        ("\u{1b}[2J", "\u{fffd}[2J: not signed"),
    ] {
        let (status, stderr) = refused(&book, &[&[named], &YES[..]].concat());
        assert_eq!(status, 1, "{named}");
        assert!(stderr.contains(said), "{named}: {stderr}");
    }
}

#[test]
fn pages_that_are_not_to_be_signed_are_refused() {
    let page = |line: &str| format!("---\ntitle: A\n{line}\n---\n");
    let book = book()
        .page("draft.md", &page("status: draft"))
        .page("withdrawn.md", &page("status: withdrawn"))
        .page("old.md", &page("status: superseded\nsuperseded_by: index.md"))
        .page("broken.md", &page("last_reviewed_on: July 14, 2023"))
        .page("binary.md", "x")
        .page("future.md", &page("last_reviewed_on: 2027-01-01"));
    book.write("content/binary.md", b"\xff\xfe");
    for (named, said) in [
        ("draft.md", "it is a draft"),
        ("withdrawn.md", "it is withdrawn"),
        ("old.md", "it is superseded"),
        ("broken.md", "it has an error"),
        ("future.md", "it has an error"),
        ("binary.md", "it cannot be read"),
    ] {
        let (status, stderr) = refused(&book, &[&[named], &YES[..]].concat());
        assert_eq!(status, 1, "{named}");
        assert!(stderr.contains(said), "{named}: {stderr}");
    }
    let (_, stderr) = refused(&book, &[&["broken.md", "--format", "short"], &YES[..]].concat());
    assert!(stderr.starts_with("content/broken.md:3:19: error[date/not-iso]"), "{stderr}");
    // What is wrong with other pages does not concern this one, nor that it is overdue.
    let run = sign(&book, &[&["principles/culture.md"], &YES[..]].concat());
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(!run.stderr.contains("broken.md"), "{}", run.stderr);
}

#[test]
fn a_level_that_the_book_raised_keeps_a_page_from_being_signed() {
    let book = Book::with("[lint]\n\"link/missing-page\" = \"error\"")
        .page("a.md", "# A\n\n[x](none.md)\n")
        .page("b.md", "# B\n");
    let (status, stderr) = refused(&book, &["a.md", "--by", "James", "--yes"]);
    assert_eq!(status, 1);
    assert!(stderr.contains("link/missing-page") && stderr.contains("it has an error"), "{stderr}");
    assert_eq!(sign(&book, &["b.md", "--by", "James", "--yes"]).status, 0);
}

#[test]
fn a_page_that_lacks_what_a_kind_asks_for_is_not_signed_whatever_the_kind_is_called() {
    let config = "[kinds.plan]\nlabel = \"`reviewed_by`\"\nrequire = [\"description\"]\n[lint]\n\"page/missing-field\" = \"error\"";
    let book = Book::with(config).page("a.md", "---\ntitle: A\nkind: plan\n---\n");
    let (status, stderr) = refused(&book, &["a.md", "--by", "James", "--yes"]);
    assert_eq!(status, 1);
    assert!(stderr.contains("no `description`") && stderr.contains("it has an error"), "{stderr}");
}

#[test]
fn what_is_said_of_a_review_never_prevents_the_next_one() {
    let book = Book::with(
        "[review]\nrequire = [\"reviewed_by\", \"last_reviewed_on\"]\n[lint]\n\"review/overdue\" = \"error\"\n\
         \"review/unreviewed\" = \"error\"\n\"review/missing-field\" = \"error\"",
    );
    let book = book
        .page("overdue.md", "---\ntitle: A\nnext_review_on: 2020-01-01\n---\n")
        .page("unreviewed.md", "---\ntitle: B\nreview_in: 1 year\n---\n");
    assert_eq!(book.run(&["check"]).status, 1);
    for page in ["overdue.md", "unreviewed.md"] {
        let run = sign(&book, &[page, "--by", "James", "--yes"]);
        assert_eq!(run.status, 0, "{}", run.stderr);
    }
    assert_eq!(book.findings(&[]), Vec::<String>::new());
}

#[test]
fn dates_are_checked_against_the_clock_and_the_last_review() {
    let book = book();
    let with = |more: &[&str]| refused(&book, &[&["principles/culture.md"], more, &YES[..]].concat());
    assert!(with(&["--on", "2026-12-01"]).1.contains("2026-12-01 has not happened yet; today is 2026-11-30"));
    assert!(with(&["--on", "2026-12-01", "--as-at", "2027-01-01"]).1.contains("has not happened yet"));
    assert!(with(&["--on", "2026-01-13"]).1.contains("before the last review of this page, on 2026-01-14"));
    assert!(with(&["--next", "2026-11-30"]).1.contains("would not be after this one"));
    let (status, stderr) = with(&["--on", "30/11/2026"]);
    assert_eq!(status, 2);
    assert!(stderr.contains("2026-11-30"), "{stderr}");
    assert_eq!(sign(&book, &[&["principles/culture.md", "--on", "2026-01-14"], &YES[..]].concat()).status, 0);
}

#[test]
fn the_day_is_that_of_the_books_time_zone() {
    let book = Book::with("[site]\ntime-zone = \"Pacific/Kiritimati\"").page("a.md", "# A\n");
    let run = sign(&book, &["a.md", "--by", "James", "--yes"]);
    assert!(run.stdout.contains("reviewed on 2026-12-01"), "{}", run.stdout);
}

#[test]
fn without_a_terminal_nothing_is_signed_unasked() {
    let book = book();
    let page = "principles/culture.md";
    for (arguments, said) in [
        (&[page][..], "Add --by with the name"),
        (&[page, "--yes"], "Add --by with the name"),
        (&[page, "--by", "James", "--outcome", "changed"], "Add --yes to sign it as it is shown above"),
        (&[page, "index.md", "--by", "James"], "Add --each"),
        (&[page, "index.md", "--by", "James", "--each"], "Sign each page by itself"),
        (&[page, "index.md", "--by", "James", "--yes"], "Add --each"),
        (&[page, "index.md", "--by", "James", "--yes", "--each"], "one page at a time"),
        (&[page, "--by", "  ", "--yes"], "the name of the reviewer is empty"),
        (&[page, "--by", "James\n---\nstatus: draft", "--yes"], "more than one line"),
        (&[page, "--by", "James\u{202e}", "--yes"], "U+202E"),
        (&[page, "--by", "James", "--note", "a\u{1b}[2Jb", "--yes"], "U+001B"),
        (&[page, "--by", "James", "--yes", "--commit"], "not in a git repository; leave --commit out"),
        (&[], "PAGE"),
    ] {
        let (status, stderr) = refused(&book, arguments);
        assert_eq!(status, 2, "{arguments:?}: {stderr}");
        assert!(stderr.contains(said), "{arguments:?}: {stderr}");
    }
    for long in ["--by", "--note"] {
        let (status, stderr) = refused(&book, &[page, "--by", "James", "--yes", long, &"x".repeat(10_000)]);
        assert!(
            status == 2 && (stderr.contains("are enough") || stderr.contains("cannot be used")),
            "{stderr}"
        );
        assert!(stderr.len() < 1_000);
    }
}

#[test]
fn hostile_names_and_notes_read_back_and_build() {
    for hostile in [
        "yes",
        "a: b # c",
        "--- x",
        "\"'\\",
        "@x 🎉",
        "<script>alert(1)</script>",
        "עברית \u{200f}",
        "{{ x }}",
    ] {
        let book = book();
        let by = format!("--by={hostile} A");
        let note = format!("--note={hostile}\n---\n- on: 2020-01-01\n");
        let run = sign(&book, &["principles/culture.md", &by, &note, "--outcome", "no-change", "--yes"]);
        assert_eq!(run.status, 0, "{}", run.stderr);
        assert_eq!(book.findings(&[]), Vec::<String>::new());
        let site = book.build();
        let html = site.text("principles/culture/index.html");
        assert!(!html.contains("<script>alert"), "{html}");
    }
}

#[test]
fn the_outcome_follows_from_the_words_when_that_is_known() {
    let book = Book::new().page("a.md", "# A\n\nWords.\n");
    let yes = ["a.md", "--by", "James", "--yes"];
    assert!(sign(&book, &yes).stdout.ends_with("by James, no-change\n"));
    assert!(sign(&book, &yes).stdout.ends_with("by James, no-change\n"));
    book.write("content/a.md", text(&book, "a.md").replace("Words.", "Other *words*."));
    let run = sign(&book, &yes);
    assert!(run.stderr.contains("Its words have changed since."), "{}", run.stderr);
    assert!(run.stdout.ends_with("by James, changed\n"));
    book.write("content/a.md", text(&book, "a.md").replace("\n\nOther", "\n\n\n\nOther"));
    assert!(sign(&book, &yes).stderr.contains("Its words are the same as then."));
    // By hand: nobody knows what the words were.
    let stamp = text(&book, "a.md").replace("last_reviewed_on: 2026-11-30", "last_reviewed_on: 2026-11-29");
    book.write("content/a.md", stamp);
    let (status, stderr) = refused(&book, &yes);
    assert_eq!(status, 1);
    assert!(stderr.contains("write --outcome no-change or --outcome changed"), "{stderr}");
}

#[test]
fn a_minor_correction_keeps_the_date_of_the_review() {
    let book = book();
    let run = sign(&book, &["principles/culture.md", "--by", "James", "--outcome", "minor", "--yes"]);
    assert_eq!(
        run.stdout,
        "content/principles/culture.md: minor correction on 2026-11-30 by James; the review of 2026-01-14 stands\n"
    );
    let signed = culture(&book);
    assert!(
        signed.contains("last_reviewed_on: 2026-01-14\nreviewed_by: Ann\nreviewed_text: 2026-01-14 1:"),
        "{signed}"
    );
    assert!(signed.contains("  - on: 2026-11-30\n    by: James\n    outcome: minor\n"), "{signed}");
}

#[test]
fn a_sign_off_holds_until_the_words_change_and_a_minor_correction_renews_it() {
    let book = Book::with("[review]\nevery = \"1 year\"")
        .page("a.md", "---\ntitle: A\nlast_reviewed_on: 2026-01-14\n---\n\nWords.\n");
    let edit = |from: &str, to: &str| book.write("content/a.md", text(&book, "a.md").replace(from, to));
    let findings = || {
        book.findings(&["--fail-on", "note"])
            .into_iter()
            .map(|line| line.split(' ').nth(1).unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        sign(&book, &["a.md", "--by", "James", "--on", "2026-05-01", "--outcome", "no-change", "--yes"])
            .status,
        0
    );
    assert_eq!(findings(), [""; 0]);
    edit("Words.", "Wrods.");
    assert_eq!(findings(), ["review/updated-since"]);
    edit("Wrods.", "Words.\n\n\n");
    assert_eq!(findings(), [""; 0]);
    edit("Words.", "These words.");
    assert_eq!(
        sign(&book, &["a.md", "--by", "Ann", "--on", "2026-06-01", "--outcome", "minor", "--yes"]).status,
        0
    );
    assert_eq!(findings(), [""; 0]);
    // What was true on each day before: the correction was no review, and the first review is remembered.
    for (day, last) in
        [("2026-03-01", "14 January 2026"), ("2026-05-31", "1 May 2026"), ("2026-07-01", "1 May 2026")]
    {
        assert_eq!(book.run(&["build", "--as-at", day]).status, 0);
        let html = fs::read_to_string(book.path("_site/a/index.html")).unwrap();
        let shown = Html::of(&html).texts(".review-line li");
        assert!(shown.contains(&format!("Last reviewed: {last}")), "{day}: {shown:?}");
    }
}

#[test]
fn a_withdrawn_page_says_so_on_the_site() {
    let book = book();
    assert_eq!(
        sign(&book, &["principles/culture.md", "--by", "James", "--outcome", "withdraw", "--yes"]).status,
        0
    );
    assert!(culture(&book).contains("\nstatus: withdrawn\n"));
    let (_, stderr) = refused(&book, &["principles/culture.md", "--by", "James", "--yes"]);
    assert!(stderr.contains("it is withdrawn"));
}

#[test]
fn line_ends_and_permissions_stay() {
    let book = book();
    let page = book.path("content/principles/culture.md");
    fs::write(&page, PAGE.replace('\n', "\r\n")).unwrap();
    fs::set_permissions(&page, fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(sign(&book, &[&["principles/culture.md"], &YES[..]].concat()).status, 0);
    let signed = culture(&book);
    assert_eq!(signed.matches('\n').count(), signed.matches("\r\n").count());
    assert_eq!(fs::metadata(&page).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read_dir(book.path("content/principles")).unwrap().count(), 1);
}

#[test]
fn a_write_protected_page_is_left_alone() {
    let book = book();
    let page = book.path("content/principles/culture.md");
    fs::set_permissions(&page, fs::Permissions::from_mode(0o444)).unwrap();
    let (status, stderr) = refused(&book, &[&["principles/culture.md"], &YES[..]].concat());
    assert_eq!(status, 2);
    assert!(stderr.contains("content/principles/culture.md is write-protected"), "{stderr}");
}

#[test]
fn a_link_to_a_page_of_the_book_is_followed_and_stays_a_link() {
    let book = book();
    let link = book.path("content/linked.md");
    symlink("principles/culture.md", &link).unwrap();
    assert_eq!(sign(&book, &[&["content/linked.md"], &YES[..]].concat()).status, 0);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(culture(&book).contains("reviewed_by: James"));
    let outside = Book::empty().file("x.md", PAGE);
    symlink(outside.path("x.md"), book.path("content/out.md")).unwrap();
    let (status, _) = refused(&book, &[&["content/out.md"], &YES[..]].concat());
    assert_eq!(status, 1);
    assert_eq!(fs::read_to_string(outside.path("x.md")).unwrap(), PAGE);
}

#[test]
fn on_a_terminal_every_question_is_asked() {
    let book = book();
    let run = terminal::run(&book, &["sign", "principles/culture.md"], &["James: #1", "m", "y"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    for question in ["Who reviewed it", "What did the review come to", "Sign this page? [y]es, [n]o"] {
        assert!(run.stderr.contains(question), "{question}: {}", run.stderr);
    }
    assert!(culture(&book).contains("    by: \"James: #1\"\n    outcome: minor\n"));
}

#[test]
fn on_a_terminal_anything_but_a_yes_signs_nothing() {
    let page = "principles/culture.md";
    for (answers, status) in [(&["n"][..], 1), (&[""], 1), (&["what", "n"], 1), (&[], 1), (&["q"], 1)] {
        let book = book();
        let run = terminal::run(&book, &["sign", page, "--by", "James", "--outcome", "changed"], answers);
        assert_eq!(run.status, status, "{}", run.stderr);
        assert!(run.stderr.contains("content/principles/culture.md: not signed"), "{}", run.stderr);
        assert_eq!(culture(&book), PAGE);
    }
    for answers in [&[][..], &["James"]] {
        let book = book();
        assert_eq!(terminal::run(&book, &["sign", page], answers).status, 1);
        assert_eq!(culture(&book), PAGE);
    }
}

#[test]
fn with_each_every_page_is_asked_for_and_one_refusal_does_not_stop_the_others() {
    let book = book()
        .page("draft.md", "---\ntitle: D\nstatus: draft\n---\n")
        .page("b.md", "# B\n")
        .page("c.md", "# C\n");
    let pages =
        ["index.md", "draft.md", "content/index.md", "nowhere.md", "principles/culture.md", "b.md", "c.md"];
    let arguments = [&["sign"], &pages[..], &["--each", "--by", "James", "--outcome", "no-change"]].concat();
    let run = terminal::run(&book, &arguments, &["y", "n", "y", "q"]);
    assert_eq!(run.status, 1, "{}", run.stderr);
    assert_eq!(
        run.stdout,
        "content/index.md: reviewed on 2026-11-30 by James, no-change\ncontent/b.md: reviewed on 2026-11-30 by James, \
         no-change\n"
    );
    for said in [
        "content/draft.md: not signed: it is a draft",
        "content/index.md: not signed: it was named before",
        "nowhere.md: not signed: there is no such page",
        "content/principles/culture.md: not signed",
        "content/c.md: not signed",
    ] {
        assert!(run.stderr.contains(said), "{said}: {}", run.stderr);
    }
    assert_eq!(culture(&book), PAGE);
}

#[test]
fn a_page_that_changes_while_somebody_thinks_is_left_alone() {
    let book = book();
    let page = book.path("content/principles/culture.md");
    let root = book.root().to_owned();
    fs::write(&page, PAGE.replace("Words", "Other words")).unwrap();
    let error = duly::write::replace_page(&root, "content/principles/culture.md", PAGE, "new").unwrap_err();
    assert!(error.to_string().contains("was changed meanwhile"), "{error}");
    assert_eq!(culture(&book), PAGE.replace("Words", "Other words"));
    assert_eq!(fs::read_dir(book.path("content/principles")).unwrap().count(), 1);
}
