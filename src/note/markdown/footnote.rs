//! References to footnotes that the note does not have.
//!
//! The parser takes such a reference for plain text, and so do pages; an author who meant it would not know.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

/// Returns the labels of references without a footnote, with their places in the source.
pub(super) fn missing<'a>(source: &'a str, events: &[(Event<'_>, Range<usize>)]) -> Vec<(&'a str, Range<usize>)> {
    let mut found = Vec::new();
    let mut in_code = false;
    for (event, range) in events {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(text) if !in_code && text.contains("[^") => found.extend(within(source, range)),
            _ => {}
        }
    }
    found
}

fn within<'a>(source: &'a str, range: &Range<usize>) -> impl Iterator<Item = (&'a str, Range<usize>)> {
    let (text, start) = (&source[range.clone()], range.start);
    text.match_indices("[^").filter_map(move |(at, _)| {
        let escaped = source[..start + at].ends_with('\\');
        let rest = &text[at + 2..];
        let label = &rest[..rest.find(']')?];
        let plain = !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
        (plain && !escaped).then(|| (label, start + at..start + at + label.len() + 3))
    })
}
