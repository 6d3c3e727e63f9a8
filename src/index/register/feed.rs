//! `feed.xml`: what was reviewed, what changed and what has become due, as an Atom feed (RFC 4287).
//!
//! Everything in it is told by front matter up to the day of the site; a checkout has no part in it.

use atom_syndication::{Entry as AtomEntry, Feed, FixedDateTime, Generator, Link, Person, Text};
use jiff::ToSpan;

use super::printable;
use super::row::{Audience, url};
use crate::link::{FEED, Page, Site, is_review};
use crate::parse::{HistoryEntry, SignOffOutcome, Status};
use crate::render::Words;
use crate::review::{self, Date};

/// Readers of feeds keep what they have seen; older entries only make the file longer.
const MOST_ENTRIES: usize = 100;

/// Something that happened to a page.
struct Event<'s> {
    page: &'s Page,
    what: What,
    on: Date,
    /// Tells two events of a page, a sort and a day apart; 1 for the first of them.
    number: usize,
    by: Option<String>,
    note: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Overdue(Date),
    Due(Date),
    Withdrawn,
    Superseded,
    Changed,
    Reviewed,
    InForce,
}

/// The feed of a book that says where it is published.
pub(super) fn feed(site: &Site, words: &Words) -> Vec<u8> {
    let pages = site.register.pages.iter().map(|id| site.page(*id));
    let mut events: Vec<Event<'_>> = pages.flat_map(|page| events(site, page)).collect();
    events.sort_by(|a, b| order(b).cmp(&order(a)));
    events.truncate(MOST_ENTRIES);
    let latest = events.first().map_or(site.today, |event| event.on);
    let config = &site.config;
    let authors = if config.book.authors.is_empty() {
        std::slice::from_ref(&config.book.title)
    } else {
        &config.book.authors
    };
    let home = site.permalink("").unwrap_or_default();
    let own = site.permalink(FEED).unwrap_or_default();
    let feed = Feed {
        title: Text::plain(words.fill("feed_title", &[("name", &printable(&config.book.title))])),
        id: own.clone(),
        updated: midnight(site, latest),
        authors: authors.iter().map(|name| Person { name: printable(name), ..Person::default() }).collect(),
        generator: Some(Generator { value: "Duly".to_owned(), ..Generator::default() }),
        links: vec![link(&own, "self", "application/atom+xml"), link(&home, "alternate", "text/html")],
        lang: Some(config.book.language.value.clone()),
        entries: events.iter().map(|event| entry(site, words, event)).collect(),
        ..Feed::default()
    };
    feed.to_string().into_bytes()
}

/// Latest first; on a day what wants doing before what was done.
fn order<'e>(event: &'e Event<'_>) -> (Date, std::cmp::Reverse<(What, &'e str)>, usize) {
    (event.on, std::cmp::Reverse((event.what, &event.page.address)), event.number)
}

fn events<'s>(site: &Site, page: &'s Page) -> Vec<Event<'s>> {
    let today = site.today;
    let shows_names = Audience::of_files(site).sees_reviewers(site);
    let mut events = reviews(page, today);
    let plain = |what, on| Event { page, what, on, number: 1, by: None, note: None };
    if let Some(due) = page.review.due {
        let noticed = due.saturating_sub(i64::from(site.config.review.due_soon).days());
        events.push(plain(What::Due(due), noticed));
        events.extend(due.tomorrow().ok().map(|late| plain(What::Overdue(due), late)));
    }
    events.extend(in_force(page).map(|on| plain(What::InForce, on)));
    if page.status == Status::Superseded {
        let other = page.references.superseded_by.map(|other| site.page(other));
        events.extend(other.and_then(in_force).map(|on| plain(What::Superseded, on)));
    }
    events.retain(|event| event.on <= today);
    for event in events.iter_mut().filter(|_| !shows_names) {
        event.by = None;
    }
    events
}

