//! `duly explain CODE`: what a finding means and how to mend it.

use anyhow::bail;
use clap::Args;

use super::{Ending, report};
use crate::diagnostic::{Code, nearest};

#[derive(Debug, Args)]
pub(super) struct ExplainArguments {
    /// The code of a finding, such as `link/missing-page`; without one, all codes are listed
    code: Option<String>,
}

/// What somebody may have meant: a code with a slip in it, or a part of one.
fn suggestion(name: &str) -> String {
    let names = || Code::ALL.iter().map(|code| code.as_str());
    let parts: Vec<&str> =
        names().filter(|known| known.split('/').any(|part| part.eq_ignore_ascii_case(name))).collect();
    match (nearest(name, names()), parts.as_slice()) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, []) => "`duly explain` lists them all".to_owned(),
        (None, [only]) => format!("did you mean `{only}`?"),
        (None, several) => format!("did you mean one of: {}?", several.join(", ")),
    }
}

/// The code alone of what somebody copied from a finding: `warning[link/missing-page]`.
fn copied(word: &str) -> &str {
    let inside = word.split_once('[').map_or(word, |(_, inside)| inside);
    inside.split(']').next().unwrap_or(inside).trim()
}

pub(super) fn run(arguments: &ExplainArguments) -> anyhow::Result<Ending> {
    let Some(name) = arguments.code.as_deref().map(copied) else {
        for code in Code::ALL {
            let rule = code.rule();
            let title = rule.explanation.lines().next().unwrap_or_default().trim_start_matches("# ");
            report::result(&format!("{:<32} {:<8} {title}", rule.name, rule.severity.as_str()))?;
        }
        return Ok(Ending::Clean);
    };
    let Some(code) = Code::from_name(name) else {
        bail!("there is no finding `{name}`; {}", suggestion(name));
    };
    let rule = code.rule();
    let level = if rule.fixed { "always" } else { "unless `[lint]` in book.toml sets another level" };
    report::result(&format!(
        "{} ({}, {level})\n\n{}",
        rule.name,
        rule.severity.as_str(),
        rule.explanation.trim()
    ))?;
    Ok(Ending::Clean)
}
