//! What is said of the words of pages, and the addresses of the terms that a page explains.

use crate::book::Book;

#[test]
fn the_terms_of_a_definition_list_have_addresses_that_pages_may_link_to() {
    let glossary = "# Glossary\n\n## API\n\n*API*\n: A way in.\n\nCafé and more\n: Two.\n";
    let book = Book::new()
        .page("index.md", "# Home\n\n[a](glossary.md#api-1) [b](glossary.md#café-and-more)\n")
        .page("glossary.md", glossary);
    assert_eq!(book.findings(&[]), [""; 0]);
    let html = book.build().text("glossary/index.html");
    assert!(html.contains("<dt id=\"api-1\"><em>API</em></dt>"), "{html}");
    assert!(html.contains("<h2 id=\"api\">"));
}

#[test]
fn a_retired_term_is_found_in_the_words_of_pages_in_force_alone() {
    let config = "[lint.terms]\nchairman = \"chair\"\nIT = \"technology\"";
    let book = Book::with(config)
        .page("index.md", "# Home\n\nThe *chairman* says it is IT.\nChairmanship is no CHAIRMAN’s IT-work.\n")
        .page("old.md", "---\nstatus: withdrawn\n---\n\n# Old\n\nThe chairman.\n");
    let at = |line: usize| format!("content/index.md:{line} prose/retired-term");
    assert_eq!(book.findings(&[]), [at(3), at(3), at(4), at(4)]);
    let run = book.run(&["check", "--format", "short"]);
    assert!(
        run.stdout.contains("content/index.md:3:6:") && run.stdout.contains("content/index.md:4:20:"),
        "{}",
        run.stdout
    );
}

#[test]
fn short_forms_are_looked_at_only_when_the_book_asks_for_it() {
    let page = "# Home\n\nA DPIA. A data set (DS). APIs (ways in). The UK. DPIA again. `A_SECRET`\n\n> The FCO.\n\n    NAME\n";
    assert_eq!(Book::new().page("index.md", page).findings(&[]), [""; 0]);
    let asked = Book::with("[lint]\n\"prose/unexplained-short-form\" = \"warn\"").page("index.md", page);
    assert_eq!(asked.findings(&[]), ["content/index.md:3 prose/unexplained-short-form"]);
}

#[test]
fn what_hardly_anybody_means_is_no_finding() {
    let page = "# Home\n\n## One\n\n### Two\n\n## Three\n\n[Here is the form](index.md), [form](index.md#one) and \
                [form](index.md#two); [part](#one), [part](https://example.org/).\n\n[![Logo](https://example.org/a.png)]\
                (https://example.org/)\n\nWrite to <mail@example.org>. The page was last reviewed in 2026 and has been \
                changed by many people since then, as everybody knows.\n\n| a | |\n|--|--|\n| b | c |\n";
    assert_eq!(Book::new().page("index.md", page).findings(&[]), [""; 0]);
}

#[test]
fn retired_terms_are_found_across_lines_and_in_titles_and_headings() {
    let book = Book::with("[lint.terms]\nCCG = \"board\"\n\"common platform\" = \"service\"\n\"digital by default\" = \"x\"")
        .page("index.md", "# Home\n")
        .page("a.md", "---\ntitle: 'The CCG'\ndescription: Digital by default\n---\n\n## A *common* platform\n\n> [!NOTE]\n> common\n> \
                       platforms and **digital\n> by** default. `CCG`\n\n> The CCG.\n\nOur common\n\nplatform. A common *platform*.\n\nCCGs\n---\n");
    let run = book.run(&["check", "--format", "short"]);
    let found = |place: &str, words: &str| {
        let line =
            format!("content/a.md:{place}: warning[prose/retired-term]: this book no longer says “{words}”");
        assert!(run.stdout.contains(&line), "{line} in\n{}", run.stdout);
    };
    found("2:8", "CCG");
    found("3:14", "Digital by default");
    found("6:7", "common platform");
    found("9:3", "common platforms");
    found("10:19", "digital by default");
    found("17:13", "common platform");
    found("19:1", "CCGs");
    assert_eq!(run.stdout.lines().count(), 7, "{}", run.stdout);
}
