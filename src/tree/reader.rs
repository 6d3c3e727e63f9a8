//! Nodes into types: asking for a key makes it known, and what nobody asked for is reported.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use super::{Node, Value};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::{SourceFile, Spanned};

/// The codes under which the mistakes of one kind of file are reported.
#[derive(Clone, Copy, Debug)]
pub struct Codes {
    /// A value that has the wrong shape or makes no sense.
    pub invalid_value: Code,
    /// A key with nothing behind it.
    pub empty_value: Code,
    /// A key that nobody asked for.
    pub unknown_key: Code,
}

/// Turns the nodes of one file into values and collects what is wrong with them.
pub struct Reader<'f> {
    file: &'f Arc<SourceFile>,
    codes: Codes,
    findings: RefCell<Vec<Diagnostic>>,
}

/// The entries of one map while it is being read. Each method names a key, which thereby is a known one, and
/// gives its value when it is there and right; otherwise the mistake has been noted.
pub struct Fields<'r, 'f, 'n> {
    reader: &'r Reader<'f>,
    span: Range<usize>,
    entries: &'n [(Spanned<String>, Node)],
    known: Vec<&'static str>,
    /// Whether every key is welcome.
    open: bool,
}

impl<'f> Reader<'f> {
    /// A reader of one file that reports under these codes.
    pub fn new(file: &'f Arc<SourceFile>, codes: Codes) -> Self {
        Self { file, codes, findings: RefCell::default() }
    }

    /// Everything that was found wrong.
    pub fn into_findings(self) -> Vec<Diagnostic> {
        self.findings.into_inner()
    }

    /// Notes a finding of a caller that understands a value better.
    pub fn report(&self, finding: Diagnostic) {
        self.findings.borrow_mut().push(finding);
    }

