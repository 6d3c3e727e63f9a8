//! What the YAML parser could not read, in the words of a person who has never heard of YAML.
//!
//! The parser says where it had to give up, which often is a line after the mistake. Nearly every mistake of
//! an author is one of a few: text that lacks its quotes, a quote or bracket that is never closed, a tab, a
//! missing space behind a colon, a line that is indented wrongly.

use std::ops::Range;
use std::sync::Arc;

use serde_yaml::budget::BudgetBreach;
use serde_yaml::granit_parser::ErrorKind;
use serde_yaml::localizer::ExternalMessageSource;

use super::line::{self, entry_at, line_above, line_at, line_below};
use super::place::{Place, Reach, Told};
use super::{DEEPEST, MOST_NODES};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::SourceFile;

/// A finding, and the bytes without which the rest can be read.
pub(super) struct Trouble {
    pub finding: Diagnostic,
    pub entry: Option<Range<usize>>,
}

pub(super) fn explain(place: Place<'_>, error: &serde_yaml::Error) -> Trouble {
    let at = offset_of(error, place.text);
    let (finding, reach) = match error.without_snippet() {
        serde_yaml::Error::Budget { breach, .. } => place.too_much(breach, at),
        serde_yaml::Error::UnknownAnchor { .. } => place.reference(at),
        serde_yaml::Error::ExternalMessage { source, .. } => match &**source {
            ExternalMessageSource::Parser(error) => place.syntax(error.kind(), at),
            _ => place.unknown(at),
        },
        _ => place.unknown(at),
    };
    let entry = match reach {
        Reach::Rest => None,
        Reach::Entry(at) => Some(line::whole_entry(place.text, at)),
    };
    Trouble { finding, entry: entry.filter(|entry| !place.text[entry.clone()].trim().is_empty()) }
}

/// A tab where spaces should be; `at` is an offset into the file.
pub(super) fn tab(file: &Arc<SourceFile>, at: usize) -> Diagnostic {
    Diagnostic::new(Code::FrontMatterSyntax, file, at..at + 1, "a tab indents this line")
        .help("use spaces: two for each step")
}

/// A key that is a list, a map or nothing, such as the inner braces of `{{ name }}`.
pub(super) fn odd_key(place: Place<'_>, at: usize) -> Diagnostic {
    place.value_at(at).and_then(|value| place.unquoted_value(value)).unwrap_or_else(|| {
        let finding = place.syntax_error(place.character(at), "a key must be a word");
        finding.help("write one `key: value` on each line")
    })
}

/// Where the parser gave up, in bytes; it counts characters.
fn offset_of(error: &serde_yaml::Error, text: &str) -> usize {
    let characters = error.location().map_or(0, |location| super::to_usize(location.span().offset()));
    text.char_indices().nth(characters).map_or(text.len(), |(index, _)| index)
}

