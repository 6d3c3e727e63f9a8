//! The words for a length of time: "1 year and six months", "every 2 weeks", "quarterly", `P1Y6M`.
//!
//! Nothing is rounded and nothing is guessed: a text that is not wholly understood is refused with the reason
//! that an author can act on.

use super::cadence::refused;
use super::iso_duration;
use super::mistake::{Mistake, quoted};
use crate::diagnostic::nearest;

/// Words that stand in a length of time beside its numbers, for slips of them.
const WORDS: &str = "year years quarter quarters month months fortnight fortnights week weeks day days every once and \
    weekly fortnightly monthly quarterly half-yearly annually yearly biennially";

/// The help of every refused cadence.
pub(super) const ALLOWED: &str = "write a whole number of days, weeks, months or years, such as `6 months`, \
    `six months`, `1 year 6 months`, `a year`, `2 weeks`, `1 fortnight` or `90 days`; or `weekly`, \
    `fortnightly`, `monthly`, `quarterly`, `half-yearly`, `annually` or `biennially`; or an ISO 8601 duration \
    such as `P1Y6M`; or `never`";

/// A length of time before anybody asked whether it is a sensible one. Sums saturate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Length {
    pub(super) months: u64,
    pub(super) days: u64,
}

/// The units of the calendar that a length may be given in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Year,
    Quarter,
    Month,
    Fortnight,
    Week,
    Day,
}

impl Length {
    pub(super) fn of(count: u64, unit: Unit) -> Self {
        let months = |each: u64| Self { months: count.saturating_mul(each), days: 0 };
        let days = |each: u64| Self { months: 0, days: count.saturating_mul(each) };
        match unit {
            Unit::Year => months(12),
            Unit::Quarter => months(3),
            Unit::Month => months(1),
            Unit::Fortnight => days(14),
            Unit::Week => days(7),
            Unit::Day => days(1),
        }
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self { months: self.months.saturating_add(other.months), days: self.days.saturating_add(other.days) }
    }
}

impl Unit {
    fn named(word: &str) -> Option<Self> {
        Some(match word {
            "year" | "years" => Self::Year,
            "quarter" | "quarters" => Self::Quarter,
            "month" | "months" => Self::Month,
            "fortnight" | "fortnights" => Self::Fortnight,
            "week" | "weeks" => Self::Week,
            "day" | "days" => Self::Day,
            _ => return None,
        })
    }
}

/// The length that `text` names; no time at all (`0 days`) is one too.
pub(super) fn read(text: &str) -> Result<Length, Mistake> {
    let folded = text.trim().to_lowercase();
    if let Some(length) = adverb(&folded) {
        return Ok(length);
    }
    let read = if iso_duration::is_meant(&folded) { iso_duration::read(&folded) } else { phrase(&folded) };
    read.ok_or_else(|| refusal(&folded, text))
}

/// What was meant by a text in which one word is a slip: `6 moths`.
fn respelt(folded: &str) -> Option<String> {
    let known = || WORDS.split_whitespace();
    let words = folded.split_whitespace().map(|word| {
        let is_known = known().any(|known| known == word) || count(&words(word)).is_some();
        if is_known { Some(word) } else { nearest(word, known()) }
    });
    let meant = words.collect::<Option<Vec<_>>>()?.join(" ");
    let is_right =
        adverb(&meant).or_else(|| phrase(&meant)).is_some_and(|length| length != Length::default());
    is_right.then_some(meant)
}

fn adverb(word: &str) -> Option<Length> {
    Some(match word {
        "weekly" => Length::of(1, Unit::Week),
        "fortnightly" => Length::of(1, Unit::Fortnight),
        "monthly" => Length::of(1, Unit::Month),
        "quarterly" => Length::of(1, Unit::Quarter),
        "half-yearly" => Length::of(6, Unit::Month),
        "annually" | "yearly" => Length::of(1, Unit::Year),
        "biennially" => Length::of(2, Unit::Year),
        _ => return None,
    })
}

/// `[every|once every|once] COUNT UNIT [[,] [and] COUNT UNIT …]`, each unit once; "every year" has no count.
fn phrase(folded: &str) -> Option<Length> {
    let words = words(folded);
    let mut rest = words.as_slice();
    let mut length = Length::default();
    let mut seen = Vec::new();
    rest = rest.strip_prefix(&["once"]).unwrap_or(rest);
    if let Some(after) = rest.strip_prefix(&["every"]) {
        rest = after;
        if let [word, after @ ..] = rest
            && let Some(unit) = Unit::named(word)
        {
            length = Length::of(1, unit);
            seen.push(unit);
            rest = after;
        }
    }
    while !rest.is_empty() {
        if !seen.is_empty() {
            rest = rest.strip_prefix(&[","]).unwrap_or(rest);
            rest = rest.strip_prefix(&["and"]).unwrap_or(rest);
        }
        let (count, after) = count(rest)?;
        let (word, after) = after.split_first()?;
        let unit = Unit::named(word).filter(|unit| !seen.contains(unit))?;
        length = length.plus(Length::of(count, unit));
        seen.push(unit);
        rest = after;
    }
    (!seen.is_empty()).then_some(length)
}

