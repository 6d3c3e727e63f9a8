//! Books that git cannot keep or that another system could not check out.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;

use duly::diagnostic::Code;
use rustix::fs::{CWD, FileType, Mode, mknodat};

use crate::git::git_on;

/// What completes a copy of the folder of a code, where the folder alone does not show it.
pub(super) fn for_code(code: Code) -> Option<fn(&Path)> {
    Some(match code {
        Code::SourceUnreadable => unreadable,
        Code::SourceNotUtf8 => not_utf_8,
        Code::SourceTooLarge => too_large,
        Code::SourceSkipped => skipped,
        Code::SourceNotPortable => not_portable,
        Code::FrontMatterTooLarge => long_front_matter,
        Code::MarkdownCodeTooLarge => long_code,
        Code::ReviewOlderThanEdit => edited_in_git,
        Code::PagesSize => long_recording,
        Code::SearchDisproportionate => many_words,
        _ => return None,
    })
}

/// A name that is no text. (A file without the right to read it would be no obstacle to an administrator.)
fn unreadable(root: &Path) {
    let name = OsStr::from_bytes(b"caf\xe9.md");
    fs::write(root.join("content").join(name), "# Coffee\n").expect("the file can be written");
}

/// One page as Windows-1252, one as UTF-16.
fn not_utf_8(root: &Path) {
    let content = root.join("content");
    let page = b"---\ntitle: Culture\n---\nA caf\xe9 for staff.\n";
    fs::write(content.join("culture.md"), page).expect("the file can be written");
    let utf_16: Vec<u8> = "\u{feff}# Open\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(content.join("open.md"), utf_16).expect("the file can be written");
}

fn too_large(root: &Path) {
    let page = fs::File::create(root.join("content/culture.md")).expect("the file can be made");
    page.set_len(16 * 1024 * 1024 + 1).expect("the file can be made long");
}

/// A pipe, and links that lead out of the book, nowhere and in a circle.
fn skipped(root: &Path) {
    let content = root.join("content");
    mknodat(CWD, content.join("pipe.md"), FileType::Fifo, Mode::RUSR, 0).expect("a pipe can be made");
    symlink("/etc/hostname", content.join("outside.md")).expect("a link can be made");
    symlink("gone.md", content.join("nowhere.md")).expect("a link can be made");
    symlink(".", content.join("circle")).expect("a link can be made");
}

/// A table of data as a page.
fn many_words(root: &Path) {
    let rows: String = (0..7_000).map(|row| format!("| K{row} | {} |\n", row * 31 + 10_000)).collect();
    let page = format!("# References\n\n| Reference | Number |\n|---|---|\n{rows}");
    write(root, "content/references.md", &page);
}

fn not_portable(root: &Path) {
    for name in ["plan: 2026.md", "con.md", "notes ."] {
        write(root, &format!("content/{name}"), "---\ntitle: Culture\n---\n");
    }
}

fn long_recording(root: &Path) {
    let file = fs::File::create(root.join("content/meeting.mp4")).expect("the file can be made");
    file.set_len(101 * 1024 * 1024).expect("the file can be made long");
}

fn long_front_matter(root: &Path) {
    let page = format!("---\ntitle: Culture\ndescription: {}\n---\n", "word ".repeat(14_000));
    write(root, "content/culture.md", &page);
}

fn long_code(root: &Path) {
    let page = format!("---\ntitle: Culture\n---\n```json\n[\"{}\"]\n```\n", "x".repeat(2_000));
    write(root, "content/culture.md", &page);
}

/// What `check` is asked beside the book, where the finding is not made without it.
pub(super) fn arguments(code: Code) -> &'static [&'static str] {
    match code {
        Code::ReviewOlderThanEdit => &["--changed-since", "main~1"],
        Code::PagesAddress | Code::PagesName | Code::PagesSize => &["--pages"],
        _ => &[],
    }
}

/// A page whose words changed in the latest commit.
fn edited_in_git(root: &Path) {
    git_on(root, "2026-10-02", &["init", "--quiet", "--initial-branch=main"]);
    let page = fs::read_to_string(root.join("content/culture.md")).expect("the page is there");
    for (day, page) in [("2026-10-02", &page), ("2026-11-20", &page.replace("open.", "open, and say so."))] {
        write(root, "content/culture.md", page);
        git_on(root, day, &["add", "--all"]);
        git_on(root, day, &["commit", "--quiet", "--message=a change"]);
    }
}

/// Writes a file below `root` and makes its folders.
pub(super) fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("the path has a folder")).expect("the folder can be made");
    fs::write(path, text).expect("the file can be written");
}

/// The names in a folder.
pub(super) fn entries(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let name = |entry: std::io::Result<fs::DirEntry>| {
        entry.expect("the entry can be read").file_name().into_string().expect("the name is UTF-8")
    };
    entries.map(name).collect()
}
