//! The words of a page by section, for what reads pages without showing them: the search.

use pulldown_cmark::{Event, TagEnd};

use super::markdown::Piece;

/// Gathers the words of the body between its headings.
pub(super) struct WordsBySection {
    sections: Vec<String>,
    in_heading: bool,
}

impl WordsBySection {
    pub(super) fn new() -> Self {
        Self { sections: vec![String::new()], in_heading: false }
    }

    /// Takes the words of a piece; those of headings are facts of their own.
    pub(super) fn take(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Markdown(Event::Start(tag)) if matches!(tag.to_end(), TagEnd::Heading(_)) => {
                self.in_heading = true;
            }
            Piece::Markdown(Event::End(TagEnd::Heading(_))) => self.in_heading = false,
            Piece::Markdown(Event::Start(tag)) if !is_inline(tag.to_end()) => self.gap(),
            Piece::Markdown(Event::End(tag)) if !is_inline(*tag) => self.gap(),
            Piece::Markdown(Event::Text(text) | Event::Code(text)) => self.text(text),
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
        self.sections.push(String::new());
    }

    pub(super) fn finish(self) -> Vec<Box<str>> {
        self.sections.into_iter().map(String::into_boxed_str).collect()
    }

    fn text(&mut self, text: &str) {
        if let (false, Some(section)) = (self.in_heading, self.sections.last_mut()) {
            section.push_str(text);
        }
    }

    /// What stands on both sides are words of their own.
    fn gap(&mut self) {
        if let Some(section) = self.sections.last_mut()
            && !section.is_empty()
            && !section.ends_with([' ', '\n'])
        {
            section.push(' ');
        }
    }
}

/// Whether it may begin or end within a word.
fn is_inline(tag: TagEnd) -> bool {
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
        document.facts.words.iter().map(|words| tidy(words)).collect()
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
}
