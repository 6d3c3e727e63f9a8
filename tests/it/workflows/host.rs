//! A stand-in for GitHub: a bare repository, the releases of Duly, and as much of the API as the workflows call. It
//! answers on this machine alone, remembers what it was asked, and complains of calls that GitHub would not take.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Value, json};

use crate::book::{Book, run};
use crate::git::{begin, commit_all, git_on};

pub(crate) const REPOSITORY: &str = "exampleshire/playbook";
pub(crate) const TOKEN: &str = "ghs_theTokenOfThisRun";

/// What there is, and what happened.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) issues: Vec<Value>,
    pub(crate) comments: Vec<(u64, String)>,
    pub(crate) pulls: Vec<Value>,
    /// `METHOD path`
    pub(crate) calls: Vec<String>,
    /// What GitHub would not have taken.
    pub(crate) complaints: Vec<String>,
    /// Whether workflows may not open pull requests, as a new repository has it.
    pub(crate) refuses_pulls: bool,
    /// Files of a release, by name.
    pub(crate) release: Vec<(String, Vec<u8>)>,
}

pub(crate) struct Host {
    folder: tempfile::TempDir,
    pub(crate) address: String,
    state: Arc<Mutex<State>>,
}

struct Request {
    method: String,
    path: String,
    query: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Host {
    /// A host that has the book in a repository, with a release of Duly.
    pub(crate) fn with(book: &Book) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port can be had");
        let address = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State { release: release(folder.path()), ..State::default() }));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                answer(stream, &shared);
            }
        });
        let host = Self { folder, address, state };
        let bare = host.repository();
        fs::create_dir_all(&bare).unwrap();
        git_on(&bare, "2026-11-01", &["init", "--quiet", "--bare", "--initial-branch=main"]);
        let to = bare.display().to_string();
        git_on(book.root(), "2026-11-01", &["push", "--quiet", &to, "main"]);
        host
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn repository(&self) -> PathBuf {
        self.folder.path().join(REPOSITORY)
    }

    /// A file of the branch that is published.
    pub(crate) fn file(&self, path: &str) -> String {
        self.file_on("main", path)
    }

    pub(crate) fn file_on(&self, branch: &str, path: &str) -> String {
        git_on(&self.repository(), "2026-11-30", &["show", &format!("{branch}:{path}")])
    }

    /// Looks at what happened, or sets the scene.
    pub(crate) fn state<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        look(&mut self.state.lock().unwrap())
    }

    /// Nothing was called in a form that GitHub would refuse.
    pub(crate) fn assert_content(&self) {
        self.state(|state| assert!(state.complaints.is_empty(), "{:#?}", state.complaints));
    }
}

/// A new book with everything that `duly init` writes, committed.
pub(crate) fn new_book() -> Book {
    let book = begin(Book::empty());
    let arguments = ["init", "--yes", "--title", "Playbook", "--repository", REPOSITORY];
    let run = run(book.duly(&arguments).arg("--quiet"));
    assert_eq!(run.status, 0, "{}", run.stderr);
    commit_all(&book, "2026-11-01");
    book
}

/// The archive holds a command that runs the binary of these tests.
fn release(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let made = folder.join("release");
    fs::create_dir_all(&made).unwrap();
    let script = format!("#!/bin/sh\nexec '{}' \"$@\"\n", env!("CARGO_BIN_EXE_duly"));
    fs::write(made.join("duly"), script).unwrap();
    let archive = format!("duly-{}-x86_64-unknown-linux-musl.tar.gz", env!("CARGO_PKG_VERSION"));
    let shell = format!("chmod +x duly && tar -czf {archive} duly && sha256sum {archive} > SHA256SUMS");
    assert!(Command::new("sh").args(["-c", &shell]).current_dir(&made).status().unwrap().success());
    [archive.as_str(), "SHA256SUMS"]
        .map(|name| (name.to_owned(), fs::read(made.join(name)).unwrap()))
        .to_vec()
}

fn answer(mut stream: TcpStream, state: &Mutex<State>) {
    let Some(request) = read(&stream) else { return };
    let (status, body) = respond(&request, &mut state.lock().unwrap());
    let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
}

