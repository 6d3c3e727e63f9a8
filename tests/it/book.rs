//! Books for tests: a few strings in a folder of their own, and the real binary run on them.
//!
//! ```ignore
//! let site = Book::new().page("index.md", "# Home\n").page("a.md", "# A\n").build();
//! assert_eq!(site.html("a/").text("h1"), "A");
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use walkdir::WalkDir;

use crate::html::Html;

/// Noon of the day on which all tests take place, 30 November 2026, in seconds since 1970.
pub(crate) const NOON: &str = "1796040000";

/// A book in a folder that goes away with it.
pub(crate) struct Book {
    folder: tempfile::TempDir,
}

/// How a run of the binary went.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A site on the disk, with the book that it was built from.
pub(crate) struct Site {
    book: Book,
}

impl Book {
    /// A book with a title and no pages.
    pub(crate) fn new() -> Self {
        Self::with("")
    }

    /// The same with more lines in `book.toml`, behind those of `[book]`.
    pub(crate) fn with(config: &str) -> Self {
        let book = Self::empty();
        book.write("book.toml", format!("[book]\ntitle = \"The book\"\n{config}\n"));
        fs::create_dir(book.path("content")).expect("a new folder can be made");
        book
    }

    /// A folder without anything in it.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder can be made") }
    }

    /// A copy of what a book consists of: `book.toml`, `content/` and `themes/`, as far as they are there.
    pub(crate) fn copy_of(root: &Path) -> Self {
        let book = Self::empty();
        for part in ["book.toml", "content", "themes"] {
            for (path, bytes) in files(&root.join(part)) {
                let path = format!("{part}/{path}");
                book.write(path.trim_end_matches('/'), bytes);
            }
        }
        book
    }

    /// Adds a page below `content/`.
    pub(crate) fn page(self, path: &str, text: &str) -> Self {
        self.file(&format!("content/{path}"), text)
    }

    /// Adds a file of any kind.
    pub(crate) fn file(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.write(path, bytes);
        self
    }

    /// Writes a file of a book that may have been built before.
    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("folders can be made");
        fs::write(&path, bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// The binary, to be run on this book on the day of all tests.
    pub(crate) fn duly(&self, arguments: &[&str]) -> Command {
        let mut command = duly(arguments);
        command.arg("--root").arg(self.root());
        command
    }

    /// Runs the binary on this book.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        run(&mut self.duly(arguments))
    }

    /// The findings of `check`, a line each, without their places' columns: `content/a.md:3 link/missing-page`.
    pub(crate) fn findings(&self, arguments: &[&str]) -> Vec<String> {
        let run = self.run(&[&["check", "--format", "short"], arguments].concat());
        assert!(matches!(run.status, 0 | 1), "{}", run.stderr);
        run.stdout.lines().map(brief).collect()
    }

    /// Builds the site, which must succeed.
    pub(crate) fn build(self) -> Site {
        self.build_with(&[])
    }

    pub(crate) fn build_with(self, arguments: &[&str]) -> Site {
        let run = self.run(&[&["build"], arguments].concat());
        assert_eq!(run.status, 0, "{}", run.stderr);
        Site { book: self }
    }
}

impl Site {
    pub(crate) fn book(&self) -> &Book {
        &self.book
    }

    /// The book alone, to be changed or built in another way.
    pub(crate) fn into_book(self) -> Book {
        self.book
    }

    /// Builds it again from what is now in the book.
    pub(crate) fn rebuild(self) -> Self {
        self.book.build()
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.book.path("_site")
    }

    /// The HTML at an address: `guides/` or `404.html`.
    pub(crate) fn html(&self, address: &str) -> Html {
        Html::of(&self.text(&file_at(address)))
    }

    pub(crate) fn text(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.root().join(path).exists()
    }

    /// All files by path.
    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.root())
    }
}

/// The file of a site that answers at an address.
pub(crate) fn file_at(address: &str) -> String {
    if address.is_empty() || address.ends_with('/') {
        format!("{address}index.html")
    } else {
        address.to_owned()
    }
}

/// The binary on the day of all tests, without a book.
pub(crate) fn duly(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_duly"));
    command.args(arguments).env("SOURCE_DATE_EPOCH", NOON);
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "RAYON_NUM_THREADS"] {
        command.env_remove(variable);
    }
    command
}

pub(crate) fn run(command: &mut Command) -> Run {
    let output = command.output().expect("the binary can be started");
    Run {
        status: output.status.code().expect("the binary ends by itself"),
        stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
    }
}

/// The files below a folder, or the file itself under the empty path.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("it is below the folder");
            let path = path.to_str().expect("tests write names in UTF-8").to_owned();
            (path, fs::read(entry.path()).expect("what was just listed can be read"))
        })
        .collect()
}

/// `FILE:LINE:COLUMN: SEVERITY[CODE]: MESSAGE` as `FILE:LINE CODE`.
fn brief(line: &str) -> String {
    let (place, rest) = line.split_once(": ").expect("a place comes first");
    let (place, _column) = place.rsplit_once(':').expect("a place has a column");
    let code = rest.split(['[', ']']).nth(1).expect("a finding has a code");
    format!("{place} {code}")
}
