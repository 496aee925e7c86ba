//! What inflected forms of a word have in common, by Snowball's stemmers.

use rust_stemmers::{Algorithm, Stemmer};

use crate::language;

/// What is known of one language's words: their stems, and which of them say little.
pub struct Stems {
    stemmer: Option<Stemmer>,
    endings: &'static [&'static str],
    small: &'static str,
}

/// Small words, folded: where others are asked for, no note needs to have them.
const SMALL_ENGLISH: &str = "a about all an and any are as at be been by can cant could did do does doing for from had \
    has have how i if in into is isnt it its me my no not of on or our should so than that the their them then there \
    these they this to up us was we were what when where which who why will with would you your";
const SMALL_GERMAN: &str = "aber als am an auch auf aus bei bis da das dass dem den der des die du durch ein eine \
    einem einen einer es fur haben hat ich im in ist kann man mein mit nach nicht noch nur oder sich sie sind so uber \
    um und uns unser vom von vor wann war warum was welche wenn wer werden wie wir wird wo zu zum zur";

/// Endings for words that the index does not hold; there the browser has no stemmer.
const ENGLISH: &[&str] =
    &["s", "es", "ed", "d", "ing", "ings", "er", "ers", "ly", "ment", "ments", "ion", "ions", "al"];
const GERMAN: &[&str] = &["e", "en", "er", "es", "n", "s", "ern", "em", "ung", "ungen"];

impl Stems {
    /// Returns those of a language, by its BCP 47 tag. Words of one that Snowball does not know are their own stems.
    pub fn of(language: &str) -> Self {
        let base = language::fallbacks(language).last().unwrap_or_default().to_ascii_lowercase();
        let algorithm = match &*base {
            "ar" => Some(Algorithm::Arabic),
            "da" => Some(Algorithm::Danish),
            "nl" => Some(Algorithm::Dutch),
            "en" => Some(Algorithm::English),
            "fi" => Some(Algorithm::Finnish),
            "fr" => Some(Algorithm::French),
            "de" => Some(Algorithm::German),
            "el" => Some(Algorithm::Greek),
            "hu" => Some(Algorithm::Hungarian),
            "it" => Some(Algorithm::Italian),
            "no" | "nb" | "nn" => Some(Algorithm::Norwegian),
            "pt" => Some(Algorithm::Portuguese),
            "ro" => Some(Algorithm::Romanian),
            "ru" => Some(Algorithm::Russian),
            "es" => Some(Algorithm::Spanish),
            "sv" => Some(Algorithm::Swedish),
            "ta" => Some(Algorithm::Tamil),
            "tr" => Some(Algorithm::Turkish),
            _ => None,
        };
        let (endings, small) = match &*base {
            "de" => (GERMAN, SMALL_GERMAN),
            "en" => (ENGLISH, SMALL_ENGLISH),
            _ => (ENGLISH, ""),
        };
        Stems { stemmer: algorithm.map(Stemmer::create), endings, small }
    }

    /// Returns whether a folded word says little.
    pub fn is_small(&self, word: &str) -> bool {
        self.small.split_ascii_whitespace().any(|small| small == word)
    }

    /// Returns the stem of a folded word of the index.
    pub fn stem(&self, word: &str) -> String {
        match &self.stemmer {
            Some(stemmer) if !word.contains(char::is_numeric) => stemmer.stem(word).into_owned(),
            _ => word.to_string(),
        }
    }

    /// Returns whether a word that goes on so after what was guessed of another may be a form of that.
    pub fn is_ending(&self, rest: &str) -> bool {
        rest.is_empty() || rest == "e" || self.endings.contains(&rest)
    }

    /// Returns what the stem of a word may be that the index does not hold.
    pub fn guesses(&self, word: &str) -> Vec<String> {
        if word.chars().count() < 4 {
            return Vec::new();
        }
        let long = |stem: &str, least: usize| stem.chars().count() >= least;
        let mut guesses = vec![word.to_string()];
        guesses.extend(self.endings.iter().filter_map(|ending| word.strip_suffix(ending)).map(String::from));
        for index in 0..guesses.len() {
            let guess = guesses[index].clone();
            let mut letters = guess.chars();
            let (last, before) = (letters.next_back(), letters.clone().next_back());
            if last == before && long(letters.as_str(), 3) {
                guesses.push(letters.as_str().to_string());
            }
            if last == Some('y') {
                guesses.push(format!("{}i", letters.as_str()));
            }
        }
        // What is left of a doubled letter may be shorter.
        let doubled = |stem: &str| word.strip_prefix(stem).is_some_and(|rest| stem.ends_with(|c| rest.starts_with(c)));
        guesses.retain(|guess| long(guess, 4) || doubled(guess));
        guesses.sort_unstable();
        guesses.dedup();
        guesses
    }
}

/// Returns what all words with this stem begin with.
pub fn beginning(stem: &str) -> &str {
    match stem.char_indices().next_back() {
        Some((last, _)) if stem.chars().count() >= 5 => &stem[..last],
        _ => stem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        let english = Stems::of("en-GB");
        for forms in
            [["export", "exports", "exported"], ["policy", "policies", "policy"], ["deploy", "deploying", "deployment"]]
        {
            assert_eq!(
                forms.map(|form| english.stem(form)),
                [english.stem(forms[0]), english.stem(forms[0]), english.stem(forms[0])]
            );
        }
        assert_eq!(english.stem("v2s"), "v2s");
        assert_eq!(Stems::of("cy").stem("cathod"), "cathod");
    }

    #[test]
    fn the_stem_of_a_word_that_is_nowhere_is_guessed() {
        let english = Stems::of("en");
        for (unknown, known) in
            [("failures", "failure"), ("running", "run"), ("caching", "cache"), ("policy", "policies")]
        {
            let stem = english.stem(known);
            assert!(english.guesses(unknown).contains(&stem), "{unknown}: {stem}");
            assert!(known.starts_with(beginning(&stem)));
        }
        assert!(english.guesses("bus").is_empty());
    }
}
