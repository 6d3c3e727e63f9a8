//! Links, led to where things are in the new book, and counted.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use percent_encoding::percent_decode_str;

use super::{Draft, Files, Page};
use crate::config::{Dialect, MarkdownConfig, SiteUrl};
use crate::link::{joined, relative};
use crate::load::Source;
use crate::parse::{Document, Link, ParseOptions, Status, parse, stem};

/// The links of each page that led nowhere where it came from: their indices among all links of the page, by its path in
/// the new book.
pub type Broken = BTreeMap<String, BTreeSet<usize>>;

/// What `/` may mean beside the folder of the pages: the one of files that some programs publish as they are, and the one
/// that is imported.
const ROOTS: [&str; 2] = ["static", ""];

/// What a link can lead to.
struct Places<'a> {
    /// The path below the new folder of pages, by every name that links have for it.
    names: BTreeMap<String, &'a str>,
    /// Where the site was published.
    url: Option<&'a SiteUrl>,
    /// What links may name behind `#`, by new path.
    anchors: BTreeMap<&'a str, BTreeSet<String>>,
    /// Old addresses of the settings, and files that are made new: links to them stay as they are.
    others: BTreeSet<String>,
    /// The new paths of pages that were not published.
    drafts: BTreeSet<&'a str>,
    /// Every file that was there, imported or not.
    files: &'a Files,
    /// The folder of the pages.
    root: &'a str,
    dialect: Dialect,
}

/// The texts of the pages with their links led to where things are now.
pub(super) fn led(draft: &Draft, files: &Files) -> (Vec<String>, Broken) {
    let Draft { config, pages, assets, root, .. } = draft;
    let markdown = config.markdown;
    let documents: Vec<Option<Document>> = pages.iter().map(|page| document(page, markdown)).collect();
    let old = config.redirects.iter().map(|redirect| &redirect.from.value);
    let mut places = Places {
        names: BTreeMap::new(),
        url: config.site.url.as_ref(),
        anchors: BTreeMap::new(),
        others: old.chain(draft.made.keys()).filter_map(|path| joined(root, path)).collect(),
        drafts: BTreeSet::new(),
        files,
        root,
        dialect: config.dialect,
    };
    places.add_names(pages, &documents);
    places.names.extend(assets.iter().map(|(from, to)| (from.clone(), to.as_str())));
    let mut broken = Broken::new();
    let text = |(page, document): (&Page, &Option<Document>)| {
        let links = document.as_ref().map_or(&[][..], |document| &document.facts.links);
        let (text, led_nowhere) = text(page, links, &places);
        broken.insert(format!("content/{}", page.to), led_nowhere);
        text
    };
    let texts = pages.iter().zip(&documents).map(text).collect();
    (texts, broken)
}

/// Whether a link is meant for a part of the same book, and not for another site or for mail.
pub fn is_within(link: &str) -> bool {
    let has_scheme = link.split(['/', '#', '?']).next().is_some_and(|first| first.contains(':'));
    !has_scheme && !link.starts_with("//") && !link.is_empty()
}

fn document(page: &Page, markdown: MarkdownConfig) -> Option<Document> {
    let source = Source { path: page.to.clone(), file: page.file.clone() };
    parse(&source, ParseOptions { markdown, ..ParseOptions::default() }).value
}

/// The names by which links know a page: its file, and where programs publish it.
fn names(from: &str) -> Vec<String> {
    let stem = stem(from);
    let mut names = vec![from.to_owned(), format!("{stem}.md"), format!("{stem}.html"), stem.to_owned()];
    let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    if name == "index" || name.eq_ignore_ascii_case("readme") {
        names.push(folder.to_owned());
        names.push(format!("{folder}/index.html").trim_start_matches('/').to_owned());
    }
    names
}

/// The text of a page with its links led to where things are now, and the indices of those that led nowhere.
fn text(page: &Page, links: &[Link], places: &Places<'_>) -> (String, BTreeSet<usize>) {
    let written = page.file.text();
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut broken = BTreeSet::new();
    let definitions = definitions(written);
    for (index, link) in links.iter().enumerate() {
        let wanted = places.wanted(&link.target);
        let Some(to) = Destination::of(&page.from, places, wanted) else { continue };
        let Some(place) = to.paths.iter().find_map(|path| places.find(path)) else {
            let is_known = |path: &String| places.files.contains_key(path) || places.others.contains(path);
            let is_there = to.paths.iter().any(is_known);
            broken.extend((!is_there).then_some(index));
            continue;
        };
        let led_there = !places.drafts.contains(place) && places.has_anchor(place, to.fragment.as_deref());
        broken.extend((!led_there).then_some(index));
        // A link within the page needs no path.
        let is_within = place == page.to && to.fragment.is_some();
        let mut target = if is_within { String::new() } else { relative(&page.to, place) };
        if let Some(fragment) = wanted.find('#') {
            target += &wanted[fragment..];
        }
        let is_new = target != link.target && !target.is_empty();
        if is_new {
            let spans = target_spans(written, link, &definitions);
            edits.extend(spans.into_iter().map(|span| (span, target.clone())));
        }
    }
    edits.sort_by_key(|(span, _)| span.start);
    edits.dedup_by_key(|(span, _)| span.start);
    let mut text = String::with_capacity(written.len());
    let mut copied = 0;
    for (span, target) in edits {
        text += &written[copied..span.start];
        text += &target;
        copied = span.end;
    }
    (text + &written[copied..], broken)
}

