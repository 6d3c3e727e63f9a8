//! HTML as tests look at it: its elements in order, found by simple selectors.

use html5gum::{DefaultEmitter, Token, Tokenizer};

const VOID: [&str; 9] = ["br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"];

/// A document that was read.
#[derive(Debug)]
pub(crate) struct Html {
    elements: Vec<Element>,
}

/// An element with its attributes and the text in it.
#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
    text: String,
    parent: Option<usize>,
}

impl Html {
    pub(crate) fn of(html: &str) -> Self {
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        let mut elements: Vec<Element> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
            match token {
                Token::StartTag(tag) => {
                    let name = text(&tag.name);
                    let attributes = tag.attributes.iter().map(|(key, value)| (text(key), text(value)));
                    let parent = open.last().copied();
                    let is_void = VOID.contains(&name.as_str()) || tag.self_closing;
                    elements.push(Element {
                        name,
                        attributes: attributes.collect(),
                        text: String::new(),
                        parent,
                    });
                    if !is_void {
                        open.push(elements.len() - 1);
                    }
                }
                Token::EndTag(tag) => {
                    let name = text(&tag.name);
                    if let Some(at) = open.iter().rposition(|index| elements[*index].name == name) {
                        open.truncate(at);
                    }
                }
                Token::String(words) => {
                    for index in &open {
                        elements[*index].text.push_str(&text(&words));
                    }
                }
                _ => {}
            }
        }
        Self { elements }
    }

    /// The elements that a selector names: `main h2.x`, `#id`, `a[rel]` or `a[rel=next]`, and descendants by
    /// spaces.
    pub(crate) fn all(&self, selector: &str) -> Vec<&Element> {
        let steps: Vec<&str> = selector.split(' ').collect();
        self.elements.iter().filter(|element| self.matches(element, &steps)).collect()
    }

    /// The one element that a selector names.
    pub(crate) fn one(&self, selector: &str) -> &Element {
        match self.all(selector)[..] {
            [element] => element,
            ref found => panic!("`{selector}` names {} elements: {found:#?}", found.len()),
        }
    }

    /// The text of the one element that a selector names, its white space folded.
    pub(crate) fn text(&self, selector: &str) -> String {
        self.one(selector).text()
    }

    /// The texts of all elements that a selector names.
    pub(crate) fn texts(&self, selector: &str) -> Vec<String> {
        self.all(selector).into_iter().map(Element::text).collect()
    }

    /// An attribute of all elements that a selector names and that have it.
    pub(crate) fn values(&self, selector: &str, attribute: &str) -> Vec<&str> {
        self.all(selector).into_iter().filter_map(|element| element.attribute(attribute)).collect()
    }

    /// What the one element that a selector names is in, from the inside out.
    pub(crate) fn ancestors(&self, selector: &str) -> impl Iterator<Item = &Element> {
        let ancestors =
            std::iter::successors(self.one(selector).parent, |index| self.elements[*index].parent);
        ancestors.map(|index| &self.elements[index])
    }

    /// Every element in order.
    pub(crate) fn elements(&self) -> &[Element] {
        &self.elements
    }

    fn matches(&self, element: &Element, steps: &[&str]) -> bool {
        let Some((last, before)) = steps.split_last() else { return true };
        if !element.is(last) {
            return false;
        }
        let ancestors = std::iter::successors(element.parent, |index| self.elements[*index].parent);
        before.is_empty()
            || ancestors.map(|index| &self.elements[index]).any(|ancestor| self.matches(ancestor, before))
    }
}

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// The text in it, its white space folded.
    pub(crate) fn text(&self) -> String {
        self.text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether a selector of one step names it.
    fn is(&self, step: &str) -> bool {
        let end = step.find(['.', '#', '[']).unwrap_or(step.len());
        let (name, mut rest) = step.split_at(end);
        let mut fits = name.is_empty() || self.name == name;
        while let Some(kind) = rest.chars().next() {
            let end = rest[1..].find(['.', '#', '[']).map_or(rest.len(), |end| end + 1);
            let value = rest[1..end].trim_end_matches(']');
            fits &= match kind {
                '.' => self.attribute("class").is_some_and(|class| class.split(' ').any(|c| c == value)),
                '#' => self.attribute("id") == Some(value),
                _ => match value.split_once('=') {
                    Some((key, value)) => self.attribute(key) == Some(value),
                    None => self.attribute(value).is_some(),
                },
            };
            rest = &rest[end..];
        }
        fits
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
