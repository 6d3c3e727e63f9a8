//! What is wrong with a theme, at its place in the theme and with what to write instead.
//!
//! Tera's errors say what its grammar or its interpreter met. Here they become findings that the author of a theme
//! can act on: with a suggestion, and at the book's own template even where the built-in one is the first to fail.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use tera::ErrorKind;

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::load::{BUILT_IN_THEME, ThemeFiles};
use crate::source::{Position, SourceFile};

/// The template files of a theme by the name under which Tera knows them.
pub(super) struct Sources {
    files: BTreeMap<String, Arc<SourceFile>>,
    /// In the order in which a short name is looked for.
    layers: Vec<String>,
}

/// What was being rendered when the theme failed.
#[derive(Clone, Copy)]
pub(super) struct Rendered<'a> {
    /// The template or component that was asked for.
    pub(super) name: &'a str,
    /// The page, as people know it.
    pub(super) page: &'a str,
}

/// What an error comes to before it is a finding.
struct Told {
    code: Code,
    file: Arc<SourceFile>,
    span: Range<usize>,
    message: String,
    help: String,
}

impl Sources {
    pub(super) fn new(theme: &ThemeFiles) -> Self {
        let file = |template: &crate::load::ThemeFile| (template.name.clone(), Arc::clone(&template.file));
        Self { files: theme.templates.iter().map(file).collect(), layers: theme.layers.clone() }
    }

    /// The file in which a template or a component is defined.
    fn defining(&self, name: &str) -> Option<&Arc<SourceFile>> {
        let layered = || self.layers.iter().find_map(|layer| self.files.get(&format!("{layer}/{name}")));
        let component = || {
            let definition = format!("component {name}(");
            let holds = |layer: &&String| {
                let of_layer = |(path, file): &(&String, &Arc<SourceFile>)| {
                    path.starts_with(&format!("{layer}/")) && file.text().contains(&definition)
                };
                self.files.iter().find(of_layer).map(|(_, file)| file)
            };
            self.layers.iter().find_map(|layer| holds(&layer))
        };
        self.files.get(name).or_else(layered).or_else(component)
    }

    fn file(&self, name: &str) -> Arc<SourceFile> {
        self.defining(name).map_or_else(|| SourceFile::new(format!("themes/{name}"), ""), Arc::clone)
    }

    /// The names by which a template may be extended or included: short, and with the built-in theme in front.
    fn names(&self) -> BTreeSet<&str> {
        let templates = self.files.keys().filter(|name| !name.contains("/components/"));
        templates.filter_map(|name| name.split_once('/').map(|(_, short)| short)).collect()
    }

    /// The blocks that the built-in templates have.
    fn blocks(&self) -> BTreeSet<&str> {
        let built_in = self.files.iter().filter(|(name, _)| is_built_in(name));
        built_in.flat_map(|(_, file)| file.text().split("block ").skip(1)).filter_map(word).collect()
    }
}

/// Tera's error as a finding. `rendered` is absent while the theme is read.
pub(super) fn finding(error: &tera::Error, sources: &Sources, rendered: Option<Rendered<'_>>) -> Diagnostic {
    let Told { code, file, span, message, help } = tell(error, sources, rendered);
    let span = span.start.min(file.text().len())..span.end.min(file.text().len());
    let finding = Diagnostic::new(code, &file, span, message).help(help);
    match rendered {
        Some(Rendered { page, .. }) => finding.label(format!("when {page} is rendered")),
        None => finding,
    }
}

/// A template or component that writes more than any page needs.
pub(super) fn too_large(limit: usize, sources: &Sources, rendered: Rendered<'_>) -> Diagnostic {
    let file = sources.file(rendered.name);
    let message = format!("the theme writes more than {} MiB for one page", limit >> 20);
    Diagnostic::new(Code::ThemeTooLarge, &file, 0..first_line(&file), message)
        .label(format!("when {} is rendered", rendered.page))
        .help(
            "look for a loop in this template, or in one that it extends or includes, that repeats too often",
        )
}

fn first_line(file: &SourceFile) -> usize {
    file.text().lines().next().map_or(0, str::len)
}

