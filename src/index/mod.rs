//! The fifth stage: what is made of the whole site and is not a page. Pure.

mod commitments;
pub mod one_file;
mod pages_rules;
mod register;
mod register_rows;
pub mod search;

use std::fmt::Write;

use crate::link::{List, Listing, Site};
use crate::parse::Status;

pub use commitments::commitments_file;
pub use pages_rules::pages_rules;
use register::inert;
pub use register::{
    Audience, Forecast, Move, NO_OWNER, Period, Queue, QueueGroup, Reviewer, Row, RowKind, RowOwner,
    RowSection, calendar, harmless, is_updated_since, json, register_file, rows, stagger, table, table_of,
};
pub use register_rows::register_rows;

/// `sitemap.xml` (sitemaps.org protocol 0.9): the pages that search engines may show, with the day of their
/// last review, which is when their content was last stood by.
pub fn sitemap(site: &Site) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for page in site.pages.iter().filter(|page| !page.noindex() && !site.config.site.noindex) {
        let Some(url) = site.permalink(&page.address) else { continue };
        // Addresses are escaped so that they hold nothing that XML would have to escape again.
        write!(xml, "<url><loc>{url}</loc>").expect("writing to a string cannot fail");
        if let (Some(date), Status::Live) = (page.review.last_reviewed, page.status) {
            write!(xml, "<lastmod>{date}</lastmod>").expect("writing to a string cannot fail");
        }
        xml.push_str("</url>\n");
    }
    let listings = &site.register.listings;
    let found = |listing: &&Listing| {
        listing.number == 1 && listing.list != List::Unowned && !site.config.site.noindex
    };
    for listing in listings.iter().filter(found) {
        let Some(url) = site.permalink(&listing.address) else { continue };
        writeln!(xml, "<url><loc>{url}</loc></url>").expect("writing to a string cannot fail");
    }
    let commitments = site.commitments.parts.first().filter(|_| !site.config.site.noindex);
    if let Some(url) = commitments.and_then(|part| site.permalink(&part.address)) {
        writeln!(xml, "<url><loc>{url}</loc></url>").expect("writing to a string cannot fail");
    }
    xml + "</urlset>\n"
}

/// `robots.txt` (RFC 9309).
pub fn robots(site: &Site) -> String {
    if site.config.site.noindex {
        // A crawler that may not read a page cannot see that it asks to be left out.
        return "User-agent: *\nAllow: /\n".to_owned();
    }
    match site.permalink("sitemap.xml") {
        Some(sitemap) => format!("User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n"),
        None => "User-agent: *\nAllow: /\n".to_owned(),
    }
}

/// The host name of the site for GitHub Pages.
pub fn cname(site: &Site) -> String {
    site.config.site.cname.as_ref().map_or_else(String::new, |name| format!("{name}\n"))
}
