//! Where a site must not go: a slip in `build-dir` must never cost anybody a file.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

/// The folders around a build that are not its output.
pub struct Surroundings<'a> {
    /// The folder of `book.toml`.
    pub root: &'a Path,
    /// The folder of the pages, below `root`.
    pub src: &'a str,
    /// Folders of other outputs: one output must not lie within another.
    pub others: Vec<PathBuf>,
    /// The home folder of whoever runs the build, if it is known.
    pub home: Option<PathBuf>,
}

/// Refuses a target that is no place for a site, whatever it holds.
pub(super) fn check(target: &Path, surroundings: &Surroundings<'_>) -> anyhow::Result<()> {
    if target.is_symlink() {
        bail!(refused(target, "it is a symbolic link"));
    }
    if target.exists() && !target.is_dir() {
        bail!(refused(target, "it is a file"));
    }
    let root = real(surroundings.root)?;
    let target_path = real(target)?;
    let sources = [surroundings.src, "themes", ".git"].map(|folder| root.join(folder));
    if root.starts_with(&target_path) {
        bail!(refused(target, "it holds the book itself"));
    }
    if let Some(source) = sources.iter().find(|source| {
        let source = real(source).unwrap_or_else(|_| (*source).clone());
        // Pages may be written in the folder of the book itself; the site is then a folder beside them.
        let is_within = source != root && target_path.starts_with(&source);
        is_within || source.starts_with(&target_path)
    }) {
        bail!(refused(target, &format!("{} is where the book is written", source.display())));
    }
    for other in &surroundings.others {
        let other_path = real(other)?;
        if target_path.starts_with(&other_path) || other_path.starts_with(&target_path) {
            bail!(refused(target, &format!("{} is another output folder", other.display())));
        }
    }
    if surroundings
        .home
        .as_deref()
        .and_then(|home| real(home).ok())
        .is_some_and(|home| home.starts_with(&target_path))
    {
        bail!(refused(target, "it is or holds your home folder"));
    }
    Ok(())
}

pub(super) fn refused(target: &Path, reason: &str) -> String {
    format!(
        "{} cannot be the output folder: {reason}\nName a folder of its own, such as `build-dir = \"_site\"` under \
         `[build]` of book.toml; a private register has another, `register-dir`.",
        target.display()
    )
}

/// The path without links; of what is not there yet, as far as it is.
fn real(path: &Path) -> anyhow::Result<PathBuf> {
    let path = std::path::absolute(path).with_context(|| format!("{} cannot be resolved", path.display()))?;
    for ancestor in path.ancestors() {
        if let Ok(real) = fs::canonicalize(ancestor) {
            let rest = path.strip_prefix(ancestor).unwrap_or(Path::new(""));
            return Ok(real.join(rest));
        }
    }
    Ok(path)
}
