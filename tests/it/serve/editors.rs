//! However an editor saves, the preview shows what was saved.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use super::Preview;
use crate::book::Book;

/// A way of saving: given the path and the new text.
type Save = fn(&Path, &str);

fn beside(path: &Path, name: &str) -> std::path::PathBuf {
    path.with_file_name(name)
}

/// Truncates the file and writes it: nano, VS Code, `cp`.
fn in_place(path: &Path, text: &str) {
    fs::write(path, text).expect("the disk obeys");
}

/// In two steps with the disk asked in between.
fn in_pieces(path: &Path, text: &str) {
    let mut file = fs::File::create(path).expect("the disk obeys");
    let (first, second) = text.split_at(text.len() / 2);
    file.write_all(first.as_bytes()).expect("the disk obeys");
    file.sync_all().expect("the disk obeys");
    file.write_all(second.as_bytes()).expect("the disk obeys");
}

/// vim: a probe file, the old one renamed to a backup, the new one written, the backup removed.
fn vim(path: &Path, text: &str) {
    fs::write(beside(path, "4913"), "").expect("the disk obeys");
    fs::remove_file(beside(path, "4913")).expect("the disk obeys");
    fs::rename(path, beside(path, "a.md~")).expect("the disk obeys");
    fs::write(path, text).expect("the disk obeys");
    fs::remove_file(beside(path, "a.md~")).expect("the disk obeys");
}

/// emacs: a lock that leads nowhere, an automatic save, a copy as backup, then in place.
fn emacs(path: &Path, text: &str) {
    let lock = beside(path, ".#a.md");
    let _ = fs::remove_file(&lock);
    #[cfg(unix)]
    std::os::unix::fs::symlink("somebody@somewhere.1", &lock).expect("the disk obeys");
    fs::write(beside(path, "#a.md#"), "half a thought").expect("the disk obeys");
    fs::copy(path, beside(path, "a.md~")).expect("the disk obeys");
    fs::write(path, text).expect("the disk obeys");
    fs::remove_file(beside(path, "#a.md#")).expect("the disk obeys");
    let _ = fs::remove_file(&lock);
}

/// A new file renamed over the old one: `sed -i`, gedit.
fn rename_over(path: &Path, text: &str) {
    let new = beside(path, "sedXy12");
    fs::write(&new, text).expect("the disk obeys");
    fs::rename(&new, path).expect("the disk obeys");
}

/// Removed and made anew.
fn remove_and_make(path: &Path, text: &str) {
    fs::remove_file(path).expect("the disk obeys");
    fs::write(path, text).expect("the disk obeys");
}

/// The same size, the same times: only the disk's own account of changes tells.
fn same_size_same_time(path: &Path, text: &str) {
    let modified = fs::metadata(path).expect("the disk obeys").modified().expect("the disk obeys");
    fs::write(path, text).expect("the disk obeys");
    fs::File::options()
        .write(true)
        .open(path)
        .expect("the disk obeys")
        .set_modified(modified)
        .expect("the disk obeys");
}

/// Emptied first, written a moment later: a slow disk, a folder in the network.
fn slowly(path: &Path, text: &str) {
    let mut file = fs::File::create(path).expect("the disk obeys");
    std::thread::sleep(std::time::Duration::from_millis(20));
    file.write_all(text.as_bytes()).expect("the disk obeys");
}

const SAVES: [(&str, Save); 7] = [
    ("in place", in_place),
    ("in pieces", in_pieces),
    ("vim", vim),
    ("emacs", emacs),
    ("rename over", rename_over),
    ("remove and make", remove_and_make),
    ("same size, same time", same_size_same_time),
];

fn preview() -> Preview {
    Preview::of(Book::new().page("index.md", "# Home\n").page("guides/a.md", "# A\n\nsave 0000\n"))
}

#[test]
fn every_way_of_saving_comes_through() {
    let preview = preview();
    let path = preview.book().path("content/guides/a.md");
    let mut number = 0;
    for _ in 0..3 {
        for (name, save) in SAVES {
            number += 1;
            save(&path, &format!("# A\n\nsave {number:04}\n"));
            let words = format!("save {number:04}");
            let page = preview.wait_for("guides/a/", |page| page.contains(&words));
            assert!(page.contains("<h1"), "{name}");
        }
    }
}

#[test]
fn a_storm_of_saves_ends_with_the_last() {
    let preview = preview();
    let path = preview.book().path("content/guides/a.md");
    for number in 1..=500 {
        let (_, save) = SAVES[number % SAVES.len()];
        save(&path, &format!("# A\n\nsave {number:04}\n"));
        let answer = preview.get("/");
        assert_eq!(answer.status, 200, "save {number}");
        assert!(answer.text().ends_with("</html>\n"), "save {number}: torn");
    }
    preview.wait_for("guides/a/", |page| page.contains("save 0500"));
}

#[test]
fn a_page_that_is_being_written_is_not_shown_empty() {
    let preview = preview();
    let path = preview.book().path("content/guides/a.md");
    let mut events = preview.events("guides/a/index.html");
    let first = events.next().expect("the state of the page comes first");
    slowly(&path, "# A\n\nsave 0001\n");
    let next = events.find(|event| event["version"] != first["version"]).expect("it changes");
    assert!(preview.page("guides/a/").contains("save 0001"), "{next}");
}

#[test]
fn new_folders_and_folders_that_come_back_are_followed() {
    let preview = preview();
    preview.book().write("content/one/two/three/deep.md", "# Deep\n");
    preview.wait_for("one/two/three/deep/", |page| page.contains("Deep</h1>"));
    preview.book().write("content/one/two/three/deep.md", "# Deeper\n");
    preview.wait_for("one/two/three/deep/", |page| page.contains("Deeper</h1>"));
    fs::rename(preview.book().path("content/one"), preview.book().path("content/other"))
        .expect("the disk obeys");
    preview.wait_for("other/two/three/deep/", |page| page.contains("Deeper</h1>"));
    for round in 0..2 {
        fs::remove_dir_all(preview.book().path("content")).expect("the disk obeys");
        preview.book().write("content/index.md", format!("# Home {round}\n"));
        preview.wait_for("", |page| page.contains(&format!("Home {round}</h1>")));
        preview.book().write("content/again.md", format!("# Again {round}\n"));
        preview.wait_for("again/", |page| page.contains(&format!("Again {round}</h1>")));
    }
}

#[test]
fn a_checkout_of_many_files_comes_through_whole() {
    let preview = preview();
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(preview.book().root()).args([
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@example.org",
        ]);
        let output = command.args(arguments).output().expect("git is there");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    git(&["init", "--quiet", "--initial-branch", "one"]);
    let write = |word: &str| {
        for number in 0..300 {
            let path = format!("content/many/page-{number:03}.md");
            preview.book().write(&path, format!("# Page {number}\n\n{word}\n"));
        }
    };
    write("first");
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "one"]);
    git(&["checkout", "--quiet", "-b", "two"]);
    write("second");
    git(&["commit", "--quiet", "--all", "--message", "two"]);
    for (branch, word) in [("one", "first"), ("two", "second"), ("one", "first")] {
        git(&["checkout", "--quiet", branch]);
        for number in [0, 150, 299] {
            preview.wait_for(&format!("many/page-{number:03}/"), |page| {
                page.contains(&format!("<p>{word}</p>"))
            });
        }
    }
}
