//! The index cut into small files, of which a query needs few.
//!
//! Section 4 of `RANKING.md`. Names depend on the words alone, so that an edit changes few files.

mod cut;
mod front;
mod lists;
mod near;
mod pairs;
mod words;

pub use front::names;
pub use lists::{Long, notes};
pub use near::{NearWords, near};
pub use pairs::{Pairs, has_long, pairs};
pub use words::{Words, words};

use super::terms;

/// Names of files have at most so many characters of a word, since a file system has room for some 250 bytes.
const NAME: usize = 120;

/// Returns a shard's name as it stands in a file's.
pub fn file(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        match letter {
            'a'..='z' | '0'..='9' => out.push(letter),
            _ => out.push_str(&format!("_{:x}_", u32::from(letter))),
        }
    }
    if out.len() > NAME {
        out.truncate(NAME / 2);
        out.push_str(&format!("-{:x}", terms::split(name)));
    }
    out
}
