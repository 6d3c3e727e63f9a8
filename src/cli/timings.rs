//! `duly build --timings`: what each stage took, for those who wonder where the time goes.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::build::counted;
use super::report;

/// How wide the names of stages are shown.
const NAMES: usize = 24;

/// How wide their counts are.
const COUNTS: usize = 18;

/// Stages that are over, each from the end of the one before.
pub(super) struct Timings {
    started: Instant,
    latest: Instant,
    lines: Vec<String>,
}

/// What the parts of a stage that runs on every core took, added up over the cores.
#[derive(Default)]
pub(super) struct Spent {
    by_part: Mutex<BTreeMap<&'static str, (usize, Duration)>>,
}

impl Timings {
    pub(super) fn new() -> Self {
        let now = now();
        Self { started: now, latest: now, lines: Vec::new() }
    }

    /// A stage is over that went through so many things.
    pub(super) fn over(&mut self, stage: &str, count: usize, noun: &str) {
        let now = now();
        self.lines.push(line(stage, &counted(count, noun), now - self.latest));
        self.latest = now;
    }

    /// What the parts of the latest stage took.
    pub(super) fn shares(&mut self, spent: &Spent) {
        let by_part = spent.by_part.lock().unwrap_or_else(PoisonError::into_inner);
        let part = |(part, (count, time)): (&&str, &(usize, Duration))| {
            line(&format!("  {part}"), &format!("{count} times"), *time) + " of all cores"
        };
        self.lines.extend(by_part.iter().map(part));
    }

    /// Since the beginning of the run.
    pub(super) fn total(&self) -> Duration {
        now() - self.started
    }

    pub(super) fn show(&self) {
        for line in &self.lines {
            report::remark(line);
        }
        report::remark(&line("all", "", self.total()));
    }
}

impl Spent {
    /// Does something, and adds the time that it took to a part.
    pub(super) fn on<T>(&self, part: &'static str, work: impl FnOnce() -> T) -> T {
        let started = now();
        let result = work();
        let mut by_part = self.by_part.lock().unwrap_or_else(PoisonError::into_inner);
        let (count, time) = by_part.entry(part).or_default();
        *count += 1;
        *time += now() - started;
        result
    }
}

fn line(stage: &str, count: &str, time: Duration) -> String {
    format!("{stage:NAMES$}{count:>COUNTS$}{:>9.3} s", time.as_secs_f64())
}

#[expect(clippy::disallowed_methods, reason = "the command line owns the clock")]
fn now() -> Instant {
    Instant::now()
}
