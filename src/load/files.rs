//! The files of the book: walking its folder, reading pages as text and the rest as pictures of their bytes.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use walkdir::{DirEntry, WalkDir};

use super::sort::{Sort, sort};
use super::{Asset, CONFIG_NAME, Look, Source, image};
use crate::config::{Config, below};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::SourceFile;

/// A page larger than this is not a page that people read; it is refused rather than built in unbounded memory.
pub(super) const LARGEST_PAGE: u64 = 16 * 1024 * 1024;

/// A page has at most so many marks: the parser of Markdown keeps some hundred bytes for each of them, were they all of its text.
const MOST_MARKS: usize = 500_000;

/// What Markdown may take for more than a letter.
const MARKS: &[u8] = b"\n\r!\"#&'*+-.:<>[\\]^_`{|~";

/// A file that was found, not yet read.
pub(super) struct Found {
    /// Below `src`, with `/` between its parts.
    pub(super) path: String,
    /// As people are told: from the root of the book.
    pub(super) name: String,
    pub(super) disk_path: PathBuf,
}

/// What `src` holds, each list by path.
pub(super) struct Files {
    pub(super) pages: Vec<Found>,
    pub(super) assets: Vec<Found>,
}

/// Finds the files of the book; nothing when the look is given up. What cannot be published is a finding; hidden files, editors' leftovers and
/// the book's own configuration, theme and output are passed over.
pub(super) fn walk(
    root: &Path,
    config: &Config,
    look: Look<'_>,
    findings: &mut Vec<Diagnostic>,
) -> anyhow::Result<Option<Files>> {
    let src = &config.book.src.value;
    let content = root.join(src);
    if !content.is_dir() {
        bail!(
            "there is no folder {src}/ beside {CONFIG_NAME}\nPut the pages of the book there, one Markdown file \
             each (the home page is {src}/index.md), or name another folder: `src = \"…\"` under `[book]`."
        );
    }
    let real_root =
        fs::canonicalize(root).with_context(|| format!("{} cannot be resolved", root.display()))?;
    let (site, register) = (&config.build.build_dir.value, &config.build.register_dir.value);
    let not_content = [site, register, "themes", CONFIG_NAME].map(|name| root.join(name));
    let links = Links::new(&real_root, &[site, register, "themes", CONFIG_NAME]);
    if let Some(obstacle) = links.obstacle_to_pages(&content, src) {
        bail!(
            "{src}/ is a symbolic link that {obstacle} and is not followed\nPut the pages of the book there, or name \
             another folder: `src = \"…\"` under `[book]`."
        );
    }
    let mut files = Files { pages: Vec::new(), assets: Vec::new() };
    let mut skipped = Vec::new();
    let keep = |entry: &DirEntry| {
        if entry.depth() == 0 {
            return true;
        }
        if is_hidden(&entry.file_name().to_string_lossy()) || is_one_of(entry, &not_content) {
            return false;
        }
        let obstacle = if entry.path_is_symlink() { links.obstacle(entry.path()) } else { None };
        skipped.extend(obstacle.map(|obstacle| (entry.path().to_owned(), obstacle)));
        obstacle.is_none() && !(entry.file_type().is_dir() && is_made(entry.path()))
    };
    for entry in WalkDir::new(&content).follow_links(true).sort_by_file_name().into_iter().filter_entry(keep)
    {
        if look.is_given_up() {
            return Ok(None);
        }
        match entry {
            Ok(entry) => sort_entry(&entry, &content, config, &mut files, findings),
            Err(error) => findings.push(walk_finding(&error, &content, src)),
        }
    }
    findings.extend(skipped.iter().map(|(path, obstacle)| {
        let name = named(path, &content, src);
        let message = format!("this symbolic link {obstacle} and is not followed");
        skipped_finding(&name, &message).help("put a copy of the file here, or remove the link")
    }));
    by_path(&mut files.pages);
    by_path(&mut files.assets);
    Ok(Some(files))
}

/// Whether a folder is the output of some build, such as one to which the book does not write any more: a private register must
/// not become content.
pub(super) fn is_made(folder: &Path) -> bool {
    folder.join(".duly-manifest").exists()
}

/// Where symbolic links may lead: a link is no way to publish what would not be published without it, such as the settings
/// of git with their passwords, or a private register.
struct Links<'r> {
    root: &'r Path,
    /// What is in the book and no content of it.
    not_content: Vec<PathBuf>,
}

impl<'r> Links<'r> {
    fn new(root: &'r Path, not_content: &[&str]) -> Self {
        let real = |name: &&str| fs::canonicalize(root.join(name)).unwrap_or_else(|_| root.join(name));
        Self { root, not_content: not_content.iter().map(real).collect() }
    }

