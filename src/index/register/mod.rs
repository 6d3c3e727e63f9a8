//! The files of the review register: one typed row for each page, and the forms in which people and programs get it.
//!
//! Every form is made of [`Row`]s, or of the review that `link` settled, so that all of them, the pages and `check`
//! say the same. Nothing here decides a state or a date.

mod calendar;
mod csv;
mod feed;
mod forecast;
mod history;
mod monitor;
mod queue;
mod row;
mod stagger;

use serde::Serialize;

use crate::link::{RegisterFile, Site};
use crate::render::Dictionary;
use crate::review::Date;

pub use calendar::calendar;
pub use csv::{harmless, table, written as table_of};
pub use forecast::{Forecast, Period};
pub use queue::{NO_OWNER, Queue, QueueGroup, is_updated_since};
pub use row::{Audience, Reviewer, Row, RowKind, RowOwner, RowSection, rows};
pub use stagger::{Move, stagger};

/// What `register.json` holds to, in JSON Schema (draft 2020-12).
const SCHEMA: &[u8] = include_bytes!("register.schema.json");

/// The name under which the schema is published beside `register.json`.
const SCHEMA_NAME: &str = "register.schema.json";

/// The bytes of one of the files.
pub fn register_file(site: &Site, dictionary: &Dictionary, file: RegisterFile) -> Vec<u8> {
    let audience = Audience::of_files(site);
    let words = dictionary.words(&site.config.book.language.value);
    match file {
        RegisterFile::Table => table(&rows(site, audience)),
        RegisterFile::History => history::table(site, audience),
        RegisterFile::Json => json(site, &rows(site, audience), Some(SCHEMA_NAME)).into_bytes(),
        RegisterFile::Schema => SCHEMA.to_vec(),
        RegisterFile::Calendar => {
            calendar::of_pages(site, words, (&site.config.book.title, None), &site.register.pages)
        }
        RegisterFile::OwnerCalendar(index) => {
            let owner = &site.register.owners[index];
            let name = RowOwner::new(site, &owner.owner).name;
            let name = format!("{name}, {}", site.config.book.title);
            calendar::of_pages(site, words, (&name, Some(&owner.owner)), &owner.pages)
        }
        RegisterFile::PagesApi => monitor::pages(site).into_bytes(),
        RegisterFile::Feed => feed::feed(site, words),
    }
}

/// `register.json`, or a part of its rows in the same form.
pub fn json(site: &Site, rows: &[Row], schema: Option<&'static str>) -> String {
    let document = Document {
        schema,
        book: &site.config.book.title,
        as_at: site.today,
        time_zone: &site.config.site.time_zone,
        due_soon_days: site.config.review.due_soon,
        pages: rows,
    };
    inert(&serde_json::to_string_pretty(&document).expect("rows are texts and numbers"))
}

#[derive(Serialize)]
struct Document<'s> {
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    schema: Option<&'static str>,
    book: &'s str,
    #[serde(serialize_with = "row::date")]
    as_at: Date,
    time_zone: &'s str,
    due_soon_days: u32,
    pages: &'s [Row],
}

/// JSON that is no HTML either, for browsers that guess: a `<` stands in texts only, and may be escaped there.
pub(super) fn inert(json: &str) -> String {
    json.replace('<', "\\u003c") + "\n"
}

/// A text without the control characters that neither XML nor a calendar may hold.
fn printable(text: &str) -> String {
    // Nearly every text is already.
    if text.bytes().all(|byte| (b' '..0x7f).contains(&byte)) {
        return text.to_owned();
    }
    let kept =
        |c: &char| matches!(c, '\n' | '\t') || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'));
    text.chars().filter(kept).collect()
}
