//! The raw HTML that is let through: elements that cannot do harm, and what they may carry.

/// Elements that cannot do harm, with the attributes that they may carry beside [`GLOBAL_ATTRIBUTES`].
const ELEMENTS: [(&str, &[&str]); 66] = [
    ("a", &["href", "name"]),
    ("abbr", &[]),
    ("address", &[]),
    ("article", &[]),
    ("aside", &[]),
    ("b", &[]),
    ("bdi", &[]),
    ("bdo", &[]),
    ("blockquote", &["cite"]),
    ("br", &[]),
    ("caption", &[]),
    ("cite", &[]),
    ("code", &[]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("data", &["value"]),
    ("dd", &[]),
    ("del", &["cite", "datetime"]),
    ("details", &["open"]),
    ("dfn", &[]),
    ("div", &[]),
    ("dl", &[]),
    ("dt", &[]),
    ("em", &[]),
    ("figcaption", &[]),
    ("figure", &[]),
    ("h2", &[]),
    ("h3", &[]),
    ("h4", &[]),
    ("h5", &[]),
    ("h6", &[]),
    ("hr", &[]),
    ("i", &[]),
    ("img", &["src", "alt", "width", "height"]),
    ("ins", &["cite", "datetime"]),
    ("kbd", &[]),
    ("li", &["value"]),
    ("mark", &[]),
    ("ol", &["start", "type", "reversed"]),
    ("p", &[]),
    ("pre", &[]),
    ("q", &["cite"]),
    ("rp", &[]),
    ("rt", &[]),
    ("ruby", &[]),
    ("s", &[]),
    ("samp", &[]),
    ("section", &[]),
    ("small", &[]),
    ("span", &[]),
    ("strong", &[]),
    ("sub", &[]),
    ("summary", &[]),
    ("sup", &[]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["colspan", "rowspan", "headers"]),
    ("tfoot", &[]),
    ("th", &["colspan", "rowspan", "headers", "scope"]),
    ("thead", &[]),
    ("time", &["datetime"]),
    ("tr", &[]),
    ("u", &[]),
    ("ul", &[]),
    ("var", &[]),
    ("wbr", &[]),
];

/// What any of them may carry.
pub(super) const GLOBAL_ATTRIBUTES: [&str; 7] =
    ["aria-hidden", "aria-label", "class", "dir", "id", "lang", "title"];

/// Those without content and end tag.
pub(super) const VOID_ELEMENTS: [&str; 5] = ["br", "col", "hr", "img", "wbr"];

/// The attributes that a harmless element of a name may carry; none when there is no such element.
pub(super) fn element(name: &str) -> Option<&'static [&'static str]> {
    ELEMENTS.iter().find(|(known, _)| *known == name).map(|(_, attributes)| *attributes)
}
