//! What people type, and how a run ends: 0 clean, 1 findings at or above the level that counts, 2 could not run.
//!
//! This end owns the clock, the environment and the terminal. stdout carries results, stderr the rest.

mod ask;
mod build;
mod changed;
mod check;
mod completions;
mod due;
mod explain;
mod import;
mod init;
mod new;
mod one_file;
mod progress;
mod report;
mod serve;
mod sign;
mod timings;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::book::{Book, Memos, Step};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::load::{self, Clock, Inputs};
use crate::review;
use timings::Timings;

/// Makes a site of a book of Markdown on which every page says who owns it and when its review is due.
#[derive(Debug, Parser)]
#[command(name = "duly", version, arg_required_else_help = true)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a folder a book that its git host checks, publishes and reminds people of
    Init(init::InitArguments),
    /// Make a book of what another program builds, in a folder of its own
    Import(import::ImportArguments),
    /// Write a page of a kind, to be filled in
    New(new::NewArguments),
    /// Write the site
    Build(build::BuildArguments),
    /// Check everything that `build` checks, and write nothing
    Check(check::CheckArguments),
    /// Show the site as it will be, and follow what you save
    Serve(serve::ServeArguments),
    /// Say which pages want a review, by owner
    Due(due::DueArguments),
    /// Record that somebody reviewed a page
    Sign(sign::SignArguments),
    /// Say what a finding means and how to mend it
    Explain(explain::ExplainArguments),
    /// Print the script by which a shell completes commands and options
    Completions(completions::CompletionsArguments),
}

/// What every command understands.
#[derive(Clone, Debug, Args)]
struct Common {
    /// The folder of the book
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// The day for which the site is right, instead of today: 2026-03-31
    #[arg(long, global = true, value_name = "DATE", value_parser = date)]
    as_at: Option<Date>,
    /// How findings look
    #[arg(long, global = true, value_parser = format(&Format::OF_FINDINGS), default_value = "human")]
    format: Format,
    /// Say only what went wrong
    #[arg(long, short, global = true)]
    quiet: bool,
}

/// How what was asked for looks: findings, and for `due` the rows of the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With an excerpt and what to do
    Human,
    /// A line each: `file:line:column: severity[code]: message`
    Short,
    /// For programs: findings an object a line, rows as in `register.json`
    Json,
    /// Annotations for a pull request on GitHub
    Github,
    /// Columns for people
    Table,
    /// For a spreadsheet
    Csv,
    /// A calendar of due dates
    Ics,
    /// For an issue or a chat
    Markdown,
}

impl Format {
    const OF_FINDINGS: [Self; 4] = [Self::Human, Self::Short, Self::Json, Self::Github];
}

/// Reads one of some formats. A command may have formats of its own under the name that is global.
fn format(allowed: &[Format]) -> impl TypedValueParser<Value = Format> {
    let names: Vec<PossibleValue> = allowed.iter().filter_map(ValueEnum::to_possible_value).collect();
    PossibleValuesParser::new(names).try_map(|name| Format::from_str(&name, false))
}

/// How a command ended.
enum Ending {
    Clean,
    /// There were findings at or above the level that counts.
    Findings,
}

/// Runs one command and gives its exit status.
pub fn run(arguments: Arguments) -> ExitCode {
    let common = &arguments.common;
    let only_tells = matches!(arguments.command, Command::Due(_));
    let result = match arguments.command {
        Command::Init(own) => init::run(common, &own),
        Command::Import(own) => import::run(common, &own),
        Command::New(own) => new::run(common, &own),
        Command::Build(own) => build::run(common, &own),
        Command::Check(own) => check::run(common, &own),
        Command::Due(own) => due::run(common, &own),
        Command::Sign(own) => sign::run(common, &own),
        Command::Serve(own) => serve::run(common, &own),
        Command::Explain(own) => explain::run(&own),
        Command::Completions(own) => completions::run(&own),
    };
    match result {
        Ok(Ending::Clean) => ExitCode::SUCCESS,
        Ok(Ending::Findings) => ExitCode::from(1),
        // Who reads the output has seen enough, as `head` has. Where something was to be done, it was not.
        Err(error) if only_tells && is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            report::could_not_run(&error);
            ExitCode::from(2)
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let cause = error.downcast_ref::<std::io::Error>();
    cause.is_some_and(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}

/// A book that was read, with its findings so far.
struct Opened {
    inputs: Inputs,
    book: Book,
    findings: Vec<Diagnostic>,
}

/// Reads the book and settles it. Without a value its `book.toml` cannot be understood, and the findings have
/// been reported.
fn open(common: &Common, memos: &Memos, channel: report::Channel) -> anyhow::Result<Option<Opened>> {
    open_timed(common, memos, channel, &mut Timings::new())
}

/// The same, and what each stage took.
fn open_timed(
    common: &Common,
    memos: &Memos,
    channel: report::Channel,
    timings: &mut Timings,
) -> anyhow::Result<Option<Opened>> {
    let mut findings = Vec::new();
    let inputs = load::load(&common.root, clock(common)?)?.collect(&mut findings);
    let Some(inputs) = inputs else {
        diagnostic::sort(&mut findings);
        report::findings(&findings, common, channel)?;
        return Ok(None);
    };
    timings.over("read", inputs.sources.len() + inputs.assets.len(), "file");
    let book = Book::settle_watched(&inputs, memos, &mut |step| match step {
        Step::Theme(templates) => timings.over("theme", templates, "template"),
        Step::Parse(pages) => timings.over("parse", pages, "page"),
        Step::Link(outputs) => timings.over("link", outputs, "output"),
    });
    let book = book.collect(&mut findings);
    Ok(Some(Opened { inputs, book, findings }))
}

/// The time as `--as-at`, `SOURCE_DATE_EPOCH` (reproducible-builds.org) or the clock tell it.
#[expect(clippy::disallowed_methods, reason = "the command line owns the clock and the environment")]
fn clock(common: &Common) -> anyhow::Result<Clock> {
    let now = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) if !text.is_empty() => text
            .trim()
            .parse()
            .ok()
            .filter(|seconds| (0..=253_402_300_799_i64).contains(seconds))
            .with_context(|| format!("SOURCE_DATE_EPOCH is not a number of seconds since 1970: `{text}`"))?,
        _ => jiff::Timestamp::now().as_second(),
    };
    Ok(Clock { now, as_at: common.as_at })
}

fn date(text: &str) -> Result<Date, String> {
    review::parse_date(text).map_err(|mistake| format!("{}; {}", mistake.message, mistake.help))
}

/// Whether any finding weighs as much as `level`.
fn ending(findings: &[Diagnostic], level: Severity) -> Ending {
    if diagnostic::worst(findings).is_some_and(|worst| worst >= level) {
        Ending::Findings
    } else {
        Ending::Clean
    }
}
