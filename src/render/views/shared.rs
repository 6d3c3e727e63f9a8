//! What all pages of a book share.

use super::super::context::{AssetContext, BookContext, LicenceContext, SiteLink};
use super::href;
use crate::link::{FEED, List, PageId, Site, Target, encoded};

/// What all pages share.
pub(in crate::render) fn book(site: &Site) -> BookContext {
    let config = &site.config;
    let assets = &site.theme_assets;
    let links = |links: &[(String, Target)]| {
        links.iter().filter_map(|(text, target)| site_link(site, text, target)).collect()
    };
    let page_link = |id: &PageId| {
        let page = site.page(*id);
        SiteLink { text: page.title.clone(), href: encoded(&page.address), external: false }
    };
    BookContext {
        title: config.book.title.clone(),
        description: config.book.description.clone(),
        url: site.permalink(""),
        copyright: config.site.copyright.clone(),
        licence: config.site.licence.as_deref().and_then(licence),
        sections: site.menu.sections.iter().map(page_link).collect(),
        header_links: links(&site.menu.header),
        footer_links: links(&site.menu.footer),
        accessibility: accessibility(site).as_ref().map(page_link),
        style: asset(assets.style()),
        script: asset(assets.script()),
        logo: site.menu.logo.map(|logo| {
            let logo = &site.assets[logo];
            let size = logo.image;
            AssetContext {
                href: encoded(&logo.path),
                width: size.map(|size| size.width),
                height: size.map(|size| size.height),
            }
        }),
        favicon: asset(assets.favicon()),
        accent: assets.accent.clone(),
        search: config.search.enabled.then_some("search/"),
        register: site.register.address(List::Register).map(encoded),
        feed: site.outputs.contains_key(FEED).then_some(FEED),
        repository: config.site.repository.clone(),
    }
}

/// The accessibility statement, unless the footer leads to it already.
fn accessibility(site: &Site) -> Option<PageId> {
    let is_there = |id: &PageId| {
        let leads_there =
            |(_, target): &(String, Target)| matches!(target, Target::Page { page, .. } if page == id);
        site.menu.footer.iter().any(leads_there)
    };
    site.menu.accessibility.filter(|id| !is_there(id))
}

pub(super) fn asset(path: &str) -> AssetContext {
    AssetContext { href: encoded(path), width: None, height: None }
}

fn site_link(site: &Site, text: &str, target: &Target) -> Option<SiteLink> {
    let external = matches!(target, Target::External(_));
    let href = href(site, "", target)?;
    // The home page itself, seen from the root.
    let href = if href == "./" { String::new() } else { href };
    Some(SiteLink { text: text.to_owned(), href, external })
}

fn licence(text: &str) -> Option<LicenceContext> {
    let known = [
        (
            "OGL-UK-3.0",
            "Open Government Licence v3.0",
            "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        ),
        ("CC-BY-4.0", "Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        (
            "CC-BY-SA-4.0",
            "Creative Commons Attribution-ShareAlike 4.0",
            "https://creativecommons.org/licenses/by-sa/4.0/",
        ),
        ("CC0-1.0", "Creative Commons Zero 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    ];
    if text == "none" {
        return None;
    }
    let found = known.iter().find(|(id, _, _)| *id == text);
    Some(match found {
        Some((_, name, url)) => LicenceContext { text: (*name).to_owned(), url: Some((*url).to_owned()) },
        None => LicenceContext { text: text.to_owned(), url: None },
    })
}
