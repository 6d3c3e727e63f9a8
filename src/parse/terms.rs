//! The terms of definition lists: each has an address of its own, so that pages can link to what a word means.

use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use super::headings::{self, Numbers};
use super::markdown::Piece;

/// What a definition list explains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Without formatting.
    pub text: String,
    /// Unique on the page.
    pub id: String,
    /// Where it begins in the file; `render` finds it by that.
    pub at: usize,
}

/// Goes along with the pieces of a page and notes its terms.
#[derive(Default)]
pub(super) struct Reader {
    open: Option<(usize, String)>,
    terms: Vec<Term>,
}

impl Reader {
    pub(super) fn take(&mut self, piece: &Piece<'_>, place: &Range<usize>) {
        match piece {
            Piece::Markdown(Event::Start(tag)) if tag.to_end() == TagEnd::DefinitionListTitle => {
                self.open = Some((place.start, String::new()));
            }
            Piece::Markdown(Event::End(TagEnd::DefinitionListTitle)) => {
                let Some((at, text)) = self.open.take() else { return };
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                self.terms.push(Term { text, id: String::new(), at });
            }
            Piece::Markdown(Event::Text(text) | Event::Code(text)) => {
                if let Some((_, open)) = &mut self.open {
                    open.push_str(text);
                }
            }
            _ => {}
        }
    }

    /// The terms, each with an identifier that is not among those that are taken.
    pub(super) fn finish(mut self, mut is_free: impl FnMut(&str) -> bool) -> Vec<Term> {
        let mut numbers = Numbers::default();
        for term in &mut self.terms {
            term.id = numbers.free(&headings::github(&term.text), 1, &mut is_free);
        }
        self.terms
    }
}
