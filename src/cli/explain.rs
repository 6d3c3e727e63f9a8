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
        let near = nearest(name, Code::ALL.iter().map(|code| code.as_str()));
        let help = near.map_or_else(
            || "`duly explain` lists them all".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        bail!("there is no finding `{name}`; {help}");
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
