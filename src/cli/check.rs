//! `duly check`: the findings of `build`, and nothing is written.

use clap::{Args, ValueEnum};

use super::report::{self, Channel};
use super::{Common, Ending, Opened, build, ending, open};
use crate::book;
use crate::diagnostic::Severity;
use crate::link::Site;
use crate::memo::Memos;
use crate::review::State;

#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// The weight from which a finding counts
    #[arg(long, value_enum, default_value_t = Weight::Warning)]
    fail_on: Weight,
    /// Fail when a review is overdue by more than the book's grace
    #[arg(long)]
    fail_overdue: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Weight {
    Error,
    Warning,
    Note,
}

pub(super) fn run(common: &Common, arguments: &CheckArguments) -> anyhow::Result<Ending> {
    let Some(Opened { inputs, book, findings }) = open(common, Channel::Results)? else {
        return Ok(Ending::Findings);
    };
    let memos = Memos::default();
    let rendered = build::findings(&book.outputs(&memos), common)?;
    let findings = book::finish(findings.into_iter().chain(rendered).collect(), &inputs);
    report::findings(&findings, common, Channel::Results)?;
    report::closing(&findings, common);
    let level = match arguments.fail_on {
        Weight::Error => Severity::Error,
        Weight::Warning => Severity::Warning,
        Weight::Note => Severity::Note,
    };
    let overdue = if arguments.fail_overdue { overdue(&book.site) } else { 0 };
    if overdue > 0 {
        let pages = if overdue == 1 { "1 page is".to_owned() } else { format!("{overdue} pages are") };
        let grace = match inputs.config.review.grace {
            0 => String::new(),
            1 => " by more than the grace of 1 day".to_owned(),
            days => format!(" by more than the grace of {days} days"),
        };
        report::remark(&format!("{pages} overdue{grace}"));
        return Ok(Ending::Findings);
    }
    Ok(ending(&findings, level))
}

/// How many pages are overdue by more than the grace.
fn overdue(site: &Site) -> usize {
    let grace = jiff::Span::new().days(i64::from(site.config.review.grace));
    let past_grace = |due: jiff::civil::Date| due.checked_add(grace).is_ok_and(|last| last < site.today);
    let reviews = site.pages.iter().map(|page| page.review);
    reviews.filter(|review| review.state == State::Overdue && review.due.is_some_and(past_grace)).count()
}
