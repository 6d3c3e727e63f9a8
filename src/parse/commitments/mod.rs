//! Commitments: the items of a list that follows “we will:”, or stands below a heading with `{.commitments}`.
//!
//! [`Reader`] goes along with the pieces of a page. It is the first to see them, for it takes the attributes of an item
//! (`{#id owner=… due=…}`) out of the text, so that neither readers nor the search meet them.

mod attributes;
mod lead;
mod title;

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::headings::{self, Numbers};
use super::markdown::Piece;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceFile, Spanned};
use crate::strategy::CommitmentStatus;

use attributes::Attributes;
pub use lead::LeadIns;

/// Stands in front of an identifier that is made from a title, to keep it apart from those of headings.
const DERIVED: &str = "commitment-";

/// Longer identifiers are cut at a word, in characters.
const LONGEST_ID: usize = 60;

/// Something that the page says will be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Commitment {
    /// Its first sentence or clause, without formatting.
    pub title: String,
    /// Unique on the page; the part of its address behind `#`.
    pub id: String,
    /// Where the identifier comes from.
    pub identity: Identity,
    /// `owner=`: a key of `[owners]`, or free text while the book declares none.
    pub owner: Option<Spanned<String>>,
    /// `due=`: the last day on which it is done in time.
    pub due: Option<Spanned<Date>>,
    /// `status=`
    pub status: Option<Spanned<CommitmentStatus>>,
    /// `status-on=`: the day on which the status was right.
    pub status_on: Option<Spanned<Date>>,
    /// `measure=`: how anybody can tell that it is done.
    pub measure: Option<Spanned<String>>,
    /// `evidence=`: a link to what shows how far it has come. It is among the links of the page, too.
    pub evidence: Option<Spanned<String>>,
    /// The words of the items of the list in it.
    pub details: Vec<String>,
    /// The byte at which the item begins; `render` finds the commitment by it.
    pub at: usize,
    /// Where its attributes stand, with their braces.
    pub attributes: Option<Range<usize>>,
    /// The parts of the attributes that tell of progress, and not of what was promised.
    pub progress: Vec<Range<usize>>,
}

/// Where the identifier of a commitment comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Identity {
    /// The author gives it, so that it stays when the words change.
    Given,
    /// It is made of the title.
    #[default]
    Derived,
}

impl Commitment {
    /// Whether it says anything about its owner, its date or its progress.
    pub fn is_tracked(&self) -> bool {
        self.owner.is_some() || self.due.is_some() || self.status.is_some()
    }

    /// Whether it is as another one in all but where it stands.
    pub fn says_the_same(&self, other: &Self) -> bool {
        fn value<T>(spanned: Option<&Spanned<T>>) -> Option<&T> {
            spanned.map(|spanned| &spanned.value)
        }
        self.title == other.title
            && self.id == other.id
            && self.details == other.details
            && value(self.owner.as_ref()) == value(other.owner.as_ref())
            && value(self.due.as_ref()) == value(other.due.as_ref())
            && value(self.status.as_ref()) == value(other.status.as_ref())
            && value(self.status_on.as_ref()) == value(other.status_on.as_ref())
            && value(self.measure.as_ref()) == value(other.measure.as_ref())
            && value(self.evidence.as_ref()) == value(other.evidence.as_ref())
    }
}

/// What is left of a piece when attributes at a place are taken out of the text: nothing, the piece, or its beginning.
pub fn without_attributes<'a>(
    piece: Piece<'a>,
    place: &Range<usize>,
    attributes: &Range<usize>,
) -> Option<Piece<'a>> {
    if place.start >= attributes.start && place.end <= attributes.end && place.start < place.end {
        return None;
    }
    match piece {
        Piece::Markdown(Event::Text(text)) if place.contains(&attributes.start) => {
            let kept = text.get(..attributes.start - place.start).unwrap_or(&text).trim_end().to_owned();
            (!kept.is_empty()).then(|| Piece::Markdown(Event::Text(CowStr::from(kept))))
        }
        piece => Some(piece),
    }
}

/// Goes along with the pieces of a page and notes its commitments.
pub(super) struct Reader<'a> {
    file: &'a Arc<SourceFile>,
    lead_ins: &'a LeadIns,
    /// Where the text stands that ended last, when nothing but a list may follow it.
    latest_text: Option<Range<usize>>,
    /// The level of the heading with `{.commitments}` whose section this is.
    marked: Option<u8>,
    heading: Option<(u8, usize)>,
    /// Quotations, notes and the like, which say what others will do.
    quotations: usize,
    lists: Vec<List>,
    /// The items that are open, outermost first.
    items: Vec<Item>,
    commitments: Vec<Commitment>,
    findings: Vec<Diagnostic>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Commitments,
    /// In a commitment.
    Details,
    Other,
}

