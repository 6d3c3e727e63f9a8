//! What was meant for a program and not for readers: templates, includes and the marks of kramdown.
//!
//! No word is ever lost. An include is put in where it stands; a mark that has its line to itself becomes a comment, one
//! within a line stays as it is, and both are reported.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::super::links::joined;
use super::super::{Files, MOST_INCLUDES, left_out};
use crate::diagnostic::Diagnostic;
use crate::parse::written_front_matter;
use crate::source::SourceFile;

/// Files within files are followed so far.
const DEEPEST: usize = 8;

/// A text without marks.
pub(super) struct Marks {
    pub(super) text: String,
    /// The files that were put in.
    pub(super) included: BTreeSet<String>,
}

/// The text of a page with its marks resolved.
pub(super) fn resolved(file: &Arc<SourceFile>, files: &Files, findings: &mut Vec<Diagnostic>) -> Marks {
    let body = written_front_matter(file).value.body;
    let mut reader =
        MarkReader { files, included: BTreeSet::new(), unknown: BTreeMap::new(), left: MOST_INCLUDES };
    let text = file.text()[..body].to_owned() + &reader.body(file.name(), &file.text()[body..], body, 0);
    for (name, (span, count)) in reader.unknown {
        let times = if count > 1 { format!(", {count} times on this page") } else { String::new() };
        let message = format!("`{name}` was meant for a program{times}; it is not run");
        let help = "write in its place what readers are to see, or remove it";
        findings.push(left_out(file, span, &message, help));
    }
    Marks { text, included: reader.included }
}

struct MarkReader<'a> {
    files: &'a Files,
    included: BTreeSet<String>,
    /// By what they begin with: where the first of them is, and how many there are.
    unknown: BTreeMap<String, (Range<usize>, usize)>,
    /// How many more files may be put in.
    left: usize,
}

/// A line that is not code.
struct Line<'a> {
    /// The file that it is in.
    name: &'a str,
    text: &'a str,
    /// Where it begins in that file.
    at: usize,
    /// In how many includes it is.
    depth: usize,
}

