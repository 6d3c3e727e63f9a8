//! The tokens of `[theme]`: colours, fonts and widths that a book may set.

use std::collections::BTreeMap;

use super::TokenValue;
use crate::source::Spanned;
use crate::tree::{Fields, Node, Reader, Value};

/// What a token holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// `#rrggbb` or `#rgb`.
    Colour,
    /// A list of font families, as in CSS.
    Font,
    /// A length, as in CSS.
    Length,
}

/// Every token, by name. Each is the custom property `--NAME` of the theme's style sheet.
pub const TOKENS: [(&str, TokenKind); 19] = [
    ("accent", TokenKind::Colour),
    ("on-accent", TokenKind::Colour),
    ("background", TokenKind::Colour),
    ("surface", TokenKind::Colour),
    ("text", TokenKind::Colour),
    ("quiet", TokenKind::Colour),
    ("border", TokenKind::Colour),
    ("control", TokenKind::Colour),
    ("link", TokenKind::Colour),
    ("visited", TokenKind::Colour),
    ("focus", TokenKind::Colour),
    ("good", TokenKind::Colour),
    ("warn", TokenKind::Colour),
    ("bad", TokenKind::Colour),
    ("font", TokenKind::Font),
    ("font-heading", TokenKind::Font),
    ("font-code", TokenKind::Font),
    ("measure", TokenKind::Length),
    ("width", TokenKind::Length),
];

/// A colour in sRGB, a byte a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Colour {
    channels: [u8; 3],
}

impl Colour {
    /// `#rrggbb` or `#rgb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if !digits.is_ascii() {
            return None;
        }
        let channel = |index: usize| match digits.len() {
            3 => u8::from_str_radix(&digits[index..=index].repeat(2), 16).ok(),
            6 => u8::from_str_radix(&digits[index * 2..index * 2 + 2], 16).ok(),
            _ => None,
        };
        Some(Self { channels: [channel(0)?, channel(1)?, channel(2)?] })
    }

    /// The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio").
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// WCAG 2.2, "relative luminance".
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.channels.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

pub(super) fn tokens(fields: &mut Fields) -> BTreeMap<&'static str, Spanned<TokenValue>> {
    let token = |(name, kind): (&'static str, TokenKind)| {
        let value = fields.with(name, |reader, node| token(reader, node, kind))?;
        Some((name, value))
    };
    TOKENS.into_iter().filter_map(token).collect()
}

/// One value, or a table with one for each scheme.
fn token(reader: &Reader, node: &Node, kind: TokenKind) -> Option<Spanned<TokenValue>> {
    let value = match &node.value {
        Value::Map(_) => {
            let mut fields = reader.fields(node)?;
            let light = fields.with("light", |reader, node| scalar(reader, node, kind));
            let dark = fields.with("dark", |reader, node| scalar(reader, node, kind));
            fields.refuse_unknown();
            TokenValue { light: light?, dark }
        }
        _ => TokenValue { light: scalar(reader, node, kind)?, dark: None },
    };
    Some(Spanned::new(value, node.span.clone()))
}

fn scalar(reader: &Reader, node: &Node, kind: TokenKind) -> Option<String> {
    let text = reader.text(node)?;
    // Nothing that could end the declaration: the value becomes part of a style sheet.
    let is_plain = |c: char| c.is_alphanumeric() || " ,.'\"-_%".contains(c);
    let (is_right, what, example) = match kind {
        TokenKind::Colour => (Colour::parse(&text.value).is_some(), "a colour", "`#00703c`"),
        TokenKind::Font => (text.value.chars().all(is_plain), "a list of fonts", "`Georgia, serif`"),
        TokenKind::Length => (is_length(&text.value), "a length", "`40rem`"),
    };
    if is_right {
        return Some(text.value);
    }
    reader.invalid(
        text.span,
        format!("`{}` is not {what}", text.value),
        format!("write one such as {example}"),
    );
    None
}

fn is_length(text: &str) -> bool {
    ["rem", "em", "ch", "px"].iter().any(|unit| {
        text.strip_suffix(unit).is_some_and(|number| number.parse::<f64>().is_ok_and(|number| number > 0.0))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contrast(a: &str, b: &str) -> f64 {
        Colour::parse(a).unwrap().contrast(Colour::parse(b).unwrap())
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((contrast("#000", "#ffffff") - 21.0).abs() < 0.001);
        assert!((contrast("#fff", "#fff") - 1.0).abs() < 0.001);
        // The well-known lightest grey that passes on white.
        assert!(contrast("#767676", "#fff") >= 4.5 && contrast("#777777", "#fff") < 4.5);
    }

    #[test]
    fn only_hexadecimal_colours_are_colours() {
        for text in ["green", "#12", "#1234567", "#ggg", "#é1", ""] {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
    }
}
