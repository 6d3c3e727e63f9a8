//! What the site consists of: the path of every file that is to be written, and what it is.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::address::{folded, folder_of};
use super::alphabet::alphabet_address;
use super::catalogue::Catalogue;
use super::redirects::{self, Redirect, To};
use super::register_files::{self, RegisterFile};
use super::theme_assets::SEARCH_STYLE;
use super::{PageId, Site, page_finding};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::Document;

/// Where the script of the register finds every page.
pub const REGISTER_ROWS: &str = "review-register/pages.json";

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// A page of the book.
    Page(PageId),
    /// `a-z/index.html`, `a-z/2/index.html` …: all pages by title, by the index of the part in [`Site::alphabet`].
    AToZ(usize),
    /// A page of the review register or of owners, by its index in [`super::Register::listings`].
    Listing(usize),
    /// `review-register/pages.json`: what the script of those pages reads.
    RegisterRows,
    /// `search/index.html`: the page on which readers search.
    Search,
    /// `404.html`, which a server shows in the place of what is not there.
    NotFound,
    /// A page at an old address that leads to where a page is now.
    Redirect {
        /// The page that it leads to.
        page: PageId,
        /// The heading on it that is meant, without `#`.
        fragment: Option<String>,
    },
    /// A page at an old address that leads to this address of another site.
    RedirectAway(String),
    /// A file of the book, by its index in [`Site::assets`].
    Asset(usize),
    /// A file of the theme.
    ThemeAsset(String),
    /// `sitemap.xml`; only when the book has a `url`.
    Sitemap,
    /// `robots.txt`
    Robots,
    /// Tells GitHub Pages to serve the files as they are.
    NoJekyll,
    /// The host name of the site for GitHub Pages.
    Cname,
    /// A file that is made of the review register.
    Register(RegisterFile),
    /// `commitments/index.html`, `commitments/2/index.html` …: by the index of the part in
    /// [`super::Commitments::parts`].
    Commitments(usize),
    /// `maturity/index.html`, `maturity/2/index.html` …: by the index of the part in [`super::Checklists::parts`].
    Maturity(usize),
    /// A file that is made of the commitments.
    CommitmentsFile(CommitmentsFile),
}

/// A file that is made of the commitments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommitmentsFile {
    /// `commitments.csv`: a row for each of them.
    Table,
    /// `commitments.json`: the same with its types.
    Json,
}

