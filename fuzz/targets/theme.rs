//! Any template, and any strings of a theme: findings or pages.
#![no_main]

use std::sync::Arc;

use duly::load::ThemeFile;
use duly::source::SourceFile;
use duly_fuzz::{inputs, make};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|texts: (&str, &str)| {
    let mut inputs = inputs();
    let theme = Arc::make_mut(&mut inputs.theme);
    let file = |path: &str, text: &str| SourceFile::new(format!("themes/own/{path}"), text);
    theme.layers.insert(0, "own".to_owned());
    theme.templates.push(ThemeFile { name: "own/404.html".to_owned(), file: file("templates/404.html", texts.0) });
    theme.strings.insert(0, ThemeFile { name: "en".to_owned(), file: file("strings/en.toml", texts.1) });
    make(&inputs);
});
