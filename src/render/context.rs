//! What templates are given: one documented struct per template.
//!
//! Every HTML template sees [`BookContext`] as `book` and the fields of its own struct at the top level:
//! `page.html` those of [`PageView`], and so on. Links (`href`) are ready to use from the page that is being
//! rendered, except in `book`, whose links count from the root of the site: write `{{ root }}{{ link.href }}`
//! for those that are not `external`. Text is text, to be escaped by the template's autoescaping; fields
//! that hold HTML say so and are marked safe already.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::Value;

/// `book`: what all pages share.
#[derive(Clone, Debug, Serialize)]
pub struct BookContext {
    pub title: String,
    pub description: Option<String>,
    /// Absolute address of the home page, with a `/` at its end.
    pub url: Option<String>,
    /// Who is named in the footer.
    pub copyright: Option<String>,
    pub licence: Option<LicenceContext>,
    /// The sections of the first level, at most twelve, for the header.
    pub sections: Vec<SiteLink>,
    pub header_links: Vec<SiteLink>,
    pub footer_links: Vec<SiteLink>,
    /// The accessibility statement, if the book has one (a page of that kind) and the footer does not lead to it
    /// already.
    pub accessibility: Option<SiteLink>,
    pub style: AssetContext,
    pub script: AssetContext,
    pub logo: Option<AssetContext>,
    /// The built-in favicon or the book's own.
    pub favicon: AssetContext,
    /// The accent colour as `#rrggbb`.
    pub accent: String,
    /// Where the review register is, from the root of the site; nothing when it is private.
    pub register: Option<String>,
    pub repository: Option<String>,
}

/// A licence as the footer names it.
#[derive(Clone, Debug, Serialize)]
pub struct LicenceContext {
    pub text: String,
    pub url: Option<String>,
}

/// A link that every page shows.
#[derive(Clone, Debug, Serialize)]
pub struct SiteLink {
    pub text: String,
    /// From the root of the site, without a leading `/`; or absolute when `external`.
    pub href: String,
    pub external: bool,
}

/// A file that pages load.
#[derive(Clone, Debug, Serialize)]
pub struct AssetContext {
    /// From the root of the site.
    pub href: String,
    /// Of an image, in CSS pixels.
    pub width: Option<usize>,
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
    pub phase: Option<PhaseContext>,
}

/// The phase banner.
#[derive(Clone, Debug, Serialize)]
pub struct PhaseContext {
    pub name: String,
    pub text: Option<String>,
    /// Where feedback goes: `mailto:` or a URL.
    pub feedback: Option<String>,
}

/// `page.html` (a page), `section.html` (a page that is the index of its folder) and `home.html` (the first
/// one) are given these beside the fields of [`FrameView`].
#[derive(Clone, Debug, Serialize)]
pub struct PageView {
    #[serde(flatten)]
    pub frame: FrameView,
    pub page: PageContext,
}

/// `page`: the page being rendered.
#[derive(Clone, Debug, Serialize)]
pub struct PageContext {
    pub title: String,
    /// Of the `#` heading that is the title, if it is one: links to it lead to the title.
    pub title_id: Option<String>,
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
    pub previous: Option<LinkContext>,
    pub next: Option<LinkContext>,
    pub kind: Option<KindContext>,
    pub owners: Vec<OwnerContext>,
    pub review: ReviewContext,
    pub control: ControlContext,
    pub tags: Vec<String>,
    /// Pages that this page supports, and those that support it.
    pub supports: Vec<LinkContext>,
    pub supported_by: Vec<LinkContext>,
    /// Where the source is edited.
    pub edit_url: Option<String>,
    /// Where a problem is reported: the book's `feedback`, else a new issue of its repository.
    pub report_url: Option<String>,
    /// A `mailto:` address without a recipient that carries the title and the canonical address of the page;
    /// only when the book has a `url`.
    pub email_href: Option<String>,
    /// `extra` of the front matter.
    pub extra: Value,
}

