//! `duly due`: the queue of reviews, for people who look after pages and for programs that remind them.
//!
//! The rows are those of `register.json`. Findings elsewhere in the book do not keep the queue from being read; only
//! a page that is missing from it for what is wrong with it is said, on stderr.

mod choice;
mod markdown;
mod plan;
mod table;

use std::io::{self, Write};

use anstream::AutoStream;
use anyhow::bail;
use clap::Args;

use super::report::{self, Channel};
use super::{Common, Ending, Format, Opened, format, open};
use crate::book::{self, Book, Memos};
use crate::diagnostic::{Diagnostic, Severity};
use crate::index::{self, Audience, Forecast, Queue, Row};
use crate::load::{CONFIG_NAME, Inputs};
use choice::{WantedState, Within};

/// What `due` can print.
const FORMATS: [Format; 5] = [Format::Table, Format::Csv, Format::Json, Format::Ics, Format::Markdown];

#[derive(Debug, Args)]
pub(super) struct DueArguments {
    /// Pages that fall due within this time, instead of the book's `due-soon`: 30d, 2w, "3 months"
    #[arg(long, value_name = "TIME", value_parser = choice::within)]
    within: Option<Within>,
    /// Only the pages of this owner, by identifier or name; `no-owner` for those of nobody (repeatable)
    #[arg(long, value_name = "OWNER")]
    owner: Vec<String>,
    /// Only pages in this state (repeatable)
    #[arg(long, value_enum, value_name = "STATE")]
    state: Vec<WantedState>,
    /// Only pages of this kind (repeatable)
    #[arg(long, value_name = "KIND")]
    kind: Vec<String>,
    /// How the rows look
    #[arg(long, value_parser = format(&FORMATS), default_value = "table")]
    format: Format,
    /// At most so many pages of each owner, and how many more there are; for Markdown
    #[arg(long, value_name = "NUMBER")]
    limit: Option<usize>,
    /// How many pages fall due in each of the next twelve months
    #[arg(long, conflicts_with_all = ["within", "stagger"])]
    forecast: bool,
    /// Propose earlier dates, so that no owner has more than NUMBER reviews in a week (2 unless said)
    #[arg(long, value_name = "NUMBER", num_args = 0..=1, require_equals = true, default_missing_value = "2",
          value_parser = clap::value_parser!(u8).range(1..=5))]
    stagger: Option<u8>,
}

pub(super) fn run(common: &Common, arguments: &DueArguments) -> anyhow::Result<Ending> {
    if !FORMATS.contains(&arguments.format) {
        bail!("`due` has no such format; write one of table, csv, json, ics, markdown behind `--format`");
    }
    if arguments.limit.is_some() && arguments.format != Format::Markdown {
        bail!("--limit is for `--format markdown`; the other formats are for programs, which want every row");
    }
    // Here `--format` is for rows; what is wrong is said for people.
    let common = &Common { format: Format::Human, ..common.clone() };
    let Some(Opened { inputs, book, findings }) = open(common, &Memos::default(), Channel::Remarks)? else {
        return Ok(Ending::Findings);
    };
    let queue = choice::queue(arguments, &book.site)?;
    let rows = index::rows(&book.site, Audience::Private);
    let today = book.site.today;
    if arguments.forecast {
        let by_state = |row: &&Row| arguments.state.is_empty() || queue.has(row);
        let rows = rows.iter().filter(|row| queue.is_of_interest(row)).filter(by_state);
        plan::forecast(&Forecast::new(today, rows), today, arguments.format)?;
    } else if let Some(most) = arguments.stagger {
        let by_state = |row: &Row| arguments.state.is_empty() || queue.has(row);
        let wanted = |row: &Row| queue.is_of_interest(row) && queue.is_in_time(row) && by_state(row);
        let rows: Vec<Row> = rows.into_iter().filter(wanted).collect();
        plan::stagger(&index::stagger(&rows, today, usize::from(most)), arguments.format)?;
    } else {
        let rows: Vec<Row> = rows.into_iter().filter(|row| queue.has(row)).collect();
        print(&printed(&book, &queue, &rows, arguments))?;
    }
    say_what_is_missing(findings, &inputs, &book.unlisted(), common)
}

fn printed(book: &Book, queue: &Queue, rows: &[Row], arguments: &DueArguments) -> Vec<u8> {
    let site = &book.site;
    match arguments.format {
        Format::Csv => index::table(rows),
        Format::Json => index::json(site, rows, None).into_bytes(),
        Format::Ics => book.calendar(rows),
        Format::Markdown => markdown::queue(queue, rows, site, arguments.limit).into_bytes(),
        _ => table::queue(queue, rows, site.today).into_bytes(),
    }
}

/// Reports why pages are not in the queue at all, and what is wrong with the settings that all dates rest on.
fn say_what_is_missing(
    findings: Vec<Diagnostic>,
    inputs: &Inputs,
    unlisted: &[String],
    common: &Common,
) -> anyhow::Result<Ending> {
    let mut findings = book::finish(findings, inputs);
    findings.retain(|finding| {
        let file = finding.place.file.name();
        finding.severity == Severity::Error
            && (file == CONFIG_NAME || unlisted.iter().any(|path| path == file))
    });
    report::findings(&findings, common, Channel::Remarks)?;
    match unlisted {
        [] => {}
        [path] => report::remark(&format!("{path} is not in the queue: mend it first")),
        paths => report::remark(&format!(
            "{} pages are not in the queue: mend them first: {}",
            paths.len(),
            paths.join(", ")
        )),
    }
    Ok(if unlisted.is_empty() && findings.is_empty() { Ending::Clean } else { Ending::Findings })
}

/// Puts results on stdout; colours only where somebody sees them.
fn print(bytes: &[u8]) -> io::Result<()> {
    let mut stream = AutoStream::auto(io::stdout());
    stream.write_all(bytes)?;
    stream.flush()
}
