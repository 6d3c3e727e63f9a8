//! How large a picture is, so that a page does not jump when it arrives.

use html5gum::{StartTag, Token, Tokenizer};

/// Width and height in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ImageSize {
    /// Of a drawing, in CSS pixels.
    pub width: usize,
    /// Of a drawing, in CSS pixels.
    pub height: usize,
}

/// The size that the bytes of a picture tell; nothing for other files and for drawings without a size.
pub(super) fn size(path: &str, bytes: &[u8]) -> Option<ImageSize> {
    let extension = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    if extension == "svg" {
        return svg_size(bytes);
    }
    let size = imagesize::blob_size(bytes).ok()?;
    Some(ImageSize { width: size.width, height: size.height })
}

/// From the attributes of the outermost element: `width` and `height` in pixels, else the `viewBox`.
fn svg_size(bytes: &[u8]) -> Option<ImageSize> {
    let text = std::str::from_utf8(bytes).ok()?;
    let tag = Tokenizer::new(text).find_map(|token| match token {
        Ok(Token::StartTag(tag)) if tag.name.as_slice() == b"svg" => Some(tag),
        _ => None,
    })?;
    let own = |name: &str| pixels(attribute(&tag, name)?.trim_end_matches("px"));
    if let (Some(width), Some(height)) = (own("width"), own("height")) {
        return Some(ImageSize { width, height });
    }
    let view_box = attribute(&tag, "viewbox")?;
    let mut numbers = view_box.split([' ', ',']).filter(|part| !part.is_empty()).skip(2);
    Some(ImageSize { width: pixels(numbers.next()?)?, height: pixels(numbers.next()?)? })
}

fn attribute<'t>(tag: &'t StartTag<()>, name: &str) -> Option<&'t str> {
    let (_, value) = tag.attributes.iter().find(|(key, _)| key.as_slice() == name.as_bytes())?;
    std::str::from_utf8(value).ok()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked first")]
fn pixels(text: &str) -> Option<usize> {
    let number: f64 = text.trim().parse().ok()?;
    (0.5..100_000.0).contains(&number).then(|| number.round() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(attributes: &str) -> Option<(usize, usize)> {
        let size = size("a.svg", format!("<?xml version=\"1.0\"?><svg {attributes}><g/></svg>").as_bytes())?;
        Some((size.width, size.height))
    }

    #[test]
    fn a_drawing_tells_its_size_by_attributes_or_by_its_view_box() {
        assert_eq!(svg(r#"width="48" height="24px""#), Some((48, 24)));
        assert_eq!(svg(r#"viewBox="0 0 640 359.6""#), Some((640, 360)));
        assert_eq!(svg(r#"width="100%" height="100%" viewBox="0,0,64,32""#), Some((64, 32)));
    }

    #[test]
    fn a_drawing_without_a_size_has_none() {
        assert_eq!(svg(r#"width="100%""#), None);
        assert_eq!(size("a.svg", &[0xff]), None);
        assert_eq!(size("a.pdf", b"%PDF"), None);
    }
}
