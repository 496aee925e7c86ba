//! Raw HTML in a note: gathered, and cleaned once the whole body stands.

use std::ops::Range;

use super::{Link, LinkSort, address, nesting};
use crate::note::sanitise;

/// Returns a piece of raw HTML without its comments, which `comment.rs` emptied and brought onto one line each.
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

/// Returns the words and the quoted texts of raw HTML that might name a file: more than do, so that none is missed.
pub(super) fn words(html: &str) -> impl Iterator<Item = String> {
    let quoted = html.split(['"', '\'']).filter(|part| !part.contains(['<', '>', '=']));
    let plain = html.split(|c: char| c.is_whitespace() || "\"'<>=,()".contains(c));
    quoted.chain(plain).map(str::trim).filter(|word| word.contains('.')).map(String::from)
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
/// `places` are the stretches of the file that hold raw HTML, for the links' spans;
/// `kept` are our own pieces, by their tokens' numbers.
pub(super) fn clean(html: &str, first: usize, text: &str, places: &[Range<usize>], kept: &[String]) -> Cleaned {
    let cleaned = sanitise::clean(html, first);
    let mut taken = Vec::new();
    let link = |url: sanitise::Url| Link {
        sort: if url.attribute == "href" { LinkSort::Html } else { LinkSort::HtmlSource },
        span: find(text, places, &url.value, &mut taken),
        dest: url.value,
        label: url.tag,
        wordless: false,
        words: 0..0,
        title: String::new(),
        before: String::new(),
        after: String::new(),
    };
    let mut links: Vec<Link> = cleaned.urls.into_iter().map(link).collect();
    let html = address::settle(&nesting::mend(&cleaned.html, kept), first, &mut links);
    Cleaned { links, html, anchors: cleaned.anchors, removed: cleaned.removed }
}

/// Finds where an attribute's value stands in the file: the first place that is not `taken` already.
fn find(text: &str, places: &[Range<usize>], value: &str, taken: &mut Vec<usize>) -> Range<usize> {
    // Written as it is, or with the escapes that HTML asks for.
    for written in [value.to_string(), value.replace('&', "&amp;")] {
        for place in places {
            let inside = text.get(place.clone()).unwrap_or_default();
            let begins = |at: &usize| inside[..*at].ends_with(['"', '\'', '=', ' ', '\n']);
            let found = inside.match_indices(&written).map(|(at, _)| at).filter(begins).map(|at| place.start + at);
            if let Some(at) = found.into_iter().find(|at| !taken.contains(at)) {
                taken.push(at);
                return at..at + written.len();
            }
        }
    }
    places.first().cloned().unwrap_or(0..0)
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
