//! What git knows of the book's files, and committing one of them.
//!
//! Nothing of it goes into a site: a build must not depend on how much history a clone has. It is for showing
//! people what changed and for looking at the changed pages only. Without git, outside a repository and in a
//! clone without its history there is less to tell, and every caller can do without.
//!
//! Paths are those of [`crate::source::SourceFile::name`]: from the root of the book, with `/` between their parts.

mod changes;
mod process;

use std::path::Path;

use anyhow::{bail, ensure};

use process::{Answer, Git};

pub use changes::{ChangedFile, Changes, Edit};

/// So many versions of a file are looked at.
const MOST_VERSIONS: &str = "-1000";

/// The repository that a book is in.
#[derive(Clone, Debug)]
pub struct Repository {
    git: Git,
    /// Whether its history is cut off, as that of a clone with a depth is.
    pub shallow: bool,
}

/// A commit that changed a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The whole name of the commit.
    pub commit: String,
    /// When its author made it, in seconds since 1970-01-01T00:00:00Z.
    pub authored: i64,
    /// The path of the file in that commit, from the root of the repository.
    path: String,
}

/// Git's `user.name` as it is set for a folder, in a repository or not. None without git.
pub fn user_name(folder: &Path) -> Option<String> {
    let answer = Git::within(folder).ask(&["config", "--get", "user.name"]).ok()?;
    let name = text(&answer).filter(|_| answer.success)?.trim().to_owned();
    Some(name).filter(|name| !name.is_empty())
}

/// Where a folder stands in a git repository that may have no commit yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// The folder from the root of the repository, without slashes at its ends: empty at the root, none outside a
    /// repository.
    pub below: Option<String>,
    /// The address of the remote `origin`, as it is written.
    pub origin: Option<String>,
    /// The branch that is checked out.
    pub branch: Option<String>,
}

/// What git tells of a folder; nothing without git.
pub fn surroundings(folder: &Path) -> Surroundings {
    let git = Git::within(folder);
    let ask = |arguments: &[&str]| {
        let answer = git.ask(arguments).ok().filter(|answer| answer.success)?;
        Some(text(&answer)?.trim().to_owned())
    };
    let told = |arguments: &[&str]| ask(arguments).filter(|said| !said.is_empty());
    let below = ask(&["rev-parse", "--show-prefix"]).map(|path| path.trim_matches('/').to_owned());
    Surroundings {
        origin: told(&["config", "--get", "remote.origin.url"]).filter(|_| below.is_some()),
        branch: told(&["symbolic-ref", "--quiet", "--short", "HEAD"]),
        below,
    }
}

impl Repository {
    /// The repository whose working tree holds the book in `folder`.
    ///
    /// # Errors
    ///
    /// When git cannot be run or does not trust the folder, or that is in no working tree.
    pub fn of(folder: &Path) -> anyhow::Result<Self> {
        let git = Git::within(folder);
        let answer = git.ask(&["rev-parse", "--is-inside-work-tree", "--is-shallow-repository"])?;
        let said = text(&answer).unwrap_or_default();
        let mut lines = said.lines();
        let inside = answer.success && lines.next() == Some("true");
        let is_outside = answer.success || answer.complaint.contains("not a git repository");
        ensure!(inside || !is_outside, "the book is not in a git repository");
        // Such as a repository that belongs to somebody else, which git does not trust.
        succeeded(answer)?;
        Ok(Self { git, shallow: lines.next() == Some("true") })
    }

    /// The versions of a file that commits made, the newest first, followed through renames; empty for a file
    /// that was never committed.
    ///
    /// # Errors
    ///
    /// When git fails.
    pub fn versions(&self, path: &str) -> anyhow::Result<Vec<Version>> {
        if !self.has_commits()? {
            return Ok(Vec::new());
        }
        let format = "--format=%x01%H %at";
        let arguments = [
            "log",
            "-z",
            "--follow",
            "--name-only",
            "--no-ext-diff",
            "--no-textconv",
            format,
            MOST_VERSIONS,
            "HEAD",
        ];
        let answer = succeeded(self.git.ask(&[&arguments[..], &["--", path]].concat())?)?;
        let said = String::from_utf8_lossy(&answer.output).into_owned();
        Ok(said.split('\u{1}').filter_map(version).collect())
    }

