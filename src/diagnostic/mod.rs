//! Findings: what Duly has to say to an author, as values.
//!
//! A [`Diagnostic`] has a stable [`Code`], a [`Severity`], a message, the places it is about and what to
//! do instead. Pure stages return their value *and* its findings as an [`Outcome`]; nothing is thrown and
//! nothing is printed on the way. One finding, many sinks: [`human()`], [`short()`], [`json()`] and [`github()`].
//! Trouble of the machine (a full disk, a taken port) is an `anyhow::Error` instead and never comes here.

mod code;
mod github;
mod human;
mod json;
mod levels;
mod nearest;
mod quota;
mod short;

use std::ops::Range;
use std::sync::Arc;

use crate::source::SourceFile;

pub use code::{Code, Rule};
pub use github::github;
pub use human::{Colour, human, summary};
pub use json::json;
pub use levels::{Level, Levels};
pub use nearest::nearest;
pub use quota::{MOST_OF_A_CODE, PageFindings, Quota};
pub use short::short;

/// How much a finding weighs. Errors stop `build`; errors and warnings stop `check`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; stops nothing unless `check --fail-on note` asks for it.
    Note,
    /// Something is wrong, and the site can be published all the same.
    Warning,
    /// What would be published would be false or incomplete: nothing is written.
    Error,
}

impl Severity {
    /// The word that people and programs are shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A byte range of a file and what is to be said about it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Label {
    /// The file that the range is of.
    pub file: Arc<SourceFile>,
    /// In bytes; empty for a place between two characters.
    pub span: Range<usize>,
    /// Shown beside the excerpt; empty for none.
    pub text: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// What sort of finding it is.
    pub code: Code,
    /// The code's own severity until [`Levels::apply`] sets the book's.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where it is.
    pub place: Label,
    /// Other places that belong to it, such as the first of two equal keys.
    pub related: Vec<Label>,
    /// What to write or do instead, one sentence each.
    pub help: Vec<String>,
}

/// A value and the findings made on the way to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome<T> {
    /// What was made, as far as the findings let it.
    pub value: T,
    /// In the order in which they were made; [`sort`] puts them into the order of reading.
    pub findings: Vec<Diagnostic>,
}

impl Label {
    /// A place in a file as its author wrote it: what was filled in is nothing that anybody could mend.
    fn new(file: &Arc<SourceFile>, span: Range<usize>, text: String) -> Self {
        Self { file: Arc::clone(file.written()), span: file.written_span(span), text }
    }
}

impl Diagnostic {
    /// A finding with its code's own severity.
    pub fn new(code: Code, file: &Arc<SourceFile>, span: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.rule().severity,
            message: message.into(),
            place: Label::new(file, span, String::new()),
            related: Vec::new(),
            help: Vec::new(),
        }
    }

    /// Says something beside the place itself.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.place.text = text.into();
        self
    }

    /// Names one more place.
    #[must_use]
    pub fn also(mut self, file: &Arc<SourceFile>, span: Range<usize>, text: impl Into<String>) -> Self {
        self.related.push(Label::new(file, span, text.into()));
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// Says what to do, when there is something to say.
    #[must_use]
    pub fn maybe_help(mut self, text: Option<impl Into<String>>) -> Self {
        self.help.extend(text.map(Into::into));
        self
    }
}

impl<T> Outcome<T> {
    /// A value with what was found on the way to it.
    pub fn new(value: T, findings: Vec<Diagnostic>) -> Self {
        Self { value, findings }
    }

    /// The value, its findings added to those of the caller.
    pub fn collect(self, findings: &mut Vec<Diagnostic>) -> T {
        findings.extend(self.findings);
        self.value
    }
}

/// Puts findings into the order in which people read them, and drops repetitions: by file, place, then
/// weight.
pub fn sort(findings: &mut Vec<Diagnostic>) {
    findings.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
    findings.dedup();
}

fn sort_key(finding: &Diagnostic) -> (&str, usize, usize, std::cmp::Reverse<Severity>, Code, &str) {
    (
        finding.place.file.name(),
        finding.place.span.start,
        finding.place.span.end,
        std::cmp::Reverse(finding.severity),
        finding.code,
        &finding.message,
    )
}

/// The heaviest severity among the findings.
pub fn worst(findings: &[Diagnostic]) -> Option<Severity> {
    findings.iter().map(|finding| finding.severity).max()
}

/// Whether a terminal may obey a character, or show what follows it in another order.
fn is_dangerous(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `text` with every control character made visible, so that no file can steer a terminal or a log.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => ' ',
            c if is_dangerous(c) => '\u{fffd}',
            c => c,
        })
        .collect()
}