    /// Why a link is not followed, if so.
    fn obstacle(&self, link: &Path) -> Option<&'static str> {
        let target = fs::canonicalize(link).ok();
        let below = target.as_deref().and_then(|target| target.strip_prefix(self.root).ok());
        let (Some(target), Some(below)) = (&target, below) else { return Some("leads out of the book") };
        let is_kept_back = |path: &PathBuf| target.starts_with(path) || path.starts_with(target);
        let is_private = below.iter().any(|name| is_hidden(&name.to_string_lossy()))
            || self.not_content.iter().any(is_kept_back)
            || target.ancestors().take_while(|folder| *folder != self.root).any(is_made);
        is_private.then_some("leads to what is not published")
    }

    /// Why the folder of the pages is not looked into, if it is or lies behind a link.
    fn obstacle_to_pages(&self, content: &Path, src: &str) -> Option<&'static str> {
        let is_itself = fs::canonicalize(content).is_ok_and(|real| real == self.root.join(src));
        if is_itself { None } else { self.obstacle(content) }
    }
}

/// Comparing names first is quick, and comparing paths is not.
fn is_one_of(entry: &DirEntry, paths: &[PathBuf]) -> bool {
    let is_named = |path: &PathBuf| {
        let path = path.as_os_str().as_encoded_bytes();
        path.ends_with(entry.file_name().as_encoded_bytes())
    };
    paths.iter().any(|path| is_named(path) && entry.path() == path)
}

fn by_path(files: &mut [Found]) {
    files.sort_by(|a, b| a.path.cmp(&b.path));
}

fn sort_entry(
    entry: &DirEntry,
    content: &Path,
    config: &Config,
    files: &mut Files,
    findings: &mut Vec<Diagnostic>,
) {
    let (src, dialect) = (&config.book.src.value, config.dialect);
    if entry.file_type().is_dir() {
        return;
    }
    let Some(path) = relative(entry.path(), content) else {
        let name = named(entry.path(), content, src);
        findings.push(
            unreadable(&name, "the name of this file is not UTF-8")
                .help("rename it, with letters that you can type"),
        );
        return;
    };
    let name = below(src, &path);
    if !entry.file_type().is_file() {
        let message = "this is not a file that can be published";
        findings
            .push(skipped_finding(&name, message).help("remove it: pipes, sockets and devices hold no page"));
        return;
    }
    if let Some(reason) = not_portable(&path) {
        let file = SourceFile::new(&*name, "");
        let finding = Diagnostic::new(Code::SourceNotPortable, &file, 0..0, format!("the name {reason}"));
        findings.push(finding.help("rename the file, so that the book can be checked out everywhere"));
    }
    let list = match sort(&path, dialect) {
        Sort::Page => &mut files.pages,
        Sort::Asset => &mut files.assets,
        Sort::Template => {
            let message = "this is a template of another program and is not published";
            let help = "write as Markdown what readers are to see of it";
            findings.push(skipped_finding(&name, message).help(help));
            return;
        }
        Sort::Machinery => return,
    };
    list.push(Found { path, name, disk_path: entry.path().to_owned() });
}

/// Hidden files, folders of tools, and what editors leave behind.
pub(super) fn is_hidden(name: &str) -> bool {
    let leftover =
        name.ends_with('~') || (name.starts_with('#') && name.ends_with('#')) || name.ends_with(".swp");
    leftover || name == "node_modules" || (name.starts_with('.') && name != ".well-known")
}

/// Why a file of that path cannot be checked out on every system, if so.
pub fn not_portable(path: &str) -> Option<String> {
    const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];
    path.split('/').find_map(|part| {
        let stem = part.split('.').next().unwrap_or_default().to_ascii_lowercase();
        let numbered = |prefix| stem.strip_prefix(prefix).is_some_and(|n: &str| n.len() == 1 && n != "0");
        if let Some(bad) = part.chars().find(|c| "<>:\"|?*\\".contains(*c) || c.is_control()) {
            Some(format!("`{part}` holds the character `{bad}`, which Windows does not allow"))
        } else if RESERVED.contains(&&*stem) || numbered("com") || numbered("lpt") {
            Some(format!("`{part}` is reserved on Windows"))
        } else if part.ends_with(['.', ' ']) {
            Some(format!("`{part}` ends with a dot or a space, which Windows drops"))
        } else {
            None
        }
    })
}

