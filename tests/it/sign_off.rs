//! Editing front matter: what a sign-off writes, and that everything else stays to the byte.

use std::path::Path;

use duly::load::Source;
use duly::parse::{Document, ParseOptions, SignOffOutcome, Status, parse};
use duly::review::{Date, parse_date};
use duly::sign_off::{Note, Refusal, Reviewer, SignOff, sign};
use duly::source::SourceFile;
use proptest::prelude::*;

use crate::book::files;

const TODAY: &str = "2026-11-30";

fn date(text: &str) -> Date {
    parse_date(text).expect("tests write dates right")
}

fn document(text: &str) -> Document {
    let source = Source { path: "a.md".to_owned(), file: SourceFile::new("content/a.md", text) };
    let outcome = parse(&source, ParseOptions::default());
    outcome.value.unwrap_or_else(|| panic!("{text}\n{:?}", outcome.findings))
}

/// A review by James today that changed nothing.
fn review() -> SignOff {
    SignOff {
        on: date(TODAY),
        by: Reviewer::new("James").expect("a name"),
        outcome: SignOffOutcome::NoChange,
        note: None,
        next_review_on: None,
    }
}

fn minor() -> SignOff {
    SignOff { outcome: SignOffOutcome::Minor, ..review() }
}

fn try_sign(text: &str, sign_off: &SignOff) -> Result<String, Refusal> {
    sign(&document(text), sign_off, date(TODAY))
}

/// The signed text; the stamp of its words is shown as `WORDS`.
fn signed(text: &str, sign_off: &SignOff) -> String {
    let stamp = document(text).fingerprint().to_string();
    try_sign(text, sign_off).unwrap_or_else(|refusal| panic!("{text}\n{refusal}")).replace(&stamp, "WORDS")
}

fn refusal(text: &str, sign_off: &SignOff) -> String {
    try_sign(text, sign_off).expect_err("it should not be signed").to_string()
}

/// A page with that front matter.
fn page(front_matter: &str) -> String {
    format!("---\n{front_matter}---\n\nWords.\n")
}

/// The front matter after a review of a page with that front matter.
fn front_matter(before: &str, sign_off: &SignOff) -> String {
    let signed = signed(&page(before), sign_off);
    signed["---\n".len()..].strip_suffix("---\n\nWords.\n").expect("the words stay").to_owned()
}

#[test]
fn a_first_review_is_added_below_the_other_keys() {
    assert_eq!(
        front_matter("title: A\n# the end\n", &review()),
        "title: A\n# the end\nlast_reviewed_on: 2026-11-30\nreviewed_by: James\nreviewed_text: 2026-11-30 WORDS\n\
         review_history:\n  - on: 2026-11-30\n    by: James\n    outcome: no-change\n"
    );
}

#[test]
fn a_later_review_takes_the_place_of_the_one_before_and_keeps_it_in_the_history() {
    let before = "last_reviewed_on: 2024-01-14 # in the meeting\ntitle:   'A'  # short\n\nreviewed_by: \"Ann\"\n\
                  review_in: 6 months\n";
    assert_eq!(
        front_matter(before, &review()),
        "last_reviewed_on: 2026-11-30 # in the meeting\ntitle:   'A'  # short\n\nreviewed_by: \"James\"\n\
         reviewed_text: 2026-11-30 WORDS\nreview_history:\n  - on: 2024-01-14\n    by: Ann\n  - on: 2026-11-30\n    \
         by: James\n    outcome: no-change\nreview_in: 6 months\n"
    );
}

#[test]
fn a_review_that_the_history_has_is_not_added_again() {
    let once = signed(&page("title: A\n"), &SignOff { on: date("2026-05-01"), ..review() });
    let once = once.replace("WORDS", "1:00");
    let twice = signed(&once, &review());
    assert_eq!(twice.matches("- on:").count(), 2);
    assert_eq!(twice.matches("on: 2026-05-01").count(), 1);
}

