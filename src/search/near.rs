//! Words that a misspelt one may have been meant for.

use super::index::{Index, Word};
use crate::nearest::edits;

/// How many words are taken for a misspelt one.
const MOST: usize = 6;
/// One edit is allowed where the longer of two words has so many characters.
const ONE: usize = 5;
/// Two are where it has so many, and the typed one so many.
const TWO: usize = 9;
const TWO_TYPED: usize = 7;
/// Shorter words are not taken for misspelt.
pub const LEAST: usize = 4;

/// A word that is spelt nearly so.
#[derive(Clone, Copy, Debug)]
pub struct Near<'a> {
    /// The word.
    pub word: &'a Word,
    /// How many edits it is away: 1 or 2.
    pub distance: usize,
    /// Whether only its beginning is so near.
    pub beginning: bool,
}

/// Returns the words that are spelt nearly like one, the nearest first.
pub fn words<'a>(index: &'a Index, word: &str, open: bool) -> Vec<Near<'a>> {
    let letters: Vec<char> = word.chars().collect();
    if letters.len() < LEAST || word.contains(char::is_numeric) {
        return Vec::new();
    }
    let allowed = |longer: usize| match longer {
        0..ONE => 0,
        ONE..TWO => 1,
        _ if letters.len() < TWO_TYPED => 1,
        _ => 2,
    };
    let look = |looked_at: &dyn Fn(&[char]) -> bool| {
        let mut near: Vec<Near> = Vec::new();
        for known in index.words.iter().filter(|known| known.is_near_word()) {
            let other: Vec<char> = known.text.chars().collect();
            if !looked_at(&other) {
                continue;
            }
            let most = allowed(letters.len().max(other.len()));
            if other.len().abs_diff(letters.len()) <= most {
                let distance = edits(word, &known.text);
                if (1..=most).contains(&distance) {
                    near.push(Near { word: known, distance, beginning: false });
                    continue;
                }
            }
            if open && other.starts_with(&letters[..2]) {
                let most = allowed(letters.len());
                let lengths = letters.len() - 1..=(letters.len() + 1).min(other.len());
                let distances = lengths.map(|length| edits(word, &other[..length].iter().collect::<String>()));
                if let Some(distance) = distances.min().filter(|distance| (1..=most).contains(distance)) {
                    near.push(Near { word: known, distance, beginning: true });
                }
            }
        }
        near
    };
    // A word that is one edit away has the first two characters or the last two in common.
    let likely = |other: &[char]| other.starts_with(&letters[..2]) || other.ends_with(&letters[letters.len() - 2..]);
    let mut near = look(&likely);
    if letters.len() >= TWO_TYPED && !near.iter().any(|near| near.distance == 1 && !near.beginning) {
        // Of one that is two away the first alone may be right, or the first may be one too many or in the other's place.
        let beginnings = [vec![letters[0]], vec![letters[1], letters[0]], vec![letters[1], letters[2]]];
        let begins = |other: &[char]| beginnings.iter().any(|beginning| other.starts_with(beginning));
        near.extend(look(&|other| !likely(other) && begins(other)));
    }
    let often = |near: &Near| near.word.postings.len().ilog2();
    near.sort_by(|a, b| {
        let key = |near: &Near| (near.distance, near.beginning, std::cmp::Reverse(often(near)));
        key(a).cmp(&key(b)).then_with(|| a.word.text.cmp(&b.word.text))
    });
    near.truncate(MOST);
    near
}
