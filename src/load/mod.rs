//! The first stage, and the only one that reads the disk: a project becomes [`Inputs`].
//!
//! Everything that a build can observe is in there, the date of today too. What cannot be read is a finding
//! with its place, and the rest is read all the same; only a missing `book.toml` or `content/` leaves nothing
//! to do.

mod files;
mod folder;
pub mod git;
mod image;
mod snapshot;
mod sort;
mod survey;
mod theme;
mod today;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use anyhow::{Context, bail};
use jiff::civil::Date;

use crate::config::{self, Config};
use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::source::SourceFile;

pub use files::{not_portable, text};
pub use folder::folder;
pub use image::ImageSize;
pub use snapshot::{Look, Snapshot};
pub use sort::{Sort, sort};
pub use survey::{Present, Survey, present, survey};
pub use theme::{BUILT_IN_THEME, ThemeAsset, ThemeFile, ThemeFiles};
pub use today::Clock;

/// The file that makes a folder a book.
pub const CONFIG_NAME: &str = "book.toml";

/// A configuration larger than this is none that somebody wrote; in bytes.
const LARGEST_CONFIG: u64 = 1024 * 1024;

/// The files that make a folder without it a site of the GOV.UK tech-docs template, which builds as it is.
pub const TECH_DOCS_NAMES: [&str; 2] = ["config/tech-docs.yml", "config/tech-docs.yaml"];

/// The folder of the pages of such a site.
const TECH_DOCS_PAGES: &str = "source";

/// Everything that a build can observe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inputs {
    /// What `book.toml` sets.
    pub config: Config,
    /// The pages, by path. One that is as it was when it was read before is the same one, so that a look at the pointers
    /// finds what has changed.
    pub sources: Arc<Vec<Arc<Source>>>,
    /// Paths of pages that are there and could not be read; links to them are not broken.
    pub unreadable: Vec<String>,
    /// The other files of `src`, by path.
    pub assets: Vec<Asset>,
    /// The files of the theme, those of `civic` included.
    pub theme: Arc<ThemeFiles>,
    /// What becomes of pages that are being written.
    pub drafts: Drafts,
    /// The day for which the site is right, in the book's time zone.
    pub today: Date,
    /// The day that the clock shows there; dates after it have not happened.
    pub clock_today: Date,
}

/// What becomes of pages with `status: draft`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Drafts {
    /// They are no part of the site.
    #[default]
    Left,
    /// They are pages like others, marked as drafts: for those who write them.
    Shown,
}

/// One Markdown file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Source {
    /// Below `src`, with `/` between its parts.
    pub path: String,
    /// Its text, under its path from the root of the book.
    pub file: Arc<SourceFile>,
}

/// A file of the book that is no page: it is published as it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Asset {
    /// Below `src`, with `/` between its parts.
    pub path: String,
    /// Where it is on the disk.
    pub disk_path: PathBuf,
    /// BLAKE3 of its bytes.
    pub hash: [u8; 32],
    /// Of a picture whose format tells.
    pub image: Option<ImageSize>,
}

/// Reads the book in the folder `root`.
///
/// The value is absent when `book.toml` cannot be understood at all.
///
/// # Errors
///
/// When the folder is no book: no `book.toml`, no folder of pages.
pub fn load(root: &Path, clock: Clock) -> anyhow::Result<Outcome<Option<Inputs>>> {
    Snapshot::default().load(root, clock, Look::Whole, SystemTime::UNIX_EPOCH)
}

/// The bytes of an asset, as they are now.
///
/// # Errors
///
/// When the file has gone or changed since it was loaded: the site would mix two states of the book.
pub fn asset_bytes(asset: &Asset) -> anyhow::Result<Vec<u8>> {
    let bytes = files::bytes(&asset.disk_path)?;
    if *blake3::hash(&bytes).as_bytes() != asset.hash {
        bail!("{} changed while the site was built; build again", asset.disk_path.display());
    }
    Ok(bytes)
}

/// The name of the file that holds the settings of a tech-docs site in the folder; none when there is no such site, or
/// when it is a book of its own.
pub fn tech_docs_name(root: &Path) -> Option<&'static str> {
    let is_site = !root.join(CONFIG_NAME).exists() && root.join(TECH_DOCS_PAGES).is_dir();
    TECH_DOCS_NAMES.into_iter().find(|name| is_site && root.join(name).is_file())
}

/// Reads the settings of the book; none when they cannot be understood, which the findings then say.
fn read_config(root: &Path, findings: &mut Vec<Diagnostic>) -> anyhow::Result<Option<Config>> {
    let tech_docs = tech_docs_name(root);
    let name = tech_docs.unwrap_or(CONFIG_NAME);
    let path = root.join(name);
    if !path.exists() {
        bail!(
            "there is no {CONFIG_NAME} in {}\nRun duly in the folder of your book, or name it with --root DIR. \
             A new book needs a {CONFIG_NAME} with:\n\n    [book]\n    title = \"…\"",
            shown(root)
        );
    }
    if std::fs::metadata(&path).is_ok_and(|file| file.len() > LARGEST_CONFIG) {
        let message = format!("{name} is larger than {} MiB", LARGEST_CONFIG >> 20);
        let finding = Diagnostic::new(Code::SourceTooLarge, &SourceFile::new(name, ""), 0..0, message);
        findings.push(finding.help("keep in it what it is to say, and the rest in files of their own"));
        return Ok(None);
    }
    let bytes = files::bytes(&path).with_context(|| format!("{name} cannot be read"))?;
    let file = text(name, bytes).map_err(|finding| findings.push(*finding)).ok();
    let read = if tech_docs.is_some() { config::read_tech_docs } else { config::read };
    Ok(file.and_then(|file| read(&file).collect(findings)))
}

fn shown(path: &Path) -> String {
    let shown = path.display().to_string();
    if shown.is_empty() || shown == "." { "this folder".to_owned() } else { shown }
}
