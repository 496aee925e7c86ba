//! All notes of a wiki as they are searched, and their index.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::index::{Builder, Index};
use super::marks::Marks;
use super::query::{Filter, Query};
use super::rank::{self, Answer, Corpus};
use super::stem::Stems;
use super::terms::{self, Terms};
use super::text::{self, Document};
use crate::memo::Table;
use crate::wiki::{NoteId, Wiki};

/// So many notes are read at a time where nothing of them is kept but their documents.
const BATCH: usize = 256;

/// All notes with their index.
#[derive(Clone)]
pub struct Catalogue {
    /// The notes, by number.
    pub ids: Vec<NoteId>,
    /// What each offers to be searched.
    pub notes: Vec<Arc<Document>>,
    /// Their words, merged.
    pub index: Arc<Index>,
    stems: Arc<Stems>,
}

/// What is kept from one build to the next: what was read of each note, and the index, which an edit
/// of a few notes changes in place.
#[derive(Default)]
pub struct Memo {
    read: Table<(Arc<Document>, Arc<Terms>)>,
    last: Option<Last>,
}

struct Last {
    language: String,
    terms: Vec<Arc<Terms>>,
    index: Arc<Index>,
}

impl Catalogue {
    /// Reads the notes that have a page, of which nothing is kept for later. `language` is the site's.
    pub fn once(wiki: &Wiki, language: &str) -> Self {
        let (ids, stems) = (text::searched(wiki), Arc::new(Stems::of(language)));
        let mut builder = Builder::default();
        let mut notes = Vec::with_capacity(ids.len());
        for batch in ids.chunks(BATCH) {
            let read: Vec<(Arc<Document>, Terms)> = batch
                .par_iter()
                .with_min_len(8)
                .map(|id| {
                    let document = Arc::new(text::document(wiki, *id));
                    let terms = terms::terms(&document);
                    (document, terms)
                })
                .collect();
            for (document, terms) in read {
                builder.add(&terms);
                notes.push(document);
            }
        }
        Catalogue { ids, notes, index: Arc::new(builder.finish(&stems)), stems }
    }

    /// Does the same with what was kept of an earlier wiki.
    pub fn again(wiki: &Wiki, language: &str, memo: &mut Memo) -> Self {
        let (ids, stems) = (text::searched(wiki), Arc::new(Stems::of(language)));
        let read = memo.read.map(
            &ids,
            |id| text::key(wiki, **id),
            |id| {
                let document = Arc::new(text::document(wiki, *id));
                let terms = Arc::new(terms::terms(&document));
                (document, terms)
            },
        );
        let (notes, terms): (Vec<_>, Vec<_>) = read.into_iter().unzip();
        let index = match memo.last.take() {
            Some(last) if last.language == language => updated(last, &terms, &stems),
            _ => None,
        };
        let index = index.unwrap_or_else(|| {
            let mut builder = Builder::default();
            terms.iter().for_each(|terms| builder.add(terms));
            Arc::new(builder.finish(&stems))
        });
        memo.last = Some(Last { language: language.to_string(), terms, index: Arc::clone(&index) });
        Catalogue { ids, notes, index, stems }
    }

    /// Reads a query as the site's language has it, with what was chosen beside it.
    pub fn query(&self, text: &str, chosen: Vec<Filter>) -> Query {
        Query::parse(text, chosen, &self.stems)
    }

    /// Answers a query. `kinds` gives the labels of kinds, for one and for several, by their names.
    pub fn search(&self, query: &Query, kinds: &BTreeMap<String, [String; 2]>) -> Answer {
        let documents: Vec<&Document> = self.notes.iter().map(|document| &**document).collect();
        rank::search(&Corpus { index: &self.index, documents: &documents, kinds, stems: &self.stems }, query)
    }

    /// Returns what is marked in the notes of an answer.
    pub fn marks(&self, query: &Query, answer: &Answer) -> Marks {
        Marks::new(&self.index, &self.stems, query, answer)
    }
}

/// With more notes changed than this, merging all again is as quick.
const FEW: usize = 200;

/// Brings an index to the state of these notes; nothing where it is better built anew.
fn updated(last: Last, terms: &[Arc<Terms>], stems: &Stems) -> Option<Arc<Index>> {
    let Last { terms: old, mut index, .. } = last;
    if old.len() != terms.len() {
        return None;
    }
    let changed: Vec<usize> = (0..old.len()).filter(|&number| !Arc::ptr_eq(&old[number], &terms[number])).collect();
    if changed.is_empty() {
        return Some(index);
    }
    if changed.len() > FEW {
        return None;
    }
    // In place, unless somebody still reads the old one.
    let own = Arc::make_mut(&mut index);
    let all = changed.iter().all(|&number| own.replace(number as u32, &old[number], &terms[number], stems));
    all.then_some(index)
}
