//! Interface words: looked up, counted, joined, and put around dates and numbers.
//!
//! Never looks at a note: what is said about one arrives as text, number or date.

use std::collections::BTreeMap;

use crate::date::{Date, DateWords, Moment};
use crate::kind::{Field, Kind, Said};
use crate::language::Plurals;
use crate::theme::{FALLBACK, Theme};

use super::view::{DateView, KindView};

/// A language's words.
pub struct Words {
    all: BTreeMap<String, String>,
    /// The language's own words and then those that stand in for them, each with its way of counting.
    counted: [(Plurals, BTreeMap<String, String>); 2],
    dates: DateWords,
}

impl Words {
    /// Takes a language's words from a theme, with English where it has none.
    pub fn new(theme: &Theme, language: &str) -> Self {
        let all = theme.words_in(language);
        let dates = DateWords::new(&all);
        let counted = [language, FALLBACK].map(|language| (Plurals::of(language), theme.own_words_in(language)));
        Words { all, counted, dates }
    }

    /// Returns all of them by key.
    pub fn all(&self) -> &BTreeMap<String, String> {
        &self.all
    }

    /// Returns a word; the key itself when there is none, so that its absence is seen.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.said(key).unwrap_or(key)
    }

    /// Returns a word, where there is one.
    pub fn said(&self, key: &str) -> Option<&str> {
        self.all.get(key).map(String::as_str)
    }

    /// Returns a phrase with a number in it, in the form that goes with the number.
    pub fn count(&self, key: &str, n: usize) -> String {
        self.phrase(key, |plurals| plurals.form(n)).replace("{n}", &self.number(n))
    }

    /// Returns the same for a number as a note writes it, `1.5`; anything but a plain number by itself.
    pub fn count_written(&self, key: &str, number: &str) -> String {
        match self.decimal(number) {
            Some(shown) => self.phrase(key, |plurals| plurals.form_of(number)).replace("{n}", &shown),
            None => number.to_string(),
        }
    }

    /// The form of a phrase, or its form `other`. English stands in for the whole phrase or not at all, since its
    /// forms go with its own numbers.
    fn phrase<'a>(&'a self, key: &'a str, form: impl Fn(&Plurals) -> &'static str) -> &'a str {
        let told = self.counted.iter().find_map(|(plurals, words)| {
            let of = |form: &str| words.get(&format!("{key}_{form}"));
            of(form(plurals)).or_else(|| of("other"))
        });
        told.map_or(key, String::as_str)
    }

    /// Returns a number with its thousands set apart.
    pub fn number(&self, n: usize) -> String {
        grouped(n, self.said("thousands").unwrap_or_default())
    }

    /// Returns a number as a note writes it, `1.5`, with the language's decimal sign; nothing for anything else.
    pub fn decimal(&self, number: &str) -> Option<String> {
        let plain = number.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
        let parts = number.split('.').count();
        (plain && parts <= 2).then(|| number.replace('.', self.said("decimal").unwrap_or(".")))
    }

    /// Returns things as one text: `a`, `a and b`, `a, b and c`.
    pub fn list(&self, things: &[String]) -> String {
        match things {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => [&first.join(self.get("list_comma")), self.get("list_and"), last].concat(),
        }
    }

    /// Returns a date as pages show it.
    pub fn date(&self, date: Date, today: Date) -> DateView {
        DateView { iso: date.to_string(), text: self.dates.long(date), short: self.dates.short(date, today) }
    }

    /// Returns a date with its time, where it has one.
    pub fn moment(&self, moment: &Moment, today: Date) -> DateView {
        let mut view = self.date(moment.date(), today);
        if let Some(time) = moment.time() {
            view.iso = format!("{}T{time}", view.iso);
            view.text = self.dates.moment(moment);
        }
        view
    }

    /// Returns a kind as pages show it. Its address is the same in every language.
    pub fn kind(&self, kind: &Kind) -> KindView {
        KindView {
            name: kind.name.clone(),
            label: self.of_kind(kind, Said::Label, &kind.label),
            plural: self.of_kind(kind, Said::Plural, &kind.plural),
            glyph: kind.glyph.clone(),
            hue: kind.hue.clone(),
            url: kind.url(),
        }
    }

    /// Returns what a kind is for, in a sentence; may be empty.
    pub fn kind_summary(&self, kind: &Kind) -> String {
        self.of_kind(kind, Said::Summary, &kind.summary)
    }

    /// Returns what stands before the value of a field.
    pub fn field(&self, kind: &Kind, field: &Field) -> String {
        self.of_kind(kind, Said::Field(&field.name), &field.label)
    }

    /// Returns a value of a choice.
    pub fn choice(&self, kind: &Kind, field: &Field, value: &str) -> String {
        self.of_kind(kind, Said::Choice(&field.name, value), value)
    }

    fn of_kind(&self, kind: &Kind, said: Said<'_>, own: &str) -> String {
        self.said(&kind.key(said)).unwrap_or(own).to_string()
    }
}

