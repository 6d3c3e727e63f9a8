//! Finding the front matter: the block between the first line of a file and the next fence.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::source::SourceFile;

/// The longest front matter that is read, in bytes. It is written by hand; anything longer is a mistake or an
/// attack.
pub(super) const LONGEST: usize = 64 * 1024;

/// How a file divides into front matter and Markdown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Block {
    /// The bytes between the fences. `None` without front matter, and when it must not be read.
    pub yaml: Option<Range<usize>>,
    /// The byte at which the Markdown begins.
    pub body: usize,
}

/// Divides a file. Front matter begins with a line `---` at the very start of the file, behind a byte-order
/// mark if there is one, and ends with a line `---` or `...`; white space behind either counts nothing.
pub(super) fn front_matter_block(file: &Arc<SourceFile>) -> Outcome<Block> {
    let text = file.text();
    let mut lines = Lines { text, next: file.start() };
    let Some(opening) = lines.next().filter(|line| text[line.clone()].trim_end_matches([' ', '\t']) == "---")
    else {
        return Outcome::new(Block { yaml: None, body: file.start() }, Vec::new());
    };
    let start = lines.next;
    let Some(closing) =
        lines.find(|line| matches!(text[line.clone()].trim_end_matches([' ', '\t']), "---" | "..."))
    else {
        // How far the keys go is anybody's guess, so no Markdown is taken from what follows.
        let block = Block { yaml: None, body: text.len() };
        return Outcome::new(block, vec![unclosed(file, opening, start)]);
    };
    let yaml = start..closing.start;
    let body = lines.next;
    if yaml.len() > LONGEST {
        let message = format!("the front matter is longer than {} KiB", LONGEST / 1024);
        let finding = Diagnostic::new(Code::FrontMatterTooLarge, file, opening, message)
            .label("begins here")
            .also(file, closing, "ends here")
            .help("move the text into the page, below the second `---`");
        return Outcome::new(Block { yaml: None, body }, vec![finding]);
    }
    let second = second_block(file, body);
    Outcome::new(Block { yaml: Some(yaml), body }, second.into_iter().collect())
}

/// Keys that no words of a page begin with.
const TELLING: [&str; 7] =
    ["title:", "owner:", "status:", "last_reviewed_on:", "reviewed_by:", "review_in:", "next_review_on:"];

/// A second block of keys at once below the first, as two files joined into one have it: its dates would be words of the page, and
/// the page would not say so.
fn second_block(file: &Arc<SourceFile>, body: usize) -> Option<Diagnostic> {
    let text = file.text();
    let mut lines = Lines { text, next: body };
    let first = lines.next().filter(|line| TELLING.iter().any(|key| text[line.clone()].starts_with(key)))?;
    let mut block = lines.take_while(|line| !text[line.clone()].trim().is_empty());
    let end = block.find(|line| text[line.clone()].trim_end() == "---")?;
    let message = "a second front matter begins here, and a page has one";
    let finding = Diagnostic::new(Code::FrontMatterUnsupported, file, first, message);
    Some(
        finding
            .also(file, end, "ends here")
            .help("put its keys into the first one, or leave a blank line above what is no front matter"),
    )
}

fn unclosed(file: &Arc<SourceFile>, opening: Range<usize>, rest: usize) -> Diagnostic {
    let finding =
        Diagnostic::new(Code::FrontMatterUnclosed, file, opening, "the front matter is never closed")
            .label("opened here, never closed");
    if begins_with_key(&file.text()[rest..]) {
        finding.help("write `---` on a line of its own below the last key")
    } else {
        finding.help("if this is a rule and not front matter, leave a blank line above it")
    }
}

/// Whether the first line that says something looks like `key: value`.
pub(super) fn begins_with_key(text: &str) -> bool {
    let says_something = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
    let first = text.split(['\n', '\r']).find(says_something).unwrap_or_default();
    let key = first.split(':').next().unwrap_or_default();
    key.len() < first.len()
        && !key.is_empty()
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

/// The lines of a text without their ends, which are LF, CR LF or a lone CR.
struct Lines<'t> {
    text: &'t str,
    /// The byte at which the next line begins.
    next: usize,
}

