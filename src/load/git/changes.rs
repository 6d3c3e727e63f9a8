//! Which files changed since a revision, and when.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{anyhow, bail, ensure};
use jiff::civil::Date;

use super::{Repository, Version, succeeded, text};
use crate::review;

/// What changed in the book between a revision and the files as they are on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// The commit that the files were compared with: where the history of this checkout left that of the revision,
    /// so that what others did there since is not counted.
    pub base: String,
    /// By path. Files that were removed are left out.
    pub files: Vec<ChangedFile>,
}

/// A file of the book that is new or differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedFile {
    /// From the root of the book.
    pub path: String,
    /// Its path before, from the root of the book, when it was moved; none for a new file too.
    pub was: Option<String>,
    /// When it last changed.
    pub edit: Edit,
}

/// When a file last changed. That is any change of its bytes: signing it off changes its front matter too, so who
/// wants to know about its words compares it with [`Repository::text_at`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Its change is not committed yet; it counts as one of today.
    Uncommitted,
    /// The day on which the author of its latest commit made that.
    On(Date),
}

impl Repository {
    /// The files of the book that changed since `revision` (a branch, a tag, a commit), those included that are not
    /// committed or not known to git, without those that git ignores. Days are those of `time_zone`.
    ///
    /// # Errors
    ///
    /// When there is no such revision, which in a shallow clone may only be missing, and when git fails.
    pub fn changed_since(&self, revision: &str, time_zone: &str) -> anyhow::Result<Changes> {
        let commit = self.commit_of(revision)?;
        let together = self.git.ask(&["merge-base", &commit, "HEAD"])?;
        let base = text(&together).filter(|_| together.success).map(|name| name.trim().to_owned());
        let base = base.unwrap_or(commit);
        let untracked = self.names(&["ls-files", "-z", "--others", "--exclude-standard"])?;
        let mut uncommitted: BTreeSet<String> = untracked.iter().cloned().collect();
        uncommitted.extend(self.names(&[
            "diff",
            "-z",
            "--name-only",
            NO_PROGRAMS[0],
            NO_PROGRAMS[1],
            "--relative",
            "HEAD",
            "--",
        ])?);
        let days = self.days(&format!("{base}..HEAD"), time_zone)?;
        let mut files = self.changed_files(&base)?;
        files.extend(untracked.into_iter().map(|path| ChangedFile {
            path,
            was: None,
            edit: Edit::Uncommitted,
        }));
        for file in &mut files {
            let committed = days.get(&file.path).copied().map_or(Edit::Uncommitted, Edit::On);
            file.edit = if uncommitted.contains(&file.path) { Edit::Uncommitted } else { committed };
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup_by(|a, b| a.path == b.path);
        Ok(Changes { base, files })
    }

    /// The text of a file at a commit; none when it is not there or not UTF-8. `path` is from the root of the book.
    ///
    /// # Errors
    ///
    /// When git fails.
    pub fn text_at(&self, commit: &str, path: &str) -> anyhow::Result<Option<String>> {
        Ok(self.texts_at(commit, &[path])?.pop().flatten())
    }

    /// The same of several files, in their order.
    ///
    /// # Errors
    ///
    /// When git fails.
    pub fn texts_at(&self, commit: &str, paths: &[&str]) -> anyhow::Result<Vec<Option<String>>> {
        let version =
            |path: &&str| Version { commit: commit.to_owned(), authored: 0, path: format!("./{path}") };
        self.texts(&paths.iter().map(version).collect::<Vec<_>>())
    }

    /// The day on which each file of the book was last edited, by its path from the root of the book.
    ///
    /// # Errors
    ///
    /// When git fails.
    pub fn last_edits(&self, time_zone: &str) -> anyhow::Result<BTreeMap<String, Date>> {
        if self.has_commits()? { self.days("HEAD", time_zone) } else { Ok(BTreeMap::new()) }
    }

    fn commit_of(&self, revision: &str) -> anyhow::Result<String> {
        ensure!(!revision.starts_with('-') && !revision.is_empty(), "`{revision}` is not a revision");
        let answer =
            self.git.ask(&["rev-parse", "--quiet", "--verify", &format!("{revision}^{{commit}}")])?;
        match text(&answer).filter(|_| answer.success) {
            Some(name) => Ok(name.trim().to_owned()),
            None if self.shallow => bail!(
                "there is no revision `{revision}` in this clone, which has only the end of the history; fetch the \
                 rest with `git fetch --unshallow`, or in a workflow with `fetch-depth: 0`"
            ),
            None => bail!("there is no revision `{revision}` in this repository"),
        }
    }

    /// New, changed and moved files between a commit and the disk.
    fn changed_files(&self, base: &str) -> anyhow::Result<Vec<ChangedFile>> {
        let arguments =
            ["diff", "-z", "--name-status", "-M", NO_PROGRAMS[0], NO_PROGRAMS[1], "--relative", base, "--"];
        let mut words = self.names(&arguments)?.into_iter();
        let mut files = Vec::new();
        while let Some(status) = words.next() {
            let path = words.next().unwrap_or_default();
            let (path, was) = match status.chars().next() {
                Some('D') => continue,
                Some('R' | 'C') => (words.next().unwrap_or_default(), Some(path)),
                _ => (path, None),
            };
            files.push(ChangedFile { path, was, edit: Edit::Uncommitted });
        }
        Ok(files)
    }

    /// The day of the latest commit of a range that changed each file.
    fn days(&self, range: &str, time_zone: &str) -> anyhow::Result<BTreeMap<String, Date>> {
        let arguments = [
            "log",
            "-z",
            "--cc",
            "--name-only",
            NO_PROGRAMS[0],
            NO_PROGRAMS[1],
            "--relative",
            "--format=%x01%at",
            range,
            "--",
        ];
        let answer = succeeded(self.git.ask(&arguments)?)?;
        let mut days = BTreeMap::new();
        for entry in String::from_utf8_lossy(&answer.output).split('\u{1}') {
            let mut parts =
                entry.split('\0').map(|part| part.trim_start_matches('\n')).filter(|part| !part.is_empty());
            let Some(Ok(authored)) = parts.next().map(|part| part.trim().parse()) else { continue };
            let day = review::today_in(time_zone, authored).map_err(|reason| anyhow!(reason))?;
            for path in parts {
                days.entry(path.to_owned()).or_insert(day);
            }
        }
        Ok(days)
    }

    /// What a command lists with a NUL behind each.
    fn names(&self, arguments: &[&str]) -> anyhow::Result<Vec<String>> {
        let answer = succeeded(self.git.ask(arguments)?)?;
        let names = answer.output.split(|byte| *byte == 0).filter(|name| !name.is_empty());
        Ok(names.map(|name| String::from_utf8_lossy(name).into_owned()).collect())
    }
}

/// A repository can name programs that show differences; none of them is run.
const NO_PROGRAMS: [&str; 2] = ["--no-ext-diff", "--no-textconv"];
