//! Blocks and headings that other programs read in another way than CommonMark: `:::note`, and `##Heading`.

use std::sync::Arc;

use super::super::left_out;
use crate::diagnostic::Diagnostic;
use crate::source::SourceFile;

/// What the names of such blocks are here.
const BLOCKS: [(&str, &str); 11] = [
    ("note", "NOTE"),
    ("info", "NOTE"),
    ("abstract", "NOTE"),
    ("tip", "TIP"),
    ("hint", "TIP"),
    ("important", "IMPORTANT"),
    ("warning", "WARNING"),
    ("caution", "CAUTION"),
    ("danger", "CAUTION"),
    ("details", "DETAILS"),
    ("example", "EXAMPLE"),
];

/// The text with such blocks as quotations that name themselves, and a space behind the `#` of each heading.
pub(super) fn converted(file: &Arc<SourceFile>, text: &str, findings: &mut Vec<Diagnostic>) -> String {
    let mut converted = String::with_capacity(text.len());
    let mut in_code = false;
    let mut in_block = false;
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        let is_fence = content.starts_with("```") || content.starts_with("~~~");
        in_code ^= is_fence;
        let end = &line[line.trim_end_matches(['\n', '\r']).len()..];
        if in_code || is_fence {
            converted += if in_block { "> " } else { "" };
            converted += line;
        } else if in_block && content == ":::" {
            in_block = false;
        } else if let Some((name, title)) = opening(content).filter(|_| !in_block) {
            let known = BLOCKS.iter().find(|(known, _)| *known == name.to_lowercase());
            if let Some((_, block)) = known {
                in_block = true;
                let marker = format!("> [!{block}] {title}");
                converted += marker.trim_end();
                converted += end;
            } else {
                findings.push(unknown(file, content, name));
                converted += line;
            }
        } else {
            // Behind a line of HTML, CommonMark takes Markdown for more of it.
            if content.starts_with('#') && last_line(&converted).starts_with('<') {
                converted += end;
            }
            let quoted = in_block && !content.is_empty();
            converted += if quoted {
                "> "
            } else if in_block {
                ">"
            } else {
                ""
            };
            converted += &spaced(line);
        }
    }
    converted
}

fn last_line(text: &str) -> &str {
    text.trim_end_matches(['\n', '\r'])
        .rsplit('\n')
        .next()
        .filter(|_| !text.ends_with("\n\n"))
        .unwrap_or_default()
}

/// Name and title of `:::name title`, `::: name` and `:::name[title]`.
fn opening(content: &str) -> Option<(&str, &str)> {
    let rest = content.strip_prefix(":::")?.trim_start_matches(':').trim();
    let length = rest.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(rest.len());
    let (name, title) = rest.split_at(length);
    let title = title.trim();
    let title = title.strip_prefix('[').and_then(|title| title.strip_suffix(']')).unwrap_or(title);
    (!name.is_empty()).then_some((name, title))
}

fn unknown(file: &Arc<SourceFile>, content: &str, name: &str) -> Diagnostic {
    let start = file.text().find(content).unwrap_or_default();
    let end = (start + content.len()).min(file.text().len());
    let message = format!("there is no block `{name}`, so it is left as it is");
    left_out(file, start..end, &message, "write it as a quotation that begins with `> [!NOTE]`")
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
        assert_eq!(of(":::note\nA\n\nB\n:::\nC\n").0, "> [!NOTE]\n> A\n>\n> B\nC\n");
        assert_eq!(of("::: danger Take care\nA\n:::\n").0, "> [!CAUTION] Take care\n> A\n");
        assert_eq!(of(":::tip[Do this]\n```\n:::\n```\n:::\n").0, "> [!TIP] Do this\n> ```\n> :::\n> ```\n");
        assert_eq!(of("::: tabs\nA\n:::\n"), ("::: tabs\nA\n:::\n".to_owned(), 1));
    }

    #[test]
    fn a_heading_gets_its_space() {
        assert_eq!(
            of("##Two\n#One\n#tag\n###### Six\n#######x\n").0,
            "## Two\n# One\n#tag\n###### Six\n#######x\n"
        );
        assert_eq!(of("```\n##Two\n```\n").0, "```\n##Two\n```\n");
        assert_eq!(of("<div>\n#One\n</div>\n").0, "<div>\n\n# One\n</div>\n");
    }
}
