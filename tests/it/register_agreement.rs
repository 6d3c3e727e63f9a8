//! One truth in many places: on every page of the demonstration book, at ten dates, its badge, `due`, the files of
//! the register, the calendars and `check` say the same.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::book::{Book, Site, file_at};
use crate::register_files::{events, table};

const URL: &str = "https://exampleshire.github.io/playbook/";

/// Before and after most reviews of the book, on due days and the days beside them, and far away.
const DATES: [&str; 10] = [
    "2024-01-14",
    "2024-01-15",
    "2026-05-20",
    "2026-11-20",
    "2026-11-21",
    "2026-11-30",
    "2026-12-01",
    "2027-02-28",
    "2027-12-31",
    "2031-06-15",
];

/// What is said of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Said {
    state: String,
    last_reviewed: String,
    due: String,
    days: String,
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn rows(json: &str) -> Vec<Value> {
    let document: Value = serde_json::from_str(json).expect("it is JSON");
    document["pages"].as_array().expect("it has pages").clone()
}

/// From `register.json` or `due --format json`, by URL.
fn of_json(json: &str) -> BTreeMap<String, Said> {
    let said = |row: &Value| Said {
        state: text(&row["state"]),
        last_reviewed: text(&row["last_reviewed_on"]),
        due: text(&row["next_review_due"]),
        days: text(&row["days_until_due"]),
    };
    rows(json).iter().map(|row| (text(&row["url"]), said(row))).collect()
}

fn of_csv(csv: &[u8]) -> BTreeMap<String, Said> {
    let said = |row: &BTreeMap<String, String>| Said {
        state: row["state"].clone(),
        last_reviewed: row["last_reviewed_on"].clone(),
        due: row["next_review_due"].clone(),
        days: row["days_until_due"].clone(),
    };
    table(csv).iter().map(|row| (row["url"].clone(), said(row))).collect()
}

/// The due dates of a calendar, by URL.
fn of_calendar(ics: &str) -> BTreeMap<String, String> {
    let date = |figures: &str| format!("{}-{}-{}", &figures[..4], &figures[4..6], &figures[6..]);
    // Commitments are due there as well.
    let reviews = events(ics).into_iter().filter(|event| event["UID"].starts_with("review-"));
    reviews.map(|event| (event["URL"].clone(), date(&event["DTSTART;VALUE=DATE"]))).collect()
}

/// The due dates of `api/pages.json`, by URL.
fn of_api(json: &str) -> BTreeMap<String, String> {
    let pages: Vec<Value> = serde_json::from_str(json).expect("it is JSON");
    let due = pages.iter().filter(|page| !page["review_by"].is_null());
    due.map(|page| (text(&page["url"]), text(&page["review_by"]))).collect()
}

/// What the badge of a page says in the HTML that a reader without scripts gets: whether it is overdue, and when it
/// is or was due.
fn badge(html: &str) -> Option<(bool, &str)> {
    let value = |text: &'static str| Some(html.split_once(text)?.1.split('"').next().unwrap_or_default());
    if let Some((_, badge)) = html.split_once("data-state=\"overdue\"") {
        let due = badge.split_once("datetime=\"").and_then(|(_, rest)| rest.split('"').next());
        return Some((true, due.expect("an overdue badge says since when")));
    }
    value("data-due=\"").map(|due| (false, due))
}

/// What the row of each page says in the HTML of the register, by URL: when it was last reviewed, when it is or was
/// due, and whether it is overdue.
fn of_register(html: &str) -> BTreeMap<String, (String, String, bool)> {
    let day = |cell: Option<&str>| {
        let day =
            cell.and_then(|cell| cell.split_once("datetime=\"")).and_then(|(_, rest)| rest.split('"').next());
        day.unwrap_or_default().to_owned()
    };
    let rows = html.split("<tr>\n<th scope=\"row\"><a href=\"../").skip(1);
    let row = |row: &str| {
        let row = row.split("</tr>").next().unwrap_or_default();
        let address = row.split('"').next().unwrap_or_default().to_owned();
        let cells: Vec<&str> = row.split("<td ").collect();
        let cell = |label: &str| {
            cells.iter().copied().find(|cell| cell.starts_with(&format!("data-label=\"{label}\"")))
        };
        let overdue = cell("State").is_some_and(|cell| cell.contains("data-state=\"overdue\""));
        (format!("{URL}{address}"), (day(cell("Last reviewed")), day(cell("Next review due")), overdue))
    };
    rows.map(row).collect()
}

