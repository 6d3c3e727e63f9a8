//! What only the whole book can tell about front matter: names that are not declared, keys that mean nothing,
//! dates that have not happened.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::{Parts, ThemeNames, page_finding};
use crate::diagnostic::{Code, Diagnostic, PageFindings, nearest};
use crate::parse::Document;
use crate::source::{SourceFile, Spanned};

/// How many places the warning about unknown keys names.
const MOST_PLACES: usize = 10;

/// Checks the front matter of every document, drafts too.
pub(super) fn front_matter(parts: &Parts<'_>, findings: &mut Vec<Diagnostic>) {
    for document in &parts.documents {
        future_dates(document, parts.clock_today, findings);
        kind(document, parts, findings);
        template(document, parts, findings);
    }
    for template in parts.config.kinds.values().filter_map(|kind| kind.template.as_ref()) {
        known_template(&parts.config.file, template, parts, findings);
    }
    unknown_keys(parts, findings);
}

/// Checks the names of the blocks in the body of a document.
pub(super) fn blocks(document: &Document, names: Option<&ThemeNames>, findings: &mut PageFindings) {
    let Some(ThemeNames { blocks: known, .. }) = names else { return };
    let unknown = document.facts.blocks.iter().filter(|block| !known.contains(&block.value));
    findings.extend(unknown.map(|block| unknown_block(document, block, known)));
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
    if !parts.config.declares_kinds || kinds.contains_key(&kind.value) {
        return;
    }
    let message = format!("there is no kind `{}` in this book", kind.value);
    let finding = page_finding(document, Code::PageUnknownKind, Some(kind.span.clone()), message);
    findings.push(finding.help(did_you_mean(&kind.value, kinds.keys().map(String::as_str), "the kinds are")));
}

fn template(document: &Document, parts: &Parts<'_>, findings: &mut Vec<Diagnostic>) {
    if let Some(template) = &document.front_matter.template {
        known_template(&document.source.file, template, parts, findings);
    }
}

fn known_template(
    file: &Arc<SourceFile>,
    template: &Spanned<String>,
    parts: &Parts<'_>,
    findings: &mut Vec<Diagnostic>,
) {
    let Some(names) = parts.names else { return };
    if !names.templates.contains(&template.value) {
        let message = format!("the theme has no template `{}`", template.value);
        let finding = Diagnostic::new(Code::PageUnknownTemplate, file, template.span.clone(), message);
        let known = names.templates.iter().map(String::as_str);
        findings.push(finding.help(did_you_mean(&template.value, known, "the templates are")));
    }
}

fn unknown_block(document: &Document, block: &Spanned<String>, names: &BTreeSet<String>) -> Diagnostic {
    let written = format!("[!{}]", block.value.to_uppercase());
    let message = format!("`{written}` is not a block that the theme knows");
    let finding = page_finding(document, Code::MarkdownUnknownBlock, Some(block.span.clone()), message);
    let known: Vec<String> = names.iter().map(|name| format!("[!{}]", name.to_uppercase())).collect();
    finding.help(did_you_mean(&written, known.iter().map(String::as_str), "the blocks are"))
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
