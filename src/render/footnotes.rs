//! Footnotes as on GitHub: numbered by their first reference, gathered at the end of the page.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::escape::{escaped, escaped_text};

/// The words of the interface under a key, filled.
type Values<'v> = &'v [(&'v str, &'v str)];

/// The footnotes of one page. Ids have capitals, which keeps them apart from those of headings.
#[derive(Default)]
pub(super) struct Footnotes {
    /// Labels in the order of their first reference.
    order: Vec<String>,
    /// Number and count of references, by label. Labels differ by more than letter case, as they do to the parser.
    referenced: BTreeMap<String, (usize, usize)>,
    definitions: BTreeMap<String, String>,
    /// Labels of the references within footnotes.
    inner: Vec<String>,
}

/// What stands for a reference within a footnote, followed by its index and a NUL, until it is known whether
/// that footnote is shown.
const INNER: &str = "\0footnote";

impl Footnotes {
    /// A reference in the text.
    pub(super) fn reference(&mut self, label: &str, words: impl Fn(&str, Values<'_>) -> String) -> String {
        let (label, next) = (label.to_lowercase(), self.order.len() + 1);
        let (number, count) = self.referenced.entry(label.clone()).or_insert((next, 0));
        *count += 1;
        let (number, count) = (*number, *count);
        if count == 1 {
            self.order.push(label);
        }
        let name = escaped(&words("footnote_reference", &[("number", &number.to_string())]));
        let id = reference_id(number, count);
        format!(
            "<sup class=\"footnote-ref\"><a href=\"#footnote{number}\" id=\"{id}\" aria-label=\"{name}\">{number}</a></sup>"
        )
    }

    /// A reference within a footnote: it counts once that footnote is shown.
    pub(super) fn inner_reference(&mut self, label: &str) -> String {
        self.inner.push(label.to_owned());
        format!("{INNER}{}\0", self.inner.len() - 1)
    }

    /// What a footnote says. The first definition of a label counts.
    pub(super) fn define(&mut self, label: &str, html: String) {
        self.definitions.entry(label.to_lowercase()).or_insert(html);
    }

    /// The section at the end of the page; empty without footnotes. What nobody refers to is not shown.
    pub(super) fn section(mut self, words: impl Fn(&str, Values<'_>) -> String) -> String {
        if self.order.is_empty() {
            return String::new();
        }
        let bodies = self.bodies(&words);
        let heading = escaped_text(&words("footnotes", &[]));
        let mut html = format!(
            "<section class=\"footnotes\" aria-labelledby=\"footnotesHeading\">\n<h2 id=\"footnotesHeading\">{heading}</h2>\n<ol>\n"
        );
        for (label, body) in self.order.iter().zip(bodies) {
            let (number, count) = self.referenced[label];
            let mut back = String::new();
            for reference in 1..=count {
                let name = escaped(&words("footnote_back", &[("number", &number.to_string())]));
                let id = reference_id(number, reference);
                write!(back, " <a href=\"#{id}\" class=\"footnote-back\" aria-label=\"{name}\">↩</a>")
                    .expect("writing to a string cannot fail");
            }
            let body = match body.trim_end().strip_suffix("</p>") {
                Some(open) => format!("{open}{back}</p>"),
                None => format!("{}\n<p>{back}</p>", body.trim_end()),
            };
            write!(html, "<li id=\"footnote{number}\">\n{body}\n</li>\n")
                .expect("writing to a string cannot fail");
        }
        html + "</ol>\n</section>\n"
    }

    /// The footnotes that are shown, in order; the references in them may add to that order.
    fn bodies(&mut self, words: impl Fn(&str, Values<'_>) -> String) -> Vec<String> {
        let mut bodies = Vec::new();
        while let Some(label) = self.order.get(bodies.len()) {
            let body = self.definitions.get(label).cloned().unwrap_or_default();
            bodies.push(self.with_inner_references(&body, &words));
        }
        bodies
    }

    fn with_inner_references(&mut self, body: &str, words: impl Fn(&str, Values<'_>) -> String) -> String {
        let mut parts = body.split(INNER);
        let mut html = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let index = part.split_once('\0').and_then(|(index, rest)| Some((index.parse().ok()?, rest)));
            let label =
                index.and_then(|(index, rest): (usize, _)| Some((self.inner.get(index)?.clone(), rest)));
            match label {
                Some((label, rest)) => html.extend([&*self.reference(&label, &words), rest]),
                None => html.push_str(part),
            }
        }
        html
    }
}

fn reference_id(number: usize, count: usize) -> String {
    match count {
        1 => format!("footnoteRef{number}"),
        count => format!("footnoteRef{number}x{count}"),
    }
}
