//! Findings for a person at a terminal: an excerpt, a caret and what to do, in the manner of `rustc`.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Label, Severity, printable};
use crate::source::{Position, SourceFile};

/// Lines longer than this are shown in part, so that a file of one huge line stays readable.
const LONGEST_EXCERPT: usize = 240;

/// How many characters in front of an excerpt are made blanks at most.
const MOST_BLANKS: usize = 10_000;

/// Helps longer than this go on in a second line.
const LONGEST_HELP: usize = 90;

/// Whether the terminal shows colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// ANSI escapes stand in the text; whoever prints it takes them out where they are not wanted.
    Always,
    /// Plain text.
    Never,
}

/// The finding over several lines, with a line end.
pub fn human(finding: &Diagnostic, colour: Colour) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let message = printable(&finding.message);
    let mut group = level
        .primary_title(message)
        .id(finding.code.as_str())
        .elements(excerpt(&finding.place, AnnotationKind::Primary));
    for label in &finding.related {
        group = append(group, excerpt(label, AnnotationKind::Context));
    }
    for help in &finding.help {
        group = group.element(Level::HELP.message(wrapped(&printable(help))));
    }
    let renderer = match colour {
        Colour::Always => Renderer::styled(),
        Colour::Never => Renderer::plain(),
    };
    let mut text = renderer.decor_style(DecorStyle::Ascii).render(&[group]);
    text.push('\n');
    text
}

/// The last line of a run: how many errors, warnings and notes, in words.
pub fn summary(findings: &[Diagnostic]) -> String {
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let parts = [
        plural(count(Severity::Error), "error"),
        plural(count(Severity::Warning), "warning"),
        plural(count(Severity::Note), "note"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") }
}

fn plural(count: usize, noun: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {noun}")),
        _ => Some(format!("{count} {noun}s")),
    }
}

/// Lines of bearable length; the renderer aligns them.
fn wrapped(text: &str) -> String {
    let mut lines = String::new();
    let mut length = 0;
    let mut in_code = false;
    // What stands in backticks is to be copied, so it stays together.
    let between_words = |c: char| {
        in_code ^= c == '`';
        c == ' ' && !in_code
    };
    for word in text.split(between_words) {
        let width = word.chars().count();
        if length > 0 && length + 1 + width > LONGEST_HELP {
            lines.push('\n');
            length = 0;
        } else if length > 0 {
            lines.push(' ');
            length += 1;
        }
        lines.push_str(word);
        length += width;
    }
    lines
}

fn append<'a>(group: Group<'a>, elements: Vec<annotate_snippets::Element<'a>>) -> Group<'a> {
    elements.into_iter().fold(group, Group::element)
}

/// Where the label is, and the line that it is about. A file without text has a place and no line.
fn excerpt(label: &Label, kind: AnnotationKind) -> Vec<annotate_snippets::Element<'_>> {
    let position = label.file.position(label.span.start);
    let name = printable(label.file.name());
    if label.file.text().is_empty() {
        return vec![Origin::path(name).line(position.line).char_column(position.column).into()];
    }
    let window = Window::new(&label.file, position, &label.span);
    let text = (!label.text.is_empty()).then(|| printable(&label.text));
    let snippet =
        Snippet::source(window.text).line_start(position.line).annotation(kind.span(window.span).label(text));
    if window.is_far_right {
        // The renderer would count the column from the cut.
        let origin = Origin::path(name).line(position.line).char_column(position.column);
        return vec![origin.into(), snippet.into()];
    }
    vec![snippet.path(name).into()]
}

/// What is shown of a line.
struct Window {
    text: String,
    span: Range<usize>,
    /// Whether so much was cut in front that the renderer could not count the column.
    is_far_right: bool,
}

impl Window {
    /// The line in which the span begins, made printable, and the span within it.
    fn new(file: &SourceFile, position: Position, span: &Range<usize>) -> Self {
        let text = file.text();
        let Range { start: line_start, end: line_end } = file.line(position.line);
        let start = span.start.clamp(line_start, line_end);
        let from = text.floor_char_boundary(line_start.max(start.saturating_sub(LONGEST_EXCERPT / 2)));
        let to = text.ceil_char_boundary(line_end.min(from + LONGEST_EXCERPT));
        let end = text.ceil_char_boundary(span.end.clamp(start, to.max(start)));
        // Blanks for what is cut, which the renderer leaves out, keep the column right.
        let cut = file.characters_in(line_start..from);
        let is_far_right = cut > MOST_BLANKS;
        let blanks = if is_far_right { String::new() } else { " ".repeat(cut) };
        let before = blanks + &printable(&text[from..start]);
        let marked = printable(&text[start..end]);
        let after = printable(&text[end..to.max(end)]);
        let span = before.len()..before.len() + marked.len();
        Self { text: before + &marked + &after, span, is_far_right }
    }
}
