//! The keys of a page's front matter as lines: setting one, removing one, adding one.

use std::ops::Range;

use super::Refusal;
use super::edits::{Edits, behind_comments, line_end, line_end_of, line_start, next_line};
use super::scalar::Scalar;
use crate::parse::WrittenFrontMatter;
use crate::source::{SourceFile, Spanned};
use crate::tree::{Node, Value};

/// A key with its value.
pub(super) type Entry = (Spanned<String>, Node);

/// The front matter of one file while it is being edited.
pub(super) struct Keys<'d> {
    pub(super) text: &'d str,
    pub(super) edits: Edits<'d>,
    /// What every key is indented by; nearly always nothing.
    pub(super) indent: &'d str,
    pub(super) line_end: &'static str,
    entries: &'d [Entry],
    /// Where a new key goes: behind the one that was last set.
    next: usize,
    fences: Fences,
}

/// Whether the page has front matter.
enum Fences {
    There,
    /// They are still to be written, at this byte.
    Missing(usize),
}

impl<'d> Keys<'d> {
    /// The keys of a file whose front matter reads as `written`.
    pub(super) fn of(file: &'d SourceFile, written: &'d WrittenFrontMatter) -> Result<Self, Refusal> {
        let text = file.text();
        let entries: &[Entry] = match written.node.as_ref().map(|node| &node.value) {
            Some(Value::Map(entries)) => entries,
            None | Some(Value::Empty) => &[],
            Some(_) => return Err(cannot("its front matter is not made of keys and values")),
        };
        if written.node.as_ref().is_some_and(|node| text[node.span.clone()].starts_with('{')) {
            return Err(cannot("its front matter is written between braces"));
        }
        let indent =
            entries.first().map_or("", |(key, _)| &text[line_start(text, key.span.start)..key.span.start]);
        if !indent.trim_matches(' ').is_empty() {
            return Err(cannot("its first key does not stand at the beginning of its line"));
        }
        let (next, fences) = match &written.yaml {
            Some(yaml) => (yaml.end, Fences::There),
            None => (file.start(), Fences::Missing(file.start())),
        };
        let line_end = line_end_of(text);
        let mut keys = Self { text, edits: Edits::new(text), indent, line_end, entries, next, fences };
        if let Fences::Missing(at) = keys.fences {
            keys.edits.insert(at, format!("---{line_end}"));
        }
        Ok(keys)
    }

    pub(super) fn entry(&self, key: &str) -> Option<&'d Entry> {
        self.entries.iter().find(|(name, _)| name.value == key)
    }

    /// Gives a key its value, in its place if it is there and as a new line if not.
    pub(super) fn set(&mut self, key: &str, value: &Scalar) -> Result<(), Refusal> {
        match self.entry(key) {
            Some(entry) => {
                self.write_over(entry, value)?;
                self.next = self.lines(entry).end;
            }
            None => self.add(&format!("{key}: {}", value.in_block())),
        }
        Ok(())
    }

    /// Lets new keys go behind this one, if it is there.
    pub(super) fn pass(&mut self, key: &str) {
        if let Some(entry) = self.entry(key) {
            self.next = self.lines(entry).end;
        }
    }

    /// Where a new key goes.
    pub(super) fn next(&self) -> usize {
        self.next
    }

    /// Adds a line.
    pub(super) fn add(&mut self, line: &str) {
        self.edits.insert(self.next, format!("{}{line}{}", self.indent, self.line_end));
    }

    /// Removes a key with its lines, if it is there, and the comments that are indented below it: behind other
    /// lines they might become a part of a text.
    pub(super) fn remove(&mut self, key: &str) -> Result<(), Refusal> {
        let Some(entry) = self.entry(key) else { return Ok(()) };
        let lines = self.lines(entry);
        if self.text[lines.start..entry.0.span.start] != *self.indent {
            return Err(cannot_key(key));
        }
        let end = behind_comments(self.text, lines.end, self.indent.len());
        self.edits.remove(lines.start..end);
        Ok(())
    }

    /// The text with everything that was asked for.
    pub(super) fn finish(mut self) -> String {
        if let Fences::Missing(at) = self.fences {
            let body = &self.text[at..];
            // A blank line between keys and words, as people write it.
            let gap = if body.is_empty() || body.starts_with(['\n', '\r']) { "" } else { self.line_end };
            self.edits.insert(at, format!("---{}{gap}", self.line_end));
        }
        self.edits.apply()
    }

    /// The lines of an entry: from that of its key to that of the last word of its value.
    pub(super) fn lines(&self, (key, node): &Entry) -> Range<usize> {
        line_start(self.text, key.span.start)..next_line(self.text, last_word(self.text, key, node))
    }

    /// Puts a value in the place of another one; what stands behind that on its line stays.
    fn write_over(&mut self, (key, node): &Entry, value: &Scalar) -> Result<(), Refusal> {
        let old = &self.text[node.span.clone()];
        match &node.value {
            Value::Text { .. } if let Some(header) = self.block_header(key, node) => {
                self.edits.replace(header.clone(), value.in_block());
                let lines =
                    next_line(self.text, header.end)..next_line(self.text, last_word(self.text, key, node));
                self.edits.remove(lines);
            }
            Value::Text { .. } => {
                self.edits.replace(node.span.clone(), value.in_place_of(old));
            }
            _ => return Err(cannot_key(&key.value)),
        }
        Ok(())
    }

    /// The `|` or `>` of a value that stands in the lines below its key (YAML 1.2.2 §8.1).
    fn block_header(&self, key: &Spanned<String>, node: &Node) -> Option<Range<usize>> {
        let end = line_end(self.text, key.span.end);
        let behind = self.text[key.span.end..end].trim_start_matches([' ', '\t', ':']);
        let start = end - behind.len();
        let length = behind.find([' ', '\t']).unwrap_or(behind.len());
        (node.span.start >= end && behind.starts_with(['|', '>'])).then_some(start..start + length)
    }
}

/// The end of what an entry says, without the line ends that a block of lines includes.
fn last_word(text: &str, key: &Spanned<String>, node: &Node) -> usize {
    let end = node.span.end.max(key.span.end);
    key.span.start + text[key.span.start..end].trim_end().len()
}

pub(super) fn cannot(why: &str) -> Refusal {
    Refusal::new(why, "write each key at the beginning of a line of its own, such as `title: Culture`")
}

fn cannot_key(key: &str) -> Refusal {
    let message = format!("`{key}` is written in a form that cannot be edited");
    Refusal::new(message, format!("write `{key}:` at the beginning of a line, and its value behind it"))
}