fn tell(error: &tera::Error, sources: &Sources, rendered: Option<Rendered<'_>>) -> Told {
    match error.kind() {
        ErrorKind::SyntaxError(report) => {
            let (message, help) = syntax(report.message());
            let (file, span) = (sources.file(report.filename()), report.span().range.clone());
            Told { code: Code::ThemeInvalid, file, span, message, help }
        }
        ErrorKind::RenderingError(report) => {
            let (message, help) = rendering(report.message());
            let (file, span) = (sources.file(report.filename()), report.span().range.clone());
            Told { code: Code::ThemeRender, file, span, message, help }
        }
        ErrorKind::MissingParent { current, parent } => missing_template(current, parent, None, sources),
        ErrorKind::CircularExtend { inheritance_chain, .. } => circle("extends", inheritance_chain, sources),
        ErrorKind::CircularInclude { include_chain, .. } => circle("include", include_chain, sources),
        _ => formatted(error, sources, rendered),
    }
}

fn syntax(message: &str) -> (String, String) {
    if message.starts_with("Unexpected end of input") {
        let help = "close what is open above: `{{` with `}}`, `{%` with `%}`, and every `{% if %}`, `{% for %}` and \
                    `{% block %}` with its `{% end… %}`";
        return ("the template ends before something in it is closed".to_owned(), help.to_owned());
    }
    (sentence(message), "mend it here, or remove the file: the built-in template is then used".to_owned())
}

fn rendering(message: &str) -> (String, String) {
    for choices in [" Available fields: ", " Available variables: ", " Possible argument(s) are: "] {
        if let Some((problem, known)) = message.split_once(choices) {
            let mut known: Vec<&str> = known.split(", ").map(|name| name.trim_matches(['`', '.'])).collect();
            known.sort_unstable();
            let help = match in_backticks(problem).and_then(|word| nearest(word, known.iter().copied())) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known here: {}", known.join(", ")),
            };
            return (in_order(&sentence(problem)), help);
        }
    }
    let help = "mend the expression; `{% if … %}` around it leaves it out where there is no such value";
    (sentence(message), help.to_owned())
}

/// A template that another one extends or includes and that is not there.
fn missing_template(current: &str, wanted: &str, at: Option<usize>, sources: &Sources) -> Told {
    let file = sources.file(current);
    let start = file.text().find(wanted).or(at).unwrap_or_default();
    let own = current.split_once('/').map_or(current, |(_, short)| short);
    let names = sources.names();
    let help = match nearest(wanted, names.iter().copied()) {
        Some(near) if near == own => format!("did you mean `{BUILT_IN_THEME}/{near}`?"),
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the templates are: {}", names.into_iter().collect::<Vec<_>>().join(", ")),
    };
    let message = format!("there is no template `{wanted}`");
    Told { code: Code::ThemeInvalid, file, span: start..start + wanted.len(), message, help }
}

/// A template that extends or includes itself, perhaps by way of others.
fn circle(word: &str, chain: &[String], sources: &Sources) -> Told {
    let first = chain.first().map_or("", String::as_str);
    let file = sources.file(first);
    let start = file.text().find(word).unwrap_or_default();
    let end = file.text()[start..].find("%}").map_or(start, |length| start + length);
    let span = start..start + file.text()[start..end].trim_end_matches([' ', '-']).len();
    let short = first.split_once('/').map_or(first, |(_, short)| short);
    let message = format!("this template comes back to itself: {}", chain.join(" → "));
    let help = if sources.files.contains_key(&format!("{BUILT_IN_THEME}/{short}")) && !is_built_in(first) {
        format!("write `{word} \"{BUILT_IN_THEME}/{short}\"` for the built-in template of that name")
    } else {
        format!("remove `{word}` from one of them")
    };
    Told { code: Code::ThemeInvalid, file, span, message, help }
}

/// Errors that Tera has formatted already (unknown filters, components, includes and blocks): a line
/// `error: MESSAGE`, then `--> FILE:LINE:COLUMN`.
fn formatted(error: &tera::Error, sources: &Sources, rendered: Option<Rendered<'_>>) -> Told {
    let text = error.to_string();
    let message = text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
    let place = text.lines().find_map(|line| {
        let mut parts = line.trim().strip_prefix("--> ")?.rsplitn(3, ':');
        let column = parts.next()?.parse().ok()?;
        let line = parts.next()?.parse().ok()?;
        Some((parts.next()?.to_owned(), Position { line, column }))
    });
    match (place, rendered) {
        (Some((name, position)), _) => unknown_name(&message, &name, position, sources),
        (None, Some(rendered)) => of_call(&message, rendered, sources),
        (None, None) => {
            let file = SourceFile::new("themes", "");
            let help = "mend it, or remove the line `name` under `[theme]` for the built-in theme".to_owned();
            Told { code: Code::ThemeInvalid, file, span: 0..0, message: sentence(&message), help }
        }
    }
}

