//! The queue as Markdown, for an issue that is opened every month or a message to a team.

use std::fmt::Write;

use super::table::{printable, state, when};
use crate::index::{Queue, Row, is_updated_since};
use crate::link::Site;

/// A heading and a table for each owner, of at most `limit` pages: an issue has room for so many.
pub(super) fn queue(queue: &Queue, rows: &[Row], site: &Site, limit: Option<usize>) -> String {
    let mut text = format!("# Reviews on {}: {}\n", site.today, escaped(&site.config.book.title));
    for group in queue.groups(rows) {
        let name = group.owner.map_or("No owner", |owner| &owner.name);
        write!(text, "\n## {}\n\n| Page | State | Due | Last reviewed |\n|---|---|---|---|\n", escaped(name))
            .expect("writing to a string cannot fail");
        let shown = limit.unwrap_or(usize::MAX).min(group.rows.len());
        for row in &group.rows[..shown] {
            text += &line(row, site.config.site.url.is_some());
        }
        match group.rows.len() - shown {
            0 => {}
            1 => text += "\nAnd 1 more page.\n",
            more => write!(text, "\nAnd {more} more pages.\n").expect("writing to a string cannot fail"),
        }
    }
    if rows.is_empty() {
        text += "\nNothing is in the queue.\n";
    }
    text
}

fn line(row: &Row, is_published: bool) -> String {
    let title = escaped(&row.title);
    // An address from the root of a site leads nowhere as long as nobody knows where that site is.
    let page = if is_published { format!("[{title}](<{}>)", row.url) } else { title };
    let updated = if is_updated_since(row) { ", updated since" } else { "" };
    let due = row.next_review_due.map_or_else(String::new, |due| format!("{due}, {}", when(row)));
    let last = row.last_reviewed_on.map_or_else(String::new, |date| date.to_string());
    format!("| {page} | {}{updated} | {due} | {last} |\n", state(row.state))
}

/// A text of an author in a cell: nothing in it is Markdown.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in printable(text).chars() {
        if "\\`*_{}[]<>()#+-!|~&".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
        // Between an `@` and a name, an invisible sign that joins words: nobody is to be called by a title.
        if c == '@' {
            escaped.push('\u{2060}');
        }
    }
    escaped
}
