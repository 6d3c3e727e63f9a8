//! Front matter of other programs in Duly's words. What means nothing here goes below `extra`, and is not lost.

use std::sync::Arc;

use super::super::front_matter::value;
use super::super::left_out;
use crate::diagnostic::Diagnostic;
use crate::parse::{WrittenFrontMatter, written_front_matter};
use crate::review::{Cadence, date_in_words};
use crate::source::{SourceFile, Spanned};
use crate::tree::{Node, Value};

/// Keys that Duly knows by the same name, with values of the same form.
const SAME: [&str; 16] = [
    "title",
    "description",
    "kind",
    "owner",
    "owner_slack",
    "status",
    "tags",
    "version",
    "approved_by",
    "phase",
    "hide_in_navigation",
    "prevent_indexing",
    "old_paths",
    "source_url",
    "layout",
    "superseded_by",
];

/// Other names, with Duly's.
const OTHER_NAMES: [(&str, &str); 16] = [
    ("reviewed", "last_reviewed_on"),
    ("reviewed_on", "last_reviewed_on"),
    ("reviewed_at", "last_reviewed_on"),
    ("last_reviewed", "last_reviewed_on"),
    ("last_review", "last_reviewed_on"),
    ("last_reviewed_by", "reviewed_by"),
    ("review_by", "next_review_on"),
    ("next_review", "next_review_on"),
    ("review_due", "next_review_on"),
    ("review_every", "review_in"),
    ("review_cycle", "review_in"),
    ("review_frequency", "review_in"),
    ("sidebar_position", "weight"),
    ("order", "weight"),
    ("nav_order", "weight"),
    ("lang", "language"),
];

/// The keys in `review:`, with Duly's.
const OF_REVIEW: [(&str, &str); 10] = [
    ("last", "last_reviewed_on"),
    ("on", "last_reviewed_on"),
    ("date", "last_reviewed_on"),
    ("reviewed", "last_reviewed_on"),
    ("by", "reviewed_by"),
    ("next", "next_review_on"),
    ("due", "next_review_on"),
    ("in", "review_in"),
    ("every", "review_in"),
    ("cycle", "review_in"),
];

/// The text of a page without the front matter that it had, and the lines that take its place. Front matter that cannot
/// be read stays as it is: a build says what is wrong with it.
pub(super) fn translated(file: &Arc<SourceFile>, findings: &mut Vec<Diagnostic>) -> (String, Vec<String>) {
    if file.text()[file.start()..].starts_with("+++\n") {
        let help = "write it as `key: value` between two lines of `---`, and import again";
        findings.push(left_out(file, 0..3, "front matter in TOML is not read, and is shown as text", help));
    }
    let outcome = written_front_matter(file);
    let WrittenFrontMatter { yaml, body, node, .. } = outcome.value;
    let Some(Node { value: Value::Map(entries), .. }) = node else {
        return (file.text().to_owned(), Vec::new());
    };
    let (Some(yaml), false) = (yaml, file.text()[..body].contains("\n{")) else {
        return (file.text().to_owned(), Vec::new());
    };
    let mut keys = Keys { text: file.text(), lines: Vec::new(), old: Vec::new(), extra: Vec::new() };
    for (index, (key, node)) in entries.iter().enumerate() {
        let end = entries.get(index + 1).map_or(yaml.end, |(next, _)| next.span.start);
        keys.take(key, node, end);
    }
    // What is wrong with a value that is kept, the build of the new book says where it is now.
    findings.extend(
        outcome.findings.into_iter().filter(|finding| finding.code.as_str() == "front-matter/duplicate-key"),
    );
    let Keys { mut lines, old, extra, .. } = keys;
    if !old.is_empty() {
        lines.push("aliases:".to_owned());
        lines.extend(old.iter().map(|old| format!("  - {}", value(old))));
    }
    if !extra.is_empty() {
        lines.push("extra:".to_owned());
        lines.extend(extra.iter().map(|line| format!("  {line}")));
    }
    let front_matter: String = lines.iter().map(|line| format!("{line}\n")).collect();
    (format!("---\n{front_matter}---\n{}", &file.text()[body..]), Vec::new())
}

struct Keys<'t> {
    text: &'t str,
    lines: Vec<String>,
    /// Addresses that the page had.
    old: Vec<String>,
    extra: Vec<String>,
}

