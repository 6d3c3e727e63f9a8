//! Code in colours: syntect's scopes as a dozen short classes, for the style sheet to colour.
//!
//! Scopes written out as classes would be some thirty times the size of the code; a reader only sees a dozen
//! differences.

mod lines;

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::LazyLock;

use pulldown_cmark_escape::escape_html;
use syntect::parsing::{Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::escape::escaped;
use crate::memo::Memos;
use crate::parse::CodeSize;
use lines::{LineReader, with_lines};

/// syntect's grammars and those that `bat` keeps beside them.
static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// The grammars by what fences call them: the extension of a file, else the name of the language, in lower case. Looking
/// through all grammars for each fence took as long as a tenth of colouring it.
static NAMES: LazyLock<HashMap<String, &'static SyntaxReference>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    // Of two grammars with one extension the later one counts.
    let grammars = || GRAMMARS.syntaxes().iter().rev();
    for grammar in grammars() {
        for extension in &grammar.file_extensions {
            names.entry(extension.to_ascii_lowercase()).or_insert(grammar);
        }
    }
    for grammar in grammars() {
        names.entry(grammar.name.to_ascii_lowercase()).or_insert(grammar);
    }
    names
});

/// Classes by the scopes that begin with a prefix; the first that fits the innermost scope wins.
const CLASSES: [(&str, &str); 30] = [
    ("comment", "c"),
    ("punctuation.definition.comment", "c"),
    ("string", "s"),
    ("punctuation.definition.string", "s"),
    ("constant.character", "s"),
    ("constant", "n"),
    ("entity.name.function", "f"),
    ("support.function", "f"),
    ("variable.function", "f"),
    ("entity.name.tag", "g"),
    ("entity.other.attribute-name", "a"),
    ("support.type.property-name", "a"),
    ("meta.mapping.key", "a"),
    ("entity.name.type", "t"),
    ("entity.name.class", "t"),
    ("entity.name.struct", "t"),
    ("entity.name.enum", "t"),
    ("entity.name.trait", "t"),
    ("entity.other.inherited-class", "t"),
    ("support.class", "t"),
    ("support.type", "t"),
    ("storage.type", "k"),
    ("storage", "k"),
    ("keyword.operator", "o"),
    ("keyword", "k"),
    ("variable", "v"),
    ("markup.inserted", "i"),
    ("markup.deleted", "d"),
    ("markup.heading", "k"),
    ("punctuation", "o"),
];

static CLASS_SCOPES: LazyLock<Vec<(Scope, &'static str)>> = LazyLock::new(|| {
    let scope = |(name, class): &(&str, &'static str)| Some((Scope::new(name).ok()?, *class));
    CLASSES.iter().filter_map(scope).collect()
});

/// The code as HTML, coloured when the language is known and the code is not too large.
pub(super) fn highlight(code: &str, language: &str, memos: &Memos) -> String {
    let grammar = match CodeSize::of(code) {
        CodeSize::Highlightable => grammar(language),
        CodeSize::TooLarge => None,
    };
    let Some(grammar) = grammar else { return escaped(code) };
    let argument = (grammar.name.clone(), code.to_owned());
    memos.highlighted.get(&argument, |(_, code)| {
        with_lines(|lines| coloured(code, lines.begin(grammar))).unwrap_or_else(|| escaped(code))
    })
}

fn grammar(language: &str) -> Option<&'static SyntaxReference> {
    let language = match language.to_ascii_lowercase().as_str() {
        "" | "text" | "txt" | "plain" | "plaintext" => return None,
        "console" | "shell" | "shell-session" | "sh" => "bash".to_owned(),
        "hcl" => "terraform".to_owned(),
        "jsonc" | "json5" => "json".to_owned(),
        other => other.to_owned(),
    };
    NAMES.get(&language).copied()
}

/// None when the grammar fails on the code.
fn coloured(code: &str, mut reader: LineReader<'_>) -> Option<String> {
    let mut spans = Spans { html: String::with_capacity(code.len() * 2), open: None };
    for line in code.split_inclusive('\n') {
        let mut shown = 0;
        for (end, class) in reader.read(line)?.iter() {
            spans.text(&line[shown..*end], *class);
            shown = *end;
        }
    }
    spans.close();
    Some(spans.html)
}

/// The class of text with these scopes: that of the innermost scope that has one.
fn class(stack: &ScopeStack) -> Option<&'static str> {
    let of_scope = |scope: &Scope| CLASS_SCOPES.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope));
    stack.as_slice().iter().rev().find_map(of_scope).map(|(_, class)| *class)
}

/// HTML being written, neighbouring text of one class in one span.
struct Spans {
    html: String,
    open: Option<&'static str>,
}

impl Spans {
    fn text(&mut self, text: &str, class: Option<&'static str>) {
        if text.is_empty() {
            return;
        }
        // White space looks the same in every colour.
        if class != self.open && !text.trim().is_empty() {
            self.close();
            if let Some(class) = class {
                write!(self.html, "<span class=\"{class}\">").expect("writing to a string cannot fail");
            }
            self.open = class;
        }
        escape_html(&mut self.html, text).expect("writing to a string cannot fail");
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.html.push_str("</span>");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_languages_are_coloured_with_short_classes() {
        let html = highlight("fn main() {} // done\n", "rust", &Memos::default());
        assert!(html.contains("<span class=\"k\">fn "), "{html}");
        assert!(html.contains("<span class=\"c\">// done"), "{html}");
    }

    #[test]
    fn the_extra_grammars_are_there() {
        for language in ["toml", "typescript", "terraform", "dockerfile", "powershell"] {
            assert!(grammar(language).is_some(), "{language}");
        }
    }

    #[test]
    fn a_fence_finds_the_grammar_that_syntect_finds() {
        let extensions = GRAMMARS.syntaxes().iter().flat_map(|grammar| &grammar.file_extensions);
        let names = GRAMMARS.syntaxes().iter().map(|grammar| &grammar.name);
        for token in extensions.chain(names) {
            let of_syntect = GRAMMARS.find_syntax_by_token(token).map(|grammar| &grammar.name);
            let ours = NAMES.get(&token.to_ascii_lowercase()).map(|grammar| &grammar.name);
            assert_eq!(ours, of_syntect, "{token}");
        }
    }

    #[test]
    fn unknown_languages_and_huge_blocks_are_plain_text() {
        assert_eq!(highlight("a < b\n", "no-such-language", &Memos::default()), "a &lt; b\n");
        let huge = format!("let a = \"{}\";\n", "x".repeat(3000));
        assert!(!highlight(&huge, "rust", &Memos::default()).contains("<span"));
    }

    #[test]
    fn text_is_never_lost() {
        let code = "def f(x):\n    return \"<&>\" # ok\n";
        let html = highlight(code, "python", &Memos::default());
        let text = html
            .split('<')
            .map(|part| part.split_once('>').map_or(part, |(_, text)| text))
            .collect::<String>();
        assert_eq!(
            text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&"),
            code
        );
    }
}
