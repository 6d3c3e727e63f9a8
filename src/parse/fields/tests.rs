//! Front matter key by key: what is read, and what is said about what cannot be.

use super::*;
use crate::parse::fences::front_matter_block;
use crate::tree::yaml;

/// The front matter of a page that begins with `---`, and what is found in it.
fn page(keys: &str) -> (Arc<SourceFile>, Outcome<FrontMatter>) {
    let file = SourceFile::new("a.md", format!("---\n{keys}---\n# Title\n"));
    let mut findings = Vec::new();
    let block = front_matter_block(&file).collect(&mut findings);
    let node = yaml::parse(&file, block.yaml.unwrap()).collect(&mut findings);
    let value = node.map(|node| read(&file, &node).collect(&mut findings)).unwrap_or_default();
    crate::diagnostic::sort(&mut findings);
    (file, Outcome::new(value, findings))
}

fn front_matter(keys: &str) -> FrontMatter {
    let (_, outcome) = page(keys);
    assert_eq!(outcome.findings, [], "{keys}");
    outcome.value
}

/// Each finding as `line:column code`, in the order of the file.
fn places(keys: &str) -> Vec<String> {
    let (file, outcome) = page(keys);
    let say = |finding: &crate::diagnostic::Diagnostic| {
        let position = file.position(finding.place.span.start);
        format!("{}:{} {}", position.line, position.column, finding.code.as_str())
    };
    outcome.findings.iter().map(say).collect()
}

/// The message and the help of the only finding.
fn advice(keys: &str) -> (String, String) {
    let (_, outcome) = page(keys);
    let [finding] = &outcome.findings[..] else { panic!("{keys}: {:?}", outcome.findings) };
    (finding.message.clone(), finding.help.join("; "))
}

fn value<T>(spanned: Option<Spanned<T>>) -> T {
    spanned.unwrap().value
}

