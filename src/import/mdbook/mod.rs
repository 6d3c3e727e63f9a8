//! Books of mdBook: `SUMMARY.md` gives order and titles, its parts and the chapters above others become
//! sections.

mod include;
mod places;
mod settings;
mod summary;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::front_matter::{quoted, value};
use super::{Draft, Files, Page, left_out, text};
use crate::link::joined;
use crate::load::Source;
use crate::parse::{HeadingPlace, ParseOptions, parse};
use crate::source::SourceFile;
use places::Placed;
use settings::Settings;
use summary::{Chapter, Item};

pub(super) fn read(files: &Files, name: &str) -> Draft {
    let mut findings = Vec::new();
    let Settings { config, root, hidden } = settings::read(files, name, &mut findings);
    let mut draft = Draft {
        config,
        root: root.clone(),
        pages: Vec::new(),
        assets: BTreeMap::new(),
        made: Files::new(),
        remarks: Vec::new(),
        findings,
    };
    let below = |path: &str| if root.is_empty() { path.to_owned() } else { format!("{root}/{path}") };
    let list = below("SUMMARY.md");
    let Some(file) = text(&list, files, &mut draft.findings) else {
        draft.remarks.push(format!("There is no {list}, so no page was taken over."));
        return draft;
    };
    let items = summary::items(&file);
    let mut book = Book { draft, files, list: file, hidden, read: BTreeSet::new() };
    for (item, place) in items.iter().zip(places::places(&items)) {
        match item {
            Item::Part(title) => book.add_made(title, &place),
            Item::Chapter(chapter) if chapter.path.is_empty() => book.add_draft(&chapter.title, &place),
            Item::Chapter(chapter) => book.add_chapter(chapter, &place),
        }
    }
    let Book { mut draft, read, .. } = book;
    add_others(&mut draft, files, &read, &below);
    draft
}

/// A book on its way.
struct Book<'f> {
    draft: Draft,
    files: &'f Files,
    /// The list of chapters.
    list: Arc<SourceFile>,
    /// What hides a line of code, by language.
    hidden: BTreeMap<String, String>,
    /// The files that chapters were made of.
    read: BTreeSet<String>,
}

impl Book<'_> {
    fn add_chapter(&mut self, chapter: &Chapter, place: &Placed) {
        let Chapter { title, path, span, .. } = chapter;
        let findings = &mut self.draft.findings;
        let from = joined(&self.draft.root, path).unwrap_or_else(|| path.clone());
        if !self.read.insert(from.clone()) {
            let message = format!("the chapter `{path}` is named a second time; it stays where it is first");
            let help = "link to it from the page where it is to be found as well";
            findings.push(left_out(&self.list, span.clone(), &message, help));
            return;
        }
        let Some(page) = text(&from, self.files, findings) else {
            if !self.files.contains_key(&from) {
                let help = "write the chapter, or take it out of the list, and import again";
                let message = format!("there is no chapter `{path}`");
                findings.push(left_out(&self.list, span.clone(), &message, help));
            }
            // The chapters below it need a page that they are below.
            if place.to.ends_with("/index.md") {
                self.add_made(title, place);
            }
            return;
        };
        let text = include::resolved(&page, self.files, &self.hidden, findings);
        let (text, title) = titled(text, page.name(), title);
        let mut keys: Vec<String> = title.into_iter().collect();
        keys.push(format!("weight: {}", place.weight));
        let was = old_address(path);
        if was != format!("/{}", place.to.replace(".md", ".html")) || !was.ends_with("/index.html") {
            keys.push(format!("aliases: [{}]", quoted(&was)));
        }
        let file = SourceFile::new(page.name(), text);
        self.draft.pages.push(Page { from, to: place.to.clone(), file, keys });
    }

    fn add_draft(&mut self, title: &str, place: &Placed) {
        let Placed { to, weight } = place;
        let keys =
            vec![format!("title: {}", value(title)), format!("weight: {weight}"), "status: draft".to_owned()];
        let from = format!("{}/{to} (draft)", self.draft.root);
        let file = SourceFile::new(from.as_str(), "");
        self.draft.pages.push(Page { file, from, to: to.clone(), keys });
    }

    /// The page of a part, or of a chapter whose file is not there.
    fn add_made(&mut self, title: &str, place: &Placed) {
        let text = format!("---\ntitle: {}\nweight: {}\n---\n", value(title), place.weight);
        self.draft.made.entry(place.to.clone()).or_insert(text.into_bytes());
    }
}

/// Where mdBook publishes a chapter.
fn old_address(path: &str) -> String {
    let stem = crate::parse::stem(path);
    let (folder, name) = stem.rsplit_once('/').map_or(("", stem), |(folder, name)| (folder, name));
    let name = if name.eq_ignore_ascii_case("readme") { "index" } else { name };
    let folder = if folder.is_empty() { String::new() } else { format!("/{folder}") };
    format!("{folder}/{name}.html")
}

/// The page has the title that the list gives it: the heading that says something else is one of the second level.
fn titled(text: String, name: &str, title: &str) -> (String, Option<String>) {
    let source = Source { path: name.to_owned(), file: SourceFile::new(name, text.as_str()) };
    let document = parse(&source, ParseOptions::default()).value;
    let heading = document.iter().flat_map(|document| &document.facts.headings);
    let heading = heading.clone().find(|heading| heading.place == HeadingPlace::Title);
    let key = Some(format!("title: {}", value(title)));
    match heading {
        None => (text, key),
        Some(heading) if heading.text == title => (text, None),
        Some(heading) if text[heading.span.clone()].starts_with('#') => {
            let start = heading.span.start;
            (format!("{}#{}", &text[..start], &text[start..]), key)
        }
        // An underlined heading stays the title that it was on its page.
        Some(_) => (text, None),
    }
}

/// Files beside the chapters are published; Markdown that the list does not name is not.
fn add_others(draft: &mut Draft, files: &Files, read: &BTreeSet<String>, below: &impl Fn(&str) -> String) {
    let mut unlisted = Vec::new();
    let prefix = below("");
    // Where the chapters are in the folder of the book itself, so are its site and its theme.
    let of_program = |name: &str| {
        let is_in = |folder: &str| prefix.is_empty() && name.starts_with(folder);
        name == "SUMMARY.md" || name == "book.toml" || is_in("book/") || is_in("theme/")
    };
    for path in files.keys() {
        let Some(name) = path.strip_prefix(&prefix).filter(|name| !of_program(name)) else { continue };
        let is_page = name.ends_with(".md");
        if !is_page {
            draft.assets.insert(path.clone(), name.to_owned());
        } else if !read.contains(path) {
            unlisted.push(path.clone());
        }
    }
    if !unlisted.is_empty() {
        draft.remarks.push(format!(
            "Not in SUMMARY.md, and so no pages, as in mdBook: {}. What is included of them is in the pages.",
            unlisted.join(", ")
        ));
    }
}

fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.to_lowercase().chars() {
        match c {
            c if c.is_alphanumeric() => slug.push(c),
            '\'' | '’' => {}
            _ if !slug.ends_with('-') && !slug.is_empty() => slug.push('-'),
            _ => {}
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "part".to_owned() } else { slug.to_owned() }
}
