//! Footnotes as on GitHub: numbered by their first reference, gathered at the end of the page.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::html::escaped_text;

/// The words of the interface under a key, filled.
type Values<'v> = &'v [(&'v str, &'v str)];

/// The footnotes of one page. Ids have capitals, which keeps them apart from those of headings.
#[derive(Default)]
pub(super) struct Footnotes {
    /// Labels in the order of their first reference.
    order: Vec<String>,
    /// Number and count of references, by label.
    referenced: BTreeMap<String, (usize, usize)>,
    definitions: BTreeMap<String, String>,
}

impl Footnotes {
    /// A reference in the text.
    pub(super) fn reference(&mut self, label: &str, words: impl Fn(&str, Values<'_>) -> String) -> String {
        let next = self.order.len() + 1;
        let (number, count) = self.referenced.entry(label.to_owned()).or_insert((next, 0));
        *count += 1;
        let (number, count) = (*number, *count);
        if count == 1 {
            self.order.push(label.to_owned());
        }
        let name = quoted(&words("footnote_reference", &[("number", &number.to_string())]));
        let id = reference_id(number, count);
        format!(
            "<sup class=\"footnote-ref\"><a href=\"#footnote{number}\" id=\"{id}\" aria-label=\"{name}\">{number}</a></sup>"
        )
    }

    /// What a footnote says. The first definition of a label counts.
    pub(super) fn define(&mut self, label: &str, html: String) {
        self.definitions.entry(label.to_owned()).or_insert(html);
    }

    /// The section at the end of the page; empty without footnotes. What nobody refers to is not shown.
    pub(super) fn section(&self, words: impl Fn(&str, Values<'_>) -> String) -> String {
        if self.order.is_empty() {
            return String::new();
        }
        let heading = escaped_text(&words("footnotes", &[]));
        let mut html = format!(
            "<section class=\"footnotes\" aria-labelledby=\"footnotesHeading\">\n<h2 id=\"footnotesHeading\">{heading}</h2>\n<ol>\n"
        );
        for label in &self.order {
            let (number, count) = self.referenced[label];
            let mut back = String::new();
            for reference in 1..=count {
                let name = quoted(&words("footnote_back", &[("number", &number.to_string())]));
                let id = reference_id(number, reference);
                write!(back, " <a href=\"#{id}\" class=\"footnote-back\" aria-label=\"{name}\">↩</a>")
                    .expect("writing to a string cannot fail");
            }
            let body = self.definitions.get(label).map_or("", |body| body.trim_end());
            let body = match body.strip_suffix("</p>") {
                Some(open) => format!("{open}{back}</p>"),
                None => format!("{body}\n<p>{back}</p>"),
            };
            write!(html, "<li id=\"footnote{number}\">\n{body}\n</li>\n")
                .expect("writing to a string cannot fail");
        }
        html + "</ol>\n</section>\n"
    }
}

fn reference_id(number: usize, count: usize) -> String {
    match count {
        1 => format!("footnoteRef{number}"),
        count => format!("footnoteRef{number}x{count}"),
    }
}

fn quoted(text: &str) -> String {
    escaped_text(text).replace('"', "&quot;")
}
