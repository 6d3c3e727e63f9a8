//! Where the tags of ERB are in a text, and what is known of them without running any.

use std::ops::Range;

/// A tag, or a block with everything up to its `<% end %>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tag {
    /// In bytes of the text. That of a warning takes its line with it.
    pub(crate) span: Range<usize>,
    pub(crate) meaning: Meaning,
}

/// What a tag is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// `<%# … %>`
    Comment,
    /// `<%%`, which stands for `<%`.
    Literal,
    /// `<%= current_page.data.KEY %>`
    PageData(String),
    /// `<%= warning_text('…') %>` on a line of its own.
    Warning(String),
    /// `<%= partial 'NAME' %>`
    Partial(String),
    /// `<% … do %>` with what it encloses.
    Block,
    /// Anything else.
    Code,
}

/// The tags from byte `start` on, in order; what stands in a block is part of it.
pub(crate) fn tags(text: &str, start: usize) -> Vec<Tag> {
    let mut plain_tags = Vec::new();
    let mut at = start;
    while let Some(tag) = plain(text, at) {
        at = tag.span.end;
        plain_tags.push(tag);
    }
    let ends = ends(text, &plain_tags);
    let mut tags: Vec<Tag> = Vec::new();
    for (tag, end) in plain_tags.into_iter().zip(ends) {
        // What stands in a block is part of it.
        if tags.last().is_some_and(|last| tag.span.start < last.span.end) {
            continue;
        }
        tags.push(match end {
            Some(end) => Tag { span: tag.span.start..end, meaning: Meaning::Block },
            // A block that is never closed ends with its own tag: no more words are lost than must be.
            None => tag,
        });
    }
    tags
}

/// For each tag that opens a block: where the tag that closes it ends.
fn ends(text: &str, tags: &[Tag]) -> Vec<Option<usize>> {
    const CONDITIONS: [&str; 5] = ["if ", "unless ", "case ", "while ", "begin"];
    let mut ends = vec![None; tags.len()];
    let mut open: Vec<(usize, bool)> = Vec::new();
    for (index, tag) in tags.iter().enumerate().filter(|(_, tag)| tag.meaning == Meaning::Code) {
        let code = code(text, tag);
        if opens_block(code) {
            open.push((index, true));
        } else if CONDITIONS.iter().any(|word| code.starts_with(word)) {
            open.push((index, false));
        } else if code == "end" || code == "}" {
            // The branches of an `if` are kept: they are words for readers.
            if let Some((opening, true)) = open.pop() {
                ends[opening] = Some(tag.span.end);
            }
        }
    }
    ends
}

/// The next tag by itself.
fn plain(text: &str, from: usize) -> Option<Tag> {
    let start = from + text[from..].find("<%")?;
    if text[start..].starts_with("<%%") {
        return Some(Tag { span: start..start + 3, meaning: Meaning::Literal });
    }
    let end = start + 2 + text[start + 2..].find("%>")? + 2;
    let tag = Tag { span: start..end, meaning: Meaning::Code };
    let meaning = meaning(text, &tag);
    let span = match meaning {
        Meaning::Warning(_) => whole_line(text, &tag.span)?,
        _ => tag.span,
    };
    Some(Tag { span, meaning })
}

/// What stands between the marks of a tag.
fn code<'t>(text: &'t str, tag: &Tag) -> &'t str {
    let inner = &text[tag.span.start + 2..tag.span.end - 2];
    inner.trim_start_matches(['=', '-']).trim_end_matches(['=', '-']).trim()
}

