//! Topics, systems and teams: the terms in use, and the notes under each.
//!
//! Names are one term when they differ only in capitals, spaces and hyphens;
//! that two would have the same address never makes them one.

mod gather;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::note::front_matter::Spanned;

use super::{Entry, NoteId, link};

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
    /// Its name as shown: its note's title, else the spelling that most notes use.
    pub name: String,
    /// Its page.
    pub url: Arc<str>,
    /// The note that gives its page a text.
    pub text: Option<NoteId>,
    /// Notes under it, the newest first.
    pub notes: Vec<NoteId>,
}

/// The terms of all taxonomies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taxonomies(BTreeMap<Taxonomy, Terms>);

/// The terms of one taxonomy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Terms {
    by_slug: BTreeMap<String, Term>,
    /// The slug of each name, as [`same`] writes it.
    slugs: BTreeMap<String, String>,
}

impl Taxonomies {
    /// Gathers the terms of all notes.
    pub fn gather(notes: &[Entry]) -> Self {
        Taxonomies(Taxonomy::ALL.into_iter().map(|taxonomy| (taxonomy, gather::terms(taxonomy, notes))).collect())
    }

    /// Returns the terms of a taxonomy by slug.
    pub fn terms(&self, taxonomy: Taxonomy) -> &BTreeMap<String, Term> {
        static NONE: BTreeMap<String, Term> = BTreeMap::new();
        self.0.get(&taxonomy).map_or(&NONE, |terms| &terms.by_slug)
    }

    /// Returns the term that a name means.
    pub fn term(&self, taxonomy: Taxonomy, name: &str) -> Option<&Term> {
        let terms = self.0.get(&taxonomy)?;
        terms.by_slug.get(terms.slugs.get(&same(name))?)
    }
}

/// Returns a form that is the same for spellings of one name: `On call`, `on-call`.
fn same(name: &str) -> String {
    link::fold(&name.replace('-', " "))
}
