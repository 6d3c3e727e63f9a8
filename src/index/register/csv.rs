//! Tables for spreadsheets: RFC 4180, with what spreadsheets add to it.
//!
//! A byte order mark tells Excel that the text is UTF-8. A cell that a spreadsheet would take for a formula gets an
//! apostrophe in front, so that nobody's title is run as one.

use std::borrow::Cow;

use csv::{Terminator, WriterBuilder};

use super::row::{Reviewer, Row};
use crate::review::Evidence;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// `register.csv`, or a part of its rows in the same form.
pub fn table(rows: &[Row]) -> Vec<u8> {
    let has_reviewers = rows.first().is_none_or(|row| row.reviewed_by != Reviewer::Withheld);
    let columns = columns().into_iter().filter(|(name, _)| has_reviewers || *name != "reviewed_by");
    let columns: Vec<_> = columns.collect();
    let heading = columns.iter().map(|(name, _)| (*name).to_owned()).collect();
    let cells = |row: &Row| columns.iter().map(|(_, cell)| cell(row)).collect();
    written(heading, rows.iter().map(cells).collect())
}

type Column = (&'static str, fn(&Row) -> String);

fn columns() -> [Column; 16] {
    [
        ("title", |row| harmless(&row.title).into_owned()),
        ("url", |row| harmless(&row.url).into_owned()),
        ("source", |row| harmless(&row.source).into_owned()),
        ("kind", |row| row.kind.as_ref().map_or_else(String::new, |kind| harmless(&kind.label).into_owned())),
        ("section", |row| harmless(&row.section.title).into_owned()),
        ("owner_ids", |row| owners(row, |owner| &owner.id)),
        ("owners", |row| owners(row, |owner| &owner.name)),
        ("status", |row| row.status.to_owned()),
        ("last_reviewed_on", |row| row.last_reviewed_on.map_or_else(String::new, |date| date.to_string())),
        ("reviewed_by", |row| match &row.reviewed_by {
            Reviewer::Shown(Some(name)) => harmless(name).into_owned(),
            _ => String::new(),
        }),
        ("review_in", |row| row.review_in.clone().unwrap_or_default()),
        ("next_review_due", |row| row.next_review_due.map_or_else(String::new, |date| date.to_string())),
        ("state", |row| row.state.as_str().to_owned()),
        // A negative number is a number, and no formula.
        ("days_until_due", |row| row.days_until_due.map_or_else(String::new, |days| days.to_string())),
        ("evidence", |row| row.evidence.map_or("", Evidence::as_str).to_owned()),
        ("as_at", |row| row.as_at.to_string()),
    ]
}

fn owners(row: &Row, field: fn(&super::RowOwner) -> &String) -> String {
    let all: Vec<&str> = row.owners.iter().map(|owner| field(owner).as_str()).collect();
    harmless(&all.join("; ")).into_owned()
}

/// A table with its heading; the cells are harmless already.
pub fn written(heading: Vec<String>, rows: Vec<Vec<String>>) -> Vec<u8> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(BYTE_ORDER_MARK.to_vec());
    for row in std::iter::once(heading).chain(rows) {
        writer.write_record(&row).expect("rows of one length go into memory");
    }
    writer.into_inner().expect("writing into memory cannot fail")
}

/// A text that no spreadsheet takes for a formula (OWASP, “CSV Injection”): with an apostrophe in front when it
/// begins with `=`, `+`, `-`, `@` in either width, a tab or the end of a line.
pub fn harmless(text: &str) -> Cow<'_, str> {
    const BEGINNINGS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if text.starts_with(BEGINNINGS) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}
