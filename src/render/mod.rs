//! The fourth stage: one page of the [`Site`] becomes HTML. Pure, one page at a time, whoever asks first.

mod commitments;
mod context;
mod escape;
mod footnotes;
mod glossary;
mod highlight;
mod html;
mod navigation;
mod strings;
mod surroundings;
mod tables;
mod templates;
mod views;

use crate::diagnostic::Outcome;
use crate::link::{List, PageId, Site};
use crate::memo::Memos;

pub use context::*;
pub use html::fragment;
pub use strings::Dictionary;
pub(crate) use strings::Words;
pub use templates::{Templates, compile};

use navigation::Navigation;

/// Makes the HTML of a site's pages, with what all of them share made once.
pub struct Renderer<'s> {
    site: &'s Site,
    templates: &'s Templates,
    dictionary: &'s Dictionary,
    memos: &'s Memos,
    navigation: Navigation,
    summaries: views::Summaries,
    book: tera::Value,
}

impl<'s> Renderer<'s> {
    /// A renderer whose shared parts are made here, once for all pages.
    pub fn new(
        site: &'s Site,
        templates: &'s Templates,
        dictionary: &'s Dictionary,
        memos: &'s Memos,
    ) -> Self {
        Self {
            site,
            templates,
            dictionary,
            memos,
            navigation: Navigation::new(site),
            summaries: views::Summaries::new(views::MOST_SUMMARIES),
            book: tera::Value::from_serializable(&views::book(site)),
        }
    }

    /// A page of the book.
    pub fn page(&self, id: PageId) -> Outcome<String> {
        let mut findings = Vec::new();
        let page = self.site.page(id);
        let view = views::page(self, id).collect(&mut findings);
        let template = views::template(page, self.site, self.templates.names());
        let html = self.templates.render(template, &self.context(&view), &views::named(page, self.site));
        Outcome::new(html.collect(&mut findings), findings)
    }

    /// A part of `/a-z/`, all pages by title, by its index in [`Site::alphabet`].
    pub fn a_to_z(&self, part: usize) -> Outcome<String> {
        let view = views::a_to_z(self, part);
        self.templates.render("a-z.html", &self.context(&view), "the A to Z")
    }

    /// A page of the review register or of owners, by its index in [`crate::link::Register::listings`].
    pub fn listing(&self, index: usize) -> Outcome<String> {
        let listing = &self.site.register.listings[index];
        let mut findings = Vec::new();
        let (template, context) = match listing.list {
            List::Register => {
                let view = views::register(self, listing).collect(&mut findings);
                ("register.html", self.context(&view))
            }
            List::Owners => {
                let view = views::owners(self, listing).collect(&mut findings);
                ("owners.html", self.context(&view))
            }
            List::Owner(_) | List::Unowned => {
                let view = views::owner(self, listing).collect(&mut findings);
                ("owner.html", self.context(&view))
            }
        };
        let html = self.templates.render(template, &context, &listing.address);
        Outcome::new(html.collect(&mut findings), findings)
    }

    /// A part of `/commitments/`, by its index in [`crate::link::Commitments::parts`].
    pub fn commitments(&self, part: usize) -> Outcome<String> {
        let view = views::commitments(self, part);
        self.templates.render("commitments.html", &self.context(&view), "the list of commitments")
    }

    /// A part of `/maturity/`, by its index in [`crate::link::Checklists::parts`].
    pub fn maturity(&self, part: usize) -> Outcome<String> {
        let view = views::maturity(self, part);
        self.templates.render("maturity.html", &self.context(&view), "the questions of all checklists")
    }

    /// `/search/`: the page on which readers search.
    pub fn search(&self) -> Outcome<String> {
        let view = views::search(self);
        self.templates.render("search.html", &self.context(&view), "the search")
    }

    /// `/404.html`, whose links begin at the base path, for it is shown at any address.
    pub fn not_found(&self) -> Outcome<String> {
        let view = views::not_found(self);
        self.templates.render("404.html", &self.context(&view), "404.html")
    }

    /// The page at `old_path`, an output path, that leads to where `id` is now.
    pub fn redirect(&self, id: PageId, fragment: Option<&str>, old_path: &str) -> Outcome<String> {
        let view = views::redirect(self, id, fragment, old_path);
        self.templates.render("redirect.html", &self.context(&view), old_path)
    }

    /// The page at `old_path`, an output path, that leads to another site.
    pub fn redirect_away(&self, url: &str, old_path: &str) -> Outcome<String> {
        let view = views::redirect_away(self, url, old_path);
        self.templates.render("redirect.html", &self.context(&view), old_path)
    }

    fn context(&self, view: &impl serde::Serialize) -> tera::Context {
        let mut context = tera::Context::from_serialize(view)
            .expect("a view is a struct, and a struct serialises to a map");
        context.insert_value("book", self.book.clone());
        context
    }
}
