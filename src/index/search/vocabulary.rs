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
pub(super) struct Vocabulary {
    /// For each page the number of each of its words, in the page's order.
    pub(super) words: Vec<Vec<u32>>,
    /// For each word its terms, sorted.
    pub(super) terms_of: Vec<Vec<u32>>,
    /// The number of terms. They are numbered by their spelling.
    pub(super) terms: usize,
    /// Every word as readers may type it, without accents, with its terms.
    pub(super) typed: BTreeMap<String, BTreeSet<u32>>,
}

type Word<'p> = (Speech, &'p str);

/// The different words of some pages, and each page as their numbers.
type Numbered<'p> = (Vec<Word<'p>>, Vec<Vec<u32>>);

impl Vocabulary {
    /// Of all pages, each with the way in which its words are brought to one form.
    pub(super) fn of(pages: &[(Speech, &PageWords)]) -> Self {
        let (different, words) = joined(pages.par_chunks(CHUNK).map(numbered).collect());
        let known: FxHashSet<Word<'_>> = different.iter().copied().collect();
        let spelled: Vec<BTreeSet<String>> = different
            .par_iter()
            .map(|(speech, word)| speech.terms(word, |other| known.contains(&(*speech, other))))
            .collect();
        let mut terms: Vec<&str> = spelled.iter().flatten().map(String::as_str).collect();
        terms.par_sort_unstable();
        terms.dedup();
        let number = |term: &String| number(terms.binary_search(&term.as_str()).unwrap_or_default());
        let terms_of: Vec<Vec<u32>> =
            spelled.par_iter().map(|spelled| spelled.iter().map(number).collect()).collect();
        let mut typed: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
        for ((_, word), terms) in different.iter().zip(&terms_of) {
            typed.entry(folded(word)).or_default().extend(terms);
        }
        let terms = terms.len();
        Self { words, terms_of, terms, typed }
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
