//! From the settled site to what templates are given.

mod commitments;
mod contact;
mod control;
mod extra;
mod maturity;
mod register;
mod shared;
mod whole;

use tera::Value;

use super::context::{
    ChildContext, ContentsEntry, FrameView, KindContext, KindGroup, LinkContext, OwnerContext, PageContext,
    PageView, PhaseContext,
};
use super::strings::{Words, direction};
use super::{Renderer, html};
use crate::diagnostic::Outcome;
use crate::link::{Page, PageId, PageOwner, Site, Target, ThemeNames, encoded, relative, relative_prefix};
use crate::parse::{FrontMatter, Heading, HeadingPlace};
use crate::source::Spanned;

pub(super) use commitments::{commitment_mark, commitments};
pub(super) use maturity::maturity;
pub(super) use register::{MOST_SUMMARIES, Summaries, owner, owners, register};
pub(super) use shared::book;
pub(super) use whole::{a_to_z, not_found, redirect, redirect_away, search};

/// From how many headings of the second level on a page shows its contents.
const CONTENTS_FROM: usize = 3;

/// The template of a page: its own, else that of its kind, else by what it is. One that the theme does not have has been reported already.
pub(super) fn template<'p>(page: &'p Page, site: &'p Site, names: &ThemeNames) -> &'p str {
    let own = page.document.as_ref().and_then(|document| document.front_matter.template.as_ref());
    let of_kind = || site.config.kinds.get(page.kind.as_ref()?)?.template.as_ref();
    match own.or_else(of_kind).filter(|template| names.templates.contains(&template.value)) {
        Some(template) => &template.value,
        None if page.address.is_empty() => "home.html",
        None if page.is_index => "section.html",
        None => "page.html",
    }
}

/// How a page is named in findings about the theme.
pub(super) fn named(page: &Page, site: &Site) -> String {
    match &page.document {
        Some(document) => document.source.file.name().to_owned(),
        None => format!("the page of the folder {}/{}", site.config.book.src.value, page.address),
    }
}

/// A link from an address to a target; none for one that was dropped.
pub(super) fn href(site: &Site, from: &str, target: &Target) -> Option<String> {
    let with_fragment = |href: String, fragment: &Option<String>| match fragment {
        Some(fragment) => format!("{href}#{}", encoded(fragment)),
        None => href,
    };
    Some(match target {
        Target::Page { page, fragment } => {
            let to = &site.page(*page).address;
            match fragment {
                Some(fragment) if to == from => format!("#{}", encoded(fragment)),
                _ => with_fragment(relative(from, to), fragment),
            }
        }
        Target::Asset { asset, fragment } => {
            with_fragment(relative(from, &site.assets[*asset].path), fragment)
        }
        Target::Site(path) => relative(from, path),
        Target::Fragment(fragment) => format!("#{}", encoded(fragment)),
        Target::External(url) => url.clone(),
        Target::Dropped => return None,
    })
}

/// A page of the book.
pub(super) fn page(renderer: &Renderer<'_>, id: PageId) -> Outcome<PageView> {
    let mut findings = Vec::new();
    let site = renderer.site;
    let page = site.page(id);
    let words = renderer.dictionary.words(&page.language);
    let content = match &page.document {
        Some(document) => html::body(renderer, page, document, words).collect(&mut findings),
        None => String::new(),
    };
    let navigation = renderer.navigation.beside(id, site, renderer.templates, words).collect(&mut findings);
    let view = PageView {
        frame: frame(renderer, page),
        page: PageContext {
            title: page.title.clone(),
            title_id: title_id(page),
            description: page.description().map(str::to_owned),
            path: page.address.clone(),
            content: Value::safe_string(&content),
            breadcrumbs: breadcrumbs(site, page, words),
            navigation: Value::safe_string(&navigation),
            contents: page.document.as_ref().map_or_else(Vec::new, |document| {
                contents(&document.facts.headings, site.config.site.contents_level)
            }),
            children_by_kind: by_kind(children(site, page)),
            children: children(site, page),
            previous: page.previous.map(|previous| page_link(site, page, previous)),
            next: page.next.map(|next| page_link(site, page, next)),
            kind: kind(site, page),
            owners: page.owners.iter().map(|owner| owner_context(site, &page.address, owner)).collect(),
            review: control::review(site, page, words),
            control: control::control(site, page, words),
            tags: front_matter(page).map_or_else(Vec::new, |front_matter| texts(&front_matter.tags)),
            supports: page.references.supports.iter().map(|other| page_link(site, page, *other)).collect(),
            supported_by: page
                .references
                .supported_by
                .iter()
                .map(|other| page_link(site, page, *other))
                .collect(),
            edit_url: contact::edit_url(site, page),
            review_form_url: contribute_link(site, || site.review_form(page)),
            new_page_url: contribute_link(site, || site.new_page_editor(page)),
            report_url: contact::report_url(site, page),
            email_href: contact::email_href(site, page),
            commitments_style: commitments::style(site, page),
            maturity_href: maturity::href(site, page),
            commitments_href: commitments::list_href(site, page),
            extra: extra::extra(page),
        },
    };
    Outcome::new(view, findings)
}

/// A link for those who look after the book; readers get it where the book asks for that.
fn contribute_link(site: &Site, link: impl FnOnce() -> Option<String>) -> Option<String> {
    if site.config.site.contribute_links { link() } else { None }
}

fn title_id(page: &Page) -> Option<String> {
    let headings = &page.document.as_ref()?.facts.headings;
    headings.iter().find(|heading| heading.place == HeadingPlace::Title).map(|heading| heading.id.clone())
}

