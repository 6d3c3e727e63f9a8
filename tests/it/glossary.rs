//! First uses of the terms of a glossary lead to what they mean.

use crate::book::{Book, Site};

const GLOSSARY: &str = "---\ntitle: Words\nkind: glossary\n---\n\nAn API is used here.\n\nAPI\n: A way in.\n\nOpen standard\n\
                        : Anybody may use it.\n\nStandard\n: What is agreed.\n\nImpact assessment (DPIA)\n: Risks.\n";

/// A book with that glossary and a page `a.md` with this text.
fn book(config: &str, text: &str) -> Book {
    let page = format!("---\ntitle: A\n---\n\n{text}\n");
    Book::with(config).page("index.md", "# Home\n").page("about/words.md", GLOSSARY).page("a.md", &page)
}

fn body(text: &str) -> String {
    body_in("", text)
}

/// The body of `a.md`, its links to the glossary shortened.
fn body_in(config: &str, text: &str) -> String {
    let html = book(config, text).build().text("a/index.html");
    let start = html.find("<div class=\"prose\"").expect("there is a body");
    let body = &html[start + html[start..].find('>').expect("the tag ends") + 1..];
    let end = body.find("</div>\n<ul class=\"page-actions").expect("a button is behind it");
    body[..end]
        .trim()
        .trim_end_matches("</div>")
        .trim()
        .replace("<a class=term href=\"../about/words/#", "<[")
}

/// Whether a page has a link to what a word means.
fn is_linked(site: &Site, path: &str) -> bool {
    site.text(path).contains("class=term")
}

#[test]
fn the_first_use_of_a_term_leads_to_what_it_means() {
    assert_eq!(
        body("APIs, an API and open standards; standards."),
        "<p><[api\">APIs</a>, an API and <[open-standard\">open standards</a>; <[standard\">standards</a>.</p>"
    );
    assert_eq!(
        body("An api.\n\n- The DPIA\n- an impact assessment"),
        "<p>An api.</p>\n<ul>\n<li>The <[dpia\">DPIA</a></li>\n<li>an impact assessment</li>\n</ul>"
    );
}

#[test]
fn a_term_that_goes_on_in_the_next_line_is_one_link() {
    assert_eq!(
        body("> Our open\n> standard &amp; *API*."),
        "<blockquote>\n<p>Our <[open-standard\">open\nstandard</a> &amp; <em><[api\">API</a></em>.</p>\n</blockquote>"
    );
}

#[test]
fn headings_code_links_and_pictures_are_left_alone() {
    for text in [
        "## API",
        "`API`",
        "```\nAPI\n```",
        "[API](index.md)",
        "![API](https://example.org/api.png)",
        "| API |\n|-----|\n| x |",
        "<a href=\"index.md\">API</a> <kbd>API</kbd>",
        "> [!NOTE] API\n> x",
        "API\n: x",
        "Text[^1].\n\n[^1]: API",
        "An APIX, apis and a subAPI.",
    ] {
        let body = body(text);
        assert!(!body.contains("<["), "{text}: {body}");
        let later = self::body(&format!("{text}\n\nAn API."));
        assert_eq!(later.matches("<[api\">API</a>").count(), 1, "{text}: {later}");
    }
}

#[test]
fn a_page_that_leads_to_a_definition_by_hand_gets_no_other_link_to_it() {
    let text = body("An API and a DPIA. See [API](about/words.md#api).");
    assert_eq!(text.matches("<[").count(), 1, "{text}");
    assert!(text.contains("<[dpia"));
}

#[test]
fn the_glossary_itself_is_left_alone() {
    assert!(!is_linked(&book("", "").build(), "about/words/index.html"));
}

#[test]
fn the_book_and_the_page_can_do_without_links() {
    let own = |answer: bool| format!("---\ntitle: B\nglossary_links: {answer}\n---\n\nAn API.\n");
    for (config, answer) in [("[glossary]\nlinks = false", true), ("", false)] {
        let site = book(config, "An API.").page("b.md", &own(answer)).build();
        assert_eq!(is_linked(&site, "a/index.html"), !answer);
        assert_eq!(is_linked(&site, "b/index.html"), answer);
    }
}

#[test]
fn words_of_another_language_and_of_glossaries_out_of_force_lead_nowhere() {
    let pages = |glossary: &str| {
        let welsh = "---\ntitle: Cymraeg\nlanguage: cy\n---\n\nAPI a standard.\n";
        let english = "---\ntitle: English\nlanguage: en-US\n---\n\nAn API.\n";
        book("", "").page("cy.md", welsh).page("en.md", english).page("about/words.md", glossary).build()
    };
    let site = pages(GLOSSARY);
    assert!(!is_linked(&site, "cy/index.html") && is_linked(&site, "en/index.html"));
    let site = pages(&GLOSSARY.replace("kind: glossary", "kind: glossary\nstatus: withdrawn"));
    assert!(!is_linked(&site, "en/index.html"));
}

#[test]
fn headings_are_terms_where_there_are_no_definition_lists() {
    let glossary = "---\ntitle: Glossary\nkind: glossary\n---\n\n## A\n\n### API\n\nA way in.\n\n## B\n\n### Beta\n\nNot yet.\n";
    let book = Book::new().page("index.md", "# Home\n\nA beta API. B.\n").page("glossary.md", glossary);
    let html = book.build().text("index.html");
    assert!(html.contains(
        "A <a class=term href=\"glossary/#beta\">beta</a> <a class=term href=\"glossary/#api\">API</a>. B."
    ));
}

#[test]
fn raw_html_that_passes_unread_keeps_its_links() {
    let text = body_in(
        "[markdown]\nraw-html = \"allow\"",
        "<A HREF=\"/x\">API</A> and\n\n<div>\n\nan API\n\n</div>",
    );
    assert_eq!(text.matches("<[").count(), 1, "{text}");
    assert!(text.contains("<A HREF=\"/x\">API</A>"), "{text}");
}
