//! What keeps people from using a page, as far as its Markdown tells: pictures without words, links that do not say
//! where they lead, headings that skip a level, tables without a heading.
//!
//! A finding that is often wrong is turned off and misses what is right, so each of these is about what hardly anybody
//! means. `src/diagnostic/explanations/accessibility/` says what each is for.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::markdown::Piece;
use super::raw_html::OpenTag;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::SourceFile;

/// Texts of links that say nothing when somebody has the links of a page read out.
const EMPTY_TEXTS: [&str; 10] = [
    "here",
    "click here",
    "click",
    "this link",
    "link",
    "read more",
    "more",
    "this page",
    "find out more",
    "yma",
];

/// How a line begins that tells of a review, in small letters.
const REVIEW_LINES: [&str; 9] = [
    "last reviewed",
    "last updated",
    "page last reviewed",
    "page last updated",
    "this page was last reviewed",
    "this page was last updated",
    "next review",
    "review date",
    "date of next review",
];

/// In characters: a longer paragraph says more than the day of a review.
const LONGEST_REVIEW_LINE: usize = 90;

/// Goes along with the pieces of a page.
pub(super) struct Reader<'a> {
    file: &'a Arc<SourceFile>,
    /// The picture that is open, and whether it has words.
    picture: Option<(Range<usize>, bool)>,
    link: Option<OpenLink>,
    /// The text of links so far, with where each leads and stands first.
    links: BTreeMap<String, (String, Range<usize>)>,
    paragraph: Option<(Range<usize>, String)>,
    /// The Markdown table whose head is open, and whether a cell of it has words.
    table: Option<(Range<usize>, bool)>,
    in_head: bool,
    /// A table of raw HTML without a heading cell so far.
    html_table: Option<Range<usize>>,
    /// The level of the latest heading; 0 before the first one of a page that has no title.
    level: u8,
    findings: Vec<Diagnostic>,
}

struct OpenLink {
    target: String,
    place: Range<usize>,
    text: String,
    has_picture: bool,
}

impl<'a> Reader<'a> {
    /// For a page whose title may be given elsewhere than in a heading.
    pub(super) fn new(file: &'a Arc<SourceFile>, given_title: Option<&str>) -> Self {
        Self {
            file,
            picture: None,
            link: None,
            links: BTreeMap::new(),
            paragraph: None,
            table: None,
            in_head: false,
            html_table: None,
            level: u8::from(given_title.is_some()),
            findings: Vec::new(),
        }
    }

    pub(super) fn take(&mut self, piece: &Piece<'_>, place: &Range<usize>) {
        match piece {
            Piece::Markdown(Event::Start(tag)) => self.start(tag, place),
            Piece::Markdown(Event::End(tag)) => self.end(*tag),
            Piece::Markdown(Event::Text(text) | Event::Code(text)) => self.text(text),
            Piece::Markdown(Event::SoftBreak | Event::HardBreak) => self.text(" "),
            Piece::Markdown(Event::InlineHtml(html)) if &**html == "</table>" => self.end_html_table(),
            Piece::OpenTag(tag) => self.open_tag(tag, place),
            _ => {}
        }
    }

