//! What is served, and how it follows what is saved.

use super::Preview;
use crate::book::Book;
use crate::html::Html;

const BASE: &str = "[site]\nurl = \"https://example.org/playbook/\"\n";

fn book() -> Book {
    Book::new().page("index.md", "# Home\n").page("guides/a.md", "# A\n\nFirst words.\n")
}

#[test]
fn it_serves_what_build_writes_but_for_one_script() {
    let preview = Preview::of(book().file("content/data.csv", "a,b\n"));
    let site = book().build();
    let served = preview.page("guides/a/");
    let (before, rest) = served.split_once("<script src=\"/.duly/preview.js\"").expect("the script is there");
    let (_, after) = rest.split_once("</script>\n").expect("the script ends");
    assert_eq!(format!("{before}{after}"), site.text("guides/a/index.html"));
    assert_eq!(served.matches(".duly").count(), 1);
    let file = preview.get("/data.csv");
    assert_eq!((file.status, file.body.as_slice()), (200, &b"a,b\n"[..]));
    assert_eq!(file.field("content-type"), Some("text/csv; charset=utf-8"));
    assert!(!preview.book().path("_site").exists(), "nothing is written");
}

#[test]
fn the_site_is_below_its_base_path_and_what_is_near_leads_there() {
    let preview = Preview::of(Book::with(BASE).page("index.md", "# Home\n").page("guides/a.md", "# A\n"));
    assert_eq!(preview.base(), "/playbook/");
    for (path, location) in [
        ("/", "/playbook/"),
        ("/playbook", "/playbook/"),
        ("/playbook/guides", "/playbook/guides/"),
        ("/playbook/guides/a", "/playbook/guides/a/"),
    ] {
        let answer = preview.get(path);
        assert_eq!((answer.status, answer.field("location")), (302, Some(location)), "{path}");
    }
    assert_eq!(preview.get("/playbook/guides/a/").status, 200);
    assert_eq!(preview.get("/guides/a/").status, 404);
    let missing = preview.get("/playbook/none/");
    assert_eq!(missing.status, 404);
    assert!(missing.text().contains("<h1"), "{}", missing.text());
}

#[test]
fn head_tells_the_length_and_sends_nothing() {
    let preview = Preview::of(book());
    let head = preview.request("HEAD", "/", &format!("Host: {}\r\n", preview.host()));
    let get = preview.get("/");
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.field("content-length"), get.field("content-length"));
}

#[test]
fn a_saved_page_is_the_one_that_is_seen() {
    let preview = Preview::of(book());
    preview.book().write("content/guides/a.md", "# A\n\nSecond words.\n");
    preview.wait_for("guides/a/", |page| page.contains("Second words."));
    preview.book().write("content/guides/b.md", "# New page\n");
    preview.wait_for("guides/b/", |page| page.contains("New page</h1>"));
    preview.wait_for("guides/", |page| page.contains("New page"));
    preview.book().remove("content/guides/a.md");
    preview.wait_for("guides/a/", |page| !page.contains("Second words."));
    preview.book().write("book.toml", "[book]\ntitle = \"Another title\"\n");
    preview.wait_for("", |page| page.contains("Another title"));
    preview.book().write("themes/civic/strings/en.toml", "skip_link = \"Leap\"\n");
    preview.wait_for("", |page| page.contains("Leap"));
}

#[test]
fn a_broken_save_leaves_the_page_and_the_next_good_one_clears_it() {
    let preview = Preview::of(book());
    let mut events = preview.events("guides/a/index.html");
    let first = events.next().expect("the state of the page comes first");
    assert_eq!(first["errors"], 0);
    preview.book().write("content/guides/a.md", "---\ntitle: [\n---\n\nBroken words.\n");
    let broken = events.find(|event| event["errors"] != 0).expect("the error comes up");
    assert_eq!(broken["version"], first["version"], "the page stays as it was");
    assert!(preview.page("guides/a/").contains("First words."));
    let findings = preview.page(".duly/findings.json");
    assert!(findings.contains("content/guides/a.md:2:"), "{findings}");
    preview.book().write("content/guides/a.md", "# A\n\nMended words.\n");
    let mended = events.find(|event| event["errors"] == 0).expect("the error goes");
    preview.wait_for("guides/a/", |page| page.contains("Mended words."));
    assert_ne!(mended["version"], "");
}

