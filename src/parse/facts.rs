//! What a page's Markdown says that other pages and stages want to know: headings, links, anchors, blocks.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::accessibility;
use super::commitments::{self, Commitment, LeadIns};
use super::footnotes::UndefinedFootnotes;
use super::headings::HeadingIdMaker;
use super::markdown::{Flaw, Piece, Pieces};
use super::raw_html::OpenTag;
use super::terms::{self, Term};
use super::words::{Words, WordsBySection};
use crate::config::MarkdownConfig;
use crate::diagnostic::{Code, Diagnostic, Outcome, PageFindings};
use crate::source::{SourceFile, Spanned};

/// Code beyond these is shown as plain text: highlighting it would take longer than anybody reads it.
pub const LARGEST_CODE_BLOCK: usize = 64 * 1024;
/// In bytes.
pub const LONGEST_CODE_LINE: usize = 2_000;

/// What a paragraph that is nothing but one of these words once was: a shortcode of the tool before.
const SHORTCODES: [&str; 12] = [
    "inset-text",
    "inset_text",
    "warning-text",
    "warning_text",
    "inset",
    "warning",
    "details",
    "note",
    "tip",
    "important",
    "caution",
    "example",
];

/// What was read from the Markdown of one page, in the order of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// All headings, that of the title too.
    pub headings: Vec<Heading>,
    /// Links and pictures, those of raw HTML too.
    pub links: Vec<Link>,
    /// Every id that a link to this page may name behind `#`.
    pub anchors: BTreeSet<String>,
    /// The names of the blocks (`> [!NAME]`), in lower case, where they stand.
    pub blocks: Vec<Spanned<String>>,
    /// What its definition lists explain, in the order of the page.
    pub terms: Vec<Term>,
    /// What the page says will be done, in its order.
    pub commitments: Vec<Commitment>,
    /// The words of the body: those before its first heading, then those below each. Headings are not among them.
    pub words: Words,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6, as it is shown.
    pub level: u8,
    /// Its words without formatting.
    pub text: String,
    /// Unique on the page.
    pub id: String,
    /// From the first `#` to the end of the heading, in bytes of the file.
    pub span: Range<usize>,
    /// Whether it is the title or part of the body.
    pub place: HeadingPlace,
}

/// Where a heading is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadingPlace {
    /// It is the title of the page, which the theme shows; it is not in the body.
    Title,
    /// With the rest of the page.
    Body,
}

/// A link or a picture as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Whether it leads somewhere or shows something.
    pub kind: LinkKind,
    /// As it is written, but with Markdown's escapes resolved; `mailto:` is put before an e-mail address.
    pub target: String,
    /// Where the piece begins that holds the link; `render` finds it by that.
    pub at: usize,
    /// Where the target is written, as far as that can be told.
    pub span: Range<usize>,
}

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// A reader may follow it.
    Link,
    /// The page shows it.
    Image,
}

/// Whether code is small enough to be highlighted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeSize {
    /// At most [`LARGEST_CODE_BLOCK`] with no line over [`LONGEST_CODE_LINE`].
    Highlightable,
    /// Shown as plain text.
    TooLarge,
}

impl CodeSize {
    /// The size of a block of code.
    pub fn of(code: &str) -> Self {
        let too_large =
            code.len() > LARGEST_CODE_BLOCK || code.lines().any(|line| line.len() > LONGEST_CODE_LINE);
        if too_large { CodeSize::TooLarge } else { CodeSize::Highlightable }
    }
}

/// Reads the facts of the body that begins at byte `body`; `title` is the one that the front matter gives.
pub(super) fn collect(
    file: &Arc<SourceFile>,
    body: usize,
    title: Option<&str>,
    (config, lead_ins): (MarkdownConfig, &LeadIns),
) -> Outcome<Facts> {
    let mut pieces = Pieces::new(file.text(), body, config);
    let mut collector = Collector {
        file,
        given_title: title,
        title_seen: false,
        containers: 0,
        ids: HeadingIdMaker::new(config.heading_ids),
        heading: None,
        paragraph: None,
        code: None,
        footnotes: UndefinedFootnotes::default(),
        facts: Facts::default(),
        findings: PageFindings::default(),
    };
    let mut words = WordsBySection::new(file.text());
    let mut commitments = commitments::Reader::new(file, lead_ins);
    let (mut terms, mut accessible) = (terms::Reader::default(), accessibility::Reader::new(file, title));
    for (piece, range) in pieces.by_ref() {
        let Some(piece) = commitments.take(piece, &range) else { continue };
        words.take(&piece, &range);
        terms.take(&piece, &range);
        accessible.take(&piece, &range);
        let known = collector.facts.headings.len();
        collector.take(piece, range);
        let new = collector.facts.headings[known..].iter();
        for heading in new {
            accessible.heading(heading.level, &heading.span);
            if heading.place == HeadingPlace::Body {
                words.begin_section();
            }
        }
    }
    collector.facts.words = words.finish();
    collector.findings.extend(accessible.finish());
    let anchors = &mut collector.facts.anchors;
    collector.facts.terms = terms.finish(|id| anchors.insert(id.to_owned()));
    collector.commitments(commitments);
    let mut findings = collector.findings.finish();
    let (flaws, quota) = pieces.into_flaws();
    let mut flaws: Vec<Diagnostic> = flaws.into_iter().map(|flaw| flaw_finding(file, flaw)).collect();
    quota.tell(&mut flaws);
    findings.append(&mut flaws);
    Outcome::new(collector.facts, findings)
}

