//! What the templates of pages that are made of the whole book are given, and those of pages that are elsewhere.

use serde::Serialize;
use tera::Value;

use super::{FrameView, LinkContext};

/// `a-z.html` is given these beside the fields of [`FrameView`].
#[derive(Clone, Debug, Serialize)]
pub struct AToZView {
    /// What every template is given.
    #[serde(flatten)]
    pub frame: FrameView,
    /// All letters of the book, with where they begin; the list of a large book has several parts.
    pub index: Vec<LinkContext>,
    /// The letters of this part, in alphabetical order; what does not begin with a letter stands under `#`, first.
    pub letters: Vec<LetterContext>,
    /// Which part this is, from 1.
    pub number: usize,
    /// How many parts there are.
    pub parts: usize,
    /// The part before this one, ready to use.
    pub previous: Option<String>,
    /// The part after this one, ready to use.
    pub next: Option<String>,
}

/// The pages of a letter.
#[derive(Clone, Debug, Serialize)]
pub struct LetterContext {
    /// A capital without accent, or `#`.
    pub letter: String,
    /// For the `id` of its heading.
    pub id: String,
    /// By title.
    pub pages: Vec<ListedPage>,
}

/// A page in a list of the whole book.
#[derive(Clone, Debug, Serialize)]
pub struct ListedPage {
    /// Its title.
    pub text: String,
    /// Relative, ready to use.
    pub href: String,
    /// The title of its section, to tell pages of one name apart.
    pub section: Option<String>,
}

/// `search.html` is given these beside the fields of [`FrameView`]. The script `search/search.js` fills the page; it
/// is also what the link to the search opens on every other page.
#[derive(Clone, Debug, Serialize)]
pub struct SearchView {
    /// What every template is given.
    #[serde(flatten)]
    pub frame: FrameView,
    /// `search.css` under its published name, from the root of the site.
    pub style: String,
}

/// `404.html` is given these: its links begin with the base path, for it is served at any address.
#[derive(Clone, Debug, Serialize)]
pub struct NotFoundView {
    /// What every template is given.
    #[serde(flatten)]
    pub frame: FrameView,
}

/// `redirect.html` is given these.
#[derive(Clone, Debug, Serialize)]
pub struct RedirectView {
    /// BCP 47 tag of the page; of the book when another site is meant.
    pub language: String,
    /// The words of the interface in that language.
    pub t: Value,
    /// Title of the page, or the address of another site.
    pub title: String,
    /// Where the page is now, relative to the old address, or the address of another site.
    pub href: String,
    /// Absolute address of the page; only when the book has a `url`, or another site is meant.
    pub canonical: Option<String>,
    /// Of the script that keeps the fragment, relative to the old address.
    pub script: String,
}
