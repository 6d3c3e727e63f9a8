//! Spreading what falls due on one day: earlier dates, so that no owner has more than a few reviews in a week.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Weekday;

use super::row::Row;
use crate::review::Date;

/// What becomes of the due date of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Move<'r> {
    /// It should be set to an earlier day.
    To(&'r Row, Date),
    /// There is no free day between today and its due date.
    NoRoom(&'r Row),
}

/// Proposes earlier due dates for pages that are not overdue: one page a day and at most `most_per_week` from Monday
/// to Sunday for each owner, on days from Monday to Friday, never later than due and never before `today`. A page
/// of two owners counts for the first. Pages that can stay where they are have no part in it.
///
/// Later due dates are settled first, because a page can only move to an earlier day. Once the proposals are
/// followed, nothing more is proposed.
pub fn stagger<'r>(rows: &'r [Row], today: Date, most_per_week: usize) -> Vec<Move<'r>> {
    let mut by_owner: BTreeMap<Option<&str>, Vec<(Date, &Row)>> = BTreeMap::new();
    for row in rows {
        if let Some(due) = row.next_review_due.filter(|due| *due >= today) {
            let owner = row.owners.first().map(|owner| owner.id.as_str());
            by_owner.entry(owner).or_default().push((due, row));
        }
    }
    let mut moves = Vec::new();
    for (_, mut pages) in by_owner {
        pages.sort_by_key(|(due, row)| (std::cmp::Reverse(*due), &row.source));
        let mut diary = Diary { most_per_week, taken: BTreeSet::new(), weeks: BTreeMap::new() };
        let mut of_owner: Vec<Move<'r>> =
            pages.into_iter().filter_map(|(due, row)| diary.place(row, due, today)).collect();
        of_owner.reverse();
        moves.extend(of_owner);
    }
    moves
}

/// The reviews of one owner that have their day.
struct Diary {
    most_per_week: usize,
    taken: BTreeSet<Date>,
    /// By the Monday of the week.
    weeks: BTreeMap<Date, usize>,
}

impl Diary {
    fn place<'r>(&mut self, row: &'r Row, due: Date, today: Date) -> Option<Move<'r>> {
        let days = std::iter::successors(Some(due), |day| day.yesterday().ok());
        let workday = |day: &Date| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let mut days = days.take_while(|day| *day >= today).filter(|day| *day == due || workday(day));
        let Some(day) = days.find(|day| self.is_free(*day)) else { return Some(Move::NoRoom(row)) };
        self.taken.insert(day);
        *self.weeks.entry(monday(day)).or_default() += 1;
        (day != due).then_some(Move::To(row, day))
    }

    fn is_free(&self, day: Date) -> bool {
        let in_week = self.weeks.get(&monday(day)).copied().unwrap_or_default();
        !self.taken.contains(&day) && in_week < self.most_per_week
    }
}

fn monday(day: Date) -> Date {
    day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
}
