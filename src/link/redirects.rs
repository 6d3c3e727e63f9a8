//! Old addresses that lead to where pages are now: what asks for them, and the file at each.

use std::ops::Range;
use std::sync::Arc;

use super::address::is_index_file;
use super::catalogue::decoded;
use super::{PageId, Site};
use crate::config::Dialect;
use crate::source::SourceFile;

/// An old address and where it leads.
pub(super) struct Redirect<'s> {
    /// As it is written.
    pub(super) from: String,
    pub(super) to: To<'s>,
    /// Where somebody asked for it; none for one that comes of the dialect.
    pub(super) origin: Option<(&'s Arc<SourceFile>, Range<usize>)>,
}

/// Where a redirect leads.
#[derive(Clone, Copy)]
pub(super) enum To<'s> {
    Page(PageId),
    /// A link from the root of the book.
    Link(&'s str),
    /// An address of another site.
    Away(&'s str),
}

/// All redirects that the book wants: those of its dialect, those of each page, and those of its settings. The first one
/// of an address counts, so that no later thought takes the place of where a page really was.
pub(super) fn wanted(site: &Site) -> Vec<Redirect<'_>> {
    let of_settings = site.config.redirects.iter().map(|redirect| Redirect {
        from: redirect.from.value.clone(),
        to: redirect.away().map_or(To::Link(&redirect.to.value), To::Away),
        origin: Some((&site.config.file, redirect.from.span.clone())),
    });
    let of_pages = site.page_ids().flat_map(|id| of_page(site, id));
    let of_dialect = site.page_ids().filter_map(|id| of_dialect(site, id));
    of_dialect.chain(of_pages).chain(of_settings).collect()
}

fn of_page(site: &Site, id: PageId) -> impl Iterator<Item = Redirect<'_>> {
    let documents = site.page(id).document.iter();
    documents.flat_map(move |document| {
        let old_paths = document.front_matter.old_paths.iter();
        old_paths.map(move |old| Redirect {
            from: old.value.clone(),
            to: To::Page(id),
            origin: Some((&document.source.file, old.span.clone())),
        })
    })
}

/// The page of a tech-docs site was a file beside the folder that it is now in.
fn of_dialect(site: &Site, id: PageId) -> Option<Redirect<'_>> {
    let page = site.page(id);
    let path = &page.document.as_ref()?.source.path;
    let was_file = site.config.dialect == Dialect::TechDocs && !is_index_file(path);
    let from = format!("/{}.html", page.address.trim_end_matches('/'));
    was_file.then_some(Redirect { from, to: To::Page(id), origin: None })
}

/// The file at an old address: `/x/y.html` itself, or the index of the folder `/x/y/`.
pub(super) fn path(old: &str, base_path: &str) -> Option<String> {
    let path = old.split(['#', '?']).next().unwrap_or(old);
    let path = decoded(path.strip_prefix(base_path).unwrap_or(path));
    let path = path.trim_start_matches('/');
    let odd = path.contains([':', '\\', '\0']) || path.split('/').any(|part| matches!(part, "." | ".."));
    let inner_empty = path.trim_end_matches('/').split('/').any(str::is_empty);
    if odd || inner_empty {
        return None;
    }
    let name = path.rsplit('/').next().unwrap_or_default();
    Some(match name {
        "" => format!("{path}index.html"),
        name if name.ends_with(".html") || name.ends_with(".htm") => path.to_owned(),
        _ => format!("{path}/index.html"),
    })
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn old_paths_become_files() {
        assert_eq!(path("/x/y.html", "/playbook/").as_deref(), Some("x/y.html"));
        assert_eq!(path("x/y", "/").as_deref(), Some("x/y/index.html"));
        assert_eq!(path("/playbook/x/", "/playbook/").as_deref(), Some("x/index.html"));
        assert_eq!(path("/x/../../etc", "/"), None);
        assert_eq!(path("https://example.org/x", "/"), None);
    }
}
