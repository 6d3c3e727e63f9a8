//! Pages that are made of the whole book: the A to Z, the page for what is not found, redirects.

use std::collections::BTreeMap;

use super::super::Renderer;
use super::super::context::{
    AToZView, FrameView, LetterContext, LinkContext, ListedPage, NotFoundView, RedirectView, SearchView,
};
use super::own_frame;
use crate::link::{PageId, Site, alphabet_address, encoded, relative, relative_prefix};

/// A part of all pages by title.
pub(in crate::render) fn a_to_z(renderer: &Renderer<'_>, part: usize) -> AToZView {
    let site = renderer.site;
    let address = alphabet_address(part);
    let mut letters: BTreeMap<String, Vec<ListedPage>> = BTreeMap::new();
    for page in site.alphabet[part].iter().map(|id| site.page(*id)) {
        let parent = page.parent.map(|parent| site.page(parent)).filter(|parent| !parent.address.is_empty());
        letters.entry(letter(&page.title)).or_default().push(ListedPage {
            text: page.title.clone(),
            href: relative(&address, &page.address),
            section: parent.map(|parent| parent.title.clone()),
        });
    }
    let context =
        |(letter, pages): (String, Vec<ListedPage>)| LetterContext { id: letter_id(&letter), letter, pages };
    let beside = |other: Option<usize>| {
        let other = other.filter(|other| *other < site.alphabet.len())?;
        Some(relative(&address, &alphabet_address(other)))
    };
    AToZView {
        frame: own_frame(renderer, &address, relative_prefix(&address)),
        index: alphabet_index(site, part),
        letters: letters.into_iter().map(context).collect(),
        number: part + 1,
        parts: site.alphabet.len(),
        previous: beside(part.checked_sub(1)),
        next: beside(Some(part + 1)),
    }
}

/// Every letter of the book, with where it begins.
fn alphabet_index(site: &Site, shown: usize) -> Vec<LinkContext> {
    let mut begins: BTreeMap<String, usize> = BTreeMap::new();
    for (part, ids) in site.alphabet.iter().enumerate() {
        for id in ids {
            begins.entry(letter(&site.page(*id).title)).or_insert(part);
        }
    }
    let link = |(letter, part): (String, usize)| {
        let id = letter_id(&letter);
        // On the part itself the address would load it again.
        let there = if part == shown {
            String::new()
        } else {
            relative(&alphabet_address(shown), &alphabet_address(part))
        };
        let href = format!("{there}#{id}");
        LinkContext { text: letter, href }
    };
    begins.into_iter().map(link).collect()
}

fn letter_id(letter: &str) -> String {
    if letter == "#" { "letterOther".to_owned() } else { format!("letter{letter}") }
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

pub(in crate::render) fn redirect(
    renderer: &Renderer<'_>,
    id: PageId,
    fragment: Option<&str>,
    old_path: &str,
) -> RedirectView {
    let site = renderer.site;
    let page = site.page(id);
    let language = &page.language;
    let fragment = fragment.map(|fragment| format!("#{}", encoded(fragment))).unwrap_or_default();
    RedirectView {
        language: language.clone(),
        t: renderer.dictionary.words(language).value.clone(),
        title: page.title.clone(),
        href: relative(old_path, &page.address) + &fragment,
        canonical: site.permalink(&page.address),
        script: relative(old_path, site.theme_assets.redirect_script()),
    }
}

pub(in crate::render) fn redirect_away(renderer: &Renderer<'_>, url: &str, old_path: &str) -> RedirectView {
    let site = renderer.site;
    let language = &site.config.book.language.value;
    RedirectView {
        language: language.clone(),
        t: renderer.dictionary.words(language).value.clone(),
        title: url.to_owned(),
        href: url.to_owned(),
        canonical: Some(url.to_owned()),
        script: relative(old_path, site.theme_assets.redirect_script()),
    }
}
