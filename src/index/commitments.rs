//! The commitments of the book as files: a table for spreadsheets, and JSON for programs.

use serde::Serialize;

use super::{RowOwner, harmless, inert, table_of};
use crate::link::{CommitmentEntry, CommitmentsFile, Site, Target, encoded};
use crate::parse::Commitment;
use crate::review::Date;

/// One commitment. The names of the fields are the keys of `commitments.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct CommitmentRow {
    /// Its first sentence or clause.
    title: String,
    /// Absolute when the book says where it is published, else from the root of the site.
    url: String,
    /// The part of its address behind `#`.
    id: String,
    /// The title of the page that makes it.
    theme: String,
    /// The file of that page from the root of the book.
    source: String,
    /// Who answers for it.
    owners: Vec<RowOwner>,
    /// `not-started`, `on-track`, `at-risk`, `delayed`, `complete`, `stopped`, or none.
    status: Option<&'static str>,
    /// The day on which that status was right.
    status_on: Option<String>,
    /// The last day on which it is done in time.
    due: Option<String>,
    /// Whether it is past that day on `as_at` and neither complete nor stopped.
    past_due: bool,
    /// How anybody can tell that it is done.
    measure: Option<String>,
    /// What shows how far it has come.
    evidence: Option<String>,
    /// What is listed in it.
    details: Vec<String>,
    /// The day for which all of this is right.
    as_at: String,
}

impl CommitmentRow {
    /// The row of an entry of the site.
    fn new(site: &Site, entry: &CommitmentEntry) -> Self {
        let page = site.page(entry.page);
        let commitment = site.commitment(entry);
        let iso = |date: Option<&crate::source::Spanned<Date>>| date.map(|date| date.value.to_string());
        Self {
            title: commitment.title.clone(),
            url: format!("{}#{}", address(site, &page.address), encoded(&commitment.id)),
            id: commitment.id.clone(),
            theme: page.title.clone(),
            source: page
                .document
                .as_ref()
                .map_or_else(String::new, |document| document.source.file.name().to_owned()),
            owners: entry.owners.iter().map(|owner| RowOwner::new(site, owner)).collect(),
            status: commitment.status.as_ref().map(|status| status.value.as_str()),
            status_on: iso(commitment.status_on.as_ref()),
            due: iso(commitment.due.as_ref()),
            past_due: site.is_past_due(commitment),
            measure: commitment.measure.as_ref().map(|measure| measure.value.clone()),
            evidence: evidence(site, entry, commitment),
            details: commitment.details.clone(),
            as_at: site.today.to_string(),
        }
    }
}

fn address(site: &Site, path: &str) -> String {
    site.permalink(path).unwrap_or_else(|| format!("/{}", encoded(path)))
}

/// Where the evidence is; none where its link leads nowhere.
fn evidence(site: &Site, entry: &CommitmentEntry, commitment: &Commitment) -> Option<String> {
    let page = site.page(entry.page);
    let fragment = |fragment: &Option<String>| {
        fragment.as_ref().map_or_else(String::new, |fragment| format!("#{}", encoded(fragment)))
    };
    match page.target(commitment.evidence.as_ref()?.span.start)? {
        Target::Page { page, fragment: part } => {
            Some(address(site, &site.page(*page).address) + &fragment(part))
        }
        Target::Asset { asset, fragment: part } => {
            Some(address(site, &site.assets[*asset].path) + &fragment(part))
        }
        Target::Site(path) => Some(address(site, path)),
        Target::Fragment(part) => Some(format!("{}#{}", address(site, &page.address), encoded(part))),
        Target::External(url) => Some(url.clone()),
        Target::Dropped => None,
    }
}

/// The bytes of one of the files.
pub fn commitments_file(site: &Site, file: CommitmentsFile) -> Vec<u8> {
    let rows: Vec<CommitmentRow> =
        site.commitments.entries.iter().map(|entry| CommitmentRow::new(site, entry)).collect();
    match file {
        CommitmentsFile::Table => table(&rows),
        CommitmentsFile::Json => json(site, &rows).into_bytes(),
    }
}

fn json(site: &Site, rows: &[CommitmentRow]) -> String {
    let document = serde_json::json!({
        "book": site.config.book.title,
        "as_at": site.today.to_string(),
        "commitments": rows,
    });
    inert(&serde_json::to_string_pretty(&document).expect("rows are texts"))
}

type Column = (&'static str, fn(&CommitmentRow) -> String);

const COLUMNS: [Column; 14] = [
    ("title", |row| row.title.clone()),
    ("url", |row| row.url.clone()),
    ("id", |row| row.id.clone()),
    ("theme", |row| row.theme.clone()),
    ("source", |row| row.source.clone()),
    ("owner_ids", |row| owners(row, |owner| &owner.id)),
    ("owners", |row| owners(row, |owner| &owner.name)),
    ("status", |row| row.status.unwrap_or_default().to_owned()),
    ("status_on", |row| row.status_on.clone().unwrap_or_default()),
    ("due", |row| row.due.clone().unwrap_or_default()),
    ("past_due", |row| row.past_due.to_string()),
    ("measure", |row| row.measure.clone().unwrap_or_default()),
    ("evidence", |row| row.evidence.clone().unwrap_or_default()),
    ("as_at", |row| row.as_at.clone()),
];

fn owners(row: &CommitmentRow, field: fn(&RowOwner) -> &String) -> String {
    let all: Vec<&str> = row.owners.iter().map(|owner| field(owner).as_str()).collect();
    all.join("; ")
}

fn table(rows: &[CommitmentRow]) -> Vec<u8> {
    let heading = COLUMNS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let cells =
        |row: &CommitmentRow| COLUMNS.iter().map(|(_, cell)| harmless(&cell(row)).into_owned()).collect();
    table_of(heading, rows.iter().map(cells).collect())
}
