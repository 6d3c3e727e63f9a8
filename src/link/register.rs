//! The review register: every page in the order in which it wants attention, and what each owner answers for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::address::folded;
use super::listings::{self, List, Listing};
use super::{Page, PageId, PageOwner, Site};
use crate::parse::{Document, HistoryEntry, Numbers, SignOffOutcome, Status};
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
    /// The pages of the site that show all this; none when the register is private.
    pub listings: Vec<Listing>,
}

/// What an owner answers for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerPages {
    /// Who it is.
    pub owner: PageOwner,
    /// Unique among owners, and fit for an address and for the name of a folder: the identifier of a declared owner
    /// as far as it is, else made from the name.
    pub id: String,
    /// The owner's pages in the order of the register.
    pub pages: Vec<PageId>,
}

impl Register {
    pub(super) fn new(site: &Site) -> Self {
        let mut pages: Vec<PageId> = site.page_ids().filter(|id| site.page(*id).document.is_some()).collect();
        pages.sort_by_cached_key(|id| (urgency(site.page(*id)), *id));
        let unowned = pages.iter().copied().filter(|id| is_unowned(site.page(*id))).collect();
        let mut register = Self { owners: owners(site, &pages), pages, unowned, listings: Vec::new() };
        register.listings = listings::cut(site, &register);
        register
    }

    /// The address of the page about what an owner owns, below the root of the site, decoded; none when the register
    /// is private.
    pub fn owner_address(&self, owner: &PageOwner) -> Option<String> {
        if self.listings.is_empty() {
            return None;
        }
        self.position(owner).map(|index| List::Owner(index).address(self))
    }

    fn position(&self, owner: &PageOwner) -> Option<usize> {
        self.owners.binary_search_by(|entry| entry.owner.cmp(owner)).ok()
    }

    /// The address of the first page of a list below the root of the site, decoded; none when the register is
    /// private.
    pub fn address(&self, list: List) -> Option<&str> {
        let listing = self.listings.iter().find(|listing| listing.list == list)?;
        Some(&listing.address)
    }

    /// The entry of an owner.
    pub fn owner(&self, owner: &PageOwner) -> Option<&OwnerPages> {
        self.position(owner).map(|index| &self.owners[index])
    }
}

/// The order of the register. Among equals it is that of their addresses, as in the site.
fn urgency(page: &Page) -> (u8, Date) {
    let group = match page.review.state {
        State::Overdue => 0,
        State::DueSoon => 1,
        State::Unreviewed => 2,
        State::Current => 3,
        State::Unset => 4,
        State::Exempt => 5,
    };
    (group, page.review.due.unwrap_or(Date::MAX))
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
    let (mut taken, mut numbers) = (BTreeSet::new(), Numbers::default());
    let entry = |(owner, pages): (&PageOwner, Vec<PageId>)| {
        let id = numbers.free(&owner_id(owner), 2, |id| taken.insert(folded(id)));
        OwnerPages { owner: owner.clone(), id, pages }
    };
    by_owner.into_iter().map(entry).collect()
}

/// The longest name of a folder that is made from an owner's name, in characters.
const LONGEST_ID: usize = 60;

/// For a declared owner the identifier, with hyphens in the place of what a folder's name may not hold. For a name its
/// letters and digits, in lower case, with single hyphens between them.
fn owner_id(owner: &PageOwner) -> String {
    let id = match owner {
        PageOwner::Declared(id) => {
            let id = id.replace(|c: char| "<>:\"|?*\\/".contains(c) || c.is_control(), "-");
            id.trim_start_matches(['.', '-']).trim_end_matches(['.', ' ']).to_owned()
        }
        PageOwner::Named(name) => {
            let name = name.to_lowercase();
            let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            words.collect::<Vec<_>>().join("-").chars().take(LONGEST_ID).collect()
        }
    };
    // Figures alone number the parts of the list of owners, and its first part is a file.
    if id.chars().all(|c| c.is_ascii_digit()) || id.eq_ignore_ascii_case("index.html") {
        return format!("owner-{id}").trim_end_matches('-').to_owned();
    }
    id
}

impl Page {
    /// What the register says of it in one word: that it is withdrawn or superseded, else the state of its review.
    pub fn standing(&self) -> &'static str {
        match self.status {
            status @ (Status::Withdrawn | Status::Superseded) => status.as_str(),
            _ => self.review.state.as_str(),
        }
    }

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
pub fn is_review(entry: &HistoryEntry) -> bool {
    entry.outcome != Some(SignOffOutcome::Minor)
}
