//! What the template of the questions of all checklists is given.

use serde::Serialize;

use super::{FrameView, KindContext, LinkContext};

/// `maturity.html` is given these beside the fields of [`FrameView`].
#[derive(Clone, Debug, Serialize)]
pub struct MaturityView {
    /// What every template is given.
    #[serde(flatten)]
    pub frame: FrameView,
    /// The pages of this part, in the order in which they are read; those without questions are left out.
    pub checklists: Vec<ChecklistContext>,
    /// Which part this is, from 1.
    pub number: usize,
    /// How many parts there are.
    pub parts: usize,
    /// The part before this one; relative, ready to use.
    pub previous: Option<String>,
    /// The part after this one; relative, ready to use.
    pub next: Option<String>,
}

/// The questions of a page.
#[derive(Clone, Debug, Serialize)]
pub struct ChecklistContext {
    /// The page, at the heading of its checklist.
    pub page: LinkContext,
    /// What sort of document it is.
    pub kind: Option<KindContext>,
    /// BCP 47 tag of the page, when it is not that of the book.
    pub language: Option<String>,
    /// The questions, without formatting.
    pub questions: Vec<String>,
}
