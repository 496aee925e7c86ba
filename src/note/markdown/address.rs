//! Links, pictures and recordings in raw HTML that has been cleaned.
//!
//! A link becomes one like any other, and what may not be there gets the words
//! that stand in its place. What a page would fetch from another site becomes a
//! link to it. Whether anything is there is settled later, by the tokens' numbers.

use super::{Link, LinkSort};
use crate::note::dest;
use crate::note::token::{Piece, Token, pieces};

/// Returns HTML in which no address stands outside of tokens that know what to do without it.
///
/// `links` are those of the addresses, numbered from `first` on.
pub(super) fn settle(html: &str, first: usize, links: &mut [Link]) -> String {
    let mut settler =
        Settler { first, links, out: String::with_capacity(html.len() * 2), open: Vec::new(), media: None };
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        settler.out.push_str(&rest[..at]);
        let end = at + tag_length(&rest[at..]);
        settler.tag(&rest[at..end]);
        rest = &rest[end..];
    }
    settler.out.push_str(rest);
    settler.out
}

struct Settler<'l> {
    first: usize,
    links: &'l mut [Link],
    out: String,
    /// The `a` that are open: the number of each that is a link, and whether a `span` is around it.
    open: Vec<Option<(usize, bool)>>,
    /// Where the outermost open `video` or `audio` begins, and how many are open.
    media: Option<(usize, usize)>,
}

impl Settler<'_> {
    fn tag(&mut self, tag: &str) {
        let attributes = attributes(tag);
        match name(tag) {
            "a" => self.open_link(attributes),
            "/a" => match self.open.pop().flatten() {
                Some((number, wrapped)) => {
                    Token::LinkClose(number).write(&mut self.out);
                    self.out.push_str(if wrapped { "</span>" } else { "" });
                }
                None => self.out.push_str(tag),
            },
            "img" => self.picture(tag, &attributes),
            "video" | "audio" => {
                let (start, depth) = self.media.unwrap_or((self.out.len(), 0));
                self.media = Some((start, depth + 1));
                self.recording(tag, &attributes);
            }
            "/video" | "/audio" => {
                self.media = self.media.filter(|(_, depth)| *depth > 1).map(|(start, depth)| (start, depth - 1));
                self.out.push_str(tag);
            }
            "source" => self.recording(tag, &attributes),
            _ => self.out.push_str(tag),
        }
    }

    /// Writes the opening tag of a link; whatever else it says goes around it.
    fn open_link(&mut self, attributes: Vec<(&str, &str)>) {
        let number = attributes.iter().find(|(name, _)| *name == "href").and_then(|(_, value)| number(value));
        let mut others: Vec<(&str, &str)> = attributes.into_iter().filter(|(name, _)| *name != "href").collect();
        let id = others.iter().find(|(name, _)| *name == "id").map(|(_, id)| *id);
        others.retain(|attribute| id.is_none_or(|id| *attribute != ("name", id)));
        for (name, value) in &mut others {
            match (*name, id) {
                // `name` on a link is how anchors were once written; HTML now says `id`.
                ("name", None) => *name = "id",
                ("name", Some(_)) => self.out.push_str(&format!("<span id=\"{value}\"></span>")),
                _ => {}
            }
        }
        others.retain(|(name, _)| *name != "name");
        let others: String = others.iter().map(|(name, value)| format!(" {name}=\"{value}\"")).collect();
        match number {
            Some(number) => {
                if !others.is_empty() {
                    self.out.push_str(&format!("<span{others}>"));
                }
                Token::LinkOpen(number).write(&mut self.out);
                self.open.push(Some((number, !others.is_empty())));
            }
            None => {
                self.out.push_str(&format!("<a{others}>"));
                self.open.push(None);
            }
        }
    }

    fn picture(&mut self, tag: &str, attributes: &[(&str, &str)]) {
        let find = |wanted: &str| attributes.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value);
        let Some(number) = find("src").and_then(number) else { return self.out.push_str(tag) };
        let alt = as_text(find("alt").unwrap_or_default());
        if self.is_elsewhere(number) {
            let words = if alt.is_empty() { Token::Word("picture_elsewhere").text() } else { alt };
            let link = self.link_out(number, &words);
            return self.out.push_str(&link);
        }
        Token::There(number).write(&mut self.out);
        self.out.push_str(tag);
        if find("alt").is_none() {
            // Without one, a screen reader reads the name of the file.
            self.out.insert_str(self.out.len() - 1, " alt=\"\"");
        }
        Token::Gone(number).write(&mut self.out);
        self.out.push_str(&missing(&alt));
        Token::Always.write(&mut self.out);
    }

    /// Writes a tag of a recording; what is not there is told before the whole of it.
    fn recording(&mut self, tag: &str, attributes: &[(&str, &str)]) {
        let mut written = format!("<{}", name(tag));
        let mut told = String::new();
        for (name, value) in attributes {
            let Some(number) = number(value) else {
                written.push_str(&format!(" {name}=\"{value}\""));
                continue;
            };
            let words = Token::Word(if *name == "poster" { "picture" } else { "recording" }).text();
            if self.is_elsewhere(number) {
                // A picture that only stands in for the recording is worth no link.
                if *name != "poster" {
                    told.push_str(&self.link_out(number, &words));
                }
                continue;
            }
            let (there, gone, always) = (Token::There(number).text(), Token::Gone(number).text(), Token::Always.text());
            written.push_str(&format!("{there} {name}=\"{value}\"{always}"));
            told.push_str(&format!("{gone}{}{always}", missing(&words)));
        }
        written.push('>');
        self.out.push_str(&written);
        if let Some((start, _)) = &mut self.media {
            self.out.insert_str(*start, &told);
            *start += told.len();
        } else {
            self.out.push_str(&told);
        }
    }

    /// Returns a link to what a page will not fetch; its words alone inside another link.
    fn link_out(&mut self, number: usize, words: &str) -> String {
        if self.open.iter().any(Option::is_some) {
            return words.to_string();
        }
        self.links[number - self.first].sort = LinkSort::Inline;
        format!("{}{words}{}", Token::LinkOpen(number).text(), Token::LinkClose(number).text())
    }

    fn is_elsewhere(&self, number: usize) -> bool {
        let dest = &self.links[number - self.first].dest;
        dest.starts_with("//") || dest::scheme(dest).is_some()
    }
}

