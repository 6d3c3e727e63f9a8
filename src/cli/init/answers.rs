//! What the book is to be: from the command line, from whoever is there to be asked, and from what is there already.

use std::path::Path;

use anyhow::{bail, ensure};

use super::InitArguments;
use crate::cli::ask::{Audience, line};
use crate::cli::report;
use crate::init::{Beginning, Plan, Repository};
use crate::load::{Survey, git};

/// Pages that tell of a repository, and not of what a book is about.
const OF_REPOSITORIES: [&str; 6] =
    ["changelog", "code_of_conduct", "contributing", "license", "readme", "security"];

pub(super) fn plan(
    arguments: &InitArguments,
    folder: &Path,
    survey: &Survey,
    surroundings: &git::Surroundings,
    audience: Audience,
) -> anyhow::Result<Plan> {
    let asks = !arguments.yes;
    ensure!(
        !asks || audience == Audience::Person,
        "there is no terminal to ask on\nAdd --yes to take what is given and what the folder tells: duly init --yes \
         --title \"…\" --organisation \"…\" --repository https://github.com/example/playbook"
    );
    let usual = usual_title(folder);
    let title = match &arguments.title {
        Some(title) => checked("title", title)?,
        None if asks => asked("What is the title of the book?", &usual)?,
        None => usual,
    };
    ensure!(!title.is_empty(), "a book needs a title");
    let organisation = match &arguments.organisation {
        Some(name) => checked("organisation", name)?,
        None if asks => asked("Which organisation publishes it? (may be left empty)", "")?,
        None => String::new(),
    };
    let (src, beginning) = pages(arguments, survey)?;
    Ok(Plan {
        title,
        organisation: Some(organisation).filter(|name| !name.is_empty()),
        repository: repository(arguments, surroundings)?,
        branch: surroundings.branch.clone().unwrap_or_else(|| "main".to_owned()),
        src,
        beginning,
    })
}

fn repository(
    arguments: &InitArguments,
    surroundings: &git::Surroundings,
) -> anyhow::Result<Option<Repository>> {
    let origin = surroundings.origin.as_deref().and_then(Repository::parse);
    if let Some(written) = arguments.repository.as_ref().filter(|written| !written.is_empty()) {
        let Some(repository) = Repository::parse(written) else {
            bail!(
                "that is not the address of a repository; write one such as https://github.com/example/playbook"
            );
        };
        return Ok(Some(repository));
    }
    if arguments.yes || arguments.repository.is_some() {
        return Ok(origin.filter(|_| arguments.repository.is_none()));
    }
    let usual = origin.as_ref().map(Repository::address).unwrap_or_default();
    loop {
        let answer =
            asked("Where is it kept, as https://github.com/OWNER/NAME? (may be left empty)", &usual)?;
        match Repository::parse(&answer) {
            None if !answer.is_empty() => report::remark("That is not the address of a repository."),
            repository => return Ok(repository),
        }
    }
}

/// The folder of the pages, and whether there are any: the one that was named, else `content`, else the one that
/// holds all Markdown but what tells of the repository, else the folder of the book itself.
fn pages(arguments: &InitArguments, survey: &Survey) -> anyhow::Result<(String, Beginning)> {
    if let Some(written) = &arguments.src {
        let parts: Vec<&str> = written.split(['/', '\\']).filter(|part| !["", "."].contains(part)).collect();
        let leads_out =
            written.starts_with('/') || parts.iter().any(|part| *part == ".." || part.contains(':'));
        ensure!(!leads_out, "`{written}` is not a folder below that of the book");
        let src = if parts.is_empty() { ".".to_owned() } else { parts.join("/") };
        let is_in = |page: &String| src == "." || page.starts_with(&format!("{src}/"));
        let has_pages = survey.pages.iter().any(is_in);
        return Ok((src, if has_pages { Beginning::Pages } else { Beginning::Empty }));
    }
    let tells_of_repository = |page: &&String| {
        let name = page.rsplit_once('.').map_or(page.as_str(), |(stem, _)| stem).to_lowercase();
        OF_REPOSITORIES.contains(&name.as_str())
    };
    let pages: Vec<&String> = survey.pages.iter().filter(|page| !tells_of_repository(page)).collect();
    let folder = |page: &&String| page.split_once('/').map(|(folder, _)| folder.to_owned());
    let mut folders: Vec<Option<String>> = pages.iter().map(folder).collect();
    folders.dedup();
    let has_content = folders.contains(&Some("content".to_owned()));
    Ok(match folders.as_slice() {
        [] => ("content".to_owned(), Beginning::Empty),
        _ if has_content => ("content".to_owned(), Beginning::Pages),
        [Some(only)] => (only.clone(), Beginning::Pages),
        _ => (".".to_owned(), Beginning::Pages),
    })
}

/// The name of the folder as people would write it: `digital-playbook` is “Digital playbook”.
fn usual_title(folder: &Path) -> String {
    let absolute = std::path::absolute(folder).ok();
    let name = absolute.as_deref().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    let words = name.unwrap_or_default().replace(['-', '_', '.'], " ");
    let words: Vec<&str> = words.split_whitespace().filter(|word| !word.contains(char::is_control)).collect();
    let title = words.join(" ");
    let mut letters = title.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "Playbook".to_owned(),
    }
}

/// An answer on one line; `usual` is taken when it is empty.
fn asked(question: &str, usual: &str) -> anyhow::Result<String> {
    let offer = if usual.is_empty() { String::new() } else { format!(" [{usual}]") };
    loop {
        let Some(answer) = line(&format!("{question}{offer} "))? else { bail!("there was no answer") };
        match checked("answer", if answer.is_empty() { usual } else { &answer }) {
            Ok(answer) => return Ok(answer),
            Err(refusal) => report::remark(&refusal.to_string()),
        }
    }
}

fn checked(what: &str, text: &str) -> anyhow::Result<String> {
    let text = text.trim();
    ensure!(!text.chars().any(char::is_control), "the {what} is one line of text");
    Ok(text.to_owned())
}
