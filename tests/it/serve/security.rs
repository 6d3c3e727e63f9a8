//! Who may read the preview, and what nobody can.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use super::Preview;
use crate::book::Book;

/// What stands in a file beside the pages, in the book's folder and outside it; none of it may ever be served.
const SECRET: &str = "duly-secret-words";

fn preview() -> Preview {
    let book = Book::with("[site]\nurl = \"https://example.org/playbook/\"\ncname = \"example.org\"\n")
        .page("index.md", "# Home\n")
        .page("a.md", "# A\n")
        .file("content/.hidden", SECRET)
        .file("content/.git/config", SECRET)
        .file("secret.txt", SECRET)
        .file("themes/civic/templates/secret.html", SECRET);
    Preview::of(book)
}

/// Ways of writing a step upwards that servers have fallen for.
const UPS: [&str; 20] = [
    "..",
    "%2e%2e",
    "%2E.",
    ".%2e",
    "%252e%252e",
    "..;",
    "..%00",
    "%c0%ae%c0%ae",
    "%e0%80%ae%e0%80%ae",
    "%uff0e%uff0e",
    "....//",
    "..\\",
    "..%5c",
    "%2e%2e%5c",
    "...",
    ". .",
    "%20..",
    "..%20",
    "..%09",
    ".",
];

const SLASHES: [&str; 10] = ["/", "%2f", "%2F", "%252f", "\\", "%5c", "//", "/./", "%c0%af", "/;/"];

const TARGETS: [&str; 5] = ["secret.txt", "content/.hidden", ".git/config", "etc/passwd", "book.toml"];

/// Paths that fit no pattern.
const ODD: [&str; 21] = [
    "/playbook/.hidden",
    "/playbook/.git/config",
    "/playbook/.nojekyll",
    "/playbook/%2ehidden",
    "/secret.txt",
    "/playbook/secret.txt",
    "/playbook/book.toml",
    "/playbook/../secret.txt",
    "/playbook/a.md",
    "/playbook/content/a.md",
    "/playbook/themes/civic/templates/secret.html",
    "/C:/secret.txt",
    "/playbook/C:%5c",
    "/playbook/a/%00",
    "/playbook/%ff%fe",
    "/playbook/.duly/source?path=../secret.txt",
    "/playbook/.duly/source?path=..%2f..%2fsecret.txt",
    "/playbook/.duly/page.json?path=/etc/passwd",
    "/playbook/.duly/",
    "/playbook/.duly/../secret.txt",
    "/.well-known/../secret.txt",
];

/// Ways of asking for what is not of the site.
fn traversals(root: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for base in ["/", "/playbook/", "/playbook/a/", "//", "/playbook//", "/playbook/.duly/"] {
        for up in UPS {
            for (index, slash) in SLASHES.iter().enumerate() {
                let target = TARGETS[(index + up.len()) % TARGETS.len()];
                for depth in [1, 3] {
                    paths.push(format!("{base}{}{target}", format!("{up}{slash}").repeat(depth)));
                }
            }
        }
    }
    paths.extend(ODD.map(str::to_owned));
    paths.push(root.to_owned());
    paths.push(format!("/playbook{root}/secret.txt"));
    paths.push(format!("//{root}/secret.txt"));
    paths
}

#[test]
fn no_path_leads_out_of_the_site() {
    let preview = preview();
    let root = preview.book().root().display().to_string();
    let paths = traversals(&root);
    assert!(paths.len() > 2_000, "{}", paths.len());
    for path in paths {
        let answer = preview.get(&path.replace(' ', "%20"));
        let text = answer.text();
        assert!(!text.contains(SECRET) && !text.contains("root:"), "{path}: {text}");
        assert!([302, 400, 404].contains(&answer.status), "{path}: {}", answer.status);
        if let Some(location) = answer.field("location") {
            assert!(location.starts_with("/playbook/"), "{path} leads to {location}");
        }
    }
}

#[test]
fn another_host_is_told_nothing() {
    let preview = preview();
    let port = preview.host().rsplit(':').next().unwrap();
    let hosts = [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        "127.0.0.1".to_owned(),
        "localhost".to_owned(),
        "localhost:1".to_owned(),
        format!("127.0.0.1.evil.example:{port}"),
        format!("localhost:{port}.evil.example"),
        format!("127.0.0.1:{port}@evil.example"),
        format!("127.0.0.1:{port}, evil.example"),
        format!("0.0.0.0:{port}"),
        format!("127.0.0.2:{port}"),
        format!("[::ffff:7f00:1]:{port}"),
        String::new(),
    ];
    for path in ["/playbook/", "/", "/playbook/.duly/findings.json", "/playbook/.duly/events?path=index.html"]
    {
        for host in &hosts {
            let answer = preview.request("GET", path, &format!("Host: {host}\r\n"));
            assert!(matches!(answer.status, 400 | 403), "{host}: {}", answer.status);
            assert!(!answer.text().contains("Home") && !answer.text().contains("data:"), "{host}");
        }
        let two = format!("Host: {}\r\nHost: evil.example\r\n", preview.host());
        assert!(matches!(preview.request("GET", path, &two).status, 400 | 403));
        assert!(matches!(preview.request("GET", path, "").status, 400 | 403));
        let absolute = format!("http://evil.example{path}");
        let own = format!("Host: {}\r\n", preview.host());
        assert!(matches!(preview.request("GET", &absolute, &own).status, 400 | 403));
    }
    let old = preview.send(b"GET /playbook/ HTTP/1.0\r\n\r\n");
    assert!(!String::from_utf8_lossy(&old).contains("Home"));
    let localhost = format!("Host: localhost:{port}\r\n");
    assert_eq!(preview.request("GET", "/playbook/", &localhost).status, 200);
}

