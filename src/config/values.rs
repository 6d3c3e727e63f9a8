//! Values of `book.toml` that have a form of their own: addresses, languages, colours, levels.

use std::ops::Range;

use super::{MenuLink, MenuTarget, SiteUrl};
use crate::diagnostic::{Code, Level, Levels, Severity, nearest};
use crate::review::{self, Cadence, Mistake};
use crate::source::Spanned;
use crate::strategy::{RequiredSection, SectionRole};
use crate::tree::{Fields, Node, Reader, Value};

/// The front-matter fields that `require` under `[review]` and of a kind may name.
const REQUIRABLE: [&str; 13] = [
    "approved_by",
    "approved_on",
    "description",
    "effective_on",
    "impact_assessment",
    "kind",
    "last_reviewed_on",
    "next_review_on",
    "owner",
    "review_in",
    "reviewed_by",
    "tags",
    "version",
];

/// Each word of a group is worked into the index wherever another one stands: what a group may hold.
const MOST_SYNONYMS: usize = 50;

/// Nobody searches for more at once; in characters.
const LONGEST_SYNONYM: usize = 200;

pub(super) fn site_url(reader: &Reader, node: &Node) -> Option<SiteUrl> {
    let text = reader.text(node)?;
    let mut url = parse_site_url(&text.value);
    if let Some(url) = &mut url {
        url.span = text.span.clone();
    }
    if url.is_none() {
        let message = format!("`{}` is not the address of a site", text.value);
        let with_scheme = format!("https://{}", text.value);
        let help = match parse_site_url(&with_scheme).filter(|url| url.origin.contains('.')) {
            Some(url) => format!("write `{}{}`", url.origin, url.base_path),
            None => "write one such as `https://example.github.io/playbook/`".to_owned(),
        };
        reader.invalid(text.span, message, help);
    }
    url
}

pub(crate) fn parse_site_url(text: &str) -> Option<SiteUrl> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    let (host, path) = match text[scheme.len()..].split_once('/') {
        Some((host, path)) => (host, path.trim_end_matches('/')),
        None => (&text[scheme.len()..], ""),
    };
    let plain_host =
        !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:[]".contains(c));
    let plain_path = path.chars().all(|c| c.is_ascii_alphanumeric() || "/-._~%".contains(c));
    (plain_host && plain_path && !path.split('/').any(|part| part == "..")).then(|| SiteUrl {
        span: 0..0,
        origin: format!("{scheme}{host}"),
        base_path: if path.is_empty() { "/".to_owned() } else { format!("/{path}/") },
    })
}

/// `https:`, `http:` and, for people who write, `mailto:`.
pub(super) fn address(reader: &Reader, node: &Node) -> Option<String> {
    let text = reader.text(node)?;
    if ["https://", "http://", "mailto:"].iter().any(|scheme| text.value.starts_with(scheme)) {
        return Some(text.value);
    }
    let help = if text.value.contains('@') {
        format!("write `mailto:{}`", text.value)
    } else {
        format!("write `https://{}` if it is a site, or `mailto:` and an e-mail address", text.value)
    };
    reader.invalid(text.span, format!("`{}` is not an address", text.value), help);
    None
}

/// Where the book is kept at its git host.
pub(super) fn repository(reader: &Reader, node: &Node) -> Option<String> {
    let text = reader.text(node)?;
    if ["https://", "http://"].iter().any(|scheme| text.value.starts_with(scheme)) {
        return Some(text.value.trim_end_matches('/').to_owned());
    }
    let host = text.value.split('/').next().unwrap_or_default();
    let help = match (text.value.matches('/').count(), host.contains(['.', '@', ':'])) {
        (1, false) => format!("write `https://github.com/{}` if it is on GitHub", text.value),
        _ => "write its address in a browser, such as `https://github.com/example/playbook`".to_owned(),
    };
    reader.invalid(text.span, format!("`{}` is not the address of a repository", text.value), help);
    None
}

/// The host name of the site, for `CNAME`.
pub(super) fn host_name(reader: &Reader, node: &Node) -> Option<String> {
    let text = reader.text(node)?;
    if is_host_name(&text.value) {
        return Some(text.value);
    }
    let host = text.value.split_once("://").map_or(text.value.as_str(), |(_, rest)| rest);
    let host = host.split('/').next().unwrap_or_default();
    let help = if is_host_name(host) {
        format!("write `{host}`")
    } else {
        "write one such as `playbook.example.gov.uk`, without `https://`".to_owned()
    };
    reader.invalid(text.span, format!("`{}` is not a host name", text.value), help);
    None
}

fn is_host_name(text: &str) -> bool {
    let label = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    text.contains('.') && text.split('.').all(label)
}

pub(super) fn time_zone(reader: &Reader, node: &Node) -> Option<String> {
    let text = reader.text(node)?;
    if review::is_time_zone(&text.value) {
        return Some(text.value);
    }
    let message = format!("`{}` is not a time zone", text.value);
    reader.invalid(text.span, message, "write an IANA name such as `Europe/London`");
    None
}

/// A folder inside the book, from its root.
pub(super) fn folder(reader: &Reader, node: &Node) -> Option<Spanned<String>> {
    let text = reader.text(node)?;
    let path = text.value.as_str();
    let outside =
        path.starts_with('/') || path.contains(['\\', '\0']) || path.split('/').any(|part| part == "..");
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    if outside || path.is_empty() {
        let message = format!("`{}` is not a folder of the book", text.value);
        reader.invalid(text.span, message, "write a path from the folder of `book.toml`, such as `content`");
        return None;
    }
    let plain = if parts.is_empty() { ".".to_owned() } else { parts.join("/") };
    Some(Spanned::new(plain, text.span))
}

