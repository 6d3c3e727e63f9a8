//! What the file system holds beside good pages: links, pipes, twins, leftovers, files that come and go.

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use duly::load::{Clock, Inputs, Look, Snapshot};

use crate::book::{Book, NOON, Site};

/// What must never be published.
const SECRET: &str = "duly-secret-words";

fn link(book: &Book, to: &str, at: &str) {
    symlink(to, book.path(at)).expect("a link can be made");
}

/// Pages that `check` finds something about, with the code and the message.
fn told(book: &Book) -> Vec<String> {
    let run = book.run(&["check", "--format", "short"]);
    run.stdout.lines().map(str::to_owned).collect()
}

fn assert_without_secret(site: &Site) {
    for (path, bytes) in site.files() {
        assert!(!String::from_utf8_lossy(&bytes).contains(SECRET), "{path}");
    }
}

#[test]
fn a_link_publishes_nothing_that_would_not_be_published_without_it() {
    let book = Book::new()
        .page("index.md", "# Home\n")
        .file(".git/config", SECRET)
        .file(".env", SECRET)
        .file("_register/register.csv", SECRET)
        .file("themes/own/notes.txt", SECRET)
        .file("former/.duly-manifest", SECRET)
        .file("former/register.csv", SECRET)
        .file("data/.hidden", SECRET)
        .file("data/rows.csv", "rows");
    for (at, to) in [
        ("git", "../.git"),
        ("git.txt", "../.git/config"),
        ("env.txt", "../.env"),
        ("register", "../_register"),
        ("register.csv", "../_register/register.csv"),
        ("former", "../former"),
        ("former.csv", "../former/register.csv"),
        ("theme", "../themes/own"),
        ("book.txt", "../book.toml"),
        ("all", ".."),
        ("hidden.txt", "../data/.hidden"),
        ("outside", "/etc"),
        ("data", "../data"),
    ] {
        link(&book, to, &format!("content/{at}"));
    }
    let told = told(&book);
    let skipped = |name: &str| {
        told.iter().any(|line| line.starts_with(&format!("content/{name}:1:1: warning[source/skipped]")))
    };
    for name in [
        "git",
        "git.txt",
        "env.txt",
        "register",
        "former",
        "former.csv",
        "theme",
        "book.txt",
        "all",
        "hidden.txt",
        "outside",
    ] {
        assert!(skipped(name), "{name}: {told:#?}");
    }
    assert_eq!(told.len(), 12, "{told:#?}");
    let site = book.build();
    assert_without_secret(&site);
    assert_eq!(site.text("data/rows.csv"), "rows");
}

#[test]
fn an_output_that_the_book_does_not_write_to_any_more_does_not_become_content() {
    let config = |build: &str| {
        format!("[book]\ntitle = \"The book\"\nsrc = \".\"\n[review]\nregister = \"private\"\n{build}")
    };
    let page = "---\ntitle: A\nlast_reviewed_on: 2026-11-01\nowner: duly-secret-words\n---\n";
    let book = Book::empty().file("index.md", "# Home\n").file("a.md", page).file("book.toml", config(""));
    assert_eq!(book.run(&["build"]).status, 0);
    assert!(book.path("_register").is_dir());
    book.write("book.toml", config("[build]\nbuild-dir = \"public\"\nregister-dir = \"private\"\n"));
    assert_eq!(book.run(&["build"]).status, 0);
    assert!(!book.path("public/_register").exists());
    assert!(!book.path("public/_site").exists());
}

#[test]
fn pages_and_themes_behind_a_link_out_of_the_book_are_not_read() {
    let elsewhere = Book::new().page("page.md", SECRET).file("themes/own/templates/404.html", SECRET);
    let book = Book::empty().file("book.toml", "[book]\ntitle = \"The book\"\n");
    symlink(elsewhere.path("content"), book.path("content")).expect("a link can be made");
    let run = book.run(&["build"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("content/ is a symbolic link that leads out of the book"), "{}", run.stderr);

    for name in ["own", "civic"] {
        let book = Book::with(&format!("[theme]\nname = \"{name}\"")).page("index.md", "# Home\n");
        fs::create_dir(book.path("themes")).expect("a folder can be made");
        symlink(elsewhere.path("themes/own"), book.path(&format!("themes/{name}")))
            .expect("a link can be made");
        let told = told(&book);
        assert!(
            told[0].contains("error[theme/missing]") && told[0].contains("symbolic link out of the book"),
            "{told:?}"
        );
    }
}

#[test]
fn pages_behind_a_link_within_the_book_are_read() {
    let book = Book::empty()
        .file("book.toml", "[book]\ntitle = \"The book\"\n")
        .file("docs/pages/index.md", "# Home\n");
    link(&book, "docs/pages", "content");
    assert_eq!(book.build().html("").text("h1"), "Home");
    // But not all that is in the book: its outputs would become content.
    let book = Book::empty().file("book.toml", "[book]\ntitle = \"The book\"\n").file("index.md", "# Home\n");
    link(&book, ".", "content");
    assert_eq!(book.run(&["build"]).status, 2);
}

#[test]
fn pages_whose_names_only_look_alike_collide() {
    // One accent as a letter of its own, one composed.
    let book = Book::new()
        .page("index.md", "# Home\n")
        .page("cafe\u{301}.md", "# A\n")
        .page("caf\u{e9}.md", "# B\n");
    let told = told(&book);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].contains("error[address/collision]") && told[0].contains("letter case or accents"),
        "{told:?}"
    );
    let book =
        Book::new().page("index.md", "# Home\n").file("content/Logo.png", "a").file("content/logo.png", "b");
    assert!(book.findings(&[]).iter().any(|finding| finding.ends_with("address/collision")));
}

