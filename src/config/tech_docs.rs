//! `config/tech-docs.yml` of the GOV.UK tech-docs template as a [`Config`], so that its sites build as they are.
//!
//! Nothing in that file keeps a site from being built: what is of no use here, or not understood, is named in one note.

use std::ops::Range;
use std::sync::Arc;

use super::read::defaults;
use super::values::parse_site_url;
use super::{Badge, Config, Dialect, HeadingIds, MenuLink, MenuTarget, Redirect, SiteUrl};
use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::source::{SourceFile, Spanned};
use crate::tree::{Node, Value, yaml};

/// What a site is called that does not say.
const UNNAMED: &str = "Documentation";

/// The settings that mean nothing here on purpose: Duly has its own way for all that they ask for.
const WITHOUT_MEANING: [&str; 6] = [
    "service_link",
    "show_govuk_logo",
    "multipage_nav",
    "collapsible_nav",
    "owner_slack_workspace",
    "relative_links",
];

/// Reads the settings of a tech-docs site.
pub fn read(file: &Arc<SourceFile>) -> Outcome<Option<Config>> {
    let Outcome { value, findings } = yaml::parse(file, file.start()..file.text().len());
    // To Ruby the last one of them counts.
    let (repeated, mut findings): (Vec<_>, Vec<_>) =
        findings.into_iter().partition(|finding| finding.code == Code::FrontMatterDuplicateKey);
    for finding in &mut findings {
        finding.code = Code::ConfigSyntax;
        finding.severity = finding.code.rule().severity;
    }
    let Some(node) = value else { return Outcome::new(None, findings) };
    let entries = match node.value {
        Value::Map(entries) => entries,
        _ => Vec::new(),
    };
    let repeated = repeated.into_iter().map(|finding| finding.place.span);
    let ignored = repeated.map(|span| Spanned::new(file.text()[span.clone()].to_owned(), span)).collect();
    let mut settings = Settings { config: start(file), ignored };
    for (key, node) in &entries {
        settings.take(key, node);
    }
    settings.without_base_path();
    // Without the banner its pages have no links to the repository either.
    if !entries.iter().any(|(key, node)| key.value == "show_contribution_banner" && is_true(node)) {
        settings.config.site.repository = None;
    }
    findings.extend(note(file, &settings.ignored));
    Outcome::new(Some(settings.config), findings)
}

/// What holds for every tech-docs site.
fn start(file: &Arc<SourceFile>) -> Config {
    let mut config = defaults(file);
    UNNAMED.clone_into(&mut config.book.title);
    "source".clone_into(&mut config.book.src.value);
    config.markdown.heading_ids = HeadingIds::TechDocs;
    config.search.enabled = false;
    config.dialect = Dialect::TechDocs;
    config
}

struct Settings {
    config: Config,
    /// The keys that nothing came of.
    ignored: Vec<Spanned<String>>,
}

impl Settings {
    fn take(&mut self, key: &Spanned<String>, node: &Node) {
        // A setting that is left empty sets nothing, in the template as well.
        let is_empty = text(node).is_some_and(str::is_empty) || node.value == Value::Empty;
        if is_empty || WITHOUT_MEANING.contains(&key.value.as_str()) {
            return;
        }
        if self.set(&key.value, node).is_none() {
            self.ignored.push(key.clone());
        }
    }

    /// Below a folder of its host a site names its own pages with that folder in front.
    fn without_base_path(&mut self) {
        let Config { site, redirects, .. } = &mut self.config;
        let Some(url) = &site.url else { return };
        let pages = site.header_links.iter_mut().chain(&mut site.footer_links);
        let pages = pages.filter_map(|link| match &mut link.target {
            MenuTarget::Page(page) => Some(page),
            MenuTarget::Url(_) => None,
        });
        for path in pages.chain(redirects.iter_mut().map(|redirect| &mut redirect.to)) {
            path.value = url.below_base(&path.value).to_owned();
        }
    }

