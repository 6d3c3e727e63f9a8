//! Due dates against those that another program worked out: every day of 1990 to 2060 with each cadence of 1 to 60
//! months, weeks and years. `tests/calendars/due_dates.py` makes the file.

use duly::review::{Cadence, Date, parse_date};

/// A day as its number, 1 January of the year 1 being 1, as Python's `toordinal` has it.
fn ordinal(day: Date) -> u64 {
    let first = parse_date("0001-01-01").expect("it is a date");
    u64::try_from((day - first).get_days()).expect("it is later") + 1
}

fn digest(cadence: Cadence, days: &[Date]) -> u64 {
    const MODULUS: u128 = (1 << 61) - 1;
    let add = |value: u128, day: &Date| {
        let due = cadence.due_after(*day).expect("it is within the calendar");
        (value * 31 + u128::from(ordinal(due))) % MODULUS
    };
    u64::try_from(days.iter().fold(0, add)).expect("it is below the modulus")
}

#[test]
fn due_dates_are_those_that_python_works_out() {
    let first = parse_date("1990-01-01").expect("it is a date");
    let last = parse_date("2060-12-31").expect("it is a date");
    let next = |day: &Date| day.tomorrow().ok().filter(|day| *day <= last);
    let days: Vec<Date> = std::iter::successors(Some(first), next).collect();
    let expected = include_str!("../calendars/due-dates.txt");
    assert_eq!(expected.lines().count(), 180);
    for line in expected.lines() {
        let [cadence, count, sum] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        assert_eq!(count, days.len().to_string());
        assert_eq!(digest(Cadence::parse(cadence).expect(cadence), &days).to_string(), sum, "{cadence}");
    }
}
