//! "Did you mean": the known word nearest to the one that was written.

/// Nobody means another word by a longer one; in characters.
const LONGEST: usize = 100;

/// So many candidates are looked at. A page can name a hundred thousand things that are not there, and have as many that are.
const MOST_COMPARED: usize = 500;

/// The candidate that `word` is most likely a slip of, if any is near enough.
///
/// Near enough is at most one edit (insertion, deletion, substitution, or two neighbours swapped) for every
/// three characters, and at least one; differences of letter case and of `-` against `_` count nothing. Very long
/// words are near nothing, and of very many candidates only the first are looked at.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // In bytes, which are at most four for a character: what is longer is not even folded.
    let is_short = |text: &str| text.len() <= 4 * 2 * LONGEST;
    if !is_short(word) {
        return None;
    }
    let folded = fold(word);
    let length = folded.chars().count();
    let allowed = (length / 3).max(1);
    let is_near = |candidate: &str| {
        let candidate = fold(candidate);
        let differs = candidate.chars().count().abs_diff(length);
        let distance = || strsim::damerau_levenshtein(&folded, &candidate);
        Some(differs)
            .filter(|differs| *differs <= allowed)
            .map(|_| distance())
            .filter(|distance| *distance <= allowed)
    };
    candidates
        .into_iter()
        .take(MOST_COMPARED)
        .filter(|candidate| length <= LONGEST && is_short(candidate))
        .filter_map(|candidate| Some((is_near(candidate)?, candidate)))
        .min_by_key(|(distance, candidate)| (*distance, *candidate))
        .map(|(_, candidate)| candidate)
}

fn fold(word: &str) -> String {
    word.to_lowercase().replace(['_', ' '], "-")
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn swapped_letters_and_other_dashes_are_near() {
        let known = ["last_reviewed_on", "review_in", "owner"];
        assert_eq!(nearest("last_reveiwed_on", known), Some("last_reviewed_on"));
        assert_eq!(nearest("review-in", known), Some("review_in"));
        assert_eq!(nearest("Owner", known), Some("owner"));
    }

    #[test]
    fn what_is_very_long_or_behind_very_many_is_not_looked_at() {
        let long = "a".repeat(101);
        assert_eq!(nearest(&long, [&*long]), None);
        assert_eq!(nearest("a", [&*"b".repeat(1_000_000), "ab"]), Some("ab"));
        let many: Vec<String> = (0..501).map(|number| format!("other{number:09}")).collect();
        let many = many.iter().map(String::as_str);
        assert_eq!(nearest("wordd", many.clone().take(499).chain(["word"])), Some("word"));
        assert_eq!(nearest("wordd", many.chain(["word"])), None);
    }

    #[test]
    fn another_word_is_not_near() {
        assert_eq!(nearest("colour", ["last_reviewed_on", "owner"]), None);
        assert_eq!(nearest("x", ["owner"]), None);
    }
}
