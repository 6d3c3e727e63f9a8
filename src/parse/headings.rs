//! The ids of headings: the part of an address behind `#`.

mod tech_docs;

use std::collections::BTreeMap;

use crate::config::HeadingIds;
use tech_docs::TechDocsIds;

/// Longer ids are cut, with a hash of the whole behind the cut.
const LONGEST: usize = 100;

/// Gives the headings of one page ids that are unique among them.
#[derive(Debug, Default)]
pub(super) struct HeadingIdMaker {
    style: HeadingIds,
    /// The ids given so far, each with the number tried last behind it.
    given: BTreeMap<String, usize>,
    /// For tech-docs: the headings so far.
    tech_docs: TechDocsIds,
}

impl HeadingIdMaker {
    pub(super) fn new(style: HeadingIds) -> Self {
        Self { style, ..Self::default() }
    }

    /// The id of the next heading, whose `level` is 1 to 6. An author's own id is kept as long as it is
    /// unique.
    pub(super) fn id(&mut self, text: &str, own: Option<&str>, level: usize) -> String {
        let wanted = match (own, self.style) {
            (Some(own), _) => own.to_owned(),
            (None, HeadingIds::GitHub) => shortened(github(text)),
            (None, HeadingIds::TechDocs) => self.tech_docs.id(text, level, |id| self.given.contains_key(id)),
        };
        let id = self.unique(wanted);
        if self.style == HeadingIds::TechDocs {
            self.tech_docs.remember(&id, level);
        }
        id
    }

    /// Keeps an id that raw HTML uses from being given to a heading.
    pub(super) fn reserve(&mut self, id: &str) {
        self.given.entry(id.to_owned()).or_default();
    }

    /// The id itself, else with the lowest number behind it that makes it unique, as on GitHub.
    fn unique(&mut self, wanted: String) -> String {
        let Some(mut number) = self.given.get(&wanted).copied() else {
            self.given.insert(wanted.clone(), 0);
            return wanted;
        };
        let id = loop {
            number += 1;
            let id = format!("{wanted}-{number}");
            if !self.given.contains_key(&id) {
                break id;
            }
        };
        self.given.insert(wanted, number);
        self.given.insert(id.clone(), 0);
        id
    }
}

/// Numbers behind names that several things want. What was tried for a name is not tried again: a page may have a hundred thousand
/// things of one name.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    next: BTreeMap<String, usize>,
}

impl Numbers {
    /// The name itself, else with the lowest number behind it, from `first` on, with which it is free.
    pub(crate) fn free(&mut self, name: &str, first: usize, mut is_free: impl FnMut(&str) -> bool) -> String {
        let Some(mut number) = self.next.get(name).copied() else {
            self.next.insert(name.to_owned(), first);
            return if is_free(name) { name.to_owned() } else { self.free(name, first, is_free) };
        };
        let free = loop {
            let numbered = format!("{name}-{number}");
            number += 1;
            if is_free(&numbered) {
                break numbered;
            }
        };
        self.next.insert(name.to_owned(), number);
        free
    }
}

/// GitHub's algorithm: lower case, letters (accents kept), digits, `-` and `_` stay, white space becomes `-`.
pub(super) fn github(text: &str) -> String {
    let id: String = text
        .trim()
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            c if c.is_whitespace() => Some('-'),
            c if c.is_alphanumeric() || c == '-' || c == '_' || is_mark(c) => Some(c),
            _ => None,
        })
        .collect();
    if id.is_empty() { "section".to_owned() } else { id }
}

/// Combining marks: accents written as characters of their own.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{20d0}'..='\u{20ff}')
}

fn shortened(id: String) -> String {
    if id.chars().count() <= LONGEST {
        return id;
    }
    let kept: String = id.chars().take(LONGEST).collect();
    let hash = blake3::hash(id.as_bytes()).to_hex();
    format!("{kept}-{}", &hash[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(headings: &[&str]) -> Vec<String> {
        let mut maker = HeadingIdMaker::new(HeadingIds::GitHub);
        headings.iter().map(|text| maker.id(text, None, 2)).collect()
    }

    #[test]
    fn ids_are_those_of_github() {
        assert_eq!(ids(&["Tools / Methods / Resources"]), ["tools--methods--resources"]);
        assert_eq!(ids(&["What's new?", "C++ & G-Cloud 13"]), ["whats-new", "c--g-cloud-13"]);
        assert_eq!(ids(&["Gwasanaethau Cymraeg: tŷ", "Café"]), ["gwasanaethau-cymraeg-tŷ", "café"]);
    }

    #[test]
    fn repeated_headings_are_numbered_and_never_meet_a_number_that_is_taken() {
        assert_eq!(ids(&["A", "A", "A"]), ["a", "a-1", "a-2"]);
        assert_eq!(ids(&["A", "A 1", "A"]), ["a", "a-1", "a-2"]);
    }

    #[test]
    fn a_heading_without_letters_has_an_id_too() {
        assert_eq!(ids(&["!!!", "🎉"]), ["section", "section-1"]);
    }

    #[test]
    fn a_very_long_heading_is_cut_and_stays_unique() {
        let long = "a".repeat(300);
        let longer = "a".repeat(301);
        let made = ids(&[&long, &longer]);
        assert_eq!(made[0].chars().count(), LONGEST + 9);
        assert_ne!(made[0], made[1]);
    }

    #[test]
    fn a_name_gets_the_lowest_number_with_which_it_is_free() {
        let mut taken = std::collections::BTreeSet::from(["a".to_owned(), "a-2".to_owned()]);
        let mut numbers = Numbers::default();
        let names =
            ["a", "b", "a", "b", "a-1"].map(|name| numbers.free(name, 1, |id| taken.insert(id.to_owned())));
        assert_eq!(names, ["a-1", "b", "a-3", "b-1", "a-1-1"]);
    }

    #[test]
    fn a_hundred_thousand_equal_headings_stay_unique() {
        let mut maker = HeadingIdMaker::new(HeadingIds::GitHub);
        let made: std::collections::BTreeSet<String> =
            (0..100_000).map(|_| maker.id("Same", None, 2)).collect();
        assert_eq!(made.len(), 100_000);
    }
}
