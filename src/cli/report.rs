//! What is said to people and to other programs.

use std::io::{self, IsTerminal, Write};

use anstream::AutoStream;

use super::{Common, Format};
use crate::diagnostic::{Colour, Diagnostic, Severity, github, human, json, short, summary};

/// Where findings go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Channel {
    /// They are what was asked for.
    Results,
    /// They come beside it.
    Remarks,
}

/// Reports findings in the format that was asked for. With `--quiet`, notes and warnings are not said.
pub(super) fn findings(findings: &[Diagnostic], common: &Common, channel: Channel) -> io::Result<()> {
    enough(match channel {
        Channel::Results => write_to(AutoStream::auto(io::stdout()), findings, common),
        Channel::Remarks => write_to(AutoStream::auto(io::stderr()), findings, common),
    })
}

/// Who reads the output may have seen enough, as `head` has. The run goes on, and ends as it would have.
fn enough(written: io::Result<()>) -> io::Result<()> {
    written.or_else(|error| if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })
}

fn write_to(stream: impl Write, findings: &[Diagnostic], common: &Common) -> io::Result<()> {
    let mut stream = io::BufWriter::new(stream);
    let wanted = |finding: &&Diagnostic| !common.quiet || finding.severity == Severity::Error;
    for finding in findings.iter().filter(wanted) {
        match common.format {
            Format::Short => writeln!(stream, "{}", short(finding))?,
            Format::Json => writeln!(stream, "{}", json(finding))?,
            Format::Github => writeln!(stream, "{}", github(finding))?,
            // The stream takes colours out again where nobody would see them.
            _ => writeln!(stream, "{}", human(finding, Colour::Always))?,
        }
    }
    stream.flush()
}

/// The last line of a run for people.
pub(super) fn closing(findings: &[Diagnostic], common: &Common) {
    if !common.quiet && common.format == Format::Human {
        remark(&format!(
            "{}{}",
            summary(findings),
            if findings.is_empty() { "" } else { " (`duly explain CODE` says more)" }
        ));
    }
}

/// A line that is a result.
pub(super) fn result(line: &str) -> io::Result<()> {
    enough(writeln!(io::stdout(), "{line}"))
}

/// A line beside the results. Nothing can be done when even that cannot be written.
pub(super) fn remark(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Why a command could not run.
pub(super) fn could_not_run(error: &anyhow::Error) {
    let label = if io::stderr().is_terminal() { "\u{1b}[1;31merror\u{1b}[0m" } else { "error" };
    let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
    let mut stream = AutoStream::auto(io::stderr());
    let _ = writeln!(stream, "{label}: {}", causes.join(": "));
}
