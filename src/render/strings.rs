//! The words of the interface, by language: `strings/LANG.toml` of the theme.

use std::collections::BTreeMap;

use jiff::civil::Date;
use tera::Value;

use super::context::DateContext;
use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::load::ThemeFiles;
use crate::tree::{self, Value as Node};

/// The language that every other one falls back to, word by word.
const FALLBACK: &str = "en";

/// The words of every language that the theme speaks.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    /// By primary language subtag, completed with the fallback's words.
    languages: BTreeMap<String, Words>,
}

/// The words of one language.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    by_key: BTreeMap<String, String>,
    /// The same for templates, made once.
    pub(super) value: Value,
}

impl Dictionary {
    /// Reads the strings of a theme. The book's own layer comes first and wins word by word.
    pub fn new(theme: &ThemeFiles) -> Outcome<Self> {
        let mut findings = Vec::new();
        let mut languages: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for strings in &theme.strings {
            let words = languages.entry(strings.name.clone()).or_default();
            let node = tree::toml::parse(&strings.file, Code::ThemeInvalid).collect(&mut findings);
            let Node::Map(entries) = node.value else { continue };
            for (key, node) in entries {
                match node.value {
                    Node::Text { text, .. } => {
                        words.entry(key.value).or_insert(text);
                    }
                    _ => findings.push(
                        Diagnostic::new(Code::ThemeInvalid, &strings.file, node.span, "this is not text")
                            .help(format!("write `{} = \"…\"`", key.value)),
                    ),
                }
            }
        }
        let fallback = languages.get(FALLBACK).cloned().unwrap_or_default();
        let complete = |(language, mut words): (String, BTreeMap<String, String>)| {
            for (key, word) in &fallback {
                words.entry(key.clone()).or_insert_with(|| word.clone());
            }
            (language, Words { value: Value::from(words.clone()), by_key: words })
        };
        let languages = languages.into_iter().map(complete).collect();
        Outcome::new(Self { languages }, findings)
    }

    /// Whether the theme has words for a BCP 47 tag: for the tag itself or for its primary language.
    pub fn speaks(&self, tag: &str) -> bool {
        self.own_words(tag).is_some()
    }

    pub(crate) fn words(&self, tag: &str) -> &Words {
        self.own_words(tag)
            .or_else(|| self.languages.get(FALLBACK))
            .expect("the built-in theme speaks English")
    }

    fn own_words(&self, tag: &str) -> Option<&Words> {
        let primary = tag.split('-').next().unwrap_or(tag).to_ascii_lowercase();
        self.languages.get(tag).or_else(|| self.languages.get(&primary))
    }
}

impl Words {
    /// The words under a key, or the key itself where a theme lost them.
    pub(crate) fn get<'w>(&'w self, key: &'w str) -> &'w str {
        self.by_key.get(key).map_or(key, String::as_str)
    }

    /// The words under a key with something in the place of each `{name}`.
    pub(crate) fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.get(key), values)
    }

    /// A day in words: `14 January 2024`.
    pub(crate) fn date(&self, date: Date) -> DateContext {
        let month = self.month(date);
        let (day, year) = (date.day().to_string(), date.year().to_string());
        let words = self.fill("date", &[("day", &day), ("month", month), ("year", &year)]);
        DateContext { iso: date.to_string(), words }
    }

    /// The month of a day, without its year.
    pub(super) fn month(&self, date: Date) -> &str {
        self.get(MONTHS[usize::from(date.month().unsigned_abs()) - 1])
    }
}

const MONTHS: [&str; 12] = [
    "month_1", "month_2", "month_3", "month_4", "month_5", "month_6", "month_7", "month_8", "month_9",
    "month_10", "month_11", "month_12",
];

/// Puts values in the place of `{name}`. What is put in is not looked at again.
pub(super) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let (before, from) = rest.split_at(start);
        filled.push_str(before);
        let known = from.find('}').and_then(|end| {
            let value = values.iter().find(|(name, _)| *name == &from[1..end])?;
            Some((value.1, end))
        });
        if let Some((value, end)) = known {
            filled.push_str(value);
            rest = &from[end + 1..];
        } else {
            filled.push('{');
            rest = &from[1..];
        }
    }
    filled + rest
}

/// `ltr`, or `rtl` for the languages that are written from right to left.
pub(super) fn direction(tag: &str) -> &'static str {
    const RIGHT_TO_LEFT: [&str; 11] = ["ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"];
    let primary = tag.split('-').next().unwrap_or(tag).to_ascii_lowercase();
    if RIGHT_TO_LEFT.contains(&primary.as_str()) { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_take_the_place_of_their_names_and_are_not_read_again() {
        let values = [("a", "{b}"), ("b", "x")];
        assert_eq!(fill("{a} {b} {c} {", &values), "{b} x {c} {");
    }

    #[test]
    fn urdu_is_written_from_right_to_left() {
        assert_eq!(direction("ur-PK"), "rtl");
        assert_eq!(direction("cy"), "ltr");
    }
}
