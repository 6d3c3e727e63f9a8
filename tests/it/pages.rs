//! What a page shows: its title and language, the ways from it to others, and nothing that could do harm.

use crate::book::{Book, Site};
use crate::html::Html;

const URL: &str = "[site]\nurl = \"https://example.org/playbook/\"";
const HOSTILE: &str = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'";

fn page_of(text: &str) -> Html {
    Book::new().page("page.md", text).build().html("page/")
}

/// A page with a title and more front matter, without text.
fn front(title: &str, more: &str) -> String {
    format!("---\ntitle: {title}\n{more}\n---\n")
}

// Titles.

#[test]
fn a_title_is_that_of_the_front_matter_else_of_the_heading_else_of_the_file() {
    assert_eq!(page_of("---\ntitle: Front\n---\n\n# Front\n\nText").text("h1"), "Front");
    assert_eq!(page_of("# The *heading* & `code`\n\nText").text("h1"), "The heading & code");
    let site = Book::new()
        .page("run-a_discovery.md", "Text")
        .page("two-words/index.md", "Text")
        .page("readme/README.md", "Text")
        .build();
    assert_eq!(site.html("run-a_discovery/").text("h1"), "Run a discovery");
    assert_eq!(site.html("two-words/").text("h1"), "Two words");
    assert_eq!(site.html("readme/").text("h1"), "Readme");
}

#[test]
fn the_heading_that_is_the_title_is_shown_once_and_keeps_its_id() {
    let html = page_of("Before\n\n# My title\n\n[up](#my-title)\n");
    assert_eq!(html.one("h1").attribute("id"), Some("my-title"));
    assert_eq!(html.values(".prose a", "href"), ["#my-title"]);
}

#[test]
fn a_second_title_is_a_finding_and_shown_as_a_heading_of_the_second_level() {
    let book = Book::new().page("page.md", "# One\n\n# Two\n").page("index.md", "# Home\n");
    assert_eq!(book.findings(&[]), ["content/page.md:3 page/second-title"]);
    let html = book.build().html("page/");
    assert_eq!(html.text("h1"), "One");
    assert_eq!(html.text(".prose h2"), "Two");
}

#[test]
fn a_heading_within_something_is_not_the_title() {
    for within in ["> # Other\n", "- # Other\n", "> [!NOTE]\n> # Other\n", "x[^1]\n\n[^1]: # Other\n"] {
        let book = Book::new().page("page.md", &format!("{within}\n# Own\n"));
        assert_eq!(book.findings(&[]), [""; 0], "{within}");
        let html = book.build().html("page/");
        assert_eq!(html.text("h1"), "Own", "{within}");
        assert_eq!(html.text(".prose h2#other"), "Other", "{within}");
    }
}

#[test]
fn a_heading_that_differs_from_the_title_of_the_front_matter_stays() {
    let html = page_of("---\ntitle: Front\n---\n\n# Another\n");
    assert_eq!(html.text("h1"), "Front");
    assert_eq!(html.text(".prose h2#another"), "Another");
}

#[test]
fn a_page_that_nobody_wrote_is_called_as_its_folder_or_as_the_book() {
    let site = Book::new().page("run-books/one.md", "# One\n").build();
    assert_eq!(site.html("run-books/").text("h1"), "Run books");
    assert_eq!(site.html("").text("h1"), "The book");
    assert_eq!(site.html("run-books/").texts(".children a"), ["One"]);
    let site = Book::with(&format!("{URL}\nfeedback = \"mailto:a@example.org\"")).build();
    let home = site.html("");
    let subjects =
        home.values(".page-actions a", "href").into_iter().filter(|it| it.contains("subject=The%20book"));
    assert_eq!(subjects.count(), 2);
}

// Languages.

#[test]
fn a_page_speaks_its_own_language_and_the_book_its_own() {
    let site = Book::new()
        .page("english.md", "# English\n")
        .page("cymraeg.md", "---\ntitle: Cymraeg\nlanguage: cy\n---\n")
        .build();
    let welsh = site.html("cymraeg/");
    assert_eq!(welsh.one("html").attribute("lang"), Some("cy"));
    assert_eq!(welsh.text(".skip-link"), "Neidio i'r prif gynnwys");
    let english = site.html("english/");
    assert_eq!(english.one("html").attribute("lang"), Some("en-GB"));
    assert_eq!(english.text(".skip-link"), "Skip to main content");
}

