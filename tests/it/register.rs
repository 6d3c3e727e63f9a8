//! The review register and the pages of owners, on given days.

use crate::book::{Book, Site};
use crate::html::Html;

/// A page with these lines of front matter.
fn page(title: &str, front_matter: &str) -> String {
    format!("---\ntitle: {title}\n{front_matter}\n---\n")
}

const CONFIG: &str = "[site]\nurl = \"https://example.org/playbook/\"\n\
    [owners.digital]\nname = \"Digital team\"\nemail = \"digital@example.org\"\nslack = \"#digital\"\n\
    [owners.data]\nname = \"Data team\"\nactive = false\ndeputy = \"digital\"\n\
    [kinds.policy]\nlabel = \"Policy\"\nreview-in = \"1 year\"\n";

/// A book with a page in every state on 30 November 2026.
fn every_state(config: &str) -> Book {
    let history = "review_history:\n  - on: 2026-05-01\n    by: Ann\n    outcome: changed\n    note: Kept.\n  \
                   - on: 2025-05-01\n    by: Bob\n";
    Book::with(&format!("{CONFIG}{config}"))
        .page("index.md", "# Home\n")
        .page("late.md", &page("Late", "last_reviewed_on: 2026-01-01\nreview_in: 6 months\nowner: digital"))
        .page("later.md", &page("Later", "next_review_on: 2026-11-29\nowner: [digital, data]"))
        .page("soon.md", &page("Shortly", "last_reviewed_on: 2026-06-10\nreview_in: 6 months\nowner: data"))
        .page(
            "law/kept.md",
            &page(
                "Kept",
                &format!(
                    "kind: policy\nowner: digital\nlast_reviewed_on: 2026-05-01\nreviewed_by: Ann\n{history}"
                ),
            ),
        )
        .page("law/new.md", &page("New", "kind: policy"))
        .page("endless.md", &page("Endless", "last_reviewed_on: 2026-01-01\nowner: digital"))
        .page("unset.md", &page("Unset", "owner: digital"))
        .page("never.md", &page("Never", "review_in: never"))
        .page("gone.md", &page("Gone", "status: withdrawn\nlast_reviewed_on: 2020-01-01\nreview_in: 1 year"))
        .page("old.md", &page("Old", "status: superseded\nsuperseded_by: late.md"))
}

/// The columns behind the title.
const COLUMNS: [&str; 6] = ["Kind", "Section", "Owner", "Last reviewed", "Next review due", "State"];

fn cells(html: &Html, column: &str) -> Vec<String> {
    let at = COLUMNS.iter().position(|name| *name == column).expect("there is such a column");
    html.texts(".register-table tbody td").into_iter().skip(at).step_by(COLUMNS.len()).collect()
}

fn titles(site: &Site, address: &str) -> Vec<String> {
    site.html(address).texts(".register-table tbody th")
}

#[test]
fn every_page_is_in_the_register_and_what_is_most_overdue_comes_first() {
    let site = every_state("").build();
    let html = site.html("review-register/");
    assert_eq!(
        html.texts(".register-table tbody th"),
        ["Late", "Later", "Shortly", "New", "Kept", "Endless", "Unset", "Home", "Gone", "Never", "Old"]
    );
    assert_eq!(
        cells(&html, "State"),
        [
            "Overdue",
            "Overdue",
            "Due 10 December 2026",
            "Not yet reviewed",
            "Due 1 May 2027",
            "Reviewed, no due date",
            "No review date",
            "Not subject to review",
            "Withdrawn",
            "Not subject to review",
            "Superseded"
        ]
    );
    assert_eq!(cells(&html, "Owner")[1], "Digital team, Data team");
    assert_eq!(cells(&html, "Kind")[3..5], ["Policy", "Policy"]);
    assert_eq!(cells(&html, "Section")[3..5], ["Law", "Law"]);
    assert!(cells(&html, "Last reviewed")[4].starts_with("1 May 2026 by Ann Recorded by hand"));
    assert_eq!(html.texts(".register-table .history li"), ["1 May 2026 Changed by Ann", "1 May 2025 by Bob"]);
}