fn read(stream: &TcpStream) -> Option<Request> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        line.clear();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.push((name.to_lowercase(), value.to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length = length.and_then(|(_, value)| value.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    Some(Request { method, path: path.to_owned(), query: query.to_owned(), headers, body })
}

fn respond(request: &Request, state: &mut State) -> (u16, Vec<u8>) {
    if let Some(file) = request.path.strip_prefix("/releases/download/v0.1.0/") {
        let found = state.release.iter().find(|(name, _)| name == file);
        return found.map_or((404, Vec::new()), |(_, bytes)| (200, bytes.clone()));
    }
    state.calls.push(format!("{} {}", request.method, request.path));
    check_form(request, state);
    let (status, value) = api(request, state);
    (status, value.to_string().into_bytes())
}

/// What GitHub asks of every call, and this repository of its own.
fn check_form(request: &Request, state: &mut State) {
    let has = |name: &str, value: &str| request.headers.iter().any(|(n, v)| n == name && v == value);
    let mut wants = |is_so: bool, what: &str| {
        if !is_so {
            state.complaints.push(format!("{} {}: {what}", request.method, request.path));
        }
    };
    wants(has("authorization", &format!("Bearer {TOKEN}")), "no token");
    wants(has("accept", "application/vnd.github+json"), "no media type");
    wants(has("x-github-api-version", "2022-11-28"), "no version of the API");
    wants(request.headers.iter().any(|(name, _)| name == "user-agent"), "no user agent");
    if !request.body.is_empty() {
        wants(serde_json::from_slice::<Value>(&request.body).is_ok(), "the body is no JSON");
    }
}

fn api(request: &Request, state: &mut State) -> (u16, Value) {
    let body: Value = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
    let path = request.path.trim_start_matches("/api/");
    let of_repository = path.strip_prefix(&format!("repos/{REPOSITORY}/"));
    let parts: Vec<&str> = of_repository.unwrap_or(path).split('/').collect();
    match (request.method.as_str(), parts.as_slice()) {
        ("GET", ["users", login]) if of_repository.is_none() => person(login),
        ("POST", ["pulls"]) => pull(&body, state),
        ("GET", ["issues"]) => issues(&request.query, state),
        ("POST", ["issues"]) => new_issue(&body, state),
        ("PATCH", ["issues", number]) => change_issue(number, &body, state),
        ("POST", ["issues", number, "comments"]) => {
            only(&body, &["body"], state);
            let text = body["body"].as_str().unwrap_or_default().to_owned();
            state.comments.push((number.parse().expect("a number"), text));
            (201, json!({ "id": 1 }))
        }
        _ => {
            state.complaints.push(format!("{} {}: there is no such thing", request.method, request.path));
            (404, json!({ "message": "Not Found" }))
        }
    }
}

fn person(login: &str) -> (u16, Value) {
    let name = match login {
        "ann" => json!("Ann Lee"),
        "sneaky" => json!("Mallory\nadmin=true"),
        _ => Value::Null,
    };
    (200, json!({ "login": login, "id": 583, "type": "User", "name": name }))
}

fn pull(body: &Value, state: &mut State) -> (u16, Value) {
    only(body, &["title", "body", "head", "base"], state);
    if state.refuses_pulls {
        let message = "GitHub Actions is not permitted to create or approve pull requests.";
        return (403, json!({ "message": message }));
    }
    state.pulls.push(body.clone());
    (201, json!({ "number": 1, "html_url": format!("https://github.com/{REPOSITORY}/pull/1") }))
}

fn issues(query: &str, state: &State) -> (u16, Value) {
    let parameter = |name: &str| {
        query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).unwrap_or_default()
    };
    let number = |name: &str, usual| parameter(name).parse::<usize>().unwrap_or(usual);
    let (label, wanted) = (parameter("labels"), parameter("state"));
    let has_label =
        |issue: &&Value| issue["labels"].as_array().is_some_and(|all| all.iter().any(|l| l["name"] == label));
    let of_state = |issue: &&Value| wanted == "all" || issue["state"] == wanted;
    let found: Vec<&Value> = state.issues.iter().rev().filter(has_label).filter(of_state).collect();
    let per_page = number("per_page", 30).min(100);
    let page: Vec<&&Value> = found.iter().skip((number("page", 1) - 1) * per_page).take(per_page).collect();
    (200, json!(page))
}

fn new_issue(body: &Value, state: &mut State) -> (u16, Value) {
    only(body, &["title", "body", "labels"], state);
    let number = state.issues.len() + 1;
    let labels: Vec<Value> =
        body["labels"].as_array().into_iter().flatten().map(|name| json!({ "name": name })).collect();
    let issue = json!({
        "number": number, "state": "open", "title": body["title"], "body": body["body"], "labels": labels,
    });
    check_size(&issue, state);
    state.issues.push(issue.clone());
    (201, issue)
}

fn change_issue(number: &str, body: &Value, state: &mut State) -> (u16, Value) {
    only(body, &["title", "body", "state", "state_reason"], state);
    let at = number.parse::<usize>().expect("a number") - 1;
    let mut issue = state.issues[at].clone();
    for (key, value) in body.as_object().expect("a change is an object") {
        issue[key] = value.clone();
    }
    check_size(&issue, state);
    state.issues[at] = issue.clone();
    (200, issue)
}

fn check_size(issue: &Value, state: &mut State) {
    let length = |key: &str| issue[key].as_str().map_or(0, |text| text.chars().count());
    if length("title") == 0 || length("title") > 256 || length("body") > 65_536 {
        state.complaints.push(format!("title of {}, body of {}", length("title"), length("body")));
    }
}

fn only(body: &Value, keys: &[&str], state: &mut State) {
    for key in body.as_object().into_iter().flatten().map(|(key, _)| key) {
        if !keys.contains(&key.as_str()) {
            state.complaints.push(format!("`{key}` is none of {keys:?}"));
        }
    }
}
