//! Topics, systems and teams: the terms in use, and the notes under each.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::note::front_matter::Spanned;
use crate::note::slug;

use super::section::newest_first;
use super::{Entry, NoteId, Role};

/// A taxonomy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Taxonomy {
    /// What notes are about.
    Topics,
    /// The systems they touch.
    Systems,
    /// The teams they come from.
    Teams,
}

impl Taxonomy {
    /// All of them.
    pub const ALL: [Taxonomy; 3] = [Taxonomy::Topics, Taxonomy::Systems, Taxonomy::Teams];

    /// Returns the folder of its pages and of its terms' notes.
    pub fn folder(self) -> &'static str {
        match self {
            Taxonomy::Topics => "topics",
            Taxonomy::Systems => "systems",
            Taxonomy::Teams => "teams",
        }
    }

    /// Returns the word for one of its terms, as views name it.
    pub fn sort(self) -> &'static str {
        match self {
            Taxonomy::Topics => "topic",
            Taxonomy::Systems => "system",
            Taxonomy::Teams => "team",
        }
    }

    /// Returns what a note says of it.
    pub fn of(self, entry: &Entry) -> &[Spanned] {
        let front = &entry.note.front;
        match self {
            Taxonomy::Topics => &front.topics,
            Taxonomy::Systems => &front.systems,
            Taxonomy::Teams => &front.team,
        }
    }
}

/// A term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Its name as shown: its note's title, else as first written.
    pub name: String,
    /// Its page.
    pub url: Arc<str>,
    /// The note that gives its page a text.
    pub text: Option<NoteId>,
    /// Notes under it, the newest first.
    pub notes: Vec<NoteId>,
}

/// Terms by taxonomy and slug.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taxonomies(BTreeMap<Taxonomy, BTreeMap<String, Term>>);

impl Taxonomies {
    /// Gathers the terms of all notes.
    pub fn gather(notes: &[Entry]) -> Self {
        let mut all = BTreeMap::new();
        for taxonomy in Taxonomy::ALL {
            let mut terms: BTreeMap<String, Term> = BTreeMap::new();
            let fresh = |name: &str, slug: &str| Term {
                name: name.to_string(),
                url: format!("{}/{slug}.html", taxonomy.folder()).into(),
                text: None,
                notes: Vec::new(),
            };
            for (index, entry) in notes.iter().enumerate() {
                let id = NoteId(index as u32);
                if entry.role == Role::Term(taxonomy) {
                    let slug = slug::file(entry.note.stem());
                    let term = terms.entry(slug.clone()).or_insert_with(|| fresh(&entry.title, &slug));
                    term.text = Some(id);
                    term.name.clone_from(&entry.title);
                }
                if entry.role != Role::Note {
                    continue;
                }
                for name in taxonomy.of(entry) {
                    let slug = slug::term(&name.text);
                    if slug.is_empty() {
                        continue;
                    }
                    let term = terms.entry(slug.clone()).or_insert_with(|| fresh(&name.text, &slug));
                    if term.notes.last() != Some(&id) {
                        term.notes.push(id);
                    }
                }
            }
            for term in terms.values_mut() {
                newest_first(&mut term.notes, notes);
            }
            all.insert(taxonomy, terms);
        }
        Taxonomies(all)
    }

    /// Returns the terms of a taxonomy by slug.
    pub fn terms(&self, taxonomy: Taxonomy) -> &BTreeMap<String, Term> {
        static NONE: BTreeMap<String, Term> = BTreeMap::new();
        self.0.get(&taxonomy).unwrap_or(&NONE)
    }

    /// Returns the term that a name means.
    pub fn term(&self, taxonomy: Taxonomy, name: &str) -> Option<&Term> {
        self.terms(taxonomy).get(&slug::term(name))
    }
}
