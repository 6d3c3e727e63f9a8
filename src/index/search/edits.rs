//! What has been edited since an index was made of the whole book, so that a preview need not make it anew.
//!
//! The words of edited pages are taken out of the lists, and those that they have now are put in, when somebody asks for a file
//! in which they are. The pages keep their numbers; new pages, terms and words come behind all others. So the search finds
//! the same as in an index of the whole book, while the numbers, names and bytes of its files differ.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::languages::Speech;
use super::lexicon::{self, Entry};
use super::page::PageWords;
use super::postings::{self, Posting, Weigher};
use super::synonyms::Phrases;
use super::vocabulary::number;
use super::whole::{self, Read, Whole};
use super::words::folded;
use super::{Part, proportion, records};
use crate::diagnostic::Diagnostic;
use crate::link::{Page, Site};

/// After so many edited pages an index of the whole book is made again.
const MOST: usize = 100;

/// The edits since an index was made.
#[derive(Debug)]
pub(super) struct Edits {
    /// The place in the site of each page of the index; none of those that are gone.
    pub(super) places: Vec<Option<usize>>,
    /// The pages of the whole index whose words in it count no more.
    stale: BTreeSet<u32>,
    /// Pages that have other words than in the whole index, and pages that are new.
    written: BTreeMap<u32, Arc<Written>>,
    /// Their postings by term, sorted by page.
    postings: BTreeMap<u32, Vec<Posting>>,
    /// How many terms there are now.
    pub(super) terms: u32,
    /// Words with terms that the whole index does not have for them.
    pub(super) typed: BTreeMap<String, BTreeSet<u32>>,
}

/// A page with its words.
#[derive(Debug)]
struct Written {
    read: Read,
    words: PageWords,
    finding: Option<Diagnostic>,
}

impl Edits {
    /// What differs from the whole index; none when that is too much, or touches what all pages depend on.
    pub(super) fn of(site: &Site, whole: &Whole, before: Option<&Self>) -> Option<Self> {
        let phrases = Phrases::of(site);
        if phrases != whole.phrases {
            return None;
        }
        let mut edits = Self {
            places: vec![None; whole.pages.len()],
            stale: BTreeSet::new(),
            written: BTreeMap::new(),
            postings: BTreeMap::new(),
            terms: whole.vocabulary.terms(),
            typed: BTreeMap::new(),
        };
        for (place, page) in whole::found(site) {
            let number = edits.place(whole, place, page);
            if whole.pages.get(number as usize).is_some_and(|known| known.read.is_of(page)) {
                continue;
            }
            if edits.written.len() == MOST {
                return None;
            }
            let known = before.and_then(|before| before.written.get(&number));
            let written = match known.filter(|written| written.read.is_of(page)) {
                Some(written) => Arc::clone(written),
                None => Arc::new(Written::new(page, &phrases)),
            };
            edits.written.insert(number, written);
        }
        let gone = (0..whole.size()).filter(|page| edits.places[*page as usize].is_none());
        edits.stale = gone.chain(edits.written.keys().copied().filter(|page| *page < whole.size())).collect();
        if edits.stale.len() > MOST || edits.weigher(whole) != whole.weigher {
            return None;
        }
        edits.invert(site, whole);
        Some(edits)
    }

    /// The number of a page of the site.
    fn place(&mut self, whole: &Whole, place: usize, page: &Page) -> u32 {
        if let Some(known) = whole.numbers.get(&page.address) {
            self.places[*known as usize] = Some(place);
            return *known;
        }
        self.places.push(Some(place));
        number(self.places.len() - 1)
    }

    /// What places are weighed by now.
    fn weigher(&self, whole: &Whole) -> Weigher {
        let untouched = (0..).zip(&whole.pages).filter(|(page, _)| !self.stale.contains(page));
        let lengths: Vec<u32> = untouched
            .map(|(_, page)| page.length)
            .chain(self.written.values().map(|written| written.words.length))
            .collect();
        Weigher::of(lengths.into_iter())
    }

    fn invert(&mut self, site: &Site, whole: &Whole) {
        let mut new_terms: FxHashMap<String, u32> = FxHashMap::default();
        for (page, written) in &self.written {
            let speech = self.places[*page as usize].map(|place| Speech::of(&site.pages[place].language));
            let mut terms_of = Vec::new();
            for word in written.words.words() {
                let spelled = whole.vocabulary.spelled(speech.unwrap_or(Speech::Plain), word);
                let terms: BTreeSet<u32> = spelled
                    .into_iter()
                    .map(|term| match whole.vocabulary.term(&term) {
                        Some(known) => known,
                        None => *new_terms.entry(term).or_insert_with(|| {
                            self.terms += 1;
                            self.terms - 1
                        }),
                    })
                    .collect();
                terms_of.push(terms.iter().copied().collect::<Vec<u32>>());
                let typed = folded(word);
                let is_known =
                    whole.vocabulary.typed.get(&typed).is_some_and(|known| known.is_superset(&terms));
                if !is_known {
                    self.typed.entry(typed).or_default().extend(terms);
                }
            }
            for (term, posting) in postings::of_page(*page, &written.words, &terms_of, whole.weigher) {
                self.postings.entry(term).or_default().push(posting);
            }
        }
    }

