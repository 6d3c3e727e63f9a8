//! Renders the whole book behind what is shown, for what its pages have to say.
//!
//! It gives way at once: while the author saves, nothing is rendered that nobody asked for.

use std::collections::HashSet;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
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

/// The task that is to be done next. A new one takes the place of one that waits: each holds a book, and what a book
/// says that has been saved over is of no interest.
#[derive(Default)]
pub(super) struct Next {
    task: Mutex<Option<Task>>,
    arrived: Condvar,
}

impl Next {
    pub(super) fn set(&self, task: Task) {
        let before = self.task.lock().unwrap_or_else(PoisonError::into_inner).replace(task);
        self.arrived.notify_one();
        // To take a large book apart takes a moment, in which the other thread need not wait.
        drop(before);
    }

    fn wait(&self) -> Task {
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner);
        let task = self.arrived.wait_while(task, |task| task.is_none());
        task.unwrap_or_else(PoisonError::into_inner).take().expect("it was waited for")
    }

    fn wait_for(&self, time: Duration) -> Option<Task> {
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut task, _) = self
            .arrived
            .wait_timeout_while(task, time, |task| task.is_none())
            .unwrap_or_else(PoisonError::into_inner);
        task.take()
    }
}

struct Checker {
    tasks: Arc<Next>,
    preview: Arc<Preview>,
    tell: Tell,
    /// What the latest rendering of a whole book had to say; it stands in until the next one is finished.
    of_rendering: Vec<Diagnostic>,
}

pub(super) fn spawn(tasks: Arc<Next>, preview: Arc<Preview>, tell: Tell) -> anyhow::Result<()> {
    let checker = Checker { tasks, preview, tell, of_rendering: Vec::new() };
    // What makes the search index takes every thread that it is given: not those which the author waits for.
    let threads = rayon::ThreadPoolBuilder::new().thread_name(|_| "check".to_owned());
    let threads = threads.start_handler(|_| give_way()).build();
    let threads = threads.context("there are no threads for the preview")?;
    let thread = std::thread::Builder::new().name("check".to_owned());
    let stay = move || threads.install(move || checker.stay());
    thread.spawn(stay).context("there is no thread for the preview")?;
    Ok(())
}

/// Lets others go first. It is only a favour.
fn give_way() {
    // Of this thread alone, on Linux; elsewhere it would be the whole process.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(10);
}

impl Checker {
    fn stay(mut self) {
        let mut next = None;
        loop {
            if let Task::Check { book, mut of_reading, of_book } =
                next.take().unwrap_or_else(|| self.tasks.wait())
            {
                of_reading.extend(of_book.all());
                next = self.check(&book, &of_reading);
            }
        }
    }

    /// Says what there is to say, unless another task interrupts it, which it gives back.
    fn check(&mut self, book: &Book, findings: &[Diagnostic]) -> Option<Task> {
        self.publish(book, findings);
        if let Some(task) = self.tasks.wait_for(CALM) {
            return Some(task);
        }
        let outputs = book.outputs(&self.preview.memos);
        let mut of_rendering = Vec::new();
        // The files of the search have nothing to say but for the script, and after an edit each is made when it is asked for.
        let paths = outputs.paths().filter(|path| *path == search::SCRIPT || !search::is_file(path));
        for path in paths {
            if let Some(task) = self.tasks.wait_for(Duration::ZERO) {
                return Some(task);
            }
            if let Some(outcome) = outputs.get(path) {
                of_rendering.extend(outcome.findings);
            }
        }
        self.of_rendering = of_rendering;
        self.publish(book, findings);
        None
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