#[test]
fn a_history_grows_in_the_form_that_it_has() {
    let new = "on: 2026-11-30\n    by: James\n    outcome: no-change\n";
    for (before, after) in [
        ("h:\n- on: 2024-01-14\n  by: Ann\n", "h:\n- on: 2024-01-14\n  by: Ann\n- NEW"),
        ("h:\n      - on: 2024-01-14\n", "h:\n      - on: 2024-01-14\n      - NEW"),
        ("h:\n  -\n    on: 2024-01-14\n", "h:\n  -\n    on: 2024-01-14\n  - NEW"),
        ("h:\n  - { on: 2024-01-14 } # a\n", "h:\n  - { on: 2024-01-14 } # a\n  - NEW"),
        ("h: # all\n  # first\n  - on: 2024-01-14\n", "h: # all\n  # first\n  - on: 2024-01-14\n  - NEW"),
        (
            "h:\n  - on: 2024-01-14\n    # why\n\n# next\n",
            "h:\n  - on: 2024-01-14\n    # why\n  - NEW\n# next\n",
        ),
        (
            "h:\n  - on: 2024-01-14\n    note: |\n      a\n\n      b\n",
            "h:\n  - on: 2024-01-14\n    note: |\n      a\n\n      b\n  - NEW",
        ),
        ("h: []\n", "h:\n  - NEW"),
        ("h: [ ] # none\n", "h: # none\n  - NEW"),
    ] {
        let before = before.replace("h:", "review_history:");
        let padding =
            after.split_once("- NEW").map(|(before, _)| before.rsplit('\n').next().unwrap()).unwrap();
        let new = new.replace("\n    ", &format!("\n{padding}  "));
        let after =
            after.replace("h:", "review_history:").replace("NEW", &new).replace("\n\n# next", "\n# next");
        let result = front_matter(&before, &review()).replace("\n\n# next", "\n# next");
        assert!(result.starts_with(&after), "{before}\n=>\n{result}\nand not\n{after}");
    }
}

#[test]
fn a_history_between_brackets_stays_there() {
    for (before, after) in [
        ("[{on: 2024-01-14}]", "[{on: 2024-01-14}, NEW]"),
        ("[ {on: 2024-01-14}, ] # a", "[ {on: 2024-01-14}, NEW, ] # a"),
        ("[\n  {on: 2024-01-14, note: \"}]\"}\n]", "[\n  {on: 2024-01-14, note: \"}]\"}, NEW\n]"),
        ("{on: 2024-01-14}", "[{on: 2024-01-14}, NEW]"),
    ] {
        let result = front_matter(&format!("review_history: {before}\nowner: x\n"), &review());
        let after = after.replace("NEW", "{ on: 2026-11-30, by: James, outcome: no-change }");
        assert!(result.starts_with(&format!("review_history: {after}\nowner: x\n")), "{result}");
    }
}

#[test]
fn a_history_that_begins_with_the_newest_review_stays_so() {
    let old = "last_reviewed_on: 2025-05-01\nreview_history:\n";
    let after =
        front_matter(&format!("{old}  # newest first\n  - on: 2024-02-01\n  - on: 2023-02-01\n"), &review());
    let new =
        "  - on: 2026-11-30\n    by: James\n    outcome: no-change\n  - on: 2025-05-01\n  - on: 2024-02-01\n";
    assert!(after.contains(&format!("review_history:\n  # newest first\n{new}")), "{after}");
    let after = front_matter("review_history: [{on: 2024-02-01}, {on: 2023-02-01}]\n", &review());
    let new = "[{ on: 2026-11-30, by: James, outcome: no-change }, {on: 2024-02-01}, {on: 2023-02-01}]";
    assert!(after.starts_with(&format!("review_history: {new}\n")), "{after}");
}

