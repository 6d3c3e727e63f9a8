//! Where the links of a page lead, once it is in another place.

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, percent_encode};

use crate::link::joined;

/// Pictures that are larger stay where they are, and are linked.
const LARGEST: usize = 2 * 1024 * 1024;

/// What an address in a page means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A place in the same page, without `#`.
    Here(String),
    /// A file of the site: its path below the root, and what stands behind that.
    Site(String, String),
    /// Another site, mail, or anything that is meant as it stands.
    Elsewhere,
}

/// The place that `written` in the page at `address` means.
pub(super) fn place(written: &str, address: &str) -> Place {
    if let Some(id) = written.strip_prefix('#') {
        return Place::Here(id.to_owned());
    }
    let end = written.find(['?', '#']).unwrap_or(written.len());
    let (path, rest) = written.split_at(end);
    if path.starts_with('/') || path.split('/').next().is_some_and(|first| first.contains(':')) {
        return Place::Elsewhere;
    }
    let folder = address.rsplit_once('/').map_or("", |(folder, _)| folder);
    // What leads out of the site is no file of it.
    joined(folder, path).map_or(Place::Elsewhere, |path| Place::Site(path, rest.to_owned()))
}

/// The path of a file of the site, as it is named there.
pub(super) fn decoded(path: &str) -> String {
    percent_decode_str(path).decode_utf8_lossy().into_owned()
}

/// A picture as an address that holds all of it (RFC 2397); none for other files and for what is too large.
pub(super) fn embedded(path: &str, bytes: &[u8]) -> Option<String> {
    let kind = match path.rsplit('.').next()?.to_ascii_lowercase().as_str() {
        "avif" => "image/avif",
        "gif" => "image/gif",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "webp" => "image/webp",
        _ => return None,
    };
    (bytes.len() <= LARGEST).then(|| format!("data:{kind},{}", percent_encode(bytes, NON_ALPHANUMERIC)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_told_from_where_they_stand() {
        let site = |path: &str, rest: &str| Place::Site(path.to_owned(), rest.to_owned());
        assert_eq!(place("../b/#c", "x/a/"), site("x/b/", "#c"));
        assert_eq!(place("../../", "x/a/"), site("", ""));
        assert_eq!(place("p.png?x", "x/a/"), site("x/a/p.png", "?x"));
        assert_eq!(place("#c", "x/a/"), Place::Here("c".to_owned()));
        for elsewhere in
            ["https://example.org/", "mailto:a@example.org", "//example.org/", "javascript:x", "../../../b/"]
        {
            assert_eq!(place(elsewhere, "x/a/"), Place::Elsewhere);
        }
    }
}
