//! Any `book.toml` is a configuration or findings in it, and a book with it can be made.
#![no_main]

use duly_fuzz::{inputs, make, told};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let file = duly::source::SourceFile::new("book.toml", format!("[book]\ntitle = \"Book\"\n{text}"));
    let outcome = duly::config::read(&file);
    told(&outcome.findings);
    if let Some(config) = outcome.value {
        let mut inputs = inputs();
        inputs.config = config;
        make(&inputs);
    }
});
