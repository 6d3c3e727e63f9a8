//! Which page of the book somebody means: a file from the working folder, from the root of the book or from its
//! folder of pages, or an address on the site.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::diagnostic::nearest;
use crate::link::Site;
use crate::load::{Inputs, Source};
use crate::sign_off::Refusal;

/// The page that `written` means.
pub(super) fn find<'i>(
    written: &str,
    root: &Path,
    inputs: &'i Inputs,
    site: &Site,
) -> Result<&'i Source, Refusal> {
    let path = by_file(written, root, inputs, site).or_else(|| by_address(written, site));
    let Some(path) = path else { return Err(unknown(written, inputs, site)) };
    if let Some(source) = inputs.sources.iter().find(|source| source.path == path) {
        return Ok(source);
    }
    if inputs.unreadable.contains(&path) {
        return Err(Refusal::new("it cannot be read as text", "`duly check` says why"));
    }
    if path.is_empty() {
        let help = "write an `index.md` in that folder, and sign that";
        return Err(Refusal::new("it is a list that Duly makes, and has no file of its own", help));
    }
    Err(unknown(written, inputs, site))
}

/// The path below the folder of pages of a page, or of the page that is a folder's own.
fn by_file(written: &str, root: &Path, inputs: &Inputs, site: &Site) -> Option<String> {
    let content = root.join(&inputs.config.book.src.value);
    let is_page = |path: &String| {
        inputs.sources.iter().any(|source| source.path == *path) || inputs.unreadable.contains(path)
    };
    let bases = [Path::new(""), root, &content];
    let below = |path: Option<PathBuf>, content: Option<PathBuf>| relative(&path?, &content?);
    let mut paths: Vec<String> =
        bases.iter().filter_map(|base| below(plain(&base.join(written)), plain(&content))).collect();
    // The working folder may have been reached through a link.
    paths.extend(below(fs::canonicalize(written).ok(), fs::canonicalize(&content).ok()));
    let page = paths.iter().find(|path| is_page(path)).cloned();
    page.or_else(|| paths.iter().filter(|path| !path.is_empty()).find_map(|path| by_address(path, site)))
}

/// The path from the root of the book of the file that a page is kept in, links followed. It is the page's name
/// unless that is a link to another file of the book.
pub(super) fn kept_in(source: &Source, root: &Path) -> String {
    let name = source.file.name();
    let page = fs::canonicalize(root.join(name)).ok();
    let root = fs::canonicalize(root).ok();
    page.zip(root).and_then(|(page, root)| relative(&page, &root)).unwrap_or_else(|| name.to_owned())
}

/// The absolute path without `.` and `..`, links not followed: a page that is a link is not the page it leads to.
fn plain(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for part in std::path::absolute(path).ok()?.components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    Some(plain)
}

fn relative(path: &Path, content: &Path) -> Option<String> {
    let parts = path.strip_prefix(content).ok()?.components();
    let parts: Option<Vec<&str>> = parts.map(|part| part.as_os_str().to_str()).collect();
    parts.map(|parts| parts.join("/"))
}

/// The file of the page at an address of the site, whole or below its base path; the empty path for a page that has
/// no file.
fn by_address(written: &str, site: &Site) -> Option<String> {
    let mut address = written.split(['#', '?']).next().unwrap_or_default();
    if let Some(url) = &site.config.site.url {
        address = address.strip_prefix(url.origin.as_str()).unwrap_or(address);
        address = address.strip_prefix(url.base_path.as_str()).unwrap_or(address);
    }
    let decoded = percent_encoding::percent_decode_str(address).decode_utf8_lossy().into_owned();
    let decoded = decoded.trim_start_matches('/');
    let decoded = decoded.strip_suffix("index.html").unwrap_or(decoded).trim_end_matches('/');
    let is_meant = !written.is_empty() && !written.starts_with('.');
    let mut pages = site.pages.iter().filter(|_| is_meant);
    let page = pages.find(|page| page.address.trim_end_matches('/') == decoded)?;
    Some(page.document.as_ref().map(|document| document.source.path.clone()).unwrap_or_default())
}

fn unknown(written: &str, inputs: &Inputs, site: &Site) -> Refusal {
    if inputs
        .assets
        .iter()
        .any(|asset| asset.path == written || written.ends_with(&format!("/{}", asset.path)))
    {
        return Refusal::new("it is not a page", "pages are the Markdown files of the book");
    }
    let files = inputs.sources.iter().map(|source| source.file.name());
    let addresses = site.pages.iter().map(|page| page.address.as_str());
    let paths = inputs.sources.iter().map(|source| source.path.as_str());
    let names = paths.clone().filter_map(|path| path.rsplit('/').next());
    // A slip in a short name is the smaller part of a long path, so whole paths go first.
    let near = nearest(written, files.chain(addresses).chain(paths)).map(str::to_owned).or_else(|| {
        let name = written.rsplit('/').next().unwrap_or(written);
        let near = nearest(name, names)?;
        let mut sources = inputs.sources.iter().map(|source| source.file.name());
        sources.find(|file| file.rsplit('/').next() == Some(near)).map(str::to_owned)
    });
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "name a file such as `{}/index.md`, or its address on the site",
            inputs.config.book.src.value
        ),
    };
    Refusal::new("there is no such page in this book", help)
}
