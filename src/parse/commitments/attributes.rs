//! The attributes of a commitment, at the end of the first text of its item:
//! `{#id owner=data due=2026-12-31 status="on track"}`.
//!
//! They are read from the text itself: smart punctuation and formatting would make something else of them.

use std::ops::Range;
use std::sync::Arc;

use super::super::fields::date_code;
use super::{Commitment, Identity};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::review::{Date, parse_date};
use crate::source::{SourceFile, Spanned};
use crate::strategy::CommitmentStatus;

/// Every key, in the order in which help names them.
const KEYS: [&str; 6] = ["owner", "due", "status", "status-on", "measure", "evidence"];

/// Keys that tell of progress, and not of what was promised.
const PROGRESS: [&str; 3] = ["status", "status-on", "evidence"];

/// What stands between the braces.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    /// None when they cannot be told apart.
    pub(super) values: Vec<Attribute>,
    /// With the braces.
    pub(super) span: Option<Range<usize>>,
    pub(super) progress: Vec<Range<usize>>,
}

/// One of them; an identifier has `#` for its key.
#[derive(Debug)]
pub(super) struct Attribute {
    key: Spanned<String>,
    value: Spanned<String>,
}

impl Attributes {
    /// Whether only a commitment can be meant.
    pub(super) fn is_of_commitment(&self) -> bool {
        self.values.iter().any(|attribute| KEYS.contains(&attribute.key.value.as_str()))
    }
}

/// The attributes at the end of the first text of an item that stands at `item`.
pub(super) fn find(text: &str, item: &Range<usize>) -> Option<Attributes> {
    let end = item.start + first_text(&text[item.clone()]).trim_end().len();
    let written = &text[item.start..end];
    if !written.ends_with('}') || written.ends_with("\\}") {
        return None;
    }
    let start = item.start + written.rfind('{')?;
    if text[..start].ends_with('\\') {
        return None;
    }
    let values = match split(text, start + 1..end - 1) {
        Some(values) => values,
        None if is_meant(&text[start + 1..end - 1]) => Vec::new(),
        None => return None,
    };
    let is_progress = |attribute: &&Attribute| PROGRESS.contains(&attribute.key.value.as_str());
    let place = |attribute: &Attribute| attribute.key.span.start..attribute.value.span.end;
    let progress = values.iter().filter(is_progress).map(place).collect();
    Some(Attributes { values, span: Some(start..end), progress })
}

/// Whether somebody meant attributes, though they cannot be told apart.
fn is_meant(inner: &str) -> bool {
    inner.trim_start().starts_with('#') || KEYS.iter().any(|key| inner.contains(&format!("{key}=")))
}

/// Attributes that stand elsewhere in an item than at the end of its first text, where they are words like all others.
pub(super) fn astray(text: &str, item: &Range<usize>) -> Option<Range<usize>> {
    let own = own_text(&text[item.clone()]);
    own.match_indices('{').find_map(|(start, _)| {
        let length = own[start..].find('}')? + 1;
        // Code shows attributes to people who learn about them.
        let is_code = own[..start].matches('`').count() % 2 == 1;
        let is_text = is_code || own[..start].ends_with('\\');
        let inner = &own[start + 1..start + length - 1];
        let is_named = KEYS.iter().any(|key| inner.contains(&format!("{key}=")));
        (is_named && !is_text).then(|| item.start + start..item.start + start + length)
    })
}

/// An item up to the list in it.
fn own_text(item: &str) -> &str {
    let lines = item.split_inclusive('\n').skip(1);
    let marks = ["- ", "* ", "+ ", "1. ", "1) "];
    let is_list = |line: &&str| marks.iter().any(|mark| line.trim_start().starts_with(mark));
    let first = item.split_inclusive('\n').next().map_or(0, str::len);
    let rest: usize = lines.take_while(|line| !is_list(line)).map(str::len).sum();
    &item[..first + rest]
}

/// The lines of an item up to a blank one, or one that begins something else.
fn first_text(item: &str) -> &str {
    let mut end = 0;
    for (index, line) in item.split_inclusive('\n').enumerate() {
        let words = line.trim_start();
        let begins =
            ["- ", "* ", "+ ", "> ", "```", "~~~", "1. ", "1) "].iter().any(|mark| words.starts_with(mark));
        if words.is_empty() || (index > 0 && begins) {
            break;
        }
        end += line.len();
    }
    &item[..end]
}

