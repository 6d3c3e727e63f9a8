//! How long a review lasts, and the calendar arithmetic that gives the due date.

use std::fmt;

use jiff::Span;
use jiff::civil::Date;

use super::cadence_words::{self, ALLOWED, Length};
use super::mistake::{Mistake, MistakeKind, quoted};

/// How long a review lasts: the value of `review_in`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cadence {
    /// The page is not subject to review.
    Never,
    /// A review counts for this long.
    Every(Interval),
}

/// A length of calendar time, from one day to a hundred years.
///
/// Months and days stay apart because a month has no fixed number of days; a year is 12 months and a week is
/// 7 days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Interval {
    months: u32,
    days: u32,
}

impl Cadence {
    /// The cadence that `text` names, such as `6 months`, `a year`, `quarterly`, `P1Y6M` or `never`, in any
    /// letter case and with blanks around it.
    ///
    /// # Errors
    ///
    /// A [`Mistake`] that says what is wrong and lists what is allowed.
    pub fn parse(text: &str) -> Result<Self, Mistake> {
        if text.trim().eq_ignore_ascii_case("never") {
            return Ok(Self::Never);
        }
        let Length { months, days } = cadence_words::read(text)?;
        if months == 0 && days == 0 {
            return Err(refused(format!("{} is no time at all", quoted(text)), ALLOWED));
        }
        u32::try_from(months)
            .ok()
            .zip(u32::try_from(days).ok())
            .and_then(|(months, days)| Interval::new(months, days))
            .map(Self::Every)
            .ok_or_else(|| refused(format!("{} is longer than 100 years", quoted(text)), ALLOWED))
    }

    /// The last day on which a review of the day `reviewed` still counts.
    ///
    /// Months are added before days, and a day that the month does not have becomes its last: 31 January and
    /// one month is 28 or 29 February. `None` for [`Cadence::Never`] and past the year 9999.
    pub fn due_after(self, reviewed: Date) -> Option<Date> {
        let Self::Every(Interval { months, days }) = self else { return None };
        reviewed.checked_add(Span::new().months(i64::from(months)).days(i64::from(days))).ok()
    }
}

impl Interval {
    const MOST_MONTHS: u32 = 100 * 12;
    /// A hundred years with their leap days.
    const MOST_DAYS: u32 = 36_525;

    /// `None` for no time at all and for more than a hundred years.
    pub fn new(months: u32, days: u32) -> Option<Self> {
        let whole = u64::from(Self::MOST_MONTHS) * u64::from(Self::MOST_DAYS);
        let used =
            u64::from(months) * u64::from(Self::MOST_DAYS) + u64::from(days) * u64::from(Self::MOST_MONTHS);
        (1..=whole).contains(&used).then_some(Self { months, days })
    }

    /// Years and months, in months.
    pub fn months(self) -> u32 {
        self.months
    }

    /// Weeks and days, in days.
    pub fn days(self) -> u32 {
        self.days
    }
}

/// In words that [`Cadence::parse`] reads back to the same cadence: `1 year 6 months`, `2 weeks`, `never`.
impl fmt::Display for Cadence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Never => f.write_str("never"),
            Self::Every(interval) => interval.fmt(f),
        }
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (weeks, days) = if self.days.is_multiple_of(7) { (self.days / 7, 0) } else { (0, self.days) };
        let parts = [(self.months / 12, "year"), (self.months % 12, "month"), (weeks, "week"), (days, "day")];
        let words = parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, unit)| match count {
            1 => format!("1 {unit}"),
            _ => format!("{count} {unit}s"),
        });
        f.write_str(&words.collect::<Vec<_>>().join(" "))
    }
}

/// A number of days, as `due-soon` and `grace` want it: `30 days`, `2 weeks`, and also `0 days`, which gives
/// no notice and forgives nothing.
///
/// # Errors
///
/// A [`Mistake`] for anything else; months and years are refused because they have no fixed number of days.
pub fn parse_days(text: &str) -> Result<u32, Mistake> {
    const HELP: &str = "write days or weeks, for example `30 days` or `2 weeks`";
    if text.trim().eq_ignore_ascii_case("never") {
        return Err(refused("`never` is not a number of days", HELP));
    }
    let length = cadence_words::read(text).map_err(|mistake| Mistake { help: HELP.to_owned(), ..mistake })?;
    if length.months > 0 {
        let message = format!("{} is not a number of days: months differ in length", quoted(text));
        return Err(refused(message, HELP));
    }
    u32::try_from(length.days)
        .ok()
        .filter(|days| *days <= Interval::MOST_DAYS)
        .ok_or_else(|| refused(format!("{} is longer than 100 years", quoted(text)), HELP))
}

pub(super) fn refused(message: impl Into<String>, help: impl Into<String>) -> Mistake {
    Mistake::new(MistakeKind::Cadence, message, help)
}

#[cfg(test)]
#[path = "cadence_tests.rs"]
mod tests;
