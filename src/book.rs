//! The pipeline as a whole: from inputs to outputs that are made when somebody asks for them.
//!
//! `build` asks for all of them on every core, a preview for the one that the browser wants; both go through
//! [`Outputs::get`].

mod findings;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::index;
use crate::index::search::{self, SCRIPT, SearchIndex};
use crate::link::{self, Output, Parts, Site};
use crate::load::{Asset, Inputs, Source, ThemeFiles};
use crate::memo::{self, Latest};
use crate::parse::{self, Document, ParseOptions, Status};
use crate::render::{self, Dictionary, Renderer, Templates};
use crate::source::Spanned;

pub use findings::{finish, finish_at};

/// Fewer pages than these are parsed before another core has woken up.
const FEW_PAGES: usize = 8;

/// A book that has been settled and can be asked for its outputs.
pub struct Book {
    /// The whole book: pages, addresses, links, reviews and the list of outputs.
    pub site: Arc<Site>,
    /// Paths below `src` of pages that are there and of which no document came.
    pub broken: Vec<String>,
    theme: Arc<Theme>,
    pages: Arc<Vec<Parsed>>,
    /// Made when somebody first asks for a file of it, or for the paths of all files.
    search: OnceLock<Arc<SearchIndex>>,
}

/// What is left of earlier builds: what they made, by the values they made it from.
#[derive(Default)]
pub struct Memos {
    pages: Mutex<Option<Read>>,
    theme: Latest<Arc<ThemeFiles>, Arc<Theme>>,
    links: link::Memory,
    rendering: memo::Memos,
    /// The latest index, which the next one keeps up with.
    search: Mutex<Arc<SearchIndex>>,
}

/// What settling a book has just done, for those who measure it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The theme was compiled: so many templates.
    Theme(usize),
    /// So many pages were parsed.
    Parse(usize),
    /// The book was linked: so many outputs were listed.
    Link(usize),
}

/// A document, if one came of the source, and its findings.
type Parsed = Arc<Outcome<Option<Arc<Document>>>>;

/// What there is to say about a settled book. In a large book it is much, so it is put together when it is asked for.
pub struct Findings {
    theme: Arc<Theme>,
    pages: Arc<Vec<Parsed>>,
    site: Arc<Site>,
    of_site: link::Findings,
}

/// Pages as they were read last.
struct Read {
    options: ParseOptions,
    sources: Arc<Vec<Arc<Source>>>,
    /// What each source was read as.
    pages: Arc<Vec<Parsed>>,
}

/// A theme that is ready to be used.
struct Theme {
    templates: Option<Templates>,
    dictionary: Dictionary,
    findings: Vec<Diagnostic>,
}

/// The outputs of a book.
pub struct Outputs<'b> {
    site: &'b Site,
    dictionary: &'b Dictionary,
    /// None when the theme cannot be used; pages are then empty, and the findings of the book say why.
    renderer: Option<Renderer<'b>>,
    book: &'b Book,
    memos: &'b Memos,
}

/// What a file of the site consists of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content<'b> {
    /// Made by Duly: a page, or one of the files that it adds.
    Bytes(Vec<u8>),
    /// A file of the book as it is.
    Asset(&'b Asset),
}

impl Book {
    /// Runs the pure stages up to the settled site. The memos make it faster and never different, but for the
    /// files of the search: those find the same after an edit, in other bytes.
    pub fn settle(inputs: &Inputs, memos: &Memos) -> Outcome<Self> {
        let (book, findings) = Self::settle_only(inputs, memos);
        Outcome::new(book, findings.all())
    }

    /// The same, and after each step somebody is told of it.
    pub fn settle_watched(inputs: &Inputs, memos: &Memos, over: &mut impl FnMut(Step)) -> Outcome<Self> {
        let (book, findings) = Self::settle_in_steps(inputs, memos, over);
        Outcome::new(book, findings.all())
    }