/// Writes a number with a sign between thousands.
fn grouped(n: usize, sign: &str) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push_str(sign);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    /// Words as a theme has them, in these languages.
    fn words(language: &str, said: &[(&str, &[(&str, &str)])]) -> Words {
        let (mut theme, _) = crate::theme::load(None, "default", &Span::new(&"site.toml".into(), 0..0));
        let pairs = |pairs: &[(&str, &str)]| pairs.iter().map(|(key, word)| ((*key).into(), (*word).into())).collect();
        theme.words = said.iter().map(|(language, words)| ((*language).to_string(), pairs(words))).collect();
        Words::new(&theme, language)
    }

    const ENGLISH: (&str, &[(&str, &str)]) = (
        "en",
        &[("x_one", "one x"), ("x_other", "{n} x"), ("y_one", "one y"), ("y_other", "{n} y"), ("thousands", ",")],
    );

    #[test]
    fn thousands_are_set_apart_by_the_sign_of_the_language() {
        let english = words("en", &[ENGLISH]);
        assert_eq!([7, 999, 1000, 1_234_567].map(|n| english.number(n)), ["7", "999", "1,000", "1,234,567"]);
        let german = words("de", &[ENGLISH, ("de", &[("thousands", "."), ("x_other", "{n} X")])]);
        assert_eq!((german.number(1_234_567), german.count("x", 1234)), ("1.234.567".into(), "1.234 X".into()));
    }

    #[test]
    fn a_phrase_has_the_form_that_goes_with_its_number() {
        let polish = [("x_one", "{n} a"), ("x_few", "{n} b"), ("x_many", "{n} c"), ("x_other", "{n} d")];
        let polish = words("pl-PL", &[ENGLISH, ("pl", &polish)]);
        assert_eq!([1, 2, 5, 21, 22].map(|n| polish.count("x", n)), ["1 a", "2 b", "5 c", "21 c", "22 b"]);
        assert_eq!(polish.count_written("x", "1.5"), "1.5 d");
        assert_eq!(polish.count_written("x", "about 3"), "about 3");
    }

    #[test]
    fn a_form_that_is_not_there_is_the_form_other_and_a_phrase_that_is_not_there_is_english() {
        let french = words("fr", &[ENGLISH, ("fr", &[("x_other", "{n} de x")])]);
        assert_eq!([1, 2].map(|n| french.count("x", n)), ["1 de x", "2 de x"]);
        // Nought is `one` in French, and English counts its own way.
        assert_eq!([0, 1].map(|n| french.count("y", n)), ["0 y", "one y"]);
        assert_eq!(french.count("z", 1), "z");
    }

    #[test]
    fn a_number_of_a_note_has_the_decimal_sign_of_the_language() {
        let german = words("de", &[ENGLISH, ("de", &[("decimal", ",")])]);
        assert_eq!(
            ["2", "1.5", "1e3", "1.2.3", "-4"].map(|number| german.decimal(number)),
            [Some("2".into()), Some("1,5".into()), None, None, None]
        );
    }

    #[test]
    fn things_are_joined_in_the_way_of_the_language() {
        let german = words("de", &[("de", &[("list_comma", ", "), ("list_and", " und ")])]);
        let list = |things: &[&str]| german.list(&things.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(
            [list(&[]), list(&["a"]), list(&["a", "b"]), list(&["a", "b", "c"])],
            ["", "a", "a und b", "a, b und c"]
        );
    }
}
