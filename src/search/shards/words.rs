//! Shards of words, each with its notes.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::cut::{Item, cut};
use super::front::Front;
use super::lists::{BLOCK, Long, blocks, list, numbers};
use crate::search::bits::{Bits, gamma_length, parameter, rice_length};
use crate::search::index::{Index, LONG, Posting, Word};
use crate::search::stem;
use crate::search::terms::{ABOVE, Impact};

/// A shard of words has at most so many bits, where it can be cut.
const WORDS: u64 = 60_000;
/// From so many notes on, shards grow with the square root of their number, so that their names stay few.
const GROWS: u32 = 131_072;

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

impl Item for (Entry<'_>, u64) {
    fn name(&self) -> &str {
        self.0.bare()
    }
    fn size(&self) -> u64 {
        self.1
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
    let mut places: FxHashMap<&str, (usize, bool)> = FxHashMap::default();
    for (shard, (_, entries)) in cuts.iter().enumerate() {
        for entry in entries {
            let Entry::Word(word) = entry.0 else { continue };
            if word.bare.is_some() {
                continue;
            }
            if word.text.starts_with(stem::beginning(&word.stem)) {
                families.entry(&*word.stem).or_default().push((word, shard));
            }
            // Also a word that does not begin as its stem has forms: dying, die.
            let (first, several) = places.entry(&*word.stem).or_insert((shard, false));
            *several |= *first != shard;
        }
    }
    families.retain(|stem, _| places[stem].1);
    families
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

fn impact(bits: &mut Bits, impact: u8) {
    match impact {
        0 => bits.put(0, 1),
        1 => bits.put(0b10, 2),
        2 => bits.put(0b110, 3),
        impact => bits.put(0b111 << 4 | u32::from(impact), 7),
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
            let dying: String = (0..80).map(|word| format!(" died{number}x{word}")).collect();
            let text = format!("deploy deploys deploying dying died{words}{dying}");
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
        // `dying` does not begin as its stem, `die`.
        let dying = of("dying");
        assert_ne!(dying.name, of("died").name);
        assert!(dying.words.contains("dying,Eie!Eied"), "{}", dying.words);
        // `deploys` is one letter more than `deploy` and less three, plus one, than `deploying`; neither names the other.
        assert!(near.words.contains("deploy!As Ging,D!Ds"), "{}", near.words);
        assert!(other.words.starts_with("Adeploys,B!B!Bing"), "{}", other.words);
    }

    #[test]
    fn a_word_says_whether_it_is_written_as_two_anywhere() {
        let mut builder = Builder::default();
        for text in ["oncall handover", "on call", "handover"] {
            builder.add(&terms(&Document::sample("Note", text)));
        }
        let shards = words(&builder.finish(&Stems::of("en")));
        let all: Vec<&str> = shards.iter().flat_map(|shard| shard.words.split(' ')).collect();
        let marked: Vec<&&str> = all.iter().filter(|word| word.contains('&')).collect();
        // Two letters are those of `on` before it; its stem is one shorter.
        assert_eq!(marked, [&"Ccall&,B"], "of {all:?}");
    }
}
