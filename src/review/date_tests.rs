//! What authors write for a date, and what they are told.

use proptest::prelude::*;

use super::parse_date;
use crate::review::{Date, MistakeKind};

/// Every line is a spelling and the replacement that is offered for it.
const REPLACEMENTS: &[(&str, &str)] = &[
    ("July 14, 2023", "2023-07-14"),
    ("July 14 2023", "2023-07-14"),
    ("14 July 2023", "2023-07-14"),
    ("14 JULY 2023", "2023-07-14"),
    ("14th July 2023", "2023-07-14"),
    ("the 1st of July, 2023", "2023-07-01"),
    ("Friday, 14 July 2023", "2023-07-14"),
    ("Fri 14 Jul 2023", "2023-07-14"),
    ("14 Jul 2023", "2023-07-14"),
    ("14-Jul-2023", "2023-07-14"),
    ("14Jul2023", "2023-07-14"),
    ("2023-Jul-14", "2023-07-14"),
    ("1 Sept. 2023", "2023-09-01"),
    ("14 Gorffennaf 2023", "2023-07-14"),
    ("14eg o Orffennaf 2023", "2023-07-14"),
    ("1af Ionawr 2024", "2024-01-01"),
    ("dydd Mawrth 5 Mawrth 2024", "2024-03-05"),
    ("3 Tach 2024", "2024-11-03"),
    ("2023/07/14", "2023-07-14"),
    ("2023-7-4", "2023-07-04"),
    ("2023.07.14", "2023-07-14"),
    ("2023 07 14", "2023-07-14"),
    ("2023–07–14", "2023-07-14"),
    ("20230714", "2023-07-14"),
    ("14072023", "2023-07-14"),
    ("14/07/2023", "2023-07-14"),
    ("14.07.2023", "2023-07-14"),
    ("14-7-2023", "2023-07-14"),
    ("07/14/2023", "2023-07-14"),
    ("03/03/2024", "2024-03-03"),
    (" 2023-07-14", "2023-07-14"),
    ("2023-07-14\n", "2023-07-14"),
];

const WITH_A_TIME: &[(&str, &str)] = &[
    ("2024-12-31T23:30:00-05:00", "2024-12-31"),
    ("2024-12-31T23:30:00Z", "2024-12-31"),
    ("2024-12-31t23:30", "2024-12-31"),
    ("2024-12-31T10", "2024-12-31"),
    ("20241231T233000Z", "2024-12-31"),
    ("2024-12-31 10:00", "2024-12-31"),
    ("2024-12-31 at 10:00", "2024-12-31"),
    ("2024-12-31 23:59:59.999 +0100", "2024-12-31"),
    ("2024-12-31+01:00", "2024-12-31"),
    ("2016-12-31T23:59:60Z", "2016-12-31"),
    ("2016-12-31 23:59:60", "2016-12-31"),
    // An hour that the clocks of Britain leave out.
    ("2024-03-31T01:30:00[Europe/London]", "2024-03-31"),
    ("14 July 2023, 9:15 am", "2023-07-14"),
];

fn refused(text: &str) -> super::Mistake {
    parse_date(text).expect_err(text)
}

#[test]
fn an_iso_date_is_the_day_it_names() {
    for text in ["2023-07-14", "2024-02-29", "2000-02-29", "1957-01-01", "0001-01-01", "9999-12-31"] {
        assert_eq!(parse_date(text).expect(text).to_string(), text);
    }
}

#[test]
fn another_spelling_is_answered_with_the_replacement() {
    for (text, date) in REPLACEMENTS {
        let mistake = refused(text);
        assert_eq!(mistake.help, format!("write `{date}`"), "{text}");
        assert_eq!(mistake.kind, MistakeKind::NotIso);
    }
    assert_eq!(refused("14 July 2023").message, "`14 July 2023` is not a date in the form YYYY-MM-DD");
}

#[test]
fn a_date_with_a_time_is_answered_with_its_date() {
    for (text, date) in WITH_A_TIME {
        let mistake = refused(text);
        assert_eq!(mistake.help, format!("write `{date}`"), "{text}");
        assert!(mistake.message.ends_with("has a time beside the date"), "{}", mistake.message);
    }
}

#[test]
fn a_date_of_two_readings_is_answered_with_both() {
    for text in ["01/02/2024", "1.2.2024", "01-02-2024", "1/2/2024 10:00", "01022024"] {
        let mistake = refused(text);
        assert_eq!(mistake.kind, MistakeKind::Ambiguous, "{text}");
        assert_eq!(mistake.help, "write `2024-02-01` for 1 February or `2024-01-02` for 2 January", "{text}");
    }
}

