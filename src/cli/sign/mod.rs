//! `duly sign`: shows what changed since the last review and what will be public, asks, and records the review.
//!
//! Exit status: 0 when every page that was named is signed, 1 when one was refused or declined, 2 when nobody could
//! be asked or the machine got in the way.

mod arguments;
mod ask;
mod history;
mod obstacles;
mod pages;
mod record;
mod show;

use std::collections::BTreeSet;

use anyhow::anyhow;
use jiff::civil::Date;

pub(super) use self::arguments::SignArguments;
use self::history::Past;
use super::ask::{Audience, audience};
use super::report::{self, Channel};
use super::{Common, Ending, Opened, open};
use crate::book::{self, Book, Memos};
use crate::diagnostic::{Diagnostic, printable};
use crate::load::git::{self, Repository};
use crate::load::{Inputs, Source};
use crate::parse::{Document, ParseOptions};
use crate::sign_off::{Note, Refusal, Reviewer, SignOff};

/// How it went with one page.
enum Done {
    Signed,
    NotSigned,
    /// Neither this page nor any behind it.
    Quit,
}

/// One run of the command.
struct Session<'a> {
    common: &'a Common,
    arguments: &'a SignArguments,
    inputs: &'a Inputs,
    book: &'a Book,
    /// What was found in the whole book.
    findings: Vec<Diagnostic>,
    repository: Result<Repository, String>,
    audience: Audience,
    /// Given, or asked for at the first page.
    by: Option<Reviewer>,
    note: Option<Note>,
    /// The files of the pages that were named so far.
    named: BTreeSet<String>,
}

pub(super) fn run(common: &Common, arguments: &SignArguments) -> anyhow::Result<Ending> {
    let audience = audience();
    arguments::check(arguments, audience)?;
    let by = arguments.by.as_deref().map(Reviewer::new).transpose()?;
    let note = arguments.note.as_deref().map(Note::new).transpose()?.flatten();
    let Some(Opened { inputs, book, findings }) = open(common, &Memos::default(), Channel::Remarks)? else {
        return Ok(Ending::Findings);
    };
    let repository = Repository::of(&common.root);
    if arguments.commit {
        repository.as_ref().map_err(|error| anyhow!("{error}; leave --commit out"))?.may_commit()?;
    }
    let mut session = Session {
        common,
        arguments,
        findings: book::finish(findings, &inputs),
        inputs: &inputs,
        book: &book,
        repository: repository.map_err(|error| error.to_string()),
        audience,
        by,
        note,
        named: BTreeSet::new(),
    };
    session.sign_all()
}

impl Session<'_> {
    /// Signs one page after the other. Trouble with one does not keep the others from being signed.
    fn sign_all(&mut self) -> anyhow::Result<Ending> {
        let mut ending = Ending::Clean;
        let mut trouble = None;
        for (index, written) in self.arguments.pages.iter().enumerate() {
            if index > 0 {
                report::remark("");
            }
            match self.sign_named(written) {
                Ok(Done::Signed) => {}
                Ok(Done::NotSigned) => ending = Ending::Findings,
                Ok(Done::Quit) => {
                    ending = Ending::Findings;
                    break;
                }
                Err(error) => {
                    if let Some(earlier) = trouble.replace(error) {
                        report::could_not_run(&earlier);
                    }
                }
            }
        }
        trouble.map_or(Ok(ending), Err)
    }

    /// Signs the page that somebody named. A refusal is said and is no trouble.
    fn sign_named(&mut self, written: &str) -> anyhow::Result<Done> {
        let (name, done) = match pages::find(written, &self.common.root, self.inputs, &self.book.site) {
            Ok(source) => (source.file.name(), self.sign_page(source)),
            Err(refusal) => (written, Err(refusal.into())),
        };
        done.or_else(|error| {
            let refusal = error.downcast::<Refusal>()?;
            report::remark(&format!("{}: not signed: {refusal}", printable(name)));
            Ok(Done::NotSigned)
        })
    }

    fn sign_page(&mut self, source: &Source) -> anyhow::Result<Done> {
        let kept_in = pages::kept_in(source, &self.common.root);
        if !self.named.insert(kept_in.clone()) {
            return Err(Refusal::new("it was named before", "name each page once").into());
        }
        let document = obstacles::document(self, source)?;
        let past = Past::of(&document, &kept_in, &self.repository, self.options());
        if self.is_shown() {
            show::page(&document, &past)?;
        }
        match self.sign_off(&document, &past)? {
            Some(sign_off) => record::record(self, &document, &kept_in, &sign_off),
            None => Ok(not_signed(source.file.name(), Done::Quit)),
        }
    }

    /// What is to be recorded, asked for as far as it was not given. None when nobody answers.
    fn sign_off(&mut self, document: &Document, past: &Past) -> anyhow::Result<Option<SignOff>> {
        if self.by.is_none() {
            let known = git::user_name(&self.common.root).and_then(|name| Reviewer::new(&name).ok());
            self.by = ask::reviewer(known.as_ref())?;
        }
        let Some(by) = self.by.clone() else { return Ok(None) };
        let usual = past.usual_outcome(document);
        let outcome = match self.arguments.outcome {
            Some(outcome) => Some(outcome.into()),
            None if self.asks() => ask::outcome(usual)?,
            None => Some(usual.ok_or_else(|| {
                let message = "it is not known here whether its words have changed since its last review";
                Refusal::new(message, "write --outcome no-change or --outcome changed")
            })?),
        };
        let (on, note, next_review_on) = (self.on(), self.note.clone(), self.arguments.next);
        Ok(outcome.map(|outcome| SignOff { on, by, outcome, note, next_review_on }))
    }

    /// The day of the review.
    fn on(&self) -> Date {
        self.arguments.on.unwrap_or(self.inputs.clock_today)
    }

    fn options(&self) -> ParseOptions {
        ParseOptions::of(&self.inputs.config)
    }

    fn asks(&self) -> bool {
        self.audience == Audience::Person && !self.arguments.yes
    }

    /// Whoever is asked must see what about.
    fn is_shown(&self) -> bool {
        self.asks() || !self.common.quiet
    }
}

fn not_signed(page: &str, done: Done) -> Done {
    report::remark(&format!("{}: not signed", printable(page)));
    done
}
