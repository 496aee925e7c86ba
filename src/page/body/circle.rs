//! Which notes embed which, and the circles among them.
//!
//! Only tells circles and names who is in them; `filler.rs` breaks them open.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::note::markdown::LinkSort;
use crate::source::Span;
use crate::wiki::link::Target;
use crate::wiki::{Entry, NoteId, Wiki};

/// Returns the notes that a note embeds.
pub(super) fn embeds(entry: &Entry) -> impl Iterator<Item = NoteId> + '_ {
    entry.note.body.links.iter().zip(&entry.targets).filter_map(|(link, target)| match target {
        Target::Note { id, .. } if link.sort == LinkSort::Embed => Some(*id),
        _ => None,
    })
}

/// Tells circles of embeds. Returns the notes that are linked to instead of embedded, sorted.
pub(super) fn unending(wiki: &Wiki, diagnostics: &mut Vec<Diagnostic>) -> Vec<NoteId> {
    let mut found = BTreeSet::new();
    for (from, entry) in wiki.entries() {
        for (link, target) in entry.note.body.links.iter().zip(&entry.targets) {
            let to = match target {
                Target::Note { id, .. } => *id,
                Target::Own(_) => from,
                _ => continue,
            };
            if link.sort == LinkSort::Embed && reaches(wiki, to, from) {
                found.insert(to);
                diagnostics.push(
                    Diagnostic::new(
                        "embed/cycle",
                        Span::new(&entry.note.path, link.span.clone()),
                        format!(
                            "`{}` embeds this note in turn, so that neither would ever end",
                            wiki.entry(to).note.at
                        ),
                    )
                    .help("make one of the two an ordinary link"),
                );
            }
        }
    }
    found.into_iter().collect()
}

fn reaches(wiki: &Wiki, from: NoteId, goal: NoteId) -> bool {
    let mut seen = vec![from];
    let mut at = 0;
    while at < seen.len() {
        if seen[at] == goal {
            return true;
        }
        for next in embeds(wiki.entry(seen[at])) {
            if !seen.contains(&next) {
                seen.push(next);
            }
        }
        at += 1;
    }
    false
}
