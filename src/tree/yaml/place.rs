//! The text that could not be read, and the words in which findings point into it.

use std::ops::Range;
use std::sync::Arc;

use super::line::{Entry, entry_at, line_above, line_at};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::SourceFile;

/// The text that was read and where it begins in its file. Offsets are those of the text.
#[derive(Clone, Copy)]
pub(super) struct Place<'t> {
    pub file: &'t Arc<SourceFile>,
    pub base: usize,
    pub text: &'t str,
}

/// How far a mistake reaches.
pub(super) enum Reach {
    /// Nothing is known about the lines that follow.
    Rest,
    /// It is confined to the entry in which this offset lies.
    Entry(usize),
}

/// A mistake in words.
pub(super) type Told = (Diagnostic, Reach);

impl Place<'_> {
    pub(super) fn syntax_error(self, span: Range<usize>, message: impl Into<String>) -> Diagnostic {
        self.finding(Code::FrontMatterSyntax, span, message)
    }

    pub(super) fn unsupported(self, span: Range<usize>, message: impl Into<String>) -> Diagnostic {
        self.finding(Code::FrontMatterUnsupported, span, message)
    }

    fn finding(self, code: Code, span: Range<usize>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.file, self.base + span.start..self.base + span.end, message)
    }

    /// The character at an offset; nothing at the end.
    pub(super) fn character(self, at: usize) -> Range<usize> {
        at..at + self.text[at..].chars().next().map_or(0, char::len_utf8)
    }

    /// The value that begins at an offset: that of a line, or a word in a list.
    pub(super) fn value_from(self, at: usize) -> Range<usize> {
        let whole = self.value_at(at).filter(|value| value.start == at);
        whole.unwrap_or_else(|| {
            let rest = &self.text[at..];
            let length = rest.find([',', ']', '}', '\n', '\r']).unwrap_or(rest.len());
            at..at + rest[..length].trim_end().len()
        })
    }

    /// The value on the line of an offset.
    pub(super) fn value_at(self, at: usize) -> Option<Range<usize>> {
        entry_at(self.text, at).map(|entry| entry.value)
    }

    /// The entries from the line of an offset upwards.
    pub(super) fn entries_above(self, at: usize) -> impl Iterator<Item = Entry> {
        let first = line_at(self.text, at);
        let lines = std::iter::successors(Some(first), move |line| line_above(self.text, line.start));
        lines.filter_map(move |line| entry_at(self.text, line.start))
    }

    /// The line of an offset without the white space at its ends.
    pub(super) fn content_at(self, at: usize) -> Range<usize> {
        let line = line_at(self.text, at);
        let content = self.text[line.clone()].trim_start();
        let start = line.end - content.len();
        start..start + content.trim_end().len()
    }
}
