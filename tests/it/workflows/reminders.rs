//! The issues that remind owners.

use serde_json::Value;

use super::host::{Host, new_book};
use super::runner::Runner;
use crate::book::{Book, run};
use crate::git::{commit_all, git_on};

/// Runs the workflow on what is published now.
fn remind(host: &Host) {
    let (ran, _disk) = Runner::new(host, &[]).run("reminders.yml", "remind");
    assert_eq!(ran.failed, None, "{}\n{}", ran.stdout, ran.stderr);
    host.assert_content();
}

fn publish(book: &Book, host: &Host) {
    commit_all(book, "2026-11-02");
    git_on(book.root(), "2026-11-02", &["push", "--quiet", &host.repository().display().to_string(), "main"]);
}

fn sign(book: &Book, page: &str) {
    let mut command = book.duly(&["sign", page, "--by", "Ann", "--yes", "--outcome", "no-change"]);
    assert_eq!(run(&mut command).status, 0);
}

fn issues(host: &Host) -> Vec<Value> {
    host.state(|state| state.issues.clone())
}

const PAGES: [&str; 5] = [
    "guides/look-after-a-page.md",
    "policies/working-in-the-open.md",
    "principles/put-people-first.md",
    "standards/web-pages.md",
    "strategies/first-strategy.md",
];

#[test]
fn an_owner_has_one_issue_that_follows_the_reviews_and_is_closed_when_nothing_is_left() {
    let book = new_book();
    let host = Host::with(&book);
    remind(&host);
    let [issue] = issues(&host).try_into().expect("one owner has one issue");
    assert_eq!((&issue["title"], &issue["state"]), (&"Reviews due: Digital team".into(), &"open".into()));
    assert_eq!(issue["labels"][0]["name"], "review-due");
    assert_eq!(issue["body"].as_str().unwrap().matches("not reviewed").count(), 5);
    // Twice it changes with the reviews.
    for (signed, left) in [(&PAGES[..1], 4), (&PAGES[1..4], 1)] {
        for page in signed {
            sign(&book, page);
        }
        publish(&book, &host);
        remind(&host);
        let [issue] = issues(&host).try_into().expect("it is still the same issue");
        assert_eq!(issue["body"].as_str().unwrap().matches("not reviewed").count(), left);
    }
    sign(&book, PAGES[4]);
    publish(&book, &host);
    remind(&host);
    let [issue] = issues(&host).try_into().expect("it is still the same issue");
    assert_eq!((&issue["state"], &issue["state_reason"]), (&"closed".into(), &"completed".into()));
    host.state(|state| assert_eq!(state.comments, [(1, "Nothing is due any more.".to_owned())]));
    // Closed it stays as long as nothing is due, and is opened again when something is.
    remind(&host);
    host.state(|state| assert_eq!(state.comments.len(), 1));
    book.write("content/guides/new.md", "---\ntitle: New\nnext_review_on: 2026-11-20\n---\n");
    publish(&book, &host);
    remind(&host);
    let [issue] = issues(&host).try_into().expect("it is still the same issue");
    assert_eq!(issue["state"], "open");
    assert!(issue["body"].as_str().unwrap().contains("New"), "{issue}");
}

#[test]
fn issues_of_other_people_are_left_alone() {
    let host = Host::with(&new_book());
    let other = |number: u64, labels: Value| serde_json::json!({ "number": number, "state": "open", "title": "Mine", "body": "<!-- mine -->", "labels": labels });
    let labelled = serde_json::json!([{ "name": "review-due" }]);
    host.state(|state| state.issues = vec![other(1, Value::Array(Vec::new())), other(2, labelled)]);
    remind(&host);
    let issues = issues(&host);
    assert_eq!(issues.len(), 3);
    assert!(
        issues[..2].iter().all(|issue| issue["state"] == "open" && issue["title"] == "Mine"),
        "{issues:?}"
    );
}

#[test]
fn pages_of_nobody_and_owners_with_odd_names_have_issues_too() {
    let book = new_book();
    let config = std::fs::read_to_string(book.path("book.toml")).unwrap();
    let config = config.replace("default-owner = \"digital\"\n", "");
    let owner = "[owners.odd]\nname = 'A --> <b>`$(id)`</b>\\n'\n";
    book.write("book.toml", format!("{config}\n{owner}"));
    book.write("content/guides/odd.md", "---\ntitle: Odd\nowner: odd\nnext_review_on: 2026-01-01\n---\n");
    book.write("content/guides/lost.md", "---\ntitle: Lost\nnext_review_on: 2026-01-01\n---\n");
    let host = Host::with(&book);
    publish(&book, &host);
    remind(&host);
    let titles: Vec<Value> = issues(&host).into_iter().map(|issue| issue["title"].clone()).collect();
    assert_eq!(
        titles,
        ["Reviews due: Digital team", "Reviews due: no owner", "Reviews due: A --> <b>`$(id)`</b>\\n"]
    );
}

#[test]
fn a_queue_without_end_is_an_issue_that_github_takes() {
    let book = new_book();
    for number in 0..120 {
        let page = format!(
            "---\ntitle: {} {number}\nowner: digital\nnext_review_on: 2026-01-01\n---\n",
            "Long ".repeat(300)
        );
        book.write(&format!("content/guides/page-{number}.md"), page);
    }
    let host = Host::with(&book);
    publish(&book, &host);
    remind(&host);
    assert_eq!(issues(&host).len(), 1);
}

#[test]
fn a_page_with_an_error_keeps_nobody_else_from_being_reminded() {
    let book = new_book();
    book.write("content/guides/broken.md", "---\ntitle: Broken\nlast_reviewed_on: soon\n---\n");
    let host = Host::with(&book);
    publish(&book, &host);
    remind(&host);
    assert_eq!(issues(&host).len(), 1);
}
