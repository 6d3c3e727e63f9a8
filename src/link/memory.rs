//! What is left of the latest linking, so that a change of the words of a page does not settle the whole book anew.
//!
//! Addresses, order, owners, reviews and the list of outputs come of front matter, titles and settings. When all
//! of these are equal to those of the latest linking, its results hold, and only the links of the changed pages
//! are looked up. Equal means equal in value: nobody keeps account of what depends on what.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use rayon::prelude::*;

use super::catalogue::{Catalogue, made};
use super::references::Resolved;
use super::{Glossaries, Page, PageId, Parts, Site, ThemeNames, bodies, checks, references, reviews};
use crate::diagnostic::Diagnostic;
use crate::load::{Drafts, ThemeFiles};
use crate::parse::{Commitment, Document};
use crate::source::{SourceFile, Spanned};

/// The latest linking, if there was one.
#[derive(Default)]
pub struct Memory {
    latest: Mutex<Option<Linked>>,
}

/// A settled book with all that it was settled from and what links are looked up in.
struct Linked {
    site: Arc<Site>,
    documents: Vec<Arc<Document>>,
    findings: Findings,
    /// What the body of each document has to say by itself.
    of_words: Vec<Option<Arc<Vec<Diagnostic>>>>,
    /// Where the links of each page lead.
    resolved: Vec<Resolved>,
    catalogue: Arc<Catalogue>,
    surroundings: Surroundings,
}

/// What there is to say about a settled book.
#[derive(Clone, Default)]
pub struct Findings {
    /// What settling had to say, but for what the bodies of pages tell.
    settled: Arc<Vec<Diagnostic>>,
    /// The files of pages whose words have changed since they were settled, by name.
    moved: Arc<BTreeMap<String, Arc<SourceFile>>>,
    /// What the links and the words of the pages have to say, page by page.
    of_bodies: Vec<Arc<Vec<Diagnostic>>>,
}

/// What a site is made from beside its documents, as far as the site does not tell it.
#[derive(PartialEq, Eq)]
struct Surroundings {
    broken: Vec<String>,
    theme: Arc<ThemeFiles>,
    names: Option<ThemeNames>,
    drafts: Drafts,
    clock_today: Date,
}

/// A document that takes the place of another in the same site.
struct Change {
    /// The index of both among the documents.
    index: usize,
    old: Arc<Document>,
    new: Arc<Document>,
}

/// How much of the links has to be looked up.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Affected {
    /// Those of the changed pages: what links may name behind `#` is the same everywhere.
    ChangedPages,
    AllPages,
}

impl Memory {
    /// The settled book, from the latest one where that is equal but for words.
    pub(super) fn link(&self, parts: &Parts<'_>) -> (Arc<Site>, Findings) {
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        let linked = latest.take();
        let changes = linked.as_ref().and_then(|linked| linked.changes(parts));
        let mut linked = match (linked, changes) {
            (Some(linked), Some(changes)) => linked.with(&changes, parts),
            (linked, _) => Linked::new(parts, linked.as_ref()),
        };
        let of_links = linked.resolved.iter().filter_map(|page| page.findings.clone());
        linked.findings.of_bodies = of_links.chain(linked.of_words.iter().flatten().cloned()).collect();
        let result = (Arc::clone(&linked.site), linked.findings.clone());
        *latest = Some(linked);
        result
    }
}

impl Findings {
    /// Adds all of them to a list.
    pub fn collect(&self, findings: &mut Vec<Diagnostic>) {
        findings.extend(self.settled.iter().map(|finding| self.moved(finding)));
        findings.extend(self.of_bodies.iter().flat_map(|of_page| of_page.iter().cloned()));
    }

    /// A finding about front matter, in the file in which that stands now. It stands where it stood.
    fn moved(&self, finding: &Diagnostic) -> Diagnostic {
        let mut finding = finding.clone();
        for label in std::iter::once(&mut finding.place).chain(&mut finding.related) {
            if let Some(file) = self.moved.get(label.file.name()).filter(|_| !self.moved.is_empty()) {
                label.file = Arc::clone(file);
            }
        }
        finding
    }
}

