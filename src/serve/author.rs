//! Follows the author: waits for changes, reads what has changed, settles the book, shows it.
//!
//! Whatever is broken by a save, the site stays. What cannot be understood is stood in for by what it was before: the
//! text of a page whose front matter is broken, a theme that cannot be used, the whole of `book.toml`. The findings
//! are those of what is there now.

use std::cmp::Ordering;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use anyhow::Context;

use super::check::{self, Next, Task};
use super::shown::{Preview, Shown};
use super::watch::{Noticed, Watch};
use super::{Options, Said, Tell};
use crate::book::Book;
use crate::diagnostic::{self, Diagnostic};
use crate::load::{Clock, Inputs, Look, Snapshot, Source};

/// How long a page may be gone or empty before that is taken for what its author wants.
const MOMENT: Duration = Duration::from_millis(50);

/// The thread that follows the author.
pub(super) struct Author {
    options: Options,
    preview: Arc<Preview>,
    checks: Arc<Next>,
    tell: Tell,
    watch: Watch,
    snapshot: Snapshot,
    /// What was read last, with its findings.
    read: Option<(Inputs, Vec<Diagnostic>)>,
    /// What the shown book was settled from.
    sound: Option<Inputs>,
    started: Duration,
}

impl Author {
    /// Reads and settles the book for the first time.
    pub(super) fn begin(
        options: Options,
        preview: &Arc<Preview>,
        checks: Arc<Next>,
        tell: Tell,
    ) -> anyhow::Result<Self> {
        let began = now();
        // Whatever is saved from here on is noticed, the folder of the pages as far as it is known by now.
        let (watch, refused) = Watch::begin(&options.root, "content", options.watching);
        if let Some(reason) = refused {
            tell(Said::Polling(reason));
        }
        let mut author = Self {
            options,
            preview: Arc::clone(preview),
            checks,
            tell,
            watch,
            snapshot: Snapshot::default(),
            read: None,
            sound: None,
            started: Duration::ZERO,
        };
        author.look(Look::Whole)?;
        author.follow();
        author.started = began.elapsed();
        Ok(author)
    }

    pub(super) fn host(&self) -> String {
        self.options.host.clone()
    }

    /// What is said when browsers are answered.
    pub(super) fn serving(&self, address: &str) -> Said {
        let shown = self.preview.now();
        Said::Serving {
            address: address.to_owned(),
            pages: shown.book.as_ref().map_or(0, |book| book.site.pages.len()),
            seconds: self.started.as_secs_f64(),
        }
    }

    pub(super) fn spawn(self) -> anyhow::Result<()> {
        let thread = std::thread::Builder::new().name("author".to_owned());
        thread.spawn(move || self.stay()).context("there is no thread for the preview")?;
        Ok(())
    }

    fn stay(mut self) {
        loop {
            let noticed = self.watch.next();
            self.follow();
            let result = match &noticed {
                Noticed::End => return,
                Noticed::At(paths) if self.snapshot.covers(&self.options.root, paths) => {
                    self.look(Look::At(paths))
                }
                Noticed::At(_) | Noticed::Anything => self.look(Look::Whole),
                Noticed::Nothing => self.look(Look::Behind(&self.watch.urgent())),
            };
            if let Err(error) = result {
                self.trouble(&error);
            }
        }
    }

    fn follow(&mut self) {
        let src = self.read.as_ref().map_or("content", |(inputs, _)| &inputs.config.book.src.value);
        if let Some(reason) = self.watch.follow(&self.options.root, src) {
            (self.tell)(Said::Polling(reason));
        }
    }

    /// Looks at the book and shows what has changed.
    fn look(&mut self, look: Look<'_>) -> anyhow::Result<()> {
        let began = now();
        let clock = (self.options.clock)()?;
        let mut loaded = self.load(clock, look)?;
        if look.is_given_up() {
            self.watch.put_off();
            return Ok(());
        }
        if self.is_halfway(loaded.value.as_ref()) {
            std::thread::sleep(MOMENT);
            loaded = self.load(clock, Look::Whole)?;
        }
        if !matches!(look, Look::At(_)) {
            self.watch.looked_for(began.elapsed());
        }
        let Some(inputs) = loaded.value else {
            self.show_findings_only(loaded.findings);
            return Ok(());
        };
        let has_trouble = self.preview.now().trouble.is_some();
        let read = (inputs, loaded.findings);
        if self.read.as_ref() == Some(&read) && !has_trouble {
            return Ok(());
        }
        let changed = self.read.as_ref().map_or_else(Vec::new, |(before, _)| changed(before, &read.0));
        let is_first = self.read.is_none();
        self.show(&read);
        self.read = Some(read);
        if !is_first {
            (self.tell)(Said::Rebuilt { changed, seconds: began.elapsed().as_secs_f64() });
        }
        Ok(())
    }

    /// Whether pages that were there are not there now, or have lost all their text: some editors put a page aside, or
    /// empty it, before they write it anew.
    fn is_halfway(&self, inputs: Option<&Inputs>) -> bool {
        let (Some((before, _)), Some(inputs)) = (&self.read, inputs) else { return false };
        let is_empty = |source: &Source| source.file.text().is_empty();
        let is_unreadable = |source: &Source| inputs.unreadable.contains(&source.path);
        let is_fewer = inputs.sources.len() < before.sources.len();
        differing(&before.sources, &inputs.sources, |source| &source.path).into_iter().any(
            |pair| match pair {
                (Some(old), Some(new)) => is_empty(new) && !is_empty(old),
                (Some(old), None) => is_fewer && !is_unreadable(old),
                (None, _) => false,
            },
        )
    }

