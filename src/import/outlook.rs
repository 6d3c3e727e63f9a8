//! First due dates for pages of which nobody knows when they were reviewed.
//!
//! That a page was edited does not say that anybody stood by it. So no page gets a date of a review: it gets a day by
//! which it wants its first one, the pages that were left alone for longest first, and is *not yet reviewed* until then.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};

use super::Import;
use super::front_matter::with_lines;
use crate::parse::written_front_matter;
use crate::source::SourceFile;

/// The first review is asked for after so many days, so that nobody begins late.
const FIRST: i64 = 28;

/// The last one at most so many workdays later: about eleven months.
const SPREAD: usize = 240;

/// The day on which each file was last edited, by path.
pub type Edits = BTreeMap<String, Date>;

/// Gives every page without a date or a cadence the day of its first review.
pub fn propose(import: &mut Import, edits: &Edits, today: Date) {
    let mut undated: Vec<(Date, &String)> = Vec::new();
    for (page, origin) in &import.origins {
        let Some(edited) = edits.get(origin) else { continue };
        if import.files.get(page).is_some_and(|bytes| is_undated(bytes)) {
            undated.push((*edited, page));
        }
    }
    undated.sort();
    let days = workdays(today);
    let count = undated.len();
    let planned: Vec<(String, Date, Date)> = undated
        .into_iter()
        .enumerate()
        .map(|(index, (edited, page))| (page.clone(), edited, days[index * SPREAD / count]))
        .collect();
    for (page, edited, day) in planned {
        let lines =
            [format!("# Not yet reviewed; last edited on {edited}."), format!("next_review_on: {day}")];
        if let Some(bytes) = import.files.get_mut(&page) {
            *bytes = with_lines(&String::from_utf8_lossy(bytes), &lines).into_bytes();
        }
    }
    if count > 0 {
        let pages = if count == 1 { "1 page has".to_owned() } else { format!("{count} pages have") };
        import.remarks.push(format!(
            "{pages} no date of a review: first reviews are spread from {} to {}, what was left alone longest first.",
            days[0],
            days[(count - 1) * SPREAD / count]
        ));
    }
}

fn is_undated(bytes: &[u8]) -> bool {
    let file = SourceFile::new("", String::from_utf8_lossy(bytes));
    let outcome = written_front_matter(&file);
    let review = &outcome.value.front_matter.review;
    let is_sound = !outcome.findings.iter().any(|finding| finding.code.rule().fixed);
    is_sound
        && review.last_reviewed_on.is_none()
        && review.next_review_on.is_none()
        && review.review_in.is_none()
}

/// The days from Monday to Friday on which first reviews can be due.
fn workdays(today: Date) -> Vec<Date> {
    let first = today.saturating_add(jiff::Span::new().days(FIRST));
    let days = std::iter::successors(Some(first), |day| day.tomorrow().ok());
    let days = days.filter(|day| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday));
    days.take(SPREAD).collect()
}