#[test]
fn the_baked_page_says_nothing_that_becomes_untrue() {
    let html = every_state("").build().html("review-register/");
    let table = html.text(".register-table tbody").to_lowercase();
    for word in ["up to date", "current", "due soon", "not due"] {
        assert!(!table.contains(word), "{word}");
    }
    assert!(html.text(".register-health").contains("On 30 November 2026"));
    assert!(html.text(".page-header").contains("Built on 30 November 2026"));
}

#[test]
fn counts_and_picture_and_forecast_are_those_of_the_day_of_the_build() {
    let html = every_state("").build().html("review-register/");
    assert_eq!(
        html.text(".register-words"),
        "2 of 11 pages are overdue. One falls due within 30 days. One has not yet been reviewed."
    );
    let counts = html.texts(".register-health tbody tr");
    let expected = [
        "Overdue2",
        "Due soon1",
        "Not yet reviewed1",
        "Not due soon2",
        "No review date1",
        "Not subject to review2",
        "Withdrawn1",
        "Superseded1",
    ];
    assert_eq!(counts, expected);
    let widths: Vec<usize> = html
        .values(".register-bar rect", "width")
        .iter()
        .map(|width| width.parse().expect("a number"))
        .collect();
    assert_eq!((widths.len(), widths.iter().sum::<usize>()), (8, 1000));
    assert!(html.values(".register-bar", "aria-label")[0].contains("Overdue 2, Due soon 1"));
    let months = html.texts(".register-months tbody tr");
    assert_eq!(
        (months.len(), &*months[0], &*months[1], &*months[6]),
        (12, "November 20260", "December 20261", "May 20271")
    );
}

#[test]
fn a_register_of_a_past_day_is_that_of_the_day() {
    let html = every_state("").build_with(&["--as-at", "2026-07-01"]).html("review-register/");
    assert_eq!(html.texts(".register-table tbody th")[..3], ["Late", "New", "Later"]);
    assert_eq!(cells(&html, "State")[0], "Due 1 July 2026");
}

#[test]
fn a_private_register_leaves_no_byte_in_the_site() {
    let site = every_state("[review]\nregister = \"private\"\n").build();
    for (path, bytes) in site.files() {
        assert!(!path.contains("register") && !path.starts_with("owners"), "{path}");
        let text = String::from_utf8_lossy(&bytes);
        let mentions = text.contains("review-register") || text.contains("owners/");
        assert!(!mentions || path.starts_with("assets/") || path == ".duly-manifest", "{path}");
    }
    let run = Book::with("[review]\nregister = \"private\"")
        .page("index.md", "# Home\n\n[x](/review-register/)\n")
        .findings(&[]);
    assert_eq!(run, ["content/index.md:3 link/missing-page"]);
}

#[test]
fn who_reviewed_is_shown_only_when_the_book_says_so() {
    let site = every_state("[review]\nshow-reviewer = false\n").build();
    for path in ["review-register/index.html", "review-register/pages.json", "owners/digital/index.html"] {
        let text = site.text(path);
        assert!(!text.contains("Ann") && !text.contains("Bob") && text.contains("Kept"), "{path}");
    }
}

#[test]
fn an_owner_has_a_page_with_what_they_own_and_how_to_reach_them() {
    let site = every_state("").build();
    assert_eq!(titles(&site, "owners/digital/"), ["Late", "Later", "Kept", "Endless", "Unset"]);
    assert_eq!(titles(&site, "owners/data/"), ["Later", "Shortly"]);
    let html = site.html("owners/digital/");
    assert_eq!(html.text("h1"), "Digital team");
    let links = html.values(".review-line a", "href");
    let register = "../../review-register/?owner=digital";
    assert_eq!(links, ["mailto:digital@example.org", "./reviews.ics", register]);
    let left = site.html("owners/data/").text(".status-banner");
    assert_eq!(left, "No longer active. Deputy: Digital team");
    assert_eq!(site.html("late/").values(".document-control dd a", "href")[0], "../owners/digital/");
}

