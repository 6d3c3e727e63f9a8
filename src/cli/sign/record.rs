//! The last steps with a page: saying what will be written, asking, writing it, committing it.

use anyhow::{Context, bail};

use super::ask::{self, Answer};
use super::{Done, Session, not_signed, show};
use crate::cli::report;
use crate::diagnostic::printable;
use crate::parse::{Document, SignOffOutcome};
use crate::sign_off::{self, SignOff};
use crate::write;

/// Shows what will be written, asks, writes, and commits if that was asked for.
pub(super) fn record(
    session: &Session<'_>,
    document: &Document,
    kept_in: &str,
    sign_off: &SignOff,
) -> anyhow::Result<Done> {
    let text = sign_off::sign(document, sign_off, session.inputs.clock_today)?;
    let file = document.source.file.written();
    let name = file.name();
    if session.is_shown() {
        show::plan(document, sign_off, &session.inputs.config.review)?;
    }
    let repository = session.repository.as_ref().ok().filter(|_| session.arguments.commit);
    if let Some(repository) = repository
        && repository.is_changed(kept_in)?
    {
        // The stamp is of the words as they are: a commit without them would vouch for others.
        report::remark("The page has changes that are not committed; the commit will hold them too.");
    }
    if session.asks() {
        match ask::consent(session.arguments.pages.len() > 1)? {
            Answer::Yes => {}
            Answer::No => return Ok(not_signed(name, Done::NotSigned)),
            Answer::Quit => return Ok(not_signed(name, Done::Quit)),
        }
    } else if !session.arguments.yes {
        bail!(
            "{name} is not signed: there is no terminal to ask on\nAdd --yes to sign it as it is shown above."
        );
    }
    write::replace_page(&session.common.root, name, file.text(), &text)?;
    let commit = match repository {
        Some(repository) => {
            let commit = repository.commit(kept_in, &message(name, sign_off));
            format!(", commit {}", commit.with_context(|| format!("{name} is signed, but not committed"))?)
        }
        None => String::new(),
    };
    if !session.common.quiet {
        report::result(&format!("{}{commit}", recorded(document, sign_off)))?;
    }
    Ok(Done::Signed)
}

/// What was done, on a line.
fn recorded(document: &Document, sign_off: &SignOff) -> String {
    let name = printable(document.source.file.name());
    let (by, on) = (printable(sign_off.by.as_str()), sign_off.on);
    match (sign_off.outcome, &document.front_matter.review.last_reviewed_on) {
        (SignOffOutcome::Minor, Some(last)) => {
            format!("{name}: minor correction on {on} by {by}; the review of {} stands", last.value)
        }
        (outcome, _) => format!("{name}: reviewed on {on} by {by}, {}", outcome.as_str()),
    }
}

/// The message of a commit: page, outcome and reviewer on its first line, then the note.
fn message(name: &str, sign_off: &SignOff) -> String {
    let SignOff { by, outcome, note, on, .. } = sign_off;
    let note = note.as_ref().map(|note| format!("\n\n{}", note.as_str())).unwrap_or_default();
    format!("Review {name} on {on}: {}, by {}{note}\n", outcome.as_str(), by.as_str())
}
