//! The words and pairs of all notes, merged.
//!
//! Holds everything that ranking asks, whether in memory or written as shards (`search/shards.rs`).
//! [`Builder`] merges all notes; an edit of one replaces it in place.

mod builder;
mod replace;
mod shard;

use rayon::prelude::*;

pub use builder::Builder;
pub use shard::Shard;

use super::terms::{self, ABOVE, Impact, WEIGHTS};
use super::words;

/// A prefix whose words have more postings than this together has a short list.
const HEAVY: usize = 8_000;
/// How many notes a short list names.
const LISTED: usize = 500;
/// The longest prefix that can have one, in characters.
const LONGEST_PREFIX: usize = 8;
/// How many postings a shard of pairs holds on average, at most.
const PAIRS: usize = 3_500;
/// At most so many bits of a pair's hash number its shard.
const SHARD_BITS: u32 = 16;
/// At most so many bits of a hash tell the pairs of a shard apart.
const KEY_BITS: u32 = 20;

/// Words of fewer characters are not looked for as two.
const SPLITS: usize = 5;
/// The list of a word or pair that more notes hold is *long*: it is written in blocks, which leave out how often a word
/// stands in texts.
pub const LONG: usize = 8_192;

/// A note's number with something small: how a word stands in it, or whether a pair is adjacent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posting(u32);

impl Posting {
    fn new(note: u32, impact: Impact) -> Self {
        Posting(note << 4 | u32::from(impact))
    }

    /// Returns the note's number.
    pub fn note(self) -> u32 {
        self.0 >> 4
    }

    /// Returns what is said about it.
    pub fn impact(self) -> Impact {
        (self.0 & 15) as Impact
    }
}

/// A word of the index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// The word; with its marks, where it is a marked word.
    pub text: Box<str>,
    /// The word without marks, where it has some.
    pub bare: Option<Box<str>>,
    /// Its stem.
    pub stem: Box<str>,
    /// The notes that hold it, by number.
    pub postings: Vec<Posting>,
}

impl Word {
    /// Returns the word without marks: what it is sorted by.
    pub fn bare(&self) -> &str {
        self.bare.as_deref().unwrap_or(&self.text)
    }

    /// Returns its notes as its list tells of them.
    pub fn told(&self) -> impl Iterator<Item = Posting> {
        let long = self.postings.len() > LONG;
        let told = move |posting: &Posting| match posting.impact() {
            ..ABOVE if long => Posting::new(posting.note(), 0),
            _ => *posting,
        };
        self.postings.iter().map(told)
    }

    /// Returns whether misspelt words may be taken for it.
    pub fn is_near_word(&self) -> bool {
        self.bare.is_none() && (4..=24).contains(&self.text.chars().count()) && !self.text.contains(char::is_numeric)
    }
}

/// How the two words of a pair stand to each other, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stand {
    /// Side by side in a title or heading.
    Headed,
    /// Side by side.
    Adjacent,
    /// With a short word between them.
    Near,
}

/// A pair of a note: which pair, which note, and how it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair(u64);

impl Pair {
    fn new(key: u32, note: u32, stand: Stand) -> Self {
        Pair(u64::from(key) << 32 | u64::from(note) << 2 | stand as u64)
    }

    /// Returns its key: the first bits of its hash.
    pub fn key(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// Returns the note's number.
    pub fn note(self) -> u32 {
        self.0 as u32 >> 2
    }

    /// Returns how its two words stand.
    pub fn stand(self) -> Stand {
        match self.0 & 3 {
            0 => Stand::Headed,
            1 => Stand::Adjacent,
            _ => Stand::Near,
        }
    }

    /// Returns whether they stand side by side.
    pub fn is_adjacent(self) -> bool {
        self.stand() != Stand::Near
    }
}

/// All notes' words and pairs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    /// How many notes there are.
    pub notes: u32,
    /// How many bits of a pair's hash number its shard.
    pub shard_bits: u32,
    /// Words, sorted by their letters without marks.
    pub words: Vec<Word>,
    /// Pairs by shard, in each sorted by key and note.
    pub pairs: Vec<Shard>,
    /// How many pairs the notes have, each by itself: what `shard_bits` follows from.
    held: usize,
}

impl Index {
    /// Returns the power of two that is at least the number of notes.
    pub fn space(&self) -> u32 {
        self.notes.next_power_of_two()
    }

    /// Returns a word.
    pub fn word(&self, text: &str) -> Option<&Word> {
        let bare = words::fold(text);
        self.range(&bare).iter().take_while(|word| word.bare() == bare).find(|word| *word.text == *text)
    }

