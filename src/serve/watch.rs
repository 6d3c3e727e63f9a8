//! What tells that something in the book may have changed, and where.
//!
//! An event means only "look again". Events of one save come in a bunch: the first one starts a wait for a short
//! quiet, which has an end. After the look that they ask for come two more at the whole book, for what was made while
//! a new folder was not watched yet; and now and then one when nothing happens, for what was lost on the way. These
//! looks behind are given up when something happens.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant, SystemTime};

use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::load::tech_docs_name;

/// How long it must be quiet before files are looked at: editors write in several steps.
const QUIET: Duration = Duration::from_millis(5);

/// How long events may go on before files are looked at all the same.
const PATIENCE: Duration = Duration::from_millis(50);

/// When the whole book is looked at after a change, the last first: soon, but not while the changed page is being made,
/// and again when new folders are surely watched.
const LOOKS_BEHIND: [Duration; 2] = [Duration::from_secs(1), Duration::from_millis(200)];

/// How often the whole book is looked at when nothing happens.
const IDLE: Duration = Duration::from_secs(10);

/// How often the whole book is looked at when nobody tells of changes.
const POLL: Duration = Duration::from_millis(500);

/// A look at the whole book may take this part of the time at most.
const LOOKING_SHARE: u32 = 20;

/// How changes are noticed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Watching {
    /// The system tells, and where it does not, as for [`Watching::Poll`].
    #[default]
    Notify,
    /// All files are looked at now and then: for folders in the network and in containers.
    Poll,
}

/// What may have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Noticed {
    /// These files or folders.
    At(Vec<PathBuf>),
    /// Anything.
    Anything,
    /// Nothing that anybody told of; it is time to look all the same.
    Nothing,
    /// The preview ends.
    End,
}

/// What arrives from the system.
type Arrival = notify::Result<Event>;

/// The folders of a book, watched.
pub(super) struct Watch {
    watcher: Option<RecommendedWatcher>,
    arrivals: Receiver<Arrival>,
    /// Set when something arrives.
    urgent: Arc<AtomicBool>,
    /// The folder of the book as it was named, and by its full names, under which the system tells of it.
    root: PathBuf,
    full_roots: Vec<PathBuf>,
    /// Keeps the channel open when there is no watcher.
    _sender: Sender<Arrival>,
    folders: Vec<Folder>,
    /// How many of [`LOOKS_BEHIND`] are still to come.
    behind: usize,
    /// How long the latest look at the whole book took.
    look: Duration,
}

/// A watched folder.
struct Folder {
    path: PathBuf,
    mode: RecursiveMode,
    /// What it was when it was watched: a folder that was removed and made again is another one.
    identity: Option<(u64, SystemTime)>,
}

impl Watch {
    /// Begins to watch. The text, if any, is why the system will not tell about changes.
    pub(super) fn begin(root: &Path, src: &str, watching: Watching) -> (Self, Option<String>) {
        let (sender, arrivals) = mpsc::channel();
        let to_here = sender.clone();
        let urgent = Arc::new(AtomicBool::new(false));
        let set_urgent = Arc::clone(&urgent);
        let watcher = match watching {
            Watching::Poll => Ok(None),
            Watching::Notify => {
                let hand_on = move |arrival| {
                    if is_change(&arrival) {
                        drop(to_here.send(arrival));
                        set_urgent.store(true, Ordering::Relaxed);
                    }
                };
                RecommendedWatcher::new(hand_on, Config::default()).map(Some)
            }
        };
        let (watcher, mut refused) = match watcher {
            Ok(watcher) => (watcher, None),
            Err(error) => (None, Some(error.to_string())),
        };
        let full_roots = [std::path::absolute(root), root.canonicalize()];
        let mut watch = Self {
            watcher,
            arrivals,
            urgent,
            root: root.to_owned(),
            full_roots: full_roots.into_iter().flatten().collect(),
            _sender: sender,
            folders: Vec::new(),
            behind: 0,
            look: Duration::ZERO,
        };
        refused = refused.or(watch.follow(root, src));
        (watch, refused)
    }

    /// Watches the folders of the book that are there and not watched yet. When the system refuses, it is not asked
    /// again, and the text says why.
    pub(super) fn follow(&mut self, root: &Path, src: &str) -> Option<String> {
        let mut folders = vec![(root.to_owned(), RecursiveMode::NonRecursive)];
        let content = root.join(src);
        if Path::new(src).components().all(|part| part == Component::CurDir) {
            folders[0].1 = RecursiveMode::Recursive;
        } else {
            folders.push((content, RecursiveMode::Recursive));
            folders.push((root.join("themes"), RecursiveMode::Recursive));
        }
        // The settings of a tech-docs site are in a folder of their own.
        let settings = tech_docs_name(root).and_then(|name| Some(root.join(name).parent()?.to_owned()));
        if let Some(folder) = settings.filter(|_| folders.len() > 1) {
            folders.push((folder, RecursiveMode::NonRecursive));
        }
        for (path, mode) in folders {
            if let Err(error) = self.watch(path, mode) {
                self.watcher = None;
                return Some(error.to_string());
            }
        }
        None
    }

