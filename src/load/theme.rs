//! The files of the theme: the book's own in `themes/NAME/`, then those of `civic`, which is built in.
//!
//! A book's theme may hold any subset of the files. A file of the same path replaces the built-in one when the
//! theme is called `civic` too, and shadows it otherwise, so that it can extend `civic/page.html`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use include_dir::{Dir, include_dir};
use walkdir::WalkDir;

use super::files;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Outcome, nearest};
use crate::source::SourceFile;

/// The name of the theme that every other one falls back to.
pub const BUILT_IN_THEME: &str = "civic";

static CIVIC: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/civic");

/// The files of the theme in the order in which they are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThemeFiles {
    /// Names of the themes, the book's own first: `["council", "civic"]`.
    pub layers: Vec<String>,
    /// Templates and components, by name (`civic/page.html`).
    pub templates: Vec<ThemeFile>,
    /// Strings of the interface by language tag, for each layer that has them; the book's own first.
    pub strings: Vec<ThemeFile>,
    /// `theme.toml` of each layer that has one, the book's own first: the values of the tokens.
    pub settings: Vec<Arc<SourceFile>>,
    /// What pages load, by path below `assets/`.
    pub assets: BTreeMap<String, ThemeAsset>,
}

/// A text of a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeFile {
    /// `civic/page.html`, `civic/components/blocks.html`; of strings, the language: `en`.
    pub name: String,
    /// Its text, under the path by which findings name it.
    pub file: Arc<SourceFile>,
}

/// A style sheet, script or picture of a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeAsset {
    /// As they are in the theme; names in style sheets are not yet those under which files are published.
    pub bytes: Vec<u8>,
    /// BLAKE3 of the bytes.
    pub hash: [u8; 32],
}

/// A file of a layer: its path below the theme's folder, how people know it, and its bytes.
#[derive(Clone)]
struct LayerFile {
    path: String,
    name: String,
    bytes: Vec<u8>,
}

pub(super) fn read(root: &Path, config: &Config) -> Outcome<ThemeFiles> {
    let mut findings = Vec::new();
    let name = config.theme.name.value.as_str();
    let own = own_files(root, name, &mut findings);
    let mut theme = ThemeFiles::default();
    match own {
        Some(files) => theme.add_layer(name, files, &mut findings),
        None if name != BUILT_IN_THEME || root.join("themes").join(name).is_dir() => {
            findings.push(missing(root, config));
        }
        None => {}
    }
    theme.add_layer(BUILT_IN_THEME, BUILT_IN_FILES.clone(), &mut findings);
    Outcome::new(theme, findings)
}

impl ThemeFiles {
    /// Adds the files of a layer that no earlier one has.
    fn add_layer(&mut self, layer: &str, files: Vec<LayerFile>, findings: &mut Vec<Diagnostic>) {
        if !self.layers.iter().any(|known| known == layer) {
            self.layers.push(layer.to_owned());
        }
        for file in files {
            if let Some(path) = file.path.strip_prefix("assets/") {
                let hash = *blake3::hash(&file.bytes).as_bytes();
                let asset = ThemeAsset { bytes: file.bytes, hash };
                self.assets.entry(path.to_owned()).or_insert(asset);
                continue;
            }
            match files::text(&file.name, file.bytes) {
                Ok(text) => self.add_text(layer, &file.path, text),
                Err(finding) => findings.push(Diagnostic { code: Code::ThemeInvalid, ..*finding }),
            }
        }
    }

    fn add_text(&mut self, layer: &str, path: &str, file: Arc<SourceFile>) {
        if path == "theme.toml" {
            self.settings.push(file);
        } else if let Some((list, name)) = self.list_for(layer, path) {
            list.push(ThemeFile { name, file });
        }
    }

    /// Which list a text belongs to and under what name; none when an earlier layer has it already, or when it
    /// is not for pages.
    fn list_for(&mut self, layer: &str, path: &str) -> Option<(&mut Vec<ThemeFile>, String)> {
        if let Some(language) = path.strip_prefix("strings/").and_then(|file| file.strip_suffix(".toml")) {
            return Some((&mut self.strings, language.to_owned()));
        }
        let template =
            path.strip_prefix("templates/").or_else(|| path.starts_with("components/").then_some(path))?;
        let name = format!("{layer}/{template}");
        let is_new = !self.templates.iter().any(|known| known.name == name);
        is_new.then_some((&mut self.templates, name))
    }
}

