//! Front matter of other programs in Duly's words, from YAML or TOML. What means nothing here goes below `extra`, and is not
//! lost.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::super::front_matter::{flow, value};
use super::super::left_out;
use super::key_names::{OF_REVIEW, OTHER_NAMES, SAME, YES};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::{Status, WrittenFrontMatter, written_front_matter};
use crate::review::{Cadence, date_in_words};
use crate::source::{SourceFile, Spanned};
use crate::tree::{Node, Value, toml};

/// Where the Markdown of a file begins: behind front matter in YAML or in TOML.
pub(super) fn body(file: &Arc<SourceFile>) -> usize {
    toml_block(file).map_or_else(|| written_front_matter(file).value.body, |(_, body)| body)
}

/// The front matter between two lines `+++`, and where the Markdown begins.
fn toml_block(file: &SourceFile) -> Option<(Range<usize>, usize)> {
    let mut at = file.start();
    let mut lines = file.text()[at..].split_inclusive('\n');
    let opening = lines.next().filter(|line| line.trim_end() == "+++")?;
    at += opening.len();
    let start = at;
    for line in lines {
        if line.trim_end() == "+++" {
            return Some((start..at, at + line.len()));
        }
        at += line.len();
    }
    None
}

/// The text of a page with its front matter in Duly's words. Front matter that cannot be read stays as it is: a build
/// says what is wrong with it.
pub(super) fn translated(file: &Arc<SourceFile>, findings: &mut Vec<Diagnostic>) -> String {
    if let Some((block, body)) = toml_block(file) {
        return of_toml(file, block, body, findings);
    }
    let outcome = written_front_matter(file);
    let WrittenFrontMatter { yaml, body, node, .. } = outcome.value;
    let is_readable = !outcome.findings.iter().any(|finding| {
        matches!(
            finding.code,
            Code::FrontMatterSyntax | Code::FrontMatterUnsupported | Code::FrontMatterTooLarge
        )
    });
    let is_flow = || file.text()[..body].contains("\n{");
    let (Some(yaml), Some(Node { value: Value::Map(entries), .. }), true, false) =
        (yaml, node, is_readable, is_flow())
    else {
        return file.text().to_owned();
    };
    let mut keys = Keys { yaml: Some(file.text()), ..Keys::default() };
    for (index, (key, node)) in entries.iter().enumerate() {
        let end = entries.get(index + 1).map_or(yaml.end, |(next, _)| next.span.start);
        keys.take(key, node, end);
    }
    // What is wrong with a value that is kept, the build of the new book says where it is now.
    findings
        .extend(outcome.findings.into_iter().filter(|finding| finding.code == Code::FrontMatterDuplicateKey));
    keys.text() + &file.text()[body..]
}

fn of_toml(
    file: &Arc<SourceFile>,
    block: Range<usize>,
    body: usize,
    findings: &mut Vec<Diagnostic>,
) -> String {
    let inner = SourceFile::new(file.name(), &file.text()[block.clone()]);
    let outcome = toml::parse(&inner, Code::FrontMatterSyntax);
    let (Value::Map(entries), true) = (&outcome.value.value, outcome.findings.is_empty()) else {
        let message = "this front matter is not TOML that could be read; it is left as it is";
        let help = "write it as `key: value` between two lines of `---`";
        findings.push(left_out(file, file.start()..block.start, message, help));
        return file.text().to_owned();
    };
    let mut keys = Keys::default();
    // The order of the file, which a table of TOML does not keep.
    let mut entries: Vec<_> = entries.iter().collect();
    entries.sort_by_key(|(key, _)| key.span.start);
    for (key, node) in entries {
        keys.take(key, node, 0);
    }
    keys.text() + &file.text()[body..]
}

#[derive(Default)]
struct Keys<'t> {
    /// The file, when its front matter is YAML: what stays is copied as it is written.
    yaml: Option<&'t str>,
    lines: Vec<String>,
    /// The keys that these lines set.
    set: BTreeSet<String>,
    /// Addresses that the page had.
    old: Vec<String>,
    extra: Vec<String>,
    /// The keys that those lines set.
    extra_set: BTreeSet<String>,
}

