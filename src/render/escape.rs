//! Text in its place in HTML, through pulldown-cmark's own escapes.

use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};

/// Text in an attribute with double quotes.
pub(super) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape_html(&mut html, text).expect("writing to a string cannot fail");
    html
}

/// Text between tags.
pub(super) fn escaped_text(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape_html_body_text(&mut html, text).expect("writing to a string cannot fail");
    html
}

/// An address in an attribute with double quotes: what a URL may not hold is percent-encoded.
pub(super) fn escaped_address(address: &str) -> String {
    let mut html = String::with_capacity(address.len());
    escape_href(&mut html, address).expect("writing to a string cannot fail");
    html
}
