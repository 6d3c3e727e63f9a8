//! `duly import FORMAT DIR`: a book from what another program builds, in a folder of its own.
//!
//! Exit status: 0 when the book is written, 2 when nothing could be.

mod table;

use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use clap::{Args, Subcommand};

use super::report::{self, Channel};
use super::{Common, Ending, Format, clock};
use crate::book::{self, Book, Memos};
use crate::config::Config;
use crate::diagnostic::{self, Diagnostic};
use crate::import::{self, CodeOwners, Edits, Import, import, propose};
use crate::load::{self, git};
use crate::write;
use table::Counts;

#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    #[command(subcommand)]
    format: Dialect,
}

#[derive(Debug, Subcommand)]
enum Dialect {
    /// A site of the GOV.UK tech-docs template (it builds as it is, too)
    TechDocs(Folders),
    /// A book of mdBook
    Mdbook(Folders),
    /// A folder of Markdown of any other program
    Folder(Folders),
}

#[derive(Debug, Args)]
struct Folders {
    /// What is imported; nothing in it is changed
    #[arg(value_name = "DIR")]
    from: PathBuf,
    /// The folder of the new book, which is made, or is empty; unless said, that of --root
    #[arg(value_name = "INTO")]
    into: Option<PathBuf>,
    /// Propose no owners and no dates of first reviews
    #[arg(long)]
    no_proposals: bool,
}

impl Dialect {
    fn parts(&self) -> (import::Format, &Folders) {
        match self {
            Self::TechDocs(folders) => (import::Format::TechDocs, folders),
            Self::Mdbook(folders) => (import::Format::MdBook, folders),
            Self::Folder(folders) => (import::Format::Folder, folders),
        }
    }
}

pub(super) fn run(common: &Common, arguments: &ImportArguments) -> anyhow::Result<Ending> {
    let (format, folders) = arguments.format.parts();
    let into = folders.into.as_ref().unwrap_or(&common.root);
    check_folders(&folders.from, into)?;
    check_format(format, &folders.from)?;
    let mut findings = Vec::new();
    let files = load::folder(&folders.from)?.collect(&mut findings);
    let absolute = std::path::absolute(&folders.from)?;
    let name = absolute.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut import = import(format, &files, &name).collect(&mut findings);
    ensure!(!import.origins.is_empty(), "there is no page in {}", folders.from.display());
    if !folders.no_proposals {
        if let Some(owners) = CodeOwners::of(&files) {
            owners.propose(&mut import);
        }
        propose_dates(&mut import, &folders.from, common)?;
    }
    for (path, bytes) in &import.files {
        write::new_file(into, path, bytes)?;
    }
    diagnostic::sort(&mut findings);
    report::findings(&findings, common, Channel::Results)?;
    if !common.quiet {
        let counts = counts(&import, &findings, into, common)?;
        match common.format {
            Format::Human => report::result(&table::text(&counts))?,
            // The findings are for a program, and nothing else.
            _ => report::remark(&table::text(&counts)),
        }
        import.remarks.iter().for_each(|remark| report::remark(remark));
        report::remark(&format!(
            "The book is in {0}; look at it with `duly serve --root {0}`.",
            into.display()
        ));
    }
    Ok(Ending::Clean)
}

/// Nothing is written over, and nothing into what is imported.
fn check_folders(from: &Path, into: &Path) -> anyhow::Result<()> {
    ensure!(from.is_dir(), "there is no folder {}", from.display());
    if let Ok(mut entries) = into.read_dir() {
        let is_there = entries.any(|entry| entry.is_ok_and(|entry| entry.file_name() != ".git"));
        ensure!(!is_there, "{} is not empty; name a new folder behind {}", into.display(), from.display());
    }
    let from = from.canonicalize().with_context(|| format!("{} cannot be resolved", from.display()))?;
    let absolute = std::path::absolute(into)?;
    let there = absolute.ancestors().find_map(|folder| folder.canonicalize().ok());
    if there.is_some_and(|there| there.starts_with(&from)) {
        bail!("{} is in the folder that is imported; name one beside it", into.display());
    }
    Ok(())
}

fn check_format(format: import::Format, from: &Path) -> anyhow::Result<()> {
    match format {
        import::Format::TechDocs => ensure!(
            load::TECH_DOCS_NAMES.iter().any(|name| from.join(name).is_file()),
            "there is no {} in {}: it is no site of the tech-docs template",
            load::TECH_DOCS_NAMES[0],
            from.display()
        ),
        import::Format::MdBook => {
            ensure!(
                from.join(load::CONFIG_NAME).is_file(),
                "there is no book.toml of mdBook in {}",
                from.display()
            );
        }
        import::Format::Folder => {}
    }
    Ok(())
}

/// Days of first reviews, from the history of git where that is whole.
fn propose_dates(import: &mut Import, from: &Path, common: &Common) -> anyhow::Result<()> {
    let Ok(repository) = git::Repository::of(from) else { return Ok(()) };
    if repository.shallow {
        let remark = "The history of this clone is cut off, so no dates are proposed; `git fetch --unshallow` gets it.";
        import.remarks.push(remark.to_owned());
        return Ok(());
    }
    let config = crate::config::defaults(&crate::source::SourceFile::new("book.toml", ""));
    let Config { site, .. } = config;
    let edits: Edits = repository.last_edits(&site.time_zone)?;
    let today = clock(common)?.today(&site.time_zone)?;
    propose(import, &edits, today);
    Ok(())
}

/// What there is to say about the new book, by building it.
fn counts(import: &Import, left: &[Diagnostic], into: &Path, common: &Common) -> anyhow::Result<Counts> {
    let mut findings = Vec::new();
    let inputs = load::load(into, clock(common)?)?.collect(&mut findings);
    let Some(inputs) = inputs else { bail!("the new book cannot be read") };
    let book = Book::settle(&inputs, &Memos::default()).collect(&mut findings);
    let findings = book::finish(findings, &inputs);
    Ok(Counts::new(import, left, &book.site, &findings))
}
