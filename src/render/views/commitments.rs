//! The list of commitments, and the mark of a commitment in its page.

use super::super::Renderer;
use super::super::context::{
    AssetContext, CommitmentMark, CommitmentRow, CommitmentsContext, CommitmentsView, LinkContext,
    StatusContext,
};
use super::super::strings::Words;
use super::shared::asset;
use super::{href, own_frame, owner_context};
use crate::link::{COMMITMENTS, CommitmentEntry, Page, Site, encoded, relative, relative_prefix};
use crate::parse::{Commitment, Status};
use crate::strategy::CommitmentStatus;

/// What a commitment without a status has in its place.
const NO_STATUS: &str = "none";

/// A part of the list of commitments.
pub(in crate::render) fn commitments(renderer: &Renderer<'_>, part: usize) -> CommitmentsView {
    let site = renderer.site;
    let all = &site.commitments;
    let shown = &all.parts[part];
    let from = &shown.address;
    let words = renderer.dictionary.words(&site.config.book.language.value);
    let beside = |other: Option<usize>| {
        other.and_then(|other| all.parts.get(other)).map(|other| relative(from, &other.address))
    };
    let is_past_due = |entry: &&CommitmentEntry| site.is_past_due(site.commitment(entry));
    let commitments = CommitmentsContext {
        built: words.date(site.today),
        total: all.entries.len(),
        past_due: all.entries.iter().filter(is_past_due).count(),
        statuses: statuses(site),
        rows: all.entries[shown.rows.clone()].iter().map(|entry| row(site, from, entry, words)).collect(),
        number: part + 1,
        parts: all.parts.len(),
        previous: beside(part.checked_sub(1)),
        next: beside(Some(part + 1)),
        first_href: relative(from, COMMITMENTS),
        time_zone: site.config.site.time_zone.clone(),
        register_style: asset(site.theme_assets.path("register.css")),
        style: asset(site.theme_assets.path("commitments.css")),
        script: asset(site.theme_assets.path("commitments.js")),
    };
    CommitmentsView { frame: own_frame(renderer, from, relative_prefix(from)), commitments }
}

fn status_word(commitment: &Commitment) -> &'static str {
    commitment.status.as_ref().map_or(NO_STATUS, |status| status.value.as_str())
}

fn statuses(site: &Site) -> Vec<StatusContext> {
    let entries = &site.commitments.entries;
    let share = |count: usize| (count * 1000).checked_div(entries.len()).unwrap_or(0);
    let mut before = 0;
    let words = CommitmentStatus::ALL.map(CommitmentStatus::as_str);
    let counted = words.into_iter().chain([NO_STATUS]).filter_map(|status| {
        let count = entries.iter().filter(|entry| status_word(site.commitment(entry)) == status).count();
        (count > 0).then_some((status, count))
    });
    let context = |(status, count): (&'static str, usize)| {
        let from = share(before);
        before += count;
        StatusContext { status, count, from, share: share(before) - from }
    };
    counted.map(context).collect()
}

fn row(site: &Site, from: &str, entry: &CommitmentEntry, words: &Words) -> CommitmentRow {
    let page = site.page(entry.page);
    let commitment = site.commitment(entry);
    let there = relative(from, &page.address);
    CommitmentRow {
        title: commitment.title.clone(),
        href: format!("{there}#{}", encoded(&commitment.id)),
        language: Some(page.language.clone()).filter(|tag| *tag != site.config.book.language.value),
        theme: LinkContext { text: page.title.clone(), href: there },
        owners: entry.owners.iter().map(|owner| owner_context(site, from, owner)).collect(),
        status: status_word(commitment),
        status_on: commitment.status_on.as_ref().map(|on| words.date(on.value)),
        due: commitment.due.as_ref().map(|due| words.date(due.value)),
        past_due: site.is_past_due(commitment),
        measure: commitment.measure.as_ref().map(|measure| measure.value.clone()),
        evidence: evidence(site, from, page, commitment),
    }
}

/// Where the evidence is, from an address.
pub(super) fn evidence(site: &Site, from: &str, page: &Page, commitment: &Commitment) -> Option<String> {
    let target = page.target(commitment.evidence.as_ref()?.span.start)?;
    match target {
        crate::link::Target::Fragment(fragment) => {
            let there = if from == page.address { String::new() } else { relative(from, &page.address) };
            Some(format!("{there}#{}", encoded(fragment)))
        }
        target => href(site, from, target),
    }
}

/// The mark of a commitment in its page.
pub(in crate::render) fn commitment_mark(
    site: &Site,
    page: &Page,
    commitment: &Commitment,
    words: &Words,
) -> CommitmentMark {
    CommitmentMark {
        title: commitment.title.clone(),
        href: format!("#{}", encoded(&commitment.id)),
        status: commitment.status.as_ref().map(|status| status.value.as_str()),
        due: commitment.due.as_ref().map(|due| words.date(due.value)),
        evidence: evidence(site, &page.address, page, commitment),
    }
}

/// The style of commitments, for a page that makes some.
pub(super) fn style(site: &Site, page: &Page) -> Option<AssetContext> {
    makes_some(page).then(|| asset(site.theme_assets.path("commitments.css")))
}

/// The list of all commitments, from a page that makes some.
pub(super) fn list_href(site: &Site, page: &Page) -> Option<String> {
    let first = site.commitments.parts.first().filter(|_| makes_some(page))?;
    Some(relative(&page.address, &first.address))
}

fn makes_some(page: &Page) -> bool {
    page.status == Status::Live
        && page.document.as_ref().is_some_and(|document| !document.facts.commitments.is_empty())
}
