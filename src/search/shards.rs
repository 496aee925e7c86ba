//! The index cut into small files, of which a query needs few.
//!
//! Section 4 of `RANKING.md`. Names depend on the words alone, so that an edit changes few files.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::bits::{Bits, character, gamma_length, parameter, rice_length};
use super::index::{Index, LONG, Pair, Posting, Stand, Word};
use super::stem;
use super::terms::{ABOVE, Impact};

/// A shard of words has at most so many bits, where it can be cut.
const WORDS: u64 = 60_000;
/// From so many notes on, shards grow with the square root of their number, so that their names stay few.
const GROWS: u32 = 131_072;
/// A shard of near words has at most so many characters.
const NEAR: u64 = 20_000;
/// Names of shards of near words have at most so many characters.
const NEAR_NAME: usize = 2;

/// A block of a long list is for so many numbers of notes.
const BLOCK: u32 = LONG as u32;

/// Some words with their notes.
pub struct Words {
    /// What they begin with.
    pub name: String,
    /// The words, front-coded, with their stems.
    pub words: String,
    /// Their notes; of long lists only how many.
    pub bits: String,
    /// The words whose lists are long.
    pub long: Vec<Long>,
}

/// A list of more than [`LONG`] notes, cut by their numbers, so that a query that asks for a rarer word, too, needs few
/// blocks of it.
pub struct Long {
    /// What names it beside its shard: a word, or the last bits of a pair.
    pub name: String,
    /// Of a word the notes that hold it elsewhere than in their text alone, for who need not know more; empty for none.
    pub above: String,
    /// For each block of numbers the notes that are there, counted from the block's first number; empty for none.
    pub blocks: Vec<String>,
}

/// Some words without their notes, for finding those that are spelt nearly alike.
pub struct NearWords {
    /// What they begin with.
    pub name: String,
    /// The words, front-coded, each with how many notes hold it.
    pub words: String,
}

/// Some pairs with their notes.
pub struct Pairs {
    /// How many there are.
    pub count: usize,
    /// Rice's parameter of their keys.
    pub parameter: u32,
    /// Keys and notes; of long lists only how many.
    pub bits: String,
    /// The pairs whose lists are long.
    pub long: Vec<Long>,
}

/// What stands in a shard of words.
#[derive(Clone, Copy)]
enum Entry<'a> {
    Word(&'a Word),
    List(&'a str, &'a [Posting]),
}

impl<'a> Entry<'a> {
    fn bare(&self) -> &'a str {
        match self {
            Entry::Word(word) => word.bare(),
            Entry::List(prefix, _) => prefix,
        }
    }

    fn text(&self) -> &'a str {
        match self {
            Entry::Word(word) => &word.text,
            Entry::List(prefix, _) => prefix,
        }
    }

    fn postings(&self) -> &'a [Posting] {
        match self {
            Entry::Word(word) => &word.postings,
            Entry::List(_, list) => list,
        }
    }
}

/// Something with a name and a size.
trait Item {
    fn name(&self) -> &str;
    fn size(&self) -> u64;
}

impl Item for (Entry<'_>, u64) {
    fn name(&self) -> &str {
        self.0.bare()
    }
    fn size(&self) -> u64 {
        self.1
    }
}

impl Item for (String, u32) {
    fn name(&self) -> &str {
        &self.0
    }
    fn size(&self) -> u64 {
        self.0.len() as u64 / 2 + 2
    }
}

/// Cuts sorted items into groups that are small enough, each named by what its items begin with.
fn cut<'a, T: Item>(items: &'a [T], name: usize, limit: u64, longest: usize, cuts: &mut BTreeMap<&'a str, Vec<&'a T>>) {
    let Some(first) = items.first() else { return };
    let prefix = &first.name()[..name];
    let mut left: u64 = items.iter().map(Item::size).sum();
    let next = |item: &'a T| item.name()[name..].chars().next();
    let mut groups: Vec<&[T]> =
        items.chunk_by(|a, b| a.name()[name..].chars().next() == b.name()[name..].chars().next()).collect();
    let size = |group: &[T]| group.iter().map(Item::size).sum::<u64>();
    groups.sort_by_key(|group| Reverse(size(group)));
    let mut rest: Vec<&T> = Vec::new();
    for group in groups {
        match next(&group[0]) {
            Some(letter) if left > limit && prefix.chars().count() < longest => {
                left -= size(group);
                cut(group, name + letter.len_utf8(), limit, longest, cuts);
            }
            _ => rest.extend(group),
        }
    }
    if !rest.is_empty() {
        rest.sort_by(|a, b| a.name().cmp(b.name()));
        cuts.insert(prefix, rest);
    }
}

