//! What stands behind the date of a review: a sign-off whose words are still those of the page, or less than that.

use jiff::civil::Date;

use super::Fingerprint;

/// What stands behind the latest review of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Evidence {
    /// It was signed off, and the words are those that were read then.
    SignedOff,
    /// It was signed off, and the words have changed since.
    UpdatedSince,
    /// The date was written by hand: which words were read is not recorded.
    ByHand,
}

/// What is known about the words that were reviewed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewedWords<'a> {
    /// The day of the review for which they were recorded.
    pub on: Date,
    /// Their stamp.
    pub fingerprint: &'a Fingerprint,
}

impl Evidence {
    /// What stands behind a review on the day `reviewed`, given the stamp beside it and the one of the words as they
    /// are now.
    ///
    /// The stamp counts only while it stands beside the date that it was made for: who moves the date by hand has
    /// recorded no words. None when the stamp was made by a rule of another version of Duly.
    pub fn of(
        reviewed: Date,
        words: Option<ReviewedWords<'_>>,
        now: impl FnOnce() -> Fingerprint,
    ) -> Option<Self> {
        let Some(words) = words.filter(|words| words.on == reviewed) else { return Some(Self::ByHand) };
        words
            .fingerprint
            .same_words(&now())
            .map(|same| if same { Self::SignedOff } else { Self::UpdatedSince })
    }

    /// The word for files and templates.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SignedOff => "signed-off",
            Self::UpdatedSince => "updated-since",
            Self::ByHand => "by-hand",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Evidence, Fingerprint, ReviewedWords};
    use crate::review::parse_date;

    #[test]
    fn a_stamp_counts_only_beside_the_date_that_it_was_made_for() {
        let on = parse_date("2026-11-01").expect("a date");
        let later = parse_date("2026-11-02").expect("a date");
        let (read, edited) = (Fingerprint::of("words"), Fingerprint::of("other words"));
        let newer = Fingerprint::parse("2:00").expect("a stamp");
        let beside = |fingerprint| Some(ReviewedWords { on, fingerprint });
        let evidence = |reviewed, words, now: &Fingerprint| Evidence::of(reviewed, words, || now.clone());
        assert_eq!(evidence(on, beside(&read), &read), Some(Evidence::SignedOff));
        assert_eq!(evidence(on, beside(&read), &edited), Some(Evidence::UpdatedSince));
        assert_eq!(evidence(later, beside(&read), &edited), Some(Evidence::ByHand));
        assert_eq!(evidence(on, None, &read), Some(Evidence::ByHand));
        assert_eq!(evidence(on, beside(&newer), &read), None);
    }
}
