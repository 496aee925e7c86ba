//! The plain text of one block, with the places of its links.
//!
//! A link that gives no words stands in it as its [`Token::LinkOpen`], for the title of the note it leads to.

use std::ops::Range;

use super::Link;
use super::sentence;
use crate::note::token::{Piece, Token, pieces};

/// Text that is being gathered: a paragraph, a heading, a table cell.
#[derive(Default)]
pub(super) struct Block {
    text: String,
    links: Vec<(usize, Range<usize>)>,
    open: Vec<(usize, usize)>,
}

impl Block {
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(super) fn open_link(&mut self, link: usize) {
        self.open.push((link, self.text.len()));
    }

    /// Returns the number of the innermost link that is open.
    pub(super) fn innermost_link(&self) -> Option<usize> {
        self.open.last().map(|(number, _)| *number)
    }

    /// Ends the innermost link. Returns its number and its text.
    pub(super) fn close_link(&mut self) -> Option<(usize, String)> {
        let (link, start) = self.open.pop()?;
        self.links.push((link, start..self.text.len()));
        Some((link, self.text[start..].to_string()))
    }

    /// Ends the block: gives each of its links the sentence around it, and returns the text.
    pub(super) fn finish(&mut self, links: &mut [Link]) -> String {
        for (link, range) in self.links.drain(..) {
            let (before, after) = sentence::around(&self.text, range);
            links[link].before = before;
            links[link].after = after;
        }
        self.open.clear();
        std::mem::take(&mut self.text)
    }
}

/// Returns a plain text with such links as they are written: a heading is known by its words before any link is resolved.
pub(super) fn labelled(text: &str, links: &[Link]) -> String {
    let words = pieces(text).map(|piece| match piece {
        Piece::Html(text) => text,
        Piece::Token(Token::LinkOpen(n)) => links[n].label.as_str(),
        Piece::Token(_) => "",
    });
    words.collect()
}
