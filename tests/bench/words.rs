//! The words of the made-up notes: some of a parcel carrier's, and thousands that only sound like words.
//!
//! Never repeats a word, so that the frequencies are those of [`Zipf`] and a search index
//! has as many terms as a real wiki's.

use std::collections::BTreeSet;

use crate::random::{Random, Zipf};

/// How many different words there are; a wiki of staff has some tens of thousands.
const COUNT: usize = 24_000;

const SMALL: &str = "the of to a and in that it was is for on we with as at by this not be from had were \
    but an or which when they no so one all what if there our after has have then before only more than \
    out up would could each while how into now who still again until";

const TRADE: &str = "parcel belt label depot scanner route courier night shift invoice printer hall \
    customer van bay load sort scan batch queue alarm deploy restore backup login token limit retry \
    schema ledger refund address street driver hub dock pallet manifest tariff weight clock stamp \
    handover check list rota roster desk phone call ticket screen button form field value row table \
    index report chart export import merge branch review change release flag switch door lamp bell";

/// The vocabulary, the most frequent word first.
pub struct Words {
    words: Vec<String>,
    ranks: Zipf,
    common: usize,
}

impl Words {
    /// Makes the vocabulary of a seed.
    pub fn new(seed: u64) -> Words {
        let mut random = Random::new(seed, 1);
        let mut words: Vec<String> = SMALL.split_whitespace().map(str::to_owned).collect();
        let common = words.len();
        words.extend(TRADE.split_whitespace().map(str::to_owned));
        let mut seen: BTreeSet<String> = words.iter().cloned().collect();
        while words.len() < COUNT {
            let word = sound(&mut random);
            if seen.insert(word.clone()) {
                words.push(word);
            }
        }
        Words { words, ranks: Zipf::new(COUNT, 2.2, 1.07), common }
    }

    /// Picks a word as often as its rank says.
    pub fn any(&self, random: &mut Random) -> &str {
        &self.words[self.ranks.pick(random)]
    }

    /// Picks a word that carries meaning, not one of the small ones.
    pub fn heavy(&self, random: &mut Random) -> &str {
        loop {
            let rank = self.ranks.pick(random);
            if rank >= self.common {
                return &self.words[rank];
            }
        }
    }

    /// Returns some words with spaces between.
    pub fn some(&self, random: &mut Random, count: usize) -> String {
        (0..count).map(|_| self.any(random)).collect::<Vec<_>>().join(" ")
    }

    /// Returns the trade's words, for topics and titles.
    pub fn trade(&self) -> &[String] {
        &self.words[self.common..self.common + TRADE.split_whitespace().count()]
    }
}

fn sound(random: &mut Random) -> String {
    let onsets = [
        "b", "br", "c", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "l", "m", "n", "p", "pl", "r", "s", "st", "t",
        "tr", "v", "w",
    ];
    let hearts = ["a", "e", "i", "o", "u", "ai", "ea", "oo", "ou"];
    let codas = ["", "", "", "n", "r", "l", "s", "t", "nd", "rk", "mp", "st"];
    let endings = ["", "", "er", "ing", "ed", "ly", "s", "ness"];
    let mut word = String::new();
    for _ in 0..random.within(1..4) {
        word.push_str(random.pick(&onsets));
        word.push_str(random.pick(&hearts));
        word.push_str(random.pick(&codas));
    }
    word + random.pick(&endings)
}

/// Returns the text with its first letter large.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