    fn load(&mut self, clock: Clock, look: Look<'_>) -> anyhow::Result<diagnostic::Outcome<Option<Inputs>>> {
        let mut loaded = self.snapshot.load(&self.options.root, clock, look, file_time())?;
        if let Some(inputs) = &mut loaded.value {
            inputs.drafts = self.options.drafts;
        }
        Ok(loaded)
    }

    /// Settles what was read and shows it.
    fn show(&mut self, (inputs, findings): &(Inputs, Vec<Diagnostic>)) {
        // The rendering of the book before must not slow this one down.
        self.checks.set(Task::Pause);
        let (book, of_book) = Book::settle_only(inputs, &self.preview.memos);
        let book = Arc::new(book);
        let sound = self.sound.as_ref().and_then(|sound| stand_ins(inputs, &book, sound));
        let shown_book = match &sound {
            Some(sound) => Arc::new(Book::settle_only(sound, &self.preview.memos).0),
            None => Arc::clone(&book),
        };
        self.preview.show(|before| {
            Some(Shown {
                book: Some(shown_book),
                clock_today: Some(inputs.clock_today),
                findings: Arc::clone(&before.findings),
                ..Shown::default()
            })
        });
        self.sound = Some(sound.unwrap_or_else(|| inputs.clone()));
        self.checks.set(Task::Check { book, of_reading: findings.clone(), of_book });
    }

    /// `book.toml` cannot be understood: the book stays as it was.
    fn show_findings_only(&mut self, mut findings: Vec<Diagnostic>) {
        diagnostic::sort(&mut findings);
        // When it is mended, everything is looked at as new.
        self.read = None;
        if let Some(news) = check::publish(&self.preview, findings) {
            self.preview
                .show(|before| before.trouble.is_some().then(|| Shown { trouble: None, ..before.again() }));
            (self.tell)(news);
        }
    }

    /// The machine's trouble, such as a folder that has gone: the book stays as it was.
    fn trouble(&mut self, error: &anyhow::Error) {
        let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
        let text = causes.join(": ");
        let is_new = self.preview.show(|before| {
            let shown = Shown { trouble: Some(text.clone()), ..before.again() };
            (before.trouble.as_ref() != Some(&text)).then_some(shown)
        });
        if is_new {
            (self.tell)(Said::Trouble(text));
        }
    }
}

/// The same inputs with what was sound before in the place of what is broken; none when nothing is.
fn stand_ins(inputs: &Inputs, book: &Book, sound: &Inputs) -> Option<Inputs> {
    let former = |path: &str| {
        let index = sound.sources.binary_search_by(|source| (*source.path).cmp(path)).ok()?;
        Some(&sound.sources[index])
    };
    let sources: Vec<&Arc<Source>> = book.broken.iter().filter_map(|path| former(path)).collect();
    if sources.is_empty() && book.has_templates() {
        return None;
    }
    let mut whole = inputs.clone();
    let all = Arc::make_mut(&mut whole.sources);
    for source in sources {
        whole.unreadable.retain(|path| *path != source.path);
        match all.binary_search_by(|other| other.path.cmp(&source.path)) {
            Ok(index) => all[index] = Arc::clone(source),
            Err(index) => all.insert(index, Arc::clone(source)),
        }
    }
    if !book.has_templates() {
        whole.theme = Arc::clone(&sound.theme);
    }
    Some(whole)
}

/// The names of files that differ between two readings.
fn changed(before: &Inputs, after: &Inputs) -> Vec<String> {
    let mut names = Vec::new();
    if before.config != after.config {
        names.push(after.config.file.name().to_owned());
    }
    if before.theme != after.theme {
        names.push("the theme".to_owned());
    }
    if before.today != after.today {
        names.push("a new day".to_owned());
    }
    let pages = differing(&before.sources, &after.sources, |source| &source.path);
    names.extend(pages.iter().filter_map(|(old, new)| Some(old.or(*new)?.file.name().to_owned())));
    let assets = differing(&before.assets, &after.assets, |asset| &asset.path);
    names.extend(assets.iter().filter_map(|(old, new)| Some(old.or(*new)?.path.clone())));
    names
}

/// What differs between two lists by path: former and latter, or one of them alone.
fn differing<'a, T: PartialEq>(
    before: &'a [T],
    after: &'a [T],
    path: impl Fn(&T) -> &str,
) -> Vec<(Option<&'a T>, Option<&'a T>)> {
    let (mut old, mut new) = (before.iter().peekable(), after.iter().peekable());
    let mut pairs = Vec::new();
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => return pairs,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            // Nearly all are the same: that is told without a look at their paths.
            (Some(old), Some(new)) if old == new => Ordering::Equal,
            (Some(old), Some(new)) => path(old).cmp(path(new)),
        };
        let former = if order.is_le() { old.next() } else { None };
        let latter = if order.is_ge() { new.next() } else { None };
        if former != latter {
            pairs.push((former, latter));
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the preview owns the clock")]
fn now() -> Instant {
    Instant::now()
}

#[expect(clippy::disallowed_methods, reason = "files are compared with the clock that stamps them")]
fn file_time() -> SystemTime {
    SystemTime::now()
}
