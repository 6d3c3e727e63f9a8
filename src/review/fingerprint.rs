//! A short stamp of a page's words, by which a later change of them is noticed.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// A stamp of words, and the version of the rule by which it was made: `1:9f2c…`.
///
/// Stamps of one version are equal exactly when the words are (as far as 128 bits can tell). Stamps of two
/// versions cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint {
    version: u32,
    digits: String,
}

impl Fingerprint {
    /// The version of the rule in [`Fingerprint::of`] and of what is handed to it.
    pub const VERSION: u32 = 1;

    /// The stamp of the words of `text`: what stands between white space, in Unicode's composed form (NFC).
    /// How much white space there is and of which kind makes no difference.
    pub fn of(text: &str) -> Self {
        let composed: String = text.nfc().collect();
        let mut hasher = blake3::Hasher::new();
        for word in composed.split_whitespace() {
            hasher.update(word.as_bytes());
            hasher.update(b" ");
        }
        let digits = hasher.finalize().to_hex()[..32].to_owned();
        Self { version: Self::VERSION, digits }
    }

    /// Reads what [`fmt::Display`] writes; none for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (version, digits) = text.split_once(':')?;
        let hexadecimal = |c: char| c.is_ascii_digit() || matches!(c, 'a'..='f');
        let plausible = !digits.is_empty() && digits.chars().all(hexadecimal);
        let version = version.parse().ok().filter(|_| plausible)?;
        Some(Self { version, digits: digits.to_owned() })
    }

    /// Whether the words were the same; none when the stamps were made by different rules.
    pub fn same_words(&self, other: &Self) -> Option<bool> {
        (self.version == other.version).then(|| self.digits == other.digits)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.version, self.digits)
    }
}

#[cfg(test)]
mod tests {
    use super::Fingerprint;

    #[test]
    fn white_space_and_the_form_of_an_accent_make_no_difference() {
        assert_eq!(Fingerprint::of("caf\u{e9} and\u{a0}tea"), Fingerprint::of("\n cafe\u{301}\r\nand  tea "));
        assert_ne!(Fingerprint::of("cafe and tea"), Fingerprint::of("caf\u{e9} and tea"));
        assert_ne!(Fingerprint::of("a b"), Fingerprint::of("ab"));
    }

    #[test]
    fn a_stamp_stays_what_it_was_in_every_release() {
        // Pages carry stamps for years. Another rule needs another version.
        assert_eq!(Fingerprint::of("We review this page.").to_string(), "1:39ca7df8d255ec180798cb8e3e11a2e6");
    }

    #[test]
    fn a_stamp_reads_back_and_is_compared_only_with_one_of_its_version() {
        let stamp = Fingerprint::of("words");
        assert_eq!(Fingerprint::parse(&stamp.to_string()), Some(stamp.clone()));
        let other = stamp.to_string().replacen("1:", "2:", 1);
        assert_eq!(stamp.same_words(&Fingerprint::parse(&other).expect(&other)), None);
        assert_eq!(stamp.same_words(&Fingerprint::of("other words")), Some(false));
        assert_eq!(stamp.same_words(&Fingerprint::of(" words")), Some(true));
        for text in ["", "1:", "1", ":ab", "1:XY", "x:ab", "1:ab cd"] {
            assert_eq!(Fingerprint::parse(text), None, "{text}");
        }
    }
}
