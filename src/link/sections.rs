//! Whether a page has the sections that its kind asks for: each once, in order and with something in it.

use super::page_finding;
use crate::diagnostic::{Code, Diagnostic, PageFindings, nearest};
use crate::parse::{Document, Heading, HeadingPlace};
use crate::strategy::{Kind, plain};

/// A heading of the second level that is one of those that the kind asks for.
struct Found<'d> {
    /// The index of the section in [`Kind::sections`].
    section: usize,
    heading: &'d Heading,
    /// Whether another one before it is the same section.
    again: bool,
    /// Where its content ends in the file.
    end: usize,
}

/// Checks the sections of a page in force.
pub(super) fn check(document: &Document, kind: &Kind, findings: &mut PageFindings) {
    if kind.sections.is_empty() {
        return;
    }
    let found = found(document, kind);
    for section in 0..kind.sections.len() {
        match found.iter().find(|found| found.section == section) {
            None => findings.push(missing(document, kind, section, &found)),
            Some(first) => {
                let others = found.iter().filter(|found| found.again && found.section == section);
                findings.extend(others.map(|other| repeated(document, first, other)));
            }
        }
    }
    findings
        .extend(found.iter().filter(|found| is_empty(document, found)).map(|found| empty(document, found)));
    findings.extend(out_of_order(document, kind, &found));
}

fn found<'d>(document: &'d Document, kind: &Kind) -> Vec<Found<'d>> {
    let headings: Vec<&Heading> = headings(document).collect();
    let mut all: Vec<Found<'d>> = Vec::new();
    for (index, heading) in headings.iter().enumerate() {
        let Some(section) = kind.section_of(&heading.text) else { continue };
        let again = all.iter().any(|found| found.section == section);
        let end = headings.get(index + 1).map_or(document.source.file.text().len(), |next| next.span.start);
        all.push(Found { section, heading, again, end });
    }
    all
}

/// The headings of the second level.
fn headings(document: &Document) -> impl Iterator<Item = &Heading> {
    let of_body = |heading: &&Heading| heading.place == HeadingPlace::Body && heading.level == 2;
    document.facts.headings.iter().filter(of_body)
}

fn missing(document: &Document, kind: &Kind, section: usize, found: &[Found<'_>]) -> Diagnostic {
    let wanted = &kind.sections[section].heading;
    let message = format!("this page has no section “{wanted}”, which every page of its kind has");
    let finding = |heading: Option<&Heading>| {
        let span = heading.map(|heading| heading.span.clone());
        page_finding(document, Code::KindMissingSection, span, message.clone())
    };
    if let Some(meant) = meant(document, kind, section) {
        let marks = "#".repeat(usize::from(meant.level));
        let help = format!("if `{marks} {}` is meant, write `## {wanted}`", meant.text);
        return finding(Some(meant)).help(help);
    }
    let help = format!("write `## {wanted}` and what belongs below it");
    let next = found.iter().filter(|other| other.section > section).min_by_key(|other| other.section);
    let before = found.iter().filter(|other| other.section < section).max_by_key(|other| other.section);
    match (next, before) {
        (Some(next), _) => finding(Some(next.heading)).label("it belongs before this").help(help),
        (None, Some(before)) => {
            finding(Some(before.heading)).label("it belongs behind this section").help(help)
        }
        (None, None) => finding(None).help(help),
    }
}

/// The heading that was probably meant: the same words at another level, or nearly the same words.
fn meant<'d>(document: &'d Document, kind: &Kind, section: usize) -> Option<&'d Heading> {
    let of_body = || document.facts.headings.iter().filter(|heading| heading.place == HeadingPlace::Body);
    let other_level =
        of_body().find(|heading| heading.level != 2 && kind.section_of(&heading.text) == Some(section));
    other_level.or_else(|| {
        let free = || headings(document).filter(|heading| kind.section_of(&heading.text).is_none());
        let texts: Vec<String> = free().map(|heading| plain(&heading.text)).collect();
        let near = nearest(&plain(&kind.sections[section].heading), texts.iter().map(String::as_str))?;
        free().find(|heading| plain(&heading.text) == near)
    })
}

fn repeated(document: &Document, first: &Found<'_>, other: &Found<'_>) -> Diagnostic {
    let message = format!("the section “{}” is on this page twice", other.heading.text);
    let span = Some(other.heading.span.clone());
    page_finding(document, Code::KindRepeatedSection, span, message)
        .also(&document.source.file, first.heading.span.clone(), "first here")
        .help("put both together below one heading, or give this one another name or a lower level")
}

/// Whether nothing stands between a heading and the next of its level: headings of lower levels and comments are
/// nothing.
fn is_empty(document: &Document, found: &Found<'_>) -> bool {
    let text = document.source.file.text();
    let mut from = found.heading.span.end;
    let below = from..found.end;
    let lower = document.facts.headings.iter().filter(|heading| below.contains(&heading.span.start));
    let mut content = String::new();
    for heading in lower {
        content.push_str(&text[from..heading.span.start]);
        from = heading.span.end;
    }
    content.push_str(&text[from..found.end]);
    is_blank(&content)
}

fn is_blank(mut text: &str) -> bool {
    loop {
        text = text.trim_start();
        match text.strip_prefix("<!--").and_then(|rest| rest.split_once("-->")) {
            Some((_, rest)) => text = rest,
            None => return text.is_empty(),
        }
    }
}

fn empty(document: &Document, found: &Found<'_>) -> Diagnostic {
    let message = format!("nothing stands below “{}”, which every page of its kind has", found.heading.text);
    let span = Some(found.heading.span.clone());
    let help = "write what belongs there; if there is nothing to say, write that in a sentence";
    page_finding(document, Code::KindEmptySection, span, message).help(help)
}

/// Sections behind one that they belong before.
fn out_of_order(document: &Document, kind: &Kind, found: &[Found<'_>]) -> Vec<Diagnostic> {
    let mut latest: Option<&Found<'_>> = None;
    let mut findings = Vec::new();
    for found in found.iter().filter(|found| !found.again) {
        match latest {
            Some(before) if before.section > found.section => {
                let (this, that) = (&found.heading.text, &before.heading.text);
                let message = format!("the section “{this}” belongs before “{that}”");
                let order: Vec<&str> = kind.sections.iter().map(|section| section.heading.as_str()).collect();
                let span = Some(found.heading.span.clone());
                let finding = page_finding(document, Code::KindSectionOrder, span, message);
                findings.push(
                    finding
                        .also(&document.source.file, before.heading.span.clone(), "it stands behind this")
                        .help(format!("pages of this kind have this order: {}", order.join(", "))),
                );
            }
            _ => latest = Some(found),
        }
    }
    findings
}
