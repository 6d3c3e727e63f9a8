//! Ids of headings as the GOV.UK tech-docs template makes them, so that deep links into its sites still land.
//!
//! The template makes them of the HTML of a heading: `What's new?` is `What&#39;s new?` there, and its id
//! `what-39-s-new`.

use std::collections::BTreeMap;

/// The headings of a page, for the prefix of a repeated one.
#[derive(Debug, Default)]
pub(super) struct TechDocsIds {
    /// For each level that a later heading can be below: the id of the latest heading, and its level.
    open: Vec<(String, usize)>,
    /// The number tried last behind each id.
    numbers: BTreeMap<String, usize>,
}

impl TechDocsIds {
    /// The id of the next heading: its own, else with the id of the nearest heading of a higher level in front, else
    /// with a number behind it.
    pub(super) fn id(&mut self, text: &str, level: usize, is_taken: impl Fn(&str) -> bool) -> String {
        let id = slug(text);
        if !is_taken(&id) {
            return id;
        }
        let above = self.open.iter().rev().find(|(_, other)| *other < level);
        let id = above.map_or(id.clone(), |(above, _)| format!("{above}-{id}"));
        if !is_taken(&id) {
            return id;
        }
        let number = self.numbers.entry(id.clone()).or_insert(1);
        loop {
            *number += 1;
            let numbered = format!("{id}-{number}");
            if !is_taken(&numbered) {
                return numbered;
            }
        }
    }

    /// Adds a heading with the id that it got.
    pub(super) fn remember(&mut self, id: &str, level: usize) {
        // What is not of a higher level than this one is nearer to no later heading.
        self.open.retain(|(_, other)| *other < level);
        self.open.push((id.to_owned(), level));
    }
}

/// ASCII letters and digits of the heading as HTML, and a hyphen for whatever stands between them.
fn slug(text: &str) -> String {
    let mut id = String::new();
    for c in escaped(text.trim()).chars() {
        match c.to_ascii_lowercase() {
            c if c.is_ascii_alphanumeric() => id.push(c),
            _ if !id.ends_with('-') => id.push('-'),
            _ => {}
        }
    }
    let id = id.trim_matches('-');
    if id.is_empty() { "section".to_owned() } else { id.to_owned() }
}

/// What Redcarpet escapes.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::super::HeadingIdMaker;
    use crate::config::HeadingIds;

    fn ids<const N: usize>(headings: [(&str, usize); N]) -> [String; N] {
        let mut maker = HeadingIdMaker::new(HeadingIds::TechDocs);
        headings.map(|(text, level)| maker.id(text, None, level))
    }

    #[test]
    fn an_id_is_made_of_the_html_of_the_heading() {
        let made = ids([("What's new?", 2), ("Q & A", 2), ("Node.js_and Café", 2), ("`a` < \"b\"", 2)]);
        assert_eq!(made, ["what-39-s-new", "q-amp-a", "node-js-and-caf", "a-lt-quot-b-quot"]);
    }

    #[test]
    fn a_repeated_heading_gets_the_nearest_higher_one_in_front_then_a_number() {
        let made = ids([("One", 2), ("Usage", 3), ("Two", 2), ("Usage", 4), ("Usage", 4), ("Usage", 4)]);
        assert_eq!(made, ["one", "usage", "two", "two-usage", "two-usage-2", "two-usage-3"]);
        assert_eq!(ids([("Page", 1), ("Use", 2), ("Use", 2)]), ["page", "use", "page-use"]);
        assert_eq!(ids([("Use", 2), ("Use", 2)]), ["use", "use-2"]);
    }
}
