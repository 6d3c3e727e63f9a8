//! The pages of the site that list pages by their review: the register, its owners, and what each owner answers for.
//! A long list is cut into files that a browser can take.

use std::ops::Range;

use rayon::prelude::*;

use super::address::encoded_length;
use super::{PageId, Register, Site};
use crate::config;

/// The most rows that one file lists: what a phone renders at once without a wait.
const MOST_ROWS: usize = 250;

/// What a file may weigh by [`weight`], in bytes. With the head, the summary and the foot of the page it stays well
/// below a megabyte.
const MOST_BYTES: usize = 500_000;

/// What the markup of a row weighs without its words, in bytes, with half as much again for other themes.
pub(super) const ROW_BYTES: usize = 1_800;

/// How many entries of a review history a row shows; the page itself has all of them.
pub const SHOWN_HISTORY: usize = 6;

/// A file that lists a part of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// What is listed.
    pub list: List,
    /// Which part of it this is, from 1.
    pub number: usize,
    /// How many parts there are.
    pub parts: usize,
    /// Which of the listed pages (of [`List::Owners`]: which owners) are in this part.
    pub rows: Range<usize>,
    /// Below the root of the site, decoded, with a `/` at its end.
    pub address: String,
}

/// What is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// `review-register/`: every page.
    Register,
    /// `review-register/no-owner/`: the pages that nobody answers for, if there are any.
    Unowned,
    /// `owners/`: every owner, by index in [`Register::owners`].
    Owners,
    /// `owners/ID/`: the pages of the owner of that index.
    Owner(usize),
}

impl List {
    /// The address of its first part.
    pub fn address(self, register: &Register) -> String {
        match self {
            Self::Register => "review-register/".to_owned(),
            Self::Unowned => "review-register/no-owner/".to_owned(),
            Self::Owners => "owners/".to_owned(),
            Self::Owner(owner) => format!("owners/{}/", register.owners[owner].id),
        }
    }

    /// The address of one of its parts, from 1.
    fn part_address(self, register: &Register, number: usize) -> String {
        let address = self.address(register);
        if number == 1 { address } else { format!("{address}{number}/") }
    }

    /// The pages that it lists; none of [`List::Owners`].
    pub fn pages(self, register: &Register) -> &[PageId] {
        match self {
            Self::Register => &register.pages,
            Self::Unowned => &register.unowned,
            Self::Owners => &[],
            Self::Owner(owner) => &register.owners[owner].pages,
        }
    }
}

impl Listing {
    /// The address of another part of the same list; none when there is no part of that number.
    pub fn beside(&self, number: usize, register: &Register) -> Option<String> {
        (1..=self.parts).contains(&number).then(|| self.list.part_address(register, number))
    }
}

/// Every listing of a site; none when the register is private.
pub(super) fn cut(site: &Site, register: &Register) -> Vec<Listing> {
    if site.config.review.register == config::Register::Private {
        return Vec::new();
    }
    let owners = (0..register.owners.len()).map(List::Owner);
    let lists = [List::Register, List::Unowned, List::Owners].into_iter().chain(owners);
    let is_shown = |list: &List| *list != List::Unowned || !register.unowned.is_empty();
    // Each page is in the register and in the list of its owner.
    let weights: Vec<usize> =
        (0..site.pages.len()).into_par_iter().map(|id| weight(site, PageId(id))).collect();
    lists.filter(is_shown).flat_map(|list| parts(list, &weights, register)).collect()
}

fn parts(list: List, weights: &[usize], register: &Register) -> Vec<Listing> {
    let weights: Vec<usize> = match list {
        List::Owners => register.owners.iter().map(|owner| ROW_BYTES + 12 * owner.id.len()).collect(),
        _ => list.pages(register).iter().map(|id| weights[id.0]).collect(),
    };
    let ranges = ranges(&weights);
    let listing = |(index, rows): (usize, &Range<usize>)| Listing {
        list,
        number: index + 1,
        parts: ranges.len(),
        rows: rows.clone(),
        address: list.part_address(register, index + 1),
    };
    ranges.iter().enumerate().map(listing).collect()
}

/// Cuts rows of these weights into parts; a list without rows has one empty part.
pub(super) fn ranges(weights: &[usize]) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (index, weight) in weights.iter().enumerate() {
        let is_full = bytes + weight > MOST_BYTES || index - start == MOST_ROWS;
        if is_full && index > start {
            ranges.push(start..index);
            (start, bytes) = (index, 0);
        }
        bytes += weight;
    }
    ranges.push(start..weights.len());
    ranges
}

/// What the row of a page weighs in HTML, rather more than less.
fn weight(site: &Site, id: PageId) -> usize {
    let page = site.page(id);
    let owner = |owner: &super::PageOwner| match owner {
        super::PageOwner::Declared(id) | super::PageOwner::Named(id) => {
            let name = site.config.owners.get(id).map_or(id, |owner| &owner.name);
            200 + escaped(name) + 3 * id.len()
        }
    };
    let entry =
        |entry: &crate::parse::HistoryEntry| 150 + entry.by.as_ref().map_or(0, |by| escaped(&by.value));
    let history = page.history(site.today);
    let section = site.page(site.section(page.section).page);
    let words = [&page.title, &section.title].map(|text| escaped(text)).into_iter().sum::<usize>();
    let links = encoded_length(&page.address) + encoded_length(&section.address);
    ROW_BYTES
        + words
        + links
        + page.reviewed_by.as_deref().map_or(0, escaped)
        + page.owners.iter().map(owner).sum::<usize>()
        + history.into_iter().take(SHOWN_HISTORY).map(entry).sum::<usize>()
}

/// How long a text is with its marks escaped, in bytes.
pub(super) fn escaped(text: &str) -> usize {
    let marks = text.bytes().filter(|byte| matches!(byte, b'<' | b'>' | b'&' | b'"' | b'\'' | b'/')).count();
    text.len() + 5 * marks
}

#[cfg(test)]
mod tests {
    use super::{MOST_BYTES, ranges};

    #[test]
    fn no_part_is_longer_or_heavier_than_a_browser_likes() {
        assert_eq!(ranges(&[]), std::iter::once(0..0).collect::<Vec<_>>());
        assert_eq!(ranges(&[1; 251]), [0..250, 250..251]);
        assert_eq!(ranges(&[MOST_BYTES / 2; 5]), [0..2, 2..4, 4..5]);
        assert_eq!(ranges(&[1, MOST_BYTES * 2, 1]), [0..1, 1..2, 2..3]);
    }
}