fn own_files(root: &Path, name: &str, findings: &mut Vec<Diagnostic>) -> Option<Vec<LayerFile>> {
    let folder = root.join("themes").join(name);
    if name.contains(['/', '\\']) || name.starts_with('.') || !folder.is_dir() || leads_out(&folder, root) {
        return None;
    }
    let mut files = Vec::new();
    for entry in WalkDir::new(&folder).sort_by_file_name().into_iter().filter_map(Result::ok) {
        // Links are not followed: a theme cannot reach for files outside itself.
        let below = entry.path().strip_prefix(&folder).ok().and_then(Path::to_str);
        let (Some(path), true) = (below, entry.file_type().is_file()) else {
            continue;
        };
        let path = path.replace('\\', "/");
        let shown = format!("themes/{name}/{path}");
        match files::bytes(entry.path()) {
            // A copy of a built-in file is the built-in file.
            Ok(bytes) if name == BUILT_IN_THEME && is_built_in(&path, &bytes) => {}
            Ok(bytes) => files.push(LayerFile { path, name: shown, bytes }),
            Err(error) => {
                let file = SourceFile::new(shown, "");
                findings.push(Diagnostic::new(
                    Code::ThemeInvalid,
                    &file,
                    0..0,
                    format!("it cannot be read: {error}"),
                ));
            }
        }
    }
    Some(files)
}

/// Whether a folder of the book is or lies behind a symbolic link out of it.
fn leads_out(folder: &Path, root: &Path) -> bool {
    let real = (fs::canonicalize(folder), fs::canonicalize(root));
    !matches!(real, (Ok(folder), Ok(root)) if folder.starts_with(&root))
}

/// Minifying them takes longer than reading a small book.
static BUILT_IN_FILES: LazyLock<Vec<LayerFile>> = LazyLock::new(|| {
    let mut files = Vec::new();
    let mut folders = vec![&CIVIC];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        files.extend(folder.files().map(|file| {
            let path = file.path().to_string_lossy().replace('\\', "/");
            let name = format!("(built in) {BUILT_IN_THEME}/{path}");
            let bytes = minified(&path, file.contents());
            LayerFile { path, name, bytes }
        }));
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
});

fn is_built_in(path: &str, bytes: &[u8]) -> bool {
    CIVIC.get_file(path).is_some_and(|file| file.contents() == bytes)
}

/// Readers need no comments and no white space. What a book brings is served as its author wrote it.
fn minified(path: &str, bytes: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let minified = match path.rsplit('.').next() {
        Some("css") => minifier::css::minify(text).ok().map(|style| style.to_string().trim().to_owned()),
        Some("js") => minifier::js::minify(text).ok().map(|script| script.to_string()),
        _ => None,
    };
    minified.map_or_else(|| bytes.to_vec(), String::into_bytes)
}

fn missing(root: &Path, config: &Config) -> Diagnostic {
    let name = &config.theme.name;
    let finding = |message| Diagnostic::new(Code::ThemeMissing, &config.file, name.span.clone(), message);
    let folder = root.join("themes").join(&name.value);
    let is_name = !name.value.contains(['/', '\\']) && !name.value.starts_with('.');
    if is_name && folder.is_dir() {
        let message =
            format!("`themes/{}` is a symbolic link out of the book and is not followed", name.value);
        return finding(message).help("put a copy of the theme there");
    }
    let folders = WalkDir::new(root.join("themes")).min_depth(1).max_depth(1).sort_by_file_name();
    let mut known: Vec<String> =
        folders.into_iter().flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    known.push(BUILT_IN_THEME.to_owned());
    let help = match nearest(&name.value, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("make the folder `themes/{}`, or remove the line for the built-in theme", name.value),
    };
    finding(format!("there is no theme `{}`", name.value)).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minifying_leaves_selectors_alone() {
        // The minifier takes the white space before `::` away, and with it the descendant.
        let style = CIVIC.get_file("assets/civic.css").and_then(|file| file.contents_utf8()).unwrap();
        for (at, _) in style.match_indices("::") {
            let before = style[..at].trim_end();
            let is_descendant = before.len() < at && !before.ends_with(['{', '}', ',', '/']);
            assert!(!is_descendant, "name what `{}::` belongs to", &style[at - 20..at]);
        }
    }

    #[test]
    fn minifying_leaves_calculations_alone() {
        // The minifier takes the white space around `+` away, without which a calculation is invalid.
        let style = CIVIC.get_file("assets/civic.css").and_then(|file| file.contents_utf8()).unwrap();
        for function in ["calc(", "clamp(", "min(", "max("] {
            for call in style.split(function).skip(1) {
                let arguments = call.split(')').next().unwrap_or_default();
                assert!(!arguments.contains('+'), "{function}{arguments})");
            }
        }
        let minified = String::from_utf8(minified("civic.css", style.as_bytes())).unwrap();
        assert!(
            minified.len() < style.len() && minified.matches('{').count() == minified.matches('}').count()
        );
    }
}
