//! Reads a search index, as `themes/civic/assets/search.js` does: what words find, without the numbers of the files.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use flate2::read::GzDecoder;
use serde_json::Value;

pub(crate) const SCRIPT: &str = "search/search.js";

/// The files of a site, by path.
pub(crate) struct IndexReader<'f> {
    files: &'f BTreeMap<String, Vec<u8>>,
    pub(crate) manifest: Value,
}

impl<'f> IndexReader<'f> {
    pub(crate) fn new(files: &'f BTreeMap<String, Vec<u8>>) -> Self {
        let script = str::from_utf8(&files[SCRIPT]).expect("a script is a text");
        let packed = script.strip_prefix("export const manifest=\"").and_then(|rest| rest.split('"').next());
        let json = unzipped(&base64(packed.expect("the manifest comes first")));
        Self { files, manifest: serde_json::from_slice(&json).expect("it is JSON") }
    }

    /// The words that readers may type, with the numbers of their terms.
    pub(crate) fn typed(&self) -> BTreeMap<String, Vec<i64>> {
        let mut typed = words(self.manifest["common"].as_str().expect("it is a text"));
        for shard in self.parts("shards") {
            typed.extend(words(str::from_utf8(&shard).expect("words are text")));
        }
        typed
    }

    /// The records of all pages, a line each.
    pub(crate) fn records(&self) -> Vec<String> {
        let lines = |group: Vec<u8>| {
            let text = String::from_utf8(group).expect("records are text");
            text.split('\n').map(str::to_owned).collect::<Vec<_>>()
        };
        self.parts("records").into_iter().flat_map(lines).collect()
    }

    /// All that a search can find: the pages of each word, with how much it says of them and where it stands; what is shown
    /// of each page; by what it can be filtered.
    pub(crate) fn meaning(&self) -> BTreeMap<String, BTreeSet<String>> {
        let records = self.records();
        let address = |page: usize| records[page].split('\t').nth(1).unwrap_or("(gone)").to_owned();
        let terms: Vec<Vec<(usize, String)>> =
            self.parts("blocks").iter().flat_map(|block| lists(block)).collect();
        let mut meaning: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (word, numbers) in self.typed() {
            let lists =
                numbers.iter().map(|term| &terms[usize::try_from(*term).expect("terms have numbers")]);
            let pages: BTreeSet<String> =
                lists.flatten().map(|(page, said)| format!("{} {said}", address(*page))).collect();
            if !pages.is_empty() {
                meaning.insert(format!("word {word}"), pages);
            }
        }
        let facets = self.facets();
        for (page, record) in records.iter().enumerate().filter(|(_, record)| !record.is_empty()) {
            meaning.insert(
                format!("page {}", address(page)),
                BTreeSet::from([record.clone(), facets[page].clone()]),
            );
        }
        meaning
    }

    fn facets(&self) -> Vec<String> {
        let text = String::from_utf8(self.parts("facets").remove(0)).expect("facets are text");
        let lines: Vec<Vec<&str>> = text.split('\n').map(|line| line.split('\t').collect()).collect();
        let name =
            |list: usize, number: &str| number.parse::<usize>().map_or("", |number| lines[list][number - 1]);
        let of_page = |page: usize| {
            let names = (0..3).map(|list| {
                let numbers = lines[list + 3][page].split(',');
                numbers.map(|number| name(list, number)).collect::<Vec<_>>().join(",")
            });
            names.chain([lines[6][page].to_owned()]).collect::<Vec<_>>().join("|")
        };
        (0..lines[6].len()).map(of_page).collect()
    }

    fn parts(&self, list: &str) -> Vec<Vec<u8>> {
        let names = self.manifest[list].as_str().expect("it is a text").as_bytes();
        let names = names.chunks(8).map(|name| str::from_utf8(name).expect("ASCII"));
        names.map(|name| unzipped(&self.files[&format!("search/{name}.bin")])).collect()
    }
}

fn unzipped(bytes: &[u8]) -> Vec<u8> {
    let mut unzipped = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut unzipped).expect("it is gzip");
    unzipped
}

fn base64(text: &str) -> Vec<u8> {
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let mut bytes = Vec::new();
    for group in text.trim_end_matches('=').as_bytes().chunks(4) {
        let bits = group.iter().fold(0_u32, |bits, letter| bits << 6 | u32::from(value(*letter)));
        let bits = bits << (6 * (4 - group.len()));
        bytes.extend_from_slice(&bits.to_be_bytes()[1..group.len()]);
    }
    bytes
}

fn words(lines: &str) -> BTreeMap<String, Vec<i64>> {
    let mut words = BTreeMap::new();
    let mut before = String::new();
    let mut last = -1_i64;
    for line in lines.lines() {
        let (letters, rest) = line.split_once(' ').expect("a line has two parts");
        let shared = usize::from_str_radix(&letters[..1], 36).expect("a digit comes first");
        before = before.chars().take(shared).chain(letters[1..].chars()).collect();
        let mut terms = Vec::new();
        for step in rest[1..].split(',') {
            last += if step.is_empty() { 1 } else { i64::from_str_radix(step, 36).expect("a number") };
            terms.push(last);
        }
        words.insert(before.clone(), terms);
    }
    words
}

/// For each term of a block its pages, and what it says of each.
fn lists(block: &[u8]) -> Vec<Vec<(usize, String)>> {
    let mut bytes = Bytes(block);
    let terms = bytes.number();
    let lengths: Vec<u64> = (0..terms).map(|_| (bytes.number(), bytes.number()).0).collect();
    lengths.into_iter().map(|length| bytes.list(length)).collect()
}

struct Bytes<'b>(&'b [u8]);

impl Bytes<'_> {
    fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().expect("a block ends with its last list");
        self.0 = rest;
        *first
    }

    fn number(&mut self) -> u64 {
        let mut value = 0;
        for shift in (0..).step_by(7) {
            let byte = self.byte();
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        value
    }

    fn list(&mut self, length: u64) -> Vec<(usize, String)> {
        let mut page = 0;
        let mut page_of = |gap: u64| {
            page += gap;
            usize::try_from(page).expect("it is a number of a page")
        };
        let pages: Vec<usize> = (0..length).map(|_| page_of(self.number())).collect();
        let flags: Vec<u8> = pages.iter().map(|_| self.byte()).collect();
        let sections: Vec<u64> = pages.iter().map(|_| self.number()).collect();
        let headings: Vec<u64> =
            flags.iter().map(|flags| if flags & 1 == 0 { 0 } else { self.number() }).collect();
        let said = |at: usize| format!("{} {} {}", flags[at], sections[at], headings[at]);
        pages.iter().enumerate().map(|(at, page)| (*page, said(at))).collect()
    }
}
