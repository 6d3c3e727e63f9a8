//! `{{#include}}` and its like: files, lines and anchored parts of files put where they are named.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::{Files, Room, left_out};
use crate::diagnostic::Diagnostic;
use crate::link::joined;
use crate::parse::CodeLines;
use crate::source::SourceFile;

/// Files within files are followed so far.
const DEEPEST: usize = 10;

/// The text of a chapter with what it includes, without the lines of code that begin with what hides them in their
/// language.
pub(super) fn resolved(
    file: &Arc<SourceFile>,
    files: &Files,
    hidden: &BTreeMap<String, String>,
    findings: &mut Vec<Diagnostic>,
) -> String {
    let mut resolver = Resolver { files, findings, room: Room::default() };
    without_hidden_lines(&resolver.text(file, &file.text()[file.start()..], 0), hidden)
}

struct Resolver<'a> {
    files: &'a Files,
    findings: &'a mut Vec<Diagnostic>,
    /// How much more may be put in.
    room: Room,
}

impl Resolver<'_> {
    /// The text of (a part of) a file with its directives resolved.
    fn text(&mut self, file: &Arc<SourceFile>, text: &str, depth: usize) -> String {
        let mut resolved = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find("{{#") {
            let Some(end) = rest[start..].find("}}").map(|end| start + end + 2) else { break };
            let before = &rest[..start];
            let directive = &rest[start..end];
            if let Some(before) = before.strip_suffix('\\') {
                resolved += before;
                resolved += directive;
            } else {
                resolved += before;
                resolved += &self.directive(file, directive, depth);
            }
            rest = &rest[end..];
        }
        resolved + rest
    }

    fn directive(&mut self, file: &Arc<SourceFile>, directive: &str, depth: usize) -> String {
        let inner = directive.trim_start_matches("{{#").trim_end_matches("}}").trim();
        let (name, argument) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        let argument = argument.trim();
        let made = match name {
            // It names the window of the browser, for which Duly has the title of the page.
            "title" => Some(String::new()),
            "include" | "rustdoc_include" => self.included(file, argument, depth),
            "playground" | "playpen" => {
                let path = argument.split_whitespace().next().unwrap_or_default();
                self.included(file, path, depth).map(|code| format!("```rust\n{}\n```", code.trim_end()))
            }
            _ => None,
        };
        made.unwrap_or_else(|| {
            let start = file.text().find(directive).unwrap_or_default();
            let end = (start + directive.len()).min(file.text().len());
            let message = format!("`{directive}` could not be resolved and is left as it is");
            let help = "write what it stood for in its place";
            self.findings.push(left_out(file, start..end, &message, help));
            directive.to_owned()
        })
    }

    fn included(&mut self, file: &Arc<SourceFile>, argument: &str, depth: usize) -> Option<String> {
        let mut parts = argument.splitn(3, ':');
        let path = parts.next().unwrap_or_default();
        let folder = file.name().rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = joined(folder, path).filter(|_| !path.starts_with('/'))?;
        let bytes = self.files.get(&path).filter(|_| depth < DEEPEST)?;
        self.room.take(bytes.len())?;
        let source = SourceFile::new(path.as_str(), String::from_utf8(bytes.clone()).ok()?);
        let part = part(&source.text()[source.start()..], parts.next(), parts.next())?;
        Some(self.text(&source, &part, depth + 1).trim_end_matches(['\n', '\r']).to_owned())
    }
}

/// The lines that were asked for: `3`, `3:`, `:7`, `3:7` or an anchor.
fn part(text: &str, first: Option<&str>, second: Option<&str>) -> Option<String> {
    let number = |text: &str| text.trim().parse::<usize>().ok();
    let lines: Vec<&str> = text.lines().collect();
    let (from, to) = match (first.map(str::trim), second.map(str::trim)) {
        (None, _) => return Some(text.to_owned()),
        (Some(""), None | Some("")) => (1, lines.len()),
        (Some(from), None) if number(from).is_some() => (number(from)?, number(from)?),
        (Some(name), None) => return anchored(&lines, name),
        (Some(from), Some(to)) => {
            let from = if from.is_empty() { 1 } else { number(from)? };
            (from, if to.is_empty() { lines.len() } else { number(to)? })
        }
    };
    let from = from.saturating_sub(1).min(lines.len());
    Some(lines[from..to.clamp(from, lines.len())].join("\n"))
}

