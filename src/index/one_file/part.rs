//! The `<main>` of a rendered page, written anew so that it stands beside others.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::address::{Place, decoded, embedded, place};
use super::{RenderedPage, Source, escaped};

/// Attributes that name elements of the same page.
const NAMES_ELEMENTS: [&str; 7] =
    ["id", "for", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "name"];

/// What a page gives.
pub(super) struct Part {
    pub(super) html: String,
    /// The style sheets of the page.
    pub(super) styles: Vec<String>,
}

struct Writer<'a> {
    page: &'a RenderedPage,
    source: &'a Source<'a>,
    /// Goes before every id, so that those of two pages differ.
    prefix: String,
    part: Part,
    is_in_main: bool,
    is_in_script: bool,
}

impl Part {
    pub(super) fn of(page: &RenderedPage, number: usize, source: &Source<'_>) -> Self {
        let part = Part { html: String::new(), styles: Vec::new() };
        let prefix = format!("p{number}");
        let mut writer = Writer { page, source, prefix, part, is_in_main: false, is_in_script: false };
        let mut emitter = DefaultEmitter::default();
        // What is in a script is no HTML.
        emitter.naively_switch_states(true);
        for token in Tokenizer::new_with_emitter(page.html.as_str(), emitter) {
            let Ok(token) = token;
            writer.take(token);
        }
        writer.part
    }
}

impl Writer<'_> {
    fn take(&mut self, token: Token) {
        match token {
            Token::StartTag(tag) => self.start(&tag),
            Token::EndTag(tag) => match text(&tag.name).as_str() {
                "script" => self.is_in_script = false,
                "main" => self.is_in_main = false,
                name => self.write(&format!("</{name}>")),
            },
            Token::String(words) => self.write(&escaped(&text(&words))),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }

    fn write(&mut self, html: &str) {
        if self.is_in_main && !self.is_in_script {
            self.part.html += html;
        }
    }

    fn start(&mut self, tag: &StartTag<()>) {
        let name = text(&tag.name);
        match name.as_str() {
            "main" => self.is_in_main = true,
            "script" => self.is_in_script = !tag.self_closing,
            "link" => self.style(tag),
            _ => {
                let attributes = tag.attributes.iter();
                let attributes: String =
                    attributes.map(|(key, value)| self.attribute(&name, &text(key), &text(value))).collect();
                let slash = if tag.self_closing { " /" } else { "" };
                self.write(&format!("<{name}{attributes}{slash}>"));
            }
        }
    }

    fn style(&mut self, tag: &StartTag<()>) {
        let value = |name: &[u8]| tag.attributes.get(name).map(|value| text(value.as_ref()));
        if value(b"rel").as_deref() != Some("stylesheet") {
            return;
        }
        let Some(Place::Site(path, _)) = value(b"href").map(|href| place(&href, &self.page.address)) else {
            return;
        };
        let bytes = (self.source.read)(&decoded(&path));
        self.part.styles.extend(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()));
    }

    /// An attribute with a space before it; nothing for one that would lead nowhere.
    fn attribute(&self, element: &str, name: &str, value: &str) -> String {
        let value = match name {
            "src" if element == "img" => self.picture(value),
            "href" | "src" => self.link(value),
            name if name == "srcset" || name.starts_with("on") => None,
            name if NAMES_ELEMENTS.contains(&name) => {
                Some(value.split_whitespace().map(|id| self.id(id)).collect::<Vec<_>>().join(" "))
            }
            _ => Some(value.to_owned()),
        };
        value.map(|value| format!(" {name}=\"{}\"", escaped(&value))).unwrap_or_default()
    }

    fn id(&self, id: &str) -> String {
        format!("{}-{id}", self.prefix)
    }

    fn link(&self, written: &str) -> Option<String> {
        match place(written, &self.page.address) {
            Place::Here(id) if id.is_empty() || id == "top" => Some(format!("#{}", self.prefix)),
            Place::Here(id) => Some(format!("#{}", self.id(&id))),
            Place::Site(path, rest) => self.source.url.map(|url| url.join(&path) + &rest),
            Place::Elsewhere => Some(written.to_owned()),
        }
    }

    fn picture(&self, written: &str) -> Option<String> {
        let Place::Site(path, _) = place(written, &self.page.address) else {
            return Some(written.to_owned());
        };
        let path = decoded(&path);
        let bytes = (self.source.read)(&path)?;
        embedded(&path, &bytes).or_else(|| self.link(written))
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
