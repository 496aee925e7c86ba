//! Dates written out in the words of a language.
//!
//! Always the whole date in words; "three days ago" is never said here, since
//! a page is read long after it was made.

use std::collections::BTreeMap;

use super::{Date, MONTHS, Moment};
use crate::language::fill;

/// The words and patterns that dates are written with.
///
/// From the theme's words: `month_1` to `month_12`, `date_long` (`{day}
/// {month} {year}`), `date_short` (`{day} {month}`), `date_time` (`{date},
/// {time}`) and `date_time_zone` (`{date}, {time} {zone}`). What is missing
/// there is English.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DateWords {
    months: [String; 12],
    long: String,
    short: String,
    time: String,
    zone: String,
}

impl DateWords {
    /// Takes the words of one language.
    pub fn new(words: &BTreeMap<String, String>) -> DateWords {
        let word = |key: &str, usual: &str| words.get(key).map_or(usual, String::as_str).to_owned();
        DateWords {
            months: std::array::from_fn(|index| word(&format!("month_{}", index + 1), MONTHS[index])),
            long: word("date_long", "{day} {month} {year}"),
            short: word("date_short", "{day} {month}"),
            time: word("date_time", "{date}, {time}"),
            zone: word("date_time_zone", "{date}, {time} {zone}"),
        }
    }

    /// Returns `3 September 2026`.
    pub fn long(&self, date: Date) -> String {
        date.written(&self.months, &self.long)
    }

    /// Returns the date without its year where that is `today`'s: `3 September`.
    pub fn short(&self, date: Date, today: Date) -> String {
        date.written(&self.months, if date.year() == today.year() { &self.short } else { &self.long })
    }

    /// Returns `3 September 2026, 02:10 UTC`; without a time, as [`DateWords::long`].
    pub fn moment(&self, moment: &Moment) -> String {
        let date = self.long(moment.date());
        match moment.time() {
            None => date,
            Some(time) => {
                let pattern = if moment.zone().is_empty() { &self.time } else { &self.zone };
                fill(pattern, &[("date", &date), ("time", &time), ("zone", moment.zone())])
            }
        }
    }
}

impl Date {
    /// Writes the date out by a pattern with `{day}`, `{month}` and `{year}`.
    pub fn written(self, months: &[String; 12], pattern: &str) -> String {
        let month = &months[usize::from(self.month()) - 1];
        fill(pattern, &[("day", &self.day().to_string()), ("month", month), ("year", &self.year().to_string())])
    }
}