/// Contents show headings of the second and the third level, or none.
pub(super) fn contents_level(reader: &Reader, node: &Node) -> Option<u8> {
    let level = reader.integer(node)?;
    let level = u8::try_from(level).ok().filter(|level| (1..=3).contains(level));
    if level.is_none() {
        reader.invalid(
            node.span.clone(),
            "contents go down to headings of level 1, 2 or 3",
            "write 3 for all that they can show, and 1 for none",
        );
    }
    level
}

pub(super) fn cadence(reader: &Reader, node: &Node) -> Option<Cadence> {
    let text = reader.text(node)?;
    understood(reader, text.span, Cadence::parse(&text.value))
}

pub(super) fn days(reader: &Reader, node: &Node) -> Option<u32> {
    let text = reader.text(node)?;
    understood(reader, text.span, review::parse_days(&text.value))
}

fn understood<T>(reader: &Reader, span: Range<usize>, parsed: Result<T, Mistake>) -> Option<T> {
    parsed.map_err(|mistake| reader.invalid(span, mistake.message, mistake.help)).ok()
}

pub(super) fn requirable(reader: &Reader, node: &Node) -> Option<Spanned<String>> {
    let choices = REQUIRABLE.map(|field| (field, ()));
    reader.choice(node, &choices)?;
    reader.text(node)
}

pub(super) fn menu_link(reader: &Reader, node: &Node) -> Option<MenuLink> {
    let mut fields = reader.fields(node)?;
    let text = fields.text("text");
    let url = fields.with("url", address);
    let page = fields.text("page");
    fields.refuse_unknown();
    let target = match (url, page) {
        (Some(url), None) => MenuTarget::Url(url),
        (None, Some(page)) => MenuTarget::Page(page),
        _ => {
            let help =
                "write `{ text = \"…\", url = \"https://…\" }` or `{ text = \"…\", page = \"privacy.md\" }`";
            reader.invalid(node.span.clone(), "a link leads either to a `url` or to a `page`", help);
            return None;
        }
    };
    if text.is_none() {
        reader.invalid(node.span.clone(), "this link has no `text`", "add `text = \"…\"`: what readers see");
    }
    Some(MenuLink { text: text?.value, target })
}

/// A section of a kind: its heading alone, or a table with more about it.
pub(super) fn required_section(reader: &Reader, node: &Node) -> Option<RequiredSection> {
    if !matches!(node.value, Value::Map(_)) {
        let heading = reader.text(node)?.value;
        return Some(RequiredSection { heading, also: Vec::new(), role: None });
    }
    let mut fields = reader.fields(node)?;
    let heading = fields.text("heading");
    let section = RequiredSection {
        heading: heading.as_ref().map(|text| text.value.clone()).unwrap_or_default(),
        also: values(fields.texts("also")),
        role: fields.choice("role", &[("checklist", SectionRole::Checklist)]),
    };
    fields.refuse_unknown();
    if heading.is_none() {
        reader.invalid(node.span.clone(), "this section has no `heading`", "add `heading = \"…\"`");
    }
    heading.map(|_| section)
}

/// `[lint]`: a level for each code; codes of later versions are not known, so a slip is always noticed.
pub(super) fn levels(fields: &mut Fields) -> Levels {
    let mut levels = Levels::default();
    let choices = [
        ("off", Level::Off),
        ("note", Level::At(Severity::Note)),
        ("warn", Level::At(Severity::Warning)),
        ("error", Level::At(Severity::Error)),
    ];
    let reader = fields.reader();
    for (name, node) in fields.own_keys().iter().filter(|(name, _)| name.value != "terms") {
        match Code::from_name(&name.value) {
            None => unknown_code(reader, name),
            Some(code) if code.rule().fixed => {
                let severity = code.rule().severity.as_str();
                let article = if severity == "error" { "an" } else { "a" };
                let message = format!("`{}` is always {article} {severity}", name.value);
                let help =
                    "remove the line: without what this finding is about, nothing true can be published";
                reader.invalid(name.span.clone(), message, help);
            }
            Some(code) => {
                if let Some(level) = reader.choice(node, &choices) {
                    levels.set(code, level);
                }
            }
        }
    }
    levels
}

fn unknown_code(reader: &Reader, name: &Spanned<String>) {
    let names = Code::ALL.iter().map(|code| code.as_str());
    let help = match nearest(&name.value, names) {
        Some(known) => format!("did you mean `{known}`?"),
        None => "write a code that a finding shows in brackets; `duly explain` lists them all".to_owned(),
    };
    let message = format!("`{}` is not the code of a finding", name.value);
    reader.report(reader.finding(Code::ConfigUnknownKey, name.span.clone(), message).help(help));
}

/// A group of words that find each other.
pub(super) fn synonyms(reader: &Reader, node: &Node) -> Option<Vec<String>> {
    let items = reader.items(node);
    if items.len() > MOST_SYNONYMS {
        let message = format!("this group has {} words, and the most are {MOST_SYNONYMS}", items.len());
        reader.invalid(node.span.clone(), message, "make groups of the words that really mean the same");
        return None;
    }
    let word = |item| {
        let text = reader.text(item)?;
        if text.value.chars().count() <= LONGEST_SYNONYM {
            return Some(text.value);
        }
        let message = format!("this synonym is longer than {LONGEST_SYNONYM} characters");
        reader.invalid(text.span, message, "write the few words that somebody would search for");
        None
    };
    Some(items.iter().filter_map(word).collect())
}

/// Texts without their places.
pub(super) fn values(texts: Vec<Spanned<String>>) -> Vec<String> {
    texts.into_iter().map(|text| text.value).collect()
}
