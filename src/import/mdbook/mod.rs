//! Books of mdBook: `SUMMARY.md` gives order and titles, its parts become sections.

mod include;
mod settings;
mod summary;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::front_matter::{quoted, value};
use super::{Draft, Files, Page, left_out, text};
use crate::load::Source;
use crate::parse::{HeadingPlace, ParseOptions, parse};
use crate::source::SourceFile;
use summary::Item;

pub(super) fn read(files: &Files, name: &str) -> Draft {
    let mut findings = Vec::new();
    let (config, root) = settings::read(files, name, &mut findings);
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
    let mut places = Places { part: None, weight: 0, parts: BTreeMap::new() };
    for item in summary::items(&file) {
        places.weight += 10;
        match item {
            Item::Part(title) => places.begin_part(title),
            Item::Outside => places.part = None,
            Item::Draft(title) => add_draft(&mut draft, &title, &places),
            Item::Chapter { title, path, span } => {
                let from = super::links::joined(&root, &path);
                let Some(page) = text(&from, files, &mut draft.findings) else {
                    let help = "write the chapter, or take it out of the list, and import again";
                    let message = format!("there is no chapter `{path}`");
                    draft.findings.push(left_out(&file, span, &message, help));
                    continue;
                };
                add_chapter(&mut draft, files, &page, &Chapter { title, path, to: None }.placed(&places));
            }
        }
    }
    add_parts(&mut draft, &places);
    add_others(&mut draft, files, &below);
    draft
}

/// Where the list has come to.
struct Places {
    /// The folder of the part that chapters are now in.
    part: Option<String>,
    weight: usize,
    /// Title and weight of each part, by its folder.
    parts: BTreeMap<String, (String, usize)>,
}

struct Chapter {
    title: String,
    /// Below the folder of the pages.
    path: String,
    /// The new path, and the weight of the page.
    to: Option<(String, usize)>,
}

impl Places {
    fn begin_part(&mut self, title: String) {
        let folder = slug(&title);
        self.parts.entry(folder.clone()).or_insert((title, self.weight));
        self.part = Some(folder);
    }

    /// The new path of a page: in the folder of its part.
    fn place(&self, path: &str) -> String {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let name = if name.eq_ignore_ascii_case("readme.md") { "index.md" } else { name };
        let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        match &self.part {
            Some(part) if !path.starts_with(&format!("{part}/")) => format!("{part}/{path}"),
            _ => path,
        }
    }
}

impl Chapter {
    fn placed(mut self, places: &Places) -> Self {
        self.to = Some((places.place(&self.path), places.weight));
        self
    }
}

fn add_chapter(draft: &mut Draft, files: &Files, page: &Arc<SourceFile>, chapter: &Chapter) {
    let Some((to, weight)) = chapter.to.clone() else { return };
    let text = include::resolved(page, files, &mut draft.findings);
    let (text, title) = titled(text, page.name(), &chapter.title);
    let mut keys: Vec<String> = title.into_iter().collect();
    keys.push(format!("weight: {weight}"));
    let was = format!("/{}.html", crate::parse::stem(&chapter.path.replace("README.md", "index.md")));
    if format!("/{}", to.trim_end_matches(".md")) + ".html" != was || !was.ends_with("/index.html") {
        keys.push(format!("aliases: [{}]", quoted(&was)));
    }
    let file = SourceFile::new(page.name(), text);
    draft.pages.push(Page { from: page.name().to_owned(), to, file, keys });
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

fn add_draft(draft: &mut Draft, title: &str, places: &Places) {
    let to = places.place(&format!("{}.md", slug(title)));
    let keys = vec![
        format!("title: {}", value(title)),
        format!("weight: {}", places.weight),
        "status: draft".to_owned(),
    ];
    let from = format!("{}/{to} (draft)", draft.root);
    draft.pages.push(Page { file: SourceFile::new(from.as_str(), ""), from, to, keys });
}

/// Each part has a page with its title, unless one of its chapters is that already.
fn add_parts(draft: &mut Draft, places: &Places) {
    for (folder, (title, weight)) in &places.parts {
        let to = format!("{folder}/index.md");
        if draft.pages.iter().any(|page| page.to == to || page.to == format!("{folder}.md")) {
            continue;
        }
        let text = format!("---\ntitle: {}\nweight: {weight}\n---\n", value(title));
        draft.made.insert(to, text.into_bytes());
    }
}

/// Files beside the chapters are published; Markdown that the list does not name is not.
fn add_others(draft: &mut Draft, files: &Files, below: &impl Fn(&str) -> String) {
    let mut unlisted = Vec::new();
    let prefix = below("");
    for path in files.keys() {
        let Some(name) =
            path.strip_prefix(&prefix).filter(|name| *name != "SUMMARY.md" && *name != "book.toml")
        else {
            continue;
        };
        let is_page = name.ends_with(".md");
        if is_page && !draft.pages.iter().any(|page| page.from == *path) {
            unlisted.push(path.clone());
        } else if !is_page {
            draft.assets.insert(path.clone(), name.to_owned());
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
