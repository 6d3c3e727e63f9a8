//! What the settings of `MkDocs`, Jekyll, Hugo and Zola tell of a site: its title, its address, and the order of its pages.

use std::collections::BTreeMap;

use super::super::{Files, text};
use crate::config::{Config, parse_site_url};
use crate::diagnostic::Code;
use crate::link::joined;
use crate::tree::{Node, Value, toml, yaml};

/// The files that may hold settings; the first one that is there does.
const NAMES: [&str; 10] = [
    "mkdocs.yml",
    "mkdocs.yaml",
    "_config.yml",
    "_config.yaml",
    "hugo.toml",
    "hugo.yaml",
    "config.toml",
    "config.yaml",
    "docs/_config.yml",
    "zola.toml",
];

/// Takes over what the settings say. Gives the place of each page in the order that they list, by its path.
pub(super) fn read(files: &Files, config: &mut Config) -> BTreeMap<String, u32> {
    let Some(name) = NAMES.into_iter().find(|name| files.contains_key(*name)) else { return BTreeMap::new() };
    // What is wrong with them is wrong for another program.
    let Some(file) = text(name, files, &mut Vec::new()) else { return BTreeMap::new() };
    let node = match name.rsplit('.').next() {
        Some("toml") => Some(toml::parse(&file, Code::ConfigSyntax).value),
        _ => yaml::parse(&file, file.start()..file.text().len()).value,
    };
    let Some(Node { value: Value::Map(entries), .. }) = node else { return BTreeMap::new() };
    let get = |names: &[&str]| {
        let named = |name: &&str| entries.iter().find(|(key, _)| key.value == *name).map(|(_, node)| node);
        names.iter().find_map(named)
    };
    let word = |names: &[&str]| get(names).and_then(word).filter(|word| !word.is_empty());
    if let Some(title) = word(&["site_name", "title"]) {
        config.book.title = title;
    }
    config.book.description = word(&["site_description", "description", "tagline"]);
    config.site.repository = word(&["repo_url"]).filter(|url| url.starts_with("https://"));
    let address = word(&["site_url", "url", "baseURL", "base_url"]);
    let below = word(&["baseurl"]).unwrap_or_default();
    config.site.url = address.and_then(|address| parse_site_url(&(address + &below)));
    let folder = word(&["docs_dir"]).unwrap_or_else(|| "docs".to_owned());
    let mut order = BTreeMap::new();
    if let Some(nav) = get(&["nav"]).filter(|_| name.starts_with("mkdocs")) {
        add_pages(nav, &folder, &mut order);
    }
    order
}

/// Adds the pages of a list of `MkDocs`: paths, or titles with a path or with a list of their own.
fn add_pages(node: &Node, folder: &str, order: &mut BTreeMap<String, u32>) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| add_pages(item, folder, order)),
        Value::Map(entries) => entries.iter().for_each(|(_, node)| add_pages(node, folder, order)),
        Value::Text { text, .. } => {
            let place = u32::try_from(order.len() + 1).unwrap_or(u32::MAX);
            if let Some(path) = joined(folder, text) {
                order.entry(path).or_insert(place);
            }
        }
        Value::Empty | Value::Literal(_) => {}
    }
}

fn word(node: &Node) -> Option<String> {
    match &node.value {
        Value::Text { text, .. } => Some(text.trim().to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::defaults;
    use crate::source::SourceFile;

    fn of(name: &str, text: &str) -> (Config, Vec<String>) {
        let files = Files::from([(name.to_owned(), text.as_bytes().to_vec())]);
        let mut config = defaults(&SourceFile::new("book.toml", ""));
        let mut order: Vec<(u32, String)> =
            read(&files, &mut config).into_iter().map(|(path, place)| (place, path)).collect();
        order.sort();
        (config, order.into_iter().map(|(_, path)| path).collect())
    }

    #[test]
    fn settings_tell_title_address_and_order() {
        let (config, order) = of(
            "mkdocs.yml",
            "site_name: The way\nsite_url: https://example.org/way/\nrepo_url: https://github.com/a/b\nplugins:\n  - x: !!python/name:y\nnav:\n  - Home: index.md\n  - Rules:\n      - rules/b.md\n      - A: rules/a.md\n  - https://example.org/\n",
        );
        assert_eq!(config.book.title, "The way");
        assert_eq!(config.site.url.map(|url| url.base_path).as_deref(), Some("/way/"));
        assert_eq!(order[..3], ["docs/index.md", "docs/rules/b.md", "docs/rules/a.md"]);
        let (config, _) = of("_config.yml", "title: J\nurl: https://example.org\nbaseurl: /j\n");
        assert_eq!(config.site.url.map(|url| url.base_path).as_deref(), Some("/j/"));
        let (config, _) = of("hugo.toml", "title = \"H\"\nbaseURL = \"https://example.org/\"\n");
        assert_eq!((config.book.title.as_str(), config.site.url.is_some()), ("H", true));
    }
}