/// The day from which a page says that it is in effect.
fn in_force(page: &Page) -> Option<Date> {
    Some(page.document.as_ref()?.front_matter.control.effective_on.as_ref()?.value)
}

/// The entries of the history, and the latest review when it is not among them.
fn reviews(page: &Page, today: Date) -> Vec<Event<'_>> {
    let mut events: Vec<Event<'_>> = Vec::new();
    let mut history = page.history(today);
    // From the first to the last, so that a number stays when another review of that day is added.
    history.reverse();
    for entry in history.into_iter().filter(|entry| is_review(entry)) {
        let (what, on) = (outcome(entry), entry.on.value);
        let number = 1 + events.iter().filter(|event| event.what == what && event.on == on).count();
        let by = entry.by.as_ref().map(|by| by.value.clone());
        let note = entry.note.as_ref().map(|note| note.value.clone());
        events.push(Event { page, what, on, number, by, note });
    }
    let last = page.review.last_reviewed.filter(|last| !events.iter().any(|event| event.on == *last));
    let by = page.reviewed_by.clone();
    events.extend(last.map(|on| Event { page, what: What::Reviewed, on, number: 1, by, note: None }));
    events
}

fn outcome(entry: &HistoryEntry) -> What {
    match entry.outcome {
        Some(SignOffOutcome::Changed) => What::Changed,
        Some(SignOffOutcome::Withdraw) => What::Withdrawn,
        _ => What::Reviewed,
    }
}

fn entry(site: &Site, words: &Words, event: &Event<'_>) -> AtomEntry {
    let url = url(site, event.page);
    let updated = midnight(site, event.on);
    AtomEntry {
        title: Text::plain(title(words, event)),
        id: id(&url, event),
        updated,
        published: Some(updated),
        links: vec![link(&url, "alternate", "text/html")],
        summary: Some(Text::plain(summary(words, event))),
        ..AtomEntry::default()
    }
}

fn title(words: &Words, event: &Event<'_>) -> String {
    let name = printable(&event.page.title);
    let due = match event.what {
        What::Overdue(due) | What::Due(due) => words.date(due).words,
        _ => String::new(),
    };
    let key = match event.what {
        What::Overdue(_) => "feed_overdue",
        What::Due(_) => "feed_due",
        What::Withdrawn => "feed_withdrawn",
        What::Superseded => "feed_superseded",
        What::Changed => "feed_changed",
        What::Reviewed => "feed_reviewed",
        What::InForce => "feed_in_force",
    };
    words.fill(key, &[("name", &name), ("date", &due)])
}

fn summary(words: &Words, event: &Event<'_>) -> String {
    let by = event.by.as_ref().map(|name| words.fill("history_by", &[("name", name)]));
    let parts = [Some(words.date(event.on).words), by, event.note.clone()];
    printable(&parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

/// An address of the page that stays that of the event.
fn id(url: &str, event: &Event<'_>) -> String {
    let (what, day) = match event.what {
        What::Overdue(due) => ("overdue", due),
        What::Due(due) => ("due", due),
        What::Withdrawn => ("withdrawn", event.on),
        What::Superseded => ("superseded", event.on),
        What::Changed => ("changed", event.on),
        What::Reviewed => ("reviewed", event.on),
        What::InForce => ("in-effect", event.on),
    };
    match event.number {
        1 => format!("{url}#{what}-{day}"),
        number => format!("{url}#{what}-{day}-{number}"),
    }
}

fn link(href: &str, rel: &str, mime_type: &str) -> Link {
    Link {
        href: href.to_owned(),
        rel: rel.to_owned(),
        mime_type: Some(mime_type.to_owned()),
        ..Link::default()
    }
}

/// The beginning of a day where the book is.
fn midnight(site: &Site, day: Date) -> FixedDateTime {
    let text = review::midnight_in(&site.config.site.time_zone, day);
    text.parse().expect("it is in the form of RFC 3339")
}
