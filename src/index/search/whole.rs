//! An index made of all pages of a book at once, with what is needed to keep up with edits.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::lexicon::{self, Entry, Lexicon};
use super::page::PageWords;
use super::postings::{self, Posting, Weigher};
use super::synonyms::Phrases;
use super::vocabulary::{Vocabulary, number};
use super::{Part, encode, proportion, records};
use crate::diagnostic::Diagnostic;
use crate::link::{Page, Site};
use crate::parse::Document;

/// An index of a whole book.
#[derive(Debug)]
pub(super) struct Whole {
    pub(super) phrases: Phrases,
    pub(super) weigher: Weigher,
    pub(super) vocabulary: Vocabulary,
    pub(super) lexicon: Lexicon,
    /// The most common words as the manifest has them.
    pub(super) common: String,
    /// On how many pages each term stands.
    pub(super) pages_of: Vec<u32>,
    /// The pages by their number in the index.
    pub(super) pages: Vec<Indexed>,
    /// The number of the page of each address.
    pub(super) numbers: FxHashMap<String, u32>,
    /// The first term of each block.
    pub(super) firsts: Vec<u32>,
    pub(super) blocks: Vec<File>,
    pub(super) shards: Vec<File>,
    pub(super) records: Vec<File>,
    pub(super) facets: Vec<File>,
    /// What there is to say about single pages, by number.
    pub(super) findings: Vec<(u32, Diagnostic)>,
}

/// A file under a name made of its content.
#[derive(Debug)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

/// A page with how many words its body has.
#[derive(Debug)]
pub(super) struct Indexed {
    pub(super) read: Read,
    pub(super) length: u32,
}

/// What is read of a page for its words.
#[derive(Clone, Debug)]
pub(super) struct Read {
    document: Option<Arc<Document>>,
    title: String,
    language: String,
}

impl Whole {
    pub(super) fn new(site: &Site) -> Self {
        let pages: Vec<&Page> = found(site).map(|(_, page)| page).collect();
        let phrases = Phrases::of(site);
        let (vocabulary, numbering) = Vocabulary::of(&pages, |page| words(page, &phrases));
        let weigher = Weigher::of(numbering.pages.iter().map(|page| page.length));
        let postings = postings::invert(&numbering, vocabulary.terms(), weigher);
        let sizes: Vec<(usize, u32)> =
            numbering.pages.iter().map(|page| (page.words.len(), page.length)).collect();
        drop(numbering);
        let pages_of = postings.pages_of;
        let of_term = |term: u32| pages_of[term as usize];
        let lexicon = Lexicon::of(&vocabulary.typed, of_term);
        let others: Vec<Entry<'_>> =
            entries(&vocabulary).filter(|(word, _)| !lexicon.is_common(word)).collect();
        let shards = others.par_chunks(lexicon::SHARD);
        let shards = shards.map(|words| lexicon::packed(words.iter().copied(), of_term)).collect();
        let common = lexicon.common.iter().map(|word| (word.as_str(), &vocabulary.typed[word]));
        let common = lexicon::lines(common, of_term);
        let findings = (0..).zip(pages.iter().zip(&sizes)).filter_map(|(number, (page, (different, _)))| {
            Some((number, proportion::of_page(page, *different)?))
        });
        let mut taken = FxHashSet::default();
        let shown: Vec<Option<&Page>> = pages.iter().copied().map(Some).collect();
        Self {
            firsts: postings.blocks.iter().map(|block| block.first).collect(),
            blocks: named(postings.blocks.into_iter().map(|block| block.bytes).collect(), &mut taken),
            shards: named(shards, &mut taken),
            records: named(records::groups(site, &shown), &mut taken),
            facets: named(vec![records::facets(site, &shown)], &mut taken),
            findings: findings.collect(),
            numbers: (0..).zip(&pages).map(|(number, page)| (page.address.clone(), number)).collect(),
            pages: pages.iter().zip(&sizes).map(|(page, (_, length))| Indexed::of(page, *length)).collect(),
            pages_of,
            phrases,
            weigher,
            vocabulary,
            lexicon,
            common,
        }
    }

