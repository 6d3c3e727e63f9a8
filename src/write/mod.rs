//! The last stage, and the only one that writes to the disk: outputs become a folder.
//!
//! A site is built in a folder beside its target and takes its place in one step, so that nobody ever sees half
//! of it, whenever a build is killed. What has not changed is not written again. The folder belongs to Duly only
//! as far as its manifest goes: a folder that holds anything else is refused, and so is one that is no place for
//! a site. The one file of an author's that is written is the page that somebody signs ([`replace_page`]).

mod guard;
mod lock;
mod manifest;
mod new_file;
mod page;
mod swap;

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, bail};
use rayon::prelude::*;
use rustc_hash::FxBuildHasher;

pub use guard::Surroundings;
use lock::Lock;
use manifest::Manifest;
pub use new_file::{new_file, replace_own};
pub use page::replace_page;
pub use swap::Replacement;

/// A site that is being written and that nobody sees yet. Dropped before [`Staging::publish`], it leaves nothing
/// behind.
pub struct Staging {
    target: PathBuf,
    /// Where new files wait, beside the target.
    folder: PathBuf,
    /// Whether there is anything in the place of the site already.
    replaces: bool,
    progress: Mutex<Progress>,
    /// Keeps other builds away from the target for as long as this one lasts.
    lock: Arc<Lock>,
}

/// What has been written so far.
#[derive(Default)]
struct Progress {
    written: BTreeSet<String>,
    /// Files that the target holds already, to the byte.
    unchanged: BTreeSet<String>,
    /// Folders that are there, by their paths below the root of the site. A set of `PathBuf`s would take every path
    /// apart at each comparison.
    folders: HashSet<String, FxBuildHasher>,
}

/// How a site got into its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// How many files are new or different.
    pub written: usize,
    /// What happened to the site that was there before.
    pub replacement: Replacement,
}

impl Staging {
    /// Begins a site that is to be at `target`, and clears what a build that died left beside it.
    ///
    /// # Errors
    ///
    /// When that is no place for a site, holds what Duly did not write, is being written by another build, or
    /// cannot be written beside.
    pub fn begin(target: &Path, surroundings: &Surroundings<'_>) -> anyhow::Result<Self> {
        guard::check(target, surroundings)?;
        let parent = parent(target);
        make_folders(parent)?;
        let lock = Arc::new(Lock::take(parent, target)?);
        Self::begin_locked(target, lock)
    }

    /// Begins another output of the same build; the two share a lock when they stand in one folder.
    ///
    /// # Errors
    ///
    /// Those of [`Staging::begin`].
    pub fn begin_beside(&self, target: &Path, surroundings: &Surroundings<'_>) -> anyhow::Result<Self> {
        let real = |path: &Path| fs::canonicalize(parent(path)).ok();
        if real(target).is_none() || real(target) != real(&self.target) {
            return Self::begin(target, surroundings);
        }
        guard::check(target, surroundings)?;
        Self::begin_locked(target, Arc::clone(&self.lock))
    }

    fn begin_locked(target: &Path, lock: Arc<Lock>) -> anyhow::Result<Self> {
        let name =
            target.file_name().and_then(|name| name.to_str()).context("the output folder has no name")?;
        let parent = parent(target);
        let folder = parent.join(format!(".{name}.duly-new"));
        // What a build that died was writing, or the old site that it had just exchanged.
        remove_folder(&folder)?;
        manifest::check_owned(target)?;
        make_folders(&folder)?;
        let replaces = target.exists();
        Ok(Self { target: target.to_owned(), folder, replaces, progress: Mutex::default(), lock })
    }

