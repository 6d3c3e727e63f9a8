//! What makes different forms of a word one: the stem in languages that Snowball knows, the initial mutations of
//! Welsh. All of it happens while the index is made, so the script that reads the index knows no language.

use std::collections::BTreeSet;

use snowball_stemmers_rs::{Algorithm, Stemmer};

use super::words::folded;

/// The languages whose words have stems, by the first part of their tags. Not among them are those whose algorithm
/// Snowball calls a study.
const STEMMED: [(&str, Algorithm); 24] = [
    ("ar", Algorithm::Arabic),
    ("ca", Algorithm::Catalan),
    ("da", Algorithm::Danish),
    ("de", Algorithm::German),
    ("el", Algorithm::Greek),
    ("en", Algorithm::English),
    ("es", Algorithm::Spanish),
    ("et", Algorithm::Estonian),
    ("eu", Algorithm::Basque),
    ("fi", Algorithm::Finnish),
    ("fr", Algorithm::French),
    ("ga", Algorithm::Irish),
    ("hi", Algorithm::Hindi),
    ("hu", Algorithm::Hungarian),
    ("hy", Algorithm::Armenian),
    ("it", Algorithm::Italian),
    ("lt", Algorithm::Lithuanian),
    ("nl", Algorithm::Dutch),
    ("no", Algorithm::Norwegian),
    ("pt", Algorithm::Portuguese),
    ("ro", Algorithm::Romanian),
    ("ru", Algorithm::Russian),
    ("sv", Algorithm::Swedish),
    ("tr", Algorithm::Turkish),
];

/// The first letters that a mutation leaves, and what they may have been (soft, nasal, aspirate; `h` before
/// vowels). Longer ones first.
const MUTATIONS: [(&str, &[&str]); 15] = [
    ("ngh", &["c"]),
    ("mh", &["p"]),
    ("nh", &["t"]),
    ("ng", &["g"]),
    ("ph", &["p"]),
    ("th", &["t"]),
    ("ch", &["c"]),
    ("dd", &["d"]),
    ("b", &["p"]),
    ("d", &["t"]),
    ("g", &["c"]),
    ("f", &["b", "m"]),
    ("m", &["b"]),
    ("n", &["d"]),
    ("h", &[""]),
];

/// How the words of a page are brought to one form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Speech {
    /// By their stems: the index of the language in [`STEMMED`].
    Stemmed(usize),
    Welsh,
    /// As they are.
    Plain,
}

impl Speech {
    /// That of a page in the language of a BCP 47 tag.
    pub(super) fn of(tag: &str) -> Self {
        let primary = tag.split('-').next().unwrap_or(tag).to_ascii_lowercase();
        match primary.as_str() {
            "cy" => Self::Welsh,
            // Bokmål and Nynorsk.
            "nb" | "nn" => Self::of("no"),
            _ => STEMMED
                .iter()
                .position(|(language, _)| *language == primary)
                .map_or(Self::Plain, Self::Stemmed),
        }
    }

    /// The terms under which pages with a word stand; `known` tells whether the book has another word of the same
    /// language.
    pub(super) fn terms(self, word: &str, known: impl Fn(&str) -> bool) -> BTreeSet<String> {
        match self {
            Self::Stemmed(language) => {
                let stemmer = Stemmer::create(STEMMED[language].1);
                let stem = folded(&stemmer.stem(word));
                BTreeSet::from([if stem.is_empty() { folded(word) } else { stem }])
            }
            Self::Plain => BTreeSet::from([folded(word)]),
            Self::Welsh => {
                let mut terms: BTreeSet<String> = radicals(word)
                    .into_iter()
                    .filter(|radical| known(radical))
                    .map(|word| folded(&word))
                    .collect();
                terms.insert(folded(word));
                terms
            }
        }
    }
}

/// What a Welsh word may be without its mutation.
fn radicals(word: &str) -> Vec<String> {
    if word.chars().count() < 3 {
        return Vec::new();
    }
    let mut radicals = Vec::new();
    if let Some((mutated, originals)) = MUTATIONS.iter().find(|(mutated, _)| word.starts_with(mutated)) {
        radicals.extend(originals.iter().map(|original| format!("{original}{}", &word[mutated.len()..])));
    }
    // A soft `g` is gone; a soft `ll` or `rh` has lost its breath.
    match word.chars().next() {
        Some('l') if !word.starts_with("ll") => radicals.extend([format!("l{word}"), format!("g{word}")]),
        Some('r') if !word.starts_with("rh") => {
            radicals.extend([format!("rh{}", &word[1..]), format!("g{word}")]);
        }
        Some('a' | 'e' | 'i' | 'o' | 'u' | 'w' | 'y' | 'n' | 'â' | 'ê' | 'î' | 'ô' | 'û' | 'ŵ' | 'ŷ') =>
        {
            radicals.push(format!("g{word}"));
        }
        _ => {}
    }
    radicals
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(tag: &str, word: &str) -> Vec<String> {
        Speech::of(tag).terms(word, |_| true).into_iter().collect()
    }

    #[test]
    fn forms_of_a_word_have_one_stem() {
        assert_eq!(terms("en-GB", "services"), terms("en", "service"));
        assert_eq!(terms("fr", "stratégies"), terms("fr", "stratégie"));
        assert_eq!(terms("xx", "services"), ["services"]);
    }

    #[test]
    fn mutated_words_stand_under_their_radicals() {
        for mutated in ["gymru", "nghymru", "chymru"] {
            assert!(terms("cy", mutated).contains(&"cymru".to_owned()), "{mutated}");
        }
        for (mutated, radical) in [
            ("wasanaethau", "gwasanaethau"),
            ("lywodraeth", "llywodraeth"),
            ("ddinas", "dinas"),
            ("fangor", "bangor"),
            ("mhobl", "pobl"),
            ("hysgol", "ysgol"),
            ("reol", "rheol"),
        ] {
            assert!(terms("cy", mutated).contains(&radical.to_owned()), "{mutated}");
        }
    }

    #[test]
    fn a_radical_that_nobody_writes_is_none() {
        let terms = Speech::Welsh.terms("gardd", |word| word == "gardd");
        assert_eq!(terms.into_iter().collect::<Vec<_>>(), ["gardd"]);
    }
}