impl Keys<'_> {
    /// Takes an entry that ends before byte `end`.
    fn take(&mut self, key: &Spanned<String>, node: &Node, end: usize) {
        let name = key.value.to_lowercase().replace('-', "_");
        let entry = (key, node, end);
        let is = |wanted| node.value.as_yes_or_no() == Some(wanted);
        if let Some((_, wanted, own, text)) = YES.iter().find(|(other, ..)| *other == name) {
            if is(*wanted) {
                self.set(own, text, entry);
            }
            return;
        }
        let other = OTHER_NAMES.iter().find(|(other, _)| *other == name).map(|(_, own)| *own);
        match (name.as_str(), &node.value) {
            (_, Value::Empty) => {}
            ("review", Value::Map(entries)) => self.review(entries, entry),
            ("taxonomies", Value::Map(entries)) => self.taxonomies(entries, entry),
            ("extra", Value::Map(entries)) => {
                for (index, (key, node)) in entries.iter().enumerate() {
                    let end = entries.get(index + 1).map_or(end, |(next, _)| next.span.start);
                    self.aside((key, node, end));
                }
            }
            ("search", Value::Map(entries)) if is_excluded(entries) => self.set("search", "false", entry),
            ("permalink" | "slug" | "url" | "path", Value::Text { text, .. }) if is_address(text) => {
                self.old.push(text.clone());
            }
            ("aliases" | "redirect_from", Value::Text { text, .. }) => self.old.push(text.clone()),
            ("aliases" | "redirect_from", Value::List(items)) => {
                self.old.extend(items.iter().filter_map(text_of));
            }
            ("custom_edit_url" | "edit_url", Value::Text { text, .. }) if text.starts_with("http") => {
                self.set("source_url", &value(text), entry);
            }
            _ if SAME.contains(&name.as_str()) && is_plain(node) => self.keep(&name, entry),
            _ => match meaning(other.unwrap_or(&name), node) {
                Some((own, text)) => self.set(own, &text, entry),
                None => self.aside(entry),
            },
        }
    }

    /// Sets a key of Duly's, unless an earlier entry has set it.
    fn set(&mut self, own: &str, text: &str, entry: Entry<'_>) {
        if self.set.insert(own.to_owned()) {
            self.lines.push(format!("{own}: {text}"));
        } else {
            self.aside(entry);
        }
    }

    fn review(&mut self, entries: &[(Spanned<String>, Node)], entry: Entry<'_>) {
        let mut made = Vec::new();
        for (inner, node) in entries {
            let own = OF_REVIEW.iter().find(|(name, _)| *name == inner.value).map(|(_, own)| *own);
            match own.and_then(|own| meaning(own, node)) {
                Some(found) => made.push(found),
                // All of it or nothing: half a review would say something else.
                _ => return self.aside(entry),
            }
        }
        for (own, text) in made {
            self.set(own, &text, entry);
        }
    }

    fn taxonomies(&mut self, entries: &[(Spanned<String>, Node)], entry: Entry<'_>) {
        match entries {
            [(key, node)] if key.value == "tags" && is_plain(node) => self.set("tags", &flow(node), entry),
            _ => self.aside(entry),
        }
    }

    /// Keeps an entry under a name.
    fn keep(&mut self, name: &str, entry: Entry<'_>) {
        if self.set.insert(name.to_owned()) {
            let text = self.written(entry);
            self.lines.push(format!("{name}:{text}").replace('\r', ""));
        } else {
            self.aside(entry);
        }
    }

    /// Keeps an entry below `extra`.
    fn aside(&mut self, entry: Entry<'_>) {
        let text = self.written(entry);
        self.add_extra(&entry.0.value, &text);
    }

    fn add_extra(&mut self, key: &str, text: &str) {
        let mut name = key.to_owned();
        while !self.extra_set.insert(name.clone()) {
            name.push_str("_too");
        }
        let is_word = name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
        let name = if is_word { name } else { super::super::front_matter::quoted(&name) };
        self.extra.extend(format!("{name}:{text}").lines().map(str::to_owned));
    }

    /// What stands behind the colon of an entry.
    fn written(&self, (key, node, end): Entry<'_>) -> String {
        match self.yaml {
            Some(text) => {
                let behind = text[key.span.end..end].trim_end();
                behind.split_once(':').map_or(behind, |(_, behind)| behind).to_owned()
            }
            None => format!(" {}", flow(node)),
        }
    }

    /// The front matter of the new page.
    fn text(self) -> String {
        let Self { mut lines, old, extra, .. } = self;
        if !old.is_empty() {
            lines.push("aliases:".to_owned());
            lines.extend(old.iter().map(|old| format!("  - {}", value(old))));
        }
        if !extra.is_empty() {
            lines.push("extra:".to_owned());
            lines.extend(extra.iter().map(|line| format!("  {line}")));
        }
        let front_matter: String = lines.iter().map(|line| format!("{line}\n")).collect();
        format!("---\n{front_matter}---\n")
    }
}