struct Item {
    list: List,
    place: Range<usize>,
    /// Where its first list begins, or another block behind its first text.
    text_ended: bool,
    title: title::Title,
    attributes: Option<Range<usize>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(file: &'a Arc<SourceFile>, lead_ins: &'a LeadIns) -> Self {
        Self {
            file,
            lead_ins,
            latest_text: None,
            marked: None,
            heading: None,
            quotations: 0,
            lists: Vec::new(),
            items: Vec::new(),
            commitments: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// Takes the next piece; gives what is left of it for others.
    pub(super) fn take<'p>(&mut self, piece: Piece<'p>, place: &Range<usize>) -> Option<Piece<'p>> {
        let attributes = self.items.last().and_then(|item| item.attributes.clone());
        let piece = match attributes {
            Some(attributes) => without_attributes(piece, place, &attributes)?,
            None => piece,
        };
        match &piece {
            Piece::Markdown(Event::Start(tag)) => self.start(tag, place),
            Piece::Markdown(Event::End(tag)) => self.end(*tag, place),
            Piece::Markdown(Event::Text(text) | Event::Code(text)) => self.text(text),
            Piece::Markdown(Event::SoftBreak | Event::HardBreak) => self.text(" "),
            Piece::BlockStart { .. } => self.quotations += 1,
            Piece::BlockEnd => {
                self.quotations -= 1;
                self.latest_text = None;
            }
            _ => {}
        }
        Some(piece)
    }

