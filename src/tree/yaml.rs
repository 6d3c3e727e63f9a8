//! YAML into [`Node`]s: the only module that knows the YAML crate.
//!
//! Only plain YAML is read: keys, texts, lists. Tags, anchors, aliases, merge keys and second documents are
//! refused. No page of a strategy needs them, each is a way to make a small file mean something large or
//! surprising, and a value that begins with `*`, `&` or `!` nearly always is text that lacks its quotes.

mod explain;
mod line;
mod place;
mod quotes;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy, Tagged};

use super::{Node, Value};
use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::source::{SourceFile, Spanned};
use explain::explain;
use place::Place;

/// How deep lists and keys may nest. The parser and [`Builder`] recurse once for each level, which takes some
/// 60 KiB of stack in a debug build; a thread has 2 MiB.
const DEEPEST: usize = 12;

/// How many keys, texts, lists and maps one block may hold.
const MOST_NODES: usize = 5_000;

/// After so many syntax errors the rest is not read: each costs a parse of the whole block.
const MOST_SYNTAX_ERRORS: usize = 10;

/// Reads the YAML in a byte range of a file; all places are those of the file.
///
/// The parser stops at a syntax error. Where the mistake is confined to one entry, that entry is blanked out
/// and the rest is read, so that one run reports the mistakes of the others too. The value is `None` when
/// that was not possible.
pub fn parse(file: &Arc<SourceFile>, range: Range<usize>) -> Outcome<Option<Node>> {
    let mut findings = Vec::new();
    let mut text = Cow::Borrowed(&file.text()[range.clone()]);
    let root = loop {
        let error = match serde_yaml::from_str_with_options::<Located>(&text, options()) {
            Ok(root) => break Some(root),
            Err(error) => error,
        };
        let place = Place { file, base: range.start, text: &text };
        let trouble = explain(place, &error);
        findings.push(trouble.finding);
        match trouble.entry {
            Some(entry) if findings.len() < MOST_SYNTAX_ERRORS => text = Cow::Owned(blank(&text, entry)),
            _ => break None,
        }
    };
    let mut builder = Builder { file, base: range.start, findings };
    let node = root.map(|root| builder.node(root));
    Outcome::new(node, builder.findings)
}

fn options() -> serde_yaml::Options {
    serde_yaml::options! {
        budget: serde_yaml::budget! {
            max_aliases: 0,
            max_anchors: 0,
            max_documents: 1,
            max_depth: DEEPEST,
            flow_nesting_limit: DEEPEST,
            max_nodes: MOST_NODES,
        },
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        non_finite_float_policy: NonFiniteFloatPolicy::PassThrough,
        strict_booleans: true,
        with_snippet: false,
    }
}

/// `text` with the bytes of `range` replaced by spaces; line ends stay, and so does every offset.
fn blank(text: &str, range: Range<usize>) -> String {
    let spaces =
        |part: &str| part.bytes().map(|b| if matches!(b, b'\n' | b'\r') { b as char } else { ' ' }).collect();
    let blanked: String = spaces(&text[range.clone()]);
    [&text[..range.start], &blanked, &text[range.end..]].concat()
}

type Located = serde_yaml::Spanned<Tagged<Raw>>;

/// What the YAML crate can tell about a value that it may not interpret.
enum Raw {
    Empty,
    /// Something that YAML takes for a boolean or a number. Its text is that of the file, because a number
    /// forgets how it was written: `1.10`, `0x1F`, `1_000`.
    Typed,
    Text(String),
    List(Vec<Located>),
    Map(Vec<(Located, Located)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Empty)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Empty)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Raw, E> {
        Ok(Raw::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Map(entries))
    }
}

/// Makes nodes, and findings about what the syntax allows and Duly does not.
struct Builder<'f> {
    file: &'f Arc<SourceFile>,
    base: usize,
    findings: Vec<Diagnostic>,
}

