//! `--changed-since REV`: the part of the book that somebody is changing, as a pull request does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Common, Opened};
use crate::diagnostic::{Code, Diagnostic};
use crate::link::Page;
use crate::load::git::{ChangedFile, Changes, Edit, Repository};
use crate::load::{Inputs, Source};
use crate::parse::{self, Document, ParseOptions};
use crate::review::{Date, Evidence, Fingerprint, State};
use crate::source::SourceFile;

/// The files that changed since a revision, and what only their history tells.
pub(super) struct Changed {
    /// From the root of the book.
    pub(super) files: BTreeSet<String>,
    /// Pages that were edited and not reviewed since.
    pub(super) findings: Vec<Diagnostic>,
}

/// Compares the book with the revision.
///
/// # Errors
///
/// When the book is in no git repository, or there is no such revision.
pub(super) fn since(revision: &str, opened: &Opened, common: &Common) -> anyhow::Result<Changed> {
    let repository = Repository::of(&common.root)?;
    let changes = repository.changed_since(revision, &opened.inputs.config.site.time_zone)?;
    let pages = changed_pages(opened, &changes);
    let paths: Vec<&str> = pages.iter().map(|(file, _)| file.was.as_deref().unwrap_or(&file.path)).collect();
    let texts = repository.texts_at(&changes.base, &paths)?;
    let findings = pages
        .iter()
        .zip(texts)
        .filter_map(|((file, page), before)| edited(file, page, before?, &opened.inputs))
        .collect();
    Ok(Changed { files: changes.files.into_iter().map(|file| file.path).collect(), findings })
}

fn changed_pages<'a>(opened: &'a Opened, changes: &'a Changes) -> Vec<(&'a ChangedFile, &'a Page)> {
    let pages = opened.book.site.pages.iter();
    let named = |page: &'a Arc<Page>| Some((page.document.as_ref()?.source.file.name(), &**page));
    let by_file: BTreeMap<&str, &Page> = pages.filter_map(named).collect();
    let page = |file: &'a ChangedFile| Some((file, *by_file.get(file.path.as_str())?));
    changes.files.iter().filter_map(page).collect()
}

/// A finding when the words of a page changed after its review. White space, formatting and front matter are no
/// words; words that were signed off are those of the review, whenever they were committed.
fn edited(file: &ChangedFile, page: &Page, before: String, inputs: &Inputs) -> Option<Diagnostic> {
    let document = page.document.as_ref()?;
    let reviewed = page.review.last_reviewed.filter(|_| page.review.state != State::Exempt)?;
    // A page that is known to be updated since its review has its finding already.
    if matches!(page.evidence, Some(Evidence::SignedOff | Evidence::UpdatedSince)) {
        return None;
    }
    let day = match file.edit {
        Edit::Uncommitted => inputs.clock_today,
        Edit::On(day) => day,
    };
    let same = fingerprint(document, before, inputs).as_ref() == Some(&document.fingerprint());
    (reviewed < day && !same).then(|| finding(document, reviewed, day))
}

/// The stamp of an earlier text of a page; none when it could not be understood.
fn fingerprint(document: &Document, text: String, inputs: &Inputs) -> Option<Fingerprint> {
    let file = SourceFile::new(document.source.file.name(), text);
    let source = Source { path: document.source.path.clone(), file };
    let before = parse::parse(&source, ParseOptions::of(&inputs.config)).value?;
    Some(before.fingerprint())
}

fn finding(document: &Document, reviewed: Date, day: Date) -> Diagnostic {
    let file = &document.source.file;
    let place = document.front_matter.review.last_reviewed_on.as_ref().map(|date| date.span.clone());
    let message = format!("this page was edited on {day}, after its last review on {reviewed}");
    let finding = Diagnostic::new(
        Code::ReviewOlderThanEdit,
        file,
        place.unwrap_or(file.start()..file.start()),
        message,
    );
    let path = file.name();
    finding.help(format!(
        "sign it off with `duly sign {path}`; after a mended slip with `--outcome minor`, which keeps the date"
    ))
}
