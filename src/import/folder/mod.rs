//! Folders of Markdown as many programs read it: every page and every word is kept, and what was meant for a program is
//! said in Duly's way or reported.

mod blocks;
mod footnotes;
mod keys;
mod marks;
mod names;
mod reviewed;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::front_matter::value;
use super::{Draft, Files, Page, config, text};
use crate::load::Source;
use crate::parse::{HeadingPlace, ParseOptions, parse};
use crate::source::SourceFile;

/// Markdown that tells of a repository, and not of what the pages are about.
const OF_REPOSITORIES: [&str; 7] = [
    "changelog",
    "code_of_conduct",
    "contributing",
    "license",
    "licence",
    "security",
    "pull_request_template",
];

pub(super) fn read(files: &Files, name: &str) -> Draft {
    let pages: Vec<&String> = files.keys().filter(|path| is_page(path)).collect();
    let root = root_of(&pages);
    let mut draft = Draft {
        config: config(None, name),
        root: root.clone(),
        pages: Vec::new(),
        assets: BTreeMap::new(),
        made: Files::new(),
        remarks: Vec::new(),
        findings: Vec::new(),
    };
    let mut included = BTreeSet::new();
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for path in &pages {
        let Some(file) = text(path, files, &mut draft.findings) else { continue };
        let marks = marks::resolved(&file, files, &mut draft.findings);
        included.extend(marks.included);
        texts.insert((*path).clone(), blocks::converted(&file, &marks.text, &mut draft.findings));
    }
    footnotes::share(&mut texts);
    texts.retain(|path, _| !included.contains(path));
    let names = names::NewNames::of(texts.keys(), &root);
    for (path, text) in texts {
        let to = names.of_page(&path);
        draft.pages.push(page(&path, text, to, &mut draft.findings));
    }
    for path in files.keys().filter(|path| !is_page(path) && !path.starts_with('.')) {
        draft.assets.insert(path.clone(), names.of_asset(path));
    }
    draft
}

fn is_page(path: &str) -> bool {
    let (stem, extension) = path.rsplit_once('.').unwrap_or((path, ""));
    let name = stem.rsplit('/').next().unwrap_or(stem).to_lowercase();
    matches!(extension.to_lowercase().as_str(), "md" | "markdown" | "mdx")
        && !OF_REPOSITORIES.contains(&name.as_str())
}

/// The only folder that holds pages, whose name is no part of their addresses; empty when there are several.
fn root_of(pages: &[&String]) -> String {
    let is_readme = |path: &str| !path.contains('/') && path.to_lowercase().starts_with("readme.");
    let mut folders =
        pages.iter().filter(|path| !is_readme(path)).map(|path| path.split_once('/').map(|(top, _)| top));
    let Some(Some(first)) = folders.next() else { return String::new() };
    if folders.all(|folder| folder == Some(first)) { first.to_owned() } else { String::new() }
}

/// A page with its front matter in Duly's words and a title.
fn page(
    path: &str,
    text: String,
    new: names::NewName,
    findings: &mut Vec<crate::diagnostic::Diagnostic>,
) -> Page {
    let file = SourceFile::new(path, text);
    let (text, mut keys) = keys::translated(&file, findings);
    let (text, reviewed) = reviewed::taken_out(&text, path);
    keys.extend(reviewed);
    let file = SourceFile::new(path, text);
    let (text, title) = titled(&file);
    keys.extend(title);
    let file = if text == file.text() { file } else { SourceFile::new(path, text) };
    let has_weight = |text: &str| text.lines().any(|line| line.starts_with("weight:"));
    if let Some(weight) = new.weight.filter(|_| !has_weight(file.text())) {
        keys.push(format!("weight: {weight}"));
    }
    Page { from: path.to_owned(), to: new.path, file, keys }
}

/// A page without a title gets that of the heading that it begins with, which is then shown as the title.
fn titled(file: &Arc<SourceFile>) -> (String, Option<String>) {
    let text = file.text();
    let source = Source { path: file.name().to_owned(), file: Arc::clone(file) };
    let Some(document) = parse(&source, ParseOptions::default()).value else {
        return (text.to_owned(), None);
    };
    let headings = &document.facts.headings;
    let has_title = document.front_matter.title.is_some()
        || headings.iter().any(|heading| heading.place == HeadingPlace::Title);
    let Some(first) = headings.first().filter(|heading| !has_title && !heading.text.is_empty()) else {
        return (text.to_owned(), None);
    };
    let key = Some(format!("title: {}", value(&first.text)));
    let is_plain =
        text[first.span.clone()].trim_start_matches('#').trim().trim_end_matches('#').trim() == first.text;
    // Only words that stand before everything else can be taken for the title alone.
    let begins = text[document.body..first.span.start].trim().is_empty();
    if begins && is_plain {
        let rest = text[first.span.end..].trim_start_matches(['\n', '\r']);
        return (format!("{}{rest}", &text[..first.span.start]), key);
    }
    (text.to_owned(), key)
}
