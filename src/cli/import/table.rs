//! What came of an import, as one table.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::diagnostic::{Code, Diagnostic};
use crate::import::Import;
use crate::link::{Site, Target};

/// The figures of an import.
pub(super) struct Counts {
    pages: usize,
    others: usize,
    /// Links between the parts of the new book.
    links: usize,
    broken: usize,
    broken_at_source: usize,
    /// Of the import and of the new book.
    findings: BTreeMap<&'static str, usize>,
}

impl Counts {
    pub(super) fn new(import: &Import, left: &[Diagnostic], site: &Site, of_book: &[Diagnostic]) -> Self {
        const BROKEN: [Code; 7] = [
            Code::LinkMissingPage,
            Code::LinkMissingFile,
            Code::LinkMissingAnchor,
            Code::LinkLetterCase,
            Code::LinkToDraft,
            Code::LinkOutsideBook,
            Code::LinkUnsafeScheme,
        ];
        let mut findings = BTreeMap::new();
        for finding in left.iter().chain(of_book) {
            *findings.entry(finding.code.as_str()).or_default() += 1;
        }
        let targets = site.pages.iter().flat_map(|page| page.targets.iter());
        Self {
            pages: import.origins.len(),
            others: import.files.len() - import.origins.len() - 1,
            links: targets.filter(|(_, target)| !matches!(target, Target::External(_))).count(),
            broken: of_book.iter().filter(|finding| BROKEN.contains(&finding.code)).count(),
            broken_at_source: import.links.broken_at_source,
            findings,
        }
    }
}

/// The table, without a line end.
pub(super) fn text(counts: &Counts) -> String {
    let mut lines = vec![
        ("pages".to_owned(), counts.pages),
        ("other files".to_owned(), counts.others),
        ("links within the book".to_owned(), counts.links),
        ("  kept".to_owned(), counts.links.saturating_sub(counts.broken)),
        ("  broken".to_owned(), counts.broken),
        ("  of these, at the source already".to_owned(), counts.broken_at_source.min(counts.broken)),
        ("findings".to_owned(), counts.findings.values().sum()),
    ];
    lines.extend(counts.findings.iter().map(|(code, count)| (format!("  {code}"), *count)));
    let width = lines.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let mut text = String::new();
    for (name, count) in lines {
        writeln!(text, "{name:<width$} {count:>6}").expect("writing to a string cannot fail");
    }
    text.trim_end().to_owned()
}