#[test]
fn every_form_of_a_value_is_replaced() {
    for (before, after) in [
        ("reviewed_by: 'A ''B'''\n", "reviewed_by: 'James'\n"),
        ("reviewed_by: A\n  B # who\n", "reviewed_by: James # who\n"),
        ("reviewed_by: >- # who\n  A\n  B\n\n# c\n", "reviewed_by: James # who\nreviewed_text: "),
        ("reviewed_by: |\n  \"A\n", "reviewed_by: James\n"),
        ("reviewed_by: # | who\n  A\n", "reviewed_by: # | who\n  James\n"),
        ("\"reviewed_by\" : A\n", "\"reviewed_by\" : James\n"),
    ] {
        let result = front_matter(&format!("last_reviewed_on: 2024-01-14\n{before}"), &review());
        assert!(result.contains(&format!("last_reviewed_on: 2026-11-30\n{after}")), "{before}\n=>\n{result}");
    }
    let quoted = front_matter("last_reviewed_on: '2024-01-14'\n", &review());
    assert!(quoted.starts_with("last_reviewed_on: '2026-11-30'\n"), "{quoted}");
}

#[test]
fn the_date_that_was_set_for_the_next_review_does_not_outlive_it() {
    let before = "title: A\nnext_review_on: 2026-12-24 # Christmas\n# end\n";
    let after = front_matter(before, &review());
    assert!(after.starts_with("title: A\n# end\nlast_reviewed_on"), "{after}");
    let next = SignOff { next_review_on: Some(date("2027-03-01")), ..review() };
    let after = front_matter(before, &next);
    assert!(after.starts_with("title: A\nnext_review_on: 2027-03-01 # Christmas\n# end\n"), "{after}");
    assert!(front_matter("title: A\n", &next).ends_with("next_review_on: 2027-03-01\n"));
}

#[test]
fn a_minor_correction_moves_no_date() {
    let before = "last_reviewed_on: 2024-01-14\nreviewed_by: Ann\nnext_review_on: 2027-01-01\n";
    assert_eq!(
        front_matter(before, &minor()),
        "last_reviewed_on: 2024-01-14\nreviewed_by: Ann\nreviewed_text: 2024-01-14 WORDS\nreview_history:\n  \
         - on: 2024-01-14\n    by: Ann\n  - on: 2026-11-30\n    by: James\n    outcome: minor\nnext_review_on: 2027-01-01\n"
    );
    // The day of a correction is not that of a review, so a review on it is kept when the next one comes.
    let reviewed = front_matter(
        "last_reviewed_on: 2026-11-30\nreview_history:\n  - on: 2026-11-30\n    outcome: minor\n",
        &review(),
    );
    assert_eq!(reviewed.matches("- on: 2026-11-30").count(), 3, "{reviewed}");
}

#[test]
fn a_page_that_is_withdrawn_says_so() {
    let withdraw = SignOff { outcome: SignOffOutcome::Withdraw, ..review() };
    let after = front_matter("status: live # since 2020\nnext_review_on: 2027-01-01\n", &withdraw);
    assert!(after.starts_with("status: withdrawn # since 2020\nlast_reviewed_on: 2026-11-30\n"), "{after}");
    let document = document(&try_sign(&page("title: A\n"), &withdraw).unwrap());
    assert_eq!(document.front_matter.status, Status::Withdrawn);
}

#[test]
fn a_page_without_front_matter_gets_some() {
    let keys = "last_reviewed_on: 2026-11-30\nreviewed_by: James\nreviewed_text: 2026-11-30 WORDS\nreview_history:\n  \
                - on: 2026-11-30\n    by: James\n    outcome: no-change\n";
    for (before, after) in [
        ("# A\n\nWords.", "---\nKEYS---\n\n# A\n\nWords."),
        ("\u{feff}# A\n", "\u{feff}---\nKEYS---\n\n# A\n"),
        ("\n# A\n", "---\nKEYS---\n\n# A\n"),
        ("", "---\nKEYS---\n"),
        ("---\n---\n# A\n", "---\nKEYS---\n# A\n"),
        ("---\n# none\n...\n# A\n", "---\n# none\nKEYS...\n# A\n"),
    ] {
        assert_eq!(signed(before, &review()), after.replace("KEYS", keys));
    }
}

