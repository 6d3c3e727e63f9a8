//! Names of files that become addresses: without numbers for the order, without blanks, and each only once.

use std::collections::{BTreeMap, BTreeSet};

use crate::load::not_portable;

/// The new names of all pages.
pub(super) struct NewNames {
    root: String,
    pages: BTreeMap<String, NewName>,
    /// The new paths of all folders, with the numbers that their names began with.
    folders: BTreeMap<String, Option<u32>>,
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
        let mut folders = BTreeMap::new();
        for path in paths {
            let mut name = plain(below(path, root));
            add_folders(below(path, root), &mut folders);
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
        // The page of a folder has the place of the folder.
        for name in pages.values_mut() {
            let folder = name.path.strip_suffix("/index.md");
            name.weight = name.weight.or_else(|| folder.and_then(|folder| *folders.get(folder)?));
        }
        Self { root: root.to_owned(), pages, folders }
    }

    /// Gives pages the places that the settings list them at, and each folder that of its first page.
    pub(super) fn put_in_order(&mut self, order: &BTreeMap<String, u32>) {
        let mut of_folders: BTreeMap<String, u32> = BTreeMap::new();
        for (path, name) in &mut self.pages {
            let Some(place) = order.get(path).copied() else { continue };
            name.weight = Some(place);
            let mut folder = name.path.as_str();
            while let Some((above, _)) = folder.rsplit_once('/') {
                let first = of_folders.entry(above.to_owned()).or_insert(place);
                *first = place.min(*first);
                folder = above;
            }
        }
        for (folder, place) in of_folders {
            self.folders.insert(folder, Some(place));
        }
    }

    /// The folders that have a number and no page of their own: path and number.
    pub(super) fn folders_without_page(&self) -> impl Iterator<Item = (&str, u32)> {
        let pages: BTreeSet<&str> = self.pages.values().map(|name| name.path.as_str()).collect();
        self.folders.iter().filter_map(move |(folder, number)| {
            let has_page = [format!("{folder}/index.md"), format!("{folder}.md")];
            (!has_page.iter().any(|page| pages.contains(page.as_str())))
                .then_some((folder.as_str(), (*number)?))
        })
    }

    pub(super) fn of_page(&self, path: &str) -> NewName {
        self.pages.get(path).cloned().unwrap_or_default()
    }

    /// Other files keep their names, which links in code and elsewhere know. Those in `static` are published without it.
    pub(super) fn of_asset(&self, path: &str) -> String {
        below(below(path, &self.root), "static").to_owned()
    }
}

/// The path without the folder that all pages are in.
fn below<'p>(path: &'p str, root: &str) -> &'p str {
    let inner = path.strip_prefix(root).filter(|_| !root.is_empty()).and_then(|rest| rest.strip_prefix('/'));
    inner.unwrap_or(path)
}

/// Adds the folders that a page is in.
fn add_folders(path: &str, folders: &mut BTreeMap<String, Option<u32>>) {
    let mut folder = String::new();
    let Some((above, _)) = path.rsplit_once('/') else { return };
    for part in above.split('/') {
        let (number, name) = numbered(part.trim_start_matches('_'));
        folder = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        folders.entry(folder.clone()).or_insert(number);
    }
}

fn plain(path: &str) -> NewName {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = folder.split('/').filter(|part| !part.is_empty());
    let folder: String = folder.map(|part| numbered(part.trim_start_matches('_')).1 + "/").collect();
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
    match portable {
        "" => "page".to_owned(),
        // Such as `aux`, which Windows keeps for itself.
        name if not_portable(name).is_some() => format!("{name}-page"),
        name => name.to_owned(),
    }
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
        assert_eq!(names.of_asset("static/a.png"), "a.png");
    }

    #[test]
    fn the_number_of_a_folder_is_that_of_its_page() {
        let paths = ["d/01-a/x.md", "d/02-b/README.md", "d/03-c/04-d/y.md", "d/e/z.md", "d/05-aux/a?.md"];
        let paths: Vec<String> = paths.map(str::to_owned).to_vec();
        let names = NewNames::of(paths.iter(), "d");
        assert_eq!(names.of_page(&paths[1]), NewName { path: "b/index.md".to_owned(), weight: Some(2) });
        let folders: Vec<(&str, u32)> = names.folders_without_page().collect();
        assert_eq!(folders, [("a", 1), ("aux-page", 5), ("c", 3), ("c/d", 4)]);
        assert_eq!(names.of_page(&paths[4]).path, "aux-page/a.md");
    }
}
