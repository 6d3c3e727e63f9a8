//! How a new site takes the place of the old one.
//!
//! In one step where the system can exchange two folders. Where it cannot (the target is a mount point, or on a
//! file system without that call) file by file: each file whole by temp and rename, new files first, files that
//! are gone last (but for those in the way of new ones), and a manifest that at every moment lists all files of Duly's.

use std::collections::{BTreeMap, BTreeSet};
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

/// Whether this system has a call that exchanges two folders.
const CAN_EXCHANGE: bool = cfg!(any(target_os = "linux", target_vendor = "apple"));

/// Completes the new folder with the files that have not changed, and exchanges it with the target. Says whether the
/// system could do that; if not, the target is as it was.
pub(super) fn in_one_step(
    folder: &Path,
    target: &Path,
    unchanged: &BTreeSet<String>,
    manifest: &Manifest,
) -> anyhow::Result<bool> {
    let replaces = target.exists();
    if replaces && !CAN_EXCHANGE || !keep_all(folder, target, unchanged)? {
        return Ok(false);
    }
    write_file(&folder.join(manifest::NAME), manifest.to_text().as_bytes())?;
    if !replaces {
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

/// Takes files of the target over to the same places of the new folder, on all cores. Says whether the two are on one
/// file system: otherwise they cannot be exchanged.
fn keep_all(folder: &Path, target: &Path, paths: &BTreeSet<String>) -> anyhow::Result<bool> {
    // In their order the files of a folder stand together, but for those of the folders in it.
    let paths: Vec<&String> = paths.iter().collect();
    let in_folders: Vec<&[&String]> = paths.chunk_by(|a, b| folder_of(a) == folder_of(b)).collect();
    let kept = in_folders.into_par_iter().map(|paths| {
        make_folders(&folder.join(folder_of(paths[0])))?;
        for path in paths {
            if !keep(&target.join(path), &folder.join(path))? {
                return Ok(false);
            }
        }
        Ok(true)
    });
    kept.try_reduce(|| true, |a, b| Ok(a && b))
}

/// Takes one file over: as a link, or as a copy where there are no links (FAT), too many of this file, or none allowed to
/// a file of another user.
fn keep(from: &Path, to: &Path) -> anyhow::Result<bool> {
    use io::ErrorKind::{CrossesDevices, PermissionDenied, TooManyLinks, Unsupported};
    match fs::hard_link(from, to).map_err(|error| (error.kind(), error)) {
        Ok(()) => Ok(true),
        Err((CrossesDevices, _)) => Ok(false),
        Err((PermissionDenied | TooManyLinks | Unsupported, _)) => copy(from, to).map(|()| true),
        Err((_, error)) => Err(error).with_context(|| format!("{} cannot be made", to.display())),
    }
}

/// The folder of a file, below the root of the site.
pub(super) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Whether folders were not exchanged because this file system, or this folder of it, cannot do it.
fn is_beyond_the_system(error: &io::Error) -> bool {
    use io::ErrorKind::{CrossesDevices, InvalidInput, ResourceBusy, Unsupported};
    matches!(error.kind(), CrossesDevices | InvalidInput | ResourceBusy | Unsupported)
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
    let gone: Vec<&String> = before.paths.difference(&manifest.paths).collect();
    let (in_the_way, gone) = gone.into_iter().partition(|path| is_in_the_way(path, written));
    remove(target, in_the_way, manifest)?;
    for path in in_order(written) {
        let to = target.join(path);
        make_folders(to.parent().unwrap_or(target))?;
        let waiting = target.join(temporary(path));
        // The two folders may be on different file systems, so the file is copied beside its place first.
        copy(&folder.join(path), &waiting)?;
        rename(&waiting, &to)?;
    }
    remove(target, gone, manifest)?;
    replace_manifest(target, manifest)
}

/// Whether a file would have to be a folder, or stands in a folder that would have to be a file.
fn is_in_the_way(path: &str, written: &BTreeSet<String>) -> bool {
    let below = format!("{path}/");
    let is_folder = written.range(below.clone()..).next().is_some_and(|new| new.starts_with(&below));
    is_folder || path.match_indices('/').any(|(end, _)| written.contains(&path[..end]))
}

/// Removes files that are gone from the site, with the folders that hold nothing else.
fn remove(target: &Path, gone: Vec<&String>, manifest: &Manifest) -> anyhow::Result<()> {
    let key = |path: &String| path.to_lowercase();
    let keys: BTreeSet<String> = gone.iter().map(|path| key(path)).collect();
    let alike = manifest.paths.iter().map(|path| (key(path), path)).filter(|(key, _)| keys.contains(key));
    let alike: BTreeMap<String, &String> = alike.collect();
    for path in gone {
        let other = alike.get(&key(path)).filter(|new| is_one_file(&target.join(path), &target.join(new)));
        if let Some(new) = other {
            respell(target, path, new)?;
        } else {
            remove_file(&target.join(path))?;
            remove_empty_folders(target, path);
        }
    }
    Ok(())
}

/// Whether two paths that differ in letter case alone are one file, as they are where the file system does not tell letter case
/// apart.
fn is_one_file(a: &Path, b: &Path) -> bool {
    same_file::is_same_file(a, b).unwrap_or(false)
}

/// Gives a file, and the folders that it is in, the letter case of its new path.
fn respell(target: &Path, old: &str, new: &str) -> anyhow::Result<()> {
    let ends =
        |path: &str| path.match_indices('/').map(|(end, _)| end).chain([path.len()]).collect::<Vec<_>>();
    for (end_of_old, end_of_new) in ends(old).into_iter().zip(ends(new)) {
        // The folders above have their new names already.
        let (above, new) = (folder_of(&new[..end_of_new]), &new[..end_of_new]);
        let name = old[..end_of_old].rsplit('/').next().unwrap_or_default();
        let old = target.join(above).join(name);
        if old != target.join(new) && old.exists() {
            rename(&old, &target.join(new))?;
        }
    }
    Ok(())
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

#[expect(clippy::disallowed_methods, reason = "only files that Duly wrote are copied")]
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

    /// Replaces a site of these files by another one, file by file.
    fn replaced(old: &[(&str, &str)], new: &[(&str, &str)]) -> tempfile::TempDir {
        let target = folder_with(old);
        let paths =
            |files: &[(&str, &str)]| manifest(&files.iter().map(|(path, _)| *path).collect::<Vec<_>>());
        replace_manifest(target.path(), &paths(old)).unwrap();
        let now = paths(new);
        file_by_file(folder_with(new).path(), target.path(), &now.paths, &now).unwrap();
        manifest::check_owned(target.path()).unwrap();
        target
    }

    #[test]
    fn file_by_file_a_file_can_become_a_folder_and_a_folder_a_file() {
        let old = [("a", "file"), ("b/c/index.html", "page"), ("b/d", "file"), ("e", "kept")];
        let new = [("a/index.html", "page"), ("b", "file"), ("e", "kept")];
        let target = replaced(&old, &new);
        for (path, text) in new {
            assert_eq!(fs::read_to_string(target.path().join(path)).unwrap(), text, "{path}");
        }
    }

    #[test]
    fn file_by_file_a_file_that_only_changed_its_letter_case_is_kept() {
        // Where letter case counts these are two files, of which one goes.
        let target = replaced(&[("Plan/Logo.png", "old")], &[("plan/logo.png", "new")]);
        assert_eq!(fs::read_to_string(target.path().join("plan/logo.png")).unwrap(), "new");
        assert!(!target.path().join("Plan").exists());
        // Where it does not they are one; two names of one file are as near as other systems come to that.
        let folder = folder_with(&[("Logo.png", "logo")]);
        fs::hard_link(folder.path().join("Logo.png"), folder.path().join("logo.png")).unwrap();
        remove(folder.path(), vec![&"Logo.png".to_owned()], &manifest(&["logo.png"])).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("logo.png")).unwrap(), "logo");
    }

    #[test]
    fn what_pages_load_comes_first_and_what_lists_them_last() {
        let paths = ["a/index.html", "assets/x.css", "index.html", "s/p/index.html", "sitemap.xml"];
        let written: BTreeSet<String> = paths.map(str::to_owned).into();
        let order: Vec<&String> = in_order(&written).collect();
        assert_eq!(order, ["assets/x.css", "s/p/index.html", "a/index.html", "index.html", "sitemap.xml"]);
    }
}
