//! Where readers of a page can take part: edit it, report a problem, pass it on.

use crate::link::{Page, Site, encoded};

/// Where the page is edited at the git host.
pub(super) fn edit_url(site: &Site, page: &Page) -> Option<String> {
    let document = page.document.as_ref()?;
    if let Some(url) = &document.front_matter.source_url {
        return Some(url.value.clone());
    }
    let config = &site.config;
    let repository = config.site.repository.as_ref()?;
    let edit = if repository.contains("gitlab") { "-/edit" } else { "edit" };
    let path = encoded(&config.book.file(&document.source.path));
    Some(format!("{repository}/{edit}/{}/{path}", config.site.branch))
}

/// Where a problem is reported: not everybody has an account at the git host, so the book's own address first.
pub(super) fn report_url(site: &Site, page: &Page) -> Option<String> {
    let subject = encoded(&page.title).replace('+', "%2B");
    if let Some(feedback) = &site.config.site.feedback {
        let is_plain_mail = feedback.starts_with("mailto:") && !feedback.contains('?');
        return Some(if is_plain_mail { format!("{feedback}?subject={subject}") } else { feedback.clone() });
    }
    let repository = site.config.site.repository.as_ref()?;
    Some(format!("{repository}/issues/new?title={subject}"))
}

pub(super) fn email_href(site: &Site, page: &Page) -> Option<String> {
    let address = site.permalink(&page.address)?;
    let parameter = |text: &str| encoded(text).replace('/', "%2F").replace('+', "%2B");
    Some(format!("mailto:?subject={}&body={}", parameter(&page.title), parameter(&address)))
}
