//! Where the chapters of a book go: each into the folder of the chapter or the part that it stands below in the list, however
//! its files lie.

use std::collections::{BTreeMap, BTreeSet};

use super::slug;
use super::summary::{Chapter, Item};
use crate::link::folded_address;

/// A part of the book, or a chapter, in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Placed {
    /// The new path of the page.
    pub(super) to: String,
    /// The order within the folder.
    pub(super) weight: usize,
}

/// The places of all items, in their order.
pub(super) fn places(items: &[Item]) -> Vec<Placed> {
    let is_readme = |item: &Item| matches!(item, Item::Chapter(chapter) if named(&chapter.path) == ("", "index".to_owned()));
    let has_readme = items.iter().any(is_readme);
    let mut finder = Finder { folders: vec![String::new()], has_readme, ..Finder::default() };
    items.iter().enumerate().map(|(index, item)| finder.place(items, index, item)).collect()
}

#[derive(Default)]
struct Finder {
    /// The folder of the part, then that of the chapter at each depth which those below it go into.
    folders: Vec<String>,
    /// The folder of each part, by its title.
    parts: BTreeMap<String, String>,
    /// Whether one of the chapters is the index of the whole folder.
    has_readme: bool,
    taken: BTreeSet<String>,
}

impl Finder {
    fn place(&mut self, items: &[Item], index: usize, item: &Item) -> Placed {
        let to = match item {
            Item::Part(title) => self.part(title),
            Item::Chapter(chapter) => {
                let next = items.get(index + 1);
                let is_deeper = |depth| depth > chapter.depth && chapter.depth > 0;
                let has_more = matches!(next, Some(Item::Chapter(next)) if is_deeper(next.depth));
                // The first chapter is what mdBook shows at the root, unless a README is.
                self.chapter(chapter, has_more, index == 0 && !self.has_readme)
            }
        };
        Placed { to, weight: (index + 1) * 10 }
    }

    fn part(&mut self, title: &str) -> String {
        // A part that is named twice goes on.
        let known = self.parts.get(title).cloned();
        let folder = known.unwrap_or_else(|| self.free("", &slug(title), "part", "/index.md"));
        self.parts.insert(title.to_owned(), folder.clone());
        let to = format!("{folder}/index.md");
        self.folders = vec![folder];
        to
    }

    fn chapter(&mut self, chapter: &Chapter, has_more: bool, is_first: bool) -> String {
        let (folder, name) = named(&chapter.path);
        let is_index = name == "index";
        let is_home = is_first || (is_index && folder.is_empty());
        if is_home && !has_more && chapter.depth < 2 && self.taken.insert(String::new()) {
            return "index.md".to_owned();
        }
        let name = match (is_index, folder.rsplit('/').next().filter(|last| !last.is_empty())) {
            (false, _) if !name.is_empty() => name,
            (true, Some(last)) => last.to_owned(),
            _ => slug(&chapter.title),
        };
        // A preface or an appendix is beside the parts.
        let above = self.folders.iter().take(chapter.depth).next_back().cloned().unwrap_or_default();
        let other = format!("{}-{name}", folder.replace('/', "-"));
        let ending = if has_more { "/index.md" } else { ".md" };
        let place = self.free(&above, &name, other.trim_matches('-'), ending);
        if chapter.depth > 0 {
            self.folders.truncate(chapter.depth);
            self.folders.push(if has_more { place.clone() } else { above });
        }
        place + ending
    }

    /// A place below a folder that no other page has: under its name, else under another, else with a number.
    fn free(&mut self, folder: &str, name: &str, other: &str, ending: &str) -> String {
        let below = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        let numbered = (2..).map(|number| below(&format!("{name}-{number}")));
        let mut places = [below(name), below(other)].into_iter().chain(numbered);
        let is_free = |place: &String| self.taken.insert(folded_address(&format!("{place}{ending}")));
        places.find(is_free).expect("one of all numbers is free")
    }
}

/// Folder and name of a chapter's file, the name without its extension; that of a README is `index`.
fn named(path: &str) -> (&str, String) {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    (folder, if stem.eq_ignore_ascii_case("readme") { "index".to_owned() } else { stem.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::super::summary::items;
    use super::*;
    use crate::source::SourceFile;

    fn of(text: &str) -> Vec<String> {
        places(&items(&SourceFile::new("SUMMARY.md", text))).into_iter().map(|place| place.to).collect()
    }

    #[test]
    fn chapters_go_where_the_list_has_them() {
        let flat = "[Hello](intro.md)\n\n- [A](a.md)\n    - [B](b.md)\n        - [C](c.md)\n    - [D]()\n- [E](e.md)\n\n[End](end.md)\n";
        assert_eq!(
            of(flat),
            ["index.md", "a/index.md", "a/b/index.md", "a/b/c.md", "a/d.md", "e.md", "end.md"]
        );
        let deep = "- [Home](README.md)\n- [CLI](cli/README.md)\n    - [init](cli/init.md)\n    - [Theme](cli/theme/README.md)\n- [Terms](appendix/terms.md)\n";
        assert_eq!(of(deep), ["index.md", "cli/index.md", "cli/init.md", "cli/theme.md", "terms.md"]);
    }

    #[test]
    fn parts_are_folders_and_prefaces_stand_beside_them() {
        let text = "# S\n\n[Hello](x/README.md)\n\n# User guide\n\n- [A](a/README.md)\n  - [B](a/b.md)\n\n# More\n\n- [C](c.md)\n\n# User guide\n\n- [D](d.md)\n";
        let expected = [
            "index.md",
            "user-guide/index.md",
            "user-guide/a/index.md",
            "user-guide/a/b.md",
            "more/index.md",
            "more/c.md",
            "user-guide/index.md",
            "user-guide/d.md",
        ];
        assert_eq!(of(text), expected);
    }

    #[test]
    fn no_two_chapters_have_one_address() {
        let text = "- [Home](home.md)\n- [A](x/a.md)\n- [B](y/A.md)\n- [C](x-a.md)\n- [D](z/a/README.md)\n- [E]()\n- [E]()\n";
        assert_eq!(of(text), ["index.md", "a.md", "y-A.md", "x-a.md", "z-a-a.md", "e.md", "e-2.md"]);
    }
}
