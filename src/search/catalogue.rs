//! All notes of a wiki as they are searched, and their index.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::index::Index;
use super::query::Query;
use super::rank::{self, Answer, Corpus};
use super::stem::Stems;
use super::terms::{self, Terms};
use super::text::{self, Document};
use crate::memo::Table;
use crate::wiki::{NoteId, Wiki};

/// What is read of one note.
pub struct Read {
    /// What it offers to be searched.
    pub document: Document,
    /// Its words.
    pub terms: Terms,
}

/// Results of earlier builds, by note.
pub type Memo = Table<Arc<Read>>;

/// All notes with their index.
pub struct Catalogue {
    /// The notes, by number.
    pub ids: Vec<NoteId>,
    /// What is read of each.
    pub notes: Vec<Arc<Read>>,
    /// Their words, merged.
    pub index: Index,
    stems: Stems,
}

impl Catalogue {
    /// Reads the notes that have a page. `language` is the site's.
    pub fn new(wiki: &Wiki, language: &str, memo: &mut Memo) -> Self {
        let ids = text::searched(wiki);
        let notes = memo.map(
            &ids,
            |id| text::key(wiki, **id),
            |id| {
                let document = text::document(wiki, *id);
                let terms = terms::terms(&document);
                Arc::new(Read { document, terms })
            },
        );
        let stems = Stems::of(language);
        let index = Index::new(notes.iter().map(|read| &read.terms), &stems);
        Catalogue { ids, notes, index, stems }
    }

    /// Answers a query. `kinds` gives the labels of kinds by their names.
    pub fn search(&self, query: &Query, kinds: &BTreeMap<String, String>) -> Answer {
        let documents: Vec<&Document> = self.notes.iter().map(|read| &read.document).collect();
        rank::search(&Corpus { index: &self.index, documents: &documents, kinds, stems: &self.stems }, query)
    }
}
