//! What a date in another spelling means, as far as it can be known.
//!
//! Nothing here accepts a date. The reading is offered to the author as a replacement, so it must be right or
//! absent: a word or a mark that is not understood makes the whole text [`Reading::Unknown`].

use super::month;

/// What the figures and words of a text come to. The numbers need not name a day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    Day {
        year: u32,
        month: u32,
        day: u32,
    },
    /// Two numbers from 1 to 12 before the year, not equal: day first in Britain, month first in America.
    DayOrMonth {
        year: u32,
        first: u32,
        second: u32,
    },
    NoDay {
        year: u32,
        month: Option<u32>,
    },
    NoYear,
    Unknown,
}

/// The reading of `text`, and whether a time of day stood beside the date.
pub(super) fn read(text: &str) -> (Reading, bool) {
    let date = without_time(text);
    let time = date.len() < text.len();
    let reading = tokens(date).map_or(Reading::Unknown, |tokens| interpret(&tokens));
    match reading {
        // What is missing may stand behind the time, as in `Fri Jul 14 10:00:00 2023`.
        Reading::NoDay { .. } | Reading::NoYear if time => (Reading::Unknown, time),
        _ => (reading, time),
    }
}

/// The part of the text before a time of day: before the `T` of ISO 8601, or before the hour of `10:00`.
fn without_time(text: &str) -> &str {
    let text_before_t = text.find(['T', 't']).filter(|at| {
        let after = text[at + 1..].chars().next();
        text[..*at].ends_with(|c: char| c.is_ascii_digit()) && after.is_some_and(|c| c.is_ascii_digit())
    });
    if let Some(at) = text_before_t {
        return &text[..at];
    }
    let Some(colon) = text.find(':') else { return text };
    let before = text[..colon].trim_end_matches(|c: char| c.is_ascii_digit());
    let before = before.trim_end_matches([' ', '\t', ',', '@', '+', '-']);
    before.strip_suffix(" at").unwrap_or(before)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    Number { value: u32, figures: usize },
    Month(u32),
}

/// The numbers and the names of months; `None` when something else stands between them.
fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut after_dydd = false;
    while let Some(first) = rest.chars().next() {
        let end = if first.is_ascii_digit() {
            run(rest, |c| c.is_ascii_digit())
        } else if first.is_alphabetic() {
            run(rest, char::is_alphabetic)
        } else {
            first.len_utf8()
        };
        let (part, behind) = rest.split_at(end);
        rest = behind;
        if first.is_ascii_digit() {
            tokens.push(Token::Number { value: part.parse().ok()?, figures: part.len() });
        } else if first.is_alphabetic() {
            let word = part.to_lowercase();
            // Welsh `dydd Mawrth` is Tuesday, `Mawrth` alone is March.
            if let Some(month) = month::number_of(&word).filter(|_| !after_dydd) {
                tokens.push(Token::Month(month));
            } else if !is_filler(&word) {
                return None;
            }
            after_dydd = word == "dydd";
        } else if !is_separator(first) {
            return None;
        }
    }
    Some(tokens)
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c: char| !belongs(c)).unwrap_or(text.len())
}

fn is_separator(c: char) -> bool {
    // The dashes of Unicode, hyphen to horizontal bar, and the minus sign.
    c.is_whitespace()
        || matches!(c, '-' | '/' | '.' | ',' | '\\' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Words beside a date that do not change which day it is: weekdays, the endings of ordinals, "the … of".
fn is_filler(word: &str) -> bool {
    const FILLERS: [&str; 4] = [
        "mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat saturday sun sunday",
        "dydd llun mawrth mercher iau gwener sadwrn sul",
        "st nd rd th af il ydd ed fed eg ain",
        "the of o mis",
    ];
    FILLERS.iter().any(|line| line.split(' ').any(|filler| filler == word))
}

fn interpret(tokens: &[Token]) -> Reading {
    let mut numbers = Vec::new();
    let mut named = None;
    for token in tokens {
        match *token {
            Token::Number { value, figures } => numbers.push((value, figures)),
            Token::Month(month) if named.is_none() => named = Some(month),
            Token::Month(_) => return Reading::Unknown,
        }
    }
    match named {
        Some(month) => with_month(month, &numbers),
        None => without_month(&numbers),
    }
}

/// A value and how many figures it was written with.
type Number = (u32, usize);

fn with_month(month: u32, numbers: &[Number]) -> Reading {
    match *numbers {
        [(year, 4), (day, 1 | 2)] | [(day, 1 | 2), (year, 4)] => Reading::Day { year, month, day },
        [(year, 4)] => Reading::NoDay { year, month: Some(month) },
        [(_, 1 | 2)] | [(_, 1 | 2), (_, 2)] => Reading::NoYear,
        _ => Reading::Unknown,
    }
}

fn without_month(numbers: &[Number]) -> Reading {
    match *numbers {
        [(year, 4), (month, 1 | 2), (day, 1 | 2)] => Reading::Day { year, month, day },
        [(first, 1 | 2), (second, 1 | 2), (year, 4)] => year_last(first, second, year),
        [(figures, 8)] => run_together(figures),
        [(year, 4), (month, 1 | 2)] | [(month, 1 | 2), (year, 4)] if month::name(month).is_some() => {
            Reading::NoDay { year, month: Some(month) }
        }
        [(year, 4)] => Reading::NoDay { year, month: None },
        [(_, 1 | 2), (_, 1 | 2), (_, 2)] | [(_, 1 | 2), (_, 1 | 2)] => Reading::NoYear,
        _ => Reading::Unknown,
    }
}

fn year_last(first: u32, second: u32, year: u32) -> Reading {
    let is_month = |number: u32| month::name(number).is_some();
    if is_month(first) && is_month(second) && first != second {
        Reading::DayOrMonth { year, first, second }
    } else if is_month(first) && second > 12 {
        Reading::Day { year, month: first, day: second }
    } else {
        Reading::Day { year, month: second, day: first }
    }
}

/// `20230714`, or `14072023`, whose third pair of figures would be month 20 (or 19) if the year came first.
fn run_together(figures: u32) -> Reading {
    let month = figures / 100 % 100;
    if matches!(month, 19 | 20) {
        year_last(figures / 1_000_000, figures / 10_000 % 100, figures % 10_000)
    } else {
        Reading::Day { year: figures / 10_000, month, day: figures % 100 }
    }
}
