//! The commitments of the whole book: who answers for each, in which order they are listed, and where.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::listings::{self, ROW_BYTES};
use super::{Page, PageId, PageOwner, Site, lifecycle, page_finding, tree};
use crate::config::PublishCommitments;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::{Commitment, Document, Status};
use crate::review::Date;

/// Where the list of commitments is.
pub const COMMITMENTS: &str = "commitments/";

/// The commitments of a book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Commitments {
    /// Those of the pages in force, in the order in which the pages are read.
    pub entries: Vec<CommitmentEntry>,
    /// The indices of those that each owner answers for.
    by_owner: BTreeMap<PageOwner, Vec<usize>>,
    /// The parts of the list; none when it is not published.
    pub parts: Vec<CommitmentsPart>,
}

/// A commitment among those of the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitmentEntry {
    /// The page that makes it.
    pub page: PageId,
    /// Its index among the commitments of that page.
    pub index: usize,
    /// Who answers for it: whom it names, else the owners of its page.
    pub owners: Vec<PageOwner>,
}

/// A file of the list of commitments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitmentsPart {
    /// Which of [`Commitments::entries`] it lists.
    pub rows: Range<usize>,
    /// Below the root of the site, with a `/` at its end.
    pub address: String,
}

impl Commitments {
    /// The commitments of the site; reviews and kinds of pages must be settled already.
    pub(super) fn new(site: &Site) -> Self {
        let mut entries = Vec::new();
        for id in tree::in_reading_order(site) {
            let page = site.page(id);
            let Some(document) = page.document.as_ref().filter(|_| page.status == Status::Live) else {
                continue;
            };
            let of_page = document.facts.commitments.iter().enumerate();
            entries.extend(of_page.map(|(index, commitment)| {
                let owners = owners(commitment, document, page, site, &mut Vec::new());
                CommitmentEntry { page: id, index, owners }
            }));
        }
        let mut by_owner: BTreeMap<PageOwner, Vec<usize>> = BTreeMap::new();
        for (index, entry) in entries.iter().enumerate() {
            for owner in entry.owners.iter().collect::<BTreeSet<_>>() {
                by_owner.entry(owner.clone()).or_default().push(index);
            }
        }
        let parts = if is_published(site, &entries) { parts(site, &entries) } else { Vec::new() };
        Self { entries, by_owner, parts }
    }

    /// Those that readers may see apart from their pages.
    pub fn published(&self) -> &[CommitmentEntry] {
        if self.parts.is_empty() { &[] } else { &self.entries }
    }

    /// Those of them that an owner answers for.
    pub fn published_of(&self, owner: &PageOwner) -> impl Iterator<Item = &CommitmentEntry> {
        let indices = self.by_owner.get(owner).filter(|_| !self.parts.is_empty());
        indices.into_iter().flatten().map(|index| &self.entries[*index])
    }
}

impl Site {
    /// What an entry stands for.
    pub fn commitment(&self, entry: &CommitmentEntry) -> &Commitment {
        let document = self.page(entry.page).document.as_ref();
        &document.expect("commitments are made by pages that somebody wrote").facts.commitments[entry.index]
    }

    /// Whether a commitment is past its due date and not done: it stays so until somebody edits the page.
    pub fn is_past_due(&self, commitment: &Commitment) -> bool {
        is_past_due(commitment, self.today)
    }
}

fn is_past_due(commitment: &Commitment, today: Date) -> bool {
    let is_open = commitment.status.as_ref().is_none_or(|status| status.value.is_open());
    is_open && commitment.due.as_ref().is_some_and(|due| due.value < today)
}

/// Whom the commitment names, else the owners of its page.
fn owners(
    commitment: &Commitment,
    document: &Document,
    page: &Page,
    site: &Site,
    findings: &mut Vec<Diagnostic>,
) -> Vec<PageOwner> {
    match &commitment.owner {
        Some(owner) => vec![lifecycle::owner(owner, &document.source.file, &site.config, findings)],
        None => page.owners.clone(),
    }
}

fn is_published(site: &Site, entries: &[CommitmentEntry]) -> bool {
    match site.config.commitments.publish {
        PublishCommitments::Never => false,
        PublishCommitments::Always => !entries.is_empty(),
        PublishCommitments::Tracked => entries.iter().any(|entry| site.commitment(entry).status.is_some()),
    }
}

fn parts(site: &Site, entries: &[CommitmentEntry]) -> Vec<CommitmentsPart> {
    let weights: Vec<usize> = entries.iter().map(|entry| weight(site, entry)).collect();
    let part = |(index, rows): (usize, Range<usize>)| CommitmentsPart {
        rows,
        address: if index == 0 { COMMITMENTS.to_owned() } else { format!("{COMMITMENTS}{}/", index + 1) },
    };
    listings::ranges(&weights).into_iter().enumerate().map(part).collect()
}

/// What the row of a commitment weighs in HTML, rather more than less.
fn weight(site: &Site, entry: &CommitmentEntry) -> usize {
    let commitment = site.commitment(entry);
    let page = site.page(entry.page);
    let written = [
        Some(&commitment.title),
        commitment.measure.as_ref().map(|measure| &measure.value),
        Some(&page.title),
    ];
    let words: usize = written.into_iter().flatten().map(|text| listings::escaped(text)).sum();
    let evidence = commitment.evidence.as_ref().map_or(0, |evidence| 3 * evidence.value.len());
    ROW_BYTES
        + words
        + evidence
        + 3 * (3 * page.address.len() + commitment.id.len())
        + 200 * entry.owners.len()
}

/// What there is to say about the commitments of a page in force.
pub(super) fn check(document: &Document, page: &Page, site: &Site, findings: &mut Vec<Diagnostic>) {
    for commitment in document.facts.commitments.iter().filter(|commitment| commitment.is_tracked()) {
        let owners = owners(commitment, document, page, site, findings);
        if owners.is_empty() {
            findings.push(no_owner(document, commitment));
        }
        if let Some(due) = commitment.due.as_ref().filter(|_| is_past_due(commitment, site.today)) {
            let message = format!("“{}” was due on {} and is not complete", commitment.title, due.value);
            let finding = page_finding(document, Code::CommitmentPastDue, Some(due.span.clone()), message);
            findings.push(finding.help(
                "write `status=complete` if it is done, `status=stopped` if nobody works on it any more, or the day by \
                 which it will be done",
            ));
        }
        findings.extend(stale_status(document, commitment, page, site));
    }
}

fn no_owner(document: &Document, commitment: &Commitment) -> Diagnostic {
    let message = format!("nobody answers for “{}”", commitment.title);
    let finding = page_finding(document, Code::CommitmentNoOwner, commitment.attributes.clone(), message);
    finding.help("write `owner=…` between the braces, or give the page an owner")
}

/// A status counts from its own day, else from the latest review of its page.
fn stale_status(
    document: &Document,
    commitment: &Commitment,
    page: &Page,
    site: &Site,
) -> Option<Diagnostic> {
    let status = commitment.status.as_ref().filter(|status| status.value.is_open())?;
    let lasts = site.config.commitments.status_lasts?;
    let told = commitment.status_on.as_ref().map(|on| on.value).or(page.review.last_reviewed)?;
    let until = lasts.due_after(told).filter(|until| *until < site.today)?;
    let message = format!("the status of “{}” is of {told}; it counted until {until}", commitment.title);
    let finding = page_finding(document, Code::CommitmentStaleStatus, Some(status.span.clone()), message);
    Some(finding.help(format!(
        "ask how it stands, and write that with its day: `status=\"…\" status-on={}`",
        site.today
    )))
}
