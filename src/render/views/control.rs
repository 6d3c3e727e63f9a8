//! What a page says about itself: its review and its document control.

use super::super::context::{ControlContext, HistoryContext, LinkContext, ReviewContext};
use super::super::strings::Words;
use super::{front_matter, href, page_link, text};
use crate::link::{Page, Site, Target};
use crate::parse::{HistoryEntry, SignOffOutcome};
use crate::review::Evidence;
use crate::source::Spanned;

pub(super) fn review(site: &Site, page: &Page, words: &Words) -> ReviewContext {
    let config = &site.config.review;
    ReviewContext {
        state: page.review.state.as_str(),
        badge: config.badge.as_str(),
        last_reviewed: page.review.last_reviewed.map(|date| words.date(date)),
        due: page.review.due.map(|date| words.date(date)),
        reviewed_by: reviewer(site, page),
        updated_since: page.evidence == Some(Evidence::UpdatedSince),
        history: page.history(site.today).iter().map(|entry| history(site, entry, words)).collect(),
        due_soon_days: i64::from(config.due_soon),
        time_zone: site.config.site.time_zone.clone(),
    }
}

/// Who made the latest review, in a book that shows it.
pub(super) fn reviewer(site: &Site, page: &Page) -> Option<String> {
    page.reviewed_by.clone().filter(|_| site.config.review.show_reviewer)
}

pub(super) fn history(site: &Site, entry: &HistoryEntry, words: &Words) -> HistoryContext {
    HistoryContext {
        on: words.date(entry.on.value),
        by: text(entry.by.as_ref().filter(|_| site.config.review.show_reviewer)),
        outcome: entry.outcome.map(SignOffOutcome::as_str),
        note: text(entry.note.as_ref()),
    }
}

pub(super) fn control(site: &Site, page: &Page, words: &Words) -> ControlContext {
    let fields = front_matter(page).map(|front_matter| &front_matter.control);
    let field =
        |read: fn(&crate::parse::ControlFields) -> Option<&Spanned<String>>| text(fields.and_then(read));
    let date = |read: fn(&crate::parse::ControlFields) -> Option<&Spanned<jiff::civil::Date>>| {
        fields.and_then(read).map(|date| words.date(date.value))
    };
    let link = |target: Option<&Target>, written: Option<String>| {
        let target = target?;
        let title = match target {
            Target::Page { page, .. } => Some(site.page(*page).title.clone()),
            _ => written,
        };
        Some(LinkContext { text: title?, href: href(site, &page.address, target)? })
    };
    let references = &page.references;
    ControlContext {
        status: page.status.as_str(),
        version: field(|fields| fields.version.as_ref()),
        approved_by: field(|fields| fields.approved_by.as_ref()),
        approved_on: date(|fields| fields.approved_on.as_ref()),
        effective_on: date(|fields| fields.effective_on.as_ref()),
        impact_assessment: link(
            references.impact_assessment.as_ref(),
            field(|fields| fields.impact_assessment.as_ref()),
        ),
        replaces: link(references.replaces.as_ref(), field(|fields| fields.replaces.as_ref())),
        superseded_by: references.superseded_by.map(|other| page_link(site, page, other)),
    }
}
