//! The command `duly`: parse the arguments, run one command, say how it went.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    duly::cli::run(duly::cli::Arguments::parse())
}
