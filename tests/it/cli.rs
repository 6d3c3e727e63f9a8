//! The command line: how a run ends, what it says and where, and what it must never touch.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use crate::book::{Book, Run, duly, files, run};

const CLEAN: &str = "---\ntitle: Home\n---\n";
const BROKEN_LINK: &str = "# Page\n\n[there](missing.md)\n";
const BROKEN_DATE: &str = "---\ntitle: Page\nlast_reviewed_on: July 14, 2023\n---\n";

fn clean() -> Book {
    Book::new().page("index.md", CLEAN)
}

fn status(book: &Book, arguments: &[&str]) -> i32 {
    book.run(arguments).status
}

#[test]
fn a_book_without_findings_exits_0() {
    let book = clean();
    assert_eq!(status(&book, &["check"]), 0);
    assert_eq!(status(&book, &["build"]), 0);
    assert!(book.path("_site/index.html").exists());
}

#[test]
fn warnings_stop_check_and_not_build() {
    let book = clean().page("page.md", BROKEN_LINK);
    assert_eq!(status(&book, &["build"]), 0);
    assert_eq!(status(&book, &["check"]), 1);
    assert_eq!(status(&book, &["check", "--fail-on", "error"]), 0);
}

#[test]
fn notes_stop_check_only_when_asked() {
    let overdue = "---\ntitle: Page\nlast_reviewed_on: 2020-01-01\nreview_in: 1 year\n---\n";
    let book = clean().page("page.md", overdue);
    assert_eq!(status(&book, &["check"]), 0);
    assert_eq!(status(&book, &["check", "--fail-on", "note"]), 1);
    assert_eq!(status(&book, &["check", "--fail-overdue"]), 1);
}

#[test]
fn overdue_pages_fail_only_past_the_grace() {
    let page = "---\ntitle: Page\nnext_review_on: 2026-11-16\n---\n";
    let book = Book::with("[review]\ngrace = \"14 days\"").page("page.md", page).page("index.md", CLEAN);
    assert_eq!(status(&book, &["check", "--fail-overdue", "--as-at", "2026-11-30"]), 0);
    assert_eq!(status(&book, &["check", "--fail-overdue", "--as-at", "2026-12-01"]), 1);
}

#[test]
fn errors_stop_both() {
    let book = clean().page("page.md", BROKEN_DATE);
    assert_eq!(status(&book, &["build"]), 1);
    assert_eq!(status(&book, &["check"]), 1);
    assert_eq!(status(&book, &["check", "--fail-on", "error"]), 1);
}

#[test]
fn a_folder_without_a_book_says_what_to_do() {
    for command in ["build", "check"] {
        let Run { status, stdout, stderr } = Book::empty().run(&[command]);
        assert_eq!((status, stdout.as_str()), (2, ""));
        for part in ["there is no book.toml in", "--root DIR", "[book]", "title = "] {
            assert!(stderr.contains(part), "{part}: {stderr}");
        }
    }
}

#[test]
fn a_book_without_content_says_what_to_do() {
    let book = Book::empty().file("book.toml", "[book]\ntitle = \"The book\"\n");
    let Run { status, stderr, .. } = book.run(&["build"]);
    assert_eq!(status, 2);
    for part in ["there is no folder content/", "content/index.md", "src = "] {
        assert!(stderr.contains(part), "{part}: {stderr}");
    }
}

#[test]
fn a_book_without_a_page_that_can_be_published_has_a_home_page_all_the_same() {
    for page in ["---\ntitle: Page\nstatus: draft\n---\n", ""] {
        let book = Book::new();
        let book = if page.is_empty() { book } else { book.page("page.md", page) };
        assert_eq!(book.build().html("").text("h1"), "The book");
    }
    assert_eq!(status(&Book::new().page("page.md", BROKEN_DATE), &["build"]), 1);
}

#[test]
fn a_broken_configuration_exits_1_with_a_place() {
    let book = clean().file("book.toml", "[book]\ntitle = \"The book\n");
    let Run { status, stderr, .. } = book.run(&["build", "--format", "short"]);
    assert_eq!(status, 1);
    assert!(stderr.starts_with("book.toml:2:"), "{stderr}");
}

