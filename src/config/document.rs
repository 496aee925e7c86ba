//! TOML as a tree in which every key and value knows its place.
//!
//! The one home of the `toml` crate. Reading never stops at the first
//! problem, and says nothing about which keys there should be: that is
//! [`Reader`](super::reader::Reader)'s.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::Diagnostic;
use crate::source::{FilePath, Span};

/// A table, its entries in the order in which they were written.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Its keys and values.
    pub entries: Vec<Entry>,
}

/// A key and its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key, without quotes.
    pub key: String,
    /// Where the key is.
    pub place: Range<usize>,
    /// What it says.
    pub value: Value,
}

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Value {
    /// Where it is.
    pub place: Range<usize>,
    /// What it is.
    pub sort: Sort,
}

/// The sorts of value that TOML has.
#[derive(Clone, Debug)]
pub enum Sort {
    /// `"text"`
    Text(String),
    /// `12`; nothing where it is too large.
    Whole(Option<i64>),
    /// `1.5`, as written.
    Fraction(String),
    /// `true`
    Boolean(bool),
    /// `2026-09-03`, as the parser writes it.
    Date(String),
    /// `[1, 2]`
    List(Vec<Value>),
    /// `{ a = 1 }`, `[a]`
    Table(Table),
}

impl Sort {
    /// Returns what it is, as a message says it.
    pub fn name(&self) -> &'static str {
        match self {
            Sort::Text(_) => "text",
            Sort::Whole(_) | Sort::Fraction(_) => "a number",
            Sort::Boolean(_) => "`true` or `false`",
            Sort::Date(_) => "a date",
            Sort::List(_) => "a list",
            Sort::Table(_) => "a table",
        }
    }
}

impl Table {
    /// Returns the entry of a key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }
}

/// Reads TOML: what could be read, and a diagnostic of this code for each place that could not.
pub fn parse_toml(path: &FilePath, text: &str, code: &'static str) -> (Table, Vec<Diagnostic>) {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    for error in errors {
        let place = error.span().unwrap_or(text.len()..text.len());
        // One slip makes the parser stumble several times; what it says of the same line after that only confuses.
        let line = |at: usize| text[..at.min(text.len())].bytes().filter(|&byte| byte == b'\n').count();
        if diagnostics.last().is_some_and(|last| line(last.primary.span.start) == line(place.start)) {
            continue;
        }
        diagnostics.push(
            Diagnostic::new(code, Span::new(path, place), format!("not valid TOML: {}", error.message()))
                .help("a line is `key = value`; text stands in double quotes"),
        );
    }
    (table(root.get_ref()), diagnostics)
}

fn table(from: &DeTable<'_>) -> Table {
    let mut entries: Vec<Entry> = from
        .iter()
        .map(|(key, from)| Entry { key: key.get_ref().to_string(), place: key.span(), value: value(from) })
        .collect();
    entries.sort_by_key(|entry| entry.place.start);
    Table { entries }
}

fn value(from: &Spanned<DeValue<'_>>) -> Value {
    let sort = match from.get_ref() {
        DeValue::String(text) => Sort::Text(text.to_string()),
        DeValue::Integer(number) => Sort::Whole(i64::from_str_radix(number.as_str(), number.radix()).ok()),
        DeValue::Float(number) => Sort::Fraction(number.as_str().to_owned()),
        DeValue::Boolean(is) => Sort::Boolean(*is),
        DeValue::Datetime(date) => Sort::Date(date.to_string()),
        DeValue::Array(items) => Sort::List(items.iter().map(value).collect()),
        DeValue::Table(inner) => Sort::Table(table(inner)),
    };
    Value { place: from.span(), sort }
}
