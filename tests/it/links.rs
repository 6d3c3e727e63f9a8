//! Every link of whole sites: none is broken, wherever the site is mounted.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::thread::JoinHandle;
use std::time::Duration;

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::book::{Book, Site, file_at};
use crate::html::Html;

/// Where the demonstration book is published.
const DEMONSTRATION: &str = "https://exampleshire.github.io/playbook/";
/// Where the book with hostile names is published.
const HOSTILE: &str = "https://example.org/a/b/";

type Files = BTreeMap<String, Vec<u8>>;

/// What a file of the site says about another address.
#[derive(Debug)]
struct Reference {
    written: String,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The address of the page itself, which search engines are told.
    Canonical,
    Link,
}

/// Where a reference leads within the site.
struct Place {
    /// From the root of the host, decoded.
    path: String,
    fragment: Option<String>,
}

fn demonstration() -> Site {
    Book::copy_of(Path::new(env!("CARGO_MANIFEST_DIR"))).build()
}

/// A book whose files are named as unluckily as a file system allows.
fn hostile() -> Site {
    let pages = [
        "a b.md",
        "what?.md",
        "C#.md",
        "100%.md",
        "100%25.md",
        "%2e%2e.md",
        "%2F.md",
        "q\"uote.md",
        "it's.md",
        "a&b.md",
        "a&amp;b.md",
        "plus+.md",
        "semi;colon.md",
        "a:b.md",
        "javascript:alert(1).md",
        "[brackets].md",
        "(parens).md",
        "{{ braces }}.md",
        "<tag>.md",
        "back\\slash.md",
        "star*|`tick`^.md",
        "café.md",
        "Ze\u{301}ro.md",
        "日本語.md",
        "🎉.md",
        "v1.2.md",
        "dots...md",
        "-dash.md",
        "404.md",
        "sub dir/index.md",
        "sub dir/in ner.md",
        "x?y=1#z/p.md",
        "x?y=1#z/a:b/deep.md",
        "folder.md",
        "folder/child.md",
    ];
    let assets = ["files/a b&c.txt", "files/#1.txt", "files/50%.csv", "files/it's \"q\".txt", "a:b.txt"];
    let mut text =
        String::from("# All\n\n## What's “new”? & <more>\n\n## 日本語\n\n## Own {#a.b:c%25d&e}\n\n");
    for path in pages.iter().chain(&assets) {
        let link = encoded(path);
        text.extend([format!("- [x](/{link}) <a href=\"/{link}\">x</a> ![x](/{link})\n")]);
    }
    text.push_str("\n[1](/a%20b.md#whats-new--more) [2](#日本語) [3](#a.b:c%2525d&e)\n");
    let front_matter = |path: &str| {
        let old = encoded(&format!("old/{path}"));
        format!("---\nold_paths: [\"/{}/\"]\n---\n\n", old.replace("%2E", "."))
    };
    let mut book = Book::with(&format!("[site]\nurl = \"{HOSTILE}\"")).page("index.md", &text);
    for path in pages {
        book = book.page(path, &(front_matter(path) + &text));
    }
    for path in assets {
        book = book.file(&format!("content/{path}"), "x");
    }
    book.build()
}