    /// How many pages there are.
    pub(super) fn size(&self) -> u32 {
        number(self.pages.len())
    }

    /// A file of the index; the script is none.
    pub(super) fn file(&self, part: Part) -> Option<&[u8]> {
        let file = match part {
            Part::Script => None,
            Part::Block(at) => self.blocks.get(at),
            Part::Shard(at) => self.shards.get(at),
            Part::Records(at) => self.records.get(at),
            Part::Facets => self.facets.first(),
        };
        file.map(|file| &*file.bytes)
    }

    /// The terms of a block.
    pub(super) fn terms_in(&self, block: usize) -> Range<u32> {
        let terms = self.vocabulary.terms();
        let first = |block: usize| self.firsts.get(block).copied().unwrap_or(terms);
        first(block)..first(block + 1)
    }

    /// The list of a term, and no pages for one that is new.
    pub(super) fn list(&self, term: u32) -> Vec<Posting> {
        let block = self.firsts.partition_point(|first| *first <= term).saturating_sub(1);
        let at = (term - self.terms_in(block).start) as usize;
        postings::unpacked(&self.blocks[block].bytes).into_iter().nth(at).unwrap_or_default()
    }

    /// On how many pages a word stands.
    pub(super) fn pages_with(&self, word: &str) -> usize {
        let terms = self.vocabulary.typed.get(word).into_iter().flatten();
        terms.map(|term| self.pages_of[*term as usize] as usize).max().unwrap_or(0)
    }
}

/// The pages of a site that readers may find, each with its place in the site. Drafts are no pages of the site.
pub(super) fn found(site: &Site) -> impl Iterator<Item = (usize, &Page)> {
    site.pages.iter().map(|page| &**page).enumerate().filter(|(_, page)| {
        let wanted =
            page.document.as_ref().is_none_or(|document| document.front_matter.search != Some(false));
        wanted && !page.noindex()
    })
}

/// The words of a page.
pub(super) fn words(page: &Page, phrases: &Phrases) -> PageWords {
    match &page.document {
        Some(document) => PageWords::of(document, &page.title, phrases),
        None => PageWords::of_title(&page.title, phrases),
    }
}

pub(super) fn entries(vocabulary: &Vocabulary) -> impl Iterator<Item = Entry<'_>> {
    vocabulary.typed.iter().map(|(word, terms)| (word.as_str(), terms))
}

/// Gives each file a name of its own. Two of some ten thousand files may well begin with the same name.
fn named(files: Vec<Vec<u8>>, taken: &mut FxHashSet<String>) -> Vec<File> {
    let possible: Vec<Vec<String>> = files.par_iter().map(|bytes| encode::names(bytes)).collect();
    let mut file = |(names, bytes): (Vec<String>, Vec<u8>)| {
        let name = names.into_iter().find(|name| !taken.contains(name)).unwrap_or_default();
        taken.insert(name.clone());
        File { name, bytes }
    };
    possible.into_iter().zip(files).map(&mut file).collect()
}

impl Indexed {
    fn of(page: &Page, length: u32) -> Self {
        Self { read: Read::of(page), length }
    }
}

impl Read {
    pub(super) fn of(page: &Page) -> Self {
        let Page { document, title, language, .. } = page;
        Self { document: document.clone(), title: title.clone(), language: language.clone() }
    }

    /// Whether the words of a page are those that were read. What is kept of a document is never changed.
    pub(super) fn is_of(&self, page: &Page) -> bool {
        let same_document = match (&self.document, &page.document) {
            (None, None) => true,
            (Some(old), Some(new)) => Arc::ptr_eq(old, new),
            _ => false,
        };
        same_document && self.title == page.title && self.language == page.language
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_files_of_the_same_name_get_two_names() {
        let mut taken = FxHashSet::from_iter([encode::names(b"a")[0].clone()]);
        let files = named(vec![b"a".to_vec(), b"a".to_vec()], &mut taken);
        assert_eq!([&files[0].name, &files[1].name], [&encode::names(b"a")[1], &encode::names(b"a")[2]]);
    }
}