fn front_matter(page: &Page) -> Option<&FrontMatter> {
    page.document.as_ref().map(|document| &document.front_matter)
}

fn texts(texts: &[Spanned<String>]) -> Vec<String> {
    texts.iter().map(|text| text.value.clone()).collect()
}

fn text(text: Option<&Spanned<String>>) -> Option<String> {
    text.map(|text| text.value.clone())
}

fn frame(renderer: &Renderer<'_>, page: &Page) -> FrameView {
    let site = renderer.site;
    let section = site.menu.sections.iter().map(|id| &site.page(*id).address);
    let section =
        section.filter(|address| page.address.starts_with(address.as_str())).map(|address| encoded(address));
    FrameView {
        root: relative_prefix(&page.address),
        language: page.language.clone(),
        direction: direction(&page.language),
        t: renderer.dictionary.words(&page.language).value.clone(),
        canonical: site.permalink(&page.address),
        section_href: section.max().unwrap_or_default(),
        noindex: page.noindex() || site.config.site.noindex,
        phase: phase(site, front_matter(page)),
    }
}

/// The frame of a page that is not of the book's.
fn own_frame(renderer: &Renderer<'_>, address: &str, root: String) -> FrameView {
    let site = renderer.site;
    let language = &site.config.book.language.value;
    FrameView {
        root,
        language: language.clone(),
        direction: direction(language),
        t: renderer.dictionary.words(language).value.clone(),
        canonical: site.permalink(address),
        section_href: String::new(),
        noindex: site.config.site.noindex,
        phase: phase(site, None),
    }
}

fn phase(site: &Site, front_matter: Option<&FrontMatter>) -> Option<PhaseContext> {
    let config = &site.config.site;
    let own = front_matter.and_then(|front_matter| text(front_matter.phase.as_ref()));
    // The book's text is about the book's phase.
    let text = if own.is_none() { config.phase_text.clone() } else { None };
    let name = own.or_else(|| config.phase.clone())?;
    Some(PhaseContext { name, text, feedback: config.feedback.clone() })
}

fn breadcrumbs(site: &Site, page: &Page, words: &Words) -> Vec<LinkContext> {
    let mut crumbs: Vec<LinkContext> = std::iter::successors(page.parent, |id| site.page(*id).parent)
        .map(|id| match site.page(id).parent {
            Some(_) => page_link(site, page, id),
            None => LinkContext { text: words.get("home").to_owned(), ..page_link(site, page, id) },
        })
        .collect();
    crumbs.reverse();
    crumbs
}

fn page_link(site: &Site, from: &Page, to: PageId) -> LinkContext {
    let to = site.page(to);
    LinkContext { text: to.title.clone(), href: relative(&from.address, &to.address) }
}

fn children(site: &Site, page: &Page) -> Vec<ChildContext> {
    if !page.is_index {
        return Vec::new();
    }
    let child = |id: &PageId| {
        let child = site.page(*id);
        ChildContext {
            text: child.title.clone(),
            href: relative(&page.address, &child.address),
            description: child.description().map(str::to_owned),
            kind: kind(site, child),
            is_section: child.is_index,
        }
    };
    site.section(page.section).children.iter().map(child).collect()
}

/// The pages of a section by kind, when there are several kinds, in the order in which each is first met.
fn by_kind(children: Vec<ChildContext>) -> Vec<KindGroup> {
    let mut groups: Vec<KindGroup> = Vec::new();
    for child in children {
        let id = |kind: &Option<KindContext>| kind.as_ref().map(|kind| kind.id.clone());
        match groups.iter_mut().find(|group| id(&group.kind) == id(&child.kind)) {
            Some(group) => group.children.push(child),
            None => groups.push(KindGroup { kind: child.kind.clone(), children: vec![child] }),
        }
    }
    groups.sort_by_key(|group| group.kind.is_none());
    if groups.iter().filter(|group| group.kind.is_some()).count() < 2 { Vec::new() } else { groups }
}

fn kind(site: &Site, page: &Page) -> Option<KindContext> {
    let id = page.kind.as_ref()?;
    let label = site.config.kinds.get(id).map_or(id, |kind| &kind.label);
    Some(KindContext { id: id.clone(), label: label.clone() })
}

fn owner_context(site: &Site, from: &str, owner: &PageOwner) -> OwnerContext {
    let declared = match owner {
        PageOwner::Declared(id) => site.config.owners.get(id),
        PageOwner::Named(_) => None,
    };
    let page = site.register.owner_address(owner);
    let href = page.map(|address| relative(from, &address));
    match (owner, declared) {
        (_, Some(owner)) => OwnerContext {
            name: owner.name.clone(),
            email: owner.email.clone(),
            slack: owner.slack.clone(),
            href,
        },
        (PageOwner::Declared(name) | PageOwner::Named(name), None) => {
            OwnerContext { name: name.clone(), email: None, slack: None, href }
        }
    }
}

/// The headings of the second level with those of the third below them, as far down as the book wants; nothing on a
/// short page.
fn contents(headings: &[Heading], lowest: u8) -> Vec<ContentsEntry> {
    let mut entries: Vec<ContentsEntry> = Vec::new();
    let is_listed = |heading: &&Heading| heading.place == HeadingPlace::Body && heading.level <= lowest;
    for heading in headings.iter().filter(is_listed) {
        let entry =
            ContentsEntry { text: heading.text.clone(), id: heading.id.clone(), children: Vec::new() };
        match (heading.level, entries.last_mut()) {
            (2, _) => entries.push(entry),
            (3, Some(parent)) => parent.children.push(entry),
            _ => {}
        }
    }
    if entries.len() < CONTENTS_FROM { Vec::new() } else { entries }
}
