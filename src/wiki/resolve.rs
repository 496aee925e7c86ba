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
    let mut entries: Vec<Entry> =
        notes.iter().map(|note| entry::entry(note, &indexes, &defaults, kinds, config, history, diagnostics)).collect();
    let people = people::people(&entries, diagnostics);
    if config.git.authors {
        people::name_authors(&mut entries, &people, history);
    }
    let sections = section::sections(&entries, &address::address);
    let terms = Taxonomies::gather(&entries);
    let redirects = redirect::redirects(&entries, diagnostics);
    let names = names::names(&entries, &sections, &terms, &assets, &redirects);
    let private = names::private(&entries);
    let linker = Linker { entries: &entries, assets: &assets, names: &names, private: &private };
    let resolved: Vec<Resolved> = (0..entries.len()).into_par_iter().map(|index| linker.resolve(index)).collect();
    let mut wiki = Wiki { notes: entries, assets, sections, terms, people, redirects };
    join(&mut wiki, resolved, diagnostics);
    wiki.hide_private_files();
    wiki
}

/// Puts what was resolved into the entries, and turns links round into mentions.
fn join(wiki: &mut Wiki, resolved: Vec<Resolved>, diagnostics: &mut Vec<Diagnostic>) {
    for (index, one) in resolved.into_iter().enumerate() {
        let from = NoteId(index as u32);
        diagnostics.extend(one.diagnostics);
        let mut told = BTreeSet::new();
        for (number, target) in one.targets.iter().enumerate() {
            if let Target::Note { id, .. } = target
                && told.insert(*id)
                && wiki.notes[index].has_page
            {
                wiki.notes[id.0 as usize].mentions.push((from, number));
            }
        }
        for &(relation, to) in &one.relations {
            wiki.notes[to.0 as usize].related_by.push((relation, from));
        }
        let entry = &mut wiki.notes[index];
        entry.targets = one.targets;
        entry.relations = one.relations;
        entry.field_links = one.fields;
    }
}
