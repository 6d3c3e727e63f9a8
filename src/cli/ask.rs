//! Questions on a terminal: asked on stderr, answered on stdin.

use std::io::{self, BufRead, IsTerminal, Write};

/// Whether somebody is there to be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Audience {
    /// A person at a terminal.
    Person,
    /// A pipe, a file, a job.
    Nobody,
}

/// Both ends must be a terminal: a question that goes into a file is never read.
pub(super) fn audience() -> Audience {
    if io::stdin().is_terminal() && io::stderr().is_terminal() { Audience::Person } else { Audience::Nobody }
}

/// The answer to a question, trimmed; none at the end of the input.
pub(super) fn line(question: &str) -> io::Result<Option<String>> {
    let mut stderr = io::stderr();
    write!(stderr, "{question}")?;
    stderr.flush()?;
    let mut answer = String::new();
    if io::stdin().lock().read_line(&mut answer)? == 0 {
        writeln!(stderr)?;
        return Ok(None);
    }
    Ok(Some(answer.trim().to_owned()))
}
