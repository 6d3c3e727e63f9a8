//! Text that lacks its quotes, and quotes and brackets that lack their partner.

use std::ops::Range;

use serde_yaml::granit_parser::ErrorKind;

use super::line::{self, Entry, entry_at, line_below};
use super::place::{Place, Reach, Told};
use crate::diagnostic::Diagnostic;

impl Place<'_> {
    pub(super) fn needs_quotes(self, value: Range<usize>) -> Diagnostic {
        let text = &self.text[value.clone()];
        let message = match text.chars().next().unwrap_or(' ') {
            '`' => "text that begins with a backtick needs quotes".to_owned(),
            first => format!("text that begins with `{first}` needs quotes"),
        };
        self.syntax_error(value, message).help(line::quote_help(text))
    }

    /// A value at or in front of the failure that begins with a character that means something to YAML.
    pub(super) fn unquoted(self, at: usize) -> Option<Told> {
        let value = self.value_at(at).filter(|value| value.start <= at)?;
        Some((self.unquoted_value(value)?, Reach::Entry(at)))
    }

    pub(super) fn unquoted_value(self, value: Range<usize>) -> Option<Diagnostic> {
        let text = &self.text[value.clone()];
        let listed = text.starts_with(['@', '`', '%', '[', ']', '{', '}', ',', '*', '&', '!', '|', '>']);
        let spaced =
            ["-", "?", ":"].iter().any(|mark| text == *mark || text.starts_with(&format!("{mark} ")));
        (listed || spaced).then(|| self.needs_quotes(value))
    }

    pub(super) fn unclosed_quote(self, at: usize) -> Told {
        let entry = self.entries_above(at).find(|entry| line::is_open_quote(&self.text[entry.value.clone()]));
        let Some(value) = entry.map(|entry| entry.value) else {
            let finding = self.syntax_error(self.character(at), "a quote is never closed");
            return (finding.help("close it at the end of the text"), Reach::Rest);
        };
        let quote = self.character(value.start);
        let goes_on = value.end < at && !self.content_at(at).is_empty() && entry_at(self.text, at).is_none();
        if goes_on {
            let finding = self.syntax_error(quote, "text in quotes goes on in lines that are not indented");
            return (finding.help("indent the lines below by two spaces, or close the quote"), Reach::Rest);
        }
        let (mark, inner) = self.text[value.clone()].split_at(quote.len());
        let help = if inner.is_empty() || inner.contains(mark) {
            "close it at the end of the text".to_owned()
        } else {
            format!("close it at the end of the text: {mark}{inner}{mark}")
        };
        let finding = self.syntax_error(quote, "this quote is never closed").help(help);
        (finding, self.reach_of_open(value.start))
    }

    pub(super) fn behind_quote(self, at: usize) -> Told {
        let finding = self.syntax_error(self.character(at), "the text goes on behind its closing quote");
        let help = self.value_at(at).map(|value| {
            let value = &self.text[value];
            line::quote_help(line::inside_quotes(value).unwrap_or(value))
        });
        (finding.maybe_help(help), Reach::Entry(at))
    }

    /// `\` in double quotes before a character that it does not go with.
    pub(super) fn escape(self, at: usize) -> Told {
        let line = line::line_at(self.text, at);
        let slash = self.text[at..line.end].find('\\').map_or(at, |offset| at + offset);
        let message = "a `\\` in double quotes must be written twice";
        let finding = self.syntax_error(self.character(slash), message);
        (finding.help("write `\\\\`, or put the text in single quotes"), Reach::Entry(at))
    }

    /// `[` or `{` without its partner, on this line or one above.
    pub(super) fn unclosed_bracket(self, kind: &ErrorKind, at: usize) -> Option<Told> {
        let opens = |entry: &Entry| self.text[entry.value.clone()].starts_with(['[', '{']);
        let value = self.entries_above(at).find(opens).filter(|_| is_about_brackets(kind))?.value;
        let (open, close) = if self.text[value.clone()].starts_with('[') { ('[', ']') } else { ('{', '}') };
        let read = &self.text[value.start..at.max(value.end)];
        if read.matches(open).count() <= read.matches(close).count() {
            return None;
        }
        let text = &self.text[value.clone()];
        let quotes = (text.len() > 1).then(|| format!("if it is text, {}", line::quote_help(text)));
        let finding = self
            .syntax_error(self.character(value.start), format!("this `{open}` is never closed"))
            .help(format!("if it begins a list, close it with `{close}`"))
            .maybe_help(quotes);
        Some((finding, self.reach_of_open(value.start)))
    }

    /// Where a quote or bracket is left open, the lines below are entries of their own if they look like it.
    fn reach_of_open(self, start: usize) -> Reach {
        let below = line_below(self.text, line::whole_entry(self.text, start).end);
        let confined = below.is_none_or(|below| {
            let entry = entry_at(self.text, below.start);
            below.is_empty() || entry.is_some_and(|entry| entry.colon.is_some())
        });
        if confined { Reach::Entry(start) } else { Reach::Rest }
    }
}

fn is_about_brackets(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::UnclosedFlowCollection { .. }
            | ErrorKind::MismatchedFlowCollectionEnd { .. }
            | ErrorKind::InvalidColonPlacement
            | ErrorKind::ExpectedFlowSequenceSeparator
            | ErrorKind::ExpectedFlowMappingSeparator
            | ErrorKind::UnexpectedEofFlowSequence
            | ErrorKind::UnexpectedEofFlowMapping
            | ErrorKind::UnexpectedEofImplicitFlowMapping
            | ErrorKind::BlockEntryInFlowCollection
            | ErrorKind::InvalidIndentation
            | ErrorKind::InvalidFlowScalarIndent
            | ErrorKind::ExpectedNodeContent
    )
}
