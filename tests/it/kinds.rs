//! Kinds of pages: the sections, fields and template that a kind gives its pages, and the kinds that every book has.

use crate::book::Book;

const KINDS: &str = "[kinds.principle]\nlabel = \"Principle\"\nrequire = [\"approved_by\"]\n\
    sections = [\"Why\", { heading = \"What it means\", also = [\"Implications\"] }]";

fn findings(front_matter: &str, body: &str) -> Vec<String> {
    let page = format!("---\nkind: principle\n{front_matter}---\n\n# A\n\n{body}");
    Book::with(KINDS).page("index.md", "# Home\n").page("a.md", &page).findings(&[])
}

#[test]
fn a_page_with_every_section_of_its_kind_in_order_is_right_whatever_stands_between() {
    let approved = "approved_by: Cabinet\n";
    assert_eq!(findings(approved, "## WHY\n\nSo.\n\n## More\n\n## Implications\n\n![A](/a.svg)\n").len(), 1);
    assert_eq!(
        findings(approved, "## What it means\n\nThis.\n\n## Why\n\nSo.\n"),
        ["content/a.md:12 kind/section-order"]
    );
    assert_eq!(
        findings("", "## Why\n\nSo.\n\n## Implications\n\nMany.\n"),
        ["content/a.md:1 page/missing-field"]
    );
}

#[test]
fn drafts_and_pages_out_of_force_are_not_asked_for_sections() {
    for status in ["draft", "withdrawn"] {
        assert_eq!(findings(&format!("status: {status}\n"), "Words.\n"), [""; 0], "{status}");
    }
}

#[test]
fn a_built_in_kind_has_its_label_and_keeps_what_a_table_does_not_change() {
    let page = "---\nkind: decision\n---\n\n# A\n\n## Context\n\nA.\n\n## Decision\n\nB.\n";
    let book = |config: &str| Book::with(config).page("index.md", "# Home\n").page("a.md", page);
    assert_eq!(book("").findings(&[]), ["content/a.md:11 kind/missing-section"]);
    assert_eq!(book("[kinds.decision]\nlabel = \"Record\"").findings(&[]).len(), 1);
    assert_eq!(book("[kinds.decision]\nsections = []").findings(&[]), [""; 0]);
    assert_eq!(book("").build().html("a/").text(".kind"), "Decision");
    assert_eq!(book("[kinds.decision]\nlabel = \"Record\"").build().html("a/").text(".kind"), "Record");
}

#[test]
fn a_kind_gives_its_pages_a_template_that_the_theme_must_have() {
    let book = |template: &str| {
        Book::with(&format!("[kinds.policy]\ntemplate = \"{template}\"\n[theme]\nname = \"council\""))
            .page("index.md", "# Home\n")
            .page("a.md", "---\nkind: policy\n---\n\n# A\n")
            .page("b.md", "---\nkind: policy\ntemplate: page.html\n---\n\n# B\n")
            .file("themes/council/templates/policy.html", "<p class=\"own\">{{ page.title }}</p>")
    };
    let site = book("policy.html").build();
    assert_eq!(site.html("a/").text(".own"), "A");
    assert!(!site.text("b/index.html").contains("class=\"own\""));
    assert_eq!(book("polcy.html").findings(&[]), ["book.toml:4 page/unknown-template"]);
}

#[test]
fn a_public_site_without_an_accessibility_statement_is_told_so() {
    let site = |lines: &str| {
        Book::with(&format!("[site]\nurl = \"https://example.org/\"\n{lines}")).page("index.md", "# Home\n")
    };
    assert_eq!(site("").findings(&[]), ["book.toml:4 site/no-accessibility-statement"]);
    assert_eq!(site("noindex = true").findings(&[]), [""; 0]);
    let elsewhere = "footer-links = [{ text = \"Accessibility\", url = \"https://example.org/a\" }]";
    assert_eq!(site(elsewhere).findings(&[]), [""; 0]);
    assert_eq!(site("").page("a.md", "# Accessibility statement\n").findings(&[]), [""; 0]);
    assert_eq!(Book::new().page("index.md", "# Home\n").findings(&[]), [""; 0]);
}

#[test]
fn a_section_with_several_kinds_lists_its_pages_by_kind() {
    let page = |kind: &str, weight: u8| {
        format!(
            "---\nkind: {kind}\nweight: {weight}\n---\n\n# {kind} {weight}\n\n## Context\n\nA.\n\n## Decision\n\nB.\n\n## Consequences\n\nC.\n"
        )
    };
    let book = Book::new()
        .page("index.md", "# Home\n")
        .page("all/index.md", "# All\n")
        .page("all/a.md", &page("policy", 1))
        .page("all/b.md", &page("decision", 2))
        .page("all/c.md", &page("policy", 3))
        .page("all/d.md", "# No kind\n");
    let html = book.build().html("all/");
    assert_eq!(html.texts(".children h3"), ["Policy", "Decision", "Other pages"]);
    assert_eq!(html.texts(".page-list a"), ["policy 1", "policy 3", "decision 2", "No kind"]);
}
