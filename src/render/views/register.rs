//! The pages of the review register and of owners.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;
use tera::{Context, Value};

use super::super::Renderer;
use super::super::context::{
    FrameView, HealthContext, HealthSummary, LinkContext, ListedOwner, MonthContext, MonthsSummary,
    OwnerView, OwnersView, RegisterContext, RegisterView, RowContext,
};
use super::super::strings::Words;
use super::super::templates::ComponentCall;
use super::shared::asset;
use super::{control, kind, own_frame, owner_context};
use crate::diagnostic::Outcome;
use crate::link::{
    List, Listing, OwnerPages, PageId, PageOwner, REGISTER_ROWS, SHOWN_HISTORY, Site, encoded, relative,
    relative_prefix,
};
use crate::memo::Memo;
use crate::review::{Evidence, State};

/// The states in the order in which they want attention; those of [`QUIET`] are left out where no page has them.
const STATES: [&str; 8] =
    ["overdue", "due-soon", "unreviewed", "current", "unset", "exempt", "withdrawn", "superseded"];

const QUIET: [&str; 4] = ["unset", "exempt", "withdrawn", "superseded"];

/// How many months ahead the register tells what falls due.
const MONTHS_AHEAD: i32 = 12;

/// How many rows the script draws at once: measured on two cores, a hundred take half of what a filter may take.
const ROWS_AT_A_TIME: usize = 100;

/// How many inactive owners the list of owners names before its table.
const MOST_INACTIVE: usize = 50;

/// Which part of a list's summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::render) enum Summary {
    Health,
    Months,
}

/// Summaries of lists by the numbers that they show: a book can have thousands of owners with a page or two each.
pub(in crate::render) type Summaries = Memo<(Summary, Vec<usize>), Arc<Outcome<String>>>;

/// How many summaries are kept.
pub(in crate::render) const MOST_SUMMARIES: usize = 5_000;

pub(in crate::render) fn register(renderer: &Renderer<'_>, listing: &Listing) -> Outcome<RegisterView> {
    let mut findings = Vec::new();
    let register = context(renderer, listing).collect(&mut findings);
    Outcome::new(RegisterView { frame: frame(renderer, listing), register }, findings)
}

pub(in crate::render) fn owner(renderer: &Renderer<'_>, listing: &Listing) -> Outcome<OwnerView> {
    let mut findings = Vec::new();
    let site = renderer.site;
    let owner = match listing.list {
        List::Owner(index) => Some(listed_owner(site, &listing.address, &site.register.owners[index])),
        _ => None,
    };
    let register = context(renderer, listing).collect(&mut findings);
    Outcome::new(OwnerView { frame: frame(renderer, listing), owner, register }, findings)
}

pub(in crate::render) fn owners(renderer: &Renderer<'_>, listing: &Listing) -> Outcome<OwnersView> {
    let mut findings = Vec::new();
    let site = renderer.site;
    let register = &site.register;
    let listed = |owner: &OwnerPages| listed_owner(site, &listing.address, owner);
    let left =
        register.owners.iter().filter(|owner| !owner.pages.is_empty() && !is_active(site, &owner.owner));
    let view = OwnersView {
        frame: frame(renderer, listing),
        owners: register.owners[listing.rows.clone()].iter().map(listed).collect(),
        inactive: left.take(MOST_INACTIVE).map(listed).collect(),
        unowned: register.unowned.len(),
        unowned_href: register.address(List::Unowned).map(|address| relative(&listing.address, address)),
        register: context(renderer, listing).collect(&mut findings),
    };
    Outcome::new(view, findings)
}

fn frame(renderer: &Renderer<'_>, listing: &Listing) -> FrameView {
    own_frame(renderer, &listing.address, relative_prefix(&listing.address))
}

fn is_active(site: &Site, owner: &PageOwner) -> bool {
    match owner {
        PageOwner::Declared(id) => site.config.owners.get(id).is_none_or(|owner| owner.active),
        PageOwner::Named(_) => true,
    }
}

