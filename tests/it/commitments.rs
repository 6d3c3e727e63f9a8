//! Commitments: which lists are some, what their items say of themselves, and where readers find all of them.

use serde_json::Value;

use crate::book::{Book, Site};

const OWNERS: &str =
    "[owners.data]\nname = \"Data team\"\nemail = \"data@example.org\"\n[owners.digital]\nname = \"Digital\"";

fn page(body: &str) -> String {
    format!("---\ntitle: Plan\nowner: digital\n---\n\n{body}")
}

fn site(config: &str, body: &str) -> Site {
    Book::with(&format!("{OWNERS}\n{config}"))
        .page("index.md", "# Home\n")
        .page("plan.md", &page(body))
        .build()
}

/// All of `commitments.json`, which is always there with this setting.
fn commitments(config: &str, body: &str) -> Vec<Value> {
    let site = site(&format!("[commitments]\npublish = \"always\"\n{config}"), body);
    if !site.has("commitments.json") {
        return Vec::new();
    }
    let all: Value = serde_json::from_str(&site.text("commitments.json")).expect("it is JSON");
    all["commitments"].as_array().expect("a list").clone()
}

fn titles(config: &str, body: &str) -> Vec<String> {
    let all = commitments(config, body);
    all.iter().map(|one| one["title"].as_str().expect("a text").to_owned()).collect()
}

#[test]
fn a_list_behind_we_will_is_one_of_commitments_in_any_case_and_mid_paragraph() {
    for lead in
        ["We will:", "Much is left. To enable this,\nWE WILL:", "**we will:**", "Byddwn yn:", "## We will:"]
    {
        assert_eq!(
            titles("", &format!("{lead}\n\n- Do this.\n- Do that; soon\n")),
            ["Do this", "Do that"],
            "{lead}"
        );
    }
    for other in ["We will do this:", "We will", "What we will do", "They will:"] {
        assert_eq!(titles("", &format!("{other}\n\n- Do this.\n")), [""; 0], "{other}");
    }
    assert_eq!(titles("", "We will:\n\nsay more.\n\n- Not this.\n"), [""; 0]);
    assert_eq!(titles("", "- In spring we will:\n  1. Do this.\n- In autumn, rest.\n"), ["Do this"]);
}

#[test]
fn a_book_adds_lead_ins_and_an_author_marks_a_heading() {
    assert_eq!(titles("lead-ins = [\"Departments will:\"]", "Departments will:\n\n* Do this\n"), ["Do this"]);
    let marked =
        "## Plans {.commitments}\n\nWords.\n\n- Do this\n\n### More\n\n- Do that\n\n## Others\n\n- Nothing\n";
    assert_eq!(titles("", marked), ["Do this", "Do that"]);
}

#[test]
fn what_others_will_do_in_a_quotation_is_no_commitment() {
    let quoted =
        "> We will:\n>\n> - Do this. {status=complete}\n\n> [!INSET] Somebody\n> We will:\n>\n> - Do that.\n";
    assert_eq!(titles("", quoted), [""; 0]);
}

#[test]
fn an_item_tells_its_owner_date_status_measure_evidence_and_detail() {
    let body = "We will:\n\n1. **Use one list.** It is kept by us.\n   {#one-list owner=data due=2026-12-31 status=\"At risk\"\n   \
                status-on=2026-11-01 measure=\"No other\n   list\" evidence=#proof}\n   - In spring.\n   - In *autumn*.\n\n## Proof\n";
    let all = commitments("", body);
    let one = &all[0];
    assert_eq!(one["url"], "/plan/#one-list");
    assert_eq!(one["owners"][0]["name"], "Data team");
    assert_eq!(
        (&one["due"], &one["status"], &one["status_on"]),
        (&"2026-12-31".into(), &"at-risk".into(), &"2026-11-01".into())
    );
    assert_eq!((&one["measure"], &one["evidence"]), (&"No other list".into(), &"/plan/#proof".into()));
    assert_eq!(one["details"], serde_json::json!(["In spring.", "In autumn."]));
    let html = site("", body).html("plan/");
    assert_eq!(html.text("#one-list strong"), "Use one list.");
    assert_eq!(html.text("#one-list .standing"), "At risk");
    assert!(
        html.text("#one-list").contains("It is kept by us. At risk Due 31 December 2026 Evidence #"),
        "{}",
        html.text("#one-list")
    );
    assert!(!html.text("main").contains(['{', '}']));
    assert_eq!(html.values("#one-list .self", "href"), ["#one-list"]);
}

