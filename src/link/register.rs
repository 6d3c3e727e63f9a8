//! The review register: every page in the order in which it wants attention, and what each owner answers for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Page, PageId, PageOwner, Site};
use crate::parse::{Document, HistoryEntry, SignOffOutcome};
use crate::review::{Date, State};

/// What the review register is made of. It lists pages that somebody wrote; the page of a folder without an index
/// has nobody who could review it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Register {
    /// Most overdue first: overdue and due-soon pages by due date, then those never reviewed, then the others by due
    /// date, those without one last, and at the end what nobody is asked to review.
    pub pages: Vec<PageId>,
    /// The owners that the book declares, by identifier, then those that pages name in a book that declares none.
    pub owners: Vec<OwnerPages>,
    /// The pages of [`Register::pages`] that nobody answers for and somebody should: live ones that are subject to
    /// review.
    pub unowned: Vec<PageId>,
}

/// What an owner answers for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerPages {
    /// Who it is.
    pub owner: PageOwner,
    /// Unique among owners, and fit for an address: the identifier of a declared owner, else made from the name.
    pub id: String,
    /// The owner's pages in the order of the register.
    pub pages: Vec<PageId>,
}

impl Register {
    pub(super) fn new(site: &Site) -> Self {
        let mut pages: Vec<PageId> = site.page_ids().filter(|id| site.page(*id).document.is_some()).collect();
        pages.sort_by_cached_key(|id| urgency(site.page(*id)));
        let unowned = pages.iter().copied().filter(|id| is_unowned(site.page(*id))).collect();
        Self { owners: owners(site, &pages), pages, unowned }
    }

    /// The entry of an owner.
    pub fn owner(&self, owner: &PageOwner) -> Option<&OwnerPages> {
        self.owners.iter().find(|entry| entry.owner == *owner)
    }
}

/// The order of the register; the address makes it the same every time.
fn urgency(page: &Page) -> (u8, Date, String) {
    let group = match page.review.state {
        State::Overdue => 0,
        State::DueSoon => 1,
        State::Unreviewed => 2,
        State::Current => 3,
        State::Unset => 4,
        State::Exempt => 5,
    };
    (group, page.review.due.unwrap_or(Date::MAX), page.address.clone())
}

fn is_unowned(page: &Page) -> bool {
    page.owners.is_empty() && !page.is_index && page.review.state != State::Exempt
}

fn owners(site: &Site, pages: &[PageId]) -> Vec<OwnerPages> {
    let mut by_owner: BTreeMap<&PageOwner, Vec<PageId>> = BTreeMap::new();
    let declared: Vec<PageOwner> = site.config.owners.keys().cloned().map(PageOwner::Declared).collect();
    for owner in &declared {
        by_owner.insert(owner, Vec::new());
    }
    for id in pages {
        // A page that names an owner twice is still one page.
        for owner in site.page(*id).owners.iter().collect::<BTreeSet<_>>() {
            by_owner.entry(owner).or_default().push(*id);
        }
    }
    let mut taken = BTreeSet::new();
    let entry = |(owner, pages): (&PageOwner, Vec<PageId>)| {
        let id = unique(&owner_id(owner), &mut taken);
        OwnerPages { owner: owner.clone(), id, pages }
    };
    by_owner.into_iter().map(entry).collect()
}

/// Letters and digits, in lower case, with single hyphens between them; `owner` when there is none.
fn owner_id(owner: &PageOwner) -> String {
    let name = match owner {
        PageOwner::Declared(id) => return id.clone(),
        PageOwner::Named(name) => name.to_lowercase(),
    };
    let words: Vec<&str> =
        name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "owner".to_owned() } else { words.join("-") }
}

fn unique(id: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{id}-{number}"));
    let free = std::iter::once(id.to_owned()).chain(numbered).find(|id| !taken.contains(&id.to_lowercase()));
    let free = free.expect("there is always another number");
    taken.insert(free.to_lowercase());
    free
}

impl Page {
    /// The entries of `review_history` up to the day of the site, latest first.
    pub fn history(&self, today: Date) -> Vec<&HistoryEntry> {
        let mut known: Vec<&HistoryEntry> = entries(self.document.as_ref()).collect();
        known.retain(|entry| entry.on.value <= today);
        // Entries of one day stand in the order in which they were made.
        known.reverse();
        known.sort_by_key(|entry| std::cmp::Reverse(entry.on.value));
        known
    }
}

/// All entries of `review_history`, in the order of the file.
pub(super) fn entries(document: Option<&Arc<Document>>) -> impl Iterator<Item = &HistoryEntry> {
    document.into_iter().flat_map(|document| &document.front_matter.review.history)
}

/// Whether an entry moves the date of the review: a slip that was mended does not.
pub(super) fn is_review(entry: &HistoryEntry) -> bool {
    entry.outcome != Some(SignOffOutcome::Minor)
}