/// Writes the shards of words.
pub fn words(index: &Index) -> Vec<Words> {
    let space = index.space();
    let mut entries: Vec<Entry> = index.words.iter().map(Entry::Word).collect();
    let lists = index.lists();
    entries.extend(lists.iter().map(|(prefix, list)| Entry::List(prefix, list)));
    entries.par_sort_by(|a, b| {
        let key = |entry: &Entry| matches!(entry, Entry::Word(_));
        a.bare().cmp(b.bare()).then_with(|| key(a).cmp(&key(b))).then_with(|| a.text().cmp(b.text()))
    });
    let sized: Vec<(Entry, u64)> = entries
        .into_par_iter()
        .map(|entry| {
            let bits = list_length(entry.postings(), space) + 8 * entry.text().len() as u64;
            (entry, bits)
        })
        .collect();
    let limit = WORDS * u64::from((space / GROWS).max(1)).isqrt();
    let mut cuts = BTreeMap::new();
    cut(&sized, 0, limit, usize::MAX, &mut cuts);
    let cuts: Vec<_> = cuts.into_iter().collect();
    let families = families(&cuts);
    cuts.par_iter()
        .enumerate()
        .map(|(shard, (name, entries))| {
            let mut front = Front::default();
            let mut bits = Bits::default();
            let mut long = Vec::new();
            for (entry, _) in entries {
                front.word(entry.text());
                match entry {
                    Entry::Word(word) => {
                        if index.split(&word.text).next().is_some() {
                            front.out.push('&');
                        }
                        front.stem(word);
                        let kin = families.get(&*word.stem).into_iter().flatten();
                        let elsewhere = kin.filter(|(_, other)| *other != shard);
                        elsewhere.for_each(|(other, _)| front.kin(word, other));
                    }
                    Entry::List(..) => front.out.push('*'),
                }
                let postings = entry.postings();
                if postings.len() > LONG {
                    bits.gamma(postings.len() as u32);
                    long.push(long_word(entry.text(), postings, index.notes));
                } else {
                    let notes = postings.iter().map(|posting| (posting.note(), posting.impact()));
                    list(&mut bits, notes, space, impact);
                }
            }
            Words { name: name.to_string(), words: front.out, bits: bits.text(), long }
        })
        .collect()
}

/// Words with one stem that stand in several shards, by their stem, each with the number of its shard.
type Families<'a> = FxHashMap<&'a str, Vec<(&'a Word, usize)>>;

/// Finds the words that have forms in other shards than their own.
fn families<'a>(cuts: &[(&str, Vec<&(Entry<'a>, u64)>)]) -> Families<'a> {
    let mut families = Families::default();
    for (shard, (_, entries)) in cuts.iter().enumerate() {
        for entry in entries {
            let Entry::Word(word) = entry.0 else { continue };
            if word.bare.is_none() && word.text.starts_with(stem::beginning(&word.stem)) {
                families.entry(&*word.stem).or_default().push((word, shard));
            }
        }
    }
    families.retain(|_, words| words.iter().any(|(_, shard)| *shard != words[0].1));
    families
}

fn impact(bits: &mut Bits, impact: u8) {
    match impact {
        0 => bits.put(0, 1),
        1 => bits.put(0b10, 2),
        2 => bits.put(0b110, 3),
        impact => bits.put(0b111 << 4 | u32::from(impact), 7),
    }
}

fn stand(bits: &mut Bits, stand: Stand) {
    match stand {
        Stand::Near => bits.put(0, 1),
        Stand::Adjacent => bits.put(0b10, 2),
        Stand::Headed => bits.put(0b11, 2),
    }
}

fn list_length(postings: &[Posting], space: u32) -> u64 {
    let k = parameter(space, postings.len() as u32);
    let mut next = 0;
    let mut length = u64::from(gamma_length(postings.len() as u32));
    if postings.len() > LONG {
        return length;
    }
    for posting in postings {
        let impact = match posting.impact() {
            few @ 0..3 => u64::from(few) + 1,
            _ => 7,
        };
        length += u64::from(rice_length(posting.note() - next, k)) + impact;
        next = posting.note() + 1;
    }
    length
}

