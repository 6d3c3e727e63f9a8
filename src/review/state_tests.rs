//! The table of states, day by day.

use proptest::prelude::*;

use super::{Facts, Review, State, review};
use crate::review::{Cadence, Date};

const NOTICE: u32 = 30;

fn date(text: &str) -> Date {
    text.parse().expect(text)
}

fn cadence(text: &str) -> Cadence {
    Cadence::parse(text).expect(text)
}

/// A live page about which nothing is known.
fn nothing() -> Facts {
    Facts {
        last_reviewed: None,
        next_review: None,
        cadence: None,
        own: false,
        exempt_without_date: false,
        chased: true,
        history: Vec::new(),
    }
}

/// A page with a cadence of its own, reviewed on a day.
fn reviewed(on: &str, review_in: &str) -> Facts {
    Facts { last_reviewed: Some(date(on)), cadence: Some(cadence(review_in)), own: true, ..nothing() }
}

fn state(facts: &Facts, today: &str) -> State {
    review(facts, date(today), NOTICE).state
}

fn outcome(state: State, last_reviewed: Option<&str>, due: Option<&str>) -> Review {
    Review { state, last_reviewed: last_reviewed.map(date), due: due.map(date) }
}

#[test]
fn every_state_has_its_word() {
    let states =
        [State::Exempt, State::Unset, State::Unreviewed, State::Current, State::DueSoon, State::Overdue];
    let words = states.map(State::as_str);
    assert_eq!(words, ["exempt", "unset", "unreviewed", "current", "due-soon", "overdue"]);
}

#[test]
fn a_due_date_is_still_due_on_its_day() {
    let page = reviewed("2023-07-14", "6 months");
    assert_eq!(state(&page, "2023-12-14"), State::Current);
    assert_eq!(state(&page, "2023-12-15"), State::DueSoon);
    assert_eq!(state(&page, "2024-01-13"), State::DueSoon);
    assert_eq!(state(&page, "2024-01-14"), State::DueSoon);
    assert_eq!(state(&page, "2024-01-15"), State::Overdue);
    let due = outcome(State::DueSoon, Some("2023-07-14"), Some("2024-01-14"));
    assert_eq!(review(&page, date("2024-01-14"), NOTICE), due);
}

#[test]
fn without_days_of_notice_a_page_is_due_soon_on_the_due_date_alone() {
    let page = reviewed("2023-07-14", "6 months");
    assert_eq!(review(&page, date("2024-01-13"), 0).state, State::Current);
    assert_eq!(review(&page, date("2024-01-14"), 0).state, State::DueSoon);
    assert_eq!(review(&page, date("2023-07-14"), u32::MAX).state, State::DueSoon);
}

#[test]
fn nothing_known_is_unset() {
    assert_eq!(review(&nothing(), date("2024-01-14"), NOTICE), outcome(State::Unset, None, None));
}

#[test]
fn a_cadence_of_the_pages_own_makes_it_unreviewed() {
    let page = Facts { cadence: Some(cadence("6 months")), own: true, ..nothing() };
    assert_eq!(review(&page, date("2024-01-14"), NOTICE), outcome(State::Unreviewed, None, None));
}

#[test]
fn the_cadence_of_the_book_alone_does_not_make_a_page_unreviewed() {
    let page = Facts { cadence: Some(cadence("6 months")), ..nothing() };
    assert_eq!(state(&page, "2024-01-14"), State::Unset);
}

#[test]
fn the_cadence_of_the_book_gives_a_reviewed_page_its_due_date() {
    let page = Facts { own: false, ..reviewed("2023-07-14", "6 months") };
    let due = outcome(State::Overdue, Some("2023-07-14"), Some("2024-01-14"));
    assert_eq!(review(&page, date("2024-01-15"), NOTICE), due);
}

