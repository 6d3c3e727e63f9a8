//! The body of a page: its pieces as HTML.
//!
//! pulldown-cmark's own writer does what CommonMark defines. Before it, each construct that Duly shows in
//! another way becomes finished HTML: headings with their ids, links to where they lead, pictures with their
//! size, code in colours, tables that scroll, footnotes, and blocks through the theme's components.

mod capture;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::Renderer;
use super::commitments::{Marked, is_task};
use super::escape::{escaped, escaped_address};
use super::footnotes::Footnotes;
use super::glossary::FirstUses;
use super::highlight::highlight;
use super::strings::Words;
use super::surroundings::{OfNothing, OfPage, Surroundings};
use super::tables::Tables;
use crate::config::MarkdownConfig;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::link::Page;
use crate::load::ImageSize;
use crate::memo::Memos;
use crate::parse::{Document, HeadingPlace, OpenTag, Piece, Pieces};
use capture::{Capture, Purpose};

/// The body of a page of the book.
pub(super) fn body(
    renderer: &Renderer<'_>,
    page: &Page,
    document: &Document,
    words: &Words,
) -> Outcome<String> {
    let surroundings = OfPage { renderer, page, document, words };
    let config = renderer.site.config.markdown;
    BodyWriter::new(document.source.file.text(), document.body, config, &surroundings).write()
}

/// Markdown that belongs to no book, as HTML: links stay as they are written, headings get no ids, blocks are
/// quotations. For conformance with CommonMark this is what counts.
pub fn fragment(markdown: &str, config: MarkdownConfig) -> String {
    BodyWriter::new(markdown, 0, config, &OfNothing { memos: Memos::default() }).write().value
}

/// Writes one body. What is being gathered (a block, a footnote, a picture's text) stands on a stack, so that
/// deep nesting costs memory and not the thread's stack.
struct BodyWriter<'a, S> {
    pieces: FirstUses<'a, S>,
    text: &'a str,
    surroundings: &'a S,
    captures: Vec<Capture<'a>>,
    headings_seen: usize,
    blocks_seen: usize,
    /// For each open link, whether it is written.
    links: Vec<bool>,
    /// Of headings and of raw HTML so far.
    ids: BTreeSet<String>,
    last_heading: String,
    open_heading: Option<HeadingLevel>,
    tables: Tables,
    footnotes: Footnotes,
    open_footnotes: usize,
    findings: Vec<Diagnostic>,
}

impl<'a, S: Surroundings> BodyWriter<'a, S> {
    fn new(text: &'a str, offset: usize, config: MarkdownConfig, surroundings: &'a S) -> Self {
        Self {
            pieces: FirstUses::new(
                Marked::new(Pieces::new(text, offset, config), text, surroundings),
                surroundings,
            ),
            text,
            surroundings,
            captures: vec![Capture::with_room(Purpose::Body, text.len() * 3 / 2)],
            headings_seen: 0,
            blocks_seen: 0,
            links: Vec::new(),
            ids: BTreeSet::new(),
            last_heading: String::new(),
            open_heading: None,
            tables: Tables::default(),
            footnotes: Footnotes::default(),
            open_footnotes: 0,
            findings: Vec::new(),
        }
    }

    fn write(mut self) -> Outcome<String> {
        while let Some((piece, range)) = self.pieces.next() {
            self.take(piece, range);
        }
        let mut html = String::new();
        while let Some(capture) = self.captures.pop() {
            let more = capture.into_html();
            html = if html.is_empty() { more } else { html + &more };
        }
        self.findings.extend(self.pieces.take_findings());
        let surroundings = self.surroundings;
        html.push_str(&self.footnotes.section(|key, values| surroundings.words(key, values)));
        Outcome::new(html, self.findings)
    }

