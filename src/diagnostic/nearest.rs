//! "Did you mean": the known word nearest to the one that was written.

/// The candidate that `word` is most likely a slip of, if any is near enough.
///
/// Near enough is at most one edit (insertion, deletion, substitution, or two neighbours swapped) for every
/// three characters, and at least one; differences of letter case and of `-` against `_` count nothing.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(word);
    let allowed = (folded.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&folded, &fold(candidate)), candidate))
        .filter(|(distance, _)| *distance <= allowed)
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
    fn another_word_is_not_near() {
        assert_eq!(nearest("colour", ["last_reviewed_on", "owner"]), None);
        assert_eq!(nearest("x", ["owner"]), None);
    }
}