    /// The same for those who want to show the book before they ask what there is to say about it.
    pub fn settle_only(inputs: &Inputs, memos: &Memos) -> (Self, Findings) {
        Self::settle_in_steps(inputs, memos, &mut |_| ())
    }

    fn settle_in_steps(inputs: &Inputs, memos: &Memos, over: &mut impl FnMut(Step)) -> (Self, Findings) {
        let theme = memos.theme.get(Arc::clone(&inputs.theme), |files| Arc::new(Theme::new(files)));
        over(Step::Theme(inputs.theme.templates.len()));
        let pages = read(inputs, memos);
        let broken = inputs.sources.iter().zip(&*pages).filter(|(_, page)| page.value.is_none());
        let mut broken: Vec<String> = broken.map(|(source, _)| source.path.clone()).collect();
        broken.extend_from_slice(&inputs.unreadable);
        over(Step::Parse(inputs.sources.len()));
        let parts = Parts {
            config: &inputs.config,
            broken: broken.clone(),
            documents: pages.iter().filter_map(|page| page.value.clone()).collect(),
            assets: &inputs.assets,
            theme: &inputs.theme,
            names: theme.templates.as_ref().map(Templates::names),
            drafts: inputs.drafts,
            today: inputs.today,
            clock_today: inputs.clock_today,
        };
        let (site, of_site) = link::link(&parts, &memos.links);
        over(Step::Link(site.outputs.len()));
        let findings = Findings {
            theme: Arc::clone(&theme),
            pages: Arc::clone(&pages),
            site: Arc::clone(&site),
            of_site,
        };
        (Self { site, broken, theme, pages, search: OnceLock::new() }, findings)
    }

    /// Pages that should be in the site and are not, for what is wrong with them: paths from the root of the book.
    pub fn unlisted(&self) -> Vec<String> {
        let of_site = self.site.pages.iter().filter_map(|page| page.document.as_ref());
        let listed: BTreeSet<&str> = of_site.map(|document| document.source.path.as_str()).collect();
        let to_publish =
            documents(&self.pages).filter(|document| document.front_matter.status != Status::Draft);
        let paths = to_publish.map(|document| document.source.path.as_str());
        let missing =
            paths.chain(self.broken.iter().map(String::as_str)).filter(|path| !listed.contains(path));
        missing.map(|path| self.site.config.book.file(path)).collect()
    }

    /// The due dates of some rows of the register, as a calendar.
    pub fn calendar(&self, rows: &[index::Row]) -> Vec<u8> {
        index::calendar(&self.site, &self.theme.dictionary, rows)
    }

    /// Whether the theme can be used; without it pages are empty.
    pub fn has_templates(&self) -> bool {
        self.theme.templates.is_some()
    }

    /// The outputs, to be asked for in any order and from any thread.
    pub fn outputs<'b>(&'b self, memos: &'b Memos) -> Outputs<'b> {
        let Theme { templates, dictionary, .. } = &*self.theme;
        let renderer = templates
            .as_ref()
            .map(|templates| Renderer::new(&self.site, templates, dictionary, &memos.rendering));
        Outputs { site: &self.site, dictionary, renderer, book: self, memos }
    }

    /// A file of the search index; none when there is none of that path.
    pub fn search_file(&self, path: &str, memos: &Memos) -> Option<Cow<'_, [u8]>> {
        if search::is_file(path) { self.search(memos).get(&self.site, path) } else { None }
    }

    fn search(&self, memos: &Memos) -> &SearchIndex {
        self.search.get_or_init(|| {
            let mut latest = memos.search.lock().unwrap_or_else(PoisonError::into_inner);
            let edited = latest.edited(&self.site);
            let next = Arc::new(edited.unwrap_or_else(|| {
                // Two indexes of a whole book are not to be there at the same time.
                *latest = Arc::default();
                SearchIndex::new(&self.site)
            }));
            *latest = Arc::clone(&next);
            next
        })
    }
}

