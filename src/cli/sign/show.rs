//! What somebody is to know before they sign: what changed since the last review, and what will be public.

use std::io::{self, Write};
use std::time::Duration;

use anstream::AutoStream;
use similar::{ChangeTag, InlineChange, TextDiff};

use super::history::{Compared, Past};
use crate::config::ReviewConfig;
use crate::diagnostic::printable;
use crate::parse::{Document, SignOffOutcome};
use crate::sign_off::SignOff;

/// A difference of more lines is cut: nobody reads it on a terminal.
const MOST_LINES: usize = 1_000;

/// After that a difference may be longer than it need be.
const PATIENCE: Duration = Duration::from_secs(2);

const BOLD: &str = "\u{1b}[1m";
const RED: &str = "\u{1b}[31m";
const GREEN: &str = "\u{1b}[32m";
const DIM: &str = "\u{1b}[2m";
const RESET: &str = "\u{1b}[0m";

/// Which page it is, and what is known of it since its last review.
pub(super) fn page(document: &Document, past: &Past) -> io::Result<()> {
    let mut out = AutoStream::auto(io::stderr());
    let name = printable(document.source.file.name());
    writeln!(out, "{BOLD}{name}{RESET}: {}", printable(&document.title))?;
    let review = &document.front_matter.review;
    let Some(last) = &review.last_reviewed_on else {
        return writeln!(out, "It has not been reviewed before.");
    };
    let by = review.reviewed_by.as_ref().map(|by| format!(" by {}", printable(&by.value)));
    let words = match past.words {
        Compared::Same => " Its words are the same as then.",
        Compared::Changed => " Its words have changed since.",
        Compared::Unknown => "",
    };
    writeln!(out, "Last reviewed on {}{}.{words}", last.value, by.unwrap_or_default())?;
    match &past.version {
        Ok(version) => {
            let commit = version.commit.get(..7).unwrap_or(&version.commit);
            writeln!(out, "{DIM}Since commit {commit}, which brought in that review:{RESET}")?;
            difference(&mut out, &version.text, document.source.file.written().text())
        }
        Err(reason) => {
            // Git may say more below; the first line says what is the matter.
            let reason = printable(reason.lines().next().unwrap_or_default());
            writeln!(out, "What has changed since cannot be shown: {reason}.")
        }
    }
}

/// What will be written and who will see it.
pub(super) fn plan(document: &Document, sign_off: &SignOff, config: &ReviewConfig) -> io::Result<()> {
    let mut out = AutoStream::auto(io::stderr());
    writeln!(out, "\nThis will be written into the page, for everybody who sees the file:")?;
    for (label, value) in facts(document, sign_off) {
        writeln!(out, "  {label:<17} {}", printable(&value))?;
    }
    let review = &document.front_matter.review;
    if let (Some(old), None) = (&review.next_review_on, sign_off.next_review_on)
        && sign_off.outcome != SignOffOutcome::Minor
    {
        writeln!(out, "`next_review_on: {}` was set for the review before, and is removed.", old.value)?;
    }
    if config.show_reviewer {
        writeln!(out, "The site prints the name: `[review] show-reviewer` is true.")
    } else {
        writeln!(out, "The site does not print the name: `[review] show-reviewer` is false.")
    }
}

fn facts(document: &Document, sign_off: &SignOff) -> Vec<(&'static str, String)> {
    let mut facts = match (&document.front_matter.review.last_reviewed_on, sign_off.outcome) {
        (Some(last), SignOffOutcome::Minor) => {
            vec![("corrected on", format!("{} (the review of {} stands)", sign_off.on, last.value))]
        }
        _ => vec![("reviewed on", sign_off.on.to_string())],
    };
    facts.push(("by", sign_off.by.as_str().to_owned()));
    facts.push(("outcome", sign_off.outcome.as_str().to_owned()));
    facts.extend(sign_off.note.as_ref().map(|note| ("note", note.as_str().to_owned())));
    facts.extend(sign_off.next_review_on.map(|next| ("next review on", next.to_string())));
    if sign_off.outcome == SignOffOutcome::Withdraw {
        facts.push(("status", "withdrawn".to_owned()));
    }
    facts
}

/// The lines that differ with three around them, their changed words in bold.
fn difference(out: &mut impl Write, old: &str, new: &str) -> io::Result<()> {
    // A checkout may have other line ends than the repository; nobody wrote those.
    let (old, new) = (with_line_feeds(old), with_line_feeds(new));
    let difference = TextDiff::configure().timeout(PATIENCE).diff_lines(&old, &new);
    let groups = difference.grouped_ops(3);
    if groups.is_empty() {
        return writeln!(out, "  (nothing)");
    }
    let mut written = 0;
    for (index, group) in groups.iter().enumerate() {
        if index > 0 {
            writeln!(out, "{DIM}  …{RESET}")?;
        }
        for change in group.iter().flat_map(|op| difference.iter_inline_changes(op)) {
            written += 1;
            if written > MOST_LINES {
                return writeln!(out, "{DIM}  … and more: `git diff` shows all of it{RESET}");
            }
            line(out, &change)?;
        }
    }
    Ok(())
}

fn line(out: &mut impl Write, change: &InlineChange<'_, str>) -> io::Result<()> {
    let (mark, colour) = match change.tag() {
        ChangeTag::Delete => ('-', RED),
        ChangeTag::Insert => ('+', GREEN),
        ChangeTag::Equal => (' ', ""),
    };
    write!(out, "{colour}{mark} ")?;
    for (is_changed, words) in change.values() {
        let words = printable(words.trim_end_matches('\n'));
        if *is_changed && !words.is_empty() {
            write!(out, "{BOLD}{words}{RESET}{colour}")?;
        } else {
            write!(out, "{words}")?;
        }
    }
    writeln!(out, "{}", if colour.is_empty() { "" } else { RESET })
}

fn with_line_feeds(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}