#[test]
fn dates_are_in_the_words_of_the_page() {
    let dates = "last_reviewed_on: 2026-08-01\nreview_in: 1 year\n";
    let site = Book::new()
        .page("cy.md", &format!("---\ntitle: Un\nlanguage: cy\n{dates}---\n"))
        .page("en.md", &format!("---\ntitle: One\nlanguage: en-US\n{dates}---\n"))
        .build();
    assert_eq!(site.html("cy/").text(".badge time"), "1 Awst 2027");
    assert_eq!(site.html("en/").text(".badge time"), "1 August 2027");
}

#[test]
fn a_language_that_the_theme_does_not_speak_is_said_once_and_falls_back_to_english() {
    let book = Book::new()
        .page("index.md", "# Home\n")
        .page("a.md", "---\ntitle: A\nlanguage: gd\n---\n")
        .page("b.md", "---\ntitle: B\nlanguage: gd\n---\n");
    assert_eq!(book.findings(&[]), ["content/a.md:3 theme/untranslated"]);
    let html = book.build().html("b/");
    assert_eq!(html.one("html").attribute("lang"), Some("gd"));
    assert_eq!(html.text(".skip-link"), "Skip to main content");
}

#[test]
fn a_page_in_arabic_is_written_from_right_to_left() {
    let html = page_of("---\ntitle: A\nlanguage: ar\n---\n");
    assert_eq!(html.one("html").attribute("dir"), Some("rtl"));
}

// From page to page.

/// Titles from front to back, by the links to the next page.
fn reading_order(site: &Site, first: &str) -> Vec<String> {
    let mut titles = Vec::new();
    let mut next = Some(first.to_owned());
    while let Some(address) = next {
        let html = site.html(&address);
        titles.push(html.text("h1"));
        assert!(titles.len() < 100, "{titles:?}");
        next = html.values("a[rel=next]", "href").first().map(|href| joined(&address, href));
    }
    titles
}

/// Where a relative link leads.
fn joined(address: &str, href: &str) -> String {
    let mut parts: Vec<&str> =
        address.trim_end_matches('/').split('/').filter(|part| !part.is_empty()).collect();
    for part in href.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.iter().map(|part| format!("{part}/")).collect()
}

fn ordered() -> Site {
    Book::new()
        .page("zebra.md", &front("A zebra", "weight: 2"))
        .page("guides/index.md", &front("Guides", "weight: 1"))
        .page("guides/b.md", &front("beta", ""))
        .page("guides/a.md", &front("Alpha", ""))
        .page("guides/last.md", &front("Aardvark", "weight: 99"))
        .page("guides/deep/one.md", &front("One", ""))
        .page("hidden.md", &front("Hidden", "hide_in_navigation: true"))
        .page("draft.md", &front("Draft", "status: draft"))
        .build()
}

#[test]
fn pages_are_read_by_weight_then_title_a_section_before_its_pages() {
    let site = ordered();
    let expected = ["Guides", "Aardvark", "Alpha", "beta", "Deep", "One", "A zebra"];
    assert_eq!(reading_order(&site, "guides/"), expected);
    let back: Vec<String> = site.html("zebra/").texts("a[rel=prev] .target");
    assert_eq!(back, ["One"]);
    assert_eq!(site.html("hidden/").all("a[rel=next]").len(), 0);
}

#[test]
fn a_draft_is_nowhere_and_a_link_to_it_is_dropped() {
    let book = Book::new()
        .page("index.md", "# Home\n\n[the draft](draft.md)\n")
        .page("draft.md", &front("Draft", "status: draft"));
    assert_eq!(book.findings(&[]), ["content/index.md:3 link/to-draft"]);
    let site = book.build();
    assert!(!site.has("draft"));
    assert_eq!(site.html("").all(".prose a").len(), 0);
    assert_eq!(site.html("").text(".prose p"), "the draft");
    assert!(!site.text("a-z/index.html").contains("Draft"));
}

