//! Who is accountable for each page and what kind it is of; what a live page lacks.

use std::sync::Arc;

use super::checks::did_you_mean;
use super::{Page, PageOwner, Parts, Site, page_finding};
use crate::config::{Config, Owner};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::{Document, Status};
use crate::source::{SourceFile, Spanned};

/// Settles kind and owners of every page.
pub(super) fn settle(site: &mut Site, parts: &Parts<'_>, findings: &mut Vec<Diagnostic>) {
    for page in site.pages.iter_mut().map(Arc::make_mut) {
        let Some(document) = page.document.clone() else { continue };
        page.kind = kind(&document, page, parts.config);
        page.owners = owners(&document, parts.config, findings);
    }
}

/// The page's own kind, else that of the nearest section; an index of a folder is not one of its pages.
fn kind(document: &Document, page: &Page, config: &Config) -> Option<String> {
    if let Some(kind) = &document.front_matter.kind {
        let known = !config.declares_kinds || config.kinds.contains_key(&kind.value);
        return known.then(|| kind.value.clone());
    }
    if page.is_index {
        return None;
    }
    let mut defaults = config.section_defaults(folder(document));
    defaults.find_map(|section| section.kind.as_ref()).map(|kind| kind.value.clone())
}

pub(super) fn folder(document: &Document) -> &str {
    super::address::folder_of(&document.source.path)
}

/// The owners that the page names, else those of its section, else the book's.
fn owners(document: &Document, config: &Config, findings: &mut Vec<Diagnostic>) -> Vec<PageOwner> {
    let front_matter = &document.front_matter;
    let file = &document.source.file;
    if !front_matter.owners.is_empty() {
        let owner = |name| owner(name, file, config, findings);
        return front_matter.owners.iter().map(owner).collect();
    }
    if let Some(slack) = &front_matter.owner_slack {
        let by_slack = config.owners.iter().find(|(_, owner)| owner.slack.as_ref() == Some(&slack.value));
        let name = by_slack.map_or(&slack.value, |(id, _)| id);
        return vec![owner(&Spanned::new(name.clone(), slack.span.clone()), file, config, findings)];
    }
    let mut sections = config.section_defaults(folder(document));
    let default =
        sections.find_map(|section| section.owner.as_ref()).or(config.review.default_owner.as_ref());
    // Where book.toml names an owner that it does not declare, that has been said already.
    let declared =
        |name: &&Spanned<String>| config.owners.is_empty() || config.owners.contains_key(&name.value);
    default.filter(declared).map(|name| owner(name, &config.file, config, findings)).into_iter().collect()
}

/// The owner that a name in a file stands for.
pub(super) fn owner(
    name: &Spanned<String>,
    file: &Arc<SourceFile>,
    config: &Config,
    findings: &mut Vec<Diagnostic>,
) -> PageOwner {
    let finding = |code, message: String| Diagnostic::new(code, file, name.span.clone(), message);
    match config.owners.get(&name.value) {
        Some(Owner { active: false, deputy, name: title, .. }) => {
            let help = match deputy {
                Some(deputy) => format!("give them to the deputy, `{}`", deputy.value),
                None => "name another owner".to_owned(),
            };
            let message = format!("{title} is no longer active and still owns pages");
            findings.push(finding(Code::OwnerInactive, message).help(help));
        }
        None if !config.owners.is_empty() => {
            let known = config.owners.keys().map(String::as_str);
            let message = format!("there is no owner `{}` in this book", name.value);
            let help = did_you_mean(&name.value, known, "the owners are");
            findings.push(finding(Code::OwnerUnknown, message).help(help));
        }
        _ => {}
    }
    if config.owners.contains_key(&name.value) {
        PageOwner::Declared(name.value.clone())
    } else {
        PageOwner::Named(name.value.clone())
    }
}

/// What a page lacks that the book asks of it.
pub(super) fn report(site: &Site, findings: &mut Vec<Diagnostic>) {
    for page in &site.pages {
        let Some(document) = &page.document else { continue };
        if page.status == Status::Live && !page.is_index {
            missing_fields(document, page, &site.config, findings);
        }
        if page.status == Status::Superseded && document.front_matter.superseded_by.is_none() {
            let message = "this page is superseded and does not say by which page";
            let finding = page_finding(document, Code::PageMissingField, None, message);
            let help = "write `superseded_by: new.md`, with the path of the page that took its place";
            findings.push(finding.help(help));
        }
    }
    unowned(site, findings);
}

/// Live pages that are reviewed and that nobody answers for, in a book in which somebody answers for some.
fn unowned(site: &Site, findings: &mut Vec<Diagnostic>) {
    let required = site.config.review.require.iter().any(|field| field.value == "owner");
    if site.register.owners.is_empty() || required {
        return;
    }
    for document in site.register.unowned.iter().filter_map(|id| site.page(*id).document.as_ref()) {
        let finding = page_finding(document, Code::OwnerMissing, None, "nobody answers for this page");
        let example = site.register.owners.first().map_or("…", |owner| &owner.id);
        let help = format!("write `owner: {example}`, or set `default-owner` under `[review]` in book.toml");
        findings.push(finding.help(help));
    }
}

/// `require` of `[review]` and of its kind; what a section or the book sets counts as the page's own.
fn missing_fields(document: &Document, page: &Page, config: &Config, findings: &mut Vec<Diagnostic>) {
    let front_matter = &document.front_matter;
    let control = &front_matter.control;
    let is_there = |field: &str| match field {
        "approved_by" => control.approved_by.is_some(),
        "approved_on" => control.approved_on.is_some(),
        "effective_on" => control.effective_on.is_some(),
        "impact_assessment" => control.impact_assessment.is_some(),
        "description" => front_matter.description.is_some(),
        "kind" => page.kind.is_some(),
        "last_reviewed_on" => front_matter.review.last_reviewed_on.is_some(),
        "next_review_on" => page.review.due.is_some(),
        "owner" => !page.owners.is_empty(),
        "review_in" => page.cadence.is_some(),
        "reviewed_by" => front_matter.review.reviewed_by.is_some(),
        "tags" => !front_matter.tags.is_empty(),
        "version" => control.version.is_some(),
        _ => true,
    };
    let has_front_matter = document.body > document.source.file.start();
    let place =
        if has_front_matter { "in the front matter" } else { "between two lines of `---` at the top" };
    let of_book = &config.review.require;
    let kind = page.kind.as_ref().and_then(|kind| config.kinds.get(kind));
    let of_kind = kind.map_or(&[][..], |kind| &kind.require);
    let of_kind = of_kind.iter().filter(|field| !of_book.iter().any(|of_book| of_book.value == field.value));
    let whose = |of_kind| match (of_kind, kind) {
        (true, Some(kind)) => format!("every page of the kind “{}”", kind.label),
        _ => "every page".to_owned(),
    };
    let asked = of_book.iter().map(|field| (field, false)).chain(of_kind.map(|field| (field, true)));
    for (field, of_kind) in asked.filter(|(field, _)| !is_there(&field.value)) {
        let message =
            format!("this page has no `{}`, which the book asks of {}", field.value, whose(of_kind));
        let finding = page_finding(document, code_of(&field.value), None, message);
        findings.push(
            finding
                .also(&config.file, field.span.clone(), "asked for here")
                .help(format!("write `{}: …` {place}", field.value)),
        );
    }
}

/// The finding that a field is missing: what signing a page writes is asked of its review.
fn code_of(field: &str) -> Code {
    match field {
        "last_reviewed_on" | "next_review_on" | "reviewed_by" => Code::ReviewMissingField,
        _ => Code::PageMissingField,
    }
}