fn encoded(path: &str) -> String {
    let part = |part| utf8_percent_encode(part, NON_ALPHANUMERIC).to_string();
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

#[test]
fn every_link_of_the_demonstration_book_leads_somewhere_at_any_mount() {
    let site = Crawled::new(&demonstration(), DEMONSTRATION);
    for mount in ["/", "/playbook/", "/some/where/else/"] {
        assert_eq!(site.broken(mount), Vec::<String>::new(), "at {mount}");
    }
}

#[test]
fn every_link_of_a_book_with_hostile_names_leads_somewhere_at_any_mount() {
    let site = Crawled::new(&hostile(), HOSTILE);
    for mount in ["/", "/a/b/"] {
        assert_eq!(site.broken(mount), Vec::<String>::new(), "at {mount}");
    }
}

#[test]
fn every_page_has_one_title_and_no_id_twice() {
    for site in [demonstration(), hostile()] {
        for path in site.files().keys().filter(|path| path.ends_with(".html")) {
            let html = site.html(path);
            assert_eq!(html.all("h1").len(), 1, "{path}");
            assert!(!html.text("title").is_empty(), "{path}");
            let mut ids = html.values("[id]", "id");
            ids.sort_unstable();
            let twice: Vec<_> = ids.windows(2).filter(|pair| pair[0] == pair[1]).collect();
            assert!(twice.is_empty(), "{path}: {twice:?}");
        }
    }
}

#[test]
fn every_page_of_the_sitemap_is_there_and_canonical() {
    for (site, url) in [(demonstration(), DEMONSTRATION), (hostile(), HOSTILE)] {
        let sitemap = site.text("sitemap.xml");
        let urls: Vec<&str> =
            sitemap.split("<loc>").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
        assert!(urls.len() > 30);
        for address in urls {
            let path = decoded(address.strip_prefix(url).expect("it is of this site"));
            let html = site.html(&path);
            assert_eq!(html.values("link[rel=canonical]", "href"), [address]);
        }
    }
}

/// A site to be looked through.
struct Crawled {
    files: Files,
    /// What may stand behind `#`, by the path of the page.
    places: BTreeMap<String, BTreeSet<String>>,
    /// Where the site says that it is published.
    url: &'static str,
}

impl Crawled {
    fn new(site: &Site, url: &'static str) -> Self {
        let files = site.files();
        let places = |path: &String| {
            let html = site.html(path);
            let named = html
                .elements()
                .iter()
                .flat_map(|element| [element.attribute("id"), element.attribute("name")]);
            (path.clone(), named.flatten().map(str::to_owned).collect())
        };
        let places = files.keys().filter(|path| path.ends_with(".html")).map(places).collect();
        Self { files, places, url }
    }

    /// Every reference of pages and style sheets that leads nowhere when the site is mounted at a path.
    fn broken(&self, mount: &str) -> Vec<String> {
        let mut broken = Vec::new();
        let mut checked = 0;
        for (path, bytes) in &self.files {
            for reference in references(path, &String::from_utf8_lossy(bytes)) {
                checked += 1;
                if let Some(problem) = self.problem(mount, path, &reference) {
                    broken.push(format!("{path}: {} {problem}", reference.written));
                }
            }
        }
        assert!(checked > 500, "only {checked} references were found");
        broken
    }

    fn problem(&self, mount: &str, path: &str, reference: &Reference) -> Option<&'static str> {
        let written = reference.written.as_str();
        if reference.kind == Kind::Canonical {
            return (!written.starts_with(self.url)).then_some("is not an address of this site");
        }
        if written.starts_with(self.url) {
            return Some("is absolute");
        }
        if let Some(scheme) = scheme(written) {
            let known = ["http", "https", "mailto", "tel"].contains(&scheme);
            return (!known).then_some("has an odd scheme");
        }
        match self.relative(path, written) {
            Ok(relative) => self.missing(&format!("{mount}{}", encoded(path)), relative, mount),
            Err(problem) => Some(problem),
        }
    }

    /// A link as it counts from its page. The page for lost readers is shown at any address, so its links count
    /// from the base path of the site.
    fn relative<'l>(&self, path: &str, written: &'l str) -> Result<&'l str, &'static str> {
        let base = self.url.splitn(4, '/').nth(3).unwrap_or_default();
        match (path, written.strip_prefix('/')) {
            ("404.html", Some(absolute)) => match absolute.strip_prefix(base) {
                Some("") => Ok("./"),
                Some(rest) => Ok(rest),
                None => Err("does not begin with the base path"),
            },
            ("404.html", None) if !written.starts_with('#') => Err("is relative on a page for any address"),
            (_, Some(_)) => Err("is absolute"),
            (_, None) => Ok(written),
        }
    }

    fn missing(&self, page: &str, link: &str, mount: &str) -> Option<&'static str> {
        let Some(place) = resolved(page, link) else { return Some("climbs out of the host") };
        let Some(target) = place.path.strip_prefix(mount).map(file_at) else {
            return Some("leads out of the site");
        };
        if !self.files.contains_key(&target) {
            return Some("is not there");
        }
        let fragment = place.fragment.filter(|fragment| !fragment.is_empty() && fragment != "top")?;
        let places = self.places.get(&target)?;
        // Browsers look for the fragment as it is written, then decoded (HTML, "Scrolling to a fragment").
        let found = places.contains(&fragment) || places.contains(&decoded(&fragment));
        (!found).then_some("has no such place")
    }
}

