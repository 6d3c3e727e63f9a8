//! Pages that are made of the whole book: the A to Z, the page for what is not found, redirects.

use std::collections::BTreeMap;

use super::super::Renderer;
use super::super::context::{
    AToZView, FrameView, LetterContext, ListedPage, NotFoundView, RedirectView, SearchView,
};
use super::own_frame;
use crate::link::{PageId, encoded, relative};

/// All pages by title.
pub(in crate::render) fn a_to_z(renderer: &Renderer<'_>) -> AToZView {
    let site = renderer.site;
    let mut letters: BTreeMap<String, Vec<ListedPage>> = BTreeMap::new();
    let mut ids: Vec<PageId> = site.page_ids().filter(|id| site.page(*id).in_navigation()).collect();
    ids.sort_by_cached_key(|id| (site.page(*id).title.to_lowercase(), site.page(*id).address.clone()));
    for id in ids {
        let page = site.page(id);
        let title = page.title.clone();
        let parent = page.parent.map(|parent| site.page(parent)).filter(|parent| !parent.address.is_empty());
        letters.entry(letter(&title)).or_default().push(ListedPage {
            text: title,
            href: relative("a-z/", &page.address),
            section: parent.map(|parent| parent.title.clone()),
        });
    }
    let context = |(letter, pages): (String, Vec<ListedPage>)| {
        let id = if letter == "#" { "letterOther".to_owned() } else { format!("letter{letter}") };
        LetterContext { letter, id, pages }
    };
    AToZView {
        frame: own_frame(renderer, "a-z/", "../".to_owned()),
        letters: letters.into_iter().map(context).collect(),
    }
}

/// The letter under which a title stands: without its accent, as people look it up.
fn letter(title: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    match title.nfd().next().filter(|c| c.is_alphabetic()) {
        Some(first) => first.to_uppercase().to_string(),
        None => "#".to_owned(),
    }
}

/// The search.
pub(in crate::render) fn search(renderer: &Renderer<'_>) -> SearchView {
    let frame = own_frame(renderer, "search/", "../".to_owned());
    SearchView {
        // What is found is different for every query, and no page of a search engine.
        frame: FrameView { noindex: true, ..frame },
        style: encoded(renderer.site.theme_assets.search_style()),
    }
}

pub(in crate::render) fn not_found(renderer: &Renderer<'_>) -> NotFoundView {
    let frame = own_frame(renderer, "404.html", renderer.site.base_path().to_owned());
    NotFoundView { frame: FrameView { canonical: None, noindex: true, ..frame } }
}

pub(in crate::render) fn redirect(renderer: &Renderer<'_>, id: PageId, old_path: &str) -> RedirectView {
    let site = renderer.site;
    let page = site.page(id);
    let language = &page.language;
    RedirectView {
        language: language.clone(),
        t: renderer.dictionary.words(language).value.clone(),
        title: page.title.clone(),
        href: relative(old_path, &page.address),
        canonical: site.permalink(&page.address),
        script: relative(old_path, site.theme_assets.redirect_script()),
    }
}
