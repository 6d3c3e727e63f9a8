//! `extra` of the front matter as templates see it.

use std::collections::BTreeMap;

use tera::Value;

use super::front_matter;
use crate::link::Page;
use crate::source::Spanned;
use crate::tree::{self, Node};

/// `extra` as templates see it.
pub(super) fn extra(page: &Page) -> Value {
    let entries = front_matter(page).map_or(&[][..], |front_matter| &front_matter.extra);
    map(entries)
}

fn map(entries: &[(Spanned<String>, Node)]) -> Value {
    let entries: BTreeMap<String, Value> =
        entries.iter().map(|(key, node)| (key.value.clone(), value(node))).collect();
    Value::from(entries)
}

/// Plain scalars become what they look like to everybody; all else stays text.
fn value(node: &Node) -> Value {
    match &node.value {
        tree::Value::Empty => Value::none(),
        tree::Value::Text { text, quoted: false } | tree::Value::Literal(text) => match text.as_str() {
            "true" => Value::from(true),
            "false" => Value::from(false),
            text => match text.parse::<i64>() {
                Ok(number) if number.to_string() == text => Value::from(number),
                _ => Value::from(text),
            },
        },
        tree::Value::Text { text, .. } => Value::from(text.as_str()),
        tree::Value::List(items) => Value::from(items.iter().map(value).collect::<Vec<_>>()),
        tree::Value::Map(entries) => map(entries),
    }
}
