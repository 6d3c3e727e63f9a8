//! What templates are given: one documented struct per template.
//!
//! Every HTML template sees [`BookContext`] as `book` and the fields of its own struct at the top level:
//! `page.html` those of [`PageView`], and so on. Links (`href`) are ready to use from the page that is being
//! rendered, except in `book`, whose links count from the root of the site: write `{{ root }}{{ link.href }}`
//! for those that are not `external`. Text is text, to be escaped by the template's autoescaping; fields
//! that hold HTML say so and are marked safe already.

mod commitments;
mod maturity;
mod register;
mod whole;

use std::collections::BTreeMap;

use serde::Serialize;
use tera::Value;

pub use commitments::*;
pub use maturity::*;
pub use register::*;
pub use whole::*;

/// `book`: what all pages share.
#[derive(Clone, Debug, Serialize)]
pub struct BookContext {
    /// `[book] title`
    pub title: String,
    /// `[book] description`
    pub description: Option<String>,
    /// Absolute address of the home page, with a `/` at its end.
    pub url: Option<String>,
    /// Who is named in the footer.
    pub copyright: Option<String>,
    /// For the footer; nothing when the book names none.
    pub licence: Option<LicenceContext>,
    /// The sections of the first level, at most twelve, for the header.
    pub sections: Vec<SiteLink>,
    /// `[site] header-links`, those that lead nowhere left out.
    pub header_links: Vec<SiteLink>,
    /// `[site] footer-links`, those that lead nowhere left out.
    pub footer_links: Vec<SiteLink>,
    /// The accessibility statement, if the book has one (a page of that kind) and the footer does not lead to it
    /// already.
    pub accessibility: Option<SiteLink>,
    /// `civic.css` under its published name.
    pub style: AssetContext,
    /// `civic.js` under its published name.
    pub script: AssetContext,
    /// `[theme] logo`
    pub logo: Option<AssetContext>,
    /// `favicon.svg` under its published name.
    pub favicon: AssetContext,
    /// The accent colour as `#rrggbb` or `#rgb`.
    pub accent: String,
    /// Where the search is, from the root of the site; nothing when the book has none.
    pub search: Option<&'static str>,
    /// Where the review register is, from the root of the site; nothing when it is private.
    pub register: Option<String>,
    /// Where the feed is, from the root of the site; only when the register is public and the book has a `url`.
    pub feed: Option<&'static str>,
    /// `[site] repository`, without a `/` at its end.
    pub repository: Option<String>,
}

/// A licence as the footer names it.
#[derive(Clone, Debug, Serialize)]
pub struct LicenceContext {
    /// Its name.
    pub text: String,
    /// Its text, when Duly knows the licence.
    pub url: Option<String>,
}

/// A link that every page shows.
#[derive(Clone, Debug, Serialize)]
pub struct SiteLink {
    /// What readers see.
    pub text: String,
    /// From the root of the site, without a leading `/`; or absolute when `external`.
    pub href: String,
    /// Whether `href` is absolute.
    pub external: bool,
}

/// A file that pages load.
#[derive(Clone, Debug, Serialize)]
pub struct AssetContext {
    /// From the root of the site.
    pub href: String,
    /// Of an image, in CSS pixels.
    pub width: Option<usize>,
    /// Of an image, in CSS pixels.
    pub height: Option<usize>,
}

/// What every HTML template is given at its top level.
#[derive(Clone, Debug, Serialize)]
pub struct FrameView {
    /// What to write before a link of `book`: `./`, `../`, `../../` …; on the 404 page, the base path.
    pub root: String,
    /// BCP 47 tag of the page.
    pub language: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// The words of the interface in the page's language, by their keys in `strings/LANG.toml`.
    pub t: Value,
    /// Absolute address; only when the book has a `url`.
    pub canonical: Option<String>,
    /// Address of the first-level section that the page is in, as in `book.sections[].href`; empty at the top.
    pub section_href: String,
    /// Whether search engines are asked to leave the page out.
    pub noindex: bool,
    /// The phase banner, if the page or the book has a phase.
    pub phase: Option<PhaseContext>,
}

/// The phase banner.
#[derive(Clone, Debug, Serialize)]
pub struct PhaseContext {
    /// `beta` …
    pub name: String,
    /// The book's sentence about its phase; nothing when the page sets a phase of its own.
    pub text: Option<String>,
    /// Where feedback goes: `mailto:` or a URL.
    pub feedback: Option<String>,
}