/// Writes a list of notes, each with something after it.
fn list<T>(bits: &mut Bits, notes: impl ExactSizeIterator<Item = (u32, T)>, space: u32, after: impl Fn(&mut Bits, T)) {
    bits.gamma(notes.len() as u32);
    numbers(bits, notes, space, after);
}

/// Writes rising numbers below `space`, each with something after it.
fn numbers<T>(
    bits: &mut Bits,
    notes: impl ExactSizeIterator<Item = (u32, T)>,
    space: u32,
    after: impl Fn(&mut Bits, T),
) {
    let k = parameter(space, notes.len() as u32);
    let mut next = 0;
    for (note, value) in notes {
        bits.rice(note - next, k);
        after(bits, value);
        next = note + 1;
    }
}

/// Cuts the list of a word into blocks: of each its notes, and then which of these hold it elsewhere than in their text,
/// by their places among them. How often it stands in texts is not told, as [`Word::told`] says.
fn long_word(word: &str, postings: &[Posting], all: u32) -> Long {
    let above = |posting: &&Posting| posting.impact() >= ABOVE;
    let whole = |bits: &mut Bits, impact: Impact| bits.put(u32::from(impact), 4);
    let blocks = blocks(postings, all, |posting| posting.note()).map(|postings| {
        let mut bits = Bits::default();
        if !postings.is_empty() {
            list(&mut bits, postings.iter().map(|posting| (posting.note() % BLOCK, ())), BLOCK, |_, ()| {});
            let places = postings.iter().zip(0..).filter(|(posting, _)| above(posting));
            let places: Vec<(u32, Impact)> = places.map(|(posting, at)| (at, posting.impact())).collect();
            bits.gamma(places.len() as u32 + 1);
            numbers(&mut bits, places.into_iter(), postings.len() as u32, whole);
        }
        bits.text()
    });
    let blocks = blocks.collect();
    let mut bits = Bits::default();
    let notes: Vec<(u32, Impact)> =
        postings.iter().filter(above).map(|posting| (posting.note(), posting.impact())).collect();
    if !notes.is_empty() {
        list(&mut bits, notes.into_iter(), all.next_power_of_two(), whole);
    }
    Long { name: word.to_owned(), above: bits.text(), blocks }
}

/// Cuts the list of a pair into blocks.
fn long_pair(key: u32, pairs: &[Pair], all: u32) -> Long {
    let blocks = blocks(pairs, all, |pair| pair.note()).map(|pairs| {
        let mut bits = Bits::default();
        if !pairs.is_empty() {
            list(&mut bits, pairs.iter().map(|pair| (pair.note() % BLOCK, pair.stand())), BLOCK, stand);
        }
        bits.text()
    });
    Long { name: key.to_string(), above: String::new(), blocks: blocks.collect() }
}

/// Cuts what stands in the order of its notes by their numbers.
fn blocks<T>(items: &[T], all: u32, note: impl Fn(&T) -> u32) -> impl Iterator<Item = &[T]> {
    let mut rest = items;
    (1..=all.div_ceil(BLOCK)).map(move |number| {
        let (block, others) = rest.split_at(rest.partition_point(|item| note(item) < number * BLOCK));
        rest = others;
        block
    })
}

/// Returns a list of notes alone.
pub fn notes(numbers: &[u32], space: u32) -> String {
    let mut bits = Bits::default();
    list(&mut bits, numbers.iter().map(|number| (*number, ())), space, |_, ()| {});
    bits.text()
}

/// Words of which each leaves out what it shares with the one before.
#[derive(Default)]
struct Front {
    out: String,
    before: String,
}

impl Front {
    fn word(&mut self, text: &str) {
        if !self.out.is_empty() {
            self.out.push(' ');
        }
        let shared = self.before.chars().zip(text.chars()).take_while(|(a, b)| a == b).take(63).count();
        self.out.push(character(shared));
        self.out.extend(text.chars().skip(shared));
        text.clone_into(&mut self.before);
    }

    fn stem(&mut self, word: &Word) {
        if word.stem != word.text {
            self.out.push(',');
            self.ending(&word.text, &word.stem);
        }
    }

