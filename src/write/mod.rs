//! The last stage, and the only one that writes to the disk: outputs become a folder.
//!
//! A site is built in a folder beside its target and takes its place in one step, so that nobody ever sees half
//! of it. The folder belongs to Duly only as far as its manifest goes: a folder that holds anything else is
//! refused, and so is one that is no place for a site.

mod guard;
mod manifest;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::PoisonError;

use anyhow::{Context, bail};
use rustix::fs::{CWD, RenameFlags, renameat_with};

pub use guard::Surroundings;
use manifest::Manifest;

/// A site that is being written and that nobody sees yet. Dropped before [`Staging::publish`], it leaves nothing
/// behind.
pub struct Staging {
    target: PathBuf,
    folder: PathBuf,
    manifest: Mutex<Manifest>,
    made_folders: Mutex<BTreeSet<PathBuf>>,
    published: bool,
}

impl Staging {
    /// Begins a site that is to be at `target`.
    ///
    /// # Errors
    ///
    /// When that is no place for a site, holds what Duly did not write, or cannot be written beside.
    pub fn begin(target: &Path, surroundings: &Surroundings<'_>) -> anyhow::Result<Self> {
        guard::check(target, surroundings)?;
        let name =
            target.file_name().and_then(|name| name.to_str()).context("the output folder has no name")?;
        let parent = target.parent().unwrap_or(Path::new(""));
        let folder = parent.join(format!(".{name}.duly-{}", std::process::id()));
        remove_folder(&folder)?;
        make_folders(&folder)?;
        Ok(Self {
            target: target.to_owned(),
            folder,
            manifest: Mutex::default(),
            made_folders: Mutex::default(),
            published: false,
        })
    }

    /// Writes one output. `path` is below the root of the site.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn write(&self, path: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let file = self.folder.join(path);
        let folder = file.parent().unwrap_or(&self.folder);
        let is_new =
            self.made_folders.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned());
        if is_new {
            make_folders(folder)?;
        }
        write_file(&file, bytes)?;
        self.manifest.lock().unwrap_or_else(PoisonError::into_inner).add(path, bytes);
        Ok(())
    }

    /// Puts the site in the place of the one before.
    ///
    /// # Errors
    ///
    /// Those of the disk, and when somebody put a file into the target meanwhile. The old site is then still
    /// there.
    pub fn publish(mut self) -> anyhow::Result<()> {
        let manifest = self.manifest.lock().unwrap_or_else(PoisonError::into_inner).to_text();
        write_file(&self.folder.join(manifest::NAME), manifest.as_bytes())?;
        if self.target.exists() {
            // What was put there while the site was built must not be lost either.
            manifest::check_owned(&self.target)?;
            self.exchange()?;
        } else {
            rename(&self.folder, &self.target)?;
        }
        self.published = true;
        Ok(())
    }

    /// Exchanges the two folders in one step where the file system can, else in two.
    fn exchange(&self) -> anyhow::Result<()> {
        match renameat_with(CWD, &self.folder, CWD, &self.target, RenameFlags::EXCHANGE) {
            Ok(()) => remove_folder(&self.folder),
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::OPNOTSUPP) => {
                let old = self.folder.with_extension("old");
                remove_folder(&old)?;
                rename(&self.target, &old)?;
                rename(&self.folder, &self.target)?;
                remove_folder(&old)
            }
            Err(error) => Err(error).with_context(|| format!("{} cannot be replaced", self.target.display())),
        }
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.published {
            // Nothing can be done about a failure here; the next build clears what is left.
            let _ = remove_folder(&self.folder);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that writes files")]
fn write_file(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    fs::write(path, bytes).with_context(|| format!("{} cannot be written", path.display()))
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that makes folders")]
fn make_folders(path: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(path).with_context(|| format!("{} cannot be made", path.display()))
}

#[expect(clippy::disallowed_methods, reason = "only folders that Duly made are moved")]
fn rename(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::rename(from, to).with_context(|| format!("{} cannot be moved to {}", from.display(), to.display()))
}

/// Removes a folder that Duly made, if it is there.
#[expect(clippy::disallowed_methods, reason = "only folders that Duly made are removed")]
fn remove_folder(path: &Path) -> anyhow::Result<()> {
    match fs::remove_dir_all(path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            bail!("{} is in the way: it is not a folder", path.display())
        }
        Err(error) => Err(error).with_context(|| format!("{} cannot be removed", path.display())),
    }
}