#[test]
fn breadcrumbs_lead_from_the_home_page_to_the_parent() {
    let site = ordered();
    let html = site.html("guides/deep/one/");
    assert_eq!(html.texts(".breadcrumbs a"), ["Home", "Guides", "Deep"]);
    assert_eq!(html.values(".breadcrumbs a", "href"), ["../../../", "../../", "../"]);
    assert_eq!(site.html("").all(".breadcrumbs").len(), 0);
}

#[test]
fn the_contents_are_shown_from_three_headings_on() {
    let headings = "# Title\n\n## One\n\n### One and a half\n\n#### Deep\n\n## Two\n\n";
    assert_eq!(page_of(headings).all(".contents").len(), 0);
    let html = page_of(&format!("{headings}## Three\n"));
    assert_eq!(html.texts(".contents a"), ["One", "One and a half", "Two", "Three"]);
    assert_eq!(html.texts(".contents ol ol a"), ["One and a half"]);
    assert_eq!(html.values(".contents a", "href"), ["#one", "#one-and-a-half", "#two", "#three"]);
}

#[test]
fn a_large_section_is_listed_in_parts_with_the_current_page_marked() {
    let mut book = Book::new();
    for number in 0..150 {
        book = book.page(&format!("all/page-{number:03}.md"), &front(&format!("Page {number:03}"), ""));
    }
    let site = book.build();
    for (number, listed) in [(0, 60), (59, 60), (60, 60), (119, 60), (120, 30), (149, 30)] {
        let html = site.html(&format!("all/page-{number:03}/"));
        let links = html.all(".section-navigation li a");
        assert_eq!(links.len(), listed, "page {number}");
        assert_eq!(html.texts(".section-navigation [aria-current=page]"), [format!("Page {number:03}")]);
        let others = html.text(".section-navigation .others");
        assert!(others.contains(&(150 - listed).to_string()), "{others}");
    }
    let index = site.html("all/");
    assert_eq!(index.all(".section-navigation li a").len(), 60);
    assert_eq!(index.all(".children a").len(), 150);
    assert_eq!(index.texts(".section-navigation [aria-current=page]"), ["All"]);
}

// Links.

fn targets(text: &str) -> Vec<String> {
    let site = Book::new()
        .page("guides/page.md", text)
        .page("guides/other.md", "# Other\n\n## A heading\n")
        .page("guides/Big.md", "# Big\n")
        .page("policies/index.md", "# Policies\n")
        .file("content/files/a b.pdf", "%PDF")
        .build();
    site.html("guides/page/").values(".prose a", "href").into_iter().map(str::to_owned).collect()
}

#[test]
fn links_are_written_as_on_the_git_host() {
    let text = "# P\n[1](other.md) [2](./other.md#a-heading) [3](../policies/index.md) [4](../policies/) [5](#p)\n\
                [6](/guides/other.md) [7](<../files/a b.pdf>) [8](../files/a%20b.pdf#page=2) [9](other)\n\
                [10](page.md) [11](page.md#p) [12](../index.md) [13](..) [14](/) [15](../a-z/)\n";
    let expected = [
        "../other/",
        "../other/#a-heading",
        "../../policies/",
        "../../policies/",
        "#p",
        "../other/",
        "../../files/a%20b.pdf",
        "../../files/a%20b.pdf#page=2",
        "../other/",
        "./",
        "#p",
        "../../",
        "../../",
        "../../",
        "../../a-z/",
    ];
    assert_eq!(targets(text), expected);
}

#[test]
fn other_sites_mail_and_telephones_are_left_as_they_are() {
    let text =
        "# P\n<https://example.org/?a=1&b=2> [2](mailto:a@example.org) <a@example.org> [4](tel:+441234)\n";
    let expected =
        ["https://example.org/?a=1&b=2", "mailto:a@example.org", "mailto:a@example.org", "tel:+441234"];
    assert_eq!(targets(text), expected);
}

#[test]
fn a_link_in_the_wrong_letter_case_works_and_is_a_finding() {
    assert_eq!(targets("# P\n[1](big.md)"), ["../Big/"]);
}

