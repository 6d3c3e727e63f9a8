//! What falls due when: by month, for those who plan the work.

use super::row::Row;
use crate::review::{Date, State};

/// How many months are told apart, the current one included.
const MONTHS: i32 = 12;

/// What falls due, from what is overdue to what lies beyond the months that are told apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forecast<'r> {
    /// Overdue, twelve months, later; empty ones too.
    pub periods: Vec<(Period, Vec<&'r Row>)>,
}

/// When pages fall due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    /// Their due date is past.
    Overdue,
    /// In a month that is not over.
    Month {
        /// Years of the calendar.
        year: i16,
        /// From 1 to 12.
        month: i8,
    },
    /// After the last of those months.
    Later,
}

impl<'r> Forecast<'r> {
    /// Sorts rows into periods as seen on the day `today`; rows without a due date are in none.
    pub fn new(today: Date, rows: impl IntoIterator<Item = &'r Row>) -> Self {
        let months = (0..MONTHS).map(|ahead| month_after(today, ahead));
        let periods = [Period::Overdue].into_iter().chain(months).chain([Period::Later]);
        let mut periods: Vec<(Period, Vec<&Row>)> = periods.map(|period| (period, Vec::new())).collect();
        for row in rows {
            let Some(due) = row.next_review_due else { continue };
            let own = match row.state {
                State::Overdue => Period::Overdue,
                _ => Period::Month { year: due.year(), month: due.month() },
            };
            // The last period takes what is in none of the others.
            let place = periods.iter().position(|(period, _)| *period == own).unwrap_or(periods.len() - 1);
            periods[place].1.push(row);
        }
        Self { periods }
    }
}

fn month_after(today: Date, ahead: i32) -> Period {
    let months = i32::from(today.year()) * 12 + i32::from(today.month()) - 1 + ahead;
    let year = i16::try_from(months / 12).unwrap_or(i16::MAX);
    Period::Month { year, month: i8::try_from(months % 12 + 1).unwrap_or(12) }
}

impl Period {
    /// `overdue`, `2026-11` or `later`.
    pub fn key(self) -> String {
        match self {
            Self::Overdue => "overdue".to_owned(),
            Self::Month { year, month } => format!("{year:04}-{month:02}"),
            Self::Later => "later".to_owned(),
        }
    }
}
