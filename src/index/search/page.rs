//! The words of one page, counted. A pure function of the page, so that an edit of one page counts one page anew.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::synonyms::{Phrases, Watch};
use super::words::{WordReader, Writing};
use crate::parse::{Document, Heading, HeadingPlace};

/// So many sections of a page are told apart: as many as JavaScript has bits for that are not a sign.
const SECTIONS: usize = 31;

/// What an occurrence in a field is worth, in the unit of [`Count::strong`].
mod weight {
    pub(super) const TITLE: u32 = 80;
    pub(super) const HEADING: u32 = 48;
    pub(super) const DESCRIPTION: u32 = 24;
    pub(super) const TAG: u32 = 24;
}

/// The unit of [`Count::strong`]: what an occurrence in the body is worth in an average page.
pub(super) const UNIT: u32 = 16;

/// The words of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PageWords {
    /// All different words, one behind the other.
    text: String,
    /// Where each of them ends in `text`.
    ends: Vec<u32>,
    counts: Vec<Count>,
    /// How many words the body has.
    pub(super) length: u32,
}

/// How often and where a word stands on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    /// What its occurrences outside the body are worth.
    pub(super) strong: u16,
    /// How often it stands in the body.
    pub(super) body: u16,
    /// The sections in which it stands, a bit for each.
    pub(super) sections: u32,
    /// The sections whose headings hold it, and [`IN_TITLE`] when the title does.
    pub(super) headings: u32,
}

/// The highest bit, which is no section's.
pub(super) const IN_TITLE: u32 = 1 << 31;

/// Where in the page a word was read.
#[derive(Clone, Copy)]
enum Field {
    Title,
    Description,
    Tag,
    Heading(usize),
    Body(usize),
}

impl PageWords {
    /// Counts the words of a page that somebody wrote.
    pub(super) fn of(document: &Document, title: &str, phrases: &Phrases) -> Self {
        let mut counter = Counter::new(phrases);
        counter.read(Field::Title, title);
        let front_matter = &document.front_matter;
        if let Some(description) = &front_matter.description {
            counter.read(Field::Description, &description.value);
        }
        for tag in &front_matter.tags {
            counter.read(Field::Tag, &tag.value);
        }
        for (before, heading) in body_headings(&document.facts.headings).enumerate() {
            counter.read(Field::Heading(section(before + 1)), &heading.text);
        }
        let words = &document.facts.words;
        for part in 0..words.sections() {
            let words = words.section(part, document.source.file.text());
            counter.read(Field::Body(section(part)), &words);
        }
        counter.finish()
    }

    /// The words of a page that nobody wrote: its title.
    pub(super) fn of_title(title: &str, phrases: &Phrases) -> Self {
        let mut counter = Counter::new(phrases);
        counter.read(Field::Title, title);
        counter.finish()
    }

    /// The counts of the words, in the same order.
    pub(super) fn counts(&self) -> &[Count] {
        &self.counts
    }

    /// The counts without the words.
    pub(super) fn into_counts(self) -> Vec<Count> {
        self.counts
    }

    /// The words in the order in which the page has them.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let word = &self.text[start..*end as usize];
            start = *end as usize;
            word
        })
    }
}

/// The headings of the body.
pub(super) fn body_headings(headings: &[Heading]) -> impl Iterator<Item = &Heading> {
    headings.iter().filter(|heading| heading.place == HeadingPlace::Body)
}

/// The number of the section of the words at `part`: 0 for those before the first heading of the body, then one for
/// each heading. Beyond [`SECTIONS`] they begin again, so on a very long page some sections share a number.
fn section(part: usize) -> usize {
    part % SECTIONS
}

/// Counts words, finding those that it knows by their hash.
struct Counter<'p> {
    words: PageWords,
    /// By hash: one more than the index of the word in `counts`; nothing is 0. Its length is a power of two.
    slots: Vec<u32>,
    phrases: &'p Phrases,
    reader: Option<WordReader>,
}

impl<'p> Counter<'p> {
    fn new(phrases: &'p Phrases) -> Self {
        let reader = Some(WordReader::default());
        Self { words: PageWords::default(), slots: vec![0; 2048], phrases, reader }
    }

    /// The words, without the room that there was for more: in a large book that is as much again.
    fn finish(mut self) -> PageWords {
        self.words.counts.shrink_to_fit();
        self.words
    }

    fn read(&mut self, field: Field, text: &str) {
        let mut reader = self.reader.take().unwrap_or_default();
        let phrases = self.phrases;
        let mut watch = Watch::new(phrases);
        reader.read(text, |word, writing| {
            self.add(word, field);
            self.add_synonyms(&mut watch, word, writing, field);
        });
        self.reader = Some(reader);
    }

    fn add_synonyms(&mut self, watch: &mut Watch<'p>, word: &str, writing: Writing, field: Field) {
        for found in watch.see(word, writing) {
            for word in found {
                self.add(word, field);
            }
        }
    }

    fn add(&mut self, word: &str, field: Field) {
        let index = self.index(word);
        if let Field::Body(_) = field {
            self.words.length = self.words.length.saturating_add(1);
        }
        let count = &mut self.words.counts[index];
        let mut strong = |weight: u32| {
            count.strong = count.strong.saturating_add(u16::try_from(weight).unwrap_or(u16::MAX));
        };
        match field {
            Field::Title => {
                strong(weight::TITLE);
                count.headings |= IN_TITLE;
            }
            Field::Description => strong(weight::DESCRIPTION),
            Field::Tag => strong(weight::TAG),
            Field::Heading(section) => {
                strong(weight::HEADING);
                count.headings |= 1 << section;
                count.sections |= 1 << section;
            }
            Field::Body(section) => {
                count.body = count.body.saturating_add(1);
                count.sections |= 1 << section;
            }
        }
    }

    fn index(&mut self, word: &str) -> usize {
        let mut hasher = FxHasher::default();
        hasher.write(word.as_bytes());
        let hash = usize::try_from(hasher.finish() >> 32).unwrap_or_default();
        let mut slot = hash & (self.slots.len() - 1);
        loop {
            match self.slots[slot] {
                0 => break,
                known if self.word(known as usize - 1) == word => return known as usize - 1,
                _ => slot = (slot + 1) & (self.slots.len() - 1),
            }
        }
        let index = self.words.counts.len();
        self.words.text.push_str(word);
        let end = u32::try_from(self.words.text.len()).unwrap_or(u32::MAX);
        self.words.ends.push(end);
        self.words.counts.push(Count::default());
        self.slots[slot] = u32::try_from(index + 1).unwrap_or(u32::MAX);
        if self.words.counts.len() * 2 > self.slots.len() {
            self.grow();
        }
        index
    }

    fn word(&self, index: usize) -> &str {
        let start = index.checked_sub(1).map_or(0, |before| self.words.ends[before] as usize);
        &self.words.text[start..self.words.ends[index] as usize]
    }

    fn grow(&mut self) {
        self.slots = vec![0; self.slots.len() * 4];
        for index in 0..self.words.counts.len() {
            let mut hasher = FxHasher::default();
            hasher.write(self.word(index).as_bytes());
            let hash = usize::try_from(hasher.finish() >> 32).unwrap_or_default();
            let mut slot = hash & (self.slots.len() - 1);
            while self.slots[slot] != 0 {
                slot = (slot + 1) & (self.slots.len() - 1);
            }
            self.slots[slot] = u32::try_from(index + 1).unwrap_or(u32::MAX);
        }
    }
}
