//! Where a page is: its path without the extension, letter case kept, never made from its title.

use std::collections::BTreeSet;
use std::collections::hash_map::Entry;
use std::fmt::Write;
use std::sync::Arc;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::page_finding;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::{Document, stem};

/// What is escaped in the path of an address: RFC 3986 §3.3 allows the rest; `&` and `'` are escaped as well,
/// so that an address is the same in HTML and XML.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'\'')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b':');

/// A document and its address.
pub(super) struct Placed {
    pub(super) document: Arc<Document>,
    /// `principles/culture/`; empty for the home page.
    pub(super) address: String,
    pub(super) is_index: bool,
}

/// Gives every document its address. Two sources of one address are an error that names both; the first
/// keeps it.
pub(super) fn place(
    documents: Vec<Arc<Document>>,
    config: &Config,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Placed> {
    let mut placed: Vec<Placed> = Vec::with_capacity(documents.len());
    let mut taken: FxHashMap<String, usize> = FxHashMap::default();
    let folders = folders(&documents);
    for document in documents {
        let path = document.source.path.as_str();
        let address = address(path);
        let is_index = is_index_file(path) || folders.contains(address.trim_end_matches('/'));
        match taken.entry(folded(&address)) {
            Entry::Occupied(first) => {
                findings.push(collision(&document, &address, &placed[*first.get()], config));
            }
            Entry::Vacant(free) => {
                free.insert(placed.len());
                placed.push(Placed { document, address, is_index });
            }
        }
    }
    placed.sort_by(|a, b| a.address.cmp(&b.address));
    placed
}

/// The folders that hold pages, with all folders above them.
fn folders(documents: &[Arc<Document>]) -> BTreeSet<String> {
    let mut folders = BTreeSet::new();
    for document in documents {
        let mut folder = folder_of(&document.source.path);
        while !folder.is_empty() && !folders.contains(folder) {
            folders.insert(folder.to_owned());
            folder = folder_of(folder);
        }
    }
    folders
}

fn collision(document: &Document, address: &str, first: &Placed, config: &Config) -> Diagnostic {
    let other = &first.document.source.file;
    let other_name = config.book.file(&first.document.source.path);
    let message = if first.address == address {
        format!("this page and {other_name} have the same address, /{address}")
    } else {
        format!(
            "this page and {other_name} have addresses that differ only in letter case or accents, which some systems \
             take for one"
        )
    };
    page_finding(document, Code::AddressCollision, None, message)
        .also(other, other.start()..other.start(), "the other page")
        .help("rename one of the two files, or join them")
}

/// What tells the address of a page apart from all others, by the path of its file below `src`.
pub fn folded_address(path: &str) -> String {
    folded(&address(path))
}

/// Two addresses are one where file systems fold letter case or compose accents.
pub(super) fn folded(address: &str) -> String {
    if address.is_ascii() {
        return address.to_ascii_lowercase();
    }
    address.nfc().flat_map(char::to_lowercase).collect()
}

/// The address of a page by the path of its file below `src`.
pub(super) fn address(path: &str) -> String {
    let stem = stem(path);
    let folder = folder_of(path);
    match (is_index_file(path), folder) {
        (true, "") => String::new(),
        (true, folder) => format!("{folder}/"),
        (false, _) => format!("{stem}/"),
    }
}

/// Whether the file of that path is the page of its folder.
pub(super) fn is_index_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = stem(name);
    stem == "index" || stem.eq_ignore_ascii_case("readme")
}

/// The folder of a path, without a slash at its end; empty at the top.
pub(super) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A path as it is written in an address.
pub fn encoded(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// How long [`encoded`] is, in bytes.
pub(super) fn encoded_length(path: &str) -> usize {
    utf8_percent_encode(path, PATH).map(str::len).sum()
}

/// A path as it is meant in a folder, without `.` and `..`; a slash at its end stays. None if it leads out of the root.
///
/// ```
/// use duly::link::joined;
/// assert_eq!(joined("a/b", "../c.md").as_deref(), Some("a/c.md"));
/// assert_eq!(joined("a", "./").as_deref(), Some("a/"));
/// assert_eq!(joined("a", "../../c.md"), None);
/// ```
pub fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    let slash = if path.ends_with('/') && !parts.is_empty() { "/" } else { "" };
    Some(parts.join("/") + slash)
}

/// What leads from a page to the root of the site: `./`, `../`, `../../` …
pub fn relative_prefix(from: &str) -> String {
    match from.matches('/').count() {
        0 => "./".to_owned(),
        depth => "../".repeat(depth),
    }
}

/// The shortest relative link from one address to another; both below the root of the site, decoded.
///
/// ```
/// use duly::link::relative;
/// assert_eq!(relative("principles/culture/", "principles/open/"), "../open/");
/// assert_eq!(relative("", "principles/"), "principles/");
/// assert_eq!(relative("principles/", "principles/"), "./");
/// ```
pub fn relative(from: &str, to: &str) -> String {
    let from_folders: Vec<&str> = from.split('/').collect();
    let to_parts: Vec<&str> = to.split('/').collect();
    let common = from_folders[..from_folders.len() - 1]
        .iter()
        .zip(&to_parts[..to_parts.len() - 1])
        .take_while(|(a, b)| a == b)
        .count();
    let mut link = "../".repeat(from_folders.len() - 1 - common);
    let rest = to_parts[common..].join("/");
    write!(link, "{}", encoded(&rest)).expect("writing to a string cannot fail");
    if link.is_empty() { "./".to_owned() } else { link }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_path_without_its_extension() {
        assert_eq!(address("principles/Open-by-default.md"), "principles/Open-by-default/");
        assert_eq!(address("principles/index.md"), "principles/");
        assert_eq!(address("README.md"), "");
        assert_eq!(address("v1.2/notes.md"), "v1.2/notes/");
        for name in ["notes.html.md.erb", "notes.html.md", "notes.md.erb"] {
            assert_eq!(address(name), "notes/");
        }
        assert_eq!(address("guides/index.html.md.erb"), "guides/");
    }

    #[test]
    fn links_are_relative_and_encoded() {
        assert_eq!(relative("a/b/", "a/c/"), "../c/");
        assert_eq!(relative("a/b/", ""), "../../");
        assert_eq!(relative("a/b/", "a/b/"), "./");
        assert_eq!(relative("a/", "a/b c?/x.png"), "b%20c%3F/x.png");
        assert_eq!(relative("", "404.html"), "404.html");
    }
}
