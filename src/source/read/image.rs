//! Width and height of an image, from its first bytes.
//!
//! Never decodes a picture, and never guesses: an image whose header does not
//! say has no size.

use std::fs::File;
use std::io::{BufReader, Read};

/// Returns width and height in pixels, for the formats that browsers show.
pub(super) fn size(file: File, extension: &str) -> Option<(u32, u32)> {
    match extension {
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" => {
            let size = imagesize::reader_size(BufReader::new(file)).ok()?;
            let (width, height) = (size.width.try_into().ok()?, size.height.try_into().ok()?);
            (width > 0 && height > 0).then_some((width, height))
        }
        "svg" => {
            let mut head = Vec::new();
            file.take(4096).read_to_end(&mut head).ok()?;
            svg(&String::from_utf8_lossy(&head))
        }
        _ => None,
    }
}

/// Reads the first tag of an SVG file: what it states, or else the shape of its `viewBox`.
fn svg(head: &str) -> Option<(u32, u32)> {
    let tag = svg_tag(head)?;
    let stated = |name| attribute(tag, name).and_then(pixels);
    if let (Some(width), Some(height)) = (stated("width"), stated("height")) {
        return Some((width, height));
    }
    let numbers: Vec<&str> =
        attribute(tag, "viewBox")?.split([' ', ',', '\t', '\n', '\r']).filter(|part| !part.is_empty()).collect();
    let [_, _, width, height] = numbers[..] else { return None };
    Some((pixels(width)?, pixels(height)?))
}

/// Returns what stands between `<svg` and its `>`, comments before it left out.
fn svg_tag(head: &str) -> Option<&str> {
    let mut rest = head;
    loop {
        let start = rest.find('<')?;
        rest = &rest[start..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = &comment[comment.find("-->")? + 3..];
        } else if let Some(tag) = rest.strip_prefix("<svg").filter(|tag| tag.starts_with(char::is_whitespace)) {
            return tag.find('>').map(|end| &tag[..end]);
        } else {
            rest = &rest[1..];
        }
    }
}

/// Returns the value of an attribute, in either sort of quotes.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.match_indices(name).find_map(|(at, _)| {
        // `stroke-width` ends in `width` too.
        tag[..at].ends_with(char::is_whitespace).then_some(())?;
        let value = tag[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        value[1..].split(quote).next()
    })
}

/// Reads a length in pixels; other units have none that a page could state.
fn pixels(text: &str) -> Option<u32> {
    let number: f64 = text.trim().trim_end_matches("px").parse().ok()?;
    (0.5..=100_000.0).contains(&number).then_some(number.round() as u32)
}

#[cfg(test)]
mod tests {
    use super::svg;

    #[test]
    fn an_svg_has_the_size_that_its_first_tag_states() {
        for (head, size) in [
            ("<svg width=\"12\" height='34px'>", Some((12, 34))),
            (
                "<?xml version=\"1.0\"?>\n<!-- <svg width=\"1\" height=\"1\"> -->\n<svg\n  height = \"3.6\" width=\"7.2\">",
                Some((7, 4)),
            ),
            ("<svg stroke-width=\"9\" viewBox=\"0 0 40 30\">", Some((40, 30))),
            ("<svg width=\"100%\" height=\"100%\" viewBox=\"0,0,40,30\">", Some((40, 30))),
            ("<svg width=\"5cm\" height=\"4cm\">", None),
            ("<svg viewBox=\"0 0 0 30\">", None),
            ("<svg viewBox=\"0 0 30\">", None),
            ("<svgs width=\"1\" height=\"2\">", None),
            ("<svg width=\"1\" height=\"2\"", None),
            ("", None),
        ] {
            assert_eq!(svg(head), size, "{head}");
        }
    }
}