#[test]
fn every_key_is_read() {
    let read = front_matter(
        "title: Culture\ndescription: >\n  How we\n  work.\nkind: principle\nowner: [digital, data]\n\
         owner_slack: '#digital'\nlast_reviewed_on: 2024-01-14\nreviewed_by: James\nreview_in: 6 months\n\
         next_review_on: \"2024-07-14\"\nreviewed_text: 2024-01-14 1:9f2c41d0a7b3\nversion: 1.10\n\
         approved_by: Cabinet\napproved_on: 2024-01-15\neffective_on: 1957-10-04\n\
         impact_assessment: assess.md\nreplaces: old.md\nstatus: superseded\nsuperseded_by: new.md\n\
         phase: alpha\nweight: -3\nhide_in_navigation: true\nold_paths:\n  - /a.html\naliases: /b\n\
         prevent_indexing: false\nsource_url: https://example.org/a.md\nlanguage: en-GB\nsearch: false\n\
         tags: one\nsupports: [../a.md, b.md]\ntemplate: wide\nextra: {a: 1, b: [c]}\nlayout: core\n\
         parent: x.html\nowner_slack_workspace: gds\n",
    );
    assert_eq!(value(read.title), "Culture");
    assert_eq!(value(read.description), "How we work.");
    assert_eq!(value(read.kind), "principle");
    assert_eq!(read.owners.iter().map(|owner| owner.value.as_str()).collect::<Vec<_>>(), ["digital", "data"]);
    assert_eq!(value(read.owner_slack), "#digital");
    assert_eq!(value(read.review.last_reviewed_on), jiff::civil::date(2024, 1, 14));
    assert_eq!(value(read.review.review_in), Cadence::parse("6 months").unwrap());
    assert_eq!(value(read.review.next_review_on), jiff::civil::date(2024, 7, 14));
    assert_eq!(
        value(read.review.reviewed_text),
        ReviewedText {
            on: jiff::civil::date(2024, 1, 14),
            fingerprint: Fingerprint::parse("1:9f2c41d0a7b3").expect("as `duly sign` writes it"),
        }
    );
    assert_eq!(value(read.control.version), "1.10");
    assert_eq!(value(read.control.effective_on), jiff::civil::date(1957, 10, 4));
    assert_eq!((read.status, value(read.superseded_by)), (Status::Superseded, "new.md".to_owned()));
    assert_eq!((read.weight, read.hide_in_navigation, read.prevent_indexing), (Some(-3), true, false));
    assert_eq!(read.old_paths.iter().map(|path| path.value.as_str()).collect::<Vec<_>>(), ["/a.html", "/b"]);
    assert_eq!((read.search, read.tags.len(), read.supports.len()), (Some(false), 1, 2));
    assert_eq!(read.extra.iter().map(|(key, _)| key.value.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(read.unknown_keys, []);
}

#[test]
fn a_page_may_say_nothing_about_itself() {
    assert_eq!(front_matter(""), FrontMatter::default());
    assert_eq!(front_matter("# nothing yet\n"), FrontMatter::default());
}

#[test]
fn all_mistakes_of_a_page_are_found_at_once_and_take_nothing_from_the_rest() {
    let keys = "title: A: b\nlast_reveiwed_on: 2024-01-14\nreview_in: 10 working days\nweight: 1.5\n\
                hide_in_navigation: yes\nowner:\nstatus: lvie\ntitle: A\nlanguage: en_GB\nkind: policy\n";
    assert_eq!(
        places(keys),
        [
            "2:9 front-matter/syntax",
            "3:1 front-matter/misspelt-key",
            "4:12 cadence/invalid",
            "5:9 front-matter/invalid-value",
            "6:21 front-matter/invalid-value",
            "7:7 front-matter/empty-value",
            "8:9 front-matter/invalid-value",
            "10:11 front-matter/invalid-value",
        ]
    );
    assert_eq!(value(page(keys).1.value.kind), "policy");
}

#[test]
fn the_first_of_two_equal_keys_counts_and_the_second_is_an_error() {
    let (file, outcome) = page("title: A\nowner: x\ntitle: B\n");
    assert_eq!(outcome.findings[0].code, Code::FrontMatterDuplicateKey);
    assert_eq!(file.position(outcome.findings[0].place.span.start).line, 4);
    assert_eq!(file.position(outcome.findings[0].related[0].span.start).line, 2);
    assert_eq!(value(outcome.value.title), "A");
}

#[test]
fn text_stays_as_it_was_written() {
    for text in
        ["2024", "true", "012", "0o12", "0x1F", "1_000", "1.10", "no", "NO", "null and void", "2024-01-14"]
    {
        assert_eq!(value(front_matter(&format!("title: {text}\n")).title), text);
    }
    assert_eq!(front_matter("owner: NO\n").owners[0].value, "NO");
    assert_eq!(value(front_matter("title: 'null'\n").title), "null");
}

#[test]
fn a_key_without_a_value_is_an_error() {
    for (keys, place) in [
        ("title:\n", "2:7"),
        ("title: ~\n", "2:8"),
        ("title: null\n", "2:8"),
        ("title: '  '\n", "2:8"),
        ("tags:\n  - a\n  -\n", "4:4"),
    ] {
        assert_eq!(places(keys), [format!("{place} front-matter/empty-value")], "{keys}");
    }
    assert_eq!(
        advice("owner_slack: #digital\n").1,
        "a `#` begins a comment; if it is text, put quotes around it: \"#digital\""
    );
}

#[test]
fn only_true_and_false_are_booleans() {
    for (word, meant) in [
        ("yes", "true"),
        ("on", "true"),
        ("True", "true"),
        ("no", "false"),
        ("NO", "false"),
        ("off", "false"),
    ] {
        let (message, help) = advice(&format!("hide_in_navigation: {word}\n"));
        assert_eq!(message, format!("expected `true` or `false`, found `{word}`"));
        assert_eq!(help, format!("write `{meant}` without quotes"));
    }
    assert_eq!(advice("search: maybe\n").1, "write `true` or `false` here");
    assert_eq!(advice("search: 'true'\n").0, "expected `true` or `false`, found `true` in quotes");
}

#[test]
fn a_list_where_one_value_is_wanted_is_an_error_at_the_value() {
    assert_eq!(places("title: [a, b]\n"), ["2:8 front-matter/invalid-value"]);
    assert_eq!(advice("title: [a, b]\n").0, "expected text, found a list");
    assert_eq!(places("tags:\n  - a\n  - [b]\n"), ["4:5 front-matter/invalid-value"]);
    assert_eq!(places("extra: [a]\n"), ["2:8 front-matter/invalid-value"]);
}

#[test]
fn dates_and_cadences_are_refused_where_they_stand() {
    for (value, code) in [
        ("2024-02-30", "date/impossible"),
        ("2023-02-29", "date/impossible"),
        ("1900-02-29", "date/impossible"),
        ("01/02/2024", "date/ambiguous"),
        ("July 14, 2023", "date/not-iso"),
        ("2024-12-31T23:30:00-05:00", "date/not-iso"),
        ("\"01/02/2024\"", "date/ambiguous"),
    ] {
        assert_eq!(places(&format!("last_reviewed_on: {value}\n")), [format!("2:19 {code}")], "{value}");
    }
    for date in ["2024-02-29", "2000-02-29", "'2024-01-14'", "1957-10-04"] {
        front_matter(&format!("last_reviewed_on: {date}\n"));
    }
    for cadence in ["0 days", "-3 months", "1e9 years", "10 working days", "6"] {
        assert_eq!(places(&format!("review_in: {cadence}\n")), ["2:12 cadence/invalid"], "{cadence}");
    }
    assert_eq!(advice("last_reviewed_on: 2024-12-31T23:30:00-05:00\n").1, "write `2024-12-31`");
}

#[test]
fn the_history_of_reviews_is_read_entry_by_entry() {
    let read = front_matter(
        "review_history:\n  - on: 2024-01-14\n    by: James\n    outcome: no-change\n    note: \"fine: all\"\n  - on: 2023-01-14\n",
    );
    let [first, second] = &read.review.history[..] else { panic!("{read:?}") };
    assert_eq!(
        (first.on.value, first.outcome),
        (jiff::civil::date(2024, 1, 14), Some(SignOffOutcome::NoChange))
    );
    assert_eq!((&second.by, &second.note), (&None, &None));
    assert_eq!(
        places(
            "review_history:\n  - on: 2024-13-01\n  - by: x\n  - y\n  - {on: 2024-01-01, who: z, outcome: done}\n"
        ),
        [
            "3:9 date/impossible",
            "4:5 front-matter/invalid-value",
            "5:5 front-matter/invalid-value",
            "6:22 front-matter/misspelt-key",
            "6:39 front-matter/invalid-value",
        ]
    );
}

#[test]
fn what_sign_wrote_is_not_to_be_edited() {
    for text in ["2026-11-01", "2026-11-01 9f2c", "2026-11-01 1:XYZ", "2026-02-30 1:9f", "x 1:9f"] {
        let keys = format!("reviewed_text: {text}\n");
        assert_eq!(places(&keys), ["2:16 front-matter/invalid-value"], "{text}");
        assert!(advice(&keys).1.starts_with("remove the line"));
    }
}

#[test]
fn languages_have_tags() {
    for tag in ["en", "cy", "en-GB", "zh-Hans-CN", "sr-Latn", "de-CH-1996"] {
        assert_eq!(value(front_matter(&format!("language: {tag}\n")).language), tag);
    }
    assert_eq!(advice("language: en_GB\n").1, "write `en-GB`");
    assert_eq!(advice("language: Welsh\n").1, "write a language tag, such as `en`, `en-GB` or `cy`");
    assert_eq!(places("language: en-\n"), ["2:11 front-matter/invalid-value"]);
}

#[test]
fn a_slip_of_a_key_is_an_error_with_the_right_key() {
    for (slip, key) in [
        ("last_reveiwed_on", "last_reviewed_on"),
        ("last-reviewed-on", "last_reviewed_on"),
        ("Last_Reviewed_On", "last_reviewed_on"),
        ("last_reviewed", "last_reviewed_on"),
        ("last_review_on", "last_reviewed_on"),
        ("reviewed_on", "last_reviewed_on"),
        ("Reviewed-on", "last_reviewed_on"),
        ("reviewed_date", "last_reviewed_on"),
        ("review_period", "review_in"),
        ("next_review", "next_review_on"),
        ("review_by", "next_review_on"),
        ("reviewin", "review_in"),
        ("onwer", "owner"),
        ("owners", "owner"),
        ("tittle", "title"),
        ("Title", "title"),
        ("wieght", "weight"),
        ("superceded_by", "superseded_by"),
        ("old_path", "old_paths"),
    ] {
        let keys = format!("{slip}: x\n");
        assert_eq!(places(&keys), ["2:1 front-matter/misspelt-key"], "{slip}");
        assert_eq!(advice(&keys).1, format!("did you mean `{key}`?"));
    }
    assert_eq!(advice("review_date: x\n").1, "did you mean `last_reviewed_on` or `next_review_on`?");
}

/// Keys of Jekyll, Hugo, Zola, Docusaurus, `MkDocs` Material, `VitePress`, Eleventy, Just the Docs and others.
#[test]
fn the_keys_of_other_generators_are_no_slips() {
    let keys = "accent adr alias all api app archived area article article_id asset author authors award background \
        banner base body bibliography breadcrumb build cache cascade categories category changefreq class code \
        collection color colour comments contact contents contributors copyright country cover created created_at \
        created_by created_on css custom_edit_url data date dateCreated dateModified date_published department \
        desc disable displayed_sidebar div document_type documentation doi domain draft edit editLink eleventyComputed \
        eleventyNavigation email event excerpt exclude expires expiryDate eyebrow feature featured feed file filename \
        footer format gallery github grand_parent group has_children has_toc head header headless height hero hidden \
        hide hide_table_of_contents hide_title home icon id ignored image images index info intro isCJKLanguage \
        issue js key keywords kicker labels lang lastUpdated last_modified last_updated lastmod layout lead level \
        license link linkTitle links list locale location logo main markup math menu menu_title mermaid meta \
        metadata modified name nav nav_exclude nav_order nav_title navigation news next noindex number og_image order \
        organisation outline outputs override page pageClass page_title pagefind paginate_by pagination pagination_label \
        pagination_next path permalink photo pin place post position prev previous price priority private product \
        public publish publishDate published publisher rank rating reading_time redirect redirect_from redirect_to ref \
        related render resources review revision robots role route scope scripts searchable section sections seo series \
        service short_title show_toc side sidebar sidebar_label sidebar_position site sitemap slug social sort sort_by \
        sort_order source sources stage state style subject sub_title subtitle summary supported tag tagline taxonomies \
        team template_engine term text theme thumbnail time timestamp toc toc_depth topic topics translationKey type \
        uid unlisted updated updated_at updated_by updated_on url uuid versions video view visibility website width \
        writer year zone";
    for key in keys.split_whitespace() {
        let (_, outcome) = page(&format!("{key}: x\n"));
        assert_eq!(outcome.findings, [], "{key}");
        let known = IGNORED_ON_PURPOSE.contains(&key);
        assert_eq!(outcome.value.unknown_keys.len(), usize::from(!known), "{key}");
    }
}

#[test]
fn prose_between_rules_is_not_front_matter() {
    assert_eq!(places("\nWe are kind.\n\n"), ["3:1 front-matter/syntax"]);
    assert!(advice("\nWe are kind.\n\n").1.contains("leave a blank line above it"));
    assert_eq!(advice("title:Culture\n").1, "leave a space behind the colon: `title: Culture`");
}

#[test]
fn every_line_end_reads_alike() {
    let keys = "---\ntitle: A\nlast_reviewed_on: 01/02/2024\nweight: x\n---\n";
    for line_end in ["\n", "\r\n", "\r"] {
        let file = SourceFile::new("a.md", format!("\u{feff}{}", keys.replace('\n', line_end)));
        let yaml = front_matter_block(&file).value.yaml.unwrap();
        let outcome = read(&file, &yaml::parse(&file, yaml).value.unwrap());
        let mut found: Vec<_> =
            outcome.findings.iter().map(|finding| file.position(finding.place.span.start)).collect();
        found.sort();
        assert_eq!(found.iter().map(|at| (at.line, at.column)).collect::<Vec<_>>(), [(3, 19), (4, 9)]);
        assert_eq!(value(outcome.value.title), "A");
    }
}
