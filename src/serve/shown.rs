//! What the preview shows now: a settled book, and what there is to say about it.
//!
//! A new book takes the place of the old one in one step. Who has begun to read the old one reads it to its end.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use anyhow::Context;
use tokio::sync::watch;

use super::{Editor, Options};
use crate::book::{Book, Content, Memos};
use crate::diagnostic::{Diagnostic, Severity, worst};
use crate::link::{Output, PageId};
use crate::load::Asset;
use crate::review::Date;

/// How many rendered pages are kept for those who ask for the same page again.
const MOST_RENDERED: usize = 64;

/// What all parts of the preview share.
pub(super) struct Preview {
    shown: RwLock<Arc<Shown>>,
    /// The number of what is shown; who waits for a change waits here.
    number: watch::Sender<u64>,
    /// The latest rendering of each page without an error, for when a theme breaks.
    sound: Mutex<BTreeMap<String, Arc<Rendered>>>,
    pub(super) memos: Memos,
    /// The folder of the book, from the root of the file system.
    pub(super) root: PathBuf,
    pub(super) editor: Editor,
}

/// What is shown at a time.
#[derive(Default)]
pub(super) struct Shown {
    /// Counts the books and their findings; never the same for two that differ.
    pub(super) number: u64,
    /// None until a book could be settled at all.
    pub(super) book: Option<Arc<Book>>,
    /// The day that the clock shows where the book is; it is that of a sign-off.
    pub(super) clock_today: Option<Date>,
    pub(super) findings: Arc<Findings>,
    /// Why the book could not be read, if the machine is to blame.
    pub(super) trouble: Option<String>,
    pub(super) rendered: Mutex<BTreeMap<String, Arc<Rendered>>>,
}

/// What there is to say, and what every open page is told of it, made once for all of them.
pub(super) struct Findings {
    /// In the order of reading.
    pub(super) all: Arc<Vec<Diagnostic>>,
    /// How many errors, warnings and notes there are.
    pub(super) counts: [usize; 3],
    /// Differs when the findings do.
    pub(super) stamp: blake3::Hash,
}

/// A file of the site, made.
pub(super) struct Rendered {
    pub(super) bytes: Vec<u8>,
    /// Of a page: a stamp of all that it shows, but for its style.
    pub(super) version: String,
    /// The page of the book that it is, if it is one.
    pub(super) page: Option<PageId>,
}

/// The answer to a path.
pub(super) enum Found {
    /// Made by Duly.
    Made(Arc<Rendered>),
    /// A file of the book.
    Asset(Asset),
    /// It is to be, and the theme cannot make it.
    Unusable,
}

impl Preview {
    pub(super) fn new(options: &Options) -> anyhow::Result<Self> {
        let root = std::path::absolute(&options.root).context("the folder of the book has no path")?;
        Ok(Self {
            shown: RwLock::default(),
            number: watch::Sender::new(0),
            sound: Mutex::default(),
            memos: Memos::default(),
            root,
            editor: options.editor,
        })
    }

