//! How a new site takes the place of the old one.
//!
//! In one step where the system can exchange two folders. Where it cannot (the target is a mount point, or on a
//! file system without that call) file by file: each file whole by temp and rename, new files first, files that
//! are gone last, and a manifest that at every moment lists all files of Duly's.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use anyhow::Context;
use rayon::prelude::*;

use super::manifest::{self, Manifest};
use super::{make_folders, remove_file, remove_folder, rename, write_file};

/// How the site got into its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replacement {
    /// It was there already, to the byte.
    None,
    /// The whole site at once.
    OneStep,
    /// A file at a time, each of them whole.
    FileByFile,
}

/// Completes the new folder with the files that have not changed, as links to the old ones, and exchanges it
/// with the target. Says whether the system could do that; if not, the target is as it was.
pub(super) fn in_one_step(
    folder: &Path,
    target: &Path,
    unchanged: &BTreeSet<String>,
    manifest: &Manifest,
) -> anyhow::Result<bool> {
    if !link_all(folder, target, unchanged)? {
        return Ok(false);
    }
    write_file(&folder.join(manifest::NAME), manifest.to_text().as_bytes())?;
    if !target.exists() {
        rename(folder, target)?;
        return Ok(true);
    }
    match exchange(folder, target) {
        Ok(()) => {
            remove_folder(folder)?;
            Ok(true)
        }
        Err(error) if is_beyond_the_system(&error) => Ok(false),
        Err(error) => Err(error).with_context(|| format!("{} cannot be replaced", target.display())),
    }
}

/// Links the files of the target to the same places of the new folder, on all cores. Says whether the system can.
fn link_all(folder: &Path, target: &Path, paths: &BTreeSet<String>) -> anyhow::Result<bool> {
    // In their order the files of a folder stand together, but for those of the folders in it.
    let paths: Vec<&String> = paths.iter().collect();
    let in_folders: Vec<&[&String]> = paths.chunk_by(|a, b| folder_of(a) == folder_of(b)).collect();
    let linked = in_folders.into_par_iter().map(|paths| {
        make_folders(&folder.join(folder_of(paths[0])))?;
        for path in paths {
            let to = folder.join(path);
            match fs::hard_link(target.join(path), &to) {
                Ok(()) => {}
                Err(error) if is_beyond_the_system(&error) => return Ok(false),
                Err(error) => return Err(error).with_context(|| format!("{} cannot be made", to.display())),
            }
        }
        Ok(true)
    });
    linked.try_reduce(|| true, |a, b| Ok(a && b))
}

