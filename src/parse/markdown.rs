//! The text of a page as a stream of pieces: pulldown-cmark's events after our own transforms.
//!
//! `parse` reads facts from this stream and `render` makes HTML of it; because both go through
//! [`Pieces`], a link or a heading that one saw is the same that the other writes. The transforms:
//! - raw HTML is filtered tag by tag ([`super::raw_html`]) and kept balanced within its container;
//! - a block quote that names itself (`> [!WARNING] …`) becomes a block ([`super::blocks`]).
//!
//! All ranges are byte ranges of the file.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::ops::Range;
use std::rc::Rc;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, OffsetIter, Options, Parser, Tag, TagEnd};

use super::blocks::{self, Marker};
use super::open_tags::{OpenTags, Opened};
use super::raw_html::{Fragment, Judged, OpenTag};
use crate::config::{MarkdownConfig, RawHtml};
use crate::diagnostic::{Code, Quota, nearest};
use crate::source::Spanned;

/// A part of a page, and its place.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece<'a> {
    /// What CommonMark and its extensions define.
    Markdown(Event<'a>),
    /// A harmless opening tag of raw HTML, its attributes already filtered; links in them are unresolved.
    OpenTag(OpenTag),
    /// `> [!NAME]`: what follows, up to [`Piece::BlockBody`], is the rest of the marker's line.
    BlockStart {
        /// In lower case.
        name: String,
    },
    /// The marker's line is over: what follows, up to [`Piece::BlockEnd`], is the content of the block.
    BlockBody,
    /// The block is over.
    BlockEnd,
}

/// Something amiss in the Markdown; `parse` makes a finding of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    pub code: Code,
    pub span: Range<usize>,
    pub message: String,
    pub help: Cow<'static, str>,
}

/// The pieces of one page.
pub struct Pieces<'a> {
    events: OffsetIter<'a, UndefinedReferences>,
    undefined: Rc<RefCell<Undefined>>,
    text: &'a str,
    /// Where the body begins in the file.
    offset: usize,
    raw_html: RawHtml,
    ready: VecDeque<(Piece<'a>, Range<usize>)>,
    /// Raw HTML that comes behind what is ready, and is judged as it is asked for.
    fragment: Option<Fragment>,
    in_html_block: bool,
    containers: Vec<Container>,
    /// A block quote whose first paragraph has not begun yet.
    awaited: Option<(Marker, Range<usize>)>,
    flaws: Vec<Flaw>,
    /// What is listed of the flaws: `flaws` holds no others.
    quota: Quota,
}

/// An open Markdown container, with the raw tags opened and not yet closed in it.
#[derive(Default)]
struct Container {
    open_tags: OpenTags,
    block: Option<BlockState>,
}

/// How far a block has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BlockState {
    /// A block quote that is a block.
    Quote,
    /// Its first paragraph, up to the end of the marker's line.
    Title { marker_end: usize },
    /// Its first paragraph, behind that line.
    Body,
    /// What the parser made of the marker itself when a definition `[!name]: …` turns it into a link.
    Marker,
}

/// The options of CommonMark's parser that Duly's Markdown is made of.
pub(super) fn options(config: MarkdownConfig) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST;
    options.set(Options::ENABLE_SMART_PUNCTUATION, config.smart_punctuation);
    options
}

impl<'a> Pieces<'a> {
    /// The pieces of the body of a page, which begins at byte `offset` of the file.
    pub fn new(text: &'a str, offset: usize, config: MarkdownConfig) -> Self {
        let body = &text[offset..];
        let undefined = Rc::<RefCell<Undefined>>::default();
        let callback = UndefinedReferences(Rc::clone(&undefined));
        let parser = Parser::new_with_broken_link_callback(body, options(config), Some(callback));
        Self {
            events: parser.into_offset_iter(),
            undefined,
            text: body,
            offset,
            raw_html: config.raw_html,
            ready: VecDeque::new(),
            fragment: None,
            in_html_block: false,
            containers: vec![Container::default()],
            awaited: None,
            flaws: Vec::new(),
            quota: Quota::default(),
        }
    }

