//! Nodes into [`FrontMatter`]: every key that Duly knows, and what is wrong with its value.
//!
//! Nothing here looks beyond the page. Whether a kind, an owner or a linked page exists is asked when the
//! whole book is known.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use jiff::civil::Date;

use super::fences::begins_with_key;
use super::front_matter::{
    ControlFields, FrontMatter, HistoryEntry, ReviewFields, ReviewedText, SignOffOutcome, Status,
};
use crate::diagnostic::{Code, Outcome};
use crate::review::{Cadence, Fingerprint, Mistake, MistakeKind, parse_date};
use crate::source::{SourceFile, Spanned};
use crate::tree::{Codes, Fields, Node, Reader, Value};

const CODES: Codes = Codes {
    invalid_value: Code::FrontMatterInvalidValue,
    empty_value: Code::FrontMatterEmptyValue,
    unknown_key: Code::FrontMatterUnknownKey,
};

/// Keys of the GOV.UK tech-docs template that have no meaning here: Duly finds a page's parent and layout by
/// itself, links no Slack workspace, and tells of reviews as the whole book does.
const IGNORED_ON_PURPOSE: [&str; 6] =
    ["layout", "parent", "owner_slack_workspace", "show_expiry", "show_review_banner", "multipage_nav"];

/// Keys of other generators that look like a slip of one of ours and are none.
const NO_SLIPS: [&str; 4] = ["height", "supported", "tag", "versions"];

/// Keys that people write for one of ours, too far from it in letters to be found as a slip. A page that
/// says when it was reviewed must never read as one that does not.
const OTHER_NAMES: [(&str, &str); 17] = [
    ("date_last_reviewed", "`last_reviewed_on`"),
    ("date_reviewed", "`last_reviewed_on`"),
    ("last_review", "`last_reviewed_on`"),
    ("last_reviewed_by", "`reviewed_by`"),
    ("review_by", "`next_review_on`"),
    ("review_cycle", "`review_in`"),
    ("review_date", "`last_reviewed_on` or `next_review_on`"),
    ("review_due", "`next_review_on`"),
    ("review_every", "`review_in`"),
    ("review_frequency", "`review_in`"),
    ("review_interval", "`review_in`"),
    ("review_on", "`next_review_on`"),
    ("review_period", "`review_in`"),
    ("reviewed", "`last_reviewed_on`"),
    ("reviewed_at", "`last_reviewed_on`"),
    ("reviewed_date", "`last_reviewed_on`"),
    ("reviewed_on", "`last_reviewed_on`"),
];

/// How other generators say that a page is not to be published, with the value that says so.
const OTHER_DRAFTS: [(&str, bool); 2] = [("draft", true), ("published", false)];

/// Reads the front matter of a page from its nodes. What is wrong with one key takes nothing from the others.
pub(super) fn read(file: &Arc<SourceFile>, node: &Node) -> Outcome<FrontMatter> {
    let reader = Reader::new(file, CODES);
    let front_matter = match &node.value {
        Value::Empty => FrontMatter::default(),
        Value::Map(_) => reader.fields(node).map(|mut fields| keys(&mut fields)).unwrap_or_default(),
        _ => {
            refuse_prose(&reader, file, node);
            FrontMatter::default()
        }
    };
    Outcome::new(front_matter, reader.into_findings())
}

fn keys(fields: &mut Fields) -> FrontMatter {
    let mut front_matter = FrontMatter {
        review: review(fields),
        control: control(fields),
        supports: fields.texts("supports"),
        extra: extra(fields),
        ..FrontMatter::default()
    };
    identity(fields, &mut front_matter);
    lifecycle(fields, &mut front_matter);
    address(fields, &mut front_matter);
    presentation(fields, &mut front_matter);
    for key in IGNORED_ON_PURPOSE {
        fields.node(key);
    }
    if other_draft(fields) {
        front_matter.status = Status::Draft;
    }
    front_matter.unknown_keys = unknown_keys(fields);
    front_matter
}