impl Findings {
    /// All of them.
    pub fn all(&self) -> Vec<Diagnostic> {
        let mut all = self.theme.findings.clone();
        all.extend(self.pages.iter().flat_map(|page| page.findings.iter().cloned()));
        check_languages(&self.site.config, &self.pages, &self.theme.dictionary, &mut all);
        self.of_site.collect(&mut all);
        all
    }
}

impl Theme {
    fn new(files: &ThemeFiles) -> Self {
        let mut findings = Vec::new();
        let dictionary = Dictionary::new(files).collect(&mut findings);
        let templates = render::compile(files).collect(&mut findings);
        Self { templates, dictionary, findings }
    }
}

impl<'b> Outputs<'b> {
    /// The paths of all outputs below the root of the site, sorted.
    pub fn paths(&self) -> impl ExactSizeIterator<Item = &'b str> + use<'b> {
        let mut paths: Vec<&'b str> = self.site.outputs.keys().map(String::as_str).collect();
        paths.extend(self.search().paths());
        paths.sort_unstable();
        paths.dedup();
        paths.into_iter()
    }

    /// The site that they are of.
    pub fn site(&self) -> &'b Site {
        self.site
    }

    /// The content of one output; none when there is no output of that path.
    pub fn get(&self, path: &str) -> Option<Outcome<Content<'b>>> {
        match self.site.outputs.get(path) {
            Some(output) => Some(self.content(path, output)),
            None => self.of_search(path),
        }
    }

    /// What sort of thing an output is, for those who measure.
    pub fn kind(&self, path: &str) -> &'static str {
        match self.site.outputs.get(path) {
            Some(Output::Page(_)) => "pages",
            Some(Output::Listing(_)) => "register and owners",
            Some(Output::Register(_) | Output::RegisterRows) => "files of the register",
            Some(Output::Asset(_) | Output::ThemeAsset(_)) => "assets",
            Some(_) => "other files",
            None => "files of the search",
        }
    }

    /// The paths of the files of a private register, below a folder of their own, sorted.
    pub fn private_paths(&self) -> impl ExactSizeIterator<Item = &'b str> + use<'b> {
        self.site.private_outputs.keys().map(String::as_str)
    }

    /// The content of one file of a private register; none when there is no such file.
    pub fn get_private(&self, path: &str) -> Option<Outcome<Content<'b>>> {
        self.site.private_outputs.get(path).map(|output| self.content(path, output))
    }

    fn content(&self, path: &str, output: &Output) -> Outcome<Content<'b>> {
        match output {
            Output::Asset(index) => clean(Content::Asset(&self.site.assets[*index])),
            Output::ThemeAsset(name) => bytes(self.site.theme_assets.bytes(name).to_vec()),
            Output::Sitemap => bytes(index::sitemap(self.site).into_bytes()),
            Output::Robots => bytes(index::robots(self.site).into_bytes()),
            Output::Cname => bytes(index::cname(self.site).into_bytes()),
            Output::NoJekyll => bytes(Vec::new()),
            Output::RegisterRows => bytes(index::register_rows(self.site).into_bytes()),
            Output::Register(file) => bytes(index::register_file(self.site, self.dictionary, *file)),
            Output::CommitmentsFile(file) => bytes(index::commitments_file(self.site, *file)),
            _ => self.html(path, output),
        }
    }

    /// A file of the search index. The findings about the index come with its script.
    fn of_search(&self, path: &str) -> Option<Outcome<Content<'b>>> {
        let file = self.book.search_file(path, self.memos)?.into_owned();
        let findings = if path == SCRIPT { self.search().findings.clone() } else { Vec::new() };
        Some(Outcome::new(Content::Bytes(file), findings))
    }

    fn search(&self) -> &'b SearchIndex {
        self.book.search(self.memos)
    }

    fn html(&self, path: &str, output: &Output) -> Outcome<Content<'b>> {
        let Some(renderer) = &self.renderer else { return bytes(Vec::new()) };
        let html = match output {
            Output::Page(id) => renderer.page(*id),
            Output::AToZ(part) => renderer.a_to_z(*part),
            Output::Listing(index) => renderer.listing(*index),
            Output::Commitments(part) => renderer.commitments(*part),
            Output::Maturity(part) => renderer.maturity(*part),
            Output::Search => renderer.search(),
            Output::Redirect { page, fragment } => renderer.redirect(*page, fragment.as_deref(), path),
            Output::RedirectAway(url) => renderer.redirect_away(url, path),
            _ => renderer.not_found(),
        };
        Outcome::new(Content::Bytes(html.value.into_bytes()), html.findings)
    }
}

