//! What is too large ends in a finding that names the limit; what is large within them stays cheap.

use std::fmt::Write;

use crate::book::Book;

/// The lines that `check` prints about a book.
fn lines(book: &Book) -> Vec<String> {
    let run = book.run(&["check", "--format", "short"]);
    assert!(matches!(run.status, 0 | 1), "{}", run.stderr);
    run.stdout.lines().map(str::to_owned).collect()
}

#[test]
fn a_page_of_thousands_of_mistakes_lists_a_thousand_of_each_and_counts_the_rest() {
    let mut text = "# A\n\n".to_owned();
    for number in 0..1_500 {
        let mistakes = "[a](b.md) [c](#d) [e](f.png) [g][h] [i](javascript:j) [^k] <x> </b>";
        writeln!(text, "{mistakes} ![l](m{number}.png)\n").expect("it is a string");
    }
    let book = Book::new().page("index.md", "# Home\n").page("a.md", &text);
    let lines = lines(&book);
    let of = |code: &str| lines.iter().filter(|line| line.contains(code)).collect::<Vec<_>>();
    for (code, most, more) in [
        ("link/missing-page", 1_000, "; 500 more of these on this page are not listed"),
        ("link/missing-anchor", 1_000, "; 500 more"),
        ("link/missing-file", 1_000, "; 2000 more"),
        ("link/unsafe-scheme", 1_000, "; 500 more"),
        ("markdown/raw-html", 1_000, "; 500 more"),
        ("markdown/unbalanced-html", 1_000, "; 500 more"),
        // Links and footnotes are counted apart.
        ("markdown/undefined-reference", 2_000, "; 500 more"),
    ] {
        let told = of(code);
        assert_eq!(told.len(), most, "{code}");
        assert!(told.iter().any(|line| line.contains(more)), "{code}: {:?}", told.last());
    }
}

#[test]
fn a_long_line_of_mistakes_tells_their_columns_in_time() {
    let book =
        Book::new().page("index.md", "# Home\n").page("a.md", &format!("é {}", "<x>é".repeat(100_000)));
    let lines = lines(&book);
    assert!(lines.iter().any(|line| line.starts_with("content/a.md:1:3: warning[markdown/raw-html]")));
    assert!(lines.iter().any(|line| line.starts_with("content/a.md:1:3999: ")), "the 1,000th of them");
}

#[test]
fn a_page_of_one_enormous_line_is_refused() {
    let book = Book::new().page("index.md", "# Home\n").page("a.md", &"a".repeat((16 << 20) + 1));
    assert_eq!(lines(&book), ["content/a.md:1:1: error[source/too-large]: the page is larger than 16 MiB"]);
}

#[test]
fn a_page_of_more_marks_than_anybody_writes_is_refused_where_they_are_too_many() {
    let table = format!("|a|b|\n|-|-|\n{}", "|c|d|\n".repeat(1_000_000));
    let book =
        Book::new().page("index.md", "# Home\n").page("a.md", &table).page("b.md", "# B\n\n[x](c.md)\n");
    assert_eq!(
        lines(&book),
        [
            "content/a.md:125000:5: error[source/too-large]: the page has more than 500,000 marks, such as brackets \
             and line ends",
            "content/b.md:3:5: warning[link/missing-page]: there is no page `c.md`",
        ]
    );
    let words = format!("# A\n\n{}", "word ".repeat(1_000_000));
    assert_eq!(lines(&Book::new().page("index.md", "# Home\n").page("a.md", &words)), [""; 0]);
}

#[test]
fn a_configuration_that_nobody_wrote_is_refused() {
    let comment = "#".repeat(1 << 20);
    let book = Book::with(&comment).page("index.md", "# Home\n");
    assert_eq!(lines(&book), ["book.toml:1:1: error[source/too-large]: book.toml is larger than 1 MiB"]);
}

#[test]
fn mistakes_of_syntax_in_a_configuration_are_told_up_to_a_hundred() {
    let slips: String = (0..5_000).map(|number| format!("a{number} = b\n")).collect();
    let book = Book::with(&slips).page("index.md", "# Home\n");
    assert_eq!(lines(&book).len(), 100);
}

#[test]
fn a_group_of_synonyms_has_a_size() {
    let words =
        |count: usize| (0..count).map(|number| format!("\"w{number}\"")).collect::<Vec<_>>().join(", ");
    let config = |list: &str| format!("[search]\nsynonyms = [[{list}]]");
    assert_eq!(lines(&Book::with(&config(&words(50))).page("index.md", "# Home\n")), [""; 0]);
    let told = lines(&Book::with(&config(&words(51))).page("index.md", "# Home\n"));
    assert_eq!(
        told,
        ["book.toml:4:13: error[config/invalid-value]: this group has 51 words, and the most are 50"]
    );
    let long = format!("\"a\", \"{}\"", "b ".repeat(101));
    let told = lines(&Book::with(&config(&long)).page("index.md", "# Home\n"));
    assert_eq!(
        told,
        ["book.toml:4:19: error[config/invalid-value]: this synonym is longer than 200 characters"]
    );
}

