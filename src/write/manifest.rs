//! The manifest: which files of the output folder are Duly's.
//!
//! It is a file of the site, a path a line, each a JSON string, for file names may hold line ends.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, bail};
use walkdir::WalkDir;

use super::guard::refused;
use super::read_file;

/// Its name in the output folder. The dot keeps it out of listings.
pub(super) const NAME: &str = ".duly-manifest";

/// What stands behind the name of a file on its way into its place.
pub(super) const TEMPORARY: &str = ".duly-tmp";

const HEADING: &str = "# The files that Duly wrote here. It deletes no others.\n";

/// How many foreign files are named when a folder is refused.
const MOST_NAMED: usize = 5;

/// The paths of a site's files, itself left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) paths: BTreeSet<String>,
}

impl Manifest {
    pub(super) fn new(paths: impl Iterator<Item = String>) -> Self {
        Self { paths: paths.collect() }
    }

    pub(super) fn to_text(&self) -> String {
        let line = |path: &String| serde_json::to_string(path).expect("a string serialises") + "\n";
        self.paths.iter().map(line).fold(HEADING.to_owned(), |text, line| text + &line)
    }

    fn from_text(text: &str) -> Self {
        Self::new(text.lines().filter_map(|line| serde_json::from_str(line).ok()))
    }
}

/// The manifest of a folder, if it has one.
pub(super) fn read(target: &Path) -> anyhow::Result<Option<Manifest>> {
    let path = target.join(NAME);
    if !path.exists() {
        return Ok(None);
    }
    let bytes = read_file(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(Some(Manifest::from_text(&String::from_utf8_lossy(&bytes))))
}

/// Whether a path is that of the manifest, or of one that was about to take its place.
fn is_manifest(path: &str) -> bool {
    path.strip_prefix(NAME).is_some_and(|rest| rest.is_empty() || rest == TEMPORARY)
}

/// Refuses a folder that holds anything that the manifest in it does not list.
pub(super) fn check_owned(target: &Path) -> anyhow::Result<()> {
    if !target.exists() {
        return Ok(());
    }
    let listed = read(target)?.unwrap_or_default();
    let mut foreign = Vec::new();
    for entry in WalkDir::new(target).min_depth(1).sort_by_file_name() {
        let entry = entry.with_context(|| format!("{} cannot be looked through", target.display()))?;
        if entry.file_type().is_dir() {
            continue;
        }
        let path = entry.path().strip_prefix(target).unwrap_or(entry.path());
        let path = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        if !is_manifest(&path) && !listed.paths.contains(&path) {
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
