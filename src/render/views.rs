//! From the settled site to what templates are given.

use std::collections::BTreeMap;

use tera::Value;

use super::context::{
    AToZView, AssetContext, BookContext, ChildContext, ContentsEntry, ControlContext, FrameView,
    HistoryContext, KindContext, LetterContext, LicenceContext, LinkContext, ListedPage, NotFoundView,
    OwnerContext, PageContext, PageView, PhaseContext, RedirectView, ReviewContext, SiteLink,
};
use super::strings::{Words, direction};
use super::{Renderer, html};
use crate::diagnostic::Outcome;
use crate::link::{Page, PageId, PageOwner, Site, Target, ThemeNames, encoded, relative, relative_prefix};
use crate::parse::{Document, FrontMatter, Heading, HeadingPlace, SignOffOutcome, Status};
use crate::source::Spanned;
use crate::tree::{self, Node};

/// From how many headings of the second level on a page shows its contents.
const CONTENTS_FROM: usize = 3;

/// The template of a page: its own, else by what it is. One that the theme does not have has been reported already.
pub(super) fn template<'p>(page: &'p Page, names: &ThemeNames) -> &'p str {
    let own = page.document.as_ref().and_then(|document| document.front_matter.template.as_ref());
    match own.filter(|template| names.templates.contains(&template.value)) {
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

/// What all pages share.
pub(super) fn book(site: &Site) -> BookContext {
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
        register: None,
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

fn asset(path: &str) -> AssetContext {
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
            title: shown_title(page, site),
            title_id: title_id(page),
            description: page.description().map(str::to_owned),
            path: page.address.clone(),
            content: Value::safe_string(&content),
            breadcrumbs: breadcrumbs(site, page, words),
            navigation: Value::safe_string(&navigation),
            contents: page
                .document
                .as_ref()
                .map_or_else(Vec::new, |document| contents(&document.facts.headings)),
            children: children(site, page),
            previous: page.previous.map(|previous| page_link(site, page, previous)),
            next: page.next.map(|next| page_link(site, page, next)),
            kind: kind(site, page),
            owners: page.owners.iter().map(|owner| owner_context(site, owner)).collect(),
            review: review(site, page, words),
            control: control(site, page, words),
            tags: front_matter(page).map_or_else(Vec::new, |front_matter| texts(&front_matter.tags)),
            supports: page.references.supports.iter().map(|other| page_link(site, page, *other)).collect(),
            supported_by: page
                .references
                .supported_by
                .iter()
                .map(|other| page_link(site, page, *other))
                .collect(),
            edit_url: edit_url(site, page),
            report_url: report_url(site, page),
            email_href: email_href(site, page),
            extra: extra(page),
        },
    };
    Outcome::new(view, findings)
}

/// The title, and the book's for the home page that nobody wrote.
fn shown_title(page: &Page, site: &Site) -> String {
    match (page.address.as_str(), &page.document) {
        ("", None) => site.config.book.title.clone(),
        _ => page.title.clone(),
    }
}

fn title_id(page: &Page) -> Option<String> {
    let headings = &page.document.as_ref()?.facts.headings;
    headings.iter().find(|heading| heading.place == HeadingPlace::Title).map(|heading| heading.id.clone())
}

