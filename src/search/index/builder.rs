//! Merges the words and pairs of notes, one note after the other, so that none has to wait for the last.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{Index, KEY_BITS, Pair, Posting, Shard, Stand, Word, key, shard, shard_bits};
use crate::search::stem::Stems;
use crate::search::terms::Terms;
use crate::search::words;

/// An index of which some notes are still to come.
#[derive(Default)]
pub struct Builder {
    words: FxHashMap<Box<str>, Vec<Posting>>,
    /// The hashes of the notes' pairs, one note after the other.
    hashes: Vec<u32>,
    counts: Vec<Counts>,
}

/// How many pairs a note has: in headings, then side by side, then with a word between.
struct Counts {
    headed: u32,
    adjacent: u32,
    near: u32,
}

/// So many hashes are let go of at a time.
const SPARE: usize = 1 << 20;

impl Builder {
    /// Adds the next note.
    pub fn add(&mut self, terms: &Terms) {
        let number = self.counts.len() as u32;
        for (word, impact) in terms.words() {
            let posting = Posting::new(number, impact);
            match self.words.get_mut(word) {
                Some(postings) => postings.push(posting),
                None => {
                    self.words.insert(word.into(), vec![posting]);
                }
            }
        }
        let Terms { headed, adjacent, near, .. } = terms;
        [headed, adjacent, near].into_iter().for_each(|hashes| self.hashes.extend_from_slice(hashes));
        let [headed, adjacent, near] = [headed, adjacent, near].map(|hashes| hashes.len() as u32);
        self.counts.push(Counts { headed, adjacent, near });
    }

    /// Returns the index of all notes added.
    pub fn finish(self, stems: &Stems) -> Index {
        let Builder { words, hashes, counts } = self;
        let (notes, held) = (counts.len() as u32, hashes.len());
        let shard_bits = shard_bits(held);
        let pairs = shards(hashes, &counts, shard_bits);
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

/// Sorts the pairs of all notes into shards.
fn shards(mut hashes: Vec<u32>, counts: &[Counts], shard_bits: u32) -> Vec<Shard> {
    let of = |key| shard(key, shard_bits);
    let mut ends = vec![0; 1 << shard_bits];
    hashes.iter().for_each(|hash| ends[of(key(*hash, shard_bits))] += 1);
    let mut sum = 0;
    for end in &mut ends {
        sum += *end;
        *end = sum;
    }
    // Zeros, which take no memory before something is written.
    let mut pairs = vec![0; hashes.len()];
    let mut places = ends.clone();
    // From the last note to the first, so that what was read is let go of on the way.
    for (number, Counts { headed, adjacent, near }) in counts.iter().enumerate().rev() {
        for (stand, count) in [(Stand::Near, near), (Stand::Adjacent, adjacent), (Stand::Headed, headed)] {
            for hash in hashes.drain(hashes.len() - *count as usize..).rev() {
                let key = key(hash, shard_bits);
                let place = &mut places[of(key)];
                *place -= 1;
                pairs[*place] = Pair::new(key, number as u32, stand).0;
            }
        }
        if hashes.capacity() - hashes.len() > SPARE {
            hashes.shrink_to_fit();
        }
    }
    let mut pairs: Vec<Pair> = pairs.into_iter().map(Pair).collect();
    let mut rest = &mut *pairs;
    let mut stretches = Vec::with_capacity(ends.len());
    for (start, end) in places.iter().zip(&ends) {
        let (stretch, further) = rest.split_at_mut(end - start);
        stretches.push(stretch);
        rest = further;
    }
    let sorted = stretches.into_par_iter().map(|pairs| {
        sort(pairs);
        first_of_each(pairs)
    });
    let lengths: Vec<usize> = sorted.collect();
    Shard::all(pairs, places.iter().zip(lengths).map(|(start, length)| *start..start + length))
}

/// Makes a word of the index.
pub(super) fn word(text: Box<str>, postings: Vec<Posting>, stems: &Stems) -> Word {
    let bare = (!text.is_ascii()).then(|| words::fold(&text)).filter(|bare| **bare != *text);
    let stem = if bare.is_some() { text.clone() } else { stems.stem(&text).into() };
    Word { text, bare: bare.map(Box::from), stem, postings }
}

/// Returns the pairs of a note as they stand in an index.
pub(super) fn pairs_of(terms: &Terms, number: u32, shard_bits: u32) -> Vec<Pair> {
    let stands = [(&terms.headed, Stand::Headed), (&terms.adjacent, Stand::Adjacent), (&terms.near, Stand::Near)];
    let all = stands.into_iter().flat_map(|(hashes, stand)| hashes.iter().map(move |hash| (*hash, stand)));
    let mut all: Vec<Pair> = all.map(|(hash, stand)| Pair::new(key(hash, shard_bits), number, stand)).collect();
    all.sort_unstable();
    let left = first_of_each(&mut all);
    all.truncate(left);
    all
}

/// Returns how many pairs a note has.
pub(super) fn held(terms: &Terms) -> usize {
    terms.adjacent.len() + terms.headed.len() + terms.near.len()
}

/// Sorts a shard's pairs, which stand in the order of their notes and in each by how they stand: so by key alone, in two
/// passes of a radix sort, where comparing them took longer than all else about pairs.
fn sort(pairs: &mut [Pair]) {
    const DIGIT: u32 = KEY_BITS / 2;
    let mut other = pairs.to_vec();
    sort_by(pairs, &mut other, |key| key as usize & ((1 << DIGIT) - 1));
    sort_by(&other, pairs, |key| (key >> DIGIT) as usize & ((1 << DIGIT) - 1));
}

/// Sorts pairs by a digit of their keys.
fn sort_by(pairs: &[Pair], sorted: &mut [Pair], digit: impl Fn(u32) -> usize) {
    let mut places = [0_u32; 1 << (KEY_BITS / 2)];
    for pair in pairs {
        places[digit(pair.key())] += 1;
    }
    let mut next = 0;
    for place in &mut places {
        next += std::mem::replace(place, next);
    }
    for pair in pairs {
        let place = &mut places[digit(pair.key())];
        sorted[*place as usize] = *pair;
        *place += 1;
    }
}

/// Of sorted pairs that a note has in several ways, leaves the best, which comes first. Returns how many are left.
fn first_of_each(pairs: &mut [Pair]) -> usize {
    let mut left = 0;
    for at in 0..pairs.len() {
        let pair = pairs[at];
        let again = left > 0 && pairs[left - 1].key() == pair.key() && pairs[left - 1].note() == pair.note();
        if !again {
            pairs[left] = pair;
            left += 1;
        }
    }
    left
}
