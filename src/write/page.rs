//! Replacing one page of the book: the only thing of an author's that Duly writes.

use std::fs::{self, File, Metadata};
use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail, ensure};

use super::read_file;

/// Puts `new` in the place of `old` as the text of the page `name`, a path below the folder `root` of the book.
///
/// The new text is written to a file beside it, handed to the disk, given the page's permissions and moved into its
/// place in one step: whoever looks sees the old page or the new one, even after a crash. A symbolic link is
/// followed as long as it stays in the book, and stays a link.
///
/// # Errors
///
/// When the page no longer holds `old`, is write-protected, is not in the book, or the disk refuses. The page is then
/// as it was.
pub fn replace_page(root: &Path, name: &str, old: &str, new: &str) -> anyhow::Result<()> {
    let real_root =
        fs::canonicalize(root).with_context(|| format!("{} cannot be resolved", root.display()))?;
    let page = fs::canonicalize(root.join(name)).with_context(|| format!("{name} cannot be found"))?;
    ensure!(page.starts_with(&real_root), "{name} leads out of the book; it was left alone");
    let metadata = fs::metadata(&page).with_context(|| format!("{name} cannot be read"))?;
    ensure!(!metadata.permissions().readonly(), "{name} is write-protected; it was left alone");
    let folder = page.parent().unwrap_or(&real_root);
    let waiting = written_beside(folder, new, &metadata)
        .with_context(|| format!("a new version of {name} cannot be written beside it"))?;
    // As late as can be: an editor may have saved the page while somebody thought about an answer.
    let now = read_file(&page).with_context(|| format!("{name} cannot be read"))?;
    if now != old.as_bytes() {
        bail!("{name} was changed meanwhile; it was left alone, so look at it again");
    }
    waiting.persist(&page).with_context(|| format!("{name} cannot be replaced"))?;
    settle(folder);
    Ok(())
}

/// A file with that text, complete on the disk, that goes away when it is not moved to its place.
fn written_beside(
    folder: &Path,
    text: &str,
    metadata: &Metadata,
) -> std::io::Result<tempfile::NamedTempFile> {
    // Hidden, so that a build that runs meanwhile does not take it for a page.
    let mut file = tempfile::Builder::new().prefix(".duly-").suffix(".tmp").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().set_permissions(metadata.permissions())?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Hands the exchange of names to the disk where a folder can be opened for that; elsewhere the system does it in
/// its own time.
#[expect(clippy::disallowed_methods, reason = "a folder is synchronised through a handle of it")]
fn settle(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}