impl Surroundings {
    fn of(parts: &Parts<'_>) -> Self {
        Self {
            broken: parts.broken.clone(),
            theme: Arc::clone(parts.theme),
            names: parts.names.cloned(),
            drafts: parts.drafts,
            clock_today: parts.clock_today,
        }
    }
}

impl Linked {
    fn new(parts: &Parts<'_>, before: Option<&Self>) -> Self {
        let mut findings = Vec::new();
        checks::front_matter(parts, &mut findings);
        let surroundings = Surroundings::of(parts);
        let known = |site: &Site, drafts: &[Arc<Document>]| {
            let before = before.filter(|before| before.has_places_of(site, drafts, &surroundings))?;
            Some(Arc::clone(&before.catalogue))
        };
        let (mut site, catalogue) = super::settle(parts, known, &mut findings);
        let before = before.filter(|before| Arc::ptr_eq(&before.catalogue, &catalogue));
        let before = before.filter(|before| before.looks_the_same_to_links(&site));
        let is_same = |old: &Page, new: &Page| match (&old.document, &new.document) {
            (Some(old), Some(new)) => Arc::ptr_eq(old, new),
            _ => false,
        };
        let resolved = references::resolve(&mut site, &catalogue, |index, page| {
            let before = before.filter(|before| is_same(&before.site.pages[index], page))?;
            Some(before.resolved[index].clone())
        });
        let findings = Findings { settled: Arc::new(findings), ..Findings::default() };
        let documents = parts.documents.clone();
        let of_words = documents.par_iter().map(|document| {
            let page = published(&site, &catalogue, document).map(|id| site.page(id));
            bodies::check(document, page, &site, parts.names)
        });
        let of_words = of_words.collect();
        Self { site: Arc::new(site), documents, findings, of_words, resolved, catalogue, surroundings }
    }

    /// Whether links may lead to the same places in another site: its pages have the same addresses, old ones too, and sources, and
    /// its files, drafts and settings are the same.
    fn has_places_of(&self, site: &Site, drafts: &[Arc<Document>], surroundings: &Surroundings) -> bool {
        fn place(page: &Arc<Page>) -> (&str, Option<&str>, &[Spanned<String>]) {
            let document = page.document.as_deref();
            let old_paths = document.map_or(&[][..], |document| &document.front_matter.old_paths);
            (&page.address, document.map(|document| document.source.path.as_str()), old_paths)
        }
        self.surroundings.broken == surroundings.broken
            && self.surroundings.drafts == surroundings.drafts
            && self.site.config == site.config
            && self.site.assets == site.assets
            && self.site.pages.len() == site.pages.len()
            && self.catalogue.has_drafts(drafts)
            && self.catalogue.has_made(&made(site))
            && self.site.pages.iter().map(place).eq(site.pages.iter().map(place))
    }

    /// Whether links may name the same behind `#` on every page of a site with the same places, and find them as much
    /// in force.
    fn looks_the_same_to_links(&self, site: &Site) -> bool {
        let same_document = |old: &Arc<Document>, new: &Arc<Document>| {
            Arc::ptr_eq(old, new)
                || (old.facts.anchors == new.facts.anchors
                    && old.title == new.title
                    && old.front_matter.superseded_by == new.front_matter.superseded_by)
        };
        let same = |(old, new): (&Arc<Page>, &Arc<Page>)| match (&old.document, &new.document) {
            (Some(before), Some(after)) => old.status == new.status && same_document(before, after),
            (None, None) => true,
            _ => false,
        };
        self.site.pages.iter().zip(&site.pages).all(same)
    }