fn bytes<'b>(bytes: Vec<u8>) -> Outcome<Content<'b>> {
    clean(Content::Bytes(bytes))
}

fn clean(content: Content<'_>) -> Outcome<Content<'_>> {
    Outcome::new(content, Vec::new())
}

/// Reads the pages, those that are as they were read last taken from there.
fn read(inputs: &Inputs, memos: &Memos) -> Arc<Vec<Parsed>> {
    let options = ParseOptions::of(&inputs.config);
    let mut latest = memos.pages.lock().unwrap_or_else(PoisonError::into_inner);
    let before = latest.take().filter(|before| before.options == options);
    let known =
        before.map_or_else(|| vec![None; inputs.sources.len()], |before| before.known(&inputs.sources));
    // Other cores are asked for help only where there is work for them.
    let missing = known.iter().filter(|page| page.is_none()).count();
    let read = |(source, known): (&Arc<Source>, Option<Parsed>)| {
        known.unwrap_or_else(|| {
            let page = parse::parse(source, options.clone());
            Arc::new(Outcome::new(page.value.map(Arc::new), page.findings))
        })
    };
    let pages: Vec<Parsed> = if missing < FEW_PAGES {
        inputs.sources.iter().zip(known).map(read).collect()
    } else {
        inputs.sources.par_iter().zip(known).map(read).collect()
    };
    let pages = Arc::new(pages);
    *latest = Some(Read { options, sources: Arc::clone(&inputs.sources), pages: Arc::clone(&pages) });
    pages
}

impl Read {
    /// What is known of each of these sources, which are sorted by path as its own are.
    fn known(&self, sources: &[Arc<Source>]) -> Vec<Option<Parsed>> {
        let mut before = self.sources.iter().zip(&*self.pages).peekable();
        let mut known = |source: &Arc<Source>| {
            // Nearly all are the same: that is told without a look at their paths.
            while before
                .next_if(|(other, _)| !Arc::ptr_eq(other, source) && other.path < source.path)
                .is_some()
            {}
            before.next_if(|(other, _)| *other == source).map(|(_, page)| Arc::clone(page))
        };
        sources.iter().map(&mut known).collect()
    }
}

fn documents(pages: &[Parsed]) -> impl Iterator<Item = &Arc<Document>> {
    pages.iter().filter_map(|page| page.value.as_ref())
}

/// The interface falls back to English where a theme does not speak the language of a page; that is said once
/// a language.
fn check_languages(
    config: &Config,
    pages: &[Parsed],
    dictionary: &Dictionary,
    findings: &mut Vec<Diagnostic>,
) {
    let mut seen = BTreeSet::new();
    let of_book = (&config.book.language, &config.file);
    let of_pages = documents(pages)
        .filter_map(|document| Some((document.front_matter.language.as_ref()?, &document.source.file)));
    for (Spanned { value: language, span }, file) in std::iter::once(of_book).chain(of_pages) {
        if dictionary.speaks(language) || !seen.insert(language) {
            continue;
        }
        let message = format!("the theme has no words in `{language}`; its buttons and labels are English");
        let finding = Diagnostic::new(Code::ThemeUntranslated, file, span.clone(), message);
        let name = &config.theme.name.value;
        findings.push(
            finding.help(format!(
                "write the theme's words in that language in themes/{name}/strings/{language}.toml; words that are \
                 not there stay English"
            )),
        );
    }
}
