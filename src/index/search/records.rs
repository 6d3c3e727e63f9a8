//! What results show of a page, and by what they can be filtered.
//!
//! A record is a line of fields with tabs between them: title, address, description, kind, owners, when its next
//! review is due, then its headings. A heading is its words and, where the script could not make it of them, its id behind a
//! colon and a tab's sibling, U+001F. Records are in small groups: a search loads those of the pages that it shows.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::encode;
use super::page::body_headings;
use crate::config::{Badge, HeadingIds};
use crate::link::{Page, PageOwner, Site, encoded};
use crate::parse::Heading;
use crate::review::State;

/// So many pages are in a group.
pub(super) const GROUP: usize = 16;

/// The records of all pages, in groups as they are published.
pub(super) fn groups(site: &Site, pages: &[Option<&Page>]) -> Vec<Vec<u8>> {
    pages.par_chunks(GROUP).map(|pages| group(site, pages)).collect()
}

/// The records of a group; an empty line for a page that is gone.
pub(super) fn group(site: &Site, pages: &[Option<&Page>]) -> Vec<u8> {
    let line = |page: Option<&Page>| page.map_or_else(String::new, |page| record(site, page));
    encode::gzip(pages.iter().copied().map(line).collect::<Vec<_>>().join("\n").as_bytes())
}

/// What all pages can be filtered by: a line with the names of the kinds, one of the owners, one of the tags; then
/// four lines with the kind, the owners, the tags (numbers of those names from 1 on, joined by commas) and the due
/// day of each page.
pub(super) fn facets(site: &Site, pages: &[Option<&Page>]) -> Vec<u8> {
    let columns: [Vec<Vec<String>>; 3] = [
        column(pages, |page| kind(site, page).into_iter().collect()),
        column(pages, |page| owners(site, page)),
        column(pages, tags),
    ];
    let mut names = Vec::new();
    let mut numbers = Vec::new();
    for column in columns {
        let mut known: BTreeMap<&str, usize> =
            column.iter().flatten().map(|name| (name.as_str(), 0)).collect();
        known.values_mut().enumerate().for_each(|(index, number)| *number = index + 1);
        let of_page = |values: &Vec<String>| {
            let numbers: Vec<String> = values.iter().map(|value| known[value.as_str()].to_string()).collect();
            numbers.join(",")
        };
        numbers.push(column.iter().map(of_page).collect::<Vec<_>>().join("\t"));
        names.push(known.keys().copied().collect::<Vec<_>>().join("\t"));
    }
    let due = column(pages, |page| due(site, page));
    let lines = names.into_iter().chain(numbers).chain([due.join("\t")]);
    encode::gzip(lines.collect::<Vec<_>>().join("\n").as_bytes())
}

/// What there is to say about each page, and nothing about those that are gone.
fn column<T: Default>(pages: &[Option<&Page>], of_page: impl Fn(&Page) -> T) -> Vec<T> {
    pages.iter().map(|page| page.map(&of_page).unwrap_or_default()).collect()
}

fn record(site: &Site, page: &Page) -> String {
    let mut fields = vec![
        plain(&page.title),
        encoded(&page.address),
        page.description().map(plain).unwrap_or_default(),
        kind(site, page).unwrap_or_default(),
        owners(site, page).join(", "),
        due(site, page),
    ];
    let headings = page.document.iter().flat_map(|document| body_headings(&document.facts.headings));
    fields.extend(headings.map(|heading| self::heading(heading, site.config.markdown.heading_ids)));
    fields.join("\t")
}

/// The words of a heading, with its id where that is not simply made of them.
fn heading(heading: &Heading, ids: HeadingIds) -> String {
    let text = plain(&heading.text);
    let simple: String = text
        .to_ascii_lowercase()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect();
    if ids == HeadingIds::GitHub && text.is_ascii() && simple == heading.id {
        return text;
    }
    format!("{text}\u{1f}{}", plain(&heading.id))
}

fn kind(site: &Site, page: &Page) -> Option<String> {
    let id = page.kind.as_ref()?;
    Some(plain(site.config.kinds.get(id).map_or(id, |kind| &kind.label)))
}

fn owners(site: &Site, page: &Page) -> Vec<String> {
    let name = |owner: &PageOwner| match owner {
        PageOwner::Declared(id) => plain(site.config.owners.get(id).map_or(id, |owner| &owner.name)),
        PageOwner::Named(name) => plain(name),
    };
    page.owners.iter().map(name).collect()
}

fn tags(page: &Page) -> Vec<String> {
    let tags = page.document.iter().flat_map(|document| &document.front_matter.tags);
    tags.map(|tag| plain(&tag.value)).collect()
}

/// The day of the next review, `-` for a page that was never reviewed and should be, else nothing.
fn due(site: &Site, page: &Page) -> String {
    match (site.config.review.badge, page.review.state, page.review.due) {
        (Badge::State, State::Unreviewed, _) => "-".to_owned(),
        (Badge::State, _, Some(due)) => due.to_string(),
        _ => String::new(),
    }
}

/// A text on one line, without the characters that stand between fields.
fn plain(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.trim().to_owned()
}
