//! What is in a folder before it becomes a book: its Markdown, and what else stands there.

use std::fs;
use std::path::Path;

use anyhow::Context;
use walkdir::WalkDir;

use super::CONFIG_NAME;
use super::files::{bytes, is_hidden, is_made};
use super::sort::is_page;

/// The files of a folder that a book could be made of. Hidden files, folders of tools, links and old sites of Duly are
/// passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// Markdown, by path from the folder.
    pub pages: Vec<String>,
    /// All other files.
    pub others: Vec<String>,
    /// Whether there is a `book.toml`.
    pub is_book: bool,
}

/// What stands at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Present {
    /// Nothing.
    Nothing,
    /// A file of this text; other bytes than UTF-8 are replaced.
    File(String),
    /// A folder, a link, or a file that cannot be read.
    Other,
}

/// Looks through a folder, which need not be there yet.
///
/// # Errors
///
/// When something of that name is no folder, or it cannot be listed.
pub fn survey(folder: &Path) -> anyhow::Result<Survey> {
    let mut survey = Survey { is_book: folder.join(CONFIG_NAME).exists(), ..Survey::default() };
    if fs::symlink_metadata(folder).is_err() {
        return Ok(survey);
    }
    let keep = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !(is_hidden(&name) || is_made(entry.path()))
    };
    for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(keep) {
        let entry = entry.with_context(|| format!("{} cannot be looked through", folder.display()))?;
        let path = entry.path().strip_prefix(folder).ok().and_then(Path::to_str);
        if let Some(path) = path.filter(|_| entry.file_type().is_file()) {
            let path = path.replace(std::path::MAIN_SEPARATOR, "/");
            if is_page(&path) { survey.pages.push(path) } else { survey.others.push(path) }
        }
    }
    Ok(survey)
}

/// What stands at a path below a folder.
pub fn present(folder: &Path, path: &str) -> Present {
    let path = folder.join(path);
    match fs::symlink_metadata(&path) {
        Err(_) => Present::Nothing,
        Ok(metadata) if metadata.is_file() => match bytes(&path) {
            Ok(bytes) => Present::File(String::from_utf8_lossy(&bytes).into_owned()),
            Err(_) => Present::Other,
        },
        Ok(_) => Present::Other,
    }
}
