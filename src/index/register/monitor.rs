//! `api/pages.json`: the pages as the GOV.UK tech-docs template lists them, so that monitors of its sites, such as
//! the one that tells Slack channels what is due, work with a book unchanged.

use serde::Serialize;

use super::inert;
use super::row::{RowOwner, url};
use crate::link::{Page, Site};

/// The keys and their order are those of the template.
#[derive(Serialize)]
struct MonitoredPage<'s> {
    title: &'s str,
    url: String,
    /// Null when nobody is asked to review it.
    review_by: Option<String>,
    /// Null when no channel is known.
    owner_slack: Option<String>,
}

/// All pages that somebody wrote, by address, on one line.
pub(super) fn pages(site: &Site) -> String {
    let written = site.pages.iter().filter(|page| page.document.is_some());
    let pages: Vec<MonitoredPage<'_>> = written
        .map(|page| MonitoredPage {
            title: &page.title,
            url: url(site, page),
            review_by: page.review.due.map(|due| due.to_string()),
            owner_slack: slack(site, page),
        })
        .collect();
    inert(&serde_json::to_string(&pages).expect("pages are texts"))
}

/// What the page names itself, else the first of its owners who has a channel.
fn slack(site: &Site, page: &Page) -> Option<String> {
    let own = page.document.as_ref().and_then(|document| document.front_matter.owner_slack.as_ref());
    let of_owner = || page.owners.iter().find_map(|owner| RowOwner::new(site, owner).slack);
    own.map(|slack| slack.value.clone()).or_else(of_owner)
}
