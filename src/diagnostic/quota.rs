//! How many findings one page may have: a page that a program wrote can have a million, which nobody reads and which would take
//! many times the memory of the page.

use std::collections::BTreeMap;

use super::{Code, Diagnostic};

/// So many findings of each code are listed for a page; the last one says how many more there are.
pub const MOST_OF_A_CODE: usize = 1_000;

/// Counts findings about one page by their codes.
#[derive(Clone, Debug, Default)]
pub struct Quota {
    counts: BTreeMap<Code, usize>,
}

/// Findings about one page, of each code as many as are listed.
#[derive(Clone, Debug, Default)]
pub struct PageFindings {
    listed: Vec<Diagnostic>,
    quota: Quota,
}

impl Quota {
    /// Counts one more finding, and says whether it is to be listed.
    pub fn take(&mut self, code: Code) -> bool {
        let count = self.counts.entry(code).or_default();
        *count += 1;
        *count <= MOST_OF_A_CODE
    }

    /// Whether one more finding would be listed.
    pub fn has_room(&self, code: Code) -> bool {
        self.counts.get(&code).is_none_or(|count| *count < MOST_OF_A_CODE)
    }

    /// Counts what another one has counted.
    pub fn join(&mut self, other: Self) {
        for (code, count) in other.counts {
            *self.counts.entry(code).or_default() += count;
        }
    }

    /// Lets the last finding of each code say how many more there are.
    pub fn tell(&self, findings: &mut [Diagnostic]) {
        for (code, count) in &self.counts {
            let more = count.saturating_sub(MOST_OF_A_CODE);
            let last = findings.iter_mut().rev().find(|finding| finding.code == *code);
            if let Some(last) = last.filter(|_| more > 0) {
                let message = &mut last.message;
                *message = format!("{message}; {more} more of these on this page are not listed");
            }
        }
    }
}

impl PageFindings {
    /// Whether one more finding would be listed, for those who would look far for what to say.
    pub fn has_room(&self, code: Code) -> bool {
        self.quota.has_room(code)
    }

    /// Counts a finding, and lists it while there is room.
    pub fn push(&mut self, finding: Diagnostic) {
        if self.quota.take(finding.code) {
            self.listed.push(finding);
        }
    }

    /// Counts a finding for which there is no room.
    pub fn leave_out(&mut self, code: Code) {
        self.quota.take(code);
    }

    /// What is listed.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        self.quota.tell(&mut self.listed);
        self.listed
    }
}

impl Extend<Diagnostic> for PageFindings {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, findings: T) {
        findings.into_iter().for_each(|finding| self.push(finding));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    #[test]
    fn the_last_finding_that_is_listed_says_how_many_are_not() {
        let file = SourceFile::new("a.md", "text");
        let mut findings = PageFindings::default();
        let finding = |code, at| Diagnostic::new(code, &file, at..at, format!("number {at}"));
        findings.extend((0..1_003).map(|at| finding(Code::LinkMissingPage, at)));
        findings.push(finding(Code::PageNoTitle, 0));
        assert!(!findings.has_room(Code::LinkMissingPage) && findings.has_room(Code::PageNoTitle));
        let listed = findings.finish();
        let messages: Vec<&str> = listed.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(messages.len(), 1_001);
        assert_eq!(messages[998], "number 998");
        assert_eq!(messages[999], "number 999; 3 more of these on this page are not listed");
        assert_eq!(messages[1_000], "number 0");
    }
}