    fn watch(&mut self, path: PathBuf, mode: RecursiveMode) -> notify::Result<()> {
        let Some(watcher) = &mut self.watcher else { return Ok(()) };
        let identity = identity(&path);
        let known = self.folders.iter().position(|folder| folder.path == path);
        if let Some(known) = known {
            if self.folders[known].identity == identity && self.folders[known].mode == mode {
                return Ok(());
            }
            // It may be gone already, and its watch with it.
            let _ = watcher.unwatch(&path);
            self.folders.remove(known);
        }
        if identity.is_none() {
            return Ok(());
        }
        match watcher.watch(&path, mode) {
            // It went away just now; the next look sees to it.
            Err(error) if matches!(error.kind, notify::ErrorKind::PathNotFound) => Ok(()),
            Err(error) if is_gone(&error) => Ok(()),
            Err(error) => Err(error),
            Ok(()) => {
                self.folders.push(Folder { path, mode, identity });
                Ok(())
            }
        }
    }

    /// Waits for the next reason to look at the book.
    pub(super) fn next(&mut self) -> Noticed {
        self.urgent.store(false, Ordering::Relaxed);
        match self.arrivals.recv_timeout(self.wait()) {
            Err(RecvTimeoutError::Timeout) => {
                self.behind = self.behind.saturating_sub(1);
                Noticed::Nothing
            }
            Err(RecvTimeoutError::Disconnected) => Noticed::End,
            Ok(arrival) => {
                let gathered = self.gather(arrival);
                self.behind = LOOKS_BEHIND.len();
                // What happened to a watched folder itself may have ended its watch.
                for folder in &mut self.folders {
                    if gathered.anything || gathered.paths.contains(&folder.path) {
                        folder.identity = None;
                    }
                }
                gathered.noticed()
            }
        }
    }

    /// Set when something has happened since [`Self::next`] returned.
    pub(super) fn urgent(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.urgent)
    }

    /// Tells that the look behind was given up: it has to be made again.
    pub(super) fn put_off(&mut self) {
        self.behind = LOOKS_BEHIND.len();
    }

    /// Tells how long a look at the whole book took: a large book is looked at less often.
    pub(super) fn looked_for(&mut self, time: Duration) {
        self.look = time;
    }

    fn wait(&self) -> Duration {
        let at_least = self.look * LOOKING_SHARE;
        match self.behind {
            0 if self.watcher.is_none() => POLL.max(at_least),
            0 => IDLE.max(at_least),
            behind => LOOKS_BEHIND[behind - 1],
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the preview owns the clock")]
    fn gather(&self, first: Arrival) -> Gathered {
        let mut gathered = Gathered::default();
        self.add(first, &mut gathered);
        let end = Instant::now() + PATIENCE;
        while let Some(left) = end.checked_duration_since(Instant::now()) {
            match self.arrivals.recv_timeout(left.min(QUIET)) {
                Ok(arrival) => self.add(arrival, &mut gathered),
                Err(_) => break,
            }
        }
        gathered
    }

    fn add(&self, arrival: Arrival, gathered: &mut Gathered) {
        let Ok(event) = arrival else {
            gathered.anything = true;
            return;
        };
        gathered.anything |= event.need_rescan() || event.paths.is_empty();
        gathered.paths.extend(event.paths.into_iter().map(|path| self.as_named(path)));
    }

    /// The path as the book is named, not as the system names it.
    fn as_named(&self, path: PathBuf) -> PathBuf {
        let below = self.full_roots.iter().find_map(|root| path.strip_prefix(root).ok());
        below.map(|below| self.root.join(below)).unwrap_or(path)
    }
}

/// Whether something arrived that is about a change. Reading is none, and we read ourselves.
fn is_change(arrival: &Arrival) -> bool {
    let Ok(event) = arrival else { return true };
    match event.kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write) || event.need_rescan(),
        _ => true,
    }
}

/// What a bunch of events is about.
#[derive(Default)]
struct Gathered {
    paths: BTreeSet<PathBuf>,
    anything: bool,
}

impl Gathered {
    fn noticed(self) -> Noticed {
        if self.anything { Noticed::Anything } else { Noticed::At(self.paths.into_iter().collect()) }
    }
}

fn is_gone(error: &notify::Error) -> bool {
    matches!(&error.kind, notify::ErrorKind::Io(error) if error.kind() == std::io::ErrorKind::NotFound)
}

/// What tells a folder from another one at the same path, which may well have the inode of the one before; none when
/// there is no folder.
fn identity(path: &Path) -> Option<(u64, SystemTime)> {
    let metadata = path.metadata().ok().filter(std::fs::Metadata::is_dir)?;
    #[cfg(unix)]
    let number = std::os::unix::fs::MetadataExt::ino(&metadata);
    #[cfg(not(unix))]
    let number = 0;
    Some((number, metadata.created().unwrap_or(SystemTime::UNIX_EPOCH)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_tells_of_a_book_is_named_as_the_book_is() {
        let root = Path::new(".");
        let (watch, _) = Watch::begin(root, "content", Watching::Poll);
        let told = std::path::absolute(root).unwrap().join("content").join("a.md");
        assert_eq!(watch.as_named(told), root.join("content").join("a.md"));
        let elsewhere = PathBuf::from("/elsewhere/a.md");
        assert_eq!(watch.as_named(elsewhere.clone()), elsewhere);
    }
}
