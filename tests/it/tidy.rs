//! The architecture as the source itself tells it: module docs, the direction of imports, names, lengths, and the
//! words of the theme.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::book::files;

/// The stages in the order in which a book flows through them.
const STAGES: [&str; 6] = ["load", "parse", "link", "render", "index", "write"];

/// What all stages share and what knows none of them.
const NOUNS: [&str; 8] = ["source", "diagnostic", "tree", "review", "strategy", "config", "memo", "theme"];

/// The ends that people touch, and the pipeline as a whole: only they and each other import them.
const ENDS: [&str; 3] = ["book", "cli", "serve"];

/// What stands beside the stages and knows those up to one of them: `sign_off` edits the front matter of a page,
/// and has to read it as `parse` does; `init` writes what a new book begins with; `import` makes a book of another
/// program's, and writes links as `link` does. No stage needs them, so none may import them.
const BESIDE: [(&str, &str); 3] = [("sign_off", "parse"), ("init", "load"), ("import", "link")];

const LONGEST_FILE: usize = 400;

/// Names that say nothing.
const EMPTY_NAMES: [&str; 3] = ["util", "helper", "manager"];

fn texts_below(folder: &str, extension: &str) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let texts = files(&folder).into_iter().filter(|(path, _)| path.ends_with(extension));
    texts.map(|(path, bytes)| (path, String::from_utf8(bytes).expect("sources are UTF-8"))).collect()
}

fn sources() -> BTreeMap<String, String> {
    let sources = texts_below("src", ".rs");
    assert!(sources.len() > 50);
    sources
}

