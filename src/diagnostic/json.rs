//! Findings for other programs: one JSON object a line.

use std::fmt::Write;

use serde::Serialize;

use super::{Diagnostic, Label, is_dangerous};

#[derive(Serialize)]
struct Record<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    related: Vec<Place<'a>>,
    help: &'a [String],
}

/// Lines and columns count from 1, columns in characters; `start` and `end` are byte offsets.
#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    start: usize,
    end: usize,
    label: &'a str,
}

/// The finding as one JSON object without a line end.
pub fn json(finding: &Diagnostic) -> String {
    let record = Record {
        code: finding.code.as_str(),
        severity: finding.severity.as_str(),
        message: &finding.message,
        place: place(&finding.place),
        related: finding.related.iter().map(place).collect(),
        help: &finding.help,
    };
    let json = serde_json::to_string(&record).expect("a record of strings and numbers serialises");
    json.chars().fold(String::with_capacity(json.len()), |mut escaped, c| {
        // JSON escapes only the first 32; some terminals obey the others too. They can only stand in strings.
        if is_dangerous(c) {
            write!(escaped, "\\u{:04x}", u32::from(c)).expect("writing to a string cannot fail");
        } else {
            escaped.push(c);
        }
        escaped
    })
}

fn place(label: &Label) -> Place<'_> {
    let start = label.file.position(label.span.start);
    let end = label.file.position(label.span.end);
    Place {
        file: label.file.name(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        start: label.span.start,
        end: label.span.end,
        label: &label.text,
    }
}
