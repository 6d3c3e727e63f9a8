//! Findings as annotations on a pull request: GitHub's workflow commands.
//!
//! The form and its escapes are those of GitHub's documentation, "Workflow commands for GitHub Actions":
//! `%`, CR and LF are escaped in a message, and `:` and `,` as well in a property.

use super::{Diagnostic, Severity, printable};

/// `::error file=…,line=…,col=…,title=…::message`, without a line end.
pub fn github(finding: &Diagnostic) -> String {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let start = finding.place.file.position(finding.place.span.start);
    let end = finding.place.file.position(finding.place.span.end);
    let message = std::iter::once(&finding.message)
        .chain(&finding.help)
        .map(|line| escape_message(&printable(line)))
        .collect::<Vec<_>>()
        .join("%0A");
    format!(
        "::{command} file={},line={},endLine={},col={},title={}::{message}",
        escape_property(&printable(finding.place.file.name())),
        start.line,
        end.line,
        start.column,
        escape_property(finding.code.as_str()),
    )
}

fn escape_message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_message(text).replace(':', "%3A").replace(',', "%2C")
}
