//! Settings as the text of a `book.toml`: what differs from the defaults, and nothing else.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::front_matter::quoted;
use crate::config::{Badge, Config, HeadingIds, MenuLink, MenuTarget, defaults};
use crate::source::SourceFile;

/// The `book.toml` of a book with these settings, whose pages are in `content/`.
pub(super) fn text(config: &Config) -> String {
    let usual = defaults(&SourceFile::new("book.toml", ""));
    let mut text = Text(String::new());
    let book = &config.book;
    text.table("[book]", |table| {
        table.set("title", Some(&book.title));
        table.set("description", book.description.as_ref());
        table.set("language", Some(&book.language.value).filter(|tag| **tag != usual.book.language.value));
        if !book.authors.is_empty() {
            let authors: Vec<String> = book.authors.iter().map(|name| quoted(name)).collect();
            table.line("authors", &format!("[{}]", authors.join(", ")));
        }
    });
    let site = &config.site;
    text.table("[site]", |table| {
        table.set("url", site.url.as_ref().map(|url| format!("{}{}", url.origin, url.base_path)).as_ref());
        table.set("repository", site.repository.as_ref());
        table.set("branch", Some(&site.branch).filter(|branch| **branch != usual.site.branch));
        table.set("phase", site.phase.as_ref());
        table.set("feedback", site.feedback.as_ref());
        table.links("header-links", &site.header_links);
        table.links("footer-links", &site.footer_links);
        if site.noindex {
            table.line("noindex", "true");
        }
        if site.contents_level != usual.site.contents_level {
            table.line("contents-level", &site.contents_level.to_string());
        }
    });
    text.table("[review]", |table| {
        table.set("default-owner", config.review.default_owner.as_ref().map(|owner| &owner.value));
        let badge = Some(config.review.badge).filter(|badge| *badge != Badge::default());
        table.set("badge", badge.map(Badge::as_str).map(str::to_owned).as_ref());
    });
    for (id, owner) in &config.owners {
        text.table(&format!("[owners.{}]", quoted(id)), |table| {
            table.set("name", Some(&owner.name));
            table.set("email", owner.email.as_ref());
        });
    }
    text.table("[markdown]", |table| {
        let ids =
            Some("tech-docs".to_owned()).filter(|_| config.markdown.heading_ids == HeadingIds::TechDocs);
        table.set("heading-ids", ids.as_ref());
        if config.markdown.smart_punctuation {
            table.line("smart-punctuation", "true");
        }
    });
    text.table("[search]", |table| {
        if !config.search.enabled {
            table.line("enabled", "false");
        }
    });
    text.table("[redirects]", |table| {
        let mut written = BTreeSet::new();
        for redirect in config.redirects.iter().filter(|redirect| written.insert(&redirect.from.value)) {
            table.line(&quoted(&redirect.from.value), &quoted(&redirect.to.value));
        }
    });
    text.0
}

struct Text(String);

struct Table(String);

impl Text {
    /// Adds a table, unless nothing is set in it.
    fn table(&mut self, heading: &str, fill: impl FnOnce(&mut Table)) {
        let mut table = Table(String::new());
        fill(&mut table);
        if !table.0.is_empty() {
            let gap = if self.0.is_empty() { "" } else { "\n" };
            write!(self.0, "{gap}{heading}\n{}", table.0).expect("writing to a string cannot fail");
        }
    }
}

impl Table {
    fn line(&mut self, key: &str, value: &str) {
        writeln!(self.0, "{key} = {value}").expect("writing to a string cannot fail");
    }

    fn set(&mut self, key: &str, text: Option<&String>) {
        if let Some(text) = text {
            self.line(key, &quoted(text));
        }
    }

    fn links(&mut self, key: &str, links: &[MenuLink]) {
        let link = |link: &MenuLink| {
            let (kind, target) = match &link.target {
                MenuTarget::Url(url) => ("url", url),
                MenuTarget::Page(page) => ("page", &page.value),
            };
            format!("    {{ text = {}, {kind} = {} }},\n", quoted(&link.text), quoted(target))
        };
        let lines: String = links.iter().map(link).collect();
        if !lines.is_empty() {
            self.line(key, &format!("[\n{lines}]"));
        }
    }
}
