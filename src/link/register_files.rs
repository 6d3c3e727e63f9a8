//! The files that are made of the review register: which there are, and whether they belong to the site or to a
//! folder of their own.

use std::collections::BTreeMap;

use super::{Output, Site};
use crate::config;

/// A file that is made of the review register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegisterFile {
    /// `register.csv`: a row for each page.
    Table,
    /// `review-history.csv`: a row for each review of each page.
    History,
    /// `register.json`: the rows of the table with their types.
    Json,
    /// `register.schema.json`: what `register.json` holds to.
    Schema,
    /// `reviews.ics`: the due dates of all pages.
    Calendar,
    /// `owners/ID/reviews.ics`: the due dates of an owner's pages, by index in [`super::Register::owners`].
    OwnerCalendar(usize),
    /// `api/pages.json`, as the GOV.UK tech-docs template has it.
    PagesApi,
    /// `feed.xml`; only when the book has a `url`.
    Feed,
}

/// Where [`RegisterFile::Feed`] is.
pub const FEED: &str = "feed.xml";

/// What the register adds to the site.
pub(super) fn public(site: &Site) -> Vec<(String, Output)> {
    match site.config.review.register {
        config::Register::Public => all(site),
        config::Register::Private => Vec::new(),
    }
}

/// What a private register has beside the site.
pub(super) fn private(site: &Site) -> BTreeMap<String, Output> {
    match site.config.review.register {
        config::Register::Public => BTreeMap::new(),
        config::Register::Private => all(site).into_iter().collect(),
    }
}

fn all(site: &Site) -> Vec<(String, Output)> {
    let mut files = vec![
        ("register.csv".to_owned(), RegisterFile::Table),
        ("review-history.csv".to_owned(), RegisterFile::History),
        ("register.json".to_owned(), RegisterFile::Json),
        ("register.schema.json".to_owned(), RegisterFile::Schema),
        ("reviews.ics".to_owned(), RegisterFile::Calendar),
        ("api/pages.json".to_owned(), RegisterFile::PagesApi),
    ];
    if site.config.site.url.is_some() {
        files.push((FEED.to_owned(), RegisterFile::Feed));
    }
    let owners = site.register.owners.iter().enumerate();
    files.extend(owners.map(|(index, owner)| {
        (format!("owners/{}/reviews.ics", owner.id), RegisterFile::OwnerCalendar(index))
    }));
    files.into_iter().map(|(path, file)| (path, Output::Register(file))).collect()
}
