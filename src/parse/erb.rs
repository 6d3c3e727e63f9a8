//! Ruby in the Markdown of a tech-docs page (`*.md.erb`).
//!
//! What nearly every page needs is filled in: `<%= current_page.data.title %>`, and `warning_text` as a block. All other
//! Ruby would have to be run; it is reported where it stands, and nothing is shown in its place.

pub(crate) mod tags;

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::source::{Filling, SourceFile};
use crate::tree::{Node, Value};
use tags::{Meaning, Tag, tags};

/// So many bytes are filled in on a page: a long title in many places would make a small page a huge one.
const MOST_FILLED: usize = 1024 * 1024;

/// Whether a page of that path may hold Ruby.
pub(super) fn may_hold_ruby(path: &str) -> bool {
    path.ends_with(".erb")
}

/// What is read in the place of the Ruby of a page. `body` is where its Markdown begins, `front_matter` what stands
/// before.
pub(super) fn fillings(
    file: &Arc<SourceFile>,
    body: usize,
    front_matter: Option<&Node>,
) -> Outcome<Vec<Filling>> {
    let mut findings = Vec::new();
    let mut left = MOST_FILLED;
    let fill = |tag: Tag| {
        let text = text(&tag, front_matter).filter(|text| text.len() <= left);
        left -= text.as_ref().map_or(0, String::len);
        let text = text.unwrap_or_else(|| {
            findings.push(not_run(file, &tag));
            String::new()
        });
        Filling { span: tag.span, text }
    };
    let fillings = tags(file.text(), body).into_iter().map(fill).collect();
    Outcome::new(fillings, findings)
}

/// What is read in the place of a tag; none for what would have to be run.
pub(crate) fn text(tag: &Tag, front_matter: Option<&Node>) -> Option<String> {
    match &tag.meaning {
        Meaning::Comment => Some(String::new()),
        Meaning::Literal => Some("<%".to_owned()),
        Meaning::PageData(key) => page_data(front_matter?, key),
        Meaning::Warning(words) => Some(format!("> [!WARNING]\n> {words}\n")),
        Meaning::Partial(_) | Meaning::Block | Meaning::Code => None,
    }
}

/// A text of the front matter.
fn page_data(front_matter: &Node, key: &str) -> Option<String> {
    let Value::Map(entries) = &front_matter.value else { return None };
    let (_, node) = entries.iter().find(|(name, _)| name.value == key)?;
    match &node.value {
        Value::Text { text, .. } | Value::Literal(text) => Some(text.trim().to_owned()),
        _ => None,
    }
}

/// The finding about Ruby that would have to be run.
pub(crate) fn not_run(file: &Arc<SourceFile>, tag: &Tag) -> Diagnostic {
    let message = match &tag.meaning {
        Meaning::Block => "this block of Ruby is not run; nothing of it is shown",
        Meaning::Partial(_) => "a partial is not put in here; nothing is shown in its place",
        _ => "Ruby is not run; nothing is shown in its place",
    };
    let help = match &tag.meaning {
        Meaning::Partial(_) => {
            "write its text here; `duly import tech-docs` does so for all partials that hold no Ruby themselves"
        }
        _ => "write in Markdown what readers are to see, and remove the Ruby",
    };
    Diagnostic::new(Code::TechDocsRuby, file, first_line(file.text(), tag.span.clone()), message).help(help)
}

/// The part of a range that is on its first line.
fn first_line(text: &str, span: Range<usize>) -> Range<usize> {
    let length = text[span.clone()].find(['\n', '\r']).unwrap_or(span.len());
    span.start..span.start + length
}