/// What `check` says, with its codes, by file.
fn findings(book: &Book, date: &str) -> BTreeMap<String, BTreeSet<String>> {
    let run = book.run(&["check", "--format", "json", "--as-at", date]);
    let mut findings: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in run.stdout.lines() {
        let finding: Value = serde_json::from_str(line).expect("a finding a line");
        let said = format!("{} {}", text(&finding["code"]), text(&finding["message"]));
        findings.entry(text(&finding["file"])).or_default().insert(said);
    }
    findings
}

fn files_agree(site: &Site, date: &str) {
    let due = |format: &str| {
        site.book().run(&["due", "--state", "all", "--format", format, "--as-at", date]).stdout
    };
    let rows = of_json(&site.text("register.json"));
    assert!(rows.len() > 40, "{}", rows.len());
    assert_eq!(of_csv(&site.files()["register.csv"]), rows, "{date}: register.csv");
    assert_eq!(of_json(&due("json")), rows, "{date}: due --format json");
    assert_eq!(of_csv(due("csv").as_bytes()), rows, "{date}: due --format csv");
    let dates: BTreeMap<String, String> = rows
        .iter()
        .filter(|(_, said)| !said.due.is_empty())
        .map(|(url, said)| (url.clone(), said.due.clone()))
        .collect();
    assert_eq!(of_calendar(&site.text("reviews.ics")), dates, "{date}: reviews.ics");
    assert_eq!(of_calendar(&due("ics")), dates, "{date}: due --format ics");
    assert_eq!(of_api(&site.text("api/pages.json")), dates, "{date}: api/pages.json");
}

fn pages_agree(site: &Site, date: &str) {
    let findings = findings(site.book(), date);
    let json = site.text("register.json");
    let all = of_json(&json);
    let register = of_register(&site.text("review-register/index.html"));
    assert_eq!(register.len(), all.len(), "{date}: rows of the register");
    for row in rows(&json) {
        let (url, file) = (text(&row["url"]), text(&row["source"]));
        let said = &all[&url];
        let html = site.text(&file_at(url.strip_prefix(URL).expect("it is in the book")));
        let expected = match said.state.as_str() {
            "overdue" | "current" | "due-soon" if !said.due.is_empty() => {
                Some((said.state == "overdue", said.due.as_str()))
            }
            _ => None,
        };
        assert_eq!(badge(&html), expected, "{date}: badge of {url}");
        let listed = (said.last_reviewed.clone(), said.due.clone(), said.state == "overdue");
        assert_eq!(register.get(&url), Some(&listed), "{date}: {url} in the register");
        let found = findings.get(&file);
        let has =
            |said: &str| found.is_some_and(|found| found.iter().any(|finding| finding.starts_with(said)));
        assert_eq!(has("review/overdue"), said.state == "overdue", "{date}: {file}: {found:?}");
        assert_eq!(has("review/unreviewed"), said.state == "unreviewed", "{date}: {file}: {found:?}");
        let overdue =
            format!("review/overdue the review of this page is overdue: it was due on {}", said.due);
        assert_eq!(has(&overdue), said.state == "overdue", "{date}: {file}: {found:?}");
    }
}

#[test]
fn badge_register_queue_calendar_and_check_agree_on_every_page_at_ten_dates() {
    let mut book = Book::copy_of(Path::new(env!("CARGO_MANIFEST_DIR")));
    let mut states = BTreeSet::new();
    for date in DATES {
        let site = book.build_with(&["--as-at", date]);
        files_agree(&site, date);
        pages_agree(&site, date);
        states.extend(of_json(&site.text("register.json")).into_values().map(|said| said.state));
        book = site.into_book();
    }
    let states: Vec<&str> = states.iter().map(String::as_str).collect();
    assert_eq!(states, ["current", "due-soon", "exempt", "overdue", "unreviewed", "unset"]);
}
