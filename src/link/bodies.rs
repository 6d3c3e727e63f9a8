//! What the body of a single page has to say about itself, once the book tells what the page is.
//!
//! It depends on the page and on settings alone, so that after an edit only the edited page is looked at again.

use std::sync::Arc;

use super::{Page, Site, ThemeNames, checks, commitments, glossary, prose, sections};
use crate::diagnostic::{Diagnostic, PageFindings};
use crate::parse::{Document, Status};
use crate::strategy::GLOSSARY;

/// Checks the body of a document; `page` is what it is published as, if it is. None when there is nothing to say.
pub(super) fn check(
    document: &Document,
    page: Option<&Page>,
    site: &Site,
    names: Option<&ThemeNames>,
) -> Option<Arc<Vec<Diagnostic>>> {
    let mut findings = PageFindings::default();
    checks::blocks(document, names, &mut findings);
    if let Some(page) = page.filter(|page| page.status == Status::Live) {
        in_force(document, page, site, &mut findings);
    }
    let findings = findings.finish();
    (!findings.is_empty()).then(|| Arc::new(findings))
}

/// What a page in force should be.
fn in_force(document: &Document, page: &Page, site: &Site, findings: &mut PageFindings) {
    if let Some(kind) = page.kind.as_ref().and_then(|kind| site.config.kinds.get(kind)) {
        sections::check(document, kind, findings);
    }
    if page.kind.as_deref() == Some(GLOSSARY) {
        glossary::check(document, findings);
    }
    prose::check(document, site, findings);
    let mut of_commitments = Vec::new();
    commitments::check(document, page, site, &mut of_commitments);
    findings.extend(of_commitments);
}
