//! What git and the stamp of its words tell about a page since its last review.

use crate::load::git::{Repository, Version};
use crate::parse::{Document, ParseOptions, SignOffOutcome};
use crate::review::{Evidence, ReviewedWords};
use crate::sign_off::{PastVersion, Since, same_words, since};

/// So many versions are read at once; the one that is looked for is nearly always among the first.
const AT_ONCE: usize = 32;

/// What is known of a page at its last review.
pub(super) struct Past {
    /// The page as it was, or why that is not known.
    pub(super) version: Result<PastVersion, String>,
    pub(super) words: Compared,
}

/// The words of a page against those of its last review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compared {
    Same,
    Changed,
    Unknown,
}

impl Past {
    /// `file` is where the page is kept, from the root of the book.
    pub(super) fn of(
        document: &Document,
        file: &str,
        repository: &Result<Repository, String>,
        options: ParseOptions,
    ) -> Self {
        let version = repository
            .as_ref()
            .map_err(Clone::clone)
            .and_then(|repository| reviewed(document, file, repository));
        let by_version = || same_words(document, version.as_ref().ok()?, options);
        let words = match by_stamp(document).or_else(by_version) {
            Some(true) => Compared::Same,
            Some(false) => Compared::Changed,
            None => Compared::Unknown,
        };
        Self { version, words }
    }

    /// What the review came to unless somebody says something else: a page whose words are those of its last
    /// review, or that had none, is right as it stood. None when it is not known whether they are.
    pub(super) fn usual_outcome(&self, document: &Document) -> Option<SignOffOutcome> {
        match self.words {
            _ if document.front_matter.review.last_reviewed_on.is_none() => Some(SignOffOutcome::NoChange),
            Compared::Same => Some(SignOffOutcome::NoChange),
            Compared::Changed => Some(SignOffOutcome::Changed),
            Compared::Unknown => None,
        }
    }
}

/// Whether the words are those that `reviewed_text` was made from, if it counts.
fn by_stamp(document: &Document) -> Option<bool> {
    let review = &document.front_matter.review;
    let stamp = &review.reviewed_text.as_ref()?.value;
    let words = ReviewedWords { on: stamp.on, fingerprint: &stamp.fingerprint };
    let reviewed = review.last_reviewed_on.as_ref()?.value;
    match Evidence::of(reviewed, Some(words), || document.fingerprint())? {
        Evidence::SignedOff => Some(true),
        Evidence::UpdatedSince => Some(false),
        Evidence::ByHand => None,
    }
}

/// The version that was reviewed, or why it is not known.
fn reviewed(document: &Document, file: &str, repository: &Repository) -> Result<PastVersion, String> {
    let said = |error: anyhow::Error| error.to_string();
    let versions = repository.versions(file).map_err(said)?;
    let read = |versions: &[Version]| {
        let texts = repository.texts(versions).unwrap_or_default();
        let named = versions
            .iter()
            .zip(texts)
            .filter_map(|(version, text)| Some(PastVersion { commit: version.commit.clone(), text: text? }));
        named.collect::<Vec<_>>()
    };
    match since(document, versions.chunks(AT_ONCE).flat_map(read)) {
        Since::Version(version) => {
            let oldest = versions.last().is_some_and(|oldest| oldest.commit == version.commit);
            // Where the history is cut off, the review may be older than what is left of it.
            if repository.shallow && oldest { Err(cut_off()) } else { Ok(version) }
        }
        _ if repository.shallow => Err(cut_off()),
        _ if versions.is_empty() => Err("git does not have this page yet".to_owned()),
        _ => Err("git has no version of this page with that date".to_owned()),
    }
}

fn cut_off() -> String {
    "this clone has only the end of the history (`git fetch --unshallow` fetches the rest)".to_owned()
}
