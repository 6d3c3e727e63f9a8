//! A kind of document, as `[kinds.ID]` of `book.toml` declares it, and the kinds that every book has to begin with.

use crate::review::Cadence;
use crate::source::Spanned;

/// A kind of document: principle, strategy, policy …
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Kind {
    /// What readers are shown.
    pub label: String,
    /// How long a review of such a page lasts, unless the page says otherwise.
    pub review_in: Option<Cadence>,
    /// The headings of the second level that such a page has, in this order.
    pub sections: Vec<RequiredSection>,
    /// Front-matter fields that such a page must have, beside those of `[review] require`.
    pub require: Vec<Spanned<String>>,
    /// The template of such pages, unless a page names its own.
    pub template: Option<Spanned<String>>,
}

/// A heading that the pages of a kind have.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RequiredSection {
    /// Its words, without `##`.
    pub heading: String,
    /// Other wordings that count as the same heading.
    pub also: Vec<String>,
    /// What its content is to Duly, if it is more than text.
    pub role: Option<SectionRole>,
}

/// What the content of a section is to Duly, beyond its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SectionRole {
    /// Its list holds the questions by which a team judges its maturity.
    Checklist,
}

/// The identifier of the kind that an accessibility statement is of.
pub const ACCESSIBILITY_STATEMENT: &str = "accessibility-statement";

/// The identifier of the kind that a glossary is of.
pub const GLOSSARY: &str = "glossary";

/// The kinds that a book can use without declaring them, with their labels.
const BUILT_IN: [(&str, &str); 9] = [
    (ACCESSIBILITY_STATEMENT, "Accessibility statement"),
    ("decision", "Decision"),
    (GLOSSARY, "Glossary"),
    ("guide", "Guide"),
    ("policy", "Policy"),
    ("principle", "Principle"),
    ("standard", "Standard"),
    ("strategy", "Strategy"),
    ("theme", "Theme"),
];

/// The headings of the United Kingdom's model accessibility statement, with wordings that its authors have used.
const MODEL_STATEMENT: [(&str, &[&str]); 7] = [
    (
        "How accessible this website is",
        &["How accessible this site is", "How accessible the website is", "Using this website"],
    ),
    (
        "Feedback and contact information",
        &["Contact information", "Reporting accessibility problems with this website"],
    ),
    ("Enforcement procedure", &[]),
    (
        "Technical information about this website’s accessibility",
        &["Technical information about this site’s accessibility", "Compliance status"],
    ),
    ("Non-accessible content", &["Non accessible content"]),
    (
        "What we’re doing to improve accessibility",
        &["What we are doing to improve accessibility", "How we are improving accessibility"],
    ),
    (
        "Preparation of this accessibility statement",
        &["Preparation of this statement", "How we tested this website"],
    ),
];

/// How a record of a decision is usually built.
const DECISION: [(&str, &[&str]); 3] =
    [("Context", &["Background"]), ("Decision", &["Our decision"]), ("Consequences", &["Implications"])];

impl Kind {
    /// The built-in kind of an identifier.
    pub fn built_in(id: &str) -> Option<Self> {
        let (id, label) = BUILT_IN.iter().find(|(known, _)| *known == id)?;
        let sections: &[(&str, &[&str])] = match *id {
            ACCESSIBILITY_STATEMENT => &MODEL_STATEMENT,
            "decision" => &DECISION,
            _ => &[],
        };
        let section = |(heading, also): &(&str, &[&str])| RequiredSection {
            heading: (*heading).to_owned(),
            also: also.iter().map(|also| (*also).to_owned()).collect(),
            role: None,
        };
        Some(Self {
            label: (*label).to_owned(),
            sections: sections.iter().map(section).collect(),
            ..Self::default()
        })
    }

    /// The identifiers of all built-in kinds.
    pub fn built_in_ids() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(id, _)| *id)
    }

    /// The required section that a heading is the heading of, by its index in [`Kind::sections`].
    pub fn section_of(&self, heading: &str) -> Option<usize> {
        let heading = plain(heading);
        let is_meant = |wording: &String| plain(wording) == heading;
        self.sections
            .iter()
            .position(|section| is_meant(&section.heading) || section.also.iter().any(is_meant))
    }
}

/// A heading as far as its wording counts: letter case, white space and the form of apostrophes do not.
pub fn plain(heading: &str) -> String {
    let straight = heading.replace(['’', '‘'], "'").to_lowercase();
    straight.split_whitespace().collect::<Vec<_>>().join(" ")
}
