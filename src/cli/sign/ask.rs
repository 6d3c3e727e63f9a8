//! What somebody who signs is asked.

use std::io::{self, Write};

use crate::cli::ask::line;
use crate::diagnostic::printable;
use crate::parse::SignOffOutcome;
use crate::sign_off::Reviewer;

/// What somebody said to signing a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Yes,
    No,
    /// No, and none of the pages behind it.
    Quit,
}

/// Who reviewed the page; `known` is offered, and taken when the answer is empty. None when there is no answer.
pub(super) fn reviewer(known: Option<&Reviewer>) -> io::Result<Option<Reviewer>> {
    let offer = known.map(|known| format!(" [{}]", printable(known.as_str()))).unwrap_or_default();
    loop {
        let Some(answer) = line(&format!("Who reviewed it, a person or a role?{offer} "))? else {
            return Ok(None);
        };
        if let (true, Some(known)) = (answer.is_empty(), known) {
            return Ok(Some(known.clone()));
        }
        match Reviewer::new(&answer) {
            Ok(reviewer) => return Ok(Some(reviewer)),
            Err(refusal) => writeln!(io::stderr(), "{refusal}")?,
        }
    }
}

/// What the review came to; `usual` is taken when the answer is empty. None when there is no answer.
pub(super) fn outcome(usual: Option<SignOffOutcome>) -> io::Result<Option<SignOffOutcome>> {
    let offer = usual.map(|usual| format!(" [{}]", usual.as_str())).unwrap_or_default();
    let question = format!(
        "What did the review come to: no-change, changed, minor (a slip was mended), withdraw?{offer} "
    );
    loop {
        let Some(answer) = line(&question)? else { return Ok(None) };
        let chosen = match answer.to_lowercase().as_str() {
            "" => usual,
            "n" | "no change" | "no-change" => Some(SignOffOutcome::NoChange),
            "c" | "changed" => Some(SignOffOutcome::Changed),
            "m" | "minor" => Some(SignOffOutcome::Minor),
            "w" | "withdraw" => Some(SignOffOutcome::Withdraw),
            _ => None,
        };
        if chosen.is_some() {
            return Ok(chosen);
        }
    }
}

/// Whether to sign what was shown. No answer is a no to all.
pub(super) fn consent(several: bool) -> io::Result<Answer> {
    let question =
        if several { "Sign this page? [y]es, [n]o, [q]uit " } else { "Sign this page? [y]es, [n]o " };
    loop {
        let Some(answer) = line(question)? else { return Ok(Answer::Quit) };
        match answer.to_lowercase().as_str() {
            "y" | "yes" => return Ok(Answer::Yes),
            "" | "n" | "no" => return Ok(Answer::No),
            "q" | "quit" => return Ok(Answer::Quit),
            _ => {}
        }
    }
}
