//! Raw HTML in a note: gathered, and cleaned once the whole body stands.

use std::ops::Range;

use super::{Link, LinkSort};
use crate::note::sanitise;

/// Returns a piece of raw HTML without its comments, or `None` while a comment is still open.
pub(super) fn without_comments(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(start) = rest.find("<!--") {
        out.push_str(&rest[..start]);
        match rest[start..].find("-->") {
            Some(end) => rest = &rest[start + end + 3..],
            None => return out,
        }
    }
    out.push_str(rest);
    out
}

/// What cleaning a body gave.
pub(super) struct Cleaned {
    pub(super) html: String,
    pub(super) links: Vec<Link>,
    pub(super) anchors: Vec<String>,
    pub(super) removed: Vec<String>,
}

/// Cleans a body, numbering the links in its raw HTML from `first` on.
///
/// `places` are the stretches of the file that hold raw HTML, for the links' spans.
pub(super) fn clean(html: &str, first: usize, text: &str, places: &[Range<usize>]) -> Cleaned {
    let cleaned = sanitise::clean(html, first);
    let mut cursor = (0, 0);
    let link = |url: sanitise::Url| Link {
        sort: if url.attribute == "href" { LinkSort::Html } else { LinkSort::HtmlSource },
        span: find(text, places, &url.value, &mut cursor),
        dest: url.value,
        label: url.tag,
        title: String::new(),
        before: String::new(),
        after: String::new(),
    };
    Cleaned {
        links: cleaned.urls.into_iter().map(link).collect(),
        html: cleaned.html,
        anchors: cleaned.anchors,
        removed: cleaned.removed,
    }
}

/// Finds where an attribute's value stands in the file, going on from the one before.
fn find(text: &str, places: &[Range<usize>], value: &str, cursor: &mut (usize, usize)) -> Range<usize> {
    for (index, place) in places.iter().enumerate().skip(cursor.0) {
        let from = if index == cursor.0 { cursor.1.clamp(place.start, place.end) } else { place.start };
        if let Some(at) = text.get(from..place.end).and_then(|part| part.find(value)) {
            *cursor = (index, from + at + value.len());
            return from + at..from + at + value.len();
        }
    }
    places.get(cursor.0).cloned().unwrap_or(0..0)
}

#[cfg(test)]
mod tests {
    use super::without_comments;

    #[test]
    fn comments_go_and_the_rest_stays() {
        assert_eq!(without_comments("a<!-- b -->c<!-- d"), "ac");
        assert_eq!(without_comments("<b>x</b>"), "<b>x</b>");
    }
}
