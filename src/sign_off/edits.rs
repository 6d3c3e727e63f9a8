//! Changes to byte ranges of a text, collected and then made at once.

use std::ops::Range;

/// Changes that do not overlap. Those at one place are made in the order in which they were asked for.
pub(super) struct Edits<'t> {
    text: &'t str,
    changes: Vec<(Range<usize>, String)>,
}

impl<'t> Edits<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, changes: Vec::new() }
    }

    pub(super) fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(at..at, text);
    }

    pub(super) fn remove(&mut self, range: Range<usize>) {
        self.replace(range, "");
    }

    pub(super) fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.changes.push((range, text.into()));
    }

    /// The text with all changes made.
    pub(super) fn apply(mut self) -> String {
        // The sort keeps the order of equals. What is put in comes before what is taken away behind it.
        self.changes.sort_by_key(|(range, _)| (range.start, range.end));
        let mut result = String::with_capacity(self.text.len() + 512);
        let mut done = 0;
        for (range, text) in &self.changes {
            result.push_str(self.text.get(done..range.start).unwrap_or_default());
            result.push_str(text);
            done = done.max(range.end);
        }
        result.push_str(&self.text[done..]);
        result
    }
}

/// Where the line of `at` begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1)
}

/// Where the words of the line of `at` end, before its line end.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find(['\n', '\r']).map_or(text.len(), |length| at + length)
}

/// Where the line behind that of `at` begins.
pub(super) fn next_line(text: &str, at: usize) -> usize {
    let end = line_end(text, at);
    let rest = &text[end..];
    let length = if rest.starts_with("\r\n") { 2 } else { rest.len().min(1) };
    end + length
}

/// The line end that a text uses where it first has one.
pub(super) fn line_end_of(text: &str) -> &'static str {
    match text.find(['\n', '\r']).map(|at| &text[at..]) {
        Some(rest) if rest.starts_with("\r\n") => "\r\n",
        Some(rest) if rest.starts_with('\r') => "\r",
        _ => "\n",
    }
}

/// Passes over comments that are indented more than `column`: they belong to the entry above them.
pub(super) fn behind_comments(text: &str, mut at: usize, column: usize) -> usize {
    loop {
        let line = &text[at..line_end(text, at)];
        let words = line.trim_start_matches([' ', '\t']);
        if !words.starts_with('#') || line.len() - words.len() <= column {
            return at;
        }
        at = next_line(text, at);
    }
}
