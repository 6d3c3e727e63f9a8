//! The command `duly`: parse the arguments, run one command, say how it went.

use std::process::ExitCode;

use clap::Parser;

/// Gives memory back to the system when it is free: a preview runs all day, and remakes large things behind it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    duly::cli::run(duly::cli::Arguments::parse())
}