/// A name in a template that nothing has.
fn unknown_name(message: &str, name: &str, position: Position, sources: &Sources) -> Told {
    let file = sources.file(name);
    let at = file.offset(position);
    let word = in_backticks(message).unwrap_or_default();
    if message.starts_with("Unknown template") {
        return missing_template(name, word, Some(at), sources);
    }
    if message.starts_with("Block") {
        return unknown_block(word, name, at, sources);
    }
    let start = file.text()[at..].find(word).map_or(at, |offset| at + offset);
    let help = if message.starts_with("Unknown component") {
        "components are defined in the theme's folder `components`: look there for its name"
    } else {
        "the filters, tests and functions are those of Tera, and the filter `fill`"
    };
    let span = start..start + word.len();
    Told { code: Code::ThemeInvalid, file, span, message: sentence(message), help: help.to_owned() }
}

/// A block that no template above has. Where that is one of the built-in templates, the mistake is in the book's
/// template that stands between.
fn unknown_block(block: &str, name: &str, at: usize, sources: &Sources) -> Told {
    let file = sources.file(name);
    let parent = file.text().split_once("extends \"").and_then(|(_, rest)| rest.split('"').next());
    if let Some(parent) = parent.filter(|_| is_built_in(name))
        && let Some(own) = sources.defining(parent)
    {
        let message = format!("this template has no block `{block}`, which {BUILT_IN_THEME}/… fills");
        let message = message.replace(&format!("{BUILT_IN_THEME}/…"), name);
        let help = format!(
            "begin it with `{{% extends \"{BUILT_IN_THEME}/{parent}\" %}}`, or add `{{% block {block} %}}{{% endblock %}}`"
        );
        let span = 0..first_line(own);
        return Told { code: Code::ThemeInvalid, file: Arc::clone(own), span, message, help };
    }
    let blocks = sources.blocks();
    let help = match nearest(block, blocks.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the blocks are: {}", blocks.into_iter().collect::<Vec<_>>().join(", ")),
    };
    let message = format!("no template above this one has a block `{block}`");
    Told { code: Code::ThemeInvalid, file, span: at..at + block.len(), message, help }
}

/// A component that cannot be called as Duly calls it.
fn of_call(message: &str, rendered: Rendered<'_>, sources: &Sources) -> Told {
    let file = sources.file(rendered.name);
    let definition = format!("component {}(", rendered.name);
    let start = file.text().find(&definition).unwrap_or_default();
    let span = start..start + definition.trim_end_matches('(').len();
    let built_in = sources.files.iter().filter(|(name, _)| is_built_in(name));
    let model = built_in.filter_map(|(_, file)| file.text().split_once(&definition)).find_map(|(_, rest)| {
        rest.split(')').next().map(|arguments| format!("begin it with `{{% {definition}{arguments}) %}}`"))
    });
    let help = model.unwrap_or_else(|| "compare it with the same one of the built-in theme".to_owned());
    Told { code: Code::ThemeRender, file, span, message: in_order(&sentence(message)), help }
}

fn is_built_in(name: &str) -> bool {
    name.split_once('/').is_some_and(|(layer, _)| layer == BUILT_IN_THEME)
}

fn word(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|end| *end > 0)?;
    Some(&text[..end])
}

fn in_backticks(text: &str) -> Option<&str> {
    text.split('`').nth(1)
}

/// Tera names several arguments in a random order; a message is always the same.
fn in_order(message: &str) -> String {
    let mut names: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    names.sort_unstable();
    let mut names = names.into_iter();
    let part = |(index, part)| if index % 2 == 1 { names.next().unwrap_or(part) } else { part };
    message.split('`').enumerate().map(part).collect::<Vec<_>>().join("`")
}

/// Tera's sentences begin with a capital letter and end with a stop; those of findings do not.
fn sentence(message: &str) -> String {
    let message = message.trim().trim_end_matches('.');
    let message = message.replace("expected }}", "expected `}}`").replace("expected %}", "expected `%}`");
    let mut letters = message.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
