//! What a page gets beside its own bytes while it is previewed: one script, from the preview's own address.
//!
//! It is put in when the page is served and is part of no output, so that `build` publishes nothing of it.

use pulldown_cmark_escape::escape_html;

use super::answer::OWN_FOLDER;

/// What the script is told.
pub(super) struct Told<'a> {
    /// The path of the page below the root of the site, or that of the request when there is none.
    pub(super) path: &'a str,
    /// The stamp of the page as it is served here; empty when there is none.
    pub(super) version: &'a str,
    /// The path of the style sheet below the root of the site.
    pub(super) style: &'a str,
    /// `/` or the path under which the site is published.
    pub(super) base: &'a str,
}

/// The page with the script at the end of its head.
pub(super) fn with_script(html: &str, told: &Told<'_>) -> Vec<u8> {
    let mut script = String::new();
    let mut attribute = |name: &str, value: &str| {
        script.push_str(name);
        script.push_str("=\"");
        escape_html(&mut script, value).expect("writing to a string cannot fail");
        script.push_str("\" ");
    };
    attribute("src", &format!("{}{OWN_FOLDER}preview.js", told.base));
    attribute("data-path", told.path);
    attribute("data-version", told.version);
    attribute("data-style", told.style);
    attribute("data-base", told.base);
    let at = ["</head>", "<body"].iter().find_map(|tag| html.find(tag)).unwrap_or(html.len());
    let (before, after) = html.split_at(at);
    format!("{before}<script {script}defer></script>\n{after}").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_is_in_the_head_and_no_path_gets_out_of_its_attribute() {
        let told = Told { path: "\"><script>alert(1)</script>/", version: "1", style: "a.css", base: "/b/" };
        let html =
            String::from_utf8(with_script("<head><title>A</title></head><body></body>", &told)).unwrap();
        assert!(html.starts_with("<head><title>A</title><script src=\"/b/.duly/preview.js\""), "{html}");
        assert!(!html.contains("<script>alert"), "{html}");
    }
}
