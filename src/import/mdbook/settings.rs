//! The `book.toml` of mdBook as settings of Duly.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::{Files, config, left_out, text};
use crate::config::{Config, Redirect, parse_site_url};
use crate::diagnostic::{Code, Diagnostic};
use crate::link::joined;
use crate::source::{SourceFile, Spanned};
use crate::tree::{Node, Value, toml};

/// Preprocessors whose work an import does itself.
const DONE_HERE: [&str; 2] = ["links", "index"];

/// What the file of mdBook says.
pub(super) struct Settings {
    /// The same for Duly.
    pub(super) config: Config,
    /// The folder of the pages without a slash at its end; empty for the whole folder.
    pub(super) root: String,
    /// What lines of code that are not shown begin with, by language.
    pub(super) hidden: BTreeMap<String, String>,
}

pub(super) fn read(files: &Files, name: &str, findings: &mut Vec<Diagnostic>) -> Settings {
    let file = text("book.toml", files, findings).unwrap_or_else(|| SourceFile::new("book.toml", ""));
    let node = toml::parse(&file, Code::ConfigSyntax).collect(findings);
    let book = |key| get(&node, &["book", key]);
    let text_of = |node: Option<&Node>| node.and_then(text_value).map(str::to_owned);
    let mut made = config(text_of(book("title")), name);
    made.book.description = text_of(book("description"));
    if let Some(language) = text_of(book("language")) {
        made.book.language.value = language;
    }
    if let Some(Value::List(authors)) = book("authors").map(|node| &node.value) {
        made.book.authors = authors.iter().filter_map(text_value).map(str::to_owned).collect();
    }
    let html = |key| get(&node, &["output", "html", key]);
    repository(
        text_of(html("git-repository-url")),
        html("edit-url-template").and_then(text_value),
        &mut made,
    );
    if let Some(host) = text_of(html("cname")) {
        made.site.url = parse_site_url(&format!("https://{host}"));
    }
    let is = |node: Option<&Node>, wanted| node.and_then(|node| node.value.as_yes_or_no()) == Some(wanted);
    made.search.enabled = !is(get(&node, &["output", "html", "search", "enable"]), false);
    made.markdown.smart_punctuation = is(html("smart-punctuation"), true) || is(html("curly-quotes"), true);
    made.redirects = redirects(&file, html("redirect"), findings);
    preprocessors(&file, &node, findings);
    let root = text_of(book("src")).and_then(|src| joined("", &src)).unwrap_or_else(|| "src".to_owned());
    let hidden = match get(&node, &["output", "html", "code", "hidelines"]).map(|node| &node.value) {
        Some(Value::Map(entries)) => entries
            .iter()
            .filter_map(|(language, node)| Some((language.value.clone(), text_value(node)?.to_owned())))
            .collect(),
        _ => BTreeMap::new(),
    };
    Settings { config: made, root: root.trim_end_matches('/').to_owned(), hidden }
}

/// The repository, as far as it is told, without the folder in it: `…/tree/main/guide`.
fn repository(url: Option<String>, edit: Option<&str>, config: &mut Config) {
    let url = url.filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    let (url, branch) = match url.as_ref().map(|url| url.split_once("/tree/").unwrap_or((url, ""))) {
        Some((url, rest)) => (Some(url.trim_end_matches('/').to_owned()), rest.split('/').next()),
        None => (None, None),
    };
    let edited = edit.and_then(|edit| edit.split_once("/edit/")?.1.split('/').next());
    if let Some(branch) = branch.into_iter().chain(edited).find(|branch| !branch.is_empty()) {
        branch.clone_into(&mut config.site.branch);
    }
    config.site.repository = url;
}

fn redirects(file: &Arc<SourceFile>, node: Option<&Node>, findings: &mut Vec<Diagnostic>) -> Vec<Redirect> {
    let mut redirects = Vec::new();
    let Some(Value::Map(entries)) = node.map(|node| &node.value) else { return redirects };
    for (from, node) in entries {
        let Some(to) = text_value(node) else { continue };
        if from.value.contains('#') {
            let message = format!("the redirect of the heading `{}` is left out", from.value);
            let help = "give the heading that is meant the id that is written behind `#`: `## Heading {#id}`";
            findings.push(left_out(file, from.span.clone(), &message, help));
            continue;
        }
        if to.contains("://") {
            redirects
                .push(Redirect { from: from.clone(), to: Spanned::new(to.to_owned(), node.span.clone()) });
            continue;
        }
        // It counts from the place of the old page.
        let folder = from.value.rsplit_once('/').map_or("", |(folder, _)| folder);
        let (path, fragment) = to.split_once('#').unwrap_or((to, ""));
        let folder = if path.starts_with('/') { "" } else { folder };
        let Some(path) = joined(folder, path) else { continue };
        let to = if fragment.is_empty() { path } else { format!("{path}#{fragment}") };
        redirects.push(Redirect { from: from.clone(), to: Spanned::new(to, node.span.clone()) });
    }
    redirects
}

/// Programs that mdBook would run over every chapter.
fn preprocessors(file: &Arc<SourceFile>, node: &Node, findings: &mut Vec<Diagnostic>) {
    let Some(Value::Map(entries)) = get(node, &["preprocessor"]).map(|node| &node.value) else { return };
    for (name, _) in entries.iter().filter(|(name, _)| !DONE_HERE.contains(&name.value.as_str())) {
        let message = format!("the preprocessor `{}` is not run", name.value);
        let help = "look for what it made of the chapters, and write that in Markdown";
        findings.push(left_out(file, name.span.clone(), &message, help));
    }
}

fn get<'n>(node: &'n Node, path: &[&str]) -> Option<&'n Node> {
    path.iter().try_fold(node, |node, key| match &node.value {
        Value::Map(entries) => entries.iter().find(|(name, _)| name.value == *key).map(|(_, node)| node),
        _ => None,
    })
}

fn text_value(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Text { text, .. } => Some(text),
        _ => None,
    }
}
