//! The words that people add to a review, checked before they are published.

use super::Refusal;

/// In characters.
pub const LONGEST_NAME: usize = 200;
/// In characters.
pub const LONGEST_NOTE: usize = 2_000;

/// The name of a person, a role or a body, fit to be printed on a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reviewer(String);

/// A remark on a review: one or more lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note(String);

impl Reviewer {
    /// A name without the white space around it.
    ///
    /// # Errors
    ///
    /// When it is empty, longer than [`LONGEST_NAME`], or holds what could disguise what stands beside it.
    pub fn new(text: &str) -> Result<Self, Refusal> {
        let name = text.trim();
        if !name.chars().any(char::is_alphanumeric) {
            return Err(Refusal::new("the name of the reviewer is empty", "name a person or a role"));
        }
        fits("name", name, LONGEST_NAME)?;
        is_harmless("name", name, &[])?;
        Ok(Self(name.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Note {
    /// A note without the white space around it, its lines ended by LF; none when nothing is left.
    ///
    /// # Errors
    ///
    /// When it is longer than [`LONGEST_NOTE`], or holds what could disguise what stands beside it.
    pub fn new(text: &str) -> Result<Option<Self>, Refusal> {
        let note = text.trim().replace("\r\n", "\n").replace('\r', "\n");
        fits("note", &note, LONGEST_NOTE)?;
        is_harmless("note", &note, &['\n', '\t'])?;
        Ok(Some(Self(note)).filter(|note| !note.0.is_empty()))
    }

    /// The note.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn fits(what: &str, text: &str, longest: usize) -> Result<(), Refusal> {
    let length = text.chars().count();
    if length <= longest {
        return Ok(());
    }
    let message = format!("the {what} has {length} characters; {longest} are enough");
    Err(Refusal::new(message, "say the rest on the page"))
}

/// Refuses control characters and marks that show the text around them in another order (Unicode UAX #9 §2).
fn is_harmless(what: &str, text: &str, allowed: &[char]) -> Result<(), Refusal> {
    let reorders = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let bad = text.chars().find(|c| (breaks(*c) || reorders(*c)) && !allowed.contains(c));
    let Some(bad) = bad else { return Ok(()) };
    let message = match bad {
        '\n' | '\r' => format!("the {what} goes over more than one line"),
        _ => format!("the {what} holds the invisible character U+{:04X}", u32::from(bad)),
    };
    Err(Refusal::new(message, "type it anew, without what was copied along with it"))
}
