//! What an author wrote as keys and values, before it means anything: a tree in which every node knows its
//! place in the file.
//!
//! `book.toml` ([`toml`]) and front matter ([`yaml`]) become the same [`Node`]s, and [`Reader`] turns nodes
//! into types. That is why every mistake of a file is reported in one run, with its place and a suggestion,
//! instead of only the first one that a `Deserialize` would stop at.

mod reader;
pub mod toml;
pub mod yaml;

use std::ops::Range;

use crate::source::Spanned;

pub use reader::{Codes, Fields, Reader};

/// A value and its place. For a quoted text the place includes the quotes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Node {
    /// In bytes of the file.
    pub span: Range<usize>,
    /// What stands there.
    pub value: Value,
}

/// The shapes that both languages share. Scalars keep the text as it was written, so that `1.10` stays
/// `1.10` and `no` stays `no` until somebody asks for a number or a yes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// `title:` with nothing behind it, `~` or `null`; only YAML has it.
    Empty,
    /// Text, `quoted` or plain; YAML's plain scalars may be asked for as a boolean or a number too.
    Text {
        /// What it says, escapes resolved.
        text: String,
        /// Whether it stands in quotes, which always makes it text.
        quoted: bool,
    },
    /// A boolean, number or date of TOML as it was written.
    Literal(String),
    /// Items in the order of the file.
    List(Vec<Node>),
    /// Keys with their values, in the order of the file.
    Map(Vec<(Spanned<String>, Node)>),
}

impl Value {
    /// What it is, for messages: "a list".
    pub fn describe(&self) -> &'static str {
        match self {
            Value::Empty => "nothing",
            Value::Text { .. } => "text",
            Value::Literal(text) if text == "true" || text == "false" => "true or false",
            Value::Literal(text) if text.contains([':', '-']) && !text.starts_with('-') => "a date",
            Value::Literal(_) => "a number",
            Value::List(_) => "a list",
            Value::Map(_) => "a table of keys",
        }
    }

    /// What was found, for messages: the scalar itself, or what it is.
    fn found(&self) -> String {
        const LONGEST: usize = 60;
        match self {
            Value::Text { text, .. } if text.chars().count() > LONGEST || text.contains('\n') => {
                "a longer text".to_owned()
            }
            Value::Text { text, quoted: true } => format!("`{text}` in quotes"),
            Value::Text { text, .. } | Value::Literal(text) => format!("`{text}`"),
            value => value.describe().to_owned(),
        }
    }

    /// What is meant by one of the many words for yes and no that are not `true` and `false`.
    pub fn as_yes_or_no(&self) -> Option<bool> {
        let (Value::Text { text, .. } | Value::Literal(text)) = self else {
            return None;
        };
        match text.to_lowercase().as_str() {
            "true" | "yes" | "y" | "on" | "1" => Some(true),
            "false" | "no" | "n" | "off" | "0" => Some(false),
            _ => None,
        }
    }
}
