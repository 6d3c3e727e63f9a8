//! Ruby in a page, resolved as far as that takes no running: keys of the front matter, warnings, and partials.

use std::sync::Arc;

use super::super::links::joined;
use super::super::{Draft, Files, MOST_INCLUDES, text};
use crate::diagnostic::Diagnostic;
use crate::parse::erb::{self, tags::Meaning, tags::tags};
use crate::parse::{WrittenFrontMatter, written_front_matter};
use crate::source::{Filling, SourceFile};
use crate::tree::Node;

/// Partials within partials are followed so far.
const DEEPEST: usize = 8;

/// The page with its Ruby resolved. What could not be is reported, and nothing stands in its place.
pub(super) fn resolved(file: &Arc<SourceFile>, files: &Files, draft: &mut Draft) -> Arc<SourceFile> {
    let WrittenFrontMatter { node, body, .. } = written_front_matter(file).value;
    let mut resolver = Resolver { files, front_matter: node.as_ref(), draft, left: MOST_INCLUDES };
    file.filled(resolver.fillings(file, body, 0))
}

struct Resolver<'a> {
    files: &'a Files,
    front_matter: Option<&'a Node>,
    draft: &'a mut Draft,
    /// How many more partials may be put in.
    left: usize,
}

impl Resolver<'_> {
    fn fillings(&mut self, file: &Arc<SourceFile>, start: usize, depth: usize) -> Vec<Filling> {
        let mut fillings = Vec::new();
        for tag in tags(file.text(), start) {
            let text = match &tag.meaning {
                Meaning::Partial(name) => self.partial(file, name, depth),
                _ => erb::text(&tag, self.front_matter),
            };
            let text = text.unwrap_or_else(|| {
                self.draft.findings.push(erb::not_run(file, &tag));
                String::new()
            });
            fillings.push(Filling { span: tag.span, text });
        }
        fillings
    }

    /// The text of a partial; none when it is not there.
    fn partial(&mut self, page: &Arc<SourceFile>, name: &str, depth: usize) -> Option<String> {
        let path = self.place(page.name(), name).filter(|_| depth < DEEPEST)?;
        self.left = self.left.checked_sub(1)?;
        let mut unreadable: Vec<Diagnostic> = Vec::new();
        let file = text(&path, self.files, &mut unreadable)?;
        let body = written_front_matter(&file).value.body;
        let filled = file.filled(self.fillings(&file, body, depth + 1));
        let text = filled.text()[body..].trim_end().to_owned();
        Some(if text.trim_start().starts_with("<svg") { self.picture(&path, text) } else { text })
    }

    /// Where the file of a partial is: its name begins with `_`.
    fn place(&self, page: &str, name: &str) -> Option<String> {
        const EXTENSIONS: [&str; 8] =
            [".html.erb", ".html.md.erb", ".md.erb", ".erb", ".html.md", ".md", ".html", ""];
        let (folder, name) = name.rsplit_once('/').unwrap_or(("", name));
        let beside = page.rsplit_once('/').map_or("", |(folder, _)| folder);
        let folders = [joined("source", folder), joined(beside, folder)];
        let paths = folders.iter().flat_map(|folder| {
            EXTENSIONS.iter().map(move |extension| format!("{folder}/_{name}{extension}"))
        });
        paths.into_iter().find(|path| self.files.contains_key(path))
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