/// The folder of a file, below the root of the site.
pub(super) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Whether an operation failed because this file system, or this folder of it, cannot do it.
fn is_beyond_the_system(error: &io::Error) -> bool {
    use io::ErrorKind::{CrossesDevices, InvalidInput, ResourceBusy, TooManyLinks, Unsupported};
    matches!(error.kind(), CrossesDevices | InvalidInput | ResourceBusy | TooManyLinks | Unsupported)
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange(folder: &Path, target: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, folder, CWD, target, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange(_folder: &Path, _target: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Moves new and changed files over one by one, then removes those that are gone.
pub(super) fn file_by_file(
    folder: &Path,
    target: &Path,
    written: &BTreeSet<String>,
    manifest: &Manifest,
) -> anyhow::Result<()> {
    make_folders(target)?;
    let before = manifest::read(target)?.unwrap_or_default();
    // Until all is done, what is new and what is old is Duly's, and so are the files on their way.
    let on_their_way = written.iter().map(|path| temporary(path));
    let both = Manifest::new(before.paths.union(&manifest.paths).cloned().chain(on_their_way));
    replace_manifest(target, &both)?;
    for path in in_order(written) {
        let to = target.join(path);
        make_folders(to.parent().unwrap_or(target))?;
        let waiting = target.join(temporary(path));
        // The two folders may be on different file systems, so the file is copied beside its place first.
        copy(&folder.join(path), &waiting)?;
        rename(&waiting, &to)?;
    }
    for path in before.paths.difference(&manifest.paths) {
        remove_file(&target.join(path))?;
        remove_empty_folders(target, path);
    }
    replace_manifest(target, manifest)
}

/// What pages load before pages, pages before the lists that lead to them.
fn in_order(written: &BTreeSet<String>) -> impl Iterator<Item = &String> {
    let is_page = |path: &&String| path.ends_with(".html");
    let is_list = |path: &&String| path.ends_with(".xml") || path.matches('/').count() < 2;
    let (pages, files): (Vec<_>, Vec<_>) = written.iter().partition(is_page);
    let (late, early): (Vec<_>, Vec<_>) = files.into_iter().partition(|path| path.ends_with(".xml"));
    let (lists, pages): (Vec<_>, Vec<_>) = pages.into_iter().partition(is_list);
    early.into_iter().chain(pages).chain(lists).chain(late)
}

fn temporary(path: &str) -> String {
    format!("{path}{}", manifest::TEMPORARY)
}

fn replace_manifest(target: &Path, manifest: &Manifest) -> anyhow::Result<()> {
    let waiting = target.join(temporary(manifest::NAME));
    write_file(&waiting, manifest.to_text().as_bytes())?;
    rename(&waiting, &target.join(manifest::NAME))
}

#[expect(clippy::disallowed_methods, reason = "only files that Duly just wrote are copied")]
fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::copy(from, to).map(drop).with_context(|| format!("{} cannot be written", to.display()))
}

/// Removes the folders above a removed file that hold nothing any more.
fn remove_empty_folders(target: &Path, path: &str) {
    for folder in Path::new(path).ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()) {
        if fs::remove_dir(target.join(folder)).is_err() {
            break;
        }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test makes the folders that it looks at")]
mod tests {
    use super::*;

    fn folder_with(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            fs::create_dir_all(folder.path().join(path).parent().unwrap()).unwrap();
            fs::write(folder.path().join(path), text).unwrap();
        }
        folder
    }

    fn manifest(paths: &[&str]) -> Manifest {
        Manifest::new(paths.iter().map(|path| (*path).to_owned()))
    }

    #[test]
    fn file_by_file_the_folder_becomes_the_new_site_and_keeps_what_is_not_ours() {
        let old = folder_with(&[("index.html", "old"), ("gone/index.html", "gone"), ("same.css", "same")]);
        replace_manifest(old.path(), &manifest(&["index.html", "gone/index.html", "same.css"])).unwrap();
        fs::write(old.path().join("foreign.txt"), "foreign").unwrap();
        let new = folder_with(&[("index.html", "new"), ("added/index.html", "added")]);
        let written = ["index.html", "added/index.html"].map(str::to_owned).into();
        let now = manifest(&["index.html", "added/index.html", "same.css"]);
        file_by_file(new.path(), old.path(), &written, &now).unwrap();
        let text = |path: &str| fs::read_to_string(old.path().join(path)).ok();
        assert_eq!(text("index.html").as_deref(), Some("new"));
        assert_eq!(text("added/index.html").as_deref(), Some("added"));
        assert_eq!(text("same.css").as_deref(), Some("same"));
        assert_eq!(text("foreign.txt").as_deref(), Some("foreign"));
        assert!(!old.path().join("gone").exists());
        assert_eq!(manifest::read(old.path()).unwrap(), Some(now));
    }

    #[test]
    fn what_pages_load_comes_first_and_what_lists_them_last() {
        let paths = ["a/index.html", "assets/x.css", "index.html", "s/p/index.html", "sitemap.xml"];
        let written: BTreeSet<String> = paths.map(str::to_owned).into();
        let order: Vec<&String> = in_order(&written).collect();
        assert_eq!(order, ["assets/x.css", "s/p/index.html", "a/index.html", "index.html", "sitemap.xml"]);
    }
}
