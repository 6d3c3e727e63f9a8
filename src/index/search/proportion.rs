//! What makes the index larger, or searches vaguer, than it should.

use super::words::{WordReader, folded};
use crate::diagnostic::{Code, Diagnostic};
use crate::link::{Page, Site, page_finding};

/// More different words than these are no page that somebody reads: each makes the index larger for all readers.
const MOST_WORDS: usize = 12_000;

/// In a smaller book a word that is on half of all pages says nothing about its synonyms.
const FEW_PAGES: usize = 50;

/// A page with more different words than prose has.
pub(super) fn of_page(page: &Page, different: usize) -> Option<Diagnostic> {
    let document = page.document.as_ref().filter(|_| different > MOST_WORDS)?;
    let message = format!(
        "this page has {different} different words, more than a search index should have to hold for one page"
    );
    let finding = page_finding(document, Code::SearchDisproportionate, None, message);
    Some(finding.help(
        "put data into a file and link to it, or write `search: false` to leave the page out of the search",
    ))
}

/// Synonyms of which one is on most pages, so that all of them find most pages. `pages_with` gives the number of
/// pages that a word finds, `all` is the number of all pages.
pub(super) fn of_synonyms(site: &Site, all: usize, pages_with: impl Fn(&str) -> usize) -> Vec<Diagnostic> {
    if all < FEW_PAGES {
        return Vec::new();
    }
    // What one of a group is on, all of it are on.
    let groups = site.config.search.synonyms.iter().filter(|group| group.len() > 1);
    let counted = groups.map(|group| {
        let words = group.iter().filter_map(|member| one_word(member));
        (group, words.map(|word| pages_with(&word)).max().unwrap_or(0))
    });
    let common = counted.filter(|(_, pages)| pages * 2 > all);
    common.map(|(group, pages)| too_common(site, group, pages, all)).collect()
}

fn too_common(site: &Site, group: &[String], pages: usize, all: usize) -> Diagnostic {
    let file = &site.config.file;
    let table = file.text().find("synonyms").unwrap_or_default();
    let written = format!("\"{}\"", group[0]);
    let place = file.text()[table..].find(&written).map_or(0..0, |at| table + at..table + at + written.len());
    let message = format!(
        "{pages} of {all} pages have a word of this group, and a search for any other finds them all"
    );
    let finding = Diagnostic::new(Code::SearchDisproportionate, file, place, message);
    finding.help("take the most common word out of the group, or write a longer phrase in its place")
}

/// The word of a member that is one word.
fn one_word(member: &str) -> Option<String> {
    let mut words = Vec::new();
    WordReader::default().read(member, |word, _| words.push(folded(word)));
    if words.len() == 1 { words.pop() } else { None }
}
