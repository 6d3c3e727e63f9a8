//! "Last reviewed: July 14, 2023 by James" in the words of a page, which Duly keeps in front matter.

use super::super::front_matter::value;
use crate::parse::{CodeLines, written_front_matter};
use crate::review::date_in_words;
use crate::source::SourceFile;

/// What such a line begins with, in lower case.
const BEGINNINGS: [&str; 5] = [
    "last reviewed on",
    "last reviewed",
    "last review",
    "page last reviewed",
    "this page was last reviewed on",
];

/// The page without the line, and the lines of front matter that say the same. A date that could be two days stays where
/// it is, and so does one beside front matter that has one already.
pub(super) fn taken_out(text: &str, name: &str) -> (String, Vec<String>) {
    let written = written_front_matter(&SourceFile::new(name, text)).value;
    if written.front_matter.review.last_reviewed_on.is_some() {
        return (text.to_owned(), Vec::new());
    }
    let mut code = CodeLines::default();
    let mut start = written.body;
    for line in text[written.body..].split_inclusive('\n') {
        let is_code = code.take(line);
        if let Some(keys) = keys(line).filter(|_| !is_code) {
            let rest = &text[start + line.len()..];
            // What parted the line from its neighbours parts them once more.
            let rest =
                if text[..start].ends_with("\n\n") { rest.trim_start_matches(['\n', '\r']) } else { rest };
            return (format!("{}{rest}", &text[..start]), keys);
        }
        start += line.len();
    }
    (text.to_owned(), Vec::new())
}

fn keys(line: &str) -> Option<Vec<String>> {
    let plain = line.replace(['*', '_'], "");
    let plain = plain.trim().trim_start_matches(['>', '-']).trim().trim_end_matches('.');
    let lower = plain.to_lowercase();
    let beginning =
        BEGINNINGS.iter().filter(|beginning| lower.starts_with(**beginning)).max_by_key(|text| text.len())?;
    let rest = plain[beginning.len()..].trim_start_matches([':', ' ']);
    let (date, by) = match rest.split_once(" by ") {
        Some((date, by)) => (date, Some(by.trim())),
        None => (rest, None),
    };
    let date = date_in_words(date.trim().trim_end_matches(','))?;
    let mut keys = vec![format!("last_reviewed_on: {date}")];
    keys.extend(by.filter(|by| !by.is_empty()).map(|by| format!("reviewed_by: {}", value(by))));
    Some(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_says_when_a_page_was_reviewed_becomes_front_matter() {
        let taken = |text: &str| taken_out(text, "a.md");
        let keys = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            taken("# A\n\n*Last reviewed: July 14, 2023 by James*\n\nWords.\n"),
            ("# A\n\nWords.\n".to_owned(), keys(&["last_reviewed_on: 2023-07-14", "reviewed_by: James"]))
        );
        assert_eq!(taken("**Last reviewed on 2 May 2024.**\n").1, keys(&["last_reviewed_on: 2024-05-02"]));
        for kept in [
            "Last reviewed: 01/02/2024\n",
            "We last reviewed it.\n",
            "---\nlast_reviewed_on: 2024-01-01\n---\nLast reviewed: 2 May 2024\n",
        ] {
            assert_eq!(taken(kept), (kept.to_owned(), Vec::new()));
        }
    }
}
