//! The words and pairs of one note, ready to be merged with those of all.
//!
//! Section 2 of `RANKING.md`. Made of one note alone, so that an edit costs one note.

use rustc_hash::FxHashMap;

use super::text::Document;
use super::words::{self, Run};

/// A run of so many characters may stand between the two words of a near pair.
const SHORT: usize = 3;

/// Where and how often a word stands in a note: class × 4 + level, 0 to 15.
pub type Impact = u8;

/// The weight of a word in a note, by [`Impact`].
pub const WEIGHTS: [u32; 16] = [8, 11, 14, 16, 16, 19, 22, 24, 20, 23, 26, 28, 36, 42, 50, 64];

/// What one note holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Its words, sorted, joined by line breaks.
    words: Box<str>,
    /// What each weighs.
    impacts: Box<[Impact]>,
    /// Hashes of its pairs, sorted, but for those that stand in a title or heading.
    pub adjacent: Box<[u32]>,
    /// Those that do, sorted.
    pub headed: Box<[u32]>,
    /// Those of its pairs that are near and nowhere adjacent, sorted.
    pub near: Box<[u32]>,
}

impl Terms {
    /// Returns its words with their impacts, sorted.
    pub fn words(&self) -> impl Iterator<Item = (&str, Impact)> {
        self.words.lines().zip(self.impacts.iter().copied())
    }
}

/// Returns the hash of a pair.
pub fn pair(first: &str, second: &str) -> u32 {
    let single = |word: &str| word.chars().nth(1).is_none();
    hash(first, if single(first) || single(second) { " " } else { "" }, second)
}

/// Returns the hash of a word that a pair may have been written as.
pub fn split(word: &str) -> u32 {
    hash(word, "", "")
}

/// 32-bit FNV-1a with the finaliser of MurmurHash3.
fn hash(first: &str, between: &str, second: &str) -> u32 {
    let bytes = first.bytes().chain(between.bytes()).chain(second.bytes());
    let mut h = bytes.fold(2_166_136_261_u32, |h, byte| (h ^ u32::from(byte)).wrapping_mul(16_777_619));
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
}

type Words = FxHashMap<Box<str>, Seen>;

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
            if place > 1 && last[1].parts.iter().map(|part| part.chars().count()).sum::<usize>() <= SHORT {
                between(&last[0], run, &mut near);
            }
            last.swap(0, 1);
            // Taken and not copied: there are a thousand to a note.
            std::mem::swap(&mut last[1], run);
            place += 1;
        });
        runs += place;
    }
    words::runs(&document.path, &mut |run| see(&mut words, run, 1, 0));
    for pairs in [&mut text, &mut headed, &mut near] {
        pairs.sort_unstable();
        pairs.dedup();
    }
    let has = |pairs: &[u32], pair: &u32| pairs.binary_search(pair).is_ok();
    near.retain(|pair| !has(&text, pair) && !has(&headed, pair));
    text.retain(|pair| !has(&headed, pair));
    let mut words: Vec<(Box<str>, Seen)> = words.into_iter().collect();
    words.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    let impacts = words.iter().map(|(_, seen)| seen.class * 4 + level(seen, runs)).collect();
    let words: Vec<&str> = words.iter().map(|(word, _)| &**word).collect();
    Terms { words: words.join("\n").into(), impacts, adjacent: text.into(), headed: headed.into(), near: near.into() }
}

fn see(words: &mut Words, run: &Run, class: u8, title: u32) {
    let joined = (run.parts.len() > 1).then_some(&run.word);
    for word in run.parts.iter().chain(joined).chain(&run.marked) {
        let seen = match words.get_mut(word.as_str()) {
            Some(seen) => seen,
            None => words.entry(word.as_str().into()).or_default(),
        };
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
            0..=2 => 3,
            3..=4 => 2,
            5..=7 => 1,
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
