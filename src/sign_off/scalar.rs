//! How a value is written so that YAML reads just that text (YAML 1.2.2 §7.3), and YAML 1.1, which other tools
//! read, does too.

use std::fmt::{self, Write};

/// Words that some reader of YAML takes for a boolean, for nothing or for a number.
const NOT_TEXT: [&str; 12] =
    ["true", "false", "yes", "no", "y", "n", "on", "off", "null", "inf", "nan", "infinity"];

/// A text and whether it may stand without quotes.
pub(super) struct Scalar {
    text: String,
    bare: bool,
}

/// Dates, stamps and words of our own, which never need quotes.
pub(super) fn plain(value: impl fmt::Display) -> Scalar {
    Scalar { text: value.to_string(), bare: true }
}

/// Text of somebody else.
pub(super) fn text(value: &str) -> Scalar {
    Scalar { text: value.to_owned(), bare: may_be_bare(value) }
}

impl Scalar {
    /// The value as it is written on a line of its own.
    pub(super) fn in_block(&self) -> String {
        if self.bare { self.text.clone() } else { double_quoted(&self.text) }
    }

    /// The value as it is written between brackets, where commas and braces mean something.
    pub(super) fn in_flow(&self) -> String {
        let harmless = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if self.bare && self.text.chars().all(harmless) {
            self.text.clone()
        } else {
            double_quoted(&self.text)
        }
    }

    /// The value in the place of `old`, in the same quotes where they will do.
    pub(super) fn in_place_of(&self, old: &str) -> String {
        match old.chars().next() {
            Some('"') => double_quoted(&self.text),
            Some('\'') if !self.text.contains(needs_escape) => {
                format!("'{}'", self.text.replace('\'', "''"))
            }
            _ => self.in_block(),
        }
    }
}

/// Whether a text can stand without quotes and nobody takes it for anything else. Rather too few than too many.
fn may_be_bare(text: &str) -> bool {
    let harmless =
        |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | ',' | '\'' | '(' | ')');
    text.starts_with(char::is_alphabetic)
        && text.chars().all(harmless)
        && !text.ends_with(' ')
        && !NOT_TEXT.contains(&text.to_lowercase().as_str())
}

/// YAML 1.2.2 §7.3.1.
fn double_quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if needs_escape(c) && u32::from(c) > 0xffff => {
                write!(quoted, "\\U{:08X}", u32::from(c)).expect("a String takes everything");
            }
            c if needs_escape(c) => {
                write!(quoted, "\\u{:04X}", u32::from(c)).expect("a String takes everything");
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Line ends of every kind, what YAML does not allow (§5.1), and marks that nobody sees.
fn needs_escape(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{fdd0}'..='\u{fdef}' | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
        || u32::from(c) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_quotes_where_yaml_needs_them() {
        for (name, written) in [
            ("James", "James"),
            ("Siân O'Brien", "Siân O'Brien"),
            ("Head of Digital, Data (acting)", "Head of Digital, Data (acting)"),
            ("yes", "\"yes\""),
            ("No", "\"No\""),
            ("NULL", "\"NULL\""),
            ("42", "\"42\""),
            ("@james", "\"@james\""),
            ("Digital: team", "\"Digital: team\""),
            ("#digital", "\"#digital\""),
            ("The \"A\" team\\", "\"The \\\"A\\\" team\\\\\""),
            ("🎉", "\"🎉\""),
            ("a\nb", "\"a\\nb\""),
            ("\u{200f}עִברִית", "\"\\u200Fעִברִית\""),
        ] {
            assert_eq!(text(name).in_block(), written);
        }
    }

    #[test]
    fn between_brackets_a_comma_has_quotes() {
        assert_eq!(text("James, Digital").in_flow(), "\"James, Digital\"");
        assert_eq!(plain("no-change").in_flow(), "no-change");
    }

    #[test]
    fn the_quotes_that_were_there_stay() {
        assert_eq!(plain("2026-11-30").in_place_of("\"2024-01-14\""), "\"2026-11-30\"");
        assert_eq!(text("O'Brien").in_place_of("'James'"), "'O''Brien'");
        assert_eq!(text("James").in_place_of("Ann"), "James");
    }
}
