//! Some pages of the site as one HTML file that needs no other: for people who look at a change with only a browser.
//!
//! A page gives its `<main>`. Styles and pictures are put into the file, links lead to the published site, and there
//! is no script: what a page shows without one is true.

mod address;
mod part;

use std::fmt::Write;

use pulldown_cmark_escape::escape_html;

use crate::config::SiteUrl;
use part::Part;

/// What such a file begins with, so that a later one may take its place.
pub const MARK: &str = "<!doctype html>\n<!-- Made by Duly: some pages in one file. -->\n";

/// A page of the site, rendered.
#[derive(Clone, Debug)]
pub struct RenderedPage {
    /// Below the root of the site.
    pub address: String,
    /// From the root of the book.
    pub file: String,
    /// Its title.
    pub title: String,
    /// BCP 47.
    pub language: String,
    /// The whole page.
    pub html: String,
}

/// What the file needs beside its pages.
pub struct Source<'a> {
    /// The title of the book.
    pub title: &'a str,
    /// The book's language.
    pub language: &'a str,
    /// Where the site is published.
    pub url: Option<&'a SiteUrl>,
    /// The bytes of a file of the site, by its path below the root.
    pub read: &'a dyn Fn(&str) -> Option<Vec<u8>>,
}

/// One file of all those pages.
pub fn one_file(pages: &[RenderedPage], source: &Source<'_>) -> String {
    let parts: Vec<Part> =
        pages.iter().zip(1..).map(|(page, number)| Part::of(page, number, source)).collect();
    let mut styles: Vec<&str> = parts.iter().flat_map(|part| &part.styles).map(String::as_str).collect();
    styles.dedup();
    let mut html = format!(
        "{MARK}<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex\">\n<title>Changed pages – {}</title>\n<style>\n{}\n</style>\n</head>\n\
         <body>\n<div class=\"wrap\">\n<h1>Changed pages</h1>\n",
        escaped(source.language),
        escaped(source.title),
        // Nothing in a style ends it but this.
        styles.join("\n").replace("</", "<\\/"),
    );
    if pages.is_empty() {
        html += "<p>This change is of no page that readers see.</p>\n";
    } else {
        html += "<ul>\n";
        for (page, number) in pages.iter().zip(1..) {
            let (title, file) = (escaped(&page.title), escaped(&page.file));
            writeln!(html, "<li><a href=\"#p{number}\">{title}</a> ({file})</li>").expect(IN_MEMORY);
        }
        html += "</ul>\n";
    }
    html += "</div>\n";
    for ((page, part), number) in pages.iter().zip(&parts).zip(1..) {
        writeln!(
            html,
            "<hr>\n<section id=\"p{number}\" aria-label=\"{}\" lang=\"{}\">\n<div class=\"wrap\">{}</div>\n</section>",
            escaped(&page.title),
            escaped(&page.language),
            part.html,
        )
        .expect(IN_MEMORY);
    }
    html + "</body>\n</html>\n"
}

const IN_MEMORY: &str = "writing to a string cannot fail";

fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    escape_html(&mut escaped, text).expect(IN_MEMORY);
    escaped
}
