//! A page of a kind, to be written.

use unicode_normalization::UnicodeNormalization;

use super::{GLOSSARY, Kind};

/// In characters. Longer names are cut at a word.
const LONGEST_NAME: usize = 60;

/// What a page begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPage<'a> {
    /// Its title.
    pub title: &'a str,
    /// The identifier of its kind, unless its folder gives it that.
    pub kind: Option<&'a str>,
    /// The identifier of its owner, unless its folder or the book gives it one.
    pub owner: Option<&'a str>,
    /// Fields that the book wants of every page and nothing gives it.
    pub wanted: Vec<&'a str>,
}

/// The text of the page: a draft, with the headings that its kind asks for.
pub fn new_page(page: &NewPage<'_>, kind: &Kind) -> String {
    let line = |(key, value): (&str, Option<&str>)| Some(format!("{key}: {}\n", scalar(value?)));
    let known: String = [("kind", page.kind), ("owner", page.owner)].into_iter().filter_map(line).collect();
    let wanted = page.wanted.iter().map(|field| format!("# {field}: (this book wants it on every page)\n"));
    let headings = kind.sections.iter().map(|section| format!("\n## {}\n", section.heading));
    // Hardly anybody knows by heart how a definition list is written.
    let sample = if page.kind == Some(GLOSSARY) { "\nTerm\n: What it means.\n" } else { "" };
    format!(
        "---\ntitle: {}\n{known}{}# Remove the next line to publish the page.\nstatus: draft\n---\n{sample}{}",
        scalar(page.title),
        wanted.collect::<String>(),
        headings.collect::<String>()
    )
}

/// The name of a file for a title: letters and digits of any script, without their accents where they can be taken
/// off, with `-` between words.
pub fn file_name(title: &str) -> String {
    let plain = title.nfd().filter(|c| !matches!(c, '\u{300}'..='\u{36f}'));
    // An apostrophe is part of its word.
    let lower: String =
        plain.flat_map(char::to_lowercase).filter(|c| !['\'', '’'].contains(c)).nfc().collect();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut name = String::new();
    for word in words {
        if !name.is_empty() && name.chars().count() + 1 + word.chars().count() > LONGEST_NAME {
            break;
        }
        name += if name.is_empty() { "" } else { "-" };
        name.extend(word.chars().take(LONGEST_NAME));
    }
    let is_taken = ["", "index", "readme", "con", "prn", "aux", "nul"].contains(&name.as_str())
        || (name.len() == 4 && (name.starts_with("com") || name.starts_with("lpt")));
    if is_taken { format!("{name}-page").trim_start_matches('-').to_owned() + ".md" } else { name + ".md" }
}

/// A value for front matter: plain when no reader of YAML could take it for anything but a text, else between quotes
/// as in JSON, which YAML reads.
fn scalar(text: &str) -> String {
    let is_word = |word: &str| word.chars().all(|c| c.is_alphabetic() || c == '-') && !word.starts_with('-');
    let is_plain = text.split(' ').all(|word| !word.is_empty() && is_word(word));
    let is_meant = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    if is_plain && !is_meant.contains(&text.to_lowercase().as_str()) {
        text.to_owned()
    } else {
        serde_json::Value::from(text).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_words_that_everybody_can_type() {
        for (title, name) in [
            ("Don’t repeat yourself: a guide", "dont-repeat-yourself-a-guide.md"),
            ("Gwasanaethau â dŵr", "gwasanaethau-a-dwr.md"),
            ("Index", "index-page.md"),
            ("CON", "con-page.md"),
            ("COM1", "com1-page.md"),
            ("../../etc/passwd", "etc-passwd.md"),
            ("???", "page.md"),
            ("データ", "データ.md"),
        ] {
            assert_eq!(file_name(title), name, "{title}");
        }
        let long = file_name(&"word ".repeat(100));
        assert!(long.len() < 64 && long.ends_with("word.md"), "{long}");
    }

    #[test]
    fn titles_that_yaml_would_misread_are_quoted() {
        for (title, written) in [
            ("Put people first", "Put people first"),
            ("No", "\"No\""),
            ("A: b", "\"A: b\""),
            ("2026", "\"2026\""),
        ] {
            assert_eq!(scalar(title), written);
        }
    }
}
