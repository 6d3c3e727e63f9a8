//! The codes: every kind of finding that Duly makes, with its weight and its explanation.
//!
//! A code is part of Duly's interface: people write it in `[lint]` and search for it. It is `area/what` and
//! never changes its meaning. Its explanation, printed by `duly explain`, is the file of the same name in
//! `explanations/`.

use super::Severity;

/// What holds for every finding of a code.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// What people write in `[lint]`: `area/what`.
    pub name: &'static str,
    /// The severity unless `[lint]` sets another.
    pub severity: Severity,
    /// Whether the severity is beyond `[lint]`: without the value that this finding is about there would be
    /// nothing true to publish.
    pub fixed: bool,
    /// Whether the finding is dropped unless `[lint]` asks for it.
    pub off: bool,
    /// What the finding means and how to mend it, in Markdown.
    pub explanation: &'static str,
}

macro_rules! codes {
    ($($variant:ident = $name:literal, $severity:ident $(, $way:ident)?;)*) => {
        /// The stable name of a kind of finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
        }

        impl Code {
            /// Every code, in the order in which they are explained.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// What holds for every finding of this code.
            pub fn rule(self) -> &'static Rule {
                match self {
                    $(Code::$variant => &Rule {
                        name: $name,
                        severity: Severity::$severity,
                        fixed: codes!(@fixed $($way)?),
                        off: codes!(@off $($way)?),
                        explanation: include_str!(concat!("explanations/", $name, ".md")),
                    },)*
                }
            }
        }
    };
    (@fixed fixed) => { true };
    (@fixed $($way:ident)?) => { false };
    (@off off) => { true };
    (@off $($way:ident)?) => { false };
}

codes! {
    ConfigSyntax = "config/syntax", Error, fixed;
    ConfigUnknownKey = "config/unknown-key", Error, fixed;
    ConfigInvalidValue = "config/invalid-value", Error, fixed;
    ConfigMissingKey = "config/missing-key", Error, fixed;
    ConfigUnknownName = "config/unknown-name", Error, fixed;

    SourceUnreadable = "source/unreadable", Error, fixed;
    SourceNotUtf8 = "source/not-utf-8", Error, fixed;
    SourceTooLarge = "source/too-large", Error, fixed;
    SourceSkipped = "source/skipped", Warning;
    SourceNotPortable = "source/not-portable", Warning;

    TechDocsRuby = "tech-docs/ruby", Warning;
    TechDocsSetting = "tech-docs/setting", Note;
    ImportLeftOut = "import/left-out", Warning, fixed;

    FrontMatterSyntax = "front-matter/syntax", Error, fixed;
    FrontMatterUnclosed = "front-matter/unclosed", Error, fixed;
    FrontMatterTooLarge = "front-matter/too-large", Error, fixed;
    FrontMatterUnsupported = "front-matter/unsupported", Error, fixed;
    FrontMatterDuplicateKey = "front-matter/duplicate-key", Error, fixed;
    FrontMatterMisspeltKey = "front-matter/misspelt-key", Error, fixed;
    FrontMatterUnknownKey = "front-matter/unknown-key", Warning;
    FrontMatterInvalidValue = "front-matter/invalid-value", Error, fixed;
    FrontMatterEmptyValue = "front-matter/empty-value", Error, fixed;

    DateNotIso = "date/not-iso", Error, fixed;
    DateAmbiguous = "date/ambiguous", Error, fixed;
    DateImpossible = "date/impossible", Error, fixed;
    DateInFuture = "date/in-future", Error, fixed;
    CadenceInvalid = "cadence/invalid", Error, fixed;

    PageNoTitle = "page/no-title", Warning;
    PageSecondTitle = "page/second-title", Warning;
    PageUnknownKind = "page/unknown-kind", Warning;
    PageMissingField = "page/missing-field", Warning;
    PageMissingTarget = "page/missing-target", Warning;
    PageUnknownTemplate = "page/unknown-template", Error;

    KindMissingSection = "kind/missing-section", Warning;
    KindEmptySection = "kind/empty-section", Warning;
    KindRepeatedSection = "kind/repeated-section", Warning;
    KindSectionOrder = "kind/section-order", Warning;

    SiteNoAccessibilityStatement = "site/no-accessibility-statement", Note;

    CommitmentInvalid = "commitment/invalid", Warning;
    CommitmentMisplaced = "commitment/misplaced", Warning;
    CommitmentPastDue = "commitment/past-due", Note;
    CommitmentNoOwner = "commitment/no-owner", Note;
    CommitmentStaleStatus = "commitment/stale-status", Note;

    GlossaryRepeatedTerm = "glossary/repeated-term", Warning;

    OwnerUnknown = "owner/unknown", Warning;
    OwnerInactive = "owner/inactive", Warning;
    OwnerMissing = "owner/missing", Note;

    ReviewOverdue = "review/overdue", Note;
    ReviewMissingField = "review/missing-field", Warning;
    ReviewUnreviewed = "review/unreviewed", Note;
    ReviewUpdatedSince = "review/updated-since", Note;
    ReviewOlderThanEdit = "review/older-than-edit", Note;

    AddressCollision = "address/collision", Error, fixed;
    AddressRedirect = "address/redirect", Warning;

    LinkMissingPage = "link/missing-page", Warning;
    LinkMissingFile = "link/missing-file", Warning;
    LinkMissingAnchor = "link/missing-anchor", Warning;
    LinkLetterCase = "link/letter-case", Warning;
    LinkToDraft = "link/to-draft", Warning;
    LinkNotInForce = "link/not-in-force", Note;
    LinkOutsideBook = "link/outside-book", Warning;
    LinkLookAlike = "link/look-alike", Warning;
    LinkUnsafeScheme = "link/unsafe-scheme", Warning;

    MarkdownUnknownBlock = "markdown/unknown-block", Warning;
    MarkdownLeakedShortcode = "markdown/leaked-shortcode", Warning;
    MarkdownRawHtml = "markdown/raw-html", Warning;
    MarkdownUnbalancedHtml = "markdown/unbalanced-html", Warning;
    MarkdownUndefinedReference = "markdown/undefined-reference", Warning;
    MarkdownCodeTooLarge = "markdown/code-too-large", Warning;

    MarkdownPastedReviewLine = "markdown/pasted-review-line", Note;

    AccessibilityNoAltText = "accessibility/no-alt-text", Warning;
    AccessibilitySkippedHeading = "accessibility/skipped-heading", Note;
    AccessibilityLinkText = "accessibility/link-text", Note;
    AccessibilitySameLinkText = "accessibility/same-link-text", Note;
    AccessibilityTableHeader = "accessibility/table-header", Warning;

    ProseRetiredTerm = "prose/retired-term", Warning;
    ProseUnexplainedShortForm = "prose/unexplained-short-form", Note, off;

    SearchDisproportionate = "search/disproportionate", Warning;

    PagesAddress = "pages/address", Warning;
    PagesName = "pages/name", Warning;
    PagesSize = "pages/size", Warning;

    ThemeMissing = "theme/missing", Error, fixed;
    ThemeInvalid = "theme/invalid", Error, fixed;
    ThemeRender = "theme/render", Error, fixed;
    ThemeTooLarge = "theme/too-large", Error, fixed;
    ThemeContrast = "theme/contrast", Warning;
    ThemeUntranslated = "theme/untranslated", Warning;
}

impl Code {
    /// The name of the code: `link/missing-page`.
    pub fn as_str(self) -> &'static str {
        self.rule().name
    }

    /// The code of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name)
    }
}
