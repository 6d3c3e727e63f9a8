//! The third stage: all documents become one [`Site`]. Pure, and the only stage that sees the whole book.
//!
//! Everything that concerns more than one page is settled here: addresses, order, sections, links, owners,
//! kinds and reviews. Later stages look things up and decide nothing.

mod address;
mod alphabet;
mod bodies;
mod catalogue;
mod checklists;
mod checks;
mod commitments;
mod contribute;
mod glossary;
mod lifecycle;
mod listings;
mod look_alike;
mod memory;
mod menu;
mod outputs;
mod prose;
mod redirects;
mod references;
mod register;
mod register_files;
mod reviews;
mod sections;
mod theme_assets;
mod tokens;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::load::{Asset, Drafts, ThemeFiles};
use crate::parse::{Document, Status};
use crate::review::{Cadence, Evidence, Review};
use crate::strategy::{GLOSSARY, Wordings};

use catalogue::Catalogue;

pub use address::{encoded, folded_address, joined, relative, relative_prefix};
pub use alphabet::alphabet_address;
pub use checklists::{Checklists, MATURITY, is_checklist};
pub use commitments::{COMMITMENTS, CommitmentEntry, Commitments, CommitmentsPart};
pub use glossary::{Definition, Glossaries, Glossary};
pub use listings::{List, Listing, SHOWN_HISTORY};
pub use memory::{Findings, Memory};
pub use menu::Menu;
pub use outputs::{CommitmentsFile, Output, REGISTER_ROWS};
pub use register::{OwnerPages, Register, is_review};
pub use register_files::{FEED, RegisterFile};
pub use theme_assets::PublishedThemeAssets;
pub use tree::Section;

/// The index of a page in [`Site::pages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId(pub usize);

/// The index of a section in [`Site::sections`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId(pub usize);

/// The whole book, settled. It lists the paths of its outputs; `render` and `index` give the bytes of one.
#[derive(Clone, Debug)]
pub struct Site {
    /// What `book.toml` sets.
    pub config: Config,
    /// The day for which the site is right.
    pub today: Date,
    /// Published pages by address.
    pub pages: Vec<Arc<Page>>,
    /// Folders with pages, by path; the first is the whole book.
    pub sections: Vec<Section>,
    /// Files of the book that are published as they are, by path.
    pub assets: Vec<Asset>,
    /// The files of the theme under their published names.
    pub theme_assets: PublishedThemeAssets,
    /// What every page shows.
    pub menu: Menu,
    /// The pages in the order in which they want attention.
    pub register: Register,
    /// What the pages say will be done.
    pub commitments: Commitments,
    /// Pages with questions by which a team judges its maturity.
    pub checklists: Checklists,
    /// What the words of the book mean, by language.
    pub glossaries: Arc<Glossaries>,
    /// The terms of `[lint.terms]`, by their place in it.
    pub retired_terms: Arc<Wordings>,
    /// The pages of each part of the A to Z, by title.
    pub alphabet: Vec<Vec<PageId>>,
    /// What is to be written, by path below the root of the site.
    pub outputs: Arc<BTreeMap<String, Output>>,
    /// What is to be written to a folder beside the site, by path below that folder: the files of a private
    /// register.
    pub private_outputs: BTreeMap<String, Output>,
}