    /// A finding in this file, to be completed and reported.
    pub fn finding(&self, code: Code, span: Range<usize>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.file, span, message)
    }

    /// Notes a value that has the right shape and makes no sense.
    pub fn invalid(&self, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.report(self.finding(self.codes.invalid_value, span, message).help(help));
    }

    /// The entries of a map.
    pub fn fields<'r, 'n>(&'r self, node: &'n Node) -> Option<Fields<'r, 'f, 'n>> {
        match &node.value {
            Value::Map(entries) => Some(Fields {
                reader: self,
                span: node.span.clone(),
                entries,
                known: Vec::new(),
                open: false,
            }),
            Value::Empty => self.empty(node),
            value => {
                let help = if self.file.name().ends_with(".toml") {
                    "write it as a heading in square brackets, and its keys below, one on each line"
                } else {
                    "write its keys below it, one on each line and indented by two blanks"
                };
                let message = format!("expected keys and their values, found {}", value.found());
                self.invalid(node.span.clone(), message, help);
                None
            }
        }
    }

    /// A text that says something, without the white space around it: a block of lines ends in a line end.
    pub fn text(&self, node: &Node) -> Option<Spanned<String>> {
        match &node.value {
            Value::Text { text, .. } if text.trim().is_empty() => self.empty(node),
            Value::Text { text, .. } => Some(Spanned::new(text.trim().to_owned(), node.span.clone())),
            Value::Literal(literal) => {
                let message = format!("expected text, found {}", node.value.describe());
                self.invalid(node.span.clone(), message, format!("write it in quotes: \"{literal}\""));
                None
            }
            _ => match self.meant_as_text(node) {
                Some(text) => {
                    let message = format!("expected text, found {}", node.value.describe());
                    self.invalid(
                        node.span.clone(),
                        message,
                        format!("if it is text, put quotes around it: {text}"),
                    );
                    None
                }
                None => self.expected("text", node),
            },
        }
    }

    /// `true` or `false`, and none of the other words that YAML once took for them.
    pub fn boolean(&self, node: &Node) -> Option<bool> {
        match plain(node) {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => match node.value.as_yes_or_no() {
                Some(meant) => {
                    let message = format!("expected `true` or `false`, found {}", node.value.found());
                    self.invalid(node.span.clone(), message, format!("write `{meant}` without quotes"));
                    None
                }
                None => self.expected("`true` or `false`", node),
            },
        }
    }

    /// A whole number.
    pub fn integer(&self, node: &Node) -> Option<i64> {
        match plain(node).and_then(|text| text.parse().ok()) {
            Some(number) => Some(number),
            None if node.value == Value::Empty => self.empty(node),
            None => {
                let message = format!("expected a whole number, found {}", node.value.found());
                self.invalid(node.span.clone(), message, "write figures without quotes, such as `10`");
                None
            }
        }
    }

    /// A language tag with the outer form of BCP 47 (RFC 5646 §2.1); the registry of its parts is not consulted.
    pub fn language(&self, node: &Node) -> Option<Spanned<String>> {
        let tag = self.text(node)?;
        if is_language_tag(&tag.value) {
            return Some(tag);
        }
        let dashed = tag.value.replace('_', "-");
        let help = if is_language_tag(&dashed) {
            format!("write `{dashed}`")
        } else {
            "write a language tag, such as `en`, `en-GB` or `cy`".to_owned()
        };
        self.invalid(tag.span, format!("`{}` is not a language tag", tag.value), help);
        None
    }

    /// The items of a list; a single value stands for a list of one.
    pub fn items<'n>(&self, node: &'n Node) -> &'n [Node] {
        match &node.value {
            Value::List(items) => items,
            Value::Empty => {
                self.empty::<()>(node);
                &[]
            }
            _ => std::slice::from_ref(node),
        }
    }

    /// One of a few words.
    pub fn choice<T: Clone>(&self, node: &Node, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(node)?;
        if let Some((_, value)) = choices.iter().find(|(word, _)| *word == text.value) {
            return Some(value.clone());
        }
        let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
        let help = match nearest(&text.value, words.iter().copied()) {
            Some(word) => format!("did you mean `{word}`?"),
            None => format!("write one of: {}", words.join(", ")),
        };
        self.invalid(text.span, format!("`{}` is not one of the choices", text.value), help);
        None
    }

    /// A list or a table on one line with quotes around it: brackets at the beginning of a text make it one.
    fn meant_as_text(&self, node: &Node) -> Option<String> {
        const LONGEST: usize = 80;
        let written = &self.file.text()[node.span.clone()];
        let bracketed = written.starts_with(['[', '{']) && written.ends_with([']', '}']);
        let short = written.len() <= LONGEST && !written.contains(['\n', '\r', '"', '\\']);
        (bracketed && short && node.value != Value::Empty).then(|| format!("\"{written}\""))
    }

    fn expected<T>(&self, what: &str, node: &Node) -> Option<T> {
        if node.value == Value::Empty {
            return self.empty(node);
        }
        let message = format!("expected {what}, found {}", node.value.found());
        self.invalid(node.span.clone(), message, format!("write {what} here"));
        None
    }

    fn empty<T>(&self, node: &Node) -> Option<T> {
        let finding = self.finding(self.codes.empty_value, node.span.clone(), "nothing is written here");
        let help = match self.comment_behind(node) {
            Some(comment) => {
                format!("a `#` begins a comment; if it is text, put quotes around it: \"{comment}\"")
            }
            None => "write a value, or remove the line".to_owned(),
        };
        self.report(finding.help(help));
        None
    }

    /// The comment on the line of an empty value, such as that of `owner_slack: #digital`.
    fn comment_behind(&self, node: &Node) -> Option<&'f str> {
        let line = self.file.text().get(node.span.end..)?.split(['\n', '\r']).next()?;
        let comment = line.trim();
        (node.value == Value::Empty && comment.starts_with('#') && !comment.contains(['"', '\\']))
            .then_some(comment)
    }
}

impl<'r, 'f, 'n> Fields<'r, 'f, 'n> {
    /// The value of a key as it was written.
    pub fn node(&mut self, key: &'static str) -> Option<&'n Node> {
        self.known.push(key);
        self.entry(key).map(|(_, node)| node)
    }

    /// A key and its value as they were written. This does not make the key a known one.
    pub fn entry(&self, key: &str) -> Option<&'n (Spanned<String>, Node)> {
        self.entries.iter().find(|(name, _)| name.value == key)
    }

