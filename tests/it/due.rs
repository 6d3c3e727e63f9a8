//! `duly due`: which pages it lists, in which order, in which forms, and how a run of it ends.

use serde_json::Value;

use crate::book::{Book, Run};
use crate::register_files::{events, table};

const OWNERS: &str = "[review]\ndue-soon = \"14 days\"\n[owners.digital]\nname = \"Digital team\"\n\
    [owners.legal]\nname = \"Legal services\"\n[kinds.policy]\nlabel = \"Policy\"";

fn page(title: &str, rest: &str) -> String {
    format!("---\ntitle: {title}\n{rest}\n---\n\nWords.\n")
}

/// A page in each state, with the day of the tests, 30 November 2026, in mind.
fn book() -> Book {
    let signed =
        "owner: legal\nlast_reviewed_on: 2026-11-01\nreview_in: 1 year\nreviewed_text: 2026-11-01 1:00";
    Book::with(OWNERS)
        .page("index.md", "# Home\n")
        .page("late.md", &page("Late", "owner: digital\nnext_review_on: 2026-11-20"))
        .page("later.md", &page("Latest of all", "owner: [digital, legal]\nnext_review_on: 2026-01-31"))
        .page("soon.md", &page("Soon", "owner: legal\nkind: policy\nnext_review_on: 2026-12-05"))
        .page("month.md", &page("In a month", "owner: legal\nnext_review_on: 2026-12-30"))
        .page("never.md", &page("Never read", "owner: digital\nreview_in: 1 year"))
        .page("nobody.md", &page("Nobody's", "next_review_on: 2026-11-30"))
        .page("fine.md", &page("Fine", "owner: digital\nlast_reviewed_on: 2026-11-01\nreview_in: 1 year"))
        .page("gone.md", &page("Gone", "owner: legal\nstatus: withdrawn\nnext_review_on: 2020-01-01"))
        .page("edited.md", &page("Edited", signed))
}

fn due(book: &Book, arguments: &[&str]) -> Run {
    book.run(&[&["due"], arguments].concat())
}

fn json(book: &Book, arguments: &[&str]) -> Value {
    let run = due(book, &[arguments, &["--format", "json"]].concat());
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"))
}

/// The files of the rows in their order.
fn files(book: &Book, arguments: &[&str]) -> Vec<String> {
    let name = |row: &Value| {
        row["source"].as_str().expect("a row has a source").replace("content/", "").replace(".md", "")
    };
    json(book, arguments)["pages"].as_array().expect("it has pages").iter().map(name).collect()
}

#[test]
fn the_queue_is_what_wants_attention_most_overdue_first() {
    assert_eq!(files(&book(), &[]), ["later", "late", "nobody", "soon", "never", "edited"]);
}