/// A published page.
#[derive(Clone, Debug)]
pub struct Page {
    /// None for the page of a folder that has no index of its own.
    pub document: Option<Arc<Document>>,
    /// From the front matter, else the `#` heading, else the name of the file or folder.
    pub title: String,
    /// Below the root of the site, decoded, with a `/` at its end: `principles/culture/`; the home page's is
    /// empty.
    pub address: String,
    /// BCP 47 tag.
    pub language: String,
    /// The section that the page is in; for a section's own page, that section.
    pub section: SectionId,
    /// Whether it is its section's own page.
    pub is_index: bool,
    /// The own page of the section around it; none for the home page.
    pub parent: Option<PageId>,
    /// The page that is read before it; none for the home page and where navigation does not lead.
    pub previous: Option<PageId>,
    /// The page that is read after it; none for the last one and where navigation does not lead.
    pub next: Option<PageId>,
    /// A key of `[kinds]`, or what the page says when the book declares no kinds.
    pub kind: Option<String>,
    /// Who is accountable, in the order of the page; empty when nobody is named anywhere.
    pub owners: Vec<PageOwner>,
    /// Where it stands in its life on [`Site::today`]; the page of a folder without an index is live.
    pub status: Status,
    /// How its review stands on [`Site::today`].
    pub review: Review,
    /// How long a review of it lasts: what it says itself, else its section, its kind or the book.
    pub cadence: Option<Cadence>,
    /// Who made the latest review on or before [`Site::today`], if that is recorded.
    pub reviewed_by: Option<String>,
    /// What stands behind that review; none where there is no review, where the page has been signed off again
    /// since, or where a later version of Duly signed it.
    pub evidence: Option<Evidence>,
    /// Where its links lead, by [`crate::parse::Link::at`].
    pub targets: Arc<Vec<(usize, Target)>>,
    /// The pages and links that its front matter names.
    pub references: References,
}

/// Who is accountable for a page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PageOwner {
    /// A key of `[owners]`.
    Declared(String),
    /// Free text of a book that declares no owners.
    Named(String),
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A page of the book.
    Page {
        /// The page that is meant.
        page: PageId,
        /// What stands behind `#`, decoded and without it.
        fragment: Option<String>,
    },
    /// A file of the book.
    Asset {
        /// The index of the file in [`Site::assets`].
        asset: usize,
        /// What stands behind `#`, decoded and without it.
        fragment: Option<String>,
    },
    /// Another address of this site, below its root.
    Site(String),
    /// The same page.
    Fragment(String),
    /// An absolute address, as it is written: `https:`, `http:`, `mailto:` or `tel:`.
    External(String),
    /// Nowhere: the text stays, the link is dropped.
    Dropped,
}

/// The pages that the front matter of a page names.
#[derive(Clone, Debug, Default)]
pub struct References {
    /// Pages that this page supports.
    pub supports: Vec<PageId>,
    /// Pages whose `supports` names this page, by address.
    pub supported_by: Vec<PageId>,
    /// The page that took the place of this one.
    pub superseded_by: Option<PageId>,
    /// What this page took the place of.
    pub replaces: Option<Target>,
    /// Where its impact assessment is.
    pub impact_assessment: Option<Target>,
}

/// The names that a theme defines and pages may use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThemeNames {
    /// `page.html`, `council/page.html` …
    pub templates: BTreeSet<String>,
    /// The `NAME` of `> [!NAME]`, in lower case.
    pub blocks: BTreeSet<String>,
}

/// What the whole book is made of.
pub struct Parts<'a> {
    /// What `book.toml` sets.
    pub config: &'a Config,
    /// The pages that could be understood, drafts too.
    pub documents: Vec<Arc<Document>>,
    /// Paths of pages below `src` of which no document came; links to them are not broken.
    pub broken: Vec<String>,
    /// Files that are published as they are, by path.
    pub assets: &'a [Asset],
    /// The files of the theme; only what is published of them counts here.
    pub theme: &'a Arc<ThemeFiles>,
    /// None when the theme cannot be used; its names are then not checked.
    pub names: Option<&'a ThemeNames>,
    /// Whether drafts are pages of the site.
    pub drafts: Drafts,
    /// The day for which the site is right.
    pub today: Date,
    /// The day that the clock shows; a review after it has not happened.
    pub clock_today: Date,
}

/// Settles the whole book. The memory makes it faster and never different.
pub fn link(parts: &Parts<'_>, memory: &Memory) -> (Arc<Site>, Findings) {
    memory.link(parts)
}

