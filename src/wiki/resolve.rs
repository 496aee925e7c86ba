//! Joins the visible notes into a [`Wiki`].
//!
//! Runs whole in every build: it is look-ups in tables, no parsing. Broken and
//! ambiguous links are told here, once, for every sort of link.

mod address;
mod entry;
mod linker;
mod names;
mod people;
mod portable;
mod redirect;
mod reference;

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::audience::Visible;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::history::History;
use crate::kind::Kinds;

use super::link::Target;
use super::section;
use super::taxonomy::Taxonomies;
use super::{Entry, NoteId, Wiki};
use linker::Linker;
pub use redirect::is_old_address;
use reference::Resolved;

/// Joins notes. Whatever is wrong with their links, names and addresses is added to `diagnostics`.
pub fn resolve(
    visible: Visible,
    kinds: &Kinds,
    config: &Config,
    history: &History,
    diagnostics: &mut Vec<Diagnostic>,
) -> Wiki {
    let Visible { notes, assets } = visible;
    let defaults = entry::default_kinds(&notes);
    let indexes = section::indexes(&notes);
    let made = notes.par_iter().with_min_len(64).map(|note| {
        let mut found = Vec::new();
        (entry::entry(note, &indexes, &defaults, kinds, config, history, &mut found), found)
    });
    let (mut entries, found): (Vec<Entry>, Vec<Vec<Diagnostic>>) = made.unzip();
    diagnostics.extend(found.into_iter().flatten());
    let people = people::people(&entries, diagnostics);
    if config.git.authors {
        people::name_authors(&mut entries, &people, history);
    }
    let redirects = redirect::redirects(&entries, diagnostics);
    let (sections, terms) =
        rayon::join(|| section::sections(&entries, &address::address), || Taxonomies::gather(&entries));
    let names = names::names(&entries, &sections, &terms, &assets, &redirects);
    let private = names::private(&entries);
    let linker = Linker { entries: &entries, assets: &assets, names: &names, private: &private };
    let resolved: Vec<Resolved> = (0..entries.len()).into_par_iter().map(|index| linker.resolve(index)).collect();
    join(&mut entries, resolved, diagnostics);
    let notes = entries.into_iter().map(Arc::new).collect();
    let mut wiki = Wiki { notes, assets, sections, terms, people, redirects };
    wiki.hide_private_files();
    wiki
}

/// Puts what was resolved into the entries, and turns links round into mentions.
fn join(notes: &mut [Entry], resolved: Vec<Resolved>, diagnostics: &mut Vec<Diagnostic>) {
    for (index, one) in resolved.into_iter().enumerate() {
        let from = NoteId(index as u32);
        diagnostics.extend(one.diagnostics);
        let mut told = BTreeSet::new();
        for (number, target) in one.targets.iter().enumerate() {
            if let Target::Note { id, .. } = target
                && told.insert(*id)
                && notes[index].has_page
            {
                notes[id.0 as usize].mentions.push((from, number));
            }
        }
        for &(relation, to) in &one.relations {
            notes[to.0 as usize].related_by.push((relation, from));
        }
        let entry = &mut notes[index];
        entry.targets = one.targets;
        entry.relations = one.relations;
        entry.field_links = one.fields;
    }
}