#[test]
fn attributes_are_not_found_by_the_search_and_curly_quotes_do_not_hurt_them() {
    let body = "We will:\n\n- Do \"this\". {owner=data status=\"on track\" measure=\"zebras\"}\n";
    let config = "[markdown]\nsmart-punctuation = true";
    let site = site(config, body);
    assert_eq!(site.html("plan/").text("li .standing"), "On track");
    assert!(!site.text("plan/index.html").contains("zebras"));
    let index: String = site
        .files()
        .iter()
        .filter(|(path, _)| path.starts_with("search/"))
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    assert!(!index.contains("zebra"));
}

#[test]
fn the_list_is_published_once_one_has_a_status_or_when_the_book_asks_for_it() {
    let plain = "We will:\n\n- Do this.\n";
    let tracked = "We will:\n\n- Do this. {status=complete}\n";
    for (config, body, is_there) in [
        ("", plain, false),
        ("", tracked, true),
        ("[commitments]\npublish = \"always\"", plain, true),
        ("[commitments]\npublish = \"never\"", tracked, false),
        ("[commitments]\npublish = \"always\"", "Words.\n", false),
    ] {
        let site = site(config, body);
        for file in ["commitments/index.html", "commitments.csv", "commitments.json"] {
            assert_eq!(site.has(file), is_there, "{config} {body} {file}");
        }
        assert_eq!(site.text("plan/index.html").contains("../commitments/"), is_there);
    }
    // The text has its addresses in any case.
    assert!(site("", plain).text("plan/index.html").contains("<li id=\"commitment-do-this\">"));
}

#[test]
fn the_list_sums_up_and_says_what_is_past_its_date() {
    let body = "We will:\n\n- A one. {due=2026-11-29 status=delayed}\n- B two. {due=2026-11-30}\n- C three. {due=2020-01-01 status=complete}\n";
    let html = site("", body).html("commitments/");
    assert_eq!(
        html.text(".register-words"),
        "3 commitments: 1 delayed, 1 complete, 1 without a status. One is past its due date."
    );
    assert_eq!(html.texts("tbody tr .tag"), ["Past its due date"]);
    assert_eq!(
        html.values("svg.register-bar", "aria-label"),
        ["Commitments by status: Delayed 1, Complete 1, No status 1"]
    );
    assert_eq!(html.values(".commitments-table th a", "href")[0], "../plan/#commitment-a-one");
}

#[test]
fn identifiers_stay_when_words_change_and_a_derived_one_that_is_cited_is_missed() {
    let book = |text: &str| {
        Book::with(OWNERS)
            .page(
                "index.md",
                "---\nowner: digital\n---\n\n# Home\n\n[a](plan.md#commitment-do-this) [b](plan.md#given)\n",
            )
            .page("plan.md", &page(&format!("We will:\n\n- {text}.\n- Do {text} {{#given}}\n")))
    };
    assert_eq!(book("Do this").findings(&[]), [""; 0]);
    assert_eq!(book("Do something else").findings(&[]), ["content/index.md:7 link/missing-anchor"]);
}