impl Builder<'_> {
    fn node(&mut self, located: Located) -> Node {
        let span = self.span(&located);
        let Tagged(raw, tag) = located.value;
        if tag.is_some() {
            self.refuse_tag(&span);
        }
        match raw {
            Raw::Empty => Node { span: self.behind_colon(span), value: Value::Empty },
            Raw::Typed => {
                let text = self.file.text()[span.clone()].to_owned();
                Node { span, value: Value::Text { text, quoted: false } }
            }
            Raw::Text(text) => {
                let quoted = self.is_quoted(&span);
                Node { span, value: Value::Text { text, quoted } }
            }
            Raw::List(items) => {
                let items: Vec<Node> = items.into_iter().map(|item| self.node(item)).collect();
                let end = items.last().map_or(span.end, |item| item.span.end);
                Node { span: self.enclose(span, end), value: Value::List(items) }
            }
            Raw::Map(entries) => {
                let (block, count) = (span.is_empty(), entries.len());
                let entries: Vec<_> =
                    entries.into_iter().filter_map(|(k, v)| self.entry(k, v, block)).collect();
                if !block && entries.len() < count {
                    // Braces without keys, such as those of `{{ name }}`, were meant as text.
                    return Node { span, value: Value::Text { text: "{".to_owned(), quoted: true } };
                }
                self.refuse_repeated(&entries);
                let end = entries.last().map_or(span.end, |(key, node)| node.span.end.max(key.span.end));
                Node { span: self.enclose(span, end), value: Value::Map(entries) }
            }
        }
    }

    /// A key and its value. `block` says that each key stands on a line of its own.
    fn entry(&mut self, key: Located, value: Located, block: bool) -> Option<(Spanned<String>, Node)> {
        let span = self.span(&key);
        let text = match key.value.0 {
            Raw::Typed => self.file.text()[span.clone()].to_owned(),
            Raw::Text(text) => text,
            Raw::Empty | Raw::List(_) | Raw::Map(_) => {
                self.findings.push(explain::odd_key(self.place(), span.start - self.base));
                return None;
            }
        };
        if key.value.1.is_some() {
            self.refuse_tag(&span);
        }
        if block && let Some(tab) = line::tab_in_indentation(self.file.text(), span.start) {
            self.findings.push(explain::tab(self.file, tab));
        }
        if text == "<<" {
            let message = "`<<` would copy keys from elsewhere (a YAML merge), which is not supported";
            let finding = Diagnostic::new(Code::FrontMatterUnsupported, self.file, span.clone(), message);
            self.findings.push(finding.help("write the keys themselves"));
        }
        let node = self.node(value);
        Some((Spanned::new(text, span), node))
    }

    fn refuse_repeated(&mut self, entries: &[(Spanned<String>, Node)]) {
        let mut first: HashMap<&str, &Range<usize>> = HashMap::new();
        for (key, _) in entries {
            let Some(first) = first.get(key.value.as_str()) else {
                first.insert(&key.value, &key.span);
                continue;
            };
            let message = format!("`{}` is written more than once", key.value);
            let finding =
                Diagnostic::new(Code::FrontMatterDuplicateKey, self.file, key.span.clone(), message)
                    .label("again here")
                    .also(self.file, (*first).clone(), "first here")
                    .help("keep the one that is right and remove the other");
            self.findings.push(finding);
        }
    }

    fn refuse_tag(&mut self, value: &Range<usize>) {
        let at = line::token_before(self.file.text(), value.start, '!').unwrap_or(value.start);
        let message = "a value that begins with `!` is a YAML tag, which is not supported";
        let finding =
            Diagnostic::new(Code::FrontMatterUnsupported, self.file, at..value.end.max(at), message);
        let help = line::entry_at(self.file.text(), at)
            .filter(|entry| entry.value.start == at)
            .map_or("if it is text, put quotes around it".to_owned(), |entry| {
                format!("if it is text, {}", line::quote_help(&self.file.text()[entry.value]))
            });
        self.findings.push(finding.help(help));
    }

    fn place(&self) -> Place<'_> {
        Place { file: self.file, base: self.base, text: &self.file.text()[self.base..] }
    }

    /// The bytes of the file on which the crate puts a value: all of a scalar (of a block scalar, its lines),
    /// of a list or map only the bracket, or nothing when it has none.
    fn span(&self, located: &Located) -> Range<usize> {
        let span = located.referenced.span();
        let start = self.base + span.byte_offset().map_or(0, to_usize);
        start..start + span.byte_len().map_or(0, to_usize)
    }

    /// Whether a text is in quotes or a block scalar (`|`, `>`), so that it is never anything but text.
    fn is_quoted(&self, span: &Range<usize>) -> bool {
        let text = self.file.text();
        text[span.clone()].starts_with(['"', '\''])
            || line::follows_block_header(&text[self.base..span.start])
    }

    /// An empty value is put on the colon; people look behind it.
    fn behind_colon(&self, span: Range<usize>) -> Range<usize> {
        let on_colon = span.is_empty() && self.file.text()[span.start..].starts_with(':');
        if on_colon { span.start + 1..span.start + 1 } else { span }
    }

    /// The place of a list or map that begins at `open` and whose last item ends at `end`.
    fn enclose(&self, open: Range<usize>, end: usize) -> Range<usize> {
        let end = end.max(open.end);
        let closing = match &self.file.text()[open.clone()] {
            "[" => self.file.text()[end..].find(']'),
            "{" => self.file.text()[end..].find('}'),
            _ => None,
        };
        open.start..closing.map_or(end, |offset| end + offset + 1)
    }
}

/// An offset that the parser gives; front matter is far smaller than any machine's memory.
fn to_usize(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}
