//! What the tech-docs template reads in another way than Duly. Its Redcarpet takes `##Heading` without a space for a
//! heading, and `| # Name |` heads a row. A key of its front matter that is left empty says nothing.

use super::code_lines::CodeLines;
use crate::source::{Filling, Spanned};
use crate::tree::{Node, Value};

/// Makes front matter of the template one that Duly accepts: without keys that are left empty, its weights whole.
pub(super) fn forgive(front_matter: &mut Node) {
    let Value::Map(entries) = &mut front_matter.value else { return };
    entries.retain(|(_, node)| !is_empty(node));
    for (_, node) in entries.iter_mut().filter(|(key, _)| key.value == "weight") {
        if let Value::Text { text, .. } = &mut node.value
            && let Some(whole) = whole(text)
        {
            *text = whole;
        }
    }
}

/// What changes those keys in the text itself, in order.
pub(crate) fn front_matter_fillings(text: &str, front_matter: &Node, end: usize) -> Vec<Filling> {
    let Value::Map(entries) = &front_matter.value else { return Vec::new() };
    let filling = |(index, (key, node)): (usize, &(Spanned<String>, Node))| match &node.value {
        _ if is_empty(node) => {
            let end = entries.get(index + 1).map_or(end, |(next, _)| next.span.start);
            // What stands between this key and the next is kept: it may be a comment.
            let line = text[key.span.start..end].find('\n').map_or(end, |at| key.span.start + at + 1);
            Some(Filling { span: key.span.start..line, text: String::new() })
        }
        Value::Text { text, .. } if key.value == "weight" => {
            Some(Filling { span: node.span.clone(), text: whole(text)? })
        }
        _ => None,
    };
    entries.iter().enumerate().filter_map(filling).collect()
}

fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Empty => true,
        Value::Text { text, .. } => text.trim().is_empty(),
        _ => false,
    }
}

/// The whole number below one that is not whole.
fn whole(text: &str) -> Option<String> {
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite() && number.fract() != 0.0)?;
    Some(format!("{}", number.floor()))
}

/// What makes Markdown of Redcarpet mean the same in CommonMark, from byte `start` of the text on, in order.
pub(crate) fn fillings(text: &str, start: usize) -> Vec<Filling> {
    let mut fillings = Vec::new();
    let mut code = CodeLines::default();
    let mut in_table = false;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if !code.take(line) {
            if let Some(length) = closed_heading(line) {
                fillings.push(Filling { span: at + length..at + length, text: " ".to_owned() });
            }
            let is_row = line.contains('|');
            if in_table && is_row {
                row_headings(line, at, &mut fillings);
            }
            in_table = is_row && (in_table || is_delimiter_row(line));
        }
        at += line.len();
    }
    fillings
}

/// Those of Markdown between those of Ruby, without any that Ruby takes the place of; both are in order.
pub(crate) fn beside(markdown: Vec<Filling>, ruby: Vec<Filling>) -> Vec<Filling> {
    let is_free = |filling: &Filling| {
        let before = ruby.partition_point(|tag| tag.span.start < filling.span.start);
        let is_after = before == 0 || ruby[before - 1].span.end <= filling.span.start;
        is_after && ruby.get(before).is_none_or(|next| filling.span.end <= next.span.start)
    };
    let mut fillings: Vec<Filling> = markdown.into_iter().filter(is_free).collect();
    fillings.extend(ruby);
    fillings.sort_by_key(|filling| (filling.span.start, filling.span.end));
    fillings
}

/// The number of `#` that a heading without a space begins with.
fn closed_heading(line: &str) -> Option<usize> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    let is_closed = text.starts_with(|c: char| !c.is_whitespace());
    ((1..=6).contains(&level) && is_closed).then_some(level)
}

/// `| --- | :-: |`, which stands below the head of a table.
fn is_delimiter_row(line: &str) -> bool {
    let content = line.trim();
    content.contains('-') && content.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// Takes out the `#` that cells begin with.
fn row_headings(line: &str, at: usize, fillings: &mut Vec<Filling>) {
    let mut cell = 0;
    let ends = line.match_indices('|').map(|(bar, _)| bar).filter(|bar| !line[..*bar].ends_with('\\'));
    for end in ends.chain([line.len()]) {
        let text = &line[cell..end.max(cell)];
        let mark = text.trim_start_matches([' ', '\t']);
        if let Some(rest) = mark.strip_prefix('#') {
            let begin = at + cell + (text.len() - mark.len());
            let length = mark.len() - rest.trim_start_matches(' ').len();
            fillings.push(Filling { span: begin..begin + length, text: String::new() });
        }
        cell = end + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    fn of(text: &str) -> String {
        SourceFile::new("a.md", text).filled(fillings(text, 0)).text().to_owned()
    }

    #[test]
    fn a_heading_gets_its_space() {
        assert_eq!(
            of("##JSON security\n#<%= x %>\n####### no\n"),
            "## JSON security\n# <%= x %>\n####### no\n"
        );
        assert_eq!(of("```sh\n#!/bin/sh\n```\n    #code\n"), "```sh\n#!/bin/sh\n```\n    #code\n");
    }

    #[test]
    fn a_cell_that_heads_its_row_loses_its_mark() {
        assert_eq!(
            of("| # | b |\n|---|:-:|\n| # Name | a \\| # b |\n|#x|# y|\n\n| # z |\n"),
            "| # | b |\n|---|:-:|\n| Name | a \\| # b |\n|x|y|\n\n| # z |\n"
        );
    }
}
