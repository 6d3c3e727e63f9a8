//! The look of the book: its tokens as custom properties, and whether what they say can be read.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use crate::config::{Colour, Config, TOKENS, TokenKind, TokenValue};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::ThemeFiles;
use crate::source::SourceFile;
use crate::tree::{self, Node, Value};

/// What must hold between colours in each scheme: 4.5 for text (WCAG 2.2 1.4.3), 3 for controls (1.4.11).
const PAIRS: [(&[&str], &[&str], f64); 3] = [
    (&["on-accent"], &["accent"], 4.5),
    (&["text", "quiet", "link", "visited", "good", "warn", "bad"], &["background", "surface"], 4.5),
    (&["control", "focus"], &["background", "surface"], 3.0),
];

/// The tokens of the theme, with what the book sets in their place.
pub(super) struct Tokens<'c> {
    config: &'c Config,
    defaults: BTreeMap<&'static str, TokenValue>,
}

/// The two schemes that a reader's system may ask for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Light,
    Dark,
}

impl<'c> Tokens<'c> {
    pub(super) fn new(theme: &ThemeFiles, config: &'c Config, findings: &mut Vec<Diagnostic>) -> Self {
        let mut defaults = BTreeMap::new();
        for file in &theme.settings {
            for (name, value) in tokens(file, findings) {
                defaults.entry(name).or_insert(value);
            }
        }
        Self { config, defaults }
    }

    /// The accent colour, for the browser's own bar.
    pub(super) fn accent(&self) -> String {
        self.value("accent", Scheme::Light).unwrap_or_default().to_owned()
    }

    /// What the book sets, as declarations behind those of the style sheet.
    pub(super) fn style(&self) -> String {
        let declarations = |scheme: fn(&TokenValue) -> Option<&String>| {
            let mut text = String::new();
            for (name, value) in &self.config.theme.tokens {
                if let Some(value) = scheme(&value.value) {
                    write!(text, "--{name}:{value};").expect("writing to a string cannot fail");
                }
            }
            text
        };
        let light = declarations(|value| Some(&value.light));
        let dark = declarations(|value| value.dark.as_ref());
        let light = if light.is_empty() { light } else { format!(":root{{{light}}}") };
        // A token of the book has to win in the light scheme only, where the theme has a dark value of its own.
        let kept = self.kept_dark();
        let dark = if dark.is_empty() && kept.is_empty() {
            String::new()
        } else {
            format!("@media screen and (prefers-color-scheme:dark){{:root{{{kept}{dark}}}}}")
        };
        light + &dark
    }

    /// The theme's dark values of tokens of which the book sets the light one alone.
    fn kept_dark(&self) -> String {
        let own = &self.config.theme.tokens;
        let alone = own.iter().filter(|(_, value)| value.value.dark.is_none());
        alone
            .filter_map(|(name, _)| Some(format!("--{name}:{};", self.defaults.get(name)?.dark.as_ref()?)))
            .collect()
    }

    fn value(&self, name: &str, scheme: Scheme) -> Option<&str> {
        let own = self.config.theme.tokens.get(name).map(|token| &token.value);
        let default = self.defaults.get(name);
        let dark = || own.and_then(|own| own.dark.as_ref()).or_else(|| default?.dark.as_ref());
        let light = || own.or(default).map(|value| &value.light);
        let value = if scheme == Scheme::Dark { dark().or_else(light) } else { light() };
        value.map(String::as_str)
    }

    /// Reports pairs that are hard to read and of which the book sets at least one colour.
    pub(super) fn check(&self, findings: &mut Vec<Diagnostic>) {
        for (of, on, least) in PAIRS {
            for (first, second) in of.iter().flat_map(|first| on.iter().map(move |second| (first, second))) {
                findings.extend(self.too_close(first, second, least));
            }
        }
    }

    fn too_close(&self, first: &str, second: &str, least: f64) -> Option<Diagnostic> {
        let tokens = &self.config.theme.tokens;
        let own = tokens.get(first).or_else(|| tokens.get(second))?;
        let colour = |name, scheme| Colour::parse(self.value(name, scheme)?);
        let (scheme, ratio) = [Scheme::Light, Scheme::Dark].into_iter().find_map(|scheme| {
            let ratio = colour(first, scheme)?.contrast(colour(second, scheme)?);
            (ratio < least).then_some((scheme, ratio))
        })?;
        let scheme = if scheme == Scheme::Dark { "dark" } else { "light" };
        let message = format!(
            "`{first}` on `{second}` has a contrast of {ratio:.2} to 1 in the {scheme} scheme; {least} is the least \
             that people can be asked to read"
        );
        let finding = Diagnostic::new(Code::ThemeContrast, &self.config.file, own.span.clone(), message);
        Some(finding.help(format!("set a darker or lighter `{first}` or `{second}` under `[theme]`")))
    }
}

/// The tokens of a `theme.toml`; what is no value of a token is passed over, as the theme's own business.
fn tokens(file: &Arc<SourceFile>, findings: &mut Vec<Diagnostic>) -> Vec<(&'static str, TokenValue)> {
    let root = tree::toml::parse(file, Code::ThemeInvalid).collect(findings);
    let Some(tokens) = entry(&root, "tokens") else { return Vec::new() };
    let token = |(name, _): &(&'static str, TokenKind)| {
        let node = entry(tokens, name)?;
        let light = text(entry(node, "light")?)?;
        Some((*name, TokenValue { light, dark: entry(node, "dark").and_then(text) }))
    };
    TOKENS.iter().filter_map(token).collect()
}

fn entry<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let Value::Map(entries) = &node.value else { return None };
    entries.iter().find(|(name, _)| name.value == key).map(|(_, node)| node)
}

fn text(node: &Node) -> Option<String> {
    match &node.value {
        Value::Text { text, .. } => Some(text.clone()),
        _ => None,
    }
}
