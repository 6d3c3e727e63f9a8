//! The search: an index of all pages, made for a script that reads it in pieces.
//!
//! The script is the theme's `search.js`; it is published as `search/search.js` with the manifest of the index in
//! it, so that the two can never be of different builds. All other files have names made of their content:
//!
//! | file | what | module |
//! |---|---|---|
//! | manifest | what there is, and the most common words | here |
//! | lexicon | words as they are typed, with their terms | `lexicon` |
//! | blocks | for each term the pages on which it stands | `postings` |
//! | records | what results show of a page | `records` |
//! | facets | what all pages can be filtered by | `records` |
//!
//! What makes two words one (stems, mutations, synonyms, accents) is settled here, while the index is made; the
//! script looks words up as they were typed.

mod encode;
mod languages;
mod lexicon;
mod page;
mod postings;
mod proportion;
mod records;
mod synonyms;
mod vocabulary;
mod words;

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::link::{Page, Site};
use languages::Speech;
use lexicon::Lexicon;
use page::PageWords;
use synonyms::Phrases;
use vocabulary::Vocabulary;

/// The folder of the index below the root of the site.
pub const FOLDER: &str = "search/";

/// The script with its manifest, the one file of the index whose name stays.
pub const SCRIPT: &str = "search/search.js";

/// The index of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchIndex {
    /// Every file, by path below the root of the site.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Pages and synonyms that make the index disproportionate.
    pub findings: Vec<Diagnostic>,
}

/// What the script has to know before it looks anything up.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Manifest<'a> {
    pages: usize,
    /// How many pages are in a group of records.
    group: usize,
    time_zone: &'a str,
    due_soon_days: u32,
    /// The number of the first term of each block, as the difference to that of the block before.
    firsts: Vec<u32>,
    /// The names of blocks, of groups of records and of the facets; eight characters each.
    blocks: String,
    records: String,
    facets: String,
    /// The first word of each file of the lexicon.
    shard_firsts: Vec<&'a str>,
    shards: String,
    common: &'a str,
}

impl SearchIndex {
    /// Makes the index; without one when the book wants no search.
    pub fn new(site: &Site) -> Self {
        if !site.config.search.enabled {
            return Self::default();
        }
        let pages: Vec<&Page> = site.pages.iter().map(|page| &**page).filter(|page| is_found(page)).collect();
        let phrases = Phrases::of(site);
        let words: Vec<PageWords> = pages.par_iter().map(|page| words(page, &phrases)).collect();
        let too_large = pages.iter().zip(&words).filter_map(|(page, words)| proportion::of_page(page, words));
        let mut findings: Vec<Diagnostic> = too_large.collect();
        let spoken: Vec<(Speech, &PageWords)> =
            pages.iter().map(|page| Speech::of(&page.language)).zip(&words).collect();
        let vocabulary = Vocabulary::of(&spoken);
        let postings = postings::invert(&words.iter().collect::<Vec<_>>(), &vocabulary);
        findings.extend(proportion::of_synonyms(site, &vocabulary, &postings.pages_of));
        let lexicon = Lexicon::of(&vocabulary.typed, &postings.pages_of);
        let mut files = Files::default();
        let manifest = Manifest {
            pages: pages.len(),
            group: records::GROUP,
            time_zone: &site.config.site.time_zone,
            due_soon_days: site.config.review.due_soon,
            firsts: differences(postings.blocks.iter().map(|block| block.first)),
            blocks: files.add(postings.blocks.into_iter().map(|block| block.bytes).collect()),
            records: files.add(records::groups(site, &pages)),
            facets: files.add(vec![records::facets(site, &pages)]),
            shard_firsts: lexicon.shards.iter().map(|shard| shard.first.as_str()).collect(),
            shards: files.add(lexicon.shards.iter().map(|shard| shard.bytes.clone()).collect()),
            common: &lexicon.common,
        };
        files.by_path.insert(SCRIPT.to_owned(), script(site, &manifest));
        Self { files: files.by_path, findings }
    }
}

#[derive(Default)]
struct Files {
    by_path: BTreeMap<String, Vec<u8>>,
}

impl Files {
    /// Adds files under names made of their content; gives the names, one behind the other.
    fn add(&mut self, files: Vec<Vec<u8>>) -> String {
        let names: Vec<String> = files.par_iter().map(|bytes| encode::name(bytes)).collect();
        for (name, bytes) in names.iter().zip(files) {
            self.by_path.insert(format!("{FOLDER}{name}.bin"), bytes);
        }
        names.concat()
    }
}

/// Whether readers may find a page. Drafts are no pages of the site.
fn is_found(page: &Page) -> bool {
    let wanted = page.document.as_ref().is_none_or(|document| document.front_matter.search != Some(false));
    wanted && !page.noindex()
}

fn words(page: &Page, phrases: &Phrases) -> PageWords {
    match &page.document {
        Some(document) => PageWords::of(document, &page.title, phrases),
        None => PageWords::of_title(&page.title, phrases),
    }
}

fn differences(numbers: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut before = 0;
    numbers.map(|number| number - std::mem::replace(&mut before, number)).collect()
}

/// The theme's script behind the manifest, which it finds when it runs.
fn script(site: &Site, manifest: &Manifest<'_>) -> Vec<u8> {
    let json = serde_json::to_vec(manifest).expect("a struct of texts and numbers becomes JSON");
    let manifest = encode::base64(&encode::gzip(&json));
    let mut script = format!("export const manifest=\"{manifest}\";\n").into_bytes();
    script.extend_from_slice(site.theme_assets.bytes("search.js"));
    script
}
