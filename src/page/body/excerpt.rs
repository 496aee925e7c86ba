//! The beginning of a note's section as plain text.
//!
use std::collections::BTreeSet;

use super::embed::Marks;
use crate::note::markdown::shorten;
use crate::note::plain::{self, Event, Reader};
use crate::note::token::{Piece, Token, pieces};
use crate::page::preview::Section;
use crate::wiki::plain::words;
use crate::wiki::{Entry, Wiki};

/// The most characters of an excerpt.
const MOST: usize = 160;

/// What follows the end of an excerpt may still decide where its last sentence ends.
const SLACK: usize = 60;

/// Elements whose words are not of the text around them: code, pictures and drawings
/// with what stands below them, and the headings of smaller parts.
const LEFT_OUT: [&str; 6] = ["figure", "h2", "h3", "h4", "h5", "h6"];

/// Returns the headings that these anchors name, each with how the text under it begins.
pub(in crate::page) fn sections(wiki: &Wiki, entry: &Entry, anchors: &BTreeSet<&str>) -> Vec<Section> {
    if anchors.is_empty() {
        return Vec::new();
    }
    let body = &entry.note.body;
    let marks = Marks::of(&body.html);
    let named = body.headings.iter().filter(|heading| anchors.contains(heading.id.as_str()));
    let mut sections: Vec<Section> = named
        .map(|heading| {
            // A heading inside a list or a quotation begins nothing that has an end.
            let html = if heading.top { marks.section(&body.html, &body.headings, &heading.id) } else { "" };
            let excerpt = shorten(beginning(wiki, entry, html).trim(), MOST);
            Section { anchor: heading.id.clone(), heading: heading.text.clone(), excerpt }
        })
        .collect();
    sections.sort_by(|a, b| a.anchor.cmp(&b.anchor));
    sections
}

/// Returns a little more of the text than is wanted of it.
fn beginning(wiki: &Wiki, entry: &Entry, html: &str) -> String {
    let mut plain = Plain::default();
    for piece in pieces(html) {
        match piece {
            Piece::Html(html) => plain.html(html),
            // The note that is linked to gives the words, and they stand in no HTML yet.
            Piece::Token(Token::LinkOpen(n)) if entry.note.body.links[n].wordless => {
                plain.text(words(wiki, &entry.note.body.links[n], &entry.targets[n]));
            }
            // Words of the interface, icons and footnotes' numbers are not the author's.
            Piece::Token(_) => {}
        }
        if plain.characters > MOST + SLACK {
            break;
        }
    }
    plain.out
}

/// Text that is being gathered from HTML.
#[derive(Default)]
struct Plain {
    out: String,
    characters: usize,
    /// Whether the next word needs a space before it.
    space: bool,
    reader: Reader,
    /// How deep inside elements that are left out.
    left_out: usize,
}

impl Plain {
    fn html(&mut self, html: &str) {
        let mut reader = std::mem::take(&mut self.reader);
        reader.read(html, &mut |event| match event {
            Event::Text(text) => self.text(&text),
            Event::Open(name) => self.element(name, 1),
            Event::Close(name) => self.element(name, -1),
        });
        self.reader = reader;
    }

    fn element(&mut self, name: &str, step: isize) {
        if LEFT_OUT.contains(&name) {
            self.left_out = self.left_out.saturating_add_signed(step);
        }
        self.space |= !plain::is_inline(name);
    }

    fn text(&mut self, text: &str) {
        if self.left_out > 0 {
            return;
        }
        for sign in text.chars() {
            if sign.is_whitespace() {
                self.space = true;
                continue;
            }
            if self.space && !self.out.is_empty() {
                self.out.push(' ');
                self.characters += 1;
            }
            self.space = false;
            self.out.push(sign);
            self.characters += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(html: &str) -> String {
        let mut plain = Plain::default();
        for piece in pieces(html) {
            if let Piece::Html(html) = piece {
                plain.html(html);
            }
        }
        plain.out
    }

    #[test]
    fn blocks_are_set_apart_and_marks_inside_a_line_are_not() {
        let html =
            "<p>One <em>t</em><strong>wo</strong>,\n<code>thr&lt;ee</code>.</p>\n<ul>\n<li>Four</li><li>Five</li></ul>";
        assert_eq!(plain(html), "One two, thr<ee. Four Five");
        assert_eq!(plain("<table><tr><td>a</td><td>b</td></tr></table>"), "a b");
        assert_eq!(plain("<p>one<br>two</p>"), "one two");
    }

    #[test]
    fn entities_are_resolved_once() {
        assert_eq!(plain("<p>&amp;lt; &quot;a&quot; &#39;b&#x27;&nbsp;c</p>"), "&lt; \"a\" 'b' c");
    }

    #[test]
    fn code_pictures_and_smaller_headings_are_left_out() {
        let html = "<p>Before.</p><figure class=\"code\"><figcaption><span>x.sql</span></figcaption><pre><code>select</code></pre></figure>\
                    <h3 id=\"x\">Smaller<a href=\"#x\">#</a></h3><p>After.</p>";
        assert_eq!(plain(html), "Before. After.");
    }

    #[test]
    fn a_sign_inside_an_attribute_ends_no_tag() {
        assert_eq!(plain("<p title=\"a > b\">text</p>"), "text");
        let token = Token::Prefix.text();
        assert_eq!(plain(&format!("<span id=\"{token}x\" title=\"{token} > y\">text</span> more")), "text more");
    }
}