impl Place<'_> {
    fn syntax(self, kind: &ErrorKind, at: usize) -> Told {
        if let Some(at) = self.tab_near(kind, at) {
            return (tab(self.file, self.base + at), Reach::Entry(at));
        }
        match kind {
            ErrorKind::UnexpectedCharacter { character } => self.unexpected(*character, at),
            ErrorKind::RecursionLimitExceeded => self.too_deep(at),
            ErrorKind::MissingAnchorOrAliasName => self.reference(at),
            ErrorKind::UnclosedQuotedScalar
            | ErrorKind::InvalidQuotedScalarIndent
            | ErrorKind::DocumentIndicatorInQuotedScalar => self.unclosed_quote(at),
            ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
                self.behind_quote(at)
            }
            ErrorKind::UnknownQuotedScalarEscape
            | ErrorKind::InvalidQuotedScalarHexEscape
            | ErrorKind::InvalidUnicodeEscape => self.escape(at),
            kind => self
                .unclosed_bracket(kind, at)
                .or_else(|| self.unquoted(at))
                .or_else(|| self.missing_space(at))
                .or_else(|| self.colon(kind, at))
                .unwrap_or_else(|| self.layout(kind, at)),
        }
    }

    /// A tab that indents the line of the failure or, when the parser complains of tabs, the next one.
    fn tab_near(self, kind: &ErrorKind, at: usize) -> Option<usize> {
        let about_tabs = matches!(
            kind,
            ErrorKind::TabNotAllowed
                | ErrorKind::TabInBlockIndentation
                | ErrorKind::TabInIndentation
                | ErrorKind::TabAtBlockScalarStart
                | ErrorKind::TabInPlainScalar
        );
        let here = line::tab_in_indentation(self.text, at);
        let next = || line_below(self.text, line_at(self.text, at).end);
        here.or_else(|| line::tab_in_indentation(self.text, next().filter(|_| about_tabs)?.start))
    }

    fn unexpected(self, character: char, at: usize) -> Told {
        let finding = if character.is_control() || character == '\u{feff}' {
            let message = format!("an invisible character (U+{:04X}) stands here", u32::from(character));
            self.syntax_error(self.character(at), message).help("remove it")
        } else {
            self.needs_quotes(self.value_from(at))
        };
        (finding, Reach::Entry(at))
    }

    /// `*name` and `&name`, which mean another place of the file.
    fn reference(self, at: usize) -> Told {
        // An anchor is only noticed at the value behind it.
        let anchor = || line::token_before(self.text, at, '&').unwrap_or(at);
        let at = if self.text[at..].starts_with(['*', '&']) { at } else { anchor() };
        let (mark, name) = if self.text[at..].starts_with('&') { ('&', "anchor") } else { ('*', "alias") };
        let value = self.value_from(at);
        let message = format!("a value that begins with `{mark}` is a YAML {name}, which is not supported");
        let help = format!("if it is text, {}", line::quote_help(&self.text[value.clone()]));
        (self.unsupported(value, message).help(help), Reach::Entry(at))
    }

    /// `owner:digital`, here or on the line above.
    fn missing_space(self, at: usize) -> Option<Told> {
        let here = line_at(self.text, at);
        let lines = [line_above(self.text, here.start), Some(here)];
        let colon =
            lines.into_iter().flatten().find_map(|line| line::colon_without_space(self.text, line))?;
        let content = self.content_at(colon);
        let (key, value) = (&self.text[content.start..colon], &self.text[colon + 1..content.end]);
        let finding = self.syntax_error(self.character(colon), "there is no space behind this colon");
        Some((finding.help(format!("write `{key}: {value}`")), Reach::Entry(colon)))
    }

    /// A colon inside a value, or the colon of a key that is indented below a value.
    fn colon(self, kind: &ErrorKind, at: usize) -> Option<Told> {
        let entry = entry_at(self.text, at).filter(|_| *kind == ErrorKind::MappingValueNotAllowed)?;
        let finding = if entry.colon.is_some_and(|colon| colon < at) {
            self.syntax_error(self.character(at), "text with a colon behind a word needs quotes")
                .help(line::quote_help(&self.text[entry.value]))
        } else {
            let message = "this line is indented, but the line above it already has a value";
            self.syntax_error(self.content_at(at).start..at, message)
                .help("remove the spaces at the beginning of the line")
                .help("if it belongs to the text above, put quotes around the whole text")
        };
        Some((finding, Reach::Entry(at)))
    }

    /// What is left: lines that do not fit together.
    fn layout(self, kind: &ErrorKind, at: usize) -> Told {
        if *kind == ErrorKind::SimpleKeyExpected {
            let finding = self
                .syntax_error(self.content_at(at), "this line is not a key and its value")
                .help("write `key: value`, or indent the line if it goes on from the one above");
            return (finding, Reach::Entry(at));
        }
        if self.text[..line_at(self.text, at).start].trim().is_empty() {
            let finding = self
                .syntax_error(self.content_at(at), "front matter begins with a key and its value")
                .help("write `key: value`")
                .help("if the `---` above is a rule and not front matter, leave a blank line above it");
            return (finding, Reach::Rest);
        }
        let finding = self
            .syntax_error(self.content_at(at), "this line does not fit the lines above it")
            .help("begin every key at the beginning of its line, and indent what belongs to a key by two spaces");
        (finding, Reach::Rest)
    }

    fn too_much(self, breach: &BudgetBreach, at: usize) -> Told {
        match breach {
            BudgetBreach::Anchors { .. } | BudgetBreach::Aliases { .. } => self.reference(at),
            BudgetBreach::Depth { .. } => self.too_deep(at),
            BudgetBreach::Documents { .. } => {
                let finding = self.unsupported(self.content_at(at), "a second YAML document begins here");
                (finding.help("keep all keys in one block"), Reach::Rest)
            }
            _ => {
                let message = format!("this is more than {MOST_NODES} keys and values");
                let finding = self.unsupported(self.character(at), message);
                (finding.help("move the rest out of the front matter"), Reach::Rest)
            }
        }
    }

    fn too_deep(self, at: usize) -> Told {
        let message = format!("lists and keys stand inside each other more than {DEEPEST} deep");
        (self.unsupported(self.character(at), message).help("write it with fewer levels"), Reach::Rest)
    }

    fn unknown(self, at: usize) -> Told {
        let finding = self.syntax_error(self.character(at), "from here on this cannot be read");
        (finding.help("write one `key: value` on each line"), Reach::Rest)
    }
}
