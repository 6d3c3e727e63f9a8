//! What a path is answered with: a look-up in the list of outputs, and the preview's own few addresses.

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use hyper::StatusCode;
use percent_encoding::percent_decode_str;

use super::aids;
use super::inject::{Told, with_script};
use super::shown::{Found, Preview, Rendered, Shown};
use crate::link::encoded;
use crate::load;

/// The folder of the preview's own addresses. No output begins with it: hidden files are never part of a book.
pub(super) const OWN_FOLDER: &str = ".duly/";

/// An answer without the fields that all answers have.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) content_type: &'static str,
    /// Where to go instead.
    pub(super) location: Option<String>,
    pub(super) bytes: Vec<u8>,
}

const TEXT: &str = "text/plain; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";
const JSON: &str = "application/json";

impl Answer {
    pub(super) fn text(status: StatusCode, text: &str) -> Self {
        Self { status, content_type: TEXT, location: None, bytes: format!("{text}\n").into_bytes() }
    }

    fn ok(content_type: &'static str, bytes: Vec<u8>) -> Self {
        Self { status: StatusCode::OK, content_type, location: None, bytes }
    }

    fn elsewhere(location: String) -> Self {
        let text = Self::text(StatusCode::FOUND, "See the other address.");
        Self { location: Some(location), ..text }
    }
}

/// The answer to a request for a path, as it was sent, and what stands behind its `?`.
pub(super) fn answer(preview: &Preview, path: &str, query: &str) -> Answer {
    let shown = preview.now();
    let base = shown.base_path();
    let decoded = percent_decode_str(path).decode_utf8();
    let below = decoded.as_deref().ok().and_then(|path| path.strip_prefix(base));
    let Some(below) = below else {
        let leads_there = path == "/" || format!("{path}/") == base;
        return if leads_there { Answer::elsewhere(base.to_owned()) } else { not_found(preview, &shown, "") };
    };
    if let Some(own) = below.strip_prefix(OWN_FOLDER) {
        return of_preview(preview, &shown, own, query);
    }
    if is_hidden(below) {
        return not_found(preview, &shown, "");
    }
    let file = if below.is_empty() || below.ends_with('/') {
        format!("{below}index.html")
    } else {
        below.to_owned()
    };
    match preview.find(&shown, &file) {
        Some(found) => made(preview, &shown, &file, found),
        None if has(&shown, &format!("{below}/index.html")) => {
            Answer::elsewhere(format!("{base}{}/", encoded(below)))
        }
        None => not_found(preview, &shown, &file),
    }
}

fn has(shown: &Shown, path: &str) -> bool {
    shown.book.as_ref().is_some_and(|book| book.site.outputs.contains_key(path))
}

/// Files whose names begin with a dot are for programs that publish the site.
fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.') && part != ".well-known")
}

fn made(preview: &Preview, shown: &Shown, path: &str, found: Found) -> Answer {
    match found {
        Found::Made(rendered) if path.ends_with(".html") => Answer::ok(HTML, page(shown, path, &rendered)),
        Found::Made(rendered) => Answer::ok(content_type(path), rendered.bytes.clone()),
        Found::Asset(asset) => match load::asset_bytes(&asset) {
            Ok(bytes) => Answer::ok(content_type(path), bytes),
            Err(error) => Answer::text(StatusCode::SERVICE_UNAVAILABLE, &error.to_string()),
        },
        Found::Unusable => unusable(preview, shown, path),
    }
}

fn page(shown: &Shown, path: &str, rendered: &Rendered) -> Vec<u8> {
    let html = String::from_utf8_lossy(&rendered.bytes);
    let told = Told { path, version: &rendered.version, style: shown.style(), base: shown.base_path() };
    with_script(&html, &told)
}

/// The page that the site shows for what is not there; it comes alive when the page is written.
fn not_found(preview: &Preview, shown: &Shown, path: &str) -> Answer {
    let Some(Found::Made(rendered)) = preview.find(shown, "404.html") else {
        return unusable(preview, shown, path);
    };
    let told = Told { path, version: "", style: shown.style(), base: shown.base_path() };
    let html = with_script(&String::from_utf8_lossy(&rendered.bytes), &told);
    Answer { status: StatusCode::NOT_FOUND, ..Answer::ok(HTML, html) }
}

/// A page for when there is nothing to show yet: the script says why.
fn unusable(_preview: &Preview, shown: &Shown, path: &str) -> Answer {
    let html = "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Not yet to be shown</title>\
                <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"></head>\n\
                <body><main><h1>Not yet to be shown</h1>\n\
                <p>The book has errors that leave nothing to show. Mend them, and the page is here.</p></main></body>\n\
                </html>\n";
    let told = Told { path, version: "", style: "", base: shown.base_path() };
    let html = with_script(html, &told);
    Answer { status: StatusCode::SERVICE_UNAVAILABLE, ..Answer::ok(HTML, html) }
}

/// The preview's own addresses.
fn of_preview(preview: &Preview, shown: &Arc<Shown>, own: &str, query: &str) -> Answer {
    let asked = || {
        let path = query.strip_prefix("path=").unwrap_or_default();
        percent_decode_str(path).decode_utf8_lossy().into_owned()
    };
    match own {
        "preview.js" => Answer::ok("text/javascript; charset=utf-8", include_bytes!("preview.js").to_vec()),
        "preview.css" => Answer::ok("text/css; charset=utf-8", include_bytes!("preview.css").to_vec()),
        "findings.json" => Answer::ok(JSON, aids::findings(preview, shown).into_bytes()),
        "page.json" => match aids::page(preview, shown, &asked()) {
            Some(json) => Answer::ok(JSON, json.into_bytes()),
            None => Answer::text(StatusCode::NOT_FOUND, "There is no such page."),
        },
        "source" => match aids::source(shown, &asked()) {
            Some(text) => Answer::ok(TEXT, text.into_bytes()),
            None => Answer::text(StatusCode::NOT_FOUND, "There is no such page."),
        },
        _ => Answer::text(StatusCode::NOT_FOUND, "There is nothing at this address."),
    }
}

/// What browsers are told a file is, by its extension.
fn content_type(path: &str) -> &'static str {
    let extension = Path::new(path).extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    match extension.to_ascii_lowercase().as_str() {
        "html" | "htm" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => JSON,
        "webmanifest" => "application/manifest+json",
        "xml" => "application/xml",
        "txt" | "md" | "log" => TEXT,
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "wasm" => "application/wasm",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}

/// The event for a page: what it would be if it were loaded now.
pub(super) fn state(preview: &Preview, path: &str) -> String {
    let shown = preview.now();
    let version = match preview.find(&shown, path) {
        Some(Found::Made(rendered)) => rendered.version.clone(),
        _ => String::new(),
    };
    let counts = aids::counts(&shown);
    let state = serde_json::json!({
        "build": shown.number,
        "version": version,
        "style": shown.style(),
        "errors": counts[0],
        "warnings": counts[1],
        "notes": counts[2],
        "findings": aids::stamp(&shown),
    });
    let mut event = String::new();
    write!(event, "id: {}\ndata: {state}\n\n", shown.number).expect("writing to a string cannot fail");
    event
}