/// What a file refers to, if it is one that refers to others.
fn references(path: &str, text: &str) -> Vec<Reference> {
    let link = |written: &str| Reference { written: written.to_owned(), kind: Kind::Link };
    match path.rsplit('.').next() {
        Some("html") => in_html(text),
        Some("css") => text
            .split("url(")
            .skip(1)
            .map(|rest| link(rest.split(')').next().unwrap_or_default().trim_matches(['"', '\'', ' '])))
            .filter(|reference| !reference.written.starts_with("data:"))
            .collect(),
        _ => Vec::new(),
    }
}

fn in_html(text: &str) -> Vec<Reference> {
    let mut references = Vec::new();
    for element in Html::of(text).elements() {
        let is_canonical = element.attribute("rel") == Some("canonical");
        let kind = if is_canonical { Kind::Canonical } else { Kind::Link };
        for key in ["href", "src", "data-target"] {
            references.extend(element.attribute(key).map(|it| Reference { written: it.to_owned(), kind }));
        }
        if element.attribute("http-equiv") == Some("refresh") {
            let content = element.attribute("content").unwrap_or_default();
            let (_, written) = content.split_once("url=").expect("a refresh has a target");
            references.push(Reference { written: written.to_owned(), kind });
        }
    }
    references
}

fn scheme(link: &str) -> Option<&str> {
    let (scheme, _) = link.split_once(':')?;
    scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c)).then_some(scheme)
}

