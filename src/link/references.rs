//! Where every link of the book leads, by table look-up; what leads nowhere is reported where it is written.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::catalogue::{Catalogue, Found};
use super::look_alike::look_alike;
use super::{Page, PageId, References, Site, Target, page_finding};
use crate::diagnostic::{Code, Diagnostic, PageFindings, nearest};
use crate::parse::{Document, Link, LinkKind, Status};
use crate::source::Spanned;

/// How many headings are named where a link to one is broken.
const MOST_ANCHORS: usize = 8;

/// Where the links and the references of a page lead, and what they have to say.
#[derive(Clone, Default)]
pub(super) struct Resolved {
    targets: Arc<Vec<(usize, Target)>>,
    references: References,
    /// None on most pages.
    pub(super) findings: Option<Arc<Vec<Diagnostic>>>,
}

/// Resolves the links and the references of every page, but of those of which `known` tells what they lead to. Gives
/// what was resolved, page by page.
pub(super) fn resolve(
    site: &mut Site,
    catalogue: &Catalogue,
    known: impl Fn(usize, &Page) -> Option<Resolved> + Sync,
) -> Vec<Resolved> {
    let resolve = |(index, page): (usize, &Arc<Page>)| {
        known(index, page).unwrap_or_else(|| of_page(page, site, catalogue))
    };
    let all: Vec<Resolved> = site.pages.par_iter().enumerate().map(resolve).collect();
    for (page, resolved) in site.pages.iter_mut().map(Arc::make_mut).zip(&all) {
        page.targets = Arc::clone(&resolved.targets);
        page.references = resolved.references.clone();
    }
    for supporter in site.page_ids() {
        for supported in site.page(supporter).references.supports.clone() {
            Arc::make_mut(&mut site.pages[supported.0]).references.supported_by.push(supporter);
        }
    }
    all
}

/// Resolves the links of some pages of a settled site, whose references are known.
pub(super) fn resolve_again(site: &mut Site, catalogue: &Catalogue, pages: &[usize]) -> Vec<Resolved> {
    let all: Vec<Resolved> =
        pages.par_iter().map(|index| of_page(&site.pages[*index], site, catalogue)).collect();
    for (index, resolved) in pages.iter().zip(&all) {
        Arc::make_mut(&mut site.pages[*index]).targets = Arc::clone(&resolved.targets);
    }
    all
}

fn of_page(page: &Page, site: &Site, catalogue: &Catalogue) -> Resolved {
    let Some(document) = &page.document else { return Resolved::default() };
    let resolver = Resolver { document, site, catalogue };
    let mut findings = PageFindings::default();
    let target = |link: &Link| (link.at, resolver.link(link, &mut findings));
    let mut targets: Vec<(usize, Target)> = document.facts.links.iter().map(target).collect();
    targets.sort_by_key(|(at, _)| *at);
    let references = resolver.references(&mut findings);
    if page.status == Status::Live {
        resolver.no_longer_in_force(&targets, &references, &mut findings);
    }
    let findings = findings.finish();
    let findings = (!findings.is_empty()).then(|| Arc::new(findings));
    Resolved { targets: Arc::new(targets), references, findings }
}

struct Resolver<'a> {
    document: &'a Arc<Document>,
    site: &'a Site,
    catalogue: &'a Catalogue,
}

/// What links may name behind `#` on a page.
struct Anchors<'a> {
    anchors: &'a BTreeSet<String>,
    /// How findings name the page.
    name: &'a str,
}

impl<'a> Anchors<'a> {
    fn of(document: &'a Document) -> Self {
        Self { anchors: &document.facts.anchors, name: document.source.file.name() }
    }

    /// Those of the page of a folder without an index, which has no headings.
    fn none(name: &'a str) -> Self {
        static NONE: BTreeSet<String> = BTreeSet::new();
        Self { anchors: &NONE, name }
    }
}