#[test]
fn whatever_breaks_the_site_stays() {
    let preview = Preview::of(book());
    for (path, text) in [
        ("book.toml", "[book\n"),
        ("book.toml", "[book]\ntitle = \"x\"\nno-such-key = 1\n"),
        ("themes/civic/templates/page.html", "{{ nothing"),
        ("themes/civic/templates/page.html", "{{ no.such.thing }}"),
        ("content/guides/a.md", "---\nlast_reviewed_on: 31/12/2026\n---\n"),
    ] {
        let before = std::fs::read(preview.book().path(path)).ok();
        preview.page("guides/a/");
        preview.book().write(path, text);
        let mut events = preview.events("guides/a/index.html");
        events.find(|event| event["errors"] != 0).expect("the error comes up");
        assert!(preview.page("guides/a/").contains("First words."), "{path}: {text}");
        match before {
            Some(bytes) => preview.book().write(path, bytes),
            None => preview.book().remove(path),
        }
        events.find(|event| event["errors"] == 0).expect("the error goes");
        assert!(preview.page("guides/a/").contains("First words."));
    }
    std::fs::remove_dir_all(preview.book().path("content")).expect("it is there");
    let mut events = preview.events("guides/a/index.html");
    events.find(|event| event["errors"] != 0).expect("the trouble comes up");
    assert!(preview.page("guides/a/").contains("First words."));
    preview.book().write("content/guides/a.md", "# A\n\nWords again.\n");
    preview.wait_for("guides/a/", |page| page.contains("Words again."));
}

#[test]
fn only_the_page_that_changed_is_told_so() {
    let preview = Preview::of(book().page("guides/b.md", "# B\n"));
    let mut of_a = preview.events("guides/a/index.html");
    let mut of_b = preview.events("guides/b/index.html");
    let (a, b) = (of_a.next().unwrap(), of_b.next().unwrap());
    preview.book().write("content/guides/a.md", "# A\n\nOther words.\n");
    let new_a = of_a.find(|event| event["version"] != a["version"]).expect("it changed");
    assert!(new_a["build"].as_u64() > a["build"].as_u64());
    let new_b = of_b.find(|event| event["build"].as_u64() > b["build"].as_u64()).expect("it is told");
    assert_eq!(new_b["version"], b["version"]);
    // Who comes later, or comes back, is told the same.
    assert_eq!(preview.events("guides/a/index.html").next().unwrap()["version"], new_a["version"]);
}

#[test]
fn another_style_is_told_as_a_style() {
    let preview = Preview::of(book());
    let mut events = preview.events("guides/a/index.html");
    let first = events.next().unwrap();
    preview.book().write("themes/civic/assets/civic.css", "body { color: #123456; }\n");
    let next = events.find(|event| event["style"] != first["style"]).expect("the style changes");
    assert_eq!(next["version"], first["version"]);
    let style = preview.page(next["style"].as_str().unwrap());
    assert!(style.contains("#123456"));
}

#[test]
fn drafts_are_shown_when_they_are_asked_for() {
    let draft = || book().page("plan.md", "---\ntitle: Plan\nstatus: draft\n---\n\nTo come.\n");
    assert_eq!(Preview::of(draft()).get("/plan/").status, 404);
    let preview = Preview::with(draft(), &["--drafts"]);
    let page = preview.page("plan/");
    assert!(page.contains("Draft.") && page.contains("To come."), "{page}");
    let told: serde_json::Value =
        serde_json::from_str(&preview.page(".duly/page.json?path=plan/index.html")).unwrap();
    assert_eq!((&told["draft"], &told["source"]), (&true.into(), &"content/plan.md".into()));
}

#[test]
fn the_review_panel_tells_what_a_sign_off_would_record() {
    let page = "---\ntitle: A\nlast_reviewed_on: 2026-11-01\n---\n\nWords.\n";
    let preview = Preview::with(book().page("guides/a.md", page), &["--editor", "vscode"]);
    let told: serde_json::Value =
        serde_json::from_str(&preview.page(".duly/page.json?path=guides/a/index.html")).unwrap();
    assert_eq!(told["review"]["last_reviewed_on"], "2026-11-01");
    assert_eq!(told["review"]["evidence"], "by-hand");
    assert_eq!(told["sign"]["last_reviewed_on"], "2026-11-30");
    let stamp = told["sign"]["reviewed_text"].as_str().unwrap();
    assert!(stamp.starts_with("2026-11-30 1:"), "{stamp}");
    let open = told["open"].as_str().unwrap();
    assert!(open.starts_with("vscode://file/") && open.ends_with("/content/guides/a.md:1:1"), "{open}");
    assert_eq!(preview.page(".duly/source?path=guides/a/index.html"), page);
}

#[test]
fn the_review_panel_and_duly_sign_say_the_same() {
    let draft = "---\nstatus: draft\n---\n\n# Draft\n";
    let preview = Preview::with(book().page("draft.md", draft), &["--drafts", "--as-at", "2026-12-24"]);
    let panel = |page: &str| -> serde_json::Value {
        serde_json::from_str(&preview.page(&format!(".duly/page.json?path={page}/index.html"))).unwrap()
    };
    let told = panel("guides/a");
    let signed =
        preview.book().run(&["sign", "content/guides/a.md", "--by", "A", "--outcome", "changed", "--yes"]);
    assert_eq!(signed.status, 0, "{}", signed.stderr);
    let text = std::fs::read_to_string(preview.book().path("content/guides/a.md")).unwrap();
    for key in ["last_reviewed_on", "reviewed_text"] {
        let line = format!("\n{key}: {}\n", told["sign"][key].as_str().unwrap());
        assert!(text.contains(&line), "{line}{text}");
    }
    let refused =
        preview.book().run(&["sign", "content/draft.md", "--by", "A", "--outcome", "changed", "--yes"]);
    let refusal = panel("draft")["sign"]["refusal"].as_str().unwrap().to_owned();
    assert!(refusal.starts_with("it is a draft") && refused.stderr.contains(&refusal), "{}", refused.stderr);
}

