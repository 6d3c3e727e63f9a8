//! A text in which something was filled in, and the way back to what its author wrote.
//!
//! Stages read the text with everything filled in; findings and sign-offs speak of the file on the disk. Nothing but
//! [`SourceFile::written`] and [`SourceFile::written_span`] knows of the difference.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::SourceFile;

/// What takes the place of a part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filling {
    /// What stands there, in bytes of the written text.
    pub span: Range<usize>,
    /// What is read in its place.
    pub text: String,
}

/// The file as it was written, and where the parts that were filled in are.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Written {
    file: Arc<SourceFile>,
    /// Each part in the filled text and in the written one, in order.
    parts: Vec<(Range<usize>, Range<usize>)>,
}

impl SourceFile {
    /// The file with parts of it filled in, which stand in order and do not overlap.
    pub fn filled(self: &Arc<Self>, fillings: Vec<Filling>) -> Arc<Self> {
        let mut text = String::with_capacity(self.text.len());
        let mut parts = Vec::with_capacity(fillings.len());
        let mut copied = 0;
        for filling in fillings {
            text += &self.text[copied..filling.span.start];
            let start = text.len();
            text += &filling.text;
            copied = filling.span.end;
            parts.push((start..text.len(), filling.span));
        }
        text += &self.text[copied..];
        let written = Some(Written { file: Arc::clone(self), parts });
        Arc::new(Self {
            name: self.name.clone(),
            text,
            line_starts: OnceLock::new(),
            characters: OnceLock::new(),
            hash: OnceLock::new(),
            written,
        })
    }

    /// The file as its author wrote it.
    pub fn written(self: &Arc<Self>) -> &Arc<Self> {
        self.written.as_ref().map_or(self, |written| &written.file)
    }

    /// Where a part of this text stands in the file as it was written.
    pub fn written_span(&self, span: Range<usize>) -> Range<usize> {
        let Some(written) = &self.written else { return span };
        let start = written.place(span.start).start;
        // What follows the last byte may be another part.
        let end = if span.is_empty() { start } else { written.place(span.end - 1).end };
        start..end.max(start)
    }
}

impl Written {
    /// Where a byte stands in the written text; for one that was filled in, what it was filled in for.
    fn place(&self, offset: usize) -> Range<usize> {
        let before = self.parts.partition_point(|(filled, _)| filled.start <= offset);
        let offset = match before.checked_sub(1).map(|index| &self.parts[index]) {
            None => offset,
            Some((filled, written)) if offset < filled.end => return written.clone(),
            Some((filled, written)) => offset - filled.end + written.end,
        };
        offset..offset + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_a_filled_text_are_those_of_the_written_one() {
        let file = SourceFile::new("a.md", "# <title>\n\nWords <x>here.\n");
        let fillings = [(2..9, "A much longer title"), (17..20, "")]
            .map(|(span, text)| Filling { span, text: text.to_owned() });
        let filled = file.filled(fillings.to_vec());
        assert_eq!(filled.text(), "# A much longer title\n\nWords here.\n");
        let place = |word: &str| {
            let start = filled.text().find(word).unwrap();
            &file.text()[filled.written_span(start..start + word.len())]
        };
        assert_eq!(place("# "), "# ");
        assert_eq!(place("longer"), "<title>");
        assert_eq!(place("title\n"), "<title>\n");
        assert_eq!(place("Words"), "Words");
        assert_eq!(place("here"), "here");
        assert!(Arc::ptr_eq(filled.written(), &file) && Arc::ptr_eq(file.written(), &file));
    }
}
