//! YAML as people write it in front matter: what is read, what is refused, and where.

use proptest::prelude::*;

use super::*;

/// A page with that front matter, and what is found in it.
fn parsed(yaml: &str) -> (Arc<SourceFile>, Outcome<Option<Node>>) {
    let file = SourceFile::new("a.md", format!("---\n{yaml}---\n"));
    let outcome = parse(&file, 4..4 + yaml.len());
    (file, outcome)
}

/// Each finding as `line:column code: message`.
fn findings(yaml: &str) -> Vec<String> {
    let (file, outcome) = parsed(yaml);
    let say = |finding: &Diagnostic| {
        let position = file.position(finding.place.span.start);
        format!("{}:{} {}: {}", position.line, position.column, finding.code.as_str(), finding.message)
    };
    outcome.findings.iter().map(say).collect()
}

fn help(yaml: &str) -> String {
    let (_, outcome) = parsed(yaml);
    outcome.findings.first().map(|finding| finding.help.join("; ")).unwrap_or_default()
}

/// The tree in short: texts as they are, quoted ones in quotes, `~` for nothing.
fn tree(yaml: &str) -> String {
    let (_, outcome) = parsed(yaml);
    assert_eq!(outcome.findings, [], "{yaml}");
    show(&outcome.value.unwrap())
}