    /// Writes one output, unless the target holds it already. `path` is below the root of the site.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn write(&self, path: &str, bytes: &[u8]) -> anyhow::Result<()> {
        if self.replaces && is_same(&self.target.join(path), bytes) {
            self.progress().unchanged.insert(path.to_owned());
            return Ok(());
        }
        self.make_folder_of(path)?;
        write_file(&self.folder.join(path), bytes)?;
        self.progress().written.insert(path.to_owned());
        Ok(())
    }

    /// Puts the site in the place of the one before; a site that is the same to the byte is left alone.
    ///
    /// # Errors
    ///
    /// Those of the disk, and when somebody put a file into the target meanwhile. The old site is then still
    /// there.
    pub fn publish(self) -> anyhow::Result<Published> {
        let progress = std::mem::take(&mut *self.progress());
        let manifest = Manifest::new(progress.written.iter().chain(&progress.unchanged).cloned());
        let written = progress.written.len();
        if written == 0 && manifest::read(&self.target)? == Some(manifest.clone()) {
            return Ok(Published { written, replacement: Replacement::None });
        }
        // What was put there while the site was built must not be lost.
        manifest::check_owned(&self.target)?;
        let replacement = if swap::in_one_step(&self.folder, &self.target, &progress.unchanged, &manifest)? {
            Replacement::OneStep
        } else {
            swap::file_by_file(&self.folder, &self.target, &progress.written, &manifest)?;
            Replacement::FileByFile
        };
        Ok(Published { written, replacement })
    }

    fn progress(&self) -> std::sync::MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn make_folder_of(&self, path: &str) -> anyhow::Result<()> {
        let folder = swap::folder_of(path);
        if !self.progress().folders.contains(folder) {
            // Made before it is listed: another thread may want to write there at once.
            make_folders(&self.folder.join(folder))?;
            self.progress().folders.insert(folder.to_owned());
        }
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Nothing can be done about a failure here; the next build clears what is left.
        let _ = remove_folder(&self.folder);
    }
}

/// The folder that holds the target.
fn parent(target: &Path) -> &Path {
    target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether a file holds just these bytes.
fn is_same(file: &Path, bytes: &[u8]) -> bool {
    let is_file = fs::symlink_metadata(file)
        .is_ok_and(|metadata| metadata.is_file() && metadata.len() == bytes.len() as u64);
    is_file && read_file(file).is_ok_and(|old| old == bytes)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the writer looks at what it wrote before; no input of the build"
)]
fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path)
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that writes files")]
fn write_file(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    fs::write(path, bytes).with_context(|| format!("{} cannot be written", path.display()))
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that makes folders")]
fn make_folders(path: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(path).with_context(|| format!("{} cannot be made", path.display()))
}

#[expect(clippy::disallowed_methods, reason = "only what Duly made is moved")]
fn rename(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::rename(from, to).with_context(|| format!("{} cannot be moved to {}", from.display(), to.display()))
}

#[expect(clippy::disallowed_methods, reason = "only what the manifest lists is removed")]
fn remove_file(path: &Path) -> anyhow::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} cannot be removed", path.display()))
        }
        _ => Ok(()),
    }
}

/// Removes a folder that Duly made, if it is there; what is two levels below on all cores, for a disk keeps one waiting.
fn remove_folder(path: &Path) -> anyhow::Result<()> {
    let below: Vec<PathBuf> = folders_in(path).iter().flat_map(|folder| folders_in(folder)).collect();
    below.par_iter().try_for_each(|folder| remove_at_once(folder))?;
    remove_at_once(path)
}

/// The folders in a folder, links aside; none when it is a link itself or cannot be read.
#[expect(clippy::disallowed_methods, reason = "only folders that Duly made are looked into")]
fn folders_in(path: &Path) -> Vec<PathBuf> {
    if !fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir()) {
        return Vec::new();
    }
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    entries
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .map(|entry| entry.path())
        .collect()
}

#[expect(clippy::disallowed_methods, reason = "only folders that Duly made are removed")]
fn remove_at_once(path: &Path) -> anyhow::Result<()> {
    match fs::remove_dir_all(path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            bail!("{} is in the way: it is not a folder", path.display())
        }
        Err(error) => Err(error).with_context(|| format!("{} cannot be removed", path.display())),
    }
}
