//! Interface words: looked up, counted, and put around numbers.

use std::collections::BTreeMap;

use crate::date::{Date, DateWords, Moment};
use crate::theme::Theme;

use super::view::DateView;

/// A language's words.
pub struct Words {
    all: BTreeMap<String, String>,
    dates: DateWords,
}

impl Words {
    /// Takes a language's words from a theme, with English where it has none.
    pub fn new(theme: &Theme, language: &str) -> Self {
        let all = theme.words_in(language);
        let dates = DateWords::new(&all);
        Words { all, dates }
    }

    /// Returns all of them by key.
    pub fn all(&self) -> &BTreeMap<String, String> {
        &self.all
    }

    /// Returns a word; the key itself when there is none, so that its absence is seen.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.all.get(key).map_or(key, String::as_str)
    }

    /// Returns a phrase with a number in it: `KEY_one` for one, `KEY_other` for the rest.
    pub fn count(&self, key: &str, n: usize) -> String {
        let form = if n == 1 { format!("{key}_one") } else { format!("{key}_other") };
        self.get(&form).replace("{n}", &grouped(n))
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
}

/// Writes a number with a comma between thousands.
pub fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(
            ["7", "999", "1,000", "1,234,567"],
            [7, 999, 1000, 1_234_567].map(grouped).each_ref().map(String::as_str)
        );
    }
}