#[test]
fn links_that_could_run_a_script_are_dropped_and_reported() {
    let hostile = [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "[x](&#106;avascript:alert(1))",
        "[x](<\u{1}javascript:alert(1)>)",
        "[x](vbscript:x)",
        "[x](data:text/html,x)",
        "<javascript:alert(1)>",
        "[x]\n\n[x]: javascript:alert(1)",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\"jav&#x09;ascript:alert(1)\">x</a>",
        "<a href=\" javascript:alert(1)\">x</a>",
        "<a href='&#1;javascript:alert(1)'>x</a>",
        "[x](//evil.example)",
        "[x](/\\evil.example)",
        "[x](\\\\\\\\evil.example)",
        "![x](javascript:alert(1))",
        "![x](data:image/svg+xml,x)",
        "<img src=\"data:image/svg+xml,x\" alt=\"x\">",
        "[x](file:///etc/passwd)",
        "[x](../../etc/passwd)",
        "[x](..%2f..%2fetc/passwd)",
    ];
    for text in hostile {
        let book = Book::new().page("page.md", &format!("# P\n\n{text}\n"));
        let findings = book.findings(&[]);
        let dropped = |finding: &String| {
            finding.ends_with("link/unsafe-scheme") || finding.ends_with("link/outside-book")
        };
        assert!(findings.iter().any(dropped), "{text}: {findings:?}");
        let html = book.build().html("page/");
        assert_eq!(html.values(".prose a", "href"), [""; 0], "{text}");
        assert_eq!(html.values(".prose img", "src"), [""; 0], "{text}");
    }
}

#[test]
fn a_picture_that_is_a_page_is_a_finding_and_its_text_is_shown() {
    for target in ["two.md", "#home", "a-z/"] {
        let book =
            Book::new().page("two.md", "# Two\n").page("index.md", &format!("# Home\n\n![text]({target})\n"));
        assert_eq!(book.findings(&[]), ["content/index.md:3 link/missing-file"], "{target}");
        let html = book.build().html("");
        assert_eq!(html.all(".prose img").len(), 0, "{target}");
        assert_eq!(html.text(".prose p"), "text", "{target}");
    }
}

#[test]
fn a_broken_link_and_a_broken_anchor_are_findings_where_they_stand() {
    let book = Book::new()
        .page("index.md", "# Home\n\n[1](one.md)\n[2](two.md#there)\n[3](#here)\n![4](four.png)\n")
        .page("two.md", "# Two\n");
    let expected = [
        "content/index.md:3 link/missing-page",
        "content/index.md:4 link/missing-anchor",
        "content/index.md:5 link/missing-anchor",
        "content/index.md:6 link/missing-file",
    ];
    assert_eq!(book.findings(&[]), expected);
}

#[test]
fn a_page_moved_away_redirects_and_keeps_the_fragment() {
    let page = "---\ntitle: New\nold_paths: [/old/place/, \"/old.html\", /playbook/with/base/]\n---\n";
    let site = Book::with(URL).page("new/page.md", page).build();
    for (old, to_page) in [
        ("old/place/index.html", "../../new/page/"),
        ("old.html", "new/page/"),
        ("with/base/index.html", "../../new/page/"),
    ] {
        let html = site.html(old);
        let script = html.one("script");
        assert_eq!(script.attribute("data-target"), Some(to_page));
        assert_eq!(
            html.one("meta[http-equiv=refresh]").attribute("content"),
            Some(&*format!("0; url={to_page}"))
        );
        assert_eq!(html.values("body a", "href"), [to_page]);
        let canonical = html.values("link[rel=canonical]", "href");
        assert_eq!(canonical, ["https://example.org/playbook/new/page/"]);
        let file = script.attribute("src").unwrap().trim_start_matches("../");
        assert!(site.text(file).contains("location.hash"), "{file}");
    }
}

#[test]
fn an_old_path_gives_way_to_a_page_and_is_a_finding() {
    let book = Book::new()
        .page("index.md", "# Home\n")
        .page("one.md", "---\ntitle: One\naliases: [/two/, \"https://example.org/x\", /a/../b]\n---\n")
        .page("two.md", "# Two\n");
    assert_eq!(book.findings(&[]), ["content/one.md:3 address/redirect"; 3]);
    assert_eq!(book.build().html("two/").text("h1"), "Two");
}

