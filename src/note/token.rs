//! Holes in a note's HTML that are filled when its page is made.
//!
//! Parsing one file cannot know where a link leads, what an interface word is
//! in the site's language, or how deep the page will lie. It writes a token
//! there: a short name between two noncharacters of Unicode, which no text
//! holds (`note::parse` replaces them) and which pass a sanitiser unharmed.

use std::fmt::Write;

/// Opens a token: U+FDD0, a noncharacter for a program's own use (Unicode 16, section 23.7).
pub const OPEN: char = '\u{FDD0}';
/// Closes a token: U+FDD1.
pub const CLOSE: char = '\u{FDD1}';

/// One hole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// The way from the page to the site's root: `../`.
    Root,
    /// What makes anchors unique where one note stands inside another.
    Prefix,
    /// The opening tag of the link with this number.
    LinkOpen(usize),
    /// Its closing tag.
    LinkClose(usize),
    /// The bare URL of the link with this number, inside an attribute.
    Url(usize),
    /// The whole image with this number (images are links too).
    Image(usize),
    /// The embedded note with this number.
    Embed(usize),
    /// A reference to a footnote: its number, and which reference to it this is.
    Footnote(usize, usize),
    /// The way back from a footnote to a reference to it, numbered likewise.
    BackRef(usize, usize),
    /// What follows is shown where the link with this number leads somewhere.
    There(usize),
    /// What follows is shown where the link with this number leads nowhere.
    Gone(usize),
    /// What follows is shown on a page of the site alone, and not where the text goes elsewhere.
    OnPage,
    /// What follows is shown in any case.
    Always,
    /// An interface word.
    Word(&'a str),
    /// An icon.
    Icon(&'a str),
    /// Stands before the heading with this number.
    Heading(usize),
    /// Stands after the text, before the footnotes.
    End,
    /// A piece of our own HTML, kept from the sanitiser; gone once parsing is done.
    Kept(usize),
}

impl Token<'_> {
    /// Appends the token to a text.
    pub fn write(self, out: &mut String) {
        out.push(OPEN);
        let done = match self {
            Token::Root => out.write_str("r"),
            Token::Prefix => out.write_str("p"),
            Token::LinkOpen(n) => write!(out, "o{n}"),
            Token::LinkClose(n) => write!(out, "c{n}"),
            Token::Url(n) => write!(out, "u{n}"),
            Token::Image(n) => write!(out, "i{n}"),
            Token::Embed(n) => write!(out, "m{n}"),
            Token::Footnote(n, nth) => write!(out, "f{n}.{nth}"),
            Token::BackRef(n, nth) => write!(out, "b{n}.{nth}"),
            Token::There(n) => write!(out, "t{n}"),
            Token::Gone(n) => write!(out, "n{n}"),
            Token::OnPage => out.write_str("s"),
            Token::Always => out.write_str("a"),
            Token::Word(key) => write!(out, "w:{key}"),
            Token::Icon(name) => write!(out, "g:{name}"),
            Token::Heading(n) => write!(out, "h{n}"),
            Token::End => out.write_str("e"),
            Token::Kept(n) => write!(out, "k{n}"),
        };
        done.expect("writing to a string succeeds");
        out.push(CLOSE);
    }

    /// Returns the token as a text of its own.
    pub fn text(self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn read(name: &str) -> Option<Token<'_>> {
        let number = |rest: &str| rest.parse::<usize>().ok();
        let rest = name.get(1..)?;
        let pair = |rest: &str| rest.split_once('.').and_then(|(n, nth)| Some((number(n)?, number(nth)?)));
        Some(match name.as_bytes()[0] {
            b'r' => Token::Root,
            b'p' => Token::Prefix,
            b'o' => Token::LinkOpen(number(rest)?),
            b'c' => Token::LinkClose(number(rest)?),
            b'u' => Token::Url(number(rest)?),
            b'i' => Token::Image(number(rest)?),
            b'm' => Token::Embed(number(rest)?),
            b'f' => pair(rest).map(|(n, nth)| Token::Footnote(n, nth))?,
            b'b' => pair(rest).map(|(n, nth)| Token::BackRef(n, nth))?,
            b't' => Token::There(number(rest)?),
            b'n' => Token::Gone(number(rest)?),
            b's' => Token::OnPage,
            b'a' => Token::Always,
            b'w' => Token::Word(rest.strip_prefix(':')?),
            b'g' => Token::Icon(rest.strip_prefix(':')?),
            b'h' => Token::Heading(number(rest)?),
            b'e' => Token::End,
            b'k' => Token::Kept(number(rest)?),
            _ => return None,
        })
    }
}

/// A stretch of finished HTML, or a hole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Finished HTML.
    Html(&'a str),
    /// A hole.
    Token(Token<'a>),
}

/// Returns the token that a text begins with.
pub fn first(text: &str) -> Option<Token<'_>> {
    let name = text.strip_prefix(OPEN)?;
    Token::read(&name[..name.find(CLOSE)?])
}

/// Returns the pieces of a text with tokens, in order.
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let Some(after) = rest.strip_prefix(OPEN) else {
                let end = rest.find(OPEN).unwrap_or(rest.len());
                let html = &rest[..end];
                rest = &rest[end..];
                return Some(Piece::Html(html));
            };
            let Some(end) = after.find(CLOSE) else {
                rest = "";
                return None;
            };
            let token = Token::read(&after[..end]);
            rest = &after[end + CLOSE.len_utf8()..];
            if let Some(token) = token {
                return Some(Piece::Token(token));
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_is_read_as_it_was_written() {
        let tokens = [
            Token::Root,
            Token::Prefix,
            Token::LinkOpen(12),
            Token::LinkClose(0),
            Token::Url(3),
            Token::Image(4),
            Token::Embed(5),
            Token::Footnote(6, 2),
            Token::BackRef(6, 2),
            Token::There(9),
            Token::Gone(10),
            Token::OnPage,
            Token::Always,
            Token::Word("copy"),
            Token::Icon("note"),
            Token::Heading(7),
            Token::End,
            Token::Kept(8),
        ];
        for token in tokens {
            let text = format!("a{}b", token.text());
            let read: Vec<_> = pieces(&text).collect();
            assert_eq!(read, [Piece::Html("a"), Piece::Token(token), Piece::Html("b")]);
        }
    }

    #[test]
    fn a_token_that_nobody_wrote_is_dropped() {
        let text = format!("a{OPEN}nonsense{CLOSE}b{OPEN}never closed");
        assert_eq!(pieces(&text).collect::<Vec<_>>(), [Piece::Html("a"), Piece::Html("b")]);
    }
}
