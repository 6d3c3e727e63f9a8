//! A whole small book of any pages is made, twice to the same bytes, and nothing on its pages acts.
#![no_main]

use duly_fuzz::{harmless_words, inputs, make, source, with_pages};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|texts: [&str; 3]| {
    let paths = ["index.md", "a.md", "b/c.md"];
    let pages = paths.iter().zip(texts).map(|(path, text)| source(path, text)).collect();
    let inputs = with_pages(inputs(), pages);
    let site = make(&inputs);
    for (_, page) in site.iter().filter(|(path, _)| path.ends_with("index.html")) {
        harmless_words(&String::from_utf8_lossy(page));
    }
    assert!(make(&inputs) == site);
});
