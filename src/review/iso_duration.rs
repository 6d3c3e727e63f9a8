//! Durations of ISO 8601-1:2019 §5.5.2 in whole years, months, weeks and days: `P1Y6M`, `P2W`, `P90D`.

use super::cadence_words::{Length, Unit};

/// The designators in the only order that the standard allows.
const DESIGNATORS: [(char, Unit); 4] =
    [('y', Unit::Year), ('m', Unit::Month), ('w', Unit::Week), ('d', Unit::Day)];

/// Whether the text, in lower case, was written as a duration, rightly or not, rather than as words.
pub(super) fn is_meant(folded: &str) -> bool {
    folded.strip_prefix('p').is_some_and(|rest| rest.starts_with(|c: char| c == 't' || !c.is_alphabetic()))
}

/// Whether the duration, in lower case, has a part for hours, minutes and seconds, behind its `T`.
pub(super) fn has_time(folded: &str) -> bool {
    is_meant(folded) && folded.contains('t')
}

/// The length that the text, in lower case, names.
pub(super) fn read(folded: &str) -> Option<Length> {
    let mut rest = folded.strip_prefix('p').filter(|rest| !rest.is_empty())?;
    let mut length = Length::default();
    for (designator, unit) in DESIGNATORS {
        let figures = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (count, behind) = rest.split_at(figures);
        if let Some(after) = behind.strip_prefix(designator).filter(|_| figures > 0) {
            // More figures than the type holds is a number that is refused for its size.
            length = length.plus(Length::of(count.parse().unwrap_or(u64::MAX), unit));
            rest = after;
        }
    }
    rest.is_empty().then_some(length)
}