/// Where the target of a link is written: in the link, or in the definitions of which it refers to one.
fn target_spans(text: &str, link: &Link, definitions: &Definitions<'_>) -> Vec<Range<usize>> {
    if text.get(link.span.clone()) == Some(&link.target) {
        return vec![link.span.clone()];
    }
    definitions.get(link.target.as_str()).cloned().unwrap_or_default()
}

/// The places of each target in lines such as `[label]: target`.
type Definitions<'t> = BTreeMap<&'t str, Vec<Range<usize>>>;

fn definitions(text: &str) -> Definitions<'_> {
    let mut definitions = Definitions::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some(target) = defined(line) {
            let span = start + target.start..start + target.end;
            definitions.entry(&line[target]).or_default().push(span);
        }
        start += line.len();
    }
    definitions
}

/// Where the target is in a line that defines one.
fn defined(line: &str) -> Option<Range<usize>> {
    let label = line.trim_start().starts_with('[').then(|| line.find("]:")).flatten()? + 2;
    let at = label + line[label..].find(|c: char| !c.is_whitespace() && c != '<')?;
    let length = line[at..].find(|c: char| c.is_whitespace() || c == '>').unwrap_or(line.len() - at);
    Some(at..at + length)
}

impl<'a> Places<'a> {
    /// Knows pages by the names of their files, by where programs publish those, and by the addresses that they had.
    fn add_names(&mut self, pages: &'a [Page], documents: &[Option<Document>]) {
        let mut others: Vec<(String, &'a str)> = Vec::new();
        for (page, document) in pages.iter().zip(documents) {
            for name in names(&page.from) {
                self.names.entry(name).or_insert(&page.to);
            }
            others.extend(joined(self.root, stem(&page.to)).map(|name| (name, page.to.as_str())));
            let old_paths = document.iter().flat_map(|document| &document.front_matter.old_paths);
            let old_paths = old_paths.filter_map(|old| joined(self.root, &old.value));
            others.extend(old_paths.map(|old| (old.trim_end_matches('/').to_owned(), page.to.as_str())));
            let is_draft = |document: &Document| document.front_matter.status == Status::Draft;
            self.drafts
                .extend(document.as_ref().filter(|document| is_draft(document)).map(|_| page.to.as_str()));
            let anchors = document.as_ref().map(|document| document.facts.anchors.clone());
            self.anchors.insert(&page.to, anchors.unwrap_or_default());
        }
        for (name, to) in others {
            self.names.entry(name).or_insert(to);
        }
    }

    /// Whether a page has what stands behind `#`; of other files nobody knows.
    fn has_anchor(&self, place: &str, fragment: Option<&str>) -> bool {
        let Some(fragment) = fragment else { return true };
        let is_top = fragment.is_empty() || fragment.eq_ignore_ascii_case("top");
        is_top || self.anchors.get(place).is_none_or(|anchors| anchors.contains(fragment))
    }

    /// A link as it was meant: in the layout of tech-docs `#content` is where the words of every page begin.
    fn wanted<'l>(&self, link: &'l str) -> &'l str {
        let page = link.strip_suffix("#content").filter(|page| !page.is_empty());
        page.filter(|_| self.dialect == Dialect::TechDocs).unwrap_or(link)
    }

    fn find(&self, path: &str) -> Option<&'a str> {
        self.names.get(path.trim_end_matches('/')).copied()
    }
}

/// Where a link leads, as far as it leads to a part of the same folder.
struct Destination {
    /// The first of these that is there: `/` may be the folder of the pages, or the one that is imported.
    paths: Vec<String>,
    fragment: Option<String>,
}

impl Destination {
    /// The destination of a link in the file at `from`; none for one to another site.
    fn of(from: &str, places: &Places<'_>, link: &str) -> Option<Self> {
        if !is_within(link) {
            return None;
        }
        let (path, fragment) = match link.split_once('#') {
            Some((path, fragment)) => (path, Some(decoded(fragment))),
            None => (link, None),
        };
        let path = decoded(path.split('?').next().unwrap_or(path));
        let path = places.url.map_or(path.as_str(), |url| url.below_base(&path));
        let paths = if path.is_empty() {
            vec![from.to_owned()]
        } else if path.starts_with('/') {
            ROOTS.iter().chain([&places.root]).rev().filter_map(|root| joined(root, path)).collect()
        } else {
            let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
            // Where every page is published as a folder, links may count from that.
            [folder, stem(from)].into_iter().filter_map(|folder| joined(folder, path)).collect()
        };
        Some(Self { paths, fragment })
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