fn listed_owner(site: &Site, from: &str, owner: &OwnerPages) -> ListedOwner {
    let declared = match &owner.owner {
        PageOwner::Declared(id) => site.config.owners.get(id),
        PageOwner::Named(_) => None,
    };
    let deputy = declared.and_then(|owner| owner.deputy.as_ref());
    let deputy = deputy.map(|id| owner_context(site, from, &PageOwner::Declared(id.value.clone())));
    let in_state =
        |state: State| owner.pages.iter().filter(|id| site.page(**id).review.state == state).count();
    ListedOwner {
        id: owner.id.clone(),
        register_href: format!(
            "{}?owner={}",
            relative(from, &List::Register.address(&site.register)),
            encoded(&owner.id).replace('+', "%2B")
        ),
        owner: owner_context(site, from, &owner.owner),
        active: is_active(site, &owner.owner),
        deputy: deputy.and_then(|deputy| Some(LinkContext { text: deputy.name, href: deputy.href? })),
        total: owner.pages.len(),
        overdue: in_state(State::Overdue),
        due_soon: in_state(State::DueSoon),
    }
}

fn context(renderer: &Renderer<'_>, listing: &Listing) -> Outcome<RegisterContext> {
    let mut findings = Vec::new();
    let site = renderer.site;
    let register = &site.register;
    let words = renderer.dictionary.words(&site.config.book.language.value);
    let pages = listing.list.pages(register);
    let shown = if listing.list == List::Owners { &[] } else { &pages[listing.rows.clone()] };
    let from = &listing.address;
    let to = |address: &str| relative(from, address);
    let part = |number: usize| listing.beside(number, register).map(|address| to(&address));
    let total = if listing.list == List::Owners { register.owners.len() } else { pages.len() };
    let (health, months) = (health(site, pages), months(site, pages, words));
    let mut summary = |what| match listing.number {
        1 => {
            let summary = summary(renderer, what, total, &health, &months);
            findings.extend_from_slice(&summary.findings);
            Value::safe_string(&summary.value)
        }
        _ => Value::safe_string(""),
    };
    let (health_summary, months_summary) = (summary(Summary::Health), summary(Summary::Months));
    let context = RegisterContext {
        built: words.date(site.today),
        total,
        health_summary,
        months_summary,
        health,
        months,
        rows: shown.iter().map(|id| row(site, from, *id, words)).collect(),
        number: listing.number,
        parts: listing.parts,
        previous: part(listing.number - 1),
        next: part(listing.number + 1),
        first_href: to(&listing.list.address(register)),
        register_href: to(&List::Register.address(register)),
        owners_href: to(&List::Owners.address(register)),
        pages_href: to(REGISTER_ROWS),
        whole: listing.list == List::Register,
        owner: match listing.list {
            List::Owner(index) => register.owners[index].id.clone(),
            List::Register | List::Owners | List::Unowned => String::new(),
        },
        due_soon_days: i64::from(site.config.review.due_soon),
        time_zone: site.config.site.time_zone.clone(),
        most_rows: ROWS_AT_A_TIME,
        style: asset(site.theme_assets.path("register.css")),
        script: asset(site.theme_assets.path("register.js")),
    };
    Outcome::new(context, findings)
}