/// `page.html` (a page), `section.html` (a page that is the index of its folder) and `home.html` (the first
/// one) are given these beside the fields of [`FrameView`].
#[derive(Clone, Debug, Serialize)]
pub struct PageView {
    /// What every template is given.
    #[serde(flatten)]
    pub frame: FrameView,
    /// The page itself.
    pub page: PageContext,
}

/// `page`: the page being rendered.
#[derive(Clone, Debug, Serialize)]
pub struct PageContext {
    /// The title; for a home page that nobody wrote, the book's.
    pub title: String,
    /// Of the `#` heading that is the title, if it is one: links to it lead to the title.
    pub title_id: Option<String>,
    /// `description` of the front matter.
    pub description: Option<String>,
    /// From the root of the site: `principles/culture/`; empty for the home page.
    pub path: String,
    /// HTML of the body; the `#` heading that became the title is not in it.
    pub content: Value,
    /// From the home page to the parent of this page.
    pub breadcrumbs: Vec<LinkContext>,
    /// HTML of the section's list of pages, rendered once per section by the component `section_navigation`.
    pub navigation: Value,
    /// The contents, when there are three or more headings of the second level.
    pub contents: Vec<ContentsEntry>,
    /// For a section: its pages and sections, in order.
    pub children: Vec<ChildContext>,
    /// For a section with pages of several kinds: the same by kind, sections and pages without a kind last; else empty.
    pub children_by_kind: Vec<KindGroup>,
    /// The page that is read before this one.
    pub previous: Option<LinkContext>,
    /// The page that is read after this one.
    pub next: Option<LinkContext>,
    /// What sort of document it is.
    pub kind: Option<KindContext>,
    /// Who is accountable, in the order of the front matter; may be empty.
    pub owners: Vec<OwnerContext>,
    /// How its review stands.
    pub review: ReviewContext,
    /// Document control.
    pub control: ControlContext,
    /// `tags` of the front matter.
    pub tags: Vec<String>,
    /// Pages that this page supports, and those that support it.
    pub supports: Vec<LinkContext>,
    /// Pages whose `supports` names this page.
    pub supported_by: Vec<LinkContext>,
    /// Where the source is edited.
    pub edit_url: Option<String>,
    /// The form that records a review, when the book has `contribute-links` and the page is to be reviewed.
    pub review_form_url: Option<String>,
    /// The git host's editor with a new page of the same kind, when the book has `contribute-links`.
    pub new_page_url: Option<String>,
    /// Where a problem is reported: the book's `feedback`, else a new issue of its repository.
    pub report_url: Option<String>,
    /// A `mailto:` address without a recipient that carries the title and the canonical address of the page;
    /// only when the book has a `url`.
    pub email_href: Option<String>,
    /// `commitments.css` under its published name, when the page makes commitments.
    pub commitments_style: Option<AssetContext>,
    /// For a section with pages that have a checklist: the questions of all of them; relative, ready to use.
    pub maturity_href: Option<String>,
    /// The list of all commitments, when the page makes some and the list is published; relative, ready to use.
    pub commitments_href: Option<String>,
    /// `extra` of the front matter.
    pub extra: Value,
}

/// A link from the page being rendered.
#[derive(Clone, Debug, Serialize)]
pub struct LinkContext {
    /// Title of the page that it leads to, or what an author wrote for the link.
    pub text: String,
    /// Relative or absolute, ready to use.
    pub href: String,
}

/// An entry of a section's list.
#[derive(Clone, Debug, Serialize)]
pub struct ChildContext {
    /// Its title.
    pub text: String,
    /// Relative, ready to use.
    pub href: String,
    /// `description` of its front matter.
    pub description: Option<String>,
    /// What sort of document it is.
    pub kind: Option<KindContext>,
    /// Whether it is a section itself.
    pub is_section: bool,
}

/// The pages of a section that are of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct KindGroup {
    /// The kind; nothing for sections and for pages without one.
    pub kind: Option<KindContext>,
    /// The pages, in order.
    pub children: Vec<ChildContext>,
}

