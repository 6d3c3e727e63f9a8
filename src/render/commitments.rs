//! Lists that are more than lists: each commitment gets its address, and behind its first words how far it has come;
//! the questions of a checklist get boxes to tick on paper.

use std::collections::VecDeque;
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::escape::escaped;
use super::surroundings::Surroundings;
use crate::diagnostic::Diagnostic;
use crate::parse::{Commitment, Piece, Pieces, is_inline, without_attributes};

/// The pieces of a page, those of its commitments as readers are to see them.
pub(super) struct Marked<'a, S> {
    pieces: Pieces<'a>,
    text: &'a str,
    surroundings: &'a S,
    /// The items that are open, outermost first, with the commitment that each is.
    items: Vec<Option<Open<'a>>>,
    /// How many headings have gone by, and whether the latest of the second level or above is that of a checklist.
    headings: usize,
    in_checklist: bool,
    ready: VecDeque<(Piece<'a>, Range<usize>)>,
    findings: Vec<Diagnostic>,
}

struct Open<'a> {
    commitment: &'a Commitment,
    is_marked: bool,
}

impl<'a, S: Surroundings> Marked<'a, S> {
    pub(super) fn new(pieces: Pieces<'a>, text: &'a str, surroundings: &'a S) -> Self {
        Self {
            pieces,
            text,
            surroundings,
            items: Vec::new(),
            headings: 0,
            in_checklist: false,
            ready: VecDeque::new(),
            findings: Vec::new(),
        }
    }

    pub(super) fn take_findings(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.findings)
    }

    fn take(&mut self, piece: Piece<'a>, place: Range<usize>) {
        match &piece {
            Piece::Markdown(Event::Start(Tag::Heading { level, .. })) => {
                if *level <= HeadingLevel::H2 {
                    self.in_checklist = self.surroundings.is_checklist(self.headings);
                }
                self.headings += 1;
            }
            Piece::Markdown(Event::Start(Tag::List(first))) if self.in_checklist && self.items.is_empty() => {
                let html = match first {
                    None => "<ul data-checklist>\n".to_owned(),
                    Some(1) => "<ol data-checklist>\n".to_owned(),
                    Some(first) => format!("<ol data-checklist start=\"{first}\">\n"),
                };
                return self.ready.push_back((Piece::Markdown(Event::Html(html.into())), place));
            }
            Piece::Markdown(Event::Start(tag)) => match tag.to_end() {
                TagEnd::Item => return self.start_item(piece, place),
                TagEnd::DefinitionListTitle => return self.start_term(piece, place),
                TagEnd::Paragraph => {}
                tag if is_inline(tag) => {}
                _ => self.mark(place.start),
            },
            Piece::Markdown(Event::End(TagEnd::Paragraph)) => self.mark(place.end),
            Piece::Markdown(Event::End(TagEnd::Item)) => {
                self.mark(place.end);
                self.items.pop();
            }
            Piece::BlockStart { .. } => self.mark(place.start),
            _ => {}
        }
        self.ready.push_back((piece, place));
    }

    fn start_term(&mut self, piece: Piece<'a>, place: Range<usize>) {
        let piece = match self.surroundings.term(place.start) {
            None => piece,
            Some(term) => Piece::Markdown(Event::Html(format!("<dt id=\"{}\">", escaped(&term.id)).into())),
        };
        self.ready.push_back((piece, place));
    }

    fn start_item(&mut self, piece: Piece<'a>, place: Range<usize>) {
        let commitment = self.surroundings.commitment(place.start);
        self.items.push(commitment.map(|commitment| Open { commitment, is_marked: false }));
        let piece = match commitment {
            None => piece,
            Some(commitment) => {
                let class = if is_task(&self.text[place.clone()]) { " class=\"task\"" } else { "" };
                let html = format!("<li{class} id=\"{}\">", escaped(&commitment.id));
                Piece::Markdown(Event::Html(html.into()))
            }
        };
        self.ready.push_back((piece, place));
    }

    /// Puts the status behind the first words of the innermost item, once.
    fn mark(&mut self, at: usize) {
        let Some(Some(open)) = self.items.last_mut() else { return };
        if std::mem::replace(&mut open.is_marked, true) {
            return;
        }
        let html = self.surroundings.commitment_mark(open.commitment).collect(&mut self.findings);
        if !html.is_empty() {
            self.ready.push_back((Piece::Markdown(Event::InlineHtml(format!(" {html}").into())), at..at));
        }
    }
}

impl<'a, S: Surroundings> Iterator for Marked<'a, S> {
    type Item = (Piece<'a>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() {
            let (piece, place) = self.pieces.next()?;
            let open = self.items.last().and_then(Option::as_ref);
            let piece = match open.and_then(|open| open.commitment.attributes.as_ref()) {
                Some(attributes) => without_attributes(piece, &place, attributes),
                None => Some(piece),
            };
            if let Some(piece) = piece {
                self.take(piece, place);
            }
        }
        self.ready.pop_front()
    }
}

/// Whether a list item is a task, by its source.
pub(super) fn is_task(item: &str) -> bool {
    let text = item.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    let text = text.strip_prefix(['-', '*', '+', '.', ')']).unwrap_or(text).trim_start();
    ["[ ] ", "[x] ", "[X] "].iter().any(|marker| text.starts_with(marker))
}
