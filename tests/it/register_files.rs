//! The files that are made of the register: tables, JSON, calendars, the API of the tech-docs template, the feed,
//! and where they go when the register is private.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use duly::index::harmless;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::book::{Book, Site};

const URL: &str = "[site]\nurl = \"https://example.org/playbook/\"";

/// The rows of a table by the names of their columns.
pub(crate) fn table(csv: &[u8]) -> Vec<BTreeMap<String, String>> {
    let text = csv.strip_prefix(b"\xef\xbb\xbf").expect("a byte order mark comes first");
    let mut reader = csv::Reader::from_reader(text);
    let heading = reader.headers().expect("it has a heading").clone();
    let row = |record: csv::StringRecord| {
        heading.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|record| row(record.expect("all rows have as many cells"))).collect()
}

/// The events of a calendar: the value of each property by its name with its parameters.
pub(crate) fn events(ics: &str) -> Vec<BTreeMap<String, String>> {
    let unfolded = ics.replace("\r\n ", "");
    let parts = unfolded.split("BEGIN:VEVENT\r\n").skip(1);
    parts
        .map(|part| {
            let lines = part.split("END:VEVENT").next().expect("an event ends").lines();
            lines
                .filter_map(|line| line.split_once(':'))
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .collect()
        })
        .collect()
}

fn page(front_matter: &str) -> String {
    format!("---\n{front_matter}\n---\n\nWords.\n")
}

fn reviewed(title: &str) -> String {
    page(&format!("title: {title}\nlast_reviewed_on: 2026-11-01\nreviewed_by: Ann\nreview_in: 6 months"))
}

const HISTORY: &str = "title: Culture\nlast_reviewed_on: 2026-11-10\nreviewed_by: Bea\nreview_in: 6 months\n\
    review_history:\n  - on: 2025-11-01\n    by: Ann\n    outcome: no-change\n    note: Read by two\n  \
    - on: 2026-05-01\n    by: Bea\n    outcome: changed\n  - on: 2026-05-02\n    outcome: minor\n    note: A slip";

fn json(site: &Site) -> Value {
    serde_json::from_str(&site.text("register.json")).expect("it is JSON")
}

#[test]
fn a_row_has_all_that_the_register_knows() {
    let config = format!(
        "{URL}\n[owners.digital]\nname = \"Digital team\"\nemail = \"d@example.org\"\nslack = \"#digital\"\n\
         [kinds.principle]\nlabel = \"Principle\"\n[sections.principles]\nkind = \"principle\"\nowner = \"digital\""
    );
    let site = Book::with(&config)
        .page("principles/index.md", "# Principles\n")
        .page("principles/culture.md", &reviewed("Culture"))
        .build();
    let register = json(&site);
    assert_eq!(register["as_at"], "2026-11-30");
    assert_eq!(register["$schema"], "register.schema.json");
    assert_eq!(
        register["pages"][0],
        json!({
            "title": "Culture",
            "url": "https://example.org/playbook/principles/culture/",
            "source": "content/principles/culture.md",
            "kind": { "id": "principle", "label": "Principle" },
            "section": { "path": "principles", "title": "Principles" },
            "owners": [{
                "id": "digital", "name": "Digital team", "email": "d@example.org", "slack": "#digital", "active": true
            }],
            "status": "live",
            "last_reviewed_on": "2026-11-01",
            "reviewed_by": "Ann",
            "review_in": "6 months",
            "next_review_due": "2027-05-01",
            "state": "current",
            "days_until_due": 152,
            "evidence": "by-hand",
            "as_at": "2026-11-30",
        })
    );
}

#[test]
fn without_a_url_addresses_are_from_the_root_and_there_is_no_feed() {
    let site = Book::new().page("a b.md", &reviewed("A")).build();
    assert_eq!(json(&site)["pages"][0]["url"], "/a%20b/");
    assert!(!site.has("feed.xml"));
    assert!(!site.text("index.html").contains("atom+xml"));
    assert!(!events(&site.text("reviews.ics"))[0].contains_key("URL"));
}

#[test]
fn only_the_home_page_tells_browsers_of_the_feed() {
    let site = Book::with(URL).page("index.md", "# Home\n").page("a.md", &reviewed("A")).build();
    let link = r#"<link rel="alternate" type="application/atom+xml" href="./feed.xml">"#;
    assert!(site.text("index.html").contains(link));
    assert!(!site.text("a/index.html").contains("atom+xml"));
}