    /// Returns the words that begin with a folded prefix, and marked words whose letters do.
    pub fn range(&self, prefix: &str) -> &[Word] {
        let start = self.words.partition_point(|word| word.bare() < prefix);
        let length = self.words[start..].partition_point(|word| word.bare().starts_with(prefix));
        &self.words[start..start + length]
    }

    /// Returns the short list of a prefix, where it has one.
    pub fn list(&self, prefix: &str) -> Option<Vec<Posting>> {
        if prefix.is_empty() || prefix.chars().count() > LONGEST_PREFIX {
            return None;
        }
        let words: Vec<&Word> = self.range(prefix).iter().filter(|word| word.bare.is_none()).collect();
        is_heavy(&words).then(|| best(&words, self.notes))
    }

    /// Returns every short list, sorted by prefix.
    pub fn lists(&self) -> Vec<(Box<str>, Vec<Posting>)> {
        let unmarked: Vec<&Word> = self.words.iter().filter(|word| word.bare.is_none()).collect();
        let mut lists = Vec::new();
        for length in 1..=LONGEST_PREFIX {
            let prefix = |word: &Word| word.text.char_indices().map(|(at, _)| at).chain([word.text.len()]).nth(length);
            let long: Vec<(&str, &Word)> =
                unmarked.iter().filter_map(|word| Some((&word.text[..prefix(word)?], *word))).collect();
            let groups = long.chunk_by(|a, b| a.0 == b.0);
            let groups = groups.map(|group| (group[0].0, group.iter().map(|(_, word)| *word).collect::<Vec<_>>()));
            let heavy: Vec<_> = groups.filter(|(_, words)| is_heavy(words)).collect();
            if heavy.is_empty() {
                break;
            }
            lists.par_extend(heavy.par_iter().map(|(prefix, words)| (Box::from(*prefix), best(words, self.notes))));
        }
        lists.sort_unstable();
        lists
    }

    /// Returns the notes that hold a word as two side by side.
    pub fn split(&self, word: &str) -> impl Iterator<Item = &Pair> + Clone {
        let pairs = if word.chars().count() < SPLITS { &[] } else { self.pair(terms::split(word)) };
        pairs.iter().filter(|pair| pair.is_adjacent())
    }

    /// Returns the notes that hold a pair, by the hash of its words.
    pub fn pair(&self, hash: u32) -> &[Pair] {
        let key = key(hash, self.shard_bits);
        let Some(pairs) = self.pairs.get(shard(key, self.shard_bits)) else { return &[] };
        let start = pairs.partition_point(|pair| pair.key() < key);
        let length = pairs[start..].partition_point(|pair| pair.key() == key);
        &pairs[start..start + length]
    }
}

/// Returns how many bits of a hash tell the pairs of a shard apart, where so many number it.
pub fn key_bits(shard_bits: u32) -> u32 {
    KEY_BITS.min(32 - shard_bits)
}

/// Returns the key of a pair: the bits that number its shard, and those that tell it from others there.
fn key(hash: u32, shard_bits: u32) -> u32 {
    hash >> (32 - shard_bits - key_bits(shard_bits))
}

/// Returns the number of a key's shard.
fn shard(key: u32, shard_bits: u32) -> usize {
    (key >> key_bits(shard_bits)) as usize
}

/// Returns how many bits number the shards of so many pairs.
fn shard_bits(pairs: usize) -> u32 {
    pairs.div_ceil(PAIRS).next_power_of_two().trailing_zeros().min(SHARD_BITS)
}

/// Whether words have so many postings that a prefix of all of them has a short list.
fn is_heavy(words: &[&Word]) -> bool {
    words.iter().map(|word| word.postings.len()).sum::<usize>() > HEAVY
}

/// Returns the notes with the heaviest postings, by number.
fn best(words: &[&Word], notes: u32) -> Vec<Posting> {
    let weight = |impact: Impact| (WEIGHTS[usize::from(impact)], impact);
    let mut heaviest: Vec<Option<Impact>> = vec![None; notes as usize];
    for posting in words.iter().flat_map(|word| &word.postings) {
        let known = &mut heaviest[posting.note() as usize];
        if known.is_none_or(|known| weight(known) < weight(posting.impact())) {
            *known = Some(posting.impact());
        }
    }
    let held = heaviest.iter().enumerate().filter_map(|(note, impact)| Some(Posting::new(note as u32, (*impact)?)));
    let mut best: Vec<Posting> = held.collect();
    best.sort_unstable_by_key(|posting| std::cmp::Reverse((WEIGHTS[usize::from(posting.impact())], posting.note())));
    best.truncate(LISTED);
    best.shrink_to_fit();
    best.sort_unstable();
    best
}
