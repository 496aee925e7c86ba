//! Dates that exist, as they stand in notes and as pages write them out.
//!
//! A date is written one way, `2026-09-03`, and is never guessed: another
//! spelling gives a message that names the right one. Zones are kept as
//! written and never computed with. The clock is asked in [`today`] alone.

mod guess;
mod written;

use std::fmt;

use serde::{Serialize, Serializer};

pub use written::DateWords;

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

/// A day, with or without a time of day.
///
/// Ordered by day and time; without a time comes first. The zone only decides
/// between two that are otherwise equal, so that the order is always the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    date: Date,
    time: Option<jiff::civil::Time>,
    zone: String,
}

/// Why a text is no date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    /// What is there, as a diagnostic says it.
    pub message: String,
    /// What to write.
    pub help: Option<String>,
    /// The right spelling, when the text can only mean one day.
    pub fix: Option<String>,
}

/// Month names in messages; pages take theirs from the theme's words.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Returns the day it is now in the zone of this machine.
pub fn today() -> Date {
    Date(jiff::ZonedDateTime::now().date())
}

impl Date {
    /// Returns the day, when it exists. Years from 1 to 9999.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Date> {
        if year < 1 {
            return None;
        }
        jiff::civil::Date::new(year, month, day).ok().map(Date)
    }

    /// Reads `2026-09-03`.
    ///
    /// # Errors
    /// A text of another form, or a day that does not exist.
    pub fn parse(text: &str) -> Result<Date, DateError> {
        let Some((year, month, day)) = numbers(text) else {
            if let Ok(moment) = Moment::parse(text) {
                return Err(DateError {
                    message: format!("`{text}` has a time, and only a day is wanted"),
                    help: Some(format!("write it as `{}`", moment.date)),
                    fix: Some(moment.date.to_string()),
                });
            }
            return Err(guess::other_spelling(text));
        };
        Date::new(year, month, day).ok_or_else(|| does_not_exist(text, year, month, day))
    }

    /// Returns the year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// Returns the month, 1 to 12.
    pub fn month(self) -> u8 {
        self.0.month().unsigned_abs()
    }

    /// Returns the day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        self.0.day().unsigned_abs()
    }

    /// Returns how many days lie between: positive when `later` is later.
    pub fn days_until(self, later: Date) -> i64 {
        i64::from(self.0.until(later.0).map_or(0, |span| span.get_days()))
    }

    /// Returns the day so many days later (or earlier), or the last (first) there is.
    pub fn add_days(self, days: i64) -> Date {
        Date(self.0.saturating_add(jiff::SignedDuration::from_hours(days.saturating_mul(24).clamp(-MANY, MANY))))
    }
}

/// More hours than the calendar has.
const MANY: i64 = 24 * 366 * 20_000;

impl Moment {
    /// Reads `2026-09-03`, `2026-09-03 02:10` or `2026-09-03T02:10:00`, each
    /// with an optional zone: `Z`, `+02:00`, `UTC`, `Europe/Paris`.
    ///
    /// # Errors
    /// A text of another form, or a day or time that does not exist.
    pub fn parse(text: &str) -> Result<Moment, DateError> {
        let Some((day, rest)) = text.split_at_checked(10).filter(|(day, _)| numbers(day).is_some()) else {
            return Err(guess::other_spelling(text));
        };
        let date = Date::parse(day)?;
        if rest.is_empty() {
            return Ok(Moment { date, time: None, zone: String::new() });
        }
        let Some(rest) = rest.strip_prefix(['T', 't']).or_else(|| rest.strip_prefix(' ').map(str::trim_start)) else {
            return Err(guess::other_spelling(text));
        };
        let length = rest.find(|letter: char| !letter.is_ascii_digit() && letter != ':').unwrap_or(rest.len());
        let (clock, zone) = rest.split_at(length);
        // Parts of a second are read over: nothing here is that exact.
        let zone = match zone.strip_prefix('.') {
            Some(fraction) => fraction.trim_start_matches(|letter: char| letter.is_ascii_digit()),
            None => zone,
        };
        let zone = zone.trim_start();
        let Some((hour, minute, second)) = clock_numbers(clock).filter(|_| is_zone(zone)) else {
            return Err(DateError {
                message: format!("`{text}` is not a date with a time"),
                help: Some(format!("write the time from 00:00 to 23:59, as in `{date} 02:10`")),
                fix: None,
            });
        };
        let time = jiff::civil::Time::new(hour, minute, second, 0).map_err(|_| DateError {
            message: format!("`{clock}` is not a time of day"),
            help: Some(format!("write the time from 00:00 to 23:59, as in `{date} 02:10`")),
            fix: None,
        })?;
        Ok(Moment { date, time: Some(time), zone: zone.to_owned() })
    }

