//! Mends what the parser of raw HTML lets pass and the rules of HTML do not: words
//! around blocks, items without a list, lists with more than items, the same id twice.
//!
//! Takes HTML that the sanitiser has made whole, and gives it back as it was where
//! nothing is wrong. Moves no text and takes none out.

use std::collections::HashSet;

use super::address::{attributes, name, tag_length};
use crate::note::token::{Piece, Token, pieces};

/// Elements that may hold words only.
const WORDS: &[&str] = &[
    "abbr", "b", "cite", "code", "dfn", "em", "i", "kbd", "mark", "p", "q", "s", "samp", "small", "span", "strong",
    "sub", "sup", "time", "u", "var",
];
/// Elements that may hold what is around them may: a block in one of these is a block in its parent.
const CLEAR: &[&str] = &["a", "del", "ins"];
const BLOCKS: &[&str] = &[
    "blockquote",
    "details",
    "div",
    "dl",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
];
const EMPTY: &[&str] = &["br", "col", "hr", "img", "source", "wbr"];

const HEADINGS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6"];

/// Returns the HTML with its elements nested as they may be. `kept` are our own pieces, by their tokens' numbers.
pub(super) fn mend(html: &str, kept: &[String]) -> String {
    let parts = parts(html);
    let Some(renamed) = words_around_blocks(&parts, kept) else { return html.to_string() };
    let mut writer =
        Writer { out: String::with_capacity(html.len() + 64), open: Vec::new(), ids: HashSet::new(), level: 0 };
    let mut skipped = None;
    for (at, part) in parts.iter().enumerate() {
        match part {
            _ if skipped == Some(at) => {}
            Part::Text(text) => writer.text(text),
            // A link without words is one that nobody sees, and that is read aloud as its address.
            Part::Open(tag) if is_link_only(tag) && matches!(parts.get(at + 1), Some(Part::Close("a"))) => {
                skipped = Some(at + 1);
            }
            Part::Open(tag) => writer.open(tag, renamed.contains(&at)),
            Part::Close(name) => writer.close(name),
        }
    }
    writer.out
}

/// Returns raw HTML in which `<a id="x"/>` is closed, as its author means it: HTML itself takes no notice of the slash.
pub(super) fn close_empty(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        // A `<` before anything else is only a sign.
        let is_tag = rest[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic());
        let end = at + if is_tag { tag_length(&rest[at..]) } else { 1 };
        let tag = &rest[at..end];
        out.push_str(&rest[..at]);
        rest = &rest[end..];
        let name = name(tag).trim_end_matches('/');
        match tag.strip_suffix("/>") {
            Some(opening) if is_tag && !EMPTY.contains(&name.to_ascii_lowercase().as_str()) => {
                out.push_str(&format!("{opening}></{name}>"));
            }
            _ => out.push_str(tag),
        }
    }
    out + rest
}

enum Part<'a> {
    Text(&'a str),
    /// An opening tag, whole.
    Open(&'a str),
    /// The name of a closing tag.
    Close(&'a str),
}

fn parts(html: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        if at > 0 {
            parts.push(Part::Text(&rest[..at]));
        }
        let end = at + tag_length(&rest[at..]);
        let tag = &rest[at..end];
        parts.push(name(tag).strip_prefix('/').map_or(Part::Open(tag), Part::Close));
        rest = &rest[end..];
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest));
    }
    parts
}

/// Returns which opening tags hold words by their name and a block in fact; nothing where the tags do not pair.
fn words_around_blocks(parts: &[Part<'_>], kept: &[String]) -> Option<HashSet<usize>> {
    let mut renamed = HashSet::new();
    let mut open: Vec<(usize, &str)> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let is_block = match part {
            Part::Text(text) => holds_block(text, kept),
            Part::Open(tag) => BLOCKS.contains(&name(tag)),
            Part::Close(name) => {
                open.pop().filter(|(_, opened)| opened == name)?;
                continue;
            }
        };
        if is_block {
            let around = open.iter().rev().take_while(|(_, name)| WORDS.contains(name) || CLEAR.contains(name));
            renamed.extend(around.filter(|(_, name)| WORDS.contains(name)).map(|(at, _)| *at));
        }
        if let Part::Open(tag) = part
            && !EMPTY.contains(&name(tag))
        {
            open.push((at, name(tag)));
        }
    }
    open.is_empty().then_some(renamed)
}