    /// Takes a setting over; nothing when it is not known or not understood.
    fn set(&mut self, key: &str, node: &Node) -> Option<()> {
        let Config { book, site, review, search, redirects, .. } = &mut self.config;
        match key {
            "service_name" => text(node)?.clone_into(&mut book.title),
            "description" => book.description = Some(text(node)?.to_owned()),
            "host" => {
                let mut url = host(text(node)?)?;
                url.span = node.span.clone();
                site.url = Some(url);
            }
            "phase" => site.phase = Some(text(node)?.to_owned()),
            "header_links" => site.header_links = links(node)?,
            "footer_links" => site.footer_links = links(node)?,
            "prevent_indexing" => site.noindex = boolean(node)?,
            "github_repo" => {
                site.repository = Some(repository(text(node)?)?);
            }
            "github_branch" => text(node)?.clone_into(&mut site.branch),
            "show_contribution_banner" => drop(boolean(node)?),
            "default_owner_slack" => {
                review.default_owner = Some(Spanned::new(text(node)?.to_owned(), node.span.clone()));
            }
            // The template then tells when a page was reviewed, and not that it is overdue.
            "show_expiry" => review.badge = if boolean(node)? { review.badge } else { Badge::Dates },
            "show_review_banner" => review.badge = if boolean(node)? { review.badge } else { Badge::None },
            "enable_search" => search.enabled = boolean(node)?,
            "max_toc_heading_level" => {
                site.contents_level = text(node)?.parse::<u8>().ok()?.clamp(1, 3);
            }
            "redirects" => {
                *redirects = pairs(node)?.into_iter().map(|(from, to)| Redirect { from, to }).collect();
            }
            // Where the template writes a problem report, unless it is the list of issues.
            "source_urls" => {
                let (_, address) =
                    pairs(node)?.into_iter().find(|(key, _)| key.value == "report_issue_url")?;
                site.feedback = Some(is_elsewhere(&address.value).then_some(address.value)?);
            }
            _ => return None,
        }
        Some(())
    }
}

fn text(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Text { text, .. } | Value::Literal(text) => Some(text.trim()),
        _ => None,
    }
}

fn boolean(node: &Node) -> Option<bool> {
    node.value.as_yes_or_no()
}

fn is_true(node: &Node) -> bool {
    boolean(node) == Some(true)
}

/// The address of the site. The template's own example names the host alone, and many sites do so.
fn host(text: &str) -> Option<SiteUrl> {
    let is_name = !text.contains("://") && text.split('/').next().is_some_and(|host| host.contains('.'));
    if is_name { parse_site_url(&format!("https://{text}")) } else { parse_site_url(text) }
}

/// The address of the repository `owner/name`.
fn repository(text: &str) -> Option<String> {
    let plain =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    let path = text.strip_prefix("https://github.com/").unwrap_or(text).trim_end_matches('/');
    let (owner, name) = path.trim_end_matches(".git").split_once('/')?;
    (plain(owner) && plain(name)).then(|| format!("https://github.com/{owner}/{name}"))
}

fn is_elsewhere(address: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
}

/// The entries of a map of texts, or of a list of such maps.
fn pairs(node: &Node) -> Option<Vec<(Spanned<String>, Spanned<String>)>> {
    match &node.value {
        Value::List(items) => Some(items.iter().filter_map(pairs).flatten().collect()),
        Value::Map(entries) => {
            let pair = |(key, node): &(Spanned<String>, Node)| {
                Some((key.clone(), Spanned::new(text(node)?.to_owned(), node.span.clone())))
            };
            Some(entries.iter().filter_map(pair).collect())
        }
        _ => None,
    }
}

fn links(node: &Node) -> Option<Vec<MenuLink>> {
    let link = |(text, to): (Spanned<String>, Spanned<String>)| {
        let is_url = is_elsewhere(&to.value);
        let target = if is_url { MenuTarget::Url(to.value) } else { MenuTarget::Page(to) };
        MenuLink { text: text.value, target }
    };
    Some(pairs(node)?.into_iter().map(link).collect())
}

/// One note for all settings that nothing came of.
fn note(file: &Arc<SourceFile>, ignored: &[Spanned<String>]) -> Option<Diagnostic> {
    let first: Range<usize> = ignored.first()?.span.clone();
    let names: Vec<String> = ignored.iter().map(|key| format!("`{}`", key.value)).collect();
    let message = match &names[..] {
        [one] => format!("the setting {one} is not used"),
        _ => format!("these settings are not used: {}", names.join(", ")),
    };
    let mut finding = Diagnostic::new(Code::TechDocsSetting, file, first, message)
        .help("nothing has to be done: the site is the same without them");
    for key in &ignored[1..] {
        finding = finding.also(file, key.span.clone(), "");
    }
    Some(finding)
}
