//! The pages whose kind has a checklist: the questions by which a team judges its maturity.

use std::ops::Range;

use super::{PageId, Site, tree};
use crate::parse::Status;
use crate::strategy::SectionRole;

/// Where the questions of all pages are.
pub const MATURITY: &str = "maturity/";

/// The most pages of which one file has the questions. How many questions a page has is in its words, and where files
/// begin must not change with those.
const MOST_PAGES: usize = 100;

/// The pages with checklists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checklists {
    /// Pages in force of a kind with a section for a checklist, in the order in which they are read.
    pub pages: Vec<PageId>,
    /// The files with their questions: which of [`Checklists::pages`], and the address below the root of the site.
    pub parts: Vec<(Range<usize>, String)>,
}

impl Checklists {
    pub(super) fn new(site: &Site) -> Self {
        let has_checklist = |id: &PageId| {
            let page = site.page(*id);
            let kind = page.kind.as_ref().and_then(|kind| site.config.kinds.get(kind));
            page.status == Status::Live
                && page.document.is_some()
                && kind.is_some_and(|kind| {
                    kind.sections.iter().any(|section| section.role == Some(SectionRole::Checklist))
                })
        };
        let is_used =
            site.config.kinds.values().any(|kind| kind.sections.iter().any(|one| one.role.is_some()));
        let order = if is_used { tree::in_reading_order(site) } else { Vec::new() };
        let pages: Vec<PageId> = order.into_iter().filter(has_checklist).collect();
        let part = |part: usize| {
            let from = part * MOST_PAGES;
            let address = if part == 0 { MATURITY.to_owned() } else { format!("{MATURITY}{}/", part + 1) };
            (from..pages.len().min(from + MOST_PAGES), address)
        };
        let parts = (0..pages.len().div_ceil(MOST_PAGES)).map(part).collect();
        Self { pages, parts }
    }
}

/// Whether a heading of a page, by its index among all of them, is that of a checklist.
pub fn is_checklist(site: &Site, page: &super::Page, heading: usize) -> bool {
    let find = || {
        let kind = site.config.kinds.get(page.kind.as_ref()?)?;
        let heading = page.document.as_ref()?.facts.headings.get(heading)?;
        let section = kind.section_of(&heading.text).filter(|_| heading.level == 2)?;
        Some(kind.sections[section].role == Some(SectionRole::Checklist))
    };
    find().unwrap_or(false)
}
