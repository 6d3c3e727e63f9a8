//! The words that readers may type, with the terms that they stand for.
//!
//! A line for each word, in order: how many of its letters are those of the word before (a digit to base 36), the
//! other letters, a space, how common it is (a digit to base 36), and its terms as differences to the last term before (to base
//! 36, joined by commas; nothing for 1). The most common words are part of the manifest, so that most searches need
//! none of the files in which the others are.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use rayon::prelude::*;

use super::encode;

/// So many words are in the manifest.
const COMMON: usize = 2_500;

/// So many words are in a file.
const SHARD: usize = 3_000;

/// The words of the book.
pub(super) struct Lexicon {
    /// The most common words.
    pub(super) common: String,
    pub(super) shards: Vec<Shard>,
}

/// A file of the other words.
pub(super) struct Shard {
    /// Its first word.
    pub(super) first: String,
    /// As it is published.
    pub(super) bytes: Vec<u8>,
}

type Entry<'v> = (&'v str, &'v BTreeSet<u32>);

impl Lexicon {
    /// Of the typed words and the numbers of pages of their terms.
    pub(super) fn of(typed: &BTreeMap<String, BTreeSet<u32>>, pages_of: &[u32]) -> Self {
        let entries: Vec<Entry<'_>> = typed.iter().map(|(word, terms)| (word.as_str(), terms)).collect();
        let most = |(_, terms): &Entry<'_>| most_pages(terms, pages_of);
        let mut by_use: Vec<usize> = (0..entries.len()).collect();
        by_use.sort_by_key(|index| (Reverse(most(&entries[*index])), *index));
        by_use.truncate(COMMON);
        let common: BTreeSet<usize> = by_use.into_iter().collect();
        let chosen = |in_common: bool| {
            let indices = (0..entries.len()).filter(|index| common.contains(index) == in_common);
            indices.map(|index| entries[index]).collect::<Vec<_>>()
        };
        let shard = |entries: &[Entry<'_>]| Shard {
            first: entries[0].0.to_owned(),
            bytes: encode::gzip(lines(entries, pages_of).as_bytes()),
        };
        Self {
            common: lines(&chosen(true), pages_of),
            shards: chosen(false).par_chunks(SHARD).map(shard).collect(),
        }
    }
}

fn most_pages(terms: &BTreeSet<u32>, pages_of: &[u32]) -> u32 {
    terms.iter().map(|term| pages_of[*term as usize]).max().unwrap_or(0)
}

fn lines(entries: &[Entry<'_>], pages_of: &[u32]) -> String {
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
        let common = most_pages(terms, pages_of).checked_ilog2().unwrap_or(0);
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
        let pages_of: Vec<u32> = (0..41).collect();
        assert_eq!(lines(&entries, &pages_of), "0review 0\n6ed 10,2\n1isk 512");
    }
}