#[test]
fn what_is_missing_is_named() {
    let expected = [
        ("Jul 2023", "has no day"),
        ("July 2023", "has no day"),
        ("2023-07", "has no day"),
        ("07/2023", "has no day"),
        ("2023", "has a year, but no month and no day"),
        ("14 July", "has no year in four figures"),
        ("14 July 23", "has no year in four figures"),
        ("14/07/23", "has no year in four figures"),
        ("14/07", "has no year in four figures"),
    ];
    for (text, end) in expected {
        let mistake = refused(text);
        assert_eq!(mistake.message, format!("`{text}` {end}"));
        assert_eq!(mistake.kind, MistakeKind::NotIso);
    }
    assert_eq!(refused("Jul 2023").help, "add the day of the month: write `2023-07-` and then two figures");
    assert_eq!(refused("").message, "the date is empty");
}

#[test]
fn a_day_that_does_not_exist_is_said_not_to() {
    let expected = [
        ("2024-02-30", "30 February does not exist: February 2024 has 29 days"),
        ("1900-02-29", "29 February does not exist: February 1900 has 28 days"),
        ("2023-02-29", "29 February does not exist: February 2023 has 28 days"),
        ("31 June 2023", "31 June does not exist: June 2023 has 30 days"),
        ("2024-02-30T10:00:00Z", "30 February does not exist: February 2024 has 29 days"),
        ("31/02/2024", "31 February does not exist: February 2024 has 29 days"),
        ("2024-05-00", "0 May does not exist: May 2024 has 31 days"),
        ("2024-13-01", "month 13 does not exist: a year has 12 months"),
        ("2024-00-10", "month 0 does not exist: a year has 12 months"),
        ("0000-01-01", "there is no year 0"),
    ];
    for (text, message) in expected {
        let mistake = refused(text);
        assert_eq!(mistake.message, message, "{text}");
        assert_eq!(mistake.kind, MistakeKind::Impossible, "{text}");
    }
    assert_eq!(refused("2023-02-29").help, "the last day of that month is `2023-02-28`");
    assert_eq!(
        refused("2024-13-01").help,
        "the month comes before the day: write `2024-01-13` if that is the day"
    );
}

#[test]
fn what_is_not_understood_gets_an_example_and_no_guess() {
    let texts = [
        "soon",
        "TBC",
        "n/a",
        "14 Jully 2023",
        "July March 2023",
        "2023-W28-5",
        "-2023-07-14?",
        "12023-07-14",
        "2023-007-14",
        "Fri Jul 14 10:00:00 2023",
        "10:00 14 July 2023",
        "2024:12:31",
        "２０２３-07-14",
        "July 14, 2023 (draft)",
        "14 July 2023 and 15 July 2023",
        "٢٠٢٣-٠٧-١٤",
    ];
    for text in texts {
        let mistake = refused(text);
        assert_eq!(mistake.help, "write year, month and day in figures, for example `2023-07-14`", "{text}");
        assert_eq!(mistake.kind, MistakeKind::NotIso, "{text}");
    }
}

#[test]
fn a_long_text_is_shown_in_part() {
    assert!(refused(&"é".repeat(10_000)).message.chars().count() < 120);
}

proptest! {
    #[test]
    fn every_day_of_the_calendar_reads_back(year in 1_i16..=9999, month in 1_i8..=12, day in 1_i8..=31) {
        if let Ok(date) = Date::new(year, month, day) {
            prop_assert_eq!(parse_date(&date.to_string()), Ok(date));
            prop_assert_eq!(parse_date(&format!("{year:04}/{month}/{day}")).unwrap_err().help, format!("write `{date}`"));
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        if let Ok(date) = parse_date(&text) {
            prop_assert_eq!(date.to_string(), text);
        }
    }

    #[test]
    fn no_text_that_looks_like_a_date_makes_it_panic(
        text in "[0-9]{0,9}[-/. :TtZ+–]{0,2}([0-9]{1,3}|[A-Za-zéŵ]{1,9}|July|mawrth|dydd)?[-/. ,:T']{0,2}[0-9]{0,5}.{0,4}"
    ) {
        if let Ok(date) = parse_date(&text) {
            prop_assert_eq!(date.to_string(), text);
        }
    }
}
