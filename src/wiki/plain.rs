//! A note's plain texts, its summary and the sentence around a link, with the words of the links that give none.
//!
//! Parsing one file leaves a [token](crate::note::token) where `[[note]]` stands, since only the note that it leads
//! to knows its title. Whoever shows such a text asks here; nothing else in a plain text is a hole.

use std::borrow::Cow;

use super::link::{Anchor, Target};
use super::{Entry, NoteId, Wiki};
use crate::note::markdown::{Heading, Link, SUMMARY, shorten};
use crate::note::token::{CLOSE, OPEN, Piece, Token, pieces};

impl Wiki {
    /// Returns a note's summary: the field, else the first paragraph; may be empty.
    pub fn summary(&self, id: NoteId) -> String {
        let entry = self.entry(id);
        match self.plain(entry, entry.note.holed_summary()) {
            Cow::Borrowed(text) => text.to_string(),
            // Titles may be longer than what stood for them.
            Cow::Owned(text) => shorten(text.trim(), SUMMARY),
        }
    }

    /// Returns a plain text of a note with the words of its links in it.
    pub fn plain<'a>(&self, entry: &Entry, text: &'a str) -> Cow<'a, str> {
        if !text.contains([OPEN, CLOSE]) {
            return Cow::Borrowed(text);
        }
        let mut out = String::new();
        for piece in pieces(text) {
            match piece {
                // A word without a space in it may be cut in the middle, and a hole with it.
                Piece::Html(text) => out.push_str(&text.replace(CLOSE, "")),
                Piece::Token(Token::LinkOpen(n)) => {
                    out.push_str(words(self, &entry.note.body.links[n], &entry.targets[n]));
                }
                Piece::Token(_) => {}
            }
        }
        Cow::Owned(out)
    }
}

/// Returns the words of a link that gives none: the title of the note it leads to.
pub fn words<'a>(wiki: &'a Wiki, link: &'a Link, target: &'a Target) -> &'a str {
    match target {
        // A heading was named, so its words are worth more than the note's title.
        Target::Note { id, anchor, .. } => {
            let entry = wiki.entry(*id);
            heading(entry, anchor.as_ref()).map_or(entry.title.as_str(), |heading| heading.text.as_str())
        }
        Target::Private(name) => name,
        _ => link.label.trim_start_matches('#'),
    }
}

/// Returns the heading that a link to a note names.
pub fn heading<'a>(entry: &'a Entry, anchor: Option<&Anchor>) -> Option<&'a Heading> {
    let id = anchor?.there()?;
    entry.note.body.headings.iter().find(|heading| heading.id == id)
}
