//! Blocks and headings that other programs read in another way than CommonMark: `:::note`, `!!! note`, and `##Heading`.

use std::sync::Arc;

use super::super::left_out;
use super::marks::comment;
use crate::diagnostic::Diagnostic;
use crate::parse::CodeLines;
use crate::source::SourceFile;

/// What the names of such blocks are here.
const BLOCKS: [(&str, &str); 29] = [
    ("note", "NOTE"),
    ("info", "NOTE"),
    ("abstract", "NOTE"),
    ("summary", "NOTE"),
    ("tldr", "NOTE"),
    ("question", "NOTE"),
    ("faq", "NOTE"),
    ("seealso", "NOTE"),
    ("tip", "TIP"),
    ("hint", "TIP"),
    ("success", "TIP"),
    ("check", "TIP"),
    ("done", "TIP"),
    ("important", "IMPORTANT"),
    ("warning", "WARNING"),
    ("attention", "WARNING"),
    ("caution", "CAUTION"),
    ("danger", "CAUTION"),
    ("error", "CAUTION"),
    ("failure", "CAUTION"),
    ("fail", "CAUTION"),
    ("missing", "CAUTION"),
    ("bug", "CAUTION"),
    ("details", "DETAILS"),
    ("collapse", "DETAILS"),
    ("spoiler", "DETAILS"),
    ("example", "EXAMPLE"),
    ("quote", ""),
    ("cite", ""),
];

/// The text with such blocks as quotations that name themselves, and a space behind the `#` of each heading.
pub(super) fn converted(file: &Arc<SourceFile>, text: &str, findings: &mut Vec<Diagnostic>) -> String {
    let body = super::keys::body(&SourceFile::new("", text));
    let mut writer = Writer {
        file,
        findings,
        text: text[..body].to_owned(),
        open: Vec::new(),
        code: CodeLines::default(),
        gap: Gap::None,
    };
    text[body..].split_inclusive('\n').for_each(|line| writer.line(line));
    writer.text
}

struct Writer<'a> {
    file: &'a Arc<SourceFile>,
    findings: &'a mut Vec<Diagnostic>,
    text: String,
    /// The blocks that the next line is in, the outermost first.
    open: Vec<Open>,
    code: CodeLines,
    gap: Gap,
}

/// Whether a block has just ended: the next line would be taken for more of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gap {
    None,
    Wanted,
}

/// A block whose end has not come.
struct Open {
    /// What each of its lines begins with now.
    lead: String,
    /// White space that each of its lines began with.
    strip: usize,
    end: End,
}

/// How a block ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// With so many colons.
    Colons(usize),
    /// With a line that is indented less.
    Indent,
    /// With so many colons, which stay as a comment: nobody knows what it was.
    Unknown(usize),
}

/// The line that a block begins with.
struct Opening<'l> {
    name: &'l str,
    title: Option<&'l str>,
    end: End,
    is_folded: bool,
}

