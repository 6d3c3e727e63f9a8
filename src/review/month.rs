//! The months: their names in the languages of the authors, and their lengths.

use jiff::civil::Date;

/// English names, as messages write them.
const NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// What authors write for each month, in lower case: English, then Welsh with the soft and nasal mutations
/// that follow "o" and "ym". No abbreviation stands for two months.
const SPELLINGS: [&[&str]; 12] = [
    &["january", "jan", "ionawr", "ion"],
    &["february", "feb", "chwefror", "chwef", "chw"],
    &["march", "mar", "mawrth", "maw", "fawrth"],
    &["april", "apr", "ebrill", "ebr"],
    &["may", "mai", "fai"],
    &["june", "jun", "mehefin", "meh", "fehefin"],
    &["july", "jul", "gorffennaf", "gorff", "gor", "orffennaf", "ngorffennaf"],
    &["august", "aug", "awst"],
    &["september", "sept", "sep", "medi", "fedi"],
    &["october", "oct", "hydref", "hyd"],
    &["november", "nov", "tachwedd", "tach", "dachwedd", "nhachwedd"],
    &["december", "dec", "rhagfyr", "rhag", "ragfyr"],
];

/// The number of the month that the word, in lower case, names.
pub(super) fn number_of(word: &str) -> Option<u32> {
    (1..).zip(SPELLINGS).find(|(_, spellings)| spellings.contains(&word)).map(|(number, _)| number)
}

/// The English name of month 1 to 12.
pub(super) fn name(month: u32) -> Option<&'static str> {
    let index = usize::try_from(month).ok()?.checked_sub(1)?;
    NAMES.get(index).copied()
}

/// How many days the month has; `None` unless `year` is 1 to 9999 and `month` 1 to 12.
pub(super) fn length(year: u32, month: u32) -> Option<u32> {
    let first = civil(year, month, 1)?;
    u32::try_from(first.days_in_month()).ok()
}

/// The day, if the calendar has it and its year is 1 to 9999.
pub(super) fn civil(year: u32, month: u32, day: u32) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|year| (1..=9999).contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}