/// Words, figures and commas each by themselves: `6months` and `twenty-four months` are two and three words.
/// Any other mark is a word that means nothing, so that it is refused later.
fn words(text: &str) -> Vec<&str> {
    let kind = |c: char| match c {
        _ if c.is_ascii_digit() => 0,
        _ if c.is_alphabetic() => 1,
        _ => 2,
    };
    let mut words = Vec::new();
    let mut rest = text;
    let mut previous = ' ';
    while let Some(first) = rest.chars().next() {
        let end = match kind(first) {
            2 => first.len_utf8(),
            belongs => rest.find(|c: char| kind(c) != belongs).unwrap_or(rest.len()),
        };
        let (word, behind) = rest.split_at(end);
        // A hyphen joins two words and is nothing by itself; elsewhere it may be a minus sign.
        let joins = first == '-' && previous.is_alphanumeric() && behind.starts_with(char::is_alphabetic);
        if !first.is_whitespace() && !joins {
            words.push(word);
        }
        previous = word.chars().next_back().unwrap_or(first);
        rest = behind;
    }
    words
}

/// The number at the beginning, in figures or in words up to ninety-nine, and what follows it.
fn count<'a, 'b>(words: &'a [&'b str]) -> Option<(u64, &'a [&'b str])> {
    let (first, rest) = words.split_first()?;
    if is_figures(first) {
        // More figures than the type holds is a number that is refused for its size.
        return Some((first.parse().unwrap_or(u64::MAX), rest));
    }
    if let Some(ten) = TENS.iter().position(|ten| ten == first) {
        let tens = 20 + 10 * u64::try_from(ten).ok()?;
        return match rest.split_first().and_then(|(word, rest)| Some((small(word)?, rest))) {
            Some((ones, rest)) if (1..=9).contains(&ones) => Some((tens + ones, rest)),
            _ => Some((tens, rest)),
        };
    }
    match *first {
        "a" | "an" => Some((1, rest)),
        word => Some((small(word)?, rest)),
    }
}

fn small(word: &str) -> Option<u64> {
    SMALL.iter().position(|small| *small == word).and_then(|number| u64::try_from(number).ok())
}

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

fn refusal(folded: &str, text: &str) -> Mistake {
    let reason = reason(folded, &quoted(text));
    let meant = respelt(folded).filter(|_| reason.is_none());
    let message =
        reason.unwrap_or_else(|| format!("{} is not a length of time that Duly knows", quoted(text)));
    match meant {
        Some(meant) => refused(message, format!("did you mean `{meant}`?")),
        None => refused(message, ALLOWED),
    }
}

/// Why the text is refused, as near to what its author had in mind as can be told.
fn reason(folded: &str, shown: &str) -> Option<String> {
    let words = words(folded);
    let any = |known: &[&str]| words.iter().any(|word| known.contains(word));
    Some(if words.is_empty() {
        "the cadence is empty".to_owned()
    } else if any(&["working", "business", "school"]) {
        format!("{shown} does not count calendar days, and Duly knows no holidays")
    } else if folded.starts_with(['-', '\u{2212}']) || folded.starts_with("p-") {
        format!("{shown} is negative: a review cannot end before it began")
    } else if any(&["half"]) || has_fraction(&words) {
        format!("{shown} is not a whole number of days, weeks, months or years")
    } else if words.windows(3).any(|three| is_figures(three[0]) && three[1] == "e" && is_figures(three[2])) {
        format!("{shown} has a number that is not written in plain figures")
    } else if any(&["biannually", "biannual", "bimonthly", "biweekly"]) {
        format!("{shown} can mean twice in that time or every second time")
    } else if any(&["hour", "hours", "minute", "minutes", "second", "seconds"])
        || iso_duration::has_time(folded)
    {
        format!("{shown} has a time of day: a review lasts whole days")
    } else if words.len() == 1 && is_figures(words[0]) {
        format!("{shown} does not say whether it means days, weeks, months or years")
    } else {
        return None;
    })
}

/// `1.5` or `1,5`, but not the thousand of `1,000`.
fn has_fraction(words: &[&str]) -> bool {
    words.windows(3).any(|three| {
        let decimal = three[1] == "." || three[1] == "," && three[2].len() != 3;
        decimal && is_figures(three[0]) && is_figures(three[2])
    })
}

fn is_figures(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}
