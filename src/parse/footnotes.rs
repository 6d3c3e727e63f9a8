//! References to footnotes that nobody wrote.
//!
//! To pulldown-cmark `[^label]` without a definition is ordinary text, which it hands over as `[`, `^label`, `]`; an
//! escaped `\[^label]` comes in other parts.

use std::ops::Range;

/// Watches the texts of a page go by.
#[derive(Default)]
pub(super) struct UndefinedFootnotes {
    seen: Seen,
}

/// How much of a reference the last texts were; each with where it began and ended.
#[derive(Default)]
enum Seen {
    #[default]
    Nothing,
    Bracket(Range<usize>),
    Label(Range<usize>),
}

impl UndefinedFootnotes {
    /// Takes the next text; gives the place of the reference that it completes.
    pub(super) fn text(&mut self, text: &str, range: Range<usize>) -> Option<Range<usize>> {
        let is_label = || text.len() > 1 && text.starts_with('^') && !text.contains(char::is_whitespace);
        self.seen = match std::mem::take(&mut self.seen) {
            Seen::Bracket(open) if open.end == range.start && is_label() => {
                Seen::Label(open.start..range.end)
            }
            Seen::Label(label) if label.end == range.start && text == "]" => {
                return Some(label.start..range.end);
            }
            _ if text == "[" => Seen::Bracket(range),
            _ => Seen::Nothing,
        };
        None
    }
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::Event;

    use super::*;
    use crate::parse::{Piece, Pieces};

    fn undefined(text: &str) -> Vec<&str> {
        let mut footnotes = UndefinedFootnotes::default();
        let pieces = Pieces::new(text, 0, crate::config::MarkdownConfig::default());
        let found = pieces.filter_map(|(piece, range)| match piece {
            Piece::Markdown(Event::Text(part)) => footnotes.text(&part, range),
            _ => None,
        });
        found.map(|span| &text[span]).collect()
    }

    #[test]
    fn a_reference_without_a_definition_is_seen_where_it_stands() {
        assert_eq!(undefined("a [^no] b [^1]\n\n[^1]: see [^2]\n"), ["[^no]", "[^2]"]);
    }

    #[test]
    fn code_escapes_and_other_brackets_are_none() {
        assert_eq!(undefined("`[^a]` \\[^b] [c] [^ d] [^]"), Vec::<&str>::new());
    }
}
