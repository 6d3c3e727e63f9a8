//! What authors write for a cadence, and the due dates that it gives.

use proptest::prelude::*;

use super::{Cadence, Interval, parse_days};
use crate::review::{Date, MistakeKind};

fn every(months: u32, days: u32) -> Cadence {
    Cadence::Every(Interval::new(months, days).expect("an interval of the tests is valid"))
}

fn date(text: &str) -> Date {
    text.parse().expect(text)
}

#[test]
fn every_documented_spelling_is_accepted() {
    let spellings = [
        ("6 months", every(6, 0)),
        ("6 month", every(6, 0)),
        ("6months", every(6, 0)),
        ("six months", every(6, 0)),
        ("Six Months", every(6, 0)),
        ("  6   MONTHS  ", every(6, 0)),
        ("6\u{a0}months", every(6, 0)),
        ("six-month", every(6, 0)),
        ("every 6 months", every(6, 0)),
        ("once every six months", every(6, 0)),
        ("half-yearly", every(6, 0)),
        ("1 year 6 months", every(18, 0)),
        ("6 months 1 year", every(18, 0)),
        ("1 year, 6 months", every(18, 0)),
        ("one year and six months", every(18, 0)),
        ("every year and 6 months", every(18, 0)),
        ("eighteen months", every(18, 0)),
        ("twenty-four months", every(24, 0)),
        ("sixty days", every(0, 60)),
        ("ninety days", every(0, 90)),
        ("ninety nine days", every(0, 99)),
        ("a year", every(12, 0)),
        ("an year", every(12, 0)),
        ("once a year", every(12, 0)),
        ("every year", every(12, 0)),
        ("annually", every(12, 0)),
        ("Yearly", every(12, 0)),
        ("biennially", every(24, 0)),
        ("quarterly", every(3, 0)),
        ("every quarter", every(3, 0)),
        ("monthly", every(1, 0)),
        ("every month", every(1, 0)),
        ("fortnightly", every(0, 14)),
        ("1 fortnight", every(0, 14)),
        ("weekly", every(0, 7)),
        ("2 weeks", every(0, 14)),
        ("90 days", every(0, 90)),
        ("090 days", every(0, 90)),
        ("1 day", every(0, 1)),
        ("1 month 2 weeks 3 days", every(1, 17)),
        ("P1Y", every(12, 0)),
        ("P1Y6M", every(18, 0)),
        ("p1y6m", every(18, 0)),
        ("P2W", every(0, 14)),
        ("P90D", every(0, 90)),
        ("P1Y2M3W4D", every(14, 25)),
        ("100 years", every(1200, 0)),
        ("36525 days", every(0, 36525)),
        ("never", Cadence::Never),
        (" Never ", Cadence::Never),
    ];
    for (text, cadence) in spellings {
        assert_eq!(Cadence::parse(text), Ok(cadence), "{text}");
    }
}

#[test]
fn a_refused_cadence_says_why_and_lists_what_is_allowed() {
    let unknown = "is not a length of time that Duly knows";
    let refused = [
        ("10 working days", "does not count calendar days, and Duly knows no holidays"),
        ("ten business days", "does not count calendar days, and Duly knows no holidays"),
        ("-1 days", "is negative: a review cannot end before it began"),
        ("-3 months", "is negative: a review cannot end before it began"),
        ("−3 months", "is negative: a review cannot end before it began"),
        ("P-1Y", "is negative: a review cannot end before it began"),
        ("-P1Y", "is negative: a review cannot end before it began"),
        ("0 days", "is no time at all"),
        ("zero days", "is no time at all"),
        ("P0D", "is no time at all"),
        ("1e9 years", "has a number that is not written in plain figures"),
        ("1.5 years", "is not a whole number of days, weeks, months or years"),
        ("1,5 years", "is not a whole number of days, weeks, months or years"),
        ("P1.5Y", "is not a whole number of days, weeks, months or years"),
        ("half a year", "is not a whole number of days, weeks, months or years"),
        ("a year and a half", "is not a whole number of days, weeks, months or years"),
        ("biannually", "can mean twice in that time or every second time"),
        ("12 hours", "has a time of day: a review lasts whole days"),
        ("PT12H", "has a time of day: a review lasts whole days"),
        ("P1DT12H", "has a time of day: a review lasts whole days"),
        ("6", "does not say whether it means days, weeks, months or years"),
        ("101 years", "is longer than 100 years"),
        ("100 years 1 day", "is longer than 100 years"),
        ("36526 days", "is longer than 100 years"),
        ("99999999999999999999999999 months", "is longer than 100 years"),
        ("P99999999999999999999999999Y", "is longer than 100 years"),
        ("months", unknown),
        ("6 m", unknown),
        ("6 moons", unknown),
        ("1 month 2 months", unknown),
        ("1,000 days", unknown),
        ("1 year -6 months", unknown),
        ("1 year -six months", unknown),
        ("10-12 months", unknown),
        ("6 months and", unknown),
        ("and 6 months", unknown),
        ("every", unknown),
        ("once", unknown),
        ("P", unknown),
        ("P1", unknown),
        ("P6M1Y", unknown),
        ("P1Y1Y", unknown),
        ("P1YM", unknown),
        ("never ever", unknown),
        ("when needed", unknown),
        ("٦ months", unknown),
    ];
    for (text, reason) in refused {
        let mistake = Cadence::parse(text).expect_err(text);
        assert_eq!(mistake.message, format!("`{text}` {reason}"));
        assert_eq!(mistake.kind, MistakeKind::Cadence);
        for allowed in ["`6 months`", "`a year`", "`quarterly`", "`P1Y6M`", "`never`"] {
            assert!(mistake.help.contains(allowed), "{}", mistake.help);
        }
    }
    assert_eq!(Cadence::parse(" ").expect_err("blank").message, "the cadence is empty");
}