/// What the page is and whose.
fn identity(fields: &mut Fields, front_matter: &mut FrontMatter) {
    front_matter.title = fields.text("title");
    front_matter.description = fields.text("description");
    front_matter.kind = fields.text("kind");
    front_matter.owners = fields.texts("owner");
    front_matter.owner_slack = fields.text("owner_slack");
    front_matter.language = fields.with("language", Reader::language);
    front_matter.tags = fields.texts("tags");
}

/// When somebody last stood by the page, and until when that holds.
fn review(fields: &mut Fields) -> ReviewFields {
    ReviewFields {
        last_reviewed_on: fields.with("last_reviewed_on", date),
        reviewed_by: fields.text("reviewed_by"),
        review_in: fields.with("review_in", cadence),
        next_review_on: fields.with("next_review_on", date),
        history: fields.list("review_history", history_entry),
        reviewed_text: fields.with("reviewed_text", reviewed_text),
    }
}

fn control(fields: &mut Fields) -> ControlFields {
    ControlFields {
        version: fields.text("version"),
        approved_by: fields.text("approved_by"),
        approved_on: fields.with("approved_on", date),
        effective_on: fields.with("effective_on", date),
        impact_assessment: fields.text("impact_assessment"),
        replaces: fields.text("replaces"),
    }
}

/// Where the page stands in its life.
fn lifecycle(fields: &mut Fields, front_matter: &mut FrontMatter) {
    front_matter.status =
        fields.choice("status", &Status::ALL.map(|status| (status.as_str(), status))).unwrap_or_default();
    front_matter.superseded_by = fields.text("superseded_by");
    front_matter.phase = fields.text("phase");
}

/// Whether the page is a draft in the way of another generator. It must not be published until its author has
/// said which it is, whatever the weight of the finding.
fn other_draft(fields: &mut Fields) -> bool {
    let mut is_draft = false;
    for (key, value) in OTHER_DRAFTS {
        let entry = fields.entry(key).filter(|(_, node)| node.value.as_yes_or_no() == Some(value));
        let Some((written, node)) = entry else { continue };
        fields.node(key);
        let span = written.span.start..node.span.end;
        let message = format!("`{key}` is not how a page is kept back here");
        let finding = fields.reader().finding(Code::FrontMatterMisspeltKey, span, message);
        fields.reader().report(finding.help("write `status: draft`"));
        is_draft = true;
    }
    is_draft
}

/// Where the page is found, and where it was.
fn address(fields: &mut Fields, front_matter: &mut FrontMatter) {
    front_matter.old_paths = fields.texts("old_paths");
    front_matter.old_paths.extend(fields.texts("aliases"));
    front_matter.source_url = fields.text("source_url");
}

/// How the page is shown and who may find it.
fn presentation(fields: &mut Fields, front_matter: &mut FrontMatter) {
    front_matter.weight = fields.integer("weight");
    front_matter.hide_in_navigation = fields.boolean("hide_in_navigation").unwrap_or_default();
    front_matter.prevent_indexing = fields.boolean("prevent_indexing").unwrap_or_default();
    front_matter.search = fields.boolean("search");
    front_matter.glossary_links = fields.boolean("glossary_links");
    front_matter.template = fields.text("template");
}

/// What templates get as it is.
fn extra(fields: &mut Fields) -> Vec<(Spanned<String>, Node)> {
    let Some(node) = fields.node("extra") else {
        return Vec::new();
    };
    fields.reader().fields(node).map(|mut extra| extra.own_keys().to_vec()).unwrap_or_default()
}

/// The keys that mean nothing here. One that is a slip of a known key is an error at once.
fn unknown_keys(fields: &Fields) -> Vec<Spanned<String>> {
    let mut unknown = Vec::new();
    for key in fields.unknown() {
        match meant(fields, &key.value) {
            Some(known) => misspelt(fields.reader(), key, format!("did you mean {known}?")),
            None => unknown.push(key.clone()),
        }
    }
    unknown
}

/// What somebody who wrote `key` meant, in backticks.
fn meant(fields: &Fields, key: &str) -> Option<String> {
    let folded = key.to_lowercase().replace(['-', ' '], "_");
    if let Some((_, known)) = OTHER_NAMES.iter().find(|(name, _)| *name == folded) {
        return Some((*known).to_owned());
    }
    let known = fields.nearest(key).filter(|_| !NO_SLIPS.contains(&key))?;
    Some(format!("`{known}`"))
}

