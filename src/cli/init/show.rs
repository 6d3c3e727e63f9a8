//! What init says: what became of each file, and what only a person can do.

use std::io;
use std::path::Path;

use similar::TextDiff;

use super::Done;
use crate::cli::report;
use crate::config::Config;
use crate::diagnostic::printable;
use crate::init::{Beginning, Plan, Repository};
use crate::load::{Survey, git};

/// A difference of more lines is cut.
const MOST_LINES: usize = 60;

/// So many files are named.
const MOST_FILES: usize = 10;

/// Which pages are taken over, and which other files will be published with them.
pub(super) fn adopted(plan: &Plan, survey: &Survey) {
    if plan.beginning == Beginning::Empty {
        return;
    }
    let prefix = if plan.src == "." { String::new() } else { format!("{}/", plan.src) };
    let below = |files: &[String]| -> Vec<String> {
        files.iter().filter(|file| file.starts_with(&prefix)).map(|file| printable(file)).collect()
    };
    let (pages, others) = (below(&survey.pages), below(&survey.others));
    let place = if plan.src == "." { "this folder".to_owned() } else { format!("{}/", printable(&plan.src)) };
    let files = if pages.len() == 1 { "file" } else { "files" };
    let count = pages.len();
    report::remark(&format!("The pages of the book are the Markdown of {place}, as it is: {count} {files}."));
    if !others.is_empty() {
        let more = others.len().saturating_sub(MOST_FILES);
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        let named = others[..others.len().min(MOST_FILES)].join(", ");
        report::remark(&format!("Files beside them are published too: {named}{more}."));
    }
}

pub(super) fn done(path: &str, done: Done) -> io::Result<()> {
    let word = match done {
        Done::New => "new",
        Done::Same => "same",
        Done::Kept => "kept",
    };
    report::result(&format!("{word:<5} {path}"))
}

/// What stands there against what init would write.
pub(super) fn difference(path: &str, there: &str, text: &str) -> io::Result<()> {
    done(path, Done::Kept)?;
    let difference = TextDiff::from_lines(there, text);
    let shown =
        difference.unified_diff().context_radius(1).header("as it is", "as init would write it").to_string();
    for line in shown.lines().take(MOST_LINES) {
        report::result(format!("      {}", printable(line)).trim_end())?;
    }
    if shown.lines().count() > MOST_LINES {
        report::result("      …")?;
    }
    Ok(())
}

pub(super) fn counted(done: &[Done]) -> io::Result<()> {
    let of = |wanted| done.iter().filter(|done| **done == wanted).count();
    let kept = of(Done::Kept);
    let kept = match kept {
        0 => String::new(),
        1 => "; 1 is kept as it was, for you to compare".to_owned(),
        kept => format!("; {kept} are kept as they were, for you to compare"),
    };
    report::result(&format!("\n{} new files, {} there already{kept}.", of(Done::New), of(Done::Same)))
}

pub(super) fn is_below_a_repository() {
    report::remark(
        "This folder is part of a larger git repository. Workflows work only at its root, so none were written: \
         README.md of Duly shows one.",
    );
}

/// The two things that no program can do, and what comes before them.
pub(super) fn what_is_left(
    folder: &Path,
    config: &Config,
    surroundings: &git::Surroundings,
) -> io::Result<()> {
    let root = if folder == Path::new(".") { String::new() } else { format!(" --root {}", folder.display()) };
    report::result(&format!(
        "\n`duly serve{root}` shows the book; `duly check{root}` says what is wrong with it."
    ))?;
    report::result("\nTwo things only a person can do:")?;
    let first = match surroundings.origin {
        Some(_) => "1. Push it to GitHub.",
        None => "1. Make an empty repository at https://github.com/new, and push the book to it.",
    };
    report::result(&format!("\n{first} In the folder of the book:\n"))?;
    let branch = &config.site.branch;
    if surroundings.below.is_none() {
        report::result(&format!("     git init --initial-branch={branch}"))?;
    }
    report::result("     git add --all\n     git commit --message \"Begin the book\"")?;
    let repository = config.site.repository.as_deref();
    if surroundings.origin.is_none() {
        let address = repository.unwrap_or("https://github.com/OWNER/NAME");
        report::result(&format!("     git remote add origin {address}.git"))?;
    }
    report::result(&format!("     git push --set-upstream origin {branch}"))?;
    let settings = match repository {
        Some(address) => format!("{address}/settings/pages"),
        None => "Settings, Pages, of the repository".to_owned(),
    };
    report::result(&format!(
        "\n2. Let GitHub publish it: {settings}\n     Source: GitHub Actions\n     If the \
         workflow “Publish” has failed before that, run it again under Actions."
    ))?;
    let actions = repository.map_or_else(
        || "Settings, Actions, General".to_owned(),
        |address| format!("{address}/settings/actions"),
    );
    report::result(&format!(
        "\nFor reviews from a browser, tick “Allow GitHub Actions to create and approve pull requests” there too:\n     \
         {actions}"
    ))?;
    if !config.site.contribute_links {
        report::result(
            "\nWith `contribute-links = true` under `[site]` of book.toml, pages link to the form for that.",
        )?;
    }
    match repository.and_then(Repository::parse).and_then(|repository| repository.site()) {
        Some(site) if config.site.cname.is_none() => report::result(&format!("\nThe site will be at {site}")),
        _ => Ok(()),
    }
}
