//! First uses: where a page first uses a term of the glossary in running text, that leads to what the term means.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, TagEnd};

use super::commitments::Marked;
use super::escape::escaped_address;
use super::surroundings::Surroundings;
use crate::diagnostic::Diagnostic;
use crate::link::Glossary;
use crate::parse::Piece;

/// Elements of raw HTML whose words are no running text, or lead somewhere already.
const APART: [&str; 21] = [
    "a", "abbr", "button", "code", "dfn", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "kbd", "label", "legend",
    "pre", "samp", "script", "style", "summary", "th",
];

/// The pieces of a page with links from first uses.
pub(super) struct FirstUses<'a, S> {
    pieces: Marked<'a, S>,
    surroundings: &'a S,
    /// None where nothing is to be linked.
    glossary: Option<&'a Glossary>,
    /// By definition, whether the page leads to it: by hand, or from a use that has gone by.
    is_linked: Vec<bool>,
    /// How many elements are open whose words are no running text.
    apart: usize,
    /// Words that go on, not looked at yet.
    held: VecDeque<(Piece<'a>, Range<usize>)>,
    ready: VecDeque<(Piece<'a>, Range<usize>)>,
}

impl<'a, S: Surroundings> FirstUses<'a, S> {
    pub(super) fn new(pieces: Marked<'a, S>, surroundings: &'a S) -> Self {
        let (glossary, is_linked) = surroundings.glossary().unzip();
        Self {
            pieces,
            surroundings,
            glossary,
            is_linked: is_linked.unwrap_or_default(),
            apart: 0,
            held: VecDeque::new(),
            ready: VecDeque::new(),
        }
    }

    pub(super) fn take_findings(&mut self) -> Vec<Diagnostic> {
        self.pieces.take_findings()
    }

    /// Counts what opens and closes elements whose words are no running text.
    fn count(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Markdown(Event::Start(tag)) if is_apart(tag.to_end()) => self.apart += 1,
            Piece::Markdown(Event::End(tag)) if is_apart(*tag) => self.apart = self.apart.saturating_sub(1),
            Piece::BlockStart { .. } => self.apart += 1,
            Piece::BlockBody => self.apart = self.apart.saturating_sub(1),
            Piece::OpenTag(tag) if APART.contains(&&*tag.name) => self.apart += 1,
            Piece::Markdown(Event::Html(html) | Event::InlineHtml(html)) => self.count_tags(html),
            _ => {}
        }
    }

    fn count_tags(&mut self, html: &str) {
        for tag in html.split('<').skip(1) {
            let name = tag.strip_prefix('/').unwrap_or(tag);
            let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
            if !APART.iter().any(|apart| apart.eq_ignore_ascii_case(name)) {
                continue;
            }
            self.apart = if tag.starts_with('/') { self.apart.saturating_sub(1) } else { self.apart + 1 };
        }
    }

    /// Looks at the words that have been held, and lets them go. Nothing is ready before them.
    fn let_go(&mut self) {
        let links = match self.glossary {
            Some(glossary) if !self.held.is_empty() => self.links(glossary),
            _ => Vec::new(),
        };
        if links.is_empty() {
            return std::mem::swap(&mut self.ready, &mut self.held);
        }
        let mut tags = links.into_iter().flat_map(|(place, opening)| {
            [(place.start, CowStr::from(opening)), (place.end, CowStr::Borrowed("</a>"))]
        });
        let mut tag = tags.next();
        let mut end = 0;
        for (piece, place) in self.held.drain(..) {
            let (start, mut from) = (end, 0);
            end += words(&piece).len();
            while let Some((at, html)) = tag.take_if(|(at, _)| *at < end) {
                if at > start + from {
                    self.ready.push_back((part(&piece, from..at - start), place.clone()));
                }
                from = at - start;
                self.ready.push_back((Piece::Markdown(Event::InlineHtml(html)), place.start..place.start));
                tag = tags.next();
            }
            let rest = if from == 0 { piece } else { part(&piece, from..end - start) };
            self.ready.push_back((rest, place));
        }
        let rest = tag.into_iter().chain(tags);
        self.ready.extend(rest.map(|(_, html)| (Piece::Markdown(Event::InlineHtml(html)), 0..0)));
    }

    /// The first uses among the words that have been held, each with the tag that opens its link.
    fn links(&mut self, glossary: &Glossary) -> Vec<(Range<usize>, String)> {
        let text: Cow<'_, str> = match self.held.front() {
            Some((piece, _)) if self.held.len() == 1 => words(piece).into(),
            _ => self.held.iter().map(|(piece, _)| words(piece)).collect::<String>().into(),
        };
        let mut links = Vec::new();
        for (place, definition) in glossary.places(&text) {
            if !std::mem::replace(&mut self.is_linked[definition], true) {
                let href = self.surroundings.definition(&glossary.definitions[definition]);
                let tag = format!("<a class=term href=\"{}\">", escaped_address(&href));
                links.push((place, tag));
            }
        }
        links
    }
}

impl<'a, S: Surroundings> Iterator for FirstUses<'a, S> {
    type Item = (Piece<'a>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.glossary.is_none() {
            return self.pieces.next();
        }
        while self.ready.is_empty() {
            let Some((piece, place)) = self.pieces.next() else {
                self.let_go();
                return self.ready.pop_front();
            };
            if self.apart == 0 && !words(&piece).is_empty() {
                self.held.push_back((piece, place));
                continue;
            }
            self.count(&piece);
            if self.held.is_empty() {
                return Some((piece, place));
            }
            self.let_go();
            self.ready.push_back((piece, place));
        }
        self.ready.pop_front()
    }
}

/// The words of text that goes on; empty for everything else.
fn words<'p>(piece: &'p Piece<'_>) -> &'p str {
    match piece {
        Piece::Markdown(Event::Text(text)) => text,
        Piece::Markdown(Event::SoftBreak) => "\n",
        _ => "",
    }
}

fn part<'a>(piece: &Piece<'a>, range: Range<usize>) -> Piece<'a> {
    let text = match piece {
        Piece::Markdown(Event::Text(CowStr::Borrowed(text))) => CowStr::Borrowed(&text[range]),
        piece => words(piece)[range].to_owned().into(),
    };
    Piece::Markdown(Event::Text(text))
}

fn is_apart(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionListTitle
            | TagEnd::TableHead
    )
}