#[test]
fn every_kind_of_line_end_stays() {
    let text = "\u{feff}---\ntitle: A\nreview_history:\n  - on: 2024-01-14\n---\n\nWords.\nMore.";
    for line_end in ["\n", "\r\n", "\r"] {
        let with = |text: &str| text.replace('\n', line_end);
        assert_eq!(signed(&with(text), &review()), with(&signed(text, &review())));
        assert_eq!(signed(&with("# A\nWords."), &review()), with(&signed("# A\nWords.", &review())));
    }
}

#[test]
fn an_indented_front_matter_stays_so() {
    let after = front_matter("  title: A\n  reviewed_by: Ann\n", &review());
    assert!(after.starts_with("  title: A\n  reviewed_by: James\n  last_reviewed_on: "), "{after}");
    assert!(after.contains("\n  review_history:\n    - on: "), "{after}");
}

#[test]
fn names_and_notes_read_back_as_they_were_given() {
    for hostile in [
        "yes",
        "Digital: team",
        "#digital",
        "@james",
        "'",
        "\"A\" \\ b",
        "--- a",
        "🎉 team",
        "עברית \u{200f}",
        "- a",
        "1.10",
        "a # b",
        "{a}",
        "[a]",
        "*a",
        "&a",
        "!a",
        "| a",
        "> a",
        "%a",
        "`a`",
        "? a",
        ": a",
        "~a",
        "null a",
        "a\u{feff}b",
    ] {
        let by = if hostile == "'" { "A'" } else { hostile };
        let sign_off = SignOff {
            by: Reviewer::new(by).unwrap(),
            note: Note::new(&format!("{hostile}\n---\n\n  {hostile}: x #y\n")).unwrap(),
            ..review()
        };
        for before in ["", "review_history: [{on: 2024-01-14}]\n", "reviewed_by: 'Ann'\n"] {
            let after = document(&try_sign(&page(before), &sign_off).unwrap());
            let review = after.front_matter.review;
            assert_eq!(review.reviewed_by.unwrap().value, by);
            let entry = review.history.last().unwrap().clone();
            assert_eq!(entry.by.unwrap().value, by);
            assert_eq!(entry.note.unwrap().value, format!("{hostile}\n---\n\n  {hostile}: x #y"));
        }
    }
}

#[test]
fn names_and_notes_that_disguise_something_are_refused() {
    let said = |result: Result<_, Refusal>| result.expect_err("it is hostile").to_string();
    assert!(said(Reviewer::new("James\n---\nstatus: draft").map(drop)).contains("more than one line"));
    assert!(said(Reviewer::new(" ").map(drop)).contains("is empty"));
    assert!(said(Reviewer::new("James\u{202e}").map(drop)).contains("U+202E"));
    assert!(said(Reviewer::new("James\u{1b}[2J").map(drop)).contains("U+001B"));
    assert!(said(Reviewer::new(&"x".repeat(10_000)).map(drop)).contains("10000 characters; 200 are enough"));
    assert!(said(Note::new(&"x".repeat(10_000)).map(drop)).contains("10000 characters; 2000 are enough"));
    assert!(said(Note::new("a\u{2066}b").map(drop)).contains("U+2066"));
    assert_eq!(Note::new(" \r\n ").unwrap(), None);
    assert_eq!(Note::new("a\r\nb").unwrap().unwrap().as_str(), "a\nb");
}

