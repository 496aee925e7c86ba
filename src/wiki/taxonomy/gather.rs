//! Gathers the terms of one taxonomy, and gives each an address of its own.
//!
//! A term's address depends on other terms only where two would share it.

use std::collections::BTreeMap;

use super::{Taxonomy, Term, Terms, same};
use crate::note::slug;
use crate::wiki::section::newest_first;
use crate::wiki::{Entry, NoteId, Role};

/// The file in a taxonomy's folder that lists its terms.
const INDEX: &str = "index";

/// A name in use.
#[derive(Default)]
struct Use<'a> {
    /// How often each spelling is there, in the order of the notes.
    spellings: Vec<(&'a str, usize)>,
    notes: Vec<NoteId>,
}

/// Gathers the terms that have a note, and those that notes name.
pub(super) fn terms(taxonomy: Taxonomy, entries: &[Entry]) -> Terms {
    let mut terms = described(taxonomy, entries);
    let mut fresh = Vec::new();
    for (name, used) in used(taxonomy, entries) {
        match terms.slugs.get(&name) {
            Some(slug) => terms.by_slug.get_mut(slug).expect("names lead to terms").notes.extend(used.notes),
            None => fresh.push((slug_of(taxonomy, &name), name, used)),
        }
    }
    // The name that is its address (`ri ben`) comes before one that is only turned into it (`日本`).
    fresh.sort_by_cached_key(|(slug, name, _)| (name.replace(' ', "-") != *slug, name.clone()));
    // Numbers come last, so that none takes the address of a term that has it by its name.
    let mut late = Vec::new();
    for (slug, name, used) in fresh {
        if slug == INDEX || terms.by_slug.contains_key(&slug) {
            late.push((slug, name, used));
        } else {
            terms.add(taxonomy, slug, name, used);
        }
    }
    for (slug, name, used) in late {
        let free = (2..).map(|number| format!("{slug}-{number}")).find(|slug| !terms.by_slug.contains_key(slug));
        terms.add(taxonomy, free.expect("numbers do not end"), name, used);
    }
    for term in terms.by_slug.values_mut() {
        newest_first(&mut term.notes, entries);
        // A note may name one term twice, by two of its names.
        term.notes.dedup();
    }
    terms
}

impl Terms {
    fn add(&mut self, taxonomy: Taxonomy, slug: String, name: String, used: Use) {
        let url = format!("{}/{slug}.html", taxonomy.folder()).into();
        self.by_slug.insert(slug.clone(), Term { name: used.spelling(), url, text: None, notes: used.notes });
        self.slugs.insert(name, slug);
    }
}

impl<'a> Use<'a> {
    fn count(&mut self, spelling: &'a str) {
        match self.spellings.iter_mut().find(|(known, _)| *known == spelling) {
            Some((_, count)) => *count += 1,
            None => self.spellings.push((spelling, 1)),
        }
    }

    /// Returns the most frequent spelling, of equals the first.
    fn spelling(&self) -> String {
        let most = self.spellings.iter().map(|(_, count)| *count).max();
        let first = self.spellings.iter().find(|(_, count)| Some(*count) == most);
        first.map_or_else(String::new, |(spelling, _)| (*spelling).to_string())
    }
}

/// Returns the terms that have a note. It answers to its file's name, its title and its aliases.
fn described(taxonomy: Taxonomy, entries: &[Entry]) -> Terms {
    let mut terms = Terms::default();
    let mut found: Vec<(&Entry, String)> = Vec::new();
    for (index, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.role == Role::Term(taxonomy)) {
        let slug = slug::file(entry.note.stem());
        // Of two notes with one address the second is told elsewhere.
        if !slug.is_empty() && !terms.by_slug.contains_key(&slug) {
            let text = Some(NoteId(index as u32));
            let (name, url) = (entry.title.clone(), entry.url.clone());
            terms.by_slug.insert(slug.clone(), Term { name, url, text, notes: Vec::new() });
            found.push((entry, slug));
        }
    }
    let mut say = |name: &str, slug: &str| {
        terms.slugs.entry(same(name)).or_insert_with(|| slug.to_string());
    };
    found.iter().for_each(|(entry, slug)| say(entry.note.stem(), slug));
    found.iter().for_each(|(entry, slug)| say(&entry.title, slug));
    for (entry, slug) in &found {
        entry.note.front.aliases.iter().for_each(|alias| say(&alias.text, slug));
    }
    terms
}

/// Returns the names that notes use, in their common form.
fn used(taxonomy: Taxonomy, entries: &[Entry]) -> BTreeMap<String, Use<'_>> {
    let mut names: BTreeMap<String, Use> = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.role == Role::Note) {
        for name in taxonomy.of(entry) {
            let common = same(&name.text);
            if common.is_empty() {
                continue;
            }
            let used = names.entry(common).or_default();
            used.count(name.text.trim());
            used.notes.push(NoteId(index as u32));
        }
    }
    names
}

/// Returns the address that a name asks for; the sort of the term where no letter of it can stand in one.
fn slug_of(taxonomy: Taxonomy, name: &str) -> String {
    let slug = slug::term(name);
    if slug.is_empty() { taxonomy.sort().to_string() } else { slug }
}