fn meaning(text: &str, tag: &Tag) -> Meaning {
    let code = code(text, tag);
    let is_shown = text[tag.span.start + 2..].starts_with('=');
    if text[tag.span.start + 2..].starts_with('#') {
        Meaning::Comment
    } else if !is_shown {
        Meaning::Code
    } else if let Some(key) = code.strip_prefix("current_page.data.").filter(|key| is_word(key)) {
        Meaning::PageData(key.to_owned())
    } else if let Some(name) = argument(code, "partial") {
        Meaning::Partial(name)
    } else if let Some(words) = argument(code, "warning_text").filter(|_| is_alone(text, &tag.span)) {
        Meaning::Warning(words.split_whitespace().collect::<Vec<_>>().join(" "))
    } else {
        Meaning::Code
    }
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The text in `name('text')` or `name "text"`, when that is the only argument.
fn argument(code: &str, name: &str) -> Option<String> {
    let rest = code.strip_prefix(name)?;
    let rest = rest.trim_start();
    let rest = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(rest).trim();
    let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let inner = rest[1..].strip_suffix(quote)?;
    let plain = inner.replace(&format!("\\{quote}"), "\u{0}");
    // In double quotes Ruby would fill in more.
    (!plain.contains(quote) && !plain.contains("#{")).then(|| plain.replace('\u{0}', &quote.to_string()))
}

/// Whether a tag has its line to itself.
fn is_alone(text: &str, span: &Range<usize>) -> bool {
    whole_line(text, span).is_some()
}

/// From the beginning of the line on which a tag stands alone to its end, without the line end.
fn whole_line(text: &str, span: &Range<usize>) -> Option<Range<usize>> {
    let start = text[..span.start].trim_end_matches([' ', '\t']).len();
    let end = text.len() - text[span.end..].trim_start_matches([' ', '\t']).len();
    let begins_line = start == 0 || text[..start].ends_with(['\n', '\r']);
    let ends_line = end == text.len() || text[end..].starts_with(['\n', '\r']);
    (begins_line && ends_line).then_some(start..end)
}

/// Whether what follows belongs to it until an `end`.
fn opens_block(code: &str) -> bool {
    let code = code.trim_end();
    let before_names = match code.strip_suffix('|').and_then(|rest| rest.rfind('|').map(|at| &rest[..at])) {
        Some(before) => before.trim_end(),
        None => code,
    };
    before_names.ends_with(" do") || before_names.ends_with('{')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meanings(text: &str) -> Vec<(&str, Meaning)> {
        tags(text, 0).into_iter().map(|tag| (&text[tag.span], tag.meaning)).collect()
    }

    #[test]
    fn a_tag_is_known_by_what_it_says() {
        let key = |key: &str| Meaning::PageData(key.to_owned());
        assert_eq!(
            meanings("# <%= current_page.data.title %>"),
            [("<%= current_page.data.title %>", key("title"))]
        );
        assert_eq!(meanings("a <%=current_page.data.owner -%> b")[0].1, key("owner"));
        assert_eq!(
            meanings("<%= partial 'partials/nav' %>")[0].1,
            Meaning::Partial("partials/nav".to_owned())
        );
        assert_eq!(meanings("<%= partial(\"nav\") %>")[0].1, Meaning::Partial("nav".to_owned()));
        assert_eq!(
            meanings("<%# a note %><%% x")[..2],
            [("<%# a note %>", Meaning::Comment), ("<%%", Meaning::Literal)]
        );
        assert_eq!(meanings("<%= partial 'nav', locals: { a: 'b' } %>")[0].1, Meaning::Code);
        assert_eq!(meanings("<%= \"#{x}\" %>")[0].1, Meaning::Code);
        assert_eq!(meanings("5 <% 6"), []);
        assert_eq!(meanings("<%>"), []);
        assert_eq!(meanings("<%%>"), [("<%%", Meaning::Literal)]);
    }

    #[test]
    fn a_warning_takes_its_line_and_is_code_within_a_line() {
        let warning = Meaning::Warning("Don't.".to_owned());
        assert_eq!(
            meanings("a\n  <%= warning_text('Don\\'t.') %> \nb"),
            [("  <%= warning_text('Don\\'t.') %> ", warning)]
        );
        assert_eq!(meanings("a <%= warning_text('b') %>")[0].1, Meaning::Code);
    }

    #[test]
    fn a_hundred_thousand_blocks_that_are_never_closed_are_read_at_once() {
        assert_eq!(tags(&"<% x do %>".repeat(100_000), 0).len(), 100_000);
        assert_eq!(
            tags(&format!("{}{}", "<% x do %>".repeat(100_000), "<% end %>".repeat(100_000)), 0).len(),
            1
        );
    }

    #[test]
    fn a_block_ends_with_its_own_end() {
        let block = "<% all.each do |one| %>a<% if b %>c<% end %><% end %>";
        assert_eq!(meanings(&format!("x {block} y")), [(block, Meaning::Block)]);
        assert_eq!(meanings("<% if a %>words<% end %>").len(), 2);
        assert_eq!(meanings("<% x do %>words"), [("<% x do %>", Meaning::Code)]);
    }
}
