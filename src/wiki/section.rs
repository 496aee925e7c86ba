//! Folders as sections: what is in each, and in which order.

use std::borrow::Borrow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use crate::note::Note;

use super::{Entry, NoteId, Role};

/// A folder of the content tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Its path, without a slash at the end; empty for the content folder.
    pub folder: String,
    /// Its page.
    pub url: String,
    /// The note that gives it a title and text.
    pub index: Option<NoteId>,
    /// Its title.
    pub title: String,
    /// Notes directly in it, in order.
    pub notes: Vec<NoteId>,
    /// Sections directly in it, by number, in order.
    pub children: Vec<usize>,
    /// The section it is in.
    pub parent: Option<usize>,
    /// Notes in it and in all below.
    pub count: usize,
}

/// Returns the notes, by their place, that are their folder's text: in each the first there is of
/// `_index.md`, `index.md` and `README.md`.
pub fn indexes(notes: &[Arc<Note>]) -> HashSet<Arc<str>> {
    let mut first: HashMap<&str, (usize, &Arc<str>)> = HashMap::new();
    for note in notes {
        let Some(rank) = note.index_rank() else { continue };
        let one = first.entry(note.folder()).or_insert((rank, &note.at));
        *one = (*one).min((rank, &note.at));
    }
    first.into_values().map(|(_, at)| Arc::clone(at)).collect()
}

/// Returns the sections of the notes given, sorted by folder, each with what is in it.
///
/// `address` gives a folder's page. Nothing vanishes for not being listed: a
/// folder without a note of its own is a section all the same.
pub fn sections(notes: &[Entry], address: &dyn Fn(&str) -> String) -> Vec<Section> {
    let mut by_folder: BTreeMap<String, Section> = BTreeMap::new();
    by_folder.insert(String::new(), Section::default());
    for (index, entry) in notes.iter().enumerate() {
        let id = NoteId(index as u32);
        let mut folder = entry.note.folder();
        while !folder.is_empty() && !by_folder.contains_key(folder) {
            by_folder.insert(folder.to_string(), Section { folder: folder.to_string(), ..Section::default() });
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        }
        let section = by_folder.get_mut(entry.note.folder()).expect("it was inserted just above");
        match entry.role {
            Role::Section => section.index = Some(id),
            Role::Note => section.notes.push(id),
            _ => {}
        }
    }
    let mut sections: Vec<Section> = by_folder.into_values().collect();
    let numbers: BTreeMap<String, usize> =
        sections.iter().enumerate().map(|(number, section)| (section.folder.clone(), number)).collect();
    for number in 0..sections.len() {
        let folder = sections[number].folder.clone();
        sections[number].url = address(&folder);
        sections[number].title = match sections[number].index {
            Some(id) => notes[id.0 as usize].title.clone(),
            None => in_words(folder.rsplit('/').next().unwrap_or_default()),
        };
        sort(&mut sections[number].notes, notes);
        if !folder.is_empty() {
            let parent = numbers[folder.rsplit_once('/').map_or("", |(above, _)| above)];
            sections[number].parent = Some(parent);
            sections[parent].children.push(number);
        }
    }
    // A folder sorts before what is in it, so counting from the end meets children first.
    for number in (0..sections.len()).rev() {
        sections[number].count += sections[number].notes.len();
        if let Some(parent) = sections[number].parent {
            sections[parent].count += sections[number].count;
        }
        let mut children = std::mem::take(&mut sections[number].children);
        children.sort_by_cached_key(|&child| {
            let order = sections[child].index.map(|id| notes[id.0 as usize].note.front.order);
            (order.unwrap_or_default(), sections[child].title.to_lowercase())
        });
        sections[number].children = children;
    }
    sections
}

/// Sorts notes as a section shows them: by `order`, then the newest first, then by title.
pub fn sort(ids: &mut [NoteId], notes: &[impl Borrow<Entry>]) {
    ids.sort_by_cached_key(|id| {
        let entry: &Entry = notes[id.0 as usize].borrow();
        (entry.note.front.order, Reverse(entry.date.clone()), entry.title.to_lowercase(), *id)
    });
}

/// Sorts notes the newest first; those without a date come last, by title.
pub fn newest_first(ids: &mut [NoteId], notes: &[impl Borrow<Entry>]) {
    ids.sort_by_cached_key(|id| {
        let entry: &Entry = notes[id.0 as usize].borrow();
        (Reverse(entry.date.clone()), entry.title.to_lowercase(), *id)
    });
}

fn in_words(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
