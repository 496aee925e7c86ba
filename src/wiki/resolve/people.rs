//! People by handle, and the authors that the repository names.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::history::History;
use crate::note::front_matter::Authors;
use crate::source::Span;
use crate::wiki::{Entry, NoteId, Person, Role, link};

/// Returns the people by handle, the name of their note's file. Two notes for one handle are told.
pub(super) fn people(entries: &[Entry], diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, Person> {
    let mut people: BTreeMap<String, Person> = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.role == Role::Person) {
        let person = Person {
            name: entry.title.clone(),
            url: entry.has_page.then(|| Arc::clone(&entry.url)),
            id: NoteId(index as u32),
        };
        let handle = link::fold(entry.note.stem());
        if let Some(first) = people.get(&handle) {
            let first = &entries[first.id.0 as usize].note.path;
            diagnostics.push(
                Diagnostic::new(
                    "page/conflict",
                    Span::new(&entry.note.path, 0..0),
                    format!("`{handle}` is already the handle of the person in `{first}`"),
                )
                .other(Span::new(first, 0..0), "this one came first")
                .help("rename one of the two files"),
            );
            continue;
        }
        people.insert(handle, person);
    }
    people
}

/// Gives notes that name no author those of the repository, as handles where a person's note knows them.
pub(super) fn name_authors(entries: &mut [Entry], people: &BTreeMap<String, Person>, history: &History) {
    let mut known: HashMap<String, String> = HashMap::new();
    for (handle, person) in people {
        known.insert(link::fold(&person.name), handle.clone());
        for alias in &entries[person.id.0 as usize].note.front.aliases {
            known.insert(link::fold(&alias.text), handle.clone());
        }
    }
    for entry in entries.iter_mut().filter(|entry| entry.note.front.authors == Authors::Unsaid) {
        let Some(of) = history.of(&entry.note.path) else { continue };
        for author in &of.authors {
            let handle = known
                .get(&link::fold(&author.email))
                .or_else(|| known.get(&link::fold(&author.name)))
                .cloned()
                .unwrap_or_else(|| author.name.clone());
            if !entry.authors.contains(&handle) {
                entry.authors.push(handle);
            }
        }
    }
}
