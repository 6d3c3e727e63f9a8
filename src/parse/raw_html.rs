//! Raw HTML, judged tag by tag against a list of harmless ones.
//!
//! Markdown hands HTML over in fragments (an opening tag here, its end tag pages later), which a sanitiser of
//! whole documents would tear apart. So each tag is judged by itself: a harmless one passes with its harmless
//! attributes, any other is shown as text and reported. Comments vanish.

mod allowed;

use std::ops::Range;

use html5gum::{DefaultEmitter, Span, StartTag, Token, Tokenizer};

use allowed::{GLOBAL_ATTRIBUTES, VOID_ELEMENTS, element};

/// A harmless opening tag; attribute values are decoded and have to be escaped again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenTag {
    /// In lower case.
    pub name: String,
    /// Names and values of the harmless ones, in the order of the page.
    pub attributes: Vec<(String, String)>,
}

/// What became of a part of raw HTML. Ranges count like those of the lines that were given.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Judged {
    /// Text between tags, decoded.
    Text {
        text: String,
        span: Range<usize>,
    },
    Open {
        tag: OpenTag,
        span: Range<usize>,
    },
    Close {
        name: String,
        span: Range<usize>,
    },
    /// Not let through; `text` is what is shown in its place, if anything.
    Refused {
        text: Option<String>,
        span: Range<usize>,
        message: String,
        help: &'static str,
    },
}

impl OpenTag {
    /// Whether the element has no content and no end tag.
    pub fn is_void(&self) -> bool {
        VOID_ELEMENTS.contains(&self.name.as_str())
    }

    /// The address that the tag leads to or loads.
    pub fn link(&self) -> Option<&str> {
        let wanted = match self.name.as_str() {
            "a" => "href",
            "img" => "src",
            _ => return None,
        };
        self.attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
    }
}

fn extent(token: &Token<usize>) -> Option<Span<usize>> {
    match token {
        Token::StartTag(tag) => Some(tag.span),
        Token::EndTag(tag) => Some(tag.span),
        Token::String(text) => Some(text.span),
        Token::Comment(comment) => Some(comment.span),
        Token::Doctype(doctype) => Some(doctype.span),
        Token::Error(_) => None,
    }
}

/// So many tags and texts are judged at once: a page may be one block of a million of them, and what they are judged to be takes
/// many times their own memory.
const AT_ONCE: usize = 256;

/// Consecutive lines of raw HTML, joined into one text and judged bit by bit; and where they stand in the file: within a quotation
/// or a list the lines of one tag are not neighbours there.
#[derive(Default)]
pub(super) struct Fragment {
    html: String,
    /// Offset in `html` and in the file of each line that does not follow the one before at once.
    starts: Vec<(usize, usize)>,
    /// How far it has been judged.
    done: usize,
}

impl Fragment {
    /// Adds a line, with its place.
    pub(super) fn add(&mut self, line: &str, place: &Range<usize>) {
        let follows =
            self.starts.last().is_some_and(|(start, at)| at + self.html.len() - start == place.start);
        if !follows {
            self.starts.push((self.html.len(), place.start));
        }
        self.html.push_str(line);
    }

    /// What the next bit of it is; none when all of it has been judged.
    pub(super) fn judge(&mut self) -> Option<Vec<Judged>> {
        if self.done == self.html.len() {
            return None;
        }
        let mut judged = Vec::new();
        let base = self.done;
        let emitter = DefaultEmitter::<usize>::new_with_span();
        let mut tokens = Tokenizer::new_with_emitter(&self.html[base..], emitter);
        let mut count = 0;
        while count < AT_ONCE {
            let Some(Ok(token)) = tokens.next() else {
                self.show(self.done..self.html.len(), &mut judged);
                self.done = self.html.len();
                break;
            };
            let Some(span) = extent(&token) else { continue };
            let start = self.done.max(base + span.start);
            let span = start..start.max(base + span.end);
            // What no token covers is HTML that breaks off, such as `<a href=`.
            self.show(self.done..span.start, &mut judged);
            self.done = span.end;
            self.judge_token(token, base, span, &mut judged);
            count += 1;
        }
        Some(judged)
    }

