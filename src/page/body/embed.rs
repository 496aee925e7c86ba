//! Notes inside notes: which ones a page shows, which part of each, and when it is enough.
//!
//! Never writes anything: the filler does.

use crate::note::markdown::Heading;
use crate::note::token::Token;
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

/// Returns the part of a note under a heading, to the next of its level, without the heading itself.
pub(super) fn section<'a>(html: &'a str, headings: &[Heading], anchor: &str) -> &'a str {
    let Some(index) = headings.iter().position(|heading| heading.id == anchor && heading.top) else { return html };
    let start = html.find(&Token::Heading(index).text());
    let next = headings
        .iter()
        .enumerate()
        .skip(index + 1)
        .find(|(_, heading)| heading.top && heading.level <= headings[index].level)
        .and_then(|(number, _)| html.find(&Token::Heading(number).text()))
        .or_else(|| html.find(&Token::End.text()));
    let (Some(start), Some(end)) = (start, next) else { return html };
    let Some(part) = html.get(start..end) else { return html };
    // The line above the embed names the heading already.
    let closing = format!("</h{}>", headings[index].level);
    part.split_once(&closing).map_or(part, |(_, rest)| rest)
}
