//! `book.toml`: everything that a book sets, typed, with its defaults.
//!
//! The names and the shape follow mdBook where both mean the same. Reading is in [`read()`]; every mistake in
//! the file is reported in one run, and unknown keys are refused.

mod read;
mod site;
mod tech_docs;
mod tokens;
mod values;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Levels;
use crate::review::Cadence;
use crate::source::{SourceFile, Spanned};
use crate::strategy::Kind;

pub use read::{defaults, read};
pub use site::{MenuLink, MenuTarget, SiteConfig, SiteUrl};
pub use tech_docs::read as read_tech_docs;
pub use tokens::{Colour, TOKENS, TokenKind};
pub(crate) use values::parse_site_url;

/// A whole `book.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Config {
    /// The file itself, for findings that concern what it says.
    pub file: Arc<SourceFile>,
    /// `[book]`: what the book is.
    pub book: BookConfig,
    /// `[build]`: where the site goes.
    pub build: BuildConfig,
    /// `[site]`: where the site is published, and what every page of it shows.
    pub site: SiteConfig,
    /// `[review]`: what holds for the reviews of all pages.
    pub review: ReviewConfig,
    /// By identifier.
    pub owners: BTreeMap<String, Owner>,
    /// By the path of the folder below `src`, without slashes at its ends.
    pub sections: BTreeMap<String, SectionDefaults>,
    /// By identifier: those of `[kinds]`, and the built-in ones that it does not declare.
    pub kinds: BTreeMap<String, Kind>,
    /// Whether the book declares kinds; without any, a page may be of a kind that nobody declared.
    pub declares_kinds: bool,
    /// `[commitments]`: what the book says it will do.
    pub commitments: CommitmentsConfig,
    /// `[glossary]`: what becomes of the words that the book explains.
    pub glossary: GlossaryConfig,
    /// `[theme]`: which theme, and what it may be told.
    pub theme: ThemeConfig,
    /// `[markdown]`: how pages are read.
    pub markdown: MarkdownConfig,
    /// `[lint]`: how much findings weigh.
    pub lint: LintConfig,
    /// `[search]`: whether readers can search, and which words find each other.
    pub search: SearchConfig,
    /// `[front-matter] ignore`: keys of front matter that are not worth a warning.
    pub ignored_keys: Vec<String>,
    /// `[redirects]`: addresses that lead elsewhere, in the order of the file.
    pub redirects: Vec<Redirect>,
    /// Whose conventions the folder of pages follows.
    pub dialect: Dialect,
}

/// An entry of `[redirects]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Redirect {
    /// The old address, as it is written.
    pub from: Spanned<String>,
    /// A link to a page, from the root of the book, or the address of another site.
    pub to: Spanned<String>,
}

impl Redirect {
    /// The address of another site that it leads to, if it leads to one.
    pub fn away(&self) -> Option<&str> {
        let to = self.to.value.as_str();
        ["https://", "http://"].iter().any(|scheme| to.starts_with(scheme)).then_some(to)
    }
}

/// Whose conventions a folder of pages follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// Duly's own.
    #[default]
    Duly,
    /// Those of the GOV.UK tech-docs template: pages are also called `*.md.erb`, templates of its own stand among them,
    /// and `/x/y/` was once at `/x/y.html`.
    TechDocs,
}

/// `[book]`
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BookConfig {
    /// Shown in the header of every page; empty only when `book.toml` lacks it, which is an error.
    pub title: String,
    /// One sentence about the book, for the home page and search engines.
    pub description: Option<String>,
    /// BCP 47 tag; `en-GB` unless set.
    pub language: Spanned<String>,
    /// The folder of the pages, from the root of the book; `content` unless set.
    pub src: Spanned<String>,
    /// Who wrote the book. No template is given it yet.
    pub authors: Vec<String>,
}

/// `[build]`
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BuildConfig {
    /// The folder of the site, from the root of the book; `_site` unless set.
    pub build_dir: Spanned<String>,
    /// The folder of the files of the register while it is private, from the root of the book; `_register` unless
    /// set.
    pub register_dir: Spanned<String>,
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
    /// The owner of pages for which nothing nearer names one: an identifier of `[owners]`.
    pub default_owner: Option<Spanned<String>>,
    /// What a page says about its review.
    pub badge: Badge,
    /// Who sees the review register and the files beside it.
    pub register: Register,
    /// Whether pages name who reviewed them; `true` unless set.
    pub show_reviewer: bool,
}

/// `[review] badge`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Badge {
    /// Dates in words, and the state where it will stay true.
    #[default]
    State,
    /// Dates in words, no state.
    Dates,
    /// Nothing.
    None,
}

