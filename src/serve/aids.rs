//! What helps those who write: findings as the terminal shows them, the source of a page, and how its review stands.

use std::path::Path;

use serde_json::{Value, json};

use super::Editor;
use super::shown::{Found, Preview, Shown};
use crate::diagnostic::{Colour, Diagnostic, human, summary};
use crate::link::{Page, encoded};
use crate::parse::{Document, ReviewedText, Status};
use crate::review::Date;
use crate::sign_off::{self, Reviewer};

/// How many findings the overlay shows; the terminal tells of more.
const MOST_FINDINGS: usize = 50;

/// How many errors, warnings and notes there are. The machine's trouble counts as an error.
pub(super) fn counts(shown: &Shown) -> [usize; 3] {
    let [errors, warnings, notes] = shown.findings.counts;
    [errors + usize::from(shown.trouble.is_some()), warnings, notes]
}

/// Differs when the findings do.
pub(super) fn stamp(shown: &Shown) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(shown.trouble.as_deref().unwrap_or_default().as_bytes());
    hasher.update(shown.findings.stamp.as_bytes());
    hasher.finalize().to_hex()[..16].to_owned()
}

/// All findings for the overlay, errors first.
pub(super) fn findings(preview: &Preview, shown: &Shown) -> String {
    let mut sorted: Vec<&Diagnostic> = shown.findings.all.iter().collect();
    sorted.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let listed: Vec<Value> = sorted.iter().take(MOST_FINDINGS).map(|f| finding(preview, f)).collect();
    let others = sorted.len().saturating_sub(MOST_FINDINGS);
    let trouble = shown.trouble.as_ref();
    let trouble = trouble.map(|text| json!({ "severity": "error", "text": text, "place": "", "open": null }));
    let all: Vec<Value> = trouble.into_iter().chain(listed).collect();
    json!({ "summary": summary(&shown.findings.all), "findings": all, "others": others }).to_string()
}

fn finding(preview: &Preview, finding: &Diagnostic) -> Value {
    let place = &finding.place;
    let position = place.file.position(place.span.start);
    let name = place.file.name();
    json!({
        "severity": finding.severity.as_str(),
        "text": human(finding, Colour::Never).trim_end(),
        "place": format!("{name}:{}:{}", position.line, position.column),
        "open": open(preview, name, position.line, position.column),
    })
}

/// The link that opens a file in the author's editor.
fn open(preview: &Preview, name: &str, line: usize, column: usize) -> Option<String> {
    let is_file = !name.starts_with('(') && !Path::new(name).is_absolute();
    match preview.editor {
        Editor::VsCode if is_file => {
            let path = preview.root.join(name);
            let path = encoded(&path.to_string_lossy().replace('\\', "/"));
            Some(format!("vscode://file/{}:{line}:{column}", path.trim_start_matches('/')))
        }
        _ => None,
    }
}

/// What is known of the page at an output path: where its source is and how its review stands.
pub(super) fn page(preview: &Preview, shown: &Shown, path: &str) -> Option<String> {
    let page = find(preview, shown, path)?;
    let document = page.document.as_ref()?;
    let source = document.source.file.name();
    let site = &shown.book.as_ref()?.site;
    let fields = &document.front_matter.review;
    Some(
        json!({
            "source": source,
            "open": open(preview, source, 1, 1),
            "record_review": site.review_form(page),
            "new_page": site.new_page_editor(page),
            "draft": page.status == Status::Draft,
            "review": {
                "state": page.review.state.as_str(),
                "last_reviewed_on": page.review.last_reviewed.map(|date| date.to_string()),
                "reviewed_by": page.reviewed_by,
                "due": page.review.due.map(|date| date.to_string()),
                "evidence": page.evidence.map(crate::review::Evidence::as_str),
                "reviewed_text": fields.reviewed_text.as_ref().map(|text| written(&text.value)),
            },
            "sign": sign(document, shown.clock_today?),
        })
        .to_string(),
    )
}

/// What `duly sign` would record today, or why it would not.
fn sign(document: &Document, today: Date) -> Value {
    let recorded = Reviewer::new("Somebody").and_then(|by| sign_off::would_record(document, by, today));
    match recorded {
        Ok(review) => json!({
            "command": format!("duly sign {} --by \"…\"", document.source.file.name()),
            "last_reviewed_on": review.last_reviewed_on.map(|date| date.value.to_string()),
            "reviewed_text": review.reviewed_text.map(|text| written(&text.value)),
        }),
        Err(refusal) => json!({ "refusal": refusal.to_string() }),
    }
}

fn written(text: &ReviewedText) -> String {
    format!("{} {}", text.on, text.fingerprint)
}

/// The text of the page at an output path, as it is in memory.
pub(super) fn source(shown: &Shown, path: &str) -> Option<String> {
    let book = shown.book.as_ref()?;
    let page = book.site.pages.iter().find(|page| page.output_path() == path)?;
    Some(page.document.as_ref()?.source.file.written().text().to_owned())
}

fn find<'s>(preview: &Preview, shown: &'s Shown, path: &str) -> Option<&'s Page> {
    let Found::Made(rendered) = preview.find(shown, path)? else { return None };
    Some(shown.book.as_ref()?.site.page(rendered.page?))
}
