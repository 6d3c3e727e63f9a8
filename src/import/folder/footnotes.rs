//! Footnotes that stand in a file of their own, beside the pages that refer to them.

use std::collections::BTreeMap;

/// Puts the footnotes of `footnotes.md` also on the pages of its folder that refer to them. There, they become a list:
/// nobody refers to them on that page.
pub(super) fn share(texts: &mut BTreeMap<String, String>) {
    let lists: Vec<String> =
        texts.keys().filter(|path| path.rsplit('/').next() == Some("footnotes.md")).cloned().collect();
    for list in lists {
        let folder = &list[..list.len() - "footnotes.md".len()];
        let notes = definitions(&texts[&list]);
        let own = texts[&list].clone();
        let pages = texts.iter_mut().filter(|(path, _)| {
            path.strip_prefix(folder).is_some_and(|name| !name.contains('/') && name != "footnotes.md")
        });
        for (_, text) in pages {
            let there = definitions(text);
            let wanted: String = notes
                .iter()
                .filter(|(label, _)| text.contains(&format!("[^{label}]")) && !there.contains_key(*label))
                .map(|(_, note)| format!("\n{}\n", note.trim_end()))
                .collect();
            *text += &wanted;
        }
        texts.insert(list, as_list(&own));
    }
}

/// The footnotes that a text defines, by label.
fn definitions(text: &str) -> BTreeMap<String, String> {
    let mut notes: BTreeMap<String, String> = BTreeMap::new();
    let mut current: Option<String> = None;
    for line in text.split_inclusive('\n') {
        let begins = label(line).map(str::to_owned);
        let goes_on = line.starts_with([' ', '\t']) || line.trim().is_empty();
        current = begins.or_else(|| current.take().filter(|_| goes_on));
        if let Some(label) = &current {
            *notes.entry(label.clone()).or_default() += line;
        }
    }
    notes
}

/// `[^1]: …`
fn label(line: &str) -> Option<&str> {
    let (label, rest) = line.strip_prefix("[^")?.split_once(']')?;
    rest.starts_with(':').then_some(label)
}

fn as_list(text: &str) -> String {
    let line = |line: &str| match label(line) {
        Some(label) => {
            let rest = &line[label.len() + 4..];
            if label.chars().all(|c| c.is_ascii_digit()) {
                format!("{label}. {}", rest.trim_start())
            } else {
                format!("- {label}: {}", rest.trim_start())
            }
        }
        None => line.to_owned(),
    };
    text.split_inclusive('\n').map(line).collect()
}
