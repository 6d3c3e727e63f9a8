//! Addresses of other sites that look like those of others still.

/// Letters of Greek and of Cyrillic that look like Latin ones (Unicode UTS #39, confusables).
const LIKE_LATIN: &str = "\u{3b1}\u{3b9}\u{3ba}\u{3bd}\u{3bf}\u{3c1}\u{3c5}\u{3c7}\u{3f2}\
    \u{430}\u{433}\u{435}\u{43a}\u{43e}\u{43f}\u{440}\u{441}\u{442}\u{443}\u{445}\u{455}\u{456}\u{457}\u{458}\u{475}\u{4bb}\u{4cf}\u{501}\u{51b}\u{51d}";

/// Why a link to another site may be taken for one to a third, if so.
pub(super) fn look_alike(link: &str) -> Option<String> {
    let (scheme, rest) = link.split_once(':')?;
    let authority = match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => rest.trim_start_matches(['/', '\\']).split(['/', '\\', '?', '#']).next()?,
        "mailto" => rest.split('?').next()?.rsplit_once('@')?.1,
        _ => return None,
    };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    if authority.chars().all(is_plain) && !authority.to_ascii_lowercase().contains("xn--") {
        return None;
    }
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let port = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    let host = port.map_or(host, |(host, _)| host);
    let shown = unicode(&percent_encoding::percent_decode_str(host).decode_utf8_lossy());
    if !user.is_empty() {
        return Some(format!("this link leads to `{shown}`, not to what stands before the `@`"));
    }
    let labels: Vec<&str> = shown.split(['.', '\u{3002}', '\u{ff0e}', '\u{ff61}']).collect();
    let is_latin_site = labels.last().is_some_and(|label| label.is_ascii());
    if labels.iter().any(|label| is_mixed(label)) {
        return Some(format!("`{shown}` mixes letters of several alphabets"));
    }
    let disguised = labels.iter().any(|label| is_latin_site && is_disguised(label));
    disguised.then(|| format!("the letters of `{shown}` look like Latin ones and are others"))
}

/// An alphabet of which letters look like those of another one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Alphabet {
    Latin,
    Greek,
    Cyrillic,
}

fn alphabet(letter: char) -> Option<Alphabet> {
    match letter {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Some(Alphabet::Latin),
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Some(Alphabet::Greek),
        '\u{400}'..='\u{52f}' | '\u{1c80}'..='\u{1c8f}' | '\u{a640}'..='\u{a69f}' => Some(Alphabet::Cyrillic),
        _ => None,
    }
}

/// Whether a part of a host has letters of several alphabets, or of those for phonetics, which no name has.
fn is_mixed(label: &str) -> bool {
    let mut alphabets = label.chars().filter_map(alphabet);
    let first = alphabets.next();
    let is_phonetic = |c: char| matches!(c, '\u{250}'..='\u{2af}' | '\u{1d00}'..='\u{1dbf}');
    alphabets.any(|other| Some(other) != first) || label.chars().any(is_phonetic)
}

/// Whether all letters of a part of a host, none of them Latin, look like Latin ones.
fn is_disguised(label: &str) -> bool {
    let mut letters =
        label.chars().filter(|c| !c.is_ascii_digit() && *c != '-').flat_map(char::to_lowercase).peekable();
    letters.peek().is_some() && letters.all(|letter| LIKE_LATIN.contains(letter))
}

/// A host in the letters that people see, as far as it can be told.
fn unicode(host: &str) -> String {
    let label = |label: &str| {
        let encoded = label.get(..4).filter(|start| start.eq_ignore_ascii_case("xn--")).map(|_| &label[4..]);
        encoded.and_then(decoded).unwrap_or_else(|| label.to_owned())
    };
    host.split('.').map(label).collect::<Vec<_>>().join(".")
}

/// A part of a host without its `xn--` (Punycode, RFC 3492 §6.2).
fn decoded(label: &str) -> Option<String> {
    const BASE: u32 = 36;
    let (basic, extended) = label.rsplit_once('-').unwrap_or(("", label));
    let mut letters: Vec<char> = basic.chars().collect();
    let (mut code, mut at, mut bias, mut is_first) = (128_u32, 0_u32, 72_u32, true);
    let mut digits = extended.bytes();
    while digits.len() > 0 {
        let (before, mut weight) = (at, 1_u32);
        for k in (1_u32..).map(|step| step * BASE) {
            let digit = match digits.next()? {
                letter @ (b'a'..=b'z' | b'A'..=b'Z') => letter.to_ascii_lowercase() - b'a',
                figure @ b'0'..=b'9' => figure - b'0' + 26,
                _ => return None,
            };
            at = at.checked_add(u32::from(digit).checked_mul(weight)?)?;
            let threshold = k.saturating_sub(bias).clamp(1, 26);
            if u32::from(digit) < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
        }
        let length = u32::try_from(letters.len()).ok()? + 1;
        bias = adapted(at - before, length, is_first);
        is_first = false;
        code = code.checked_add(at / length)?;
        at %= length;
        letters.insert(at as usize, char::from_u32(code)?);
        at += 1;
    }
    Some(letters.into_iter().collect())
}

/// The bias for the next letter (RFC 3492 §6.1).
fn adapted(delta: u32, length: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / 700 } else { delta / 2 };
    delta += delta / length;
    let mut steps = 0;
    while delta > 455 {
        delta /= 35;
        steps += 36;
    }
    steps + 36 * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_read_as_people_see_them() {
        for (host, shown) in [
            ("xn--bcher-kva.example", "bücher.example"),
            ("xn--80ak6aa92e.com", "\u{430}\u{440}\u{440}\u{4cf}\u{435}.com"),
            ("XN--MNCHEN-3YA.de", "MüNCHEN.de"),
            ("xn--ls8h.la", "💩.la"),
            ("xn--a-\u{e9}.com", "xn--a-\u{e9}.com"),
            ("xn--99999999999.com", "xn--99999999999.com"),
            ("plain.example", "plain.example"),
        ] {
            assert_eq!(unicode(host), shown);
        }
    }

    #[test]
    fn addresses_that_look_like_those_of_others_are_told() {
        for link in [
            "https://g\u{43e}v.uk/",
            "https://www.\u{430}\u{440}\u{440}\u{4cf}\u{435}.com",
            "https://xn--80ak6aa92e.com/login",
            "https://www.xn--80ak6aa92e.com:8080/login",
            "HTTPS:\\\\g%D0%BEv.uk",
            "https://\u{261}ov.uk",
            "https://gov.uk@evil.example/",
            "https://www.gov.uk:80@evil.example",
            "mailto:help@g\u{43e}v.uk?subject=a",
        ] {
            assert!(look_alike(link).is_some(), "{link}");
        }
    }

    #[test]
    fn honest_addresses_are_not() {
        for link in [
            "https://www.gov.uk/guidance/@home?a=b@c#d",
            "https://\u{43f}\u{440}\u{438}\u{43c}\u{435}\u{440}.\u{440}\u{444}/",
            "https://\u{43f}\u{440}\u{438}\u{43c}\u{435}\u{440}.com/",
            "https://bücher.example",
            "https://xn--bcher-kva.example",
            "https://\u{65e5}\u{672c}\u{8a9e}.jp",
            "https://tŷ-cyhoeddus.cymru",
            "https://[::1]:80/",
            "https://example.org:443/",
            "mailto:a@example.org",
            "tel:+441234",
            "https:",
        ] {
            assert_eq!(look_alike(link), None, "{link}");
        }
    }
}
