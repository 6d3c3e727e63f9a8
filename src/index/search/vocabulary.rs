//! All words of the book, the terms that they stand for, and the words as readers may type them.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::{Equivalent, IndexSet};
use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashSet};

use super::languages::Speech;
use super::page::{Count, PageWords};
use super::words::folded;
use crate::link::Page;

/// So many pages are looked through by one thread at a time, at most.
const CHUNK: usize = 256;

/// So many times each thread looks through some, at least.
const CHUNKS: usize = 4;

/// The words of the book.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// How each term is spelled, sorted: its number is its place.
    terms: Vec<Box<str>>,
    /// Every word as readers may type it, without accents, with its terms.
    pub(super) typed: BTreeMap<String, BTreeSet<u32>>,
    /// The words that decide what others stand for.
    radicals: FxHashSet<String>,
}

/// The pages as numbers of words, and the words as numbers of terms.
pub(super) struct Numbering {
    pub(super) pages: Vec<Numbered>,
    /// For each word its terms, sorted.
    pub(super) terms_of: Vec<Vec<u32>>,
}

/// The words of a page, which only their numbers tell apart: a large book would fill the memory with the same words.
pub(super) struct Numbered {
    /// The number of each word, in the page's order.
    pub(super) words: Vec<u32>,
    /// What is counted of each, in the same order.
    pub(super) counts: Vec<Count>,
    /// How many words the body has.
    pub(super) length: u32,
}

/// A word, and how it is brought to one form.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Word {
    speech: Speech,
    text: Box<str>,
}

/// The same for looking a word up. Its hash is that of the [`Word`]: the fields are the same.
#[derive(Hash)]
struct Sought<'w> {
    speech: Speech,
    text: &'w str,
}

impl Equivalent<Word> for Sought<'_> {
    fn equivalent(&self, word: &Word) -> bool {
        self.speech == word.speech && *self.text == *word.text
    }
}

/// Words by number.
type Words = IndexSet<Word, FxBuildHasher>;

impl Vocabulary {
    /// Of all pages, whose words somebody counts.
    pub(super) fn of(pages: &[&Page], count: impl Fn(&Page) -> PageWords + Sync) -> (Self, Numbering) {
        let chunk = pages.len().div_ceil(CHUNKS * rayon::current_num_threads()).clamp(1, CHUNK);
        let chunks = pages.par_chunks(chunk).map(|pages| numbered(pages, &count)).collect();
        let (different, pages) = joined(chunks);
        let deciding = different.iter().filter(|word| word.speech == Speech::Welsh);
        let radicals: FxHashSet<String> = deciding.map(|word| word.text.to_string()).collect();
        let different: Vec<Word> = different.into_iter().collect();
        let spelled: Vec<BTreeSet<String>> = different
            .par_iter()
            .map(|word| word.speech.terms(&word.text, |other| radicals.contains(other)))
            .collect();
        let mut terms: Vec<Box<str>> = spelled.iter().flatten().map(|term| term.as_str().into()).collect();
        terms.par_sort_unstable();
        terms.dedup();
        let mut vocabulary = Self { terms, typed: BTreeMap::new(), radicals };
        let terms_of: Vec<Vec<u32>> = spelled
            .par_iter()
            .map(|spelled| spelled.iter().filter_map(|term| vocabulary.term(term)).collect())
            .collect();
        for (word, terms) in different.iter().zip(&terms_of) {
            vocabulary.typed.entry(folded(&word.text)).or_default().extend(terms);
        }
        (vocabulary, Numbering { pages, terms_of })
    }

    /// How many terms there are.
    pub(super) fn terms(&self) -> u32 {
        number(self.terms.len())
    }

    /// The number of a term.
    pub(super) fn term(&self, spelled: &str) -> Option<u32> {
        self.terms.binary_search_by(|term| (**term).cmp(spelled)).ok().map(number)
    }

    /// How the terms of a word are spelled that the book may have got since.
    pub(super) fn spelled(&self, speech: Speech, word: &str) -> BTreeSet<String> {
        speech.terms(word, |other| self.radicals.contains(other))
    }
}

fn numbered(pages: &[&Page], count: impl Fn(&Page) -> PageWords) -> (Words, Vec<Numbered>) {
    let mut different = Words::default();
    let of_page = |page: &&Page| {
        let words = count(page);
        let speech = Speech::of(&page.language);
        let of_word = |text| {
            let known = different.get_index_of(&Sought { speech, text });
            number(known.unwrap_or_else(|| different.insert_full(Word { speech, text: text.into() }).0))
        };
        let numbers = words.words().map(of_word).collect();
        Numbered { words: numbers, length: words.length, counts: words.into_counts() }
    };
    let pages = pages.iter().map(of_page).collect();
    (different, pages)
}

/// One numbering of several; in the order of the pages, so always the same.
fn joined(chunks: Vec<(Words, Vec<Numbered>)>) -> (Words, Vec<Numbered>) {
    let mut different = Words::default();
    let mut pages = Vec::new();
    for (words, numbered) in chunks {
        let changed: Vec<u32> = words.into_iter().map(|word| number(different.insert_full(word).0)).collect();
        pages.extend(numbered.into_iter().map(|mut page| {
            for word in &mut page.words {
                *word = changed[*word as usize];
            }
            page
        }));
    }
    (different, pages)
}

/// Counts of words and pages fit 32 bits: a book of so many would not fit the memory.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
