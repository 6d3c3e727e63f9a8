//! `reviews.ics`: due dates as all-day events (RFC 5545), to subscribe to.

use icalendar::{Calendar, Component, Event, Property};

use super::printable;
use super::row::{self, Audience, Reviewer, Row, RowOwner};
use crate::link::{CommitmentEntry, PageId, PageOwner, Site, encoded};
use crate::render::{Dictionary, Words};
use crate::review::Date;

/// How many hexadecimal digits of a hash tell the pages of one site apart.
const ID_DIGITS: usize = 32;

/// How long a line may be without its end (RFC 5545, 3.1).
const MOST_OCTETS: usize = 75;

/// A title or a name is cut behind so many characters: nobody reads more of it in a calendar, and `icalendar` folds a line in
/// a time that grows with the square of its length.
const LONGEST_TEXT: usize = 1_000;

/// The calendar of some rows, for `duly due`.
pub fn calendar(site: &Site, dictionary: &Dictionary, rows: &[Row]) -> Vec<u8> {
    let words = dictionary.words(&site.config.book.language.value);
    of_rows(site, words, &site.config.book.title, rows, Vec::new())
}

/// The calendar of some pages and of what somebody said will be done; of whom, if not of all.
pub(super) fn of_pages(
    site: &Site,
    words: &Words,
    (name, owner): (&str, Option<&PageOwner>),
    pages: &[PageId],
) -> Vec<u8> {
    let audience = Audience::of_files(site);
    let rows: Vec<Row> = pages.iter().filter_map(|id| Row::new(site, *id, audience)).collect();
    let event = |entry| commitment(site, words, entry);
    let events = match owner {
        None => site.commitments.published().iter().filter_map(event).collect(),
        Some(owner) => site.commitments.published_of(owner).filter_map(event).collect(),
    };
    of_rows(site, words, name, &rows, events)
}

fn of_rows(site: &Site, words: &Words, name: &str, rows: &[Row], more: Vec<Event>) -> Vec<u8> {
    let name = words.fill("calendar_name", &[("name", &shortened(&printable(name)))]);
    let mut calendar = Calendar::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", concat!("-//Duly//Duly ", env!("CARGO_PKG_VERSION"), "//EN")),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("NAME", &name),
        ("X-WR-CALNAME", &name),
    ] {
        calendar.append_property(Property::new(key, value));
    }
    for row in rows {
        calendar.extend(row.next_review_due.map(|due| event(site, words, row, due)));
    }
    calendar.extend(more);
    folded(&calendar.to_string()).into_bytes()
}

/// Folds lines anew: `icalendar` lets the last part of a line grow to 76 octets, its blank included.
fn folded(calendar: &str) -> String {
    let lines = calendar.replace("\r\n ", "");
    lines.split_terminator("\r\n").fold(String::with_capacity(calendar.len()), |mut text, mut line| {
        let mut room = MOST_OCTETS;
        while line.len() > room {
            let (part, rest) = line.split_at(line.floor_char_boundary(room));
            text += part;
            text += "\r\n ";
            (line, room) = (rest, MOST_OCTETS - 1);
        }
        text + line + "\r\n"
    })
}

fn event(site: &Site, words: &Words, row: &Row, due: Date) -> Event {
    let mut event = Event::new();
    let title = shortened(&printable(&row.title).replace(['\n', '\t'], " "));
    event
        .uid(&uid(site, "review", &row.url))
        .summary(&words.fill("calendar_due", &[("name", &title)]))
        .description(&description(words, row));
    all_day(&mut event, site, due);
    if site.config.site.url.is_some() {
        event.url(&row.url);
    }
    event.done()
}

/// The event of a commitment that is not done and has a due date.
fn commitment(site: &Site, words: &Words, entry: &CommitmentEntry) -> Option<Event> {
    let commitment = site.commitment(entry);
    let is_open = commitment.status.as_ref().is_none_or(|status| status.value.is_open());
    let due = commitment.due.as_ref().filter(|_| is_open)?.value;
    let page = site.page(entry.page);
    let url = format!("{}#{}", row::url(site, page), encoded(&commitment.id));
    let owners: Vec<String> = entry.owners.iter().map(|owner| RowOwner::new(site, owner).name).collect();
    let owner = (!owners.is_empty()).then(|| words.fill("calendar_owner", &[("name", &owners.join(", "))]));
    let lines = [Some(page.title.clone()), owner];
    let mut event = Event::new();
    let title = shortened(&printable(&commitment.title)).replace(['\n', '\t'], " ");
    event
        .uid(&uid(site, "commitment", &url))
        .summary(&words.fill("commitment_calendar_due", &[("name", &title)]))
        .description(&printable(&lines.into_iter().flatten().collect::<Vec<_>>().join("\n")));
    all_day(&mut event, site, due);
    if site.config.site.url.is_some() {
        event.url(&url);
    }
    Some(event.done())
}

fn all_day(event: &mut Event, site: &Site, due: Date) {
    event
        // The day for which it is right: reproducible, and later in a later build.
        .add_property("DTSTAMP", format!("{}T000000Z", figures(site.today)))
        .add_property("TRANSP", "TRANSPARENT")
        .append_property(day("DTSTART", due));
    // The end of an all-day event is the day after it. The last day of the calendar has none; then the event lasts
    // its day all the same (RFC 5545, 3.6.1).
    if let Ok(next) = due.tomorrow() {
        event.append_property(day("DTEND", next));
    }
}

/// The same for a page or a commitment in every build, whatever becomes of its title and its dates.
fn uid(site: &Site, what: &str, url: &str) -> String {
    let hash = blake3::hash(url.as_bytes()).to_hex();
    let url = site.config.site.url.as_ref();
    let host = url.and_then(|url| url.origin.split("://").nth(1));
    // Reserved for what is no host (RFC 2606, 2).
    format!("{what}-{}@{}", &hash[..ID_DIGITS], host.unwrap_or("duly.invalid"))
}

fn description(words: &Words, row: &Row) -> String {
    let owners: Vec<&str> = row.owners.iter().map(|owner| owner.name.as_str()).collect();
    let owner = (!owners.is_empty()).then(|| words.fill("calendar_owner", &[("name", &owners.join(", "))]));
    let last = match row.last_reviewed_on {
        None => words.get("review_unreviewed").to_owned(),
        Some(last) => {
            let line = words.fill("review_last", &[("date", &words.date(last).words)]);
            match &row.reviewed_by {
                Reviewer::Shown(Some(name)) => {
                    format!("{line}, {}", words.fill("history_by", &[("name", name)]))
                }
                _ => line,
            }
        }
    };
    let lines = owner.into_iter().chain([last, row.source.clone()]).map(|line| shortened(&line));
    printable(&lines.collect::<Vec<_>>().join("\n"))
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST_TEXT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn day(key: &str, date: Date) -> Property {
    Property::new(key, figures(date)).add_parameter("VALUE", "DATE").done()
}

/// RFC 5545, 3.3.4: `20260331`
fn figures(date: Date) -> String {
    date.strftime("%Y%m%d").to_string()
}