    /// A heading with its level as it is shown.
    pub(super) fn heading(&mut self, level: u8, place: &Range<usize>) {
        let before = std::mem::replace(&mut self.level, level);
        if before > 0 && level > before + 1 {
            let message = format!("this heading skips a level: {} above it", level_above(before));
            let marks = "#".repeat(usize::from(before) + 1);
            self.report(
                Code::AccessibilitySkippedHeading,
                place.clone(),
                message,
                format!("write `{marks}`"),
            );
        }
    }

    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        self.end_html_table();
        self.findings
    }

    fn start(&mut self, tag: &Tag<'_>, place: &Range<usize>) {
        match tag {
            Tag::Image { .. } => {
                self.picture = Some((place.clone(), false));
                if let Some(link) = &mut self.link {
                    link.has_picture = true;
                }
            }
            Tag::Link { dest_url, .. } => {
                let (target, text) = (dest_url.to_string(), String::new());
                self.link = Some(OpenLink { target, place: place.clone(), text, has_picture: false });
            }
            Tag::Paragraph => self.paragraph = Some((place.clone(), String::new())),
            Tag::Table(_) => self.table = Some((place.clone(), false)),
            Tag::TableHead => self.in_head = true,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image => self.end_picture(),
            TagEnd::Link => self.end_link(),
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::TableHead => {
                self.in_head = false;
                if let Some((place, false)) = self.table.take() {
                    self.no_header(first_line(self.file.text(), &place));
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let says = !text.trim().is_empty();
        if let Some((_, has_words)) = &mut self.picture {
            *has_words |= says;
        }
        if let (Some((_, has_words)), true) = (&mut self.table, self.in_head) {
            *has_words |= says;
        }
        if let Some(link) = &mut self.link {
            link.text.push_str(text);
        }
        if let Some((_, paragraph)) = &mut self.paragraph {
            paragraph.push_str(text);
        }
    }

    fn end_picture(&mut self) {
        if let Some((place, false)) = self.picture.take() {
            let help = "write what it shows between the brackets: `![Visits fell by a third](…)`";
            self.report(
                Code::AccessibilityNoAltText,
                place,
                "this picture has no words for people who cannot see it",
                help,
            );
        }
    }

    fn end_link(&mut self) {
        let Some(link) = self.link.take() else { return };
        let text = link.text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        if link.has_picture || text.is_empty() {
            return;
        }
        let plain = text.trim_matches(|c: char| matches!(c, '.' | ',' | ':' | '>' | '»' | '→' | '…' | ' '));
        if EMPTY_TEXTS.contains(&plain) {
            let message = format!("“{text}” does not say where this link leads");
            let help = "link the words that name the page: `[Complete a DPIA](…)`";
            self.report(Code::AccessibilityLinkText, link.place, message, help);
            return;
        }
        if is_address(&text) {
            let message = "the text of this link is an address, which is read out letter by letter";
            let help = "write `[name of the page](address)`";
            self.report(Code::AccessibilityLinkText, link.place, message, help);
            return;
        }
        self.same_text(text, link);
    }

    /// The same words should lead to one place.
    fn same_text(&mut self, text: String, link: OpenLink) {
        let Some(target) = page_of(&link.target) else { return };
        let Some((other, first)) = self.links.get(&text) else {
            self.links.insert(text, (target, link.place));
            return;
        };
        if *other == target {
            return;
        }
        let message = format!("“{text}” leads to two places on this page");
        let finding = Diagnostic::new(Code::AccessibilitySameLinkText, self.file, link.place, message);
        let finding = finding.also(self.file, first.clone(), "the other one");
        self.findings.push(finding.help("say in the text of each link what is different"));
    }

    fn end_paragraph(&mut self) {
        let Some((place, text)) = self.paragraph.take() else { return };
        let lower = text.trim().to_lowercase();
        let begins = REVIEW_LINES.iter().any(|line| lower.starts_with(line));
        if begins
            && lower.contains(|c: char| c.is_ascii_digit())
            && lower.chars().count() <= LONGEST_REVIEW_LINE
        {
            let message = "this line tells of a review, and nobody is reminded by it";
            let help = "write `last_reviewed_on: 2026-03-31` in the front matter, and remove the line";
            let place = first_line(self.file.text(), &place);
            self.report(Code::MarkdownPastedReviewLine, place, message, help);
        }
    }

    fn open_tag(&mut self, tag: &OpenTag, place: &Range<usize>) {
        let has = |name: &str| tag.attributes.iter().any(|(attribute, _)| attribute == name);
        match tag.name.as_str() {
            "img" if !has("alt") => {
                let message = "this picture has no words for people who cannot see it";
                let help = "write what it shows in `alt=\"…\"`; if it only decorates, write `alt=\"\"`";
                self.report(Code::AccessibilityNoAltText, place.clone(), message, help);
            }
            "img" => {
                if let Some(link) = &mut self.link {
                    link.has_picture = true;
                }
            }
            "table" => {
                self.end_html_table();
                self.html_table = Some(place.clone());
            }
            "th" => self.html_table = None,
            _ => {}
        }
    }

    fn end_html_table(&mut self) {
        if let Some(place) = self.html_table.take() {
            self.no_header(place);
        }
    }

    fn no_header(&mut self, place: Range<usize>) {
        let message = "this table does not say what its columns are";
        let help = "write the names of the columns in its first row; in HTML, as `<th>`";
        self.report(Code::AccessibilityTableHeader, place, message, help);
    }

    fn report(
        &mut self,
        code: Code,
        place: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.findings.push(Diagnostic::new(code, self.file, place, message).help(help));
    }
}

/// The page that a link leads to, as far as it is another one. What a word means is no other place than the thing itself.
fn page_of(target: &str) -> Option<String> {
    let page = target.split('#').next().unwrap_or(target);
    let plain = page.trim_start_matches("http").trim_start_matches('s').trim_start_matches([':', '/']);
    let plain = plain.trim_start_matches("www.").trim_end_matches('/');
    (!plain.is_empty() && !plain.contains("glossary")).then(|| plain.to_owned())
}

fn level_above(level: u8) -> String {
    if level == 1 { "the title is".to_owned() } else { format!("one of level {level} is") }
}

/// Whether the text of a link is the address of a page.
fn is_address(text: &str) -> bool {
    let has_scheme = text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www.");
    has_scheme && !text.contains(' ')
}

fn first_line(text: &str, place: &Range<usize>) -> Range<usize> {
    let line = text[place.clone()].lines().next().map_or(0, str::len);
    place.start..place.start + line
}