/// A key, its value, and where the next key begins.
type Entry<'e> = (&'e Spanned<String>, &'e Node, usize);

/// `exclude: true`
fn is_excluded(entries: &[(Spanned<String>, Node)]) -> bool {
    entries.iter().any(|(key, node)| key.value == "exclude" && node.value.as_yes_or_no() == Some(true))
}

fn is_address(text: &str) -> bool {
    text.starts_with('/') && text.len() > 1 && !text.contains(':')
}

/// Whether a value is of a form that all of Duly's keys take: a word, or a list of words.
fn is_plain(node: &Node) -> bool {
    match &node.value {
        Value::List(items) => items.iter().all(|item| text_of(item).is_some()),
        _ => text_of(node).is_some(),
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
        "language" => {
            let tag = text.replace('_', "-");
            let is_tag =
                |part: &str| (2..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric());
            let is_language =
                tag.split('-').next().is_some_and(|first| first.len() < 4) && tag.split('-').all(is_tag);
            is_language.then_some(("language", tag))
        }
        "status" => Status::ALL.iter().find(|status| status.as_str() == text).map(|_| ("status", text)),
        "description" => Some(("description", value(&text))),
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
        let text = translated(&SourceFile::new("a.md", text), &mut Vec::new());
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

    #[test]
    fn a_key_that_is_said_twice_is_said_once() {
        assert_eq!(of("weight: 1\norder: 2\n"), "weight: 1\nextra:\n  order: 2\n");
        assert_eq!(
            of("status: new\nnav_exclude: true\nlang: english\n"),
            "hide_in_navigation: true\nextra:\n  status: new\n  lang: english\n"
        );
        assert_eq!(
            of("search:\n  exclude: true\nextra:\n  a: 1\na: 2\n"),
            "search: false\nextra:\n  a: 1\n  a_too: 2\n"
        );
    }

    #[test]
    fn toml_is_translated_as_yaml_is() {
        let toml = "+++\ntitle = \"A: b\"\nweight = 3\ndate = 2020-01-02T10:00:00Z\ndraft = true\naliases = [\"/x/\"]\nreviewed = 2024-05-06\n[taxonomies]\ntags = [\"a\", \"b\"]\n[extra]\nlead = \"c\\nd\"\n[menu.main]\nweight = 5\n+++\nWords.\n";
        let mut findings = Vec::new();
        assert_eq!(
            translated(&SourceFile::new("a.md", toml), &mut findings),
            "---\ntitle: \"A: b\"\nweight: 3\nstatus: draft\nlast_reviewed_on: 2024-05-06\ntags: [\"a\", \"b\"]\naliases:\n  - \"/x/\"\nextra:\n  date: 2020-01-02T10:00:00Z\n  lead: \"c\\nd\"\n  menu: {\"main\": {\"weight\": 5}}\n---\nWords.\n"
        );
        assert_eq!(findings, []);
        let broken = "+++\ntitle =\n+++\nWords.\n";
        assert_eq!(translated(&SourceFile::new("a.md", broken), &mut findings), broken);
        assert_eq!(findings.len(), 1);
    }
}
