//! One line a finding, as compilers print them and editors read them.

use super::{Diagnostic, printable};

/// `file:line:col: severity[code]: message`, without a line end.
pub fn short(finding: &Diagnostic) -> String {
    let position = finding.place.file.position(finding.place.span.start);
    format!(
        "{}:{}:{}: {}[{}]: {}",
        printable(finding.place.file.name()),
        position.line,
        position.column,
        finding.severity.as_str(),
        finding.code.as_str(),
        printable(&finding.message)
    )
}
