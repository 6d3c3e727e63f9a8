//! Tables: in a region that scrolls by keyboard too, columns aligned by class, because a strict content
//! security policy forbids the `style` attributes that Markdown writers usually make.

use pulldown_cmark::{Alignment, Tag, TagEnd};

use super::escape::escaped;

/// Where the writer is in the table that is open.
#[derive(Default)]
pub(super) struct Tables {
    /// How many tables the page has had.
    count: usize,
    alignments: Vec<Alignment>,
    column: usize,
    place: Place,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Head,
    /// The head is closed and no row has come yet.
    AfterHead,
    Body,
}

impl Tables {
    /// Begins a table and gives its number on the page.
    pub(super) fn begin(&mut self, alignments: Vec<Alignment>) -> usize {
        self.count += 1;
        self.alignments = alignments;
        self.place = Place::Head;
        self.count
    }

    pub(super) fn opening(label: &str) -> String {
        let label = escaped(label);
        format!(
            "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{label}\">\n<table>\n"
        )
    }

    pub(super) fn start(&mut self, tag: &Tag<'_>) -> String {
        match tag {
            Tag::TableHead => {
                self.column = 0;
                "<thead>\n<tr>".to_owned()
            }
            Tag::TableRow => {
                self.column = 0;
                let opening = if self.place == Place::AfterHead { "<tbody>\n<tr>" } else { "<tr>" };
                self.place = Place::Body;
                opening.to_owned()
            }
            _ => self.cell(),
        }
    }

    pub(super) fn end(&mut self, tag: TagEnd) -> &'static str {
        match (tag, self.place) {
            (TagEnd::TableHead, _) => {
                self.place = Place::AfterHead;
                "</tr>\n</thead>\n"
            }
            (TagEnd::TableRow, _) => "</tr>\n",
            (TagEnd::TableCell, Place::Head) => "</th>",
            (TagEnd::TableCell, _) => "</td>",
            (_, Place::Body) => "</tbody>\n</table>\n</div>\n",
            _ => "</table>\n</div>\n",
        }
    }

    fn cell(&mut self) -> String {
        let class = match self.alignments.get(self.column) {
            Some(Alignment::Left) => " class=\"align-left\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-right\"",
            Some(Alignment::None) | None => "",
        };
        self.column += 1;
        match self.place {
            Place::Head => format!("<th scope=\"col\"{class}>"),
            _ => format!("<td{class}>"),
        }
    }
}