#[test]
fn it_can_only_be_read() {
    let preview = preview();
    let own = format!("Host: {}\r\n", preview.host());
    for method in ["POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "PROPFIND", "FOO"] {
        let answer = preview.request(method, "/playbook/", &own);
        assert_eq!((answer.status, answer.field("allow")), (405, Some("GET, HEAD")), "{method}");
    }
    assert_ne!(preview.request("CONNECT", "evil.example:443", &own).status, 200);
}

#[test]
fn every_answer_carries_the_careful_fields_and_none_of_cors() {
    let preview = preview();
    for path in ["/playbook/", "/", "/playbook/none", "/playbook/robots.txt", "/playbook/.duly/preview.js"] {
        let own = format!("Host: {}\r\nOrigin: https://evil.example\r\n", preview.host());
        let answer = preview.request("GET", path, &own);
        assert_eq!(answer.field("cache-control"), Some("no-store"), "{path}");
        assert_eq!(answer.field("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.field("cross-origin-resource-policy"), Some("same-origin"), "{path}");
        assert!(!answer.fields.iter().any(|(name, _)| name.starts_with("access-control-")), "{path}");
    }
}

#[test]
fn the_event_stream_is_for_the_own_pages_alone() {
    let preview = preview();
    let port = preview.host().rsplit(':').next().unwrap();
    for origin in ["https://evil.example", "null", "http://localhost", &format!("https://127.0.0.1:{port}")] {
        let fields = format!("Host: {}\r\nOrigin: {origin}\r\n", preview.host());
        let answer = preview.request("GET", "/playbook/.duly/events?path=index.html", &fields);
        assert_eq!(answer.status, 403, "{origin}");
    }
    assert!(preview.events("index.html").next().is_some());
}

#[test]
fn a_path_with_a_script_in_it_stays_text() {
    let preview = preview();
    let answer = preview.get("/playbook/%3Cscript%3Ealert(1)%3C/script%3E/%22%3E%3Cscript%3E/");
    assert_eq!(answer.status, 404);
    assert!(!answer.text().contains("<script>alert"), "{}", answer.text());
}

#[test]
fn half_a_head_is_not_waited_for_and_is_in_nobodys_way() {
    let preview = preview();
    let mut halves: Vec<_> = (0..200)
        .map(|_| {
            let mut stream = preview.connect();
            stream.write_all(b"GET /playbook/ HTTP/1.1\r\nHost: loc").expect("it can be sent");
            stream
        })
        .collect();
    let began = Instant::now();
    for _ in 0..20 {
        assert_eq!(preview.get("/playbook/").status, 200);
    }
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    for stream in &mut halves {
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
        assert!(!String::from_utf8_lossy(&rest).contains("200 OK"));
    }
    assert!(began.elapsed() < Duration::from_secs(12), "all are closed within 10 s: {:?}", began.elapsed());
}

#[test]
fn a_huge_head_is_refused() {
    let preview = preview();
    let own = format!("Host: {}\r\nX: {}\r\n", preview.host(), "x".repeat(100_000));
    assert_ne!(preview.request("GET", "/playbook/", &own).status, 200);
    assert_eq!(preview.get("/playbook/").status, 200);
}

#[test]
fn a_part_that_nobody_can_have_and_a_copy_that_nobody_has_are_answered_with_the_whole() {
    let preview = preview();
    let whole = preview.get("/playbook/").body;
    for field in [
        "Range: bytes=0-1",
        "Range: bytes=99999999999999999999-",
        "Range: bytes=-1,-2,5-1,a-b",
        "Range: lines=1-2",
        "If-None-Match: *",
        "If-None-Match: \"a\", W/\"b\"",
        "If-Modified-Since: Thu, 01 Jan 2099 00:00:00 GMT",
        "If-Range: \"a\"\r\nRange: bytes=1-",
    ] {
        let fields = format!("Host: {}\r\n{field}\r\n", preview.host());
        let answer = preview.request("GET", "/playbook/", &fields);
        assert_eq!(answer.status, 200, "{field}");
        assert!(answer.body == whole, "{field}");
    }
}
