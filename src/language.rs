//! What is known of the world's languages: how each one counts, and which way it is written.
//!
//! From Unicode's CLDR, by way of ICU4X, whose data is in the binary. It never says a word: words are the theme's,
//! and only their gaps are filled here.

use fixed_decimal::Decimal;
use icu_locale::{Direction, Locale, LocaleDirectionality};
use icu_plurals::{PluralCategory, PluralRules, PluralRulesPreferences};

/// What CLDR calls the forms that a counted word can have. No language uses them all but a few, such as Welsh.
pub const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// How a language counts.
pub struct Plurals {
    /// Not the rules themselves, which cannot be shared by threads; finding them is a look into a table.
    language: PluralRulesPreferences,
}

impl Plurals {
    /// Returns the rules of a language (`cy`, `pt-BR`). One that CLDR does not know has the form `other` alone.
    pub fn of(language: &str) -> Self {
        Plurals { language: locale(language).into() }
    }

    /// Returns the form that goes with a number: one of [`CATEGORIES`].
    pub fn form(&self, n: usize) -> &'static str {
        name(self.rules().category_for(n))
    }

    /// Returns the form that goes with a number as it is written, `1.5`; `other` where it is no plain number.
    pub fn form_of(&self, number: &str) -> &'static str {
        number.parse::<Decimal>().map_or("other", |number| name(self.rules().category_for(&number)))
    }

    /// Returns the forms that the language uses, in the order of [`CATEGORIES`].
    pub fn forms(&self) -> Vec<&'static str> {
        let used: Vec<&str> = self.rules().categories().map(name).collect();
        CATEGORIES.into_iter().filter(|form| used.contains(form)).collect()
    }

    fn rules(&self) -> PluralRules {
        let rules = PluralRules::try_new_cardinal(self.language);
        rules.expect("the rules are compiled in, with some for unknown languages")
    }
}

/// Returns whether a language is written from right to left: Arabic, Hebrew, Persian, Urdu and others.
///
/// A script that the tag names decides (`az-Arab`), else the script that the language is mostly written in, as far as
/// CLDR knows it.
pub fn is_right_to_left(language: &str) -> bool {
    LocaleDirectionality::new_extended().get(&locale(language).id) == Some(Direction::RightToLeft)
}

/// Returns a language and those that stand in for it, the nearest first: `zh-Hant-TW`, `zh-Hant`, `zh`.
pub fn fallbacks(language: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(language), |language| language.rsplit_once('-').map(|(shorter, _)| shorter))
}

/// Puts values for `{name}` in one pass, so that a value with braces stays as it is.
pub fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        filled.push_str(&rest[..open]);
        rest = &rest[open..];
        let named = values.iter().find_map(|(name, value)| {
            let after = rest[1..].strip_prefix(name)?.strip_prefix('}')?;
            Some((value, after))
        });
        match named {
            Some((value, after)) => {
                filled.push_str(value);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = &rest[1..];
            }
        }
    }
    filled.push_str(rest);
    filled
}

fn locale(language: &str) -> Locale {
    language.parse().unwrap_or(Locale::UNKNOWN)
}

fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_counts_in_its_own_way() {
        let forms = |language: &str| [0, 1, 2, 3, 5, 6, 22].map(|n| Plurals::of(language).form(n));
        assert_eq!(forms("en"), ["other", "one", "other", "other", "other", "other", "other"]);
        assert_eq!(forms("cy"), ["zero", "one", "two", "few", "other", "many", "other"]);
        assert_eq!(forms("pl"), ["many", "one", "few", "few", "many", "many", "few"]);
        assert_eq!(forms("fr-CA")[..3], ["one", "one", "other"]);
        assert_eq!(forms("ja"), ["other"; 7]);
        assert_eq!(forms("not a language"), ["other"; 7]);
    }

    #[test]
    fn a_part_of_one_is_counted_too() {
        assert_eq!(["1", "1.5", "0.5", "1e3x"].map(|n| Plurals::of("fr").form_of(n)), ["one", "one", "one", "other"]);
        assert_eq!(["1", "1.5"].map(|n| Plurals::of("de").form_of(n)), ["one", "other"]);
    }

    #[test]
    fn a_language_names_its_forms() {
        assert_eq!(Plurals::of("cy").forms(), CATEGORIES);
        assert_eq!(Plurals::of("pl").forms(), ["one", "few", "many", "other"]);
        assert_eq!(Plurals::of("zh-Hant").forms(), ["other"]);
    }

    #[test]
    fn a_language_falls_back_one_part_at_a_time() {
        assert_eq!(fallbacks("zh-Hant-TW").collect::<Vec<_>>(), ["zh-Hant-TW", "zh-Hant", "zh"]);
        assert_eq!(fallbacks("cy").collect::<Vec<_>>(), ["cy"]);
    }

    #[test]
    fn the_script_decides_which_way_a_language_is_written() {
        for language in
            ["ar", "ar-EG", "he", "fa", "ur", "ps", "ckb", "sd", "ug", "yi", "dv", "pnb-Arab", "nqo", "az-Arab"]
        {
            assert!(is_right_to_left(language), "{language}");
        }
        for language in ["en", "de", "cy", "ku", "az", "he-Latn", "hi", "zh-Hant", "xx", "not a language"] {
            assert!(!is_right_to_left(language), "{language}");
        }
    }
}
