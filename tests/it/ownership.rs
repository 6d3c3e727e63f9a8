//! The output folder is owned: whole at every moment, written only where something changed, and nobody else's
//! files are touched.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use crate::book::{Book, files};

/// Which file on the disk stands at each path: a file that is written again is another one.
fn inodes(folder: &Path) -> BTreeMap<String, u64> {
    let inode = |path: &String| fs::metadata(folder.join(path)).expect("it was just listed").ino();
    files(folder).keys().map(|path| (path.clone(), inode(path))).collect()
}

/// Paths of files that are not the same on the disk as before.
fn written(before: &BTreeMap<String, u64>, after: &BTreeMap<String, u64>) -> Vec<String> {
    after
        .iter()
        .filter(|(path, inode)| before.get(*path) != Some(inode))
        .map(|(path, _)| path.clone())
        .collect()
}

/// What stands beside the book that should not.
fn leftovers(book: &Book) -> Vec<String> {
    let names = fs::read_dir(book.root()).expect("the root is there").flatten();
    names
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains("duly"))
        .collect()
}

fn book() -> Book {
    Book::new().page("index.md", "# Home\n").page("a.md", "# A\n\nWords.\n").page("b/c.md", "# C\n")
}

#[test]
fn a_second_build_of_an_unchanged_book_writes_nothing() {
    let site = book().build();
    let before = inodes(&site.root());
    let run = site.book().run(&["build"]);
    assert!(run.stdout.contains("nothing new"), "{}", run.stdout);
    assert_eq!(inodes(&site.root()), before);
}

#[test]
fn one_changed_page_is_the_only_page_written() {
    let site = book().build();
    let before = inodes(&site.root());
    site.book().write("content/a.md", "# A\n\nOther words.\n");
    let run = site.book().run(&["build"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let mut written = written(&before, &inodes(&site.root()));
    // The search finds the other words.
    written.retain(|path| !path.starts_with("search/"));
    assert_eq!(written, [".duly-manifest", "a/index.html"]);
}

#[test]
fn a_page_that_somebody_changed_in_the_output_is_made_right_again() {
    let site = book().build();
    let right = site.files();
    fs::write(site.root().join("a/index.html"), "tampered").expect("it can be written");
    assert_eq!(site.rebuild().files(), right);
}

#[test]
fn a_page_that_is_gone_from_the_book_is_gone_from_the_site_with_its_folder() {
    let site = book().build();
    site.book().remove("content/b/c.md");
    let site = site.rebuild();
    assert!(!site.has("b"));
    assert!(site.has("a/index.html"));
}

#[test]
fn a_file_of_somebody_else_in_the_output_is_refused_and_kept() {
    let site = book().build();
    fs::write(site.root().join("notes.txt"), "mine").expect("it can be written");
    let before = site.files();
    site.book().write("content/a.md", "# A\n\nOther words.\n");
    let run = site.book().run(&["build"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("notes.txt"), "{}", run.stderr);
    assert_eq!(site.files(), before);
}

#[test]
fn two_builds_at_once_do_not_meet() {
    let site = book().build();
    let held = fs::File::open(site.book().root()).expect("a folder can be opened");
    held.lock().expect("nobody else has it");
    let run = site.book().run(&["build"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("another build"), "{}", run.stderr);
    drop(held);
    assert_eq!(site.book().run(&["build"]).status, 0);
}

#[test]
fn what_a_dead_build_left_is_cleared() {
    let site = book().build();
    let right = site.files();
    site.book().write("._site.duly-new/half/index.html", "half");
    let site = site.rebuild();
    assert_eq!(site.files(), right);
    assert_eq!(leftovers(site.book()), Vec::<String>::new());
}

#[test]
fn a_link_in_the_place_of_a_dead_build_is_removed_and_what_it_leads_to_is_kept() {
    let site = book().build();
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let kept = elsewhere.path().join("a/b/kept.txt");
    fs::create_dir_all(kept.parent().expect("it is in a folder")).expect("it can be made");
    fs::write(&kept, "kept").expect("it can be written");
    let link = site.book().path("._site.duly-new");
    std::os::unix::fs::symlink(elsewhere.path(), &link).expect("a link can be made");
    site.book().write("content/a.md", "# A\n\nOther words.\n");
    let site = site.rebuild();
    assert_eq!(fs::read_to_string(&kept).expect("it is there"), "kept");
    assert_eq!(leftovers(site.book()), Vec::<String>::new());
}

/// Numbers that look random and are the same in every run (Knuth, TAOCP 2, 3.3.4).
struct Moments(u64);

impl Moments {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// `DULY_KILLS` sets how often a build is killed; a few times unless set.
fn kills() -> u64 {
    std::env::var("DULY_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(12)
}

#[test]
fn a_killed_build_leaves_the_old_site_or_the_new_one() {
    let mut book = Book::new();
    for page in 0..500 {
        book = book.page(&format!("section-{}/page-{page}.md", page % 10), "# A page\n\nWith words.\n");
    }
    let config = |title: &str| format!("[book]\ntitle = \"{title}\"\n");
    let mut sites = Vec::new();
    for title in ["One", "Two"] {
        book.write("book.toml", config(title));
        assert_eq!(book.run(&["build"]).status, 0);
        sites.push(files(&book.path("_site")));
    }
    let started = std::time::Instant::now();
    book.write("book.toml", config("One"));
    assert_eq!(book.run(&["build"]).status, 0);
    let length = u64::try_from(started.elapsed().as_millis()).expect("a build is short");

    let mut moments = Moments(7);
    let mut seen = BTreeMap::new();
    for kill in 0..kills() {
        book.write("book.toml", config(if kill % 2 == 0 { "Two" } else { "One" }));
        let mut build = book
            .duly(&["build", "--quiet"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        // Half of them at any moment, half of them about the time when the new site takes its place.
        let moment = match kill % 4 {
            0 | 1 => moments.next(length + length / 4),
            _ => length * 3 / 4 + moments.next(length / 2),
        };
        std::thread::sleep(Duration::from_millis(moment));
        build.kill().expect("it can be killed, or has ended");
        build.wait().expect("it ends");
        let site = files(&book.path("_site"));
        let which = sites.iter().position(|known| *known == site);
        *seen.entry(which.expect("the site is the old one or the new one, whole")).or_insert(0) += 1;
    }
    println!("killed {} times: {seen:?} were whole", kills());
    assert_eq!(book.run(&["build"]).status, 0);
    assert_eq!(leftovers(&book), Vec::<String>::new());
}
