//! Folders of Markdown as many programs read it: every page and every word is kept, and what was meant for a program is
//! said in Duly's way or reported.

mod blocks;
mod footnotes;
mod key_names;
mod keys;
mod marks;
mod names;
mod reviewed;
mod settings;
mod templates;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use super::front_matter::value;
use super::{Draft, Files, Page, config, text};
use crate::link::joined;
use crate::load::Source;
use crate::parse::{HeadingPlace, ParseOptions, parse, title_from_path};
use crate::source::SourceFile;

/// Files that are documents, and of use to readers though no page links to them.
const DOCUMENTS: [&str; 26] = [
    "avif", "csv", "doc", "docx", "gif", "ico", "jpeg", "jpg", "mp3", "mp4", "ods", "odp", "odt", "pdf",
    "png", "ppt", "pptx", "svg", "tsv", "txt", "webm", "webp", "woff2", "xls", "xlsx", "zip",
];

pub(super) fn read(files: &Files, name: &str) -> Draft {
    let mut draft = Draft {
        config: config(None, name),
        root: String::new(),
        pages: Vec::new(),
        assets: BTreeMap::new(),
        made: Files::new(),
        remarks: Vec::new(),
        findings: Vec::new(),
    };
    let order = settings::read(files, &mut draft.config);
    let pages = pages(files, &mut draft);
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
    let mut names = names::NewNames::of(texts.keys(), &draft.root);
    names.put_in_order(&order);
    for (path, text) in texts {
        let to = names.of_page(&path);
        draft.pages.push(page(&path, text, to, &mut draft.findings));
    }
    for (folder, number) in names.folders_without_page() {
        let to = format!("{folder}/index.md");
        let text = format!("---\ntitle: {}\nweight: {number}\n---\n", value(&title_from_path(&to)));
        draft.made.insert(to, text.into_bytes());
    }
    add_others(&mut draft, files, &names);
    draft
}

/// The files that are pages. What tells of the repository at its top is none, beside a folder of pages.
fn pages<'f>(files: &'f Files, draft: &mut Draft) -> Vec<&'f String> {
    let pages: Vec<&String> = files.keys().filter(|path| is_page(path)).collect();
    draft.root = root_of(&pages);
    let home = ["index.md", "readme.md", "_index.md"].map(|name| format!("{}/{name}", draft.root));
    let has_home = !draft.root.is_empty() && pages.iter().any(|path| home.contains(&path.to_lowercase()));
    let (left, pages): (Vec<&String>, Vec<&String>) =
        pages.into_iter().partition(|path| is_of_repository(path) || (has_home && is_readme(path)));
    if !left.is_empty() {
        let names: Vec<&str> = left.iter().map(|path| path.as_str()).collect();
        draft.remarks.push(format!("Not taken, for they tell of the repository: {}.", names.join(", ")));
    }
    pages
}

fn is_page(path: &str) -> bool {
    let (_, extension) = path.rsplit_once('.').unwrap_or((path, ""));
    matches!(extension.to_lowercase().as_str(), "md" | "markdown" | "mdx")
}

fn is_readme(path: &str) -> bool {
    !path.contains('/') && path.to_lowercase().starts_with("readme.")
}

/// Whether a page tells of a repository, and not of what its pages are about: by its name in capitals, as git hosts have it.
fn is_of_repository(path: &str) -> bool {
    const NAMES: [&str; 7] = [
        "CHANGELOG",
        "CODE_OF_CONDUCT",
        "CONTRIBUTING",
        "LICENSE",
        "LICENCE",
        "SECURITY",
        "PULL_REQUEST_TEMPLATE",
    ];
    !path.contains('/') && NAMES.contains(&crate::parse::stem(path))
}

/// Takes the files beside the pages, pictures and documents, and what pages link to. The programs and settings of a site are no
/// part of a book.
fn add_others(draft: &mut Draft, files: &Files, names: &names::NewNames) {
    let linked: BTreeSet<String> = draft.pages.iter().flat_map(|page| linked(page, &draft.root)).collect();
    let beside = |path: &str| {
        let is_in = |folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        !draft.root.is_empty() && (is_in(&draft.root) || is_in("static"))
    };
    let mut left = 0;
    for path in files.keys().filter(|path| !is_page(path) && !path.starts_with('.')) {
        let extension = path.rsplit('.').next().unwrap_or_default().to_lowercase();
        if beside(path) || DOCUMENTS.contains(&extension.as_str()) || linked.contains(path) {
            draft.assets.insert(path.clone(), names.of_asset(path));
        } else {
            left += 1;
        }
    }
    if left > 0 {
        let files = if left == 1 { "1 file was".to_owned() } else { format!("{left} files were") };
        draft.remarks.push(format!("{files} left, to which no page links: programs and settings."));
    }
}

/// The paths that the links of a page may mean.
fn linked(page: &Page, root: &str) -> Vec<String> {
    let source = Source { path: page.to.clone(), file: Arc::clone(&page.file) };
    let Some(document) = parse(&source, ParseOptions::default()).value else { return Vec::new() };
    let folder = page.from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let links = document.facts.links.into_iter().map(|link| link.target);
    let paths = links.flat_map(|target| {
        let path = target.split(['#', '?']).next().unwrap_or_default();
        let path = percent_decode_str(path).decode_utf8_lossy().into_owned();
        let folders = if path.starts_with('/') { vec![root, ""] } else { vec![folder] };
        folders.into_iter().filter_map(|folder| joined(folder, &path)).collect::<Vec<_>>()
    });
    paths.collect()
}

/// The only folder that holds pages, whose name is no part of their addresses; empty when there are several.
fn root_of(pages: &[&String]) -> String {
    let pages = pages.iter().filter(|path| !is_readme(path) && !is_of_repository(path));
    let mut folders = pages.map(|path| path.split_once('/').map(|(top, _)| top));
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
    let text = keys::translated(&file, findings);
    let (text, mut keys) = reviewed::taken_out(&text, path);
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
