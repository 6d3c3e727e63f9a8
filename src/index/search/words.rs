//! What counts as a word, for pages and for queries alike.
//!
//! `themes/civic/assets/search.js` cuts queries in the same way; a change here is a change there. A word is a run of
//! letters or of digits. What is written together with hyphens, apostrophes and the like is both its parts and,
//! when it is short or has no digits, the whole: `G-Cloud` is found as `g`, `cloud` and `gcloud`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longer words are data, not language: nobody types them.
const LONGEST: usize = 40;

/// A whole with digits in it that is no longer than this is found in one piece too: `a11y`, `k8s`.
const LONGEST_MIXED: usize = 5;

/// How a word was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    /// `GDPR`: two or more letters, all of them capitals.
    Capitals,
    Other,
}

/// Reads words, keeping its buffers from one text to the next.
#[derive(Default)]
pub(super) struct WordReader {
    /// The letters of the whole that is being read, in lower case, without what joins its parts.
    whole: String,
    /// Where the parts end in `whole`, and whether an apostrophe stands before the part.
    parts: Vec<(usize, Joint)>,
    capitals: usize,
    letters: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    Apostrophe,
    Other,
}

/// What a character can be part of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    Other,
}

impl Class {
    fn of(c: char) -> Self {
        match c {
            'a'..='z' | 'A'..='Z' => Self::Letter,
            '0'..='9' => Self::Digit,
            '\0'..='\x7f' => Self::Other,
            c if c.is_numeric() => Self::Digit,
            c if c.is_alphabetic() || is_combining_mark(c) => Self::Letter,
            _ => Self::Other,
        }
    }
}

impl WordReader {
    /// Gives every word of a text to `take`, in lower case and with its accents (NFC).
    pub(super) fn read(&mut self, text: &str, mut take: impl FnMut(&str, Writing)) {
        if text.is_ascii() {
            self.read_ascii(text, &mut take);
        } else {
            let composed: String = text.nfc().collect();
            self.read_composed(&composed, &mut take);
        }
    }

    /// The short way for what most words are: letters of English between spaces and points.
    fn read_ascii(&mut self, text: &str, take: &mut impl FnMut(&str, Writing)) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if !bytes[at].is_ascii_alphanumeric() {
                at += 1;
                continue;
            }
            let rest = &bytes[at..];
            let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            let simple = match (rest.get(letters), rest.get(letters + 1)) {
                _ if letters == 0 || letters > LONGEST => false,
                (Some(b'+' | b'#' | b'0'..=b'9'), _) => false,
                (Some(byte), Some(next)) => !is_joint(char::from(*byte)) || !next.is_ascii_alphanumeric(),
                _ => true,
            };
            if simple {
                self.take_letters(&text[at..at + letters], take);
                at += letters;
            } else {
                let is_part = |byte: &&u8| {
                    byte.is_ascii_alphanumeric()
                        || matches!(byte, b'+' | b'#')
                        || is_joint(char::from(**byte))
                };
                let length = rest.iter().take_while(is_part).count();
                self.read_composed(&text[at..at + length], take);
                at += length;
            }
        }
    }

    fn take_letters(&mut self, letters: &str, take: &mut impl FnMut(&str, Writing)) {
        self.whole.push_str(letters);
        self.whole.make_ascii_lowercase();
        let capitals = letters.len() > 1 && letters.bytes().all(|byte| byte.is_ascii_uppercase());
        take(&self.whole, if capitals { Writing::Capitals } else { Writing::Other });
        self.whole.clear();
    }

    fn read_composed(&mut self, text: &str, take: &mut impl FnMut(&str, Writing)) {
        let mut characters = text.char_indices().peekable();
        let mut last = Class::Other;
        let mut joint = Joint::Other;
        while let Some((at, c)) = characters.next() {
            let class = Class::of(c);
            if class != Class::Other {
                if class != last {
                    self.parts.push((self.whole.len(), joint));
                }
                joint = Joint::Other;
                self.push(c, class);
            } else if last != Class::Other {
                let next = characters.peek().map_or(Class::Other, |(_, next)| Class::of(*next));
                if next != Class::Other && is_joint(c) {
                    joint = if matches!(c, '\'' | '’') { Joint::Apostrophe } else { Joint::Other };
                } else {
                    self.suffix(&text[at..]);
                    self.finish(take);
                }
            }
            last = class;
        }
        self.finish(take);
    }

    fn push(&mut self, c: char, class: Class) {
        if c.is_ascii() {
            self.whole.push(c.to_ascii_lowercase());
        } else {
            self.whole.extend(c.to_lowercase());
        }
        self.letters += usize::from(class == Class::Letter);
        self.capitals += usize::from(c.is_uppercase());
    }

    /// `C++`, `C#`
    fn suffix(&mut self, rest: &str) {
        if !rest.starts_with(['+', '#'])
            || self.parts.last().map(|(start, _)| start + 1) != Some(self.whole.len())
        {
            return;
        }
        let ended = |length: usize| {
            !rest[length..].starts_with(|c| Class::of(c) != Class::Other || matches!(c, '+' | '#'))
        };
        for suffix in ["++", "#"] {
            if rest.starts_with(suffix) && ended(suffix.len()) {
                self.whole.push_str(suffix);
            }
        }
    }

    fn finish(&mut self, take: &mut impl FnMut(&str, Writing)) {
        if self.whole.is_empty() {
            return;
        }
        let capitals = self.letters > 1 && self.capitals == self.letters;
        let writing = if capitals { Writing::Capitals } else { Writing::Other };
        let ends = self.parts.iter().skip(1).map(|(start, _)| *start).chain([self.whole.len()]);
        let mut kept = 0;
        for (&(start, joint), end) in self.parts.iter().zip(ends) {
            let part = &self.whole[start..end];
            // The `'s` of a possessive and its like are no words.
            let clitic = joint == Joint::Apostrophe && part.chars().count() <= 2;
            if !clitic && part.len() <= LONGEST {
                take(part, writing);
                kept += 1;
            }
        }
        let length = self.whole.chars().count();
        let mixed = self.letters < length;
        let joined = self.parts.len() > 1 && kept > 0 && length <= LONGEST;
        if joined && (!mixed || length <= LONGEST_MIXED) && !self.is_possessive() {
            take(&self.whole, writing);
        }
        self.whole.clear();
        self.parts.clear();
        self.capitals = 0;
        self.letters = 0;
    }

    fn is_possessive(&self) -> bool {
        let last = self.parts.last();
        self.parts.len() == 2
            && last.is_some_and(|(start, joint)| *joint == Joint::Apostrophe && &self.whole[*start..] == "s")
    }
}

