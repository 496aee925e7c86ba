//! Notes inside notes: which ones a page shows, which part of each, and when it is enough.
//!
//! Never writes anything: the filler does.

use crate::note::markdown::Heading;
use crate::note::token::{OPEN, Token, first};
use crate::wiki::{NoteId, Wiki};

use super::circle::embeds;

/// How deep notes may stand inside notes.
pub(super) const NESTING: usize = 8;

/// How many bytes of other notes a page may show. Beyond it an embed is a link: ten notes that
/// each embed the next five times would make a page of ten million pieces.
pub(super) const MOST: usize = 512 * 1024;

/// Returns every note that a note's page may show, each once: the embedded, those in them, and so on.
pub(super) fn all(wiki: &Wiki, note: NoteId) -> Vec<NoteId> {
    let mut found: Vec<NoteId> = Vec::new();
    let mut at = 0;
    let mut from = note;
    loop {
        for id in embeds(wiki.entry(from)) {
            if !found.contains(&id) {
                found.push(id);
            }
        }
        let Some(next) = found.get(at) else { return found };
        from = *next;
        at += 1;
    }
}

/// Where the sections of a note's HTML begin, found in one pass.
pub(super) struct Marks {
    /// Headings by number, each with its place.
    headings: Vec<(usize, usize)>,
    /// Where the text ends and the footnotes begin.
    end: Option<usize>,
}

impl Marks {
    /// Finds them.
    pub(super) fn of(html: &str) -> Marks {
        let mut marks = Marks { headings: Vec::new(), end: None };
        for (at, _) in html.match_indices(OPEN) {
            match first(&html[at..]) {
                Some(Token::Heading(number)) => marks.headings.push((number, at)),
                Some(Token::End) => marks.end = Some(at),
                _ => {}
            }
        }
        marks
    }

    fn heading(&self, number: usize) -> Option<usize> {
        self.headings.iter().find(|(known, _)| *known == number).map(|(_, at)| *at)
    }

    /// Returns the part of a note under a heading, to the next of its level, without the heading itself.
    pub(super) fn section<'a>(&self, html: &'a str, headings: &[Heading], anchor: &str) -> &'a str {
        let Some(index) = headings.iter().position(|heading| heading.id == anchor && heading.top) else { return html };
        let next = headings
            .iter()
            .enumerate()
            .skip(index + 1)
            .find(|(_, heading)| heading.top && heading.level <= headings[index].level)
            .and_then(|(number, _)| self.heading(number))
            .or(self.end);
        let (Some(start), Some(end)) = (self.heading(index), next) else { return html };
        let Some(part) = html.get(start..end) else { return html };
        // The line above the embed names the heading already.
        let closing = format!("</h{}>", headings[index].level);
        part.split_once(&closing).map_or(part, |(_, rest)| rest)
    }
}