    /// The texts of versions; none for one that is not there or not UTF-8.
    ///
    /// # Errors
    ///
    /// When git fails.
    pub fn texts(&self, versions: &[Version]) -> anyhow::Result<Vec<Option<String>>> {
        let names = versions.iter().map(|version| format!("{}:{}", version.commit, version.path));
        // A name is a line of the input. No page has a name of two lines: it could not be checked out on Windows.
        let lines: String = names.map(|name| name.replace('\n', "?") + "\n").collect();
        let answer = succeeded(self.git.ask_with(&["cat-file", "--batch"], lines.into_bytes())?)?;
        let mut rest = answer.output.as_slice();
        Ok(versions.iter().map(|_| next_object(&mut rest)).collect())
    }

    /// Whether a file differs from its last commit, or has none.
    ///
    /// # Errors
    ///
    /// When git fails.
    pub fn is_changed(&self, path: &str) -> anyhow::Result<bool> {
        let arguments = ["status", "--porcelain", "-z", "--untracked-files=all", "--ignored", "--", path];
        Ok(!succeeded(self.git.ask(&arguments)?)?.output.is_empty())
    }

    /// Whether a commit could be made now.
    ///
    /// # Errors
    ///
    /// With the reason: nobody to name as its author, or a merge that is not finished.
    pub fn may_commit(&self) -> anyhow::Result<()> {
        for unfinished in ["MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD"] {
            let answer = self.git.ask(&["rev-parse", "--quiet", "--verify", unfinished])?;
            ensure!(!answer.success, "a merge or another change of history is not finished; finish it first");
        }
        let answer = self.git.ask(&["var", "GIT_AUTHOR_IDENT"])?;
        let help = "git does not know who you are; set `git config user.name` and `git config user.email`";
        ensure!(answer.success, "{help}");
        Ok(())
    }

    /// Commits one file as it is on the disk, and nothing else: what is staged of other files stays staged. Gives
    /// the short name of the commit.
    ///
    /// # Errors
    ///
    /// When git refuses, or one of the repository's hooks does.
    pub fn commit(&self, path: &str, message: &str) -> anyhow::Result<String> {
        let known = self.git.ask(&["ls-files", "--error-unmatch", "--", path])?.success;
        if !known {
            succeeded(self.git.tell(&["add", "--intent-to-add", "--", path], Vec::new())?)?;
        }
        let arguments = ["commit", "--quiet", "--only", "--cleanup=whitespace", "--file=-", "--", path];
        succeeded(self.git.tell(&arguments, message.as_bytes().to_vec())?)?;
        let answer = succeeded(self.git.ask(&["rev-parse", "--short", "HEAD"])?)?;
        Ok(text(&answer).unwrap_or_default().trim().to_owned())
    }

    fn has_commits(&self) -> anyhow::Result<bool> {
        Ok(self.git.ask(&["rev-parse", "--quiet", "--verify", "HEAD"])?.success)
    }
}

fn text(answer: &Answer) -> Option<String> {
    String::from_utf8(answer.output.clone()).ok()
}

/// An answer of a command that did what it was asked to.
fn succeeded(answer: Answer) -> anyhow::Result<Answer> {
    if !answer.success {
        let complaint = answer.complaint.trim_start_matches("fatal: ");
        bail!("git refused: {}", if complaint.is_empty() { "it did not say why" } else { complaint });
    }
    Ok(answer)
}

/// `COMMIT TIME`, then the path, with a NUL behind each.
fn version(entry: &str) -> Option<Version> {
    let mut parts =
        entry.split('\0').map(|part| part.trim_start_matches('\n')).filter(|part| !part.is_empty());
    let (commit, authored) = parts.next()?.trim().split_once(' ')?;
    Some(Version {
        commit: commit.to_owned(),
        authored: authored.parse().ok()?,
        path: parts.next()?.to_owned(),
    })
}

/// Takes the next answer of `cat-file --batch` from its output: `NAME blob SIZE`, the bytes, and a line end.
fn next_object(rest: &mut &[u8]) -> Option<String> {
    let end = rest.iter().position(|byte| *byte == b'\n')?;
    let (header, behind) = (String::from_utf8_lossy(&rest[..end]).into_owned(), &rest[end + 1..]);
    *rest = behind;
    let size: usize = header.rsplit(' ').next()?.parse().ok()?;
    let bytes = behind.get(..size)?;
    *rest = behind.get(size + 1..).unwrap_or_default();
    let is_text = header.split(' ').nth(1) == Some("blob");
    String::from_utf8(bytes.to_vec()).ok().filter(|_| is_text)
}
