//! Notes' texts as pages show them: every hole of their HTML filled.
//!
//! Says what a text depends on, so that it is made anew when any of that changes
//! and only then. How a hole is filled is in `body/filler.rs`.

mod circle;
mod embed;
pub(super) mod excerpt;
mod filler;
mod paper;
pub mod together;

use std::collections::HashSet;

use super::Frame;
use super::view::TocItem;
use crate::diagnostic::Diagnostic;
use crate::hashed::{Hashed, digest};
use crate::memo::Table;
use crate::note::markdown::{Heading, LinkSort};
use crate::source::Span;
use crate::wiki::link::Target;
use crate::wiki::plain::heading;
use crate::wiki::{Entry, NoteId, Wiki};
use circle::circled;
use filler::Filler;

/// A note's text as its own page shows it.
#[derive(Clone)]
pub struct Filled {
    /// HTML.
    pub html: Hashed<String>,
    /// Contents.
    pub toc: Vec<TocItem>,
    /// The texts of its [short replies](Wiki::short_replies), as they stand below it.
    pub replies: Vec<Hashed<String>>,
    /// The note's own embed, by number, at which the page had shown enough of other notes.
    pub full_at: Option<usize>,
}

/// Notes that stand in themselves, and are linked to instead of embedded.
pub struct Circled(HashSet<NoteId>);

/// Finds the circles of embeds, and tells them.
pub fn circles(wiki: &Wiki, diagnostics: &mut Vec<Diagnostic>) -> Circled {
    Circled(circled(wiki, diagnostics))
}

/// Returns a note's text as it is shown away from its page, in a feed: every address is whole. Needs the site's URL.
pub fn away(wiki: &Wiki, frame: &Frame, circled: &Circled, id: NoteId) -> String {
    let entry = wiki.entry(id);
    Filler::away(wiki, frame, &circled.0, &entry.url).whole(entry, "").0
}

/// Fills a note's text.
pub fn filled(wiki: &Wiki, frame: &Frame, circled: &Circled, id: NoteId) -> Filled {
    let entry = wiki.entry(id);
    let mut filler = Filler::new(wiki, frame, &circled.0, &entry.url);
    let (html, full_at) = filler.whole(entry, "");
    let replies = wiki.short_replies(id).into_iter().enumerate();
    let replies = replies.map(|(n, id)| Hashed::new(filler.whole(wiki.entry(id), &format!("r{}-", n + 1)).0));
    let replies = replies.collect();
    Filled { html: Hashed::new(html), toc: toc(&entry.note.body.headings), replies, full_at }
}

/// Tells which pages embed too much. Only notes that embed any are filled for it.
pub fn too_much(
    wiki: &Wiki,
    frame: &Frame,
    circled: &Circled,
    table: &mut Table<Option<usize>>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let embeds = |entry: &Entry| entry.note.body.links.iter().any(|link| link.sort == LinkSort::Embed);
    let ids: Vec<NoteId> = wiki.entries().filter(|(_, entry)| embeds(entry)).map(|(id, _)| id).collect();
    let found = table.map(
        ids.clone(),
        |id| {
            let texts = part_digest::all(wiki, *id, |id| part_digest::of(wiki, &circled.0, id));
            digest(&texts)
        },
        |id| filled(wiki, frame, circled, id).full_at,
    );
    for (id, number) in ids.iter().zip(found).filter_map(|(id, found)| Some((id, found?))) {
        let note = &wiki.entry(*id).note;
        let span = Span::new(&note.path, note.body.links[number].span.clone());
        let message = format!("this page shows more than {} KB of other notes", embed::MOST / 1024);
        let help = "from here on they are shown as links: link to the longer ones instead of embedding them";
        diagnostics.push(Diagnostic::new("embed/too-much", span, message).help(help));
    }
}

/// What a text on a page depends on.
mod part_digest {
    use std::collections::HashSet;

    use super::{embed, shown_words};
    use crate::hashed::{Digest, digest};
    use crate::wiki::{NoteId, Wiki};

    /// Returns the digest of all that filling one note reads, but for the notes it embeds.
    pub(super) fn of(wiki: &Wiki, circled: &HashSet<NoteId>, id: NoteId) -> Digest {
        let entry = wiki.entry(id);
        digest(&(entry.note.digest, &entry.targets, &entry.url, shown_words(wiki, entry), circled.contains(&id)))
    }

    /// Returns the digests of a note and of those it embeds.
    pub(super) fn all(wiki: &Wiki, id: NoteId, of: impl Fn(NoteId) -> Digest) -> Vec<Digest> {
        std::iter::once(id).chain(embed::all(wiki, id)).map(of).collect()
    }
}

/// Returns the words of other notes that a note's text shows: titles, and the headings that links name.
fn shown_words<'a>(wiki: &'a Wiki, entry: &'a Entry) -> Vec<(&'a str, Option<&'a str>)> {
    let links = entry.note.body.links.iter().zip(&entry.targets);
    links
        .filter(|(link, _)| link.wordless || link.sort == LinkSort::Embed)
        .filter_map(|(_, target)| match target {
            Target::Note { id, anchor, .. } => {
                let to = wiki.entry(*id);
                let heading = heading(to, anchor.as_ref());
                Some((to.title.as_str(), heading.map(|heading| heading.text.as_str())))
            }
            _ => None,
        })
        .collect()
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