#[test]
fn dates_that_cannot_be_are_refused() {
    let on = |day: &str| SignOff { on: date(day), ..review() };
    assert!(
        refusal(&page(""), &on("2026-12-01"))
            .contains("2026-12-01 has not happened yet; today is 2026-11-30")
    );
    let reviewed = page("last_reviewed_on: 2026-05-01\n");
    assert!(
        refusal(&reviewed, &on("2026-04-30"))
            .contains("is before the last review of this page, on 2026-05-01")
    );
    assert!(try_sign(&reviewed, &on("2026-05-01")).is_ok());
    let corrected = page("review_history:\n  - on: 2026-05-01\n  - on: 2026-07-01\n    outcome: minor\n");
    assert!(refusal(&corrected, &on("2026-04-30")).contains("2026-05-01"));
    assert!(try_sign(&corrected, &on("2026-05-02")).is_ok());
    let next = SignOff { next_review_on: Some(date(TODAY)), ..review() };
    assert!(refusal(&page(""), &next).contains("would not be after this one"));
}

#[test]
fn pages_that_nobody_reviews_are_refused() {
    for status in ["draft", "withdrawn", "superseded"] {
        assert!(
            refusal(&page(&format!("status: {status}\n")), &review())
                .contains(&format!("it is {}", if status == "draft" { "a draft" } else { status }))
        );
    }
    assert!(refusal(&page(""), &minor()).contains("was never reviewed"));
    let next = Some(date("2027-03-01"));
    let reviewed = page("last_reviewed_on: 2026-05-01\n");
    assert!(refusal(&reviewed, &SignOff { next_review_on: next, ..minor() }).contains("leave --next out"));
    let withdraw = SignOff { outcome: SignOffOutcome::Withdraw, next_review_on: next, ..review() };
    assert!(refusal(&reviewed, &withdraw).contains("leave --next out"));
}

#[test]
fn forms_that_cannot_be_edited_line_by_line_are_refused() {
    for (text, why) in [
        ("{title: A}\n", "between braces"),
        ("? title\n: A\n", "beginning of its line"),
        ("review_history:\n  on: 2024-01-14\n  by: Ann\n", "cannot be added to"),
        ("title: A\n? next_review_on\n: 2027-01-01\n", "cannot be edited"),
    ] {
        assert!(refusal(&page(text), &review()).contains(why), "{text}: {}", refusal(&page(text), &review()));
    }
    let long = page(&format!("description: {}\n", "x".repeat(65_400)));
    assert!(refusal(&long, &review()).contains("longer than 64 KiB"));
}

#[test]
fn every_page_of_the_demonstration_book_can_be_signed() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut pages = 0;
    for (path, bytes) in files(&content).into_iter().filter(|(path, _)| path.ends_with(".md")) {
        let text = String::from_utf8(bytes).expect("pages are UTF-8");
        let document = document(&text);
        if document.front_matter.status == Status::Live {
            let signed =
                sign(&document, &review(), date(TODAY)).unwrap_or_else(|refusal| panic!("{path}: {refusal}"));
            assert_only_the_review_changed(&text, &signed);
            pages += 1;
        }
    }
    assert!(pages > 20);
}

/// Every line of `before` that is not about the review is there, in order; and what was added is.
fn assert_only_the_review_changed(before: &str, after: &str) {
    let own = |line: &&str| {
        let words = line.trim_start().trim_start_matches("- ").trim_start_matches(['"', '\'']);
        let keys = ["last_reviewed_on", "reviewed_by", "reviewed_text", "review_history", "next_review_on"];
        let of_entry = ["on:", "by:", "outcome:", "note:"];
        keys.iter().chain(&of_entry).any(|key| words.starts_with(key))
    };
    let rest = |text: &str| text.split_inclusive(['\n', '\r']).filter(|line| !own(line)).collect::<String>();
    assert_eq!(rest(before), rest(after), "{before}\n=>\n{after}");
}

