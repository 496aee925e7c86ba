//! What a date in another spelling may have meant.
//!
//! Only for the message: a spelling that fits two days names neither, and no
//! guess ever becomes a date.

use super::{Date, DateError, MONTHS};

/// Returns the message for a text that is not written as a date.
pub(super) fn other_spelling(text: &str) -> DateError {
    let message = format!("`{text}` is not written as a date");
    match meant(text) {
        Some(date) => DateError { message, help: Some(format!("write it as `{date}`")), fix: Some(date.to_string()) },
        None => DateError {
            message,
            help: Some(String::from("write the year, the month and the day, as in `2026-09-03`")),
            fix: None,
        },
    }
}

/// The one day that the text can mean.
fn meant(text: &str) -> Option<Date> {
    let parts: Vec<&str> =
        text.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let [a, b, c] = parts[..] else { return compact(text) };
    if let Some(month) = month_name(b) {
        // `3 September 2026`, `2026 Sep 3`
        return day_and_year(a, c, month);
    }
    if let Some(month) = month_name(a) {
        // `September 3, 2026`
        return day_and_year(b, c, month);
    }
    let (first, second, third) = (number(a)?, number(b)?, number(c)?);
    if a.len() == 4 {
        // `2026/9/3`. Nobody writes the day in the middle there.
        return Date::new(first, small(second)?, small(third)?);
    }
    if c.len() != 4 {
        return None;
    }
    let day_first = Date::new(third, small(second)?, small(first)?);
    let month_first = Date::new(third, small(first)?, small(second)?);
    match (day_first, month_first) {
        (Some(one), Some(other)) => (one == other).then_some(one),
        (one, other) => one.or(other),
    }
}

/// `20260903`
fn compact(text: &str) -> Option<Date> {
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Date::new(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?)
}

/// A day and a year in either order, told apart by their length.
fn day_and_year(a: &str, b: &str, month: i8) -> Option<Date> {
    let (day, year) = if a.len() == 4 { (b, a) } else { (a, b) };
    let day = day.trim_end_matches(|letter: char| letter.is_ascii_alphabetic()); // `3rd`
    if year.len() != 4 {
        return None;
    }
    Date::new(number(year)?, month, small(number(day)?)?)
}

/// The month of an English name, whole or shortened to three letters or more.
fn month_name(text: &str) -> Option<i8> {
    let text = text.to_ascii_lowercase();
    if text.len() < 3 {
        return None;
    }
    let index = MONTHS.iter().position(|name| name.to_ascii_lowercase().starts_with(&text))?;
    i8::try_from(index + 1).ok()
}

fn number(text: &str) -> Option<i16> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn small(number: i16) -> Option<i8> {
    i8::try_from(number).ok()
}
