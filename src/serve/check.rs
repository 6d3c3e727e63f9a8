//! Renders the whole book behind what is shown, for what its pages have to say.
//!
//! It gives way at once: while the author saves, nothing is rendered that nobody asked for.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use anyhow::Context;
use rustc_hash::FxBuildHasher;

use super::shown::{Findings, Preview, Shown};
use super::{Said, Tell};
use crate::book::{self, Book};
use crate::diagnostic::{Code, Diagnostic};
use crate::index::search;

/// How long nothing must have changed before the whole book is rendered.
const CALM: Duration = Duration::from_millis(150);

/// What is to be done.
pub(super) enum Task {
    /// Stop: a new book is on its way.
    Pause,
    /// Say what there is to say about a book.
    Check {
        /// As it is, nothing stood in for.
        book: Arc<Book>,
        of_reading: Vec<Diagnostic>,
        of_book: book::Findings,
    },
}

/// How a check ended.
enum Ending {
    Finished,
    Interrupted(Task),
    NoMoreTasks,
}

struct Checker {
    tasks: Receiver<Task>,
    preview: Arc<Preview>,
    tell: Tell,
    /// What the latest rendering of a whole book had to say; it stands in until the next one is finished.
    of_rendering: Vec<Diagnostic>,
}

pub(super) fn spawn(tasks: Receiver<Task>, preview: Arc<Preview>, tell: Tell) -> anyhow::Result<()> {
    let checker = Checker { tasks, preview, tell, of_rendering: Vec::new() };
    // What makes the search index takes every thread that it is given: not those which the author waits for.
    let threads = rayon::ThreadPoolBuilder::new().thread_name(|_| "check".to_owned());
    let threads = threads.start_handler(|_| give_way()).build();
    let threads = threads.context("there are no threads for the preview")?;
    let thread = std::thread::Builder::new().name("check".to_owned());
    let stay = move || threads.install(|| checker.stay());
    thread.spawn(stay).context("there is no thread for the preview")?;
    Ok(())
}

/// Lets every other thread of the machine go first. It is only a favour.
fn give_way() {
    // Of this thread alone, on Linux; elsewhere it would be the whole process.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(19);
}

impl Checker {
    fn stay(mut self) {
        let mut next = self.tasks.recv().ok();
        while let Some(task) = next {
            // While the author saves faster than findings can be told, only the latest book is worth telling of. Each of
            // the others is held by its task.
            let task = self.tasks.try_iter().last().unwrap_or(task);
            next = match task {
                Task::Pause => self.tasks.recv().ok(),
                Task::Check { book, mut of_reading, of_book } => match self.check(&book, {
                    of_reading.extend(of_book.all());
                    &of_reading
                }) {
                    Ending::Finished => self.tasks.recv().ok(),
                    Ending::Interrupted(task) => Some(task),
                    Ending::NoMoreTasks => None,
                },
            };
        }
    }

    fn check(&mut self, book: &Book, findings: &[Diagnostic]) -> Ending {
        self.publish(book, findings);
        match self.tasks.recv_timeout(CALM) {
            Ok(task) => return Ending::Interrupted(task),
            Err(RecvTimeoutError::Disconnected) => return Ending::NoMoreTasks,
            Err(RecvTimeoutError::Timeout) => {}
        }
        let outputs = book.outputs(&self.preview.memos);
        let mut of_rendering = Vec::new();
        // The files of the search have nothing to say but for the script, and after an edit each is made when it is asked for.
        let paths = outputs.paths().filter(|path| *path == search::SCRIPT || !search::is_file(path));
        for path in paths {
            if let Ok(task) = self.tasks.try_recv() {
                return Ending::Interrupted(task);
            }
            if let Some(outcome) = outputs.get(path) {
                of_rendering.extend(outcome.findings);
            }
        }
        self.of_rendering = of_rendering;
        self.publish(book, findings);
        Ending::Finished
    }

    /// Shows what there is to say, if that has changed.
    fn publish(&self, book: &Book, findings: &[Diagnostic]) {
        let all = findings.iter().chain(&self.of_rendering).cloned().collect();
        let all = book::finish_at(all, &book.site.config.lint.levels);
        if let Some(news) = publish(&self.preview, all) {
            (self.tell)(news);
        }
    }
}

/// Shows findings in the place of those until now; none when they are the same. Many of them take a while to compare,
/// so that is done before what is shown is held.
pub(super) fn publish(preview: &Preview, all: Vec<Diagnostic>) -> Option<Said> {
    let before = Arc::clone(&preview.now().findings);
    if *before.all == all {
        return None;
    }
    let findings = Arc::new(Findings::new(Arc::new(all)));
    preview.show(|before| Some(Shown { findings: Arc::clone(&findings), ..before.again() }));
    Some(news(&before.all, &findings.all))
}

/// What is new between two lists of findings. A finding that has only moved is not.
fn news(before: &[Diagnostic], all: &Arc<Vec<Diagnostic>>) -> Said {
    fn key(finding: &Diagnostic) -> (Code, &str, &str) {
        (finding.code, finding.place.file.name(), &finding.message)
    }
    let old: HashSet<_, FxBuildHasher> = before.iter().map(key).collect();
    let new: HashSet<_, FxBuildHasher> = all.iter().map(key).collect();
    Said::Findings {
        come: all.iter().filter(|finding| !old.contains(&key(finding))).cloned().collect(),
        gone: before.iter().filter(|finding| !new.contains(&key(finding))).count(),
        all: Arc::clone(all),
    }
}
