//! Texts of several notes on one page, as it is printed: links between them lead to each other there.
//!
//! Each text is one step lower than on its own page, since the page's title stands above all of them.

use std::collections::HashMap;

use super::Circled;
use super::filler::Filler;
use crate::hashed::Hashed;
use crate::page::Frame;
use crate::wiki::{NoteId, Wiki};

/// Returns what stands before the anchors of the note with this number, counted from 0; with nothing behind it,
/// the anchor of the note itself is this without the hyphen at its end.
pub fn prefix(number: usize) -> String {
    format!("n{}-", number + 1)
}

/// Fills the texts of the page at `url`, in the order of its notes.
pub fn texts(wiki: &Wiki, frame: &Frame, circled: &Circled, url: &str, ids: &[NoteId]) -> Vec<Hashed<String>> {
    let places: HashMap<NoteId, String> = ids.iter().enumerate().map(|(n, id)| (*id, prefix(n))).collect();
    let mut filler = Filler::new(wiki, frame, &circled.0, url).beside(places);
    let texts = ids.iter().enumerate().map(|(n, id)| {
        let (html, _) = filler.whole(wiki.entry(*id), &prefix(n));
        Hashed::new(lowered(&html))
    });
    texts.collect()
}

/// Returns HTML with every heading one level down; the sixth is the last there is.
fn lowered(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let opening = if tag.starts_with("</h") { "</h" } else { "<h" };
        let level =
            tag.strip_prefix(opening).and_then(|tag| tag.bytes().next()).filter(|level| (b'1'..=b'5').contains(level));
        match level {
            Some(level) if matches!(tag.as_bytes().get(opening.len() + 1), Some(b'>' | b' ')) => {
                out.push_str(opening);
                out.push(char::from(level + 1));
                rest = &tag[opening.len() + 1..];
            }
            _ => {
                out.push('<');
                rest = &tag[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::lowered;

    #[test]
    fn headings_go_one_level_down_and_nothing_else_does() {
        assert_eq!(
            lowered("<h2 id=\"a\">A</h2><h6>B</h6><p>&lt;h2&gt; <hr><h5>C</h5></p><header>x</header>"),
            "<h3 id=\"a\">A</h3><h6>B</h6><p>&lt;h2&gt; <hr><h6>C</h6></p><header>x</header>"
        );
    }
}