impl Keys<'_> {
    /// Takes an entry that ends before byte `end`.
    fn take(&mut self, key: &Spanned<String>, node: &Node, end: usize) {
        let name = key.value.to_lowercase().replace('-', "_");
        let other = OTHER_NAMES.iter().find(|(other, _)| *other == name).map(|(_, own)| *own);
        match (name.as_str(), &node.value) {
            (_, Value::Empty) => {}
            ("review", Value::Map(entries)) => self.review(entries, key, end),
            ("draft", _) if node.value.as_yes_or_no() == Some(true) => {
                self.lines.push("status: draft".to_owned());
            }
            ("published", _) if node.value.as_yes_or_no() == Some(false) => {
                self.lines.push("status: draft".to_owned());
            }
            ("draft" | "published", _) => {}
            ("permalink", Value::Text { text, .. }) if text.starts_with('/') && !text.contains(':') => {
                self.old.push(text.clone());
            }
            ("aliases" | "redirect_from", Value::Text { text, .. }) => self.old.push(text.clone()),
            ("aliases" | "redirect_from", Value::List(items)) => {
                self.old.extend(items.iter().filter_map(text_of));
            }
            _ if SAME.contains(&name.as_str()) => self.raw(&name, key, end),
            _ => match meaning(other.unwrap_or(&name), node) {
                Some((own, text)) => self.lines.push(format!("{own}: {text}")),
                None => self.aside(key, end),
            },
        }
    }

    fn review(&mut self, entries: &[(Spanned<String>, Node)], key: &Spanned<String>, end: usize) {
        let mut made = Vec::new();
        for (inner, node) in entries {
            let own = OF_REVIEW.iter().find(|(name, _)| *name == inner.value).map(|(_, own)| *own);
            match own.and_then(|own| meaning(own, node)) {
                Some((own, text)) => made.push(format!("{own}: {text}")),
                // All of it or nothing: half a review would say something else.
                _ => return self.aside(key, end),
            }
        }
        self.lines.extend(made);
    }

    /// Keeps an entry as it is written, under a name.
    fn raw(&mut self, name: &str, key: &Spanned<String>, end: usize) {
        let written = self.text[key.span.end..end].trim_end();
        self.lines.push(format!("{name}{written}").replace('\r', ""));
    }

    /// Keeps an entry below `extra`.
    fn aside(&mut self, key: &Spanned<String>, end: usize) {
        let written = self.text[key.span.start..end].trim_end();
        self.extra.extend(written.lines().map(str::to_owned));
    }
}

/// What a key with a value of a form of its own says here: one of Duly's keys, and the value as it is to be written.
fn meaning(name: &str, node: &Node) -> Option<(&'static str, String)> {
    const DATES: [&str; 4] = ["last_reviewed_on", "next_review_on", "approved_on", "effective_on"];
    let text = text_of(node)?;
    match name {
        "review_in" if Cadence::parse(&text).is_ok() => Some(("review_in", value(&text))),
        "weight" => {
            let number = text.parse::<f64>().ok().filter(|number| number.fract() == 0.0)?;
            Some(("weight", format!("{number}")))
        }
        "reviewed_by" => Some(("reviewed_by", value(&text))),
        "language" => Some(("language", text.replace('_', "-"))),
        _ => {
            let own = DATES.into_iter().find(|own| *own == name)?;
            Some((own, date_in_words(&text)?.to_string()))
        }
    }
}

fn text_of(node: &Node) -> Option<String> {
    match &node.value {
        Value::Text { text, .. } | Value::Literal(text) => Some(text.trim().to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(front_matter: &str) -> String {
        let text = format!("---\n{front_matter}---\nWords.\n");
        let (text, keys) = translated(&SourceFile::new("a.md", text), &mut Vec::new());
        assert_eq!(keys, [""; 0]);
        text.trim_start_matches("---\n").trim_end_matches("---\nWords.\n").to_owned()
    }

    #[test]
    fn keys_of_other_programs_are_said_in_our_words() {
        assert_eq!(
            of("title: \"A: b\"\nsidebar_position: 3\nreviewed: July 14, 2023\n"),
            "title: \"A: b\"\nweight: 3\nlast_reviewed_on: 2023-07-14\n"
        );
        assert_eq!(
            of("review:\n  last: 2024-01-02\n  by: Ann\n  every: 6 months\n"),
            "last_reviewed_on: 2024-01-02\nreviewed_by: Ann\nreview_in: \"6 months\"\n"
        );
        assert_eq!(
            of("review_by: 2027-01-01\nredirect_from:\n  - /a/\n  - /b\n"),
            "next_review_on: 2027-01-01\naliases:\n  - \"/a/\"\n  - \"/b\"\n"
        );
        assert_eq!(
            of("draft: true\npermalink: /x/\nlang: en_GB\n"),
            "status: draft\nlanguage: en-GB\naliases:\n  - \"/x/\"\n"
        );
    }

    #[test]
    fn what_means_nothing_here_is_kept_below_extra() {
        assert_eq!(
            of("date: 2020-01-02\nhero:\n  image: a.png\ntitle: A\n"),
            "title: A\nextra:\n  date: 2020-01-02\n  hero:\n    image: a.png\n"
        );
        assert_eq!(of("reviewed: 01/02/2024\n"), "extra:\n  reviewed: 01/02/2024\n");
        assert_eq!(of("review:\n  last: sometime\n"), "extra:\n  review:\n    last: sometime\n");
    }
}