#[test]
fn a_file_and_a_folder_of_one_name_are_a_collision() {
    let index = |book: Book| book.page("index.md", "# Home\n");
    let page = index(Book::new()).page("index.html/index.md", "# Page\n");
    assert_eq!(page.findings(&[]), ["content/index.html/index.md:1 address/collision"]);
    let asset = index(Book::new()).page("guide.md", "# Guide\n").file("content/guide", "x");
    assert_eq!(asset.findings(&[]), ["content/guide:1 address/collision"]);
    let made = index(Book::new()).file("content/A-Z", "x");
    assert_eq!(made.findings(&[]), ["content/A-Z:1 address/collision"]);
    let old = index(Book::new())
        .page("a.md", "---\ntitle: A\nold_paths: [/x.html, /x.html/y/, /index.html/]\n---\n");
    assert_eq!(old.findings(&[]), ["content/a.md:3 address/redirect"; 2]);
}

// Files for machines.

#[test]
fn the_sitemap_names_the_pages_that_may_be_found() {
    let site = Book::with(URL)
        .page("index.md", "# Home\n")
        .page("a & b.md", &front("A", "last_reviewed_on: 2026-01-02"))
        .page("secret.md", &front("Secret", "prevent_indexing: true"))
        .page("gone.md", &front("Gone", "status: withdrawn\nlast_reviewed_on: 2026-01-02"))
        .page("draft.md", &front("Draft", "status: draft"))
        .build();
    let sitemap = site.text("sitemap.xml");
    let lines: Vec<&str> = sitemap.lines().filter(|line| line.contains("<loc>")).collect();
    assert_eq!(
        lines,
        [
            "<url><loc>https://example.org/playbook/</loc></url>",
            "<url><loc>https://example.org/playbook/a%20%26%20b/</loc><lastmod>2026-01-02</lastmod></url>",
            "<url><loc>https://example.org/playbook/review-register/</loc></url>",
            "<url><loc>https://example.org/playbook/owners/</loc></url>",
        ]
    );
    assert!(site.text("robots.txt").contains("\nSitemap: https://example.org/playbook/sitemap.xml\n"));
    for address in ["secret/", "gone/", "404.html"] {
        assert_eq!(site.html(address).values("meta[name=robots]", "content"), ["noindex"], "{address}");
    }
    assert_eq!(site.html("").all("meta[name=robots]").len(), 0);
}

#[test]
fn a_book_that_is_not_to_be_found_says_so_on_every_page() {
    let site = Book::with(&format!("{URL}\nnoindex = true")).page("page.md", "# Page\n").build();
    for address in ["", "page/", "a-z/", "404.html"] {
        assert_eq!(site.html(address).values("meta[name=robots]", "content"), ["noindex"], "{address}");
    }
    assert!(!site.text("sitemap.xml").contains("<loc>"));
    // A crawler that may not read the pages would never see that.
    assert!(!site.text("robots.txt").contains("Disallow"));
}

#[test]
fn without_an_address_there_is_nothing_absolute() {
    let site = Book::new().page("page.md", "# Page\n").build();
    assert!(!site.has("sitemap.xml"));
    assert!(!site.has("CNAME"));
    assert!(!site.text("robots.txt").contains("Sitemap"));
    assert_eq!(site.html("page/").all("link[rel=canonical]").len(), 0);
}

#[test]
fn a_host_name_of_its_own_is_told_to_github() {
    let site = Book::with("[site]\ncname = \"playbook.example.gov.uk\"").page("page.md", "# Page\n").build();
    assert_eq!(site.text("CNAME"), "playbook.example.gov.uk\n");
    assert_eq!(site.text(".nojekyll"), "");
}

#[test]
fn the_page_for_lost_readers_works_at_any_depth() {
    let site = Book::with(URL).page("page.md", "# Page\n").page("guides/a.md", "# A\n").build();
    let html = site.html("404.html");
    let links = html.all("[href]").into_iter().chain(html.all("[src]"));
    for link in links.filter_map(|element| element.attribute("href").or(element.attribute("src"))) {
        assert!(link.starts_with("/playbook/") || link.starts_with('#'), "{link}");
    }
}

