//! Results of pure stages, kept by the digest of their input.
//!
//! A build asks for entries; what it does not ask for is dropped when the
//! stage ends, so memory stays bounded without any policy. Nothing here knows
//! what a stage does, and no entry is ever changed after it was made.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

use rayon::prelude::*;

use crate::hashed::Digest;

/// One stage's results from the last build.
pub struct Table<V> {
    /// In the order in which they were asked for.
    entries: Vec<(Digest, V)>,
    /// Where each is, made when it is first asked for: mostly the same is asked for in the same order.
    places: OnceLock<HashMap<Digest, usize, BuildHasherDefault<Folded>>>,
    keeps: bool,
}

/// Digests are already uniform, so the map takes their bits as they are.
#[derive(Default)]
struct Folded(u64);

impl Hasher for Folded {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }
    fn write_u128(&mut self, value: u128) {
        self.0 = value as u64;
    }
}

impl<V> Default for Table<V> {
    fn default() -> Self {
        Table { entries: Vec::new(), places: OnceLock::new(), keeps: true }
    }
}

impl<V> Table<V> {
    /// Makes a table that keeps nothing, for a build that no other follows: each
    /// result lives only as long as somebody holds it.
    pub fn forgetful() -> Self {
        Table { keeps: false, ..Table::default() }
    }

    /// Returns what is kept for a key that was probably asked for at this place.
    fn known(&self, key: Digest, place: usize) -> Option<&V> {
        // Or one further, where something came or went before it.
        for near in [Some(place), place.checked_sub(1), Some(place + 1)] {
            if let Some((known, value)) = near.and_then(|near| self.entries.get(near))
                && *known == key
            {
                return Some(value);
            }
        }
        let places = self
            .places
            .get_or_init(|| self.entries.iter().enumerate().map(|(place, (key, _))| (*key, place)).collect());
        Some(&self.entries[*places.get(&key)?].1)
    }
}

impl<V: Clone + Send + Sync> Table<V> {
    /// Returns one result for each item, in order, computing on all cores only
    /// those whose key was not there last time; entries not asked for are dropped.
    ///
    /// `key` must cover everything that `make` reads. Items given by value are
    /// dropped one by one as their results are made.
    pub fn map<P, I, K, M>(&mut self, items: P, key: K, make: M) -> Vec<V>
    where
        P: IntoParallelIterator<Item = I, Iter: IndexedParallelIterator>,
        K: Fn(&I) -> Digest + Sync,
        M: Fn(I) -> V + Sync,
    {
        let items = items.into_par_iter().with_min_len(8);
        if !self.keeps {
            return items.map(&make).collect();
        }
        let entries: Vec<(Digest, V)> = items
            .enumerate()
            .map(|(place, item)| {
                let key = key(&item);
                let value = self.known(key, place).cloned().unwrap_or_else(|| make(item));
                (key, value)
            })
            .collect();
        *self = Table { entries, ..Table::default() };
        self.entries.iter().map(|(_, value)| value.clone()).collect()
    }

    /// Returns how many results are kept.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns whether nothing is kept yet.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn a_second_ask_computes_nothing_and_an_unasked_entry_is_forgotten() {
        let made = AtomicUsize::new(0);
        let mut table = Table::default();
        let key = |n: &u32| crate::hashed::digest(n);
        let make = |n: u32| {
            made.fetch_add(1, Ordering::Relaxed);
            n * 2
        };
        assert_eq!(table.map(vec![1, 2, 3], key, make), [2, 4, 6]);
        assert_eq!(table.map(vec![3, 2], key, make), [6, 4]);
        assert_eq!(made.load(Ordering::Relaxed), 3);
        assert_eq!(table.len(), 2);
        assert_eq!(table.map(vec![1], key, make), [2]);
        assert_eq!(made.load(Ordering::Relaxed), 4);
        assert_eq!(table.map((0..9).collect::<Vec<u32>>(), key, make), (0..9).map(|n| n * 2).collect::<Vec<_>>());
        assert_eq!(
            table.map((0..9).rev().collect::<Vec<u32>>(), key, make),
            (0..9).rev().map(|n| n * 2).collect::<Vec<_>>()
        );
        assert_eq!(made.load(Ordering::Relaxed), 12, "wherever it is asked for");
    }

    #[test]
    fn a_forgetful_table_gives_the_same_and_keeps_nothing() {
        let mut table = Table::forgetful();
        let key = |n: &u32| crate::hashed::digest(n);
        assert_eq!(table.map(vec![1, 2, 2], key, |n| n * 2), [2, 4, 4]);
        assert!(table.is_empty());
    }
}