    /// What was amiss, and how much of it is not listed; complete once the pieces have been read to the end.
    pub fn into_flaws(mut self) -> (Vec<Flaw>, Quota) {
        let defined: Vec<&str> = self.events.reference_definitions().iter().map(|(name, _)| name).collect();
        let Undefined { listed, quota } = self.undefined.take();
        let undefined = listed.into_iter().map(|Spanned { value: name, span }| Flaw {
            code: Code::MarkdownUndefinedReference,
            span: span.start + self.offset..span.end + self.offset,
            message: format!("`[{name}]` is not defined on this page, so this is no link"),
            help: match nearest(&name, defined.iter().copied()) {
                Some(near) => format!("did you mean `[{near}]`?").into(),
                None => format!("add a line `[{name}]: https://…`, or write `[text](https://…)`").into(),
            },
        });
        self.flaws.extend(undefined);
        self.quota.join(quota);
        (self.flaws, self.quota)
    }

    fn take_event(&mut self, event: Event<'a>, range: Range<usize>) {
        if let Some((marker, quote)) = self.awaited.take() {
            if event == Event::Start(Tag::Paragraph) {
                self.start_block(marker);
                return;
            }
            self.start(Tag::BlockQuote(None), quote);
        }
        match event {
            Event::Start(Tag::BlockQuote(kind)) => match blocks::marker(self.text, range.clone()) {
                Some(marker) => self.awaited = Some((marker, range)),
                None => self.start(Tag::BlockQuote(kind), range),
            },
            Event::Start(Tag::HtmlBlock) => self.html_block(),
            Event::End(TagEnd::HtmlBlock) => self.in_html_block = false,
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            // Text in a block of HTML is the white space in front of a line.
            Event::Text(html) if self.in_html_block => self.html(html, range),
            Event::Html(html) | Event::InlineHtml(html) => self.html(html, range),
            event => self.inline(event, range),
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        if self.is_marker(&range) {
            self.containers.push(Container { block: Some(BlockState::Marker), ..Container::default() });
            return;
        }
        self.containers.push(Container::default());
        self.push(Piece::Markdown(Event::Start(tag)), range);
    }

    fn start_block(&mut self, marker: Marker) {
        self.containers.push(Container { block: Some(BlockState::Quote), ..Container::default() });
        self.push(Piece::BlockStart { name: marker.name }, marker.span.clone());
        let title = BlockState::Title { marker_end: marker.span.end };
        self.containers.push(Container { block: Some(title), ..Container::default() });
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        self.close_tags(range.end);
        let container = self.containers.pop().unwrap_or_default();
        let piece = match container.block {
            Some(BlockState::Quote) => Piece::BlockEnd,
            // The paragraph was all title: its end is where the body begins.
            Some(BlockState::Title { .. }) => Piece::BlockBody,
            Some(BlockState::Marker) => return,
            Some(BlockState::Body) | None => Piece::Markdown(Event::End(tag)),
        };
        self.push(piece, range);
    }

    /// An event without content of its own kind: text, code, breaks.
    fn inline(&mut self, event: Event<'a>, range: Range<usize>) {
        if self.is_marker(&range) {
            return;
        }
        let Some(BlockState::Title { marker_end }) = self.state() else {
            self.push(Piece::Markdown(event), range);
            return;
        };
        match event {
            Event::SoftBreak | Event::HardBreak => self.begin_body(range),
            Event::Text(_) if range.start < marker_end => {
                let rest = marker_end..range.end;
                let text = self.text[rest.clone()].trim_start();
                if !text.is_empty() {
                    self.push(Piece::Markdown(Event::Text(CowStr::Borrowed(text))), rest);
                }
            }
            event => self.push(Piece::Markdown(event), range),
        }
    }

    fn begin_body(&mut self, range: Range<usize>) {
        self.close_tags(range.start);
        if let Some(container) = self.containers.last_mut() {
            container.block = Some(BlockState::Body);
        }
        self.push(Piece::BlockBody, range.clone());
        self.push(Piece::Markdown(Event::Start(Tag::Paragraph)), range.end..range.end);
    }

    /// Whether something is part of a block's marker and not of its title.
    fn is_marker(&self, range: &Range<usize>) -> bool {
        match self.state() {
            Some(BlockState::Title { marker_end }) => range.end <= marker_end,
            Some(BlockState::Marker) => true,
            _ => false,
        }
    }

    fn state(&self) -> Option<BlockState> {
        self.containers.last().and_then(|container| container.block)
    }

    /// A block of raw HTML. Its tags may go over several lines, so it is judged as a whole.
    fn html_block(&mut self) {
        if self.raw_html != RawHtml::Safe {
            self.in_html_block = true;
            return;
        }
        let mut fragment = Fragment::default();
        for (event, range) in self.events.by_ref() {
            match event {
                Event::Html(html) | Event::Text(html) => fragment.add(&html, &range),
                Event::End(TagEnd::HtmlBlock) => break,
                _ => {}
            }
        }
        self.fragment = Some(fragment);
    }

    /// Raw HTML: a line of a block, or one tag within a paragraph.
    fn html(&mut self, html: CowStr<'a>, range: Range<usize>) {
        match self.raw_html {
            RawHtml::Allow => self.push(Piece::Markdown(Event::Html(html)), range),
            RawHtml::Escape => self.push(Piece::Markdown(Event::Text(html)), range),
            RawHtml::Safe => {
                let mut fragment = Fragment::default();
                fragment.add(&html, &range);
                self.fragment = Some(fragment);
            }
        }
    }

    fn take_judged(&mut self, judged: Judged) {
        match judged {
            Judged::Text { text, span } => self.push(Piece::Markdown(Event::Text(text.into())), span),
            Judged::Refused { text, span, message, help } => {
                self.flaw(Code::MarkdownRawHtml, span.clone(), message, help.into());
                if let Some(text) = text {
                    self.push(Piece::Markdown(Event::Text(text.into())), span);
                }
            }
            Judged::Open { tag, span } => {
                if !tag.is_void() {
                    self.open_tags().open(&tag.name, span.clone());
                }
                self.push(Piece::OpenTag(tag), span);
            }
            Judged::Close { name, span } => self.close_tag(&name, span),
        }
    }

    fn close_tag(&mut self, name: &str, span: Range<usize>) {
        if let Some(left_open) = self.open_tags().close(name) {
            self.close_left_open(left_open, span.start);
            self.push(Piece::Markdown(Event::InlineHtml(format!("</{name}>").into())), span);
        } else {
            let message = format!("`</{name}>` closes nothing that was opened here");
            let help = format!("remove it, or write `<{name}>` where it is to begin");
            self.flaw(Code::MarkdownUnbalancedHtml, span, message, help.into());
        }
    }

    /// Closes what raw HTML left open in the current container, so that one page's slip cannot swallow the rest of
    /// the page.
    fn close_tags(&mut self, at: usize) {
        let left_open = self.open_tags().close_all();
        self.close_left_open(left_open, at);
    }

    fn close_left_open(&mut self, tags: Vec<Opened>, at: usize) {
        for (name, span) in tags {
            let message = format!("`<{name}>` is not closed where it was opened");
            let help = format!("write `</{name}>` in the same paragraph, list item or quotation");
            self.flaw(Code::MarkdownUnbalancedHtml, span, message, help.into());
            self.push(Piece::Markdown(Event::InlineHtml(format!("</{name}>").into())), at..at);
        }
    }

    fn open_tags(&mut self) -> &mut OpenTags {
        &mut self.containers.last_mut().expect("the page itself is never closed").open_tags
    }

    fn flaw(&mut self, code: Code, span: Range<usize>, message: String, help: Cow<'static, str>) {
        let span = span.start + self.offset..span.end + self.offset;
        if self.quota.take(code) {
            self.flaws.push(Flaw { code, span, message, help });
        }
    }

    /// Hands on a piece whose range still counts from the beginning of the body.
    fn push(&mut self, piece: Piece<'a>, range: Range<usize>) {
        self.ready.push_back((piece, range.start + self.offset..range.end + self.offset));
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = (Piece<'a>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() {
            if let Some(judged) = self.fragment.as_mut().and_then(Fragment::judge) {
                for judged in judged {
                    self.take_judged(judged);
                }
            } else if let Some((event, range)) = self.events.next() {
                self.take_event(event, range);
            } else {
                self.close_tags(self.text.len());
                return self.ready.pop_front();
            }
        }
        self.ready.pop_front()
    }
}

/// Notes full references (`[text][reference]`) without a definition. A lone `[word]` is ordinary text.
struct UndefinedReferences(Rc<RefCell<Undefined>>);

/// References that are not defined: the name of each, and the place of its link in the body.
#[derive(Default)]
struct Undefined {
    listed: Vec<Spanned<String>>,
    quota: Quota,
}

impl<'a> pulldown_cmark::BrokenLinkCallback<'a> for UndefinedReferences {
    fn handle_broken_link(&mut self, link: BrokenLink<'a>) -> Option<(CowStr<'a>, CowStr<'a>)> {
        let Undefined { listed, quota } = &mut *self.0.borrow_mut();
        let is_reference = matches!(link.link_type, LinkType::Reference | LinkType::Collapsed);
        if is_reference && quota.take(Code::MarkdownUndefinedReference) {
            listed.push(Spanned::new(link.reference.to_string(), link.span));
        }
        None
    }
}