#[test]
fn files_of_the_book_are_published_as_they_are() {
    let bytes: Vec<u8> = (0..=255).collect();
    let site = Book::new()
        .page("page.md", "# Page\n")
        .file("content/files/Data.bin", &bytes)
        .file("content/.hidden", "x")
        .file("content/page.md~", "x")
        .file("content/node_modules/x.js", "x")
        .build();
    assert_eq!(site.files()["files/Data.bin"], bytes);
    assert!(!site.has(".hidden") && !site.has("page.md~") && !site.has("node_modules"));
}

#[test]
fn the_a_to_z_lists_every_page_once_under_its_letter() {
    let site = Book::new()
        .page("index.md", "# Home\n")
        .page("eclair.md", "# Éclair\n")
        .page("elm.md", "# elm\n")
        .page("2026.md", "# 2026 in figures\n")
        .page("hidden.md", &front("Hidden", "hide_in_navigation: true"))
        .build();
    let html = site.html("a-z/");
    assert_eq!(html.texts(".letter h2"), ["#", "E", "H"]);
    assert_eq!(html.texts(".letter a"), ["2026 in figures", "elm", "Éclair", "Home"]);
    assert_eq!(html.values(".letter a", "href"), ["../2026/", "../elm/", "../eclair/", "../"]);
}

#[test]
fn the_a_to_z_of_a_large_book_has_parts_that_lead_to_each_other() {
    let mut book = Book::new().page("index.md", "# Home\n");
    for (letter, number) in ["B", "Z"].iter().flat_map(|letter| (0..300).map(move |number| (letter, number)))
    {
        book = book
            .page(&format!("{letter}{number}.md"), &format!("# {letter}{number} {}\n", "long ".repeat(200)));
    }
    let site = book.build();
    let mut listed = Vec::new();
    for (address, letters) in [("a-z/", &["B", "H", "Z"][..]), ("a-z/2/", &["Z"])] {
        assert!(site.text(&format!("{address}index.html")).len() < 1_000_000);
        let html = site.html(address);
        assert_eq!(html.texts(".letter h2"), letters);
        assert_eq!(html.texts(".letters a"), ["B", "H", "Z"]);
        listed.extend(
            html.texts(".letter a")
                .into_iter()
                .map(|title| title.split(' ').next().unwrap_or_default().to_owned()),
        );
    }
    assert_eq!(listed.len(), 601);
    assert_eq!(site.html("a-z/").values(".letters a", "href"), ["#letterB", "#letterH", "#letterZ"]);
    assert_eq!(site.html("a-z/").values(".pagination a", "href"), ["2/"]);
    assert_eq!(
        site.html("a-z/2/").values(".letters a", "href"),
        ["../#letterB", "../#letterH", "../#letterZ"]
    );
    assert_eq!(site.html("a-z/2/").values(".pagination a", "href"), ["../"]);
}

// Harm.

/// What must hold of every page, whatever the words in it: no script that the theme did not bring, and no
/// handlers.
fn assert_harmless(html: &Html, of: &str) {
    for element in html.elements() {
        let is_own =
            element.attribute("src").is_some_and(|src| src.contains("assets/") || src == "search.js");
        assert!(element.name != "script" || (is_own && element.text().is_empty()), "{of}: {element:?}");
        let of_register = element
            .attribute("class")
            .is_some_and(|class| ["register-bar", "register-filter", "swatch", "month-bar"].contains(&class));
        assert!(
            of_register || !matches!(&*element.name, "iframe" | "svg" | "object" | "embed"),
            "{of}: {element:?}"
        );
        let has_form = of == "search/index.html" || of_register;
        assert!(element.name != "form" || has_form, "{of}: {element:?}");
        for (key, value) in element.attributes() {
            assert!(!key.starts_with("on") && key != "style", "{of}: {element:?}");
            assert!(!value.trim_start().to_lowercase().starts_with("javascript:"), "{of}: {element:?}");
        }
        assert!(element.attribute("src") != Some("x"), "{of}: {element:?}");
    }
}

