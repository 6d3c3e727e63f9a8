//! A signed page is the same page with its review: it can be read again, and its body is the same to the byte but for empty lines before it.
#![no_main]

use duly::parse::{Document, ParseOptions, SignOffOutcome, parse};
use duly::review::parse_date;
use duly::sign_off::{Note, Reviewer, SignOff, sign};
use duly_fuzz::source;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|texts: (&str, &str, &str, u8)| {
    let (text, by, note, outcome) = texts;
    let today = parse_date("2026-11-30").expect("it is a date");
    let Some(document) = parse(&source("a.md", text), ParseOptions::default()).value else { return };
    let Ok(by) = Reviewer::new(by) else { return };
    let outcomes = [SignOffOutcome::NoChange, SignOffOutcome::Minor];
    let outcome = outcomes[usize::from(outcome) % outcomes.len()];
    let sign_off = SignOff { on: today, by, outcome, note: Note::new(note).ok().flatten(), next_review_on: None };
    let Ok(signed) = sign(&document, &sign_off, today) else { return };
    let again = parse(&source("a.md", &signed), ParseOptions::default());
    let again = again.value.unwrap_or_else(|| panic!("it cannot be read any more: {:?}", again.findings));
    assert_eq!(again.fingerprint(), document.fingerprint());
    // A page without front matter gets an empty line behind the one that it is given.
    let body = |document: &Document| document.source.file.text()[document.body..].trim_start_matches(['\r', '\n']).to_owned();
    assert_eq!(body(&again), body(&document));
});
