//! On which pages each term stands, how much it says about each, and in which sections.
//!
//! A block holds several terms, in their order: how many there are; for each the number of its pages and of its
//! bytes; then the bytes of each term. Those are columns: the gaps between the numbers of the pages; a byte for each page
//! (`impact << 2 | in title << 1 | in headings`); the sections of each page; the headings of those that have some.
//! Sections
//! are 0 for none, the number of a single section and 1, or a bit for each of several and 32.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use super::encode;
use super::page::{Count, IN_TITLE, PageWords, UNIT};
use super::vocabulary::{Numbered, Numbering, number};

/// About so many bytes are in a block before it is compressed. A search loads a block for each of its words.
const BLOCK: usize = 16 * 1024;

/// The terms are gone through in so many parts, one on each thread at a time.
const PARTS: usize = 8;

/// About so many bytes a page takes in the list of a term.
const POSTING: usize = 3;

/// BM25F: how soon a word that is repeated says nothing more, and how much a long page is held against it.
const SATURATION: f32 = 1.3;
const LENGTH: f32 = 0.55;

/// Numbers of sections above this stand for several; below it, for one.
const SEVERAL: u32 = 32;

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

/// What a term says about a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Posting {
    pub(super) page: u32,
    /// `impact << 2 | in title << 1 | in headings`
    flags: u8,
    sections: u32,
    headings: u32,
}

/// The place of a word on a page, with what is known of it, so that a term's places are read in one go.
#[derive(Clone, Copy, Default)]
struct Place {
    page: u32,
    strong: u16,
    body: u16,
    sections: u32,
    /// The headings that hold it, and [`IN_TITLE`] when the title does.
    headings: u32,
}

impl Place {
    fn of(page: u32, count: &Count) -> Self {
        let Count { strong, body, sections, headings, .. } = *count;
        Self { page, strong, body, sections, headings }
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

impl Posting {
    /// The same of another page.
    pub(super) fn on(self, page: u32) -> Self {
        Self { page, ..self }
    }
}

/// Turns pages of words into terms of pages.
pub(super) fn invert(numbering: &Numbering, terms: u32, weigher: Weigher) -> Postings {
    let starts = starts(numbering, terms as usize);
    let blocks = ranges(&starts);
    // All places of a large book at once would take as much memory as the words of its pages.
    let parts: Vec<&[Range<usize>]> = blocks.chunks(blocks.len().div_ceil(PARTS).max(1)).collect();
    let made: Vec<Vec<(Block, Vec<u32>)>> = parts
        .into_par_iter()
        .map(|blocks| {
            let places = Places::of(blocks[0].start..blocks[blocks.len() - 1].end, numbering, &starts);
            blocks.par_iter().map(|block| places.block(block.clone(), &numbering.pages, weigher)).collect()
        })
        .collect();
    let mut postings = Postings { blocks: Vec::new(), pages_of: Vec::new() };
    for (block, pages_of) in made.into_iter().flatten() {
        postings.blocks.push(block);
        postings.pages_of.extend(pages_of);
    }
    postings
}

/// Where the places of each term begin if one term's stand behind the other's, and where the last ends.
fn starts(numbering: &Numbering, terms: usize) -> Vec<usize> {
    let mut starts = vec![0; terms + 1];
    for word in numbering.pages.iter().flat_map(|page| &page.words) {
        for term in &numbering.terms_of[*word as usize] {
            starts[*term as usize + 1] += 1;
        }
    }
    for term in 0..terms {
        starts[term + 1] += starts[term];
    }
    starts
}

/// The places of some terms, by page, one term behind the other.
struct Places<'s> {
    all: Vec<Place>,
    /// Where the places of each term of the book begin.
    starts: &'s [usize],
    /// Where those of the first of these terms begin.
    first: usize,
}

impl<'s> Places<'s> {
    fn of(terms: Range<usize>, numbering: &Numbering, starts: &'s [usize]) -> Self {
        let first = starts[terms.start];
        let mut places = vec![Place::default(); starts[terms.end] - first];
        let mut next: Vec<usize> = starts[terms.clone()].iter().map(|start| start - first).collect();
        for (number, page) in (0..).zip(&numbering.pages) {
            for (count, word) in page.counts.iter().zip(&page.words) {
                for term in numbering.terms_of[*word as usize].iter().map(|term| *term as usize) {
                    if terms.contains(&term) {
                        let next = &mut next[term - terms.start];
                        places[*next] = Place::of(number, count);
                        *next += 1;
                    }
                }
            }
        }
        Self { all: places, starts, first }
    }

    fn of_term(&self, term: usize) -> Vec<Place> {
        merged(&self.all[self.starts[term] - self.first..self.starts[term + 1] - self.first])
    }