#[test]
fn every_mistake_of_the_configuration_and_of_the_pages_is_said_in_one_run() {
    let book =
        Book::with("titel = \"x\"\n[review]\nevery = \"10 working days\"").page("page.md", BROKEN_DATE);
    let findings = book.findings(&[]);
    let codes: Vec<&str> = findings.iter().map(|finding| finding.split(' ').nth(1).unwrap()).collect();
    assert_eq!(codes, ["config/unknown-key", "config/invalid-value", "date/not-iso"]);
}

#[test]
fn unknown_commands_and_options_exit_2() {
    for arguments in [&["biuld"][..], &["build", "--formt", "json"], &["build", "--format", "xml"], &[]] {
        let run = run(&mut duly(arguments));
        assert_eq!(run.status, 2, "{arguments:?}");
        assert_eq!(run.stdout, "", "{arguments:?}");
    }
}

#[test]
fn explain_knows_every_code_and_what_was_meant() {
    let all = run(&mut duly(&["explain"]));
    assert_eq!(all.status, 0);
    assert!(all.stdout.contains("link/missing-page"));
    let meant = run(&mut duly(&["explain", "link/mising-page"]));
    assert_eq!(meant.status, 2);
    assert!(meant.stderr.contains("did you mean `link/missing-page`?"), "{}", meant.stderr);
}

#[test]
fn check_prints_findings_on_stdout_and_build_on_stderr() {
    let book = clean().page("page.md", BROKEN_LINK);
    let check = book.run(&["check", "--format", "short"]);
    assert!(check.stdout.starts_with("content/page.md:3:"), "{check:?}");
    let build = book.run(&["build", "--format", "short"]);
    assert!(build.stderr.starts_with("content/page.md:3:"), "{build:?}");
    assert!(build.stdout.contains("pages in"), "{build:?}");
    assert!(!build.stdout.contains("missing.md"), "{build:?}");
}

#[test]
fn check_writes_nothing() {
    let book = clean().page("page.md", BROKEN_LINK);
    let before = files(book.root());
    book.run(&["check"]);
    assert_eq!(files(book.root()), before);
}

#[test]
fn an_error_anywhere_leaves_the_old_site_as_it_was() {
    let site = clean().page("page.md", BROKEN_LINK).build();
    let before = files(&site.root());
    let book = site.book();
    book.write("content/index.md", "# Another home\n");
    book.write("content/later.md", BROKEN_DATE);
    let Run { status, stderr, .. } = book.run(&["build", "--format", "short"]);
    assert_eq!(status, 1);
    assert_eq!(files(&site.root()), before);
    assert!(stderr.contains("content/later.md:3:19: error[date/not-iso]"), "{stderr}");
    assert!(stderr.contains("content/page.md:3:9: warning[link/missing-page]"), "{stderr}");
    assert_eq!(leftovers(book.root()), Vec::<String>::new());
}

#[test]
fn a_template_that_fails_on_one_page_leaves_the_old_site_as_it_was() {
    let theme = "[theme]\nname = \"own\"";
    let book = Book::with(theme).page("index.md", CLEAN).page("page.md", BROKEN_LINK);
    let template = "themes/own/templates/page.html";
    let site = book.file(template, "{% extends 'civic/page.html' %}").build();
    let before = files(&site.root());
    let book = site.book();
    let content =
        "{% block content %}{% if page.path == 'page/' %}{{ page.nothing.there }}{% endif %}{% endblock %}";
    book.write(template, format!("{{% extends 'civic/page.html' %}}{content}"));
    let Run { status, stderr, .. } = book.run(&["build", "--format", "short"]);
    assert_eq!(status, 1);
    assert!(stderr.contains("error[theme/render]"), "{stderr}");
    assert!(stderr.contains("warning[link/missing-page]"), "{stderr}");
    assert_eq!(files(&site.root()), before);
    assert_eq!(leftovers(book.root()), Vec::<String>::new());
}

/// What a build may have left beside the site.
fn leftovers(root: &Path) -> Vec<String> {
    let entries = fs::read_dir(root).expect("it is a folder").flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with('.')).collect()
}

