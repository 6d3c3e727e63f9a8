//! What words mean: the terms that the glossaries of the book explain, so that pages can lead to them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Page, PageId, Site, page_finding};
use crate::config::GlossaryConfig;
use crate::diagnostic::{Code, PageFindings};
use crate::parse::{Document, Facts, HeadingPlace, Status, forms};
use crate::strategy::{Capitals, GLOSSARY, Wordings};

/// The glossaries of a book. A word of another language that is spelled alike means something else, so those of a
/// language explain the words of the pages in that language.
#[derive(Clone, Debug, Default)]
pub struct Glossaries {
    /// By the first part of a BCP 47 tag, in small letters.
    by_language: BTreeMap<String, Glossary>,
}

/// What the glossaries in one language explain.
#[derive(Clone, Debug, Default)]
pub struct Glossary {
    /// In the order of their pages and on these.
    pub definitions: Vec<Definition>,
    wordings: Wordings,
    /// The definition that each wording leads to.
    of_wordings: Vec<usize>,
}

/// Where a term is explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The page that explains it.
    pub page: PageId,
    /// Its identifier on that page.
    pub id: String,
}

impl Glossaries {
    /// Those of pages in force of the kind `glossary`.
    pub(super) fn new(site: &Site) -> Self {
        let mut explained: BTreeMap<String, Vec<(&str, Definition)>> = BTreeMap::new();
        let is_one = |page: &Page| page.kind.as_deref() == Some(GLOSSARY) && page.status == Status::Live;
        for id in site.page_ids().filter(|id| is_one(site.page(*id))) {
            let page = site.page(id);
            let Some(document) = &page.document else { continue };
            let definition = |term: Term<'_>| Definition { page: id, id: term.id.to_owned() };
            let terms = terms(&document.facts).into_iter().map(|term| (term.text, definition(term)));
            explained.entry(language(page)).or_default().extend(terms);
        }
        let of_language = |(language, terms)| (language, Glossary::new(terms));
        Self { by_language: explained.into_iter().map(of_language).collect() }
    }

    /// The one to which the words of a page lead; none for a glossary, and where the page or the book wants no links.
    pub fn of(&self, page: &Page, config: GlossaryConfig) -> Option<&Glossary> {
        let wanted = page.document.as_ref()?.front_matter.glossary_links.unwrap_or(config.links);
        if wanted && !page.is_glossary() { self.by_language.get(&language(page)) } else { None }
    }
}

impl Glossary {
    fn new(terms: Vec<(&str, Definition)>) -> Self {
        let (terms, definitions): (Vec<&str>, Vec<Definition>) = terms.into_iter().unzip();
        let wordings = terms.iter().enumerate();
        let wordings =
            wordings.flat_map(|(definition, term)| forms(term).map(move |form| (form, definition)));
        // A single letter is a word of its own nearly everywhere.
        let wordings = wordings.filter(|(form, _)| form.chars().nth(1).is_some());
        let (wordings, of_wordings): (Vec<&str>, Vec<usize>) = wordings.unzip();
        Self { definitions, wordings: Wordings::new(wordings, Capitals::OfShortForms), of_wordings }
    }

    /// Where a text uses a term, each with the index of its definition.
    pub fn places<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (Range<usize>, usize)> + 't {
        self.wordings.places(text).map(|(place, wording)| (place, self.of_wordings[wording]))
    }
}

/// English is English, whoever speaks it.
fn language(page: &Page) -> String {
    page.language.split('-').next().unwrap_or_default().to_lowercase()
}

/// A term as its page has it.
#[derive(Clone, Copy)]
struct Term<'f> {
    text: &'f str,
    id: &'f str,
    /// Where it begins in the file.
    at: usize,
}

/// What a page explains: the terms of its definition lists; without any, the headings that have none below them, but for
/// letters of the alphabet.
fn terms(facts: &Facts) -> Vec<Term<'_>> {
    if !facts.terms.is_empty() {
        return facts.terms.iter().map(|term| Term { text: &term.text, id: &term.id, at: term.at }).collect();
    }
    let headings = &facts.headings;
    let is_term = |index: usize| {
        let (heading, next) = (&headings[index], headings.get(index + 1));
        heading.place == HeadingPlace::Body
            && next.is_none_or(|next| next.level <= heading.level)
            && heading.text.chars().nth(1).is_some()
    };
    let headings = (0..headings.len()).filter(|index| is_term(*index)).map(|index| &headings[index]);
    headings.map(|heading| Term { text: &heading.text, id: &heading.id, at: heading.span.start }).collect()
}

/// Says which terms of a glossary stand in it twice: words lead to the first of them alone.
pub(super) fn check(document: &Document, findings: &mut PageFindings) {
    let file = &document.source.file;
    let line = |at: usize| at..at + file.text()[at..].lines().next().map_or(0, str::len);
    let mut first: BTreeMap<String, Term<'_>> = BTreeMap::new();
    for term in terms(&document.facts) {
        for form in forms(term.text) {
            let is_short = |word: &str| word.chars().skip(1).any(char::is_uppercase);
            let word = |word: &str| if is_short(word) { word.to_owned() } else { word.to_lowercase() };
            let key: String = form.split_whitespace().map(|one| word(one) + " ").collect();
            let Some(first) = first.get(&key).copied() else {
                first.insert(key, term);
                continue;
            };
            if first.at == term.at {
                continue;
            }
            let message = format!("“{form}” is explained on this page already");
            let finding = page_finding(document, Code::GlossaryRepeatedTerm, Some(line(term.at)), message);
            let finding = finding.also(file, line(first.at), "words lead to this explanation alone");
            findings
                .push(finding.help("put both explanations below one term, or give this one another name"));
        }
    }
}