fn flaw_finding(file: &Arc<SourceFile>, flaw: Flaw) -> Diagnostic {
    Diagnostic::new(flaw.code, file, flaw.span, flaw.message).help(flaw.help)
}

fn undefined_footnote(file: &Arc<SourceFile>, span: Range<usize>) -> Diagnostic {
    let label = &file.text()[span.clone()];
    let message = format!("the footnote `{label}` is not defined on the page");
    let finding = Diagnostic::new(Code::MarkdownUndefinedReference, file, span.clone(), message);
    finding.help(format!("write it on a line of its own: `{label}: …`"))
}

struct Collector<'a> {
    file: &'a Arc<SourceFile>,
    given_title: Option<&'a str>,
    title_seen: bool,
    /// How many quotations, list items and the like are open.
    containers: usize,
    ids: HeadingIdMaker,
    heading: Option<OpenHeading>,
    /// The words of the open paragraph, as long as it holds nothing but plain text.
    paragraph: Option<Spanned<String>>,
    code: Option<(String, Range<usize>)>,
    footnotes: UndefinedFootnotes,
    facts: Facts,
    findings: PageFindings,
}

struct OpenHeading {
    level: u8,
    own_id: Option<String>,
    text: String,
    span: Range<usize>,
}

impl Collector<'_> {
    fn take(&mut self, piece: Piece<'_>, range: Range<usize>) {
        match piece {
            Piece::Markdown(Event::Start(tag)) => self.start(tag, range),
            Piece::Markdown(Event::End(tag)) => self.end(tag),
            Piece::Markdown(Event::Text(text)) => {
                if self.code.is_none() {
                    let undefined = self.footnotes.text(&text, range);
                    self.findings.extend(undefined.map(|span| undefined_footnote(self.file, span)));
                }
                self.text(&text, Formatting::None);
            }
            Piece::Markdown(Event::Code(text)) => self.text(&text, Formatting::Code),
            Piece::Markdown(Event::SoftBreak | Event::HardBreak) => self.text(" ", Formatting::None),
            Piece::Markdown(Event::FootnoteReference(_)) => self.paragraph = None,
            Piece::Markdown(_) | Piece::BlockBody => {}
            Piece::OpenTag(tag) => self.open_tag(&tag, range),
            Piece::BlockStart { name } => {
                self.containers += 1;
                self.facts.blocks.push(Spanned::new(name, range));
            }
            Piece::BlockEnd => self.containers -= 1,
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        self.paragraph = None;
        match tag {
            Tag::Paragraph => self.paragraph = Some(Spanned::new(String::new(), range)),
            Tag::Heading { level, id, .. } => {
                let own_id = id.map(|id| id.to_string());
                self.heading =
                    Some(OpenHeading { level: level as u8, own_id, text: String::new(), span: range });
            }
            Tag::CodeBlock(_) => self.code = Some((String::new(), range)),
            Tag::Link { link_type, dest_url, .. } => {
                let target = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.to_string(),
                };
                self.link(LinkKind::Link, target, range);
            }
            Tag::Image { dest_url, .. } => self.link(LinkKind::Image, dest_url.to_string(), range),
            tag if is_container(tag.to_end()) => self.containers += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::CodeBlock => self.end_code(),
            tag if is_container(tag) => self.containers -= 1,
            _ => {}
        }
    }

    fn text(&mut self, text: &str, formatting: Formatting) {
        if let Some((code, _)) = &mut self.code {
            code.push_str(text);
        }
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
        match (&mut self.paragraph, formatting) {
            (Some(paragraph), Formatting::None) => paragraph.value.push_str(text),
            _ => self.paragraph = None,
        }
    }

    fn end_heading(&mut self) {
        let Some(heading) = self.heading.take() else { return };
        let text = heading.text.trim().to_owned();
        let id = self.ids.id(&text, heading.own_id.as_deref(), usize::from(heading.level));
        let place = self.place(heading.level, &text, &heading.span);
        // The page has one title, so a heading beside it stands below it.
        let level = if place == HeadingPlace::Body { heading.level.max(2) } else { 1 };
        self.facts.anchors.insert(id.clone());
        self.facts.headings.push(Heading { level, text, id, span: heading.span, place });
    }

    /// The first `#` heading is the title, unless the front matter gives another one. What somebody else's words
    /// are called within a quotation is not.
    fn place(&mut self, level: u8, text: &str, span: &Range<usize>) -> HeadingPlace {
        if level != 1 || self.containers > 0 {
            return HeadingPlace::Body;
        }
        let is_title = !self.title_seen && self.given_title.is_none_or(|title| title.trim() == text);
        self.title_seen = true;
        if is_title && !text.is_empty() {
            return HeadingPlace::Title;
        }
        let message = "a page has one title, and this `#` heading would be a second one";
        let finding = Diagnostic::new(Code::PageSecondTitle, self.file, span.clone(), message);
        self.findings.push(finding.help("write `##`: it is shown as that already"));
        HeadingPlace::Body
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraph.take() else { return };
        let word = paragraph.value.trim();
        if !SHORTCODES.contains(&word) {
            return;
        }
        let name = word.split(['-', '_']).next().unwrap_or(word).to_uppercase();
        let start = paragraph.span.start;
        let finding = Diagnostic::new(
            Code::MarkdownLeakedShortcode,
            self.file,
            start..start + word.len(),
            format!("`{word}` stands alone here, as the name of a block that was not understood"),
        );
        self.findings.push(
            finding.help(format!("write the block as a quotation: `> [!{name}]`, then lines with `> `")),
        );
    }

    /// Takes over the commitments. Where one leads to its evidence is looked up with the links of the page.
    fn commitments(&mut self, reader: commitments::Reader<'_>) {
        let anchors = &mut self.facts.anchors;
        let (commitments, findings) = reader.finish(|id| anchors.insert(id.to_owned()));
        for evidence in commitments.iter().filter_map(|commitment| commitment.evidence.as_ref()) {
            let (target, span) = (evidence.value.clone(), evidence.span.clone());
            self.facts.links.push(Link { kind: LinkKind::Link, target, at: span.start, span });
        }
        self.facts.commitments = commitments;
        self.findings.extend(findings);
    }

    fn end_code(&mut self) {
        let Some((code, span)) = self.code.take() else { return };
        if CodeSize::of(&code) == CodeSize::TooLarge {
            let first_line = self.file.text()[span.clone()].lines().next().map_or(0, str::len);
            let message = "this code is too large to be coloured and is shown as plain text";
            let span = span.start..span.start + first_line.min(LONGEST_CODE_LINE);
            let finding = Diagnostic::new(Code::MarkdownCodeTooLarge, self.file, span, message);
            self.findings.push(finding.help(
                "shorten it to 64 KiB with lines of at most 2,000 characters, or link to it as a file",
            ));
        }
    }

    fn link(&mut self, kind: LinkKind, target: String, range: Range<usize>) {
        let span = place_of(self.file.text(), &target, &range);
        self.facts.links.push(Link { kind, target, at: range.start, span });
    }

    fn open_tag(&mut self, tag: &OpenTag, range: Range<usize>) {
        self.paragraph = None;
        for (name, value) in &tag.attributes {
            if name == "id" || (name == "name" && tag.name == "a") {
                self.ids.reserve(value);
                self.facts.anchors.insert(value.clone());
            }
        }
        if let Some(target) = tag.link() {
            let kind = if tag.name == "img" { LinkKind::Image } else { LinkKind::Link };
            self.link(kind, target.to_owned(), range);
        }
    }
}

/// Whether what stands in it is a part of something and not of the page itself.
fn is_container(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::FootnoteDefinition | TagEnd::DefinitionListDefinition
    )
}

/// How a run of text is marked.
enum Formatting {
    None,
    Code,
}

/// Where the target of a link is written within the link; the whole link when it stands elsewhere, as that of a
/// reference does, or is written with escapes.
fn place_of(text: &str, target: &str, link: &Range<usize>) -> Range<usize> {
    let written = target.strip_prefix("mailto:").unwrap_or(target);
    match text[link.clone()].rfind(written) {
        Some(start) if !written.is_empty() => link.start + start..link.start + start + written.len(),
        _ => link.clone(),
    }
}
