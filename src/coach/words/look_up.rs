//! What a word may be: listed, or by its ending.
//!
//! It runs for every word of every note, so it makes no text of its own.

use super::{Classes, Word, Words};

impl Words {
    /// Looks a word up as it is written, whatever its capitals.
    pub fn look_up(&self, word: &str) -> Word {
        let mut small = [0u8; 40];
        let found = if word.is_ascii() && word.len() <= small.len() {
            let small = &mut small[..word.len()];
            small.copy_from_slice(word.as_bytes());
            small.make_ascii_lowercase();
            std::str::from_utf8(small).ok().and_then(|small| self.words.get(small))
        } else {
            self.words.get(word.to_lowercase().as_str())
        };
        match found {
            // A word that only a rule names is guessed at like any other.
            Some(word_) if word_.classes == 0 => Word { id: word_.id, classes: self.guess(word) },
            Some(word_) => *word_,
            None => Word { id: 0, classes: self.guess(word) },
        }
    }

    /// Whether a word is one of the little ones by which a language is known.
    pub fn is_little(&self, word: &str) -> bool {
        let g = &self.grammar;
        let word = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        self.look_up(word).classes & (g.det | g.owner | g.pron | g.prep | g.and | g.be | g.have | g.modal) != 0
    }

    /// Returns what an unlisted word is by its ending.
    fn guess(&self, word: &str) -> Classes {
        let grammar = &self.grammar;
        let bytes = word.as_bytes();
        if bytes.first().is_some_and(u8::is_ascii_digit) {
            return grammar.num;
        }
        let shaped = self.guesses.iter().filter(|(begin, end, _)| {
            word.len() > begin.len() + end.len() + 2 && word.starts_with(&**begin) && word.ends_with(&**end)
        });
        let shaped = shaped.fold(0, |classes, (.., bit)| classes | bit);
        let Some(last) = bytes.last().map(u8::to_ascii_lowercase) else { return shaped };
        let ends = |end: &str| {
            bytes.len() > end.len() + 2 && bytes[bytes.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes())
        };
        let ending = self.endings.iter().filter(|ending| {
            ending.end.as_bytes().last() == Some(&last)
                && ends(&ending.end)
                && !ending.unless.iter().any(|other| ends(other))
        });
        ending.fold(shaped, |classes, ending| classes | ending.classes)
    }

    /// Returns what an unlisted word with a capital is, inside a sentence.
    pub(in crate::coach) fn capital(&self) -> Classes {
        self.capital
    }
}
