//! Any link, path and address: all links of all pages lead within the site or to an allowed scheme.
#![no_main]

use duly_fuzz::{harmless_words, inputs, make, source, with_pages};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|texts: (&str, &str, &str)| {
    let (path, target, old) = texts;
    let path: String = path.chars().filter(|c| !matches!(c, '\0' | '/' | '\\')).take(60).collect();
    let line = |text: &str| text.replace(['\n', '\r'], " ");
    let old = line(old).replace('\'', "''");
    let page = format!(
        "---\ntitle: A\nold_paths: ['{old}']\nsupports: ['{old}']\n---\n\n[a]({target}) [b](<{}>)\n\n![c]({target})\n\n[d]: {target}\n",
        line(target)
    );
    let pages = vec![source("index.md", "# Home\n\n[a](a.md)\n"), source(&format!("a{path}.md"), &page), source("b/index.md", &page)];
    for (path, bytes) in make(&with_pages(inputs(), pages)) {
        assert!(!path.starts_with('/') && !path.split('/').any(|part| part == ".."), "{path}");
        if path.ends_with("index.html") {
            harmless_words(&String::from_utf8_lossy(&bytes));
        }
    }
});
