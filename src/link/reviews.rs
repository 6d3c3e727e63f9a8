//! How the review of each page stands on the day of the site, and what stands behind it.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::lifecycle::folder;
use super::register::{entries, is_review};
use super::{Page, Parts, Site, page_finding};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::{Document, HistoryEntry, SignOffOutcome, Status};
use crate::review::{self, Cadence, Date, Evidence, Facts, ReviewedWords, State};

/// Settles status and review of every page; kinds must be settled already.
pub(super) fn settle(site: &mut Site, parts: &Parts<'_>) {
    site.pages.par_iter_mut().map(Arc::make_mut).for_each(|page| {
        let Some(document) = page.document.clone() else { return };
        page.status = status_on(parts.today, &document);
        let Applied { cadence, own } = cadence(&document, page, parts.config);
        page.cadence = cadence;
        let facts = facts(&document, page, own);
        page.review = review::review(&facts, parts.today, parts.config.review.due_soon);
        page.reviewed_by = reviewed_by(&document, page.review.last_reviewed);
        page.evidence = evidence(&document, page.review.last_reviewed, parts.today);
    });
}

/// The status that the page had on a day: before the sign-off that withdrew it, it was live.
fn status_on(today: Date, document: &Arc<Document>) -> Status {
    let status = document.front_matter.status;
    let withdraws = |entry: &&HistoryEntry| entry.outcome == Some(SignOffOutcome::Withdraw);
    let withdrawn_later = entries(Some(document)).filter(withdraws).any(|entry| entry.on.value > today);
    let known = entries(Some(document)).filter(|entry| entry.on.value <= today);
    let withdrawn_before = known.max_by_key(|entry| entry.on.value).is_some_and(|entry| withdraws(&entry));
    match status {
        Status::Withdrawn if withdrawn_later && !withdrawn_before => Status::Live,
        _ => status,
    }
}

/// The cadence that applies to a page.
struct Applied {
    cadence: Option<Cadence>,
    /// Whether the page, its section or its kind asks for reviews itself.
    own: bool,
}

/// The nearest cadence.
fn cadence(document: &Document, page: &Page, config: &Config) -> Applied {
    let own = document.front_matter.review.review_in.as_ref().map(|cadence| cadence.value);
    let mut sections = config.section_defaults(folder(document));
    let section = || sections.find_map(|section| section.review_in).filter(|_| !page.is_index);
    let kind = || config.kinds.get(page.kind.as_ref()?)?.review_in;
    match own.or_else(section).or_else(kind) {
        Some(cadence) => Applied { cadence: Some(cadence), own: true },
        None => Applied { cadence: config.review.every, own: false },
    }
}

fn facts(document: &Arc<Document>, page: &Page, own: bool) -> Facts {
    let fields = &document.front_matter.review;
    let reviews = entries(Some(document)).filter(|entry| is_review(entry));
    Facts {
        last_reviewed: fields.last_reviewed_on.as_ref().map(|date| date.value),
        next_review: fields.next_review_on.as_ref().map(|date| date.value),
        cadence: page.cadence,
        own,
        exempt_without_date: page.is_index || page.is_glossary(),
        chased: !matches!(page.status, Status::Withdrawn | Status::Superseded),
        history: reviews.map(|entry| entry.on.value).collect(),
    }
}

/// Whether a date of the past is the one that the page carries itself, and not one of its history.
fn is_own(document: &Document, reviewed: Date) -> bool {
    document.front_matter.review.last_reviewed_on.as_ref().is_some_and(|date| date.value == reviewed)
}

fn reviewed_by(document: &Arc<Document>, reviewed: Option<Date>) -> Option<String> {
    let reviewed = reviewed?;
    if is_own(document, reviewed) {
        return document.front_matter.review.reviewed_by.as_ref().map(|by| by.value.clone());
    }
    let of_day = |entry: &&HistoryEntry| is_review(entry) && entry.on.value == reviewed;
    let entry = entries(Some(document)).filter(of_day).last()?;
    entry.by.as_ref().map(|by| by.value.clone())
}

/// The words at hand are those of now. What they were on an earlier day is not known once the page has been signed
/// off again.
pub(super) fn evidence(document: &Arc<Document>, reviewed: Option<Date>, today: Date) -> Option<Evidence> {
    let reviewed = reviewed.filter(|date| is_own(document, *date))?;
    if entries(Some(document)).any(|entry| entry.on.value > today) {
        return None;
    }
    let words = document.front_matter.review.reviewed_text.as_ref();
    let words =
        words.map(|words| ReviewedWords { on: words.value.on, fingerprint: &words.value.fingerprint });
    Evidence::of(reviewed, words, || document.fingerprint())
}

/// What the state of each page is worth saying to its authors. None of it stops anybody.
pub(super) fn report(site: &Site, findings: &mut Vec<Diagnostic>) {
    findings.par_extend(site.pages.par_iter().flat_map_iter(|page| of_page(page)));
}

fn of_page(page: &Page) -> impl Iterator<Item = Diagnostic> + use<> {
    let of_state = |document| match (page.review.state, page.review.due) {
        (State::Overdue, Some(due)) => Some(overdue(document, page, due)),
        (State::Unreviewed, _) => Some(unreviewed(document)),
        _ => None,
    };
    let is_updated = page.evidence == Some(Evidence::UpdatedSince) && page.review.state != State::Exempt;
    let document = page.document.as_ref();
    let of_words = document.filter(|_| is_updated).map(|document| updated_since(document));
    document.and_then(|document| of_state(document)).into_iter().chain(of_words)
}

/// Where a page says when it was or will be reviewed.
fn place(document: &Document) -> Option<Range<usize>> {
    let fields = &document.front_matter.review;
    fields.next_review_on.as_ref().or(fields.last_reviewed_on.as_ref()).map(|date| date.span.clone())
}

fn overdue(document: &Document, page: &Page, due: Date) -> Diagnostic {
    let message = format!("the review of this page is overdue: it was due on {due}");
    let finding = page_finding(document, Code::ReviewOverdue, place(document), message);
    finding.label(reason(document, page)).help(sign(document))
}

/// Why an overdue page was due on its day, as far as its place does not say it.
fn reason(document: &Document, page: &Page) -> String {
    let by_date = document.front_matter.review.next_review_on.is_some();
    let own = page.review.last_reviewed.is_some_and(|date| is_own(document, date));
    match page.cadence {
        Some(cadence) if !by_date && own => format!("and a review lasts {cadence}"),
        _ => String::new(),
    }
}

fn unreviewed(document: &Document) -> Diagnostic {
    let finding = page_finding(document, Code::ReviewUnreviewed, None, "this page has not yet been reviewed");
    finding.help(sign(document))
}

fn sign(document: &Document) -> String {
    format!("read the page, mend it, and sign it off with `duly sign {}`", document.source.file.name())
}

fn updated_since(document: &Document) -> Diagnostic {
    let fields = &document.front_matter.review;
    let place = fields.reviewed_text.as_ref().map(|words| words.span.clone());
    let message = "this page was updated since its last review";
    let finding = page_finding(document, Code::ReviewUpdatedSince, place, message);
    let path = document.source.file.name();
    finding.label("its words are no longer those that were signed off").help(format!(
        "read it and sign it off with `duly sign {path}`; after a mended slip with `--outcome minor`"
    ))
}
