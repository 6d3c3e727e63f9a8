//! The A to Z: all pages by title, in parts of a size that a browser shows at once.

use super::{Page, PageId, Site};

/// So much of a part's file is its list, in bytes, as nearly as titles and addresses tell.
const LARGEST_PART: usize = 400_000;

/// What surrounds an entry in the file.
const MARKUP: usize = 80;

/// The parts of the A to Z, each by title, letter case set aside; at least one.
pub(super) fn parts(site: &Site) -> Vec<Vec<PageId>> {
    let mut ids: Vec<PageId> = site.page_ids().filter(|id| site.page(*id).in_navigation()).collect();
    // Among equals the order is that of their addresses, as in the site.
    ids.sort_by_cached_key(|id| (site.page(*id).title.to_lowercase(), *id));
    let mut parts = vec![Vec::new()];
    let mut filled = 0;
    for id in ids {
        let weight = weight(site.page(id), site);
        if filled > 0 && filled + weight > LARGEST_PART {
            parts.push(Vec::new());
            filled = 0;
        }
        filled += weight;
        if let Some(part) = parts.last_mut() {
            part.push(id);
        }
    }
    parts
}

fn weight(page: &Page, site: &Site) -> usize {
    let section = page.parent.map_or(0, |parent| site.page(parent).title.len());
    MARKUP + page.title.len() + page.address.len() + section
}

/// Where a part is, by its index: `a-z/`, `a-z/2/` …
pub fn alphabet_address(part: usize) -> String {
    if part == 0 { "a-z/".to_owned() } else { format!("a-z/{}/", part + 1) }
}
