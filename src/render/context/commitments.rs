//! What the template of the list of commitments and the mark in the text are given.

use serde::Serialize;

use super::{AssetContext, DateContext, FrameView, LinkContext, OwnerContext};

/// `commitments.html` is given these beside the fields of [`FrameView`].
#[derive(Clone, Debug, Serialize)]
pub struct CommitmentsView {
    /// What every template is given.
    #[serde(flatten)]
    pub frame: FrameView,
    /// What the book says will be done.
    pub commitments: CommitmentsContext,
}

/// `commitments`: the commitments of the book, or a part of them.
#[derive(Clone, Debug, Serialize)]
pub struct CommitmentsContext {
    /// The day for which the site was built.
    pub built: DateContext,
    /// How many commitments the book makes.
    pub total: usize,
    /// How many of them were past their due date and not complete on the day of the build.
    pub past_due: usize,
    /// How many have each status, in the order in which a commitment usually has them; those of which there are none
    /// are left out.
    pub statuses: Vec<StatusContext>,
    /// The commitments of this part, in the order in which their pages are read.
    pub rows: Vec<CommitmentRow>,
    /// Which part this is, from 1.
    pub number: usize,
    /// How many parts the list has.
    pub parts: usize,
    /// The part before this one; relative, ready to use.
    pub previous: Option<String>,
    /// The part after this one; relative, ready to use.
    pub next: Option<String>,
    /// Where the list begins; relative, ready to use.
    pub first_href: String,
    /// IANA name of the book's time zone; for the script.
    pub time_zone: String,
    /// `register.css` under its published name: the list looks as the register does.
    pub register_style: AssetContext,
    /// `commitments.css` under its published name.
    pub style: AssetContext,
    /// `commitments.js` under its published name, with `filters.js` in front.
    pub script: AssetContext,
}

/// How many commitments have a status.
#[derive(Clone, Debug, Serialize)]
pub struct StatusContext {
    /// `not-started`, `on-track`, `at-risk`, `delayed`, `complete` or `stopped`; `none` for those without one.
    pub status: &'static str,
    /// How many.
    pub count: usize,
    /// The share of the commitments before these, in thousandths.
    pub from: usize,
    /// The share of these, in thousandths.
    pub share: usize,
}

/// A commitment in the list.
#[derive(Clone, Debug, Serialize)]
pub struct CommitmentRow {
    /// Its first sentence or clause.
    pub title: String,
    /// Where it stands in its page; relative, ready to use.
    pub href: String,
    /// BCP 47 tag of its page, when it is not that of the book.
    pub language: Option<String>,
    /// The page that makes it.
    pub theme: LinkContext,
    /// Who answers for it.
    pub owners: Vec<OwnerContext>,
    /// As in [`StatusContext`].
    pub status: &'static str,
    /// The day on which that status was right, if the page tells it.
    pub status_on: Option<DateContext>,
    /// The last day on which it is done in time.
    pub due: Option<DateContext>,
    /// Whether it was past that day and not complete on the day of the build.
    pub past_due: bool,
    /// How anybody can tell that it is done.
    pub measure: Option<String>,
    /// What shows how far it has come; relative or absolute, ready to use.
    pub evidence: Option<String>,
}

/// `commitment` of the component `commitment_mark`, which stands behind the first words of a commitment in its page.
#[derive(Clone, Debug, Serialize)]
pub struct CommitmentMark {
    /// Its first sentence or clause.
    pub title: String,
    /// Its own address: `#id`.
    pub href: String,
    /// As in [`StatusContext`], or nothing.
    pub status: Option<&'static str>,
    /// The last day on which it is done in time.
    pub due: Option<DateContext>,
    /// What shows how far it has come; relative or absolute, ready to use.
    pub evidence: Option<String>,
}