/// Settles everything but where links lead, which is looked up in the catalogue. `known` gives the catalogue of a site
/// that has the same pages at the same places, if there is one.
fn settle(
    parts: &Parts<'_>,
    known: impl FnOnce(&Site, &[Arc<Document>]) -> Option<Arc<Catalogue>>,
    findings: &mut Vec<Diagnostic>,
) -> (Site, Arc<Catalogue>) {
    let is_published = |document: &Arc<Document>| {
        parts.drafts == Drafts::Shown || document.front_matter.status != Status::Draft
    };
    let (published, drafts): (Vec<_>, Vec<_>) = parts.documents.iter().cloned().partition(is_published);
    let placed = address::place(published, parts.config, findings);
    let mut site = tree::grow(placed, parts);
    lifecycle::settle(&mut site, parts, findings);
    reviews::settle(&mut site, parts);
    site.register = Register::new(&site);
    site.commitments = Commitments::new(&site);
    site.checklists = Checklists::new(&site);
    site.glossaries = Arc::new(Glossaries::new(&site));
    site.retired_terms = Arc::new(prose::retired_terms(parts.config));
    reviews::report(&site, findings);
    lifecycle::report(&site, findings);
    let catalogue = known(&site, &drafts).unwrap_or_else(|| Arc::new(Catalogue::new(&site, &drafts, parts)));
    let tokens = tokens::Tokens::new(parts.theme, parts.config, findings);
    tokens.check(findings);
    site.theme_assets = PublishedThemeAssets::new(parts.theme, &tokens);
    site.menu = menu::build(&site, &catalogue, findings);
    menu::report(&site, findings);
    site.alphabet = alphabet::parts(&site);
    site.outputs = Arc::new(outputs::list(&site, &catalogue, findings));
    site.private_outputs = register_files::private(&site);
    (site, catalogue)
}

impl Site {
    /// The page of an index that this site gave out.
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id.0]
    }

    /// The section of an index that this site gave out.
    pub fn section(&self, id: SectionId) -> &Section {
        &self.sections[id.0]
    }

    /// All pages, by address.
    pub fn page_ids(&self) -> impl Iterator<Item = PageId> + use<> {
        (0..self.pages.len()).map(PageId)
    }

    /// The absolute address of a page, when the book says where it is published.
    pub fn permalink(&self, address: &str) -> Option<String> {
        self.config.site.url.as_ref().map(|url| url.join(&encoded(address)))
    }

    /// `/` or the path under which the site is published.
    pub fn base_path(&self) -> &str {
        self.config.site.url.as_ref().map_or("/", |url| &url.base_path)
    }
}

impl Page {
    /// The path of its file below the root of the site.
    pub fn output_path(&self) -> String {
        format!("{}index.html", self.address)
    }

    /// Whether it says what words mean: by its kind, or by the name of its file.
    pub fn is_glossary(&self) -> bool {
        let path = self.document.as_ref().map(|document| document.source.path.as_str());
        self.kind.as_deref() == Some(GLOSSARY) || path == Some("glossary.md")
    }

    /// Whether search engines are asked to leave it out: when it says so, and when it is no longer in force.
    pub fn noindex(&self) -> bool {
        let asked = self.document.as_ref().is_some_and(|document| document.front_matter.prevent_indexing);
        asked || matches!(self.status, Status::Withdrawn | Status::Superseded)
    }

    /// Whether lists of the section show it.
    pub fn in_navigation(&self) -> bool {
        self.document.as_ref().is_none_or(|document| !document.front_matter.hide_in_navigation)
    }

    /// Where the link that begins at a byte offset of its file leads.
    pub fn target(&self, at: usize) -> Option<&Target> {
        let index = self.targets.binary_search_by_key(&at, |(at, _)| *at).ok()?;
        Some(&self.targets[index].1)
    }

    /// The `description` of its front matter.
    pub fn description(&self) -> Option<&str> {
        let description = self.document.as_ref()?.front_matter.description.as_ref()?;
        Some(&description.value)
    }
}

/// A finding about a page, at its front matter's value if that is known, else at its top.
pub(crate) fn page_finding(
    document: &Document,
    code: crate::diagnostic::Code,
    span: Option<std::ops::Range<usize>>,
    message: impl Into<String>,
) -> Diagnostic {
    let file = &document.source.file;
    let top = file.start()..file.start();
    Diagnostic::new(code, file, span.unwrap_or(top), message)
}
