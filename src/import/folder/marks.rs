//! What was meant for a program and not for readers: templates, includes and the marks of kramdown.
//!
//! No word is ever lost. An include is put in where it stands; a mark that has its line to itself becomes a comment, one
//! within a line stays as it is, and both are reported.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::super::{Files, Room, left_out};
use super::templates::{Meaning, marks_in, meaning};
use crate::diagnostic::Diagnostic;
use crate::link::joined;
use crate::parse::CodeLines;
use crate::source::SourceFile;

/// Files within files are followed so far.
const DEEPEST: usize = 8;

/// The fence of code that stood between templates.
const FENCE: &str = "````";

/// A text without marks.
pub(super) struct Marks {
    pub(super) text: String,
    /// The files that were put in.
    pub(super) included: BTreeSet<String>,
}

/// The text of a page with its marks resolved.
pub(super) fn resolved(file: &Arc<SourceFile>, files: &Files, findings: &mut Vec<Diagnostic>) -> Marks {
    let body = super::keys::body(file);
    let mut reader =
        MarkReader { files, included: BTreeSet::new(), unknown: BTreeMap::new(), room: Room::default() };
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
    /// How much more may be put in.
    room: Room,
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
        let mut code = CodeLines::default();
        // Between marks that say so everything is code, too.
        let mut is_highlighted = false;
        for line in body.split_inclusive('\n') {
            let end = &line[line.trim_end().len()..];
            match meaning(line.trim()) {
                Some(Meaning::CodeEnd) if is_highlighted => {
                    is_highlighted = false;
                    text = text + FENCE + end;
                }
                _ if is_highlighted || code.take(line) => text += line,
                Some(Meaning::Code(language)) => {
                    is_highlighted = true;
                    text = text + FENCE + language + end;
                }
                _ => self.line(&Line { name, text: line, at, depth }, &mut text),
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
        } else if content == "{:toc}" {
            // The item above it is what the contents would have taken the place of.
            let above = last_line(text).len();
            if last_line(text).trim_start().starts_with(['*', '-']) {
                text.truncate(text.trim_end().len() - above);
            }
        } else if let Some(file) = self.include(name, content, depth) {
            text.push_str(file.trim_end());
            text.push_str(end);
        } else {
            match meaning(content) {
                Some(Meaning::Text(instead)) => *text = std::mem::take(text) + &instead + end,
                Some(Meaning::Nothing) => {}
                Some(Meaning::Unknown) => {
                    self.unknown(content, span, depth);
                    *text += &comment(content);
                    *text += end;
                }
                _ => {
                    let line = self.within(of);
                    text.push_str(&without_classes(&line));
                }
            }
        }
    }

    /// The file that a line puts in: `{include a.md}`, `{% include a.md %}` or `--8<-- "a.md"`.
    fn include(&mut self, name: &str, content: &str, depth: usize) -> Option<String> {
        let wanted = if let Some(snippet) = content.strip_prefix("--8<--") {
            snippet.trim()
        } else {
            let inner = content.strip_prefix('{')?.strip_suffix('}')?.trim_matches(['%', '-']).trim();
            inner.strip_prefix("include ").or_else(|| inner.strip_prefix("include_relative "))?.trim()
        };
        let wanted = wanted.trim_matches(['"', '\'']);
        let path = self.find(name, wanted).filter(|_| depth < DEEPEST && !wanted.is_empty())?;
        let bytes = self.files.get(&path)?;
        self.room.take(bytes.len())?;
        let file = SourceFile::new(path.as_str(), String::from_utf8(bytes.clone()).ok()?);
        let body = super::keys::body(&file);
        let text = self.body(&path, &file.text()[body..], body, depth + 1);
        self.included.insert(path);
        Some(text)
    }

    /// The file of that name: beside the page, in a folder for such parts, or anywhere if there is only one.
    fn find(&self, page: &str, wanted: &str) -> Option<String> {
        let (folder, name) = wanted.rsplit_once('/').unwrap_or(("", wanted));
        let names = [Some(wanted.to_owned()), joined(folder, &format!("_{name}"))];
        let names: Vec<String> = names.into_iter().flatten().collect();
        let beside = page.rsplit_once('/').map_or("", |(folder, _)| folder);
        let near = names.iter().filter_map(|name| joined(beside, name));
        near.into_iter().find(|path| self.files.contains_key(path)).or_else(|| {
            let ends = |path: &&String| {
                names.iter().any(|name| *path == name || path.ends_with(&format!("/{name}")))
            };
            let mut found = self.files.keys().filter(ends);
            found.next().filter(|_| found.next().is_none()).cloned()
        })
    }

    /// The page that a template names, as a link from the folder that is imported.
    fn page(&self, name: &str, wanted: &str) -> Option<String> {
        let (path, fragment) = wanted.split_at(wanted.find('#').unwrap_or(wanted.len()));
        let path = path.trim_start_matches('/').trim_end_matches('/');
        if path.is_empty() {
            return Some(fragment.to_owned());
        }
        let paths = ["", ".md", "/index.md", "/_index.md"].map(|ending| format!("{path}{ending}"));
        let found = paths.iter().find_map(|path| self.find(name, path))?;
        Some(format!("/{found}{fragment}"))
    }

    /// A line with the templates in it that are known in their places; the others stay as they are.
    fn within<'l>(&mut self, of: &Line<'l>) -> Cow<'l, str> {
        let Line { name, text: line, at, depth } = *of;
        let mut resolved = String::new();
        let mut copied = 0;
        for mark in marks_in(line) {
            let instead = match meaning(&line[mark.clone()]) {
                Some(Meaning::Nothing) => Some(String::new()),
                Some(Meaning::Text(instead)) => Some(instead),
                Some(Meaning::Page(wanted)) => self.page(name, &wanted),
                _ => None,
            };
            if let Some(instead) = instead {
                resolved += &line[copied..mark.start];
                resolved += &instead;
                copied = mark.end;
            } else {
                self.unknown(&line[mark.clone()], at + mark.start..at + mark.end, depth);
            }
        }
        if copied == 0 { Cow::Borrowed(line) } else { Cow::Owned(resolved + &line[copied..]) }
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
pub(super) fn comment(mark: &str) -> String {
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

/// Attributes at the end of a line say nothing to readers: `{: .class}`, or `{ .class }` behind a link or a picture.
fn without_classes(line: &str) -> String {
    let content = line.trim_end();
    let start = content.rfind("{:").or_else(|| content.rfind(')').map(|end| end + 1)).unwrap_or_default();
    let list = content[start..].replacen("{:", "{", 1).replacen('{', "{:", 1);
    if start > 0 && attributes(&list).is_some() {
        return format!("{}{}", content[..start].trim_end(), &line[content.len()..]);
    }
    line.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> (String, usize) {
        let files = Files::from([("docs/part.md".to_owned(), b"---\ntitle: P\n---\nPart.\n".to_vec())]);
        let mut findings = Vec::new();
        let marks = resolved(&SourceFile::new("docs/a.md", text), &files, &mut findings);
        (marks.text, findings.len())
    }

    #[test]
    fn what_jekyll_and_hugo_would_have_filled_in_is_filled_in() {
        assert_eq!(of("See [a]({{ site.baseurl }}/b/).\n"), ("See [a](/b/).\n".to_owned(), 0));
        assert_eq!(of("[a]({% link docs/part.md %})\n"), ("[a](/docs/part.md)\n".to_owned(), 0));
        assert_eq!(of("[a]({{< ref \"part#b\" >}})\n"), ("[a](/docs/part.md#b)\n".to_owned(), 0));
        assert_eq!(of("![a]({{ \"/x.png\" | relative_url }})\n"), ("![a](/x.png)\n".to_owned(), 0));
        assert_eq!(of("{% raw %}a {{ b }}{% endraw %}\n").1, 1);
        assert_eq!(of("--8<-- \"part.md\"\nEnd\n").0, "Part.\nEnd\n");
    }

    #[test]
    fn code_between_marks_is_code() {
        let text = "{% highlight ruby linenos %}\n{{ a }}\n#b\n{% endhighlight %}\nc\n";
        assert_eq!(of(text), ("````ruby\n{{ a }}\n#b\n````\nc\n".to_owned(), 0));
        let text = "{{< highlight go >}}\na\n{{< /highlight >}}\n";
        assert_eq!(of(text), ("````go\na\n````\n".to_owned(), 0));
    }

    #[test]
    fn what_is_not_known_is_reported_and_stays() {
        assert_eq!(
            of("a {{< x >}} and `{{ code }}`\n\n{{% y %}}\n"),
            ("a {{< x >}} and `{{ code }}`\n\n<!-- {{% y %}} -->\n".to_owned(), 2)
        );
        assert_eq!(
            of("{{< figure\n  src=\"a.png\"\n>}}\n"),
            ("{{< figure\n  src=\"a.png\"\n>}}\n".to_owned(), 1)
        );
        assert_eq!(of("import Tabs from '@theme/Tabs';\n").0, "<!-- import Tabs from '@theme/Tabs'; -->\n");
    }

    #[test]
    fn comments_of_other_programs_stay_comments() {
        assert_eq!(of("{% comment %}\na\n{% endcomment %}\n").0, "<!--\na\n-->\n");
        assert_eq!(of("{/* a -- b */}\n").0, "<!-- a - - b -->\n");
    }

    #[test]
    fn attributes_of_links_are_left_out() {
        assert_eq!(
            of("[a](b.md){ .button }\n## H {#id}\n[c](d.md){:target=\"_blank\"}\n").0,
            "[a](b.md)\n## H {#id}\n[c](d.md)\n"
        );
    }
}
