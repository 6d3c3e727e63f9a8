//! What is not TOML, in the words of a person who has never heard of TOML.
//!
//! The parser says what its grammar expected. An author has left out a quote, written `:` for `=`, or not closed a
//! bracket; the line around the error tells which. The parser's own words decide only what sort of error it is:
//! should a later version say it otherwise, the general message at the end is still true.

use std::ops::Range;

/// A place, what is wrong there, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SyntaxError {
    pub(super) span: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
}

/// The errors of a text as its author should hear of them: where one slip made the parser stumble again and again,
/// only the slip.
pub(super) fn explain_all(text: &str, errors: &[(String, Range<usize>)]) -> Vec<SyntaxError> {
    let mut explained: Vec<SyntaxError> =
        errors.iter().map(|(message, at)| Line::at(text, at.start).explain(message, at.clone())).collect();
    // Behind a bracket that is never closed everything is misread.
    let unclosed = errors.iter().zip(&explained).filter(|((message, _), _)| is_unclosed_bracket(message));
    if let Some(start) = unclosed.map(|(_, error)| error.span.start).min() {
        explained.retain(|error| error.span.start <= start);
    }
    explained.sort_by_key(|error| error.span.start);
    explained.dedup_by_key(|error| Line::at(text, error.span.start).range.start);
    explained
}

fn is_unclosed_bracket(message: &str) -> bool {
    message.starts_with("unclosed array,") || message.starts_with("unclosed inline table")
}

/// The line of an error.
struct Line<'t> {
    text: &'t str,
    /// Without its end.
    range: Range<usize>,
}

impl<'t> Line<'t> {
    fn at(text: &'t str, at: usize) -> Self {
        let at = text.floor_char_boundary(at);
        let start = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
        let end = text[at..].find(['\n', '\r']).map_or(text.len(), |end| at + end);
        Self { text, range: start..end }
    }

    fn explain(&self, message: &str, at: Range<usize>) -> SyntaxError {
        let begins = |beginnings: &[&str]| beginnings.iter().any(|beginning| message.starts_with(beginning));
        if begins(&[
            "string values must be quoted",
            "invalid boolean",
            "unexpected leading zero",
            "`_` may only",
        ]) {
            self.unquoted(at)
        } else if begins(&["invalid basic string", "invalid literal string", "invalid multi-line"]) {
            self.unclosed_quote(message, at)
        } else if message.contains("escape") || message.contains("unicode") {
            self.backslash(at)
        } else if is_unclosed_bracket(message) {
            self.unclosed_bracket(at)
        } else if begins(&["unclosed table", "unclosed array table"]) {
            self.heading()
        } else if begins(&["missing comma"]) {
            self.missing_comma(at)
        } else if begins(&["duplicate key"]) {
            self.repeated(at)
        } else if begins(&["unexpected key or value"]) {
            self.behind_value(at)
        } else {
            self.key(at)
        }
    }

    /// The line without the white space around it.
    fn content(&self) -> Range<usize> {
        let content = self.text[self.range.clone()].trim_start();
        let start = self.range.end - content.len();
        start..start + content.trim_end().len()
    }

    fn unquoted(&self, at: Range<usize>) -> SyntaxError {
        let in_list = self.text[self.range.start..at.start].contains(['[', '{']);
        let rest = &self.text[at.start..self.range.end];
        let rest = if in_list { rest.split([',', ']', '}']).next().unwrap_or(rest) } else { rest };
        let value = rest.split(" #").next().unwrap_or(rest).trim_end();
        let span = at.start..at.start + value.len();
        match value.to_lowercase().as_str() {
            "" => error(span, "nothing is written here", "write a value, or remove the line"),
            "true" | "yes" | "on" => error(span, "this is neither `true` nor `false`", "write `true`"),
            "false" | "no" | "off" => error(span, "this is neither `true` nor `false`", "write `false`"),
            _ => {
                let curly = |c| matches!(c, '“' | '”' | '„' | '‘' | '’');
                let message =
                    if value.starts_with(curly) { "text needs straight quotes" } else { "text needs quotes" };
                error(span, message, format!("write {}", in_quotes(value.trim_matches(curly))))
            }
        }
    }

