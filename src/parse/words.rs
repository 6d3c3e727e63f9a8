//! The words of a page by section, for what reads pages without showing them: the search.
//!
//! They stand in the text of the page already, nearly all of them. So a document remembers where, and not the words again:
//! of a large book they would be tens of megabytes that are looked at once.

use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use super::markdown::Piece;

/// Where the words of a page stand, section by section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    runs: Vec<Run>,
    /// The end of each section in `runs`.
    sections: Vec<u32>,
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
            if *run == GAP {
                words.push(' ');
            } else {
                words.push_str(self.run(run.start as usize..run.end as usize, text));
            }
        }
        words
    }

    /// The words that stand in the text of the page as they are read, with where each run begins.
    pub fn runs<'t>(&self, text: &'t str) -> impl Iterator<Item = (usize, &'t str)> {
        let in_text = self.runs.iter().filter(|run| **run != GAP && run.end as usize <= text.len());
        in_text.map(|run| (run.start as usize, &text[run.start as usize..run.end as usize]))
    }

    fn run<'t>(&'t self, run: Range<usize>, text: &'t str) -> &'t str {
        match run.start.checked_sub(text.len()) {
            Some(start) => &self.others[start..run.end - text.len()],
            None => &text[run],
        }
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
        match piece {
            Piece::Markdown(Event::Start(tag)) if matches!(tag.to_end(), TagEnd::Heading(_)) => {
                self.in_heading = true;
            }
            Piece::Markdown(Event::End(TagEnd::Heading(_))) => self.in_heading = false,
            Piece::Markdown(Event::Start(tag)) if !is_inline(tag.to_end()) => self.gap(),
            Piece::Markdown(Event::End(tag)) if !is_inline(*tag) => self.gap(),
            Piece::Markdown(Event::Text(text) | Event::Code(text)) => self.add(text, place),
            Piece::Markdown(Event::SoftBreak | Event::HardBreak)
            | Piece::OpenTag(_)
            | Piece::BlockStart { .. }
            | Piece::BlockBody
            | Piece::BlockEnd => self.gap(),
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
        self.words.sections.shrink_to_fit();
        self.words
    }

    fn add(&mut self, words: &str, place: &Range<usize>) {
        if self.in_heading || words.is_empty() {
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
        match self.of_section().last_mut() {
            Some(last) if *last != GAP && last.end == run.start => last.end = run.end,
            _ => self.words.runs.push(run),
        }
    }

    /// What stands on both sides are words of their own.
    fn gap(&mut self) {
        if self.of_section().last().is_some_and(|last| *last != GAP) {
            self.words.runs.push(GAP);
        }
    }

    /// The runs of the open section.
    fn of_section(&mut self) -> &mut [Run] {
        let start = self.words.sections.last().map_or(0, |end| *end as usize);
        &mut self.words.runs[start..]
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).expect("larger files are not read as pages")
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
