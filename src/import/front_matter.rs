//! New lines in the front matter of a page, which stays as it is otherwise.

use crate::parse::written_front_matter;
use crate::source::{BYTE_ORDER_MARK, SourceFile, Spanned};
use crate::tree::{Node, Value};

/// The page with more lines behind those of its front matter.
pub(super) fn with_lines(text: &str, lines: &[String]) -> String {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    if lines.is_empty() {
        return text.to_owned();
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let new: String = lines.iter().map(|line| format!("{line}{end}")).collect();
    let written = written_front_matter(&SourceFile::new("", text)).value;
    match written.yaml {
        Some(yaml) => format!("{}{new}{}", &text[..yaml.end], &text[yaml.end..]),
        None => format!("---{end}{new}---{end}{end}{}", text.trim_start_matches(['\n', '\r'])),
    }
}

/// A text as a value of YAML: plain where that is safe, else in quotes.
pub(super) fn value(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_plain = text.starts_with(|c: char| c.is_alphabetic())
        && text.chars().all(|c| c.is_alphanumeric() || " -_/.,()’‘“”–?!'&+".contains(c))
        && !matches!(text.to_lowercase().as_str(), "true" | "false" | "yes" | "no" | "null" | "on" | "off");
    if is_plain { text } else { quoted(&text) }
}

/// A value on one line of YAML.
pub(super) fn flow(node: &Node) -> String {
    match &node.value {
        Value::Empty => "null".to_owned(),
        Value::Text { text, .. } => quoted(text),
        Value::Literal(text) => text.clone(),
        Value::List(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Map(entries) => {
            let entry =
                |(key, node): &(Spanned<String>, Node)| format!("{}: {}", quoted(&key.value), flow(node));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}

/// A text between quotes that means the same in TOML, YAML and JSON.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_go_behind_those_that_are_there() {
        let lines = ["weight: 10".to_owned()];
        assert_eq!(with_lines("---\ntitle: A\n---\nB\n", &lines), "---\ntitle: A\nweight: 10\n---\nB\n");
        assert_eq!(with_lines("\u{feff}\nB\n", &lines), "---\nweight: 10\n---\n\nB\n");
        assert_eq!(with_lines("---\r\na: b\r\n---\r\n", &lines), "---\r\na: b\r\nweight: 10\r\n---\r\n");
        assert_eq!(with_lines("B\n", &[]), "B\n");
    }

    #[test]
    fn values_that_yaml_would_misread_are_quoted() {
        assert_eq!(value("Use Git, (well)"), "Use Git, (well)");
        assert_eq!(value("01: Start # here"), "\"01: Start # here\"");
        assert_eq!(value("yes"), "\"yes\"");
    }
}