#[test]
fn a_page_two_hundred_folders_deep_is_a_page() {
    let path = format!("{}index.md", "d/".repeat(200));
    let site = Book::new().page("index.md", "# Home\n").page(&path, "# Deep\n\n[home](/index.md)\n").build();
    let page = site.html(&"d/".repeat(200));
    assert_eq!(page.text("h1"), "Deep");
    assert_eq!(page.all(".breadcrumbs li").len(), 200);
}

#[test]
fn a_very_long_title_is_cut_in_calendars_alone() {
    let title = "é".repeat(20_000);
    let page = format!("---\ntitle: {title}\nlast_reviewed_on: 2026-11-01\nreview_in: 1 year\n---\n");
    let site = Book::new().page("index.md", "# Home\n").page("a.md", &page).build();
    let calendar = site.text("reviews.ics").replace("\r\n ", "");
    let summary = calendar.lines().find(|line| line.starts_with("SUMMARY:")).expect("there is an event");
    assert_eq!(summary.matches('é').count(), 1_000);
    assert!(summary.ends_with('…'));
    assert!(site.text("register.json").contains(&title));
}

/// A book with a theme of its own whose page for lost readers is this template.
fn with_template(template: &str) -> Book {
    let book = Book::with("[theme]\nname = \"own\"").page("index.md", "# Home\n");
    book.file("themes/own/templates/404.html", template)
}

#[test]
fn a_template_as_deep_or_as_long_as_nobody_writes_is_a_finding_or_a_page() {
    let deep = |opening: &str, within: &str, closing: &str| {
        opening.repeat(20_000) + within + &closing.repeat(20_000)
    };
    let templates = [
        format!("{{{{ 1{} }}}}", " + 1".repeat(200_000)),
        format!("{{{{ {} }}}}", deep("(", "1", ")")),
        format!("{{{{ {} }}}}", deep("[", "1", "]")),
        format!("{{{{ {}1 }}}}", "not ".repeat(20_000)),
        format!("{{{{ {}1 }}}}", "-".repeat(20_000)),
        format!("{{{{ a{} }}}}", "[0]".repeat(20_000)),
        format!("{{{{ a{} }}}}", ".b".repeat(20_000)),
        format!("{{{{ 'a'{} }}}}", " ~ 'a'".repeat(20_000)),
        format!("{{{{ 'a'{} }}}}", " | upper".repeat(20_000)),
        deep("{% if true %}", "a", "{% endif %}"),
        deep("{% for a in [1] %}", "a", "{% endfor %}"),
        format!("{{% if true %}}a{}{{% endif %}}", "{% elif true %}a".repeat(20_000)),
        "{% set a = 1 %}".repeat(20_000),
        "{{".repeat(20_000),
        "{#".repeat(20_000),
    ];
    for template in templates {
        let run = with_template(&template).run(&["build", "--format", "short"]);
        let begin = &template[..40.min(template.len())];
        assert!(matches!(run.status, 0 | 1), "{begin}: {run:?}");
        let told = run.stderr.contains("themes/own/templates/404.html:1:");
        assert_eq!(told, run.status == 1, "{begin}: {}", run.stderr);
    }
}

#[test]
fn what_a_kind_and_the_words_of_a_page_tell_is_listed_a_thousand_times_and_counted() {
    let mut text = "---\ntitle: A\nkind: note\n---\n\n## Why\n".to_owned();
    for number in 0..1_500 {
        // Short forms of three letters, each of them another one.
        let letter = |place: u32| {
            char::from(b'A' + u8::try_from(number / 15_u32.pow(place) % 15).expect("it is small"))
        };
        let short: String = (0..3).map(letter).collect();
        writeln!(text, "\nX{short} and old words.\n\n## Why").expect("it is a string");
    }
    let config = "[kinds.note]\nsections = [\"Why\"]\n[lint]\n\"prose/unexplained-short-form\" = \"note\"\n[lint.terms]\n\"old \
                  words\" = \"new ones\"";
    let lines = lines(&Book::with(config).page("index.md", "# Home\n").page("a.md", &text));
    for code in ["prose/retired-term", "prose/unexplained-short-form", "kind/repeated-section"] {
        let told: Vec<_> = lines.iter().filter(|line| line.contains(code)).collect();
        assert_eq!(told.len(), 1_000, "{code}");
        assert!(told.iter().any(|line| line.contains("; 500 more of these")), "{code}: {:?}", told.last());
    }
}