#[test]
fn the_list_of_owners_names_who_has_gone_and_what_nobody_answers_for() {
    let site = every_state("").build();
    let html = site.html("owners/");
    let rows = html.texts(".owners-table tbody tr");
    assert_eq!(rows, ["Data team No longer active.211", "Digital team520"]);
    assert!(html.text(".status-banner").contains("No longer active, and still own pages Data team"));
    assert_eq!(html.text(".register-unowned"), "Pages without an owner: 1");
    assert_eq!(titles(&site, "review-register/no-owner/"), ["New"]);
}

#[test]
fn an_owners_name_becomes_an_address_that_every_system_can_hold() {
    let config = "[owners.\"../x\"]\n[owners.\"A.b\"]\n[owners.\"a.B\"]\n[owners.\"2\"]\n[owners.\"é & ü?\"]\n\
                  [owners.\"index.html\"]\n[owners.\"..\"]\n";
    let mut book = Book::with(config).page("index.md", "# Home\n");
    for (index, id) in ["../x", "A.b", "a.B", "2", "é & ü?", "index.html", ".."].iter().enumerate() {
        book = book.page(&format!("p{index}.md"), &page("Page", &format!("owner: \"{id}\"")));
    }
    let site = book.build();
    let mut folders: Vec<String> = site
        .files()
        .keys()
        .filter_map(|path| Some(path.strip_prefix("owners/")?.strip_suffix("/index.html")?.to_owned()))
        .collect();
    folders.sort();
    assert_eq!(folders, ["A.b", "a.B-2", "owner", "owner-2", "owner-index.html", "x", "é & ü-"]);
    let html = site.html("owners/");
    let links = html.values(".owners-table a", "href");
    assert!(links.contains(&"%C3%A9%20%26%20%C3%BC-/"), "{links:?}");
}

#[test]
fn owners_that_a_book_does_not_declare_have_pages_too() {
    let site = Book::new()
        .page("a.md", &page("A", "owner: Jo Bloggs, Planning"))
        .page("b.md", &page("B", "owner: jo bloggs planning"))
        .build();
    assert_eq!(titles(&site, "owners/jo-bloggs-planning/"), ["A"]);
    assert_eq!(titles(&site, "owners/jo-bloggs-planning-2/"), ["B"]);
}

#[test]
fn a_page_where_the_register_stands_is_told_so() {
    let book = Book::new().page("index.md", "# Home\n").page("review-register.md", "# Mine\n");
    assert_eq!(book.findings(&[]), ["content/review-register.md:1 address/collision"]);
    let book = Book::with("[review]\nregister = \"private\"").page("review-register.md", "# Mine\n");
    assert_eq!(book.findings(&[]), [""; 0]);
}

#[test]
fn pages_may_link_to_the_register_and_to_owners() {
    let text = "# Home\n\n[a](/review-register/) [b](review-register/) [c](/owners/digital/) [d](/owners/)\n";
    let book = Book::with(CONFIG)
        .page("index.md", text)
        .page("a.md", "---\nowner: digital\n---\n\n# Accessibility statement\n");
    assert_eq!(book.findings(&[]), [""; 0]);
    let links = book.build().html("").values(".prose a", "href").join(" ");
    assert_eq!(links, "review-register/ review-register/ owners/digital/ owners/");
}