#[test]
fn a_slip_of_a_word_is_answered_with_what_was_meant() {
    for (slip, meant) in [
        ("6 moths", "6 months"),
        ("6 months.", "6 months"),
        ("evry year", "every year"),
        ("quartely", "quarterly"),
    ] {
        assert_eq!(Cadence::parse(slip).expect_err(slip).help, format!("did you mean `{meant}`?"));
    }
}

#[test]
fn due_dates_follow_the_calendar_and_month_ends_clamp() {
    let table = [
        ("2023-07-14", "6 months", "2024-01-14"),
        ("2024-01-31", "1 month", "2024-02-29"),
        ("2023-01-31", "1 month", "2023-02-28"),
        ("2024-08-31", "6 months", "2025-02-28"),
        ("2024-02-29", "1 year", "2025-02-28"),
        ("2024-02-29", "4 years", "2028-02-29"),
        ("2024-10-20", "2 weeks", "2024-11-03"),
        ("2024-03-30", "1 day", "2024-03-31"),
        ("2024-01-31", "1 month 1 day", "2024-03-01"),
        ("1957-10-04", "P100Y", "2057-10-04"),
    ];
    for (start, cadence, due) in table {
        let cadence = Cadence::parse(cadence).expect(cadence);
        assert_eq!(cadence.due_after(date(start)), Some(date(due)), "{start} and {cadence}");
    }
}

#[test]
fn months_count_from_the_original_day_and_not_from_a_clamped_one() {
    let start = date("2024-01-31");
    let dues: Vec<String> = (1..=4)
        .map(|months| every(months, 0).due_after(start).expect("within the calendar").to_string())
        .collect();
    assert_eq!(dues, ["2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31"]);
}

#[test]
fn there_is_no_due_date_for_never_nor_past_the_end_of_the_calendar() {
    assert_eq!(Cadence::Never.due_after(date("2024-01-31")), None);
    assert_eq!(every(1, 0).due_after(date("9999-12-31")), None);
    assert_eq!(every(0, 1).due_after(date("9999-12-31")), None);
    assert_eq!(every(0, 1).due_after(date("9999-12-30")), Some(date("9999-12-31")));
}

#[test]
fn a_cadence_is_shown_in_words() {
    let shown = [
        (every(6, 0), "6 months"),
        (every(18, 0), "1 year 6 months"),
        (every(12, 0), "1 year"),
        (every(25, 0), "2 years 1 month"),
        (every(0, 14), "2 weeks"),
        (every(0, 7), "1 week"),
        (every(0, 90), "90 days"),
        (every(0, 1), "1 day"),
        (every(1, 17), "1 month 17 days"),
        (Cadence::Never, "never"),
    ];
    for (cadence, words) in shown {
        assert_eq!(cadence.to_string(), words);
    }
}

#[test]
fn a_number_of_days_is_given_in_days_or_weeks() {
    for (text, days) in [("30 days", 30), ("2 weeks", 14), ("a fortnight", 14), ("P14D", 14), ("0 days", 0)] {
        assert_eq!(parse_days(text), Ok(days), "{text}");
    }
    for text in
        ["1 month", "never", "", "30", "-1 days", "10 working days", "1e9 days", "99999999999 days", "P1Y"]
    {
        let mistake = parse_days(text).expect_err(text);
        assert_eq!(mistake.kind, MistakeKind::Cadence);
        assert_eq!(mistake.help, "write days or weeks, for example `30 days` or `2 weeks`");
    }
}

proptest! {
    #[test]
    fn a_shown_cadence_reads_back(months in 0_u32..=1200, days in 0_u32..=36525) {
        if let Some(interval) = Interval::new(months, days) {
            let cadence = Cadence::Every(interval);
            prop_assert_eq!(Cadence::parse(&cadence.to_string()), Ok(cadence));
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = Cadence::parse(&text);
        let _ = parse_days(&text);
    }

    #[test]
    fn no_text_that_looks_like_a_cadence_makes_it_panic(
        text in "(every |once |p|-)?([0-9]{0,30}|an?|six|twenty)[ .,-]?(years?|months|y|m|t|w|weeks|é)?( and |[, -])?([0-9]{0,3}|ninety)[ -]?(days|d|weeks|one)?"
    ) {
        if let Ok(cadence) = Cadence::parse(&text) {
            prop_assert_eq!(Cadence::parse(&cadence.to_string()), Ok(cadence));
        }
        let _ = parse_days(&text);
    }

    #[test]
    fn a_due_date_is_always_after_the_review(
        months in 0_u32..=1200, days in 0_u32..=36525, year in 1_i16..=9999, month in 1_i8..=12, day in 1_i8..=28,
    ) {
        let reviewed = Date::new(year, month, day).expect("every month has 28 days");
        let due = Interval::new(months, days).and_then(|interval| Cadence::Every(interval).due_after(reviewed));
        if let Some(due) = due {
            prop_assert!(due > reviewed);
        }
    }
}