    /// What is shown now.
    pub(super) fn now(&self) -> Arc<Shown> {
        Arc::clone(&self.shown.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Shows something else from now on; `change` is given what was shown until now, and may leave it at that.
    pub(super) fn show(&self, change: impl FnOnce(&Shown) -> Option<Shown>) -> bool {
        let mut shown = self.shown.write().unwrap_or_else(PoisonError::into_inner);
        let Some(next) = change(&shown) else { return false };
        let number = shown.number + 1;
        let before = std::mem::replace(&mut *shown, Arc::new(Shown { number, ..next }));
        drop(shown);
        self.number.send_replace(number);
        // To take a large book apart takes a moment, for which nobody waits here.
        drop(before);
        true
    }

    /// Tells when something else is shown.
    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        self.number.subscribe()
    }

    /// A file of the site; none when there is none of that path.
    pub(super) fn find(&self, shown: &Shown, path: &str) -> Option<Found> {
        let book = shown.book.as_ref()?;
        let Some(output) = book.site.outputs.get(path) else {
            let bytes = book.search_file(path, &self.memos)?.into_owned();
            return Some(Found::Made(Arc::new(Rendered { bytes, version: String::new(), page: None })));
        };
        if let Output::Asset(index) = output {
            return Some(Found::Asset(book.site.assets[*index].clone()));
        }
        let kept = |pages: &Mutex<BTreeMap<String, Arc<Rendered>>>| {
            pages.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned()
        };
        if let Some(rendered) = kept(&shown.rendered) {
            return Some(Found::Made(rendered));
        }
        let outcome = book.outputs(&self.memos).get(path)?;
        let Content::Bytes(bytes) = outcome.value else { return None };
        let is_sound = worst(&outcome.findings) != Some(Severity::Error) && book.has_templates();
        let rendered = Arc::new(Rendered::new(bytes, output, book));
        if is_sound {
            keep(&shown.rendered, path, &rendered);
            keep(&self.sound, path, &rendered);
            return Some(Found::Made(rendered));
        }
        Some(kept(&self.sound).map_or(Found::Unusable, Found::Made))
    }
}

impl Shown {
    /// The same book and findings, for somebody to change.
    pub(super) fn again(&self) -> Self {
        let rendered = self.rendered.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Self {
            number: self.number,
            book: self.book.clone(),
            clock_today: self.clock_today,
            findings: Arc::clone(&self.findings),
            trouble: self.trouble.clone(),
            rendered: Mutex::new(rendered),
        }
    }

    /// `/` or the path under which the site will be published.
    pub(super) fn base_path(&self) -> &str {
        self.book.as_ref().map_or("/", |book| book.site.base_path())
    }

    /// The path of the style sheet below the root of the site.
    pub(super) fn style(&self) -> &str {
        self.book.as_ref().map_or("", |book| book.site.theme_assets.style())
    }
}

impl Findings {
    pub(super) fn new(all: Arc<Vec<Diagnostic>>) -> Self {
        let of = |severity| all.iter().filter(|finding| finding.severity == severity).count();
        let counts = [of(Severity::Error), of(Severity::Warning), of(Severity::Note)];
        let mut hasher = blake3::Hasher::new();
        for finding in all.iter() {
            let place = &finding.place;
            let text =
                format!("{:?} {} {:?} {}", finding.code, place.file.name(), place.span, finding.message);
            hasher.update(text.as_bytes());
        }
        let stamp = hasher.finalize();
        Self { all, counts, stamp }
    }
}

impl Default for Findings {
    fn default() -> Self {
        Self::new(Arc::default())
    }
}

impl Rendered {
    fn new(bytes: Vec<u8>, output: &Output, book: &Book) -> Self {
        let page = match output {
            Output::Page(id) => Some(*id),
            _ => None,
        };
        let version = version(&bytes, page, book);
        Self { bytes, version, page }
    }
}

/// A stamp of a page and of the files of the book that it shows. The name of the style sheet is left out of it: a style
/// can be changed without loading the page again.
fn version(bytes: &[u8], page: Option<PageId>, book: &Book) -> String {
    let mut hasher = blake3::Hasher::new();
    let text = String::from_utf8_lossy(bytes);
    for part in text.split(book.site.theme_assets.style()) {
        hasher.update(part.as_bytes());
    }
    for (_, target) in page.map_or(&[][..], |id| &book.site.page(id).targets) {
        if let crate::link::Target::Asset { asset, .. } = target {
            hasher.update(&book.site.assets[*asset].hash);
        }
    }
    hasher.finalize().to_hex()[..16].to_owned()
}

fn keep(pages: &Mutex<BTreeMap<String, Arc<Rendered>>>, path: &str, rendered: &Arc<Rendered>) {
    let mut pages = pages.lock().unwrap_or_else(PoisonError::into_inner);
    if pages.len() >= MOST_RENDERED && !pages.contains_key(path) {
        pages.clear();
    }
    pages.insert(path.to_owned(), Arc::clone(rendered));
}