#[test]
fn output_that_no_terminal_shows_has_no_escape_codes() {
    let book = clean().page("page.md", BROKEN_DATE).page("other.md", BROKEN_LINK);
    for command in ["build", "check"] {
        let run = book.run(&[command]);
        assert!(run.stderr.len() + run.stdout.len() > 100);
        assert!(!(run.stderr + &run.stdout).contains('\u{1b}'));
    }
    let run = Book::empty().run(&["build"]);
    assert!(!run.stderr.contains('\u{1b}'));
}

#[test]
fn no_color_wins_over_a_wish_for_colours() {
    let book = clean().page("page.md", BROKEN_DATE);
    let coloured = |no_color| {
        let mut command = book.duly(&["build"]);
        command.env("CLICOLOR_FORCE", "1");
        if no_color {
            command.env("NO_COLOR", "1");
        }
        run(&mut command).stderr.contains('\u{1b}')
    };
    assert!(coloured(false));
    assert!(!coloured(true));
}

#[test]
fn control_characters_of_a_book_never_reach_the_terminal() {
    let book = clean().page("page.md", "# Page\n\n[x](\u{1b}]0;evil\u{7}.md) <a\u{1b}[31m>\n");
    for format in ["human", "short", "json", "github"] {
        let run = book.run(&["check", "--format", format]);
        assert!(!run.stdout.contains(['\u{1b}', '\u{7}']), "{format}: {:?}", run.stdout);
    }
}

#[test]
fn quiet_says_only_what_went_wrong() {
    let nothing = Run { status: 0, stdout: String::new(), stderr: String::new() };
    assert_eq!(clean().run(&["build", "--quiet"]), nothing);
    assert_eq!(clean().page("page.md", BROKEN_LINK).run(&["build", "--quiet"]), nothing);
    let both = clean().page("page.md", BROKEN_LINK).page("later.md", BROKEN_DATE);
    let run = both.run(&["build", "--quiet", "--format", "short"]);
    assert_eq!(run.status, 1);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains("content/later.md:3:19"), "{}", run.stderr);
    assert!(!run.stderr.contains("content/page.md"), "{}", run.stderr);
}

/// How a run ends whose output nobody reads, as behind `| head`.
fn unread(command: &mut Command) -> Option<i32> {
    let (reader, writer) = std::io::pipe().expect("there are pipes");
    drop(reader);
    command.stdout(writer.try_clone().expect("it can be given twice")).stderr(writer);
    command.status().expect("the binary can be started").code()
}

#[test]
fn a_run_whose_output_nobody_reads_does_what_it_would_do_and_ends_as_it_would() {
    let book = clean().page("page.md", BROKEN_LINK);
    assert_eq!(unread(&mut book.duly(&["check"])), Some(1));
    assert_eq!(unread(&mut book.duly(&["build"])), Some(0));
    assert!(book.path("_site/index.html").exists());
    let broken = clean().page("page.md", BROKEN_DATE);
    assert_eq!(unread(&mut broken.duly(&["build"])), Some(1));
    assert_eq!(unread(&mut broken.duly(&["due"])), Some(0));
    // Nobody saw what would be signed, so nothing was.
    let before = files(book.root());
    assert_eq!(unread(&mut book.duly(&["sign", "index.md", "--by", "Ann", "--yes"])), Some(2));
    assert_eq!(files(book.root()), before);
}

#[test]
fn root_names_the_book_from_anywhere() {
    let book = clean();
    let name = book.root().file_name().unwrap().to_str().unwrap();
    let parent = book.root().parent().unwrap();
    let from_outside = run(duly(&["build", "--root", name]).current_dir(parent));
    assert_eq!(from_outside.status, 0, "{}", from_outside.stderr);
    let from_inside = run(duly(&["build"]).current_dir(book.root()));
    assert_eq!(from_inside.status, 0, "{}", from_inside.stderr);
    let before_the_command = run(duly(&["--root", name, "check"]).current_dir(parent));
    assert_eq!(before_the_command.status, 0, "{}", before_the_command.stderr);
}

