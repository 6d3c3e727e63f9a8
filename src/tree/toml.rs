//! TOML 1.1 into [`Node`]s, with every syntax error of the file in words.

mod explain;

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned as TomlSpanned;
use toml::de::{DeTable, DeValue};

use super::{Node, Value};
use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::source::{SourceFile, Spanned};
use explain::SyntaxError;

/// So many syntax errors are put into words, each of which takes a look around: behind that many the file is no TOML.
const MOST_SYNTAX_ERRORS: usize = 100;

/// Reads a whole file. With syntax errors, of which the first are found under the code `syntax`, the tree holds what could
/// be understood.
pub fn parse(file: &Arc<SourceFile>, syntax: Code) -> Outcome<Node> {
    let text = file.text();
    let (table, errors) = DeTable::parse_recoverable(text);
    let errors: Vec<(String, Range<usize>)> = errors
        .iter()
        .take(MOST_SYNTAX_ERRORS)
        .map(|error| (error.message().to_owned(), error.span().unwrap_or(0..0)))
        .collect();
    let span = table.span();
    let finding =
        |error: SyntaxError| Diagnostic::new(syntax, file, error.span, error.message).help(error.help);
    let findings = explain::explain_all(text, &errors).into_iter().map(finding).collect();
    Outcome::new(map(table.into_inner(), span, text), findings)
}

fn map(table: DeTable<'_>, span: Range<usize>, text: &str) -> Node {
    let entries = table
        .into_iter()
        .map(|(key, value)| {
            let key = Spanned::new(key.get_ref().clone().into_owned(), key.span());
            (key, node(value, text))
        })
        .collect();
    Node { span, value: Value::Map(entries) }
}

fn node(value: TomlSpanned<DeValue<'_>>, text: &str) -> Node {
    let span = value.span();
    let value = match value.into_inner() {
        DeValue::String(string) => Value::Text { text: string.into_owned(), quoted: true },
        DeValue::Array(array) => Value::List(array.into_iter().map(|item| node(item, text)).collect()),
        DeValue::Table(table) => return map(table, span, text),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
            Value::Literal(text[span.clone()].to_owned())
        }
    };
    Node { span, value }
}
