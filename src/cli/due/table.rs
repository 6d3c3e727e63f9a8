//! The queue for people at a terminal: 80 columns, by owner, what is most overdue first.

use std::fmt::Write;

use crate::index::{Queue, Row, is_updated_since};
use crate::review::{Date, State};

const WIDTH: usize = 80;

/// What stands in front of a title in its line.
const BEFORE_TITLE: usize = 43;

const BOLD: &str = "\u{1b}[1m";
const RED: &str = "\u{1b}[1;31m";
const YELLOW: &str = "\u{1b}[33m";
const DIM: &str = "\u{1b}[2m";
const PLAIN: &str = "\u{1b}[0m";

/// The rows by owner, two lines each, and how many there are.
pub(super) fn queue(queue: &Queue, rows: &[Row], today: Date) -> String {
    let mut text = String::new();
    for group in queue.groups(rows) {
        let name = group.owner.map_or_else(
            || "No owner".to_owned(),
            |owner| format!("{} ({})", printable(&owner.name), printable(&owner.id)),
        );
        line(&mut text, &format!("{BOLD}{name}{PLAIN}: {}", counted(group.rows.len())));
        for row in group.rows {
            of_page(&mut text, row);
        }
        text.push('\n');
    }
    line(&mut text, &closing(rows, today));
    text
}

fn of_page(text: &mut String, row: &Row) {
    let colour = match row.state {
        State::Overdue => RED,
        State::DueSoon => YELLOW,
        _ => "",
    };
    let due = row.next_review_due.map_or_else(String::new, |due| due.to_string());
    let title = shortened(&printable(&row.title), WIDTH - BEFORE_TITLE);
    let state = state(row.state);
    let when = when(row);
    line(text, format!("  {colour}{state:<12}{PLAIN} {due:<10}  {when:<14}  {title}").trim_end());
    let updated = if is_updated_since(row) { ", updated since its last review" } else { "" };
    line(text, &format!("    {DIM}{}{PLAIN}{updated}", printable(&row.source)));
}

fn line(text: &mut String, line: &str) {
    writeln!(text, "{line}").expect("writing to a string cannot fail");
}

/// A state in the words of the queue.
pub(super) fn state(state: State) -> &'static str {
    match state {
        State::Overdue => "overdue",
        State::DueSoon => "due soon",
        State::Unreviewed => "not reviewed",
        State::Current => "current",
        State::Unset => "no date",
        State::Exempt => "exempt",
    }
}

/// How far the due date is away.
pub(super) fn when(row: &Row) -> String {
    match row.days_until_due {
        None => String::new(),
        Some(-1) => "yesterday".to_owned(),
        Some(0) => "today".to_owned(),
        Some(1) => "tomorrow".to_owned(),
        Some(days) if days < 0 => format!("{} days ago", days.unsigned_abs()),
        Some(days) => format!("in {days} days"),
    }
}

/// `3 pages on 2026-11-30: 1 overdue, 2 due soon`
fn closing(rows: &[Row], today: Date) -> String {
    if rows.is_empty() {
        return format!("Nothing is in the queue on {today}.");
    }
    let states =
        [State::Overdue, State::DueSoon, State::Unreviewed, State::Current, State::Unset, State::Exempt];
    let in_state = |wanted: State| (rows.iter().filter(|row| row.state == wanted).count(), state(wanted));
    let updated = (rows.iter().filter(|row| is_updated_since(row)).count(), "updated since the last review");
    let counts = states.into_iter().map(in_state).chain([updated]).filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts.map(|(count, what)| format!("{count} {what}")).collect();
    format!("{} on {today}: {}", counted(rows.len()), counts.join(", "))
}

pub(super) fn counted(pages: usize) -> String {
    if pages == 1 { "1 page".to_owned() } else { format!("{pages} pages") }
}

/// A text on one line, without what a terminal would obey.
pub(super) fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn shortened(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width - 1).collect();
    format!("{}…", kept.trim_end())
}