impl Writer<'_> {
    fn line(&mut self, line: &str) {
        let content = line.trim();
        let end = &line[line.trim_end_matches(['\n', '\r']).len()..];
        let rest = self.inside(line);
        let pad = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        if self.code.take(rest) {
            self.write(rest);
        } else if let Some(colons) = only_colons(content).filter(|colons| self.closes(*colons)) {
            self.close(colons, content, end);
        } else if let Some(tab) = content.strip_prefix("=== \"").and_then(|rest| rest.strip_suffix('"')) {
            self.report(content, "tabs are shown one after the other", "check that they can be read so");
            self.write(&format!("{}**{tab}**{end}{end}", &rest[..pad]));
            self.open.push(Open { lead: rest[..pad].to_owned(), strip: pad + 4, end: End::Indent });
        } else if let Some(opening) = opening(content) {
            self.begin(&opening, content, &rest[..pad], end);
        } else {
            // Behind a line of HTML, CommonMark takes Markdown for more of it.
            let above = last_line(&self.text).trim_start_matches(['>', ' ']);
            let is_markdown = !content.is_empty() && !content.starts_with('<');
            if (rest.starts_with('#') && above.starts_with('<')) || (is_markdown && closes_html(above)) {
                self.write(end);
            }
            let spaced = spaced(rest);
            self.write(&spaced);
        }
    }

    /// What a line says in the blocks that it is in; those that it ends are left.
    fn inside<'l>(&mut self, line: &'l str) -> &'l str {
        let mut rest = line;
        for index in 0..self.open.len() {
            let Open { strip, end, .. } = self.open[index];
            let indent = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            if end == End::Indent && !rest.trim().is_empty() && columns(&rest[..indent]) < strip {
                self.open.truncate(index);
                self.gap = Gap::Wanted;
                self.code = CodeLines::default();
                break;
            }
            rest = without_columns(rest, strip);
        }
        rest
    }

    /// Writes a line below what its blocks begin their lines with.
    fn write(&mut self, line: &str) {
        let is_empty = line.trim().is_empty();
        if self.gap == Gap::Wanted && !is_empty && !last_line(&self.text).is_empty() {
            let lead: String = self.open.iter().map(|open| open.lead.as_str()).collect();
            self.text = std::mem::take(&mut self.text) + lead.trim_end() + "\n";
        }
        self.gap = Gap::None;
        for part in line.split_inclusive('\n') {
            let lead: String = self.open.iter().map(|open| open.lead.as_str()).collect();
            self.text += if part.trim().is_empty() { lead.trim_end() } else { &lead };
            self.text += part;
        }
    }

    /// Whether so many colons end the block that is open.
    fn closes(&self, colons: usize) -> bool {
        let last = self.open.iter().rev().find(|open| open.end != End::Indent);
        last.is_some_and(
            |open| matches!(open.end, End::Colons(least) | End::Unknown(least) if least <= colons),
        )
    }

    fn close(&mut self, colons: usize, content: &str, end: &str) {
        let is_it =
            |open: &Open| matches!(open.end, End::Colons(least) | End::Unknown(least) if least <= colons);
        let Some(index) = self.open.iter().rposition(is_it) else { return };
        let is_unknown = matches!(self.open[index].end, End::Unknown(_));
        self.open.truncate(index);
        if is_unknown {
            self.write(&format!("{}{end}", comment(content)));
        } else {
            self.gap = Gap::Wanted;
        }
    }

    fn begin(&mut self, opening: &Opening<'_>, content: &str, pad: &str, end: &str) {
        let Opening { name, title, is_folded, .. } = *opening;
        let known = BLOCKS.iter().find(|(known, _)| *known == name.to_lowercase()).map(|(_, block)| *block);
        let is_indented = opening.end == End::Indent;
        let strip = columns(pad) + if is_indented { 4 } else { 0 };
        let (End::Colons(colons), None) = (opening.end, known) else {
            let block = if is_folded { "DETAILS" } else { known.unwrap_or("NOTE") };
            // Where a block is only told apart by its name, its readers saw that.
            let own_title = || if known.is_none() || is_folded { capitalised(name) } else { String::new() };
            let title = title.map_or_else(own_title, str::to_owned);
            let title = if block.is_empty() && !title.is_empty() { format!("**{title}**") } else { title };
            let marker = if block.is_empty() { String::new() } else { format!("[!{block}] ") };
            self.open.push(Open { lead: format!("{pad}> "), strip, end: opening.end });
            let marker = format!("{marker}{title}");
            if !marker.is_empty() {
                self.write(&format!("{}{end}", marker.trim_end()));
            }
            return;
        };
        let message = format!("there is no block `{name}`; its words stay");
        self.report(content, &message, "write it as a quotation that begins with `> [!NOTE]`");
        self.write(&format!("{pad}{}{end}", comment(content)));
        self.gap = Gap::Wanted;
        self.open.push(Open { lead: String::new(), strip: 0, end: End::Unknown(colons) });
    }

    fn report(&mut self, content: &str, message: &str, help: &str) {
        let start = self.file.text().find(content).unwrap_or_default();
        let end = (start + content.len()).min(self.file.text().len());
        self.findings.push(left_out(self.file, start..end, message, help));
    }
}

fn last_line(text: &str) -> &str {
    text.trim_end_matches(['\n', '\r'])
        .rsplit('\n')
        .next()
        .filter(|_| !text.ends_with("\n\n") && !text.ends_with("\n\r\n"))
        .unwrap_or_default()
}