impl Resolver<'_> {
    fn link(&self, link: &Link, findings: &mut PageFindings) -> Target {
        if link.target.trim().is_empty() {
            findings.push(self.empty(link));
            return Target::Dropped;
        }
        let found = self.catalogue.find(&self.document.source.path, &link.target);
        let (target, finding) = self.judge(found, link, findings);
        findings.extend(finding);
        self.missing_anchor(&target, link, findings);
        target
    }

    /// A link whose address was left to be filled in.
    fn empty(&self, link: &Link) -> Diagnostic {
        let (code, message, help) = match link.kind {
            LinkKind::Link => (
                Code::LinkMissingPage,
                "this link has no address",
                "write where it leads between `(` and `)`",
            ),
            LinkKind::Image => {
                (Code::LinkMissingFile, "this image names no file", "write its path between `(` and `)`")
            }
        };
        page_finding(self.document, code, Some(link.span.clone()), message).help(help)
    }

    /// A picture has to be a file.
    fn picture(&self, target: Target, link: &Link) -> (Target, Option<Diagnostic>) {
        if matches!(target, Target::Asset { .. } | Target::External(_)) {
            return (target, None);
        }
        let message = format!("`{}` is a page, not a picture; its text is shown", link.target);
        let finding = page_finding(self.document, Code::LinkMissingFile, Some(link.span.clone()), message);
        let help = "link to the page without the `!`, or name the file of a picture";
        (Target::Dropped, Some(finding.help(help)))
    }

    /// Turns what was found into where the link leads, with the finding if that is not where it should.
    fn judge(&self, found: Found, link: &Link, told: &PageFindings) -> (Target, Option<Diagnostic>) {
        let what = match link.kind {
            LinkKind::Link => "this link",
            LinkKind::Image => "this image",
        };
        let finding =
            |code, message: String| page_finding(self.document, code, Some(link.span.clone()), message);
        let shown = &link.target;
        let fragment = shown.find('#').map_or("", |start| &shown[start..]);
        match found {
            Found::Target(target) if link.kind == LinkKind::Image => self.picture(target, link),
            Found::Target(target) => {
                let finding = self.look_alike(&target, link);
                (target, finding)
            }
            Found::OtherCase(right, target) => {
                let message = format!("`{shown}` differs from the name of the file in letter case");
                let right = self.written(&right) + fragment;
                let help = format!("write `{right}`: on the web the two are not the same");
                (target, Some(finding(Code::LinkLetterCase, message).help(help)))
            }
            Found::Draft => {
                let message = format!("`{shown}` is a draft and not published; the link is dropped");
                let help = "publish the draft with this page, or link to another page";
                (Target::Dropped, Some(finding(Code::LinkToDraft, message).help(help)))
            }
            Found::OutsideBook => {
                let message = format!("`{shown}` leads out of the book; the link is dropped");
                let help = format!(
                    "only what is below {0}/ is published: put a copy of the file there, or remove {what}",
                    self.catalogue.src()
                );
                (Target::Dropped, Some(finding(Code::LinkOutsideBook, message).help(help)))
            }
            Found::Unsafe(scheme) => {
                let message = format!("{what} begins with `{scheme}` and is dropped");
                let help = help_on_scheme(&scheme, &link.target);
                (Target::Dropped, Some(finding(Code::LinkUnsafeScheme, message).help(help)))
            }
            Found::MissingPage { address, path } if link.kind == LinkKind::Link => {
                let code = Code::LinkMissingPage;
                let finding = finding(code, format!("there is no page `{shown}`"));
                let meant = self.did_you_mean(&path, fragment, told.has_room(code));
                let help = meant.unwrap_or_else(|| self.make_page(&address));
                (Target::Site(address), Some(finding.help(help)))
            }
            Found::MissingPage { address, path } | Found::MissingFile { address, path } => {
                let address = address.trim_end_matches('/').to_owned();
                let code = Code::LinkMissingFile;
                let finding = finding(code, format!("there is no file `{shown}`"));
                let meant = self.did_you_mean(&path, fragment, told.has_room(code));
                let help = meant.unwrap_or_else(|| {
                    format!("put the file at {}/{address}, or mend or remove {what}", self.catalogue.src())
                });
                (Target::Site(address), Some(finding.help(help)))
            }
        }
    }

    /// A link to another site whose address may be taken for that of a third.
    fn look_alike(&self, target: &Target, link: &Link) -> Option<Diagnostic> {
        let Target::External(address) = target else { return None };
        let message = look_alike(address)?;
        let finding = page_finding(self.document, Code::LinkLookAlike, Some(link.span.clone()), message);
        Some(finding.help(
            "follow it and look whose site it is; if it is not the one that is meant, write the address anew",
        ))
    }

    /// Of something that is not at `path`, what else it could be; nobody looks when that will not be `listed`.
    fn did_you_mean(&self, path: &str, fragment: &str, listed: bool) -> Option<String> {
        let meant = listed.then(|| self.catalogue.meant(path)).flatten()?;
        Some(format!("did you mean `{}{fragment}`?", self.written(&meant)))
    }

    /// What to do about a page that is nowhere near.
    fn make_page(&self, address: &str) -> String {
        let path = address.trim_end_matches('/');
        let path = if path.is_empty() { "index" } else { path };
        format!("write the page {}/{path}.md, or mend or remove the link", self.catalogue.src())
    }

    /// A path below `src` as a link in this page is written.
    fn written(&self, path: &str) -> String {
        super::relative(&self.document.source.path, path)
    }

    fn missing_anchor(&self, target: &Target, link: &Link, findings: &mut PageFindings) {
        let (page, fragment) = match target {
            Target::Fragment(fragment) => (Anchors::of(self.document), fragment),
            Target::Page { page, fragment: Some(fragment) } => {
                let page = self.site.page(*page);
                (
                    page.document
                        .as_ref()
                        .map_or(Anchors::none(&page.title), |document| Anchors::of(document)),
                    fragment,
                )
            }
            _ => return,
        };
        // An empty fragment and `#top` are the top of the page (HTML, "Scrolling to a fragment").
        let is_top = fragment.is_empty() || fragment.eq_ignore_ascii_case("top");
        if is_top || page.anchors.contains(fragment) {
            return;
        }
        if findings.has_room(Code::LinkMissingAnchor) {
            findings.push(self.no_anchor(&page, fragment, link));
        } else {
            findings.leave_out(Code::LinkMissingAnchor);
        }
    }

    fn no_anchor(&self, page: &Anchors<'_>, fragment: &str, link: &Link) -> Diagnostic {
        let message = format!("there is no heading `#{fragment}` on {}", page.name);
        let finding = page_finding(self.document, Code::LinkMissingAnchor, Some(link.span.clone()), message);
        let anchors = page.anchors;
        let near = nearest(fragment, anchors.iter().map(String::as_str));
        let help = match near {
            Some(near) => format!("did you mean `#{near}`?"),
            None if anchors.is_empty() => format!("it has no headings; leave out `#{fragment}`"),
            None => {
                let first = anchors.iter().take(MOST_ANCHORS).map(|anchor| format!("`#{anchor}`"));
                let more = if anchors.len() > MOST_ANCHORS { ", …" } else { "" };
                format!("the headings there are: {}{more}", first.collect::<Vec<_>>().join(", "))
            }
        };
        finding.help(help)
    }

    fn references(&self, findings: &mut PageFindings) -> References {
        let front_matter = &self.document.front_matter;
        let mut page = |link: &Spanned<String>| self.page(link, findings);
        let supports: BTreeSet<PageId> = front_matter.supports.iter().filter_map(&mut page).collect();
        let superseded_by = front_matter.superseded_by.as_ref().and_then(&mut page);
        let control = &front_matter.control;
        References {
            supports: supports.into_iter().collect(),
            supported_by: Vec::new(),
            superseded_by,
            replaces: control.replaces.as_ref().and_then(|link| self.reference(link, findings)),
            impact_assessment: control
                .impact_assessment
                .as_ref()
                .and_then(|link| self.reference(link, findings)),
        }
    }

    /// A page in force should not rest on one that is not; the page that took its place may name it.
    fn no_longer_in_force(
        &self,
        targets: &[(usize, Target)],
        references: &References,
        findings: &mut PageFindings,
    ) {
        let cited = |link: &&Link| {
            let index = targets.binary_search_by_key(&link.at, |(at, _)| *at).ok()?;
            if let (_, Target::Page { page, .. }) = &targets[index] { Some(*page) } else { None }
        };
        let links = self.document.facts.links.iter().filter(|link| link.kind == LinkKind::Link);
        let in_body = links.filter_map(|link| Some((cited(&link)?, link.span.clone())));
        let supports = &self.document.front_matter.supports;
        let place =
            supports.first().map(|first| first.span.start..supports.last().map_or(0, |last| last.span.end));
        let in_front_matter =
            references.supports.iter().map(|page| (*page, place.clone().unwrap_or_default()));
        for (cited, span) in in_body.chain(in_front_matter) {
            findings.extend(self.cites(cited, span));
        }
    }

    fn cites(&self, cited: PageId, span: std::ops::Range<usize>) -> Option<Diagnostic> {
        let page = self.site.page(cited);
        let word = match page.status {
            Status::Withdrawn => "withdrawn",
            Status::Superseded => "superseded",
            Status::Draft | Status::Live => return None,
        };
        let document = page.document.as_ref()?;
        let successor = document.front_matter.superseded_by.as_ref();
        let successor = successor.map(|link| self.catalogue.find(&document.source.path, &link.value));
        let successor = match successor {
            Some(Found::Target(Target::Page { page, .. })) => Some(page),
            _ => None,
        };
        if successor.is_some() && successor == self.catalogue.page_of(self.document) {
            return None;
        }
        let message = format!("“{}” is {word}, and this page still leads readers to it", page.title);
        let finding = page_finding(self.document, Code::LinkNotInForce, Some(span), message);
        let path = successor.and_then(|page| self.site.page(page).document.as_ref());
        Some(finding.help(match path {
            Some(document) => {
                format!("link to what took its place: `{}`", self.written(&document.source.path))
            }
            None => {
                "link to another page, or say in the text that this one is only kept for reference".to_owned()
            }
        }))
    }

    fn page(&self, link: &Spanned<String>, findings: &mut PageFindings) -> Option<PageId> {
        match self.reference(link, findings) {
            Some(Target::Page { page, .. }) => Some(page),
            Some(_) => {
                let message = format!("`{}` is not a page of this book", link.value);
                let finding =
                    page_finding(self.document, Code::PageMissingTarget, Some(link.span.clone()), message);
                findings.push(finding.help("write the path of its file, such as `/principles/culture.md`"));
                None
            }
            None => None,
        }
    }

    /// A link in front matter.
    fn reference(&self, link: &Spanned<String>, findings: &mut PageFindings) -> Option<Target> {
        let as_link = Link {
            kind: LinkKind::Link,
            target: link.value.clone(),
            at: link.span.start,
            span: link.span.clone(),
        };
        let found = self.catalogue.find(&self.document.source.path, &link.value);
        let (target, finding) = self.judge(found, &as_link, findings);
        let Some(finding) = finding else { return Some(target) };
        let harmless = finding.code == Code::LinkLetterCase;
        findings.push(if harmless {
            finding
        } else {
            Diagnostic { code: Code::PageMissingTarget, ..finding }
        });
        harmless.then_some(target)
    }
}

/// What to write instead of a link that begins with a scheme of no use here, or with the `//` of another host.
fn help_on_scheme(scheme: &str, target: &str) -> String {
    if scheme != "//" {
        return "links may be relative or begin with `https:`, `http:`, `mailto:` or `tel:`".to_owned();
    }
    let rest = target.trim_start_matches(['/', '\\']);
    format!("write `https://{rest}` if it leads to another site, `/{rest}` if to a page of this book")
}
