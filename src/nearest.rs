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
    let word = plain(word);
    let letters = word.chars().count();
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in known {
        let plain = plain(candidate);
        let length = plain.chars().count();
        let allowed = letters.max(length) / 3;
        // The difference in length is the least the distance can be; most candidates end here.
        if letters.abs_diff(length) > allowed {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&word, &plain);
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
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
fn plain(word: &str) -> String {
    word.chars()
        .flat_map(char::to_lowercase)
        .map(|letter| if matches!(letter, '_' | ' ') { '-' } else { letter })
        .collect()
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
