//! The files of the theme as the site has them: under names that tell their content.

use std::collections::BTreeMap;

use super::tokens::Tokens;
use crate::load::ThemeFiles;

/// The style sheet of a theme, below its `assets/`.
const STYLE: &str = "civic.css";

/// The script of a theme, below its `assets/`.
const SCRIPT: &str = "civic.js";

/// The script of redirects, below its `assets/`.
const REDIRECT_SCRIPT: &str = "redirect.js";

/// The style sheet of the search, below its `assets/`.
pub(super) const SEARCH_STYLE: &str = "search.css";

/// The script of the search. `index` publishes it, with the manifest in it.
const SEARCH_SCRIPT: &str = "search.js";

/// The script of filters, and those that need it. It is published in front of each, so that a page asks for one file.
const FILTERS: &str = "filters.js";
const WITH_FILTERS: [&str; 2] = ["commitments.js", "register.js"];

const FAVICON: &str = "favicon.svg";

/// The files of the theme as they are published: under names that hold a hash of their content, so that
/// browsers may keep them for ever.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublishedThemeAssets {
    /// By path below `assets/` in the theme: path below the root of the site, and bytes.
    files: BTreeMap<String, (String, Vec<u8>)>,
    /// The accent colour, as `#rrggbb` or `#rgb`.
    pub accent: String,
}

impl PublishedThemeAssets {
    pub(super) fn new(theme: &ThemeFiles, tokens: &Tokens<'_>) -> Self {
        let mut files: BTreeMap<String, (String, Vec<u8>)> = BTreeMap::new();
        for (path, asset) in &theme.assets {
            files.insert(path.clone(), (hashed(path, &asset.hash), asset.bytes.clone()));
        }
        if let Some((_, filters)) = files.remove(FILTERS) {
            for path in WITH_FILTERS {
                let Some((published, bytes)) = files.get_mut(path) else { continue };
                *bytes = [&filters, b";\n".as_slice(), bytes].concat();
                *published = hashed(path, blake3::hash(bytes).as_bytes());
            }
        }
        // Style sheets name other files, so theirs is the hash of what they say in the end.
        let renamed: Vec<(String, String)> =
            files.iter().map(|(path, (hashed, _))| (path.clone(), hashed.clone())).collect();
        for (path, (published, bytes)) in files.iter_mut().filter(|(path, _)| path.ends_with(".css")) {
            let mut style = with_hashed_links(&String::from_utf8_lossy(bytes), path, &renamed);
            if path == STYLE {
                style.push_str(&tokens.style());
            }
            *published = hashed(path, blake3::hash(style.as_bytes()).as_bytes());
            *bytes = style.into_bytes();
        }
        Self { files, accent: tokens.accent() }
    }

    /// Path below the root of the site of the style sheet.
    pub fn style(&self) -> &str {
        self.path(STYLE)
    }

    /// Path below the root of the site of the script that pages load.
    pub fn script(&self) -> &str {
        self.path(SCRIPT)
    }

    /// Path below the root of the site of the script that redirects load.
    pub fn redirect_script(&self) -> &str {
        self.path(REDIRECT_SCRIPT)
    }

    /// Path below the root of the site of the style sheet of the search.
    pub fn search_style(&self) -> &str {
        self.path(SEARCH_STYLE)
    }

    /// Path below the root of the site of the icon.
    pub fn favicon(&self) -> &str {
        self.path(FAVICON)
    }

    /// Path below the root of the site of a file of the theme, by its path below `assets/`; empty when the theme has
    /// none of that name.
    pub fn path(&self, path: &str) -> &str {
        self.files.get(path).map_or("", |(published, _)| published)
    }

    /// The bytes of a file by its path below `assets/`.
    pub fn bytes(&self, path: &str) -> &[u8] {
        self.files.get(path).map_or(&[], |(_, bytes)| bytes)
    }

    /// The path of each file below `assets/`, and where it is published.
    pub(super) fn paths(&self) -> impl Iterator<Item = (&str, &str)> {
        let files = self.files.iter().filter(|(path, _)| *path != SEARCH_SCRIPT);
        files.map(|(path, (published, _))| (path.as_str(), published.as_str()))
    }
}

fn hashed(path: &str, hash: &[u8; 32]) -> String {
    let hash: String = hash[..5].iter().map(|byte| format!("{byte:02x}")).collect();
    match path.rsplit_once('.') {
        Some((stem, extension)) => format!("assets/{stem}.{hash}.{extension}"),
        None => format!("assets/{path}.{hash}"),
    }
}

/// Lets `url(…)` of a style sheet lead to the published names of files beside it.
fn with_hashed_links(style: &str, path: &str, renamed: &[(String, String)]) -> String {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    renamed.iter().filter(|(own, _)| own != path).fold(style.to_owned(), |style, (own, published)| {
        let Some(near) = own.strip_prefix(folder).map(|near| near.trim_start_matches('/')) else {
            return style;
        };
        let published = super::relative(&format!("assets/{path}"), published);
        ["url(", "url(\"", "url('"].iter().fold(style, |style, opening| {
            style.replace(&format!("{opening}{near}"), &format!("{opening}{published}"))
        })
    })
}
