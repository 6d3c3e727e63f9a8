//! What people ask of the queue: times, states, owners and kinds as they are typed.

use anyhow::bail;
use clap::ValueEnum;

use super::DueArguments;
use crate::diagnostic::nearest;
use crate::index::{NO_OWNER, Queue};
use crate::link::{PageOwner, Site};
use crate::review::{self, Cadence, Date, State};

/// How far ahead `--within` looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    /// No further than today.
    Today,
    /// As far as a review of today would last.
    Time(Cadence),
}

/// A state that `--state` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum WantedState {
    /// The due date is past
    Overdue,
    /// Due within the days of notice
    DueSoon,
    /// To be reviewed, but never was
    Unreviewed,
    /// Reviewed, and not due soon
    Current,
    /// Nobody has said anything about a review
    Unset,
    /// Not subject to review
    Exempt,
    /// Edited after it was signed off
    UpdatedSince,
    /// Whatever its state
    All,
}

/// Reads a time such as `30d`, `2w`, `3m`, `1y` or anything that `review_in` takes.
pub(super) fn within(text: &str) -> Result<Within, String> {
    let digits = text.trim().trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &text.trim()[digits.len()..] {
        "d" => "days",
        "w" => "weeks",
        "m" => "months",
        "y" => "years",
        _ => "",
    };
    let in_words = if unit.is_empty() { text.to_owned() } else { format!("{digits} {unit}") };
    if review::parse_days(&in_words) == Ok(0) {
        return Ok(Within::Today);
    }
    match Cadence::parse(&in_words) {
        Ok(Cadence::Never) => {
            Err("`never` is not a time; write one such as 30d, 2w or \"3 months\"".to_owned())
        }
        Ok(cadence) => Ok(Within::Time(cadence)),
        Err(mistake) => Err(format!("{}; write a time such as 30d, 2w or \"3 months\"", mistake.message)),
    }
}

impl Within {
    fn until(self, today: Date) -> Date {
        match self {
            Self::Today => today,
            Self::Time(cadence) => cadence.due_after(today).unwrap_or(Date::MAX),
        }
    }
}

/// The queue that the arguments describe.
pub(super) fn queue(arguments: &DueArguments, site: &Site) -> anyhow::Result<Queue> {
    let all = arguments.state.contains(&WantedState::All);
    let states = if all { WantedState::value_variants() } else { &arguments.state };
    Ok(Queue {
        states: states.iter().filter_map(|state| state.state()).collect(),
        updated_since: states.contains(&WantedState::UpdatedSince),
        until: arguments.within.map(|within| within.until(site.today)),
        owners: arguments.owner.iter().map(|name| owner(name, site)).collect::<anyhow::Result<_>>()?,
        kinds: arguments.kind.iter().map(|name| kind(name, site)).collect::<anyhow::Result<_>>()?,
    })
}

impl WantedState {
    fn state(self) -> Option<State> {
        match self {
            Self::Overdue => Some(State::Overdue),
            Self::DueSoon => Some(State::DueSoon),
            Self::Unreviewed => Some(State::Unreviewed),
            Self::Current => Some(State::Current),
            Self::Unset => Some(State::Unset),
            Self::Exempt => Some(State::Exempt),
            Self::UpdatedSince | Self::All => None,
        }
    }
}

/// The identifier of the owner whose identifier or name was typed.
fn owner(typed: &str, site: &Site) -> anyhow::Result<String> {
    let owners = || site.register.owners.iter().map(|entry| (&entry.id, name(&entry.owner, site)));
    let by_id = owners().find(|(id, _)| *id == typed);
    let by_name = || owners().find(|(_, name)| name.to_lowercase() == typed.to_lowercase());
    if let Some((id, _)) = by_id.or_else(by_name) {
        return Ok(id.clone());
    }
    if typed == NO_OWNER {
        return Ok(typed.to_owned());
    }
    let known: Vec<&str> = owners().flat_map(|(id, name)| [id.as_str(), name]).collect();
    let ids: Vec<&str> = owners().map(|(id, _)| id.as_str()).collect();
    bail!("there is no owner `{typed}` in this book; {}", help(typed, &known, &ids, "owner"))
}

fn name<'s>(owner: &'s PageOwner, site: &'s Site) -> &'s str {
    match owner {
        PageOwner::Declared(id) => site.config.owners.get(id).map_or(id, |owner| &owner.name),
        PageOwner::Named(name) => name,
    }
}

/// The identifier of a kind that the book declares or a page names.
fn kind(typed: &str, site: &Site) -> anyhow::Result<String> {
    let of_pages = site.pages.iter().filter_map(|page| page.kind.as_ref());
    let mut ids: Vec<&str> = site.config.kinds.keys().chain(of_pages).map(String::as_str).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.contains(&typed) {
        return Ok(typed.to_owned());
    }
    bail!("there is no kind `{typed}` in this book; {}", help(typed, &ids, &ids, "kind"))
}

fn help(typed: &str, known: &[&str], listed: &[&str], noun: &str) -> String {
    match nearest(typed, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if listed.is_empty() => format!("it has no {noun}s"),
        None => format!("its {noun}s are: {}", listed.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Cadence, Within, within};

    #[test]
    fn short_times_are_those_in_words() {
        let times = [
            ("30d", "30 days"),
            ("2w", "2 weeks"),
            ("3m", "3 months"),
            ("1y", "1 year"),
            ("6 months", "6 months"),
        ];
        for (short, words) in times {
            assert_eq!(within(short), Ok(Within::Time(Cadence::parse(words).unwrap())), "{short}");
        }
        assert_eq!(within("0d"), Ok(Within::Today));
    }

    #[test]
    fn what_is_no_time_is_refused_with_an_example() {
        for text in ["never", "soon", "30x", "-3d", "d", "", "10 working days"] {
            assert!(within(text).unwrap_err().contains("30d"), "{text}");
        }
    }
}