#[test]
fn within_moves_the_horizon() {
    let book = book();
    let month = ["later", "late", "nobody", "soon", "never", "month", "edited"];
    for time in ["30d", "30 days", "1m", "1 month", "P1M"] {
        assert_eq!(files(&book, &["--within", time]), month, "{time}");
    }
    assert_eq!(files(&book, &["--within", "0d"]), ["later", "late", "nobody", "never", "edited"]);
    let run = due(&book, &["--within", "soon"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("30d, 2w or \"3 months\""), "{}", run.stderr);
}

#[test]
fn owners_are_found_by_identifier_and_by_name() {
    let book = book();
    for owner in ["legal", "Legal services", "legal SERVICES"] {
        assert_eq!(files(&book, &["--owner", owner]), ["later", "soon", "edited"], "{owner}");
    }
    assert_eq!(files(&book, &["--owner", "legal", "--owner", "digital"]).len(), 5);
    let run = due(&book, &["--owner", "leagl"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("did you mean `legal`?"), "{}", run.stderr);
    let run = due(&book, &["--owner", "nobody at all"]);
    assert!(run.stderr.contains("its owners are: digital, legal"), "{}", run.stderr);
}

#[test]
fn states_and_kinds_narrow_the_queue() {
    let book = book();
    assert_eq!(files(&book, &["--state", "current"]), ["month", "edited", "fine"]);
    let overdue_and_soon = files(&book, &["--state", "overdue", "--state", "due-soon"]);
    assert_eq!(overdue_and_soon, ["later", "late", "nobody", "soon"]);
    assert_eq!(files(&book, &["--state", "updated-since"]), ["edited"]);
    assert_eq!(files(&book, &["--state", "exempt"]), ["index", "gone"]);
    assert_eq!(files(&book, &["--state", "all"]).len(), 10);
    assert_eq!(files(&book, &["--state", "current", "--within", "30d"]), ["month"]);
    assert_eq!(files(&book, &["--kind", "policy"]), ["soon"]);
    let run = due(&book, &["--kind", "polcy"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("did you mean `policy`?"), "{}", run.stderr);
}

#[test]
fn the_table_is_grouped_by_owner_and_fits_80_columns() {
    let long = "A title that goes on and on until nobody remembers how it began, and then some more";
    let book = book().page("long.md", &page(long, "next_review_on: 2026-11-29"));
    let run = due(&book, &[]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let expected = [
        "Digital team (digital): 3 pages",
        "  overdue      2026-01-31  303 days ago    Latest of all",
        "    content/later.md",
        "  overdue      2026-11-20  10 days ago     Late",
        "    content/late.md",
        "  not reviewed                             Never read",
        "    content/never.md",
        "",
        "Legal services (legal): 3 pages",
        "  overdue      2026-01-31  303 days ago    Latest of all",
        "    content/later.md",
        "  due soon     2026-12-05  in 5 days       Soon",
        "    content/soon.md",
        "  current      2027-11-01  in 336 days     Edited",
        "    content/edited.md, updated since its last review",
        "",
        "No owner: 2 pages",
        "  overdue      2026-11-29  yesterday       A title that goes on and on until no…",
        "    content/long.md",
        "  due soon     2026-11-30  today           Nobody's",
        "    content/nobody.md",
        "",
        "7 pages on 2026-11-30: 3 overdue, 2 due soon, 1 not reviewed, 1 current, 1 updated since the last review",
    ];
    assert_eq!(run.stdout.lines().collect::<Vec<_>>(), expected);
    let rows = run.stdout.lines().filter(|line| line.starts_with(' '));
    assert_eq!(rows.map(|line| line.chars().count()).max(), Some(80));
}

#[test]
fn an_empty_queue_says_so() {
    let run = due(&Book::new().page("index.md", "# Home\n"), &[]);
    assert_eq!((run.status, run.stdout.as_str()), (0, "Nothing is in the queue on 2026-11-30.\n"));
}

#[test]
fn what_a_terminal_would_obey_is_not_passed_on() {
    let title = "---\ntitle: \"a\\x1b[2Jb\"\nnext_review_on: 2026-01-01\n---\n";
    let book = Book::new().page("a.md", title);
    for format in ["table", "markdown"] {
        let run = due(&book, &["--format", format]);
        assert!(run.stdout.contains("2J") && !run.stdout.contains('\u{1b}'), "{run:?}");
    }
}

#[test]
fn rows_come_in_every_form() {
    let book = book();
    let csv = due(&book, &["--format", "csv"]).stdout;
    let states: Vec<String> = table(csv.as_bytes()).into_iter().map(|row| row["state"].clone()).collect();
    assert_eq!(states, ["overdue", "overdue", "due-soon", "due-soon", "unreviewed", "current"]);
    let ics = due(&book, &["--format", "ics", "--owner", "digital"]).stdout;
    let days: Vec<String> =
        events(&ics).into_iter().map(|event| event["DTSTART;VALUE=DATE"].clone()).collect();
    assert_eq!(days, ["20260131", "20261120"]);
    let markdown = due(&book, &["--format", "markdown"]).stdout;
    let heading = "## Legal services\n\n| Page | State | Due | Last reviewed |\n|---|---|---|---|\n";
    assert!(markdown.contains(heading), "{markdown}");
    assert!(markdown.contains("| Late | overdue | 2026-11-20, 10 days ago |"), "{markdown}");
}

#[test]
fn a_title_is_no_markdown_in_the_table_of_an_issue() {
    let title = "---\ntitle: 'a | [b](c) `d` <e>'\nnext_review_on: 2026-01-01\n---\n";
    let markdown = due(&Book::new().page("a.md", title), &["--format", "markdown"]).stdout;
    assert!(markdown.contains(r"| a \| \[b\]\(c\) \`d\` \<e\> | overdue |"), "{markdown}");
}

#[test]
fn rows_are_those_of_the_register() {
    let site = book().build();
    let register: Value = serde_json::from_str(&site.text("register.json")).expect("it is JSON");
    assert_eq!(json(site.book(), &["--state", "all"])["pages"], register["pages"]);
}

#[test]
fn the_queue_names_reviewers_that_the_site_does_not() {
    let reviewed = page("A", "last_reviewed_on: 2020-01-01\nreview_in: 1 year\nreviewed_by: Zebedee");
    let book = Book::with("[review]\nshow-reviewer = false").page("a.md", &reviewed);
    assert_eq!(json(&book, &[])["pages"][0]["reviewed_by"], "Zebedee");
}

#[test]
fn the_format_of_findings_and_that_of_rows_are_told_apart() {
    let book = book();
    assert_eq!(due(&book, &["--format", "human"]).status, 2);
    assert_eq!(book.run(&["check", "--format", "csv"]).status, 2);
    assert_eq!(book.run(&["--format", "json", "due"]).stdout, due(&book, &["--format", "json"]).stdout);
    let run = book.run(&["--format", "short", "due"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("table, csv, json, ics, markdown"), "{}", run.stderr);
}

#[test]
fn findings_elsewhere_do_not_keep_the_queue_from_being_read() {
    let broken_link = "---\ntitle: Link\nnext_review_on: 2026-11-20\n---\n\n[there](missing.md)\n";
    let book = Book::with("[lint]\n\"link/missing-page\" = \"error\"")
        .page("index.md", "# Home\n")
        .page("a.md", broken_link);
    let run = due(&book, &["--format", "json"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert_eq!(files(&book, &[]), ["a"]);
}

#[test]
fn a_page_that_cannot_be_read_is_said_after_the_rows() {
    let book = book().page("broken.md", "---\ntitle: Broken\nlast_reviewed_on: July 14, 2023\n---\n");
    let run = due(&book, &["--format", "json"]);
    assert_eq!(run.status, 1);
    assert_eq!(files(&book, &[]).len(), 6);
    for part in ["date/not-iso", "content/broken.md is not in the queue"] {
        assert!(run.stderr.contains(part), "{part}: {}", run.stderr);
    }
}

#[test]
fn a_draft_is_no_page_that_is_missing() {
    let book = Book::new().page("index.md", "# Home\n").page("a.md", &page("A", "status: draft"));
    let run = due(&book, &[]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
}

#[test]
fn settings_that_cannot_be_trusted_are_said() {
    let book = Book::with("[review]\nevery = \"10 working days\"")
        .page("a.md", &page("A", "last_reviewed_on: 2026-01-01"));
    let run = due(&book, &[]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("config/invalid-value"), "{}", run.stderr);
    assert_eq!(due(&Book::empty(), &[]).status, 2);
}

#[test]
fn the_forecast_counts_by_month_with_what_is_overdue_first() {
    let book = book();
    let run = due(&book, &["--forecast"]);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines.len(), 14);
    assert_eq!(
        lines[..3],
        ["Overdue              2  ##", "November 2026        1  #", "December 2026        2  ##"]
    );
    assert_eq!(lines[12..], ["October 2027         0", "Later                2  ##"]);
    let csv = due(&book, &["--forecast", "--format", "csv"]).stdout;
    let rows = table(csv.as_bytes());
    assert_eq!((rows[0]["period"].as_str(), rows[0]["pages"].as_str()), ("overdue", "2"));
    assert_eq!(rows[1]["period"], "2026-11");
    assert_eq!(json(&book, &["--forecast"])["periods"][1]["sources"][0], "content/nobody.md");
    assert_eq!(due(&book, &["--forecast", "--format", "ics"]).status, 2);
}

/// Pages of one owner that all fall due on Friday 15 January 2027.
fn same_day(pages: usize) -> Book {
    (0..pages).fold(Book::new(), |book, number| {
        book.page(&format!("p{number}.md"), &page("P", "owner: Ann\nnext_review_on: 2027-01-15"))
    })
}

#[test]
fn stagger_spreads_one_day_over_weeks_and_never_later() {
    let run = due(&same_day(5), &["--stagger"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert_eq!(
        run.stdout.lines().collect::<Vec<_>>(),
        [
            "content/p4.md → next_review_on: 2027-01-01 (due 2027-01-15)",
            "content/p3.md → next_review_on: 2027-01-07 (due 2027-01-15)",
            "content/p2.md → next_review_on: 2027-01-08 (due 2027-01-15)",
            "content/p1.md → next_review_on: 2027-01-14 (due 2027-01-15)",
        ]
    );
}

#[test]
fn once_followed_stagger_proposes_nothing_more() {
    let book = same_day(9);
    // Seven weeks from 30 November to 15 January are not enough for nine pages.
    let run = due(&book, &["--stagger=1", "--format", "csv"]);
    assert!(run.stderr.contains("2 pages keep their dates"), "{}", run.stderr);
    for proposal in json(&book, &["--stagger=3"]).as_array().expect("it is a list") {
        let day = proposal["next_review_on"].as_str().expect("it is a day");
        assert!(("2026-11-30".."2027-01-15").contains(&day), "{day}");
        let source = proposal["source"].as_str().expect("it is a path");
        book.write(source, page("P", &format!("owner: Ann\nnext_review_on: {day}")));
    }
    assert_eq!(due(&book, &["--stagger=3"]).stdout, "Nothing has to move.\n");
}

#[test]
fn an_issue_has_room_for_so_many_pages_of_each_owner() {
    let mut book = Book::with("[owners.a]\n[owners.b]");
    for (owner, pages) in [("a", 5), ("b", 2)] {
        for number in 1..=pages {
            let text = page(
                &format!("{owner}{number}"),
                &format!("owner: {owner}\nnext_review_on: 2026-01-0{number}"),
            );
            book = book.page(&format!("{owner}{number}.md"), &text);
        }
    }
    let markdown = due(&book, &["--format", "markdown", "--limit", "3"]).stdout;
    assert_eq!(markdown.matches("| overdue |").count(), 5, "{markdown}");
    assert!(markdown.contains("\nAnd 2 more pages.\n") && !markdown.contains("And 1 more"), "{markdown}");
    assert_eq!(due(&book, &["--limit", "3"]).status, 2);
}

#[test]
fn pages_of_nobody_can_be_asked_for() {
    let book = Book::with("[owners.a]")
        .page("a.md", &page("Mine", "owner: a\nnext_review_on: 2026-01-01"))
        .page("b.md", &page("Nobody's", "next_review_on: 2026-01-01"));
    let titles = json(&book, &["--owner", "no-owner"])["pages"].as_array().unwrap().clone();
    assert_eq!(titles.iter().map(|row| &row["title"]).collect::<Vec<_>>(), ["Nobody's"]);
}

#[test]
fn no_title_calls_anybody_in_an_issue() {
    let book = Book::new().page("a.md", "---\ntitle: 'Ask @octocat'\nnext_review_on: 2026-01-01\n---\n");
    let markdown = due(&book, &["--format", "markdown"]).stdout;
    assert!(markdown.contains("Ask @\u{2060}octocat"), "{markdown}");
}
