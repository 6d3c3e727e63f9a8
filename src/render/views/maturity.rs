//! The questions of all checklists.

use pulldown_cmark::{Event, TagEnd};

use super::super::Renderer;
use super::super::context::{ChecklistContext, LinkContext, MaturityView};
use super::{kind, own_frame};
use crate::link::{Page, PageId, Site, encoded, is_checklist, relative, relative_prefix};
use crate::parse::{Document, Piece, Pieces};

/// A part of the questions of all checklists.
pub(in crate::render) fn maturity(renderer: &Renderer<'_>, part: usize) -> MaturityView {
    let site = renderer.site;
    let all = &site.checklists;
    let (rows, from) = &all.parts[part];
    let beside = |other: Option<usize>| {
        other.and_then(|other| all.parts.get(other)).map(|(_, address)| relative(from, address))
    };
    MaturityView {
        frame: own_frame(renderer, from, relative_prefix(from)),
        checklists: all.pages[rows.clone()].iter().filter_map(|id| checklist(site, from, *id)).collect(),
        number: part + 1,
        parts: all.parts.len(),
        previous: beside(part.checked_sub(1)),
        next: beside(Some(part + 1)),
    }
}

/// The questions of all checklists, from the page of a section in which some page has one.
pub(super) fn href(site: &Site, page: &Page) -> Option<String> {
    let (_, first) = site.checklists.parts.first().filter(|_| page.is_index)?;
    let children = &site.section(page.section).children;
    let has_one = children.iter().any(|child| {
        let page = site.page(*child);
        let headings = page.document.as_ref().map_or(0, |document| document.facts.headings.len());
        (0..headings).any(|heading| is_checklist(site, page, heading))
    });
    has_one.then(|| relative(&page.address, first))
}

fn checklist(site: &Site, from: &str, id: PageId) -> Option<ChecklistContext> {
    let page = site.page(id);
    let document = page.document.as_ref()?;
    let heading = (0..document.facts.headings.len()).find(|heading| is_checklist(site, page, *heading))?;
    let questions = questions(site, document, heading);
    let id = encoded(&document.facts.headings[heading].id);
    let href = format!("{}#{id}", relative(from, &page.address));
    (!questions.is_empty()).then(|| ChecklistContext {
        page: LinkContext { text: page.title.clone(), href },
        kind: kind(site, page),
        language: Some(page.language.clone()).filter(|tag| *tag != site.config.book.language.value),
        questions,
    })
}

/// The words of the outermost items of the lists below a heading, up to the next heading of its level.
fn questions(site: &Site, document: &Document, heading: usize) -> Vec<String> {
    let headings = &document.facts.headings;
    let start = headings[heading].span.end;
    let next = headings[heading + 1..].iter().find(|next| next.level <= headings[heading].level);
    let end = next.map_or(document.source.file.text().len(), |next| next.span.start);
    let mut questions: Vec<String> = Vec::new();
    let mut depth = 0;
    for (piece, place) in Pieces::new(document.source.file.text(), document.body, site.config.markdown) {
        if place.start < start || place.start >= end {
            continue;
        }
        match piece {
            Piece::Markdown(Event::Start(tag)) if tag.to_end() == TagEnd::Item => {
                depth += 1;
                if depth == 1 {
                    questions.push(String::new());
                }
            }
            Piece::Markdown(Event::End(TagEnd::Item)) => depth -= 1,
            Piece::Markdown(Event::Text(text) | Event::Code(text)) if depth > 0 => {
                questions.iter_mut().last().into_iter().for_each(|question| question.push_str(&text));
            }
            Piece::Markdown(Event::SoftBreak | Event::HardBreak | Event::Start(_)) if depth > 0 => {
                questions.iter_mut().last().into_iter().for_each(|question| question.push(' '));
            }
            _ => {}
        }
    }
    let tidy = |question: String| question.split_whitespace().collect::<Vec<_>>().join(" ");
    questions.into_iter().map(tidy).filter(|question| !question.is_empty()).collect()
}