fn show(node: &Node) -> String {
    match &node.value {
        Value::Empty => "~".to_owned(),
        Value::Text { text, quoted: true } => format!("{text:?}"),
        Value::Text { text, .. } | Value::Literal(text) => text.clone(),
        Value::List(items) => format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(", ")),
        Value::Map(entries) => {
            let entries: Vec<_> =
                entries.iter().map(|(key, node)| format!("{}: {}", key.value, show(node))).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

/// The text of the file on which the value of each key stands.
fn spans(yaml: &str) -> Vec<String> {
    let (file, outcome) = parsed(yaml);
    let Some(Node { value: Value::Map(entries), .. }) = outcome.value else { panic!("{outcome:?}") };
    entries.iter().map(|(_, node)| file.text()[node.span.clone()].to_owned()).collect()
}

#[test]
fn scalars_keep_the_text_that_was_written() {
    assert_eq!(
        tree("a: 1.10\nb: 0x1F\nc: 0o12\nd: 012\ne: 1_000\nf: .nan\ng: 1e999\nh: +1\n"),
        "{a: 1.10, b: 0x1F, c: 0o12, d: 012, e: 1_000, f: .nan, g: 1e999, h: +1}"
    );
    assert_eq!(tree("a: no\nb: NO\nc: True\nd: 2024-01-14\n"), "{a: no, b: NO, c: True, d: 2024-01-14}");
    assert_eq!(tree("a: 99999999999999999999999999999999999999999999\n").len(), 49);
}

#[test]
fn quoted_texts_and_blocks_are_decoded_and_known_as_quoted() {
    assert_eq!(tree("a: 'it''s'\nb: \"x\\ty\"\nc: \"true\"\n"), r#"{a: "it's", b: "x\ty", c: "true"}"#);
    assert_eq!(tree("a: |\n  x\n  y\nb: >- # why\n  x\n  y\n"), r#"{a: "x\ny\n", b: "x y"}"#);
    assert_eq!(tree("a: |-\n  true\n"), r#"{a: "true"}"#);
    assert_eq!(tree("a: x\n  y\n\n  z |\n"), "{a: x y\nz |}");
}

#[test]
fn nothing_is_told_from_text() {
    assert_eq!(tree("a:\nb: ~\nc: null\nd: ''\n"), "{a: ~, b: ~, c: ~, d: \"\"}");
    assert_eq!(tree(""), "~");
    assert_eq!(tree("# only a comment\n"), "~");
}

#[test]
fn lists_and_maps_nest() {
    assert_eq!(
        tree("a: [x, {y: z}]\nb:\n- 1\n- k: v\n  l: m\nc: {}\nd: []\n"),
        "{a: [x, {y: z}], b: [1, {k: v, l: m}], c: {}, d: []}"
    );
    assert_eq!(tree("1: x\n'q r': y\n"), "{1: x, q r: y}");
}

#[test]
fn every_line_end_gives_the_same_tree() {
    let yaml = "a: b\nc: |\n  x\n  y\nd: e\n  f\ng:\n  - h\n";
    assert_eq!(tree(yaml), "{a: b, c: \"x\\ny\\n\", d: e f, g: [h]}");
    assert_eq!(tree(&yaml.replace('\n', "\r\n")), tree(yaml));
    assert_eq!(tree(&yaml.replace('\n', "\r")), tree(yaml));
    for line_end in ["\n", "\r\n", "\r"] {
        let found = findings(&["a: b", "é: ü: x", "c: @d", ""].join(line_end));
        assert_eq!(found[0], "3:5 front-matter/syntax: text with a colon behind a word needs quotes");
        assert_eq!(found[1], "4:4 front-matter/syntax: text that begins with `@` needs quotes");
    }
}

#[test]
fn every_value_knows_its_place() {
    assert_eq!(
        spans("a: é\nb: 'q'\nc: [x, [y]]\nd: {e: f}\ng:\n  - h\n  - i: j\nk:\nl: [\n]\n"),
        ["é", "'q'", "[x, [y]]", "{e: f}", "- h\n  - i: j", "", "[\n]"]
    );
}

#[test]
fn a_repeated_key_is_an_error_at_each_repetition() {
    let yaml = "title: A\nowner: x\ntitle: B\nextra:\n  k: 1\n  k: 2\ntitle: C\n";
    assert_eq!(
        findings(yaml),
        [
            "6:3 front-matter/duplicate-key: `k` is written more than once".replace("6:", "7:"),
            "4:1 front-matter/duplicate-key: `title` is written more than once".to_owned(),
            "8:1 front-matter/duplicate-key: `title` is written more than once".to_owned(),
        ]
    );
    let (file, outcome) = parsed(yaml);
    let first = &outcome.findings[1].related[0];
    assert_eq!((file.position(first.span.start).line, first.text.as_str()), (2, "first here"));
}

#[test]
fn text_that_lacks_its_quotes_is_told_so() {
    let colon = "title: Strategy: the next\n";
    assert_eq!(findings(colon), ["2:16 front-matter/syntax: text with a colon behind a word needs quotes"]);
    assert_eq!(help(colon), "put quotes around it: \"Strategy: the next\"");
    for (value, mark) in [
        ("@team", "`@`"),
        ("%x", "`%`"),
        ("`x`", "a backtick"),
        ("[draft] Plan", "`[`"),
        ("{draft} Plan", "`{`"),
        ("{{ name }}", "`{`"),
        ("]", "`]`"),
        (", x", "`,`"),
        ("| x", "`|`"),
        ("> x", "`>`"),
        ("- x", "`-`"),
        (": x", "`:`"),
    ] {
        let yaml = format!("title: {value}\n");
        assert_eq!(
            findings(&yaml),
            [format!("2:8 front-matter/syntax: text that begins with {mark} needs quotes")]
        );
        assert_eq!(help(&yaml), format!("put quotes around it: \"{value}\""));
    }
}

#[test]
fn quotes_inside_quotes_get_the_other_kind() {
    assert_eq!(help("a: 'it's here'\n"), "put quotes around it: \"it's here\"");
    assert_eq!(help("a: \"say \"hi\" now\"\n"), "put quotes around it: 'say \"hi\" now'");
    assert_eq!(help("a: \"one\" or \"two\"\n"), "put quotes around it: '\"one\" or \"two\"'");
    assert_eq!(
        findings("a: \"x\" é\n"),
        ["2:8 front-matter/syntax: the text goes on behind its closing quote"]
    );
}

#[test]
fn an_open_quote_or_bracket_is_shown_where_it_begins() {
    for yaml in
        ["title: \"abc\n", "title: \"abc\nb: c\n", "title: \"abc\nb: \"c\"\n", "title: 'abc\n  d\nb: c\n"]
    {
        assert_eq!(findings(yaml), ["2:8 front-matter/syntax: this quote is never closed"], "{yaml}");
    }
    assert_eq!(help("title: \"abc\n"), "close it at the end of the text: \"abc\"");
    for yaml in ["title: [abc\n", "title: [abc\nb: c\n", "title: [\n  a,\n  b\nc: d\n", "title: [a}\n"] {
        assert_eq!(findings(yaml), ["2:8 front-matter/syntax: this `[` is never closed"], "{yaml}");
    }
    assert_eq!(
        findings("a: \"foo\nbar\"\n"),
        ["2:4 front-matter/syntax: text in quotes goes on in lines that are not indented"]
    );
}

#[test]
fn a_tab_that_indents_is_shown_where_it_stands() {
    for (yaml, place) in [
        ("\ttitle: x\n", "2:1"),
        ("a:\n\tb: c\n", "3:1"),
        ("a: b\n\tc: d\n", "3:1"),
        ("a:\n  - x\n\t- y\n", "4:1"),
        ("a:\n  \tb: c\n", "3:3"),
    ] {
        assert_eq!(
            findings(yaml),
            [format!("{place} front-matter/syntax: a tab indents this line")],
            "{yaml}"
        );
    }
    assert_eq!(tree("a: |\n  x\n  \ty\nb: \"\tz\"\n"), "{a: \"x\\n\\ty\\n\", b: \"\\tz\"}");
}

#[test]
fn lines_that_do_not_fit_are_named() {
    assert_eq!(
        findings("a: b\n  c: d\n"),
        ["3:3 front-matter/syntax: this line is indented, but the line above it already has a value"]
    );
    assert_eq!(
        findings("a: b\nfoo\nc: d\n"),
        ["3:1 front-matter/syntax: this line is not a key and its value"]
    );
    assert_eq!(
        findings("  a: b\nc: d\n"),
        ["3:1 front-matter/syntax: this line does not fit the lines above it"]
    );
    for yaml in ["title: b\nowner:d\n", "x: y\nowner:d\ntitle: b\n"] {
        assert_eq!(findings(yaml), ["3:6 front-matter/syntax: there is no space behind this colon"]);
        assert_eq!(help(yaml), "write `owner: d`");
    }
    assert_eq!(findings("? [a]\n: b\n"), ["2:3 front-matter/syntax: a key must be a word"]);
    assert_eq!(
        findings("a: \u{1b}[31m\n"),
        ["2:4 front-matter/syntax: an invisible character (U+001B) stands here"]
    );
    assert_eq!(
        findings("a: \"\\q\"\n"),
        ["2:5 front-matter/syntax: a `\\` in double quotes must be written twice"]
    );
}

#[test]
fn one_mistake_does_not_hide_the_next() {
    let yaml = "title: A: b\nowner: @team\nextra:\n  - \"x\ntags: [a\ntitle: c\ntitle: d\n";
    assert_eq!(
        findings(yaml),
        [
            "2:9 front-matter/syntax: text with a colon behind a word needs quotes",
            "3:8 front-matter/syntax: text that begins with `@` needs quotes",
            "5:5 front-matter/syntax: this quote is never closed",
            "6:7 front-matter/syntax: this `[` is never closed",
            "8:1 front-matter/duplicate-key: `title` is written more than once",
        ]
    );
}

#[test]
fn what_makes_a_small_file_mean_much_is_refused() {
    for (yaml, message) in [
        ("a: &x 1\nb: c\n", "2:4 front-matter/unsupported: a value that begins with `&` is a YAML anchor, "),
        ("a: *x\n", "2:4 front-matter/unsupported: a value that begins with `*` is a YAML alias, "),
        ("a: * x\n", "2:4 front-matter/unsupported: a value that begins with `*` is a YAML alias, "),
        ("a: !x b\n", "2:4 front-matter/unsupported: a value that begins with `!` is a YAML tag, "),
        ("a: !!str 5\n", "2:4 front-matter/unsupported: a value that begins with `!` is a YAML tag, "),
        (
            "a: !!python/object/apply:os.system [x]\n",
            "2:4 front-matter/unsupported: a value that begins with `!`",
        ),
        (
            "<<: {a: b}\n",
            "2:1 front-matter/unsupported: `<<` would copy keys from elsewhere (a YAML merge), ",
        ),
        ("a: b\n---\nc: d\n", "3:1 front-matter/unsupported: a second YAML document begins here"),
    ] {
        let found = findings(yaml);
        assert!(found.len() == 1 && found[0].starts_with(message), "{yaml}: {found:?}");
    }
    assert_eq!(help("a: *bold* x\n"), "if it is text, put quotes around it: \"*bold* x\"");
}

#[test]
fn bombs_are_refused() {
    let levels = (1..9)
        .map(|level| format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 9].join(",")));
    let bomb = format!("a0: &a0 [x,x,x,x,x,x,x,x,x]\n{}", levels.collect::<String>());
    let repeated = format!("a: &a \"{}\"\nb:\n{}", "x".repeat(100_000), "  - *a\n".repeat(20_000));
    let deep: String = (0..300).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    let texts = [
        bomb,
        repeated,
        deep,
        "[".repeat(100_000),
        "{".repeat(100_000),
        "- ".repeat(50_000),
        "? ".repeat(50_000),
    ];
    for text in texts.into_iter().chain([format!("a:\n{}", "- x\n".repeat(20_000))]) {
        let (_, outcome) = parsed(&text);
        assert_eq!(outcome.findings[0].code, Code::FrontMatterUnsupported);
    }
}

#[test]
fn a_long_title_is_no_trouble() {
    let title = "word ".repeat(2_000);
    assert_eq!(tree(&format!("title: {title}\n")), format!("{{title: {}}}", title.trim_end()));
}

proptest! {
    #[test]
    fn no_text_makes_it_fail_or_point_outside(text in "([a-z:é \n\r\t'\"\\[\\]{},&*!|>%@`#?\\\\-]|: |- |\n  |\n[a-c]: ){0,60}") {
        let (file, outcome) = parsed(&text);
        for finding in &outcome.findings {
            prop_assert!(file.text().get(finding.place.span.clone()).is_some(), "{finding:?}");
            prop_assert!(!finding.help.is_empty() || finding.message.contains("behind its closing quote"));
        }
    }
}

#[test]
fn any_white_space_may_stand_behind_an_anchor() {
    assert_eq!(findings("&\u{a0}A").len(), 1);
}
