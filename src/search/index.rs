//! The words and pairs of all notes, merged.
//!
//! Holds everything that ranking asks, whether in memory or written as shards (`search/shards.rs`).

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::stem::Stems;
use super::terms::{Impact, Terms, WEIGHTS};
use super::words;

/// A prefix whose words have more postings than this together has a short list.
const HEAVY: usize = 8_000;
/// How many notes a short list names.
const LISTED: usize = 500;
/// The longest prefix that can have one, in characters.
const LONGEST_PREFIX: usize = 8;
/// How many postings a shard of pairs holds on average, at most.
const PAIRS: usize = 14_000;
/// At most so many bits of a pair's hash number its shard, and so many follow.
const SHARD_BITS: u32 = 12;
/// How many bits of a hash tell the pairs of a shard apart.
pub const KEY_BITS: u32 = 20;

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
#[derive(Clone, Debug, PartialEq, Eq)]
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
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Index {
    /// How many notes there are.
    pub notes: u32,
    /// How many bits of a pair's hash number its shard.
    pub shard_bits: u32,
    /// Words, sorted by their letters without marks.
    pub words: Vec<Word>,
    /// Short lists, sorted by prefix.
    pub lists: Vec<(Box<str>, Vec<Posting>)>,
    /// Pairs, sorted by key and note.
    pub pairs: Vec<Pair>,
}

impl Index {
    /// Merges the words of notes, in the order of their numbers.
    pub fn new<'a>(notes: impl ExactSizeIterator<Item = &'a Terms> + Clone, stems: &Stems) -> Self {
        let count = notes.len();
        let words = words(notes.clone(), stems);
        let lists = lists(&words, count);
        let (pairs, shard_bits) = pairs(notes);
        Index { notes: count as u32, shard_bits, words, lists, pairs }
    }

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
    pub fn list(&self, prefix: &str) -> Option<&[Posting]> {
        let at = self.lists.binary_search_by(|(known, _)| (**known).cmp(prefix)).ok()?;
        Some(&self.lists[at].1)
    }

    /// Returns the notes that hold a pair, by the hash of its words.
    pub fn pair(&self, hash: u32) -> &[Pair] {
        let key = hash >> (32 - self.shard_bits - KEY_BITS);
        let start = self.pairs.partition_point(|pair| pair.key() < key);
        let length = self.pairs[start..].partition_point(|pair| pair.key() == key);
        &self.pairs[start..start + length]
    }
}

fn words<'a>(notes: impl Iterator<Item = &'a Terms>, stems: &Stems) -> Vec<Word> {
    let mut merged: FxHashMap<&str, Vec<Posting>> = FxHashMap::default();
    for (number, terms) in notes.enumerate() {
        for (word, impact) in terms.words() {
            merged.entry(word).or_default().push(Posting::new(number as u32, impact));
        }
    }
    let mut words: Vec<Word> = merged
        .into_par_iter()
        .map(|(word, mut postings)| {
            postings.shrink_to_fit();
            let bare = (!word.is_ascii()).then(|| words::fold(word)).filter(|bare| bare != word);
            let stem = if bare.is_some() { word.into() } else { stems.stem(word) };
            Word { text: word.into(), bare: bare.map(Box::from), stem: stem.into(), postings }
        })
        .collect();
    words.par_sort_unstable_by(|a, b| a.bare().cmp(b.bare()).then_with(|| a.text.cmp(&b.text)));
    words
}

fn lists(words: &[Word], notes: usize) -> Vec<(Box<str>, Vec<Posting>)> {
    let unmarked: Vec<&Word> = words.iter().filter(|word| word.bare.is_none()).collect();
    let mut lists = Vec::new();
    for length in 1..=LONGEST_PREFIX {
        let prefix = |word: &Word| -> Option<usize> {
            let mut ends = word.text.char_indices().map(|(at, _)| at).chain([word.text.len()]).skip(length);
            ends.next()
        };
        let long: Vec<(&str, &Word)> =
            unmarked.iter().filter_map(|word| Some((&word.text[..prefix(word)?], *word))).collect();
        let heavy = long
            .chunk_by(|a, b| a.0 == b.0)
            .filter(|group| group.iter().map(|(_, word)| word.postings.len()).sum::<usize>() > HEAVY);
        let heavy: Vec<_> = heavy.collect();
        if heavy.is_empty() {
            break;
        }
        lists.par_extend(heavy.par_iter().map(|group| {
            (Box::from(group[0].0), best(group.iter().flat_map(|(_, word)| word.postings.iter()), notes))
        }));
    }
    lists.sort_unstable();
    lists
}

/// Returns the notes with the heaviest postings, by number.
fn best<'a>(postings: impl Iterator<Item = &'a Posting>, notes: usize) -> Vec<Posting> {
    let weight = |impact: Impact| (WEIGHTS[usize::from(impact)], impact);
    let mut heaviest: Vec<Option<Impact>> = vec![None; notes];
    for posting in postings {
        let known = &mut heaviest[posting.note() as usize];
        if known.is_none_or(|known| weight(known) < weight(posting.impact())) {
            *known = Some(posting.impact());
        }
    }
    let held = heaviest.iter().enumerate().filter_map(|(note, impact)| Some(Posting::new(note as u32, (*impact)?)));
    let mut best: Vec<Posting> = held.collect();
    best.sort_unstable_by_key(|posting| std::cmp::Reverse((WEIGHTS[usize::from(posting.impact())], posting.note())));
    best.truncate(LISTED);
    best.sort_unstable();
    best
}

fn pairs<'a>(notes: impl Iterator<Item = &'a Terms> + Clone) -> (Vec<Pair>, u32) {
    let count: usize = notes.clone().map(|terms| terms.adjacent.len() + terms.headed.len() + terms.near.len()).sum();
    let shards = count.div_ceil(PAIRS).next_power_of_two();
    let shard_bits = shards.trailing_zeros().min(SHARD_BITS);
    let key = |hash: &u32| hash >> (32 - shard_bits - KEY_BITS);
    let mut pairs = Vec::with_capacity(count);
    for (number, terms) in notes.enumerate() {
        let stands = [(&terms.headed, Stand::Headed), (&terms.adjacent, Stand::Adjacent), (&terms.near, Stand::Near)];
        for (hashes, stand) in stands {
            pairs.extend(hashes.iter().map(|hash| Pair::new(key(hash), number as u32, stand)));
        }
    }
    pairs.par_sort_unstable();
    // Where a note has a pair in several ways, the best comes first and stays.
    pairs.dedup_by(|next, first| next.key() == first.key() && next.note() == first.note());
    (pairs, shard_bits)
}
