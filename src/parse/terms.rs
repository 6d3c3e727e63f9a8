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

/// The wordings of a term: `DPIA` and its words where either stands in brackets behind the other, else the term itself.
pub fn forms(term: &str) -> impl Iterator<Item = &str> {
    let term = term.trim();
    let both = term.strip_suffix(')').and_then(|term| term.split_once('('));
    let both = both.map(|(before, inside)| (before.trim(), inside.trim()));
    let (first, second) = match both {
        Some((before, inside)) if is_short(before) || is_short(inside) => (before, Some(inside)),
        _ => (term, None),
    };
    std::iter::once(first).chain(second)
}

/// Whether a wording is a short form: one word with several capitals.
fn is_short(form: &str) -> bool {
    form.chars().filter(|letter| letter.is_uppercase()).count() > 1 && !form.contains(char::is_whitespace)
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
            let short = forms(&term.text).find(|form| is_short(form) && *form != term.text);
            term.id = numbers.free(&headings::github(short.unwrap_or(&term.text)), 1, &mut is_free);
        }
        self.terms
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_form_and_its_words_are_two_wordings_of_a_term() {
        let both = |term| forms(term).collect::<Vec<_>>();
        assert_eq!(both("Data set"), ["Data set"]);
        assert_eq!(both("Impact assessment (DPIA)"), ["Impact assessment", "DPIA"]);
        assert_eq!(
            both("API (application programming interface)"),
            ["API", "application programming interface"]
        );
        assert_eq!(both("Beta (private)"), ["Beta (private)"]);
    }
}
