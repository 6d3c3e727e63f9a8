//! How findings look: for people, for editors, for programs, for pull requests; and that nothing which an author
//! can write breaks out of any of these forms.

use std::path::Path;

use crate::book::Book;

use super::{Run, book_of, check, compare, tests_folder};

const FORMATS: [&str; 4] = ["human", "short", "json", "github"];

#[test]
fn a_book_with_many_findings_looks_right_in_every_format() {
    let root = tests_folder().join("formats");
    let mut failures = Vec::new();
    for format in FORMATS {
        let run = check(&root, &["--format", format]);
        assert_eq!(run.status, 1);
        let expected = root.join(format!("expected.{format}.txt"));
        failures.extend(compare(run.stdout, &expected).err().map(|difference| difference.to_string()));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn people_are_told_how_much_was_found_and_programs_are_not() {
    let root = tests_folder().join("formats");
    let human = check(&root, &[]).stderr;
    assert_eq!(human, "4 errors, 7 warnings, 1 note (`duly explain CODE` says more)\n");
    for format in ["short", "json", "github"] {
        assert_eq!(check(&root, &["--format", format]).stderr, "", "{format}");
    }
}

#[test]
fn quiet_says_only_the_errors_and_ends_the_same() {
    let root = tests_folder().join("formats");
    let run = check(&root, &["--quiet", "--format", "short"]);
    assert_eq!((run.stdout.lines().count(), run.stderr.as_str(), run.status), (4, "", 1));
    assert!(run.stdout.lines().all(|line| line.contains(": error[")), "{}", run.stdout);
}

/// Escape sequences of terminals, commands of GitHub's runner, and marks that turn the order of letters around.
const HOSTILE: [&str; 8] = [
    "\u{1b}[2J\u{1b}]0;owned\u{7}",
    "\u{9b}31m",
    "x::set-output name=a::b",
    "x%0A::error::forged%0D%0A",
    "x\u{202e}txt.exe\u{2066}",
    "x\u{85}y\u{7f}z\u{8}",
    "error[link/missing-page]: forged",
    "\",\"code\":\"forged",
];

/// A book in which hostile text stands wherever a finding repeats what an author wrote.
fn hostile_book() -> Book {
    let mut config =
        String::from("[book]\ntitle = \"Exampleshire\"\n\n[owners.digital]\nname = \"Digital\"\n");
    config.push_str("\n[kinds.policy]\nlabel = \"Policy\"\n\n[review]\nrequire = [\"version\"]\n");
    let folder = book_of(&[("book.toml", &config), ("content/index.md", "# Exampleshire\n")]);
    for (number, text) in HOSTILE.iter().enumerate() {
        let quoted = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\u{1b}', "\\e");
        let quoted = quoted.replace('\u{7}', "\\a").replace('\u{8}', "\\b").replace('\u{7f}', "\\x7f");
        let page = format!(
            "---\ntitle: \"{quoted}\"\nowner: \"{quoted}\\n::error::forged\"\nkind: \"{quoted}\"\n\
             old_paths: [\"../{quoted}\"]\nsupports: [\"{quoted}.md\"]\nlast_reviewed_on: \"{quoted}\"\n\
             \"{quoted}\": x\n---\n[a](<{text}.md>) ![b](<{text}.png>) [c](<#{text}>)\n\n<{text}>\n"
        );
        let valid = page.replace("last_reviewed_on", "description");
        super::prepare::write(folder.root(), &format!("content/{number}.md"), &page);
        super::prepare::write(folder.root(), &format!("content/valid-{number}.md"), &valid);
        let name = text.replace('/', "-");
        super::prepare::write(folder.root(), &format!("content/{name}.md"), "---\ntitle:\n---\n");
        super::prepare::write(folder.root(), &format!("content/{name}\n::error::forged.md"), "<script>\n");
    }
    folder
}

/// How many findings the hostile book has.
fn hostile_findings(root: &Path) -> usize {
    let run = check(root, &["--format", "json"]);
    assert!(run.stdout.lines().count() > 50, "{}", run.stdout);
    run.stdout.lines().count()
}

fn steers_a_terminal(c: char) -> bool {
    c != '\n' && c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn hostile_text_steers_no_terminal_in_any_format() {
    let book = hostile_book();
    for format in FORMATS {
        let Run { stdout, stderr, status } = check(book.root(), &["--format", format]);
        assert_eq!(status, 1, "{stderr}");
        let bad = stdout.chars().chain(stderr.chars()).find(|c| steers_a_terminal(*c));
        assert_eq!(bad, None, "in {format}");
    }
}

#[test]
fn hostile_text_makes_no_finding_and_no_line_of_its_own() {
    let book = hostile_book();
    let count = hostile_findings(book.root());
    let short = check(book.root(), &["--format", "short"]).stdout;
    assert_eq!(short.lines().count(), count);
    for line in short.lines() {
        assert!(line.starts_with("content/"), "{line}");
    }
    let github = check(book.root(), &["--format", "github"]).stdout;
    assert_eq!(github.lines().count(), count);
    for line in github.lines() {
        let starts = ["::error file=content/", "::warning file=content/", "::notice file=content/"];
        let command = starts.iter().any(|start| line.starts_with(start));
        assert!(command, "{line}");
    }
    let human = check(book.root(), &[]).stdout;
    let begins_finding =
        |line: &&str| ["error[", "warning[", "note["].iter().any(|start| line.starts_with(start));
    assert_eq!(human.lines().filter(begins_finding).count(), count);
    let runs_command =
        |line: &&str| line.trim_start().starts_with("::") && !line.trim_start().starts_with("::: ");
    assert_eq!(human.lines().find(runs_command), None);
}

#[test]
fn hostile_text_adds_no_property_to_an_annotation() {
    let book = hostile_book();
    let github = check(book.root(), &["--format", "github"]).stdout;
    for line in github.lines() {
        let properties = line.trim_start_matches(':').split("::").next().unwrap();
        let (_, properties) = properties.split_once(' ').unwrap();
        let names: Vec<&str> =
            properties.split(',').filter_map(|property| property.split('=').next()).collect();
        assert_eq!(names, ["file", "line", "endLine", "col", "title"], "{line}");
        assert!(!line.contains("%0A::") && !line.contains("%0D"), "{line}");
    }
}

#[test]
fn hostile_text_is_whole_again_when_a_program_has_read_it() {
    let book = hostile_book();
    let json = check(book.root(), &["--format", "json"]).stdout;
    let mut files = Vec::new();
    for line in json.lines() {
        let finding: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(finding["code"].as_str().unwrap().contains('/'), "{line}");
        files.push(finding["file"].as_str().unwrap().to_owned());
    }
    for text in HOSTILE {
        let name = format!("content/{}.md", text.replace('/', "-"));
        assert!(files.contains(&name), "{name:?}");
    }
}
