//! Sites of the GOV.UK tech-docs template: Ruby becomes what it stood for, and addresses stay what they were.

mod ruby;

use std::collections::{BTreeMap, BTreeSet};

use super::{Draft, Files, Page, left_out, text};
use crate::config::{Config, Dialect, read_tech_docs};
use crate::load::{Sort, TECH_DOCS_NAMES, sort};
use crate::parse::stem;
use crate::source::SourceFile;

const ROOT: &str = "source/";

pub(super) fn read(files: &Files) -> Draft {
    let mut findings = Vec::new();
    let config = settings(files, &mut findings);
    let mut draft = Draft {
        config,
        root: ROOT.trim_end_matches('/').to_owned(),
        pages: Vec::new(),
        assets: BTreeMap::new(),
        made: Files::new(),
        remarks: Vec::new(),
        findings,
    };
    let mut included = BTreeSet::new();
    let mut templates = Vec::new();
    for path in files.keys() {
        let Some(below) = path.strip_prefix(ROOT) else { continue };
        match sort(below, Dialect::TechDocs) {
            Sort::Page => add_page(&mut draft, (path, below), files, &mut included),
            Sort::Asset => drop(draft.assets.insert(path.clone(), below.to_owned())),
            Sort::Template => templates.push(path),
            Sort::Machinery => {}
        }
    }
    // What is put into pages is none itself: Middleman publishes it as a file that nobody can read.
    draft.pages.retain(|page| !included.contains(&page.from) || page.from.contains(".html."));
    for path in templates.into_iter().filter(|path| !included.contains(*path)) {
        let file = SourceFile::new(path.as_str(), "");
        let help = "write as Markdown what readers are to see of it";
        draft.findings.push(left_out(&file, 0..0, "this is a template of another program", help));
    }
    draft
}

fn settings(files: &Files, findings: &mut Vec<crate::diagnostic::Diagnostic>) -> Config {
    let name = TECH_DOCS_NAMES.into_iter().find(|name| files.contains_key(*name));
    let file = name.and_then(|name| text(name, files, findings));
    let file = file.unwrap_or_else(|| SourceFile::new(TECH_DOCS_NAMES[0], ""));
    let config = read_tech_docs(&file).collect(findings);
    config.unwrap_or_else(|| {
        read_tech_docs(&SourceFile::new(file.name(), "")).value.expect("nothing is wrong there")
    })
}

fn add_page(draft: &mut Draft, (path, below): (&str, &str), files: &Files, included: &mut BTreeSet<String>) {
    let Some(file) = text(path, files, &mut draft.findings) else { return };
    let (to, was) = (format!("{}.md", stem(below)), format!("/{}.html", stem(below)));
    let file = ruby::resolved(&file, files, draft, included);
    // An index was where it is now.
    let is_index = stem(below).rsplit('/').next() == Some("index");
    let keys =
        if is_index { Vec::new() } else { vec![format!("aliases: [{}]", super::front_matter::quoted(&was))] };
    draft.pages.push(Page { from: path.to_owned(), to, file, keys });
}
