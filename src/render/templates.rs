//! The theme's templates: the one place that knows Tera.
//!
//! Templates of each layer are registered as `LAYER/NAME`; Tera's fallback prefixes find `page.html` in the first
//! layer that has it, so a book's theme shadows single files and extends `civic/page.html`. A component of the
//! same name in an earlier layer shadows the later one.

mod errors;

use std::collections::BTreeSet;
use std::io::{self, Write};

use tera::{Context, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use super::escape::escape_value;
use super::strings::fill;
use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::link::ThemeNames;
use crate::load::{ThemeFile, ThemeFiles};
use errors::{Rendered, Sources, finding, too_large};

/// A page larger than this is the work of a template that does not stop.
const LARGEST_PAGE: usize = 64 * 1024 * 1024;

/// Tera bounds how deep a template may be, but for `elif`, each of which is a level to it.
const MOST_ELIFS: usize = 250;

/// Room for most pages, in bytes, so that their text is moved once at most while it grows.
const USUAL_PAGE: usize = 32 * 1024;

/// The same for components.
const USUAL_COMPONENT: usize = 1024;

/// A theme that can be rendered.
pub struct Templates {
    tera: Tera,
    names: ThemeNames,
    sources: Sources,
}

/// A component of the theme with what it is given.
pub(super) struct ComponentCall<'a> {
    pub(super) name: &'a str,
    pub(super) arguments: Context,
    /// What it may ask for as `@t`: the words of the interface.
    pub(super) words: &'a Value,
    pub(super) body: Option<&'a str>,
}

/// Reads the templates of a theme. Without a value the theme cannot be used; the findings say why.
pub fn compile(theme: &ThemeFiles) -> Outcome<Option<Templates>> {
    let sources = Sources::new(theme);
    let too_deep: Vec<Diagnostic> = theme.templates.iter().filter_map(too_many_elifs).collect();
    if !too_deep.is_empty() {
        return Outcome::new(None, too_deep);
    }
    let mut tera = Tera::new();
    tera.register_filter("fill", fill_filter);
    tera.set_escape_fn(escape_value);
    let prefixes: Vec<String> = theme.layers.iter().map(|layer| format!("{layer}/")).collect();
    let added = tera.set_fallback_prefixes(prefixes).and_then(|()| {
        tera.add_raw_templates(theme.templates.iter().map(|template| (&template.name, template.file.text())))
    });
    let Err(error) = added else {
        let names = names(&tera, theme);
        return Outcome::new(Some(Templates { tera, names, sources }), Vec::new());
    };
    // Tera stops at the first template that is wrong. Each by itself tells the syntax errors of all.
    let mut findings: Vec<Diagnostic> =
        theme.templates.iter().filter_map(|file| syntax_error(file, &sources)).collect();
    if findings.is_empty() {
        findings.push(finding(&error, &sources, None));
    }
    Outcome::new(None, findings)
}

fn too_many_elifs(template: &ThemeFile) -> Option<Diagnostic> {
    let (at, word) = template.file.text().match_indices("elif").nth(MOST_ELIFS)?;
    let message = format!("this template has more than {MOST_ELIFS} times `elif`");
    let finding = Diagnostic::new(Code::ThemeInvalid, &template.file, at..at + word.len(), message);
    Some(finding.help("look the value up in a map, or divide the template"))
}

fn syntax_error(template: &ThemeFile, sources: &Sources) -> Option<Diagnostic> {
    let mut alone = Tera::new();
    match alone.add_raw_template(&template.name, template.file.text()) {
        Err(error) if matches!(error.kind(), ErrorKind::SyntaxError(_)) => {
            Some(finding(&error, sources, None))
        }
        // What it refers to is missing only because it is alone.
        _ => None,
    }
}

fn names(tera: &Tera, theme: &ThemeFiles) -> ThemeNames {
    let blocks = tera.get_component_names().filter_map(|name| name.strip_prefix("block.")).map(str::to_owned);
    let mut templates = BTreeSet::new();
    for template in theme.templates.iter().filter(|template| !template.name.contains("/components/")) {
        templates.insert(template.name.clone());
        templates.extend(template.name.split_once('/').map(|(_, name)| name.to_owned()));
    }
    ThemeNames { templates, blocks: blocks.collect() }
}

impl Templates {
    /// What pages may call by name.
    pub fn names(&self) -> &ThemeNames {
        &self.names
    }

    /// Renders a template; `page` names what is being rendered, for findings.
    pub(super) fn render(&self, template: &str, context: &Context, page: &str) -> Outcome<String> {
        let mut output = Bounded::with_room(USUAL_PAGE);
        let result = self.tera.render_to(template, context, &mut output);
        self.outcome(output, result, Rendered { name: template, page })
    }

    /// Renders a component.
    pub(super) fn render_component(&self, call: &ComponentCall<'_>, page: &str) -> Outcome<String> {
        let mut output = Bounded::with_room(USUAL_COMPONENT);
        let mut implicit = Context::new();
        implicit.insert_value("t", call.words.clone());
        let result = self.tera.render_component_with_implicits_to(
            call.name,
            &call.arguments,
            &implicit,
            call.body,
            true,
            &mut output,
        );
        self.outcome(output, result, Rendered { name: call.name, page })
    }

    fn outcome(&self, output: Bounded, result: TeraResult<()>, rendered: Rendered<'_>) -> Outcome<String> {
        let findings = match result {
            Ok(()) => Vec::new(),
            Err(_) if output.overflowed => vec![too_large(LARGEST_PAGE, &self.sources, rendered)],
            Err(error) => vec![finding(&error, &self.sources, Some(rendered))],
        };
        let html = String::from_utf8(output.bytes).unwrap_or_default();
        Outcome::new(html, findings)
    }
}

/// `{{ text | fill(date=…) }}`: puts values in the place of `{date}`.
#[expect(clippy::needless_pass_by_value, reason = "the signature is Tera's")]
fn fill_filter(text: &str, values: Kwargs, _: &State) -> String {
    let values: Vec<(String, String)> =
        values.iter().map(|(name, value)| (name.to_string(), plain(value))).collect();
    let values: Vec<(&str, &str)> =
        values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fill(text, &values)
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A writer that fails rather than let a template fill the memory.
struct Bounded {
    bytes: Vec<u8>,
    overflowed: bool,
}

impl Bounded {
    fn with_room(room: usize) -> Self {
        Self { bytes: Vec::with_capacity(room), overflowed: false }
    }
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > LARGEST_PAGE {
            self.overflowed = true;
            return Err(io::Error::other("the page is too large"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
