//! The manifest: which files of the output folder are Duly's, and what was in them.
//!
//! It is a file of the site, a line a file: the BLAKE3 hash of its bytes, two spaces, its path.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use anyhow::{Context, bail};
use walkdir::WalkDir;

use super::guard::refused;

/// Its name in the output folder. The dot keeps it out of listings.
pub(super) const NAME: &str = ".duly-manifest";

/// How many foreign files are named when a folder is refused.
const MOST_NAMED: usize = 5;

/// The files of a site with their hashes.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    files: BTreeMap<String, String>,
}

impl Manifest {
    pub(super) fn add(&mut self, path: &str, bytes: &[u8]) {
        self.files.insert(path.to_owned(), blake3::hash(bytes).to_hex().to_string());
    }

    pub(super) fn to_text(&self) -> String {
        let mut text = String::from("# Files that Duly wrote. It deletes only these.\n");
        for (path, hash) in &self.files {
            writeln!(text, "{hash}  {path}").expect("writing to a string cannot fail");
        }
        text
    }
}

/// Refuses a folder that holds anything that the manifest in it does not list.
pub(super) fn check_owned(target: &Path) -> anyhow::Result<()> {
    if !target.exists() {
        return Ok(());
    }
    let listed = listed(target)?;
    let mut foreign = Vec::new();
    for entry in WalkDir::new(target).min_depth(1).sort_by_file_name() {
        let entry = entry.with_context(|| format!("{} cannot be looked through", target.display()))?;
        if entry.file_type().is_dir() {
            continue;
        }
        let path =
            entry.path().strip_prefix(target).unwrap_or(entry.path()).to_string_lossy().replace('\\', "/");
        if path != NAME && !listed.contains(&path) {
            foreign.push(path);
        }
    }
    if foreign.is_empty() {
        return Ok(());
    }
    let named = foreign.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join(", ");
    let more = foreign.len().saturating_sub(MOST_NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    bail!(refused(
        target,
        &format!("it holds files that Duly did not write ({named}{more}); move them away first")
    ))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the manifest is the writer's own memory, not an input of the build"
)]
fn listed(target: &Path) -> anyhow::Result<BTreeSet<String>> {
    let path = target.join(NAME);
    if !path.exists() {
        return Ok(BTreeSet::new());
    }
    let text =
        std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(text.lines().filter_map(|line| line.split_once("  ")).map(|(_, path)| path.to_owned()).collect())
}
