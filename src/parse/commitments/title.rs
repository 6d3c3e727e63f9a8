//! The title of a commitment: the first sentence or clause of its item.

/// Longer titles are cut at a word, in characters.
const LONGEST: usize = 160;

/// Words behind whose full stop a sentence goes on.
const ABBREVIATIONS: [&str; 12] =
    ["e.g.", "i.e.", "etc.", "no.", "dr.", "mr.", "mrs.", "ms.", "st.", "vs.", "approx.", "incl."];

/// A clause is so many words at least: fewer are an opening, as in “First, …”.
const FEWEST_WORDS: usize = 3;

/// Gathers the words of an item up to its first list.
#[derive(Default)]
pub(super) struct Title {
    text: String,
    strong: Strong,
}

/// Whether the item begins with strong words, which its author took for the title.
#[derive(Default, PartialEq, Eq)]
enum Strong {
    #[default]
    Possible,
    Open,
    /// Up to here, in bytes of the text.
    Until(usize),
    No,
}

impl Title {
    pub(super) fn add(&mut self, text: &str) {
        if self.strong == Strong::Possible && !text.trim().is_empty() {
            self.strong = Strong::No;
        }
        self.text.push_str(text);
    }

    pub(super) fn open_strong(&mut self) {
        if self.strong == Strong::Possible {
            self.strong = Strong::Open;
        }
    }

    pub(super) fn close_strong(&mut self) {
        if self.strong == Strong::Open {
            self.strong = Strong::Until(self.text.len());
        }
    }

    /// All words.
    pub(super) fn whole(&self) -> String {
        tidy(&self.text)
    }

    /// The title.
    pub(super) fn finish(self) -> String {
        let title = match self.strong {
            Strong::Until(end) => tidy(&self.text[..end]),
            _ => first_clause(&tidy(&self.text)).to_owned(),
        };
        shortened(without_end(&title))
    }
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Up to the end of the first sentence, or of its first clause that is long enough.
fn first_clause(text: &str) -> &str {
    for (at, c) in text.char_indices() {
        let behind = &text[at + c.len_utf8()..];
        let before = &text[..at];
        let ends = match c {
            '.' | '!' | '?' => (behind.is_empty() || behind.starts_with(' ')) && !is_abbreviation(text, at),
            ';' => true,
            ':' => behind.starts_with(' ') && before.split(' ').count() >= FEWEST_WORDS,
            '–' | '—' => {
                before.ends_with(' ') && behind.starts_with(' ') && before.split(' ').count() > FEWEST_WORDS
            }
            _ => false,
        };
        if ends {
            return if matches!(c, '.' | '!' | '?') { &text[..=at] } else { before };
        }
    }
    text
}

/// Whether the full stop at a byte belongs to a short form.
fn is_abbreviation(text: &str, at: usize) -> bool {
    let word = text[..=at].rsplit([' ', '(']).next().unwrap_or_default().to_lowercase();
    ABBREVIATIONS.contains(&word.as_str()) || word.chars().filter(|c| c.is_alphabetic()).count() == 1
}

/// Without what ends an item of a list that is one long sentence.
fn without_end(title: &str) -> &str {
    let marks = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':');
    let title = title.trim_end_matches(marks);
    let joined = [", and", "; and", ", or", "; or"].into_iter().find_map(|end| title.strip_suffix(end));
    joined.unwrap_or(title).trim_end_matches(marks)
}

fn shortened(title: &str) -> String {
    if title.chars().count() <= LONGEST {
        return title.to_owned();
    }
    let cut: String = title.chars().take(LONGEST).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", &cut[..end])
}

#[cfg(test)]
mod tests {
    use super::Title;

    fn title(text: &str) -> String {
        let mut title = Title::default();
        title.add(text);
        title.finish()
    }

    #[test]
    fn a_title_is_the_first_sentence_or_clause() {
        for (text, expected) in [
            ("Use one list. It is kept by us.", "Use one list"),
            ("publish the plan, and", "publish the plan"),
            ("publish the plan; and tell people", "publish the plan"),
            ("Meet less, e.g. by phone. Then rest.", "Meet less, e.g. by phone"),
            ("Move to version 2.5 by May", "Move to version 2.5 by May"),
            ("Ask people – all of them – what they need", "Ask people – all of them"),
            ("Who is helped by this?", "Who is helped by this?"),
        ] {
            assert_eq!(title(text), expected);
        }
        assert!(title(&"word ".repeat(100)).ends_with(" word…"));
    }

    #[test]
    fn strong_words_at_the_beginning_are_the_title() {
        let mut strong = Title::default();
        strong.open_strong();
        strong.add("Use one list: everywhere.");
        strong.close_strong();
        strong.add(" It is kept by us.");
        assert_eq!(strong.finish(), "Use one list: everywhere");
    }
}
