//! Block quotes that name themselves: `> [!INSET] Caption` is a block, so that a page reads well on a git host
//! too.

use std::ops::Range;

/// The `[!NAME]` at the beginning of a block quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Marker {
    /// In lower case.
    pub(super) name: String,
    /// From the `[` to the `]`.
    pub(super) span: Range<usize>,
}

/// The marker with which the block quote at `quote` begins, read from the text itself: to the parser it may
/// be anything, even a link.
pub(super) fn marker(text: &str, quote: Range<usize>) -> Option<Marker> {
    let line = text[quote.clone()].trim_start_matches(' ').strip_prefix('>')?;
    let line = line.trim_start_matches([' ', '\t']);
    let start = quote.end - line.len();
    let inner = line.strip_prefix("[!")?;
    let length = inner.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))?;
    let behind = inner[length..].strip_prefix(']')?;
    // `[!name]: …` defines a reference and `[!name](…)` is a link.
    if length == 0 || behind.starts_with([':', '(']) {
        return None;
    }
    let end = start + "[!".len() + length + "]".len();
    Some(Marker { name: inner[..length].to_ascii_lowercase(), span: start..end })
}

#[cfg(test)]
mod tests {
    use super::marker;

    fn name(text: &str) -> Option<String> {
        let marker = marker(text, 0..text.len())?;
        assert!(text[marker.span].starts_with("[!"));
        Some(marker.name)
    }

    #[test]
    fn a_quotation_that_names_itself_has_a_marker() {
        assert_eq!(name("> [!WARNING]\n> Text").as_deref(), Some("warning"));
        assert_eq!(name(">[!inset] [Source](a.md)\n> Text").as_deref(), Some("inset"));
    }

    #[test]
    fn definitions_links_and_plain_quotations_have_none() {
        assert_eq!(name("> [!note]: https://example.org"), None);
        assert_eq!(name("> [!note](https://example.org)"), None);
        assert_eq!(name("> [!] x"), None);
        assert_eq!(name("> Text [!NOTE]"), None);
    }
}