#[test]
fn a_cell_that_a_spreadsheet_would_run_is_made_harmless() {
    let site = Book::new()
        .page(
            "a.md",
            &page("title: '=HYPERLINK(\"x\")'\nowner: '@sum'\nnext_review_on: 2026-11-20\nreviewed_by: +1"),
        )
        .build();
    let row = &table(&site.files()["register.csv"])[0];
    assert_eq!(row["title"], "'=HYPERLINK(\"x\")");
    assert_eq!(row["owners"], "'@sum");
    // A number that Duly makes is a number.
    assert_eq!(row["days_until_due"], "-10");
}

#[test]
fn tables_have_windows_line_ends_and_quote_what_must_be() {
    let site = Book::new().page("a.md", &page("title: 'A, \"B\"'\nnext_review_on: 2026-11-20")).build();
    let text = site.text("register.csv");
    assert!(text.contains("\r\n\"A, \"\"B\"\"\",/a/,"), "{text}");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert_eq!(table(text.as_bytes())[0]["title"], "A, \"B\"");
}

#[test]
fn the_history_has_every_review_up_to_the_day_and_says_where_it_is_recorded() {
    let book = Book::new().page("culture.md", &page(HISTORY)).page("b.md", &reviewed("B"));
    let history = |site: &Site| {
        let rows = table(&site.files()["review-history.csv"]);
        let columns = ["page", "on", "by", "outcome", "note", "recorded_in"];
        rows.iter().map(|row| columns.map(|column| row[column].clone()).join("|")).collect::<Vec<_>>()
    };
    let site = book.build();
    assert_eq!(
        history(&site),
        [
            "/culture/|2026-11-10|Bea|||last_reviewed_on",
            "/b/|2026-11-01|Ann|||last_reviewed_on",
            "/culture/|2026-05-02||minor|A slip|review_history",
            "/culture/|2026-05-01|Bea|changed||review_history",
            "/culture/|2025-11-01|Ann|no-change|Read by two|review_history",
        ]
    );
    let earlier = site.into_book().build_with(&["--as-at", "2026-05-01"]);
    assert_eq!(
        history(&earlier),
        [
            "/culture/|2026-05-01|Bea|changed||review_history",
            "/culture/|2025-11-01|Ann|no-change|Read by two|review_history",
        ]
    );
}

#[test]
fn a_book_that_shows_no_reviewers_names_them_nowhere() {
    let config = format!("{URL}\n[review]\nshow-reviewer = false");
    let history = "title: A\nlast_reviewed_on: 2026-11-01\nreviewed_by: Zebedee\nreview_in: 1 year\nreview_history:\n  \
        - on: 2026-11-01\n    by: Zebedee\n  - on: 2025-11-01\n    by: Zebedee";
    let site = Book::with(&config).page("a.md", &page(history)).build();
    for (path, bytes) in site.files() {
        assert!(!String::from_utf8_lossy(&bytes).contains("Zebedee"), "{path}");
    }
    assert!(json(&site)["pages"][0].get("reviewed_by").is_none());
    assert!(!table(&site.files()["register.csv"])[0].contains_key("reviewed_by"));
    assert!(!table(&site.files()["review-history.csv"])[0].contains_key("by"));
}

#[test]
fn calendars_have_an_event_a_page_that_is_chased_and_due() {
    let site =
        Book::with(&format!("{URL}\n[owners.digital]\nname = \"Digital\"\n[owners.legal]\nname = \"Legal\""))
            .page(
                "a.md",
                &page("title: 'Fish; chips, and \\ more'\nowner: digital\nnext_review_on: 2026-12-31"),
            )
            .page("b.md", &page("title: B\nowner: legal\nlast_reviewed_on: 2026-11-01"))
            .page(
                "c.md",
                &page("title: C\nstatus: withdrawn\nlast_reviewed_on: 2020-11-01\nreview_in: 1 year"),
            )
            .page("d.md", &page("title: D\nlast_reviewed_on: 2020-11-01\nreview_in: never"))
            .build();
    let ics = site.text("reviews.ics");
    let events = events(&ics);
    assert_eq!(events.len(), 1);
    let event = &events[0];
    assert_eq!(event["DTSTART;VALUE=DATE"], "20261231");
    assert_eq!(event["DTEND;VALUE=DATE"], "20270101");
    assert_eq!(event["DTSTAMP"], "20261130T000000Z");
    assert_eq!(event["URL"], "https://example.org/playbook/a/");
    assert_eq!(event["SUMMARY"], r"Review due: Fish\; chips\, and \\ more");
    assert!(event["UID"].ends_with("@example.org"));
    let of_owner = |id: &str| site.text(&format!("owners/{id}/reviews.ics")).matches("BEGIN:VEVENT").count();
    assert_eq!((of_owner("digital"), of_owner("legal")), (1, 0));
}

