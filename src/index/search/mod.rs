//! The search: an index of all pages, made for a script that reads it in pieces.
//!
//! The script is the theme's `search.js`; it is published as `search/search.js` with the manifest of the index in
//! it, so that the two can never be of different builds. All other files have names made of their content:
//!
//! | file | what | module |
//! |---|---|---|
//! | manifest | what there is, and the most common words | `manifest` |
//! | lexicon | words as they are typed, with their terms | `lexicon` |
//! | blocks | for each term the pages on which it stands | `postings` |
//! | records | what results show of a page | `records` |
//! | facets | what all pages can be filtered by | `records` |
//!
//! What makes two words one (stems, mutations, synonyms, accents) is settled here, while the index is made; the
//! script looks words up as they were typed.
//!
//! A preview makes the index of the whole book once and then keeps up with edits (`edits`).

mod edits;
mod encode;
mod languages;
mod lexicon;
mod manifest;
mod page;
mod postings;
mod proportion;
mod records;
mod synonyms;
mod vocabulary;
mod whole;
mod words;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::link::Site;
use edits::Edits;
use manifest::Names;
use whole::Whole;

/// The folder of the index below the root of the site.
pub const FOLDER: &str = "search/";

/// The script with its manifest, the one file of the index whose name stays.
pub const SCRIPT: &str = "search/search.js";

/// Whether a path below the root of the site may be that of a file of the index.
pub fn is_file(path: &str) -> bool {
    path == SCRIPT || path.strip_prefix(FOLDER).is_some_and(|name| name.ends_with(".bin"))
}

/// The index of a site.
#[derive(Debug, Default)]
pub struct SearchIndex {
    /// None when the book wants no search.
    whole: Option<Arc<Whole>>,
    /// What has been edited since; none in an index that was just made.
    edits: Option<Edits>,
    /// The files by path below the root of the site, with what they are.
    paths: BTreeMap<String, Part>,
    /// Pages and synonyms that make the index disproportionate.
    pub findings: Vec<Diagnostic>,
}

/// What a file of the index holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Script,
    Block(usize),
    Shard(usize),
    Records(usize),
    Facets,
}

impl SearchIndex {
    /// Makes the index of all pages.
    pub fn new(site: &Site) -> Self {
        if !site.config.search.enabled {
            return Self::default();
        }
        let whole = Whole::new(site);
        let mut findings: Vec<Diagnostic> =
            whole.findings.iter().map(|(_, finding)| finding.clone()).collect();
        findings.extend(proportion::of_synonyms(site, whole.pages.len(), |word| whole.pages_with(word)));
        Self::of(Arc::new(whole), None, findings)
    }

    /// The index of the same book after some edits, in which a search finds what it would find in a new one; none when
    /// too much was edited.
    pub fn edited(&self, site: &Site) -> Option<Self> {
        let whole = self.whole.as_ref().filter(|_| site.config.search.enabled)?;
        let edits = Edits::of(site, whole, self.edits.as_ref())?;
        let mut findings = edits.findings(whole);
        let pages = edits.places.iter().flatten().count();
        findings.extend(proportion::of_synonyms(site, pages, |word| edits.pages_with(whole, word)));
        Some(Self::of(Arc::clone(whole), Some(edits), findings))
    }

    fn of(whole: Arc<Whole>, edits: Option<Edits>, findings: Vec<Diagnostic>) -> Self {
        let paths = Names::of(&whole, edits.as_ref()).paths();
        Self { whole: Some(whole), edits, paths, findings }
    }

    /// The paths of all files.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.keys().map(String::as_str)
    }

    /// A file of the index, which is that of this site; none when there is none of that path.
    pub fn get(&self, site: &Site, path: &str) -> Option<Cow<'_, [u8]>> {
        let (part, whole) = (*self.paths.get(path)?, self.whole.as_deref()?);
        match (part, &self.edits) {
            (Part::Script, edits) => Some(Cow::Owned(manifest::script(site, whole, edits.as_ref()))),
            (part, None) => Some(Cow::Borrowed(whole.file(part)?)),
            (part, Some(edits)) => edits.file(site, whole, part),
        }
    }
}
