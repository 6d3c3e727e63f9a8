//! Who stands by a page and until when, on the page itself and in the findings, on given days.

use crate::book::{Book, Site, run};
use crate::html::Html;

/// A page that was last reviewed on 14 July 2023 and is due on 14 January 2024.
const REVIEWED: &str = "---\ntitle: Page\nlast_reviewed_on: 2023-07-14\nreview_in: 6 months\n---\n";

fn on(day: &str, book: Book) -> Html {
    site_on(day, book).html("page/")
}

fn site_on(day: &str, book: Book) -> Site {
    book.build_with(&["--as-at", day])
}

fn page(text: &str) -> Book {
    Book::new().page("page.md", text)
}

/// The line under the title, without the owner.
fn words(html: &Html) -> Vec<String> {
    html.texts(".review-line li")
}

/// Whether findings of one code are made on a day.
fn codes(day: &str, book: &Book) -> Vec<String> {
    let findings = book.findings(&["--as-at", day]);
    findings.iter().map(|finding| finding.split(' ').nth(1).unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_review_counts_up_to_and_with_its_due_day() {
    let last = "Last reviewed: 14 July 2023";
    for day in ["2023-07-14", "2024-01-13", "2024-01-14"] {
        let html = on(day, page(REVIEWED));
        assert_eq!(words(&html), [last, "Next review due: 14 January 2024"], "{day}");
        assert_eq!(html.all("[data-state]").len(), 0, "{day}");
        assert_eq!(codes(day, &page(REVIEWED)), [""; 0], "{day}");
    }
    let html = on("2024-01-15", page(REVIEWED));
    assert_eq!(words(&html), [last, "Review overdue: was due 14 January 2024"]);
    assert_eq!(html.values(".badge", "data-state"), ["overdue"]);
    assert_eq!(codes("2024-01-15", &page(REVIEWED)), ["review/overdue"]);
}

#[test]
fn a_page_that_is_not_overdue_carries_what_a_script_needs_to_say_so_later() {
    let book = Book::with("[review]\ndue-soon = \"2 weeks\"\n[site]\ntime-zone = \"Europe/Paris\"");
    let html = on("2023-08-01", book.page("page.md", REVIEWED));
    let badge = html.one(".badge");
    assert_eq!(badge.attribute("data-due"), Some("2024-01-14"));
    assert_eq!(badge.attribute("data-due-soon-days"), Some("14"));
    assert_eq!(badge.attribute("data-time-zone"), Some("Europe/Paris"));
    assert_eq!(html.values(".badge time", "datetime"), ["2024-01-14"]);
}

#[test]
fn no_page_ever_claims_to_be_up_to_date() {
    let text = site_on("2023-07-15", page(REVIEWED)).text("page/index.html").to_lowercase();
    for claim in ["up to date", "up-to-date", "\"current\"", "is current"] {
        assert!(!text.contains(claim), "{claim}");
    }
}

#[test]
fn an_explicit_date_wins_over_the_cadence() {
    let text = REVIEWED.replace("title: Page", "title: Page\nnext_review_on: 2023-09-01");
    assert_eq!(words(&on("2023-09-01", page(&text)))[1], "Next review due: 1 September 2023");
    assert_eq!(words(&on("2023-09-02", page(&text)))[1], "Review overdue: was due 1 September 2023");
}

#[test]
fn a_page_that_was_never_reviewed_takes_its_state_from_an_explicit_date() {
    let text = "---\ntitle: Page\nnext_review_on: 2024-01-14\n---\n";
    assert_eq!(words(&on("2024-01-14", page(text))), ["Next review due: 14 January 2024"]);
    assert_eq!(words(&on("2024-01-15", page(text))), ["Review overdue: was due 14 January 2024"]);
}

#[test]
fn the_past_is_told_from_the_history() {
    let text = "---\ntitle: Page\nlast_reviewed_on: 2026-06-01\nreview_in: 6 months\nnext_review_on: 2027-06-01\n\
                review_history:\n  - on: 2025-01-10\n  - on: 2026-06-01\n  - on: 2025-09-01\n---\n";
    let then = on("2026-03-31", page(text));
    assert_eq!(words(&then), ["Last reviewed: 1 September 2025", "Review overdue: was due 1 March 2026"]);
    let earlier = on("2025-03-31", page(text));
    assert_eq!(words(&earlier), ["Last reviewed: 10 January 2025", "Next review due: 10 July 2025"]);
    let before = on("2024-12-31", page(text));
    assert_eq!(words(&before), [""; 0]);
    assert!(before.text(".document-control").contains("Not yet reviewed"));
    let now = on("2026-11-30", page(text));
    assert_eq!(words(&now), ["Last reviewed: 1 June 2026", "Next review due: 1 June 2027"]);
}

#[test]
fn a_day_in_the_past_makes_no_review_a_future_one() {
    assert_eq!(codes("2020-01-01", &page(REVIEWED)), ["review/unreviewed"]);
    let future = "---\ntitle: Page\nlast_reviewed_on: 2026-12-01\n---\n";
    assert_eq!(codes("2026-11-30", &page(future)), ["date/in-future"]);
    // Asking for a later day does not make it happen.
    assert_eq!(codes("2027-11-30", &page(future)), ["date/in-future"]);
}

#[test]
fn a_page_that_was_never_reviewed_says_so_only_in_document_control() {
    let html = on("2026-11-30", page("---\ntitle: Page\nreview_in: 1 year\n---\n"));
    assert_eq!(words(&html), [""; 0]);
    assert!(html.text(".document-control").contains("Not yet reviewed"));
}

#[test]
fn the_cadence_of_the_book_alone_asks_nothing_of_a_page() {
    let book = || Book::with("[review]\nevery = \"6 months\"");
    let plain = "# Page\n";
    assert_eq!(codes("2026-11-30", &book().page("page.md", plain)), [""; 0]);
    assert_eq!(on("2026-11-30", book().page("page.md", plain)).all(".document-control").len(), 0);
    let reviewed = "---\ntitle: Page\nlast_reviewed_on: 2026-01-01\n---\n";
    let html = on("2026-11-30", book().page("page.md", reviewed));
    assert_eq!(words(&html)[1], "Review overdue: was due 1 July 2026");
}

#[test]
fn the_nearest_cadence_counts_page_then_section_then_kind_then_book() {
    let config = "[review]\nevery = \"1 month\"\n[kinds.policy]\nreview-in = \"2 months\"\n\
                  [sections.\"a\"]\nkind = \"policy\"\n[sections.\"a/b\"]\nreview-in = \"3 months\"\n";
    let reviewed = |more: &str| format!("---\ntitle: Page\nlast_reviewed_on: 2026-01-01\n{more}---\n");
    let site = Book::with(config)
        .page("book.md", &reviewed(""))
        .page("a/kind.md", &reviewed(""))
        .page("a/b/section.md", &reviewed(""))
        .page("a/b/c/deeper.md", &reviewed(""))
        .page("a/b/page.md", &reviewed("review_in: 4 months\n"))
        .build_with(&["--as-at", "2026-01-02"]);
    for (address, due) in [
        ("book/", "1 February 2026"),
        ("a/kind/", "1 March 2026"),
        ("a/b/section/", "1 April 2026"),
        ("a/b/c/deeper/", "1 April 2026"),
        ("a/b/page/", "1 May 2026"),
    ] {
        assert_eq!(site.html(address).text(".badge time"), due, "{address}");
    }
}

#[test]
fn home_sections_and_glossary_are_exempt_unless_they_carry_a_date() {
    let config = "[sections.\"\"]\nreview-in = \"1 month\"\n[sections.\"a\"]\nreview-in = \"1 month\"";
    let book = |front_matter: &str| {
        let text = format!("---\ntitle: Page\n{front_matter}---\n");
        Book::with(config)
            .page("index.md", &text)
            .page("a/index.md", &text)
            .page("b.md", &text)
            .page("b/c.md", &text)
            .page("glossary.md", &text)
    };
    assert_eq!(book("").findings(&[]), ["content/b/c.md:1 review/unreviewed"]);
    let dated = book("last_reviewed_on: 2020-01-01\nreview_in: 1 month\n").findings(&[]);
    assert_eq!(dated.len(), 5, "{dated:?}");
}

#[test]
fn a_page_that_is_never_reviewed_says_so_and_is_not_chased() {
    let text = "---\ntitle: Page\nlast_reviewed_on: 2020-01-01\nreview_in: never\n---\n";
    let html = on("2026-11-30", page(text));
    assert!(html.text(".document-control").contains("Not subject to review"));
    assert!(!html.text("main").contains("due"));
    assert_eq!(codes("2026-11-30", &page(text)), [""; 0]);
}

#[test]
fn pages_that_are_no_longer_in_force_are_not_chased_and_name_what_replaced_them() {
    let front = "last_reviewed_on: 2020-01-01\nreview_in: 1 month\n";
    let book = || {
        Book::new()
            .page("index.md", "# Home\n")
            .page(
                "page.md",
                &format!("---\ntitle: Old\nstatus: superseded\nsuperseded_by: new.md\n{front}---\n"),
            )
            .page("gone.md", &format!("---\ntitle: Gone\nstatus: withdrawn\n{front}---\n"))
            .page("new.md", "---\ntitle: New\nreplaces: page.md\n---\n")
    };
    assert_eq!(book().findings(&[]), [""; 0]);
    let site = book().build();
    let old = site.html("page/");
    assert_eq!(old.text(".status-banner.superseded a"), "New");
    assert_eq!(old.values(".status-banner a", "href"), ["../new/"]);
    assert_eq!(site.html("gone/").all(".status-banner.withdrawn").len(), 1);
    for html in [&old, &site.html("gone/")] {
        assert!(!html.text("main").contains("verdue") && !html.text("main").contains("review due"));
    }
    assert_eq!(site.html("new/").texts(".document-control dd a"), ["Old"]);
}

#[test]
fn a_superseded_page_without_its_successor_is_a_finding() {
    let of = |more: &str| page(&format!("---\ntitle: Old\nstatus: superseded\n{more}---\n")).findings(&[]);
    assert_eq!(of(""), ["content/page.md:1 page/missing-field"]);
    assert_eq!(of("superseded_by: nowhere.md\n"), ["content/page.md:4 page/missing-target"]);
    assert_eq!(of("superseded_by: https://example.org/\n"), ["content/page.md:4 page/missing-target"]);
}

#[test]
fn fields_that_the_book_requires_are_findings_where_they_lack() {
    let config =
        "[review]\nrequire = [\"owner\", \"review_in\", \"description\"]\n[sections.\"a\"]\nowner = \"x\"";
    let book = Book::with(config)
        .page("index.md", "# Home\n")
        .page("a/in.md", "---\ntitle: In\nreview_in: never\ndescription: D\n---\n")
        .page("out.md", "# Out\n")
        .page("old.md", "---\ntitle: Old\nstatus: withdrawn\n---\n");
    assert_eq!(book.findings(&[]), ["content/out.md:1 page/missing-field"; 3]);
}

#[test]
fn an_owner_is_found_by_name_by_channel_by_section_and_by_default() {
    let config = "[review]\ndefault-owner = \"digital\"\n\
                  [owners.digital]\nname = \"Digital team\"\n\
                  [owners.data]\nname = \"Data team\"\nslack = \"#data\"\nemail = \"data@example.org\"\n\
                  [owners.legal]\nname = \"Legal team\"\n[sections.\"law\"]\nowner = \"legal\"\n";
    let site = Book::with(config)
        .page("index.md", "# Home\n")
        .page("default.md", "# D\n")
        .page("slack.md", "---\ntitle: S\nowner_slack: \"#data\"\n---\n")
        .page("other-slack.md", "---\ntitle: S\nowner_slack: \"#elsewhere\"\n---\n")
        .page("both.md", "---\ntitle: B\nowner: [data, legal]\nowner_slack: \"#other\"\n---\n")
        .page("law/section.md", "# S\n")
        .page("law/deep/own.md", "---\ntitle: O\nowner: data\n---\n")
        .page("law/deep/section.md", "# S\n")
        .build();
    for (address, owners) in [
        ("default/", "Digital team"),
        ("slack/", "Data team"),
        ("other-slack/", "#elsewhere"),
        ("both/", "Data team, Legal team"),
        ("law/section/", "Legal team"),
        ("law/deep/own/", "Data team"),
        ("law/deep/section/", "Legal team"),
    ] {
        assert_eq!(site.html(address).texts(".review-line strong"), [owners], "{address}");
    }
    assert_eq!(
        site.html("slack/").values(".document-control a", "href"),
        ["../owners/data/", "mailto:data@example.org"]
    );
}

#[test]
fn owners_are_free_text_until_the_book_declares_some() {
    let text = "---\ntitle: Page\nowner: Jo in Planning\n---\n";
    assert_eq!(page(text).findings(&[]), [""; 0]);
    assert_eq!(on("2026-11-30", page(text)).text(".review-line strong"), "Jo in Planning");
    let declared = Book::with("[owners.planning]\nname = \"Planning\"").page("page.md", text);
    assert_eq!(declared.findings(&[]), ["content/page.md:3 owner/unknown"]);
}

#[test]
fn an_owner_who_has_gone_is_a_finding_that_names_the_deputy() {
    let config = "[owners.a]\nname = \"A team\"\nactive = false\ndeputy = \"b\"\n[owners.b]\nname = \"B\"";
    let book = Book::with(config).page("page.md", "---\ntitle: Page\nowner: a\n---\n");
    let out = book.run(&["check"]).stdout;
    assert!(out.contains("owner/inactive") && out.contains("the deputy, `b`"), "{out}");
}

#[test]
fn today_is_the_day_where_the_book_is() {
    // 23:30 UTC on 14 July 2026 is half past midnight of the 15th in London.
    let due = "---\ntitle: Page\nnext_review_on: 2026-07-14\n---\n";
    let state = |zone: &str, seconds: &str| {
        let book = Book::with(&format!("[site]\ntime-zone = \"{zone}\"")).page("page.md", due);
        let check = run(book.duly(&["check", "--format", "short"]).env("SOURCE_DATE_EPOCH", seconds));
        check.stdout.contains("review/overdue")
    };
    let late_in_summer = "1784071800";
    assert!(state("Europe/London", late_in_summer));
    assert!(!state("UTC", late_in_summer));
    assert!(!state("America/New_York", late_in_summer));
    // At 23:30 UTC on 14 January both have the same day.
    let due_in_winter = due.replace("-07-", "-01-");
    let book = Book::with("").page("page.md", &due_in_winter);
    let check = run(book.duly(&["check", "--format", "short"]).env("SOURCE_DATE_EPOCH", "1768433400"));
    assert_eq!(check.stdout, "");
}

#[test]
fn the_zone_of_the_machine_makes_no_difference() {
    let due = "---\ntitle: Page\nnext_review_on: 2026-11-30\n---\n";
    for zone in ["Pacific/Kiritimati", "Pacific/Pago_Pago"] {
        let check = run(page(due).duly(&["check"]).env("TZ", zone));
        assert!(!check.stdout.contains("review/overdue"), "{zone}");
    }
}

#[test]
fn a_badge_shows_dates_alone_or_nothing_when_the_book_wants_it_so() {
    let badge = |kind: &str| {
        let book = Book::with(&format!("[review]\nbadge = \"{kind}\"")).page("page.md", REVIEWED);
        words(&on("2026-11-30", book))
    };
    assert_eq!(badge("state")[1], "Review overdue: was due 14 January 2024");
    assert_eq!(badge("dates"), ["Last reviewed: 14 July 2023", "Next review due: 14 January 2024"]);
    assert_eq!(badge("none"), [""; 0]);
}

#[test]
fn reviewers_are_named_only_when_the_book_wants_it() {
    let text = "---\ntitle: Page\nlast_reviewed_on: 2026-01-01\nreviewed_by: Jo Bloggs\n\
                review_history:\n  - on: 2026-01-01\n    by: Jo Bloggs\n    outcome: no-change\n---\n";
    let named = |shown: bool| {
        let book = Book::with(&format!("[review]\nshow-reviewer = {shown}")).page("page.md", text);
        site_on("2026-11-30", book).text("page/index.html").matches("Jo Bloggs").count()
    };
    assert_eq!(named(true), 2);
    assert_eq!(named(false), 0);
}

/// The stamp of `We review this page.`, and a page that says so and was signed off with it.
const SIGNED: &str = "---\ntitle: Page\nlast_reviewed_on: 2026-11-01\nreview_in: 6 months\n\
                      reviewed_text: 2026-11-01 1:39ca7df8d255ec180798cb8e3e11a2e6\n---\n\nWe review this page.\n";

const UPDATED: &str = "Updated since its last review";

#[test]
fn a_signed_off_page_says_nothing_of_changes_while_its_words_are_the_same() {
    for text in [SIGNED.to_owned(), SIGNED.replace("We review this page.", "We  **review**\nthis page.")] {
        assert!(!on("2026-11-30", page(&text)).text("main").contains(UPDATED));
        assert_eq!(codes("2026-11-30", &page(&text)), [""; 0]);
    }
}

#[test]
fn a_page_whose_words_changed_says_so_under_its_title_and_in_document_control() {
    let text = SIGNED.replace("We review", "We never review");
    let html = on("2026-11-30", page(&text));
    assert!(words(&html).contains(&UPDATED.to_owned()));
    assert!(html.text(".document-control").contains(UPDATED));
    assert_eq!(codes("2026-11-30", &page(&text)), ["review/updated-since"]);
}

#[test]
fn a_date_moved_by_hand_is_no_change_of_words() {
    let text = SIGNED.replace("We review", "We never review").replace("_on: 2026-11-01", "_on: 2026-11-02");
    assert!(!on("2026-11-30", page(&text)).text("main").contains(UPDATED));
    assert_eq!(codes("2026-11-30", &page(&text)), [""; 0]);
}

#[test]
fn the_words_of_now_say_nothing_of_a_day_before_the_page_was_signed_off_again() {
    let history = "review_history:\n  - on: 2026-11-01\n  - on: 2026-11-20\n    outcome: minor\n---\n";
    let text = SIGNED.replacen("---\n\n", &format!("{history}\n"), 1).replace("We review", "We never review");
    assert!(on("2026-11-20", page(&text)).text("main").contains(UPDATED));
    assert!(!on("2026-11-19", page(&text)).text("main").contains(UPDATED));
}

#[test]
fn a_mended_slip_is_in_the_history_and_is_no_review() {
    let text = "---\ntitle: Page\nlast_reviewed_on: 2026-06-01\nreview_in: 6 months\nreview_history:\n  \
                - on: 2025-01-10\n    by: Ann\n  - on: 2025-03-01\n    outcome: minor\n    by: Ben\n  \
                - on: 2026-06-01\n---\n";
    let then = on("2025-04-01", page(text));
    assert_eq!(words(&then)[0], "Last reviewed: 10 January 2025");
    assert!(then.text(".document-control dl").contains("Ann"));
    assert_eq!(then.texts(".history strong"), ["1 March 2025", "10 January 2025"]);
    let now = on("2026-11-30", page(text));
    assert_eq!(now.texts(".history strong").len(), 3);
    assert!(!now.text(".document-control dl").contains("Ann"));
}

#[test]
fn a_page_was_live_until_it_was_withdrawn() {
    let text = "---\ntitle: Page\nlast_reviewed_on: 2026-06-01\nreview_in: 6 months\nstatus: withdrawn\n\
                review_history:\n  - on: 2025-01-10\n  - on: 2026-06-01\n    outcome: withdraw\n---\n";
    let before = on("2026-05-31", page(text));
    assert_eq!(words(&before)[1], "Review overdue: was due 10 July 2025");
    assert_eq!(before.all(".status-banner").len(), 0);
    let after = on("2026-06-01", page(text));
    assert_eq!(words(&after), ["Last reviewed: 1 June 2026"]);
    assert_eq!(after.all(".status-banner.withdrawn").len(), 1);
}

#[test]
fn a_page_without_an_owner_is_a_finding_where_others_have_one() {
    let owned = REVIEWED.replace("title: Page", "title: Owned\nowner: Digital team");
    let book = page(REVIEWED).page("owned.md", &owned);
    assert_eq!(codes("2023-08-01", &book), ["owner/missing"]);
    assert_eq!(codes("2023-08-01", &page(REVIEWED)), [""; 0], "nobody owns anything in this book");
    let never = REVIEWED.replace("6 months", "never");
    assert_eq!(codes("2023-08-01", &page(&never).page("owned.md", &owned)), [""; 0]);
}
