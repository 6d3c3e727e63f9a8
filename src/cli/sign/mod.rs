//! `duly sign`: shows what changed since the last review and what will be public, asks, and records the review.
//!
//! Exit status: 0 when every page that was named is signed, 1 when one was refused or declined, 2 when nobody could
//! be asked or the machine got in the way.

mod ask;
mod history;
mod pages;
mod show;

use std::collections::BTreeSet;

use anyhow::{Context, bail, ensure};
use clap::{Args, ValueEnum};
use jiff::civil::Date;

use self::ask::{Answer, Audience};
use self::history::Past;
use super::report::{self, Channel};
use super::{Common, Ending, Opened, open};
use crate::book::{self, Book};
use crate::diagnostic::{Code, Diagnostic, Severity, printable};
use crate::link::Output;
use crate::load::git::{self, Repository};
use crate::load::{Inputs, Source};
use crate::memo::Memos;
use crate::parse::{self, Document, ParseOptions, SignOffOutcome};
use crate::sign_off::{self, Note, Refusal, Reviewer, SignOff};
use crate::write;

#[derive(Debug, Args)]
pub(super) struct SignArguments {
    /// Files of the book, or their addresses on the site
    #[arg(required = true, value_name = "PAGE")]
    pages: Vec<String>,
    /// Who reviewed it: a person or a role. The name is written into the page and printed on the site
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// The day of the review, unless it was today: 2026-03-31
    #[arg(long, value_name = "DATE", value_parser = super::date)]
    on: Option<Date>,
    /// Anything worth keeping about the review; it is written into the page
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// What the review came to. Without it you are asked; with --yes it is `no-change` when the words are those of
    /// the last review, and `changed` when they are not
    #[arg(long, value_enum)]
    outcome: Option<Outcome>,
    /// When the next review is due, in the place of the usual time: 2027-03-31
    #[arg(long, value_name = "DATE", value_parser = super::date)]
    next: Option<Date>,
    /// Sign without being asked; for one page at a time
    #[arg(long)]
    yes: bool,
    /// Sign several pages, and be asked for each of them
    #[arg(long)]
    each: bool,
    /// Commit each signed page to git, alone
    #[arg(long)]
    commit: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Outcome {
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

/// How it went with one page.
enum Done {
    Signed,
    NotSigned,
    /// Neither this page nor any behind it.
    Quit,
}

/// A review and the text of its page with it.
struct Signed {
    sign_off: SignOff,
    text: String,
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
    let audience = ask::audience();
    check_arguments(arguments, audience)?;
    let by = arguments.by.as_deref().map(Reviewer::new).transpose()?;
    let note = arguments.note.as_deref().map(Note::new).transpose()?.flatten();
    let Some(Opened { inputs, book, findings }) = open(common, Channel::Remarks)? else {
        return Ok(Ending::Findings);
    };
    let repository = Repository::of(&common.root);
    if arguments.commit {
        repository.as_ref().map_err(|error| anyhow::anyhow!("{error}; leave --commit out"))?.may_commit()?;
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

/// What can be said of the arguments before the book is read.
fn check_arguments(arguments: &SignArguments, audience: Audience) -> anyhow::Result<()> {
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

    fn sign_named(&mut self, written: &str) -> anyhow::Result<Done> {
        let source = match pages::find(written, &self.common.root, self.inputs, &self.book.site) {
            Ok(source) => source,
            Err(refusal) => return Ok(refused(written, &refusal)),
        };
        let name = source.file.name();
        let kept_in = pages::kept_in(source, &self.common.root);
        if !self.named.insert(kept_in.clone()) {
            let refusal = Refusal::new("it was named before", "name each page once");
            return Ok(refused(written, &refusal));
        }
        let document = match self.document(source)? {
            Ok(document) => document,
            Err(refusal) => return Ok(refused(name, &refusal)),
        };
        let past = Past::of(&document, &kept_in, &self.repository, self.options());
        if self.is_shown() {
            show::page(&document, &past)?;
        }
        let Some(sign_off) = self.sign_off(&document, &past)? else {
            return Ok(not_signed(name, Done::Quit));
        };
        let sign_off = match sign_off {
            Ok(sign_off) => sign_off,
            Err(refusal) => return Ok(refused(name, &refusal)),
        };
        match sign_off::sign(&document, &sign_off, self.inputs.clock_today) {
            Ok(text) => self.record(&document, &kept_in, &Signed { sign_off, text }),
            Err(refusal) => Ok(refused(name, &refusal)),
        }
    }

    /// The page, if nothing about it keeps it from being signed.
    fn document(&self, source: &Source) -> anyhow::Result<Result<Document, Refusal>> {
        let errors = self.errors(source);
        if !errors.is_empty() {
            report::findings(&errors, self.common, Channel::Remarks)?;
            return Ok(Err(Refusal::new("it has an error", "mend what is said above, then sign it")));
        }
        let Some(document) = parse::parse(source, self.options()).value else {
            return Ok(Err(Refusal::new("it cannot be read", "`duly check` says why")));
        };
        let may_be = sign_off::may_be_signed(&document, self.on(), self.inputs.clock_today);
        Ok(may_be.map(|()| document))
    }

    /// The page's own findings at the level of an error; those of other pages are not its owner's to mend. What is
    /// said of its review is what signing mends.
    fn errors(&self, source: &Source) -> Vec<Diagnostic> {
        let memos = Memos::default();
        let outputs = self.book.outputs(&memos);
        let site = &self.book.site;
        let is_own = |output: &Output| {
            let Output::Page(id) = output else { return false };
            site.pages[id.0].document.as_ref().is_some_and(|document| document.source.path == source.path)
        };
        let own = site.outputs.iter().find(|(_, output)| is_own(output));
        let rendered = own.and_then(|(path, _)| outputs.get(path)).map(|outcome| outcome.findings);
        let found = self.findings.iter().cloned().chain(rendered.unwrap_or_default()).collect();
        let mut findings = book::finish(found, self.inputs);
        let is_error = |finding: &Diagnostic| finding.severity == Severity::Error;
        let is_here = |finding: &Diagnostic| finding.place.file.name() == source.file.name();
        findings.retain(|finding| is_error(finding) && is_here(finding) && !is_of_review(finding));
        findings
    }

    /// What is to be recorded, asked for as far as it was not given. None when nobody answers.
    fn sign_off(
        &mut self,
        document: &Document,
        past: &Past,
    ) -> anyhow::Result<Option<Result<SignOff, Refusal>>> {
        if self.by.is_none() {
            let known = git::user_name(&self.common.root).and_then(|name| Reviewer::new(&name).ok());
            self.by = ask::reviewer(known.as_ref())?;
        }
        let Some(by) = self.by.clone() else { return Ok(None) };
        let usual = past.usual_outcome(document);
        let outcome = match (self.arguments.outcome, usual) {
            (Some(outcome), _) => outcome.into(),
            (None, usual) if self.asks() => {
                let Some(outcome) = ask::outcome(usual)? else { return Ok(None) };
                outcome
            }
            (None, Some(usual)) => usual,
            (None, None) => {
                let message = "it is not known here whether its words have changed since its last review";
                let help = "write --outcome no-change or --outcome changed";
                return Ok(Some(Err(Refusal::new(message, help))));
            }
        };
        let note = self.note.clone();
        Ok(Some(Ok(SignOff { on: self.on(), by, outcome, note, next_review_on: self.arguments.next })))
    }

    /// Shows what will be written, asks, writes, and commits if that was asked for.
    fn record(&self, document: &Document, kept_in: &str, signed: &Signed) -> anyhow::Result<Done> {
        let Signed { sign_off, text } = signed;
        let file = &document.source.file;
        let name = file.name();
        if self.is_shown() {
            show::plan(document, sign_off, &self.inputs.config.review)?;
        }
        let repository = self.repository.as_ref().ok().filter(|_| self.arguments.commit);
        if let Some(repository) = repository
            && repository.is_changed(kept_in)?
        {
            // The stamp is of the words as they are: a commit without them would vouch for others.
            report::remark("The page has changes that are not committed; the commit will hold them too.");
        }
        if self.asks() {
            match ask::consent(self.arguments.pages.len() > 1)? {
                Answer::Yes => {}
                Answer::No => return Ok(not_signed(name, Done::NotSigned)),
                Answer::Quit => return Ok(not_signed(name, Done::Quit)),
            }
        } else if !self.arguments.yes {
            bail!(
                "{name} is not signed: there is no terminal to ask on\nAdd --yes to sign it as it is shown above."
            );
        }
        write::replace_page(&self.common.root, name, file.text(), text)?;
        let commit = match repository {
            Some(repository) => {
                let commit = repository.commit(kept_in, &message(name, sign_off));
                format!(
                    ", commit {}",
                    commit.with_context(|| format!("{name} is signed, but not committed"))?
                )
            }
            None => String::new(),
        };
        if !self.common.quiet {
            report::result(&format!("{}{commit}", recorded(document, sign_off)))?;
        }
        Ok(Done::Signed)
    }

    /// The day of the review.
    fn on(&self) -> Date {
        self.arguments.on.unwrap_or(self.inputs.clock_today)
    }

    fn options(&self) -> ParseOptions {
        ParseOptions { markdown: self.inputs.config.markdown }
    }

    fn asks(&self) -> bool {
        self.audience == Audience::Person && !self.arguments.yes
    }

    /// Whoever is asked must see what about.
    fn is_shown(&self) -> bool {
        self.asks() || !self.common.quiet
    }
}

/// Whether a finding is about the review of a page: it is not in the way of the next one.
fn is_of_review(finding: &Diagnostic) -> bool {
    let is_about = |key: &&str| finding.message.contains(&format!("`{key}`"));
    let missing = ["last_reviewed_on", "reviewed_by", "next_review_on"];
    finding.code.as_str().starts_with("review/")
        || finding.code == Code::PageMissingField && missing.iter().any(is_about)
}

fn refused(page: &str, refusal: &Refusal) -> Done {
    report::remark(&format!("{}: not signed: {refusal}", printable(page)));
    Done::NotSigned
}

fn not_signed(page: &str, done: Done) -> Done {
    report::remark(&format!("{}: not signed", printable(page)));
    done
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
