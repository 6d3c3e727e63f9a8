//! What the templates of the review register and of owners are given.

use serde::Serialize;
use tera::Value;

use super::{AssetContext, DateContext, FrameView, HistoryContext, KindContext, LinkContext, OwnerContext};

/// `register.html` is given these beside the fields of [`FrameView`].
#[derive(Clone, Debug, Serialize)]
pub struct RegisterView {
    /// What every template is given.
    #[serde(flatten)]
    pub frame: FrameView,
    /// Every page of the book.
    pub register: RegisterContext,
}

/// `owner.html` is given these beside the fields of [`FrameView`]: the pages of an owner, or those that nobody answers
/// for.
#[derive(Clone, Debug, Serialize)]
pub struct OwnerView {
    /// What every template is given.
    #[serde(flatten)]
    pub frame: FrameView,
    /// Whose pages they are; nothing when nobody answers for them.
    pub owner: Option<ListedOwner>,
    /// The owner's pages.
    pub register: RegisterContext,
}

/// `owners.html` is given these beside the fields of [`FrameView`].
#[derive(Clone, Debug, Serialize)]
pub struct OwnersView {
    /// What every template is given.
    #[serde(flatten)]
    pub frame: FrameView,
    /// The owners of this part of the list, by identifier.
    pub owners: Vec<ListedOwner>,
    /// The owners of the whole book who are no longer active and still own pages, at most fifty.
    pub inactive: Vec<ListedOwner>,
    /// How many pages nobody answers for though somebody should.
    pub unowned: usize,
    /// Where those pages are listed, if there are any; relative, ready to use.
    pub unowned_href: Option<String>,
    /// What this list has in common with the register; it holds no rows.
    pub register: RegisterContext,
}

/// An owner among others.
#[derive(Clone, Debug, Serialize)]
pub struct ListedOwner {
    /// Unique among owners: the last part of the address of the owner's page, and what the register's filter is
    /// called.
    pub id: String,
    /// The register filtered by this owner; relative, ready to use. The filter works with the script alone.
    pub register_href: String,
    /// Name and contact; `href` leads to the owner's page.
    pub owner: OwnerContext,
    /// Whether the owner still takes part.
    pub active: bool,
    /// Who stands in.
    pub deputy: Option<LinkContext>,
    /// How many pages they answer for.
    pub total: usize,
    /// How many of them were overdue on the day of the build.
    pub overdue: usize,
    /// How many of them were due soon on the day of the build.
    pub due_soon: usize,
}

/// `register`: a list of pages by their review, or a part of one.
#[derive(Clone, Debug, Serialize)]
pub struct RegisterContext {
    /// The day for which the site was built.
    pub built: DateContext,
    /// How many pages the whole list has.
    pub total: usize,
    /// How many pages are in each state on the day of the build: first `overdue`, `due-soon`, `unreviewed` and
    /// `current`, then `unset`, `exempt`, `withdrawn` and `superseded` as far as there are pages.
    pub health: Vec<HealthContext>,
    /// How many pages fall due in each of twelve months from the day of the build. What is overdue is not among them.
    pub months: Vec<MonthContext>,
    /// HTML of how reviews stand, by the component `register_health`; empty in later parts of a list. It is rendered once
    /// for lists that are alike, and given a [`HealthSummary`].
    pub health_summary: Value,
    /// HTML of what falls due, by the component `register_months`; empty in later parts of a list. It is rendered once
    /// for lists that are alike, and given a [`MonthsSummary`].
    pub months_summary: Value,
    /// The pages of this part, in the order in which they want attention.
    pub rows: Vec<RowContext>,
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
    /// Where the register of all pages is; relative, ready to use.
    pub register_href: String,
    /// Where the list of owners is; relative, ready to use.
    pub owners_href: String,
    /// Where the script finds every page of the book; relative, ready to use.
    pub pages_href: String,
    /// Whether it is the register of all pages.
    pub whole: bool,
    /// Of a list of one owner's pages, the owner's identifier; empty for the pages that nobody answers for.
    pub owner: String,
    /// Days before the due day from which a page is due soon.
    pub due_soon_days: i64,
    /// IANA name of the book's time zone; for the script.
    pub time_zone: String,
    /// How many rows the script shows at a time.
    pub most_rows: usize,
    /// `register.css` under its published name.
    pub style: AssetContext,
    /// `register.js` under its published name, with `filters.js` in front.
    pub script: AssetContext,
}

/// `register` of the component `register_health`: what [`RegisterContext`] has under the same names.
#[derive(Clone, Debug, Serialize)]
pub struct HealthSummary {
    /// The day for which the site was built.
    pub built: DateContext,
    /// How many pages the whole list has.
    pub total: usize,
    /// How many pages are in each state.
    pub health: Vec<HealthContext>,
    /// Days before the due day from which a page is due soon.
    pub due_soon_days: i64,
}

/// `register` of the component `register_months`: what [`RegisterContext`] has under the same name.
#[derive(Clone, Debug, Serialize)]
pub struct MonthsSummary {
    /// How many pages fall due in each month.
    pub months: Vec<MonthContext>,
}

/// How many pages are in a state.
#[derive(Clone, Debug, Serialize)]
pub struct HealthContext {
    /// As in [`RowContext`].
    pub state: &'static str,
    /// How many pages.
    pub count: usize,
    /// The share of the pages before these, in thousandths.
    pub from: usize,
    /// The share of these pages, in thousandths.
    pub share: usize,
}

/// How many pages fall due in a month.
#[derive(Clone, Debug, Serialize)]
pub struct MonthContext {
    /// `2026-12`
    pub iso: String,
    /// `December 2026`, in the language of the book.
    pub words: String,
    /// How many pages.
    pub count: usize,
    /// The same in thousandths of the fullest month.
    pub share: usize,
}

/// A page in the register.
#[derive(Clone, Debug, Serialize)]
pub struct RowContext {
    /// Its title.
    pub title: String,
    /// Relative, ready to use.
    pub href: String,
    /// BCP 47 tag of the page, when it is not that of the book.
    pub language: Option<String>,
    /// `withdrawn` or `superseded`, else the state of its review on the day of the build: `overdue`, `due-soon`,
    /// `unreviewed`, `current`, `unset` or `exempt`. Of `due-soon` and `current` only the due date stays true.
    pub state: &'static str,
    /// What sort of document it is.
    pub kind: Option<KindContext>,
    /// The section that it is in; nothing for pages at the top of the book.
    pub section: Option<LinkContext>,
    /// Who is accountable.
    pub owners: Vec<OwnerContext>,
    /// The latest review on or before the day of the build.
    pub last_reviewed: Option<DateContext>,
    /// Who made that review; nothing when the book does not show reviewers.
    pub reviewed_by: Option<String>,
    /// The last day on which that review counts.
    pub due: Option<DateContext>,
    /// Whether the words are no longer those that were reviewed.
    pub updated_since: bool,
    /// Whether the date of the review was written by hand, so that nothing says which words were reviewed.
    pub by_hand: bool,
    /// The latest entries of its review history, latest first.
    pub history: Vec<HistoryContext>,
    /// How many entries there are besides.
    pub earlier: usize,
}
