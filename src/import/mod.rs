//! Books made of what other programs build: pure, from the files of a folder to the files of a book.
//!
//! Every dialect becomes a list of pages under their new paths; what is common to all then leads links to where things are now,
//! and writes into front matter what Duly cannot tell from the text. Nothing is ever changed where it came from.

mod book_toml;
mod codeowners;
mod folder;
mod front_matter;
mod links;
mod mdbook;
mod outlook;
mod tech_docs;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::config::{Config, MarkdownConfig};
use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::link::folded_address;
use crate::parse::title_from_path;
use crate::source::SourceFile;

pub use codeowners::CodeOwners;
pub use links::{Broken, is_within};
pub use outlook::{Edits, propose};

/// How much more may be put into a page: a few files that name each other several times would fill any memory.
struct Room {
    files: usize,
    bytes: usize,
}

impl Default for Room {
    fn default() -> Self {
        // A page of more bytes is none that Duly reads.
        Self { files: 1_000, bytes: 16 * 1024 * 1024 }
    }
}

impl Room {
    /// Makes room for a file, unless there is none.
    fn take(&mut self, bytes: usize) -> Option<()> {
        self.files = self.files.checked_sub(1)?;
        self.bytes = self.bytes.checked_sub(bytes)?;
        Some(())
    }
}

/// The files of a folder, by path with `/` between its parts.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Whose conventions the folder follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The GOV.UK tech-docs template.
    TechDocs,
    /// mdBook.
    MdBook,
    /// Nobody's in particular: Markdown as many programs read it.
    Folder,
}

/// What comes of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// The files of the new book, by path.
    pub files: Files,
    /// The file that each page was made of, by the path of the page in the new book.
    pub origins: BTreeMap<String, String>,
    /// Its links that led nowhere where they came from.
    pub broken: Broken,
    /// What an author should know, one sentence each.
    pub remarks: Vec<String>,
}

/// What a dialect makes of a folder, before links are led to where things are now.
struct Draft {
    config: Config,
    /// The folder of the pages, as they were.
    root: String,
    pages: Vec<Page>,
    /// Other files: their path below the new folder of pages, by the path that they had.
    assets: BTreeMap<String, String>,
    /// Files that are made new, by path below the new folder of pages.
    made: Files,
    remarks: Vec<String>,
    findings: Vec<Diagnostic>,
}

/// A page on its way.
struct Page {
    /// Its file in the folder that is imported.
    from: String,
    /// Its path below the new folder of pages.
    to: String,
    /// Its text as it is to be, but for its links.
    file: Arc<SourceFile>,
    /// Lines of front matter that it does not have yet.
    keys: Vec<String>,
}

/// Makes a book of the files of a folder; `name` is that of the folder, for a book without a title.
pub fn import(format: Format, files: &Files, name: &str) -> Outcome<Import> {
    let draft = match format {
        Format::TechDocs => tech_docs::read(files),
        Format::MdBook => mdbook::read(files, name),
        Format::Folder => folder::read(files, name),
    };
    finish(draft, files)
}

fn finish(mut draft: Draft, files: &Files) -> Outcome<Import> {
    tell_apart(&mut draft);
    let (texts, broken) = links::led(&draft, files);
    let Draft { config, pages, assets, made, remarks, mut findings, .. } = draft;
    let mut book = Files::new();
    book.insert("book.toml".to_owned(), book_toml::text(&config).into_bytes());
    let mut origins = BTreeMap::new();
    for (page, text) in pages.iter().zip(texts) {
        let path = format!("content/{}", page.to);
        origins.insert(path.clone(), page.from.clone());
        book.insert(path, front_matter::with_lines(&text, &page.keys).into_bytes());
    }
    for (from, to) in &assets {
        let path = format!("content/{to}");
        if let (Some(bytes), false) = (files.get(from), book.contains_key(&path)) {
            book.insert(path, bytes.clone());
        } else {
            let message = format!("another file has taken {path}, so this one is left out");
            let finding =
                left_out(&SourceFile::new(from.as_str(), ""), 0..0, &message, "rename one of the two files");
            findings.push(finding);
        }
    }
    book.extend(made.into_iter().map(|(path, bytes)| (format!("content/{path}"), bytes)));
    Outcome::new(Import { files: book, origins, broken, remarks }, findings)
}

/// Gives every page an address of its own: of two that would be one, also where letter case is all the difference, the
/// later gets a number. No page is lost.
fn tell_apart(draft: &mut Draft) {
    let mut taken: BTreeSet<String> = draft.made.keys().map(|path| folded_address(path)).collect();
    for page in &mut draft.pages {
        let stem = page.to.trim_end_matches(".md").to_owned();
        let mut number = 1;
        while !taken.insert(folded_address(&page.to)) {
            number += 1;
            page.to = format!("{stem}-{number}.md");
        }
        if number > 1 {
            let message =
                format!("another page has the address of this one, so this one is now content/{}", page.to);
            let file = SourceFile::new(page.from.as_str(), "");
            draft.findings.push(left_out(
                &file,
                0..0,
                &message,
                "join the two pages, or give one a name of its own",
            ));
        }
    }
}

/// A file as text, or nothing and a finding.
fn text(path: &str, files: &Files, findings: &mut Vec<Diagnostic>) -> Option<Arc<SourceFile>> {
    crate::load::text(path, files.get(path)?.clone()).map_err(|finding| findings.push(*finding)).ok()
}

/// A finding about something that stays behind.
fn left_out(file: &Arc<SourceFile>, span: std::ops::Range<usize>, message: &str, help: &str) -> Diagnostic {
    Diagnostic::new(Code::ImportLeftOut, file, span, message).help(help)
}

/// The settings of a book that has none: a title, made of the name of its folder if need be.
fn config(title: Option<String>, name: &str) -> Config {
    let file = SourceFile::new("book.toml", "");
    let mut config = crate::config::defaults(&file);
    // The name of a folder has no extension that could be left out.
    let of_folder = || title_from_path(&format!("{}/index.md", name.trim_matches('.')));
    let title = title.unwrap_or_else(of_folder);
    config.book.title = if title.is_empty() { "Documentation".to_owned() } else { title };
    config.markdown = MarkdownConfig::default();
    config
}
