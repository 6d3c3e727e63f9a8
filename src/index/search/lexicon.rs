//! The words that readers may type, with the terms that they stand for.
//!
//! A line for each word, in order: how many of its letters are those of the word before (a digit to base 36), the
//! other letters, a space, how common it is (a digit to base 36), and its terms as differences to the last term before (to base
//! 36, joined by commas; nothing for 1). The most common words are part of the manifest, so that most searches need
//! none of the files in which the others are.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::encode;

/// So many words are in the manifest.
const COMMON: usize = 2_500;

/// So many words are in a file.
pub(super) const SHARD: usize = 3_000;

/// Which words are where.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    /// The most common words, sorted.
    pub(super) common: Vec<String>,
    /// The first word of each file of the others.
    pub(super) firsts: Vec<String>,
}

/// A word with its terms.
pub(super) type Entry<'v> = (&'v str, &'v BTreeSet<u32>);

impl Lexicon {
    /// Of the typed words and the numbers of pages of their terms.
    pub(super) fn of(typed: &BTreeMap<String, BTreeSet<u32>>, pages_of: impl Fn(u32) -> u32) -> Self {
        let mut by_use: Vec<(Reverse<u32>, &String)> =
            typed.iter().map(|(word, terms)| (Reverse(most_pages(terms, &pages_of)), word)).collect();
        by_use.sort_unstable();
        by_use.truncate(COMMON);
        let mut common: Vec<String> = by_use.into_iter().map(|(_, word)| word.clone()).collect();
        common.sort_unstable();
        let others = typed.keys().filter(|word| common.binary_search(word).is_err());
        let firsts = others.step_by(SHARD).cloned().collect();
        Self { common, firsts }
    }

    /// Whether a word is among the most common ones.
    pub(super) fn is_common(&self, word: &str) -> bool {
        self.common.binary_search_by(|common| common.as_str().cmp(word)).is_ok()
    }

    /// The number of the file in which a word is that is not common; none when it comes before all files.
    pub(super) fn shard(&self, word: &str) -> Option<usize> {
        self.firsts.partition_point(|first| first.as_str() <= word).checked_sub(1)
    }
}

fn most_pages(terms: &BTreeSet<u32>, pages_of: impl Fn(u32) -> u32) -> u32 {
    terms.iter().map(|term| pages_of(*term)).max().unwrap_or(0)
}

/// A file of words.
pub(super) fn packed<'v>(entries: impl Iterator<Item = Entry<'v>>, pages_of: impl Fn(u32) -> u32) -> Vec<u8> {
    encode::gzip(lines(entries, pages_of).as_bytes())
}

/// Words as they are published; `pages_of` gives the number of pages of a term.
pub(super) fn lines<'v>(entries: impl Iterator<Item = Entry<'v>>, pages_of: impl Fn(u32) -> u32) -> String {
    let mut text = String::new();
    let mut before: Vec<char> = Vec::new();
    let mut last = -1;
    for (word, terms) in entries {
        let letters: Vec<char> = word.chars().collect();
        // JavaScript counts some characters double; the words of other planes share nothing.
        let plain = |c: &char| c.len_utf16() == 1;
        let shared = letters.iter().zip(&before).take_while(|(a, b)| a == b && plain(a)).count().min(35);
        text.push(digit(shared));
        text.extend(&letters[shared..]);
        text.push(' ');
        let common = most_pages(terms, &pages_of).checked_ilog2().unwrap_or(0);
        text.push(digit(common as usize));
        let mut first = true;
        for term in terms.iter().map(|term| i64::from(*term)) {
            if !first {
                text.push(',');
            }
            if term - last != 1 || !first {
                write!(text, "{}", base36(term - last)).expect("writing to a string cannot fail");
            }
            last = term;
            first = false;
        }
        text.push('\n');
        before = letters;
    }
    text.pop();
    text
}

fn digit(value: usize) -> char {
    u32::try_from(value).ok().and_then(|value| char::from_digit(value, 36)).unwrap_or('z')
}

fn base36(value: i64) -> String {
    let mut digits = Vec::new();
    let mut rest = value.unsigned_abs();
    loop {
        digits.push(digit(usize::try_from(rest % 36).unwrap_or(0)));
        rest /= 36;
        if rest == 0 {
            break;
        }
    }
    let sign = if value < 0 { "-" } else { "" };
    sign.chars().chain(digits.into_iter().rev()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_written_by_what_is_new_in_them() {
        let terms = |terms: &[u32]| terms.iter().copied().collect::<BTreeSet<u32>>();
        let (a, b, c) = (terms(&[0]), terms(&[0, 2]), terms(&[40]));
        let entries = [("review", &a), ("reviewed", &b), ("risk", &c)];
        assert_eq!(lines(entries.into_iter(), |term| term), "0review 0\n6ed 10,2\n1isk 512");
    }
}
