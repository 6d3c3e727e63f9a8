//! Which version of a page its last review was of, and what has changed since.

use jiff::civil::Date;

use crate::load::Source;
use crate::parse::{Document, ParseOptions, parse, written_front_matter};
use crate::source::SourceFile;

/// The page as it was at some commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastVersion {
    /// The name of the commit.
    pub commit: String,
    /// The whole file.
    pub text: String,
}

/// What is known of the page at its last review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// It was never reviewed.
    NeverReviewed,
    /// It was this version, of that review.
    Version(PastVersion),
    /// No version that is known has the date of the last review.
    Unknown(Date),
}

/// The version with which the date of the last review came in. `versions` are those of the page's history, the
/// newest first.
pub fn since(document: &Document, versions: impl IntoIterator<Item = PastVersion>) -> Since {
    let Some(last) = document.front_matter.review.last_reviewed_on.as_ref().map(|last| last.value) else {
        return Since::NeverReviewed;
    };
    let has_date = |version: &PastVersion| reviewed_on(&version.text) == Some(last);
    // Versions that do not have the date yet, or no more, are passed over; of those in a row that have it, the oldest
    // brought it in.
    let run = versions.into_iter().skip_while(|version| !has_date(version)).take_while(has_date);
    run.last().map_or(Since::Unknown(last), Since::Version)
}

fn reviewed_on(text: &str) -> Option<Date> {
    let file = SourceFile::new("", text);
    let front_matter = written_front_matter(&file).value.front_matter;
    Some(front_matter.review.last_reviewed_on?.value)
}

/// Whether the words of the page are those of `version`; none when that version cannot be read.
pub fn same_words(document: &Document, version: &PastVersion, options: ParseOptions) -> Option<bool> {
    let source =
        Source { path: document.source.path.clone(), file: SourceFile::new("", version.text.as_str()) };
    let past = parse(&source, options).value?;
    past.fingerprint().same_words(&document.fingerprint())
}
