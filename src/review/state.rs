//! The state of a page: one pure function of what is known about its review and of a day.
//!
//! From the day of a page's last review on, its state only ever worsens with the days until somebody edits the
//! page. That is what lets a page that was built once stay true.

use jiff::civil::Date;

use super::cadence::Cadence;

/// What is known about a page's review.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Facts {
    /// `last_reviewed_on`.
    pub last_reviewed: Option<Date>,
    /// `next_review_on`, which wins over the last review and the cadence.
    pub next_review: Option<Date>,
    /// The cadence that applies: the page's, or its section's, its kind's or the book's.
    pub cadence: Option<Cadence>,
    /// Whether the page, its section or its kind asks for reviews itself. The cadence of the whole book never
    /// makes a page unreviewed.
    pub own: bool,
    /// The home page, a section's index or the glossary: exempt as long as it carries no date.
    pub exempt_without_date: bool,
    /// False for withdrawn and superseded pages, which nobody is asked to review.
    pub chased: bool,
    /// The days of `review_history`, in any order.
    pub history: Vec<Date>,
}

/// Where a page stands. The order is that of the words, from nothing to be done to most to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Not subject to review.
    Exempt,
    /// Nobody has said anything about a review.
    Unset,
    /// To be reviewed, but never was.
    Unreviewed,
    /// Reviewed, and not due soon. Without a due date when neither a cadence nor a date gives one.
    Current,
    /// Due within the days of notice, today included.
    DueSoon,
    /// The due date is past.
    Overdue,
}

/// The outcome for one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Review {
    /// Where the page stands on that day.
    pub state: State,
    /// The latest review on or before the day.
    pub last_reviewed: Option<Date>,
    /// The last day on which the review counts; always there for due-soon and overdue pages, never for exempt,
    /// unset and unreviewed ones.
    pub due: Option<Date>,
}

impl State {
    /// The word for files and templates.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exempt => "exempt",
            Self::Unset => "unset",
            Self::Unreviewed => "unreviewed",
            Self::Current => "current",
            Self::DueSoon => "due-soon",
            Self::Overdue => "overdue",
        }
    }
}

/// The review of a page as it stood on the day `today`, with `due_soon_days` of notice.
///
/// A review later than `today` was not known on that day: the state is then that of the latest day of the
/// history that was, and `next_review`, which was set for the later review, does not apply. With no such day the
/// page counts as never reviewed and as carrying no date.
///
/// A page that was reviewed but has no due date is `Current`: somebody stood by it, and nothing says that this
/// has ended. A page that was never reviewed takes its state from `next_review` when it has one. Cadence
/// `never` exempts a page whatever dates it carries.
pub fn review(facts: &Facts, today: Date, due_soon_days: u32) -> Review {
    let Dates { last_reviewed, next_review } = dates_known_on(today, facts);
    let without_date = last_reviewed.is_none() && next_review.is_none();
    let exempt =
        !facts.chased || facts.cadence == Some(Cadence::Never) || facts.exempt_without_date && without_date;
    if exempt {
        return Review { state: State::Exempt, last_reviewed, due: None };
    }
    let due = next_review.or_else(|| facts.cadence?.due_after(last_reviewed?));
    let state = match due {
        Some(due) => state_on(today, due, due_soon_days),
        None if last_reviewed.is_some() => State::Current,
        None if facts.own && facts.cadence.is_some() => State::Unreviewed,
        None => State::Unset,
    };
    Review { state, last_reviewed, due }
}

struct Dates {
    last_reviewed: Option<Date>,
    next_review: Option<Date>,
}

fn dates_known_on(today: Date, facts: &Facts) -> Dates {
    if facts.last_reviewed.is_some_and(|last| last > today) {
        let earlier = facts.history.iter().copied().filter(|day| *day <= today).max();
        Dates { last_reviewed: earlier, next_review: None }
    } else {
        Dates { last_reviewed: facts.last_reviewed, next_review: facts.next_review }
    }
}

fn state_on(today: Date, due: Date, due_soon_days: u32) -> State {
    if today > due {
        State::Overdue
    } else if i64::from((due - today).get_days()) <= i64::from(due_soon_days) {
        State::DueSoon
    } else {
        State::Current
    }
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