#[test]
fn a_day_that_is_none_is_refused() {
    for day in ["2024-02-30", "01/02/2024", "today", "2024-1-1", "20240101", ""] {
        let run = clean().run(&["build", "--as-at", day]);
        assert_eq!(run.status, 2, "{day}");
        assert!(run.stderr.contains("--as-at"), "{}", run.stderr);
    }
}

#[test]
fn a_source_date_epoch_that_is_none_is_refused() {
    for epoch in ["yesterday", "1.5", "-1", "99999999999999", "2026-11-30"] {
        let run = run(clean().duly(&["build"]).env("SOURCE_DATE_EPOCH", epoch));
        assert_eq!(run.status, 2, "{epoch}");
        assert!(run.stderr.contains("SOURCE_DATE_EPOCH"), "{}", run.stderr);
    }
    assert_eq!(run(clean().duly(&["build"]).env("SOURCE_DATE_EPOCH", "")).status, 0);
}

#[test]
fn an_output_folder_with_files_of_others_is_refused_and_they_stay() {
    let book = clean().file("_site/notes.txt", "mine");
    let run = book.run(&["build"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("notes.txt"), "{}", run.stderr);
    assert_eq!(fs::read(book.path("_site/notes.txt")).unwrap(), b"mine");
    assert_eq!(leftovers(book.root()), Vec::<String>::new());
}

#[test]
fn a_file_that_somebody_put_into_the_site_is_never_deleted() {
    let site = clean().build();
    site.book().write("_site/notes.txt", "mine");
    let run = site.book().run(&["build"]);
    assert_eq!(run.status, 2);
    assert_eq!(site.text("notes.txt"), "mine");
}

#[test]
fn an_empty_output_folder_is_taken() {
    let book = clean();
    fs::create_dir(book.path("_site")).unwrap();
    assert_eq!(status(&book, &["build"]), 0);
}

#[test]
fn folders_of_the_book_itself_are_no_output_folder() {
    for folder in
        [".", "./", "content", "content/site", "themes", "..", "/", ".git", "content/../content", ""]
    {
        let book = clean().file("book.toml", build_dir(folder)).file(".git/HEAD", "ref");
        let before = files(book.root());
        let run = book.run(&["build"]);
        assert_ne!(run.status, 0, "{folder}");
        assert!(run.stderr.contains("build-dir"), "{folder}: {}", run.stderr);
        assert_eq!(files(book.root()), before, "{folder}");
    }
}

fn build_dir(folder: &str) -> String {
    format!("[book]\ntitle = \"The book\"\n[build]\nbuild-dir = \"{folder}\"\n")
}

#[test]
fn a_file_and_a_link_are_no_output_folder() {
    let file = clean().file("_site", "a file");
    assert_eq!(status(&file, &["build"]), 2);
    assert_eq!(fs::read(file.path("_site")).unwrap(), b"a file");

    let elsewhere = tempfile::tempdir().unwrap();
    let book = clean();
    symlink(elsewhere.path(), book.path("_site")).unwrap();
    let run = book.run(&["build"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("symbolic link"), "{}", run.stderr);
    assert_eq!(files(elsewhere.path()), BTreeMap::new());
}

#[test]
fn a_nested_output_folder_is_made() {
    let book = clean().file("book.toml", build_dir("out/public"));
    assert_eq!(status(&book, &["build"]), 0);
    assert!(book.path("out/public/index.html").exists());
    assert_eq!(status(&book, &["build"]), 0);
}

#[test]
fn pages_may_be_written_beside_the_configuration() {
    let config = "[book]\ntitle = \"The book\"\nsrc = \".\"\n";
    let book = Book::empty().file("book.toml", config).file("index.md", CLEAN).file("a/b.md", "# B\n");
    assert_eq!(status(&book, &["build"]), 0);
    let first = files(&book.path("_site"));
    assert!(first.contains_key("a/b/index.html") && !first.contains_key("book.toml"));
    assert_eq!(status(&book, &["build"]), 0);
    assert_same(&first, &files(&book.path("_site")));
    // A folder of pages is not taken for it.
    book.write("book.toml", format!("{config}[build]\nbuild-dir = \"a\"\n"));
    assert_eq!(status(&book, &["build"]), 2);
    assert!(book.path("a/b.md").exists());
}

#[test]
fn what_a_page_left_behind_goes_with_it() {
    let page = "---\ntitle: Page\nold_paths: [/before/]\n---\n";
    let site = clean().page("guides/page.md", page).page("guides/pic.txt", "x").build();
    for path in ["guides/page/index.html", "guides/index.html", "guides/pic.txt", "before/index.html"] {
        assert!(site.has(path), "{path}");
    }
    site.book().remove("content/guides/page.md");
    site.book().remove("content/guides/pic.txt");
    let site = site.rebuild();
    assert!(!site.has("guides"));
    assert!(!site.has("before"));
}

#[test]
fn two_builds_at_once_leave_one_whole_site() {
    let site = Book::copy_of(Path::new(env!("CARGO_MANIFEST_DIR"))).build();
    let expected = site.files();
    let book = site.book();
    for _ in 0..3 {
        let start = || book.duly(&["build", "--quiet"]).spawn().expect("the binary can be started");
        for mut build in [start(), start()] {
            let status = build.wait().expect("it ends").code();
            // The one that finds the folder exchanged under its hands may give up.
            assert!(matches!(status, Some(0 | 2)), "{status:?}");
        }
        assert_same(&expected, &files(&site.root()));
        assert_eq!(leftovers(book.root()), Vec::<String>::new());
    }
}

#[test]
fn the_same_book_gives_the_same_bytes_wherever_and_however_it_is_built() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let first = Book::copy_of(root).build();
    let expected = files(&first.root());
    assert!(expected.len() > 60);
    for (threads, time_zone, language) in
        [("1", "Pacific/Kiritimati", "C"), ("2", "America/Adak", "cy_GB.UTF-8"), ("8", "UTC", "tr_TR.UTF-8")]
    {
        let book = Book::copy_of(root);
        let mut command = duly(&["build", "--quiet"]);
        command.current_dir(book.root());
        command.env("RAYON_NUM_THREADS", threads).env("TZ", time_zone);
        command.env("LANG", language).env("LC_ALL", language);
        let run = run(&mut command);
        assert_eq!(run.status, 0, "{}", run.stderr);
        assert_same(&expected, &files(&book.path("_site")));
    }
    assert_same(&expected, &first.rebuild().files());
}

fn assert_same(expected: &BTreeMap<String, Vec<u8>>, found: &BTreeMap<String, Vec<u8>>) {
    let paths = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(expected), paths(found));
    for (path, bytes) in expected {
        assert!(found[path] == *bytes, "{path} differs");
    }
}

