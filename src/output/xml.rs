//! What the XML formats share: letters that XML may not hold, and elements of one text.
//!
//! Knows no format.

use std::borrow::Cow;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

/// Returns a text without the characters that no XML 1.0 document may hold, however they are escaped.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let forbidden = |c: char| matches!(c, '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\u{FFFE}' | '\u{FFFF}');
    if text.contains(forbidden) { Cow::Owned(text.replace(forbidden, "\u{FFFD}")) } else { Cow::Borrowed(text) }
}

/// Writes a document with this element at its root.
pub(super) fn document(
    root: &str,
    namespace: &str,
    inside: impl FnOnce(&mut Writer<Vec<u8>>) -> io::Result<()>,
) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new());
    let written = writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None))).and_then(|()| {
        writer.create_element(root).with_attribute(("xmlns", namespace)).write_inner_content(inside).map(drop)
    });
    written.expect("writing to memory succeeds");
    writer.into_inner()
}

/// Writes an element that holds a text.
pub(super) fn element(writer: &mut Writer<Vec<u8>>, name: &str, text: &str) -> io::Result<()> {
    with(writer, name, &[], text)
}

/// Writes an element with attributes, which holds a text.
pub(super) fn with(
    writer: &mut Writer<Vec<u8>>,
    name: &str,
    attributes: &[(&str, &str)],
    text: &str,
) -> io::Result<()> {
    let element = writer.create_element(name).with_attributes(attributes.iter().copied());
    match text {
        "" => element.write_empty().map(drop),
        text => element.write_text_content(BytesText::new(&clean(text))).map(drop),
    }
}

/// Writes an element that holds others.
pub(super) fn group(
    writer: &mut Writer<Vec<u8>>,
    name: &str,
    inside: impl FnOnce(&mut Writer<Vec<u8>>) -> io::Result<()>,
) -> io::Result<()> {
    writer.create_element(name).write_inner_content(inside).map(drop)
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn what_xml_cannot_hold_is_marked_and_the_rest_stays() {
        assert_eq!(clean("a\u{8}b\tc\nd\u{FFFF}"), "a\u{FFFD}b\tc\nd\u{FFFD}");
        assert_eq!(clean("a 🙂 ü"), "a 🙂 ü");
    }
}
