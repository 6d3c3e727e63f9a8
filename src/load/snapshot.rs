//! A book as it was read last, so that reading it again reads only what has changed.
//!
//! A file is taken for unchanged while its size, its times and its identity are. A file that was modified just
//! before it was read is read again the next time, for it may be modified once more within one tick of the file
//! system's clock.

use std::fs::Metadata;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use super::files::{self, Found};
use super::{Asset, CONFIG_NAME, Clock, Drafts, Inputs, Source, ThemeFiles, read_config_file, theme};
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Outcome};
use crate::source::SourceFile;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look<'a> {
    /// At every file of the book.
    Whole,
    /// At these files only, which are among those that were read last.
    At(&'a [PathBuf]),
}

/// What was read.
struct Read {
    config: Config,
    /// Of `book.toml` and of the walk.
    findings: Vec<Diagnostic>,
    pages: Vec<ReadFile<Arc<SourceFile>>>,
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
            (Look::At(paths), Some(latest)) => latest.look_at(paths, now),
            (_, latest) => {
                let read = Read::whole(root, latest.as_ref(), now)?;
                match read {
                    Ok(read) => self.latest = Some(read),
                    // What was read before still stands for the time when `book.toml` can be understood again.
                    Err(findings) => return Ok(Outcome::new(None, findings)),
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
            if latest.knows(path) {
                path.is_file()
            } else {
                !path.exists() && !latest.knows_below(path) && is_content(root, &latest.config, path)
            }
        };
        paths.len() <= MOST_PATHS && paths.iter().all(|path| is_passed_over(root, path) || is_still(path))
    }
}

/// Whether a file of that path is content if it is anything.
fn is_content(root: &Path, config: &Config, path: &Path) -> bool {
    path.starts_with(root.join(&config.book.src.value))
        && !path.starts_with(root.join("themes"))
        && path != root.join(CONFIG_NAME)
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
    /// Reads the whole book, files that are as before taken from `before`. The inner error is what `book.toml` has to
    /// say when it cannot be understood at all.
    fn whole(
        root: &Path,
        before: Option<&Self>,
        now: SystemTime,
    ) -> anyhow::Result<Result<Self, Vec<Diagnostic>>> {
        let mut findings = Vec::new();
        let config_file = read_config_file(root, &mut findings)?;
        let Some(config) = config_file.and_then(|file| config::read(&file).collect(&mut findings)) else {
            return Ok(Err(findings));
        };
        let found = files::walk(root, &config, &mut findings)?;
        let pages = read_all(found.pages, before.map(|read| &*read.pages), now, files::read_page);
        let assets = read_all(found.assets, before.map(|read| &*read.assets), now, files::read_asset);
        let mut of_theme = Vec::new();
        let theme = Arc::new(theme::read(root, &config).collect(&mut of_theme));
        let theme = match before {
            Some(before) if before.theme == theme => Arc::clone(&before.theme),
            _ => theme,
        };
        Ok(Ok(Self { config, findings, pages, assets, theme, of_theme }))
    }

    fn look_at(&mut self, paths: &[PathBuf], now: SystemTime) {
        for path in paths {
            if let Some(page) = self.pages.iter_mut().find(|page| page.found.is_at(path)) {
                page.read_again(now, files::read_page);
            } else if let Some(asset) = self.assets.iter_mut().find(|asset| asset.found.is_at(path)) {
                asset.read_again(now, files::read_asset);
            }
        }
    }

    fn knows(&self, path: &Path) -> bool {
        self.found().any(|found| found.is_at(path))
    }

    fn knows_below(&self, folder: &Path) -> bool {
        self.found().any(|found| found.disk_path.starts_with(folder))
    }

    fn found(&self) -> impl Iterator<Item = &Found> {
        let pages = self.pages.iter().map(|page| &page.found);
        pages.chain(self.assets.iter().map(|asset| &asset.found))
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
                Ok(file) => {
                    sources.push(Source { path: found.path.clone(), file: Arc::clone(file) });
                }
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