    fn place(&self, span: Range<usize>) -> Range<usize> {
        let place = |offset: usize| {
            let line = self.starts.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
            self.starts.get(line).map_or(0, |(start, place)| place + offset - start)
        };
        let start = place(span.start);
        start..place(span.end.saturating_sub(1)).max(start) + 1
    }

    fn show(&self, span: Range<usize>, judged: &mut Vec<Judged>) {
        if !span.is_empty() {
            let text = self.html[span.clone()].to_owned();
            judged.push(Judged::Text { text, span: self.place(span) });
        }
    }

    /// Judges what stands at `span`; its own places count from `base`.
    fn judge_token(&self, token: Token<usize>, base: usize, span: Range<usize>, judged: &mut Vec<Judged>) {
        match token {
            Token::StartTag(tag) => self.judge_start(&tag, base, span, judged),
            Token::EndTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                match element(&name) {
                    Some(_) if VOID_ELEMENTS.contains(&name.as_str()) => {}
                    Some(_) => judged.push(Judged::Close { name, span: self.place(span) }),
                    // Its opening tag has been reported already.
                    None => self.show(span, judged),
                }
            }
            Token::String(text) => {
                let text = String::from_utf8_lossy(&text.value).into_owned();
                judged.push(Judged::Text { text, span: self.place(span) });
            }
            Token::Comment(_) if self.html[span.clone()].starts_with("<!--") => {
                judged.extend(self.unclosed_comment(span));
            }
            Token::Comment(_) | Token::Doctype(_) => judged.push(Judged::Refused {
                text: Some(self.html[span.clone()].to_owned()),
                span: self.place(span),
                message: "instructions and declarations have no place on a page; this is shown as text"
                    .to_owned(),
                help: "remove it",
            }),
            Token::Error(_) => {}
        }
    }

    /// A comment vanishes, and one that is never closed takes everything below it along.
    fn unclosed_comment(&self, span: Range<usize>) -> Option<Judged> {
        let text = self.html[span.clone()].trim_end();
        let is_closed = text.ends_with("-->") || text.ends_with("--!>");
        (!is_closed).then(|| Judged::Refused {
            text: None,
            span: self.place(span.start..span.start + "<!--".len()),
            message: "this comment is never closed, so that nothing from here on is shown".to_owned(),
            help: "write `-->` where the comment ends",
        })
    }

    fn judge_start(&self, tag: &StartTag<usize>, base: usize, span: Range<usize>, judged: &mut Vec<Judged>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let Some(allowed) = element(&name) else {
            judged.push(Judged::Refused {
                text: Some(self.html[span.clone()].to_owned()),
                span: self.place(span),
                message: format!("`<{name}>` is not among the harmless HTML elements and is shown as text"),
                help: "write it in Markdown; or, if you trust every author, set `raw-html = \"allow\"` under `[markdown]` of book.toml",
            });
            return;
        };
        let mut attributes = Vec::new();
        for (key, value) in &tag.attributes {
            let key = String::from_utf8_lossy(key).into_owned();
            if allowed.contains(&key.as_str()) || GLOBAL_ATTRIBUTES.contains(&key.as_str()) {
                attributes.push((key, String::from_utf8_lossy(&value.value).into_owned()));
            } else {
                judged.push(Judged::Refused {
                    text: None,
                    span: self.place(
                        (base + value.span.start).min(span.end)..(base + value.span.end).min(span.end),
                    ),
                    message: format!("the attribute `{key}` is not among the harmless ones and is left out"),
                    help: "remove it; looks belong in the theme",
                });
            }
        }
        judged.push(Judged::Open { tag: OpenTag { name, attributes }, span: self.place(span) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(html: &str) -> Vec<Judged> {
        judged_lines(&[(html, 0..html.len())])
    }

    fn judged_lines(lines: &[(&str, Range<usize>)]) -> Vec<Judged> {
        let mut fragment = Fragment::default();
        for (line, place) in lines {
            fragment.add(line, place);
        }
        std::iter::from_fn(|| fragment.judge()).flatten().collect()
    }

    fn refused(html: &str) -> Vec<(Option<String>, Range<usize>)> {
        let refusal = |judged| match judged {
            Judged::Refused { text, span, .. } => Some((text, span)),
            _ => None,
        };
        judged(html).into_iter().filter_map(refusal).collect()
    }

    #[test]
    fn harmless_tags_pass_with_their_attributes() {
        let tag = OpenTag { name: "abbr".into(), attributes: vec![("title".into(), "A & B".into())] };
        assert_eq!(judged("<abbr title='A &amp; B'>"), [Judged::Open { tag, span: 0..24 }]);
        assert_eq!(judged("</kbd>"), [Judged::Close { name: "kbd".into(), span: 0..6 }]);
    }

    #[test]
    fn scripts_and_frames_are_shown_as_text() {
        let text = refused("<ScRiPt src=x>").remove(0).0;
        assert_eq!(text.as_deref(), Some("<ScRiPt src=x>"));
        assert_eq!(refused("<iframe>").len(), 1);
        assert_eq!(refused("<svg/onload=alert(1)>").len(), 1);
    }

    #[test]
    fn dangerous_attributes_are_left_out_where_they_stand() {
        assert_eq!(refused("<img src=x onerror=alert(1)>").remove(0).0, None);
        assert_eq!(refused("<p style='color:red'>").len(), 1);
    }

    #[test]
    fn html_that_breaks_off_is_text() {
        let shown: String = judged("a <a href=")
            .into_iter()
            .map(|judged| match judged {
                Judged::Text { text, .. } => text,
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(shown, "a <a href=");
    }

    #[test]
    fn comments_vanish() {
        assert_eq!(judged("<!-- a note -->"), []);
        assert_eq!(judged("<!-->"), []);
    }

    #[test]
    fn a_comment_that_is_never_closed_is_reported_where_it_begins() {
        assert_eq!(refused("<!-- a note <b>\n\nText\n"), [(None, 0..4)]);
    }

    #[test]
    fn places_are_those_of_the_file_even_when_lines_are_apart() {
        let lines = [("<p\n", 2..5), ("onclick=x>\n", 9..20)];
        let places: Vec<_> = judged_lines(&lines)
            .into_iter()
            .filter_map(|judged| match judged {
                Judged::Refused { span, .. } => Some(span.start),
                _ => None,
            })
            .collect();
        assert_eq!(places, [9]);
    }

    #[test]
    fn what_is_judged_bit_by_bit_is_what_it_would_be_as_a_whole() {
        let line = "<x a='1'>one<!-- c --> &amp; <p onclick=y> </b><a href=";
        let expected = judged(&format!("{line}{line}>"));
        let of_two_lines = expected.len();
        let many = judged(&format!("{line}{line}>").repeat(AT_ONCE));
        assert_eq!(many.len(), of_two_lines * AT_ONCE);
        let length = line.len() * 2 + 1;
        let moved = |span: &Range<usize>, by: usize| span.start + by..span.end + by;
        for (index, judged) in many.iter().enumerate() {
            let by = index / of_two_lines * length;
            let (expected, found) = match (&expected[index % of_two_lines], judged) {
                (Judged::Text { text: a, span: s }, Judged::Text { text: b, span: t })
                | (Judged::Close { name: a, span: s }, Judged::Close { name: b, span: t }) => {
                    ((a, moved(s, by)), (b, t.clone()))
                }
                (Judged::Open { tag: a, span: s }, Judged::Open { tag: b, span: t }) => {
                    ((&a.name, moved(s, by)), (&b.name, t.clone()))
                }
                (
                    Judged::Refused { message: a, span: s, .. },
                    Judged::Refused { message: b, span: t, .. },
                ) => ((a, moved(s, by)), (b, t.clone())),
                other => panic!("{other:?}"),
            };
            assert_eq!(expected, found);
        }
    }
}