/// Reads a page. One that cannot be read as text is a finding.
pub(super) fn read_page(found: &Found) -> Result<Arc<Source>, Box<Diagnostic>> {
    let size = fs::metadata(&found.disk_path).map_or(0, |metadata| metadata.len());
    if size > LARGEST_PAGE {
        let file = SourceFile::new(&*found.name, "");
        let message = format!("the page is larger than {} MiB", LARGEST_PAGE >> 20);
        let finding = Diagnostic::new(Code::SourceTooLarge, &file, 0..0, message);
        return Err(Box::new(finding.help("split the page, or publish its data as a file that it links to")));
    }
    let bytes = bytes(&found.disk_path).map_err(|error| Box::new(io_finding(&found.name, &error)))?;
    let file = text(&found.name, bytes)?;
    if let Some(at) = mark_too_many(file.text()) {
        let message = "the page has more than 500,000 marks, such as brackets and line ends";
        let finding = Diagnostic::new(Code::SourceTooLarge, &file, at..at + 1, message);
        return Err(Box::new(finding.help("split the page, or publish its data as a file that it links to")));
    }
    Ok(Arc::new(Source { path: found.path.clone(), file }))
}

/// Where the first mark stands beyond those that a page may have.
fn mark_too_many(text: &str) -> Option<usize> {
    // Nearly every page is too short for so many.
    if text.len() <= MOST_MARKS {
        return None;
    }
    let mut is_mark = [false; 256];
    for mark in MARKS {
        is_mark[usize::from(*mark)] = true;
    }
    let marks = text.bytes().enumerate().filter(|(_, byte)| is_mark[usize::from(*byte)]);
    marks.map(|(at, _)| at).nth(MOST_MARKS)
}

/// Reads another file for its hash and, of a picture, its size.
pub(super) fn read_asset(found: &Found) -> Result<Asset, Box<Diagnostic>> {
    let bytes = bytes(&found.disk_path).map_err(|error| Box::new(io_finding(&found.name, &error)))?;
    Ok(Asset {
        path: found.path.clone(),
        disk_path: found.disk_path.clone(),
        hash: *blake3::hash(&bytes).as_bytes(),
        image: image::size(&found.path, &bytes),
    })
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that reads files")]
pub(super) fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    fs::read(path)
}

/// The bytes of a file as text.
///
/// # Errors
///
/// The finding that says why they are none.
pub fn text(name: &str, bytes: Vec<u8>) -> Result<Arc<SourceFile>, Box<Diagnostic>> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let file = SourceFile::new(name, "");
        let finding = Diagnostic::new(Code::SourceNotUtf8, &file, 0..0, "the file is UTF-16, not UTF-8");
        return Err(Box::new(finding.help("save it as UTF-8; in Windows Notepad: Save as, Encoding")));
    }
    String::from_utf8(bytes).map(|text| SourceFile::new(name, text)).map_err(|error| {
        let start = error.utf8_error().valid_up_to();
        // Up to there, the lossy text is the file to the byte, so that the place is right.
        let file = SourceFile::new(name, String::from_utf8_lossy(error.as_bytes()).into_owned());
        let message = "the file is not UTF-8 from here on";
        let finding = Diagnostic::new(Code::SourceNotUtf8, &file, start..start + 3, message);
        Box::new(finding.help("save it as UTF-8: it is probably in an older encoding such as Windows-1252"))
    })
}

/// The path below the content folder with `/` between its parts; none if it is not UTF-8.
fn relative(path: &Path, content: &Path) -> Option<String> {
    let below = path.strip_prefix(content).ok()?.to_str()?;
    Some(below.replace(std::path::MAIN_SEPARATOR, "/"))
}

fn named(path: &Path, content: &Path, src: &str) -> String {
    let path = path.strip_prefix(content).unwrap_or(path).to_string_lossy();
    below(src, &path)
}

fn walk_finding(error: &walkdir::Error, content: &Path, src: &str) -> Diagnostic {
    let name = error.path().map_or_else(|| src.to_owned(), |path| named(path, content, src));
    if error.loop_ancestor().is_some() {
        return skipped_finding(&name, "this symbolic link leads back to a folder that it is in")
            .help("remove the link");
    }
    match error.io_error() {
        Some(io) if io.kind() == std::io::ErrorKind::NotFound => {
            skipped_finding(&name, "this symbolic link leads nowhere")
                .help("remove the link, or put back what it leads to")
        }
        Some(io) => io_finding(&name, io),
        None => unreadable(&name, &error.to_string()),
    }
}

pub(super) fn io_finding(name: &str, error: &std::io::Error) -> Diagnostic {
    unreadable(name, &format!("it cannot be read: {error}")).help("check who may read it, then build again")
}

pub(super) fn unreadable(name: &str, message: &str) -> Diagnostic {
    Diagnostic::new(Code::SourceUnreadable, &SourceFile::new(name, ""), 0..0, message)
}

pub(super) fn skipped_finding(name: &str, message: &str) -> Diagnostic {
    Diagnostic::new(Code::SourceSkipped, &SourceFile::new(name, ""), 0..0, message)
}