impl MarkReader<'_> {
    /// A body with its marks resolved; `start` is where it begins in its file.
    fn body(&mut self, name: &str, body: &str, start: usize, depth: usize) -> String {
        let mut text = String::with_capacity(body.len());
        let mut at = start;
        let mut fence: Option<&str> = None;
        for line in body.split_inclusive('\n') {
            let content = line.trim();
            let opening = ["```", "~~~"].into_iter().find(|mark| content.starts_with(mark));
            let is_code = fence.is_some() || opening.is_some();
            match (fence, opening) {
                (None, Some(mark)) => fence = Some(mark),
                (Some(open), Some(mark)) if open == mark => fence = None,
                _ => {}
            }
            if is_code {
                text += line;
            } else {
                self.line(&Line { name, text: line, at, depth }, &mut text);
            }
            at += line.len();
        }
        text
    }

    fn line(&mut self, of: &Line<'_>, text: &mut String) {
        let Line { name, text: line, at, depth } = *of;
        let content = line.trim();
        let end = &line[line.trim_end().len()..];
        let place = at + (line.len() - line.trim_start().len());
        let span = place..place + content.len();
        if let Some(id) = attributes(content) {
            // It belongs to what stands above; only an id means something to readers.
            if !id.is_empty() && last_line(text).starts_with('#') {
                let keep = text.trim_end().len();
                text.insert_str(keep, &format!(" {{#{id}}}"));
            }
        } else if content == "{::comment}" {
            *text += "<!--";
            *text += end;
        } else if content == "{:/comment}" {
            *text += "-->";
            *text += end;
        } else if content == "{:toc}" {
            // The item above it is what the contents would have taken the place of.
            let above = last_line(text).len();
            if last_line(text).trim_start().starts_with(['*', '-']) {
                text.truncate(text.trim_end().len() - above);
            }
        } else if let Some(file) = self.include(name, content, depth) {
            text.push_str(file.trim_end());
            text.push_str(end);
        } else if is_mark(content) {
            self.unknown(content, span, depth);
            *text += &comment(content);
            *text += end;
        } else {
            self.inline_marks(line, at, depth);
            text.push_str(&without_classes(line));
        }
    }

    /// The file that a line puts in: `{include a.md}` or `{% include a.md %}`.
    fn include(&mut self, name: &str, content: &str, depth: usize) -> Option<String> {
        let inner = content.strip_prefix('{')?.strip_suffix('}')?.trim_matches('%').trim();
        let wanted = inner.strip_prefix("include ")?.trim().trim_matches(['"', '\'']);
        let path = self.find(name, wanted).filter(|_| depth < DEEPEST)?;
        self.left = self.left.checked_sub(1)?;
        let file = SourceFile::new(path.as_str(), String::from_utf8(self.files.get(&path)?.clone()).ok()?);
        let body = written_front_matter(&file).value.body;
        let text = self.body(&path, &file.text()[body..], body, depth + 1);
        self.included.insert(path);
        Some(text)
    }

    /// The file of that name: beside the page, in a folder for such parts, or anywhere if there is only one.
    fn find(&self, page: &str, wanted: &str) -> Option<String> {
        let (folder, name) = wanted.rsplit_once('/').unwrap_or(("", wanted));
        let names = [wanted.to_owned(), joined(folder, &format!("_{name}"))];
        let beside = page.rsplit_once('/').map_or("", |(folder, _)| folder);
        let near = names.iter().map(|name| joined(beside, name)).find(|path| self.files.contains_key(path));
        near.or_else(|| {
            let ends = |path: &&String| names.iter().any(|name| path.ends_with(&format!("/{name}")));
            let mut found = self.files.keys().filter(ends);
            found.next().filter(|_| found.next().is_none()).cloned()
        })
    }

    /// Templates within a line, which stay as they are.
    fn inline_marks(&mut self, line: &str, at: usize, depth: usize) {
        for (open, close) in [("{{", "}}"), ("{%", "%}"), ("<%", "%>")] {
            let mut from = 0;
            while let Some(start) = line[from..].find(open).map(|start| from + start) {
                let Some(end) = line[start..].find(close).map(|end| start + end + 2) else { break };
                self.unknown(&line[start..end], at + start..at + end, depth);
                from = end;
            }
        }
        // `{TIMESTAMP}`: capitals are no word of prose.
        let mut from = 0;
        while let Some(start) = line[from..].find('{').map(|start| from + start) {
            let Some(end) = line[start..].find('}').map(|end| start + end + 1) else { break };
            let name: String =
                line[start + 1..end - 1].chars().take_while(char::is_ascii_uppercase).collect();
            if name.len() > 2 && !line[..start].ends_with('{') {
                self.unknown(&line[start..end], at + start..at + end, depth);
            }
            from = end;
        }
    }

    /// Notes a mark. Of a file that is put in, its own page tells.
    fn unknown(&mut self, mark: &str, span: Range<usize>, depth: usize) {
        if depth > 0 {
            return;
        }
        let name = mark.split([' ', '=']).next().unwrap_or(mark);
        let is_short = mark.len() <= 40;
        let entry = self.unknown.entry(if is_short { mark } else { name }.to_owned());
        entry.or_insert((span, 0)).1 += 1;
    }
}

/// A mark as a comment, in which two hyphens would be its end.
fn comment(mark: &str) -> String {
    format!("<!-- {} -->", mark.replace("--", "- -"))
}

/// The last line that says something.
fn last_line(text: &str) -> &str {
    text.trim_end().rsplit('\n').next().unwrap_or_default()
}

/// Whether a line is one of kramdown's lists of attributes, `{: .class #id}`, and the id in it: empty
/// for none.
fn attributes(content: &str) -> Option<&str> {
    let inner = content.strip_prefix("{:")?.strip_suffix('}')?;
    let is_attribute = |word: &&str| word.starts_with(['.', '#']) || word.contains('=');
    let words: Vec<&str> = inner.split_whitespace().collect();
    if words.is_empty() || !words.iter().all(is_attribute) {
        return None;
    }
    Some(words.iter().find_map(|word| word.strip_prefix('#')).unwrap_or_default())
}

/// Attributes at the end of a line say nothing to readers.
fn without_classes(line: &str) -> String {
    let content = line.trim_end();
    match content.rfind("{:") {
        Some(start) if start > 0 && attributes(&content[start..]).is_some() => {
            format!("{}{}", content[..start].trim_end(), &line[content.len()..])
        }
        _ => line.to_owned(),
    }
}

/// A line that is nothing but a mark: `{div .a}`, `{/div}`, `{% if a %}`, `{{ a }}`.
fn is_mark(content: &str) -> bool {
    let is_template = (content.starts_with("{{") && content.ends_with("}}"))
        || (content.starts_with("{%") && content.ends_with("%}"))
        || (content.starts_with("<%") && content.ends_with("%>"));
    let inner = content.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let is_word = inner.is_some_and(|inner| {
        let inner = inner.trim_start_matches('/');
        inner.starts_with(|c: char| c.is_ascii_alphabetic()) && !inner.contains(['{', '}'])
    });
    is_template || is_word
}
