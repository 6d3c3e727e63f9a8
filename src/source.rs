//! A text file as a person knows it: by its name, its lines and its columns.
//!
//! Findings point into a [`SourceFile`] by byte range; only the sinks of `diagnostic` turn a range into
//! a line and a column. Lines end at LF, CR LF or a lone CR. A byte-order mark belongs to the text, so that
//! byte offsets are those of the file, but it is not a column.

use std::fmt;
use std::hash::{BuildHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxBuildHasher;

mod filled;

pub use filled::Filling;

/// The byte-order mark that some editors put in front of UTF-8.
pub const BYTE_ORDER_MARK: char = '\u{feff}';

/// Characters are counted anew from the last multiple of so many bytes.
const STEP: usize = 4096;

/// A named text that findings can point into.
pub struct SourceFile {
    name: String,
    text: String,
    line_starts: OnceLock<Vec<usize>>,
    /// How many characters there are before each [`STEP`]th byte: a line can be the whole of a large file.
    characters: OnceLock<Vec<usize>>,
    /// Of name and text; made once, for memos ask for it in every build.
    hash: OnceLock<u64>,
    /// What the author wrote, when something was filled in.
    written: Option<filled::Written>,
}

/// A place for people: both numbers count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

/// A value and the byte range of the file from which it was read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where it stands, in bytes.
    pub span: Range<usize>,
}

impl<T> Spanned<T> {
    /// A value that was read from `span`.
    pub fn new(value: T, span: Range<usize>) -> Self {
        Self { value, span }
    }

    /// The same place with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned::new(change(self.value), self.span)
    }
}

impl SourceFile {
    /// `name` is the path that people see, relative to the root of the book, with `/` between its parts.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self {
            name: name.into(),
            text: text.into(),
            line_starts: OnceLock::new(),
            characters: OnceLock::new(),
            hash: OnceLock::new(),
            written: None,
        })
    }

    /// The path that people see, relative to the root of the book.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text, a byte-order mark included.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the words begin: behind a byte-order mark, if there is one.
    pub fn start(&self) -> usize {
        if self.text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 }
    }

    /// The line and the column of a byte offset. An offset past the end or inside a character is moved
    /// back to the nearest place that exists.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let starts = self.line_starts();
        let line = starts.partition_point(|&start| start <= offset).max(1);
        let start = starts[line - 1].max(if line == 1 { self.start() } else { 0 });
        Position { line, column: self.characters_in(start..offset) + 1 }
    }

    /// How many characters there are between two bytes.
    pub fn characters_in(&self, range: Range<usize>) -> usize {
        self.characters_before(range.end).saturating_sub(self.characters_before(range.start))
    }

    /// The bytes of the line of that number, which counts from 1, without its end.
    pub fn line(&self, number: usize) -> Range<usize> {
        let starts = self.line_starts();
        let at = |index: usize| starts.get(index).copied().unwrap_or(self.text.len());
        let (start, next) = (at(number.saturating_sub(1)), at(number));
        let end = start + self.text[start..next].trim_end_matches(['\n', '\r']).len();
        let start = if number == 1 { self.start() } else { start };
        start..end.max(start)
    }

    /// The byte offset of a line and column that count from 1; past the end of the line, its end.
    pub fn offset(&self, position: Position) -> usize {
        let starts = self.line_starts();
        let Some(&start) = starts.get(position.line.saturating_sub(1)) else {
            return self.text.len();
        };
        let start = start.max(if position.line == 1 { self.start() } else { 0 });
        let end = starts.get(position.line).copied().unwrap_or(self.text.len());
        self.text[start..end]
            .char_indices()
            .nth(position.column.saturating_sub(1))
            .map_or(end, |(index, _)| start + index)
    }

    fn characters_before(&self, offset: usize) -> usize {
        let bytes = self.text.as_bytes();
        let steps = self.characters.get_or_init(|| {
            let mut counts = vec![0];
            for step in bytes.chunks(STEP) {
                counts.push(counts.last().map_or(0, |before| before + beginnings(step)));
            }
            counts
        });
        let step = offset / STEP;
        steps[step] + beginnings(&bytes[step * STEP..offset])
    }

    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let after_line_end = |(index, byte): (usize, &u8)| match byte {
                b'\n' => Some(index + 1),
                b'\r' if bytes.get(index + 1) != Some(&b'\n') => Some(index + 1),
                _ => None,
            };
            std::iter::once(0).chain(bytes.iter().enumerate().filter_map(after_line_end)).collect()
        })
    }
}

/// How many characters begin in these bytes of UTF-8.
fn beginnings(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

impl PartialEq for SourceFile {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.text == other.text && self.written == other.written
    }
}

impl Eq for SourceFile {}

impl Hash for SourceFile {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let own = || FxBuildHasher.hash_one((&self.name, &self.text));
        self.hash.get_or_init(own).hash(state);
    }
}

impl fmt::Debug for SourceFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SourceFile({}, {} bytes)", self.name, self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, offset: usize) -> (usize, usize) {
        let position = SourceFile::new("a.md", text).position(offset);
        (position.line, position.column)
    }

    #[test]
    fn every_kind_of_line_end_starts_a_line() {
        assert_eq!(at("a\nb", 2), (2, 1));
        assert_eq!(at("a\r\nb", 3), (2, 1));
        assert_eq!(at("a\rb", 2), (2, 1));
    }

    #[test]
    fn columns_count_characters_and_not_the_byte_order_mark() {
        assert_eq!(at("\u{feff}ab", 4), (1, 2));
        assert_eq!(at("é=ab", 3), (1, 3));
    }

    #[test]
    fn columns_are_right_far_into_a_long_line() {
        let text = "é€x".repeat(10_000);
        for characters in [0, 1, 2, 3, 2_047, 4_096, 12_288, 29_999, 30_000] {
            let offset = text.char_indices().nth(characters).map_or(text.len(), |(offset, _)| offset);
            assert_eq!(at(&text, offset), (1, characters + 1));
        }
    }

    #[test]
    fn a_line_is_told_without_its_end_and_the_byte_order_mark() {
        let file = SourceFile::new("a.md", "\u{feff}a\r\nb\r\n\nc");
        let lines: Vec<&str> = (1..=5).map(|number| &file.text()[file.line(number)]).collect();
        assert_eq!(lines, ["a", "b", "", "c", ""]);
    }

    #[test]
    fn an_offset_past_the_end_is_the_end() {
        assert_eq!(at("ab\n", 99), (2, 1));
        assert_eq!(at("", 0), (1, 1));
    }

    #[test]
    fn a_position_and_its_offset_are_each_others_inverse() {
        let file = SourceFile::new("a.md", "\u{feff}title: é\r\nb\rc\n");
        for (offset, _) in file.text().char_indices().skip(1) {
            if !file.text()[..offset].ends_with('\r') || !file.text()[offset..].starts_with('\n') {
                assert_eq!(file.offset(file.position(offset)), offset);
            }
        }
    }
}