    fn kin(&mut self, word: &Word, other: &Word) {
        self.out.push('!');
        self.ending(&word.text, &other.text);
    }

    /// Writes how one comes from a word to another that begins like it.
    fn ending(&mut self, word: &str, other: &str) {
        let shared = word.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
        self.out.push(character(word.chars().count() - shared));
        self.out.extend(other.chars().skip(shared));
    }
}

/// Writes names, front-coded.
pub fn names<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut front = Front::default();
    for name in names {
        front.word(name);
    }
    front.out
}

/// Writes the shards of near words, by beginning or, with the words written backwards, by ending.
pub fn near(index: &Index, backwards: bool) -> Vec<NearWords> {
    let known = index.words.iter().filter(|word| word.is_near_word());
    let mut words: Vec<(String, u32)> = known
        .map(|word| {
            let text = if backwards { word.text.chars().rev().collect() } else { word.text.to_string() };
            (text, word.postings.len().ilog2())
        })
        .collect();
    words.par_sort_unstable();
    let mut cuts = BTreeMap::new();
    cut(&words, 0, NEAR, NEAR_NAME, &mut cuts);
    cuts.into_iter()
        .map(|(name, words)| {
            let mut front = Front::default();
            for (word, often) in words {
                front.word(word);
                front.out.push(',');
                front.out.push(character(*often as usize));
            }
            NearWords { name: name.to_string(), words: front.out }
        })
        .collect()
}

/// Whether a shard of pairs has a long list.
pub fn has_long(pairs: &[Pair]) -> bool {
    pairs.len() > LONG && pairs.chunk_by(|a, b| a.key() == b.key()).any(|group| group.len() > LONG)
}

/// Writes a shard of pairs, of an index of so many notes whose pairs have so many bits for their keys.
pub fn pairs(pairs: &[Pair], notes: u32, key_bits: u32) -> Pairs {
    let space = notes.next_power_of_two();
    let groups: Vec<&[Pair]> = pairs.chunk_by(|a, b| a.key() == b.key()).collect();
    let parameter = parameter(1 << key_bits, groups.len() as u32);
    let mut bits = Bits::default();
    let mut long = Vec::new();
    let mut next = 0;
    for group in &groups {
        let key = group[0].key() & ((1 << key_bits) - 1);
        bits.rice(key - next, parameter);
        next = key + 1;
        if group.len() > LONG {
            bits.gamma(group.len() as u32);
            long.push(long_pair(key, group, notes));
        } else {
            list(&mut bits, group.iter().map(|pair| (pair.note(), pair.stand())), space, stand);
        }
    }
    Pairs { count: groups.len(), parameter, bits: bits.text(), long }
}

/// Returns a shard's name as it stands in a file's.
pub fn file(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        match letter {
            'a'..='z' | '0'..='9' => out.push(letter),
            _ => out.push_str(&format!("_{:x}_", u32::from(letter))),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::index::Builder;
    use crate::search::stem::Stems;
    use crate::search::terms::terms;
    use crate::search::text::Document;

    #[test]
    fn a_word_names_its_forms_in_other_shards_alone() {
        let note = |number: usize| {
            // So many words that begin with `deploys` that they have a shard of their own.
            let words: String = (0..80).map(|word| format!(" deploys{number}x{word}")).collect();
            let text = format!("deploy deploys deploying{words}");
            terms(&Document::sample(&format!("Note {number}"), &text))
        };
        let mut builder = Builder::default();
        (0..40).for_each(|number| builder.add(&note(number)));
        let shards = words(&builder.finish(&Stems::of("en")));
        let of = |word: &str| {
            let route = |shard: &&Words| word.starts_with(&*shard.name);
            shards.iter().filter(route).max_by_key(|shard| shard.name.len()).expect("some shard has each word")
        };
        let (near, other) = (of("deploy"), of("deploys"));
        assert_eq!(near.name, of("deploying").name);
        assert!(other.name.starts_with("deploys"), "{}", other.name);
        // `deploys` is one letter more than `deploy` and less three, plus one, than `deploying`; neither names the other.
        assert!(near.words.contains("deploy!As Ging,D!Ds"), "{}", near.words);
        assert!(other.words.starts_with("Adeploys,B!B!Bing"), "{}", other.words);
    }
}
