//! What came of an import, as one table.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::diagnostic::Diagnostic;
use crate::import::{Import, is_within};
use crate::link::{Page, Site, Target};
use crate::parse::Document;

/// The figures of an import.
pub(super) struct Counts {
    pages: usize,
    others: usize,
    /// Links between the parts of the new book.
    links: usize,
    broken: usize,
    broken_at_source: usize,
    /// Those that led nowhere at the source and lead somewhere now.
    mended: usize,
    /// Of the import and of the new book.
    findings: BTreeMap<&'static str, usize>,
}

impl Counts {
    pub(super) fn new(import: &Import, left: &[Diagnostic], site: &Site, of_book: &[Diagnostic]) -> Self {
        let mut findings = BTreeMap::new();
        for finding in left.iter().chain(of_book) {
            *findings.entry(finding.code.as_str()).or_default() += 1;
        }
        let mut counts = Self {
            pages: import.origins.len(),
            others: import.files.len() - import.origins.len() - 1,
            links: 0,
            broken: 0,
            broken_at_source: 0,
            mended: 0,
            findings,
        };
        for page in &site.pages {
            counts.add_links(import, site, page);
        }
        counts
    }

    /// Counts the links of a page one by one: the import led them elsewhere, and changed nothing else about them.
    fn add_links(&mut self, import: &Import, site: &Site, page: &Page) {
        let Some(document) = &page.document else { return };
        let at_source = import.broken.get(&format!("content/{}", document.source.path));
        let mut links: Vec<_> = document.facts.links.iter().enumerate().collect();
        // The targets are in this order.
        links.sort_by_key(|(_, link)| link.at);
        let links = links.into_iter().zip(page.targets.iter());
        for ((index, _), (_, target)) in links.filter(|((_, link), _)| is_within(&link.target)) {
            let is_broken = leads_nowhere(target, document, site);
            let was_broken = at_source.is_some_and(|broken| broken.contains(&index));
            self.links += 1;
            self.broken += usize::from(is_broken);
            self.broken_at_source += usize::from(is_broken && was_broken);
            self.mended += usize::from(!is_broken && was_broken);
        }
    }
}

fn leads_nowhere(target: &Target, document: &Document, site: &Site) -> bool {
    let lacks = |document: Option<&Document>, part: &str| {
        let is_top = part.is_empty() || part.eq_ignore_ascii_case("top");
        !is_top && document.is_none_or(|document| !document.facts.anchors.contains(part))
    };
    match target {
        Target::Dropped => true,
        Target::Site(address) => {
            let is_page = address.is_empty() || address.ends_with('/');
            let path = if is_page { format!("{address}index.html") } else { address.clone() };
            !site.outputs.contains_key(&path)
        }
        Target::Fragment(part) => lacks(Some(document), part),
        Target::Page { page, fragment: Some(part) } => lacks(site.page(*page).document.as_deref(), part),
        Target::Page { fragment: None, .. } | Target::Asset { .. } | Target::External(_) => false,
    }
}

/// The table, without a line end.
pub(super) fn text(counts: &Counts) -> String {
    let mut lines = vec![
        ("pages".to_owned(), counts.pages),
        ("other files".to_owned(), counts.others),
        ("links within the book".to_owned(), counts.links),
        ("  kept".to_owned(), counts.links - counts.broken),
        ("  broken".to_owned(), counts.broken),
        ("  of these, at the source already".to_owned(), counts.broken_at_source),
        ("  broken at the source, kept now".to_owned(), counts.mended),
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
