//! `SUMMARY.md`: the chapters of a book in order, with its parts and what is still to be written.

use std::ops::Range;
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use crate::source::SourceFile;

/// What the list names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// A heading: what follows belongs to it.
    Part(String),
    /// A chapter with its file, from the folder of the list.
    Chapter { title: String, path: String, span: Range<usize> },
    /// What follows is beside the parts, as a preface is.
    Outside,
    /// A chapter without a file.
    Draft(String),
}

/// The items in the order of the list.
pub(super) fn items(file: &Arc<SourceFile>) -> Vec<Item> {
    let mut items = Vec::new();
    let mut start = 0;
    let mut is_first_heading = true;
    for line in file.text().split_inclusive('\n') {
        let content = line.trim();
        let span = start + (line.len() - line.trim_start().len())..start + line.trim_end().len();
        start += line.len();
        if let Some(heading) = content.strip_prefix('#') {
            // The first heading is the title of the list.
            if !is_first_heading || !items.is_empty() {
                items.push(Item::Part(heading.trim_matches(['#', ' ']).replace(['`', '*'], "")));
            }
            is_first_heading = false;
        } else if let Some((title, path)) = link(without_bullet(content)) {
            if content.starts_with('[') && items.last() != Some(&Item::Outside) {
                items.push(Item::Outside);
            }
            let path = percent_decode_str(path.trim_start_matches("./")).decode_utf8_lossy().into_owned();
            items.push(if path.is_empty() {
                Item::Draft(title)
            } else {
                Item::Chapter { title, path, span }
            });
        }
    }
    items
}

fn without_bullet(line: &str) -> &str {
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = if number.len() < line.len() {
        number.strip_prefix(['.', ')'])
    } else {
        line.strip_prefix(['-', '*', '+'])
    };
    rest.filter(|rest| rest.starts_with([' ', '\t'])).map_or(line, str::trim_start)
}

/// Text and destination of the link that a line begins with.
fn link(line: &str) -> Option<(String, String)> {
    let inner = line.strip_prefix('[')?;
    let mut depth = 1;
    let close = inner.char_indices().find(|(at, c)| {
        let is_escaped = inner[..*at].ends_with('\\');
        match c {
            '[' if !is_escaped => depth += 1,
            ']' if !is_escaped => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    let (close, _) = close?;
    let rest = inner[close + 1..].strip_prefix('(')?;
    let destination = rest[..rest.rfind(')')?].trim();
    let destination = match destination.strip_prefix('<') {
        Some(rest) => rest.split('>').next().unwrap_or(rest),
        // A title may follow.
        None => destination.split([' ', '\t']).next().unwrap_or(destination),
    };
    let title = inner[..close].replace(['`', '*', '\\'], "");
    Some((title, destination.split('#').next().unwrap_or_default().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_the_list_is_read() {
        let text = "# Summary\n\n[Preface](./README.md)\n\n# Part `One`\n\n- [A [b] c](a.md)\n    * [D](<d e.md>)\n1. [E](e%20f.md \"t\")\n- [Later]()\n\n---\n\n[End](end.md)\n";
        let items = items(&SourceFile::new("SUMMARY.md", text));
        let shown: Vec<String> = items
            .iter()
            .map(|item| match item {
                Item::Part(title) => format!("part {title}"),
                Item::Chapter { title, path, .. } => format!("{title} = {path}"),
                Item::Draft(title) => format!("draft {title}"),
                Item::Outside => "outside".to_owned(),
            })
            .collect();
        assert_eq!(
            shown,
            [
                "outside",
                "Preface = README.md",
                "part Part One",
                "A [b] c = a.md",
                "D = d e.md",
                "E = e f.md",
                "draft Later",
                "outside",
                "End = end.md"
            ]
        );
    }
}