    /// Returns the day.
    pub fn date(&self) -> Date {
        self.date
    }

    /// Returns the time as `02:10`, or with seconds where they are not zero.
    pub fn time(&self) -> Option<String> {
        self.time.map(|time| {
            let (hour, minute, second) = (time.hour(), time.minute(), time.second());
            if second == 0 { format!("{hour:02}:{minute:02}") } else { format!("{hour:02}:{minute:02}:{second:02}") }
        })
    }

    /// Returns the zone as it was written; empty when there is none.
    pub fn zone(&self) -> &str {
        &self.zone
    }

    /// Returns the minutes from this to a later one; nothing when either has no time,
    /// or when they name different zones.
    pub fn minutes_until(&self, later: &Moment) -> Option<i64> {
        let (from, to) = (self.time?, later.time?);
        if self.zone != later.zone {
            return None;
        }
        let minutes = |time: jiff::civil::Time| i64::from(time.hour()) * 60 + i64::from(time.minute());
        Some(self.date.days_until(later.date) * 24 * 60 + minutes(to) - minutes(from))
    }
}

impl From<Date> for Moment {
    fn from(date: Date) -> Self {
        Moment { date, time: None, zone: String::new() }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

/// `2026-09-03`, or with a time `2026-09-03T02:10`; an offset (`Z`, `+02:00`) follows, a named zone does not.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date.fmt(f)?;
        let Some(time) = self.time() else { return Ok(()) };
        write!(f, "T{time}")?;
        if self.zone.eq_ignore_ascii_case("z") || is_offset(&self.zone) {
            f.write_str(&self.zone.to_ascii_uppercase())?;
        }
        Ok(())
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The numbers of `2026-09-03`, whether or not there is such a day.
fn numbers(text: &str) -> Option<(i16, i8, i8)> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (year, month, day) = (text.get(..4)?, text.get(5..7)?, text.get(8..)?);
    if !(digits(year) && digits(month) && digits(day)) {
        return None;
    }
    Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

/// The numbers of `02:10` and `02:10:00`.
fn clock_numbers(text: &str) -> Option<(i8, i8, i8)> {
    let mut parts = text.split(':');
    let mut next = || parts.next().map(|part| if part.len() == 2 { part.parse::<i8>().ok() } else { None });
    let (hour, minute, second) = (next()??, next()??, next());
    let second = match second {
        Some(second) => second?,
        None => 0,
    };
    parts.next().is_none().then_some((hour, minute, second))
}

/// `+02:00`, `-0530`, `+02`.
fn is_offset(zone: &str) -> bool {
    let Some(rest) = zone.strip_prefix(['+', '-']) else { return false };
    let digits = rest.bytes().filter(u8::is_ascii_digit).count();
    match rest.len() {
        1 | 2 => digits == rest.len(),
        4 => digits == 4,
        5 => digits == 4 && rest.as_bytes()[2] == b':',
        _ => false,
    }
}

/// An offset, or a name of letters. `am` and `pm` are no zones.
fn is_zone(zone: &str) -> bool {
    let name = zone.strip_prefix('[').and_then(|zone| zone.strip_suffix(']')).unwrap_or(zone);
    let letters = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '/' | '_' | '-' | '+'))
            && !matches!(name.to_ascii_lowercase().as_str(), "am" | "pm")
    };
    zone.is_empty() || is_offset(zone) || letters(name)
}

fn does_not_exist(text: &str, year: i16, month: i8, day: i8) -> DateError {
    let name = usize::try_from(month).ok().and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    let last = jiff::civil::Date::new(year, month, 1).map(|first| first.days_in_month());
    let why = match (name, last) {
        _ if year < 1 => String::from("years begin with 1"),
        (Some(name), Ok(last)) if day > last => format!("{name} {year} has {last} days"),
        (Some(_), _) => String::from("days begin with 1"),
        (None, _) => String::from("months go from 1 to 12"),
    };
    DateError { message: format!("`{text}` does not exist: {why}"), help: None, fix: None }
}

#[cfg(test)]
mod tests;