/// `[review] register`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Register {
    /// The register is part of the site.
    #[default]
    Public,
    /// The register is not published.
    Private,
}

/// `[owners.ID]`: a role or a team that is accountable for pages.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Owner {
    /// What readers are shown; the identifier unless set.
    pub name: String,
    /// Address for mail, without `mailto:`.
    pub email: Option<String>,
    /// The channel or handle; a page's `owner_slack` finds the owner by it.
    pub slack: Option<String>,
    /// An inactive owner that still owns pages is a finding.
    pub active: bool,
    /// Identifier of the owner who stands in.
    pub deputy: Option<Spanned<String>>,
}

/// `[sections."PATH"]`: what the pages of a folder are unless they say otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SectionDefaults {
    /// An identifier of `[kinds]`; the section's own page does not take it.
    pub kind: Option<Spanned<String>>,
    /// An identifier of `[owners]`.
    pub owner: Option<Spanned<String>>,
    /// How long a review of these pages lasts; the section's own page does not take it.
    pub review_in: Option<Cadence>,
}

/// `[commitments]`
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CommitmentsConfig {
    /// Endings of a text that make the items of the list behind it commitments, beside “we will:”.
    pub lead_ins: Vec<String>,
    /// When `/commitments/` is part of the site.
    pub publish: PublishCommitments,
    /// How long a status may stand before it is worth a finding; without it, for ever.
    pub status_lasts: Option<Cadence>,
}

/// `[glossary]`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GlossaryConfig {
    /// Whether the first use of a term on a page leads to what it means, unless the page says otherwise; `true` unless
    /// set.
    pub links: bool,
}

/// `[commitments] publish`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PublishCommitments {
    /// Once a commitment has a status.
    #[default]
    Tracked,
    /// When there is a commitment.
    Always,
    /// In no case.
    Never,
}

/// `[theme]`
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ThemeConfig {
    /// A folder of `themes/`, or the built-in `civic`, which it is unless set.
    pub name: Spanned<String>,
    /// Colours, fonts and widths that the book sets itself, by the name of their token.
    pub tokens: BTreeMap<&'static str, Spanned<TokenValue>>,
    /// A picture below `src`.
    pub logo: Option<Spanned<String>>,
}

/// The value of a token of `[theme]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TokenValue {
    /// In the light scheme, and in both where neither the book nor the theme has a dark value.
    pub light: String,
    /// While the reader's system asks for a dark scheme; without one the theme's own dark value stays.
    pub dark: Option<String>,
}

/// `[markdown]`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct MarkdownConfig {
    /// What becomes of HTML in Markdown.
    pub raw_html: RawHtml,
    /// How the ids of headings are made.
    pub heading_ids: HeadingIds,
    /// Whether straight quotes, `--` and `...` become typographic ones; `false` unless set.
    pub smart_punctuation: bool,
}

/// `[markdown] raw-html`: what becomes of HTML in Markdown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RawHtml {
    /// Harmless tags and attributes work; others are shown as text and reported.
    #[default]
    Safe,
    /// All of it is published as it stands, scripts too.
    Allow,
    /// All of it is shown as text.
    Escape,
}

/// `[markdown] heading-ids`: whose ids headings get, so that old deep links still land.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum HeadingIds {
    /// As on GitHub: letters keep their accents, white space becomes `-`.
    #[default]
    GitHub,
    /// As in the GOV.UK tech-docs template: ASCII only; a repeated one gets the id of the heading above in front.
    TechDocs,
}

/// `[lint]`
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct LintConfig {
    /// The severity of each code that the book sets.
    pub levels: Levels,
    /// `[lint.terms]`: unwanted terms, and what to write.
    pub terms: Vec<(Spanned<String>, String)>,
}

/// `[search]`
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SearchConfig {
    /// Whether readers get a search; `true` unless set.
    pub enabled: bool,
    /// Groups of words that find each other.
    pub synonyms: Vec<Vec<String>>,
}

impl BookConfig {
    /// The path from the root of the book of a file below `src`.
    pub fn file(&self, path: &str) -> String {
        below(&self.src.value, path)
    }
}

/// A path below a folder, where `.` is the root of the book itself: `docs/a.md`, but `a.md` and not `./a.md`. Git and
/// the git host know files by that name alone.
pub fn below(folder: &str, path: &str) -> String {
    if folder == "." { path.to_owned() } else { format!("{folder}/{path}") }
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

impl Badge {
    /// The word for `book.toml` and templates.
    pub fn as_str(self) -> &'static str {
        match self {
            Badge::State => "state",
            Badge::Dates => "dates",
            Badge::None => "none",
        }
    }
}
