//! Ruby in a page, resolved as far as that takes no running: keys of the front matter, warnings, and partials.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::{Draft, Files, Room, text};
use crate::diagnostic::Diagnostic;
use crate::link::joined;
use crate::parse::erb::{self, tags::Meaning, tags::tags};
use crate::parse::redcarpet;
use crate::parse::{WrittenFrontMatter, written_front_matter};
use crate::source::{Filling, SourceFile};
use crate::tree::Node;

/// Partials within partials are followed so far.
const DEEPEST: usize = 8;

/// The page as CommonMark with its Ruby resolved. What could not be is reported, and nothing stands in its place. The
/// partials that were put in are added to `included`.
pub(super) fn resolved(
    file: &Arc<SourceFile>,
    files: &Files,
    draft: &mut Draft,
    included: &mut BTreeSet<String>,
) -> Arc<SourceFile> {
    let WrittenFrontMatter { node, body, yaml, .. } = written_front_matter(file).value;
    let front_matter = node.as_ref().zip(yaml);
    let mut fillings = front_matter
        .map_or_else(Vec::new, |(node, yaml)| redcarpet::front_matter_fillings(file.text(), node, yaml.end));
    let room = Room::default();
    let mut resolver = Resolver { files, front_matter: node.as_ref(), draft, room, included };
    fillings.extend(resolver.fillings(file, body, 0));
    if fillings.is_empty() { Arc::clone(file) } else { file.filled(fillings) }
}

struct Resolver<'a> {
    files: &'a Files,
    front_matter: Option<&'a Node>,
    draft: &'a mut Draft,
    /// How much more may be put in.
    room: Room,
    included: &'a mut BTreeSet<String>,
}

impl Resolver<'_> {
    fn fillings(&mut self, file: &Arc<SourceFile>, start: usize, depth: usize) -> Vec<Filling> {
        let mut ruby = Vec::new();
        let tags = if file.name().ends_with(".erb") { tags(file.text(), start) } else { Vec::new() };
        for tag in tags {
            let text = match &tag.meaning {
                Meaning::Partial(name) => self.partial(file, name, depth),
                _ => erb::text(&tag, self.front_matter),
            };
            let text = text.unwrap_or_else(|| {
                self.draft.findings.push(erb::not_run(file, &tag));
                String::new()
            });
            ruby.push(Filling { span: tag.span, text });
        }
        redcarpet::beside(redcarpet::fillings(file.text(), start), ruby)
    }

    /// The text of a partial; none when it is not there.
    fn partial(&mut self, page: &Arc<SourceFile>, name: &str, depth: usize) -> Option<String> {
        let path = self.place(page.name(), name).filter(|_| depth < DEEPEST)?;
        let mut unreadable: Vec<Diagnostic> = Vec::new();
        let file = text(&path, self.files, &mut unreadable)?;
        self.room.take(file.text().len())?;
        let body = written_front_matter(&file).value.body.max(file.start());
        let filled = file.filled(self.fillings(&file, body, depth + 1));
        let text = filled.text()[body..].trim_end().to_owned();
        self.included.insert(path.clone());
        Some(if text.trim_start().starts_with("<svg") { self.picture(&path, text) } else { text })
    }

    /// Where the file of a partial is. Middleman looks for a name that begins with `_` first, then for the name itself.
    fn place(&self, page: &str, name: &str) -> Option<String> {
        const EXTENSIONS: [&str; 9] =
            [".html.erb", ".html.md.erb", ".md.erb", ".erb", ".html.md", ".md", ".markdown", ".html", ""];
        let (folder, name) = name.rsplit_once('/').unwrap_or(("", name));
        let beside = page.rsplit_once('/').map_or("", |(folder, _)| folder);
        let folders: Vec<String> =
            ["source", beside].into_iter().filter_map(|above| joined(above, folder)).collect();
        let places = ["_", ""].into_iter().flat_map(|mark| folders.iter().map(move |folder| (mark, folder)));
        let mut paths = places.flat_map(|(mark, folder)| {
            EXTENSIONS.iter().map(move |extension| format!("{folder}/{mark}{name}{extension}"))
        });
        paths.find(|path| path != page && self.files.contains_key(path))
    }

    /// A drawing becomes a file of its own, and the page shows that: HTML of pages holds no drawings.
    fn picture(&mut self, partial: &str, svg: String) -> String {
        let name = partial.rsplit('/').next().unwrap_or(partial);
        let name = name.trim_start_matches('_').split('.').next().unwrap_or(name);
        let path = format!("images/{name}.svg");
        self.draft.made.insert(path.clone(), svg.into_bytes());
        self.draft.remarks.push(format!(
            "The drawing of {partial} is now the picture content/{path}: check the words that stand for it."
        ));
        format!("![{}](/{path})", name.trim_start_matches("svg-").replace(['-', '_'], " "))
    }
}
