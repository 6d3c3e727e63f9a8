//! A whole small book of any pages is made, twice to the same bytes.
#![no_main]

use duly_fuzz::{inputs, make, source, with_pages};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|texts: [&str; 3]| {
    let paths = ["index.md", "a.md", "b/c.md"];
    let pages = paths.iter().zip(texts).map(|(path, text)| source(path, text)).collect();
    let inputs = with_pages(inputs(), pages);
    assert!(make(&inputs) == make(&inputs));
});
