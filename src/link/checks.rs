//! What only the whole book can tell about front matter: names that are not declared, keys that mean nothing,
//! dates that have not happened.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Parts, page_finding};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::parse::Document;
use crate::source::Spanned;

/// How many places the warning about unknown keys names.
const MOST_PLACES: usize = 10;

/// Checks the front matter of every document, drafts too.
pub(super) fn documents(parts: &Parts<'_>, findings: &mut Vec<Diagnostic>) {
    for document in &parts.documents {
        future_dates(document, parts.clock_today, findings);
        kind(document, parts, findings);
        theme_names(document, parts, findings);
    }
    unknown_keys(parts, findings);
}

fn future_dates(document: &Document, today: Date, findings: &mut Vec<Diagnostic>) {
    let review = &document.front_matter.review;
    let reviewed = review.last_reviewed_on.iter().chain(review.history.iter().map(|entry| &entry.on));
    for date in reviewed.filter(|date| date.value > today) {
        let message = format!("a review on {} has not happened yet: today is {today}", date.value);
        let finding = page_finding(document, Code::DateInFuture, Some(date.span.clone()), message);
        findings.push(
            finding.help("write the day on which somebody read the page; `next_review_on` is for the future"),
        );
    }
}

fn kind(document: &Document, parts: &Parts<'_>, findings: &mut Vec<Diagnostic>) {
    let kinds = &parts.config.kinds;
    let Some(kind) = &document.front_matter.kind else { return };
    if kinds.is_empty() || kinds.contains_key(&kind.value) {
        return;
    }
    let message = format!("there is no kind `{}` in this book", kind.value);
    let finding = page_finding(document, Code::PageUnknownKind, Some(kind.span.clone()), message);
    findings.push(finding.help(did_you_mean(&kind.value, kinds.keys().map(String::as_str), "the kinds are")));
}

fn theme_names(document: &Document, parts: &Parts<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(names) = parts.names else { return };
    if let Some(template) = &document.front_matter.template
        && !names.templates.contains(&template.value)
    {
        let message = format!("the theme has no template `{}`", template.value);
        let finding = page_finding(document, Code::PageUnknownTemplate, Some(template.span.clone()), message);
        let known = names.templates.iter().map(String::as_str);
        findings.push(finding.help(did_you_mean(&template.value, known, "the templates are")));
    }
    for block in document.facts.blocks.iter().filter(|block| !names.blocks.contains(&block.value)) {
        let message = format!("`[!{}]` is not a block that the theme knows", block.value.to_uppercase());
        let finding = page_finding(document, Code::MarkdownUnknownBlock, Some(block.span.clone()), message);
        let known: Vec<String> =
            names.blocks.iter().map(|name| format!("[!{}]", name.to_uppercase())).collect();
        let known = known.iter().map(String::as_str);
        let written = format!("[!{}]", block.value.to_uppercase());
        findings.push(finding.help(did_you_mean(&written, known, "the blocks are")));
    }
}

/// "did you mean", or the list of what there is.
pub(super) fn did_you_mean<'a>(
    word: &str,
    known: impl Iterator<Item = &'a str> + Clone,
    otherwise: &str,
) -> String {
    match nearest(word, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("{otherwise}: {}", known.collect::<Vec<_>>().join(", ")),
    }
}

/// One warning for the whole book that names where each unknown key stands.
fn unknown_keys(parts: &Parts<'_>, findings: &mut Vec<Diagnostic>) {
    let ignored = |key: &Spanned<String>| parts.config.ignored_keys.contains(&key.value);
    let mut places: Vec<(&Arc<Document>, &Spanned<String>)> = Vec::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for document in &parts.documents {
        for key in document.front_matter.unknown_keys.iter().filter(|key| !ignored(key)) {
            places.push((document, key));
            *counts.entry(&key.value).or_default() += 1;
        }
    }
    let Some(((document, key), others)) = places.split_first() else { return };
    let listed: Vec<String> = counts.iter().map(|(key, count)| format!("`{key}` ({count})")).collect();
    let message = format!("keys that Duly does not know, and how often they are used: {}", listed.join(", "));
    let mut finding = page_finding(document, Code::FrontMatterUnknownKey, Some(key.span.clone()), message);
    for (document, key) in others.iter().take(MOST_PLACES - 1) {
        finding = finding.also(&document.source.file, key.span.clone(), "");
    }
    let quoted: Vec<String> = counts.keys().map(|key| format!("\"{key}\"")).collect();
    findings.push(finding.help(format!(
        "put what templates need under `extra:`, or write `ignore = [{}]` under `[front-matter]` in book.toml",
        quoted.join(", ")
    )));
}