fn front_matter(page: &Page) -> Option<&FrontMatter> {
    page.document.as_ref().map(|document: &std::sync::Arc<Document>| &document.front_matter)
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
    LinkContext { text: shown_title(to, site), href: relative(&from.address, &to.address) }
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

fn kind(site: &Site, page: &Page) -> Option<KindContext> {
    let id = page.kind.as_ref()?;
    let label = site.config.kinds.get(id).map_or(id, |kind| &kind.label);
    Some(KindContext { id: id.clone(), label: label.clone() })
}

fn owner_context(site: &Site, owner: &PageOwner) -> OwnerContext {
    let declared = match owner {
        PageOwner::Declared(id) => site.config.owners.get(id),
        PageOwner::Named(_) => None,
    };
    match (owner, declared) {
        (_, Some(owner)) => {
            OwnerContext { name: owner.name.clone(), email: owner.email.clone(), slack: owner.slack.clone() }
        }
        (PageOwner::Declared(name) | PageOwner::Named(name), None) => {
            OwnerContext { name: name.clone(), email: None, slack: None }
        }
    }
}

/// The headings of the second level with those of the third below them; nothing on a short page.
fn contents(headings: &[Heading]) -> Vec<ContentsEntry> {
    let mut entries: Vec<ContentsEntry> = Vec::new();
    for heading in headings.iter().filter(|heading| heading.place == HeadingPlace::Body) {
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

fn review(site: &Site, page: &Page, words: &Words) -> ReviewContext {
    let config = &site.config.review;
    let fields = front_matter(page).map(|front_matter| &front_matter.review);
    let shown_by = |by: Option<&Spanned<String>>| text(by.filter(|_| config.show_reviewer));
    let mut history: Vec<_> = fields.map_or(&[][..], |fields| &fields.history).iter().collect();
    history.sort_by_key(|entry| std::cmp::Reverse(entry.on.value));
    let entry = |entry: &&crate::parse::HistoryEntry| HistoryContext {
        on: words.date(entry.on.value),
        by: shown_by(entry.by.as_ref()),
        outcome: entry.outcome.map(outcome),
        note: text(entry.note.as_ref()),
    };
    ReviewContext {
        state: page.review.state.as_str(),
        badge: config.badge.as_str(),
        last_reviewed: page.review.last_reviewed.map(|date| words.date(date)),
        due: page.review.due.map(|date| words.date(date)),
        reviewed_by: shown_by(fields.and_then(|fields| fields.reviewed_by.as_ref())),
        updated_since: false,
        history: history.iter().map(entry).collect(),
        due_soon_days: i64::from(config.due_soon),
        time_zone: site.config.site.time_zone.clone(),
    }
}

fn outcome(outcome: SignOffOutcome) -> &'static str {
    match outcome {
        SignOffOutcome::NoChange => "no-change",
        SignOffOutcome::Changed => "changed",
        SignOffOutcome::Minor => "minor",
        SignOffOutcome::Withdraw => "withdraw",
    }
}

fn control(site: &Site, page: &Page, words: &Words) -> ControlContext {
    let fields = front_matter(page).map(|front_matter| &front_matter.control);
    let field =
        |read: fn(&crate::parse::ControlFields) -> Option<&Spanned<String>>| text(fields.and_then(read));
    let date = |read: fn(&crate::parse::ControlFields) -> Option<&Spanned<jiff::civil::Date>>| {
        fields.and_then(read).map(|date| words.date(date.value))
    };
    let link = |target: Option<&Target>, written: Option<String>| {
        let target = target?;
        let title = match target {
            Target::Page { page, .. } => Some(site.page(*page).title.clone()),
            _ => written,
        };
        Some(LinkContext { text: title?, href: href(site, &page.address, target)? })
    };
    let references = &page.references;
    ControlContext {
        status: match page.status() {
            Status::Draft => "draft",
            Status::Live => "live",
            Status::Withdrawn => "withdrawn",
            Status::Superseded => "superseded",
        },
        version: field(|fields| fields.version.as_ref()),
        approved_by: field(|fields| fields.approved_by.as_ref()),
        approved_on: date(|fields| fields.approved_on.as_ref()),
        effective_on: date(|fields| fields.effective_on.as_ref()),
        impact_assessment: link(
            references.impact_assessment.as_ref(),
            field(|fields| fields.impact_assessment.as_ref()),
        ),
        replaces: link(references.replaces.as_ref(), field(|fields| fields.replaces.as_ref())),
        superseded_by: references.superseded_by.map(|other| page_link(site, page, other)),
    }
}

/// Where the page is edited at the git host.
fn edit_url(site: &Site, page: &Page) -> Option<String> {
    let document = page.document.as_ref()?;
    if let Some(url) = &document.front_matter.source_url {
        return Some(url.value.clone());
    }
    let config = &site.config;
    let repository = config.site.repository.as_ref()?;
    let edit = if repository.contains("gitlab") { "-/edit" } else { "edit" };
    let path = encoded(&format!("{}/{}", config.book.src.value, document.source.path));
    Some(format!("{repository}/{edit}/{}/{path}", config.site.branch))
}

/// Where a problem is reported: not everybody has an account at the git host, so the book's own address first.
fn report_url(site: &Site, page: &Page) -> Option<String> {
    let subject = encoded(&page.title).replace('+', "%2B");
    if let Some(feedback) = &site.config.site.feedback {
        let is_plain_mail = feedback.starts_with("mailto:") && !feedback.contains('?');
        return Some(if is_plain_mail { format!("{feedback}?subject={subject}") } else { feedback.clone() });
    }
    let repository = site.config.site.repository.as_ref()?;
    Some(format!("{repository}/issues/new?title={subject}"))
}

fn email_href(site: &Site, page: &Page) -> Option<String> {
    let address = site.permalink(&page.address)?;
    let parameter = |text: &str| encoded(text).replace('/', "%2F").replace('+', "%2B");
    Some(format!("mailto:?subject={}&body={}", parameter(&page.title), parameter(&address)))
}

/// `extra` as templates see it.
fn extra(page: &Page) -> Value {
    let entries = front_matter(page).map_or(&[][..], |front_matter| &front_matter.extra);
    map(entries)
}

fn map(entries: &[(Spanned<String>, Node)]) -> Value {
    let entries: BTreeMap<String, Value> =
        entries.iter().map(|(key, node)| (key.value.clone(), value(node))).collect();
    Value::from(entries)
}

/// Plain scalars become what they look like to everybody; all else stays text.
fn value(node: &Node) -> Value {
    match &node.value {
        tree::Value::Empty => Value::none(),
        tree::Value::Text { text, quoted: false } | tree::Value::Literal(text) => match text.as_str() {
            "true" => Value::from(true),
            "false" => Value::from(false),
            text => match text.parse::<i64>() {
                Ok(number) if number.to_string() == text => Value::from(number),
                _ => Value::from(text),
            },
        },
        tree::Value::Text { text, .. } => Value::from(text.as_str()),
        tree::Value::List(items) => Value::from(items.iter().map(value).collect::<Vec<_>>()),
        tree::Value::Map(entries) => map(entries),
    }
}

/// All pages by title.
pub(super) fn a_to_z(renderer: &Renderer<'_>) -> AToZView {
    let site = renderer.site;
    let mut letters: BTreeMap<String, Vec<ListedPage>> = BTreeMap::new();
    let mut ids: Vec<PageId> = site.page_ids().filter(|id| site.page(*id).in_navigation()).collect();
    ids.sort_by_cached_key(|id| {
        (shown_title(site.page(*id), site).to_lowercase(), site.page(*id).address.clone())
    });
    for id in ids {
        let page = site.page(id);
        let title = shown_title(page, site);
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

pub(super) fn not_found(renderer: &Renderer<'_>) -> NotFoundView {
    let frame = own_frame(renderer, "404.html", renderer.site.base_path().to_owned());
    NotFoundView { frame: FrameView { canonical: None, noindex: true, ..frame } }
}

pub(super) fn redirect(renderer: &Renderer<'_>, id: PageId, old_path: &str) -> RedirectView {
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
