//! Which files are pages, by their names.

use std::path::Path;

use crate::config::Dialect;

/// What sort of thing a file is.
pub enum Sort {
    /// A page of the book.
    Page,
    /// Published as it is.
    Asset,
    /// Of another program, which would make a file of the site from it.
    Template,
    /// A part of such a program, which no reader ever saw.
    Machinery,
}

/// What sort of thing the file at a path below the folder of pages is.
pub fn sort(path: &str, dialect: Dialect) -> Sort {
    match dialect {
        Dialect::Duly if is_page(path) => Sort::Page,
        Dialect::Duly => Sort::Asset,
        Dialect::TechDocs => tech_docs_sort(path),
    }
}

/// Middleman's rules: partials begin with `_`, and what ends with the name of a template language is a template.
fn tech_docs_sort(path: &str) -> Sort {
    const MACHINERY: [&str; 3] = ["layouts/", "stylesheets/", "javascripts/"];
    const TEMPLATES: [&str; 6] = [".erb", ".haml", ".slim", ".liquid", ".builder", ".scss"];
    let name = path.rsplit('/').next().unwrap_or(path);
    if name.starts_with('_') || MACHINERY.iter().any(|folder| path.starts_with(folder)) {
        Sort::Machinery
    } else if is_page(path.strip_suffix(".erb").unwrap_or(path)) {
        Sort::Page
    } else if TEMPLATES.iter().any(|extension| name.ends_with(extension)) {
        Sort::Template
    } else {
        Sort::Asset
    }
}

pub(super) fn is_page(path: &str) -> bool {
    let extension = Path::new(path).extension().and_then(|extension| extension.to_str());
    extension
        .is_some_and(|extension| ["md", "markdown"].iter().any(|known| extension.eq_ignore_ascii_case(known)))
}
