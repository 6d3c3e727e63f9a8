//! `CODEOWNERS`: who looks after which files, as git hosts read it.

use std::collections::BTreeMap;

use super::front_matter::quoted;
use super::{Files, Import};
use crate::parse::written_front_matter;
use crate::source::SourceFile;

/// Where the file may be, in the order in which git hosts look.
const PLACES: [&str; 3] = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];

/// The rules of such a file, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeOwners {
    rules: Vec<(String, Vec<String>)>,
}

impl CodeOwners {
    /// The rules of the folder; none when it has no such file.
    pub fn of(files: &Files) -> Option<Self> {
        let bytes = PLACES.iter().find_map(|place| files.get(*place))?;
        let text = String::from_utf8_lossy(bytes);
        let rule = |line: &str| {
            let mut words = line.split('#').next()?.split_whitespace().map(str::to_owned);
            Some((words.next()?, words.collect()))
        };
        Some(Self { rules: text.lines().filter_map(rule).collect() })
    }

    /// Gives every page of an import that names no owner the first one of its file, and declares them. Nothing is done
    /// in a book some of whose pages name owners: those would be unknown beside the new ones.
    pub fn propose(&self, import: &mut Import) {
        let has_owner = |bytes: &Vec<u8>| {
            let file = SourceFile::new("", String::from_utf8_lossy(bytes));
            let front_matter = written_front_matter(&file).value.front_matter;
            !front_matter.owners.is_empty() || front_matter.owner_slack.is_some()
        };
        if import.origins.keys().any(|page| import.files.get(page).is_some_and(has_owner)) {
            import.remarks.push("Pages name their owners already, so CODEOWNERS was not used.".to_owned());
            return;
        }
        let mut named = BTreeMap::new();
        for (page, origin) in &import.origins {
            let Some(owner) = self.owner(origin) else { continue };
            let id = identifier(owner);
            named.insert(id.clone(), owner.to_owned());
            if let Some(bytes) = import.files.get_mut(page) {
                let text = String::from_utf8_lossy(bytes).into_owned();
                *bytes = super::front_matter::with_lines(&text, &[format!("owner: {id}")]).into_bytes();
            }
        }
        let tables: String = named
            .iter()
            .map(|(id, owner)| {
                let is_address = owner.contains('@') && !owner.starts_with('@');
                let email = if is_address { format!("email = {}\n", quoted(owner)) } else { String::new() };
                format!("\n[owners.{}]\nname = {}\n{email}", quoted(id), quoted(owner))
            })
            .collect();
        if let Some(book) = import.files.get_mut("book.toml") {
            book.extend(tables.into_bytes());
        }
        import.remarks.push(format!(
            "CODEOWNERS proposed {} as owners: check them in book.toml.",
            named.keys().cloned().collect::<Vec<_>>().join(", ")
        ));
    }

    /// The first owner of a file by the last rule that matches it.
    fn owner(&self, path: &str) -> Option<&str> {
        let (_, owners) = self.rules.iter().rev().find(|(pattern, _)| matches(pattern, path))?;
        owners.first().map(String::as_str)
    }
}

/// `@org/digital-team` → `digital-team`
fn identifier(owner: &str) -> String {
    let name = owner.trim_start_matches('@');
    let name = if owner.starts_with('@') {
        name.rsplit('/').next().unwrap_or(name)
    } else {
        name.split('@').next().unwrap_or(name)
    };
    name.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', "-")
}

/// Whether a pattern of gitignore's form matches a path.
fn matches(pattern: &str, path: &str) -> bool {
    let is_anchored = pattern.trim_end_matches('/').contains('/');
    let is_folder = pattern.ends_with('/');
    let parts: Vec<&str> = pattern.trim_matches('/').split('/').collect();
    let names: Vec<&str> = path.split('/').collect();
    let starts = if is_anchored { 0..1 } else { 0..names.len() };
    let last = if is_folder { names.len() - 1 } else { names.len() };
    starts.into_iter().any(|start| (start..=last).any(|end| parts_match(&parts, &names[start..end])))
}

/// Whether the parts of a pattern match all names of a path.
fn parts_match(parts: &[&str], names: &[&str]) -> bool {
    match (parts.split_first(), names.split_first()) {
        (None, None) => true,
        (Some((&"**", rest)), _) if parts_match(rest, names) => true,
        (Some((&"**", _)), Some((_, behind))) => parts_match(parts, behind),
        (Some((part, rest)), Some((name, behind))) => name_matches(part, name) && parts_match(rest, behind),
        _ => false,
    }
}

/// Whether a name matches a pattern with `*` and `?`.
fn name_matches(pattern: &str, name: &str) -> bool {
    match (pattern.chars().next(), name.chars().next()) {
        (None, None) => true,
        (Some('*'), _) if name_matches(&pattern[1..], name) => true,
        (Some('*'), Some(c)) => name_matches(pattern, &name[c.len_utf8()..]),
        (Some(p), Some(c)) if p == c || p == '?' => {
            name_matches(&pattern[p.len_utf8()..], &name[c.len_utf8()..])
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_in_git() {
        for (pattern, path) in [
            ("*", "a/b.md"),
            ("*.md", "a/b.md"),
            ("/docs/", "docs/a/b.md"),
            ("docs/", "x/docs/a.md"),
            ("/docs", "docs/a.md"),
            ("docs/*", "docs/a.md"),
            ("**/guides", "a/guides/b.md"),
            ("/a/**/c.md", "a/b/c.md"),
        ] {
            assert!(matches(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in
            [("/docs/", "x/docs/a.md"), ("*.txt", "a.md"), ("docs/", "docs"), ("/a", "b/a.md")]
        {
            assert!(!matches(pattern, path), "{pattern} {path}");
        }
    }

    #[test]
    fn the_last_rule_counts() {
        let files =
            Files::from([("CODEOWNERS".to_owned(), b"* @org/all # x\n/a/ @org/Team_A @b\n/c/\n".to_vec())]);
        let owners = CodeOwners::of(&files).unwrap();
        assert_eq!(owners.owner("x.md"), Some("@org/all"));
        assert_eq!(owners.owner("a/x.md").map(identifier).as_deref(), Some("team-a"));
        assert_eq!(owners.owner("c/x.md"), None);
    }
}