    /// The value of a key, read by `read`, which notes what is wrong with it.
    pub fn with<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&Reader<'f>, &Node) -> Option<T>,
    ) -> Option<T> {
        let node = self.node(key)?;
        read(self.reader, node)
    }

    /// The text under a key: see [`Reader::text`].
    pub fn text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        self.with(key, Reader::text)
    }

    /// `true` or `false` under a key: see [`Reader::boolean`].
    pub fn boolean(&mut self, key: &'static str) -> Option<bool> {
        self.with(key, Reader::boolean)
    }

    /// The whole number under a key: see [`Reader::integer`].
    pub fn integer(&mut self, key: &'static str) -> Option<i64> {
        self.with(key, Reader::integer)
    }

    /// A list of texts, or a single text for a list of one.
    pub fn texts(&mut self, key: &'static str) -> Vec<Spanned<String>> {
        self.list(key, Reader::text)
    }

    /// A list of what `read` reads; items that are wrong are noted and left out.
    pub fn list<T>(
        &mut self,
        key: &'static str,
        mut read: impl FnMut(&Reader<'f>, &Node) -> Option<T>,
    ) -> Vec<T> {
        let Some(node) = self.node(key) else {
            return Vec::new();
        };
        let items = self.reader.items(node);
        items.iter().filter_map(|item| read(self.reader, item)).collect()
    }

    /// One of a few words under a key: see [`Reader::choice`].
    pub fn choice<T: Clone>(&mut self, key: &'static str, choices: &[(&str, T)]) -> Option<T> {
        self.with(key, |reader, node| reader.choice(node, choices))
    }

    /// A table under a key, read as a whole by `read`; keys that it did not ask for are reported.
    pub fn table<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Fields<'r, 'f, 'n>) -> T,
    ) -> Option<T> {
        let node = self.node(key)?;
        let mut fields = self.reader.fields(node)?;
        let value = read(&mut fields);
        fields.refuse_unknown();
        Some(value)
    }

    /// A table that may be absent, in which case `read` is given an empty one: what it makes of that is the
    /// default.
    pub fn section<T>(&mut self, key: &'static str, mut read: impl FnMut(&mut Fields<'r, 'f, 'n>) -> T) -> T {
        if let Some(value) = self.table(key, &mut read) {
            return value;
        }
        read(&mut Fields { reader: self.reader, span: 0..0, entries: &[], known: Vec::new(), open: false })
    }

    /// Reports a key that must be there and is not, at the beginning of the table.
    pub fn missing(&self, code: Code, message: &str, help: &str) {
        self.reader.report(self.reader.finding(code, self.span.clone(), message).help(help));
    }

    /// A table of tables, such as `[owners.*]`, in the order of the file.
    pub fn tables<T>(
        &mut self,
        key: &'static str,
        mut read: impl FnMut(&Spanned<String>, &mut Fields<'r, 'f, 'n>) -> T,
    ) -> Vec<(Spanned<String>, T)> {
        let Some(outer) = self.node(key).and_then(|node| self.reader.fields(node)) else {
            return Vec::new();
        };
        let read_entry = |(name, node): &'n (Spanned<String>, Node)| {
            let mut fields = self.reader.fields(node)?;
            let value = read(name, &mut fields);
            fields.refuse_unknown();
            Some((name.clone(), value))
        };
        outer.entries.iter().filter_map(read_entry).collect()
    }

    /// All entries, for a map whose keys are the author's own: none of them is unknown.
    pub fn own_keys(&mut self) -> &'n [(Spanned<String>, Node)] {
        self.open = true;
        self.entries
    }

    /// The reader of the file, to note findings and read nodes with.
    pub fn reader(&self) -> &'r Reader<'f> {
        self.reader
    }

    /// The keys that nobody asked for.
    pub fn unknown(&self) -> impl Iterator<Item = &'n Spanned<String>> {
        let known = |name: &str| self.known.contains(&name);
        self.entries.iter().map(|(name, _)| name).filter(move |name| !self.open && !known(&name.value))
    }

    /// The known key nearest to a word.
    pub fn nearest(&self, word: &str) -> Option<&'static str> {
        nearest(word, self.known.iter().copied())
    }

    /// Reports every key that nobody asked for.
    pub fn refuse_unknown(&self) {
        for key in self.unknown() {
            let help = match self.nearest(&key.value) {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("known here: {}", self.known.join(", ")),
            };
            let message = format!("`{}` is not a known key", key.value);
            let finding = self.reader.finding(self.reader.codes.unknown_key, key.span.clone(), message);
            self.reader.report(finding.help(help));
        }
    }
}

/// The text of a scalar that is not quoted.
fn plain(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Text { text, quoted: false } | Value::Literal(text) => Some(text),
        _ => None,
    }
}

/// A language of two or three letters, then subtags of up to eight letters or digits.
fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    matches!(language.len(), 2..=3)
        && language.chars().all(|c| c.is_ascii_alphabetic())
        && parts.all(|part| matches!(part.len(), 1..=8) && part.chars().all(|c| c.is_ascii_alphanumeric()))
}
