//! `book.toml`: everything that a book sets, typed, with its defaults.
//!
//! The names and the shape follow mdBook where both mean the same. Reading is in [`read`]; every mistake in
//! the file is reported in one run, and unknown keys are refused.

mod read;
mod tokens;
mod values;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Levels;
use crate::review::Cadence;
use crate::source::{SourceFile, Spanned};
use crate::strategy::Kind;

pub use read::read;
pub use tokens::{Colour, TOKENS, TokenKind};

/// A whole `book.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Config {
    /// The file itself, for findings that concern what it says.
    pub file: Arc<SourceFile>,
    pub book: BookConfig,
    pub build: BuildConfig,
    pub site: SiteConfig,
    pub review: ReviewConfig,
    /// By identifier.
    pub owners: BTreeMap<String, Owner>,
    /// By the path of the folder below `src`, without slashes at its ends.
    pub sections: BTreeMap<String, SectionDefaults>,
    /// By identifier.
    pub kinds: BTreeMap<String, Kind>,
    pub theme: ThemeConfig,
    pub markdown: MarkdownConfig,
    pub lint: LintConfig,
    pub search: SearchConfig,
    /// `[front-matter] ignore`: keys of front matter that are not worth a warning.
    pub ignored_keys: Vec<String>,
}

/// `[book]`
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BookConfig {
    pub title: String,
    pub description: Option<String>,
    /// BCP 47 tag; `en-GB` unless set.
    pub language: String,
    /// The folder of the pages, from the root of the book; `content` unless set.
    pub src: Spanned<String>,
    pub authors: Vec<String>,
}

/// `[build]`
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BuildConfig {
    /// The folder of the site, from the root of the book; `_site` unless set.
    pub build_dir: Spanned<String>,
}

/// `[site]`
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SiteConfig {
    pub url: Option<SiteUrl>,
    /// Address of the repository at its git host.
    pub repository: Option<String>,
    pub branch: String,
    /// The host name for GitHub Pages' `CNAME` file.
    pub cname: Option<String>,
    pub licence: Option<String>,
    pub copyright: Option<String>,
    /// IANA name; `Europe/London` unless set.
    pub time_zone: String,
    pub phase: Option<String>,
    pub phase_text: Option<String>,
    pub feedback: Option<String>,
    pub header_links: Vec<MenuLink>,
    pub footer_links: Vec<MenuLink>,
    pub noindex: bool,
}

/// The public address of the site.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SiteUrl {
    /// `https://example.github.io`, without a slash at its end.
    pub origin: String,
    /// `/playbook/`: begins and ends with a slash.
    pub base_path: String,
}

/// A link of the header or the footer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MenuLink {
    pub text: String,
    pub target: MenuTarget,
}

/// Where a link of the header or the footer leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MenuTarget {
    Url(String),
    /// A page of the book, as the path of its file below `src`.
    Page(Spanned<String>),
}

/// `[review]`
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ReviewConfig {
    /// The cadence of pages for which nothing nearer sets one.
    pub every: Option<Cadence>,
    /// Days before the due day from which a page is due soon.
    pub due_soon: u32,
    /// Days after the due day that `check --fail-overdue` forgives.
    pub grace: u32,
    /// Front-matter fields that every page must have.
    pub require: Vec<Spanned<String>>,
    pub default_owner: Option<Spanned<String>>,
    pub badge: Badge,
    pub register: Register,
    pub show_reviewer: bool,
}

/// `[review] badge`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Badge {
    #[default]
    State,
    /// Dates in words, no state.
    Dates,
    None,
}

/// `[review] register`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Register {
    #[default]
    Public,
    Private,
}

/// `[owners.ID]`: a role or a team that is accountable for pages.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Owner {
    pub name: String,
    pub email: Option<String>,
    pub slack: Option<String>,
    /// An inactive owner that still owns pages is a finding.
    pub active: bool,
    /// Identifier of the owner who stands in.
    pub deputy: Option<Spanned<String>>,
}

/// `[sections."PATH"]`: what the pages of a folder are unless they say otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SectionDefaults {
    pub kind: Option<Spanned<String>>,
    pub owner: Option<Spanned<String>>,
    pub review_in: Option<Cadence>,
}

/// `[theme]`
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ThemeConfig {
    pub name: Spanned<String>,
    /// Colours, fonts and widths that the book sets itself, by the name of their token.
    pub tokens: BTreeMap<&'static str, Spanned<TokenValue>>,
    /// A picture below `src`.
    pub logo: Option<Spanned<String>>,
}

/// The value of a token of `[theme]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TokenValue {
    pub light: String,
    /// While the reader's system asks for a dark scheme; without one the theme's own dark value stays.
    pub dark: Option<String>,
}

/// `[markdown]`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct MarkdownConfig {
    pub raw_html: RawHtml,
    pub heading_ids: HeadingIds,
    pub smart_punctuation: bool,
}

/// `[markdown] raw-html`: what becomes of HTML in Markdown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RawHtml {
    /// Harmless tags and attributes work; others are shown as text and reported.
    #[default]
    Safe,
    Allow,
    /// All of it is shown as text.
    Escape,
}

/// `[markdown] heading-ids`: whose ids headings get, so that old deep links still land.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum HeadingIds {
    #[default]
    GitHub,
    TechDocs,
}

/// `[lint]`
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct LintConfig {
    pub levels: Levels,
    /// `[lint.terms]`: unwanted terms, and what to write.
    pub terms: Vec<(Spanned<String>, String)>,
}

/// `[search]`
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SearchConfig {
    pub enabled: bool,
    /// Groups of words that find each other.
    pub synonyms: Vec<Vec<String>>,
}

impl Config {
    /// What the sections around a page set for it, the nearest first; `folder` is the page's folder below
    /// `src`, without slashes at its ends.
    pub fn section_defaults<'c>(&'c self, folder: &'c str) -> impl Iterator<Item = &'c SectionDefaults> {
        let ancestors = std::iter::successors(Some(folder), |path| match path.rfind('/') {
            Some(end) => Some(&path[..end]),
            None if path.is_empty() => None,
            None => Some(""),
        });
        ancestors.filter_map(|path| self.sections.get(path))
    }
}

impl SiteUrl {
    /// The absolute address of a path below the site's root that has no leading slash.
    pub fn join(&self, path: &str) -> String {
        format!("{}{}{path}", self.origin, self.base_path)
    }
}

impl Badge {
    pub fn as_str(self) -> &'static str {
        match self {
            Badge::State => "state",
            Badge::Dates => "dates",
            Badge::None => "none",
        }
    }
}
