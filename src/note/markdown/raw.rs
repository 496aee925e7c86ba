//! Raw HTML in a note: gathered, and cleaned once the whole body stands.

use std::ops::Range;

use super::{Link, LinkSort};
use crate::note::sanitise;
use crate::note::token::Token;

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
/// `places` are the stretches of the file that hold raw HTML, for the links' spans.
pub(super) fn clean(html: &str, first: usize, text: &str, places: &[Range<usize>]) -> Cleaned {
    let cleaned = sanitise::clean(html, first);
    let mut cursor = (0, 0);
    let link = |url: sanitise::Url| Link {
        sort: if url.attribute == "href" { LinkSort::Html } else { LinkSort::HtmlSource },
        span: find(text, places, &url.value, &mut cursor),
        dest: url.value,
        label: url.tag,
        wordless: false,
        title: String::new(),
        before: String::new(),
        after: String::new(),
    };
    let mut links: Vec<Link> = cleaned.urls.into_iter().map(link).collect();
    let mut html = cleaned.html;
    for (number, link) in links.iter_mut().enumerate() {
        if link.sort == LinkSort::HtmlSource && is_elsewhere(&link.dest) {
            html = without_source(&html, first + number, link);
        }
    }
    Cleaned { links, html, anchors: cleaned.anchors, removed: cleaned.removed }
}

fn is_elsewhere(dest: &str) -> bool {
    dest.starts_with("//") || crate::note::dest::scheme(dest).is_some()
}

/// Takes out what a page would fetch from another site: a picture becomes a link to it, anything else loses its source.
fn without_source(html: &str, number: usize, link: &mut Link) -> String {
    let token = Token::Url(number).text();
    let Some(at) = html.find(&token) else { return html.to_string() };
    let (start, end) =
        (html[..at].rfind('<').unwrap_or(at), html[at..].find('>').map_or(html.len(), |end| at + end + 1));
    let tag = &html[start..end];
    let kept = if tag.starts_with("<img") {
        link.sort = LinkSort::Inline;
        let alt = tag.split(" alt=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        let alt = if alt.is_empty() { Token::Word("picture_elsewhere").text() } else { alt.to_string() };
        format!("{}{alt}{}", Token::LinkOpen(number).text(), Token::LinkClose(number).text())
    } else {
        [" src", " poster", " cite"]
            .iter()
            .fold(tag.to_string(), |tag, name| tag.replace(&format!("{name}=\"{token}\""), ""))
    };
    format!("{}{kept}{}", &html[..start], &html[end..])
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
