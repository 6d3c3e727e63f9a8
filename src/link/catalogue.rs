//! What a link may lead to: every page, file and address of the book, by the names that links use.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use rustc_hash::FxHashMap;

use super::address::{address, folded, folder_of, joined};
use super::redirects::{self, To};
use super::{PageId, Parts, Site, Target};
use crate::config::{Dialect, SiteUrl};
use crate::diagnostic::nearest;
use crate::parse::Document;

/// Schemes that links may have.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Addresses that Duly makes itself and pages may link to.
const MADE: [&str; 1] = ["a-z/"];

/// How many neighbours of a broken link are compared with it.
const MOST_COMPARED: usize = 500;

/// Look-up tables over the whole book.
pub(super) struct Catalogue {
    src: String,
    dialect: Dialect,
    /// Where a tech-docs site is published: its authors write the folder of its host into links.
    url: Option<SiteUrl>,
    /// Pages by the path of their source below `src`.
    sources: BTreeMap<String, PageId>,
    drafts: BTreeSet<String>,
    /// Pages that are there and could not be understood.
    broken: BTreeSet<String>,
    /// By address without the slash at its end.
    addresses: FxHashMap<String, PageId>,
    assets: BTreeMap<String, usize>,
    /// Addresses without a source, without the slash at their end.
    made: BTreeSet<String>,
    /// Pages, and headings on them, by the file at their old address. A link to one still leads there.
    old: FxHashMap<String, (PageId, Option<String>)>,
    /// Other sites, by the file at the old address of what is there now.
    away: FxHashMap<String, String>,
    /// Paths of sources and assets by their folded spelling.
    folded: FxHashMap<String, String>,
    /// The path of the only source or asset with a name; none where several have it.
    names: FxHashMap<String, Option<String>>,
}

/// What a link was found to lead to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    Target(Target),
    /// The path is right but for its letter case; the right spelling, and the target.
    OtherCase(String, Target),
    Draft,
    OutsideBook,
    /// A scheme that is not let through.
    Unsafe(String),
    /// Nothing of that path below `src`; and what it would be below the root of the site.
    MissingPage {
        address: String,
        path: String,
    },
    MissingFile {
        address: String,
        path: String,
    },
}

impl Catalogue {
    pub(super) fn new(site: &Site, drafts: &[Arc<Document>], parts: &Parts<'_>) -> Self {
        let mut catalogue = Self {
            src: parts.config.book.src.value.clone(),
            dialect: parts.config.dialect,
            url: parts.config.site.url.clone().filter(|_| parts.config.dialect == Dialect::TechDocs),
            sources: BTreeMap::new(),
            drafts: drafts.iter().map(|document| document.source.path.clone()).collect(),
            broken: parts.broken.iter().cloned().collect(),
            addresses: FxHashMap::default(),
            assets: BTreeMap::new(),
            made: made(site),
            old: FxHashMap::default(),
            away: FxHashMap::default(),
            folded: FxHashMap::default(),
            names: FxHashMap::default(),
        };
        for (index, page) in site.pages.iter().enumerate() {
            catalogue.addresses.insert(page.address.trim_end_matches('/').to_owned(), PageId(index));
            if let Some(document) = &page.document {
                catalogue.sources.insert(document.source.path.clone(), PageId(index));
                catalogue.name(&document.source.path);
            }
        }
        for (index, asset) in site.assets.iter().enumerate() {
            catalogue.assets.insert(asset.path.clone(), index);
            catalogue.name(&asset.path);
        }
        catalogue.add_old(site);
        catalogue
    }

    fn add_old(&mut self, site: &Site) {
        let mut wanted = redirects::wanted(site);
        // A redirect may name its page by an address that is an old one itself.
        wanted.sort_by_key(|redirect| matches!(redirect.to, To::Link(_)));
        for redirect in wanted {
            let Some(path) = redirects::path(&redirect.from, site.base_path()) else { continue };
            if let To::Away(url) = redirect.to {
                self.away.entry(path).or_insert_with(|| url.to_owned());
            } else if let Some(target) = self.redirect_target(redirect.to) {
                self.old.entry(path).or_insert(target);
            }
        }
    }

