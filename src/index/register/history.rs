//! `review-history.csv`: every review of every page, for the auditor's question “all reviews of last year”.

use std::cmp::Reverse;

use super::csv::{harmless, written};
use super::row::{Audience, url};
use crate::link::{Page, Site, is_review};
use crate::parse::SignOffOutcome;
use crate::review::Date;
use crate::source::Spanned;

/// Where a review is recorded.
#[derive(Clone, Copy)]
enum Record {
    /// In an entry of `review_history`.
    History,
    /// Only in `last_reviewed_on`, without an outcome.
    LastReviewedOn,
}

/// A review of a page.
struct Entry<'s> {
    page: &'s Page,
    on: Date,
    by: Option<String>,
    outcome: Option<SignOffOutcome>,
    note: Option<String>,
    record: Record,
}

/// The table, latest reviews first; on a day by address.
pub(super) fn table(site: &Site, audience: Audience) -> Vec<u8> {
    let written_pages = site.register.pages.iter().map(|id| site.page(*id));
    let mut entries: Vec<Entry<'_>> = written_pages.flat_map(|page| entries(page, site.today)).collect();
    // Entries of one page on one day stay in their order, the latest first.
    entries.sort_by(|a, b| (Reverse(a.on), &a.page.address).cmp(&(Reverse(b.on), &b.page.address)));
    let has_reviewers = audience.sees_reviewers(site);
    let mut heading = vec!["page", "title", "on"];
    heading.extend(has_reviewers.then_some("by"));
    heading.extend(["outcome", "note", "recorded_in", "source"]);
    let rows = entries.iter().map(|entry| cells(entry, site, has_reviewers)).collect();
    written(heading.into_iter().map(str::to_owned).collect(), rows)
}

fn entries(page: &Page, today: Date) -> Vec<Entry<'_>> {
    let history = page.history(today);
    let of_last = |last: &Date| !history.iter().any(|entry| is_review(entry) && entry.on.value == *last);
    let last = page.review.last_reviewed.filter(of_last).map(|on| Entry {
        page,
        on,
        by: page.reviewed_by.clone(),
        outcome: None,
        note: None,
        record: Record::LastReviewedOn,
    });
    let text = |text: Option<&Spanned<String>>| text.map(|text| text.value.clone());
    let recorded = history.into_iter().map(|entry| Entry {
        page,
        on: entry.on.value,
        by: text(entry.by.as_ref()),
        outcome: entry.outcome,
        note: text(entry.note.as_ref()),
        record: Record::History,
    });
    last.into_iter().chain(recorded).collect()
}

fn cells(entry: &Entry<'_>, site: &Site, has_reviewers: bool) -> Vec<String> {
    let safe = |text: &str| harmless(text).into_owned();
    let optional = |text: &Option<String>| text.as_deref().map(safe).unwrap_or_default();
    let file = entry.page.document.as_ref().map(|document| document.source.file.name());
    let mut cells = vec![safe(&url(site, entry.page)), safe(&entry.page.title), entry.on.to_string()];
    cells.extend(has_reviewers.then(|| optional(&entry.by)));
    cells.extend([
        entry.outcome.map_or("", SignOffOutcome::as_str).to_owned(),
        optional(&entry.note),
        entry.record.as_str().to_owned(),
        safe(file.unwrap_or_default()),
    ]);
    cells
}

impl Record {
    fn as_str(self) -> &'static str {
        match self {
            Self::History => "review_history",
            Self::LastReviewedOn => "last_reviewed_on",
        }
    }
}
