//! Reads typed values out of a TOML table and collects what is wrong with them.
//!
//! A value of the wrong type leaves the target as it was, so that one slip
//! never hides the next. It knows no key of any file; callers name them.

use std::ops::Range;

use super::document::{Entry, Sort, Table, Value};
use crate::diagnostic::Diagnostic;
use crate::nearest::did_you_mean;
use crate::source::{FilePath, Span};

/// Reads one file.
pub struct Reader {
    file: FilePath,
    code: &'static str,
    /// What was found so far.
    pub diagnostics: Vec<Diagnostic>,
}

impl Reader {
    /// Makes a reader of a file whose wrong values are told under this code.
    pub fn new(file: &FilePath, code: &'static str) -> Reader {
        Reader { file: FilePath::clone(file), code, diagnostics: Vec::new() }
    }

    /// Returns a place of this file.
    pub fn span(&self, place: &Range<usize>) -> Span {
        Span::new(&self.file, place.clone())
    }

    /// Tells that something is wrong here.
    pub fn tell(&mut self, place: &Range<usize>, message: impl Into<String>, help: impl Into<Option<String>>) {
        let found = Diagnostic::new(self.code, self.span(place), message).help_opt(help.into());
        self.diagnostics.push(found);
    }

    /// Tells that a value is not what its key takes.
    pub fn wrong(&mut self, entry: &Entry, expected: &str) {
        self.wrong_value(&entry.key, &entry.value, expected);
    }

    fn wrong_value(&mut self, key: &str, value: &Value, expected: &str) {
        let there = value.sort.name();
        self.tell(&value.place, format!("`{key}` takes {expected}, and this is {there}"), None);
    }

    /// Sets the target to the key's text, when there is one.
    pub fn text(&mut self, table: &Table, key: &str, target: &mut String) {
        if let Some((_, text)) = self.text_entry(table, key) {
            *target = text;
        }
    }

    /// Returns the key's text and the entry it stands in.
    pub fn text_entry<'a>(&mut self, table: &'a Table, key: &str) -> Option<(&'a Entry, String)> {
        let entry = table.entry(key)?;
        match &entry.value.sort {
            Sort::Text(text) => Some((entry, text.trim().to_owned())),
            _ => {
                self.wrong(entry, "text in double quotes");
                None
            }
        }
    }

    /// Sets the target to the key's `true` or `false`.
    pub fn boolean(&mut self, table: &Table, key: &str, target: &mut bool) {
        let Some(entry) = table.entry(key) else { return };
        match entry.value.sort {
            Sort::Boolean(is) => *target = is,
            _ => self.wrong(entry, "`true` or `false`"),
        }
    }

    /// Sets the target to the key's whole number, when it lies in the range.
    pub fn whole(&mut self, table: &Table, key: &str, range: std::ops::RangeInclusive<i64>, target: &mut i64) {
        let Some(entry) = table.entry(key) else { return };
        let (low, high) = (range.start(), range.end());
        match entry.value.sort {
            Sort::Whole(Some(number)) if range.contains(&number) => *target = number,
            Sort::Whole(_) => {
                self.tell(&entry.value.place, format!("`{key}` takes a whole number from {low} to {high}"), None);
            }
            _ => self.wrong(entry, "a whole number"),
        }
    }

    /// Returns the texts of a list with their places. One text alone is not a list.
    pub fn texts(&mut self, table: &Table, key: &str) -> Vec<(Range<usize>, String)> {
        let Some(entry) = table.entry(key) else { return Vec::new() };
        let Sort::List(items) = &entry.value.sort else {
            self.wrong(entry, "a list of texts, as in `[\"one\", \"two\"]`");
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in items {
            match &item.sort {
                Sort::Text(text) => texts.push((item.place.clone(), text.trim().to_owned())),
                _ => self.wrong_value(key, item, "a list of texts"),
            }
        }
        texts
    }

    /// Returns the key's table.
    pub fn table<'a>(&mut self, table: &'a Table, key: &str) -> Option<&'a Table> {
        let entry = table.entry(key)?;
        match &entry.value.sort {
            Sort::Table(inner) => Some(inner),
            _ => {
                self.wrong(entry, &format!("a table: `[{key}]` on a line of its own and its keys below"));
                None
            }
        }
    }

    /// Returns the tables of a list of tables (`[[key]]`), each with its place.
    pub fn tables<'a>(&mut self, table: &'a Table, key: &str) -> Vec<(Range<usize>, &'a Table)> {
        let Some(entry) = table.entry(key) else { return Vec::new() };
        let expected = format!("tables: `[[{key}]]` on a line of its own before each");
        let Sort::List(items) = &entry.value.sort else {
            self.wrong(entry, &expected);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            match &item.sort {
                Sort::Table(inner) => tables.push((item.place.clone(), inner)),
                _ => self.wrong_value(key, item, &expected),
            }
        }
        tables
    }

    /// Returns the key's text when it is one of the choices; tells and offers the nearest otherwise.
    pub fn choice<'c>(&mut self, table: &Table, key: &str, choices: &[&'c str]) -> Option<&'c str> {
        let (entry, text) = self.text_entry(table, key)?;
        let found = choices.iter().find(|choice| **choice == text);
        if found.is_none() {
            let help = did_you_mean(&text, choices.iter().copied());
            self.tell(&entry.value.place, format!("`{key}` takes {}, and not `{text}`", one_of(choices)), help);
        }
        found.copied()
    }

    /// Tells each key of the table that is not known, under the given code.
    ///
    /// `whose` names what has no such key: `site.toml`, `[git]`. `elsewhere`
    /// may say where the key belongs.
    pub fn unknown(
        &mut self,
        table: &Table,
        known: &[&str],
        code: &'static str,
        whose: &str,
        elsewhere: impl Fn(&str) -> Option<String>,
    ) {
        for entry in &table.entries {
            if known.contains(&entry.key.as_str()) {
                continue;
            }
            let near = crate::nearest::nearest(&entry.key, known.iter().copied());
            let mut found =
                Diagnostic::new(code, self.span(&entry.place), format!("{whose} has no key `{}`", entry.key));
            if let Some(near) = near {
                found = found.help(format!("did you mean `{near}`?")).fix(near);
            } else if let Some(place) = elsewhere(&entry.key) {
                found = found.help(place);
            } else {
                found = found.help(format!("its keys are {}", list(known)));
            }
            self.diagnostics.push(found);
        }
    }
}

/// `a`, `b` or `c`, each in backticks.
pub fn one_of(words: &[&str]) -> String {
    joined(words, "or")
}

/// `a`, `b` and `c`, each in backticks.
pub fn list(words: &[&str]) -> String {
    joined(words, "and")
}

fn joined(words: &[&str], last: &str) -> String {
    match words {
        [] => String::from("none"),
        [one] => format!("`{one}`"),
        [some @ .., end] => {
            let some: Vec<String> = some.iter().map(|word| format!("`{word}`")).collect();
            format!("{} {last} `{end}`", some.join(", "))
        }
    }
}
