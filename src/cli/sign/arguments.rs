//! What can be written behind `duly sign`.

use anyhow::ensure;
use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::cli::ask::Audience;
use crate::parse::SignOffOutcome;

#[derive(Debug, Args)]
pub(in crate::cli) struct SignArguments {
    /// Files of the book, or their addresses on the site
    #[arg(required = true, value_name = "PAGE")]
    pub(super) pages: Vec<String>,
    /// Who reviewed it: a person or a role. The name is written into the page and printed on the site
    #[arg(long, value_name = "NAME")]
    pub(super) by: Option<String>,
    /// The day of the review, unless it was today: 2026-03-31
    #[arg(long, value_name = "DATE", value_parser = crate::cli::date)]
    pub(super) on: Option<Date>,
    /// Anything worth keeping about the review; it is written into the page
    #[arg(long, value_name = "TEXT")]
    pub(super) note: Option<String>,
    /// What the review came to. Without it you are asked; with --yes it is `no-change` when the words are those of
    /// the last review, and `changed` when they are not
    #[arg(long, value_enum)]
    pub(super) outcome: Option<Outcome>,
    /// When the next review is due, in the place of the usual time: 2027-03-31
    #[arg(long, value_name = "DATE", value_parser = crate::cli::date)]
    pub(super) next: Option<Date>,
    /// Sign without being asked; for one page at a time
    #[arg(long)]
    pub(super) yes: bool,
    /// Sign several pages, and be asked for each of them
    #[arg(long)]
    pub(super) each: bool,
    /// Commit each signed page to git, alone
    #[arg(long)]
    pub(super) commit: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Outcome {
    /// The page was right as it stood
    NoChange,
    /// The page was mended
    Changed,
    /// A slip was mended; the last review stands, with its date
    Minor,
    /// The page is no longer in force
    Withdraw,
}

impl From<Outcome> for SignOffOutcome {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::NoChange => Self::NoChange,
            Outcome::Changed => Self::Changed,
            Outcome::Minor => Self::Minor,
            Outcome::Withdraw => Self::Withdraw,
        }
    }
}

/// What can be said of the arguments before the book is read.
pub(super) fn check(arguments: &SignArguments, audience: Audience) -> anyhow::Result<()> {
    let several = arguments.pages.len() > 1;
    ensure!(
        !several || arguments.each,
        "more than one page is signed one by one\nAdd --each to be asked for each of them."
    );
    ensure!(
        !several || !arguments.yes,
        "--yes signs one page at a time\nLeave it out to be asked for each page: nothing is signed unread."
    );
    if audience == Audience::Nobody {
        ensure!(
            !several,
            "there is no terminal to ask on\nSign each page by itself: duly sign PAGE --by NAME --yes"
        );
        ensure!(
            arguments.by.is_some(),
            "there is no terminal to ask on who reviewed the page\nAdd --by with the name of a person or a role; it \
             will be public: duly sign PAGE --by NAME --yes"
        );
    }
    Ok(())
}
