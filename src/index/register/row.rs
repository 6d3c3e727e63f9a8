//! A page as a row of the register.

use serde::{Serialize, Serializer};

use crate::config;
use crate::link::{Page, PageId, PageOwner, Site, encoded};
use crate::review::{Date, Evidence, State};

/// One page of the register, as it stands on one day. The names of the fields are the keys of `register.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The title of the page.
    pub title: String,
    /// Absolute when the book says where it is published, else from the root of the site.
    pub url: String,
    /// The file of the page from the root of the book.
    pub source: String,
    /// What sort of document it is.
    pub kind: Option<RowKind>,
    /// The section that it is in.
    pub section: RowSection,
    /// Who answers for it.
    pub owners: Vec<RowOwner>,
    /// `live`, `withdrawn` or `superseded`.
    pub status: &'static str,
    /// The latest review on or before `as_at`.
    #[serde(serialize_with = "optional_date")]
    pub last_reviewed_on: Option<Date>,
    /// Who made it.
    #[serde(skip_serializing_if = "Reviewer::is_withheld")]
    pub reviewed_by: Reviewer,
    /// How long a review lasts, in words that `review_in` understands.
    pub review_in: Option<String>,
    /// The last day on which the review counts.
    #[serde(serialize_with = "optional_date")]
    pub next_review_due: Option<Date>,
    /// The state on `as_at`.
    #[serde(serialize_with = "state")]
    pub state: State,
    /// From `as_at` to the due date; 0 on the day itself, negative when it is past.
    pub days_until_due: Option<i32>,
    /// What stands behind the latest review.
    #[serde(serialize_with = "evidence")]
    pub evidence: Option<Evidence>,
    /// The day for which all of this is right.
    #[serde(serialize_with = "date")]
    pub as_at: Date,
}

/// What sort of document a page is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowKind {
    /// Of `[kinds]`, or what the page says in a book that declares none.
    pub id: String,
    /// What readers are shown.
    pub label: String,
}

/// The section of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowSection {
    /// The folder below the folder of pages; empty for the whole book.
    pub path: String,
    /// The title of the section's own page.
    pub title: String,
}

/// Who answers for a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowOwner {
    /// Unique among the owners of the book; the name of the owner's folder of files.
    pub id: String,
    /// What readers are shown.
    pub name: String,
    /// Address for mail.
    pub email: Option<String>,
    /// Channel or handle.
    pub slack: Option<String>,
    /// Whether the owner is still there.
    pub active: bool,
}

/// Who made a review, as far as those who read the row may know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Reviewer {
    /// The book does not publish names.
    Withheld,
    /// None when it is not recorded.
    Shown(Option<String>),
}

/// Who is to read the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everybody: names of reviewers only where the book shows them on pages.
    Public,
    /// The people who look after the book.
    Private,
}

impl Audience {
    /// Who reads the files that a build writes.
    pub fn of_files(site: &Site) -> Self {
        match site.config.review.register {
            config::Register::Public => Self::Public,
            config::Register::Private => Self::Private,
        }
    }

    /// Whether names of reviewers are for them.
    pub(super) fn sees_reviewers(self, site: &Site) -> bool {
        self == Self::Private || site.config.review.show_reviewer
    }
}

/// All pages in the order of the register: what wants attention first.
pub fn rows(site: &Site, audience: Audience) -> Vec<Row> {
    site.register.pages.iter().filter_map(|id| Row::new(site, *id, audience)).collect()
}

impl Row {
    /// The row of a page; none for the page of a folder without an index, which nobody wrote.
    pub fn new(site: &Site, id: PageId, audience: Audience) -> Option<Self> {
        let page = site.page(id);
        let source = &page.document.as_ref()?.source.file;
        let due = page.review.due;
        Some(Self {
            title: page.title.clone(),
            url: url(site, page),
            source: source.name().to_owned(),
            kind: page.kind.as_ref().map(|id| RowKind::new(site, id)),
            section: RowSection::new(site, page),
            owners: page.owners.iter().map(|owner| RowOwner::new(site, owner)).collect(),
            status: page.status.as_str(),
            last_reviewed_on: page.review.last_reviewed,
            reviewed_by: if audience.sees_reviewers(site) {
                Reviewer::Shown(page.reviewed_by.clone())
            } else {
                Reviewer::Withheld
            },
            review_in: page.cadence.map(|cadence| cadence.to_string()),
            next_review_due: due,
            state: page.review.state,
            days_until_due: due.map(|due| (due - site.today).get_days()),
            evidence: page.evidence,
            as_at: site.today,
        })
    }
}

/// The absolute address of a page, or the one from the root of a site whose place is not known.
pub(super) fn url(site: &Site, page: &Page) -> String {
    site.permalink(&page.address).unwrap_or_else(|| format!("/{}", encoded(&page.address)))
}

impl RowKind {
    fn new(site: &Site, id: &str) -> Self {
        let label = site.config.kinds.get(id).map_or(id, |kind| &kind.label);
        Self { id: id.to_owned(), label: label.to_owned() }
    }
}

impl RowSection {
    fn new(site: &Site, page: &Page) -> Self {
        let section = site.section(page.section);
        Self { path: section.path.clone(), title: site.page(section.page).title.clone() }
    }
}

impl RowOwner {
    pub(in crate::index) fn new(site: &Site, owner: &PageOwner) -> Self {
        let listed = site.register.owner(owner).map(|entry| entry.id.clone());
        let (key, declared) = match owner {
            PageOwner::Declared(id) => (id, site.config.owners.get(id)),
            PageOwner::Named(name) => (name, None),
        };
        Self {
            id: listed.unwrap_or_else(|| key.clone()),
            name: declared.map_or(key, |owner| &owner.name).clone(),
            email: declared.and_then(|owner| owner.email.clone()),
            slack: match declared {
                Some(owner) => owner.slack.clone(),
                // Free text that can only be a channel or a handle.
                None => Some(key.clone()).filter(|key| key.starts_with(['#', '@'])),
            },
            active: declared.is_none_or(|owner| owner.active),
        }
    }
}

impl Reviewer {
    fn is_withheld(&self) -> bool {
        *self == Self::Withheld
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives references")]
pub(super) fn date<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

#[expect(clippy::trivially_copy_pass_by_ref, clippy::ref_option, reason = "serde gives references")]
fn optional_date<S: Serializer>(date: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    match date {
        Some(date) => serializer.collect_str(date),
        None => serializer.serialize_none(),
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives references")]
fn state<S: Serializer>(state: &State, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(state.as_str())
}

#[expect(clippy::trivially_copy_pass_by_ref, clippy::ref_option, reason = "serde gives references")]
fn evidence<S: Serializer>(evidence: &Option<Evidence>, serializer: S) -> Result<S::Ok, S::Error> {
    evidence.map(Evidence::as_str).serialize(serializer)
}
