//! The marks of template languages, `{{ … }}`, `{% … %}`, `{{< … >}}` and the like: where they are in a line, and what those
//! mean that every site has.

use std::ops::Range;

/// What stands between these may be a template.
const PAIRS: [(&str, &str); 5] = [("{{<", ">}}"), ("{{%", "%}}"), ("{{", "}}"), ("{%", "%}"), ("<%", "%>")];

/// What a mark comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning<'t> {
    /// Words that stand in its place.
    Text(String),
    /// Nothing at all.
    Nothing,
    /// A link to the page of that name.
    Page(String),
    /// What follows is code, in this language.
    Code(&'t str),
    /// The code ends.
    CodeEnd,
    /// It would have to be run.
    Unknown,
}

/// What a text is that is nothing but one mark; none for other texts.
pub(super) fn meaning(content: &str) -> Option<Meaning<'_>> {
    if let Some(words) = content.strip_prefix("{/*").and_then(|rest| rest.strip_suffix("*/}")) {
        return Some(Meaning::Text(super::marks::comment(words.trim())));
    }
    match content {
        "{::comment}" | "{% comment %}" => return Some(Meaning::Text("<!--".to_owned())),
        "{:/comment}" | "{% endcomment %}" => return Some(Meaning::Text("-->".to_owned())),
        _ if is_program(content) => return Some(Meaning::Unknown),
        _ => {}
    }
    let Some((open, close)) = PAIRS.into_iter().find(|(open, _)| content.starts_with(open)) else {
        return word(content);
    };
    let inner = content[open.len()..].strip_suffix(close).filter(|inner| !inner.contains(close));
    let inner = inner?;
    let inner = inner.trim_matches('-').trim();
    let (name, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let rest = rest.trim();
    let meant = match (open, name) {
        ("{{", "site.baseurl" | "site.url") if rest.is_empty() => Meaning::Nothing,
        ("{{", _) => filtered(inner).map_or(Meaning::Unknown, Meaning::Text),
        ("{%", "raw" | "endraw") => Meaning::Nothing,
        ("{%", "link" | "post_url") => Meaning::Page(rest.to_owned()),
        ("{{<" | "{{%", "ref" | "relref") => Meaning::Page(unquoted(rest).to_owned()),
        ("{%" | "{{<" | "{{%", "highlight") => Meaning::Code(rest.split(' ').next().unwrap_or_default()),
        ("{%", "endhighlight") | ("{{<" | "{{%", "/highlight") => Meaning::CodeEnd,
        ("{%", "hint") => {
            let style = rest.strip_prefix("style=").map_or("note", unquoted);
            Meaning::Text(format!(":::{}", if style == "success" { "tip" } else { style }))
        }
        ("{%", "endhint") => Meaning::Text(":::".to_owned()),
        _ => Meaning::Unknown,
    };
    Some(meant)
}

/// `"/a.png" | relative_url`
fn filtered(inner: &str) -> Option<String> {
    let (text, filter) = inner.split_once('|')?;
    let text = text.trim();
    let is_address = matches!(filter.trim(), "relative_url" | "absolute_url");
    (is_address && text.starts_with(['"', '\''])).then(|| unquoted(text).to_owned())
}

fn unquoted(text: &str) -> &str {
    text.trim_matches(['"', '\'', '`'])
}

/// A line of a program in a page of MDX.
fn is_program(content: &str) -> bool {
    let is_quoted = |text: &str| text.trim_end_matches(';').ends_with(['"', '\'']);
    content.starts_with("import ")
        && (content.contains(" from ") || content.starts_with("import '"))
        && is_quoted(content)
        || content.starts_with("export const ")
        || content.starts_with("export default ")
}

/// `{div .a}`, `{/div}`
fn word(content: &str) -> Option<Meaning<'_>> {
    let inner = content.strip_prefix('{')?.strip_suffix('}')?.trim_start_matches('/');
    let is_word = inner.starts_with(|c: char| c.is_ascii_alphabetic()) && !inner.contains(['{', '}']);
    is_word.then_some(Meaning::Unknown)
}

/// Where marks are in a line, in order; not in code. One that is not closed goes to the end of the line.
pub(super) fn marks_in(line: &str) -> Vec<Range<usize>> {
    let mut marks = Vec::new();
    let mut at = 0;
    while at < line.len() {
        let rest = &line[at..];
        if rest.starts_with('`') {
            let fence = &rest[..rest.len() - rest.trim_start_matches('`').len()];
            let behind = &rest[fence.len()..];
            // Backticks that nothing closes are no code.
            at += behind.find(fence).map_or(fence.len(), |end| 2 * fence.len() + end);
        } else if let Some((_, close)) = PAIRS.into_iter().find(|(open, _)| rest.starts_with(open)) {
            let length = rest.find(close).map_or(rest.trim_end().len(), |end| end + close.len());
            marks.push(at..at + length);
            at += length;
        } else if let Some(length) = capitals(rest) {
            marks.push(at..at + length);
            at += length;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    marks
}

/// The length of `{TIMESTAMP}`: capitals are no word of prose.
fn capitals(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('{')?;
    let end = inner.find('}')?;
    let name = inner[..end].chars().take_while(char::is_ascii_uppercase).count();
    (name > 2).then_some(end + 2)
}
