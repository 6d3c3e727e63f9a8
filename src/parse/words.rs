//! The words of a page by section, for what reads pages without showing them: the search.
//!
//! They stand in the text of the page already, nearly all of them. So a document remembers where, and not the words again:
//! of a large book they would be tens of megabytes that are looked at once.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use super::markdown::Piece;

/// Where the words of a page stand, section by section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    runs: Vec<Run>,
    /// The end of each section in `runs`.
    sections: Vec<u32>,
    /// Those of all headings.
    headings: Vec<Run>,
    /// The places of code and of quotations: their words are not the author's to choose.
    set: Vec<Run>,
    /// Words that stand in the page in another form, such as quotes that were made typographic.
    others: String,
}

/// Words without a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    /// In the text of the page; behind its end, in `others`. In bytes, which fit: no page is that large.
    start: u32,
    end: u32,
}

/// Stands between two runs that are words of their own.
const GAP: Run = Run { start: 0, end: 0 };

/// Stands where a line of a paragraph ends.
const LINE_END: Run = Run { start: 1, end: 1 };

/// Words that are read one behind the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage<'t> {
    /// As they are read; the end of a line is a blank.
    pub text: Cow<'t, str>,
    /// Where each run of them begins in `text` and in the text of the page.
    runs: Vec<(usize, usize)>,
}

impl Passage<'_> {
    /// The place in the text of the page of a part of the passage.
    pub fn place(&self, part: Range<usize>) -> Range<usize> {
        let at = |byte: usize| {
            let run = self.runs.partition_point(|(start, _)| *start <= byte) - 1;
            let (start, written) = self.runs[run];
            written + byte - start
        };
        // The end is that of the last byte, for another run may begin behind it.
        at(part.start)..at(part.end.max(part.start + 1) - 1) + 1
    }
}

impl Words {
    /// How many sections there are: the part before the first heading of the body, and one below each.
    pub fn sections(&self) -> usize {
        self.sections.len()
    }

    /// The words of a section of the page that has this text.
    pub fn section(&self, index: usize, text: &str) -> String {
        let start = index.checked_sub(1).map_or(0, |before| self.sections[before]);
        let mut words = String::new();
        for run in &self.runs[start as usize..self.sections[index] as usize] {
            if run.is_gap() {
                words.push(' ');
            } else {
                words.push_str(self.run(run.start as usize..run.end as usize, text));
            }
        }
        words
    }

    /// The words of the body that its author chose and that stand in the text of the page as they are read: no code and
    /// no quotations.
    pub fn passages<'t>(&self, text: &'t str) -> impl Iterator<Item = Passage<'t>> {
        self.own(&self.runs, text)
    }

    /// Those of its headings.
    pub fn headings<'t>(&self, text: &'t str) -> impl Iterator<Item = Passage<'t>> {
        self.own(&self.headings, text)
    }

    fn own<'t>(&self, runs: &[Run], text: &'t str) -> impl Iterator<Item = Passage<'t>> {
        let is_set = |run: &Run| {
            let before = self.set.partition_point(|set| set.start <= run.start);
            before > 0 && run.start < self.set[before - 1].end
        };
        let is_end =
            move |run: &Run| *run == GAP || run.end as usize > text.len() || (!run.is_gap() && is_set(run));
        runs.split(is_end).filter_map(move |runs| Passage::new(runs, text))
    }

    fn run<'t>(&'t self, run: Range<usize>, text: &'t str) -> &'t str {
        match run.start.checked_sub(text.len()) {
            Some(start) => &self.others[start..run.end - text.len()],
            None => &text[run],
        }
    }
}

impl Run {
    fn is_gap(self) -> bool {
        self.start == self.end
    }
}