    /// The documents that are not those of before, when they and everything else settle to the same site.
    fn changes(&self, parts: &Parts<'_>) -> Option<Vec<Change>> {
        let same = self.documents.len() == parts.documents.len()
            && self.site.today == parts.today
            && self.site.config == *parts.config
            && self.site.assets == parts.assets
            && self.surroundings == Surroundings::of(parts);
        if !same {
            return None;
        }
        let pairs = self.documents.iter().zip(&parts.documents).enumerate();
        let pairs = pairs.filter(|(_, (old, new))| !Arc::ptr_eq(old, new));
        let change = |(index, (old, new)): (usize, (&Arc<Document>, &Arc<Document>))| {
            settles_the_same(old, new).then(|| Change { index, old: Arc::clone(old), new: Arc::clone(new) })
        };
        let changes: Vec<Change> = pairs.map(change).collect::<Option<_>>()?;
        changes.iter().all(|change| self.evidence_holds(change)).then_some(changes)
    }

    /// Whether a page that was signed off is as much the page of its sign-off as before.
    fn evidence_holds(&self, change: &Change) -> bool {
        // Only a sign-off looks at words.
        if change.new.front_matter.review.reviewed_text.is_none() {
            return true;
        }
        self.page_of(change).is_none_or(|id| {
            let page = self.site.page(id);
            reviews::evidence(&change.new, page.review.last_reviewed, self.site.today) == page.evidence
        })
    }

    /// The page that a changed document is; none when it is a draft, or when another page has its address.
    fn page_of(&self, change: &Change) -> Option<PageId> {
        published(&self.site, &self.catalogue, &change.old)
    }

    /// The same site with other words.
    fn with(mut self, changes: &[Change], parts: &Parts<'_>) -> Self {
        if changes.is_empty() {
            self.documents.clone_from(&parts.documents);
            return self;
        }
        let mut site = Site::clone(&self.site);
        let mut changed = Vec::new();
        for change in changes {
            let page = self.page_of(change);
            self.of_words[change.index] =
                bodies::check(&change.new, page.map(|id| site.page(id)), &site, parts.names);
            if let Some(PageId(index)) = page {
                Arc::make_mut(&mut site.pages[index]).document = Some(Arc::clone(&change.new));
                changed.push(index);
            }
        }
        if changed.iter().any(|index| site.pages[*index].is_glossary()) {
            site.glossaries = Arc::new(Glossaries::new(&site));
        }
        let same_anchors = |change: &Change| change.old.facts.anchors == change.new.facts.anchors;
        let affected =
            if changes.iter().all(same_anchors) { Affected::ChangedPages } else { Affected::AllPages };
        if affected == Affected::AllPages {
            changed = (0..site.pages.len()).collect();
        }
        let resolved = references::resolve_again(&mut site, &self.catalogue, &changed);
        for (index, resolved) in changed.into_iter().zip(resolved) {
            self.resolved[index] = resolved;
        }
        let files = changes.iter().map(|change| change.new.source.file.written());
        Arc::make_mut(&mut self.findings.moved)
            .extend(files.map(|file| (file.name().to_owned(), Arc::clone(file))));
        Self { site: Arc::new(site), documents: parts.documents.clone(), ..self }
    }
}

/// The page that a document is; none when it is a draft, or when another page has its address.
fn published(site: &Site, catalogue: &Catalogue, document: &Arc<Document>) -> Option<PageId> {
    let id = catalogue.page_of(document)?;
    let published = site.page(id).document.as_ref()?;
    Arc::ptr_eq(published, document).then_some(id)
}

/// Whether two documents are alike in everything but the words of the body: in what settling looks at, and in the
/// places that its findings name.
fn settles_the_same(old: &Document, new: &Document) -> bool {
    old.source.path == new.source.path
        && old.front_matter == new.front_matter
        && old.title == new.title
        && old.body == new.body
        && old.source.file.start() == new.source.file.start()
        && same_commitments(&old.facts.commitments, &new.facts.commitments)
}

/// Whether two pages say that the same will be done; where they say it does not count.
fn same_commitments(old: &[Commitment], new: &[Commitment]) -> bool {
    old.len() == new.len() && old.iter().zip(new).all(|(old, new)| old.says_the_same(new))
}