/// None when this is no list of attributes.
fn split(text: &str, span: Range<usize>) -> Option<Vec<Attribute>> {
    let mut values = Vec::new();
    let mut at = span.start;
    loop {
        let rest = &text[at..span.end];
        at += rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        if rest.is_empty() {
            return (!values.is_empty()).then_some(values);
        }
        if let Some(id) = rest.strip_prefix('#') {
            let length = id.find(char::is_whitespace).unwrap_or(id.len());
            let value = Spanned::new(id[..length].to_owned(), at + 1..at + 1 + length);
            values.push(Attribute { key: Spanned::new("#".to_owned(), at..at + 1), value });
            at += 1 + length;
            continue;
        }
        let (key, behind) = rest.split_once('=')?;
        if key.is_empty() || !key.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '_')) {
            return None;
        }
        let key = Spanned::new(key.to_ascii_lowercase().replace('_', "-"), at..at + key.len());
        let start = key.span.end + 1;
        let (value, length) = value(behind)?;
        values.push(Attribute { key, value: Spanned::new(value, start..start + length) });
        at = start + length;
    }
}

/// A value and how many bytes it takes as it is written.
fn value(text: &str) -> Option<(String, usize)> {
    let quotes = [('"', '"'), ('\'', '\''), ('“', '”')];
    let quoted = quotes.into_iter().find(|(open, _)| text.starts_with(*open));
    let Some((open, close)) = quoted else {
        let length = text.find(char::is_whitespace).unwrap_or(text.len());
        return Some((text[..length].to_owned(), length));
    };
    let inner = &text[open.len_utf8()..];
    let length = inner.find(close)?;
    let words = inner[..length].split_whitespace().collect::<Vec<_>>().join(" ");
    Some((words, open.len_utf8() + length + close.len_utf8()))
}

/// What is wrong with attributes that cannot be told apart.
pub(super) fn unreadable(file: &Arc<SourceFile>, span: Range<usize>) -> Diagnostic {
    let message = "what stands in these braces cannot be read";
    Diagnostic::new(Code::CommitmentInvalid, file, span, message)
        .help("write `{#id owner=… due=2026-12-31 status=\"on track\"}`, values with blanks in quotes")
}

/// Reads them into a commitment; what is wrong with one takes nothing from the others.
pub(super) fn read(
    file: &Arc<SourceFile>,
    values: Vec<Attribute>,
    commitment: &mut Commitment,
    findings: &mut Vec<Diagnostic>,
) {
    for Attribute { key, value } in values {
        let invalid = |message: String, help: String| {
            Diagnostic::new(Code::CommitmentInvalid, file, value.span.clone(), message).help(help)
        };
        if value.value.is_empty() {
            let message = format!("nothing is written behind `{}` here", key.value);
            findings.push(invalid(message, "write a value, or remove it".to_owned()));
            continue;
        }
        match key.value.as_str() {
            "#" if is_id(&value.value) => {
                commitment.id = value.value;
                commitment.identity = Identity::Given;
            }
            "#" => findings.push(invalid(
                format!("`{}` is not an identifier", value.value),
                "use letters, digits, `-`, `_` and `.` alone, such as `#one-list`".to_owned(),
            )),
            "owner" => commitment.owner = Some(value),
            "measure" => commitment.measure = Some(value),
            "evidence" => commitment.evidence = Some(value),
            "due" => commitment.due = date(file, value, findings),
            "status-on" => commitment.status_on = date(file, value, findings),
            "status" => match CommitmentStatus::parse(&value.value) {
                Some(status) => commitment.status = Some(Spanned::new(status, value.span)),
                None => findings.push(invalid(
                    format!("`{}` is not a status of a commitment", value.value),
                    status_help(&value.value),
                )),
            },
            other => {
                let help = match nearest(other, KEYS) {
                    Some(known) => format!("did you mean `{known}`?"),
                    None => format!("known here: #id, {}", KEYS.join(", ")),
                };
                let message = format!("a commitment has no `{other}`");
                findings.push(
                    Diagnostic::new(Code::CommitmentInvalid, file, key.span.clone(), message).help(help),
                );
            }
        }
    }
}

fn is_id(id: &str) -> bool {
    id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

fn status_help(written: &str) -> String {
    let words = CommitmentStatus::ALL.map(|status| status.as_str().replace('-', " "));
    match nearest(&written.to_lowercase(), words.iter().map(String::as_str)) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("write one of: {}", words.join(", ")),
    }
}

/// A date that cannot be trusted is an error wherever it stands.
fn date(
    file: &Arc<SourceFile>,
    value: Spanned<String>,
    findings: &mut Vec<Diagnostic>,
) -> Option<Spanned<Date>> {
    match parse_date(&value.value) {
        Ok(date) => Some(Spanned::new(date, value.span)),
        Err(mistake) => {
            let code = date_code(mistake.kind);
            findings.push(Diagnostic::new(code, file, value.span, mistake.message).help(mistake.help));
            None
        }
    }
}