#[test]
fn headings_keep_their_addresses_whatever_is_promised() {
    let html =
        site("", "We will:\n\n- Do this. {#why}\n- Do this.\n- Do this.\n\n## Why\n").text("plan/index.html");
    assert!(html.contains("<h2 id=\"why\">"));
    for id in ["commitment-do-this", "commitment-do-this-2", "commitment-do-this-3"] {
        assert!(html.contains(&format!("<li id=\"{id}\">")), "{id}");
    }
}

#[test]
fn due_dates_are_in_the_calendars_of_all_and_of_who_answers_for_them() {
    let body = "We will:\n\n- Do this. {owner=data due=2027-01-31 status=\"on track\"}\n- Do that. {due=2026-12-31 status=complete}\n";
    let site = site("[site]\nurl = \"https://example.org/book/\"", body);
    for calendar in ["reviews.ics", "owners/data/reviews.ics"] {
        let text = site.text(calendar).replace("\r\n ", "");
        assert!(text.contains("SUMMARY:Commitment due: Do this\r\n"), "{text}");
        assert!(text.contains("DTSTART;VALUE=DATE:20270131"));
        assert!(text.contains("URL:https://example.org/book/plan/#commitment-do-this"));
        assert!(!text.contains("Do that"));
    }
    assert!(!site.text("owners/digital/reviews.ics").contains("Do this"));
}

#[test]
fn progress_is_no_change_of_what_was_signed_and_a_moved_date_is() {
    let text =
        |attributes: &str| page(&format!("We will:\n\n- Do this. {{#a due=2027-01-31 {attributes}}}\n"));
    let stamp = |text: &str| {
        let source = duly::load::Source {
            path: "a.md".to_owned(),
            file: duly::source::SourceFile::new("content/a.md", text),
        };
        duly::parse::parse(&source, duly::parse::ParseOptions::default()).value.expect("a page").fingerprint()
    };
    let signed = stamp(&text("status=\"on track\""));
    assert_eq!(signed, stamp(&text("status=complete status-on=2026-12-01 evidence=b.md")));
    assert_ne!(signed, stamp(&text("status=\"on track\"").replace("2027", "2028")));
}

#[test]
fn a_table_for_spreadsheets_has_every_column_and_runs_nothing() {
    let site = site("", "We will:\n\n- =SUM(A1). {status=stopped}\n");
    let table = site.text("commitments.csv");
    assert!(table.starts_with("\u{feff}title,url,id,theme,source,owner_ids,owners,status,status_on,due,past_due,measure,evidence,as_at\r\n"));
    assert!(table.contains("\r\n'=SUM(A1),/plan/#commitment-suma1,commitment-suma1,Plan,content/plan.md,digital,Digital,stopped,,,false,,,2026-11-30\r\n"), "{table}");
}

#[test]
fn two_thousand_commitments_are_cut_into_pages_of_less_than_a_megabyte() {
    let items: String =
        (0..2_000).map(|at| format!("- Do thing {at}. {{due=2027-01-01 status=complete}}\n")).collect();
    let site = site("", &format!("We will:\n\n{items}"));
    let lists = site.files().into_iter().filter(|(path, _)| path.starts_with("commitments/"));
    let sizes: Vec<usize> = lists.map(|(_, bytes)| bytes.len()).collect();
    assert!((8..=10).contains(&sizes.len()) && sizes.iter().all(|size| *size < 1_000_000), "{sizes:?}");
}

#[test]
fn attributes_in_the_midst_of_a_commitment_are_pointed_out() {
    let body = "We will:\n\n- **Do this.** {due=2027-01-01 status=complete} It matters.\n- Do that.\n\n  Soon. {owner=data}\n\
                - Write `{owner=data}` like this.\n- Do more {soon} or \\{owner=data} so.\n- Rest {owner=data}\n  - indeed\n";
    let book = Book::with(OWNERS).page("index.md", "# Home\n").page("plan.md", &page(body));
    let at = |line: usize| format!("content/plan.md:{line} commitment/misplaced");
    assert_eq!(book.findings(&[]), [at(8), at(11)]);
}