/// A line or a few of front matter that have nothing to do with a review.
const OTHERS: [&str; 16] = [
    "title: A page\n",
    "description: >\n  Some\n  words\n\n",
    "owner: [digital, 'x']  # two\n",
    "# a comment: with a colon\n",
    "\n",
    "   # indented comment\n",
    "tags:\n  - a\n  # between\n  - b\n",
    "\"weight\":   10\n",
    "version: \"1.10\" \n",
    "extra:\n    a: {b: [c, d]}\n    \"e f\": |+\n      g\n\n",
    "layout: 'it''s'\n",
    "approved_by: Ann\n  Other\n",
    "phase: \"a \\\"b\\\" # c\"\n",
    "supports:\n- x.md\n",
    "language: cy\n",
    "replaces: # nothing on this line\n  y.md\n",
];

/// The forms of each key of a review.
const REVIEWS: [&[&str]; 4] = [
    &[
        "last_reviewed_on: 2024-01-14\n",
        "last_reviewed_on: \"2024-01-14\" # c\n",
        "'last_reviewed_on':\n  2024-01-14\n",
    ],
    &["reviewed_by: Ann\n", "reviewed_by: 'Ann: x'   # c\n", "reviewed_by: >-\n  Ann\n  Other\n"],
    &["next_review_on: 2027-01-14\n", "next_review_on: '2027-01-14' # c\n"],
    &[
        "review_history:\n- on: 2023-01-14\n  by: Ann\n",
        "review_history:\n    -   on: 2023-01-14 # c\n        note: 'a'\n    # between\n    - by: B\n      on: 2023-02-14\n",
        "review_history: [{on: 2023-01-14}, {on: 2023-02-14, by: 'x, y'}] # c\n",
        "review_history: []\n",
        "review_history:\n  # newest first\n  - on: 2023-02-14 # c\n    by: x\n  -\n    on: 2023-01-14\n",
        "review_history:\n  # c\n  - {on: 2023-01-14}\n  - on: 2023-02-14\n    note: |\n      - on: a\n        b\n",
    ],
];

prop_compose! {
    /// Front matter with every key at most once, in any order.
    fn any_front_matter()(
        others in proptest::sample::subsequence(OTHERS.to_vec(), 0..8),
        forms in proptest::collection::vec(proptest::option::of(0_usize..7), 4),
    )(
        lines in Just({
            let reviews = forms.iter().zip(REVIEWS).filter_map(|(form, forms)| Some(forms[(*form)? % forms.len()]));
            others.into_iter().chain(reviews).collect::<Vec<&'static str>>()
        }).prop_shuffle(),
    ) -> String {
        lines.concat()
    }
}

prop_compose! {
    fn any_page()(
        yaml in any_front_matter(),
        line_end in proptest::sample::select(vec!["\n", "\r\n", "\r"]),
        mark in proptest::bool::ANY,
        fences in proptest::sample::select(vec![("---\n", "---\n"), ("---  \n", "...\n"), ("---\n", "---")]),
        body in proptest::sample::select(vec!["", "Words.\n", "\n# A\n\n---\n\nlast_reviewed_on: x", "\n\n  - on: 2020-01-01\n"]),
    ) -> String {
        let mark = if mark { "\u{feff}" } else { "" };
        let body = if fences.1.ends_with('\n') { body } else { "" };
        format!("{mark}{}{yaml}{}{body}", fences.0, fences.1).replace('\n', line_end)
    }
}

fn any_sign_off() -> impl Strategy<Value = SignOff> {
    let outcomes = vec![
        SignOffOutcome::NoChange,
        SignOffOutcome::Changed,
        SignOffOutcome::Minor,
        SignOffOutcome::Withdraw,
    ];
    (any::<String>(), any::<String>(), proptest::sample::select(outcomes), proptest::bool::ANY).prop_map(
        |(by, note, outcome, next)| SignOff {
            on: date(TODAY),
            by: Reviewer::new(&by).unwrap_or_else(|_| Reviewer::new("James: #1").expect("a name")),
            outcome,
            note: Note::new(&note).unwrap_or_default(),
            next_review_on: Some(date("2028-01-01"))
                .filter(|_| next && matches!(outcome, SignOffOutcome::NoChange | SignOffOutcome::Changed)),
        },
    )
}

