//! Any Markdown becomes HTML that does nothing and closes what it opens.
#![no_main]

use duly::config::MarkdownConfig;
use duly::parse::{ParseOptions, parse};
use duly::render::fragment;
use duly_fuzz::{closes_what_it_opens, harmless, source, told};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let html = fragment(text, MarkdownConfig::default());
    harmless(&html);
    closes_what_it_opens(&html);
    told(&parse(&source("a.md", text), ParseOptions::default()).findings);
});
