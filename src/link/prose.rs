//! The words of a page: terms that the book has given up, and short forms that nobody explains.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Site, page_finding};
use crate::config::Config;
use crate::diagnostic::{Code, PageFindings};
use crate::parse::Document;
use crate::strategy::{Capitals, Wordings};

/// Short forms that everybody knows better than their words.
const WELL_KNOWN: [&str; 16] = [
    "AM", "BBC", "BST", "CSV", "EU", "GMT", "GOV", "HTML", "ID", "NHS", "OK", "PDF", "PM", "TV", "UK", "URL",
];

/// Short forms have so many letters.
const SHORT: std::ops::RangeInclusive<usize> = 2..=6;

/// Checks the words of a page in force.
pub(super) fn check(document: &Document, site: &Site, findings: &mut PageFindings) {
    let levels = &site.config.lint.levels;
    if !site.retired_terms.is_empty() && levels.wants(Code::ProseRetiredTerm) {
        terms(document, site, findings);
    }
    if levels.wants(Code::ProseUnexplainedShortForm) {
        short_forms(document, findings);
    }
}

/// The terms that the book has given up, as they are to be found.
pub(super) fn retired_terms(config: &Config) -> Wordings {
    Wordings::new(config.lint.terms.iter().map(|(term, _)| term.value.as_str()), Capitals::OfWordings)
}

fn terms(document: &Document, site: &Site, findings: &mut PageFindings) {
    let text = document.source.file.text();
    let mut report = |span: Range<usize>, written: &str, number: usize| {
        if !findings.has_room(Code::ProseRetiredTerm) {
            findings.leave_out(Code::ProseRetiredTerm);
            return;
        }
        let message = format!("this book no longer says “{written}”");
        let finding = page_finding(document, Code::ProseRetiredTerm, Some(span), message);
        findings.push(finding.help(format!("write “{}”", site.config.lint.terms[number].1)));
    };
    let front_matter = &document.front_matter;
    for value in [&front_matter.title, &front_matter.description].into_iter().flatten() {
        for (part, number) in site.retired_terms.places(&value.value) {
            report(value.span.clone(), &value.value[part], number);
        }
    }
    let words = &document.facts.words;
    for passage in words.headings(text).chain(words.passages(text)) {
        for (part, number) in site.retired_terms.places(&passage.text) {
            report(passage.place(part.clone()), &passage.text[part], number);
        }
    }
}

fn short_forms(document: &Document, findings: &mut PageFindings) {
    let mut seen = BTreeSet::new();
    for passage in document.facts.words.passages(document.source.file.text()) {
        let text = &*passage.text;
        for part in words(text) {
            let word = &text[part.clone()];
            let short = word.strip_suffix('s').unwrap_or(word);
            if !is_short_form(short) || !seen.insert(short.to_owned()) {
                continue;
            }
            let is_explained =
                text[..part.start].ends_with('(') || text[part.end..].trim_start().starts_with('(');
            if !is_explained && !WELL_KNOWN.contains(&short) {
                let message = format!("“{short}” is not written out where this page first uses it");
                let span = Some(passage.place(part));
                let finding = page_finding(document, Code::ProseUnexplainedShortForm, span, message);
                findings.push(finding.help(format!("write its words, and `({short})` behind them")));
            }
        }
    }
}

/// The places of the words of a text.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    let places = text.split(|c: char| !c.is_alphanumeric()).map(move |word| {
        let place = start..start + word.len();
        let gap = text[place.end..].chars().next().map_or(0, char::len_utf8);
        start = place.end + gap;
        place
    });
    places.filter(|place| !place.is_empty())
}

fn is_short_form(word: &str) -> bool {
    SHORT.contains(&word.len()) && word.chars().all(|c| c.is_ascii_uppercase())
}
