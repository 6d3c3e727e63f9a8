//! The words of a page: terms that the book has given up, and short forms that nobody explains.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Site, page_finding};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::Document;

/// Short forms that everybody knows better than their words.
const WELL_KNOWN: [&str; 16] = [
    "AM", "BBC", "BST", "CSV", "EU", "GMT", "GOV", "HTML", "ID", "NHS", "OK", "PDF", "PM", "TV", "UK", "URL",
];

/// Short forms have so many letters.
const SHORT: std::ops::RangeInclusive<usize> = 2..=6;

/// Checks the words of a page in force.
pub(super) fn check(document: &Document, site: &Site, findings: &mut Vec<Diagnostic>) {
    let lint = &site.config.lint;
    if !lint.terms.is_empty() && lint.levels.wants(Code::ProseRetiredTerm) {
        terms(document, site, findings);
    }
    if lint.levels.wants(Code::ProseUnexplainedShortForm) {
        short_forms(document, findings);
    }
}

fn terms(document: &Document, site: &Site, findings: &mut Vec<Diagnostic>) {
    let text = document.source.file.text();
    for (start, words) in document.facts.words.runs(text) {
        let lower = words.to_lowercase();
        for (term, instead) in &site.config.lint.terms {
            // A term with capitals is meant with them: `IT` is not `it`.
            let is_exact = term.value.contains(char::is_uppercase) || lower.len() != words.len();
            let (searched, sought) = if is_exact {
                (words, term.value.clone())
            } else {
                (lower.as_str(), term.value.to_lowercase())
            };
            for (at, _) in searched.match_indices(&sought) {
                let span = start + at..start + at + sought.len();
                if is_whole(text, &span) {
                    let message = format!("this book no longer says “{}”", &text[span.clone()]);
                    let finding = page_finding(document, Code::ProseRetiredTerm, Some(span), message);
                    findings.push(finding.help(format!("write “{instead}”")));
                }
            }
        }
    }
}

/// Whether a place begins and ends with a word; the plural counts as its singular.
fn is_whole(text: &str, span: &Range<usize>) -> bool {
    let rest = &text[span.end..];
    let rest = rest.strip_prefix('s').unwrap_or(rest);
    !text[..span.start].ends_with(char::is_alphanumeric) && !rest.starts_with(char::is_alphanumeric)
}

fn short_forms(document: &Document, findings: &mut Vec<Diagnostic>) {
    let text = document.source.file.text();
    let mut seen = BTreeSet::new();
    for (start, run) in document.facts.words.runs(text) {
        for span in words(run) {
            let word = &run[span.clone()];
            let short = word.strip_suffix('s').unwrap_or(word);
            if !is_short_form(short) || !seen.insert(short.to_owned()) {
                continue;
            }
            let span = start + span.start..start + span.end;
            let is_explained =
                text[..span.start].ends_with('(') || text[span.end..].trim_start().starts_with('(');
            if !is_explained && !WELL_KNOWN.contains(&short) {
                let message = format!("“{short}” is not written out where this page first uses it");
                let finding = page_finding(document, Code::ProseUnexplainedShortForm, Some(span), message);
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
