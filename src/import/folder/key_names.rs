//! The keys of front matter that other programs have, and what Duly calls them.

/// Keys that Duly knows by the same name, with values of the same form.
pub(super) const SAME: [&str; 15] = [
    "title",
    "description",
    "kind",
    "owner",
    "owner_slack",
    "tags",
    "version",
    "approved_by",
    "phase",
    "hide_in_navigation",
    "prevent_indexing",
    "old_paths",
    "source_url",
    "layout",
    "superseded_by",
];

/// Other names, with Duly's.
pub(super) const OTHER_NAMES: [(&str, &str); 18] = [
    ("reviewed", "last_reviewed_on"),
    ("reviewed_on", "last_reviewed_on"),
    ("reviewed_at", "last_reviewed_on"),
    ("last_reviewed", "last_reviewed_on"),
    ("last_review", "last_reviewed_on"),
    ("last_reviewed_by", "reviewed_by"),
    ("review_by", "next_review_on"),
    ("next_review", "next_review_on"),
    ("review_due", "next_review_on"),
    ("review_every", "review_in"),
    ("review_cycle", "review_in"),
    ("review_frequency", "review_in"),
    ("sidebar_position", "weight"),
    ("order", "weight"),
    ("nav_order", "weight"),
    ("lang", "language"),
    ("summary", "description"),
    ("excerpt", "description"),
];

/// The keys in `review:`, with Duly's.
pub(super) const OF_REVIEW: [(&str, &str); 10] = [
    ("last", "last_reviewed_on"),
    ("on", "last_reviewed_on"),
    ("date", "last_reviewed_on"),
    ("reviewed", "last_reviewed_on"),
    ("by", "reviewed_by"),
    ("next", "next_review_on"),
    ("due", "next_review_on"),
    ("in", "review_in"),
    ("every", "review_in"),
    ("cycle", "review_in"),
];

/// What other programs say with yes and no, and what Duly says for it.
pub(super) const YES: [(&str, bool, &str, &str); 8] = [
    ("draft", true, "status", "draft"),
    ("published", false, "status", "draft"),
    ("unlisted", true, "hide_in_navigation", "true"),
    ("nav_exclude", true, "hide_in_navigation", "true"),
    ("hidden", true, "hide_in_navigation", "true"),
    ("noindex", true, "prevent_indexing", "true"),
    ("search_exclude", true, "search", "false"),
    ("in_search_index", false, "search", "false"),
];
