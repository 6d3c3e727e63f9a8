//! What a page says about itself: the types of its front matter.
//!
//! The keys are those of `product.md`'s table in the manual; several are the ones of the GOV.UK tech-docs
//! template, so that its content builds unmodified. Reading them is in [`super::fields`].

use jiff::civil::Date;

use crate::review::Cadence;
use crate::source::Spanned;
use crate::tree::Node;

/// The front matter of one page, checked as far as one page alone can tell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FrontMatter {
    pub title: Option<Spanned<String>>,
    pub description: Option<Spanned<String>>,
    pub kind: Option<Spanned<String>>,
    /// Identifiers of owners, or free text while the book declares none.
    pub owners: Vec<Spanned<String>>,
    pub owner_slack: Option<Spanned<String>>,
    pub review: ReviewFields,
    pub control: ControlFields,
    pub status: Status,
    /// The page that takes the place of a superseded one, as a link.
    pub superseded_by: Option<Spanned<String>>,
    pub phase: Option<Spanned<String>>,
    /// Order within the section: lower first.
    pub weight: Option<i64>,
    pub hide_in_navigation: bool,
    /// Addresses that lead here, from `old_paths` and `aliases`.
    pub old_paths: Vec<Spanned<String>>,
    pub prevent_indexing: bool,
    /// Where the page is edited, when that is not the book's repository.
    pub source_url: Option<Spanned<String>>,
    pub language: Option<Spanned<String>>,
    /// Whether the search finds the page.
    pub search: Option<bool>,
    pub tags: Vec<Spanned<String>>,
    /// Links to the pages that this page supports.
    pub supports: Vec<Spanned<String>>,
    pub template: Option<Spanned<String>>,
    /// Handed to templates as it is.
    pub extra: Vec<(Spanned<String>, Node)>,
    /// Keys that mean nothing to Duly and are no slip of one that does.
    pub unknown_keys: Vec<Spanned<String>>,
}

/// The keys that say when somebody last stood by the page and when that is next due.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ReviewFields {
    pub last_reviewed_on: Option<Spanned<Date>>,
    pub reviewed_by: Option<Spanned<String>>,
    pub review_in: Option<Spanned<Cadence>>,
    pub next_review_on: Option<Spanned<Date>>,
    pub history: Vec<HistoryEntry>,
    pub reviewed_text: Option<Spanned<ReviewedText>>,
}

/// One entry of `review_history`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HistoryEntry {
    pub on: Spanned<Date>,
    pub by: Option<Spanned<String>>,
    pub outcome: Option<SignOffOutcome>,
    pub note: Option<Spanned<String>>,
}

/// What a review came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignOffOutcome {
    NoChange,
    Changed,
    Minor,
    Withdraw,
}

/// The words of a page as they were on the day of a review: `DATE VERSION:FINGERPRINT`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ReviewedText {
    pub on: Date,
    /// The version of the fingerprint's definition.
    pub version: u32,
    /// Lower-case hexadecimal digits.
    pub fingerprint: String,
}

/// The keys of document control that Duly only shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ControlFields {
    pub version: Option<Spanned<String>>,
    pub approved_by: Option<Spanned<String>>,
    pub approved_on: Option<Spanned<Date>>,
    pub effective_on: Option<Spanned<Date>>,
    /// A link.
    pub impact_assessment: Option<Spanned<String>>,
    /// A link to the page that this one replaces.
    pub replaces: Option<Spanned<String>>,
}

/// Where a page stands in its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Status {
    /// Not published.
    Draft,
    #[default]
    Live,
    /// No longer in force; kept with a banner.
    Withdrawn,
    /// Another page took its place; kept with a banner.
    Superseded,
}
