//! Which lines of a Markdown text are fenced code, for those who look at lines before anything is parsed.

/// Follows a text line by line.
#[derive(Clone, Copy, Debug, Default)]
pub struct CodeLines {
    /// The character and the length of the fence that is open.
    open: Option<(char, usize)>,
}

impl CodeLines {
    /// Whether the line behind those that were taken is code unless it closes it.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Whether the next line is code, or a fence of it (CommonMark §4.5). How far it is indented does not matter: it
    /// may be in a list.
    pub fn take(&mut self, line: &str) -> bool {
        let content = line.trim();
        let fence = content.chars().next().filter(|c| matches!(c, '`' | '~'));
        let length = fence.map_or(0, |c| content.len() - content.trim_start_matches(c).len());
        match (self.open, fence) {
            (None, Some(c)) if length >= 3 && !(c == '`' && content[length..].contains('`')) => {
                self.open = Some((c, length));
                true
            }
            (None, _) => false,
            (Some((open, least)), Some(c)) if c == open && length >= least && length == content.len() => {
                self.open = None;
                true
            }
            (Some(_), _) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_is_closed_by_one_of_its_kind_that_is_as_long() {
        let text = "a\n````md\n```\nb\n```\n````\nc\n~~~\n```\n~~~~\nd\n```a`b\ne\n  ``` sh\nf";
        let mut lines = CodeLines::default();
        let code: String = text.lines().map(|line| if lines.take(line) { 'x' } else { '.' }).collect();
        assert_eq!(code, ".xxxxx.xxx...xx");
    }
}
