//! Merges the words and pairs of notes, one note after the other, so that none has to wait for the last.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{Index, Pair, Posting, SHARD_BITS, Stand, Word, key, shard_bits};
use crate::search::stem::Stems;
use crate::search::terms::Terms;
use crate::search::words;

/// An index of which some notes are still to come.
#[derive(Default)]
pub struct Builder {
    notes: u32,
    words: FxHashMap<Box<str>, Vec<Posting>>,
    /// Pairs by the first bits of their hash, as many as shards can have. In place of a key they have the whole hash.
    pairs: Vec<Vec<Pair>>,
    held: usize,
}

impl Builder {
    /// Adds the next note.
    pub fn add(&mut self, terms: &Terms) {
        let number = self.notes;
        self.notes += 1;
        for (word, impact) in terms.words() {
            let posting = Posting::new(number, impact);
            match self.words.get_mut(word) {
                Some(postings) => postings.push(posting),
                None => {
                    self.words.insert(word.into(), vec![posting]);
                }
            }
        }
        self.pairs.resize_with(1 << SHARD_BITS, Vec::new);
        for (hash, stand) in pairs(terms) {
            self.pairs[(hash >> (32 - SHARD_BITS)) as usize].push(Pair::new(hash, number, stand));
        }
        self.held += held(terms);
    }

    /// Returns the index of all notes added.
    pub fn finish(self, stems: &Stems) -> Index {
        let Builder { notes, words, mut pairs, held } = self;
        let mut words: Vec<Word> = words
            .into_par_iter()
            .map(|(word, mut postings)| {
                postings.shrink_to_fit();
                self::word(word, postings, stems)
            })
            .collect();
        words.par_sort_unstable_by(|a, b| a.order().cmp(&b.order()));
        let shard_bits = shard_bits(held);
        pairs.resize_with(1 << SHARD_BITS, Vec::new);
        let joined = pairs.par_chunks_mut(1 << (SHARD_BITS - shard_bits)).map(|parts| {
            let mut all = Vec::with_capacity(parts.iter().map(Vec::len).sum());
            for part in parts {
                let part = std::mem::take(part);
                all.extend(part.iter().map(|pair| Pair::new(key(pair.key(), shard_bits), pair.note(), pair.stand())));
            }
            settle(&mut all);
            all.shrink_to_fit();
            all
        });
        let pairs = joined.collect();
        Index { notes, shard_bits, words, pairs, held }
    }
}

/// Makes a word of the index.
pub(super) fn word(text: Box<str>, postings: Vec<Posting>, stems: &Stems) -> Word {
    let bare = (!text.is_ascii()).then(|| words::fold(&text)).filter(|bare| **bare != *text);
    let stem = if bare.is_some() { text.clone() } else { stems.stem(&text).into() };
    Word { text, bare: bare.map(Box::from), stem, postings }
}

/// Returns the pairs of a note by their hashes.
pub(super) fn pairs(terms: &Terms) -> impl Iterator<Item = (u32, Stand)> + '_ {
    let stands = [(&terms.headed, Stand::Headed), (&terms.adjacent, Stand::Adjacent), (&terms.near, Stand::Near)];
    stands.into_iter().flat_map(|(hashes, stand)| hashes.iter().map(move |hash| (*hash, stand)))
}

/// Returns how many pairs a note has.
pub(super) fn held(terms: &Terms) -> usize {
    terms.adjacent.len() + terms.headed.len() + terms.near.len()
}

/// Sorts pairs. Where a note has a pair in several ways, the best comes first and stays.
pub(super) fn settle(pairs: &mut Vec<Pair>) {
    pairs.sort_unstable();
    pairs.dedup_by(|next, first| next.key() == first.key() && next.note() == first.note());
}
