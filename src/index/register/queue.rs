//! The queue: which rows of the register somebody should look at, and whose they are.

use super::row::{Row, RowOwner};
use crate::review::{Date, Evidence, State};

/// What stands for nobody among the identifiers of owners.
pub const NO_OWNER: &str = "no-owner";

/// Which rows belong to a queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    /// States that are asked for, and those alone; without any, what wants attention.
    pub states: Vec<State>,
    /// Whether pages are asked for that were updated since their review, whatever their state.
    pub updated_since: bool,
    /// The last due date that is of interest. Without one, the book's notice decides.
    pub until: Option<Date>,
    /// Identifiers of owners of which a page must have one, or [`NO_OWNER`]; without any, all.
    pub owners: Vec<String>,
    /// Identifiers of kinds of which a page must be; without any, all.
    pub kinds: Vec<String>,
}

/// The rows of one owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueGroup<'r> {
    /// None for the pages that nobody answers for.
    pub owner: Option<&'r RowOwner>,
    /// In the order of the register.
    pub rows: Vec<&'r Row>,
}

impl Queue {
    /// Whether a row is in the queue.
    pub fn has(&self, row: &Row) -> bool {
        self.is_of_interest(row) && self.is_wanted(row)
    }

    /// Whether the row is of an owner and a kind that are asked for.
    pub fn is_of_interest(&self, row: &Row) -> bool {
        let of_owner = |id: &String| {
            row.owners.iter().any(|owner| owner.id == *id) || (id == NO_OWNER && row.owners.is_empty())
        };
        let of_kind = |id: &String| row.kind.as_ref().is_some_and(|kind| kind.id == *id);
        (self.owners.is_empty() || self.owners.iter().any(of_owner))
            && (self.kinds.is_empty() || self.kinds.iter().any(of_kind))
    }

    /// Whether the row falls due in the time that is asked for, if one is.
    pub fn is_in_time(&self, row: &Row) -> bool {
        self.until.is_none_or(|until| row.next_review_due.is_some_and(|due| due <= until))
    }

    fn is_wanted(&self, row: &Row) -> bool {
        if !self.states.is_empty() || self.updated_since {
            let asked = self.states.contains(&row.state) || self.updated_since && is_updated_since(row);
            return asked && self.is_in_time(row);
        }
        let due = match self.until {
            Some(_) => self.is_in_time(row),
            None => matches!(row.state, State::Overdue | State::DueSoon),
        };
        due || row.state == State::Unreviewed || is_updated_since(row)
    }

    /// The rows of the queue by owner, in the order of their identifiers, and at the end those of nobody. A row of
    /// two owners is in both groups, as far as both are asked for.
    pub fn groups<'r>(&self, rows: &'r [Row]) -> Vec<QueueGroup<'r>> {
        let mut owners: Vec<&RowOwner> = rows.iter().flat_map(|row| &row.owners).collect();
        owners.sort_by_key(|owner| &owner.id);
        owners.dedup_by_key(|owner| &owner.id);
        owners.retain(|owner| self.owners.is_empty() || self.owners.contains(&owner.id));
        let of = |owner: Option<&'r RowOwner>| QueueGroup {
            owner,
            rows: rows.iter().filter(|row| is_of(row, owner)).collect(),
        };
        let groups = owners.into_iter().map(Some).chain([None]).map(of);
        groups.filter(|group| !group.rows.is_empty()).collect()
    }
}

fn is_of(row: &Row, owner: Option<&RowOwner>) -> bool {
    match owner {
        Some(owner) => row.owners.iter().any(|other| other.id == owner.id),
        None => row.owners.is_empty(),
    }
}

/// Whether the words of a page that is subject to review are no longer those that were signed off.
pub fn is_updated_since(row: &Row) -> bool {
    row.evidence == Some(Evidence::UpdatedSince) && row.state != State::Exempt
}
