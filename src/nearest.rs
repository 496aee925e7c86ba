//! "Did you mean": the known word that is nearest to one that is not known.
//!
//! It never guesses on the reader's behalf: what it finds goes into a
//! message, and nothing is taken for something else because of it.

/// Returns the known word nearest to `word`, when one is near enough to be a slip of it.
///
/// Case, and the difference between `-`, `_` and a space, do not count. About
/// one slip in three letters is allowed, none in a word of one or two letters.
/// Of equally near words the first is returned.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = plain(word).collect();
    let pattern = Pattern::new(&word);
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in known {
        let length = plain(candidate).count();
        let allowed = word.len().max(length) / 3;
        // The difference in length is the least the distance can be.
        let least = word.len().abs_diff(length);
        if least > allowed || best.is_some_and(|(best, _)| best <= least) {
            continue;
        }
        let distance = match &pattern {
            Some(pattern) => pattern.edits(plain(candidate)),
            None => edits(&word.iter().collect::<String>(), &plain(candidate).collect::<String>()),
        };
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// A word that many others are compared with: for each letter the places where it stands, one bit each.
///
/// All cells of a column are worked out at once (H. Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau
/// edit distances", Nordic Journal of Computing 10, 2003). A broken link asks this of every name in the wiki.
struct Pattern {
    places: [u64; 128],
    others: Vec<(char, u64)>,
    length: usize,
}

impl Pattern {
    /// Makes one; nothing of a word with more letters than bits.
    fn new(word: &[char]) -> Option<Pattern> {
        if word.is_empty() || word.len() > 64 {
            return None;
        }
        let mut pattern = Pattern { places: [0; 128], others: Vec::new(), length: word.len() };
        for (place, letter) in word.iter().enumerate() {
            let bit = 1 << place;
            match pattern.places.get_mut(*letter as usize) {
                Some(places) => *places |= bit,
                None => match pattern.others.iter_mut().find(|(known, _)| known == letter) {
                    Some((_, places)) => *places |= bit,
                    None => pattern.others.push((*letter, bit)),
                },
            }
        }
        Some(pattern)
    }

    fn places(&self, letter: char) -> u64 {
        let others = || self.others.iter().find(|(known, _)| *known == letter).map_or(0, |(_, places)| *places);
        self.places.get(letter as usize).copied().unwrap_or_else(others)
    }

    /// Returns what [`edits`] does. Names are the paper's: which cells are one more or less than the one above (`vp`,
    /// `vn`) or before (`hp`, `hn`) them, and where the diagonal stays (`d0`).
    fn edits(&self, other: impl Iterator<Item = char>) -> usize {
        let (mut vp, mut vn, mut d0, mut before) = (u64::MAX, 0_u64, 0_u64, 0_u64);
        let (last, mut distance) = (1_u64 << (self.length - 1), self.length);
        for letter in other {
            let here = self.places(letter);
            let swapped = ((!d0 & here) << 1) & before;
            d0 = ((here & vp).wrapping_add(vp) ^ vp) | here | vn | swapped;
            let (hp, hn) = (vn | !(d0 | vp), d0 & vp);
            distance += usize::from(hp & last != 0);
            distance -= usize::from(hn & last != 0);
            let (hp, hn) = (hp << 1 | 1, hn << 1);
            vp = hn | !(d0 | hp);
            vn = hp & d0;
            before = here;
        }
        distance
    }
}

/// Returns "did you mean `x`?" for the nearest known word, when there is one.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, known).map(|near| format!("did you mean `{near}`?"))
}

/// Returns how many edits lie between two words: a character put in, left out or changed, or two neighbours swapped, no
/// stretch edited twice (the optimal string alignment distance).
pub fn edits(a: &str, b: &str) -> usize {
    strsim::osa_distance(a, b)
}

/// One form for words that differ only in case and in how their parts are joined.
fn plain(word: &str) -> impl Iterator<Item = char> {
    word.chars().flat_map(char::to_lowercase).map(|letter| if matches!(letter, '_' | ' ') { '-' } else { letter })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 6] = ["title", "topics", "builds_on", "near-miss", "team", "review"];

    #[test]
    fn a_slip_finds_its_word() {
        for (word, expected) in [
            ("tittle", "title"),
            ("ittle", "title"),
            ("tilte", "title"),
            ("topic", "topics"),
            ("Builds-On", "builds_on"),
            ("near_mis", "near-miss"),
            ("NEAR MISS", "near-miss"),
            ("reveiw", "review"),
        ] {
            assert_eq!(nearest(word, KNOWN), Some(expected), "{word}");
        }
    }

    #[test]
    fn all_cells_at_once_give_what_one_after_another_does() {
        let mut seed: u32 = 5;
        let mut random = |below: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 16) % below
        };
        for _ in 0..5000 {
            let mut word = |most| -> Vec<char> {
                let length = random(most);
                (0..length).map(|_| ['a', 'b', 'c', 'é', '日'][random(5) as usize]).collect()
            };
            let (one, other) = (word(66), word(70));
            let Some(pattern) = Pattern::new(&one) else { continue };
            let text = |word: &[char]| word.iter().collect::<String>();
            assert_eq!(pattern.edits(other.iter().copied()), edits(&text(&one), &text(&other)), "{one:?} {other:?}");
        }
    }

    #[test]
    fn another_word_finds_nothing() {
        for word in ["", "x", "ti", "banana", "tea", "previously"] {
            assert_ne!(nearest(word, KNOWN), Some("title"), "{word}");
        }
        assert_eq!(nearest("banana", KNOWN), None);
        assert_eq!(nearest("", KNOWN), None);
        assert_eq!(nearest("no", ["on", "of"]), None);
    }

    #[test]
    fn the_nearer_of_two_is_offered_and_the_first_of_equals() {
        assert_eq!(nearest("lessons", ["lesion", "lesson"]), Some("lesson"));
        assert_eq!(nearest("cat", ["car", "can"]), Some("car"));
    }

    #[test]
    fn letters_are_counted_and_not_bytes() {
        assert_eq!(nearest("größe", ["grösse", "größen"]), Some("größen"));
    }

    #[test]
    fn the_question_is_put_in_words() {
        assert_eq!(did_you_mean("topcis", KNOWN).as_deref(), Some("did you mean `topics`?"));
        assert_eq!(did_you_mean("zebra", KNOWN), None);
    }
}
