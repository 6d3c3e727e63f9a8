//! Which day it is around midnight, in the zones that councils and their guests live in.

use jiff::Timestamp;

use super::{is_time_zone, today_in};

fn day(zone: &str, instant: &str) -> String {
    let seconds = instant.parse::<Timestamp>().expect(instant).as_second();
    today_in(zone, seconds).expect(zone).to_string()
}

#[test]
fn the_day_begins_at_midnight_in_the_zone_and_not_at_utc() {
    let table = [
        ("UTC", "2026-06-30T23:30:00Z", "2026-06-30"),
        ("Europe/London", "2026-06-30T22:59:59Z", "2026-06-30"),
        ("Europe/London", "2026-06-30T23:00:00Z", "2026-07-01"),
        ("Europe/London", "2026-06-30T23:30:00Z", "2026-07-01"),
        ("Europe/London", "2026-01-31T23:59:59Z", "2026-01-31"),
        ("Europe/London", "2026-02-01T00:00:00Z", "2026-02-01"),
        ("Pacific/Auckland", "2026-06-30T11:59:59Z", "2026-06-30"),
        ("Pacific/Auckland", "2026-06-30T12:00:00Z", "2026-07-01"),
        ("Pacific/Auckland", "2026-12-31T10:59:59Z", "2026-12-31"),
        ("Pacific/Auckland", "2026-12-31T11:00:00Z", "2027-01-01"),
        ("America/New_York", "2026-07-01T03:59:59Z", "2026-06-30"),
        ("America/New_York", "2026-07-01T04:00:00Z", "2026-07-01"),
        ("America/New_York", "2026-01-01T04:59:59Z", "2025-12-31"),
        ("America/New_York", "2026-01-01T05:00:00Z", "2026-01-01"),
        ("Asia/Kathmandu", "2026-06-30T18:15:00Z", "2026-07-01"),
    ];
    for (zone, instant, expected) in table {
        assert_eq!(day(zone, instant), expected, "{zone} {instant}");
    }
}

#[test]
fn a_day_on_which_the_clocks_change_begins_and_ends_at_its_own_midnights() {
    let table = [
        // British clocks go forward on 29 March 2026 and back on 25 October 2026.
        ("Europe/London", "2026-03-28T23:59:59Z", "2026-03-28"),
        ("Europe/London", "2026-03-29T00:00:00Z", "2026-03-29"),
        ("Europe/London", "2026-03-29T22:59:59Z", "2026-03-29"),
        ("Europe/London", "2026-03-29T23:00:00Z", "2026-03-30"),
        ("Europe/London", "2026-10-24T23:00:00Z", "2026-10-25"),
        ("Europe/London", "2026-10-25T23:59:59Z", "2026-10-25"),
        ("Europe/London", "2026-10-26T00:00:00Z", "2026-10-26"),
        // American ones on 8 March and 1 November 2026.
        ("America/New_York", "2026-03-08T05:00:00Z", "2026-03-08"),
        ("America/New_York", "2026-03-09T03:59:59Z", "2026-03-08"),
        ("America/New_York", "2026-03-09T04:00:00Z", "2026-03-09"),
        ("America/New_York", "2026-11-02T04:59:59Z", "2026-11-01"),
        ("America/New_York", "2026-11-02T05:00:00Z", "2026-11-02"),
        // Samoa left out 30 December 2011.
        ("Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29"),
        ("Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31"),
    ];
    for (zone, instant, expected) in table {
        assert_eq!(day(zone, instant), expected, "{zone} {instant}");
    }
}

#[test]
fn instants_before_1970_have_days_too() {
    assert_eq!(day("Europe/London", "1957-10-04T19:28:34Z"), "1957-10-04");
}

#[test]
fn the_names_of_the_database_are_time_zones() {
    for zone in ["Europe/London", "europe/london", "UTC", "Etc/UTC", "GB", "America/Argentina/Buenos_Aires"] {
        assert!(is_time_zone(zone), "{zone}");
    }
    for zone in ["", "London", "BST", "Europe/Cardif", "+01:00", "Etc/Unknown", "../etc/passwd"] {
        assert!(!is_time_zone(zone), "{zone}");
    }
}

#[test]
fn an_unknown_time_zone_is_answered_with_the_nearest() {
    let message = |zone: &str| today_in(zone, 0).expect_err(zone);
    assert_eq!(message("London"), "`London` is not a time zone; did you mean `Europe/London`?");
    assert_eq!(message("new york"), "`new york` is not a time zone; did you mean `America/New_York`?");
    assert_eq!(message("Europe/Lodnon"), "`Europe/Lodnon` is not a time zone; did you mean `Europe/London`?");
    assert_eq!(
        message("the moon in June"),
        "`the moon in June` is not a time zone; write a name such as `Europe/London` or `UTC`"
    );
    assert!(message(&"x".repeat(100_000)).len() < 200);
}

#[test]
fn an_instant_beyond_the_calendar_is_refused() {
    for seconds in [i64::MAX, i64::MIN] {
        let message = today_in("UTC", seconds).expect_err("beyond the calendar");
        assert_eq!(message, format!("{seconds} seconds since 1970 is beyond the calendar"));
    }
}
