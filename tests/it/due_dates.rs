//! Dates and due dates against those that another program worked out: every date that can be written of 1583 to 9999, each cadence
//! of 1 to 60 months, weeks and years from every day of 1990 to 2060 and from those where centuries begin.
//! `tests/calendars/due_dates.py` makes the file, and for the test that is ignored here one of every day.

use std::sync::LazyLock;

use duly::review::{Cadence, Date, parse_date};

/// A day as its number, 1 January of the year 1 being 1, as Python's `toordinal` has it; 0 for none.
fn ordinal(day: Option<Date>) -> u64 {
    static FIRST: LazyLock<Date> = LazyLock::new(|| parse_date("0001-01-01").expect("it is a date"));
    day.map_or(0, |day| u64::try_from((day - *FIRST).get_days()).expect("it is later") + 1)
}

fn digest(days: impl Iterator<Item = Option<Date>>) -> u64 {
    const MODULUS: u128 = (1 << 61) - 1;
    let add = |value: u128, day: Option<Date>| (value * 31 + u128::from(ordinal(day))) % MODULUS;
    u64::try_from(days.fold(0, add)).expect("it is below the modulus")
}

/// The days to which cadences are added, by their name in the file.
fn days(name: &str) -> Vec<Date> {
    let every = |first: &str, last: &str| {
        let (first, last) =
            (parse_date(first).expect("it is a date"), parse_date(last).expect("it is a date"));
        let next = move |day: &Date| day.tomorrow().ok().filter(|day| *day <= last);
        std::iter::successors(Some(first), next)
    };
    match name {
        "1990 to 2060" => every("1990-01-01", "2060-12-31").collect(),
        "centuries" => (1600..9999)
            .step_by(100)
            .flat_map(|year| every(&format!("{:04}-12-01", year - 1), &format!("{year:04}-03-31")))
            .collect(),
        _ => every("1583-01-01", "9999-12-31").collect(),
    }
}

/// Every date that can be written with twelve months of 31 days.
fn written() -> impl Iterator<Item = String> {
    let months = || (1..=12).flat_map(|month| (1..=31).map(move |day| (month, day)));
    let dates = (1583..=9999).flat_map(move |year| months().map(move |(month, day)| (year, month, day)));
    dates.map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}"))
}

/// Compares each line of such a file with what Duly makes of it.
fn compare(expected: &str) {
    let mut known: (String, Vec<Date>) = Default::default();
    for line in expected.lines() {
        let [cadence, range, count, sum] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        if cadence == "dates" {
            assert_eq!(count, written().count().to_string());
            assert_eq!(digest(written().map(|text| parse_date(&text).ok())).to_string(), sum, "dates");
            continue;
        }
        if known.0 != range {
            known = (range.to_owned(), days(range));
        }
        let days = &known.1;
        assert_eq!(count, days.len().to_string(), "{range}");
        let cadence = Cadence::parse(cadence).expect(cadence);
        let due = days.iter().map(|day| cadence.due_after(*day));
        assert_eq!(digest(due).to_string(), sum, "{cadence} from {range}");
    }
}

#[test]
fn dates_and_due_dates_are_those_that_python_works_out() {
    let expected = include_str!("../calendars/due-dates.txt");
    assert_eq!(expected.lines().count(), 361);
    compare(expected);
}

#[test]
#[ignore = "three million days: DUE_DATES names what `tests/calendars/due_dates.py --full FILE` wrote"]
fn due_dates_of_every_day_are_those_that_python_works_out() {
    let file = std::env::var("DUE_DATES").expect("DUE_DATES names a file");
    let expected = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
    assert_eq!(expected.lines().count(), 27);
    compare(&expected);
}
