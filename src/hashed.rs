//! Values that carry their own digest.
//!
//! A memo key is made of digests, so that asking "did this change?" never
//! reads the value again. Digests here live in memory only: whatever reaches
//! the disk or a file name is a [`fingerprint`] instead.

use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use serde::{Serialize, Serializer};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// A 128-bit XXH3 digest of a value, stable within one run of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Digest(pub u128);

/// Returns the digest of anything that can be hashed.
pub fn digest<T: Hash + ?Sized>(value: &T) -> Digest {
    let mut hasher = Xxh3::new();
    value.hash(&mut hasher);
    Digest(hasher.digest128())
}

/// Returns a 64-bit XXH3 digest of some bytes: for what is counted by the million and may be mistaken now and then.
pub fn short(bytes: &[u8]) -> u64 {
    xxh3_64(bytes)
}

/// Returns the first `digits` hexadecimal digits (at most 64) of the BLAKE3 digest of some bytes.
///
/// The same on every machine and in every version: for names that reach the disk.
pub fn fingerprint(bytes: &[u8], digits: usize) -> String {
    let mut hex = blake3::hash(bytes).to_hex().to_string();
    hex.truncate(digits);
    hex
}

/// A shared value with its digest.
///
/// Cloning shares the value; hashing and comparing use the digest alone, so a
/// view made of many `Hashed` parts is keyed in the time of its own fields.
pub struct Hashed<T: ?Sized>(Arc<Inner<T>>);

struct Inner<T: ?Sized> {
    digest: Digest,
    value: T,
}

impl<T: Hash> Hashed<T> {
    /// Takes a value and computes its digest once.
    pub fn new(value: T) -> Self {
        let digest = digest(&value);
        Hashed(Arc::new(Inner { digest, value }))
    }
}

impl<T: ?Sized> Hashed<T> {
    /// Returns the digest that was computed when the value was made.
    pub fn digest(&self) -> Digest {
        self.0.digest
    }
}

impl<T: ?Sized> Clone for Hashed<T> {
    fn clone(&self) -> Self {
        Hashed(Arc::clone(&self.0))
    }
}

impl<T: ?Sized> Deref for Hashed<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0.value
    }
}

impl<T: ?Sized> Hash for Hashed<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u128(self.0.digest.0);
    }
}

impl<T: ?Sized> PartialEq for Hashed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0.digest == other.0.digest
    }
}

impl<T: ?Sized> Eq for Hashed<T> {}

impl<T: std::fmt::Debug + ?Sized> std::fmt::Debug for Hashed<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.value.fmt(f)
    }
}

impl<T: Serialize + ?Sized> Serialize for Hashed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.value.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_have_equal_digests_and_others_do_not() {
        let a = Hashed::new(String::from("one"));
        let b = Hashed::new(String::from("one"));
        let c = Hashed::new(String::from("two"));
        assert_eq!(a, b);
        assert_ne!(a, c);
        assert_eq!(digest(&a), digest(&b));
    }
}