    /// The page that a redirect leads to, and the heading on it that is meant.
    pub(super) fn redirect_target(&self, to: To<'_>) -> Option<(PageId, Option<String>)> {
        match to {
            To::Page(page) => Some((page, None)),
            To::Away(_) => None,
            To::Link(link) => match self.find("", link) {
                Found::Target(Target::Page { page, fragment }) => Some((page, fragment)),
                _ => None,
            },
        }
    }

    fn name(&mut self, path: &str) {
        self.folded.insert(folded(path), path.to_owned());
        let name = path.rsplit('/').next().unwrap_or(path);
        if let Some(only) = self.names.get_mut(name) {
            *only = None;
        } else {
            self.names.insert(name.to_owned(), Some(path.to_owned()));
        }
    }

    /// The page that was made of a document's source.
    pub(super) fn page_of(&self, document: &Document) -> Option<PageId> {
        self.sources.get(&document.source.path).copied()
    }

    /// Whether these are the drafts that links are told from pages by.
    pub(super) fn has_drafts(&self, drafts: &[Arc<Document>]) -> bool {
        let is_known = |draft: &Arc<Document>| self.drafts.contains(&draft.source.path);
        self.drafts.len() == drafts.len() && drafts.iter().all(is_known)
    }

    /// Whether these are the addresses without a source that links may lead to.
    pub(super) fn has_made(&self, made: &BTreeSet<String>) -> bool {
        self.made == *made
    }

    /// The folder of the pages, for messages.
    pub(super) fn src(&self) -> &str {
        &self.src
    }

    /// What a link leads to that is written in the page at `source` below `src`.
    pub(super) fn find(&self, source: &str, link: &str) -> Found {
        // Browsers pass over these wherever they stand, so `java\tscript:` is a scheme to them.
        let link: String = link.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
        let link = link.trim_matches(|c: char| c.is_control() || c == ' ');
        if let Some(scheme) = scheme(link) {
            return if SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()) {
                Found::Target(Target::External(link.to_owned()))
            } else {
                Found::Unsafe(format!("{scheme}:"))
            };
        }
        if link.starts_with(['/', '\\']) && link[1..].starts_with(['/', '\\']) {
            return Found::Unsafe(link[..2].to_owned());
        }
        if let Some(fragment) = link.strip_prefix('#') {
            return Found::Target(Target::Fragment(decoded(fragment)));
        }
        let (path, fragment) = match link.split_once('#') {
            Some((path, fragment)) => (path, Some(decoded(fragment))),
            None => (link, None),
        };
        // In the layout of tech-docs `#content` is where the words of every page begin.
        let fragment = fragment.filter(|part| self.dialect != Dialect::TechDocs || part != "content");
        let path = decoded(path.split('?').next().unwrap_or(path));
        let path = self.url.as_ref().map_or(path.as_str(), |url| url.below_base(&path));
        match normalised(source, path) {
            Some(path) => self.find_path(&path, fragment),
            None => Found::OutsideBook,
        }
    }

    fn find_path(&self, path: &str, fragment: Option<String>) -> Found {
        if let Some(target) = self.target(path, fragment.clone()) {
            return Found::Target(target);
        }
        if self.drafts.contains(path) {
            return Found::Draft;
        }
        if let Some(right) = self.folded.get(&folded(path))
            && let Some(target) = self.target(right, fragment)
        {
            return Found::OtherCase(right.clone(), target);
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        let is_page = !name.contains('.') || name.to_ascii_lowercase().ends_with(".md");
        let path = path.to_owned();
        if is_page {
            Found::MissingPage { address: address(path.trim_end_matches('/')), path }
        } else {
            Found::MissingFile { address: path.clone(), path }
        }
    }

    /// The target of a path below `src`, as it stands: a source, a file, a folder or an address.
    fn target(&self, path: &str, fragment: Option<String>) -> Option<Target> {
        if let Some(&page) = self.sources.get(path).or_else(|| self.addresses.get(path.trim_end_matches('/')))
        {
            return Some(Target::Page { page, fragment });
        }
        if let Some(&asset) = self.assets.get(path) {
            return Some(Target::Asset { asset, fragment });
        }
        if self.broken.contains(path) {
            return Some(Target::Site(address(path)));
        }
        if let Some(made) = self.made.get(path.trim_end_matches('/')) {
            return Some(Target::Site(format!("{made}/")));
        }
        self.old_target(path, fragment)
    }

    /// The target of the path of a file of a site: that of a page, as it was or as it is.
    fn old_target(&self, path: &str, fragment: Option<String>) -> Option<Target> {
        let file = redirects::path(path, "/")?;
        if let Some((page, part)) = self.old.get(&file) {
            return Some(Target::Page { page: *page, fragment: fragment.or_else(|| part.clone()) });
        }
        if let Some(url) = self.away.get(&file) {
            return Some(Target::External(url.clone()));
        }
        let folder = file.strip_suffix("index.html")?;
        let page = *self.addresses.get(folder.trim_end_matches('/'))?;
        Some(Target::Page { page, fragment })
    }

    /// The path that was probably meant: one of the same name in another folder, else one of nearly that name
    /// in the same folder. The whole book is not searched, so that many broken links stay cheap.
    pub(super) fn meant(&self, path: &str) -> Option<String> {
        let name = path.rsplit('/').next().unwrap_or(path);
        if let Some(Some(only)) = self.names.get(name) {
            return Some(only.clone());
        }
        let folder = &path[..path.len() - name.len()];
        let neighbours = neighbours(&self.sources, folder).chain(neighbours(&self.assets, folder));
        nearest(name, neighbours).map(|name| format!("{folder}{name}"))
    }
}

