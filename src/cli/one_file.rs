//! `duly build --one-file`: the pages that a change is about, as one file.

use std::collections::BTreeSet;
use std::path::Path;

use crate::book::{Content, Outputs};
use crate::index::one_file::{MARK, RenderedPage, Source, one_file};
use crate::link::{Output, Page};
use crate::load;
use crate::write;

/// Writes the pages of some files of the book, in the order of their addresses.
pub(super) fn write(file: &Path, outputs: &Outputs<'_>, files: &BTreeSet<String>) -> anyhow::Result<()> {
    let site = outputs.site();
    let read = |path: &str| match outputs.get(path)?.value {
        Content::Bytes(bytes) => Some(bytes),
        Content::Asset(asset) => load::asset_bytes(asset).ok(),
    };
    let pages = site.outputs.values().filter_map(|output| match output {
        Output::Page(id) => Some(site.page(*id)),
        _ => None,
    });
    let pages: Vec<RenderedPage> = pages.filter_map(|page| rendered(page, files, &read)).collect();
    let config = &site.config;
    let source = Source {
        title: &config.book.title,
        language: &config.book.language.value,
        url: config.site.url.as_ref(),
        read: &read,
    };
    write::replace_own(file, &one_file(&pages, &source), MARK)
}

/// The page, if it is one of those files.
fn rendered(
    page: &Page,
    files: &BTreeSet<String>,
    read: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> Option<RenderedPage> {
    let file = page.document.as_ref()?.source.file.name();
    files.contains(file).then_some(())?;
    let html = String::from_utf8_lossy(&read(&page.output_path())?).into_owned();
    Some(RenderedPage {
        address: page.address.clone(),
        file: file.to_owned(),
        title: page.title.clone(),
        language: page.language.clone(),
        html,
    })
}
