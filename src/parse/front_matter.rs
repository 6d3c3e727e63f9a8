//! What a page says about itself: the types of its front matter.
//!
//! Several keys are the ones of the GOV.UK tech-docs template, so that its content builds unmodified. Reading them
//! is in [`super::fields`].

use jiff::civil::Date;

use crate::review::{Cadence, Fingerprint};
use crate::source::Spanned;
use crate::tree::Node;

/// The front matter of one page, checked as far as one page alone can tell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FrontMatter {
    /// `title`; without it the `#` heading of the page is the title.
    pub title: Option<Spanned<String>>,
    /// `description`: a sentence, for the lead paragraph, lists and search engines.
    pub description: Option<Spanned<String>>,
    /// `kind`: an identifier of `[kinds]`, not yet looked up.
    pub kind: Option<Spanned<String>>,
    /// Identifiers of owners, or free text while the book declares none.
    pub owners: Vec<Spanned<String>>,
    /// `owner_slack`: the owner whose `slack` it is, when `owners` is empty.
    pub owner_slack: Option<Spanned<String>>,
    /// Its review.
    pub review: ReviewFields,
    /// Its document control.
    pub control: ControlFields,
    /// `status`; live unless written.
    pub status: Status,
    /// The page that takes the place of a superseded one, as a link.
    pub superseded_by: Option<Spanned<String>>,
    /// `phase`: the phase banner of this page, in the place of the book's.
    pub phase: Option<Spanned<String>>,
    /// Order within the section: lower first.
    pub weight: Option<i64>,
    /// Whether lists of the section, the A to Z and the order of reading leave it out.
    pub hide_in_navigation: bool,
    /// Addresses that lead here, from `old_paths` and `aliases`.
    pub old_paths: Vec<Spanned<String>>,
    /// Whether search engines are asked to leave it out.
    pub prevent_indexing: bool,
    /// Where the page is edited, when that is not the book's repository.
    pub source_url: Option<Spanned<String>>,
    /// `language`: a BCP 47 tag, right in form; the book's applies without it.
    pub language: Option<Spanned<String>>,
    /// Whether the search finds the page.
    pub search: Option<bool>,
    /// Whether the first use of a term of the glossary leads to what it means; the book's answer applies without it.
    pub glossary_links: Option<bool>,
    /// `tags`, handed to templates.
    pub tags: Vec<Spanned<String>>,
    /// Links to the pages that this page supports.
    pub supports: Vec<Spanned<String>>,
    /// `template`: the name of a template of the theme, in the place of the one that its page would have.
    pub template: Option<Spanned<String>>,
    /// Handed to templates as it is.
    pub extra: Vec<(Spanned<String>, Node)>,
    /// Keys that mean nothing to Duly and are no slip of one that does.
    pub unknown_keys: Vec<Spanned<String>>,
}

/// The keys that say when somebody last stood by the page and when that is next due.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ReviewFields {
    /// When somebody last stood by the page.
    pub last_reviewed_on: Option<Spanned<Date>>,
    /// Who did: a person or a role.
    pub reviewed_by: Option<Spanned<String>>,
    /// How long a review lasts; goes before that of the section, the kind and the book.
    pub review_in: Option<Spanned<Cadence>>,
    /// The due date itself; goes before the last review and the cadence.
    pub next_review_on: Option<Spanned<Date>>,
    /// Earlier reviews, in the order of the file.
    pub history: Vec<HistoryEntry>,
    /// What the words of the page were at a review.
    pub reviewed_text: Option<Spanned<ReviewedText>>,
}

/// One entry of `review_history`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HistoryEntry {
    /// The day of the review.
    pub on: Spanned<Date>,
    /// Who reviewed the page.
    pub by: Option<Spanned<String>>,
    /// What it came to.
    pub outcome: Option<SignOffOutcome>,
    /// Anything worth keeping.
    pub note: Option<Spanned<String>>,
}

/// What a review came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignOffOutcome {
    /// `no-change`: the page was right as it stood.
    NoChange,
    /// `changed`: the page was mended.
    Changed,
    /// `minor`: a slip was mended; the date of the review stays.
    Minor,
    /// `withdraw`: the page is no longer in force.
    Withdraw,
}

impl SignOffOutcome {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::NoChange, Self::Changed, Self::Minor, Self::Withdraw];

    /// The word that front matter, files and templates have for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoChange => "no-change",
            Self::Changed => "changed",
            Self::Minor => "minor",
            Self::Withdraw => "withdraw",
        }
    }
}

/// The words of a page as they were on the day of a review: `DATE VERSION:FINGERPRINT`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ReviewedText {
    /// The day of the review whose words these were.
    pub on: Date,
    /// Their stamp.
    pub fingerprint: Fingerprint,
}

/// The keys of document control that Duly only shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ControlFields {
    /// `version`, as it is written: `1.10` stays `1.10`.
    pub version: Option<Spanned<String>>,
    /// A person, a role or a body.
    pub approved_by: Option<Spanned<String>>,
    /// The day on which it was approved.
    pub approved_on: Option<Spanned<Date>>,
    /// The day from which it is in force.
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
    /// In force.
    #[default]
    Live,
    /// No longer in force; kept with a banner.
    Withdrawn,
    /// Another page took its place; kept with a banner.
    Superseded,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Live, Self::Withdrawn, Self::Superseded];

    /// The word that front matter, files and templates have for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Live => "live",
            Self::Withdrawn => "withdrawn",
            Self::Superseded => "superseded",
        }
    }
}
