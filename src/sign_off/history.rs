//! Adding to `review_history` in the form in which the page has it.

use std::ops::Range;

use super::edits::{behind_comments, line_end, next_line};
use super::keys::{Entry, Keys};
use super::scalar::{Scalar, plain, text};
use super::{NewEntry, Refusal};
use crate::parse::HistoryEntry;
use crate::tree::{Node, Value};

const KEY: &str = "review_history";

/// Whether a page has the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum History {
    There,
    Missing,
}

/// How a history runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    OldestFirst,
    NewestFirst,
}

impl Order {
    /// That of the reviews which a page has; the newest comes first only where that can be seen.
    pub(super) fn of(history: &[HistoryEntry]) -> Self {
        let mut pairs = history.windows(2).map(|pair| (pair[0].on.value, pair[1].on.value));
        let falls = pairs.clone().any(|(first, second)| first > second);
        if falls && pairs.all(|(first, second)| first >= second) {
            Self::NewestFirst
        } else {
            Self::OldestFirst
        }
    }
}

/// Entries that are given oldest first, in the order of a history.
pub(super) fn in_order(entries: &[NewEntry], order: Order) -> Vec<NewEntry> {
    let mut entries = entries.to_vec();
    if order == Order::NewestFirst {
        entries.reverse();
    }
    entries
}

/// Adds reviews, oldest first, to the history that the page has, in its order.
pub(super) fn append(keys: &mut Keys<'_>, entries: &[NewEntry], order: Order) -> Result<History, Refusal> {
    let entries = &in_order(entries, order)[..];
    let Some(entry) = keys.entry(KEY) else { return Ok(History::Missing) };
    let node = &entry.1;
    let written = &keys.text[node.span.clone()];
    match &node.value {
        Value::List(items) if items.is_empty() && is_blank(written) => fill(keys, entry, entries),
        Value::List(items) if written.starts_with('[') => {
            let new = in_flow(entries);
            match (items.last(), order) {
                (None, _) => keys.edits.insert(node.span.start + 1, new),
                (Some(last), Order::OldestFirst) => keys.edits.insert(last.span.end, format!(", {new}")),
                (Some(_), Order::NewestFirst) => keys.edits.insert(items[0].span.start, format!("{new}, ")),
            }
        }
        Value::List(items) => {
            let dash = dash(keys.text, entry, items).ok_or_else(not_a_list)?;
            let padding = &keys.text[dash.clone()];
            let at = match order {
                Order::OldestFirst => behind_comments(keys.text, keys.lines(entry).end, padding.len()),
                Order::NewestFirst => dash.start,
            };
            add_items(keys, at, padding, entries);
        }
        // A single review; a list of one has no order.
        Value::Map(_) if written.starts_with('{') => {
            keys.edits.insert(node.span.start, "[");
            keys.edits.insert(node.span.end, format!(", {}]", in_flow(entries)));
        }
        _ => return Err(not_a_list()),
    }
    Ok(History::There)
}

/// Begins the history of a page that has none.
pub(super) fn begin(keys: &mut Keys<'_>, entries: &[NewEntry]) {
    keys.add(&format!("{KEY}:"));
    let at = keys.next();
    add_items(keys, at, &below(keys.indent), entries);
}

/// Begins a list below a key whose brackets are empty.
fn fill(keys: &mut Keys<'_>, (key, node): &Entry, entries: &[NewEntry]) {
    // The blanks behind the colon go with the brackets.
    let colon = keys.text[..node.span.start].trim_end_matches([' ', '\t']).len();
    keys.edits.remove(colon.max(key.span.end)..node.span.end);
    let at = next_line(keys.text, node.span.end);
    add_items(keys, at, &below(keys.indent), entries);
}

/// What stands in front of the dash of the first item, from the beginning of its line.
fn dash(text: &str, (key, _): &Entry, items: &[Node]) -> Option<Range<usize>> {
    let first = line_end(text, items.first()?.span.start);
    let mut start = next_line(text, key.span.end);
    while start < first {
        let line = &text[start..line_end(text, start)];
        let words = line.trim_start_matches(' ');
        if words.starts_with('-') {
            return Some(start..start + line.len() - words.len());
        }
        start = next_line(text, start);
    }
    None
}

/// Items with a dash, one key on a line.
fn add_items(keys: &mut Keys<'_>, at: usize, padding: &str, entries: &[NewEntry]) {
    let line_end = keys.line_end;
    for entry in entries {
        let fields = fields(entry).into_iter().enumerate();
        let lines = fields.map(|(index, (name, value))| {
            let mark = if index == 0 { "- " } else { "  " };
            format!("{padding}{mark}{name}: {}{line_end}", value.in_block())
        });
        keys.edits.insert(at, lines.collect::<String>());
    }
}

/// The entries between braces.
fn in_flow(entries: &[NewEntry]) -> String {
    let item = |entry: &NewEntry| {
        let fields: Vec<String> =
            fields(entry).iter().map(|(name, value)| format!("{name}: {}", value.in_flow())).collect();
        format!("{{ {} }}", fields.join(", "))
    };
    entries.iter().map(item).collect::<Vec<_>>().join(", ")
}

fn fields(entry: &NewEntry) -> Vec<(&'static str, Scalar)> {
    let mut fields = vec![("on", plain(entry.on))];
    fields.extend(entry.by.as_ref().map(|by| ("by", text(by))));
    fields.extend(entry.outcome.map(|outcome| ("outcome", plain(outcome.as_str()))));
    fields.extend(entry.note.as_ref().map(|note| ("note", text(note))));
    fields
}

fn below(indent: &str) -> String {
    format!("{indent}  ")
}

/// Whether nothing but blanks stands between brackets.
fn is_blank(brackets: &str) -> bool {
    brackets.trim_matches(['[', ']', ' ', '\t']).is_empty()
}

fn not_a_list() -> Refusal {
    Refusal::new(
        "`review_history` is written in a form that cannot be added to",
        "write each review as an item of a list, such as `- on: 2026-03-31`",
    )
}