    fn unclosed_quote(&self, message: &str, at: Range<usize>) -> SyntaxError {
        let here = self.text[at.start..].chars().next().unwrap_or('\n');
        if here.is_control() && !matches!(here, '\n' | '\r') {
            let message = format!("an invisible character (U+{:04X}) stands here", u32::from(here));
            return error(at, message, "remove it");
        }
        let several_lines = message.starts_with("invalid multi-line");
        let quote = match (message.contains("literal"), several_lines) {
            (true, true) => "'''",
            (true, false) => "'",
            (false, true) => "\"\"\"",
            (false, false) => "\"",
        };
        let from = if several_lines { 0 } else { self.range.start };
        let start = self.text[from..at.start].rfind(quote).map_or(at.start, |start| from + start);
        let inner = self.text[start..self.range.end].trim_start_matches(quote).trim_end();
        let help = if several_lines || inner.is_empty() || inner.contains([',', ']', '}', '#']) {
            format!("write {quote} at the end of the text")
        } else {
            format!("close it at the end of the text: {quote}{inner}{quote}")
        };
        error(start..start + quote.len(), "this quote is never closed", help)
    }

    fn backslash(&self, at: Range<usize>) -> SyntaxError {
        let before = &self.text[self.range.start..at.end.min(self.range.end)];
        let start = before.rfind('\\').map_or(at.start, |slash| self.range.start + slash);
        let help = "write `\\\\`, or put the text in single quotes";
        error(start..start + 1, "a `\\` in double quotes must be written twice", help)
    }

    /// `[` or `{` behind an `=`, on this line or one above.
    fn unclosed_bracket(&self, at: Range<usize>) -> SyntaxError {
        let before = &self.text[..at.start];
        let opens = |(equals, _): (usize, &str)| {
            let value = before[equals + 1..].trim_start_matches([' ', '\t']);
            value.starts_with(['[', '{']).then(|| before.len() - value.len())
        };
        let start = before.rmatch_indices('=').find_map(opens).unwrap_or(at.start);
        let (open, close) = if self.text[start..].starts_with('{') { ('{', '}') } else { ('[', ']') };
        let message = format!("this `{open}` is never closed");
        error(start..start + 1, message, format!("write `{close}` behind the last item"))
    }

    /// `[review` or `[owners.digital team]`.
    fn heading(&self) -> SyntaxError {
        let content = self.content();
        let name = self.text[content.clone()].split('#').next().unwrap_or_default();
        let name = name.trim_matches(['[', ']', ' ', '\t']);
        if name.contains([' ', '\t']) {
            let (area, id) =
                name.split_once('.').map_or(("", name), |(area, id)| (area, id.trim_matches('"')));
            let dot = if area.is_empty() { "" } else { "." };
            return error(
                content,
                "a name with blanks needs quotes",
                format!("write `[{area}{dot}\"{id}\"]`"),
            );
        }
        error(content, "this heading is never closed", format!("write `[{name}]`"))
    }

    /// At the end of the item that lacks it, which may be lines above.
    fn missing_comma(&self, at: Range<usize>) -> SyntaxError {
        let end = self.text[..at.start].trim_end().len();
        error(end..end, "a comma is missing here", "put a comma between two items")
    }

    fn repeated(&self, at: Range<usize>) -> SyntaxError {
        let key = &self.text[at.clone()];
        let message = format!("`{key}` is written more than once");
        let help = if self.text[self.content()].starts_with('[') {
            "put everything that belongs to it below the first one"
        } else {
            "keep the one that is right and remove the other"
        };
        error(at, message, help)
    }

    fn behind_value(&self, at: Range<usize>) -> SyntaxError {
        let span = at.start..self.content().end.max(at.end);
        let help = "if it belongs to the text, put double quotes around the whole text; if it is another key, \
                    begin a new line";
        error(span, "this stands behind the end of the value", help)
    }

    /// A line that is no key with its value.
    fn key(&self, at: Range<usize>) -> SyntaxError {
        let content = self.content();
        let line = &self.text[content.clone()];
        let without_equals = !line.contains('=');
        if line.starts_with("//") {
            return error(
                content,
                "a comment begins with `#`",
                format!("write `#{}`", line.trim_start_matches('/')),
            );
        }
        if let Some((key, value)) = line.split_once(':').filter(|(key, _)| is_plain(key.trim_end()))
            && without_equals
        {
            let colon = content.start + key.len();
            let help = format!("write `{} = {}`", key.trim_end(), as_value(value.trim()));
            return error(colon..colon + 1, "a key and its value are joined by `=`, not by `:`", help);
        }
        let (key, value) =
            line.split_once('=').map_or((line, ""), |(key, value)| (key.trim_end(), value.trim()));
        if !without_equals && !key.is_empty() && !is_plain(key) && !key.contains(['"', '\'']) {
            let span = content.start..content.start + key.len();
            let help = format!("write `{} = {value}`", in_quotes(key));
            return error(span, "a key with blanks or accents needs quotes", help);
        }
        if without_equals
            && is_plain(line.split([' ', '\t']).next().unwrap_or_default())
            && !line.starts_with('-')
        {
            let (key, value) = line.split_once([' ', '\t']).unwrap_or((line, "…"));
            let help = format!("write `{key} = {}`", as_value(value.trim()));
            return error(content, "there is no `=` behind this key", help);
        }
        let span = if content.is_empty() { at } else { content };
        error(span, "this line is not a key and its value", "write `key = \"value\"`, or remove the line")
    }
}

