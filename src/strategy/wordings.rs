//! Wordings to look out for in texts: the terms of a glossary, and those that a book has given up.
//!
//! Their words make a tree, so that a text is read once however many wordings there are.

use std::ops::Range;

use rustc_hash::FxHashMap;

/// Which words of a wording are meant with just their capitals; others are found in any letter case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capitals {
    /// All words of a wording with a capital: `IT` is not `it`.
    OfWordings,
    /// Words with a capital behind their first letter, and capitals that stand alone: “Data set” is “data set”, `API`
    /// is nothing but `API`.
    OfShortForms,
}

/// Nobody explains more words than these as one: longer wordings are not found.
const MOST_WORDS: usize = 20;

/// Wordings that are found in texts. The number of each is its place among those that it was made of.
#[derive(Clone, Debug, Default)]
pub struct Wordings {
    /// From a place in the tree of their words, of which 0 is the root, and the hash of a word to the next place.
    next: FxHashMap<(usize, u64), usize>,
    /// The wordings that end at each place but the root.
    ends: Vec<Vec<Wording>>,
    /// A bit for each hash that a first word may have: nearly every word of a text is none.
    firsts: Firsts,
}

/// Some bits of the hashes of words.
#[derive(Clone, Debug)]
struct Firsts([u64; 64]);

/// A word of a text.
#[derive(Clone)]
struct Word {
    place: Range<usize>,
    hash: u64,
    /// The hash of the word without the `s` at its end, if it has one.
    singular: Option<u64>,
}

#[derive(Clone, Debug)]
struct Wording {
    number: usize,
    /// What is no word and stands in front of the first one, such as the dot of `.NET`.
    before: String,
    parts: Vec<Part>,
}

/// A word, and what stands behind it.
#[derive(Clone, Debug)]
struct Part {
    word: String,
    is_exact: bool,
    gap: String,
}

impl Wordings {
    /// Wordings in the order of their numbers. The first of two that are alike is found.
    pub fn new<'w>(wordings: impl IntoIterator<Item = &'w str>, capitals: Capitals) -> Self {
        let mut all = Self::default();
        for (number, wording) in wordings.into_iter().enumerate() {
            let wording = Wording::new(number, wording.trim(), capitals);
            if (1..=MOST_WORDS).contains(&wording.parts.len()) {
                all.add(wording);
            }
        }
        all
    }

    fn add(&mut self, wording: Wording) {
        let mut place = 0;
        let hash = |part: &Part| word_from(&part.word, 0).map_or(0, |word| word.hash);
        self.firsts.insert(wording.parts.first().map_or(0, hash));
        for part in &wording.parts {
            place = *self.next.entry((place, hash(part))).or_insert_with(|| {
                self.ends.push(Vec::new());
                self.ends.len()
            });
        }
        self.ends[place - 1].push(wording);
    }

    /// Whether there is nothing to look out for.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Where they stand as whole words, each with its number: the longest where several begin, and none within another.
    /// A plural counts as its singular.
    pub fn places<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (Range<usize>, usize)> + 't {
        let mut from = 0;
        std::iter::from_fn(move || {
            while let Some(word) = word_from(text, from) {
                from = word.place.end;
                let may_begin =
                    self.firsts.has(word.hash) || word.singular.is_some_and(|s| self.firsts.has(s));
                if let Some((place, number)) = may_begin.then(|| self.beginning_with(text, word)).flatten() {
                    from = place.end;
                    return Some((place, number));
                }
            }
            None
        })
    }

    /// The longest wording that begins with a word of a text.
    fn beginning_with(&self, text: &str, mut word: Word) -> Option<(Range<usize>, usize)> {
        let (start, mut place, mut longest) = (word.place.start, 0, None);
        loop {
            let next = self.next.get(&(place, word.hash));
            let singular = word.singular.and_then(|singular| self.next.get(&(place, singular)));
            for end in singular.into_iter().chain(next) {
                let found = self.ends[end - 1].iter().find_map(|wording| wording.at(text, start));
                longest = found.or(longest);
            }
            let rest = next.and_then(|next| Some((*next, word_from(text, word.place.end)?)));
            match rest {
                Some(rest) => (place, word) = rest,
                None => return longest,
            }
        }
    }
}

impl Firsts {
    fn insert(&mut self, hash: u64) {
        let (index, bit) = Self::place(hash);
        self.0[index] |= bit;
    }

    fn has(&self, hash: u64) -> bool {
        let (index, bit) = Self::place(hash);
        self.0[index] & bit != 0
    }

    fn place(hash: u64) -> (usize, u64) {
        (usize::from((hash >> 58) as u8), 1 << (hash >> 52 & 63))
    }
}

impl Default for Firsts {
    fn default() -> Self {
        Self([0; 64])
    }
}

impl Wording {
    fn new(number: usize, text: &str, capitals: Capitals) -> Self {
        let has_capital = text.contains(char::is_uppercase);
        let is_exact = |word: &str| match capitals {
            Capitals::OfWordings => has_capital,
            Capitals::OfShortForms => {
                let mut letters = word.chars();
                let first = letters.next().is_some_and(char::is_uppercase);
                letters.as_str().contains(char::is_uppercase) || (first && letters.as_str().is_empty())
            }
        };
        let place_from = |from: usize| word_from(text, from).map(|word| word.place);
        let mut next = place_from(0);
        let before = text[..next.as_ref().map_or(text.len(), |first| first.start)].to_owned();
        let mut parts = Vec::new();
        while let Some(word) = next {
            next = place_from(word.end);
            let gap = &text[word.end..next.as_ref().map_or(text.len(), |next| next.start)];
            let word = &text[word];
            parts.push(Part { word: word.to_owned(), is_exact: is_exact(word), gap: gap.to_owned() });
        }
        Self { number, before, parts }
    }

