//! Shards of words without their notes, for finding those that are spelt nearly alike.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::cut::{Item, cut};
use super::front::Front;
use crate::search::bits::character;
use crate::search::index::Index;

/// A shard of near words has at most so many characters.
const NEAR: u64 = 20_000;
/// Names of shards of near words have at most so many characters.
const NEAR_NAME: usize = 2;

/// Some words without their notes, for finding those that are spelt nearly alike.
pub struct NearWords {
    /// What they begin with.
    pub name: String,
    /// The words, front-coded, each with how many notes hold it.
    pub words: String,
}

impl Item for (String, u32) {
    fn name(&self) -> &str {
        &self.0
    }
    fn size(&self) -> u64 {
        self.0.len() as u64 / 2 + 2
    }
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
