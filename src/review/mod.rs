//! When a page was last reviewed, how long that lasts, and what state it is in on a given day.
//!
//! This is the domain of Duly, as pure functions: no clock, no environment, no disk. *Today* is always an
//! argument; [`today_in`] makes it from an instant and the book's time zone. [`parse_date`], [`Cadence::parse`]
//! and [`parse_days`] stand in front of `jiff`, which would let pass much that an author did not mean; what they
//! refuse comes back as a [`Mistake`] that says what to write instead. [`review()`] is the only place that
//! decides a page's state; the script in the theme does the same arithmetic from the due date that it gives.

mod cadence;
mod cadence_words;
mod date;
mod date_words;
mod evidence;
mod fingerprint;
mod iso_duration;
mod mistake;
mod month;
mod state;
mod time_zone;

pub use jiff::civil::Date;

pub use cadence::{Cadence, Interval, parse_days};
pub use date::{date_in_words, parse_date};
pub use evidence::{Evidence, ReviewedWords};
pub use fingerprint::Fingerprint;
pub use mistake::{Mistake, MistakeKind};
pub use state::{Facts, Review, State, review};
pub use time_zone::{is_time_zone, midnight_in, today_in};
