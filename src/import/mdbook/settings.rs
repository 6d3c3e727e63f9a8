//! The `book.toml` of mdBook as settings of Duly.

use std::sync::Arc;

use super::super::{Files, config, left_out, text};
use crate::config::{Config, Redirect};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceFile, Spanned};
use crate::tree::{Node, Value, toml};

/// Preprocessors whose work an import does itself.
const DONE_HERE: [&str; 2] = ["links", "index"];

/// The settings, and the folder of the pages without a slash at its end; empty for the whole folder.
pub(super) fn read(files: &Files, name: &str, findings: &mut Vec<Diagnostic>) -> (Config, String) {
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
    let repository = text_of(html("git-repository-url"));
    made.site.repository = repository.filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    made.markdown.smart_punctuation = [html("smart-punctuation"), html("curly-quotes")]
        .iter()
        .flatten()
        .any(|node| node.value.as_yes_or_no() == Some(true));
    made.redirects = redirects(&file, html("redirect"), findings);
    preprocessors(&file, &node, findings);
    let root = text_of(book("src")).unwrap_or_else(|| "src".to_owned());
    (made, super::super::links::joined("", &root))
}

fn redirects(file: &Arc<SourceFile>, node: Option<&Node>, findings: &mut Vec<Diagnostic>) -> Vec<Redirect> {
    let mut redirects = Vec::new();
    let Some(Value::Map(entries)) = node.map(|node| &node.value) else { return redirects };
    for (from, node) in entries {
        let Some(to) = text_value(node) else { continue };
        if to.contains("://") {
            let message = format!("the redirect to `{to}` leads to another site and is left out");
            findings.push(left_out(file, node.span.clone(), &message, "link to it from a page"));
            continue;
        }
        // It counts from the place of the old page.
        let folder = from.value.rsplit_once('/').map_or("", |(folder, _)| folder);
        let (path, fragment) = to.split_once('#').unwrap_or((to, ""));
        let folder = if path.starts_with('/') { "" } else { folder };
        let path = super::super::links::joined(folder, path);
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
