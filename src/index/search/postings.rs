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

/// The place of a word on a page.
#[derive(Clone, Copy, Default)]
struct Place {
    page: u32,
    count: u32,
}

/// What the index keeps of a term on a page.
struct Posting {
    page: u32,
    impact: u8,
    in_title: bool,
    sections: u32,
    headings: u32,
}

/// Turns pages of words into terms of pages.
pub(super) fn invert(pages: &[&PageWords], vocabulary: &Vocabulary) -> Postings {
    let (starts, places) = places(vocabulary);
    let average = average_length(pages);
    let ranges = ranges(&starts);
    let made: Vec<(Block, Vec<u32>)> =
        ranges.into_par_iter().map(|range| block(range, &starts, &places, &(pages, average))).collect();
    let mut postings = Postings { blocks: Vec::new(), pages_of: Vec::new() };
    for (block, pages_of) in made {
        postings.blocks.push(block);
        postings.pages_of.extend(pages_of);
    }
    postings
}

/// The places of each term, by page, one term behind the other; and where each term's begin.
fn places(vocabulary: &Vocabulary) -> (Vec<usize>, Vec<Place>) {
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
    for (page, words) in vocabulary.words.iter().enumerate() {
        for (count, word) in words.iter().enumerate() {
            for term in terms(word) {
                places[next[term]] = Place { page: number(page), count: number(count) };
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
    (pages, average): &(&[&PageWords], f32),
) -> (Block, Vec<u32>) {
    let mut head = Vec::new();
    let mut body = Vec::new();
    let mut pages_of = Vec::new();
    encode::number(&mut head, number(terms.len()));
    for term in terms.clone() {
        let postings = merged(&places[starts[term]..starts[term + 1]], pages, *average);
        let before = body.len();
        write(&postings, &mut body);
        encode::number(&mut head, number(postings.len()));
        encode::number(&mut head, number(body.len() - before));
        pages_of.push(number(postings.len()));
    }
    head.extend(body);
    (Block { first: number(terms.start), bytes: encode::gzip(&head) }, pages_of)
}

/// One posting for each page, on which several words may stand for the term.
fn merged(places: &[Place], pages: &[&PageWords], average: f32) -> Vec<Posting> {
    let of_page = |places: &[Place]| {
        let page = pages[places[0].page as usize];
        let counts = places.iter().map(|place| *page.count(place.count));
        let sum = counts.reduce(|sum, count| Count {
            strong: sum.strong.saturating_add(count.strong),
            body: sum.body.saturating_add(count.body),
            sections: sum.sections | count.sections,
            headings: sum.headings | count.headings,
            in_title: sum.in_title || count.in_title,
            ..sum
        });
        let sum = sum.unwrap_or_default();
        Posting {
            page: places[0].page,
            impact: impact(&sum, page.length, average),
            in_title: sum.in_title,
            sections: sum.sections,
            headings: sum.headings,
        }
    };
    places.chunk_by(|a, b| a.page == b.page).map(of_page).collect()
}

/// How much a term says about a page, from 1 to 63.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "small counts go in, and a number up to 63 comes out"
)]
fn impact(count: &Count, length: u32, average: f32) -> u8 {
    let norm = 1.0 - LENGTH + LENGTH * (length as f32 / average);
    let weight = f32::from(count.strong) / UNIT as f32 + f32::from(count.body) / norm;
    (MOST * weight / (SATURATION + weight)).round().clamp(1.0, MOST) as u8
}

fn write(postings: &[Posting], bytes: &mut Vec<u8>) {
    let mut last = 0;
    for posting in postings {
        encode::number(bytes, posting.page - last);
        last = posting.page;
    }
    for posting in postings {
        let in_headings = posting.headings != 0;
        bytes.push(posting.impact << 2 | u8::from(posting.in_title) << 1 | u8::from(in_headings));
    }
    for posting in postings {
        sections(bytes, posting.sections);
    }
    let headings = postings.iter().map(|posting| posting.headings).filter(|headings| *headings != 0);
    for headings in headings {
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