#[test]
fn an_event_keeps_its_identity_when_title_and_date_change() {
    let uid = |site: &Site| events(&site.text("reviews.ics"))[0]["UID"].clone();
    let site = Book::with(URL).page("a.md", &page("title: A\nnext_review_on: 2026-12-31")).build();
    let before = uid(&site);
    site.book().write("content/a.md", page("title: Other\nnext_review_on: 2027-12-31"));
    assert_eq!(uid(&site.rebuild()), before);
}

#[test]
fn lines_of_calendars_are_folded_between_characters() {
    let title = "Ŵyŵ 老虎 🎉 ".repeat(40);
    let mut book = Book::new().page("a.md", &page(&format!("title: '{title}.'\nnext_review_on: 2026-12-30")));
    // Each length that the end of a line may have.
    for length in 1..80 {
        let long = "x".repeat(100 + length);
        book =
            book.page(&format!("b{length}.md"), &page(&format!("title: {long}\nnext_review_on: 2026-12-31")));
    }
    let ics = book.build().text("reviews.ics");
    for line in ics.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
    }
    assert_eq!(ics.matches('\n').count(), ics.matches("\r\n").count());
    assert!(events(&ics)[0]["SUMMARY"].ends_with("老虎 🎉 ."));
}

#[test]
fn the_api_has_the_keys_of_the_tech_docs_template_in_their_order() {
    let config = format!("{URL}\n[owners.digital]\nslack = \"#digital\"");
    let site = Book::with(&config)
        .page("index.md", "# Home\n")
        .page("a.md", &page("title: A\nowner: digital\nlast_reviewed_on: 2026-11-01\nreview_in: 6 months"))
        .build();
    assert_eq!(
        site.text("api/pages.json"),
        "[{\"title\":\"Home\",\"url\":\"https://example.org/playbook/\",\"review_by\":null,\"owner_slack\":null},\
         {\"title\":\"A\",\"url\":\"https://example.org/playbook/a/\",\"review_by\":\"2027-05-01\",\
         \"owner_slack\":\"#digital\"}]\n"
    );
}

#[test]
fn the_channel_of_a_page_goes_before_that_of_its_owner_in_the_api() {
    let site = Book::new().page("a.md", &page("title: A\nowner_slack: '#docs'")).build();
    let pages: Value = serde_json::from_str(&site.text("api/pages.json")).expect("it is JSON");
    assert_eq!(pages[0]["owner_slack"], "#docs");
}

/// Day, id without the address, and title of each entry of a feed.
fn entries(feed: &str) -> Vec<String> {
    let inner = |text: &str, name: &str| {
        let rest = text.split_once(&format!("<{name}>")).expect("it is there").1;
        rest.split_once("</").expect("it ends").0.to_owned()
    };
    let entry = |text: &str| {
        let (id, updated, title) = (inner(text, "id"), inner(text, "updated"), inner(text, "title"));
        format!("{updated} #{} {title}", id.split_once('#').expect("it has a fragment").1)
    };
    feed.split("<entry>").skip(1).map(entry).collect()
}

#[test]
fn the_feed_tells_what_was_reviewed_what_changed_and_what_is_due() {
    let site = Book::with(URL)
        .page("culture.md", &page(HISTORY))
        .page("b.md", &page("title: B\nnext_review_on: 2026-11-20\neffective_on: 2026-07-01"))
        .page("c.md", &page("title: C\neffective_on: 2027-01-01"))
        .build();
    assert_eq!(
        entries(&site.text("feed.xml")),
        [
            "2026-11-21T00:00:00+00:00 #overdue-2026-11-20 Review overdue, was due 20 November 2026: B",
            "2026-11-10T00:00:00+00:00 #reviewed-2026-11-10 Reviewed: Culture",
            "2026-10-21T00:00:00+01:00 #due-2026-11-20 Review due by 20 November 2026: B",
            "2026-07-01T00:00:00+01:00 #in-effect-2026-07-01 In effect: B",
            "2026-05-01T00:00:00+01:00 #changed-2026-05-01 Reviewed and changed: Culture",
            "2025-11-01T00:00:00+00:00 #reviewed-2025-11-01 Reviewed: Culture",
        ]
    );
}

#[test]
fn two_reviews_of_a_day_are_two_entries_of_the_feed() {
    let history =
        "title: A\nreview_history:\n  - on: 2026-05-01\n    by: Ann\n  - on: 2026-05-01\n    by: Bea";
    let feed = Book::with(URL).page("a.md", &page(history)).build().text("feed.xml");
    let ids: BTreeSet<String> = entries(&feed).into_iter().collect();
    assert_eq!(ids.len(), 2, "{feed}");
}

/// The files of the register, as they lie in the site or beside it.
const FILES: [&str; 8] = [
    "api/pages.json",
    "feed.xml",
    "owners/digital/reviews.ics",
    "register.csv",
    "register.json",
    "register.schema.json",
    "review-history.csv",
    "reviews.ics",
];

