//! `duly new KIND "Title"`: a page of a kind, where such pages are, with the headings that they must have.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::bail;
use clap::Args;

use super::report::{self, Channel};
use super::{Common, Ending, Opened, open};
use crate::book::Memos;
use crate::config::Config;
use crate::diagnostic::{nearest, printable};
use crate::link::Site;
use crate::load::Source;
use crate::strategy::{NewPage, file_name, new_page};
use crate::write;

#[derive(Debug, Args)]
pub(super) struct NewArguments {
    /// What sort of page: one of `[kinds]` in book.toml
    #[arg(value_name = "KIND")]
    kind: String,
    /// The title of the page
    #[arg(value_name = "TITLE")]
    title: String,
    /// The folder of the page, from that of all pages; unless said, where pages of that kind are
    #[arg(long = "in", value_name = "FOLDER")]
    folder: Option<String>,
    /// Who is accountable: one of `[owners]` in book.toml
    #[arg(long, value_name = "OWNER")]
    owner: Option<String>,
}

pub(super) fn run(common: &Common, arguments: &NewArguments) -> anyhow::Result<Ending> {
    let Some(Opened { inputs, book, .. }) = open(common, &Memos::default(), Channel::Remarks)? else {
        return Ok(Ending::Findings);
    };
    let (config, site) = (&inputs.config, &book.site);
    let title = arguments.title.trim();
    if title.is_empty() || title.chars().any(char::is_control) {
        bail!("a title is one line of text");
    }
    let Some(kind) = config.kinds.get(&arguments.kind) else {
        bail!("{}", unknown("kind", &arguments.kind, config.kinds.keys()));
    };
    if let Some(owner) = arguments.owner.as_ref().filter(|_| !config.owners.is_empty())
        && !config.owners.contains_key(owner)
    {
        bail!("{}", unknown("owner", owner, config.owners.keys()));
    }
    let folder = match &arguments.folder {
        Some(folder) => written_folder(folder, config)?,
        None => usual_folder(&arguments.kind, config, site),
    };
    let name = file_name(title);
    let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
    let file = config.book.file(&path);
    if let Some(other) = standing_at(&path, &inputs.sources) {
        bail!("there is a page of that name, {}; choose another title or another folder", printable(other));
    }
    let text = new_page(&page(arguments, title, &folder, config), kind);
    write::new_file(&common.root, &file, &text)?;
    report::result(&file)?;
    if !common.quiet {
        report::remark(
            "It is a draft, which `duly serve --drafts` shows; remove `status: draft` to publish it.",
        );
    }
    Ok(Ending::Clean)
}

fn page<'a>(arguments: &'a NewArguments, title: &'a str, folder: &'a str, config: &'a Config) -> NewPage<'a> {
    let given = |is_given: bool| Some(arguments.kind.as_str()).filter(|_| !is_given);
    let section_kind = config.section_defaults(folder).find_map(|section| section.kind.as_ref());
    let has_owner = arguments.owner.is_some()
        || config.review.default_owner.is_some()
        || config.section_defaults(folder).any(|section| section.owner.is_some());
    let has_cadence = config.kinds.get(&arguments.kind).is_some_and(|kind| kind.review_in.is_some())
        || config.section_defaults(folder).any(|section| section.review_in.is_some());
    let is_wanted = |field: &str| match field {
        "kind" => false,
        "owner" => !has_owner,
        "review_in" => !has_cadence,
        _ => true,
    };
    let of_kind = config.kinds.get(&arguments.kind).map_or(&[][..], |kind| &kind.require);
    let of_book = &config.review.require;
    let of_kind = of_kind.iter().filter(|field| !of_book.iter().any(|known| known.value == field.value));
    let wanted = of_book.iter().chain(of_kind).map(|field| field.value.as_str());
    NewPage {
        title,
        kind: given(section_kind.is_some_and(|kind| kind.value == arguments.kind)),
        owner: arguments.owner.as_deref(),
        wanted: wanted.filter(|field| is_wanted(field)).collect(),
    }
}

/// The folder that `[sections]` sets aside for the kind, else the one that most of its pages are in.
fn usual_folder(kind: &str, config: &Config, site: &Site) -> String {
    let set_aside = config
        .sections
        .iter()
        .filter(|(_, section)| section.kind.as_ref().is_some_and(|of_section| of_section.value == kind));
    if let Some((folder, _)) = set_aside.min_by_key(|(folder, _)| folder.len()) {
        return folder.clone();
    }
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    for page in site.pages.iter().filter(|page| page.kind.as_deref() == Some(kind)) {
        let path = page.document.as_ref().map_or("", |document| document.source.path.as_str());
        *folders.entry(path.rsplit_once('/').map_or("", |(folder, _)| folder)).or_default() += 1;
    }
    let most = folders.into_iter().max_by_key(|(folder, pages)| (*pages, std::cmp::Reverse(folder.len())));
    most.map(|(folder, _)| folder.to_owned()).unwrap_or_default()
}

/// A folder as somebody typed it, from the folder of the pages; with that in front it is meant as well.
fn written_folder(written: &str, config: &Config) -> anyhow::Result<String> {
    let parts: Vec<&str> =
        written.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".").collect();
    if parts.iter().any(|part| *part == ".." || part.contains(':') || part.chars().any(char::is_control)) {
        bail!("`{}` is not a folder below {}/", printable(written), config.book.src.value);
    }
    let folder = parts.join("/");
    let src = &config.book.src.value;
    let below = folder.strip_prefix(src.as_str()).filter(|rest| rest.is_empty() || rest.starts_with('/'));
    Ok(below.map(|rest| rest.trim_start_matches('/').to_owned()).unwrap_or(folder))
}

/// The page whose file some system could not keep beside a new one of that path, or whose address is the same.
fn standing_at<'s>(path: &str, sources: &'s [Arc<Source>]) -> Option<&'s str> {
    let stem = |path: &str| path.rsplit_once('.').map_or(path, |(stem, _)| stem).to_lowercase();
    let same = |other: &str| {
        let other = stem(other);
        other == stem(path)
            || other == format!("{}/index", stem(path))
            || other == format!("{}/readme", stem(path))
    };
    sources.iter().find(|source| same(&source.path)).map(|source| source.file.name())
}

fn unknown<'a>(noun: &str, written: &str, known: impl Iterator<Item = &'a String> + Clone) -> String {
    let known = known.map(String::as_str);
    let help = match nearest(written, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => match known.collect::<Vec<_>>().join(", ") {
            list if list.is_empty() => format!("declare it in book.toml: `[{noun}s.{}]`", printable(written)),
            list => format!("its {noun}s are: {list}"),
        },
    };
    format!("there is no {noun} `{}` in this book; {help}", printable(written))
}
