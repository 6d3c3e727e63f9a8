//! On which pages each term stands, how much it says about each, and in which sections.
//!
//! A block holds several terms, in their order: how many there are; for each the number of its pages and of its
//! bytes; then the bytes of each term. Those are columns: the gaps between the numbers of the pages; a byte for each page
//! (`impact << 2 | in title << 1 | in headings`); the sections of each page; the headings of those that have some.
//! Sections
//! are 0 for none, the number of a single section and 1, or a bit for each of several and 32.

use rayon::prelude::*;

use super::encode;
use super::page::{Count, PageWords, UNIT};
use super::vocabulary::{Vocabulary, number};

/// About so many bytes are in a block before it is compressed. A search loads a block for each of its words.
const BLOCK: usize = 16 * 1024;

/// About so many bytes a page takes in the list of a term.
const POSTING: usize = 3;

/// BM25F: how soon a word that is repeated says nothing more, and how much a long page is held against it.
const SATURATION: f32 = 1.3;
const LENGTH: f32 = 0.55;

/// The highest impact.
const MOST: f32 = 63.0;

/// A file of terms.
pub(super) struct Block {
    /// The number of its first term.
    pub(super) first: u32,
    /// As it is published.
    pub(super) bytes: Vec<u8>,
}

/// The lists of all terms.
pub(super) struct Postings {
    pub(super) blocks: Vec<Block>,
    /// On how many pages each term stands.
    pub(super) pages_of: Vec<u32>,
}

/// The place of a word on a page, with what is known of it, so that a term's places are read in one go.
#[derive(Clone, Copy, Default)]
struct Place {
    page: u32,
    strong: u16,
    body: u16,
    sections: u32,
    /// The headings that hold it, and whether the title does: the highest bit, which is no section's.
    headings: u32,
}

const IN_TITLE: u32 = 1 << 31;

impl Place {
    fn of(page: u32, count: &Count) -> Self {
        let title = if count.in_title { IN_TITLE } else { 0 };
        let Count { strong, body, sections, headings, .. } = *count;
        Self { page, strong, body, sections, headings: headings | title }
    }

    /// Another word on the same page that stands for the same term.
    fn and(self, other: Self) -> Self {
        Self {
            page: self.page,
            strong: self.strong.saturating_add(other.strong),
            body: self.body.saturating_add(other.body),
            sections: self.sections | other.sections,
            headings: self.headings | other.headings,
        }
    }
}

/// Turns pages of words into terms of pages.
pub(super) fn invert(pages: &[&PageWords], vocabulary: &Vocabulary) -> Postings {
    let (starts, places) = places(pages, vocabulary);
    let weights = Weights { average: average_length(pages), pages };
    let ranges = ranges(&starts);
    let made: Vec<(Block, Vec<u32>)> =
        ranges.into_par_iter().map(|range| block(range, &starts, &places, &weights)).collect();
    let mut postings = Postings { blocks: Vec::new(), pages_of: Vec::new() };
    for (block, pages_of) in made {
        postings.blocks.push(block);
        postings.pages_of.extend(pages_of);
    }
    postings
}

/// The places of each term, by page, one term behind the other; and where each term's begin.
fn places(pages: &[&PageWords], vocabulary: &Vocabulary) -> (Vec<usize>, Vec<Place>) {
    let terms = |word: &u32| vocabulary.terms_of[*word as usize].iter().map(|term| *term as usize);
    let mut starts = vec![0; vocabulary.terms + 1];
    for term in vocabulary.words.iter().flatten().flat_map(terms) {
        starts[term + 1] += 1;
    }
    for term in 0..vocabulary.terms {
        starts[term + 1] += starts[term];
    }
    let mut next = starts.clone();
    let mut places = vec![Place::default(); *starts.last().unwrap_or(&0)];
    for (number, (page, words)) in (0..).zip(pages.iter().zip(&vocabulary.words)) {
        for (count, word) in page.counts().iter().zip(words) {
            for term in terms(word) {
                places[next[term]] = Place::of(number, count);
                next[term] += 1;
            }
        }
    }
    (starts, places)
}