#[test]
fn findings_are_the_same_with_any_number_of_threads() {
    let mut book = clean();
    for number in 0..30 {
        let text = format!("# Page\n\n# Again\n\n[a](b{number}.md) <iframe> [x][y]\n\n> [!NOPE]\n> x\n");
        book = book.page(&format!("page-{number}.md"), &text);
    }
    let findings = |threads| run(book.duly(&["check"]).env("RAYON_NUM_THREADS", threads)).stdout;
    let one = findings("1");
    assert!(one.len() > 1000);
    assert_eq!(findings("2"), one);
    assert_eq!(findings("8"), one);
}

#[test]
fn a_page_in_another_encoding_says_how_to_save_it() {
    let utf_16: Vec<u8> = [0xff, 0xfe].into_iter().chain("# Hi".bytes().flat_map(|b| [b, 0])).collect();
    let book = clean()
        .file("content/utf-16.md", utf_16)
        .file("content/latin.md", b"# Page\n\ncaf\xe9 noir\n")
        .page("linking.md", "# Links\n\n[one](utf-16.md) [two](latin.md) [none](none.md)\n");
    let run = book.run(&["check", "--format", "short"]);
    assert_eq!(run.status, 1);
    let lines: Vec<&str> = run.stdout.lines().collect();
    let [latin, link, utf_16] = lines[..] else { panic!("{lines:#?}") };
    assert!(latin.starts_with("content/latin.md:3:4: error[source/not-utf-8]"), "{latin}");
    assert!(link.starts_with("content/linking.md:3:41: warning[link/missing-page]"), "{link}");
    assert!(utf_16.starts_with("content/utf-16.md:1:1: error[source/not-utf-8]"), "{utf_16}");
    assert!(utf_16.contains("UTF-16"), "{utf_16}");
}

