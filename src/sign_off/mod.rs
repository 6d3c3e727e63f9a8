//! Recording a review in the front matter of a page: text in, text out.
//!
//! Only the lines of the review change. Comments, the order of keys, quotes, indentation, blank lines and line
//! ends stay as their author wrote them, because the file is edited by byte ranges and never written anew from
//! what was read. Before a new text is handed out it is read again: when it does not say exactly what was meant,
//! or anything else in it differs, there is a [`Refusal`] and no text.
//!
//! This stands beside the stages and knows `parse` only. Showing, asking and writing to the disk are the
//! business of `cli` and `write`.

mod check;
mod edits;
mod history;
mod keys;
mod people;
mod scalar;
mod since;

use std::fmt;

use jiff::civil::Date;

use crate::parse::{self, Document, ReviewFields, SignOffOutcome, Status};
use crate::source::SourceFile;
use history::{History, Order};
use keys::Keys;
use scalar::{plain, text};

pub use people::{LONGEST_NAME, LONGEST_NOTE, Note, Reviewer};
pub use since::{PastVersion, Since, same_words, since};

/// A review that is to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignOff {
    /// The day of the review; of a minor correction, its day.
    pub on: Date,
    /// Who stood by the page.
    pub by: Reviewer,
    /// What it came to.
    pub outcome: SignOffOutcome,
    /// Anything worth keeping.
    pub note: Option<Note>,
    /// The due date of the next review, in the place of the cadence.
    pub next_review_on: Option<Date>,
}

/// Why a page is not signed, and what to do instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is in the way, without a full stop.
    pub message: String,
    /// What to do or write.
    pub help: String,
}

impl Refusal {
    pub(crate) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message, self.help)
    }
}

impl std::error::Error for Refusal {}

/// An entry that `review_history` is to have more.
#[derive(Clone, Debug, PartialEq, Eq)]
struct NewEntry {
    on: Date,
    by: Option<String>,
    outcome: Option<SignOffOutcome>,
    note: Option<String>,
}

/// Whether a page can be signed for the day `on` at all, whatever the review came to. `clock_today` is the day that
/// the clock shows where the book is.
///
/// # Errors
///
/// Drafts, pages that are no longer in force, days that have not come, and days before the last review.
pub fn may_be_signed(document: &Document, on: Date, clock_today: Date) -> Result<(), Refusal> {
    match document.front_matter.status {
        Status::Live => check_day(document, on, clock_today),
        Status::Draft => Err(Refusal::new(
            "it is a draft",
            "a review is of what readers see: remove `status: draft` when the page is to be published",
        )),
        Status::Withdrawn => Err(Refusal::new(
            "it is withdrawn, and nobody is asked to review it",
            "remove `status: withdrawn` if the page is in force again",
        )),
        Status::Superseded => Err(Refusal::new(
            "it is superseded, and nobody is asked to review it",
            "sign the page that took its place",
        )),
    }
}

/// The text of a page once a review is recorded in it. `clock_today` is the day that the clock shows where the
/// book is.
///
/// A minor correction renews the stamp of the words for the review that stands, and adds itself to the history;
/// every other outcome is a review of that day. A review that the page tells of outside its history is added to
/// it, so that it is still known for past days.
///
/// # Errors
///
/// A page or a date that cannot be signed, front matter in a form that cannot be edited line by line, and
/// whatever would make the new text say anything but what was meant.
pub fn sign(document: &Document, sign_off: &SignOff, clock_today: Date) -> Result<String, Refusal> {
    may_be_signed(document, sign_off.on, clock_today)?;
    check_outcome(document, sign_off)?;
    let file = document.source.file.written();
    let written = parse::written_front_matter(file).value;
    let mut keys = Keys::of(file, &written)?;
    let entries = new_entries(document, sign_off);
    let is_review = sign_off.outcome != SignOffOutcome::Minor;
    let reviewed_on = reviewed_on(document, sign_off);
    // The items of a list that ends the front matter come before keys that are put behind it.
    let history = history::append(&mut keys, &entries, Order::of(&document.front_matter.review.history))?;
    if is_review {
        keys.set("last_reviewed_on", &plain(sign_off.on))?;
        keys.set("reviewed_by", &text(sign_off.by.as_str()))?;
    } else {
        keys.pass("last_reviewed_on");
        keys.pass("reviewed_by");
    }
    keys.set("reviewed_text", &plain(format_args!("{reviewed_on} {}", document.fingerprint())))?;
    if history == History::Missing {
        history::begin(&mut keys, &entries);
    }
    match sign_off.next_review_on {
        Some(next) => keys.set("next_review_on", &plain(next))?,
        None if is_review => keys.remove("next_review_on")?,
        None => {}
    }
    if sign_off.outcome == SignOffOutcome::Withdraw {
        keys.set("status", &plain("withdrawn"))?;
    }
    let signed = keys.finish();
    check::check(document, &written, sign_off, &signed)?;
    Ok(signed)
}