/// The lines between `ANCHOR: name` and `ANCHOR_END: name`, without those that mark others.
fn anchored(lines: &[&str], name: &str) -> Option<String> {
    let mark = |line: &str, word: &str| {
        let rest = line.split(word).nth(1)?;
        rest.split_whitespace().next().map(str::to_owned)
    };
    let begins = |line: &&&str| mark(line, "ANCHOR:").as_deref() == Some(name);
    let ends = |line: &&str| mark(line, "ANCHOR_END:").as_deref() == Some(name);
    let start = lines.iter().position(|line| begins(&line))?;
    let inside = lines[start + 1..].iter().take_while(|line| !ends(line));
    let shown = inside.filter(|line| !line.contains("ANCHOR:") && !line.contains("ANCHOR_END:"));
    Some(shown.copied().collect::<Vec<_>>().join("\n"))
}

/// Code without the lines that mdBook hides: in Rust those that begin with `# `, in other languages those that begin with
/// what the settings or the block name.
fn without_hidden_lines(text: &str, hidden: &BTreeMap<String, String>) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut code = CodeLines::default();
    let mut was_code = false;
    let mut hides: Option<String> = None;
    for line in text.split_inclusive('\n') {
        let is_code = code.take(line);
        if is_code && !was_code {
            hides = hiding(line, hidden);
        }
        let content = line.trim();
        // The fences themselves are shown.
        let is_inside = was_code && code.is_open();
        was_code = code.is_open();
        match hides.as_deref().filter(|_| is_inside) {
            Some("#") if content == "#" || content.starts_with("# ") => {}
            Some("#") if content.starts_with("##") => shown += &line.replacen("##", "#", 1),
            Some("#") | None => shown += line,
            Some(prefix) if content.starts_with(prefix) => {}
            Some(_) => shown += line,
        }
    }
    shown
}

/// What lines begin with that are hidden in the block that a fence opens.
fn hiding(fence: &str, hidden: &BTreeMap<String, String>) -> Option<String> {
    let info = fence.trim().trim_start_matches(['`', '~']);
    let mut words = info.split([',', ' ', '\t', '{', '}']).filter(|word| !word.is_empty());
    let language = words.next()?;
    let own = words.find_map(|word| word.strip_prefix("hidelines=")).map(str::to_owned);
    let of_rust = Some("#".to_owned()).filter(|_| language == "rust");
    own.or(of_rust).or_else(|| hidden.get(language).cloned()).filter(|prefix| !prefix.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_file_are_named_by_lines_or_anchors() {
        let text = "one\n// ANCHOR: b\ntwo\n// ANCHOR: c\nthree\n// ANCHOR_END: c\n// ANCHOR_END: b\nfour\n";
        let of = |first, second| part(text, first, second);
        assert_eq!(of(None, None).as_deref(), Some(text));
        assert_eq!(of(Some("1"), None).as_deref(), Some("one"));
        assert_eq!(of(Some("7"), Some("")).as_deref(), Some("// ANCHOR_END: b\nfour"));
        assert_eq!(of(Some(""), Some("1")).as_deref(), Some("one"));
        assert_eq!(of(Some("8"), Some("99")).as_deref(), Some("four"));
        assert_eq!(of(Some("b"), None).as_deref(), Some("two\nthree"));
        assert_eq!(of(Some("gone"), None), None);
    }

    #[test]
    fn hidden_lines_of_rust_are_left_out_and_of_nothing_else() {
        let text = "# Title\n```rust\n# use a;\nlet b;\n## c\n#[d]\n```\n```sh\n# e\n```\n";
        let shown = "# Title\n```rust\nlet b;\n# c\n#[d]\n```\n```sh\n# e\n```\n";
        assert_eq!(without_hidden_lines(text, &BTreeMap::new()), shown);
        let hidden = BTreeMap::from([("python".to_owned(), "~".to_owned())]);
        let text =
            "```python\n~a\n# b\n```\n```js,hidelines=!!\n!!a\n!b\n```\n````md\n```rust\n# a\n```\n````\n";
        let shown = "```python\n# b\n```\n```js,hidelines=!!\n!b\n```\n````md\n```rust\n# a\n```\n````\n";
        assert_eq!(without_hidden_lines(text, &hidden), shown);
    }
}
