//! The words of any page can be indexed, and an edited page in an index that is there.
#![no_main]

use duly::book::{Book, Memos};
use duly_fuzz::{inputs, source, with_pages};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|texts: (&str, &str, bool)| {
    let memos = Memos::default();
    let language = if texts.2 { "cy" } else { "en" };
    for text in [texts.0, texts.1] {
        let page = format!("---\nlanguage: {language}\n---\n\n{text}");
        let pages = vec![source("a.md", &page), source("glossary.md", text), source("index.md", "# Home\n")];
        let inputs = with_pages(inputs(), pages);
        let book = Book::settle(&inputs, &memos).value;
        let outputs = book.outputs(&memos);
        let files: Vec<&str> = outputs.paths().filter(|path| path.starts_with("search/") && !path.ends_with(".html")).collect();
        assert!(files.iter().all(|path| outputs.get(path).is_some()));
    }
});
