//! CommonMark 0.31.2: every example of the specification, through Duly's own Markdown.

use std::fs;
use std::path::Path;

use duly::config::{MarkdownConfig, RawHtml};
use duly::render::fragment;
use html5gum::{DefaultEmitter, Token, Tokenizer};

/// Examples whose HTML is another one in Duly, and why.
const KNOWN_DIFFERENCES: [(usize, &str); 1] =
    [(175, "no line end between `<li>` and a block of HTML; it shows nothing")];

struct Example {
    number: usize,
    markdown: String,
    html: String,
}

#[test]
fn all_examples_of_commonmark_give_its_html() {
    let config = MarkdownConfig { raw_html: RawHtml::Allow, ..MarkdownConfig::default() };
    let examples = examples();
    assert_eq!(examples.len(), 652, "CommonMark 0.31.2 has so many examples");
    let mut wrong = Vec::new();
    for Example { number, markdown, html } in examples {
        let made = fragment(&markdown, config);
        let known = KNOWN_DIFFERENCES.iter().find(|(known, _)| *known == number);
        match (plain(&made) == plain(&html), known) {
            (true, None) | (false, Some(_)) => {}
            (true, Some((_, reason))) => wrong.push(format!(
                "example {number} is a known difference ({reason}) and is none any more: take it off the list"
            )),
            (false, None) => {
                wrong.push(format!("example {number}\n{markdown}\nCommonMark:\n{html}\nDuly:\n{made}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} examples:\n\n{}", wrong.len(), wrong.join("\n\n"));
}

fn examples() -> Vec<Example> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/commonmark");
    let path = folder.join("node_modules/commonmark-spec/spec.txt");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!("{}: {error}\nrun `npm ci --prefix tests/commonmark` first", path.display())
    });
    let text = text.replace("\r\n", "\n").replace('→', "\t");
    let fence = "`".repeat(32);
    let mut examples = Vec::new();
    for block in text.split(&format!("\n{fence} example\n")).skip(1) {
        let (block, _) = block.split_once(&format!("\n{fence}")).expect("an example is closed");
        let block = format!("\n{block}\n");
        let (markdown, html) = block.split_once("\n.\n").expect("an example has two parts");
        let markdown = markdown.strip_prefix('\n').unwrap_or(markdown);
        let markdown = if markdown.is_empty() { String::new() } else { format!("{markdown}\n") };
        examples.push(Example { number: examples.len() + 1, markdown, html: html.to_owned() });
    }
    examples
}

/// HTML without what Duly adds on purpose, token by token: the attributes of code, pictures, tables; the spans of
/// coloured code. The way in which characters are escaped and empty tags are closed makes no difference to a
/// browser and none here.
fn plain(html: &str) -> String {
    let mut plain = String::new();
    let mut in_code = false;
    for Ok(token) in Tokenizer::new_with_emitter(html, DefaultEmitter::default()) {
        match token {
            Token::StartTag(tag) => {
                let name = text(&tag.name);
                in_code |= name == "pre";
                if in_code && name == "span" {
                    continue;
                }
                if name == "pre" {
                    // A line end in front of a block shows nothing.
                    plain.truncate(plain.trim_end_matches('\n').len());
                }
                plain.extend(["<", &name]);
                for (key, value) in &tag.attributes {
                    let (key, value) = (text(key), text(value));
                    if !is_added(&name, &key, &value) {
                        plain.extend([" ", &key, "=", &value]);
                    }
                }
                plain.push('>');
            }
            Token::EndTag(tag) => {
                let name = text(&tag.name);
                in_code &= name != "pre";
                if !(in_code && name == "span") {
                    plain.extend(["</", &name, ">"]);
                }
            }
            Token::String(words) => plain.push_str(&text(&words)),
            Token::Comment(comment) => plain.extend(["<!--", &text(&comment), "-->"]),
            other => plain.extend([format!("{other:?}")]),
        }
    }
    plain
}

/// Whether Duly adds an attribute to an element by itself.
fn is_added(element: &str, key: &str, value: &str) -> bool {
    match element {
        "pre" => matches!((key, value), ("class", "code") | ("tabindex" | "role" | "aria-label", _)),
        "img" => matches!((key, value), ("loading", "lazy") | ("decoding", "async")),
        _ => false,
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_long_page_is_the_html_of_its_parts() {
    let part = "Words *in* **marks**, `code`\\\nand <b>tags</b>.\n\n- a\n- b\n\n  c\n  1. d\n\n## e\n\n> f\n> - g\n\n\
                ---\n\n    code\n\n~~~\nmore\n~~~\n\n<div>\n\nh ![i *j*](k)\n\n</div>\n\nl\n: m\n\n-\n\nn<x>o\n\n";
    let config = MarkdownConfig::default();
    let expected = fragment(part, config);
    for times in [100, 1_000] {
        assert!(fragment(&part.repeat(times), config) == expected.repeat(times), "{times} times");
    }
}