#[test]
fn sockets_and_devices_are_passed_over_and_said() {
    let book = Book::new().page("index.md", "# Home\n");
    let _socket = UnixListener::bind(book.path("content/socket.md")).expect("a socket can be made");
    let device = rustix::fs::mknodat(
        rustix::fs::CWD,
        book.path("content/zero.md"),
        rustix::fs::FileType::CharacterDevice,
        rustix::fs::Mode::RUSR,
        rustix::fs::makedev(1, 5),
    );
    let expected = if device.is_ok() { 2 } else { 1 };
    let findings = book.findings(&[]);
    assert_eq!(
        findings.iter().filter(|finding| finding.ends_with("source/skipped")).count(),
        expected,
        "{findings:?}"
    );
    assert_eq!(book.build().html("").text("h1"), "Home");
}

#[test]
fn what_editors_and_tools_leave_is_no_content() {
    let site = Book::new()
        .page("index.md", "# Home\n")
        .page("index.md~", "# Before\n")
        .page("#index.md#", "# Unsaved\n")
        .page(".index.md.swp", "x")
        .page(".git/HEAD", "x")
        .page("node_modules/a/README.md", "# A\n")
        .page(".DS_Store", "x")
        .file("content/.well-known/security.txt", "Contact: a@example.org\n")
        .build();
    let content: Vec<String> = site.files().into_keys().filter(|path| !path.starts_with("assets/")).collect();
    for leftover in ["~", "#", "swp", ".git", "node_modules", "DS_Store"] {
        assert!(!content.iter().any(|path| path.contains(leftover)), "{leftover}: {content:?}");
    }
    assert!(site.has(".well-known/security.txt"));
}

#[test]
fn when_a_file_was_written_changes_nothing() {
    let book = || Book::new().page("index.md", "# Home\n").page("a.md", "# A\n");
    let expected = book().build().files();
    for time in [SystemTime::UNIX_EPOCH, SystemTime::now() + Duration::from_hours(40 * 365 * 24)] {
        let book = book();
        let file = fs::File::options().write(true).open(book.path("content/a.md")).expect("it is there");
        file.set_modified(time).expect("a file can be given any time");
        assert!(book.build().files() == expected, "{time:?}");
    }
}

#[test]
fn files_that_come_and_go_while_the_book_is_read_are_a_finding_or_nothing() {
    let book = Book::new().page("index.md", "# Home\n");
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for number in 0_usize.. {
                if is_over.load(Ordering::Relaxed) {
                    break;
                }
                for name in ["a.md", "b/c.md", "d.txt"] {
                    book.write(&format!("content/{name}"), "# A\n\nWords.\n".repeat(1 + number % 500));
                }
                fs::remove_dir_all(book.path("content/b")).expect("it was just made");
                book.remove("content/a.md");
                book.remove("content/d.txt");
            }
        });
        for _ in 0..20 {
            let run = book.run(&["build"]);
            assert!(matches!(run.status, 0..=2) && !run.stderr.contains("panicked"), "{run:?}");
        }
        is_over.store(true, Ordering::Relaxed);
    });
    let fresh = Book::new().page("index.md", "# Home\n").build();
    assert!(book.build().files() == fresh.files());
}

/// The words of the page `a.md` by a look at the whole book when the clock of the files shows `now`.
fn seen(snapshot: &mut Snapshot, root: &Path, now: SystemTime) -> String {
    let clock = Clock { now: NOON.parse().expect("it is a number"), as_at: None };
    let outcome = snapshot.load(root, clock, Look::Whole, now).expect("it is a book");
    let inputs: Inputs = outcome.value.expect("its settings can be read");
    let page = inputs.sources.iter().find(|source| source.path == "a.md").expect("it is there");
    page.file.text().to_owned()
}

#[test]
fn a_clock_that_jumps_hides_no_change() {
    let book = Book::new().page("a.md", "one");
    let year = Duration::from_hours(365 * 24);
    let now = SystemTime::now();
    let mut snapshot = Snapshot::default();
    for (step, clock) in [now, now + year, now - year, now + 2 * year, now].into_iter().enumerate() {
        assert_eq!(seen(&mut snapshot, book.root(), clock), ["one", "two"][step % 2]);
        // Beyond the tick of the clock by which files are stamped.
        std::thread::sleep(Duration::from_millis(20));
        book.write("content/a.md", ["two", "one"][step % 2]);
    }
}