fn error(span: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> SyntaxError {
    SyntaxError { span, message: message.into(), help: help.into() }
}

/// Whether a text may be a key without quotes.
fn is_plain(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

fn as_value(value: &str) -> String {
    let ready = value.starts_with(['"', '\'', '[', '{'])
        || matches!(value, "true" | "false")
        || !value.is_empty() && value.chars().all(|c| c.is_ascii_digit());
    if ready { value.to_owned() } else { in_quotes(value) }
}

fn in_quotes(text: &str) -> String {
    if text.contains(['"', '\\']) { format!("'{text}'") } else { format!("\"{text}\"") }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use crate::diagnostic::{Code, Diagnostic};
    use crate::source::SourceFile;

    /// Each error as `the text at its place: message; help`.
    fn errors(text: &str) -> Vec<String> {
        let say = |error: &Diagnostic| {
            format!("{}: {}; {}", &text[error.place.span.clone()], error.message, error.help.join("; "))
        };
        let file = SourceFile::new("book.toml", text);
        parse(&file, Code::ConfigSyntax).findings.iter().map(say).collect()
    }

    #[test]
    fn text_without_quotes_is_shown_with_them() {
        assert_eq!(
            errors("title = The playbook # 2026\n"),
            ["The playbook: text needs quotes; write \"The playbook\""]
        );
        assert_eq!(errors("authors = [Ann, \"Ben\"]\n"), ["Ann: text needs quotes; write \"Ann\""]);
        assert_eq!(
            errors("title = “The playbook”\n"),
            ["“The playbook”: text needs straight quotes; write \"The playbook\""]
        );
        assert_eq!(errors("noindex = Yes\n"), ["Yes: this is neither `true` nor `false`; write `true`"]);
        assert_eq!(errors("title =\n"), [": nothing is written here; write a value, or remove the line"]);
    }

    #[test]
    fn a_quote_or_bracket_that_is_not_closed_is_told_where_it_opens() {
        assert_eq!(
            errors("title = \"The playbook\n"),
            ["\": this quote is never closed; close it at the end of the text: \"The playbook\""]
        );
        assert_eq!(
            errors("[site]\ntitle = '''The\nplaybook\n"),
            ["''': this quote is never closed; write ''' at the end of the text"]
        );
        assert_eq!(
            errors("authors = [\"Ann\", \"Ben\"\n[site]\nurl = \"x\"\n"),
            ["[: this `[` is never closed; write `]` behind the last item"]
        );
        assert_eq!(
            errors("[review\nevery = \"1 year\"\n"),
            ["[review: this heading is never closed; write `[review]`"]
        );
        assert_eq!(
            errors("[owners.digital team]\n"),
            ["[owners.digital team]: a name with blanks needs quotes; write `[owners.\"digital team\"]`"]
        );
    }

    #[test]
    fn yaml_is_answered_with_what_it_would_be_here() {
        assert_eq!(
            errors("title: The playbook\n"),
            [":: a key and its value are joined by `=`, not by `:`; write `title = \"The playbook\"`"]
        );
        assert_eq!(
            errors("---\n"),
            ["---: this line is not a key and its value; write `key = \"value\"`, or remove the line"]
        );
    }

    #[test]
    fn other_slips_are_told_one_for_each_line() {
        assert_eq!(
            errors("title \"Playbook\"\n"),
            ["title \"Playbook\": there is no `=` behind this key; write `title = \"Playbook\"`"]
        );
        assert_eq!(errors("// note\n"), ["// note: a comment begins with `#`; write `# note`"]);
        assert_eq!(
            errors("día = 3\n"),
            ["día: a key with blanks or accents needs quotes; write `\"día\" = 3`"]
        );
        assert_eq!(
            errors("a = \"x\"\na = \"y\"\n"),
            ["a: `a` is written more than once; keep the one that is right and remove the other"]
        );
        assert_eq!(
            errors("a = [\"x\"\n  \"y\"]\n"),
            [": a comma is missing here; put a comma between two items"]
        );
        assert_eq!(
            errors("a = \"C:\\plans\"\n"),
            [
                "\\: a `\\` in double quotes must be written twice; write `\\\\`, or put the text in single quotes"
            ]
        );
        assert_eq!(errors("a = 'it's'\n").len(), 1);
        assert_eq!(errors("a == 3\nb = c\n").len(), 2);
    }
}
