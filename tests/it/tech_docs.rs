//! Sites of the GOV.UK tech-docs template, which build as they are.

use crate::book::{Book, Site, files};

const SETTINGS: &str = "\
# Host to use for canonical URL generation (without trailing slash)
host: https://docs.example.gov.uk
service_name: The Example Way
service_link: /
show_govuk_logo: true
phase: Beta
header_links:
  Documentation: /
  GitHub: https://github.com/example/way
footer_links:
  Accessibility: /accessibility.html
ga_tracking_id:
enable_search: true
multipage_nav: true
max_toc_heading_level: 2
prevent_indexing: true
show_contribution_banner: true
github_repo: example/way
github_branch: trunk
default_owner_slack: '#way'
redirects:
  /standards/old.html: /standards/git.html#what-39-s-a-branch
";

const GIT: &str = "\
---
title: Use Git
last_reviewed_on: 2026-01-14
review_in: 6 months
owner_slack: '#git'
old_paths:
  - /git.html
---

# <%= current_page.data.title %>

<%# nobody reads this %>
<%= warning_text('Never push to <a href=\"/\">main</a>.') %>

## What's a branch?

### Usage

See [home](/index.html), [access](../accessibility.html#top) and [old](/standards/old.html).

## Pull requests

### Usage

## Reviews
";

fn site() -> Book {
    Book::empty()
        .file("config/tech-docs.yml", SETTINGS)
        .file("source/index.html.md.erb", "---\ntitle: Home\n---\n\n# <%= current_page.data.title %>\n\n[Git](/standards/git.html)\n")
        .file("source/accessibility.html.md", "---\ntitle: Accessibility\nhide_in_navigation: true\n---\n\nWords.\n")
        .file("source/plain.md.erb", "---\ntitle: Plain\nweight: 10\nlayout: core\n---\n\nA page of <%= current_page.data.title %> words.\n")
        .file("source/standards/git.html.md.erb", GIT)
        .file("source/standards/index.html.md", "---\ntitle: Standards\n---\n\n[Git](git.html#content)\n")
        .file("source/images/logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
        .file("source/partials/_nav.html.erb", "<ul></ul>")
        .file("source/layouts/layout.erb", "<html>")
        .file("source/stylesheets/screen.css.scss", "@import 'x';")
}

fn built() -> Site {
    site().build_with(&["--as-at", "2026-08-19"])
}

#[test]
fn a_site_builds_without_a_book_toml_and_without_a_finding() {
    let before = files(site().root());
    let book = site();
    assert_eq!(book.findings(&["--as-at", "2026-07-01"]), [""; 0]);
    let site = book.build();
    for page in ["", "accessibility/", "plain/", "standards/", "standards/git/"] {
        assert!(site.files().contains_key(&format!("{page}index.html")), "{page}");
    }
    let unpublished = ["scss", "layout", "partials", "_nav", ".erb"];
    let paths: Vec<String> = site.files().into_keys().collect();
    assert!(!paths.iter().any(|path| unpublished.iter().any(|part| path.contains(part))), "{paths:?}");
    let mut after = files(site.book().root());
    after.retain(|path, _| !path.starts_with("_site/"));
    assert_eq!(after, before);
}

#[test]
fn its_settings_are_those_of_the_site() {
    let html = built().html("standards/git/");
    assert_eq!(html.values("link[rel=canonical]", "href"), ["https://docs.example.gov.uk/standards/git/"]);
    assert_eq!(html.values("meta[name=robots]", "content"), ["noindex"]);
    let text = built().text("standards/git/index.html");
    for part in [
        "The Example Way",
        "Beta",
        "https://github.com/example/way",
        "https://github.com/example/way/edit/trunk/source/standards/git.html.md.erb",
        "href=\"../../accessibility/\"",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let contents = html.values(".contents a", "href");
    assert_eq!(contents, ["#what-39-s-a-branch", "#pull-requests", "#reviews"]);
}

#[test]
fn the_title_expression_is_filled_in_and_a_warning_is_a_block() {
    let site = built();
    assert_eq!(site.html("standards/git/").text("h1"), "Use Git");
    assert!(site.text("plain/index.html").contains("A page of Plain words."));
    let git = site.text("standards/git/index.html");
    assert!(git.contains("Never push to <a href=\"../../\">main</a>."), "{git}");
    assert!(!git.contains("<%") && !git.contains("nobody reads"), "{git}");
}

#[test]
fn headings_keep_the_ids_that_the_template_gave_them() {
    let html = built().html("standards/git/");
    let ids: Vec<&str> =
        ["main h2", "main h3"].into_iter().flat_map(|level| html.values(level, "id")).collect();
    for id in ["what-39-s-a-branch", "usage", "pull-requests", "pull-requests-usage", "reviews"] {
        assert!(ids.contains(&id), "{id}: {ids:?}");
    }
}

#[test]
fn old_addresses_lead_to_the_page_and_so_do_links_to_them() {
    let site = built();
    for (old, new) in [
        ("standards/git.html", "git/"),
        ("git.html", "standards/git/"),
        ("accessibility.html", "accessibility/"),
        ("plain.html", "plain/"),
        ("standards/old.html", "git/#what-39-s-a-branch"),
    ] {
        let page = site.text(old);
        assert!(page.contains(&format!("data-target=\"{new}\"")), "{old}: {page}");
    }
    let git = site.html("standards/git/");
    let links = git.values("main a", "href");
    for link in ["../../", "../../accessibility/#top", "#what-39-s-a-branch"] {
        assert!(links.contains(&link), "{link}: {links:?}");
    }
    assert!(site.html("standards/").values("main a", "href").contains(&"git/"));
}

#[test]
fn monitors_find_what_is_due_at_the_old_place() {
    let pages: serde_json::Value = serde_json::from_str(&built().text("api/pages.json")).unwrap();
    let git = pages.as_array().unwrap().iter().find(|page| page["title"] == "Use Git").unwrap();
    assert_eq!((git["review_by"].as_str(), git["owner_slack"].as_str()), (Some("2026-07-14"), Some("#git")));
    let plain = pages.as_array().unwrap().iter().find(|page| page["title"] == "Plain").unwrap();
    assert_eq!(plain["owner_slack"], "#way");
}

#[test]
fn other_ruby_is_a_finding_at_its_place_and_the_page_still_builds() {
    let page = "---\ntitle: A title that is longer than the Ruby it is for\n---\n\n# <%= current_page.data.title %>\n\n\
                One <%= Time.now.year %> two [gone](gone.html).\n\n<% all.each do |x| %>\nunseen <%= x %>\n<% end %>\nEnd.\n";
    let book = site().file("source/ruby.html.md.erb", page);
    let run = book.run(&["check", "--format", "short", "--as-at", "2026-07-01"]);
    let found: Vec<&str> = run.stdout.lines().map(|line| line.split(']').next().unwrap()).collect();
    assert_eq!(
        found,
        [
            "source/ruby.html.md.erb:7:5: warning[tech-docs/ruby",
            "source/ruby.html.md.erb:7:37: warning[link/missing-file",
            "source/ruby.html.md.erb:9:1: warning[tech-docs/ruby",
        ]
    );
    let shown = book.build().text("ruby/index.html");
    assert!(shown.contains("One  two") && shown.contains("End.") && !shown.contains("unseen"), "{shown}");
}

#[test]
fn a_template_that_is_no_markdown_is_left_out_and_named() {
    let book = site().file("source/list.html.erb", "<% x %>");
    assert_eq!(book.findings(&["--as-at", "2026-07-01"]), ["source/list.html.erb:1 source/skipped"]);
    assert!(!book.build().files().keys().any(|path| path.starts_with("list")));
}

#[test]
fn settings_that_are_not_used_are_one_note_and_never_an_error() {
    let settings = "service_name: Docs\nga_tracking_id: UA-1\nhost: somewhere\ncustom: [1, 2]\nphase:\n";
    let book = site().file("config/tech-docs.yml", settings);
    let run = book.run(&["check", "--format", "short", "--as-at", "2026-07-01"]);
    let of_settings: Vec<&str> = run.stdout.lines().filter(|line| line.contains("tech-docs.yml")).collect();
    assert_eq!(
        of_settings,
        [
            "config/tech-docs.yml:2:1: note[tech-docs/setting]: these settings are not used: `ga_tracking_id`, `host`, \
          `custom`"
        ]
    );
    assert!(!run.stdout.contains("error["), "{}", run.stdout);
}

#[test]
fn a_page_of_it_can_be_signed_and_keeps_its_ruby() {
    let book = site();
    let page = "source/standards/git.html.md.erb";
    let run = book.run(&["sign", page, "--by", "Digital team", "--outcome", "no-change", "--yes"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let signed = std::fs::read_to_string(book.path(page)).unwrap();
    assert!(
        signed.contains("last_reviewed_on: 2026-11-30\n")
            && signed.contains("# <%= current_page.data.title %>"),
        "{signed}"
    );
    let register = book.build().text("register.json");
    assert!(register.contains("signed-off") || register.contains("signed_off"), "{register}");
}

#[test]
fn init_writes_nothing_beside_it_and_says_that_it_builds() {
    let book = site();
    let before = files(book.root());
    let run = book.run(&["init", "--yes"]);
    assert_eq!((run.status, files(book.root())), (0, before));
    for words in ["builds as it is", "duly serve --root", "duly import tech-docs"] {
        assert!(run.stderr.contains(words), "{words}: {}", run.stderr);
    }
}

#[test]
fn where_a_page_was_counts_more_than_a_redirect_in_another_letter_case() {
    let settings = "service_name: Docs\nredirects:\n  /Plain.html: /accessibility.html\n";
    let book = site().file("config/tech-docs.yml", settings);
    let found = book.findings(&["--as-at", "2026-07-01"]);
    assert!(found.contains(&"config/tech-docs.yml:3 address/redirect".to_owned()), "{found:?}");
    assert!(book.build().text("plain.html").contains("data-target=\"plain/\""));
}

#[test]
fn settings_as_sites_write_them_are_understood() {
    let settings = "host: docs.example.gov.uk/way\nservice_name: First\nservice_name: The way\ngithub_repo: example/way.git/\n\
                    show_contribution_banner: true\nsource_urls:\n  report_issue_url: mailto:a@example.gov.uk\n\
                    header_links:\n  Documentation: /way/\n  Rules: /way/rules.html#one\n  Gone: /gone.html\n\
                    redirects:\n  /old.html: /way/rules.html\n  /raise.html: https://example.org/new?a=1&b=2\n";
    let book = Book::empty()
        .file("config/tech-docs.yml", settings)
        .file("source/index.html.md", "# Home\n\n[Rules](/way/rules.html#one) [raise](/raise.html)\n")
        .file("source/rules.html.md", "# Rules\n\n## One\n");
    assert_eq!(
        book.findings(&[]),
        [
            "config/tech-docs.yml:1 site/no-accessibility-statement",
            "config/tech-docs.yml:3 tech-docs/setting",
            "config/tech-docs.yml:11 link/missing-page",
        ]
    );
    let site = book.build();
    let home = site.html("");
    assert_eq!(home.values("link[rel=canonical]", "href"), ["https://docs.example.gov.uk/way/"]);
    assert_eq!(home.values("main a", "href")[..2], ["rules/#one", "https://example.org/new?a=1&b=2"]);
    let text = site.text("index.html");
    assert!(text.contains("The way") && text.contains("https://github.com/example/way/edit/"), "{text}");
    assert!(text.contains("mailto:a@example.gov.uk") && !text.contains("Gone"), "{text}");
    assert!(site.text("old.html").contains("data-target=\"rules/\""));
    assert!(site.text("raise.html").contains("data-target=\"https://example.org/new?a=1&amp;b=2\""));
}

#[test]
fn markdown_of_redcarpet_reads_as_it_did() {
    let page = "---\ntitle: Rules\nweight: 1.5\nowner_slack:\nreview_in:\nlast_reviewed_on:\n---\n\n##Closed heading\n\n\
                | Name | Use |\n| --- | --- |\n| # Git | <%= current_page.data.title %> |\n\n```sh\n#!/bin/sh\n```\n\n[gone](gone.html)\n";
    let book = site().file("source/rules.html.md.erb", page);
    assert_eq!(book.findings(&["--as-at", "2026-07-01"]), ["source/rules.html.md.erb:19 link/missing-file"]);
    let html = book.build_with(&["--as-at", "2026-07-01"]).html("rules/");
    assert!(html.values("main h2", "id").contains(&"closed-heading"));
    assert!(html.text("main table").contains("Git") && !html.text("main table").contains('#'));
    assert!(html.text("main pre").starts_with("#!/bin/sh"));
}
