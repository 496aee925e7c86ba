//! What a note has to satisfy beside its words: phrases, what is excluded, filters.
//!
//! "Which notes" in section 3 of `RANKING.md`. Everything of the query is made ready once, and asked of each note.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use super::index::Index;
use super::query::{self, Facet, Filter, Query};
use super::rank::Corpus;
use super::terms::pair;
use super::text::Document;
use super::words::{self, Run};
use crate::nearest;

/// The notes that several lists have in common.
#[derive(Default)]
pub(super) struct Common(Option<FxHashSet<u32>>);

impl Common {
    /// Keeps those that are in this list, too.
    pub fn keep(&mut self, held: FxHashSet<u32>) {
        self.0 = Some(match self.0.take() {
            Some(known) => known.intersection(&held).copied().collect(),
            None => held,
        });
    }

    /// Returns them; none where there was no list.
    pub fn notes(self) -> FxHashSet<u32> {
        self.0.unwrap_or_default()
    }

    /// Returns whether a note is in all lists.
    fn has(&self, note: u32) -> bool {
        self.0.as_ref().is_none_or(|notes| notes.contains(&note))
    }
}

/// The conditions of a query.
pub(super) struct Conditions<'a> {
    corpus: &'a Corpus<'a>,
    phrases: Vec<Phrase>,
    excluded: FxHashSet<u32>,
    /// Of each facet one is enough, and one of those that were chosen.
    wanted: BTreeMap<(Facet, bool), Vec<Value>>,
    unwanted: Vec<(Facet, Value)>,
}

impl<'a> Conditions<'a> {
    /// Reads them from a query.
    pub fn new(corpus: &'a Corpus<'a>, query: &Query) -> Self {
        let of = |number| query.terms.iter().filter(move |term| term.phrase == Some(number)).map(|term| &term.run);
        let runs = (0..query.phrases).map(|number| of(number).collect::<Vec<_>>()).filter(|runs| !runs.is_empty());
        let mut wanted: BTreeMap<(Facet, bool), Vec<Value>> = BTreeMap::new();
        let mut unwanted = Vec::new();
        for filter in &query.filters {
            let value = Value::of(corpus, filter);
            if filter.excludes {
                unwanted.push((filter.facet, value));
            } else {
                wanted.entry((filter.facet, filter.chosen)).or_default().push(value);
            }
        }
        Conditions {
            corpus,
            phrases: runs.map(|runs| Phrase::new(corpus.index, &runs)).collect(),
            excluded: query.excluded.iter().flat_map(|runs| excluded(corpus, runs)).collect(),
            wanted,
            unwanted,
        }
    }

    /// Returns whether a note satisfies them all.
    pub fn allow(&self, note: u32) -> bool {
        let document = self.corpus.documents[note as usize];
        let has = |facet: Facet, value: &Value| value.is_of(self.corpus, document, facet);
        !self.excluded.contains(&note)
            && self.wanted.iter().all(|((facet, _), values)| values.iter().any(|value| has(*facet, value)))
            && !self.unwanted.iter().any(|(facet, value)| has(*facet, value))
            && self.phrases.iter().all(|phrase| phrase.is_in(note, document))
    }
}

/// Returns the notes that hold a word of one part, or these words as a phrase.
fn excluded(corpus: &Corpus<'_>, runs: &[Run]) -> FxHashSet<u32> {
    let index = corpus.index;
    let runs: Vec<&Run> = runs.iter().collect();
    let mut held = Common::default();
    for run in &runs {
        let word = index.word(run.marked.as_deref().unwrap_or(&run.word));
        let mut notes: FxHashSet<u32> =
            word.iter().flat_map(|word| &word.postings).map(|posting| posting.note()).collect();
        let mut apart = Common::default();
        for two in run.parts.windows(2) {
            apart.keep(adjacent(index, &two[0], &two[1]).collect());
        }
        notes.extend(apart.notes());
        held.keep(notes);
    }
    let phrase = Phrase::new(index, &runs);
    let mut notes = held.notes();
    // Two parts side by side are a pair, and that is all there is to find out.
    let long = runs.iter().map(|run| run.parts.len()).sum::<usize>() > 2;
    notes.retain(|note| match long {
        true => phrase.is_in(*note, corpus.documents[*note as usize]),
        false => phrase.candidates.has(*note),
    });
    notes
}

/// Returns the notes in which two words stand side by side.
fn adjacent(index: &Index, first: &str, second: &str) -> impl Iterator<Item = u32> {
    index.pair(pair(first, second)).iter().filter(|pair| pair.is_adjacent()).map(|pair| pair.note())
}

