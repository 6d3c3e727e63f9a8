//! What every page shows: the links of header and footer, and the logo.

use super::catalogue::{Catalogue, Found};
use super::{PageId, Site, Target};
use crate::config::{Config, MenuLink, MenuTarget};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::LinkKind;
use crate::source::Spanned;
use crate::strategy::ACCESSIBILITY_STATEMENT;

/// How many sections the header names; the home page leads to the others.
const MOST_SECTIONS: usize = 12;

/// The links and the picture that every page shows.
#[derive(Clone, Debug, Default)]
pub struct Menu {
    /// The own pages of the sections of the first level.
    pub sections: Vec<PageId>,
    /// Text and target of `[site] header-links`, those that lead nowhere left out.
    pub header: Vec<(String, Target)>,
    /// Text and target of `[site] footer-links`, those that lead nowhere left out.
    pub footer: Vec<(String, Target)>,
    /// Index of an asset.
    pub logo: Option<usize>,
    /// The accessibility statement.
    pub accessibility: Option<PageId>,
}

pub(super) fn build(site: &Site, catalogue: &Catalogue, findings: &mut Vec<Diagnostic>) -> Menu {
    let config = &site.config;
    let mut links = |links: &[MenuLink]| -> Vec<(String, Target)> {
        let link =
            |link: &MenuLink| Some((link.text.clone(), target(&link.target, config, catalogue, findings)?));
        links.iter().filter_map(link).collect()
    };
    let header = links(&config.site.header_links);
    let footer = links(&config.site.footer_links);
    let logo = config.theme.logo.as_ref().and_then(|logo| match catalogue.find("", &logo.value) {
        Found::Target(Target::Asset { asset, .. }) => Some(asset),
        found => {
            findings.push(missing(config, logo, found, (LinkKind::Image, catalogue)));
            None
        }
    });
    let top = &site.section(super::SectionId(0)).children;
    Menu {
        sections: top.iter().copied().filter(|id| site.page(*id).is_index).take(MOST_SECTIONS).collect(),
        header,
        footer,
        logo,
        accessibility: site
            .page_ids()
            .find(|id| site.page(*id).kind.as_deref() == Some(ACCESSIBILITY_STATEMENT)),
    }
}

/// Says so when readers of a public site are not led to an accessibility statement: public bodies of the United Kingdom
/// and of the European Union must publish one.
pub(super) fn report(site: &Site, findings: &mut Vec<Diagnostic>) {
    let Some(url) = site.config.site.url.as_ref().filter(|_| !site.config.site.noindex) else { return };
    let menu = &site.menu;
    let in_menu = menu.header.iter().chain(&menu.footer).any(|(text, _)| is_about_accessibility(text));
    let has_page = || site.pages.iter().any(|page| is_statement(&page.title));
    if menu.accessibility.is_some() || in_menu || has_page() {
        return;
    }
    let file = &site.config.file;
    let message = "this site is public and has no accessibility statement";
    let finding = Diagnostic::new(Code::SiteNoAccessibilityStatement, file, url.span.clone(), message);
    findings.push(finding.help(
        "write a page of the kind `accessibility-statement` (`duly new accessibility-statement \"Accessibility \
         statement\"`), or lead to a statement elsewhere with a link in `footer-links`",
    ));
}

fn is_about_accessibility(text: &str) -> bool {
    let text = text.to_lowercase();
    ["accessibility", "hygyrchedd"].iter().any(|word| text.contains(word))
}

fn is_statement(title: &str) -> bool {
    let title = title.to_lowercase();
    ["accessibility statement", "datganiad hygyrchedd"].iter().any(|words| title.contains(words))
}

fn target(
    target: &MenuTarget,
    config: &Config,
    catalogue: &Catalogue,
    findings: &mut Vec<Diagnostic>,
) -> Option<Target> {
    match target {
        MenuTarget::Url(url) => Some(Target::External(url.clone())),
        MenuTarget::Page(page) => match catalogue.find("", &page.value) {
            Found::Target(target @ (Target::Page { .. } | Target::Asset { .. } | Target::Site(_))) => {
                Some(target)
            }
            found => {
                findings.push(missing(config, page, found, (LinkKind::Link, catalogue)));
                None
            }
        },
    }
}

fn missing(
    config: &Config,
    link: &Spanned<String>,
    found: Found,
    (kind, catalogue): (LinkKind, &Catalogue),
) -> Diagnostic {
    let (what, code) = match kind {
        LinkKind::Link => ("page", Code::LinkMissingPage),
        LinkKind::Image => ("file", Code::LinkMissingFile),
    };
    let written = &link.value;
    let (message, help) = match found {
        Found::OtherCase(meant, _) => (
            format!("`{written}` differs from the name of the {what} in letter case"),
            Some(format!("write `{meant}`")),
        ),
        Found::Draft => (
            format!("`{written}` is a draft and not published"),
            Some("remove the link until it is".to_owned()),
        ),
        Found::MissingPage { path, .. } | Found::MissingFile { path, .. } => {
            let message = format!("there is no {what} `{written}` below {}/", config.book.src.value);
            (message, catalogue.meant(&path).map(|meant| format!("did you mean `{meant}`?")))
        }
        _ => (format!("`{written}` is not a {what} of this book"), None),
    };
    let otherwise =
        || format!("write the path of a {what} below {}/, or remove the line", config.book.src.value);
    Diagnostic::new(code, &config.file, link.span.clone(), message).help(help.unwrap_or_else(otherwise))
}