/// What a page would say of its review once somebody signed it on the day `on` without changing it, read from the text
/// that [`sign`] makes.
///
/// # Errors
///
/// Those of [`sign`].
pub fn would_record(document: &Document, by: Reviewer, on: Date) -> Result<ReviewFields, Refusal> {
    let outcome = SignOffOutcome::NoChange;
    let signed = sign(document, &SignOff { on, by, outcome, note: None, next_review_on: None }, on)?;
    let file = SourceFile::new(document.source.file.name(), signed);
    Ok(parse::written_front_matter(&file).value.front_matter.review)
}

/// The review whose words `reviewed_text` is to speak of.
fn reviewed_on(document: &Document, sign_off: &SignOff) -> Date {
    match (&document.front_matter.review.last_reviewed_on, sign_off.outcome) {
        (Some(last), SignOffOutcome::Minor) => last.value,
        _ => sign_off.on,
    }
}

/// The latest review that the page tells of.
fn last_review(document: &Document) -> Option<Date> {
    let review = &document.front_matter.review;
    let reviews = review.history.iter().filter(|entry| entry.outcome != Some(SignOffOutcome::Minor));
    let days = reviews.map(|entry| entry.on.value);
    days.chain(review.last_reviewed_on.as_ref().map(|last| last.value)).max()
}

fn check_day(document: &Document, on: Date, clock_today: Date) -> Result<(), Refusal> {
    if on > clock_today {
        let help = format!("today is {clock_today}");
        return Err(Refusal::new(format!("{on} has not happened yet"), help));
    }
    match last_review(document) {
        Some(last) if on < last => {
            let message = format!("{on} is before the last review of this page, on {last}");
            Err(Refusal::new(message, format!("write {last} or a later day with --on")))
        }
        _ => Ok(()),
    }
}

fn check_outcome(document: &Document, sign_off: &SignOff) -> Result<(), Refusal> {
    let SignOff { on, outcome, next_review_on, .. } = sign_off;
    if *outcome == SignOffOutcome::Minor && document.front_matter.review.last_reviewed_on.is_none() {
        let message = "a minor correction needs a review that still holds, and this page was never reviewed";
        return Err(Refusal::new(message, "read the whole page, and sign it as `no-change` or `changed`"));
    }
    let Some(next) = next_review_on else { return Ok(()) };
    match outcome {
        SignOffOutcome::Minor => {
            let message = "a minor correction is no review and sets no date for the next one";
            Err(Refusal::new(message, "leave --next out"))
        }
        SignOffOutcome::Withdraw => {
            Err(Refusal::new("a withdrawn page has no next review", "leave --next out"))
        }
        _ if next <= on => {
            let message = format!("the next review, on {next}, would not be after this one, on {on}");
            Err(Refusal::new(message, "write a later day with --next"))
        }
        _ => Ok(()),
    }
}

/// What the history is to have more: the review that stands, if it lacks it, and this one.
fn new_entries(document: &Document, sign_off: &SignOff) -> Vec<NewEntry> {
    let review = &document.front_matter.review;
    let is_known = |day: Date| {
        let mut history = review.history.iter();
        history.any(|entry| entry.on.value == day && entry.outcome != Some(SignOffOutcome::Minor))
    };
    let earlier = review.last_reviewed_on.as_ref().map(|last| last.value).filter(|day| !is_known(*day));
    let by = review.reviewed_by.as_ref().map(|by| by.value.clone());
    let mut entries: Vec<NewEntry> = Vec::new();
    entries.extend(earlier.map(|on| NewEntry { on, by, outcome: None, note: None }));
    entries.push(NewEntry {
        on: sign_off.on,
        by: Some(sign_off.by.as_str().to_owned()),
        outcome: Some(sign_off.outcome),
        note: sign_off.note.as_ref().map(|note| note.as_str().to_owned()),
    });
    entries
}