#[test]
fn an_explicit_date_wins_over_the_cadence() {
    let page = Facts { next_review: Some(date("2023-09-01")), ..reviewed("2023-07-14", "6 months") };
    assert_eq!(state(&page, "2023-09-01"), State::DueSoon);
    assert_eq!(state(&page, "2023-09-02"), State::Overdue);
    let later = Facts { next_review: Some(date("2025-09-01")), ..page };
    assert_eq!(state(&later, "2024-09-02"), State::Current);
}

#[test]
fn a_page_that_was_never_reviewed_takes_its_state_from_its_explicit_date() {
    let page = Facts { next_review: Some(date("2024-01-14")), ..nothing() };
    assert_eq!(state(&page, "2023-01-14"), State::Current);
    assert_eq!(state(&page, "2024-01-14"), State::DueSoon);
    let overdue = outcome(State::Overdue, None, Some("2024-01-14"));
    assert_eq!(review(&page, date("2024-01-15"), NOTICE), overdue);
}

#[test]
fn never_is_exempt_and_shows_no_due_date_whatever_the_dates() {
    let page = Facts { next_review: Some(date("2020-01-01")), ..reviewed("2019-01-01", "never") };
    assert_eq!(review(&page, date("2024-01-14"), NOTICE), outcome(State::Exempt, Some("2019-01-01"), None));
}

#[test]
fn withdrawn_and_superseded_pages_are_never_chased() {
    let page = Facts { chased: false, ..reviewed("2019-01-01", "1 month") };
    assert_eq!(review(&page, date("2024-01-14"), NOTICE), outcome(State::Exempt, Some("2019-01-01"), None));
}

#[test]
fn a_home_page_is_exempt_unless_it_carries_a_date() {
    let home = Facts { exempt_without_date: true, cadence: Some(cadence("1 year")), own: true, ..nothing() };
    assert_eq!(state(&home, "2024-01-14"), State::Exempt);
    let dated = Facts { last_reviewed: Some(date("2020-01-01")), ..home.clone() };
    assert_eq!(state(&dated, "2024-01-14"), State::Overdue);
    let planned = Facts { next_review: Some(date("2020-01-01")), ..home };
    assert_eq!(state(&planned, "2024-01-14"), State::Overdue);
}

#[test]
fn a_reviewed_page_without_a_due_date_is_current() {
    let page = Facts { last_reviewed: Some(date("2001-01-01")), ..nothing() };
    assert_eq!(review(&page, date("2024-01-14"), NOTICE), outcome(State::Current, Some("2001-01-01"), None));
    let end_of_calendar = reviewed("9999-12-31", "1 day");
    assert_eq!(state(&end_of_calendar, "9999-12-31"), State::Current);
}

#[test]
fn a_past_day_sees_the_latest_review_that_was_known_then() {
    let page = Facts {
        history: ["2024-06-01", "2022-05-01", "2023-07-14"].map(date).to_vec(),
        next_review: Some(date("2024-12-01")),
        ..reviewed("2024-06-01", "6 months")
    };
    let then = outcome(State::DueSoon, Some("2023-07-14"), Some("2024-01-14"));
    assert_eq!(review(&page, date("2023-12-31"), NOTICE), then);
    let overdue = outcome(State::Overdue, Some("2023-07-14"), Some("2024-01-14"));
    assert_eq!(review(&page, date("2024-05-31"), NOTICE), overdue);
    let on_its_day = outcome(State::Current, Some("2024-06-01"), Some("2024-12-01"));
    assert_eq!(review(&page, date("2024-06-01"), NOTICE), on_its_day);
    let first = outcome(State::Current, Some("2022-05-01"), Some("2022-11-01"));
    assert_eq!(review(&page, date("2022-05-01"), NOTICE), first);
}