/// Whether a line ends what HTML stands above: `</div>`.
fn closes_html(line: &str) -> bool {
    line.trim_end()
        .strip_prefix("</")
        .and_then(|rest| rest.strip_suffix('>'))
        .is_some_and(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// The columns that white space takes: a tab goes to the next multiple of four.
fn columns(space: &str) -> usize {
    space.chars().fold(0, |columns, c| if c == '\t' { columns / 4 * 4 + 4 } else { columns + 1 })
}

/// A line without so many columns of the white space that it begins with.
fn without_columns(line: &str, strip: usize) -> &str {
    let mut columns = 0;
    for (at, c) in line.char_indices() {
        match c {
            ' ' if columns < strip => columns += 1,
            '\t' if columns < strip => columns = columns / 4 * 4 + 4,
            _ => return &line[at..],
        }
    }
    ""
}

fn only_colons(content: &str) -> Option<usize> {
    (content.len() > 2 && content.chars().all(|c| c == ':')).then_some(content.len())
}

/// `:::name title`, `::: name`, `:::name[title]`, `!!! name "title"` or `??? name`.
fn opening(content: &str) -> Option<Opening<'_>> {
    let marks = content.find(|c| !matches!(c, ':' | '!' | '?' | '+')).unwrap_or(content.len());
    let (marks, rest) = content.split_at(marks);
    let (end, is_folded) = match marks {
        "!!!" => (End::Indent, false),
        "???" | "???+" => (End::Indent, true),
        _ if marks.len() > 2 && marks.chars().all(|c| c == ':') => (End::Colons(marks.len()), false),
        _ => return None,
    };
    let rest = rest.trim();
    let length = rest.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
    let (name, title) = rest.split_at(length);
    // A sentence that begins with three marks is none.
    let words = title.split('"').next().unwrap_or_default().split_whitespace().count();
    let is_block = end != End::Indent || (words < 3 && name.starts_with(|c: char| c.is_lowercase()));
    let title = if end == End::Indent { quoted_title(title) } else { colon_title(title.trim()) };
    (!name.is_empty() && is_block).then_some(Opening { name, title, end, is_folded })
}

/// What stands between quotes behind the words that say where a block stands.
fn quoted_title(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once('"')?;
    Some(rest.rsplit_once('"').map_or(rest, |(title, _)| title))
}

/// `title`, `[title]`, `{title="title"}`
fn colon_title(text: &str) -> Option<&str> {
    let title = match text.split_once('{') {
        Some((before, list)) if before.trim().is_empty() => {
            list.split_once("title=\"").and_then(|(_, title)| title.split('"').next()).unwrap_or_default()
        }
        Some((before, _)) => before.trim(),
        None => text,
    };
    let inner = title.strip_prefix('[').and_then(|title| title.strip_suffix(']')).unwrap_or(title);
    Some(inner).filter(|title| !title.is_empty())
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `##Heading` as CommonMark writes it. A lone `#word` in lower case is no heading to most programs.
fn spaced(line: &str) -> String {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    let is_heading = text.starts_with(|c: char| c.is_alphanumeric() && (level > 1 || !c.is_lowercase()));
    if (1..=6).contains(&level) && is_heading {
        format!("{} {text}", &line[..level])
    } else {
        line.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> (String, usize) {
        let mut findings = Vec::new();
        let text = converted(&SourceFile::new("a.md", text), text, &mut findings);
        (text, findings.len())
    }

    #[test]
    fn blocks_between_colons_are_quotations_that_name_themselves() {
        assert_eq!(of(":::note\nA\n\nB\n:::\nC\n").0, "> [!NOTE]\n> A\n>\n> B\n\nC\n");
        assert_eq!(of("::: danger Take care\nA\n:::\n").0, "> [!CAUTION] Take care\n> A\n");
        assert_eq!(of(":::tip[Do this]\n```\n:::\n```\n:::\n").0, "> [!TIP] Do this\n> ```\n> :::\n> ```\n");
        assert_eq!(of(":::note{title=\"T\"}\nA\n:::\n").0, "> [!NOTE] T\n> A\n");
        assert_eq!(of("::: tabs\nA\n:::\nB\n"), ("<!-- ::: tabs -->\n\nA\n<!-- ::: -->\nB\n".to_owned(), 1));
    }

    #[test]
    fn blocks_in_blocks_end_with_as_many_colons() {
        assert_eq!(
            of("::::note\nA\n:::tip\nB\n:::\nC\n::::\n").0,
            "> [!NOTE]\n> A\n> > [!TIP]\n> > B\n>\n> C\n"
        );
    }

    #[test]
    fn blocks_that_are_indented_are_quotations_too() {
        let text = "!!! note \"Mind this\"\n    A\n\n    ```\n    ##B\n    ```\nC\n";
        assert_eq!(of(text).0, "> [!NOTE] Mind this\n> A\n>\n> ```\n> ##B\n> ```\n\nC\n");
        assert_eq!(of("??? warning\n    A\n").0, "> [!DETAILS] Warning\n> A\n");
        assert_eq!(of("!!! danger \"\"\n\tA\n").0, "> [!CAUTION]\n> A\n");
        assert_eq!(of("!!! custom inline end\n    A\n"), ("> [!NOTE] Custom\n> A\n".to_owned(), 0));
        assert_eq!(of("- a\n\n    !!! tip\n        B\n- c\n").0, "- a\n\n    > [!TIP]\n    > B\n\n- c\n");
        assert_eq!(of("!!! quote\n    A\n").0, "> A\n");
        assert_eq!(of("!!! this is no block at all\n").0, "!!! this is no block at all\n");
        assert_eq!(
            of("=== \"One\"\n\n    A\n\n=== \"Two\"\n\n    B\n"),
            ("**One**\n\n\nA\n\n**Two**\n\n\nB\n".to_owned(), 2)
        );
    }

    #[test]
    fn a_heading_gets_its_space() {
        assert_eq!(
            of("##Two\n#One\n#tag\n###### Six\n#######x\n").0,
            "## Two\n# One\n#tag\n###### Six\n#######x\n"
        );
        assert_eq!(of("```\n##Two\n```\n").0, "```\n##Two\n```\n");
        assert_eq!(of("<div>\n#One\n</div>\n").0, "<div>\n\n# One\n</div>\n");
        assert_eq!(of("<div>\na\n</div>\n[b](c)\n").0, "<div>\na\n</div>\n\n[b](c)\n");
    }
}