fn assert_site_harmless(site: &Site) {
    let files = site.files();
    let pages: Vec<&String> = files.keys().filter(|path| path.ends_with(".html")).collect();
    assert!(pages.len() > 3);
    for path in pages {
        assert_harmless(&site.html(path), path);
    }
    for path in files.keys().filter(|path| path.ends_with(".xml") || path.ends_with(".json")) {
        assert!(!site.text(path).contains("<script"), "{path}");
    }
}

#[test]
fn hostile_words_in_any_field_are_only_words_in_every_template() {
    let quoted = format!("'{}'", HOSTILE.replace('\'', "''"));
    let toml = format!("'''{}'''", HOSTILE.trim_end_matches('\''));
    let config = format!(
        "description = {toml}\n[site]\nurl = \"https://example.org/x/\"\nphase = {toml}\nphase-text = {toml}\n\
         copyright = {toml}\nlicence = {toml}\nrepository = \"https://example.org/'><script>\"\n\
         header-links = [{{ text = {toml}, url = 'https://example.org/\"><script>' }}]\n\
         footer-links = [{{ text = {toml}, page = \"page.md\" }}]\n\
         [owners.o]\nname = {toml}\nemail = {toml}\nslack = {toml}\n\
         [kinds.k]\nlabel = {toml}\nreview-in = \"1 year\"\n"
    );
    let page = format!(
        "---\ntitle: {quoted}\ndescription: {quoted}\nkind: k\nowner: o\nlast_reviewed_on: 2026-01-01\n\
         reviewed_by: {quoted}\nversion: {quoted}\napproved_by: {quoted}\ntags: [{quoted}]\nphase: {quoted}\n\
         impact_assessment: {quoted}\nsource_url: {quoted}\nold_paths: [/was/, {quoted}]\n\
         review_history:\n  - on: 2026-01-01\n    by: {quoted}\n    outcome: changed\n    note: {quoted}\n\
         status: superseded\nsuperseded_by: other.md\nsupports: [other.md]\n---\n\n\
         ## {HOSTILE}\n\n## Two {{#\"><script> .\"><script> onclick=alert(1)}}\n\n## Three\n"
    );
    let other = format!("---\ntitle: {quoted}\nreplaces: page.md\n---\n");
    let book = Book::with(&config)
        .file("book.toml", format!("[book]\ntitle = {toml}\n{config}"))
        .page("page.md", &page)
        .page("other.md", &other)
        .page("section/index.md", &other)
        .page("section/in.md", &other)
        .page("generated/\"><script>x<!--/in.md", &other);
    let site = book.build();
    assert_site_harmless(&site);
    assert_eq!(site.html("page/").text("h1"), HOSTILE);
    assert!(site.html("was/index.html").text("title").contains("<script>"));
}

#[test]
fn hostile_markdown_is_only_words() {
    let text = format!(
        "# Page\n\n```\"><script>x</script>\ncode <script>\n```\n\n\
         ![{HOSTILE}](a.png \"{}\")\n\n[x](other.md '{}')\n\n[^\"><script>]\n\n[^\"><script>]: <script>x</script>\n\n\
         > [!NOTE] <script>x</script> <b onclick=x>b</b>\n> <iframe src=x></iframe>\n\n\
         > [!\"><script>]\n> x\n\n| <script> | b |\n|---|---|\n| {HOSTILE} | <svg/onload=x> |\n\n\
         Term <script>\n: {HOSTILE}\n\n- [ ] <script>\n\n<p title='\"><script>' class=\"x\" onclick=\"x\">p</p>\n\n\
         <script>alert(1)</script>\n\n<style>body{{}}</style>\n\n<!-- --><script>x</script>\n\n<a name='\"><script>'>\n",
        HOSTILE.replace('"', "\\\""),
        HOSTILE.replace('\'', "\\'"),
    );
    let book = Book::new().page("page.md", &text).page("other.md", "# Other\n").file("content/a.png", "x");
    assert_site_harmless(&book.page("third.md", "# Third\n").build());
}