/// A link from the page being rendered.
#[derive(Clone, Debug, Serialize)]
pub struct LinkContext {
    pub text: String,
    pub href: String,
}

/// An entry of a section's list.
#[derive(Clone, Debug, Serialize)]
pub struct ChildContext {
    pub text: String,
    pub href: String,
    pub description: Option<String>,
    pub kind: Option<KindContext>,
    /// Whether it is a section itself.
    pub is_section: bool,
}

/// A heading of the page's contents.
#[derive(Clone, Debug, Serialize)]
pub struct ContentsEntry {
    pub text: String,
    pub id: String,
    /// The headings of the third level below it.
    pub children: Vec<ContentsEntry>,
}

/// A kind of document.
#[derive(Clone, Debug, Serialize)]
pub struct KindContext {
    pub id: String,
    pub label: String,
}

/// An accountable role.
#[derive(Clone, Debug, Serialize)]
pub struct OwnerContext {
    pub name: String,
    pub email: Option<String>,
    pub slack: Option<String>,
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
    pub last_reviewed: Option<DateContext>,
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
    pub on: DateContext,
    pub by: Option<String>,
    /// `no-change`, `changed`, `minor` or `withdraw`.
    pub outcome: Option<&'static str>,
    pub note: Option<String>,
}

/// Document control.
#[derive(Clone, Debug, Serialize)]
pub struct ControlContext {
    /// `draft`, `live`, `withdrawn` or `superseded`.
    pub status: &'static str,
    pub version: Option<String>,
    pub approved_by: Option<String>,
    pub approved_on: Option<DateContext>,
    pub effective_on: Option<DateContext>,
    pub impact_assessment: Option<LinkContext>,
    pub replaces: Option<LinkContext>,
    pub superseded_by: Option<LinkContext>,
}

/// The component `section_navigation` is given these as arguments, once for each section and depth; `t` is
/// an implicit one. The entry of the page that shows it gets `aria-current="page"` afterwards, behind its
/// `href`, so write that as it is given: `href="{{ entry.href }}"`.
#[derive(Clone, Debug, Serialize)]
pub struct NavigationContext {
    pub section: LinkContext,
    /// At most sixty; a larger section is shown in parts.
    pub entries: Vec<NavigationEntry>,
    /// How many pages of the section are in other parts.
    pub others: usize,
}

/// A page of the section's list.
#[derive(Clone, Debug, Serialize)]
pub struct NavigationEntry {
    pub text: String,
    pub href: String,
    pub is_section: bool,
}

/// `a-z.html` is given these beside the fields of [`FrameView`].
#[derive(Clone, Debug, Serialize)]
pub struct AToZView {
    #[serde(flatten)]
    pub frame: FrameView,
    /// In alphabetical order; what does not begin with a letter stands under `#`, first.
    pub letters: Vec<LetterContext>,
}

/// The pages of a letter.
#[derive(Clone, Debug, Serialize)]
pub struct LetterContext {
    pub letter: String,
    /// For the `id` of its heading.
    pub id: String,
    pub pages: Vec<ListedPage>,
}

/// A page in a list of the whole book.
#[derive(Clone, Debug, Serialize)]
pub struct ListedPage {
    pub text: String,
    pub href: String,
    /// The title of its section, to tell pages of one name apart.
    pub section: Option<String>,
}

/// `404.html` is given these: its links begin with the base path, for it is served at any address.
#[derive(Clone, Debug, Serialize)]
pub struct NotFoundView {
    #[serde(flatten)]
    pub frame: FrameView,
}

/// `redirect.html` is given these.
#[derive(Clone, Debug, Serialize)]
pub struct RedirectView {
    pub language: String,
    pub t: Value,
    pub title: String,
    /// Where the page is now, relative to the old address.
    pub href: String,
    pub canonical: Option<String>,
    /// Of the script that keeps the fragment, relative to the old address.
    pub script: String,
}

/// The strings of one language as templates see them.
pub type Strings = BTreeMap<String, String>;