fn is_joint(c: char) -> bool {
    matches!(c, '\'' | '’' | '-' | '‐' | '‑' | '.' | '&' | '_')
}

/// A word as the index knows it: without accents and in one form of each letter (NFKD without marks).
pub(super) fn folded(word: &str) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    let bare = word.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    bare.map(|c| if c == 'ς' { 'σ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut words = Vec::new();
        WordReader::default().read(text, |word, _| words.push(word.to_owned()));
        words
    }

    #[test]
    fn a_word_is_a_run_of_letters_or_of_digits() {
        assert_eq!(words("Open by default, 2024."), ["open", "by", "default", "2024"]);
        assert_eq!(words("ISO27001 and ISO-27001"), ["iso", "27001", "and", "iso", "27001"]);
        assert_eq!(words("a/b (c)"), ["a", "b", "c"]);
    }

    #[test]
    fn what_is_joined_is_found_in_parts_and_as_a_whole() {
        assert_eq!(words("G-Cloud 13"), ["g", "cloud", "gcloud", "13"]);
        assert_eq!(words("e-mail, gov.uk"), ["e", "mail", "email", "gov", "uk", "govuk"]);
        assert_eq!(words("a11y"), ["a", "11", "y", "a11y"]);
        assert_eq!(words("Q&A R & D"), ["q", "a", "qa", "r", "d"]);
    }

    #[test]
    fn apostrophes_leave_no_letters_behind() {
        assert_eq!(words("the council's, O’Brien"), ["the", "council", "o", "brien", "obrien"]);
        assert_eq!(words("don't i'r"), ["don", "dont", "i", "ir"]);
    }

    #[test]
    fn languages_of_programming_keep_their_signs() {
        assert_eq!(words("C++ and C# or F#, not a+b"), ["c++", "and", "c#", "or", "f#", "not", "a", "b"]);
    }

    #[test]
    fn accents_and_forms_are_folded() {
        assert_eq!(folded("café"), "cafe");
        assert_eq!(words("Cafe\u{301} tŷ"), ["café", "tŷ"]);
        assert_eq!(folded("tŷ"), "ty");
    }

    #[test]
    fn both_ways_of_reading_read_the_same() {
        let text =
            "It's ISO-27001, e-mail a.b C++ c# x++y a11y GDPR v1.2. (end) --a-- o'brien_x & co Q&A 'quoted'";
        let mut accented = words(&format!("{text} é"));
        assert_eq!(accented.pop().as_deref(), Some("é"));
        assert_eq!(words(text), accented);
    }

    #[test]
    fn capitals_are_told() {
        let mut capitals = Vec::new();
        WordReader::default().read("GDPR Gdpr A IT", |word, writing| {
            if writing == Writing::Capitals {
                capitals.push(word.to_owned());
            }
        });
        assert_eq!(capitals, ["gdpr", "it"]);
    }
}