/// Whether a text has a place for a block of our own, or for another note.
fn holds_block(text: &str, kept: &[String]) -> bool {
    pieces(text).any(|piece| match piece {
        Piece::Token(Token::Embed(_)) => true,
        Piece::Token(Token::Kept(number)) => kept
            .get(number)
            .is_some_and(|html| ["<figure", "<div", "<aside", "<section"].iter().any(|block| html.starts_with(block))),
        _ => false,
    })
}

/// Whether an `a` leads somewhere and is itself no place to lead to.
fn is_link_only(tag: &str) -> bool {
    name(tag) == "a" && {
        let attributes = attributes(tag);
        let has = |wanted: &str| attributes.iter().any(|(name, _)| *name == wanted);
        has("href") && !has("id") && !has("name")
    }
}

struct Writer<'a> {
    out: String,
    /// The elements that are open, and whether each is one that was missing.
    open: Vec<(&'a str, bool)>,
    ids: HashSet<&'a str>,
    /// That of the last heading, from 0 for the page's title.
    level: usize,
}

impl<'a> Writer<'a> {
    fn text(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.make_room("");
        }
        self.out.push_str(text);
    }

    fn open(&mut self, tag: &'a str, holds_blocks: bool) {
        let called = name(tag);
        self.make_room(called);
        let tag = self.without_known_id(tag);
        let written = if holds_blocks { "div" } else { self.heading(called, &tag) };
        self.out.push('<');
        self.out.push_str(written);
        self.out.push_str(&tag[1 + called.len()..]);
        if !EMPTY.contains(&called) {
            self.open.push((written, false));
        }
    }

    fn close(&mut self, name: &str) {
        while self.open.last().is_some_and(|(_, was_missing)| *was_missing) {
            self.end();
        }
        if !self.open.is_empty() {
            self.end();
        } else {
            self.out.push_str(&format!("</{name}>"));
        }
    }

    /// Returns the name of an element: of a heading in raw HTML, one that leaves no gap to the heading before it.
    fn heading(&mut self, name: &'a str, tag: &str) -> &'a str {
        let Some(level) = HEADINGS.iter().position(|heading| *heading == name) else { return name };
        // Those of Markdown have their level from `outline.rs`.
        let is_ours = attributes(tag).contains(&("class", "anchor"));
        self.level = if is_ours { level } else { level.clamp(1, self.level + 1) };
        HEADINGS[self.level.min(HEADINGS.len() - 1)]
    }

    /// Opens the list or the item that has to be around what comes, and closes the one that may not be.
    fn make_room(&mut self, comes: &str) {
        let is_item = comes == "li";
        if matches!(self.open.last(), Some(("ul", true)) if !is_item)
            || matches!(self.open.last(), Some(("li", true)) if is_item)
        {
            self.end();
        }
        let in_list = matches!(self.open.last(), Some(("ul" | "ol", _)));
        match (in_list, is_item) {
            (true, false) => self.begin("li"),
            (false, true) => self.begin("ul"),
            _ => {}
        }
    }

    fn begin(&mut self, name: &'static str) {
        self.out.push_str(&format!("<{name}>"));
        self.open.push((name, true));
    }

    fn end(&mut self) {
        if let Some((name, _)) = self.open.pop() {
            self.out.push_str(&format!("</{name}>"));
        }
    }

    /// Leaves out an id that is there already: links lead to the first.
    fn without_known_id(&mut self, tag: &'a str) -> String {
        let mut written = tag.to_string();
        for (name, value) in attributes(tag) {
            // `name` on a link becomes its id.
            let is_id = name == "id" || name == "name" && tag.starts_with("<a ");
            if is_id && !self.ids.insert(value) && !written.contains(&format!(" id=\"{value}\" name=\"{value}\"")) {
                written = written.replacen(&format!(" {name}=\"{value}\""), "", 1);
            }
        }
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(html: &str) -> String {
        mend(html, &[String::from("<figure>a</figure>"), String::from("<math>a</math>")])
    }

    #[test]
    fn what_is_nested_rightly_stays_as_it_is() {
        for html in [
            "",
            "a < b",
            "<p>a <b>b</b> <a id=\"c\" name=\"c\" href=\"d\">e</a><br></p>\n<hr><div><span>x</span></div>",
            "<ul class=\"tasks\">\n<li>a<ul>\n<li>b</li></ul></li>\n</ul><ol start=\"2\"><li><p>c</p></li></ol>",
            "<table><tbody><tr><td title=\"a > b\">c</td></tr></tbody></table><a id=\"x\"></a>",
            "<del><p>a</p></del><details><summary>a</summary>b</details>",
        ] {
            assert_eq!(mended(html), html);
        }
    }

    #[test]
    fn words_around_a_block_become_a_block() {
        assert_eq!(mended("<span id=\"a\">b<h2>c</h2></span>"), "<div id=\"a\">b<h2>c</h2></div>");
        assert_eq!(mended("<td><strong><a><p>a</p></a></strong></td>"), "<td><div><a><p>a</p></a></div></td>");
        let (figure, math) = (Token::Kept(0).text(), Token::Kept(1).text());
        assert_eq!(mended(&format!("<p>{figure}</p>")), format!("<div>{figure}</div>"));
        assert_eq!(mended(&format!("<p>{math}</p>")), format!("<p>{math}</p>"));
    }

    #[test]
    fn items_get_a_list_and_lists_have_items() {
        assert_eq!(mended("<td><li>a</li> <li>b</li>c</td>"), "<td><ul><li>a</li> <li>b</li></ul>c</td>");
        assert_eq!(mended("<div><li>a</li>\n</div>"), "<div><ul><li>a</li>\n</ul></div>");
        assert_eq!(mended("<ul>\n<p>a</p>b<li>c</li></ul>"), "<ul>\n<li><p>a</p>b</li><li>c</li></ul>");
        assert_eq!(mended("<ol><ol><li>a</li></ol></ol>"), "<ol><li><ol><li>a</li></ol></li></ol>");
    }

    #[test]
    fn an_id_is_there_once_and_a_link_has_words() {
        assert_eq!(mended("<i id=\"a\"></i><b id=\"a\" lang=\"b\">c</b>"), "<i id=\"a\"></i><b lang=\"b\">c</b>");
        assert_eq!(mended("<b id=\"a\"></b><a name=\"a\"></a>"), "<b id=\"a\"></b><a></a>");
        assert_eq!(mended("<th><a href=\"b\"></a>c</th>"), "<th>c</th>");
        assert_eq!(mended("<a id=\"a\" href=\"b\"></a>"), "<a id=\"a\" href=\"b\"></a>");
    }

    #[test]
    fn headings_of_raw_html_leave_no_gap_and_no_second_title() {
        let html = "<h1>a</h1><h2 class=\"anchor\">b</h2><div><h5>c</h5></div><h6 id=\"d\">d</h6>";
        let mended_html = "<h2>a</h2><h2 class=\"anchor\">b</h2><div><h3>c</h3></div><h4 id=\"d\">d</h4>";
        assert_eq!(mended(html), mended_html);
    }

    #[test]
    fn tags_that_do_not_pair_are_left_alone() {
        assert_eq!(mended("<li>a</b>"), "<li>a</b>");
        assert_eq!(mended("<span><p>a</p>"), "<span><p>a</p>");
    }

    #[test]
    fn what_closes_itself_is_closed() {
        assert_eq!(close_empty("<a id=\"x\"/>b<br/><img src=\"a/\" />"), "<a id=\"x\"></a>b<br/><img src=\"a/\" />");
        assert_eq!(close_empty("a < b <SPAN/> <!-- <i/> -->"), "a < b <SPAN></SPAN> <!-- <i></i> -->");
    }
}
