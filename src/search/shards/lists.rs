//! Lists of notes, and how those of very many are cut into blocks.

use crate::search::bits::{Bits, parameter};
use crate::search::index::LONG;

/// A block of a long list is for so many numbers of notes.
pub(super) const BLOCK: u32 = LONG as u32;

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

/// Writes a list of notes, each with something after it.
pub(super) fn list<T>(
    bits: &mut Bits,
    notes: impl ExactSizeIterator<Item = (u32, T)>,
    space: u32,
    after: impl Fn(&mut Bits, T),
) {
    bits.gamma(notes.len() as u32);
    numbers(bits, notes, space, after);
}

/// Writes rising numbers below `space`, each with something after it.
pub(super) fn numbers<T>(
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

/// Returns a list of notes alone.
pub fn notes(numbers: &[u32], space: u32) -> String {
    let mut bits = Bits::default();
    list(&mut bits, numbers.iter().map(|number| (*number, ())), space, |_, ()| {});
    bits.text()
}

/// Cuts what stands in the order of its notes by their numbers.
pub(super) fn blocks<T>(items: &[T], all: u32, note: impl Fn(&T) -> u32) -> impl Iterator<Item = &[T]> {
    let mut rest = items;
    (1..=all.div_ceil(BLOCK)).map(move |number| {
        let (block, others) = rest.split_at(rest.partition_point(|item| note(item) < number * BLOCK));
        rest = others;
        block
    })
}
