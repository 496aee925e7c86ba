//! Circles of embeds: notes that stand in themselves, alone or by way of others.
//!
//! Only finds and tells them; where a circle is broken open is for the filler to do.

use std::collections::HashSet;

use crate::diagnostic::Diagnostic;
use crate::note::markdown::LinkSort;
use crate::source::Span;
use crate::wiki::link::Target;
use crate::wiki::{Entry, NoteId, Wiki};

/// Tells circles of embeds. Returns the notes that are linked to instead of embedded.
pub(super) fn circled(wiki: &Wiki, diagnostics: &mut Vec<Diagnostic>) -> HashSet<NoteId> {
    let mut found = HashSet::new();
    for (from, entry) in wiki.entries() {
        for (link, target) in entry.note.body.links.iter().zip(&entry.targets) {
            let to = match target {
                Target::Note { id, .. } => *id,
                Target::Own(_) => from,
                _ => continue,
            };
            if link.sort != LinkSort::Embed {
                continue;
            }
            if let Some(way) = way(wiki, to, from) {
                found.insert(to);
                let span = Span::new(&entry.note.path, link.span.clone());
                let (message, help) = circle_words(wiki, &way);
                diagnostics.push(Diagnostic::new("embed/cycle", span, message).help(help));
            }
        }
    }
    found
}

/// Says what is wrong with an embed from which this way leads back to the note it stands in.
fn circle_words(wiki: &Wiki, way: &[NoteId]) -> (String, &'static str) {
    let names: Vec<String> = way.iter().map(|id| format!("`{}`", wiki.entry(*id).note.at)).collect();
    match names.as_slice() {
        [] => ("a note cannot embed itself or a part of itself".to_string(), "make this an ordinary link"),
        [one] => (
            format!("{one} embeds this note in turn, so that neither would ever end"),
            "make one of the two embeds an ordinary link",
        ),
        [first, others @ ..] => (
            format!(
                "{first} embeds {}, which embeds this note in turn, so that none of them would ever end",
                others.join(", which embeds ")
            ),
            "make one of these embeds an ordinary link",
        ),
    }
}

/// Returns the shortest way by embeds from a note to another, without the other, or `None`.
fn way(wiki: &Wiki, from: NoteId, goal: NoteId) -> Option<Vec<NoteId>> {
    // Each note reached, and by which place in this list; the first by itself.
    let mut seen = vec![(from, 0)];
    let mut at = 0;
    while at < seen.len() {
        if seen[at].0 == goal {
            let mut way = Vec::new();
            let mut step = at;
            while step != 0 {
                step = seen[step].1;
                way.push(seen[step].0);
            }
            way.reverse();
            return Some(way);
        }
        for next in embeds(wiki.entry(seen[at].0)) {
            if !seen.iter().any(|(id, _)| *id == next) {
                seen.push((next, at));
            }
        }
        at += 1;
    }
    None
}

/// Returns the notes that a note embeds.
pub(super) fn embeds(entry: &Entry) -> impl Iterator<Item = NoteId> + '_ {
    entry.note.body.links.iter().zip(&entry.targets).filter_map(|(link, target)| match target {
        Target::Note { id, .. } if link.sort == LinkSort::Embed => Some(*id),
        _ => None,
    })
}
