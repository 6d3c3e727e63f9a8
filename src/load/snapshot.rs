//! A book as it was read last, so that reading it again reads only what has changed.
//!
//! A file is taken for unchanged while its size, its times and its identity are. A file that was modified just
//! before it was read is read again the next time, for it may be modified once more within one tick of the file
//! system's clock.

use std::fs::Metadata;
use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use super::files::{self, Found};
use super::{Asset, CONFIG_NAME, Clock, Drafts, Inputs, Source, ThemeFiles, read_config, theme};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Outcome};

/// The coarsest tick of a file system that is in use (FAT's).
const TICK: Duration = Duration::from_secs(2);

/// With more paths than these the whole book is looked at, which takes as long.
const MOST_PATHS: usize = 64;

/// A book as it was read last.
#[derive(Default)]
pub struct Snapshot {
    latest: Option<Read>,
}

/// Where to look for changes.
#[derive(Clone, Copy, Debug)]
pub enum Look<'a> {
    /// At every file of the book.
    Whole,
    /// The same, given up as soon as this is set: something more urgent has happened. What was read before then stands.
    Behind(&'a AtomicBool),
    /// At these files only, which are among those that were read last.
    At(&'a [PathBuf]),
}

impl Look<'_> {
    /// Whether this look has been given up.
    pub fn is_given_up(self) -> bool {
        matches!(self, Self::Behind(urgent) if urgent.load(Ordering::Relaxed))
    }
}

/// How a look at the whole book ended.
enum Reading {
    Read(Box<Read>),
    /// What `book.toml` has to say when it cannot be understood at all.
    Broken(Vec<Diagnostic>),
    GivenUp,
}

/// What was read.
struct Read {
    config: Config,
    /// Of `book.toml` and of the walk.
    findings: Vec<Diagnostic>,
    pages: Vec<ReadFile<Arc<Source>>>,
    assets: Vec<ReadFile<Asset>>,
    theme: Arc<ThemeFiles>,
    of_theme: Vec<Diagnostic>,
}

/// A file with what was read of it.
struct ReadFile<T> {
    found: Found,
    /// None when it has to be read again in any case.
    stamp: Option<Stamp>,
    result: Result<T, Box<Diagnostic>>,
}

/// What changes when a file does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: SystemTime,
    /// Inode, and the seconds and nanoseconds of its latest change; zeros where there is no such thing.
    identity: (u64, i64, i64),
}

impl Snapshot {
    /// Reads the book in the folder `root` again. `now` is the time by the clock of the file system.
    ///
    /// # Errors
    ///
    /// Those of [`super::load()`].
    pub fn load(
        &mut self,
        root: &Path,
        clock: Clock,
        look: Look<'_>,
        now: SystemTime,
    ) -> anyhow::Result<Outcome<Option<Inputs>>> {
        match (look, &mut self.latest) {
            (Look::At(paths), Some(latest)) => latest.look_at(root, paths, now),
            (_, latest) => {
                match Read::whole(root, look, latest.as_ref(), now)? {
                    Reading::Read(read) => self.latest = Some(*read),
                    // What was read before still stands for the time when `book.toml` can be understood again.
                    Reading::Broken(findings) => return Ok(Outcome::new(None, findings)),
                    Reading::GivenUp => {}
                }
            }
        }
        let Some(latest) = &self.latest else { return Ok(Outcome::new(None, Vec::new())) };
        let inputs = latest.inputs(clock)?;
        Ok(Outcome::new(Some(inputs.value), inputs.findings))
    }

    /// Whether looking at these paths alone tells all that has changed: each is a file that was read last and is
    /// there, or a leftover of an editor that was never part of the book. Otherwise the whole book has to be
    /// looked at.
    pub fn covers(&self, root: &Path, paths: &[PathBuf]) -> bool {
        let Some(latest) = &self.latest else { return false };
        let is_still = |path: &PathBuf| {
            // What is not below the folder of the pages may be of the theme, or `book.toml`.
            let Some(below) = latest.below(root, path) else { return false };
            if latest.knows(&below) {
                path.is_file()
            } else {
                !path.exists() && !latest.knows_below(&below) && !path.starts_with(root.join("themes"))
            }
        };
        paths.len() <= MOST_PATHS && paths.iter().all(|path| is_passed_over(root, path) || is_still(path))
    }
}

/// Whether no file of that path is ever part of a book: an editor's leftover, or below a hidden folder.
fn is_passed_over(root: &Path, path: &Path) -> bool {
    let below = path.strip_prefix(root).unwrap_or(path);
    below.components().any(|part| match part {
        Component::Normal(name) => files::is_hidden(&name.to_string_lossy()),
        _ => false,
    })
}

impl Read {
    /// Reads the whole book, files that are as before taken from `before`.
    fn whole(root: &Path, look: Look<'_>, before: Option<&Self>, now: SystemTime) -> anyhow::Result<Reading> {
        let mut findings = Vec::new();
        let Some(config) = read_config(root, &mut findings)? else {
            return Ok(Reading::Broken(findings));
        };
        let Some(found) = files::walk(root, &config, look, &mut findings)? else {
            return Ok(Reading::GivenUp);
        };
        let pages = read_all(found.pages, before.map(|read| &*read.pages), now, files::read_page);
        let assets = read_all(found.assets, before.map(|read| &*read.assets), now, files::read_asset);
        let mut of_theme = Vec::new();
        let theme = Arc::new(theme::read(root, &config).collect(&mut of_theme));
        let theme = match before {
            Some(before) if before.theme == theme => Arc::clone(&before.theme),
            _ => theme,
        };
        Ok(Reading::Read(Box::new(Self { config, findings, pages, assets, theme, of_theme })))
    }