/// Lists every output. An output that would take the place of another is an error; a redirect gives way.
pub(super) fn list(
    site: &Site,
    catalogue: &Catalogue,
    findings: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Output> {
    let mut outputs = Outputs::default();
    add_made(site, &mut outputs);
    for id in site.page_ids() {
        let page = site.page(id);
        if let (Err(other), Some(document)) =
            (outputs.add(page.output_path(), Output::Page(id)), &page.document)
        {
            findings.push(taken(document, &other, site));
        }
    }
    for (index, asset) in site.assets.iter().enumerate() {
        if let Err(other) = outputs.add(asset.path.clone(), Output::Asset(index)) {
            findings.push(taken_by_asset(site, index, &other));
        }
    }
    for redirect in redirects::wanted(site) {
        add_redirect(site, &redirect, catalogue, &mut outputs, findings);
    }
    outputs.listed.into_iter().collect()
}

#[derive(Default)]
struct Outputs {
    listed: Vec<(String, Output)>,
    /// The indices of outputs by their folded spelling, and of one output in each folder by that of the folder.
    folded: FxHashMap<String, usize>,
    folders: FxHashMap<String, usize>,
    /// The folded spelling of the folder of the output that was added last.
    latest_folder: String,
}

impl Outputs {
    /// Adds an output, unless its path is taken or is a folder of others, or one of its folders is a file; then
    /// gives what it is taken by.
    fn add(&mut self, path: String, output: Output) -> Result<(), Output> {
        let key = folded(&path);
        let folder = folder_of(&key);
        // Where one output could be added, no folder is a file.
        let is_known = folder == self.latest_folder;
        let parents = || std::iter::successors(Some(folder), |path| Some(folder_of(path)));
        let parents = || parents().take_while(|path| !is_known && !path.is_empty());
        let in_the_way = self
            .folded
            .get(&key)
            .or(self.folders.get(&key))
            .or_else(|| parents().find_map(|folder| self.folded.get(folder)));
        if let Some(other) = in_the_way {
            return Err(self.listed[*other].1.clone());
        }
        let index = self.listed.len();
        for folder in parents() {
            if !self.folders.contains_key(folder) {
                self.folders.insert(folder.to_owned(), index);
            }
        }
        folder.clone_into(&mut self.latest_folder);
        self.folded.insert(key, index);
        self.listed.push((path, output));
        Ok(())
    }
}

fn add_made(site: &Site, outputs: &mut Outputs) {
    let mut add = |path: &str, output| {
        // Nothing is listed yet that could be in the way.
        let _ = outputs.add(path.to_owned(), output);
    };
    for part in 0..site.alphabet.len() {
        add(&format!("{}index.html", alphabet_address(part)), Output::AToZ(part));
    }
    for (index, listing) in site.register.listings.iter().enumerate() {
        add(&format!("{}index.html", listing.address), Output::Listing(index));
    }
    if !site.register.listings.is_empty() {
        add(REGISTER_ROWS, Output::RegisterRows);
    }
    add("404.html", Output::NotFound);
    for (part, of_part) in site.commitments.parts.iter().enumerate() {
        add(&format!("{}index.html", of_part.address), Output::Commitments(part));
    }
    for (part, (_, address)) in site.checklists.parts.iter().enumerate() {
        add(&format!("{address}index.html"), Output::Maturity(part));
    }
    let has_commitments = !site.commitments.parts.is_empty();
    if has_commitments {
        add("commitments.csv", Output::CommitmentsFile(CommitmentsFile::Table));
        add("commitments.json", Output::CommitmentsFile(CommitmentsFile::Json));
    }
    if site.config.search.enabled {
        add("search/index.html", Output::Search);
    }
    add("robots.txt", Output::Robots);
    add(".nojekyll", Output::NoJekyll);
    if site.config.site.url.is_some() {
        add("sitemap.xml", Output::Sitemap);
    }
    if site.config.site.cname.is_some() {
        add("CNAME", Output::Cname);
    }
    for (path, file) in register_files::public(site) {
        add(&path, file);
    }
    let is_private = site.register.listings.is_empty();
    let has_any = !site.commitments.entries.is_empty();
    let wanted = |path: &str| {
        (site.config.search.enabled || path != SEARCH_STYLE)
            && !(is_private && path == "register.js")
            && !(is_private && !has_commitments && matches!(path, "register.css" | "filters.js"))
            && (has_commitments || path != "commitments.js")
            && (has_any || path != "commitments.css")
    };
    for (path, published) in site.theme_assets.paths().filter(|(path, _)| wanted(path)) {
        add(published, Output::ThemeAsset(path.to_owned()));
    }
}

fn taken(document: &Document, other: &Output, site: &Site) -> Diagnostic {
    let message = format!("the address of this page is taken by {}", described(other, site));
    page_finding(document, Code::AddressCollision, None, message).help("rename the file")
}

fn taken_by_asset(site: &Site, asset: usize, other: &Output) -> Diagnostic {
    let path = &site.assets[asset].path;
    let name = site.config.book.file(path);
    let message = format!("the address of this file is taken by {}", described(other, site));
    let file = crate::source::SourceFile::new(name, "");
    Diagnostic::new(Code::AddressCollision, &file, 0..0, message).help("rename the file")
}

fn described(output: &Output, site: &Site) -> String {
    match output {
        Output::Page(id) => format!("the page “{}”", site.page(*id).title),
        Output::Asset(index) => format!("the file {}", site.assets[*index].path),
        Output::AToZ(_) => "the list of all pages".to_owned(),
        Output::Listing(_) => "the review register and its owners".to_owned(),
        Output::Commitments(_) => "the list of commitments".to_owned(),
        Output::Maturity(_) => "the questions of all checklists".to_owned(),
        Output::Search => "the search".to_owned(),
        Output::Redirect { page, .. } => format!("an old path of “{}”", site.page(*page).title),
        Output::RedirectAway(url) => format!("a redirect to {url}"),
        _ => "a file that Duly makes itself".to_owned(),
    }
}

/// Adds a redirect, or says why there is none. One that nobody asked for gives way silently.
fn add_redirect(
    site: &Site,
    redirect: &Redirect<'_>,
    catalogue: &Catalogue,
    outputs: &mut Outputs,
    findings: &mut Vec<Diagnostic>,
) {
    let Redirect { from, to, origin } = redirect;
    let output = match (to, catalogue.redirect_target(*to)) {
        (To::Away(url), _) => Some(Output::RedirectAway((*url).to_owned())),
        (_, target) => target.map(|(page, fragment)| Output::Redirect { page, fragment }),
    };
    let problem = match (redirects::path(from, site.base_path()), output) {
        (None, _) => {
            let help = "write a path that this page had on this site, such as `/old/place/`";
            Some(("is not an address of this site".to_owned(), help))
        }
        (_, None) => {
            let help = "write the path of a page of the book behind it, such as `guides/new.md`";
            Some(("leads to no page of this book".to_owned(), help))
        }
        (Some(path), Some(Output::Redirect { page, .. })) if path == site.page(page).output_path() => None,
        (Some(path), Some(output)) => outputs.add(path, output).err().map(|other| {
            let help = "remove it here, or first move what is there now";
            (format!("is still taken by {}", described(&other, site)), help)
        }),
    };
    if let (Some((problem, help)), Some((file, span))) = (problem, origin) {
        let message = format!("the old path `{from}` {problem}");
        findings.push(Diagnostic::new(Code::AddressRedirect, file, span.clone(), message).help(help));
    }
}
