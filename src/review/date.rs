//! Dates as authors write them: one form is accepted, the others are answered with that form.
//!
//! A review date decides what a reader is told to trust, so a text that could mean two days is never guessed
//! at. What another spelling means is worked out in [`super::date_words`], for the answer only.

use jiff::civil::Date;

use super::date_words::{Reading, read};
use super::mistake::{Mistake, MistakeKind, quoted};
use super::month;

const EXAMPLE: &str = "write year, month and day in figures, for example `2023-07-14`";

/// The day that `text` names as `YYYY-MM-DD`, years 0001 to 9999: the calendar date of ISO 8601 in its
/// extended form, and nothing else, not even a blank beside it.
///
/// # Errors
///
/// A [`Mistake`] whose help is the exact replacement where the text leaves no doubt about the day.
pub fn parse_date(text: &str) -> Result<Date, Mistake> {
    if let Some([year, month, day]) = iso_figures(text) {
        return month::civil(year, month, day).ok_or_else(|| impossible(year, month, day));
    }
    Err(mistake(text))
}

/// The day that a text names in any spelling that leaves no doubt: for those who bring pages from elsewhere, and write it
/// as [`parse_date`] reads it.
pub fn date_in_words(text: &str) -> Option<Date> {
    match (parse_date(text), read(text).0) {
        (Ok(date), _) => Some(date),
        (Err(_), Reading::Day { year, month, day }) => month::civil(year, month, day),
        _ => None,
    }
}

/// Year, month and day of a text that has the form `YYYY-MM-DD`, whether or not there is such a day.
fn iso_figures(text: &str) -> Option<[u32; 3]> {
    let bytes = text.as_bytes();
    let in_form = bytes.len() == 10
        && bytes.iter().enumerate().all(|(index, byte)| match index {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !in_form {
        return None;
    }
    Some([text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?])
}

fn mistake(text: &str) -> Mistake {
    if text.trim().is_empty() {
        return Mistake::new(MistakeKind::NotIso, "the date is empty", EXAMPLE);
    }
    let (reading, time) = read(text);
    match reading {
        Reading::Day { year, month, day } => match month::civil(year, month, day) {
            Some(date) => not_iso(wrong_form(text, time), format!("write `{date}`")),
            None => impossible(year, month, day),
        },
        Reading::DayOrMonth { year, first, second } => ambiguous(text, year, first, second),
        Reading::NoDay { year, month: Some(month) } => {
            let help =
                format!("add the day of the month: write `{year:04}-{month:02}-` and then two figures");
            not_iso(format!("{} has no day", quoted(text)), help)
        }
        Reading::NoDay { year, month: None } => {
            let help =
                format!("add month and day: write `{year:04}-`, then two figures, `-` and two figures");
            not_iso(format!("{} has a year, but no month and no day", quoted(text)), help)
        }
        Reading::NoYear => not_iso(format!("{} has no year in four figures", quoted(text)), EXAMPLE),
        Reading::Unknown => not_iso(wrong_form(text, false), EXAMPLE),
    }
}

fn wrong_form(text: &str, time: bool) -> String {
    if time {
        format!("{} has a time beside the date", quoted(text))
    } else {
        format!("{} is not a date in the form YYYY-MM-DD", quoted(text))
    }
}

fn not_iso(message: String, help: impl Into<String>) -> Mistake {
    Mistake::new(MistakeKind::NotIso, message, help)
}

fn ambiguous(text: &str, year: u32, first: u32, second: u32) -> Mistake {
    let reading = |day: u32, month: u32| {
        let name = month::name(month).unwrap_or_default();
        format!("`{year:04}-{month:02}-{day:02}` for {day} {name}")
    };
    Mistake::new(
        MistakeKind::Ambiguous,
        format!("{} can be read as two different days", quoted(text)),
        format!("write {} or {}", reading(first, second), reading(second, first)),
    )
}

fn impossible(year: u32, month: u32, day: u32) -> Mistake {
    let (message, help) = match (month::name(month), month::length(year, month)) {
        (Some(name), Some(length)) => (
            format!("{day} {name} does not exist: {name} {year} has {length} days"),
            format!("the last day of that month is `{year:04}-{month:02}-{length}`"),
        ),
        (Some(_), None) => ("there is no year 0".to_owned(), EXAMPLE.to_owned()),
        (None, _) => {
            let help = match month::civil(year, day, month) {
                Some(swapped) => {
                    format!("the month comes before the day: write `{swapped}` if that is the day")
                }
                None => "write a month from `01` to `12`".to_owned(),
            };
            (format!("month {month} does not exist: a year has 12 months"), help)
        }
    };
    Mistake::new(MistakeKind::Impossible, message, help)
}

#[cfg(test)]
#[path = "date_tests.rs"]
mod tests;
