//! Names of files that become addresses: without numbers for the order, without blanks, and each only once.

use std::collections::{BTreeMap, BTreeSet};

/// The new names of all pages.
pub(super) struct NewNames {
    root: String,
    pages: BTreeMap<String, NewName>,
}

/// The new name of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct NewName {
    /// Below the new folder of pages.
    pub(super) path: String,
    /// The number that its name began with.
    pub(super) weight: Option<u32>,
}

impl NewNames {
    pub(super) fn of<'p>(paths: impl Iterator<Item = &'p String> + Clone, root: &str) -> Self {
        let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
        for path in paths.clone() {
            *wanted.entry(plain(below(path, root)).path.to_lowercase()).or_default() += 1;
        }
        let mut taken = BTreeSet::new();
        let mut pages = BTreeMap::new();
        for path in paths {
            let mut name = plain(below(path, root));
            // Where two would be one, both keep the numbers that tell them apart.
            if wanted[&name.path.to_lowercase()] > 1 {
                name.path = safe(below(path, root));
            }
            let mut number = 1;
            let stem = name.path.trim_end_matches(".md").to_owned();
            while !taken.insert(name.path.to_lowercase()) {
                number += 1;
                name.path = format!("{stem}-{number}.md");
            }
            pages.insert(path.clone(), name);
        }
        Self { root: root.to_owned(), pages }
    }

    pub(super) fn of_page(&self, path: &str) -> NewName {
        self.pages.get(path).cloned().unwrap_or_default()
    }

    /// Other files keep their names, which links in code and elsewhere know.
    pub(super) fn of_asset(&self, path: &str) -> String {
        below(path, &self.root).to_owned()
    }
}

/// The path without the folder that all pages are in.
fn below<'p>(path: &'p str, root: &str) -> &'p str {
    let inner = path.strip_prefix(root).filter(|_| !root.is_empty()).and_then(|rest| rest.strip_prefix('/'));
    inner.unwrap_or(path)
}

fn plain(path: &str) -> NewName {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let folder: String =
        folder.split('/').filter(|part| !part.is_empty()).map(|part| numbered(part).1 + "/").collect();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let (weight, stem) = numbered(stem.trim_start_matches('_'));
    let stem = if stem.eq_ignore_ascii_case("readme") { "index".to_owned() } else { stem };
    NewName { path: format!("{folder}{stem}.md"), weight }
}

/// The same with the numbers kept.
fn safe(path: &str) -> String {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    stem.split('/').map(|part| portable(part.trim_start_matches('_'))).collect::<Vec<_>>().join("/") + ".md"
}

/// A name without the number that it begins with, as `01-`, `2. ` or `3_`. A year is part of the name.
fn numbered(name: &str) -> (Option<u32>, String) {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let figures = &name[..name.len() - rest.len()];
    let separated = rest.trim_start_matches(['-', '_', '.', ' ', ')']);
    let is_order = (1..=3).contains(&figures.len())
        && separated.len() < rest.len()
        && separated.starts_with(|c: char| c.is_alphabetic());
    if is_order { (figures.parse().ok(), portable(separated)) } else { (None, portable(name)) }
}

/// Without blanks, and without what some systems cannot store.
fn portable(name: &str) -> String {
    let mut portable = String::new();
    for c in name.chars() {
        match c {
            c if c.is_whitespace() => {
                if !portable.ends_with('-') {
                    portable.push('-');
                }
            }
            c if "<>:\"|?*\\#%&'".contains(c) || c.is_control() => {}
            c => portable.push(c),
        }
    }
    let portable = portable.trim_matches(['-', '.']);
    if portable.is_empty() { "page".to_owned() } else { portable.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_weights_and_blanks_hyphens() {
        let paths = [
            "docs/01-start.md",
            "docs/02 What we do.md",
            "docs/2024-plan.md",
            "docs/a/README.md",
            "docs/03-x.md",
            "docs/04-x.md",
            "docs/_part.md",
        ];
        let paths: Vec<String> = paths.map(str::to_owned).to_vec();
        let names = NewNames::of(paths.iter(), "docs");
        let new: Vec<(String, Option<u32>)> =
            paths.iter().map(|path| names.of_page(path)).map(|name| (name.path, name.weight)).collect();
        let expected = [
            ("start.md", Some(1)),
            ("What-we-do.md", Some(2)),
            ("2024-plan.md", None),
            ("a/index.md", None),
            ("03-x.md", Some(3)),
            ("04-x.md", Some(4)),
            ("part.md", None),
        ];
        assert_eq!(new, expected.map(|(path, weight)| (path.to_owned(), weight)));
        assert_eq!(names.of_asset("assets/a b.png"), "assets/a b.png");
    }
}
