//! The course of a page from its first review on, as the page, the register, its files, the queue and `check` tell it.

use serde_json::Value;

use crate::book::Book;

const PAGE: &str = "---\ntitle: Culture\nowner: digital\nreview_in: 6 months\n---\n\nWe work in the open.\n";

/// What is said of the page on a day, the same everywhere.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    state: String,
    last_reviewed: String,
    evidence: String,
}

impl Told {
    fn new(state: &str, last_reviewed: &str, evidence: &str) -> Self {
        let [state, last_reviewed, evidence] = [state, last_reviewed, evidence].map(str::to_owned);
        Self { state, last_reviewed, evidence }
    }

    fn of(row: &Value) -> Self {
        let text = |key: &str| row[key].as_str().unwrap_or_default();
        Self::new(text("state"), text("last_reviewed_on"), text("evidence"))
    }
}

/// Builds the site as on a day, and sees that everything says the same.
fn told(book: &Book, day: &str) -> Told {
    let run = book.run(&["build", "--as-at", day]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let read = |path: &str| std::fs::read_to_string(book.path("_site").join(path)).expect(path);
    let row = |json: &str| {
        let json: Value = serde_json::from_str(json).expect("it is JSON");
        let pages = json["pages"].as_array().expect("it has pages");
        pages.iter().find(|page| page["title"] == "Culture").map(Told::of).expect("the page is there")
    };
    let told = row(&read("register.json"));
    let due = book.run(&["due", "--state", "all", "--format", "json", "--as-at", day]).stdout;
    assert_eq!(row(&due), told, "{day}: due");
    let csv = read("register.csv");
    let line = csv.lines().find(|line| line.contains("Culture")).expect("the page is there");
    assert!(line.contains(&format!(",{},", told.state)), "{day}: {line}");
    assert!(line.contains(&format!(",{},", told.evidence)), "{day}: {line}");
    let updated = told.evidence == "updated-since";
    let page = read("culture/index.html");
    let register = read("review-register/index.html");
    let row = register.split_once("<a href=\"../culture/\">").expect("the page has a row").1;
    let row = row.split("</tr>").next().unwrap_or_default();
    for (place, html) in [("page", page.as_str()), ("register", row)] {
        assert_eq!(html.contains("Updated since its last review"), updated, "{day}: {place}");
        let date = format!("datetime=\"{}\"", told.last_reviewed);
        assert!(told.last_reviewed.is_empty() || html.contains(&date), "{day}: {place}");
    }
    assert!(!page.contains("ecorded by hand"), "{day}");
    assert_eq!(row.contains("Recorded by hand"), told.evidence == "by-hand", "{day}");
    let queue = book.run(&["due", "--as-at", day]).stdout;
    assert_eq!(queue.contains("Culture"), updated || told.state == "unreviewed", "{day}: {queue}");
    let findings = book.findings(&["--as-at", day]);
    assert_eq!(findings.iter().any(|finding| finding.ends_with("review/updated-since")), updated, "{day}");
    assert_eq!(
        findings.iter().any(|finding| finding.ends_with("review/unreviewed")),
        told.state == "unreviewed",
        "{day}"
    );
    told
}

#[test]
fn a_page_is_signed_edited_dated_by_hand_and_corrected() {
    let config = "[site]\nurl = \"https://example.org/\"\n[owners.digital]\nname = \"Digital team\"";
    let book = Book::with(config).page("index.md", "# Home\n").page("culture.md", PAGE);
    let edit = |from: &str, to: &str| {
        let text = std::fs::read_to_string(book.path("content/culture.md")).expect("the page is there");
        assert!(text.contains(from), "{from} is not in\n{text}");
        book.write("content/culture.md", text.replace(from, to));
    };
    let sign = |day: &str, outcome: &str| {
        let arguments =
            ["sign", "content/culture.md", "--by", "Ann", "--on", day, "--outcome", outcome, "--yes"];
        let mut command = book.duly(&arguments);
        let run = crate::book::run(command.current_dir(book.root()));
        assert_eq!(run.status, 0, "{}", run.stderr);
    };
    let today = "2026-11-30";
    let never = || Told::new("unreviewed", "", "");
    let reviewed = |day: &str, evidence: &str| Told::new("current", day, evidence);
    assert_eq!(told(&book, today), never());

    sign("2026-11-01", "no-change");
    assert_eq!(told(&book, today), reviewed("2026-11-01", "signed-off"));
    assert_eq!(told(&book, "2026-10-31"), never());

    edit("We work in the open.", "We  work\n*in the open*.");
    assert_eq!(told(&book, today), reviewed("2026-11-01", "signed-off"));

    edit("in the open*.", "in the open*, always.");
    assert_eq!(told(&book, today), reviewed("2026-11-01", "updated-since"));
    assert_eq!(told(&book, "2026-10-31"), never());

    edit("last_reviewed_on: 2026-11-01", "last_reviewed_on: 2026-11-10");
    assert_eq!(told(&book, today), reviewed("2026-11-10", "by-hand"));
    assert_eq!(told(&book, "2026-11-09"), reviewed("2026-11-01", ""));

    sign("2026-11-20", "minor");
    assert_eq!(told(&book, today), reviewed("2026-11-10", "signed-off"));
    let history =
        std::fs::read_to_string(book.path("_site/review-history.csv")).expect("the history is there");
    assert!(history.contains("2026-11-20,Ann,minor"), "{history}");
    // Which words the page had before the correction is not recorded, so nothing is said of them.
    assert_eq!(told(&book, "2026-11-19"), reviewed("2026-11-10", ""));
    assert_eq!(told(&book, "2026-11-09"), reviewed("2026-11-01", ""));
    assert_eq!(told(&book, "2026-10-31"), never());
}