#[test]
fn findings_are_the_text_of_the_terminal_and_come_and_go() {
    let preview = Preview::of(book());
    preview.book().write("content/guides/a.md", "# A\n\n[x](none.md)\n");
    let findings = preview.wait_for(".duly/findings.json", |json| json.contains("link/missing-page"));
    let findings: serde_json::Value = serde_json::from_str(&findings).unwrap();
    let checked = preview.book().run(&["check"]).stdout;
    assert_eq!(checked.trim(), findings["findings"][0]["text"].as_str().unwrap());
    preview.book().write("content/guides/a.md", "# A\n\nNo link.\n");
    preview.wait_for(".duly/findings.json", |json| !json.contains("link/missing-page"));
    assert!(preview.remarks().contains("there is no page `none.md`"), "{}", preview.remarks());
}

#[test]
fn polling_comes_through_as_well() {
    let preview = Preview::with(book(), &["--poll"]);
    preview.book().write("content/guides/a.md", "# A\n\nPolled words.\n");
    preview.wait_for("guides/a/", |page| page.contains("Polled words."));
}

#[test]
fn a_taken_port_is_said_with_what_to_do() {
    let preview = Preview::of(book());
    let port = preview.host().rsplit(':').next().unwrap().to_owned();
    let run = preview.book().run(&["serve", "--port", &port]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains(&format!("port {port} is taken")), "{}", run.stderr);
}

#[test]
fn a_port_that_is_none_is_refused() {
    for port in ["99999", "http", ""] {
        let run = book().run(&["serve", "--port", port]);
        assert_eq!(run.status, 2, "{port}");
        assert!(run.stderr.contains("--port"), "{}", run.stderr);
    }
}

#[test]
fn a_folder_that_is_no_book_is_not_served() {
    let run = Book::empty().run(&["serve", "--port", "0"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("there is no book.toml"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_cleanly() {
    let mut preview = Preview::of(book());
    let _open = preview.events("index.html");
    // Its address is said a moment before it listens to signals, which it does before it answers.
    assert_eq!(preview.get("/").status, 200);
    assert_eq!(preview.interrupt(), Some(0));
}

#[test]
fn a_book_that_begins_broken_is_shown_once_it_is_mended() {
    let preview = Preview::of(book().file("book.toml", "[book\n"));
    assert_eq!(preview.get("/").status, 503);
    assert!(preview.page(".duly/findings.json").contains("book.toml:1"));
    preview.book().write("book.toml", "[book]\ntitle = \"Mended\"\n");
    preview.wait_for("", |page| page.contains("Mended"));
}

#[test]
fn every_page_of_the_preview_is_right_html() {
    let preview = Preview::of(book());
    let html = Html::of(&preview.page("guides/a/"));
    assert_eq!(html.text("h1"), "A");
}

#[test]
fn the_preview_leads_to_the_form_and_the_editor_of_the_git_host_whether_or_not_pages_do() {
    let config = "[site]\nrepository = \"https://github.com/ex/book\"\n[kinds.guide]\nlabel = \"Guide\"";
    let page = "---\ntitle: A\nkind: guide\n---\n\nWords.\n";
    let preview = Preview::of(Book::with(config).page("index.md", "# Home\n").page("a.md", page));
    let told: serde_json::Value =
        serde_json::from_str(&preview.page(".duly/page.json?path=a/index.html")).unwrap();
    assert_eq!(told["record_review"], "https://github.com/ex/book/actions/workflows/sign-off.yml");
    let editor = told["new_page"].as_str().unwrap();
    assert!(editor.starts_with("https://github.com/ex/book/new/main/content?filename="), "{editor}");
    assert!(!preview.page("a/").contains("sign-off.yml"));
}

#[test]
fn the_settings_of_a_tech_docs_site_are_followed_too() {
    let book = Book::empty()
        .file("config/tech-docs.yml", "service_name: Before\n")
        .file("source/index.html.md.erb", "---\ntitle: Home\n---\n# <%= current_page.data.title %>\n");
    let preview = Preview::of(book);
    assert!(preview.page("").contains("Before"));
    preview.book().write("config/tech-docs.yml", "service_name: Afterwards\n");
    preview.wait_for("", |page| page.contains("Afterwards"));
}
