//! What the book says about how much each finding weighs: the `[lint]` table of `book.toml`.

use std::collections::BTreeMap;

use super::{Code, Diagnostic, Severity};

/// What a code is set to in `[lint]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// The finding is dropped.
    Off,
    /// The finding has this severity.
    At(Severity),
}

/// The levels that a book sets; every other code keeps its own severity, and some are off unless they are set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Levels(BTreeMap<Code, Level>);

impl Levels {
    /// Sets a code; what was set for it before is forgotten.
    pub fn set(&mut self, code: Code, level: Level) {
        self.0.insert(code, level);
    }

    /// Whether a finding of a code would be shown.
    pub fn wants(&self, code: Code) -> bool {
        match self.0.get(&code) {
            Some(level) => *level != Level::Off,
            None => !code.rule().off,
        }
    }

    /// Gives every finding the severity that the book wants for it and drops those it does not want. A code
    /// whose rule is fixed is left alone: without its value there is no page to publish.
    pub fn apply(&self, findings: &mut Vec<Diagnostic>) {
        findings.retain_mut(|finding| {
            if finding.code.rule().fixed {
                return true;
            }
            match self.0.get(&finding.code) {
                Some(Level::Off) => false,
                Some(Level::At(severity)) => {
                    finding.severity = *severity;
                    true
                }
                None => !finding.code.rule().off,
            }
        });
    }
}
