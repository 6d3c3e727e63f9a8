//! `--forecast` and `--stagger`: what is to come, and how to spread it.

use std::fmt::Write;

use anyhow::bail;
use serde_json::json;

use super::super::{Format, report};
use super::print;
use super::table::{counted, printable};
use crate::index::{Forecast, Move, Period, Row, harmless, table_of};
use crate::review::Date;

/// How long the bar of the fullest month is.
const LONGEST_BAR: usize = 40;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Prints how many pages fall due when.
pub(super) fn forecast(forecast: &Forecast<'_>, today: Date, format: Format) -> anyhow::Result<()> {
    let periods = &forecast.periods;
    let text = match format {
        Format::Csv => {
            let row = |(period, rows): &(Period, Vec<_>)| vec![period.key(), rows.len().to_string()];
            return Ok(print(&table_of(texts(&["period", "pages"]), periods.iter().map(row).collect()))?);
        }
        Format::Json => {
            let periods = periods.iter().map(|(period, rows)| {
                let sources: Vec<&str> = rows.iter().map(|row| row.source.as_str()).collect();
                json!({ "period": period.key(), "pages": rows.len(), "sources": sources })
            });
            let document = json!({ "as_at": today.to_string(), "periods": periods.collect::<Vec<_>>() });
            serde_json::to_string_pretty(&document)? + "\n"
        }
        Format::Markdown => {
            let line =
                |(period, rows): &(Period, Vec<_>)| format!("| {} | {} |\n", name(*period), rows.len());
            "| Due | Pages |\n|---|--:|\n".to_owned() + &periods.iter().map(line).collect::<String>()
        }
        Format::Ics => bail!("a forecast is no calendar; leave `--forecast` out, or write another format"),
        _ => bars(forecast),
    };
    Ok(print(text.as_bytes())?)
}

fn bars(forecast: &Forecast<'_>) -> String {
    let most = forecast.periods.iter().map(|(_, rows)| rows.len()).max().unwrap_or_default();
    let mut text = String::new();
    for (period, rows) in &forecast.periods {
        // A bar that is there at all is seen.
        let length = if most <= LONGEST_BAR { rows.len() } else { (rows.len() * LONGEST_BAR).div_ceil(most) };
        let line = format!("{:<15} {:>6}  {}", name(*period), rows.len(), "#".repeat(length));
        writeln!(text, "{}", line.trim_end()).expect("writing to a string cannot fail");
    }
    text
}

fn name(period: Period) -> String {
    match period {
        Period::Overdue => "Overdue".to_owned(),
        Period::Month { year, month } => {
            format!("{} {year}", MONTHS[usize::from(month.unsigned_abs().clamp(1, 12)) - 1])
        }
        Period::Later => "Later".to_owned(),
    }
}

/// Prints which page should get which date, and says for how many there is no room.
pub(super) fn stagger(moves: &[Move<'_>], format: Format) -> anyhow::Result<()> {
    let proposed = moves.iter().filter_map(|proposal| match proposal {
        Move::To(row, day) => Some((*row, *day)),
        Move::NoRoom(_) => None,
    });
    match format {
        Format::Csv => {
            let heading = texts(&["source", "title", "owner", "next_review_due", "next_review_on"]);
            let safe = |text: &str| harmless(text).into_owned();
            let cells = |(row, day): (&Row, Date)| {
                vec![safe(&row.source), safe(&row.title), safe(owner(row)), due(row), day.to_string()]
            };
            print(&table_of(heading, proposed.map(cells).collect()))?;
        }
        Format::Json => {
            let proposal = |(row, day): (&Row, Date)| {
                json!({
                    "source": row.source,
                    "owner": row.owners.first().map(|owner| &owner.id),
                    "next_review_due": due(row),
                    "next_review_on": day.to_string(),
                })
            };
            let proposals: Vec<_> = proposed.map(proposal).collect();
            print((serde_json::to_string_pretty(&proposals)? + "\n").as_bytes())?;
        }
        Format::Table => {
            let line = |(row, day): (&Row, Date)| {
                format!("{} → next_review_on: {day} (due {})\n", printable(&row.source), due(row))
            };
            let lines: String = proposed.map(line).collect();
            print(if lines.is_empty() { "Nothing has to move.\n" } else { &lines }.as_bytes())?;
        }
        _ => bail!("proposals are printed as a table, csv or json"),
    }
    let crowded = moves.iter().filter(|proposal| matches!(proposal, Move::NoRoom(_))).count();
    if crowded > 0 {
        let keep = if crowded == 1 { "keeps its date" } else { "keep their dates" };
        report::remark(&format!(
            "{} {keep}: there is no free day before. Allow more in a week: `--stagger=5`",
            counted(crowded)
        ));
    }
    Ok(())
}

fn owner(row: &Row) -> &str {
    row.owners.first().map_or("", |owner| &owner.id)
}

fn due(row: &Row) -> String {
    row.next_review_due.map_or_else(String::new, |due| due.to_string())
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}
