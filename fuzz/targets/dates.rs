//! Any text is a date, a cadence or a mistake; a due date is never before the review.
#![no_main]

use duly::review::{Cadence, parse_date, parse_days};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|texts: (&str, &str)| {
    let (date, cadence) = (parse_date(texts.0), Cadence::parse(texts.1));
    let _ = parse_days(texts.1);
    if let Ok(date) = date {
        assert_eq!(parse_date(&date.to_string()), Ok(date));
    }
    if let (Ok(date), Ok(cadence)) = (date, cadence) {
        let due = cadence.due_after(date);
        assert!(due.is_none_or(|due| due > date), "{date} {cadence:?}");
    }
});