#[test]
fn raw_html_follows_the_policy_of_the_book() {
    let text = "# P\n\n<details open onclick=\"x\"><summary>S</summary>\n\nText <kbd>K</kbd> <script>x</script>\n\n</details>\n";
    let body = |policy: &str| {
        let config = format!("[markdown]\nraw-html = \"{policy}\"");
        Book::with(&config).page("page.md", text).build().html("page/")
    };
    let safe = body("safe");
    assert_eq!(safe.all(".prose details[open]").len(), 1);
    assert_eq!(safe.all(".prose details[onclick]").len(), 0);
    assert_eq!(safe.text(".prose details kbd"), "K");
    assert_eq!(safe.text(".prose details p"), "Text K <script>x</script>");

    let allow = body("allow");
    assert_eq!(allow.all(".prose details[onclick]").len(), 1);
    assert_eq!(allow.text(".prose script"), "x");

    let escape = body("escape");
    assert_eq!(escape.all(".prose details").len() + escape.all(".prose kbd").len(), 0);
    assert!(escape.text(".prose").contains("<details open onclick=\"x\"><summary>S</summary>"));
}

#[test]
fn refused_html_is_a_finding_where_it_stands() {
    let text = "# P\n\nA <script>x</script>\n\n> - <b onclick=\"x\">b</b>\n\n<iframe\n src=\"x\">\n\n<div>\n";
    let book = Book::new().page("index.md", text);
    let expected = [
        "content/index.md:3 markdown/raw-html",
        "content/index.md:5 markdown/raw-html",
        "content/index.md:7 markdown/raw-html",
        "content/index.md:10 markdown/unbalanced-html",
    ];
    assert_eq!(book.findings(&[]), expected);
}

#[test]
fn one_tag_left_open_cannot_swallow_the_rest_of_the_page() {
    let html = page_of("# P\n\n- <b>open\n- next\n\n<details><summary>S\n\nText\n\n## After\n");
    assert_eq!(html.all("b h2").len() + html.all("li h2").len(), 0);
    assert_eq!(html.all("footer details").len(), 0);
    assert_eq!(html.all("details footer").len(), 0);
}

// The words of a page.

#[test]
fn an_unknown_block_is_a_finding_and_shown_as_a_quotation() {
    let book = Book::new().page("index.md", "# P\n\n> [!WARNIN] Care\n> Text\n");
    assert_eq!(book.findings(&[]), ["content/index.md:3 markdown/unknown-block"]);
    let html = book.build().html("");
    assert_eq!(html.texts(".prose blockquote p"), ["Care", "Text"]);
    assert!(!html.text(".prose").contains("[!"));
}

#[test]
fn ids_are_unique_on_a_page_whoever_gives_them() {
    let text = "# Notes\n\n## Notes\n\n## Notes\n\n<p id=\"free\">x</p><p id=\"free\">x</p>\n\n\
                <p id=\"notes\">x</p>\n\n## Free\n\n## Own {#notes}\n\n\
                > [!NOTE] a\n> b\n\n> [!NOTE] a\n> b\n\nx[^1] y[^1]\n\n[^1]: z\n";
    let html = page_of(text);
    let mut ids = html.values("[id]", "id");
    ids.sort_unstable();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count, "{ids:?}");
}

#[test]
fn the_text_of_a_picture_within_the_text_of_a_picture_is_escaped_once() {
    let html = page_of("# P\n\n![a ![b & \"c\" <d>](in.png) e](out.png)\n");
    assert_eq!(html.values(".prose img", "alt"), ["a b & \"c\" <d> e"]);
}

#[test]
fn a_footnote_that_nobody_refers_to_is_left_out_with_what_it_refers_to() {
    let html = page_of("# P\n\nx[^b]\n\n[^a]: lost[^c] and [^b]\n\n[^b]: found\n\n[^c]: lost too\n");
    assert_eq!(html.all(".footnotes li").len(), 1);
    assert!(html.text(".footnotes li").starts_with("found"));
    assert_eq!(html.all(".footnotes li a").len(), 1);
}

#[test]
fn footnotes_that_refer_to_each_other_end() {
    let html = page_of("# P\n\nx[^a]\n\n[^a]: one[^b]\n\n[^b]: two[^a]\n");
    assert_eq!(html.all(".footnotes li").len(), 2);
    for href in html.values("a", "href").into_iter().filter_map(|href| href.strip_prefix('#')) {
        let known =
            href == "top" || html.elements().iter().any(|element| element.attribute("id") == Some(href));
        assert!(known, "#{href}");
    }
}
