//! `duly explain`: every finding can be looked up by its code.

use duly::diagnostic::Code;

use super::duly;

#[test]
fn a_code_is_explained_with_its_weight() {
    let run = duly(&["explain", "link/missing-page"]);
    assert_eq!(run.status, 0);
    let title = Code::LinkMissingPage.rule().explanation.lines().next().unwrap();
    assert!(run.stdout.starts_with("link/missing-page (warning, "), "{}", run.stdout);
    assert!(run.stdout.contains(title.trim_start_matches("# ")), "{}", run.stdout);
}

#[test]
fn a_code_in_the_brackets_of_a_finding_is_understood_as_it_is_copied() {
    assert_eq!(duly(&["explain", "[link/missing-page]"]).status, 0);
    assert_eq!(duly(&["explain", "warning[link/missing-page]"]).status, 0);
}

#[test]
fn a_near_miss_is_answered_with_the_code_that_was_probably_meant() {
    let run = duly(&["explain", "link/mising-page"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("did you mean `link/missing-page`?"), "{}", run.stderr);
}

#[test]
fn a_part_of_a_code_is_answered_with_the_codes_that_have_it() {
    let said = |word: &str| duly(&["explain", word]).stderr;
    assert!(said("missing-page").contains("did you mean `link/missing-page`?"));
    assert!(said("owner").contains("did you mean one of: owner/unknown, owner/inactive, owner/missing?"));
}

#[test]
fn a_word_that_is_no_code_is_answered_with_where_the_codes_are_listed() {
    let run = duly(&["explain", "colour"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("`duly explain` lists them all"), "{}", run.stderr);
}

#[test]
fn without_a_code_all_are_listed_in_a_line_each() {
    let run = duly(&["explain"]);
    assert_eq!(run.status, 0);
    assert_eq!(run.stdout.lines().count(), Code::ALL.len());
    for (line, code) in run.stdout.lines().zip(Code::ALL) {
        let rule = code.rule();
        assert!(line.starts_with(rule.name) && line.contains(rule.severity.as_str()), "{line}");
        assert!(line.chars().count() <= 110, "too long for a terminal: {line}");
    }
}

#[test]
fn every_explanation_has_a_title_an_example_and_fits_on_a_screen() {
    for code in Code::ALL {
        let rule = code.rule();
        let name = rule.name;
        let lines: Vec<&str> = rule.explanation.lines().collect();
        assert!(lines[0].starts_with("# ") && !lines[0].contains('/'), "{name}: the first line is its title");
        assert!((6..=30).contains(&lines.len()), "{name}: {} lines", lines.len());
        assert!(lines.iter().any(|line| line.starts_with("    ")), "{name}: no example");
        for line in &lines {
            assert!(line.chars().count() <= 100, "{name}: too long: {line}");
        }
        let names_itself = rule.explanation.contains(&format!("\"{name}\" = "));
        assert_eq!(names_itself, !rule.fixed, "{name}: [lint] is named exactly where it can be set");
    }
}
