//! What GitHub Pages asks of a site, for books that are published there: its address, its names, its sizes.
//!
//! Links and other special files need no rule: a site of Duly consists of plain files.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic};
use crate::link::{Output, Site};
use crate::load::not_portable;
use crate::source::SourceFile;

/// In bytes. GitHub takes no larger file into a repository.
const LARGEST_FILE: u64 = 100 * 1024 * 1024;

/// In bytes: the limit of a published site.
const LARGEST_SITE: u64 = 1024 * 1024 * 1024;

/// In bytes of one part of a path; file systems keep no longer name.
const LONGEST_NAME: usize = 255;

/// What is in the way of publishing the site on GitHub Pages. `sizes` are those of its files, in bytes.
pub fn pages_rules(site: &Site, sizes: &BTreeMap<&str, u64>) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = address(site).into_iter().collect();
    for (path, size) in sizes {
        // What is wrong with the name of a file of the book is said of that file, and two names that are one for some
        // systems are an error everywhere.
        let is_old_address =
            matches!(site.outputs.get(*path), Some(Output::Redirect { .. } | Output::RedirectAway(_)));
        let bad_sign = if is_old_address { not_portable(path) } else { None };
        if let Some(reason) = bad_sign.or_else(|| too_long(path)) {
            let finding = finding(site, path, Code::PagesName, &format!("the name {reason}"));
            findings.push(finding.help("rename the file, or mend the old address in the front matter"));
        }
        if *size > LARGEST_FILE {
            let message = format!("it has {} MiB; GitHub takes files of up to 100", size >> 20);
            findings.push(
                finding(site, path, Code::PagesSize, &message).help("make it smaller, or keep it elsewhere"),
            );
        }
    }
    let whole: u64 = sizes.values().sum();
    if whole > LARGEST_SITE {
        let message = format!("the site has {} MiB; GitHub Pages publishes up to 1024", whole >> 20);
        let config = &site.config.file;
        let help = "keep large files elsewhere, and link to them";
        findings.push(
            Diagnostic::new(Code::PagesSize, config, config.start()..config.start(), message).help(help),
        );
    }
    findings
}

/// Whether the address in `book.toml` is where GitHub Pages will publish that repository.
fn address(site: &Site) -> Option<Diagnostic> {
    let config = &site.config.site;
    let url = config.url.as_ref()?;
    let here = format!("{}{}", url.origin, url.base_path);
    let there = match (&config.cname, config.repository.as_deref()) {
        (Some(cname), _) => format!("https://{}/", cname.to_lowercase()),
        (None, Some(repository)) => usual_address(repository)?,
        (None, None) => return None,
    };
    if here.to_lowercase() == there.to_lowercase() {
        return None;
    }
    let why = if config.cname.is_some() { "`cname`" } else { "`repository`" };
    let message = format!("the site will not be at {here}: by {why} it is at {there}");
    let help = format!("write `url = \"{there}\"`, or mend {why}");
    Some(Diagnostic::new(Code::PagesAddress, &site.config.file, url.span.clone(), message).help(help))
}

/// Where GitHub Pages publishes a repository that has no domain of its own; none for another
/// host.
fn usual_address(repository: &str) -> Option<String> {
    let (owner, name) = repository.strip_prefix("https://github.com/")?.split_once('/')?;
    let host = format!("{}.github.io", owner.to_lowercase());
    let path = if name.to_lowercase() == host { String::new() } else { format!("{name}/") };
    Some(format!("https://{host}/{path}"))
}

fn too_long(path: &str) -> Option<String> {
    let part = path.split('/').find(|part| part.len() > LONGEST_NAME)?;
    let beginning: String = part.chars().take(20).collect();
    Some(format!("`{beginning}…` has more than {LONGEST_NAME} bytes, which no system keeps"))
}

/// A finding about a file of the site, at the file of the book that it comes from.
fn finding(site: &Site, path: &str, code: Code, message: &str) -> Diagnostic {
    let document =
        |page: crate::link::PageId| site.page(page).document.as_ref().map(|document| &document.source.file);
    let file: Arc<SourceFile> = match site.outputs.get(path) {
        Some(Output::Page(id) | Output::Redirect { page: id, .. }) => document(*id).cloned(),
        Some(Output::Asset(index)) => {
            Some(SourceFile::new(site.config.book.file(&site.assets[*index].path), ""))
        }
        _ => None,
    }
    .unwrap_or_else(|| SourceFile::new(path, ""));
    Diagnostic::new(code, &file, file.start()..file.start(), format!("/{path}: {message}"))
}