/// Returns the words that stand in the place of a file that is not there.
fn missing(words: &str) -> String {
    let word = Token::Word("not_there").text();
    format!("<span class=\"wl missing\">{words}<span class=\"note-missing\"> ({word})</span></span>")
}

/// Returns the value of an attribute as text of an element.
fn as_text(value: &str) -> String {
    value.replace('<', "&lt;").replace('>', "&gt;")
}

/// Returns the number of the address that an attribute's value stands for.
fn number(value: &str) -> Option<usize> {
    match pieces(value).next() {
        Some(Piece::Token(Token::Url(number))) => Some(number),
        _ => None,
    }
}

/// Returns how long the tag at the beginning of a text is: a `>` in a quoted value does not end it.
pub(super) fn tag_length(text: &str) -> usize {
    let mut quoted = false;
    let end = text.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b'>' && !quoted
    });
    end.map_or(text.len(), |end| end + 1)
}

pub(super) fn name(tag: &str) -> &str {
    let inner = tag.trim_start_matches('<');
    let end = inner.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(inner.len());
    &inner[..end]
}

/// Returns the attributes of a tag, as the sanitiser writes them: each with its value in double quotes.
pub(super) fn attributes(tag: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once("=\"") {
        let Some((value, next)) = after.split_once('"') else { break };
        found.push((before.rsplit(char::is_whitespace).next().unwrap_or_default(), value));
        rest = next;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::markdown::raw;

    /// Cleans HTML and shows what is written where its links lead somewhere, or where they do not.
    fn shown(html: &str, leads: bool) -> String {
        let mut out = String::new();
        let mut shows = true;
        for piece in pieces(&raw::clean(html, 0, html, &[], &[]).html) {
            match piece {
                Piece::Token(Token::There(_)) => shows = leads,
                Piece::Token(Token::Gone(_)) => shows = !leads,
                Piece::Token(Token::Always) => shows = true,
                _ if !shows => {}
                Piece::Html(html) => out.push_str(html),
                Piece::Token(Token::LinkOpen(n)) => out.push_str(&format!("[{n}:")),
                Piece::Token(Token::LinkClose(_)) => out.push(']'),
                Piece::Token(Token::Url(n)) => out.push_str(&format!("u{n}")),
                Piece::Token(Token::Word(key)) => out.push_str(key),
                Piece::Token(_) => {}
            }
        }
        out
    }

    #[test]
    fn a_link_becomes_one_like_any_other() {
        assert_eq!(shown("<a href=\"b.md\">a <b>b</b></a>", true), "[0:a <b>b</b>]");
        assert_eq!(
            shown("<a href=b id=c title='d > e'>a</a>x", true),
            "<span id=\"c\" title=\"d &gt; e\">[0:a]</span>x"
        );
        assert_eq!(shown("<a>a</a> <a href=b>c</a>", true), "<a>a</a> [0:c]");
    }

    #[test]
    fn an_old_named_anchor_becomes_an_id() {
        assert_eq!(shown("<a name=b></a>", true), "<a id=\"b\"></a>");
        assert_eq!(shown("<a id=b name=b></a>", true), "<a id=\"b\"></a>");
        assert_eq!(shown("<a id=b name=c href=d>e</a>", true), "<span id=\"c\"></span><span id=\"b\">[0:e]</span>");
    }

    #[test]
    fn a_picture_that_is_not_there_leaves_its_words() {
        let html = "<img src=a.png alt='x &lt;b&gt; y' width=4>";
        assert_eq!(shown(html, true), "<img src=\"u0\" alt=\"x <b> y\" width=\"4\">".replace("<b>", "&lt;b&gt;"));
        let gone = "<span class=\"wl missing\">x &lt;b&gt; y<span class=\"note-missing\"> (not_there)</span></span>";
        assert_eq!(shown(html, false), gone);
    }

    #[test]
    fn a_recording_that_is_not_there_is_told_before_it() {
        let html = "a<video poster=a.png controls><source src=b.webm></video>";
        assert_eq!(shown(html, true), "a<video poster=\"u0\" controls=\"\"><source src=\"u1\"></video>");
        let gone =
            |what| format!("<span class=\"wl missing\">{what}<span class=\"note-missing\"> (not_there)</span></span>");
        assert_eq!(
            shown(html, false),
            format!("a{}{}<video controls=\"\"><source></video>", gone("picture"), gone("recording"))
        );
    }

    #[test]
    fn what_is_on_another_site_is_linked_to_and_never_fetched() {
        assert_eq!(shown("<img src=https://e.example/a.png alt=b>", true), "[0:b]");
        assert_eq!(shown("<img src=//e.example/a.png>", true), "[0:picture_elsewhere]");
        assert_eq!(shown("<video src=https://e.example/a.mp4></video>", true), "[0:recording]<video></video>");
        assert_eq!(shown("<a href=b><img src=https://e.example/a.png alt=c></a>", true), "[0:c]");
    }
}
