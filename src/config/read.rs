//! From the text of `book.toml` to a [`Config`].

use std::collections::BTreeMap;
use std::sync::Arc;

use super::tokens::tokens;
use super::values::{
    address, cadence, contents_level, days, folder, host_name, levels, menu_link, repository, requirable,
    required_section, site_url, synonyms, time_zone, values,
};
use super::{
    Badge, BookConfig, BuildConfig, CommitmentsConfig, Config, Dialect, GlossaryConfig, HeadingIds,
    LintConfig, MarkdownConfig, Owner, PublishCommitments, RawHtml, Redirect, Register, ReviewConfig,
    SearchConfig, SectionDefaults, SiteConfig, ThemeConfig,
};
use crate::diagnostic::{Code, Outcome, nearest};
use crate::source::{SourceFile, Spanned};
use crate::strategy::Kind;
use crate::tree::{Codes, Fields, Node, Reader, Value, toml};

const CODES: Codes = Codes {
    invalid_value: Code::ConfigInvalidValue,
    empty_value: Code::ConfigInvalidValue,
    unknown_key: Code::ConfigUnknownKey,
};

/// Reads a `book.toml`. A value that is wrong is left at its default, so that everything else can be looked at
/// too; the findings then hold an error. Nothing comes of a file that is not TOML: what stands behind a syntax
/// error is often misread, and its mistakes would only confuse.
pub fn read(file: &Arc<SourceFile>) -> Outcome<Option<Config>> {
    let Outcome { value: node, findings } = toml::parse(file, Code::ConfigSyntax);
    if !findings.is_empty() {
        return Outcome::new(None, findings);
    }
    let reader = Reader::new(file, CODES);
    let config = reader.fields(&node).map(|mut root| {
        let config = config(file, &mut root);
        root.refuse_unknown();
        check_names(&config, &reader);
        config
    });
    Outcome::new(config, reader.into_findings())
}

/// What holds for a book that sets nothing; `file` is the one that its settings come from.
pub fn defaults(file: &Arc<SourceFile>) -> Config {
    let reader = Reader::new(file, CODES);
    let nothing = Node { span: 0..0, value: Value::Map(Vec::new()) };
    config(file, &mut reader.fields(&nothing).expect("it is a map"))
}

fn config(file: &Arc<SourceFile>, root: &mut Fields) -> Config {
    let declared = root.tables("kinds", kind);
    Config {
        file: Arc::clone(file),
        book: root.section("book", book),
        build: root.section("build", |fields| BuildConfig {
            build_dir: fields.with("build-dir", folder).unwrap_or_else(|| default_text("_site")),
            register_dir: fields.with("register-dir", folder).unwrap_or_else(|| default_text("_register")),
        }),
        site: root.section("site", site),
        review: root.section("review", review),
        owners: named(root.tables("owners", owner)),
        sections: sections(root),
        declares_kinds: !declared.is_empty(),
        kinds: kinds(declared),
        commitments: root.section("commitments", commitments),
        glossary: root
            .section("glossary", |fields| GlossaryConfig { links: fields.boolean("links").unwrap_or(true) }),
        theme: root.section("theme", |fields| ThemeConfig {
            name: fields.text("name").unwrap_or_else(|| default_text("civic")),
            tokens: tokens(fields),
            logo: fields.text("logo"),
        }),
        markdown: root.section("markdown", markdown),
        lint: root.section("lint", |fields| LintConfig {
            levels: levels(fields),
            terms: fields.section("terms", terms),
        }),
        search: root.section("search", |fields| SearchConfig {
            enabled: fields.boolean("enabled").unwrap_or(true),
            synonyms: fields.list("synonyms", synonyms),
        }),
        ignored_keys: root.section("front-matter", |fields| values(fields.texts("ignore"))),
        redirects: root.section("redirects", redirects),
        dialect: Dialect::Duly,
    }
}

fn book(fields: &mut Fields) -> BookConfig {
    let title = fields.text("title");
    if title.is_none() && fields.node("title").is_none() {
        fields.missing(
            Code::ConfigMissingKey,
            "this book has no title",
            "write `title = \"…\"` under `[book]`",
        );
    }
    BookConfig {
        title: title.map(|text| text.value).unwrap_or_default(),
        description: value(fields.text("description")),
        language: fields.with("language", Reader::language).unwrap_or_else(|| default_text("en-GB")),
        src: fields.with("src", folder).unwrap_or_else(|| default_text("content")),
        authors: values(fields.texts("authors")),
    }
}

fn site(fields: &mut Fields) -> SiteConfig {
    SiteConfig {
        url: fields.with("url", site_url),
        repository: fields.with("repository", repository),
        contribute_links: fields.boolean("contribute-links").unwrap_or(false),
        branch: value(fields.text("branch")).unwrap_or_else(|| "main".to_owned()),
        cname: fields.with("cname", host_name),
        licence: value(fields.text("licence")),
        copyright: value(fields.text("copyright")),
        time_zone: fields.with("time-zone", time_zone).unwrap_or_else(|| "Europe/London".to_owned()),
        phase: value(fields.text("phase")),
        phase_text: value(fields.text("phase-text")),
        feedback: fields.with("feedback", address),
        header_links: fields.list("header-links", menu_link),
        footer_links: fields.list("footer-links", menu_link),
        noindex: fields.boolean("noindex").unwrap_or(false),
        contents_level: fields.with("contents-level", contents_level).unwrap_or(3),
    }
}