pub(super) fn made(site: &Site) -> BTreeSet<String> {
    let listings = site.register.listings.iter().map(|listing| listing.address.as_str());
    let commitments = site.commitments.parts.iter().map(|part| part.address.as_str());
    let checklists = site.checklists.parts.iter().map(|(_, address)| address.as_str());
    let made = MADE.into_iter().chain(listings).chain(commitments).chain(checklists);
    made.map(|address| address.trim_end_matches('/').to_owned()).collect()
}

/// The names of the first files of a folder, which is empty or ends with a slash.
fn neighbours<'a, V>(paths: &'a BTreeMap<String, V>, folder: &'a str) -> impl Iterator<Item = &'a str> {
    let below = paths.range(folder.to_owned()..).map_while(move |(path, _)| path.strip_prefix(folder));
    below.take(MOST_COMPARED).filter(|name| !name.contains('/'))
}

/// The scheme of a link, if it has one: RFC 3986 §3.1.
fn scheme(link: &str) -> Option<&str> {
    let (scheme, _) = link.split_once(':')?;
    let mut letters = scheme.chars();
    let is_scheme = letters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && letters.all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c));
    is_scheme.then_some(scheme)
}

pub(super) fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// A link's path below `src`: relative to the folder of the page, or to `src` when it begins with a slash. None
/// if it leads out of it.
fn normalised(source: &str, link: &str) -> Option<String> {
    joined(if link.starts_with('/') { "" } else { folder_of(source) }, link)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_count_from_the_page_or_from_the_root_of_the_book() {
        assert_eq!(normalised("a/b.md", "c.md").as_deref(), Some("a/c.md"));
        assert_eq!(normalised("a/b.md", "../c.md").as_deref(), Some("c.md"));
        assert_eq!(normalised("a/b.md", "/c/").as_deref(), Some("c/"));
        assert_eq!(normalised("a/b.md", "./").as_deref(), Some("a/"));
        assert_eq!(normalised("a/b.md", "../../etc/passwd"), None);
    }

    #[test]
    fn a_scheme_is_what_a_browser_takes_for_one() {
        assert_eq!(scheme("JaVaScript:alert(1)"), Some("JaVaScript"));
        assert_eq!(scheme("mailto:a@example.org"), Some("mailto"));
        assert_eq!(scheme("guides/a:b.md"), None);
        assert_eq!(scheme(":a"), None);
    }
}