    /// Its place in a text in which a word begins at a byte, if it stands there.
    fn at(&self, text: &str, start: usize) -> Option<(Range<usize>, usize)> {
        let start = start - text[..start].ends_with(&self.before).then_some(self.before.len())?;
        let mut end = start + self.before.len();
        for (index, part) in self.parts.iter().enumerate() {
            let is_last = index + 1 == self.parts.len();
            let word = word_from(text, end).map(|word| word.place).filter(|word| word.start == end)?;
            let written = &text[word.clone()];
            let singular = || written.strip_suffix('s').filter(|_| is_last);
            if !part.is(written) && !singular().is_some_and(|written| part.is(written)) {
                return None;
            }
            end = if is_last {
                word.end + text[word.end..].starts_with(&part.gap).then_some(part.gap.len())?
            } else {
                let next = word_from(text, word.end)?.place.start;
                is_same_gap(&part.gap, &text[word.end..next]).then_some(next)?
            };
        }
        Some((start..end, self.number))
    }
}

impl Part {
    fn is(&self, written: &str) -> bool {
        if self.is_exact {
            return self.word == written;
        }
        self.word.eq_ignore_ascii_case(written)
            || (!written.is_ascii() && lower(&self.word).eq(lower(written)))
    }
}

fn lower(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}

/// White space is white space, a line's end too.
fn is_same_gap(one: &str, other: &str) -> bool {
    let is_blank = |gap: &str| gap.chars().all(char::is_whitespace);
    one == other || (is_blank(one) && is_blank(other))
}

/// The first word that begins at a byte or behind it. Texts are nearly all ASCII, so that is looked at byte by byte.
fn word_from(text: &str, from: usize) -> Option<Word> {
    let bytes = text.as_bytes();
    let letter = |at: usize| match bytes.get(at)? {
        byte if byte.is_ascii() => byte.is_ascii_alphanumeric().then_some(char::from(*byte)),
        _ => text[at..].chars().next().filter(|c| c.is_alphanumeric()),
    };
    let mut start = from;
    while letter(start).is_none() {
        start += if bytes.get(start)?.is_ascii() { 1 } else { text[start..].chars().next()?.len_utf8() };
    }
    let (mut end, mut hash, mut before) = (start, HASH_OF_NOTHING, HASH_OF_NOTHING);
    while let Some(letter) = letter(end) {
        before = hash;
        hash = if letter.is_ascii() {
            hashed(hash, letter.to_ascii_lowercase())
        } else {
            letter.to_lowercase().fold(hash, hashed)
        };
        end += letter.len_utf8();
    }
    let singular = (bytes[end - 1] == b's' && end - start > 1).then_some(before);
    Some(Word { place: start..end, hash, singular })
}

const HASH_OF_NOTHING: u64 = 0xcbf2_9ce4_8422_2325;

/// A hash (FNV-1a) with one more letter. A word has the same in any letter case.
fn hashed(hash: u64, letter: char) -> u64 {
    (hash ^ u64::from(u32::from(letter))).wrapping_mul(0x0100_0000_01b3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(wordings: &[&str], text: &'t str) -> Vec<(&'t str, usize)> {
        let wordings = Wordings::new(wordings.iter().copied(), Capitals::OfShortForms);
        wordings.places(text).map(|(place, number)| (&text[place], number)).collect()
    }

    #[test]
    fn the_longest_wording_is_found_in_whole_words() {
        let terms = ["data", "data set", "set of data sets"];
        assert_eq!(
            found(&terms, "Data settings, a data set and a set of data sets; metadata"),
            [("Data", 0), ("data set", 1), ("set of data sets", 2)]
        );
        assert_eq!(found(&terms, "data\n  set, data-set"), [("data\n  set", 1), ("data", 0)]);
        assert_eq!(found(&["a b c", "b"], "a b d"), [("b", 1)]);
    }

    #[test]
    fn short_forms_are_meant_with_their_capitals_and_words_are_not() {
        let terms = ["API", "Service owner", "NHS number", "SaaS", "R&D", "Élan"];
        assert_eq!(
            found(
                &terms,
                "An api, APIs and the API’s. service owners, SERVICE OWNER. NHS Number, nhs number. saas"
            ),
            [("APIs", 0), ("API", 0), ("service owners", 1), ("SERVICE OWNER", 1), ("NHS Number", 2)]
        );
        assert_eq!(found(&terms, "r&d R&D r & d élan ÉLAN"), [("R&D", 4), ("élan", 5), ("ÉLAN", 5)]);
        let retired = Wordings::new(["Chair man", "IT"], Capitals::OfWordings);
        assert_eq!(retired.places("chair man, Chair man, it, IT").count(), 2);
    }

    #[test]
    fn what_is_no_letter_belongs_to_a_wording() {
        let terms = ["C++", ".NET", "GOV.UK Notify", "&", ""];
        assert_eq!(
            found(&terms, "A C and a C++, a NET and .NET; gov.uk notify, gov uk notify & more"),
            [("C++", 0), (".NET", 1)]
        );
        assert_eq!(found(&terms, "GOV.UK Notify"), [("GOV.UK Notify", 2)]);
        assert_eq!(found(&["a\u{301}", "ß"], "a\u{301} SS ß \u{1f600}"), [("a\u{301}", 0), ("ß", 1)]);
    }
}