    /// A file of the index as it is now; the script is none.
    pub(super) fn file<'w>(&self, site: &Site, whole: &'w Whole, part: Part) -> Option<Cow<'w, [u8]>> {
        Some(match part {
            Part::Script => return None,
            Part::Block(at) => self.block(whole, at),
            Part::Shard(at) => Cow::Owned(lexicon::packed(borrowed(&self.shard(whole, at)), |term| {
                self.pages_of(whole, term)
            })),
            Part::Records(at) => {
                let all: Vec<Option<&Page>> = self.pages(site).collect();
                Cow::Owned(records::group(site, all.chunks(records::GROUP).nth(at)?))
            }
            Part::Facets => Cow::Owned(records::facets(site, &self.pages(site).collect::<Vec<_>>())),
        })
    }

    /// The pages of the index; none in the place of those that are gone.
    fn pages<'s>(&self, site: &'s Site) -> impl Iterator<Item = Option<&'s Page>> {
        self.places.iter().map(|place| place.map(|place| &*site.pages[place]))
    }

    fn block<'w>(&self, whole: &'w Whole, at: usize) -> Cow<'w, [u8]> {
        let Some(block) = whole.blocks.get(at) else {
            let new = whole.vocabulary.terms()..self.terms;
            let lists: Vec<Vec<Posting>> = new.map(|term| self.list(term, Vec::new())).collect();
            return Cow::Owned(postings::packed(&lists));
        };
        if self.stale.is_empty() && self.written.is_empty() {
            return Cow::Borrowed(&block.bytes);
        }
        let lists = postings::unpacked(&block.bytes);
        let lists = whole.terms_in(at).zip(lists).map(|(term, list)| self.list(term, list));
        Cow::Owned(postings::packed(&lists.collect::<Vec<_>>()))
    }

    /// The list of a term: what it was for pages that nobody touched, and what edited pages say.
    fn list(&self, term: u32, was: Vec<Posting>) -> Vec<Posting> {
        let untouched = was.into_iter().filter(|posting| !self.stale.contains(&posting.page));
        let mut list: Vec<Posting> = untouched.collect();
        list.extend(self.postings.get(&term).into_iter().flatten());
        list.sort_unstable_by_key(|posting| posting.page);
        list
    }

    /// The words of a file of the lexicon, each with its terms.
    fn shard(&self, whole: &Whole, at: usize) -> BTreeMap<String, BTreeSet<u32>> {
        let is_in = |word: &str| {
            !whole.lexicon.is_common(word) && whole.lexicon.shard(word).unwrap_or_default() == at
        };
        let mut firsts = whole.lexicon.firsts.iter().skip(at);
        let from = firsts.next().map_or(Bound::Unbounded, Bound::Included);
        let to = firsts.next().map_or(Bound::Unbounded, Bound::Excluded);
        let known = whole.vocabulary.typed.range::<String, _>((from, to)).filter(|(word, _)| is_in(word));
        let mut words: BTreeMap<String, BTreeSet<u32>> =
            known.map(|(word, terms)| (word.clone(), terms.clone())).collect();
        for (word, terms) in self.typed.iter().filter(|(word, _)| is_in(word)) {
            words.entry(word.clone()).or_default().extend(terms);
        }
        words
    }

    /// The most common words as the manifest has them.
    pub(super) fn common(&self, whole: &Whole) -> String {
        let common = whole.lexicon.common.iter();
        let common: BTreeMap<String, BTreeSet<u32>> =
            common.map(|word| (word.clone(), self.terms_of(whole, word))).collect();
        lexicon::lines(borrowed(&common), |term| self.pages_of(whole, term))
    }

    /// The first of the words that are not common.
    pub(super) fn first_new_word(&self, whole: &Whole) -> Option<&str> {
        self.typed.keys().map(String::as_str).find(|word| !whole.lexicon.is_common(word))
    }

    fn terms_of(&self, whole: &Whole, word: &str) -> BTreeSet<u32> {
        let known = whole.vocabulary.typed.get(word).into_iter().flatten();
        known.chain(self.typed.get(word).into_iter().flatten()).copied().collect()
    }

    /// About on how many pages a term stands: it may count twice those that were edited.
    fn pages_of(&self, whole: &Whole, term: u32) -> u32 {
        let edited = self.postings.get(&term).map_or(0, Vec::len);
        whole.pages_of.get(term as usize).copied().unwrap_or(0) + number(edited)
    }

    /// On how many pages a word stands.
    pub(super) fn pages_with(&self, whole: &Whole, word: &str) -> usize {
        let was = |term: u32| if term < whole.vocabulary.terms() { whole.list(term) } else { Vec::new() };
        let terms = self.terms_of(whole, word);
        terms.into_iter().map(|term| self.list(term, was(term)).len()).max().unwrap_or(0)
    }

    /// What there is to say about single pages.
    pub(super) fn findings(&self, whole: &Whole) -> Vec<Diagnostic> {
        let untouched = whole.findings.iter().filter(|(page, _)| !self.stale.contains(page));
        let edited = self.written.values().filter_map(|written| written.finding.as_ref());
        untouched.map(|(_, finding)| finding).chain(edited).cloned().collect()
    }
}

fn borrowed(words: &BTreeMap<String, BTreeSet<u32>>) -> impl Iterator<Item = Entry<'_>> {
    words.iter().map(|(word, terms)| (word.as_str(), terms))
}

impl Written {
    fn new(page: &Page, phrases: &Phrases) -> Self {
        let words = whole::words(page, phrases);
        Self { read: Read::of(page), finding: proportion::of_page(page, &words), words }
    }
}
