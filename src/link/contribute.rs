//! Where people who only have a browser take part: the form that records a review, the editor for a new page.
//!
//! Both are GitHub's. The form is the workflow that `duly init` writes.

use super::{Page, Site, encoded};
use crate::parse::Status;
use crate::review::State;
use crate::strategy::{NewPage, new_page};

impl Site {
    /// The form that records a review of the page; none for a page that nobody is asked to review.
    pub fn review_form(&self, page: &Page) -> Option<String> {
        page.document.as_ref()?;
        let is_reviewed = page.review.state != State::Exempt && page.status == Status::Live && !page.is_index;
        let repository = self.on_github().filter(|_| is_reviewed)?;
        Some(format!("{repository}/actions/workflows/sign-off.yml"))
    }

    /// The editor with a new page of the kind of this page, in the same folder, with the headings that it must have.
    pub fn new_page_editor(&self, page: &Page) -> Option<String> {
        let path = &page.document.as_ref()?.source.path;
        let id = page.kind.as_deref()?;
        let kind = self.config.kinds.get(id)?;
        let repository = self.on_github()?;
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let of_folder = self.config.section_defaults(folder).find_map(|section| section.kind.as_ref());
        let new = NewPage {
            title: "Title of the page",
            kind: Some(id).filter(|id| of_folder.is_none_or(|kind| kind.value != *id)),
            owner: None,
            wanted: Vec::new(),
        };
        let file = self.config.book.file(folder);
        let file = file.trim_end_matches('/');
        let slash = if file.is_empty() { "" } else { "/" };
        let branch = &self.config.site.branch;
        let text = encoded(&new_page(&new, kind)).replace('/', "%2F").replace('+', "%2B");
        Some(format!("{repository}/new/{branch}{slash}{}?filename=new-page.md&value={text}", encoded(file)))
    }

    fn on_github(&self) -> Option<&str> {
        self.config.site.repository.as_deref().filter(|address| !address.contains("gitlab"))
    }
}
