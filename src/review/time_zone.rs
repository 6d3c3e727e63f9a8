//! Which day it is: the calendar day at an instant in the book's time zone.
//!
//! The zones are those of the IANA database that is part of the program, so that a build says the same on a
//! machine with an older database or with none.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::mistake::quoted;
use crate::diagnostic::nearest;

/// The calendar day in the IANA time zone `zone` at an instant, in seconds since 1970-01-01T00:00:00Z without
/// leap seconds.
///
/// # Errors
///
/// A message when no time zone has that name, with the nearest name, or when the instant is beyond the calendar.
pub fn today_in(zone: &str, seconds_since_epoch: i64) -> Result<Date, String> {
    let time_zone = find(zone).ok_or_else(|| unknown(zone))?;
    let instant = Timestamp::from_second(seconds_since_epoch)
        .map_err(|_| format!("{seconds_since_epoch} seconds since 1970 is beyond the calendar"))?;
    Ok(instant.to_zoned(time_zone).date())
}

/// The beginning of a day in the IANA time zone `zone`, in the form of RFC 3339: `2026-07-01T00:00:00+01:00`. Where
/// the clocks leave midnight out, the first moment after it; in a zone that is not known, midnight in UTC.
pub fn midnight_in(zone: &str, day: Date) -> String {
    let time_zone = find(zone).unwrap_or(TimeZone::UTC);
    match day.to_zoned(time_zone) {
        Ok(start) => start.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        Err(_) => format!("{day}T00:00:00+00:00"),
    }
}

/// Whether the IANA database has a time zone of that name, in any letter case.
pub fn is_time_zone(zone: &str) -> bool {
    find(zone).is_some()
}

fn find(zone: &str) -> Option<TimeZone> {
    // `jiff` also answers to this name, which stands for a zone that is not known.
    if zone.eq_ignore_ascii_case("Etc/Unknown") {
        return None;
    }
    TimeZoneDatabase::bundled().get(zone).ok()
}

fn unknown(zone: &str) -> String {
    let shown = quoted(zone);
    match suggestion(zone) {
        Some(name) => format!("{shown} is not a time zone; did you mean `{name}`?"),
        None => format!("{shown} is not a time zone; write a name such as `Europe/London` or `UTC`"),
    }
}

/// The zone of the city that was named without its continent, or else the name nearest to what was written.
fn suggestion(zone: &str) -> Option<String> {
    let database = TimeZoneDatabase::bundled();
    let names: Vec<String> = database.available().map(|name| name.to_string()).collect();
    let city = zone.trim().replace(' ', "_");
    let is_city =
        |name: &&String| name.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case(&city));
    match names.iter().find(is_city) {
        Some(name) => Some(name.clone()),
        // The distance of two long texts is slow to compute, and no zone has a long name.
        None if city.chars().count() > 40 => None,
        None => nearest(&city, names.iter().map(String::as_str)).map(str::to_owned),
    }
}

#[cfg(test)]
#[path = "time_zone_tests.rs"]
mod tests;
