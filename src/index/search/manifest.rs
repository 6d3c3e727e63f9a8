//! What the script has to know before it looks anything up, and how the files are named.

use std::collections::BTreeMap;

use serde::Serialize;

use super::edits::Edits;
use super::whole::{File, Whole};
use super::{FOLDER, Part, SCRIPT, encode, records};
use crate::link::Site;

/// The file of the terms that no page had when the whole index was made.
const NEW_TERMS: &str = "newterms";

/// The file of new words when all words that the whole index has are common.
const NEW_WORDS: &str = "newwords";

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

/// The names of all files, each list in the order of its parts.
pub(super) struct Names {
    blocks: Vec<String>,
    shards: Vec<String>,
    records: Vec<String>,
    facets: Vec<String>,
}

impl Names {
    /// Those of the whole index. After edits they no longer tell the content, and a few are new.
    pub(super) fn of(whole: &Whole, edits: Option<&Edits>) -> Self {
        let names = |files: &[File]| files.iter().map(|file| file.name.clone()).collect::<Vec<_>>();
        let mut all = Self {
            blocks: names(&whole.blocks),
            shards: names(&whole.shards),
            records: names(&whole.records),
            facets: names(&whole.facets),
        };
        if let Some(edits) = edits {
            if edits.new_terms() > 0 {
                all.blocks.push(NEW_TERMS.to_owned());
            }
            if all.shards.is_empty() && edits.first_new_word(whole).is_some() {
                all.shards.push(NEW_WORDS.to_owned());
            }
            let groups = edits.places.len().div_ceil(records::GROUP);
            all.records.extend((all.records.len()..groups).map(|group| format!("new{group:05}")));
        }
        all
    }

    /// The path of each file below the root of the site.
    pub(super) fn paths(&self) -> BTreeMap<String, Part> {
        let mut paths = BTreeMap::from([(SCRIPT.to_owned(), Part::Script)]);
        let mut add = |names: &[String], part: fn(usize) -> Part| {
            let of_name = |(at, name): (usize, &String)| (format!("{FOLDER}{name}.bin"), part(at));
            paths.extend(names.iter().enumerate().map(of_name));
        };
        add(&self.blocks, Part::Block);
        add(&self.shards, Part::Shard);
        add(&self.records, Part::Records);
        add(&self.facets, |_| Part::Facets);
        paths
    }
}

/// The theme's script behind the manifest, which it finds when it runs.
pub(super) fn script(site: &Site, whole: &Whole, edits: Option<&Edits>) -> Vec<u8> {
    let names = Names::of(whole, edits);
    let has_new_terms = names.blocks.len() > whole.blocks.len();
    let new_terms = has_new_terms.then(|| whole.vocabulary.terms());
    let mut shard_firsts: Vec<&str> = whole.lexicon.firsts.iter().map(String::as_str).collect();
    // A new word may come before all others.
    if let Some(first) = edits.and_then(|edits| edits.first_new_word(whole)) {
        match shard_firsts.first_mut() {
            Some(known) => *known = first.min(known),
            None => shard_firsts.push(first),
        }
    }
    let manifest = Manifest {
        pages: edits.map_or(whole.pages.len(), |edits| edits.places.len()),
        group: records::GROUP,
        time_zone: &site.config.site.time_zone,
        due_soon_days: site.config.review.due_soon,
        firsts: differences(whole.firsts.iter().copied().chain(new_terms)),
        blocks: names.blocks.concat(),
        records: names.records.concat(),
        facets: names.facets.concat(),
        shard_firsts,
        shards: names.shards.concat(),
        common: &edits.map_or_else(|| whole.common.clone(), |edits| edits.common(whole)),
    };
    let json = serde_json::to_vec(&manifest).expect("a struct of texts and numbers becomes JSON");
    let manifest = encode::base64(&encode::gzip(&json));
    let mut script = format!("export const manifest=\"{manifest}\";\n").into_bytes();
    script.extend_from_slice(site.theme_assets.bytes("search.js"));
    script
}

fn differences(numbers: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut before = 0;
    numbers.map(|number| number - std::mem::replace(&mut before, number)).collect()
}