/// A relative link of the page at an encoded path, as a browser resolves it (RFC 3986 §5.2); none where that
/// climbs above the root, which a browser forgives.
fn resolved(page: &str, link: &str) -> Option<Place> {
    let (link, fragment) = match link.split_once('#') {
        Some((link, fragment)) => (link, Some(fragment.to_owned())),
        None => (link, None),
    };
    let link = link.split('?').next().unwrap_or_default();
    if link.is_empty() {
        return Some(Place { path: decoded(page), fragment });
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for (index, part) in link.split('/').enumerate() {
        let is_last = index == link.matches('/').count();
        match part {
            ".." => {
                parts.pop().filter(|part| !part.is_empty())?;
                parts.extend(is_last.then_some(""));
            }
            "." | "" => parts.extend(is_last.then_some("")),
            part => parts.push(part),
        }
    }
    Some(Place { path: decoded(&parts.join("/")), fragment })
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().expect("addresses are UTF-8").into_owned()
}

#[test]
fn a_crawler_under_the_base_path_finds_every_page_and_every_link_answers() {
    let site = demonstration();
    let server = Server::start(site.files(), "/playbook/");
    let mut waiting = vec!["/playbook/".to_owned()];
    let mut seen: BTreeSet<String> = waiting.iter().cloned().collect();
    let mut wrong = Vec::new();
    while let Some(path) = waiting.pop() {
        let (status, body) = server.get(&encoded(&path));
        if status != 200 {
            wrong.push(format!("{path}: {status}"));
        }
        for reference in references(&file_at(&path), &body) {
            let written = reference.written.as_str();
            if reference.kind == Kind::Canonical || scheme(written).is_some() {
                continue;
            }
            let place = resolved(&encoded(&path), written).expect("it stays on the host");
            if seen.insert(place.path.clone()) {
                waiting.push(place.path);
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(server.get("/playbook/no/such/page/").0, 404);
    assert!(server.stop() > seen.len());
    for path in site.files().keys().filter(|path| path.ends_with("index.html")) {
        let is_redirect = site.html(path).all("meta[http-equiv=refresh]").len() == 1;
        let address = format!("/playbook/{}", path.trim_end_matches("index.html"));
        assert!(is_redirect || seen.contains(&address), "nothing leads to {address}");
    }
}

/// Serves the files of a site as a plain host does, until it is stopped.
struct Server {
    address: SocketAddr,
    thread: JoinHandle<usize>,
}

impl Server {
    /// More requests than this are answered by nobody.
    const MOST_REQUESTS: usize = 5_000;

    fn start(files: Files, mount: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("it is bound");
        let thread = std::thread::spawn(move || {
            let streams = listener.incoming().take(Self::MOST_REQUESTS).flatten();
            let answered = streams.map_while(|stream| answer(stream, &files, mount));
            answered.count()
        });
        Self { address, thread }
    }

    fn get(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(self.address).expect("the server listens");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("it can be set");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("the server reads");
        let mut response = Vec::new();
        stream.read_to_end(&mut response).expect("the server answers");
        let response = String::from_utf8_lossy(&response).into_owned();
        let (head, body) = response.split_once("\r\n\r\n").expect("an answer has a head");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("it has a status");
        (status, body.to_owned())
    }

    /// Stops it and gives the number of requests that it answered.
    fn stop(self) -> usize {
        self.get("/stop");
        self.thread.join().expect("the server does not panic")
    }
}

/// Answers one request; none when it was the last.
fn answer(mut stream: TcpStream, files: &Files, mount: &str) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let request = lines.next()?.ok()?;
    for line in lines {
        if line.ok()?.is_empty() {
            break;
        }
    }
    let path = request.split(' ').nth(1)?;
    let found = path.strip_prefix(mount).and_then(|path| files.get(&file_at(&decoded(path))));
    let (status, body) = match found {
        Some(body) => ("200 OK", body.as_slice()),
        None => ("404 Not Found", files["404.html"].as_slice()),
    };
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body)).ok()?;
    (path != "/stop").then_some(())
}

#[test]
fn a_link_to_an_old_address_of_a_page_leads_to_the_page() {
    let redirects = "[redirects]\n\"/gone.html\" = \"new.md#part\"\n\"/else/\" = \"nowhere.md\"";
    let book = Book::with(redirects)
        .page("index.md", "# Home\n\n[A](old.html), [B](/older/), [C](new/index.html) and [D](gone.html).\n")
        .page("new.md", "---\ntitle: New\naliases: [/old.html, /older/]\n---\n## Part\n");
    assert_eq!(book.findings(&[]), ["book.toml:5 address/redirect"]);
    let site = book.build();
    assert_eq!(site.html("").values("main p a", "href"), ["new/", "new/", "new/", "new/#part"]);
    assert!(site.text("gone.html").contains("data-target=\"new/#part\""));
}

#[test]
fn a_heading_of_a_folder_without_an_index_is_a_broken_link() {
    let book = Book::new().page("index.md", "# Home\n\n[A](guides/#part)\n").page("guides/a.md", "# A\n");
    assert_eq!(book.findings(&[]), ["content/index.md:3 link/missing-anchor"]);
}

#[test]
fn a_page_that_leads_to_one_no_longer_in_force_is_told_and_its_successor_may() {
    let old = |status: &str| format!("---\nstatus: {status}\nsuperseded_by: new.md\n---\n\n# Old\n");
    let book = |status: &str| {
        Book::new()
            .page("index.md", "# Home\n\n[old](old.md)\n")
            .page("new.md", "# New\n\n[old](old.md)\n")
            .page("gone.md", "---\nstatus: withdrawn\n---\n\n# Gone\n\n[old](old.md)\n")
            .page("old.md", &old(status))
    };
    assert_eq!(book("superseded").findings(&[]), ["content/index.md:3 link/not-in-force"]);
    assert_eq!(book("live").findings(&[]), [""; 0]);
}