fn review(fields: &mut Fields) -> ReviewConfig {
    ReviewConfig {
        every: fields.with("every", cadence),
        due_soon: fields.with("due-soon", days).unwrap_or(30),
        grace: fields.with("grace", days).unwrap_or(0),
        require: fields.list("require", requirable),
        default_owner: fields.text("default-owner"),
        badge: fields
            .choice("badge", &[("state", Badge::State), ("dates", Badge::Dates), ("none", Badge::None)])
            .unwrap_or_default(),
        register: fields
            .choice("register", &[("public", Register::Public), ("private", Register::Private)])
            .unwrap_or_default(),
        show_reviewer: fields.boolean("show-reviewer").unwrap_or(true),
    }
}

fn owner(id: &Spanned<String>, fields: &mut Fields) -> Owner {
    Owner {
        name: value(fields.text("name")).unwrap_or_else(|| id.value.clone()),
        email: value(fields.text("email")),
        slack: value(fields.text("slack")),
        active: fields.boolean("active").unwrap_or(true),
        deputy: fields.text("deputy"),
    }
}

/// What a table does not say of a built-in kind stays as it is built in.
fn kind(id: &Spanned<String>, fields: &mut Fields) -> Kind {
    let built_in = Kind::built_in(&id.value);
    let label = built_in.as_ref().map_or(&id.value, |kind| &kind.label).clone();
    let has_sections = fields.entry("sections").is_some();
    let sections = fields.list("sections", required_section);
    Kind {
        label: value(fields.text("label")).unwrap_or(label),
        review_in: fields.with("review-in", cadence),
        sections: match built_in {
            Some(built_in) if !has_sections => built_in.sections,
            _ => sections,
        },
        require: fields.list("require", requirable),
        template: fields.text("template"),
    }
}

/// The kinds that the book declares, and the built-in ones beside them.
fn kinds(declared: Vec<(Spanned<String>, Kind)>) -> BTreeMap<String, Kind> {
    let built_in = Kind::built_in_ids().filter_map(|id| Some((id.to_owned(), Kind::built_in(id)?)));
    built_in.chain(named(declared)).collect()
}

fn sections(root: &mut Fields) -> BTreeMap<String, SectionDefaults> {
    let read = |_: &Spanned<String>, fields: &mut Fields| SectionDefaults {
        kind: fields.text("kind"),
        owner: fields.text("owner"),
        review_in: fields.with("review-in", cadence),
    };
    let trimmed =
        |(path, defaults): (Spanned<String>, _)| (path.value.trim_matches('/').to_owned(), defaults);
    root.tables("sections", read).into_iter().map(trimmed).collect()
}

fn commitments(fields: &mut Fields) -> CommitmentsConfig {
    let publish = [
        ("tracked", PublishCommitments::Tracked),
        ("always", PublishCommitments::Always),
        ("never", PublishCommitments::Never),
    ];
    CommitmentsConfig {
        lead_ins: values(fields.texts("lead-ins")),
        publish: fields.choice("publish", &publish).unwrap_or_default(),
        status_lasts: fields.with("status-lasts", cadence),
    }
}

fn markdown(fields: &mut Fields) -> MarkdownConfig {
    let raw_html = [("safe", RawHtml::Safe), ("allow", RawHtml::Allow), ("escape", RawHtml::Escape)];
    let heading_ids = [("github", HeadingIds::GitHub), ("tech-docs", HeadingIds::TechDocs)];
    MarkdownConfig {
        raw_html: fields.choice("raw-html", &raw_html).unwrap_or_default(),
        heading_ids: fields.choice("heading-ids", &heading_ids).unwrap_or_default(),
        smart_punctuation: fields.boolean("smart-punctuation").unwrap_or(false),
    }
}

fn terms(fields: &mut Fields) -> Vec<(Spanned<String>, String)> {
    let reader = fields.reader();
    let term = |(term, node): &(Spanned<String>, _)| Some((term.clone(), reader.text(node)?.value));
    fields.own_keys().iter().filter_map(term).collect()
}

fn redirects(fields: &mut Fields) -> Vec<Redirect> {
    let reader = fields.reader();
    let redirect =
        |(from, node): &(Spanned<String>, _)| Some(Redirect { from: from.clone(), to: reader.text(node)? });
    fields.own_keys().iter().filter_map(redirect).collect()
}

/// What names something else in the file must name something that is there.
fn check_names(config: &Config, reader: &Reader) {
    let owners = || config.owners.keys().map(String::as_str);
    let kinds = || config.kinds.keys().map(String::as_str);
    let deputies = config.owners.values().filter_map(|owner| owner.deputy.as_ref());
    let section_owners = config.sections.values().filter_map(|section| section.owner.as_ref());
    let named_owners = config.review.default_owner.iter().chain(deputies).chain(section_owners);
    if !config.owners.is_empty() {
        named_owners.for_each(|name| check_name(name, "owner", owners(), reader));
    }
    for name in config.sections.values().filter_map(|section| section.kind.as_ref()) {
        check_name(name, "kind", kinds(), reader);
    }
}

fn check_name<'a>(
    name: &Spanned<String>,
    what: &str,
    known: impl Iterator<Item = &'a str> + Clone,
    reader: &Reader,
) {
    if known.clone().any(|known| known == name.value) {
        return;
    }
    let help = match nearest(&name.value, known) {
        Some(known) => format!("did you mean `{known}`?"),
        None => format!("declare it: `[{what}s.{}]`", name.value),
    };
    let message = format!("there is no {what} `{}` in this book", name.value);
    reader.report(reader.finding(Code::ConfigUnknownName, name.span.clone(), message).help(help));
}

fn named<T>(tables: Vec<(Spanned<String>, T)>) -> BTreeMap<String, T> {
    tables.into_iter().map(|(name, value)| (name.value, value)).collect()
}

fn value(text: Option<Spanned<String>>) -> Option<String> {
    text.map(|text| text.value)
}

fn default_text(text: &str) -> Spanned<String> {
    Spanned::new(text.to_owned(), 0..0)
}
