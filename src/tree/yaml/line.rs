//! One line of front matter as its author sees it: a key, a colon and a value.
//!
//! A YAML parser that has failed has no tree to show. These few functions look at the text around the
//! failure instead, so that a message can name the value that lacks its quotes.

use std::ops::Range;

/// Longer values are not repeated in a help text.
const LONGEST_QUOTED: usize = 100;

/// A `key: value` line or an item of a list, by offsets into the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The colon behind the key; an item of a list need not have one.
    pub colon: Option<usize>,
    /// The value without a comment and the white space around it; may be empty.
    pub value: Range<usize>,
}

/// The line in which `at` lies, without its end.
pub(super) fn line_at(text: &str, at: usize) -> Range<usize> {
    let at = text.floor_char_boundary(at);
    let start = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let end = text[at..].find(['\n', '\r']).map_or(text.len(), |end| at + end);
    start..end
}

/// The line above one that begins at `start`.
pub(super) fn line_above(text: &str, start: usize) -> Option<Range<usize>> {
    let before = &text[..start];
    let before = before.strip_suffix("\r\n").or_else(|| before.strip_suffix(['\n', '\r']))?;
    Some(line_at(text, before.len()))
}

/// The line below one that ends at `end`.
pub(super) fn line_below(text: &str, end: usize) -> Option<Range<usize>> {
    let after = &text[end..];
    let after = after.strip_prefix("\r\n").or_else(|| after.strip_prefix(['\n', '\r']))?;
    Some(line_at(text, text.len() - after.len()))
}

/// What stands on the line of `at`, if it is a key with a value or an item of a list.
pub(super) fn entry_at(text: &str, at: usize) -> Option<Entry> {
    let line = line_at(text, at);
    let mut start = line.start + indentation(&text[line.clone()]).len();
    let mut item = false;
    while let Some(rest) = text[start..line.end].strip_prefix("- ") {
        start = line.end - rest.trim_start_matches([' ', '\t']).len();
        item = true;
    }
    let rest = &text[start..line.end];
    if rest.starts_with('#') {
        return None;
    }
    let colon = key_length(rest).map(|length| start + length);
    if colon.is_none() && !item {
        return None;
    }
    let value = colon.map_or(start, |colon| colon + 1);
    Some(Entry { colon, value: trim(text, value..line.end) })
}

/// Where a tab indents the line of `at`.
pub(super) fn tab_in_indentation(text: &str, at: usize) -> Option<usize> {
    let line = line_at(text, at);
    indentation(&text[line.clone()]).find('\t').map(|tab| line.start + tab)
}

/// Where `mark` stands in the word directly in front of `at`, as the tag or anchor of a value does.
pub(super) fn token_before(text: &str, at: usize, mark: char) -> Option<usize> {
    let before = text[..at].trim_end();
    let word = before.rsplit(char::is_whitespace).next().unwrap_or(before);
    word.find(mark).map(|offset| before.len() - word.len() + offset)
}

/// The colon of a line such as `owner:digital`; not that of an address such as `https://example.org`.
pub(super) fn colon_without_space(text: &str, line: Range<usize>) -> Option<usize> {
    let content = text[line.clone()].trim_start();
    let in_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let key = content.find(|c| !in_key(c)).filter(|&end| end > 0)?;
    let value = content[key..].strip_prefix(':')?;
    let joined = value.starts_with(|c: char| !c.is_whitespace() && c != '/') && !content.contains(": ");
    joined.then(|| line.end - content.len() + key)
}

/// Whether what comes before a text ends in the `|` or `>` of a block scalar.
pub(super) fn follows_block_header(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '\t']);
    if !before.ends_with(['\n', '\r']) {
        return false;
    }
    let before = before.trim_end();
    let line = &before[line_at(before, before.len())];
    let header = line.find(" #").map_or(line, |comment| &line[..comment]).trim_end();
    let header = header.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
    header.strip_suffix(['|', '>']).is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', '\t']))
}

/// The lines of the top-level entry to which `at` belongs: from the nearest line that is not indented to the
/// next one.
pub(super) fn whole_entry(text: &str, at: usize) -> Range<usize> {
    let mut first = line_at(text, at);
    while is_continuation(&text[first.clone()]) {
        let Some(above) = line_above(text, first.start) else {
            break;
        };
        first = above;
    }
    let mut end = first.end;
    while let Some(below) = line_below(text, end).filter(|below| is_continuation(&text[below.clone()])) {
        end = below.end;
    }
    first.start..end
}

/// Whether a value begins with a quote that its line does not close.
pub(super) fn is_open_quote(value: &str) -> bool {
    match value.chars().next() {
        Some('"') => value.replace("\\\\", "").replace("\\\"", "").matches('"').count() == 1,
        Some('\'') => value.matches('\'').count() % 2 == 1,
        _ => false,
    }
}

/// The text that somebody has put in quotes although it has the same quotes in it: `'it's here'`. It is `None`
/// for several texts in quotes: `"a" or "b"`.
pub(super) fn inside_quotes(value: &str) -> Option<&str> {
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inner = value.strip_prefix(quote)?.strip_suffix(quote)?;
    let opens_inside =
        inner.split(quote).next().is_some_and(|before| before.is_empty() || before.ends_with(' '));
    (opens_inside || inner.matches(quote).count() % 2 == 1).then_some(inner)
}

/// "put quotes around it", with the result when it is short enough to repeat.
pub(super) fn quote_help(value: &str) -> String {
    if value.is_empty() || value.chars().count() > LONGEST_QUOTED {
        return "put quotes around it".to_owned();
    }
    format!("put quotes around it: {}", in_quotes(value))
}

/// `value` as a quoted text of YAML.
pub(super) fn in_quotes(value: &str) -> String {
    if value.contains(['"', '\\']) {
        format!("'{}'", value.replace('\'', "''"))
    } else {
        format!("\"{value}\"")
    }
}

fn indentation(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

fn is_continuation(line: &str) -> bool {
    line.is_empty() || line.starts_with([' ', '\t', '#'])
}

/// The length of the key in front of the first colon that ends one.
fn key_length(line: &str) -> Option<usize> {
    let quoted = line.chars().next().filter(|c| matches!(c, '"' | '\''));
    let from = quoted.and_then(|quote| line[1..].find(quote)).map_or(0, |end| end + 2);
    let ends_key = |(index, _): &(usize, &str)| {
        let after = &line[index + 1..];
        *index >= from && (after.is_empty() || after.starts_with([' ', '\t']))
    };
    line.match_indices(':').find(ends_key).map(|(index, _)| index)
}

fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let value = &text[range.clone()];
    let start = range.end - value.trim_start().len();
    let value = &text[start..range.end];
    let comment = match value.chars().next() {
        Some('#') => Some(0),
        // In a text that begins with a quote, a `#` may well be inside the quotes.
        Some('"' | '\'') => None,
        _ => value.find(" #"),
    };
    let value = comment.map_or(value, |comment| &value[..comment]);
    start..start + value.trim_end().len()
}
