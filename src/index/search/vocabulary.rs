//! All words of the book, the terms that they stand for, and the words as readers may type them.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::languages::Speech;
use super::page::PageWords;
use super::words::folded;

/// So many pages are looked through by one thread at a time.
const CHUNK: usize = 256;

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
    /// For each page the number of each of its words, in the page's order.
    pub(super) words: Vec<Vec<u32>>,
    /// For each word its terms, sorted.
    pub(super) terms_of: Vec<Vec<u32>>,
}

type Word<'p> = (Speech, &'p str);

/// The different words of some pages, and each page as their numbers.
type Numbered<'p> = (Vec<Word<'p>>, Vec<Vec<u32>>);

impl Vocabulary {
    /// Of all pages, each with the way in which its words are brought to one form.
    pub(super) fn of(pages: &[(Speech, &PageWords)]) -> (Self, Numbering) {
        let (different, words) = joined(pages.par_chunks(CHUNK).map(numbered).collect());
        let deciding = different.iter().filter(|(speech, _)| *speech == Speech::Welsh);
        let radicals: FxHashSet<String> = deciding.map(|(_, word)| (*word).to_owned()).collect();
        let spelled: Vec<BTreeSet<String>> = different
            .par_iter()
            .map(|(speech, word)| speech.terms(word, |other| radicals.contains(other)))
            .collect();
        let mut terms: Vec<Box<str>> = spelled.iter().flatten().map(|term| term.as_str().into()).collect();
        terms.par_sort_unstable();
        terms.dedup();
        let mut vocabulary = Self { terms, typed: BTreeMap::new(), radicals };
        let terms_of: Vec<Vec<u32>> = spelled
            .par_iter()
            .map(|spelled| spelled.iter().filter_map(|term| vocabulary.term(term)).collect())
            .collect();
        for ((_, word), terms) in different.iter().zip(&terms_of) {
            vocabulary.typed.entry(folded(word)).or_default().extend(terms);
        }
        (vocabulary, Numbering { words, terms_of })
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

fn numbered<'p>(pages: &[(Speech, &'p PageWords)]) -> Numbered<'p> {
    let mut numbers: FxHashMap<Word<'p>, u32> = FxHashMap::default();
    let mut different = Vec::new();
    let of_page = |(speech, page): &(Speech, &'p PageWords)| {
        let of_word = |word: &'p str| {
            *numbers.entry((*speech, word)).or_insert_with(|| {
                different.push((*speech, word));
                number(different.len() - 1)
            })
        };
        page.words().map(of_word).collect()
    };
    let words = pages.iter().map(of_page).collect();
    (different, words)
}

/// One numbering of several; in the order of the pages, so always the same.
fn joined(chunks: Vec<Numbered<'_>>) -> Numbered<'_> {
    let mut numbers: FxHashMap<Word<'_>, u32> = FxHashMap::default();
    let mut different = Vec::new();
    let mut pages = Vec::new();
    for (words, numbered) in chunks {
        let changed: Vec<u32> = words
            .into_iter()
            .map(|word| {
                *numbers.entry(word).or_insert_with(|| {
                    different.push(word);
                    number(different.len() - 1)
                })
            })
            .collect();
        pages.extend(numbered.into_iter().map(|mut page| {
            for word in &mut page {
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
