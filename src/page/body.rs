//! Notes' texts as pages show them: every hole of their HTML filled.
//!
//! Says what a text depends on, so that it is made anew when any of that changes
//! and only then. How a hole is filled is in `body/filler.rs`.

mod circle;
mod filler;

use super::Frame;
use super::view::TocItem;
use crate::diagnostic::Diagnostic;
use crate::hashed::{Digest, Hashed, digest};
use crate::memo::Table;
use crate::note::markdown::{Heading, LinkSort};
use crate::wiki::link::Target;
use crate::wiki::{Entry, NoteId, Wiki};
use circle::embeds;
use filler::{Filler, NESTING};

/// A note's text as its own page shows it.
#[derive(Clone)]
pub struct Filled {
    /// HTML.
    pub html: Hashed<String>,
    /// Contents.
    pub toc: Vec<TocItem>,
    /// The texts of its [short replies](Wiki::short_replies), as they stand below it.
    pub replies: Vec<Hashed<String>>,
}

/// Fills every note's text. Circles of embeds are told and broken open.
pub fn fill(wiki: &Wiki, frame: &Frame, table: &mut Table<Filled>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Filled> {
    let digests: Vec<Digest> = wiki
        .notes
        .iter()
        .map(|entry| digest(&(entry.note.digest, &entry.targets, &entry.url, shown_words(wiki, entry))))
        .collect();
    let unending = circle::unending(wiki, diagnostics);
    let key = |(index, _): &(usize, &Entry)| {
        let id = NoteId(*index as u32);
        let mut parts = vec![frame.words_digest];
        for (number, text) in std::iter::once(id).chain(wiki.short_replies(id)).enumerate() {
            // What each embeds follows it, so that a reply never passes for an embed.
            parts.push(digest(&number));
            depends(wiki, text, &mut parts, &digests, &unending);
        }
        digest(&(parts, &unending))
    };
    let items: Vec<(usize, &Entry)> = wiki.notes.iter().enumerate().collect();
    table.map(&items, key, |(index, entry)| {
        let mut filler = Filler::new(wiki, frame, &unending, &entry.url);
        let html = Hashed::new(filler.whole(entry, ""));
        let replies = wiki.short_replies(NoteId(*index as u32)).into_iter().enumerate();
        let replies = replies.map(|(n, id)| Hashed::new(filler.whole(wiki.entry(id), &format!("r{}-", n + 1))));
        Filled { html, toc: toc(&entry.note.body.headings), replies: replies.collect() }
    })
}

/// Returns the words of other notes that a note's text shows: titles, and the headings that links name.
fn shown_words<'a>(wiki: &'a Wiki, entry: &'a Entry) -> Vec<(&'a str, Option<&'a str>)> {
    let links = entry.note.body.links.iter().zip(&entry.targets);
    links
        .filter(|(link, _)| link.wordless || link.sort == LinkSort::Embed)
        .filter_map(|(_, target)| match target {
            Target::Note { id, anchor, .. } => {
                let to = wiki.entry(*id);
                let heading = filler::heading(to, anchor.as_ref());
                Some((to.title.as_str(), heading.map(|heading| heading.text.as_str())))
            }
            _ => None,
        })
        .collect()
}

/// Adds what a text is made of: the note, and whatever it embeds.
fn depends(wiki: &Wiki, id: NoteId, parts: &mut Vec<Digest>, digests: &[Digest], unending: &[NoteId]) {
    fn add(wiki: &Wiki, id: NoteId, parts: &mut Vec<Digest>, digests: &[Digest], unending: &[NoteId], depth: usize) {
        parts.push(digests[id.0 as usize]);
        if depth <= NESTING && unending.binary_search(&id).is_err() {
            embeds(wiki.entry(id)).for_each(|inside| add(wiki, inside, parts, digests, unending, depth + 1));
        }
    }
    add(wiki, id, parts, digests, unending, 0);
}

/// Returns the contents of a note: its headings of the first two levels, when there are at least two.
fn toc(headings: &[Heading]) -> Vec<TocItem> {
    let top: Vec<&Heading> = headings.iter().filter(|heading| heading.top).collect();
    let Some(first) = top.iter().map(|heading| heading.level).min() else { return Vec::new() };
    let mut items: Vec<TocItem> = Vec::new();
    for heading in top {
        let item = TocItem { id: heading.id.clone(), text: heading.text.clone(), children: Vec::new() };
        if heading.level == first {
            items.push(item);
        } else if heading.level == first + 1
            && let Some(last) = items.last_mut()
        {
            last.children.push(item);
        }
    }
    if items.iter().map(|item| 1 + item.children.len()).sum::<usize>() < 2 { Vec::new() } else { items }
}
