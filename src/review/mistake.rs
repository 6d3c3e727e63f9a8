//! What is wrong with a text that should have been a date or a cadence, in an author's words.

/// Why a text is not a date, a cadence or a number of days.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Mistake {
    /// For the code under which it is reported.
    pub kind: MistakeKind,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

/// The sorts of mistake that an author may want to tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MistakeKind {
    /// Not a date in the form `YYYY-MM-DD`.
    NotIso,
    /// A date that two readers may take for two days.
    Ambiguous,
    /// A day that no calendar has.
    Impossible,
    /// Not a cadence, or not a number of days.
    Cadence,
}

impl Mistake {
    pub(super) fn new(kind: MistakeKind, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { kind, message: message.into(), help: help.into() }
    }
}

/// The text as a message shows it: between backticks, and only its beginning when it is long.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}
