//! `SUMMARY.md`: the chapters of a book in order, with its parts and what is still to be written.

use std::ops::Range;
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use crate::source::SourceFile;

/// What the list names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// A heading of the first level: what follows belongs to it.
    Part(String),
    /// A chapter.
    Chapter(Chapter),
}

/// A chapter as the list names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chapter {
    pub(super) title: String,
    /// From the folder of the list; empty for a chapter that is still to be written.
    pub(super) path: String,
    /// In so many lists; none for one beside the parts, as a preface is.
    pub(super) depth: usize,
    /// Where it is named.
    pub(super) span: Range<usize>,
}

/// The items in the order of the list. As in mdBook, what is neither a heading of the first level nor a link is passed
/// over, and so is what follows a link on its line.
pub(super) fn items(file: &Arc<SourceFile>) -> Vec<Item> {
    let start = file.start();
    let mut reader = ListReader::default();
    for (event, span) in Parser::new(&file.text()[start..]).into_offset_iter() {
        reader.take(event, span.start + start..span.end + start);
    }
    reader.items
}

#[derive(Default)]
struct ListReader {
    items: Vec<Item>,
    depth: usize,
    /// The words of what is read now: a heading or a link.
    words: Option<String>,
    /// Whether a heading was met: the first one is the title of the list.
    has_heading: bool,
    /// Whether this line has named its chapter.
    has_chapter: bool,
}

impl ListReader {
    fn take(&mut self, event: Event<'_>, span: Range<usize>) {
        match event {
            Event::Start(Tag::List(_)) => {
                self.depth += 1;
                self.has_chapter = false;
            }
            Event::End(TagEnd::List(_)) => self.depth -= 1,
            Event::Start(Tag::Item | Tag::Paragraph) => self.has_chapter = false,
            // Prefaces may stand on lines that follow each other.
            Event::SoftBreak | Event::HardBreak if self.words.is_none() && self.depth == 0 => {
                self.has_chapter = false;
            }
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => self.words = Some(String::new()),
            Event::Start(Tag::Link { dest_url, .. }) if !self.has_chapter => {
                self.has_chapter = true;
                self.words = Some(String::new());
                let path = dest_url.split('#').next().unwrap_or_default().replace('\\', "/");
                let path = percent_decode_str(path.trim_start_matches("./")).decode_utf8_lossy();
                let (path, depth) = (path.into_owned(), self.depth);
                self.items.push(Item::Chapter(Chapter { title: String::new(), path, depth, span }));
            }
            Event::End(TagEnd::Link) => {
                if let (Some(words), Some(Item::Chapter(chapter))) =
                    (self.words.take(), self.items.last_mut())
                {
                    words.trim().clone_into(&mut chapter.title);
                }
            }
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => {
                let words = self.words.take().unwrap_or_default();
                if self.has_heading || !self.items.is_empty() {
                    self.items.push(Item::Part(words.trim().to_owned()));
                }
                self.has_heading = true;
            }
            Event::Text(text) | Event::Code(text) => self.add(&text),
            Event::SoftBreak | Event::HardBreak => self.add(" "),
            _ => {}
        }
    }

    fn add(&mut self, text: &str) {
        if let Some(words) = &mut self.words {
            words.push_str(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let items = items(&SourceFile::new("SUMMARY.md", text));
        let item = |item: &Item| match item {
            Item::Part(title) => format!("part {title}"),
            Item::Chapter(Chapter { title, path, depth, .. }) => format!("{depth} {title} = {path}"),
        };
        items.iter().map(item).collect()
    }

    #[test]
    fn every_form_of_the_list_is_read() {
        let text = "# Summary\n\n[Preface](./README.md)\n[Thanks](thanks.md)\n\n# Part `One`\n\n- [A [b] *c*](a.md)\n    \
                    * [D](<d e.md>)\n1. [E](e%20f.md \"t\") (new)\n- [Later]() (?)\n- [By name][x]\n\n---\n\n[End](end.md)\n\n[x]: y/z.md\n";
        assert_eq!(
            shown(text),
            [
                "0 Preface = README.md",
                "0 Thanks = thanks.md",
                "part Part One",
                "1 A [b] c = a.md",
                "2 D = d e.md",
                "1 E = e f.md",
                "1 Later = ",
                "1 By name = y/z.md",
                "0 End = end.md"
            ]
        );
    }

    #[test]
    fn what_mdbook_passes_over_is_no_chapter() {
        let text = "<!-- - [A](a.md) -->\n# Title\n\n<!--\n- [B](b.md)\n-->\n\n## No part\n\n- [C](c.md) and [d](d.md)\n- words\n";
        assert_eq!(shown(text), ["1 C = c.md"]);
        assert_eq!(shown(""), [""; 0]);
        assert_eq!(
            shown("\u{feff}# Summary\r\n\r\n- [C](c.md)\r\n  - [D](d.md)\r\n"),
            ["1 C = c.md", "2 D = d.md"]
        );
    }
}
