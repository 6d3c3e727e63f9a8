//! The raw tags that are open in one container of a page.

use std::collections::BTreeMap;
use std::ops::Range;

/// A tag that was opened, and its place.
pub(super) type Opened = (String, Range<usize>);

/// Tags that were opened and not yet closed, in their order. How many there are of each name is known as well: a page may open a
/// million and then close as many others, and none of these may cost a look at all of them.
#[derive(Default)]
pub(super) struct OpenTags {
    tags: Vec<Opened>,
    counts: BTreeMap<String, usize>,
}

impl OpenTags {
    /// A tag is opened.
    pub(super) fn open(&mut self, name: &str, span: Range<usize>) {
        *self.counts.entry(name.to_owned()).or_default() += 1;
        self.tags.push((name.to_owned(), span));
    }

    /// Closes the innermost tag of a name, and gives those that were left open in it, the innermost first. None when no such tag
    /// is open.
    pub(super) fn close(&mut self, name: &str) -> Option<Vec<Opened>> {
        self.counts.get(name).filter(|count| **count > 0)?;
        let mut left_open = Vec::new();
        while let Some(tag) = self.pop() {
            if tag.0 == name {
                break;
            }
            left_open.push(tag);
        }
        Some(left_open)
    }

    /// Closes all of them, and gives them, the innermost first.
    pub(super) fn close_all(&mut self) -> Vec<Opened> {
        std::iter::from_fn(|| self.pop()).collect()
    }

    fn pop(&mut self) -> Option<Opened> {
        let tag = self.tags.pop()?;
        if let Some(count) = self.counts.get_mut(&tag.0) {
            *count -= 1;
        }
        Some(tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(tags: &[Opened]) -> Vec<&str> {
        tags.iter().map(|(name, _)| name.as_str()).collect()
    }

    #[test]
    fn the_innermost_tag_of_a_name_is_closed_with_what_is_open_in_it() {
        let mut open = OpenTags::default();
        for (at, name) in ["b", "i", "b", "u", "s"].into_iter().enumerate() {
            open.open(name, at..at + 1);
        }
        assert_eq!(open.close("b").as_deref().map(names), Some(vec!["s", "u"]));
        assert_eq!(open.close("u"), None);
        assert_eq!(names(&open.close_all()), ["i", "b"]);
        assert_eq!(open.close("b"), None);
    }
}