impl<'t> Passage<'t> {
    fn new(runs: &[Run], text: &'t str) -> Option<Self> {
        let run = |run: &Run| &text[run.start as usize..run.end as usize];
        let begins = runs.iter().position(|run| !run.is_gap())?;
        let (first, others) = runs[begins..].split_first()?;
        let mut passage = Self { text: Cow::Borrowed(run(first)), runs: vec![(0, first.start as usize)] };
        for other in others {
            if other.is_gap() {
                passage.text.to_mut().push(' ');
            } else {
                passage.runs.push((passage.text.len(), other.start as usize));
                passage.text.to_mut().push_str(run(other));
            }
        }
        Some(passage)
    }
}

/// Gathers the words of the body between its headings.
pub(super) struct WordsBySection<'t> {
    text: &'t str,
    words: Words,
    in_heading: bool,
}

impl<'t> WordsBySection<'t> {
    /// Of the page with this text.
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, words: Words::default(), in_heading: false }
    }

    /// Takes the words of a piece and the place in the text that it comes of; those of headings are facts of their own.
    pub(super) fn take(&mut self, piece: &Piece<'_>, place: &Range<usize>) {
        if is_set(piece) && self.words.set.last().is_none_or(|set| set.end as usize <= place.start) {
            self.words.set.push(Run { start: small(place.start), end: small(place.end) });
        }
        match piece {
            Piece::Markdown(Event::Start(tag)) if matches!(tag.to_end(), TagEnd::Heading(_)) => {
                self.in_heading = true;
            }
            Piece::Markdown(Event::End(TagEnd::Heading(_))) => {
                self.gap(GAP);
                self.in_heading = false;
            }
            Piece::Markdown(Event::Start(tag)) if !is_inline(tag.to_end()) => self.gap(GAP),
            Piece::Markdown(Event::End(tag)) if !is_inline(*tag) => self.gap(GAP),
            Piece::Markdown(Event::Text(text) | Event::Code(text)) => self.add(text, place),
            Piece::Markdown(Event::SoftBreak | Event::HardBreak) => self.gap(LINE_END),
            Piece::OpenTag(_) | Piece::BlockStart { .. } | Piece::BlockBody | Piece::BlockEnd => {
                self.gap(GAP);
            }
            Piece::Markdown(_) => {}
        }
    }

    /// A heading of the body is over: what follows stands below it.
    pub(super) fn begin_section(&mut self) {
        self.words.sections.push(small(self.words.runs.len()));
    }

    pub(super) fn finish(mut self) -> Words {
        self.begin_section();
        self.words.runs.shrink_to_fit();
        self.words.headings.shrink_to_fit();
        self.words.set.shrink_to_fit();
        self.words.sections.shrink_to_fit();
        self.words
    }

    fn add(&mut self, words: &str, place: &Range<usize>) {
        if words.is_empty() {
            return;
        }
        // Of code, the marks around it are part of the place.
        let whole = self.text.get(place.clone()).unwrap_or_default();
        let inner = if whole == words { Some(0) } else { whole.find(words) };
        let start = if let Some(inner) = inner {
            place.start + inner
        } else {
            self.words.others.push_str(words);
            self.text.len() + self.words.others.len() - words.len()
        };
        let run = Run { start: small(start), end: small(start + words.len()) };
        match self.latest() {
            Some(last) if !last.is_gap() && last.end == run.start => last.end = run.end,
            _ => self.runs().push(run),
        }
    }

    /// What stands on both sides are words of their own.
    fn gap(&mut self, gap: Run) {
        match self.latest() {
            Some(last) if !last.is_gap() => self.runs().push(gap),
            Some(last) if gap == GAP => *last = GAP,
            _ => {}
        }
    }

    /// The runs to which words are added.
    fn runs(&mut self) -> &mut Vec<Run> {
        if self.in_heading { &mut self.words.headings } else { &mut self.words.runs }
    }

    /// The latest run of the open section, or of the headings.
    fn latest(&mut self) -> Option<&mut Run> {
        let start = if self.in_heading { None } else { self.words.sections.last().copied() };
        self.runs().get_mut(start.unwrap_or(0) as usize..)?.last_mut()
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).expect("larger files are not read as pages")
}

