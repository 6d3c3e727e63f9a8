//! `duly init [DIR]`: makes a folder a book, and gives its git host what publishes it, looks at changes, records
//! reviews and reminds people.
//!
//! What stands in the folder stays as it is: a file that init would write in other words is kept, and the difference
//! is shown. A site of the tech-docs template is left alone, for it builds as it is. Exit status: 0 when every file is there, 1 when one could not be written, 2 when nobody could be asked.

mod answers;
mod show;

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;

use super::ask::audience;
use super::report::{self, Channel};
use super::{Common, Ending, Opened, open};
use crate::book::Memos;
use crate::config::Config;
use crate::init::{book_files, folder_files};
use crate::load::{CONFIG_NAME, Present, git, present, survey, tech_docs_name};
use crate::write;

#[derive(Debug, Args)]
pub(super) struct InitArguments {
    /// The folder; it is made when it is not there, and may hold Markdown already
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// The title of the book
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Who publishes it
    #[arg(long, value_name = "NAME")]
    organisation: Option<String>,
    /// Where it is kept, such as <https://github.com/example/playbook>
    #[arg(long, value_name = "ADDRESS")]
    repository: Option<String>,
    /// The folder of the pages, from that of the book; unless said, where Markdown is
    #[arg(long, value_name = "FOLDER")]
    src: Option<String>,
    /// Ask nothing: take what is given, and for the rest what the folder and git tell
    #[arg(long)]
    yes: bool,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Done {
    New,
    Same,
    /// Something else stands there.
    Kept,
}

pub(super) fn run(common: &Common, arguments: &InitArguments) -> anyhow::Result<Ending> {
    let folder = arguments.folder.as_deref().unwrap_or(&common.root);
    let common = &Common { root: folder.to_owned(), ..common.clone() };
    if let Some(name) = tech_docs_name(folder) {
        builds_already(folder, name);
        return Ok(Ending::Clean);
    }
    let survey = survey(folder)?;
    let surroundings = surroundings(folder);
    let mut done = Vec::new();
    if !survey.is_book {
        let plan = answers::plan(arguments, folder, &survey, &surroundings, audience())?;
        if !common.quiet {
            show::adopted(&plan, &survey);
        }
        for (path, text) in book_files(&plan) {
            done.push(put(common, &path, &text)?);
        }
    }
    let Some(config) = config(common)? else { return Ok(Ending::Findings) };
    let is_below = surroundings.below.as_deref().is_some_and(|below| !below.is_empty());
    for (path, text) in folder_files(&config) {
        // A git host looks for its files at the root of the repository alone.
        if !(is_below && path.starts_with(".github/")) {
            done.push(put(common, &path, &text)?);
        }
    }
    if !common.quiet {
        show::counted(&done)?;
        if is_below {
            show::is_below_a_repository();
        } else {
            show::what_is_left(folder, &config, &surroundings)?;
        }
    }
    Ok(Ending::Clean)
}

/// A site of the tech-docs template needs no book beside it.
fn builds_already(folder: &Path, settings: &str) {
    let folder = folder.display();
    report::remark(&format!(
        "{folder} is a site of the GOV.UK tech-docs template ({settings}), and builds as it is:\n\n    \
         duly serve --root {folder}\n\nNothing was written. To make a book of it, which init then completes, in \
         a folder of its own:\n\n    duly import tech-docs {folder} NEW-FOLDER\n    duly init NEW-FOLDER"
    ));
}

/// What git tells of the folder, or of the nearest one above that is there.
fn surroundings(folder: &Path) -> git::Surroundings {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let there = absolute.ancestors().find(|folder| folder.is_dir()).unwrap_or(folder);
    let mut surroundings = git::surroundings(there);
    let rest = absolute.strip_prefix(there).unwrap_or(Path::new(""));
    if let Some(below) = surroundings.below.as_mut().filter(|_| !rest.as_os_str().is_empty()) {
        *below = format!("{below}/{}", rest.display());
    }
    surroundings
}

/// What `book.toml` sets, once it is there.
fn config(common: &Common) -> anyhow::Result<Option<Config>> {
    let opened = open(common, &Memos::default(), Channel::Remarks);
    let opened = opened.with_context(|| format!("{CONFIG_NAME} is there, and the book cannot be read"))?;
    Ok(opened.map(|Opened { inputs, .. }| inputs.config))
}

/// Writes a file, unless something stands there.
fn put(common: &Common, path: &str, text: &str) -> anyhow::Result<Done> {
    let folder = common.root.as_path();
    let done = match present(folder, path) {
        Present::Nothing => {
            write::new_file(folder, path, text)?;
            Done::New
        }
        Present::File(there) if there.replace("\r\n", "\n") == text => Done::Same,
        Present::File(there) => {
            show::difference(path, &there, text)?;
            return Ok(Done::Kept);
        }
        Present::Other => bail!("{path} is in the way: it is no file that can be read"),
    };
    if !common.quiet {
        show::done(path, done)?;
    }
    Ok(done)
}
