//! A folder as it is, before anything of it is understood: the bytes of its files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, ensure};
use walkdir::{DirEntry, WalkDir};

use super::files::{LARGEST_PAGE, bytes, io_finding, is_hidden, is_made, skipped_finding, unreadable};
use super::sort::is_page;
use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::source::SourceFile;

/// No git host takes a larger file; in bytes.
const LARGEST_FILE: u64 = 100 * 1024 * 1024;

/// What says who owns what, in a folder that is passed over otherwise.
const OF_OWNERS: &str = ".github/CODEOWNERS";

/// All files of a folder, by path. Hidden ones, folders of tools and old sites of Duly are passed over; what cannot be read,
/// and links that lead out of the folder, are findings.
///
/// # Errors
///
/// When the folder is not there, or cannot be listed.
pub fn folder(root: &Path) -> anyhow::Result<Outcome<BTreeMap<String, Vec<u8>>>> {
    ensure!(root.is_dir(), "there is no folder {}", root.display());
    let real_root = root.canonicalize().with_context(|| format!("{} cannot be resolved", root.display()))?;
    let keep = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !(is_hidden(&name) || is_made(entry.path()))
    };
    let mut files = BTreeMap::new();
    let mut findings = Vec::new();
    for entry in WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(keep) {
        let entry = entry.with_context(|| format!("{} cannot be looked through", root.display()))?;
        let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
        let name = below.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        if entry.file_type().is_dir() {
            continue;
        }
        let read = if below.to_str().is_none() {
            let finding = unreadable(&name, "the name of this file is not UTF-8");
            Err(Box::new(finding.help("rename it, with letters that you can type")))
        } else {
            read(&entry, &name, &real_root)
        };
        match read {
            Ok(bytes) => drop(files.insert(name, bytes)),
            Err(finding) => findings.push(*finding),
        }
    }
    let of_owners = root.join(OF_OWNERS);
    if let Some(bytes) = Some(&of_owners).filter(|path| path.is_file()).and_then(|path| bytes(path).ok()) {
        files.insert(OF_OWNERS.to_owned(), bytes);
    }
    Ok(Outcome::new(files, findings))
}

fn read(entry: &DirEntry, name: &str, real_root: &Path) -> Result<Vec<u8>, Box<Diagnostic>> {
    let skipped = |message: &str, help: &str| Err(Box::new(skipped_finding(name, message).help(help)));
    if entry.path_is_symlink() {
        match entry.path().canonicalize() {
            Ok(target) if !target.starts_with(real_root) => {
                let message = "this symbolic link leads out of the folder and is not followed";
                return skipped(message, "put a copy of what it leads to in its place");
            }
            Ok(target) if target.is_file() => {}
            _ => {
                return skipped(
                    "this symbolic link leads to no file",
                    "put the file in its place, or remove it",
                );
            }
        }
    }
    let metadata = fs::metadata(entry.path()).map_err(|error| Box::new(io_finding(name, &error)))?;
    if !metadata.is_file() {
        return skipped(
            "this is no file that can be copied",
            "remove it: pipes, sockets and devices hold no page",
        );
    }
    let largest = if is_page(name) { LARGEST_PAGE } else { LARGEST_FILE };
    if metadata.len() > largest {
        let message = format!("the file is larger than {} MiB and is left", largest >> 20);
        let finding = Diagnostic::new(Code::SourceTooLarge, &SourceFile::new(name, ""), 0..0, message);
        return Err(Box::new(finding.help("put it elsewhere, and link to it")));
    }
    bytes(entry.path()).map_err(|error| Box::new(io_finding(name, &error)))
}