    fn take(&mut self, piece: Piece<'a>, range: Range<usize>) {
        match piece {
            Piece::Markdown(Event::Start(tag)) => self.start(tag, range),
            Piece::Markdown(Event::End(tag)) => self.end(tag),
            Piece::Markdown(Event::FootnoteReference(label)) => {
                let html = self.footnote_reference(&label);
                self.push(Event::InlineHtml(html.into()));
            }
            Piece::Markdown(Event::TaskListMarker(done)) => self.task(done),
            Piece::Markdown(event) => {
                if let (Some(_), Event::Text(text) | Event::Code(text)) = (self.open_heading, &event) {
                    self.last_heading.push_str(text);
                }
                self.push(event);
            }
            Piece::OpenTag(tag) => self.open_tag(&tag, range.start),
            Piece::BlockStart { name } => self.begin(Purpose::BlockTitle { name }),
            Piece::BlockBody => self.block_body(),
            Piece::BlockEnd => self.block_end(),
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, id, classes, .. } => self.heading(level, id, classes),
            Tag::Link { .. } => self.link(tag, range.start),
            Tag::Image { dest_url, title, .. } => {
                let purpose = Purpose::Image {
                    at: range.start,
                    target: dest_url.into_string(),
                    title: title.into_string(),
                };
                self.begin(purpose);
            }
            Tag::CodeBlock(kind) => self.begin(Purpose::Code { language: language(&kind) }),
            Tag::FootnoteDefinition(label) => {
                self.open_footnotes += 1;
                self.begin(Purpose::Footnote { label: label.into_string() });
            }
            Tag::Item if is_task(&self.text[range]) => self.push(Event::Html("<li class=\"task\">".into())),
            Tag::Table(alignments) => {
                let number = self.tables.begin(alignments).to_string();
                let values = [("number", number.as_str()), ("heading", self.last_heading.as_str())];
                let key = if self.last_heading.is_empty() { "table_label_plain" } else { "table_label" };
                let label = self.surroundings.words(key, &values);
                self.push(Event::Html(Tables::opening(&label).into()));
            }
            Tag::TableHead | Tag::TableRow | Tag::TableCell => {
                let html = self.tables.start(&tag);
                self.push(Event::Html(html.into()));
            }
            // Blocks have been taken out of the quotations; what GitHub's alerts would be is plain.
            Tag::BlockQuote(_) => self.push(Event::Start(Tag::BlockQuote(None))),
            tag => self.push(Event::Start(tag)),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => match self.open_heading.take() {
                Some(shown) => self.push(Event::End(TagEnd::Heading(shown))),
                None if matches!(self.top(), Purpose::Title) => {
                    self.captures.pop();
                }
                None => self.push(Event::End(TagEnd::Heading(level))),
            },
            TagEnd::Link => {
                if self.links.pop().unwrap_or(true) {
                    self.push(Event::End(TagEnd::Link));
                }
            }
            TagEnd::Image | TagEnd::CodeBlock | TagEnd::FootnoteDefinition => self.finish(),
            TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell => {
                let html = self.tables.end(tag);
                self.push(Event::Html(html.into()));
            }
            TagEnd::BlockQuote(_) => self.push(Event::End(TagEnd::BlockQuote(None))),
            tag => self.push(Event::End(tag)),
        }
    }

    fn heading(&mut self, level: HeadingLevel, id: Option<CowStr<'a>>, classes: Vec<CowStr<'a>>) {
        let known = self.surroundings.headings().and_then(|headings| headings.get(self.headings_seen));
        self.headings_seen += 1;
        let id = known.map(|heading| heading.id.clone().into()).or(id);
        self.ids.extend(id.as_deref().map(str::to_owned));
        if known.is_some_and(|heading| heading.place == HeadingPlace::Title) {
            self.begin(Purpose::Title);
            return;
        }
        let level = known
            .and_then(|heading| HeadingLevel::try_from(usize::from(heading.level)).ok())
            .unwrap_or(level);
        self.last_heading.clear();
        self.open_heading = Some(level);
        // Other attributes of a heading could hold a script.
        self.push(Event::Start(Tag::Heading { level, id, classes, attrs: Vec::new() }));
    }

    fn link(&mut self, tag: Tag<'a>, at: usize) {
        let Tag::Link { link_type, dest_url, title, id } = tag else { return };
        let written = match link_type {
            LinkType::Email => format!("mailto:{dest_url}"),
            _ => dest_url.into_string(),
        };
        let target = self.surroundings.link(at, &written);
        self.links.push(target.is_some());
        if let Some((href, _)) = target {
            let tag = Tag::Link { link_type: LinkType::Inline, dest_url: href.into(), title, id };
            self.push(Event::Start(tag));
        }
    }

    fn footnote_reference(&mut self, label: &str) -> String {
        if self.open_footnotes > 0 {
            return self.footnotes.inner_reference(label);
        }
        let surroundings = self.surroundings;
        self.footnotes.reference(label, |key, values| surroundings.words(key, values))
    }

    fn task(&mut self, done: bool) {
        let label = escaped(&self.surroundings.words(if done { "task_done" } else { "task_open" }, &[]));
        let checked = if done { " checked" } else { "" };
        let html = format!("<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> ");
        self.push(Event::InlineHtml(html.into()));
    }

    fn open_tag(&mut self, tag: &OpenTag, at: usize) {
        if matches!(self.top(), Purpose::Image { .. }) {
            let alt = tag.attributes.iter().find(|(name, _)| name == "alt");
            self.push(Event::Text(alt.map_or("", |(_, alt)| alt).to_owned().into()));
            return;
        }
        let mut html = format!("<{}", tag.name);
        for (name, value) in &tag.attributes {
            // The first of an id counts, for browsers too.
            if name == "id" && !self.ids.insert(value.clone()) {
                continue;
            }
            let is_link = tag.link() == Some(value) && matches!(name.as_str(), "href" | "src");
            let value = if is_link {
                self.surroundings.link(at, value).map(|(href, _)| href)
            } else {
                Some(value.clone())
            };
            if let Some(value) = value {
                write!(html, " {name}=\"{}\"", escaped(&value)).expect("writing to a string cannot fail");
            }
        }
        html.push('>');
        self.push(Event::InlineHtml(html.into()));
    }

    fn begin(&mut self, purpose: Purpose) {
        self.captures.push(Capture::new(purpose));
    }

    fn top(&self) -> &Purpose {
        self.captures.last().map_or(&Purpose::Body, |capture| &capture.purpose)
    }

    /// Ends what was being gathered and puts its HTML where it belongs.
    fn finish(&mut self) {
        let Some(capture) = self.captures.pop() else { return };
        match &capture.purpose {
            Purpose::Image { at, target, title } => {
                let alt = &capture.written;
                let event = match self.top() {
                    // Of a picture in the text of a picture, only its text counts.
                    Purpose::Image { .. } => Event::Text(alt.clone().into()),
                    _ => Event::InlineHtml(self.image(alt, *at, target, title).into()),
                };
                self.push(event);
            }
            Purpose::Code { language } => {
                let html = self.code(&capture.written, language);
                self.push(Event::Html(html.into()));
            }
            Purpose::Footnote { label } => {
                self.open_footnotes -= 1;
                let label = label.clone();
                self.footnotes.define(&label, capture.into_html());
            }
            _ => self.captures.push(capture),
        }
    }

    fn image(&self, alt: &str, at: usize, target: &str, title: &str) -> String {
        let Some((source, size)) = self.surroundings.link(at, target) else { return escaped(alt) };
        let mut html = format!("<img src=\"{}\" alt=\"{}\"", escaped_address(&source), escaped(alt));
        if let Some(ImageSize { width, height }) = size {
            write!(html, " width=\"{width}\" height=\"{height}\"").expect("writing to a string cannot fail");
        }
        if !title.is_empty() {
            write!(html, " title=\"{}\"", escaped(title)).expect("writing to a string cannot fail");
        }
        html + " loading=\"lazy\" decoding=\"async\">"
    }

    fn code(&self, code: &str, language: &str) -> String {
        let label = match language {
            "" => self.surroundings.words("code_label", &[]),
            name => self.surroundings.words("code_label_language", &[("name", name)]),
        };
        let class = if language.is_empty() {
            String::new()
        } else {
            format!(" class=\"language-{}\"", escaped(language))
        };
        let code = highlight(code, language, self.surroundings.memos());
        let label = escaped(&label);
        format!(
            "<pre class=\"code\" tabindex=\"0\" role=\"group\" aria-label=\"{label}\"><code{class}>{code}</code></pre>\n"
        )
    }

    fn block_body(&mut self) {
        let Some(capture) = self.captures.pop() else { return };
        let Purpose::BlockTitle { name } = &capture.purpose else {
            self.captures.push(capture);
            return;
        };
        let name = name.clone();
        let title = capture.into_html().trim().to_owned();
        self.begin(Purpose::BlockBody { name, title });
    }

    fn block_end(&mut self) {
        let Some(capture) = self.captures.pop() else { return };
        let Purpose::BlockBody { name, title } = &capture.purpose else { return };
        let (name, title) = (name.clone(), title.clone());
        let body = capture.into_html();
        self.blocks_seen += 1;
        // Capitals keep the id apart from those of headings, which have none.
        let id = format!("markdownBlock{}", self.blocks_seen);
        let html = match self.surroundings.block(&name, &title, &id, &body) {
            Some(block) => block.collect(&mut self.findings) + "\n",
            None if title.is_empty() => format!("<blockquote>\n{body}</blockquote>\n"),
            None => format!("<blockquote>\n<p>{title}</p>\n{body}</blockquote>\n"),
        };
        self.push(Event::Html(html.into()));
    }

    fn push(&mut self, event: Event<'a>) {
        if let Some(capture) = self.captures.last_mut() {
            capture.push(event);
        }
    }
}

/// The first word of a fence's info string.
fn language(kind: &CodeBlockKind<'_>) -> String {
    match kind {
        CodeBlockKind::Fenced(info) => {
            info.split([' ', '\t', ',', '{']).next().unwrap_or_default().to_owned()
        }
        CodeBlockKind::Indented => String::new(),
    }
}
