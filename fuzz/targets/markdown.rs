//! Any Markdown becomes HTML that does nothing and closes what it opens.
#![no_main]

use duly::config::MarkdownConfig;
use duly::parse::{ParseOptions, parse};
use duly::render::fragment;
use duly_fuzz::{closes_what_it_opens, nothing_runs, source, told};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let html = fragment(text, MarkdownConfig::default());
    // Where links lead is judged once the book is known: the targets `links` and `book` look at that.
    nothing_runs(&html);
    closes_what_it_opens(&html);
    told(&parse(&source("a.md", text), ParseOptions::default()).findings);
});