impl Iterator for Lines<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let start = self.next;
        let rest = self.text.get(start..).filter(|rest| !rest.is_empty())?;
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let end = rest[length..].strip_prefix("\r\n").or_else(|| rest[length..].strip_prefix(['\n', '\r']));
        self.next = self.text.len() - end.map_or(0, str::len);
        Some(start..start + length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(text: &str) -> Outcome<Block> {
        front_matter_block(&SourceFile::new("a.md", text))
    }

    fn parts(text: &str) -> (Option<&str>, &str) {
        let outcome = block(text);
        assert_eq!(outcome.findings, []);
        (outcome.value.yaml.map(|range| &text[range]), &text[outcome.value.body..])
    }

    #[test]
    fn a_file_divides_at_its_fences() {
        assert_eq!(parts("---\ntitle: x\n---\nBody\n"), (Some("title: x\n"), "Body\n"));
        assert_eq!(parts("---\ntitle: x\n...\nBody\n"), (Some("title: x\n"), "Body\n"));
        assert_eq!(parts("--- \t\ntitle: x\n---  "), (Some("title: x\n"), ""));
        assert_eq!(parts("---\n---\nBody"), (Some(""), "Body"));
    }

    #[test]
    fn every_kind_of_line_end_divides_alike() {
        assert_eq!(parts("---\r\ntitle: x\r\n---\r\nBody"), (Some("title: x\r\n"), "Body"));
        assert_eq!(parts("---\rtitle: x\r---\rBody"), (Some("title: x\r"), "Body"));
    }

    #[test]
    fn a_byte_order_mark_does_not_hide_the_front_matter() {
        assert_eq!(parts("\u{feff}---\ntitle: x\n---\nBody"), (Some("title: x\n"), "Body"));
        assert_eq!(parts("\u{feff}Body"), (None, "Body"));
    }

    #[test]
    fn a_file_without_front_matter_is_all_markdown() {
        assert_eq!(parts("# Title\n\n---\n"), (None, "# Title\n\n---\n"));
        assert_eq!(parts("\n---\na: b\n---\n"), (None, "\n---\na: b\n---\n"));
        assert_eq!(parts("----\n"), (None, "----\n"));
        assert_eq!(parts(""), (None, ""));
    }

    #[test]
    fn a_block_that_is_never_closed_is_an_error_at_its_fence() {
        let outcome = block("---\ntitle: x\n");
        let [finding] = &outcome.findings[..] else { panic!("{:?}", outcome.findings) };
        assert_eq!(finding.code, Code::FrontMatterUnclosed);
        assert_eq!(finding.place.span, 0..3);
        assert_eq!(finding.place.text, "opened here, never closed");
        assert_eq!(finding.help, ["write `---` on a line of its own below the last key"]);
        assert_eq!(block("---").findings.len(), 1);
        assert_eq!(block("\u{feff}---\r\na: b").findings[0].place.span, 3..6);
    }

    #[test]
    fn a_rule_on_the_first_line_is_told_apart() {
        let outcome = block("---\n\nWe believe: nothing.\n");
        assert_eq!(outcome.findings[0].code, Code::FrontMatterUnclosed);
        assert_eq!(
            outcome.findings[0].help,
            ["if this is a rule and not front matter, leave a blank line above it"]
        );
    }

    #[test]
    fn a_second_block_of_keys_is_an_error_and_a_heading_is_none() {
        let outcome = block("---\ntitle: x\n---\nowner: y\ntags: [z]\n---\nBody");
        assert_eq!(outcome.findings.len(), 1);
        assert_eq!(outcome.findings[0].code, Code::FrontMatterUnsupported);
        assert_eq!(outcome.findings[0].place.span, 17..25);
        for body in
            ["\ntitle: y\n---\n", "Scope: y\n---\n", "title: y\n\n---\n", "title: y\n", "owner\n---\n"]
        {
            assert_eq!(block(&format!("---\ntitle: x\n---\n{body}")).findings, [], "{body}");
        }
    }

    #[test]
    fn front_matter_has_a_greatest_length() {
        let of = |length: usize| format!("---\n#{}\n---\nBody", "x".repeat(length - 2));
        assert_eq!(block(&of(LONGEST)).findings, []);
        let text = of(LONGEST + 1);
        let outcome = block(&text);
        assert_eq!(outcome.findings[0].code, Code::FrontMatterTooLarge);
        assert_eq!(outcome.value.yaml, None);
        assert_eq!(&text[outcome.value.body..], "Body");
        assert_eq!(block(&of(5_000_000)).findings.len(), 1);
    }
}
