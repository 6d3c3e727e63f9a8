//! Reading a signed text again: it must say exactly what was meant, and all else must be as it was.

use jiff::civil::Date;

use super::history::{Order, in_order};
use super::{NewEntry, Refusal, SignOff, new_entries, reviewed_on};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::{self, Document, FrontMatter, HistoryEntry, SignOffOutcome, Status, WrittenFrontMatter};
use crate::review::Fingerprint;
use crate::source::{SourceFile, Spanned};
use crate::tree::{Node, Value};

/// The keys that a sign-off may touch.
const OWN_KEYS: [&str; 6] =
    ["last_reviewed_on", "reviewed_by", "reviewed_text", "review_history", "next_review_on", "status"];

/// What front matter says about the review.
#[derive(PartialEq, Eq)]
struct Facts {
    last_reviewed_on: Option<Date>,
    reviewed_by: Option<String>,
    reviewed_text: Option<(Date, Fingerprint)>,
    next_review_on: Option<Date>,
    history: Vec<NewEntry>,
    status: Status,
}

/// Compares a signed text with what it was made from.
pub(super) fn check(
    document: &Document,
    before: &WrittenFrontMatter,
    sign_off: &SignOff,
    signed: &str,
) -> Result<(), Refusal> {
    let old = document.source.file.written();
    let new = SourceFile::new(old.name(), signed);
    let outcome = parse::written_front_matter(&new);
    let after = outcome.value;
    let said = &parse::written_front_matter(old).findings;
    let problem = if let Some(finding) = outcome.findings.iter().find(|finding| !is_known(finding, said)) {
        if finding.code == Code::FrontMatterTooLarge {
            let help = "remove the oldest entries of `review_history`, or move long notes to the page";
            return Err(Refusal::new(finding.message.clone(), help));
        }
        Some(finding.message.clone())
    } else if facts(&after.front_matter) != intended(document, sign_off) {
        Some("the review would read differently".to_owned())
    } else if others(before.node.as_ref()) != others(after.node.as_ref()) {
        Some("another key would read differently".to_owned())
    } else if !same_around(old.text(), before, signed, &after) {
        Some("the words of the page would change".to_owned())
    } else {
        None
    };
    match problem {
        None => Ok(()),
        Some(problem) => Err(Refusal::new(
            format!("its front matter is written in a form that cannot be edited safely: {problem}"),
            "write one key on each line, as in `last_reviewed_on: 2026-03-31`, and sign again",
        )),
    }
}

/// Whether the same was said of the text before.
fn is_known(finding: &Diagnostic, before: &[Diagnostic]) -> bool {
    before.iter().any(|known| known.code == finding.code && known.message == finding.message)
}

fn facts(front_matter: &FrontMatter) -> Facts {
    let review = &front_matter.review;
    Facts {
        last_reviewed_on: review.last_reviewed_on.as_ref().map(|date| date.value),
        reviewed_by: review.reviewed_by.as_ref().map(|by| by.value.clone()),
        reviewed_text: review
            .reviewed_text
            .as_ref()
            .map(|Spanned { value, .. }| (value.on, value.fingerprint.clone())),
        next_review_on: review.next_review_on.as_ref().map(|date| date.value),
        history: review.history.iter().map(entry).collect(),
        status: front_matter.status,
    }
}

fn entry(entry: &HistoryEntry) -> NewEntry {
    NewEntry {
        on: entry.on.value,
        by: entry.by.as_ref().map(|by| by.value.clone()),
        outcome: entry.outcome,
        note: entry.note.as_ref().map(|note| note.value.clone()),
    }
}

/// What the signed page is to say.
fn intended(document: &Document, sign_off: &SignOff) -> Facts {
    let mut intended = facts(&document.front_matter);
    if sign_off.outcome != SignOffOutcome::Minor {
        intended.last_reviewed_on = Some(sign_off.on);
        intended.reviewed_by = Some(sign_off.by.as_str().to_owned());
        intended.next_review_on = sign_off.next_review_on;
    }
    if sign_off.outcome == SignOffOutcome::Withdraw {
        intended.status = Status::Withdrawn;
    }
    intended.reviewed_text = Some((reviewed_on(document, sign_off), document.fingerprint()));
    let order = Order::of(&document.front_matter.review.history);
    let new = in_order(&new_entries(document, sign_off), order);
    let at = if order == Order::NewestFirst { 0 } else { intended.history.len() };
    intended.history.splice(at..at, new);
    intended
}

/// The keys that a sign-off must not touch, with their values as they are written.
fn others(node: Option<&Node>) -> Vec<(String, Node)> {
    let Some(Node { value: Value::Map(entries), .. }) = node else { return Vec::new() };
    let others = entries.iter().filter(|(key, _)| !OWN_KEYS.contains(&key.value.as_str()));
    others.map(|(key, node)| (key.value.clone(), without_places(node))).collect()
}

fn without_places(node: &Node) -> Node {
    let value = match &node.value {
        Value::List(items) => Value::List(items.iter().map(without_places).collect()),
        Value::Map(entries) => Value::Map(
            entries
                .iter()
                .map(|(key, node)| (Spanned::new(key.value.clone(), 0..0), without_places(node)))
                .collect(),
        ),
        value => value.clone(),
    };
    Node { span: 0..0, value }
}

/// Whether everything outside the front matter is the same to the byte.
fn same_around(old: &str, before: &WrittenFrontMatter, new: &str, after: &WrittenFrontMatter) -> bool {
    match (&before.yaml, &after.yaml) {
        (Some(before), Some(after)) => {
            old[..before.start] == new[..after.start] && old[before.end..] == new[after.end..]
        }
        (None, Some(_)) => {
            let body = &old[before.body..];
            new[after.body..].trim_start_matches(['\n', '\r']) == body.trim_start_matches(['\n', '\r'])
                && new.ends_with(body)
        }
        _ => false,
    }
}