/// A heading of the page's contents.
#[derive(Clone, Debug, Serialize)]
pub struct ContentsEntry {
    /// Its words without formatting.
    pub text: String,
    /// Unique on the page, without `#`.
    pub id: String,
    /// The headings of the third level below it.
    pub children: Vec<ContentsEntry>,
}

/// A kind of document.
#[derive(Clone, Debug, Serialize)]
pub struct KindContext {
    /// Its identifier in `[kinds]`.
    pub id: String,
    /// What readers are shown; the identifier when the book declares no kinds.
    pub label: String,
}

/// An accountable role.
#[derive(Clone, Debug, Serialize)]
pub struct OwnerContext {
    /// What readers are shown: the `name` in `[owners]`, else what the page says.
    pub name: String,
    /// Address for mail, without `mailto:`.
    pub email: Option<String>,
    /// The channel or handle.
    pub slack: Option<String>,
    /// The page about what they own; relative, ready to use. Nothing when the register is private.
    pub href: Option<String>,
}

/// A day.
#[derive(Clone, Debug, Serialize)]
pub struct DateContext {
    /// `2024-01-14`
    pub iso: String,
    /// `14 January 2024`, in the page's language.
    pub words: String,
}

/// The review facts of a page and its state on the day of the build.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewContext {
    /// `exempt`, `unset`, `unreviewed`, `current`, `due-soon` or `overdue`; only `overdue` may be shown as a
    /// state, for any other may be untrue tomorrow.
    pub state: &'static str,
    /// What `[review] badge` asks for: `state`, `dates` or `none`.
    pub badge: &'static str,
    /// The latest review on or before the day of the build.
    pub last_reviewed: Option<DateContext>,
    /// The last day on which that review counts.
    pub due: Option<DateContext>,
    /// Nothing when the book does not show reviewers.
    pub reviewed_by: Option<String>,
    /// Whether the words are no longer those that were reviewed.
    pub updated_since: bool,
    /// Latest first.
    pub history: Vec<HistoryContext>,
    /// Days before the due day from which it is due soon; for the script.
    pub due_soon_days: i64,
    /// IANA name of the book's time zone; for the script.
    pub time_zone: String,
}

/// An entry of the review history.
#[derive(Clone, Debug, Serialize)]
pub struct HistoryContext {
    /// The day of the review.
    pub on: DateContext,
    /// Who reviewed the page; nothing when the book does not show reviewers.
    pub by: Option<String>,
    /// `no-change`, `changed`, `minor` or `withdraw`.
    pub outcome: Option<&'static str>,
    /// `note` of the entry.
    pub note: Option<String>,
}

/// Document control.
#[derive(Clone, Debug, Serialize)]
pub struct ControlContext {
    /// `draft`, `live`, `withdrawn` or `superseded`.
    pub status: &'static str,
    /// `version` of the front matter, as it is written.
    pub version: Option<String>,
    /// `approved_by` of the front matter.
    pub approved_by: Option<String>,
    /// `approved_on` of the front matter.
    pub approved_on: Option<DateContext>,
    /// `effective_on` of the front matter.
    pub effective_on: Option<DateContext>,
    /// `impact_assessment` of the front matter.
    pub impact_assessment: Option<LinkContext>,
    /// `replaces` of the front matter.
    pub replaces: Option<LinkContext>,
    /// `superseded_by` of the front matter.
    pub superseded_by: Option<LinkContext>,
}

/// The component `section_navigation` is given these as arguments, once for each section and depth; `t` is
/// an implicit one. The entry of the page that shows it gets `aria-current="page"` afterwards, behind its
/// `href`, so write that as it is given: `href="{{ entry.href }}"`.
#[derive(Clone, Debug, Serialize)]
pub struct NavigationContext {
    /// The section's own page.
    pub section: LinkContext,
    /// At most sixty; a larger section is shown in parts.
    pub entries: Vec<NavigationEntry>,
    /// How many pages of the section are in other parts.
    pub others: usize,
}

/// A page of the section's list.
#[derive(Clone, Debug, Serialize)]
pub struct NavigationEntry {
    /// Its title.
    pub text: String,
    /// From the pages that show this list.
    pub href: String,
    /// Whether it is a section itself.
    pub is_section: bool,
}

/// The strings of one language as templates see them.
pub type Strings = BTreeMap<String, String>;
