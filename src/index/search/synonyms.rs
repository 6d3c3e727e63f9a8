//! Words that find each other: the groups of `[search] synonyms`, and the short forms that a glossary explains.
//!
//! They are worked into the index: a page that says “ASC” counts as saying “adult social care” too, and the other
//! way round. So nothing about them is left to do when somebody searches.

use std::collections::{BTreeMap, BTreeSet};

use super::page::body_headings;
use super::words::{WordReader, Writing};
use crate::link::{Page, Site};

/// Words that a full form may have beside those that give the short form its letters.
const SMALL: [&str; 12] = ["a", "an", "and", "by", "for", "in", "of", "on", "the", "to", "y", "yr"];

/// Short forms have so many letters.
const SHORT: std::ops::RangeInclusive<usize> = 2..=8;

/// What to look out for in a text, by the last word of each phrase.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Phrases {
    by_last: BTreeMap<String, Vec<Phrase>>,
    /// The most words of a phrase.
    longest: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Phrase {
    words: Vec<String>,
    /// A phrase that is written in capitals is found only in capitals: `IT` is not `it`.
    capitals: bool,
    /// The words that a page says as well when it says this.
    adds: Vec<String>,
}

impl Phrases {
    /// The groups of the configuration and of the pages that are a glossary.
    pub(super) fn of(site: &Site) -> Self {
        let mut groups: BTreeSet<Vec<String>> = site.config.search.synonyms.iter().cloned().collect();
        for page in site.pages.iter().filter(|page| page.is_glossary()) {
            groups.extend(short_forms(page));
        }
        let mut phrases = Self::default();
        for group in &groups {
            phrases.add_group(group);
        }
        phrases
    }

    fn add_group(&mut self, group: &[String]) {
        let members: Vec<(Vec<String>, bool)> = group.iter().map(|member| words(member)).collect();
        for (index, (member, capitals)) in members.iter().enumerate() {
            let Some(last) = member.last() else { continue };
            let others = members.iter().enumerate().filter(|(other, _)| *other != index);
            let adds: BTreeSet<String> = others
                .flat_map(|(_, (words, _))| words)
                .filter(|word| !member.contains(word))
                .cloned()
                .collect();
            let adds = adds.into_iter().filter(|word| !SMALL.contains(&word.as_str())).collect();
            self.longest = self.longest.max(member.len());
            let phrase = Phrase { words: member.clone(), capitals: *capitals, adds };
            self.by_last.entry(last.clone()).or_default().push(phrase);
        }
    }
}

/// Looks out for phrases while a text is read word by word.
pub(super) struct Watch<'p> {
    phrases: &'p Phrases,
    recent: Vec<String>,
}

impl<'p> Watch<'p> {
    pub(super) fn new(phrases: &'p Phrases) -> Self {
        Self { phrases, recent: Vec::new() }
    }

    /// The next word; gives what each phrase adds that ends with it.
    pub(super) fn see(&mut self, word: &str, writing: Writing) -> Vec<&'p [String]> {
        if self.phrases.longest == 0 {
            return Vec::new();
        }
        if self.recent.len() == self.phrases.longest {
            self.recent.rotate_left(1);
            self.recent.pop();
        }
        self.recent.push(word.to_owned());
        let known = self.phrases.by_last.get(word);
        // “Assessments” is the plural of what is looked for.
        let singular = || self.phrases.by_last.get(word.strip_suffix('s')?);
        let phrases = known.or_else(singular).into_iter().flatten();
        let found = phrases.filter(|phrase| {
            let before = &phrase.words[..phrase.words.len() - 1];
            let seen = &self.recent[..self.recent.len() - 1];
            seen.ends_with(before) && (!phrase.capitals || writing == Writing::Capitals)
        });
        found.map(|phrase| phrase.adds.as_slice()).collect()
    }
}

/// The words of a member of a group, and whether it is written in capitals.
fn words(text: &str) -> (Vec<String>, bool) {
    let mut words = Vec::new();
    let mut capitals = true;
    WordReader::default().read(text, |word, writing| {
        words.push(word.to_owned());
        capitals &= writing == Writing::Capitals;
    });
    (words, capitals)
}