#[test]
fn on_a_day_before_the_first_review_the_page_counts_as_never_reviewed() {
    let page = Facts {
        next_review: Some(date("2024-12-01")),
        history: vec![date("2024-06-01")],
        ..reviewed("2024-06-01", "6 months")
    };
    assert_eq!(review(&page, date("2024-05-31"), NOTICE), outcome(State::Unreviewed, None, None));
    let by_the_book = Facts { own: false, ..page.clone() };
    assert_eq!(state(&by_the_book, "2024-05-31"), State::Unset);
    let home = Facts { exempt_without_date: true, ..page };
    assert_eq!(state(&home, "2024-05-31"), State::Exempt);
}

#[test]
fn the_boundaries_hold_for_a_review_on_every_day_of_six_years() {
    let cadences = ["1 day", "2 weeks", "1 month", "quarterly", "6 months", "1 year", "1 year 6 months"];
    for cadence in cadences.map(cadence) {
        for day in date("2023-01-01").series(jiff::Span::new().days(1)) {
            if day > date("2028-12-31") {
                break;
            }
            let page = Facts { last_reviewed: Some(day), cadence: Some(cadence), ..nothing() };
            let due = cadence.due_after(day).expect("within the calendar");
            let at = |offset: i64| review(&page, due + jiff::Span::new().days(offset), 7).state;
            let after_review = |offset: i64| due + jiff::Span::new().days(offset) >= day;
            assert_eq!(at(1), State::Overdue, "{day} {cadence}");
            assert_eq!(at(0), State::DueSoon, "{day} {cadence}");
            assert!(!after_review(-1) || at(-1) == State::DueSoon, "{day} {cadence}");
            assert!(!after_review(-7) || at(-7) == State::DueSoon, "{day} {cadence}");
            assert!(!after_review(-8) || at(-8) == State::Current, "{day} {cadence}");
        }
    }
}

fn any_date() -> impl Strategy<Value = Date> {
    (2020_i16..2030, 1_i8..=12, 1_i8..=28)
        .prop_map(|(year, month, day)| Date::new(year, month, day).expect("every month has 28 days"))
}

prop_compose! {
    fn any_facts()(
        last_reviewed in prop::option::of(any_date()),
        next_review in prop::option::of(any_date()),
        cadence in prop::option::of(prop::sample::select(vec!["never", "2 weeks", "1 month", "1 year"])),
        (own, exempt_without_date, chased) in any::<(bool, bool, bool)>(),
        history in prop::collection::vec(any_date(), 0..4),
    ) -> Facts {
        let cadence = cadence.map(|text| Cadence::parse(text).expect("a known cadence"));
        Facts { last_reviewed, next_review, cadence, own, exempt_without_date, chased, history }
    }
}

proptest! {
    #[test]
    fn from_the_last_review_on_the_state_only_worsens(facts in any_facts(), notice in 0_u32..400) {
        let start = facts.last_reviewed.unwrap_or(date("2019-01-01"));
        let days = start.series(jiff::Span::new().days(1)).take(5000);
        let states: Vec<State> = days.map(|day| review(&facts, day, notice).state).collect();
        prop_assert!(states.is_sorted());
    }

    #[test]
    fn a_due_date_is_shown_exactly_when_the_state_follows_from_it(facts in any_facts(), today in any_date()) {
        let Review { state, last_reviewed, due } = review(&facts, today, NOTICE);
        match state {
            State::Exempt | State::Unset | State::Unreviewed => prop_assert_eq!(due, None),
            State::Current => prop_assert!(due.is_none_or(|due| due > today)),
            State::DueSoon => prop_assert!(due.is_some_and(|due| due >= today)),
            State::Overdue => prop_assert!(due.is_some_and(|due| due < today)),
        }
        prop_assert!(last_reviewed.is_none_or(|last| last <= today));
    }

    #[test]
    fn the_order_of_the_history_does_not_matter(facts in any_facts(), today in any_date()) {
        let mut turned = facts.clone();
        turned.history.reverse();
        prop_assert_eq!(review(&facts, today, NOTICE), review(&turned, today, NOTICE));
    }
}