/// The mean length of a page, rounded to an eighth: one edit is not to change the weight of every word.
fn average_length(pages: &[&PageWords]) -> f32 {
    let total: u64 = pages.iter().map(|page| u64::from(page.length)).sum();
    let mean = u32::try_from(total / pages.len().max(1) as u64).unwrap_or(u32::MAX).max(8);
    let step = (mean.next_power_of_two() / 16).max(1);
    #[expect(clippy::cast_precision_loss, reason = "a length of a page, of which a few digits count")]
    let rounded = (mean.div_ceil(step) * step) as f32;
    rounded
}

/// The terms of each block.
fn ranges(starts: &[usize]) -> Vec<std::ops::Range<usize>> {
    let mut ranges = Vec::new();
    let mut first = 0;
    let terms = starts.len() - 1;
    for term in 0..terms {
        let size = |from: usize, to: usize| (starts[to] - starts[from]) * POSTING;
        if term > first && size(first, term + 1) > BLOCK {
            ranges.push(first..term);
            first = term;
        }
    }
    if first < terms {
        ranges.push(first..terms);
    }
    ranges
}

fn block(
    terms: std::ops::Range<usize>,
    starts: &[usize],
    places: &[Place],
    weights: &Weights<'_>,
) -> (Block, Vec<u32>) {
    let mut head = Vec::new();
    let mut body = Vec::new();
    let mut pages_of = Vec::new();
    encode::number(&mut head, number(terms.len()));
    for term in terms.clone() {
        let postings = merged(&places[starts[term]..starts[term + 1]]);
        let before = body.len();
        write(&postings, weights, &mut body);
        encode::number(&mut head, number(postings.len()));
        encode::number(&mut head, number(body.len() - before));
        pages_of.push(number(postings.len()));
    }
    head.extend(body);
    (Block { first: number(terms.start), bytes: encode::gzip_numbers(&head) }, pages_of)
}

/// One place for each page, on which several words may stand for the term.
fn merged(places: &[Place]) -> Vec<Place> {
    let mut merged: Vec<Place> = Vec::with_capacity(places.len());
    for place in places {
        match merged.last_mut() {
            Some(last) if last.page == place.page => *last = last.and(*place),
            _ => merged.push(*place),
        }
    }
    merged
}

/// What a place is weighed by.
struct Weights<'p> {
    pages: &'p [&'p PageWords],
    /// The mean length of a page.
    average: f32,
}

impl Weights<'_> {
    /// How much a term says about a page, from 1 to 63.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "small counts go in, and a number up to 63 comes out"
    )]
    fn impact(&self, place: &Place) -> u8 {
        let length = self.pages[place.page as usize].length as f32;
        let norm = 1.0 - LENGTH + LENGTH * (length / self.average);
        let weight = f32::from(place.strong) / UNIT as f32 + f32::from(place.body) / norm;
        (MOST * weight / (SATURATION + weight)).round().clamp(1.0, MOST) as u8
    }
}

fn write(places: &[Place], weights: &Weights<'_>, bytes: &mut Vec<u8>) {
    let headings = |place: &Place| place.headings & !IN_TITLE;
    let mut last = 0;
    for place in places {
        encode::number(bytes, place.page - last);
        last = place.page;
    }
    for place in places {
        let in_title = place.headings & IN_TITLE != 0;
        let in_headings = headings(place) != 0;
        bytes.push(weights.impact(place) << 2 | u8::from(in_title) << 1 | u8::from(in_headings));
    }
    for place in places {
        sections(bytes, place.sections);
    }
    for headings in places.iter().map(headings).filter(|headings| *headings != 0) {
        sections(bytes, headings);
    }
}

fn sections(bytes: &mut Vec<u8>, sections: u32) {
    match sections {
        0 => encode::number(bytes, 0),
        one if one.is_power_of_two() => encode::number(bytes, one.trailing_zeros() + 1),
        // There are 31 sections, so this fits.
        several => encode::number(bytes, several + 32),
    }
}