/// Which of [`OTHERS`] a text holds. A comment that is indented may be one on the key that is removed.
fn of_others(text: &str, sign_off: &SignOff) -> Vec<&'static str> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let may_go = |lines: &str| lines.starts_with("   #") && sign_off.outcome != SignOffOutcome::Minor;
    OTHERS.into_iter().filter(|lines| !may_go(lines) && text.contains(lines)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn signing_says_just_what_was_meant_and_leaves_the_rest(text in any_page(), sign_off in any_sign_off()) {
        let before = document(&text);
        let signed = match sign(&before, &sign_off, date(TODAY)) {
            Ok(signed) => signed,
            Err(refusal) => {
                // A correction needs a review. And a block of text may be above the key that goes, and blank lines
                // that it would keep or an indented comment below it, which would become a part of the text.
                let without_review = refusal.message.contains("was never reviewed");
                let ambiguous = refusal.message.contains("another key would read differently")
                    && ["|+", "   # indented"].iter().any(|odd| text.contains(odd));
                prop_assert!(without_review || ambiguous, "{}\n{}", text, refusal);
                return Ok(());
            }
        };
        let after = document(&signed);
        prop_assert_eq!(&text[before.body..], &signed[after.body..]);
        prop_assert_eq!(of_others(&text, &sign_off), of_others(&signed, &sign_off));
        for comment in ["# a comment: with a colon", "# two", "# between", "# nothing on this line"] {
            prop_assert_eq!(text.matches(comment).count(), signed.matches(comment).count());
        }
        let review = &after.front_matter.review;
        let falls = before.front_matter.review.history.windows(2).any(|pair| pair[0].on.value > pair[1].on.value);
        let last = if falls { review.history.first() } else { review.history.last() }.expect("the sign-off");
        prop_assert_eq!(last.by.as_ref().map(|by| by.value.as_str()), Some(sign_off.by.as_str()));
        prop_assert_eq!(last.note.as_ref().map(|note| note.value.as_str()), sign_off.note.as_ref().map(Note::as_str));
        prop_assert_eq!(last.outcome, Some(sign_off.outcome));
        let stamp = review.reviewed_text.as_ref().expect("the stamp");
        prop_assert_eq!(Some(stamp.value.on), review.last_reviewed_on.as_ref().map(|last| last.value));
        prop_assert_eq!(stamp.value.fingerprint.same_words(&before.fingerprint()), Some(true));
        let days: Vec<Date> = before.front_matter.review.history.iter().map(|entry| entry.on.value).collect();
        prop_assert!(days.iter().all(|day| review.history.iter().any(|entry| entry.on.value == *day)));
        let has_lone = |text: &str| (text.contains("\r\n"), text.replace("\r\n", "").contains('\n'), text.replace("\r\n", "").contains('\r'));
        prop_assert_eq!(has_lone(&text), has_lone(&signed));
    }

    #[test]
    fn signing_any_text_gives_a_page_that_says_so_or_none(yaml in "[a-c:#\\-\\[\\]{}'\"|>\n ,?]{0,40}", at in 0_usize..5) {
        let own = ["", "last_reviewed_on: 2024-01-14\n", "review_history:\n", "next_review_on: 2027-01-01\n", "reviewed_by: |\n a\n"][at];
        let source = Source { path: "a.md".to_owned(), file: SourceFile::new("a.md", format!("---\n{own}{yaml}\n---\nWords.\n")) };
        let Some(before) = parse(&source, ParseOptions::default()).value else { return Ok(()) };
        if let Ok(signed) = sign(&before, &review(), date(TODAY)) {
            let after = document(&signed);
            prop_assert_eq!(after.fingerprint(), before.fingerprint());
            prop_assert_eq!(after.front_matter.title.map(|title| title.value), before.front_matter.title.map(|title| title.value));
            prop_assert_eq!(after.front_matter.review.last_reviewed_on.map(|last| last.value), Some(date(TODAY)));
        }
    }
}
