//! `[site]`: where the site is published, and what stands around its pages.

use crate::source::Spanned;

/// `[site]`
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SiteConfig {
    /// Where the site is published; without it there are no canonical links and no sitemap.
    pub url: Option<SiteUrl>,
    /// Address of the repository at its git host.
    pub repository: Option<String>,
    /// Whether pages link to the form that records a review and to the git host's editor for a new page; `false`
    /// unless set.
    pub contribute_links: bool,
    /// The branch on which "edit this page" edits; `main` unless set.
    pub branch: String,
    /// The host name for GitHub Pages' `CNAME` file.
    pub cname: Option<String>,
    /// The identifier of a licence that Duly can name, any other text, or `none`.
    pub licence: Option<String>,
    /// Who is named in the footer.
    pub copyright: Option<String>,
    /// IANA name; `Europe/London` unless set.
    pub time_zone: String,
    /// The phase banner of every page that has none of its own: `beta` …
    pub phase: Option<String>,
    /// The sentence beside `phase`.
    pub phase_text: Option<String>,
    /// Where problems are reported: `https:`, `http:` or `mailto:`.
    pub feedback: Option<String>,
    /// Links beside the sections, at the top of every page.
    pub header_links: Vec<MenuLink>,
    /// Links at the foot of every page.
    pub footer_links: Vec<MenuLink>,
    /// Whether search engines are asked to leave the whole site out; `false` unless set.
    pub noindex: bool,
    /// Headings down to this level are in the contents of a page; 3 unless set, and never more.
    pub contents_level: u8,
}

/// The public address of the site.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SiteUrl {
    /// Where `book.toml` says it.
    pub span: std::ops::Range<usize>,
    /// `https://example.github.io`, without a slash at its end.
    pub origin: String,
    /// `/playbook/`: begins and ends with a slash.
    pub base_path: String,
}

impl SiteUrl {
    /// The absolute address of a path below the site's root that has no leading slash.
    pub fn join(&self, path: &str) -> String {
        format!("{}{}{path}", self.origin, self.base_path)
    }

    /// A path from the root of the host, as one from the root of the site.
    pub fn below_base<'p>(&self, path: &'p str) -> &'p str {
        match path.strip_prefix(self.base_path.trim_end_matches('/')) {
            Some("") if !path.is_empty() => "/",
            Some(below) if below.starts_with('/') => below,
            _ => path,
        }
    }
}

/// A link of the header or the footer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MenuLink {
    /// What readers see.
    pub text: String,
    /// Where it leads.
    pub target: MenuTarget,
}

/// Where a link of the header or the footer leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MenuTarget {
    /// An address of another site: `https:`, `http:` or `mailto:`.
    Url(String),
    /// A page of the book, as the path of its file below `src`.
    Page(Spanned<String>),
}
