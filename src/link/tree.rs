//! Sections and their order: the shape of the book, from its folders.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::address::{Placed, folder_of};
use super::theme_assets::PublishedThemeAssets;
use super::{Checklists, Commitments, Menu, Page, PageId, Parts, References, Register, SectionId, Site};
use crate::config::BookConfig;
use crate::parse::{Status, title_from_path};
use crate::review::{Review, State};

/// A folder with pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Below `src`, without slashes at its ends; empty for the whole book.
    pub path: String,
    /// Its own page.
    pub page: PageId,
    /// The section around it; none for the whole book.
    pub parent: Option<SectionId>,
    /// Its pages and the pages of the sections in it, by weight, then title. Those hidden from navigation are
    /// not among them.
    pub children: Vec<PageId>,
}

/// Makes pages and sections of the placed documents. Folders without a page of their own get one; owners,
/// reviews and links are settled later in the stage.
pub(super) fn grow(placed: Vec<Placed>, parts: &Parts<'_>) -> Site {
    let mut pages: Vec<Page> = placed.into_iter().map(|placed| page(placed, parts)).collect();
    add_generated(&mut pages, &parts.config.book);
    pages.sort_by(|a, b| a.address.cmp(&b.address));
    let sections = sections(&mut pages);
    let mut site = Site {
        config: parts.config.clone(),
        today: parts.today,
        pages: pages.into_iter().map(Arc::new).collect(),
        sections,
        assets: parts.assets.to_vec(),
        theme_assets: PublishedThemeAssets::default(),
        menu: Menu::default(),
        register: Register::default(),
        commitments: Commitments::default(),
        checklists: Checklists::default(),
        glossaries: Arc::default(),
        retired_terms: Arc::default(),
        alphabet: Vec::new(),
        outputs: Arc::default(),
        private_outputs: BTreeMap::new(),
    };
    set_neighbours(&mut site);
    site
}

fn page(placed: Placed, parts: &Parts<'_>) -> Page {
    let Placed { document, address, is_index } = placed;
    let own = document.front_matter.language.as_ref().map(|language| language.value.clone());
    let title = document.title.clone();
    let language = own.unwrap_or_else(|| parts.config.book.language.value.clone());
    Page { document: Some(document), ..empty_page(title, address, language, is_index) }
}

fn empty_page(title: String, address: String, language: String, is_index: bool) -> Page {
    Page {
        document: None,
        title,
        address,
        language,
        section: SectionId(0),
        is_index,
        parent: None,
        previous: None,
        next: None,
        kind: None,
        owners: Vec::new(),
        status: Status::Live,
        review: Review { state: State::Exempt, last_reviewed: None, due: None },
        cadence: None,
        reviewed_by: None,
        evidence: None,
        targets: Arc::default(),
        references: References::default(),
    }
}

/// Adds a page for every folder that has pages below it and none of its own; for the whole book always.
fn add_generated(pages: &mut Vec<Page>, book: &BookConfig) {
    let mut missing = BTreeMap::new();
    let known: BTreeSet<String> =
        pages.iter().filter(|page| page.is_index).map(|page| page.address.clone()).collect();
    let folders = pages.iter().map(|page| folder_of(page.address.trim_end_matches('/')));
    for mut folder in folders.chain([""]) {
        loop {
            let address = if folder.is_empty() { String::new() } else { format!("{folder}/") };
            if known.contains(&address) || missing.contains_key(&address) {
                break;
            }
            let title = match folder {
                "" => book.title.clone(),
                folder => title_from_path(&format!("{folder}/index.md")),
            };
            missing.insert(address, title);
            if folder.is_empty() {
                break;
            }
            folder = folder_of(folder);
        }
    }
    let language = &book.language.value;
    let generated =
        missing.into_iter().map(|(address, title)| empty_page(title, address, language.clone(), true));
    pages.extend(generated);
}

/// The sections of the pages, which are sorted by address; tells every page its section and its parent.
fn sections(pages: &mut [Page]) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut by_path: BTreeMap<String, SectionId> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate().filter(|(_, page)| page.is_index) {
        let path = page.address.trim_end_matches('/').to_owned();
        by_path.insert(path.clone(), SectionId(sections.len()));
        sections.push(Section { path, page: PageId(index), parent: None, children: Vec::new() });
    }
    for (index, page) in pages.iter_mut().enumerate() {
        let path = page.address.trim_end_matches('/');
        if path.is_empty() {
            continue;
        }
        let around = by_path[folder_of(path)];
        page.parent = Some(sections[around.0].page);
        page.section = if page.is_index { by_path[path] } else { around };
        if page.is_index {
            sections[page.section.0].parent = Some(around);
        }
        if page.in_navigation() {
            sections[around.0].children.push(PageId(index));
        }
    }
    for section in &mut sections {
        section.children.sort_by_cached_key(|child| order(&pages[child.0]));
    }
    sections
}

/// By weight, those without one last; then title, letter case set aside. Among equals the order stays that of their
/// addresses.
fn order(page: &Page) -> (i64, String) {
    let weight = page.document.as_ref().and_then(|document| document.front_matter.weight);
    (weight.unwrap_or(i64::MAX), page.title.to_lowercase())
}

/// Tells every page which one is read before and which one after it: the book from front to back, a section's
/// own page before its pages.
fn set_neighbours(site: &mut Site) {
    let mut reading = Vec::with_capacity(site.pages.len());
    let mut waiting = vec![site.sections[0].page];
    while let Some(id) = waiting.pop() {
        reading.push(id);
        let page = &site.pages[id.0];
        if page.is_index {
            waiting.extend(site.section(page.section).children.iter().rev());
        }
    }
    for pair in reading.windows(2) {
        Arc::make_mut(&mut site.pages[pair[0].0]).next = Some(pair[1]);
        Arc::make_mut(&mut site.pages[pair[1].0]).previous = Some(pair[0]);
    }
}

/// The pages in the order in which navigation leads through the book, those that it leaves out last.
pub(super) fn in_reading_order(site: &Site) -> Vec<PageId> {
    let home = site.page_ids().find(|id| site.page(*id).parent.is_none() && site.page(*id).is_index);
    let mut order: Vec<PageId> = std::iter::successors(home, |id| site.page(*id).next).collect();
    let known: BTreeSet<PageId> = order.iter().copied().collect();
    order.extend(site.page_ids().filter(|id| !known.contains(id)));
    order
}