    /// A block, and on how many pages each of its terms stands.
    fn block(&self, terms: Range<usize>, pages: &[Numbered], weigher: Weigher) -> (Block, Vec<u32>) {
        let posting = |place: &Place| weigher.posting(place, pages[place.page as usize].length);
        let list = |term| self.of_term(term).iter().map(posting).collect();
        let lists: Vec<Vec<Posting>> = terms.clone().map(list).collect();
        let pages_of = lists.iter().map(|list| number(list.len())).collect();
        (Block { first: number(terms.start), bytes: packed(&lists) }, pages_of)
    }
}

/// The terms of each block.
fn ranges(starts: &[usize]) -> Vec<Range<usize>> {
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

/// The postings of one page by term, for an index that is there already; their number of the page is 0.
pub(super) fn of_page<T: Ord>(
    words: &PageWords,
    terms_of: impl Iterator<Item = Vec<T>>,
    weigher: Weigher,
) -> BTreeMap<T, Posting> {
    let mut places: BTreeMap<T, Place> = BTreeMap::new();
    for (count, terms) in words.counts().iter().zip(terms_of) {
        for term in terms {
            let place = Place::of(0, count);
            places.entry(term).and_modify(|other| *other = other.and(place)).or_insert(place);
        }
    }
    places.into_iter().map(|(term, place)| (term, weigher.posting(&place, words.length))).collect()
}

/// Weighs what stands on a page against what stands on others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Weigher {
    /// The mean length of a page.
    average: f32,
}

impl Weigher {
    /// By the mean of the lengths, rounded to an eighth: one edit is not to change the weight of every word.
    pub(super) fn of(lengths: impl ExactSizeIterator<Item = u32>) -> Self {
        let pages = lengths.len().max(1) as u64;
        let total: u64 = lengths.map(u64::from).sum();
        let mean = u32::try_from(total / pages).unwrap_or(u32::MAX).max(8);
        let step = (mean.next_power_of_two() / 16).max(1);
        #[expect(clippy::cast_precision_loss, reason = "a length of a page, of which a few digits count")]
        let average = (mean.div_ceil(step) * step) as f32;
        Self { average }
    }

    fn posting(self, place: &Place, length: u32) -> Posting {
        let headings = place.headings & !IN_TITLE;
        let in_title = u8::from(place.headings & IN_TITLE != 0);
        let flags = self.impact(place, length) << 2 | in_title << 1 | u8::from(headings != 0);
        Posting { page: place.page, flags, sections: place.sections, headings }
    }

    /// How much a term says about a page, from 1 to 63.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "small counts go in, and a number up to 63 comes out"
    )]
    fn impact(self, place: &Place, length: u32) -> u8 {
        let norm = 1.0 - LENGTH + LENGTH * (length as f32 / self.average);
        let weight = f32::from(place.strong) / UNIT as f32 + f32::from(place.body) / norm;
        (MOST * weight / (SATURATION + weight)).round().clamp(1.0, MOST) as u8
    }
}

/// The lists of some terms as a block is published.
pub(super) fn packed(lists: &[Vec<Posting>]) -> Vec<u8> {
    let mut head = Vec::new();
    let mut body = Vec::new();
    encode::number(&mut head, number(lists.len()));
    for list in lists {
        let before = body.len();
        write(list, &mut body);
        encode::number(&mut head, number(list.len()));
        encode::number(&mut head, number(body.len() - before));
    }
    head.extend(body);
    encode::gzip_numbers(&head)
}

fn write(list: &[Posting], bytes: &mut Vec<u8>) {
    let mut last = 0;
    for posting in list {
        encode::number(bytes, posting.page - last);
        last = posting.page;
    }
    bytes.extend(list.iter().map(|posting| posting.flags));
    for posting in list {
        sections(bytes, posting.sections);
    }
    for posting in list.iter().filter(|posting| posting.headings != 0) {
        sections(bytes, posting.headings);
    }
}

fn sections(bytes: &mut Vec<u8>, sections: u32) {
    match sections {
        0 => encode::number(bytes, 0),
        one if one.is_power_of_two() => encode::number(bytes, one.trailing_zeros() + 1),
        // There are 31 sections, so this fits.
        several => encode::number(bytes, several + SEVERAL),
    }
}

/// The lists of a block that [`packed`] made.
pub(super) fn unpacked(block: &[u8]) -> Vec<Vec<Posting>> {
    let bytes = encode::unzipped(block);
    let mut rest = bytes.as_slice();
    let terms = encode::read_number(&mut rest);
    let lengths: Vec<u32> = (0..terms)
        .map(|_| {
            let length = encode::read_number(&mut rest);
            encode::read_number(&mut rest);
            length
        })
        .collect();
    lengths.into_iter().map(|length| read(length, &mut rest)).collect()
}

fn read(length: u32, bytes: &mut &[u8]) -> Vec<Posting> {
    let mut page = 0;
    let mut list: Vec<Posting> = (0..length)
        .map(|_| {
            page += encode::read_number(bytes);
            Posting { page, flags: 0, sections: 0, headings: 0 }
        })
        .collect();
    for posting in &mut list {
        posting.flags = encode::read_byte(bytes);
    }
    for posting in &mut list {
        posting.sections = read_sections(bytes);
    }
    for posting in list.iter_mut().filter(|posting| posting.flags & 1 != 0) {
        posting.headings = read_sections(bytes);
    }
    list
}

fn read_sections(bytes: &mut &[u8]) -> u32 {
    match encode::read_number(bytes) {
        0 => 0,
        one if one <= SEVERAL => 1 << (one - 1),
        several => several - SEVERAL,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_read_as_it_was_written() {
        let posting = |page, flags, sections, headings| Posting { page, flags, sections, headings };
        let lists = vec![
            vec![posting(0, 63 << 2, 0, 0), posting(7, 4 | 1, 1 << 30, 1 << 30)],
            Vec::new(),
            vec![posting(300, 4 | 2, 0b101, 0), posting(70_000, 4 | 1, 0x7fff_ffff, 0b11)],
        ];
        assert_eq!(unpacked(&packed(&lists)), lists);
    }
}
