//! A kind of document, as `[kinds.ID]` of `book.toml` declares it.

use crate::review::Cadence;

/// A kind of document: principle, strategy, policy …
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Kind {
    /// What readers are shown.
    pub label: String,
    /// How long a review of such a page lasts, unless the page says otherwise.
    pub review_in: Option<Cadence>,
    /// The headings of the second level that such a page has, in this order.
    pub sections: Vec<RequiredSection>,
}

/// A heading that the pages of a kind have.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RequiredSection {
    /// Its words, without `##`.
    pub heading: String,
    /// Other wordings that count as the same heading.
    pub also: Vec<String>,
    /// What its content is to Duly, if it is more than text.
    pub role: Option<SectionRole>,
}

/// What the content of a section is to Duly, beyond its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SectionRole {
    /// Its list holds the questions by which a team judges its maturity.
    Checklist,
}
