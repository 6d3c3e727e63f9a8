//! Which day it is, where the book is.

use anyhow::anyhow;
use jiff::civil::Date;

use crate::review;

/// What the command line knows of the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub now: i64,
    /// The day for which the site is to be right, if that is not the clock's.
    pub as_at: Option<Date>,
}

/// The clock's answers in a time zone.
pub(super) struct Days {
    pub(super) today: Date,
    pub(super) clock: Date,
}

impl Clock {
    /// The day in a time zone.
    ///
    /// # Errors
    ///
    /// When there is no such time zone.
    pub fn today(self, time_zone: &str) -> anyhow::Result<Date> {
        Ok(self.days(time_zone)?.today)
    }

    pub(super) fn days(self, time_zone: &str) -> anyhow::Result<Days> {
        let clock = review::today_in(time_zone, self.now).map_err(|reason| anyhow!(reason))?;
        Ok(Days { today: self.as_at.unwrap_or(clock), clock })
    }
}