/// A phrase, and where it may be.
struct Phrase {
    letters: String,
    candidates: Common,
    /// Whether it is two words, which are a pair.
    pair: bool,
}

impl Phrase {
    fn new(index: &Index, runs: &[&Run]) -> Self {
        let letters = runs.iter().flat_map(|run| &run.parts).map(String::as_str).collect();
        let mut candidates = Common::default();
        for two in runs.windows(2) {
            let ends = two[0].parts.last().zip(two[1].parts.first());
            let mut held = FxHashSet::default();
            for (first, second) in [Some((&two[0].word, &two[1].word)), ends].into_iter().flatten() {
                held.extend(adjacent(index, first, second));
            }
            candidates.keep(held);
        }
        let pair = runs.len() == 2 && runs.iter().all(|run| run.parts.len() == 1);
        Phrase { letters, candidates, pair }
    }

    fn is_in(&self, note: u32, document: &Document) -> bool {
        self.candidates.has(note) && (self.pair || document.blocks().any(|(_, block)| stands_in(&self.letters, block)))
    }
}

/// Returns whether letters stand in a block, beginning and ending where one of its parts does.
fn stands_in(letters: &str, block: &str) -> bool {
    let (text, cuts) = words::joined(block);
    let mut from = 0;
    while let Some(at) = text[from..].find(letters).map(|at| from + at) {
        if cuts.binary_search(&at).is_ok() && cuts.binary_search(&(at + letters.len())).is_ok() {
            return true;
        }
        from = at + text[at..].chars().next().map_or(1, char::len_utf8);
    }
    false
}

/// What a filter asks for.
enum Value {
    /// A name or label as it is written, but for its case.
    Exactly(String),
    /// A name or label that no value is written as, by its parts.
    Name(String),
    /// Years, both included; nothing where the filter names none.
    Years(Option<(i16, i16)>),
}

impl Value {
    fn of(corpus: &Corpus<'_>, filter: &Filter) -> Self {
        if filter.facet == Facet::Year {
            return Value::Years(query::years(&filter.value));
        }
        // `C` is not `C#`, though both have the same parts.
        let exactly = Value::Exactly(filter.value.trim().to_lowercase());
        if corpus.documents.iter().any(|document| exactly.is_of(corpus, document, filter.facet)) {
            return exactly;
        }
        Value::Name(words::plain(&filter.value))
    }

    fn is_of(&self, corpus: &Corpus<'_>, document: &Document, facet: Facet) -> bool {
        let is = |name: &str| match self {
            Value::Exactly(wanted) => name.to_lowercase() == *wanted,
            Value::Name(wanted) => words::plain(name) == *wanted,
            Value::Years(_) => false,
        };
        if let Value::Years(years) = self {
            let year = document.date.map(|date| date.year());
            return years.zip(year).is_some_and(|((from, to), year)| (from..=to).contains(&year));
        }
        names(corpus, document, facet).any(is)
    }
}

/// Returns the names and labels of a note's values.
fn names<'a>(corpus: &'a Corpus<'_>, document: &'a Document, facet: Facet) -> impl Iterator<Item = &'a str> {
    let [topics, systems, teams] = &document.terms;
    let terms = match facet {
        Facet::Topic => &**topics,
        Facet::System => systems,
        Facet::Team => teams,
        Facet::Kind | Facet::Year => &[],
    };
    let kind = (facet == Facet::Kind).then_some(&document.kind);
    let labels = kind.and_then(|kind| corpus.kinds.get(kind)).into_iter().flatten();
    let terms = terms.iter().flat_map(|(slug, name)| [&**slug, &**name]);
    kind.into_iter().chain(labels).map(String::as_str).chain(terms)
}

/// Returns, for each filter whose value no note has, the nearest value that some note has, if one is near.
pub(super) fn unknown(corpus: &Corpus<'_>, filters: &[Filter]) -> Vec<(Filter, Option<String>)> {
    let of = |facet| corpus.documents.iter().flat_map(move |document| names(corpus, document, facet));
    let unknown = filters.iter().filter(|filter| {
        let value = Value::of(corpus, filter);
        !corpus.documents.iter().any(|document| value.is_of(corpus, document, filter.facet))
    });
    unknown
        .map(|filter| {
            let known: BTreeSet<&str> = of(filter.facet).collect();
            (filter.clone(), nearest::nearest(&filter.value, known).map(String::from))
        })
        .collect()
}