#[test]
fn every_kind_of_line_end_and_a_byte_order_mark_give_the_same_page() {
    let text = "---\ntitle: Page\n---\n\nText\n\n- one\n- two\n";
    let page = |text: String| clean().page("page.md", &text).build().text("page/index.html");
    let expected = page(text.to_owned());
    assert_eq!(page(text.replace('\n', "\r\n")), expected);
    assert_eq!(page(text.replace('\n', "\r")), expected);
    assert_eq!(page(format!("\u{feff}{text}")), expected);
}

#[test]
fn every_shell_gets_a_script_that_knows_every_command() {
    let commands = ["build", "check", "explain", "completions"];
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = run(&mut duly(&["completions", shell]));
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{shell}");
        for command in commands {
            assert!(run.stdout.contains(command), "{shell} does not know {command}");
        }
    }
    assert_eq!(run(&mut duly(&["completions", "dos"])).status, 2);
}

#[test]
fn bash_takes_the_script_that_it_is_given() {
    let script = run(&mut duly(&["completions", "bash"])).stdout;
    let check = "COMP_WORDS=(duly che); COMP_CWORD=1; _duly duly che duly; echo \"${COMPREPLY[@]}\"";
    let output = Command::new("bash")
        .args(["--norc", "-c", &format!("{script}\n{check}")])
        .output()
        .expect("bash can be started");
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "check", "{output:?}");
}

#[test]
fn timings_name_every_stage_with_its_count_and_only_when_asked() {
    let book = clean().page("page.md", "# Page\n");
    let silent = book.run(&["build"]);
    assert!(!silent.stderr.contains("render and write"), "{}", silent.stderr);
    let said = book.run(&["build", "--timings"]).stderr;
    let stage = |name: &str| said.lines().find(|line| line.trim_start().starts_with(name));
    for name in ["read", "theme", "link", "search index", "render and write", "writing", "publish", "all"] {
        assert!(stage(name).is_some_and(|line| line.contains(" s")), "{name}: {said}");
    }
    assert!(stage("parse").unwrap().contains("2 pages"), "{said}");
    assert!(stage("pages").unwrap().contains("2 times"), "{said}");
}

#[test]
fn pages_rules_are_asked_for_and_a_site_at_its_usual_place_keeps_them() {
    let book = |site: &str| {
        let statement = "# Accessibility statement\n";
        Book::with(&format!("[site]\n{site}"))
            .page("index.md", "# Home\n")
            .page("accessibility.md", statement)
    };
    let repository = "repository = \"https://github.com/Example/Playbook\"\n";
    let right = [
        format!("{repository}url = \"https://example.github.io/Playbook/\""),
        format!("{repository}cname = \"book.example.org\"\nurl = \"https://book.example.org/\""),
        "repository = \"https://github.com/example/example.github.io\"\nurl = \"https://example.github.io/\""
            .to_owned(),
        "repository = \"https://git.example.org/a/b\"\nurl = \"https://example.org/b/\"".to_owned(),
        String::new(),
    ];
    for site in right {
        assert_eq!(book(&site).findings(&["--pages"]), [""; 0], "{site}");
    }
    let wrong = [
        format!("{repository}url = \"https://example.github.io/\""),
        format!("{repository}url = \"http://example.github.io/playbook/\""),
        format!("{repository}cname = \"book.example.org\"\nurl = \"https://example.github.io/playbook/\""),
    ];
    for site in wrong {
        let found = book(&site).findings(&["--pages"]);
        assert!(found.len() == 1 && found[0].ends_with(" pages/address"), "{site}: {found:?}");
        assert_eq!(book(&site).findings(&[]), [""; 0]);
    }
}
