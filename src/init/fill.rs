//! Templates with names between two `@`, such as `@TITLE@`.

use std::collections::BTreeMap;

/// The template with the values in the places of their names. What is no name of a value stays: an action, say, is
/// written as `actions/checkout@…`.
pub(super) fn fill(template: &str, values: &BTreeMap<&str, String>) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('@') {
        filled += before;
        let named = behind.split_once('@').and_then(|(name, rest)| Some((values.get(name)?, rest)));
        if let Some((value, behind)) = named {
            filled += value;
            rest = behind;
        } else {
            filled.push('@');
            rest = behind;
        }
    }
    filled + rest
}

/// A text between quotes that means the same in TOML, YAML and JSON.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_put_in_once_and_other_signs_stay() {
        let values = BTreeMap::from([("A", "@B@".to_owned()), ("B", "b".to_owned())]);
        assert_eq!(fill("checkout@v1 @A@ a@b.org @B@@C@ @", &values), "checkout@v1 @B@ a@b.org b@C@ @");
    }
}
