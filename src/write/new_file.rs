//! New files in an author's folder: written where nothing stands, and nowhere else.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, ensure};
use tempfile::NamedTempFile;

use super::{make_folders, parent, read_file};

/// Writes a file at a path below the folder `root`, where nothing may stand. The file is complete when it appears.
///
/// # Errors
///
/// When something stands there, a link leads out of the folder on the way, or the disk refuses.
pub fn new_file(root: &Path, path: &str, content: impl AsRef<[u8]>) -> anyhow::Result<()> {
    let target = root.join(path);
    let folder = parent(&target);
    ensure!(!leads_out(root, folder), "{path} would be out of {}; it was not written", root.display());
    make_folders(folder)?;
    let file =
        written_beside(folder, content.as_ref()).with_context(|| format!("{path} cannot be written"))?;
    file.persist_noclobber(&target).with_context(|| format!("{path} cannot be written"))?;
    Ok(())
}

/// A complete file that goes away when it is not moved to its place.
fn written_beside(folder: &Path, content: &[u8]) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".duly-").suffix(".tmp");
    // A temporary file is for its owner alone; a page is not. The user's mask still takes away what it takes.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(content)?;
    Ok(file)
}

/// Whether the part of a folder that is there already lies outside `root`.
fn leads_out(root: &Path, folder: &Path) -> bool {
    let Ok(root) = fs::canonicalize(root) else { return false };
    let there = folder.ancestors().find_map(|folder| fs::canonicalize(folder).ok());
    there.is_some_and(|there| !there.starts_with(&root))
}

/// Writes a file that may take the place of an earlier one of its sort, which begins with `mark`, and of nothing
/// else. Whoever looks sees the earlier one or this one, whole.
///
/// # Errors
///
/// When another file stands there, or the disk refuses.
pub fn replace_own(path: &Path, text: &str, mark: &str) -> anyhow::Result<()> {
    if let Ok(there) = fs::symlink_metadata(path) {
        let is_own = there.is_file() && read_file(path).is_ok_and(|bytes| bytes.starts_with(mark.as_bytes()));
        ensure!(is_own, "{} was not made by Duly; it was left alone", path.display());
    }
    let folder = parent(path);
    make_folders(folder)?;
    let cannot = || format!("{} cannot be written", path.display());
    written_beside(folder, text.as_bytes()).with_context(cannot)?.persist(path).with_context(cannot)?;
    Ok(())
}