    fn look_at(&mut self, root: &Path, paths: &[PathBuf], now: SystemTime) {
        for path in paths {
            let Some(below) = self.below(root, path) else { continue };
            if let Ok(page) = place(&self.pages, &below) {
                self.pages[page].read_again(now, files::read_page);
            } else if let Ok(asset) = place(&self.assets, &below) {
                self.assets[asset].read_again(now, files::read_asset);
            }
        }
    }

    /// The path below the folder of the pages, with `/` between its parts, when it may be content at all.
    fn below(&self, root: &Path, path: &Path) -> Option<String> {
        let below = path.strip_prefix(root.join(&self.config.book.src.value)).ok()?;
        let below = below.to_str()?.replace(MAIN_SEPARATOR, "/");
        (path != root.join(CONFIG_NAME)).then_some(below)
    }

    fn knows(&self, below: &str) -> bool {
        place(&self.pages, below).is_ok() || place(&self.assets, below).is_ok()
    }

    fn knows_below(&self, folder: &str) -> bool {
        holds_below(&self.pages, folder) || holds_below(&self.assets, folder)
    }

    fn inputs(&self, clock: Clock) -> anyhow::Result<Outcome<Inputs>> {
        let days = clock.days(&self.config.site.time_zone)?;
        let mut findings = self.findings.clone();
        let mut inputs = Inputs {
            config: self.config.clone(),
            sources: Arc::default(),
            unreadable: Vec::new(),
            assets: Vec::with_capacity(self.assets.len()),
            theme: Arc::clone(&self.theme),
            drafts: Drafts::default(),
            today: days.today,
            clock_today: days.clock,
        };
        let mut sources = Vec::with_capacity(self.pages.len());
        for ReadFile { found, result, .. } in &self.pages {
            match result {
                Ok(source) => sources.push(Arc::clone(source)),
                Err(finding) => {
                    inputs.unreadable.push(found.path.clone());
                    findings.push((**finding).clone());
                }
            }
        }
        inputs.sources = Arc::new(sources);
        for asset in &self.assets {
            match &asset.result {
                Ok(asset) => inputs.assets.push(asset.clone()),
                Err(finding) => findings.push((**finding).clone()),
            }
        }
        findings.extend_from_slice(&self.of_theme);
        Ok(Outcome::new(inputs, findings))
    }
}

/// The place of a file in a list by path, or where it would be.
fn place<T>(files: &[ReadFile<T>], path: &str) -> Result<usize, usize> {
    files.binary_search_by(|file| (*file.found.path).cmp(path))
}

/// Whether a list by path has files in a folder.
fn holds_below<T>(files: &[ReadFile<T>], folder: &str) -> bool {
    let folder = format!("{folder}/");
    let (Ok(first) | Err(first)) = place(files, &folder);
    folder == "/" || files.get(first).is_some_and(|file| file.found.path.starts_with(&folder))
}

/// Reads the files that were found, on every core, but those that are as they were before.
fn read_all<T: Clone + PartialEq + Send + Sync>(
    found: Vec<Found>,
    before: Option<&[ReadFile<T>]>,
    now: SystemTime,
    read: fn(&Found) -> Result<T, Box<Diagnostic>>,
) -> Vec<ReadFile<T>> {
    // Both lists are sorted by path.
    let mut before = before.unwrap_or_default().iter().peekable();
    let mut known = |found: &Found| {
        while before.next_if(|known| known.found.path < found.path).is_some() {}
        before.next_if(|known| known.found.name == found.name)
    };
    let found: Vec<_> = found.into_iter().map(|found| (known(&found), found)).collect();
    found
        .into_par_iter()
        .map(|(known, found)| {
            if let Some(known) = known {
                return known.again(found, now, read);
            }
            let stamp = Stamp::of(&found.disk_path, now);
            let result = read(&found);
            ReadFile { found, stamp, result }
        })
        .collect()
}

impl<T: Clone + PartialEq> ReadFile<T> {
    /// The same file as it is now.
    fn again(&self, found: Found, now: SystemTime, read: fn(&Found) -> Result<T, Box<Diagnostic>>) -> Self {
        let stamp = Stamp::of(&found.disk_path, now);
        let is_same = stamp.is_some() && stamp == self.stamp && self.result.is_ok();
        let result = if is_same { self.result.clone() } else { self.kept(read(&found)) };
        Self { found, stamp, result }
    }

    fn read_again(&mut self, now: SystemTime, read: fn(&Found) -> Result<T, Box<Diagnostic>>) {
        self.stamp = Stamp::of(&self.found.disk_path, now);
        self.result = self.kept(read(&self.found));
    }

    /// What was read before, when it is equal: who compares it with its memory then sees that at a glance.
    fn kept(&self, result: Result<T, Box<Diagnostic>>) -> Result<T, Box<Diagnostic>> {
        if self.result == result { self.result.clone() } else { result }
    }
}

impl Stamp {
    /// None when the file was modified so lately that it may be modified again without another stamp, and when
    /// nothing is known of it.
    fn of(path: &Path, now: SystemTime) -> Option<Self> {
        let metadata = path.metadata().ok()?;
        let modified = metadata.modified().ok()?;
        let is_settled = now.duration_since(modified).is_ok_and(|age| age > TICK);
        is_settled.then(|| Self { length: metadata.len(), modified, identity: identity(&metadata) })
    }
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> (u64, i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn identity(_metadata: &Metadata) -> (u64, i64, i64) {
    (0, 0, 0)
}
