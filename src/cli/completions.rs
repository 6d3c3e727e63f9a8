//! `duly completions SHELL`: what a shell needs to complete commands and options.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Arguments, Ending, report};

#[derive(Debug, Args)]
pub(super) struct CompletionsArguments {
    /// The shell; its own manual says where the script goes
    shell: Shell,
}

pub(super) fn run(arguments: &CompletionsArguments) -> anyhow::Result<Ending> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "duly", &mut script);
    report::result(String::from_utf8_lossy(&script).trim_end())?;
    Ok(Ending::Clean)
}
