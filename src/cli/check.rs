//! `duly check`: the findings of `build`, and nothing is written.

use std::collections::{BTreeMap, BTreeSet};

use clap::{Args, ValueEnum};
use rayon::prelude::*;

use super::changed::{self, Changed};
use super::report::{self, Channel};
use super::{Common, Ending, Opened, build, ending, open};
use crate::book::{self, Content, Memos, Outputs};
use crate::diagnostic::{self, Code, Diagnostic, Severity};
use crate::index;
use crate::link::Site;
use crate::review::State;

#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// The weight from which a finding counts
    #[arg(long, value_enum, default_value_t = Weight::Warning)]
    fail_on: Weight,
    /// Fail when a review is overdue by more than the book's grace
    #[arg(long)]
    fail_overdue: bool,
    /// Check what GitHub Pages asks of a site as well: its address, names and sizes
    #[arg(long)]
    pages: bool,
    /// Look only at files that changed since a git revision, such as `origin/main`
    #[arg(long, value_name = "REV")]
    changed_since: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Weight {
    Error,
    Warning,
    Note,
}

pub(super) fn run(common: &Common, arguments: &CheckArguments) -> anyhow::Result<Ending> {
    let memos = Memos::default();
    let Some(opened) = open(common, &memos, Channel::Results)? else {
        return Ok(Ending::Findings);
    };
    let changed = arguments.changed_since.as_ref();
    let changed = changed.map(|revision| changed::since(revision, &opened, common)).transpose()?;
    let Opened { inputs, book, mut findings } = opened;
    findings.extend(build::findings(&book.outputs(&memos), common)?);
    if arguments.pages {
        findings.extend(index::pages_rules(&book.site, &sizes(&book.outputs(&memos))));
    }
    let mut overdue = if arguments.fail_overdue { past_grace(&book.site) } else { BTreeSet::new() };
    if let Some(Changed { files, findings: edited }) = changed {
        findings.extend(edited);
        findings.retain(|finding| files.contains(finding.place.file.name()));
        overdue.retain(|file| files.contains(*file));
    }
    let mut findings = book::finish(findings, &inputs);
    raise(&mut findings, &overdue);
    report::findings(&findings, common, Channel::Results)?;
    report::closing(&findings, common);
    let level = match arguments.fail_on {
        Weight::Error => Severity::Error,
        Weight::Warning => Severity::Warning,
        Weight::Note => Severity::Note,
    };
    if !overdue.is_empty() {
        report::remark(&overdue_words(overdue.len(), inputs.config.review.grace));
        return Ok(Ending::Findings);
    }
    Ok(ending(&findings, level))
}

/// The size of each file of the site, in bytes.
fn sizes<'b>(outputs: &Outputs<'b>) -> BTreeMap<&'b str, u64> {
    let paths: Vec<&str> = outputs.paths().collect();
    let size = |path: &&'b str| {
        let size = match outputs.get(path)?.value {
            Content::Bytes(bytes) => bytes.len() as u64,
            Content::Asset(asset) => std::fs::metadata(&asset.disk_path).map_or(0, |file| file.len()),
        };
        Some((*path, size))
    };
    paths.par_iter().filter_map(size).collect()
}

/// The files of the pages that are overdue by more than the grace.
fn past_grace(site: &Site) -> BTreeSet<&str> {
    let grace = jiff::Span::new().days(i64::from(site.config.review.grace));
    let is_past = |due: jiff::civil::Date| due.checked_add(grace).is_ok_and(|last| last < site.today);
    let overdue = site
        .pages
        .iter()
        .filter(|page| page.review.state == State::Overdue && page.review.due.is_some_and(is_past));
    overdue.filter_map(|page| page.document.as_ref()).map(|document| document.source.file.name()).collect()
}

/// What fails the run is shown as what it is: on the lines of a pull request too.
fn raise(findings: &mut Vec<Diagnostic>, overdue: &BTreeSet<&str>) {
    for finding in findings.iter_mut() {
        if finding.code == Code::ReviewOverdue && overdue.contains(finding.place.file.name()) {
            finding.severity = Severity::Error;
        }
    }
    diagnostic::sort(findings);
}

fn overdue_words(pages: usize, grace: u32) -> String {
    let pages = if pages == 1 { "1 page is".to_owned() } else { format!("{pages} pages are") };
    let grace = match grace {
        0 => String::new(),
        1 => " by more than the grace of 1 day".to_owned(),
        days => format!(" by more than the grace of {days} days"),
    };
    format!("{pages} overdue{grace}")
}