/// A part of the summary of a list of so many pages or owners.
fn summary(
    renderer: &Renderer<'_>,
    what: Summary,
    total: usize,
    health: &[HealthContext],
    months: &[MonthContext],
) -> Arc<Outcome<String>> {
    let site = renderer.site;
    let numbers: Vec<usize> = match what {
        // Where no page has a state, it may be missing, so its place is part of what is shown.
        Summary::Health => {
            let states = health.iter().map(|entry| STATES.iter().position(|state| *state == entry.state));
            let states = states.map(Option::unwrap_or_default).zip(health.iter().map(|entry| entry.count));
            std::iter::once(total).chain(states.flat_map(|(state, count)| [state, count])).collect()
        }
        Summary::Months => months.iter().map(|month| month.count).collect(),
    };
    renderer.summaries.get(&(what, numbers), |_| {
        let words = renderer.dictionary.words(&site.config.book.language.value);
        let mut arguments = Context::new();
        let name = match what {
            Summary::Health => {
                let health = health.to_vec();
                let due_soon_days = i64::from(site.config.review.due_soon);
                let built = words.date(site.today);
                arguments.insert("register", &HealthSummary { built, total, health, due_soon_days });
                "register_health"
            }
            Summary::Months => {
                arguments.insert("register", &MonthsSummary { months: months.to_vec() });
                "register_months"
            }
        };
        let call = ComponentCall { name, arguments, words: &words.value, body: None };
        Arc::new(renderer.templates.render_component(&call, "the review register"))
    })
}

fn health(site: &Site, pages: &[PageId]) -> Vec<HealthContext> {
    let share = |count: usize| (count * 1000).checked_div(pages.len()).unwrap_or(0);
    let mut before = 0;
    let mut states = Vec::new();
    for state in STATES {
        let count = pages.iter().filter(|id| site.page(**id).standing() == state).count();
        if count > 0 || !QUIET.contains(&state) {
            let from = share(before);
            before += count;
            states.push(HealthContext { state, count, from, share: share(before) - from });
        }
    }
    states
}

fn months(site: &Site, pages: &[PageId], words: &Words) -> Vec<MonthContext> {
    let mut counts: BTreeMap<Date, usize> = BTreeMap::new();
    for due in pages.iter().filter_map(|id| site.page(*id).review.due).filter(|due| *due >= site.today) {
        *counts.entry(due.first_of_month()).or_default() += 1;
    }
    let first = site.today.first_of_month();
    let months = (0..MONTHS_AHEAD).filter_map(|ahead| first.checked_add(ahead.months()).ok());
    let counted: Vec<(Date, usize)> =
        months.map(|month| (month, counts.get(&month).copied().unwrap_or_default())).collect();
    let most = counted.iter().map(|(_, count)| *count).max().unwrap_or_default();
    let context = |(month, count): (Date, usize)| {
        let year = month.year().to_string();
        MonthContext {
            iso: month.strftime("%Y-%m").to_string(),
            words: words.fill("month_year", &[("month", words.month(month)), ("year", &year)]),
            count,
            share: (count * 1000).checked_div(most).unwrap_or_default(),
        }
    };
    counted.into_iter().map(context).collect()
}

fn row(site: &Site, from: &str, id: PageId, words: &Words) -> RowContext {
    let page = site.page(id);
    let section = site.page(site.section(page.section).page);
    let history = page.history(site.today);
    let shown = history.iter().take(SHOWN_HISTORY);
    RowContext {
        title: page.title.clone(),
        href: relative(from, &page.address),
        language: Some(page.language.clone()).filter(|tag| *tag != site.config.book.language.value),
        state: page.standing(),
        kind: kind(site, page),
        section: Some(section).filter(|section| !section.address.is_empty()).map(|section| LinkContext {
            text: section.title.clone(),
            href: relative(from, &section.address),
        }),
        owners: page.owners.iter().map(|owner| owner_context(site, from, owner)).collect(),
        last_reviewed: page.review.last_reviewed.map(|date| words.date(date)),
        reviewed_by: control::reviewer(site, page),
        due: page.review.due.map(|date| words.date(date)),
        updated_since: page.evidence == Some(Evidence::UpdatedSince),
        by_hand: page.evidence == Some(Evidence::ByHand),
        history: shown.map(|entry| control::history(site, entry, words)).collect(),
        earlier: history.len().saturating_sub(SHOWN_HISTORY),
    }
}
