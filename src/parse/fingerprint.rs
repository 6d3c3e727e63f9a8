//! The words of a page as a review saw them: what its [`Fingerprint`] is made of.

use html5gum::{Token, Tokenizer};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::markdown;
use crate::config::MarkdownConfig;
use crate::review::Fingerprint;

/// What stands around something that is no word of the page and yet part of what it says. It stands in no text.
const MARK: char = '\u{1f}';

/// The stamp of the words of a Markdown text, version 1.
///
/// What a reader reads counts, and where links and pictures lead. White space, formatting, the level of headings,
/// the kind of lists and comments do not. Deleted text and a ticked box say something else than the words alone, so
/// their marks count. The book's options do not: they change how every page is shown, and no author edited it.
pub(super) fn of(markdown: &str) -> Fingerprint {
    let mut words = Words::default();
    for event in Parser::new_ext(markdown, markdown::options(MarkdownConfig::default())) {
        words.take(event);
    }
    Fingerprint::of(&words.text)
}

#[derive(Default)]
struct Words {
    text: String,
    /// Where the open links and pictures lead, outermost first.
    targets: Vec<String>,
    /// The lines of an open block of raw HTML, which can only be read as a whole.
    html: Option<String>,
}

impl Words {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak | Event::Rule => self.text.push(' '),
            Event::FootnoteReference(label) => self.mark(&format!("^{label}")),
            Event::TaskListMarker(done) => self.mark(if done { "[x]" } else { "[ ]" }),
            Event::InlineHtml(html) => self.html(&html),
            Event::Html(html) => match &mut self.html {
                Some(block) => block.push_str(&html),
                None => self.html(&html),
            },
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.targets.push(dest_url.into_string());
            }
            Tag::Strikethrough => self.mark("~"),
            Tag::HtmlBlock => self.html = Some(String::new()),
            Tag::Emphasis | Tag::Strong | Tag::Superscript | Tag::Subscript => {}
            _ => self.text.push(' '),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link | TagEnd::Image => {
                let target = self.targets.pop().unwrap_or_default();
                self.mark(&target);
            }
            TagEnd::Strikethrough => self.mark("~"),
            TagEnd::HtmlBlock => {
                let html = self.html.take().unwrap_or_default();
                self.html(&html);
                self.text.push(' ');
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Superscript | TagEnd::Subscript => {}
            _ => self.text.push(' '),
        }
    }

    fn mark(&mut self, what: &str) {
        self.text.push(MARK);
        self.text.push_str(what);
        self.text.push(MARK);
    }

    /// The text of raw HTML, and what its tags lead to and say in the place of a picture.
    fn html(&mut self, html: &str) {
        for token in Tokenizer::new(html) {
            let Ok(token) = token;
            match token {
                Token::String(text) => self.text.push_str(&String::from_utf8_lossy(&text)),
                Token::StartTag(tag) => {
                    for (name, value) in &tag.attributes {
                        if matches!(&name[..], b"href" | b"src" | b"alt") {
                            self.mark(&String::from_utf8_lossy(value));
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[track_caller]
    fn assert_same(one: &str, other: &str) {
        assert_eq!(of(one), of(other), "{one:?} and {other:?} say the same");
    }

    #[track_caller]
    fn assert_differ(one: &str, other: &str) {
        assert_ne!(of(one), of(other), "{one:?} and {other:?} say different things");
    }

    #[test]
    fn white_space_and_formatting_are_left_out() {
        assert_same("One two.\n\nThree.\n", "One\ntwo.\r\n\r\n\r\nThree.");
        assert_same("**One** _two_ `three`", "One two three");
        assert_same("# Title\n\nText", "Title\n=====\n\nText");
        assert_same("## Head {#own-id}\n", "### Head\n");
        assert_same("- one\n- two\n", "* one\n\n* two\n");
        assert_same("1. one\n2. two\n", "- one\n- two\n");
        assert_same("| a | b |\n|---|---|\n| c | d |", "|a|b|\n|:--|--:|\n|c|d|\n");
        assert_same("    code\n", "```rust\ncode\n```\n");
        assert_same("Text <!-- a note to myself --> here", "Text here");
        assert_same("<!-- a note\n\nof two paragraphs -->\n\nText", "Text");
        assert_same("<b>One</b> two", "One two");
        assert_same("[text][1]\n\n[1]: https://example.org/", "[text](https://example.org/ \"title\")");
    }

    #[test]
    fn words_and_the_targets_of_links_count() {
        assert_differ("One two.", "One too.");
        assert_differ("One two.", "Two one.");
        assert_differ("Do not publish.", "Do publish.");
        assert_differ("[text](a.md)", "[text](b.md)");
        assert_differ("[text](a.md)", "text");
        assert_differ("![A chart](a.png)", "![A table](a.png)");
        assert_differ("<a href=\"/a\">text</a>", "<a href=\"/b\">text</a>");
        assert_differ("<img src=\"a.png\" alt=\"A\">", "<img src=\"a.png\" alt=\"B\">");
        assert_differ("We ~~do not~~ publish", "We do not publish");
        assert_differ("- [ ] Done", "- [x] Done");
        assert_differ("> [!NOTE]\n> Text", "> [!WARNING]\n> Text");
        assert_differ("onetwo", "one two");
        assert_differ("- one\n- two", "- onetwo");
        assert_differ("Straight \"quotes\"", "Straight “quotes”");
    }

    #[test]
    fn the_stamp_of_a_page_stays_what_it_was_in_every_release() {
        let page = "# Title\n\nText[^1] with *em*, `code`, [a link](a.md) and ![a picture](b.png).\n\n> [!NOTE]\n\
                    > Quoted\n\n- [x] done\n  1. nested\n\n| a | b |\n|---|---|\n| ~~c~~ | <b>d</b> |\n\nTerm\n: \
                    Meaning\n\n<div>\nraw\n</div>\n\n[^1]: Note\n";
        assert_eq!(of(page).to_string(), "1:4909b309e650203cce310187755b41f4");
    }
}
