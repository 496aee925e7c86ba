//! Merges the words and pairs of notes, one note after the other, so that none has to wait for the last.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{Index, KEY_BITS, Pair, Posting, Stand, Word, key, shard, shard_bits};
use crate::search::stem::Stems;
use crate::search::terms::Terms;
use crate::search::words;

/// An index of which some notes are still to come.
#[derive(Default)]
pub struct Builder {
    words: FxHashMap<Box<str>, Vec<Posting>>,
    notes: Vec<Pairs>,
}

/// The hashes of a note's pairs: those in headings, then those side by side, then those with a word between.
struct Pairs {
    hashes: Box<[u32]>,
    headed: usize,
    adjacent: usize,
}

impl Pairs {
    fn of(terms: &Terms) -> Self {
        let hashes = [&*terms.headed, &*terms.adjacent, &*terms.near].concat().into();
        Pairs { hashes, headed: terms.headed.len(), adjacent: terms.adjacent.len() }
    }

    fn each(&self) -> impl Iterator<Item = (u32, Stand)> + '_ {
        let stand = |at: usize| match at {
            _ if at < self.headed => Stand::Headed,
            _ if at < self.headed + self.adjacent => Stand::Adjacent,
            _ => Stand::Near,
        };
        self.hashes.iter().enumerate().map(move |(at, hash)| (*hash, stand(at)))
    }
}

impl Builder {
    /// Adds the next note.
    pub fn add(&mut self, terms: &Terms) {
        let number = self.notes.len() as u32;
        for (word, impact) in terms.words() {
            let posting = Posting::new(number, impact);
            match self.words.get_mut(word) {
                Some(postings) => postings.push(posting),
                None => {
                    self.words.insert(word.into(), vec![posting]);
                }
            }
        }
        self.notes.push(Pairs::of(terms));
    }

    /// Returns the index of all notes added.
    pub fn finish(self, stems: &Stems) -> Index {
        let Builder { notes: held_by, words } = self;
        let notes = held_by.len() as u32;
        let held = held_by.iter().map(|pairs| pairs.hashes.len()).sum();
        let shard_bits = shard_bits(held);
        let pairs = pairs(held_by, shard_bits);
        let mut words: Vec<Word> = words
            .into_par_iter()
            .map(|(word, mut postings)| {
                postings.shrink_to_fit();
                self::word(word, postings, stems)
            })
            .collect();
        words.par_sort_unstable_by(|a, b| a.order().cmp(&b.order()));
        Index { notes, shard_bits, words, pairs, held }
    }
}

/// Sorts the pairs of all notes into shards. Each is as large as it must be: there are millions.
fn pairs(notes: Vec<Pairs>, shard_bits: u32) -> Vec<Vec<Pair>> {
    let mut sizes = vec![0; 1 << shard_bits];
    for hash in notes.iter().flat_map(|pairs| &pairs.hashes) {
        sizes[shard(key(*hash, shard_bits), shard_bits)] += 1;
    }
    let mut shards: Vec<Vec<Pair>> = sizes.into_iter().map(Vec::with_capacity).collect();
    for (number, pairs) in notes.into_iter().enumerate() {
        for (hash, stand) in pairs.each() {
            let key = key(hash, shard_bits);
            shards[shard(key, shard_bits)].push(Pair::new(key, number as u32, stand));
        }
    }
    shards.par_iter_mut().for_each(|pairs| {
        sort(pairs);
        first_of_each(pairs);
    });
    shards
}

/// Makes a word of the index.
pub(super) fn word(text: Box<str>, postings: Vec<Posting>, stems: &Stems) -> Word {
    let bare = (!text.is_ascii()).then(|| words::fold(&text)).filter(|bare| **bare != *text);
    let stem = if bare.is_some() { text.clone() } else { stems.stem(&text).into() };
    Word { text, bare: bare.map(Box::from), stem, postings }
}

/// Returns the pairs of a note as they stand in an index.
pub(super) fn pairs_of(terms: &Terms, number: u32, shard_bits: u32) -> Vec<Pair> {
    let pairs = Pairs::of(terms);
    let mut all: Vec<Pair> =
        pairs.each().map(|(hash, stand)| Pair::new(key(hash, shard_bits), number, stand)).collect();
    all.sort_unstable();
    first_of_each(&mut all);
    all
}

/// Returns how many pairs a note has.
pub(super) fn held(terms: &Terms) -> usize {
    terms.adjacent.len() + terms.headed.len() + terms.near.len()
}

/// Sorts a shard's pairs, which stand in the order of their notes and in each by how they stand: so by key alone, in two
/// passes of a radix sort, where comparing them took longer than all else about pairs.
fn sort(pairs: &mut Vec<Pair>) {
    const DIGIT: u32 = KEY_BITS / 2;
    let mut other = pairs.clone();
    for shift in [0, DIGIT] {
        let digit = |pair: &Pair| (pair.key() >> shift) as usize & ((1 << DIGIT) - 1);
        let mut places = [0_u32; 1 << DIGIT];
        for pair in &*pairs {
            places[digit(pair)] += 1;
        }
        let mut next = 0;
        for place in &mut places {
            next += std::mem::replace(place, next);
        }
        for pair in &*pairs {
            let place = &mut places[digit(pair)];
            other[*place as usize] = *pair;
            *place += 1;
        }
        std::mem::swap(pairs, &mut other);
    }
}

/// Of sorted pairs that a note has in several ways, leaves the best, which comes first.
fn first_of_each(pairs: &mut Vec<Pair>) {
    pairs.dedup_by(|next, first| next.key() == first.key() && next.note() == first.note());
}
