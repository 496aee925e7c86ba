//! Sorted words, of which each leaves out what it shares with the one before.

use crate::search::bits::character;
use crate::search::index::Word;

/// Front-coded words that are being written.
#[derive(Default)]
pub(super) struct Front {
    pub(super) out: String,
    before: String,
}

impl Front {
    pub(super) fn word(&mut self, text: &str) {
        if !self.out.is_empty() {
            self.out.push(' ');
        }
        let shared = self.before.chars().zip(text.chars()).take_while(|(a, b)| a == b).take(63).count();
        self.out.push(character(shared));
        self.out.extend(text.chars().skip(shared));
        text.clone_into(&mut self.before);
    }

    pub(super) fn stem(&mut self, word: &Word) {
        if word.stem != word.text {
            self.out.push(',');
            self.ending(&word.text, &word.stem);
        }
    }

    pub(super) fn kin(&mut self, word: &Word, other: &Word) {
        self.out.push('!');
        self.ending(&word.text, &other.text);
    }

    /// Writes how one comes from a word to another that begins like it.
    pub(super) fn ending(&mut self, word: &str, other: &str) {
        let shared = word.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
        self.out.push(character(word.chars().count() - shared));
        self.out.extend(other.chars().skip(shared));
    }
}

/// Writes names, front-coded.
pub fn names<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut front = Front::default();
    for name in names {
        front.word(name);
    }
    front.out
}
