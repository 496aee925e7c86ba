//! Shards of pairs, each with its notes.

use super::lists::{BLOCK, Long, blocks, list};
use crate::search::bits::{Bits, parameter};
use crate::search::index::{LONG, Pair, Stand};

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

fn stand(bits: &mut Bits, stand: Stand) {
    match stand {
        Stand::Near => bits.put(0, 1),
        Stand::Adjacent => bits.put(0b10, 2),
        Stand::Headed => bits.put(0b11, 2),
    }
}