/// Whether its words are code or somebody else's.
fn is_set(piece: &Piece<'_>) -> bool {
    match piece {
        Piece::Markdown(Event::Code(_)) => true,
        Piece::Markdown(Event::Start(tag)) => {
            matches!(tag.to_end(), TagEnd::CodeBlock | TagEnd::BlockQuote(_))
        }
        _ => false,
    }
}

/// Whether it may begin or end within a word.
pub fn is_inline(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::Superscript
            | TagEnd::Subscript
    )
}

#[cfg(test)]
mod tests {
    use crate::load::Source;
    use crate::parse::{ParseOptions, parse};
    use crate::source::SourceFile;

    fn words(markdown: &str) -> Vec<String> {
        let source = Source { path: "a.md".to_owned(), file: SourceFile::new("content/a.md", markdown) };
        let document = parse(&source, ParseOptions::default()).value.unwrap();
        let tidy = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
        let words = &document.facts.words;
        (0..words.sections()).map(|index| tidy(&words.section(index, markdown))).collect()
    }

    #[test]
    fn words_are_told_by_section_and_headings_are_not_among_them() {
        let page = "# Title\n\nBefore.\n\n## One\n\nFirst.\n\n### Two\n\n## Three\n\nThird.\n";
        assert_eq!(words(page), ["Before.", "First.", "", "Third."]);
    }

    #[test]
    fn passages_go_on_behind_the_end_of_a_line_and_know_where_they_stand() {
        let page = "One **two**\nthree  \nfour\n\n> [!TIP] Five\n> six &eacute; seven\n\n## A *head\n\n- eight\nnine\n";
        let source = Source { path: "a.md".to_owned(), file: SourceFile::new("content/a.md", page) };
        let facts = parse(&source, ParseOptions::default()).value.unwrap().facts;
        let passages: Vec<_> = facts.words.passages(page).chain(facts.words.headings(page)).collect();
        let texts: Vec<&str> = passages.iter().map(|passage| passage.text.trim()).collect();
        assert_eq!(texts, ["One two three four", "Five", "six", "seven", "eight nine", "A *head"]);
        assert_eq!(&page[passages[0].place(4..13)], "two**\nthree");
        assert_eq!(&page[passages[5].place(2..7)], "*head");
    }

    #[test]
    fn code_and_quotations_are_no_passages() {
        let page = "A `code` b\n\n> Said `so`.\n>\n> > Twice.\n\n    code\n\nC ``d`` e\n\n## F `g`\n";
        let source = Source { path: "a.md".to_owned(), file: SourceFile::new("content/a.md", page) };
        let words = parse(&source, ParseOptions::default()).value.unwrap().facts.words;
        let texts = words.passages(page).chain(words.headings(page)).map(|passage| passage.text.into_owned());
        assert_eq!(texts.collect::<Vec<_>>(), ["A ", " b", "C ", " e", "F "]);
    }

    #[test]
    fn what_is_shown_apart_is_apart_and_marks_within_a_word_leave_it_whole() {
        let page =
            "| a | b |\n|---|---|\n| c | d |\n\n- **re**use\n- [link](https://x.example) `code`<br>end\n";
        assert_eq!(words(page), ["a b c d reuse link code end"]);
        assert_eq!(words("> [!NOTE] Named\n> Body.\n"), ["Named Body."]);
    }

    #[test]
    fn what_is_written_in_another_way_than_it_is_read_is_read() {
        assert_eq!(
            words("Fish &amp; chips, caf&eacute;s and a\\*b `a b` ``c`d``\n"),
            ["Fish & chips, cafés and a*b a b c`d"]
        );
        assert_eq!(words("&eacute;&eacute;\n\n## H\n\n&eacute; `e`\n"), ["éé", "é e"]);
    }
}
