//! What has been edited since an index was made of the whole book, so that a preview need not make it anew.
//!
//! The words of edited pages are taken out of the lists, and those that they have now are put in, when somebody asks for a file
//! in which they are. The pages keep their numbers; new pages, terms and words come behind all others. So the search finds
//! the same as in an index of the whole book, while the numbers, names and bytes of its files differ.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

use super::languages::Speech;
use super::lexicon::{self, Entry};
use super::postings::{self, Posting, Weigher};
use super::synonyms::Phrases;
use super::vocabulary::number;
use super::whole::{self, Read, Whole};
use super::words::folded;
use super::{Part, proportion, records};
use crate::diagnostic::Diagnostic;
use crate::link::{Page, Site};

/// After so many edited pages an index of the whole book is made again: more of them would take more time than that.
const MOST: usize = 1_000;

/// The edits since an index was made.
#[derive(Debug)]
pub(super) struct Edits {
    /// The place in the site of each page of the index; none of those that are gone.
    pub(super) places: Vec<Option<usize>>,
    /// The pages of the whole index whose words in it count no more.
    stale: BTreeSet<u32>,
    /// Pages that have other words than in the whole index, and pages that are new.
    written: BTreeMap<u32, Arc<Written>>,
    /// The terms that the whole index does not have, sorted. Their numbers are behind all others.
    new_terms: Vec<Term>,
    /// Words with terms that the whole index does not have for them.
    typed: BTreeMap<String, BTreeSet<u32>>,
}

/// A page as it is now.
#[derive(Debug)]
struct Written {
    read: Read,
    length: u32,
    /// Sorted by term.
    postings: Vec<(Term, Posting)>,
    /// Its words that have terms which the whole index does not have for them.
    typed: Vec<(String, Vec<Term>)>,
    finding: Option<Diagnostic>,
}

/// A term of the whole index, or a new one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Term {
    Known(u32),
    New(Box<str>),
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
            new_terms: Vec::new(),
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
                None => Arc::new(Written::new(page, whole)),
            };
            edits.written.insert(number, written);
        }
        let gone = (0..whole.size()).filter(|page| edits.places[*page as usize].is_none());
        edits.stale = gone.chain(edits.written.keys().copied().filter(|page| *page < whole.size())).collect();
        if edits.stale.len() > MOST || edits.weigher(whole) != whole.weigher {
            return None;
        }
        edits.number_terms(whole);
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
            .chain(self.written.values().map(|written| written.length))
            .collect();
        Weigher::of(lengths.into_iter())
    }

    fn number_terms(&mut self, whole: &Whole) {
        let terms = self.written.values().flat_map(|page| page.postings.iter().map(|(term, _)| term));
        let new: BTreeSet<&Term> = terms.filter(|term| matches!(term, Term::New(_))).collect();
        self.new_terms = new.into_iter().cloned().collect();
        for (word, terms) in self.written.values().flat_map(|page| &page.typed) {
            let numbers = terms.iter().filter_map(|term| match term {
                Term::Known(known) => Some(*known),
                new @ Term::New(_) => {
                    let at = self.new_terms.binary_search(new).ok()?;
                    Some(whole.vocabulary.terms() + number(at))
                }
            });
            self.typed.entry(word.clone()).or_default().extend(numbers);
        }
    }

    /// How many terms there are that the whole index does not have.
    pub(super) fn new_terms(&self) -> u32 {
        number(self.new_terms.len())
    }

    fn term(&self, whole: &Whole, term: u32) -> Option<Term> {
        match term.checked_sub(whole.vocabulary.terms()) {
            None => Some(Term::Known(term)),
            Some(new) => self.new_terms.get(new as usize).cloned(),
        }
    }

    /// What edited pages say of a term, by page.
    fn edited(&self, whole: &Whole, term: u32) -> Vec<Posting> {
        let Some(term) = self.term(whole, term) else { return Vec::new() };
        let of_page = |(page, written): (&u32, &Arc<Written>)| Some(written.posting(&term)?.on(*page));
        self.written.iter().filter_map(of_page).collect()
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
            let first = whole.vocabulary.terms();
            let new = first..first + self.new_terms();
            let lists: Vec<Vec<Posting>> = new.map(|term| self.edited(whole, term)).collect();
            return Cow::Owned(postings::packed(&lists));
        };
        if self.stale.is_empty() && self.written.is_empty() {
            return Cow::Borrowed(&block.bytes);
        }
        let lists = postings::unpacked(&block.bytes);
        let lists = whole.terms_in(at).zip(lists).map(|(term, list)| self.list(whole, term, list));
        Cow::Owned(postings::packed(&lists.collect::<Vec<_>>()))
    }

    /// The list of a term: what it was for pages that nobody touched, and what edited pages say.
    fn list(&self, whole: &Whole, term: u32, was: Vec<Posting>) -> Vec<Posting> {
        let untouched = was.into_iter().filter(|posting| !self.stale.contains(&posting.page));
        let mut list: Vec<Posting> = untouched.collect();
        let edited = self.edited(whole, term);
        if !edited.is_empty() {
            list.extend(edited);
            list.sort_unstable_by_key(|posting| posting.page);
        }
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

    /// The most common words as the manifest has them. On how many pages each stands changes little with an edit.
    pub(super) fn common(&self, whole: &Whole) -> String {
        if !self.typed.keys().any(|word| whole.lexicon.is_common(word)) {
            return whole.common.clone();
        }
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
        let edited = self.edited(whole, term).len();
        whole.pages_of.get(term as usize).copied().unwrap_or(0) + number(edited)
    }

    /// On how many pages a word stands.
    pub(super) fn pages_with(&self, whole: &Whole, word: &str) -> usize {
        let was = |term: u32| if term < whole.vocabulary.terms() { whole.list(term) } else { Vec::new() };
        let terms = self.terms_of(whole, word);
        terms.into_iter().map(|term| self.list(whole, term, was(term)).len()).max().unwrap_or(0)
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
    fn posting(&self, term: &Term) -> Option<Posting> {
        let at = self.postings.binary_search_by(|(other, _)| other.cmp(term)).ok()?;
        Some(self.postings[at].1)
    }

    fn new(page: &Page, whole: &Whole) -> Self {
        let words = whole::words(page, &whole.phrases);
        let speech = Speech::of(&page.language);
        let term =
            |spelled: String| whole.vocabulary.term(&spelled).map_or(Term::New(spelled.into()), Term::Known);
        let mut typed = Vec::new();
        let terms_of = words.words().map(|word| {
            let terms: Vec<Term> = whole.vocabulary.spelled(speech, word).into_iter().map(term).collect();
            let written = folded(word);
            let known = whole.vocabulary.typed.get(&written);
            let is_known = |term: &Term| matches!(term, Term::Known(term) if known.is_some_and(|known| known.contains(term)));
            if !terms.iter().all(is_known) {
                typed.push((written, terms.clone()));
            }
            terms
        });
        let postings = postings::of_page(&words, terms_of, whole.weigher).into_iter().collect();
        let finding = proportion::of_page(page, words.counts().len());
        Self { read: Read::of(page), length: words.length, postings, typed, finding }
    }
}
