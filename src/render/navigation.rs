//! The list of a section's pages, rendered once and shown on each of them.
//!
//! A section of ten thousand pages would make a hundred million links. So a large section is shown in parts of
//! at most [`MOST_ENTRIES`], and each part is rendered once: all pages of a section are at the same depth, so
//! the same links lead on from each of them. Only the mark of the current page is put in afterwards.

use std::sync::Arc;

use tera::Context;

use super::context::{LinkContext, NavigationContext, NavigationEntry};
use super::strings::Words;
use super::templates::{ComponentCall, Templates};
use super::views;
use crate::diagnostic::Outcome;
use crate::link::{Page, PageId, SectionId, Site, relative};
use crate::memo::Memo;

/// How many pages of a section a page lists.
const MOST_ENTRIES: usize = 60;

/// Where a list is shown: its links differ by that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Viewpoint {
    /// The section's own page.
    Index,
    /// A page of the section.
    Within,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    section: SectionId,
    part: usize,
    viewpoint: Viewpoint,
    language: String,
}

/// The lists of all sections, each rendered when it is first shown.
pub(super) struct Navigation {
    rendered: Memo<Key, Arc<Outcome<String>>>,
    /// For each page, which part of its section's list it is in.
    parts: Vec<usize>,
}

impl Navigation {
    pub(super) fn new(site: &Site) -> Self {
        let mut parts = vec![0; site.pages.len()];
        for section in &site.sections {
            for (index, child) in section.children.iter().enumerate() {
                parts[child.0] = index / MOST_ENTRIES;
            }
        }
        Self { rendered: Memo::new(usize::MAX), parts }
    }

    /// The list beside a page; empty at the top of the book, where the header has it.
    pub(super) fn beside(
        &self,
        id: PageId,
        site: &Site,
        templates: &Templates,
        words: &Words,
    ) -> Outcome<String> {
        let page = site.page(id);
        let section = site.section(page.section);
        if section.path.is_empty() {
            return Outcome::new(String::new(), Vec::new());
        }
        let viewpoint = if page.is_index { Viewpoint::Index } else { Viewpoint::Within };
        let part = if page.is_index { 0 } else { self.parts[id.0] };
        let key = Key { section: page.section, part, viewpoint, language: page.language.clone() };
        let rendered = self.rendered.get(&key, |key| Arc::new(render(key, site, templates, words)));
        let base = base(site.page(section.page), viewpoint);
        let html = marked(&rendered.value, &relative(&base, &page.address));
        Outcome::new(html, rendered.findings.clone())
    }
}

/// The address from which the links of a list count.
fn base(index: &Page, viewpoint: Viewpoint) -> String {
    match viewpoint {
        Viewpoint::Index => index.address.clone(),
        // Any page of the section will do.
        Viewpoint::Within => format!("{}page/", index.address),
    }
}

fn render(key: &Key, site: &Site, templates: &Templates, words: &Words) -> Outcome<String> {
    let section = site.section(key.section);
    let index = site.page(section.page);
    let base = base(index, key.viewpoint);
    let shown = section.children.iter().skip(key.part * MOST_ENTRIES).take(MOST_ENTRIES);
    let entries: Vec<NavigationEntry> = shown
        .map(|child| {
            let page = site.page(*child);
            let href = relative(&base, &page.address);
            NavigationEntry { text: page.title.clone(), href, is_section: page.is_index }
        })
        .collect();
    let others = section.children.len() - entries.len();
    let link = LinkContext { text: index.title.clone(), href: relative(&base, &index.address) };
    let navigation = NavigationContext { section: link, entries, others };
    let mut arguments = Context::new();
    arguments.insert("navigation", &navigation);
    let call = ComponentCall { name: "section_navigation", arguments, words: &words.value, body: None };
    templates.render_component(&call, &views::named(index, site))
}

/// Marks the link to the page that shows the list.
fn marked(html: &str, href: &str) -> String {
    let link = format!("href=\"{href}\"");
    html.replacen(&link, &format!("{link} aria-current=\"page\""), 1)
}
