//! The words and pairs of one note, ready to be merged with those of all.
//!
//! Section 2 of `RANKING.md`. Made of one note alone, so that an edit costs one note.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::text::Document;
use super::words::{self, Run};

/// A run of so many characters may stand between the two words of a near pair.
const SHORT: usize = 3;

/// Where and how often a word stands in a note: class × 4 + level, 0 to 15.
pub type Impact = u8;

/// From this impact on a word stands elsewhere than in the text alone.
pub const ABOVE: Impact = 4;

/// The weight of a word in a note, by [`Impact`].
pub const WEIGHTS: [u32; 16] = [8, 11, 14, 16, 16, 19, 22, 24, 20, 23, 26, 28, 36, 42, 50, 64];

/// What one note holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Its words, in the order in which they first appear, each with a line break after it.
    words: Box<str>,
    /// What each weighs.
    impacts: Box<[Impact]>,
    /// Hashes of its pairs, as often as they stand in the text side by side, but for titles and headings.
    pub adjacent: Box<[u32]>,
    /// Those in titles and headings.
    pub headed: Box<[u32]>,
    /// Those with a short word between.
    pub near: Box<[u32]>,
}

impl Terms {
    /// Returns its words with their impacts, in the order in which they first appear.
    pub fn words(&self) -> impl Iterator<Item = (&str, Impact)> {
        self.words.lines().zip(self.impacts.iter().copied())
    }
}

/// Returns the hash of a pair.
pub fn pair(first: &str, second: &str) -> u32 {
    let single = |word: &str| word.len() == 1 || (word.len() <= 4 && word.chars().nth(1).is_none());
    hash(first, if single(first) || single(second) { " " } else { "" }, second)
}

/// Returns the hash of a word that a pair may have been written as.
pub fn split(word: &str) -> u32 {
    hash(word, "", "")
}

/// 32-bit FNV-1a with the finaliser of MurmurHash3.
fn hash(first: &str, between: &str, second: &str) -> u32 {
    let on = |h: u32, text: &str| text.bytes().fold(h, |h, byte| (h ^ u32::from(byte)).wrapping_mul(16_777_619));
    let mut h = on(on(on(2_166_136_261, first), between), second);
    h ^= h >> 16;
    h = h.wrapping_mul(0x85eb_ca6b);
    h ^= h >> 13;
    h = h.wrapping_mul(0xc2b2_ae35);
    h ^ (h >> 16)
}

/// How a word stands in a note, while it is read.
#[derive(Clone, Copy, Default)]
struct Seen {
    class: u8,
    often: u32,
    /// Runs of the shortest title that holds it.
    title: u32,
    /// Where it begins in the text of all words, and how many bytes it has.
    at: u32,
    length: u32,
}

/// The words of a note, while it is read.
///
/// One text for all of them, since most of the work of reading a note would be to make and drop a text for each.
#[derive(Default)]
struct Words {
    text: String,
    seen: Vec<Seen>,
    /// Numbers in `seen`, by word.
    numbers: HashTable<u32>,
}

impl Words {
    fn entry(&mut self, word: &str) -> &mut Seen {
        let Words { text, seen, numbers } = self;
        let hash = FxBuildHasher.hash_one(word);
        let known = |seen: &Seen| &text[seen.at as usize..(seen.at + seen.length) as usize];
        let number = match numbers.find(hash, |number| known(&seen[*number as usize]) == word) {
            Some(number) => *number,
            None => {
                let (number, at) = (seen.len() as u32, text.len() as u32);
                let again = |number: &u32| FxBuildHasher.hash_one(known(&seen[*number as usize]));
                numbers.insert_unique(hash, number, again);
                text.push_str(word);
                text.push('\n');
                seen.push(Seen { at, length: word.len() as u32, ..Seen::default() });
                number
            }
        };
        &mut seen[number as usize]
    }
}

/// Reads the words and pairs of a note.
pub fn terms(document: &Document) -> Terms {
    let mut words = Words::default();
    let (mut text, mut headed, mut near) = (Vec::new(), Vec::new(), Vec::new());
    let mut runs = 0;
    let mut last: [Run; 2] = Default::default();
    for (class, block) in document.blocks() {
        let length = if class == 3 { words::all(block).len() as u32 } else { 0 };
        let adjacent = if class >= 2 { &mut headed } else { &mut text };
        let mut place = 0;
        words::runs(block, &mut |run| {
            see(&mut words, run, class, length);
            within(run, adjacent);
            if place > 0 {
                between(&last[1], run, adjacent);
            }
            if place > 1 && last[1].is_short(SHORT) {
                between(&last[0], run, &mut near);
            }
            last.swap(0, 1);
            // Taken and not copied: there are a thousand to a note.
            std::mem::swap(&mut last[1], run);
            place += 1;
        });
        runs += place;
    }
    words::runs(&document.path, &mut |run| {
        see(&mut words, run, 1, 0);
        within(run, &mut text);
    });
    let Words { text: words, seen, .. } = words;
    let impacts = seen.iter().map(|seen| seen.class * 4 + level(seen, runs)).collect();
    Terms { words: words.into(), impacts, adjacent: text.into(), headed: headed.into(), near: near.into() }
}

fn see(words: &mut Words, run: &Run, class: u8, title: u32) {
    let joined = (run.parts.len() > 1).then_some(&run.word);
    for word in run.parts.iter().chain(joined).chain(&run.marked) {
        let seen = words.entry(word);
        seen.class = seen.class.max(class);
        seen.often += 1;
        if class == 3 {
            seen.title = if seen.title == 0 { title } else { seen.title.min(title) };
        }
    }
}

fn within(run: &Run, pairs: &mut Vec<u32>) {
    pairs.extend(run.parts.windows(2).map(|two| pair(&two[0], &two[1])));
}

fn between(first: &Run, second: &Run, pairs: &mut Vec<u32>) {
    let (Some(end), Some(beginning)) = (first.parts.last(), second.parts.first()) else { return };
    pairs.push(pair(end, beginning));
    let (one, other) = (first.parts.len() > 1, second.parts.len() > 1);
    if one {
        pairs.push(pair(&first.word, beginning));
    }
    if other {
        pairs.push(pair(end, &second.word));
    }
    if one && other {
        pairs.push(pair(&first.word, &second.word));
    }
}

fn level(seen: &Seen, runs: u32) -> u8 {
    if seen.class == 3 {
        return match seen.title {
            0..=1 => 3,
            2..=3 => 2,
            4..=6 => 1,
            _ => 0,
        };
    }
    match 100 * seen.often / (seen.often + 1 + runs / 400) {
        0..40 => 0,
        40..60 => 1,
        60..75 => 2,
        _ => 3,
    }
}
