//! Any front matter becomes a page or findings in the file.
#![no_main]

use duly::parse::{ParseOptions, parse};
use duly_fuzz::{source, told};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|lines: &str| {
    let outcome = parse(&source("a.md", &format!("---\n{lines}\n---\n\n# A\n")), ParseOptions::default());
    assert!(outcome.value.is_some() || !outcome.findings.is_empty());
    told(&outcome.findings);
});
