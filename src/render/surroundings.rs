//! What the body of a page needs to know from outside its own text.

use tera::{Context, Value};

use super::strings::Words;
use super::templates::ComponentCall;
use super::{Renderer, views};
use crate::diagnostic::Outcome;
use crate::link::{Definition, Glossary, Page, Target, encoded, is_checklist, relative};
use crate::load::ImageSize;
use crate::memo::Memos;
use crate::parse::{Commitment, Document, Heading, Term};

/// What a body needs to know from outside its own text.
pub(super) trait Surroundings {
    /// Where the link that begins at a byte offset leads and, of a picture, its size; none for a dropped one.
    fn link(&self, at: usize, written: &str) -> Option<(String, Option<ImageSize>)>;
    /// The headings of the page, in order; none when they are to be shown as they are.
    fn headings(&self) -> Option<&[Heading]>;
    /// A block, or none when the theme does not know it.
    fn block(&self, name: &str, title: &str, id: &str, body: &str) -> Option<Outcome<String>>;
    /// Whether a heading, by its index among all of the page, is that of a checklist.
    fn is_checklist(&self, heading: usize) -> bool;
    /// The term that begins at a byte offset.
    fn term(&self, at: usize) -> Option<&Term>;
    /// What the words of the page mean, and of each definition whether the page leads to it by hand; none where words
    /// are not to be linked.
    fn glossary(&self) -> Option<(&Glossary, Vec<bool>)>;
    /// Where a definition is.
    fn definition(&self, definition: &Definition) -> String;
    /// The commitment whose item begins at a byte offset.
    fn commitment(&self, at: usize) -> Option<&Commitment>;
    /// What stands behind the first words of a commitment.
    fn commitment_mark(&self, commitment: &Commitment) -> Outcome<String>;
    /// The words of the interface under a key, filled.
    fn words(&self, key: &str, values: &[(&str, &str)]) -> String;
    fn memos(&self) -> &Memos;
}

/// A page of the book and what it may look up.
pub(super) struct OfPage<'a, 's> {
    pub(super) renderer: &'a Renderer<'s>,
    pub(super) page: &'a Page,
    pub(super) document: &'a Document,
    pub(super) words: &'a Words,
}

impl Surroundings for OfPage<'_, '_> {
    fn link(&self, at: usize, _written: &str) -> Option<(String, Option<ImageSize>)> {
        let target = self.page.target(at)?;
        let size = match target {
            Target::Asset { asset, .. } => self.renderer.site.assets[*asset].image,
            _ => None,
        };
        Some((views::href(self.renderer.site, &self.page.address, target)?, size))
    }

    fn headings(&self) -> Option<&[Heading]> {
        Some(&self.document.facts.headings)
    }

    fn block(&self, name: &str, title: &str, id: &str, body: &str) -> Option<Outcome<String>> {
        let templates = self.renderer.templates;
        if !templates.names().blocks.contains(name) {
            return None;
        }
        let mut arguments = Context::new();
        arguments.insert_value("title", Value::safe_string(title));
        arguments.insert("id", id);
        let call = ComponentCall {
            name: &format!("block.{name}"),
            arguments,
            words: &self.words.value,
            body: Some(body),
        };
        Some(templates.render_component(&call, &views::named(self.page, self.renderer.site)))
    }

    fn is_checklist(&self, heading: usize) -> bool {
        is_checklist(self.renderer.site, self.page, heading)
    }

    fn term(&self, at: usize) -> Option<&Term> {
        let terms = &self.document.facts.terms;
        let index = terms.binary_search_by_key(&at, |term| term.at).ok()?;
        Some(&terms[index])
    }

    fn glossary(&self) -> Option<(&Glossary, Vec<bool>)> {
        let site = self.renderer.site;
        let glossary = site.glossaries.of(self.page, site.config.glossary)?;
        let is_linked = |definition: &Definition| {
            self.page.targets.iter().any(|(_, target)| {
                matches!(target, Target::Page { page, fragment: Some(fragment) }
                    if *page == definition.page && *fragment == definition.id)
            })
        };
        Some((glossary, glossary.definitions.iter().map(is_linked).collect()))
    }

    fn definition(&self, definition: &Definition) -> String {
        let there = &self.renderer.site.page(definition.page).address;
        format!("{}#{}", relative(&self.page.address, there), encoded(&definition.id))
    }

    fn commitment(&self, at: usize) -> Option<&Commitment> {
        let commitments = &self.document.facts.commitments;
        let index = commitments.binary_search_by_key(&at, |commitment| commitment.at).ok()?;
        Some(&commitments[index])
    }

    fn commitment_mark(&self, commitment: &Commitment) -> Outcome<String> {
        let site = self.renderer.site;
        let mut arguments = Context::new();
        let mark = views::commitment_mark(site, self.page, commitment, self.words);
        arguments.insert("commitment", &mark);
        let call = ComponentCall { name: "commitment_mark", arguments, words: &self.words.value, body: None };
        let html = self.renderer.templates.render_component(&call, &views::named(self.page, site));
        Outcome::new(html.value.trim().to_owned(), html.findings)
    }

    fn words(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.words.fill(key, values)
    }

    fn memos(&self) -> &Memos {
        self.renderer.memos
    }
}

/// No book at all.
pub(super) struct OfNothing {
    pub(super) memos: Memos,
}

impl Surroundings for OfNothing {
    fn link(&self, _at: usize, written: &str) -> Option<(String, Option<ImageSize>)> {
        Some((written.to_owned(), None))
    }

    fn headings(&self) -> Option<&[Heading]> {
        None
    }

    fn block(&self, _name: &str, _title: &str, _id: &str, _body: &str) -> Option<Outcome<String>> {
        None
    }

    fn is_checklist(&self, _heading: usize) -> bool {
        false
    }

    fn term(&self, _at: usize) -> Option<&Term> {
        None
    }

    fn glossary(&self) -> Option<(&Glossary, Vec<bool>)> {
        None
    }

    fn definition(&self, definition: &Definition) -> String {
        definition.id.clone()
    }

    fn commitment(&self, _at: usize) -> Option<&Commitment> {
        None
    }

    fn commitment_mark(&self, _commitment: &Commitment) -> Outcome<String> {
        Outcome::new(String::new(), Vec::new())
    }

    fn words(&self, key: &str, _values: &[(&str, &str)]) -> String {
        key.to_owned()
    }

    fn memos(&self) -> &Memos {
        &self.memos
    }
}
