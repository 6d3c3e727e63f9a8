//! What is being gathered of a body until it can be written: a block, a footnote, a picture's text.

use pulldown_cmark::{CowStr, Event, html::push_html};

/// So many events are gathered before they are written: of a huge table, or of a paragraph of a million marks, they would take many
/// times its memory.
const FLUSHED_AT: usize = 512;

/// What is gathered, and what for.
pub(super) struct Capture<'a> {
    pub(super) purpose: Purpose,
    /// HTML; of a picture's text and of code, their words.
    pub(super) written: String,
    /// What is still to be written behind it.
    events: Vec<Event<'a>>,
}

/// What something is gathered for.
pub(super) enum Purpose {
    Body,
    BlockTitle {
        name: String,
    },
    BlockBody {
        name: String,
        title: String,
    },
    Footnote {
        label: String,
    },
    Image {
        at: usize,
        target: String,
        title: String,
    },
    Code {
        language: String,
    },
    /// The heading that is the title of the page: the theme shows it.
    Title,
}

impl<'a> Capture<'a> {
    pub(super) fn new(purpose: Purpose) -> Self {
        Self { purpose, written: String::new(), events: Vec::new() }
    }

    /// For a text of so many bytes.
    pub(super) fn with_room(purpose: Purpose, bytes: usize) -> Self {
        Self { written: String::with_capacity(bytes), ..Self::new(purpose) }
    }

    pub(super) fn push(&mut self, event: Event<'a>) {
        if matches!(self.purpose, Purpose::Image { .. } | Purpose::Code { .. }) {
            self.written.push_str(words(&event));
            return;
        }
        self.events.push(event);
        if self.events.len() >= FLUSHED_AT {
            push_html(&mut self.written, self.events.drain(..));
            // The writer takes its beginning for that of a line, unless it is told of a text.
            if !(self.written.is_empty() || self.written.ends_with('\n')) {
                self.events.push(Event::Text(CowStr::Borrowed("")));
            }
        }
    }

    /// All of what was gathered, as HTML.
    pub(super) fn into_html(self) -> String {
        let mut written = self.written;
        push_html(&mut written, self.events.into_iter());
        written
    }
}

/// The words of a piece, without formatting.
fn words<'e>(event: &'e Event<'_>) -> &'e str {
    match event {
        Event::Text(part) | Event::Code(part) => part,
        Event::SoftBreak | Event::HardBreak => " ",
        _ => "",
    }
}