    fn start(&mut self, tag: &Tag<'_>, place: &Range<usize>) {
        match tag {
            Tag::List(_) => self.start_list(place),
            Tag::Item => self.start_item(place),
            Tag::Heading { level, classes, .. } => {
                let level = *level as u8;
                self.heading = Some((level, place.start));
                if self.marked.is_some_and(|marked| level <= marked) {
                    self.marked = None;
                }
                if classes.iter().any(|class| &**class == "commitments") {
                    self.marked = Some(level);
                }
                self.latest_text = None;
            }
            Tag::BlockQuote(_) | Tag::FootnoteDefinition(_) => self.quotations += 1,
            Tag::Strong => self.title(title::Title::open_strong),
            Tag::Emphasis | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. } => {}
            Tag::Paragraph => self.latest_text = None,
            _ => {
                self.latest_text = None;
                self.end_text();
            }
        }
    }

    fn end(&mut self, tag: TagEnd, place: &Range<usize>) {
        match tag {
            TagEnd::Paragraph => {
                self.latest_text = Some(place.clone());
                self.end_text();
            }
            TagEnd::Heading(_) => {
                self.heading = None;
                self.latest_text = Some(place.clone());
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.latest_text = None;
            }
            TagEnd::Item => self.end_item(),
            TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition => {
                self.quotations -= 1;
                self.latest_text = None;
            }
            TagEnd::Strong => self.title(title::Title::close_strong),
            _ => {}
        }
    }

    fn title(&mut self, change: impl FnOnce(&mut title::Title)) {
        if let Some(item) = self.items.last_mut().filter(|item| !item.text_ended && item.list != List::Other)
        {
            change(&mut item.title);
        }
    }

    fn text(&mut self, text: &str) {
        self.title(|title| title.add(text));
    }

    fn end_text(&mut self) {
        if let Some(item) = self.items.last_mut() {
            item.text_ended = true;
        }
    }

    fn start_list(&mut self, place: &Range<usize>) {
        // In an item whose text has no paragraph of its own, that text is what stands before the list.
        let of_item = || {
            let item = self.items.last().filter(|item| !item.text_ended)?;
            Some(item.place.start..place.start)
        };
        let before = self.latest_text.clone().or_else(of_item);
        let leads = || before.is_some_and(|before| self.lead_ins.end(&self.file.text()[before]));
        let around = self.items.last().map(|item| item.list);
        let list = match around {
            Some(List::Commitments | List::Details) => List::Details,
            _ if self.quotations > 0 => List::Other,
            None if self.marked.is_some() => List::Commitments,
            _ if leads() => List::Commitments,
            _ => List::Other,
        };
        self.end_text();
        self.lists.push(list);
        self.latest_text = None;
    }

    fn start_item(&mut self, place: &Range<usize>) {
        let list = self.lists.last().copied().unwrap_or(List::Other);
        let mut item = Item {
            list,
            place: place.clone(),
            text_ended: false,
            title: title::Title::default(),
            attributes: None,
        };
        let found = if self.quotations > 0 { None } else { attributes::find(self.file.text(), place) };
        match (list, found) {
            (List::Commitments, found) => {
                if found.is_none()
                    && let Some(span) = attributes::astray(self.file.text(), place)
                {
                    self.astray(span);
                }
                let Attributes { values, mut span, progress } = found.unwrap_or_default();
                if let Some(unread) = span.take_if(|_| values.is_empty()) {
                    self.findings.push(attributes::unreadable(self.file, unread));
                }
                let mut commitment = Commitment {
                    at: place.start,
                    attributes: span.clone(),
                    progress,
                    ..Commitment::default()
                };
                attributes::read(self.file, values, &mut commitment, &mut self.findings);
                item.attributes = span;
                self.commitments.push(commitment);
            }
            (_, Some(found)) if found.is_of_commitment() => self.misplaced(list, found.span),
            _ => {}
        }
        self.items.push(item);
        self.latest_text = None;
    }

    fn astray(&mut self, span: Range<usize>) {
        let message = "these attributes stand in the midst of a commitment, so readers see them as words";
        let finding = Diagnostic::new(Code::CommitmentMisplaced, self.file, span, message);
        self.findings.push(finding.help("write them behind the first text of the item, as the last of it"));
    }

    fn misplaced(&mut self, list: List, span: Option<Range<usize>>) {
        let Some(span) = span else { return };
        let message = "what stands in these braces belongs to a commitment, and this item is none";
        let help = match list {
            List::Details => "write them on the item of the outer list: what is listed in it is its detail",
            _ => {
                "end the text before the list with “we will:”, or write `{.commitments}` behind the heading \
                 above it"
            }
        };
        self.findings.push(Diagnostic::new(Code::CommitmentMisplaced, self.file, span, message).help(help));
    }

    fn end_item(&mut self) {
        let Some(item) = self.items.pop() else { return };
        self.latest_text = None;
        match item.list {
            List::Commitments => {
                let commitment =
                    self.commitments.iter_mut().rfind(|commitment| commitment.at == item.place.start);
                if let Some(commitment) = commitment {
                    commitment.title = item.title.finish();
                }
            }
            List::Details => {
                if let Some(commitment) = self.commitments.last_mut() {
                    commitment.details.push(item.title.whole());
                }
            }
            List::Other => {}
        }
    }

    /// The commitments of the page, each with an identifier that is not among those that are taken.
    pub(super) fn finish(
        mut self,
        mut is_free: impl FnMut(&str) -> bool,
    ) -> (Vec<Commitment>, Vec<Diagnostic>) {
        // An item without words says nothing.
        self.commitments.retain(|commitment| !commitment.title.is_empty());
        for commitment in self.commitments.iter_mut().filter(|one| one.identity == Identity::Given) {
            if is_free(&commitment.id) {
                continue;
            }
            let message =
                format!("the identifier `{}` stands for something else on this page", commitment.id);
            let span = commitment.attributes.clone().unwrap_or_default();
            let finding = Diagnostic::new(Code::CommitmentInvalid, self.file, span, message);
            self.findings.push(
                finding.help("give this commitment another one; until then it has one made of its words"),
            );
            commitment.identity = Identity::Derived;
        }
        let mut numbers = Numbers::default();
        for commitment in self.commitments.iter_mut().filter(|one| one.identity == Identity::Derived) {
            commitment.id = numbers.free(&derived(&commitment.title), 2, &mut is_free);
        }
        (self.commitments, self.findings)
    }
}

/// The identifier of a commitment to which its author gives none.
fn derived(title: &str) -> String {
    let slug = headings::github(title);
    let mut id = String::new();
    for word in slug.split('-').filter(|word| !word.is_empty()) {
        if !id.is_empty() && id.chars().count() + 1 + word.chars().count() > LONGEST_ID {
            break;
        }
        id += if id.is_empty() { "" } else { "-" };
        id.extend(word.chars().take(LONGEST_ID));
    }
    format!("{DERIVED}{id}")
}
