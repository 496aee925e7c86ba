//! Raw HTML in a note: gathered, and cleaned once the whole body stands.

use std::ops::Range;
use std::sync::Mutex;

use super::{Link, LinkSort};
use crate::note::sanitise;
use crate::note::token::{OPEN, Token};

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
    // The sanitiser takes `Fn`, so what its callbacks gather stands behind locks.
    let links: Mutex<Vec<Link>> = Mutex::default();
    let anchors: Mutex<Vec<String>> = Mutex::default();
    let cursor = Mutex::new((0usize, 0usize));
    let url = |tag: &str, attribute: &str, value: &str| -> Option<String> {
        if value.starts_with(OPEN) {
            return Some(value.to_string());
        }
        let mut links = links.lock().expect("no callback panics while it holds the lock");
        let span = find(text, places, value, &mut cursor.lock().expect("as above"));
        let sort = if attribute == "href" { LinkSort::Html } else { LinkSort::HtmlSource };
        links.push(Link {
            sort,
            dest: value.trim().to_string(),
            label: tag.to_string(),
            title: String::new(),
            span,
            before: String::new(),
            after: String::new(),
        });
        Some(Token::Url(first + links.len() - 1).text())
    };
    let anchor = |value: &str| -> Option<String> {
        if value.starts_with(OPEN) {
            return Some(value.to_string());
        }
        // Ids that begin with `_` belong to the theme.
        let value = value.trim().trim_start_matches('_');
        if value.is_empty() || value.contains(char::is_whitespace) {
            return None;
        }
        anchors.lock().expect("no callback panics while it holds the lock").push(value.to_string());
        Some(format!("{}{value}", Token::Prefix.text()))
    };
    let cleaned = sanitise::clean(html, &url, &anchor);
    Cleaned {
        html: cleaned.html,
        removed: cleaned.removed,
        links: links.into_inner().expect("no callback panicked"),
        anchors: anchors.into_inner().expect("no callback panicked"),
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
