//! The findings of a run as they are shown.

use std::collections::BTreeMap;

use crate::diagnostic::{self, Code, Diagnostic, Levels};
use crate::load::Inputs;

/// Puts the findings of a run into their final form: each at the weight that the book gives it, what a theme does
/// wrong on every page said once, sorted.
pub fn finish(findings: Vec<Diagnostic>, inputs: &Inputs) -> Vec<Diagnostic> {
    finish_at(findings, &inputs.config.lint.levels)
}

/// The same with the weights alone.
pub fn finish_at(mut findings: Vec<Diagnostic>, levels: &Levels) -> Vec<Diagnostic> {
    levels.apply(&mut findings);
    let mut findings = joined(findings);
    diagnostic::sort(&mut findings);
    findings
}

/// Joins equal findings about the theme into the first of them.
fn joined(findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut others: BTreeMap<(Code, String, usize, String), usize> = BTreeMap::new();
    let key = |finding: &Diagnostic| {
        let place = &finding.place;
        (finding.code, place.file.name().to_owned(), place.span.start, finding.message.clone())
    };
    let mut kept: Vec<Diagnostic> = Vec::new();
    for finding in findings {
        let of_theme = matches!(finding.code, Code::ThemeRender | Code::ThemeTooLarge);
        if of_theme && *others.entry(key(&finding)).and_modify(|count| *count += 1).or_insert(0) > 0 {
            continue;
        }
        kept.push(finding);
    }
    for finding in &mut kept {
        match others.get(&key(finding)) {
            Some(1) => finding.place.text.push_str(", and one more page"),
            Some(count) if *count > 1 => finding.place.text += &more_pages(*count),
            _ => {}
        }
    }
    kept
}

fn more_pages(count: usize) -> String {
    format!(", and {count} more pages")
}