/// The short forms that a page explains: `API` before or behind “application programming interface”.
fn short_forms(page: &Page) -> Vec<Vec<String>> {
    let Some(document) = &page.document else { return Vec::new() };
    let facts = &document.facts;
    let headings =
        std::iter::once("").chain(body_headings(&facts.headings).map(|heading| heading.text.as_str()));
    let mut groups = Vec::new();
    for (part, heading) in headings.enumerate().take(facts.words.sections()) {
        let text = format!("{heading} {}", facts.words.section(part, document.source.file.text()));
        let words: Vec<&str> = text
            .split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '-'))
            .filter(|word| !word.is_empty())
            .collect();
        for (at, short) in words.iter().enumerate().filter(|(_, word)| is_short_form(word)) {
            let letters: Vec<char> = short.to_lowercase().chars().collect();
            let behind = spelled(&letters, words[at + 1..].iter().copied());
            let reversed: Vec<char> = letters.iter().rev().copied().collect();
            let before = || {
                spelled(&reversed, words[..at].iter().rev().copied()).map(|mut words| {
                    words.reverse();
                    words
                })
            };
            if let Some(full) = behind.or_else(before) {
                groups.push(vec![(*short).to_owned(), full.join(" ")]);
            }
        }
    }
    groups
}

fn is_short_form(word: &str) -> bool {
    SHORT.contains(&word.chars().count()) && word.chars().all(char::is_uppercase)
}

/// The words, from the first on, whose first letters these are; small words may stand between them, or are among
/// them where it goes no other way.
fn spelled<'w>(letters: &[char], words: impl Iterator<Item = &'w str> + Clone) -> Option<Vec<&'w str>> {
    spelled_by(letters, words.clone(), |word| !SMALL.contains(&word))
        .or_else(|| spelled_by(letters, words, |_| true))
}

fn spelled_by<'w>(
    letters: &[char],
    words: impl Iterator<Item = &'w str>,
    gives_letter: impl Fn(&str) -> bool,
) -> Option<Vec<&'w str>> {
    let mut left = letters.iter();
    let mut next = left.next()?;
    let mut taken = Vec::new();
    for word in words {
        let lower = word.to_lowercase();
        if gives_letter(&lower) && lower.starts_with(*next) {
            taken.push(word);
            match left.next() {
                Some(letter) => next = letter,
                None => return Some(taken),
            }
        } else if SMALL.contains(&lower.as_str()) && !taken.is_empty() {
            taken.push(word);
        } else {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases(groups: &[&[&str]]) -> Phrases {
        let mut phrases = Phrases::default();
        for group in groups {
            phrases.add_group(&group.iter().map(|member| (*member).to_owned()).collect::<Vec<_>>());
        }
        phrases
    }

    fn added(phrases: &Phrases, text: &str) -> Vec<String> {
        let mut watch = Watch::new(phrases);
        let mut added = Vec::new();
        WordReader::default().read(text, |word, writing| {
            added.extend(watch.see(word, writing).into_iter().flatten().cloned());
        });
        added
    }

    #[test]
    fn a_short_form_and_its_words_say_each_other() {
        let phrases = phrases(&[&["ASC", "adult social care"]]);
        assert_eq!(added(&phrases, "in adult social care"), ["asc"]);
        assert_eq!(added(&phrases, "ASC teams"), ["adult", "care", "social"]);
        assert_eq!(added(&phrases, "social care"), [""; 0]);
    }

    #[test]
    fn capitals_are_not_small_letters_and_a_plural_is_its_singular() {
        let phrases = phrases(&[&["IT", "information technology"], &["DPIA", "impact assessment"]]);
        assert_eq!(added(&phrases, "make it so"), [""; 0]);
        assert_eq!(added(&phrases, "IT"), ["information", "technology"]);
        assert_eq!(added(&phrases, "impact assessments"), ["dpia"]);
    }

    #[test]
    fn short_forms_are_spelled_by_first_letters() {
        let letters = ['d', 'p', 'a'];
        let words = ["Data", "Protection", "and", "Access", "more"];
        assert_eq!(spelled(&letters, words.into_iter()), Some(vec!["Data", "Protection", "and", "Access"]));
        assert_eq!(spelled(&letters, ["Data", "never"].into_iter()), None);
    }
}
