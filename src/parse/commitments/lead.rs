//! The text before a list that makes its items commitments.

use std::sync::Arc;

/// What every book has: “We will:” in English and in Welsh.
const BUILT_IN: [&str; 2] = ["we will", "byddwn yn"];

/// The endings of a text before a list that make its items commitments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct LeadIns(Arc<[String]>);

impl LeadIns {
    /// The built-in ones and those of a book, which may be written with or without their colon.
    pub fn new(own: &[String]) -> Self {
        let own = own.iter().map(|lead| tidy(lead.trim().trim_end_matches(':')));
        Self(own.filter(|lead| !lead.is_empty()).collect())
    }

    /// Whether a text, as it is written, ends with one of them and a colon.
    pub(super) fn end(&self, written: &str) -> bool {
        let marks = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '#');
        // An attribute of a heading is no part of its words.
        let written = match written.trim_end_matches(marks) {
            text if text.ends_with('}') => text.rfind('{').map_or(text, |start| &text[..start]),
            text => text,
        };
        let Some(before) = written.trim_end_matches(marks).strip_suffix(':') else { return false };
        let words = tidy(before.trim_end_matches(marks));
        let own = self.0.iter().map(String::as_str);
        BUILT_IN.into_iter().chain(own).any(|lead| ends_with_words(&words, lead))
    }
}

fn ends_with_words(words: &str, lead: &str) -> bool {
    words.strip_suffix(lead).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
}

/// In lower case, with single blanks and without marks of formatting.
fn tidy(text: &str) -> String {
    let plain = text.replace(['*', '_'], "").to_lowercase();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::LeadIns;

    #[test]
    fn a_text_leads_in_when_it_ends_with_the_words_and_a_colon() {
        let leads = LeadIns::new(&["Departments will:".to_owned()]);
        for text in [
            "We will:",
            "To enable this, we\nwill:\n",
            "**We will:**",
            "In 2027 **we will**:",
            "## We will: {#plans}",
            "Byddwn yn:",
            "The departments will:",
        ] {
            assert!(leads.end(text), "{text}");
        }
        for text in ["We will", "We will:x", "Owe will:", "What we will do:", "They will:", ":", ""] {
            assert!(!leads.end(text), "{text}");
        }
    }
}
