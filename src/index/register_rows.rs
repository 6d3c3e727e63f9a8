//! What the script of the review register reads: every page in as few bytes as it can be said in. It is no interface
//! for anybody else, and changes with the script.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::link::{Page, PageId, PageOwner, SHOWN_HISTORY, Site, encoded};
use crate::review::Evidence;

/// What pages have in common, each named once: identifier and name in the order of first use.
#[derive(Default)]
struct Names {
    positions: BTreeMap<String, usize>,
    names: Vec<Value>,
}

impl Names {
    fn position(&mut self, id: &str, name: &str) -> usize {
        if let Some(position) = self.positions.get(id) {
            return *position;
        }
        let position = self.names.len();
        self.positions.insert(id.to_owned(), position);
        self.names.push(json!([id, name]));
        position
    }
}

/// The bytes of [`crate::link::REGISTER_ROWS`]: `kinds`, `sections` and `owners` with their names, and `pages` in the order in which
/// they want attention on the day of the build. A page is a list, whose last values are left out while they are null:
/// title, address, state, kind, section, owners, last reviewed, due, by, evidence, history, earlier entries, language.
pub fn register_rows(site: &Site) -> String {
    let (mut kinds, mut sections, mut owners) = (Names::default(), Names::default(), Names::default());
    let unowned: BTreeSet<PageId> = site.register.unowned.iter().copied().collect();
    let pages: Vec<Value> = site
        .register
        .pages
        .iter()
        .map(|id| {
            let page = site.page(*id);
            let kind = page.kind.as_ref().map(|id| {
                let label = site.config.kinds.get(id).map_or(id, |kind| &kind.label);
                kinds.position(id, label)
            });
            let section = site.page(site.section(page.section).page);
            let section = sections.position(&encoded(&section.address), &section.title);
            let owners: Vec<usize> = page
                .owners
                .iter()
                .filter_map(|owner| Some(owners.position(&site.register.owner(owner)?.id, name(site, owner))))
                .collect();
            // An empty list is a page that lacks an owner; null is one that needs none.
            let owners = Some(owners).filter(|owners| !owners.is_empty() || unowned.contains(id));
            trimmed(vec![
                json!(page.title),
                json!(encoded(&page.address)),
                json!(page.standing()),
                json!(kind),
                json!(section),
                json!(owners),
                json!(page.review.last_reviewed.map(|date| date.to_string())),
                json!(page.review.due.map(|date| date.to_string())),
                json!(page.reviewed_by.as_ref().filter(|_| site.config.review.show_reviewer)),
                json!(evidence(page)),
                history(site, page),
                json!(
                    page.history(site.today).len().checked_sub(SHOWN_HISTORY).filter(|earlier| *earlier > 0)
                ),
                json!(Some(&page.language).filter(|tag| **tag != site.config.book.language.value)),
            ])
        })
        .collect();
    let rows = json!({
        "kinds": kinds.names, "sections": sections.names, "owners": owners.names, "pages": pages,
    });
    // The file can be opened by itself, by whatever takes it for a page.
    rows.to_string().replace('<', "\\u003c")
}

fn name<'s>(site: &'s Site, owner: &'s PageOwner) -> &'s str {
    match owner {
        PageOwner::Declared(id) | PageOwner::Named(id) => {
            site.config.owners.get(id).map_or(id, |owner| &owner.name)
        }
    }
}

fn evidence(page: &Page) -> Option<&'static str> {
    match page.evidence {
        Some(evidence @ (Evidence::UpdatedSince | Evidence::ByHand)) => Some(evidence.as_str()),
        _ => None,
    }
}

fn history(site: &Site, page: &Page) -> Value {
    let entries = page.history(site.today);
    if entries.is_empty() {
        return Value::Null;
    }
    let entry = |entry: &&crate::parse::HistoryEntry| {
        let by = entry.by.as_ref().filter(|_| site.config.review.show_reviewer).map(|by| &by.value);
        let outcome = entry.outcome.map(crate::parse::SignOffOutcome::as_str);
        trimmed(vec![json!(entry.on.value.to_string()), json!(outcome), json!(by)])
    };
    entries.iter().take(SHOWN_HISTORY).map(entry).collect()
}

fn trimmed(mut values: Vec<Value>) -> Value {
    while values.last().is_some_and(Value::is_null) {
        values.pop();
    }
    Value::Array(values)
}
