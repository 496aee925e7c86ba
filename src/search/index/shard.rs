//! The pairs of one shard, which wait in memory with those of all others until somebody changes them.
//!
//! There are millions of pairs. In one piece for all shards they go back to the system as soon as nobody needs
//! them; in thousands of pieces, between which smaller things stand, they never would.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

use super::Pair;

/// Sorted pairs. A clone shares them, until one of the two is changed.
#[derive(Clone)]
pub struct Shard {
    pairs: Arc<Vec<Pair>>,
    at: Range<usize>,
}

impl Shard {
    /// Takes stretches of sorted pairs, one for each shard.
    pub(super) fn all(pairs: Vec<Pair>, stretches: impl IntoIterator<Item = Range<usize>>) -> Vec<Shard> {
        let pairs = Arc::new(pairs);
        stretches.into_iter().map(|at| Shard { pairs: Arc::clone(&pairs), at }).collect()
    }

    /// Returns whether there is nothing in its piece of memory but its own pairs.
    pub(super) fn is_apart(&self) -> bool {
        self.at.len() == self.pairs.len()
    }

    /// Gives it a piece of memory for itself.
    pub(super) fn part(&mut self) {
        if !self.is_apart() {
            *self = Shard { pairs: Arc::new(self.to_vec()), at: 0..self.len() };
        }
    }

    /// Changes its pairs; clones keep theirs.
    pub(super) fn change(&mut self, change: impl FnOnce(&mut Vec<Pair>)) {
        self.part();
        let pairs = Arc::make_mut(&mut self.pairs);
        change(pairs);
        self.at = 0..pairs.len();
    }
}

impl Deref for Shard {
    type Target = [Pair];
    fn deref(&self) -> &[Pair] {
        &self.pairs[self.at.clone()]
    }
}

impl PartialEq for Shard {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Shard {}

impl fmt::Debug for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
