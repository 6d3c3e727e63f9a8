//! Links, led to where things are in the new book, and counted.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use percent_encoding::percent_decode_str;

use super::{Draft, Files, Page};
use crate::config::{Dialect, MarkdownConfig};
use crate::link::relative;
use crate::load::Source;
use crate::parse::{Facts, Link, ParseOptions, parse, stem};

/// The links between the parts of what was imported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// All of them.
    pub all: usize,
    /// Those that led nowhere where they came from.
    pub broken_at_source: usize,
}

/// What a link can lead to.
struct Places<'a> {
    /// The path below the new folder of pages, by every name that links have for it.
    names: BTreeMap<String, &'a str>,
    /// What links may name behind `#`, by new path.
    anchors: BTreeMap<&'a str, BTreeSet<String>>,
    /// Every file that was there, imported or not.
    files: &'a Files,
    /// The folder of the pages.
    root: &'a str,
    dialect: Dialect,
}

/// The texts of the pages with their links led to where things are now.
pub(super) fn led(draft: &Draft, files: &Files) -> (Vec<String>, Links) {
    let Draft { config, pages, assets, root, .. } = draft;
    let markdown = config.markdown;
    let facts: Vec<Option<Facts>> = pages.iter().map(|page| facts(page, markdown)).collect();
    let mut places =
        Places { names: BTreeMap::new(), anchors: BTreeMap::new(), files, root, dialect: config.dialect };
    for (page, facts) in pages.iter().zip(&facts) {
        for name in names(&page.from) {
            places.names.entry(name).or_insert(&page.to);
        }
        let anchors = facts.as_ref().map(|facts| facts.anchors.clone());
        places.anchors.insert(&page.to, anchors.unwrap_or_default());
    }
    places.names.extend(assets.iter().map(|(from, to)| (from.clone(), to.as_str())));
    let mut links = Links::default();
    let texts = pages.iter().zip(&facts).map(|(page, facts)| text(page, facts.as_ref(), &places, &mut links));
    (texts.collect(), links)
}

fn facts(page: &Page, markdown: MarkdownConfig) -> Option<Facts> {
    let source = Source { path: page.to.clone(), file: page.file.clone() };
    parse(&source, ParseOptions { markdown, ..ParseOptions::default() }).value.map(|document| document.facts)
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

fn text(page: &Page, facts: Option<&Facts>, places: &Places<'_>, links: &mut Links) -> String {
    let written = page.file.text();
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let definitions = definitions(written);
    for link in facts.map_or(&[][..], |facts| &facts.links) {
        let wanted = places.wanted(&link.target);
        let Some(to) = Destination::of(&page.from, places.root, wanted) else { continue };
        links.all += 1;
        let Some(place) = to.paths.iter().find_map(|path| places.find(path)) else {
            links.broken_at_source +=
                usize::from(!to.paths.iter().any(|path| places.files.contains_key(path)));
            continue;
        };
        let anchors = places.anchors.get(place);
        let is_anchor =
            |part: &&str| part.is_empty() || anchors.is_none_or(|anchors| anchors.contains(*part));
        links.broken_at_source += usize::from(!to.fragment.as_deref().is_none_or(|part| is_anchor(&part)));
        // A link within the page needs no path.
        let is_within = place == page.to && to.fragment.is_some();
        let mut target = if is_within { String::new() } else { relative(&page.to, place) };
        if let Some(fragment) = wanted.find('#') {
            target += &wanted[fragment..];
        }
        let is_new = target != link.target && !target.is_empty();
        if let Some(span) = target_span(written, link, &definitions).filter(|_| is_new) {
            edits.push((span, target));
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
    text + &written[copied..]
}

/// Where the target of a link is written: in the link, or in the definition that it refers to.
fn target_span(text: &str, link: &Link, definitions: &BTreeMap<&str, Range<usize>>) -> Option<Range<usize>> {
    if text.get(link.span.clone()) == Some(&link.target) {
        return Some(link.span.clone());
    }
    definitions.get(link.target.as_str()).cloned()
}

/// Where `[label]: target` names each target.
fn definitions(text: &str) -> BTreeMap<&str, Range<usize>> {
    let mut start = 0;
    let lines = text.split_inclusive('\n').filter_map(|line| {
        let begin = start;
        start += line.len();
        let label = line.trim_start().starts_with('[').then(|| line.find("]:")).flatten()? + 2;
        let at = label + line[label..].find(|c: char| !c.is_whitespace() && c != '<')?;
        let end = at + line[at..].find(|c: char| c.is_whitespace() || c == '>').unwrap_or(line.len() - at);
        Some((&line[at..end], begin + at..begin + end))
    });
    lines.collect()
}

impl<'a> Places<'a> {
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
    fn of(from: &str, root: &str, link: &str) -> Option<Self> {
        let has_scheme = link.split(['/', '#', '?']).next().is_some_and(|first| first.contains(':'));
        if has_scheme || link.starts_with("//") || link.is_empty() {
            return None;
        }
        let (path, fragment) = match link.split_once('#') {
            Some((path, fragment)) => (path, Some(decoded(fragment))),
            None => (link, None),
        };
        let path = decoded(path.split('?').next().unwrap_or(path));
        let paths = if path.is_empty() {
            vec![from.to_owned()]
        } else if path.starts_with('/') {
            vec![joined(root, &path), joined("", &path)]
        } else {
            vec![joined(from.rsplit_once('/').map_or("", |(folder, _)| folder), &path)]
        };
        Some(Self { paths, fragment })
    }
}

/// A path from a folder, without `.` and `..`.
pub(super) fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