fn private(build: &str) -> Book {
    let owners = "[owners.digital]\nname = \"Digital\"";
    Book::with(&format!("{URL}\n[review]\nregister = \"private\"\nshow-reviewer = false\n{owners}\n{build}"))
        .page("index.md", "# Home\n")
        .page("a.md", &reviewed("A"))
}

#[test]
fn a_private_register_is_beside_the_site_and_not_a_byte_of_it_in_the_site() {
    let book = private("");
    let run = book.run(&["build"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stdout.contains("the private register is in _register"), "{}", run.stdout);
    let mut beside = crate::book::files(&book.path("_register"));
    assert!(beside.remove(".duly-manifest").is_some());
    assert_eq!(beside.keys().map(String::as_str).collect::<Vec<_>>(), FILES);
    // Whoever may see it may see who reviewed a page.
    assert!(String::from_utf8_lossy(&beside["register.json"]).contains("\"reviewed_by\": \"Ann\""));
    let site = crate::book::files(&book.path("_site"));
    for (path, bytes) in &site {
        assert!(!FILES.contains(&path.as_str()), "{path}");
        let text = String::from_utf8_lossy(bytes);
        for part in
            ["register.csv", "register.json", "reviews.ics", "feed.xml", "pages.json", "atom+xml", "Ann"]
        {
            assert!(!text.contains(part), "{path}: {part}");
        }
    }
}

#[test]
fn a_register_that_becomes_private_leaves_the_site() {
    let book = private("");
    let config = fs::read_to_string(book.path("book.toml")).expect("it is there");
    book.write("book.toml", config.replace("private", "public"));
    let site = book.build();
    assert!(FILES.iter().all(|path| site.has(path)));
    assert!(!site.book().path("_register").exists());
    site.book().write("book.toml", config);
    let site = site.rebuild();
    assert!(!FILES.iter().any(|path| site.has(path)));
    assert!(!site.has("owners") && !site.has("api"));
}

#[test]
fn a_private_register_is_written_again_only_when_it_changed() {
    let book = private("");
    assert_eq!(book.run(&["build"]).status, 0);
    let modified = || {
        fs::metadata(book.path("_register/register.csv"))
            .and_then(|file| file.modified())
            .expect("it is there")
    };
    let before = modified();
    assert_eq!(book.run(&["build"]).status, 0);
    assert_eq!(modified(), before);
}

#[test]
fn a_private_register_has_no_place_in_the_site_or_where_the_book_is_written() {
    for folder in ["_site", "_site/register", "content", "content/register", "themes/x", "."] {
        let book = private(&format!("[build]\nregister-dir = \"{folder}\""));
        let run = book.run(&["build"]);
        assert_eq!(run.status, 2, "{folder}: {}", run.stderr);
        assert!(run.stderr.contains("cannot be the output folder"), "{folder}: {}", run.stderr);
        assert!(!book.path("_site").exists(), "{folder}");
    }
    let within = private("[build]\nbuild-dir = \"out/site\"\nregister-dir = \"out\"").run(&["build"]);
    assert!(within.stderr.contains("is another output folder"), "{}", within.stderr);
}

#[test]
fn a_private_register_takes_the_place_of_nobodys_file() {
    let book = private("").file("_register/notes.txt", "mine");
    let run = book.run(&["build"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("notes.txt"), "{}", run.stderr);
    assert!(book.path("_register/notes.txt").exists() && !book.path("_site").exists());
}

#[test]
fn a_file_of_the_book_in_the_place_of_the_register_is_a_collision() {
    let book = Book::new().page("index.md", "# Home\n").file("content/register.csv", "mine");
    assert_eq!(book.findings(&[]), ["content/register.csv:1 address/collision"]);
    let run = private("").file("content/register.csv", "mine").run(&["build"]);
    assert_eq!((run.status, run.stderr.contains("address/collision")), (0, false), "{}", run.stderr);
}

#[test]
fn an_identifier_that_is_no_name_of_a_folder_stays_in_the_site() {
    let site = Book::with("[owners.\"../../up\"]\nname = \"Up\"")
        .page("a.md", &page("title: A\nowner: ../../up"))
        .build();
    assert!(site.has("owners/up/reviews.ics"));
    assert_eq!(json(&site)["pages"][0]["owners"][0]["id"], "up");
}

proptest! {
    #[test]
    fn no_cell_begins_like_a_formula(text in "[=+\\-@\t\r\n'a＝＠]{0,4}") {
        let cell = harmless(&text);
        prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']));
        prop_assert!(cell == text || cell.strip_prefix('\'') == Some(&text));
    }
}