fn assert_none(problems: &[String]) {
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

#[test]
fn every_file_says_first_what_it_is_for() {
    let files = sources().into_iter().chain(texts_below("tests", ".rs"));
    assert_none(
        &files
            .filter(|(_, text)| !text.starts_with("//! "))
            .map(|(path, _)| format!("{path}: begin with `//! ` and what the file is for"))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn stages_import_only_to_the_left() {
    let mut problems = Vec::new();
    for (path, text) in sources() {
        let own = path.split(['/', '.']).next().unwrap();
        for imported in imports(&text) {
            if !may_import(own, &imported) {
                problems.push(format!("{path}: `{own}` must not import `{imported}`"));
            }
        }
    }
    assert_none(&problems);
}

fn may_import(own: &str, imported: &str) -> bool {
    let stage = |name| STAGES.iter().position(|stage| *stage == name);
    if own == imported || NOUNS.contains(&imported) || ["main", "lib"].contains(&own) {
        return true;
    }
    if let Some((_, last)) = BESIDE.iter().find(|(name, _)| *name == own) {
        return stage(imported).is_some_and(|imported| Some(imported) <= stage(last));
    }
    if BESIDE.iter().any(|(name, _)| *name == imported) {
        return ENDS.contains(&own);
    }
    match (stage(own), stage(imported)) {
        (Some(own), Some(imported)) => imported < own,
        (None, Some(_)) => ENDS.contains(&own),
        (_, None) => ENDS.contains(&own) && ENDS.contains(&imported),
    }
}

/// The top-level modules that a file names behind `crate::`, outside comments.
fn imports(text: &str) -> BTreeSet<String> {
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let mut imports = BTreeSet::new();
    for (_, rest) in code.match_indices("crate::").map(|(at, found)| code.split_at(at + found.len())) {
        match rest.strip_prefix('{') {
            Some(list) => {
                let mut depth = 0_usize;
                let mut first = String::new();
                for c in list.chars() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => {
                            imports.insert(module(&first));
                            first.clear();
                        }
                        c => first.push(c),
                    }
                }
                imports.insert(module(&first));
            }
            None => drop(imports.insert(module(rest))),
        }
    }
    imports.retain(|name| !name.is_empty());
    imports
}

fn module(path: &str) -> String {
    path.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn imports_are_read_from_lists_and_paths() {
    let text = "use crate::{link::{self, Site}, load};\n// crate::cli\nlet x = crate::parse::parse;\n";
    assert_eq!(imports(text).into_iter().collect::<Vec<_>>(), ["link", "load", "parse"]);
    assert!(may_import("render", "link") && may_import("parse", "tree") && may_import("cli", "book"));
    assert!(may_import("sign_off", "parse") && may_import("cli", "sign_off"));
    assert!(!may_import("sign_off", "link") && !may_import("render", "sign_off"));
    assert!(!may_import("link", "render") && !may_import("source", "load") && !may_import("write", "cli"));
}

#[test]
fn every_module_has_its_place_in_the_architecture() {
    let known = |name: &str| {
        STAGES.contains(&name)
            || NOUNS.contains(&name)
            || ENDS.contains(&name)
            || BESIDE.iter().any(|(beside, _)| *beside == name)
            || ["lib", "main"].contains(&name)
    };
    let names = sources().into_keys().map(|path| path.split(['/', '.']).next().unwrap().to_owned());
    assert_none(
        &names
            .filter(|name| !known(name))
            .map(|name| format!("src/{name}: neither stage nor noun"))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn no_name_is_empty_of_meaning() {
    let mut problems = Vec::new();
    for (path, text) in sources() {
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
        let defines = |word: &&str| ["struct", "enum", "trait", "mod", "fn"].contains(word);
        let named =
            words.clone().zip(words.skip(1)).filter(|(before, _)| defines(before)).map(|(_, name)| name);
        for name in named.chain(path.split(['/', '.'])) {
            if EMPTY_NAMES.iter().any(|empty| name.to_lowercase().contains(empty)) {
                problems.push(format!("{path}: `{name}` says nothing about what it is"));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn no_file_is_too_long_to_be_read() {
    let is_tests = |path: &str| path.ends_with("tests.rs");
    let sources = sources();
    let lines = sources.iter().map(|(path, text)| (path, text.lines().count()));
    let long = lines.filter(|(path, lines)| !is_tests(path) && *lines > LONGEST_FILE);
    assert_none(&long.map(|(path, lines)| format!("src/{path} has {lines} lines")).collect::<Vec<_>>());
}

// The words of the theme.

fn strings(language: &str) -> BTreeMap<String, String> {
    let path = format!("{}/themes/civic/strings/{language}.toml", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(&path).expect("the theme has strings");
    toml::from_str(&text).expect("strings are TOML of texts")
}

/// The `{names}` in a text.
fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

#[test]
fn every_language_has_the_same_words_with_the_same_placeholders() {
    let (english, welsh) = (strings("en"), strings("cy"));
    let mut problems = Vec::new();
    for (key, text) in &english {
        match welsh.get(key) {
            None => problems.push(format!("cy.toml lacks `{key}`")),
            Some(other) if placeholders(text) != placeholders(other) => {
                problems.push(format!("`{key}`: “{text}” and “{other}” differ in their placeholders"));
            }
            Some(other) if other.trim().is_empty() => problems.push(format!("cy.toml: `{key}` is empty")),
            Some(_) => {}
        }
    }
    problems.extend(
        welsh.keys().filter(|key| !english.contains_key(*key)).map(|key| format!("en.toml lacks `{key}`")),
    );
    assert_none(&problems);
}

#[test]
fn every_word_that_is_used_exists_and_every_word_is_used() {
    let english = strings("en");
    let templates: String = texts_below("themes/civic", ".html").into_values().collect();
    let stages = ["src/render", "src/index/register"];
    let rust: String = stages.into_iter().flat_map(|stage| texts_below(stage, ".rs").into_values()).collect();
    let mut used: BTreeSet<String> = in_templates(&templates);
    used.extend(in_rust(&rust));
    assert!(used.len() > 50, "{used:?}");
    let prefixes = composed(&templates);
    let mut problems: Vec<String> = used
        .iter()
        .filter(|key| !english.contains_key(*key))
        .map(|key| format!("`{key}` is used and unknown"))
        .collect();
    let is_composed = |key: &String| prefixes.iter().any(|prefix| key.starts_with(prefix.as_str()));
    let unused = english.keys().filter(|key| !used.contains(*key) && !is_composed(key));
    problems.extend(
        unused.filter(|key| !LATER.contains(&key.as_str())).map(|key| format!("`{key}` is never used")),
    );
    let no_more = LATER.iter().filter(|key| used.contains(**key) || !english.contains_key(**key));
    problems.extend(no_more.map(|key| format!("`{key}` is used now, or gone: take it off the list")));
    assert_none(&problems);
}

/// Words that are there for what is to come.
const LATER: [&str; 0] = [];

/// `t.key`, outside comments and texts.
fn in_templates(templates: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for (at, _) in templates.match_indices("t.") {
        let before = templates[..at].chars().next_back().unwrap_or(' ');
        if !before.is_alphanumeric() && !matches!(before, '_' | '.' | '"') {
            keys.insert(module(&templates[at + 2..]));
        }
    }
    keys.retain(|key| !key.is_empty());
    keys
}

/// The beginnings of keys that templates put together: `t["status_" ~ …]`.
fn composed(templates: &str) -> Vec<String> {
    let rests = templates.split("t[\"").skip(1);
    rests.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
}

/// The texts in the calls `words("key", …)` and `fill("key", …)`, of `let key = …` and of the months.
fn in_rust(rust: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for (opening, closing) in [
        ("words(", &['&', ')'][..]),
        ("fill(", &['&', ')']),
        ("let key = ", &[';']),
        ("MONTHS: [&str; 12] = ", &[';']),
    ] {
        for rest in rust.split(opening).skip(1) {
            let call = rest.split(closing).next().unwrap_or_default();
            keys.extend(call.split('"').skip(1).step_by(2).map(str::to_owned));
        }
    }
    keys.retain(|key| key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'));
    keys
}