fn misspelt(reader: &Reader, key: &Spanned<String>, help: String) {
    let message = format!("`{}` is not a known key", key.value);
    reader.report(reader.finding(Code::FrontMatterMisspeltKey, key.span.clone(), message).help(help));
}

fn date(reader: &Reader, node: &Node) -> Option<Spanned<Date>> {
    let text = reader.text(node)?;
    understood(reader, node, parse_date(&text.value))
}

fn cadence(reader: &Reader, node: &Node) -> Option<Spanned<Cadence>> {
    let text = reader.text(node)?;
    understood(reader, node, Cadence::parse(&text.value))
}

fn understood<T>(reader: &Reader, node: &Node, result: Result<T, Mistake>) -> Option<Spanned<T>> {
    let mistake = match result {
        Ok(value) => return Some(Spanned::new(value, node.span.clone())),
        Err(mistake) => mistake,
    };
    let code = date_code(mistake.kind);
    reader.report(reader.finding(code, node.span.clone(), mistake.message).help(mistake.help));
    None
}

/// The code under which a mistake in a date or a cadence is reported, wherever it stands.
pub(super) fn date_code(kind: MistakeKind) -> Code {
    match kind {
        MistakeKind::NotIso => Code::DateNotIso,
        MistakeKind::Ambiguous => Code::DateAmbiguous,
        MistakeKind::Impossible => Code::DateImpossible,
        MistakeKind::Cadence => Code::CadenceInvalid,
    }
}

/// One review of the past. Its keys are Duly's own, so an unknown one can only be a mistake.
fn history_entry(reader: &Reader, node: &Node) -> Option<HistoryEntry> {
    if !matches!(node.value, Value::Map(_) | Value::Empty) {
        let help = "write `- on: 2026-03-31`, and `by`, `outcome` and `note` in the lines below it";
        reader.invalid(node.span.clone(), "a review is written as keys and values", help);
        return None;
    }
    let mut fields = reader.fields(node)?;
    let has_date = fields.node("on").is_some();
    let on = fields.with("on", date);
    let by = fields.text("by");
    let outcome = fields.choice("outcome", &SignOffOutcome::ALL.map(|outcome| (outcome.as_str(), outcome)));
    let note = fields.text("note");
    for key in fields.unknown() {
        let help = match fields.nearest(&key.value) {
            Some(known) => format!("did you mean `{known}`?"),
            None => "known here: on, by, outcome, note".to_owned(),
        };
        misspelt(reader, key, help);
    }
    if !has_date {
        let help = "write the day of the review, such as `on: 2026-03-31`";
        reader.invalid(node.span.clone(), "this review has no date", help);
    }
    Some(HistoryEntry { on: on?, by, outcome, note })
}

/// `DATE VERSION:FINGERPRINT`.
fn reviewed_text(reader: &Reader, node: &Node) -> Option<Spanned<ReviewedText>> {
    let text = reader.text(node)?;
    let parsed = parse_reviewed_text(&text.value);
    if parsed.is_none() {
        let help = "remove the line; `duly sign` writes it anew at the next review";
        reader.invalid(node.span.clone(), "this is not what `duly sign` writes here", help);
    }
    parsed.map(|value| Spanned::new(value, node.span.clone()))
}

fn parse_reviewed_text(text: &str) -> Option<ReviewedText> {
    let (date, stamp) = text.split_once(' ')?;
    Some(ReviewedText { on: parse_date(date).ok()?, fingerprint: Fingerprint::parse(stamp)? })
}

/// A block between fences that holds no keys: a typing slip, or two rules with prose between them.
fn refuse_prose(reader: &Reader, file: &SourceFile, node: &Node) {
    let help = if begins_with_key(&file.text()[node.span.clone()]) {
        "leave a space behind the colon: `title: Culture`"
    } else {
        "if the `---` above is a rule and not front matter, leave a blank line above it"
    };
    let message = "front matter is made of keys and values, such as `title: Culture`";
    reader.report(reader.finding(Code::FrontMatterSyntax, node.span.clone(), message).help(help));
}