#[test]
fn a_long_register_is_cut_into_files_of_less_than_a_megabyte() {
    let title = "<&\\\"'".repeat(700);
    let by = "&".repeat(3000);
    let mut book = Book::with("[review]\nevery = \"1 year\"").page("index.md", "# Home\n");
    for index in 0..600 {
        let long = if index < 60 { title.as_str() } else { "" };
        let text = format!(
            "---\ntitle: \"P {index:03} {long}\"\nlast_reviewed_on: 2026-01-01\nreviewed_by: \"{by}\"\n---\n"
        );
        book = book.page(&format!("p{index:03}.md"), &text);
    }
    let site = book.build();
    let mut listed = 0;
    let mut address = "review-register/".to_owned();
    loop {
        let html = site.html(&address);
        assert!(site.text(&format!("{address}index.html")).len() < 1_000_000, "{address}");
        listed += html.all(".register-table tbody th").len();
        let next = html.values("a[rel=next]", "href");
        let Some(next) = next.first() else { break };
        address = if address == "review-register/" {
            format!("review-register/{next}")
        } else {
            format!("review-register/{}", next.trim_start_matches("../"))
        };
    }
    assert_eq!(listed, 601);
}

#[test]
fn the_register_speaks_the_language_of_the_book_and_names_that_of_a_page() {
    let book = Book::empty()
        .file("book.toml", "[book]\ntitle = \"Llyfr\"\nlanguage = \"cy\"\n")
        .page("index.md", "# Hafan\n")
        .page("en.md", &page("English", "language: en\nlast_reviewed_on: 2026-01-01\nreview_in: 1 month"));
    let html = book.build().html("review-register/");
    assert_eq!(html.text("h1"), "Cofrestr adolygu");
    assert_eq!(html.values(".register-table tbody th a", "lang"), ["en"]);
    assert_eq!(cells(&html, "State")[0], "Yn hwyr");
}

#[test]
fn the_demonstration_book_shows_every_state_and_every_kind_of_evidence() {
    let book = Book::copy_of(std::path::Path::new(env!("CARGO_MANIFEST_DIR")));
    let site = book.build();
    let html = site.html("review-register/");
    assert_eq!(html.values(".register-health tbody tr", "data-health").len(), 8);
    assert!(html.texts(".register-health tbody td").iter().all(|count| count != "0"));
    let updated = html.texts(".register-table tbody .tag");
    assert_eq!(updated, ["Updated since its last review"; 2]);
    let rows = html.texts(".register-table tbody tr");
    let signed = rows.iter().find(|row| row.starts_with("API standard")).expect("it is there");
    assert!(!signed.contains("by hand"), "{signed}");
}

#[test]
fn what_is_wrong_with_the_summary_of_the_register_is_said_once() {
    let component = "{% component register_health(register, @t) %}{{ register.no_such }}{% endcomponent %}";
    let book =
        every_state("[theme]\nname = \"council\"\n").file("themes/council/components/own.html", component);
    let said = book.run(&["build"]).stderr;
    assert_eq!(said.matches("field `no_such` is not defined").count(), 1, "{said}");
    assert!(said.contains("when the review register is rendered"), "{said}");
}

#[test]
fn owners_with_as_many_pages_in_each_state_have_the_same_summary_and_others_do_not() {
    let late = "last_reviewed_on: 2026-01-01\nreview_in: 6 months";
    let site = Book::new()
        .page("a.md", &page("A", &format!("{late}\nowner: Ann")))
        .page("b.md", &page("B", &format!("{late}\nowner: Bob")))
        .page("c.md", &page("C", "last_reviewed_on: 2026-11-01\nreview_in: 6 months\nowner: Cay"))
        .build();
    let summary = |owner: &str| {
        let html = site.text(&format!("owners/{owner}/index.html"));
        let from = html.find("<section class=\"register-health\"").expect("there is a summary");
        html[from..html.find("<section class=\"register-pages\"").expect("there is a table")].to_owned()
    };
    assert_eq!(summary("ann"), summary("bob"));
    assert_ne!(summary("ann"), summary("cay"));
}
