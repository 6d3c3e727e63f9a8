//! What keeps a page from being signed before anybody is asked.

use super::Session;
use crate::book::{self, Memos};
use crate::cli::report::{self, Channel};
use crate::diagnostic::{Diagnostic, Severity};
use crate::link::Output;
use crate::load::Source;
use crate::parse::{self, Document};
use crate::sign_off::{Refusal, may_be_signed};

/// The page, if nothing about it is in the way; otherwise a [`Refusal`].
pub(super) fn document(session: &Session<'_>, source: &Source) -> anyhow::Result<Document> {
    let errors = errors(session, source);
    if !errors.is_empty() {
        report::findings(&errors, session.common, Channel::Remarks)?;
        return Err(Refusal::new("it has an error", "mend what is said above, then sign it").into());
    }
    let document = parse::parse(source, session.options()).value;
    let document = document.ok_or_else(|| Refusal::new("it cannot be read", "`duly check` says why"))?;
    may_be_signed(&document, session.on(), session.inputs.clock_today)?;
    Ok(document)
}

/// The page's own findings at the level of an error; those of other pages are not its owner's to mend. What is
/// said of its review is what signing mends.
fn errors(session: &Session<'_>, source: &Source) -> Vec<Diagnostic> {
    let memos = Memos::default();
    let outputs = session.book.outputs(&memos);
    let site = &session.book.site;
    let is_own = |output: &Output| {
        let Output::Page(id) = output else { return false };
        site.pages[id.0].document.as_ref().is_some_and(|document| document.source.path == source.path)
    };
    let own = site.outputs.iter().find(|(_, output)| is_own(output));
    let rendered = own.and_then(|(path, _)| outputs.get(path)).map(|outcome| outcome.findings);
    let found = session.findings.iter().cloned().chain(rendered.unwrap_or_default()).collect();
    let mut findings = book::finish(found, session.inputs);
    let is_error = |finding: &Diagnostic| finding.severity == Severity::Error;
    let is_here = |finding: &Diagnostic| finding.place.file.name() == source.file.name();
    findings.retain(|finding| is_error(finding) && is_here(finding) && !is_of_review(finding));
    findings
}

/// Whether a finding is about the review of a page: it is not in the way of the next one.
fn is_of_review(finding: &Diagnostic) -> bool {
    finding.code.as_str().starts_with("review/")
}
