//! The YAML block at the top of a note, as fields that know where they stand.
//!
//! Finds the fences, refuses what front matter does not take (anchors, more
//! than 64 KB, duplicate keys), and gives every key and value its place in the
//! file. It knows no field by name but those that protect a note: they make a
//! block of whatever they stand in, so that none is ever shown as text.

use std::ops::Range;

use serde_yaml::Value as Yaml;

use crate::diagnostic::Diagnostic;
use crate::source::{FilePath, Span};

/// The most that front matter may take, in bytes: a hundred times a long one,
/// and little enough that no parser can be kept busy with it.
pub const LIMIT: usize = 64 * 1024;

/// How far down an unclosed block is searched for a field that protects.
const FIRST_LINES: usize = 20;

/// A value with its place in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The value.
    pub value: Value,
    /// Its bytes in the file.
    pub span: Range<usize>,
    /// The text as written, for scalars: `1.0` stays `1.0`.
    pub raw: String,
}

/// A YAML value without its anchors and tags.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing, or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Item>),
    /// Keys and values, in order.
    Map(Vec<(String, Item)>),
}

impl Value {
    /// Returns the word a message uses for this type.
    pub fn sort(&self) -> &'static str {
        match self {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Map(_) => "a group of keys",
        }
    }
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The key.
    pub key: String,
    /// Where the key stands in the file.
    pub key_span: Range<usize>,
    /// The value.
    pub item: Item,
}

/// A file's text, split at the fences.
#[derive(Debug)]
pub struct Split {
    /// The fields, in order; none where there is no front matter.
    pub fields: Vec<Field>,
    /// Where the body begins, in bytes.
    pub body: usize,
    /// Whether the block could not be read, so that nothing may be concluded from a field's absence.
    pub broken: bool,
}

/// Splits a file into its fields and its body.
///
/// Whatever is wrong is added to `diagnostics`; the fields that can still be
/// read are returned all the same.
pub fn split(file: &FilePath, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Split {
    let none = Split { fields: Vec::new(), body: 0, broken: false };
    let Some((fence, start)) = opening(text) else { return none };
    let first_line = text[start..].lines().next().unwrap_or_default();
    let Some((end, body)) = closing(text, start) else {
        if key_of(first_line).is_none() && !text[start..].lines().take(FIRST_LINES).any(protects) {
            return none; // A thematic break at the top of a note, not a fence.
        }
        diagnostics.push(
            Diagnostic::new(
                "front-matter/unclosed",
                Span::new(file, fence..fence + 3),
                "front matter opens here and never closes",
            )
            .help("put a line with `---` after the last field"),
        );
        return Split { broken: true, ..none };
    };
    let block = &text[start..end];
    if block.lines().all(|line| key_of(line).is_none() && !protects(line)) && !block.trim_start().starts_with('{') {
        let blank = block.lines().all(|line| line.trim().is_empty() || line.starts_with('#'));
        return Split { body: if blank { body } else { 0 }, ..none };
    }
    let broken = Split { fields: Vec::new(), body, broken: true };
    if block.len() > LIMIT {
        diagnostics.push(
            Diagnostic::new(
                "front-matter/too-large",
                Span::new(file, fence..fence + 3),
                format!("front matter of {} KB, and 64 KB is the most", block.len() / 1024),
            )
            .help("keep the fields short, and put data into a file beside the note"),
        );
        return broken;
    }
    let before = diagnostics.len();
    let mut yaml = block.to_string();
    mend_tabs(file, start, &mut yaml, diagnostics);
    refuse_aliases(file, start, block, diagnostics);
    let keys = keys(block, start);
    let keys = refuse_duplicates(file, start, keys, &mut yaml, diagnostics);
    let refused = diagnostics.len() > before;
    if diagnostics[before..].iter().any(|found| found.code.0 == "front-matter/alias") {
        return broken;
    }
    match serde_yaml::from_str::<Yaml>(&yaml) {
        Ok(Yaml::Mapping(map)) => {
            let mut fields: Vec<Field> = map
                .into_iter()
                .map(|(key, value)| {
                    let key = scalar(&key);
                    let place = keys.iter().find(|known| known.name == key);
                    let (key_span, span) =
                        place.map_or((start..end, start..end), |place| (place.span.clone(), place.value.clone()));
                    Field { key, key_span, item: item(value, text, span) }
                })
                .collect();
            fields.sort_by_key(|field| field.key_span.start);
            Split { fields, body, broken: false }
        }
        Ok(_) => {
            diagnostics.push(
                Diagnostic::new(
                    "front-matter/invalid",
                    Span::new(file, start..end),
                    "front matter is not a list of fields",
                )
                .help("write one `key: value` on each line"),
            );
            broken
        }
        Err(error) => {
            // After a tab or a duplicate was mended, a parse error is often its echo.
            if !refused {
                diagnostics.push(invalid(file, text, start, end, &error));
            }
            broken
        }
    }
}

/// Returns where the opening fence stands, and where the block begins: after a first line of just `---`.
///
/// Empty lines above it are passed over: nobody puts them there so that fields are read as text.
fn opening(text: &str) -> Option<(usize, usize)> {
    let fence = text.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum();
    let line = text[fence..].lines().next()?;
    let end = fence + line.len();
    (line.trim_end() == "---").then(|| (fence, (end + 1 + usize::from(text[end..].starts_with('\r'))).min(text.len())))
}

/// Whether a line begins with the name of a field that protects, and a colon, with or without a space after it.
fn protects(line: &str) -> bool {
    let Some((key, _)) = line.split_once(':') else { return false };
    ["audience", "authors", "status"].iter().any(|name| key.eq_ignore_ascii_case(name))
}

/// Returns where the block ends and where the body begins.
fn closing(text: &str, start: usize) -> Option<(usize, usize)> {
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some((at, at + line.len()));
        }
        at += line.len();
    }
    None
}

/// Returns the key of a line such as `title: …`, as written.
fn key_of(line: &str) -> Option<&str> {
    let first = line.chars().next()?;
    if first.is_whitespace() || "#-[]{}|>%@`!&*,?".contains(first) {
        return None;
    }
    if first == '"' || first == '\'' {
        let close = line[1..].find(first)? + 2;
        return line[close..].trim_start().starts_with(':').then(|| &line[..close]);
    }
    let colon = line.match_indices(':').map(|(at, _)| at).find(|&at| {
        let rest = &line[at + 1..];
        rest.is_empty() || rest.starts_with([' ', '\t', '\r'])
    })?;
    Some(&line[..colon])
}

/// A top-level key and the range of its value.
struct Key {
    name: String,
    span: Range<usize>,
    value: Range<usize>,
    line: Range<usize>,
}

fn keys(block: &str, start: usize) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    let mut at = start;
    for line in block.split_inclusive('\n') {
        if let Some(key) = key_of(line.trim_end_matches(['\n', '\r'])) {
            let colon = key.len() + line[key.len()..].find(':').unwrap_or(0);
            keys.push(Key {
                name: key.trim().trim_matches(['"', '\'']).to_string(),
                span: at..at + key.trim_end().len(),
                value: at + colon + 1..at + line.len(),
                line: at..at + line.len(),
            });
        } else if let Some(last) = keys.last_mut()
            && !line.starts_with('#')
        {
            last.value.end = at + line.len();
            last.line.end = at + line.len();
        }
        at += line.len();
    }
    for key in &mut keys {
        key.value = trimmed(block, start, key.value.clone());
    }
    keys
}

fn trimmed(block: &str, start: usize, range: Range<usize>) -> Range<usize> {
    let text = &block[range.start - start..range.end - start];
    let from = range.start + (text.len() - text.trim_start().len());
    let to = from + text.trim().len();
    if from >= to { range.start..range.start } else { from..to }
}

fn refuse_duplicates(
    file: &FilePath,
    start: usize,
    keys: Vec<Key>,
    yaml: &mut String,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Key> {
    let mut kept: Vec<Key> = Vec::new();
    for key in keys {
        if let Some(first) = kept.iter().find(|first| first.name == key.name) {
            diagnostics.push(
                Diagnostic::new(
                    "field/duplicate",
                    Span::new(file, key.span.clone()),
                    format!("`{}` is there twice", key.name),
                )
                .other(Span::new(file, first.span.clone()), "it is here already")
                .help("keep one of the two"),
            );
            // Blanked, not cut, so that the places of all other fields stay right.
            let range = key.line.start - start..key.line.end - start;
            let blank: String =
                yaml[range.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
            yaml.replace_range(range, &blank);
        } else {
            kept.push(key);
        }
    }
    kept
}

/// Tells each tab that indents a line, and puts a space there for the parser.
fn mend_tabs(file: &FilePath, start: usize, yaml: &mut String, diagnostics: &mut Vec<Diagnostic>) {
    let mut tabs = Vec::new();
    let mut at = 0;
    for line in yaml.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        if !line.trim().is_empty()
            && let Some(tab) = line[..indent].find('\t')
        {
            tabs.push(at + tab..at + indent);
        }
        at += line.len();
    }
    for tab in tabs {
        let width = tab.len();
        diagnostics.push(
            Diagnostic::new(
                "front-matter/invalid",
                Span::new(file, start + tab.start..start + tab.end),
                "a tab indents this line",
            )
            .help("indent with spaces: YAML does not take tabs")
            .fix("  ".repeat(width)),
        );
        yaml.replace_range(tab.clone(), &" ".repeat(width));
    }
}

/// Tells the first `&anchor`, `*alias` or `<<` that stands where a value begins, and how many lines more have one.
///
/// Once for a note: what follows an anchor is mostly its echo.
fn refuse_aliases(file: &FilePath, start: usize, block: &str, diagnostics: &mut Vec<Diagnostic>) {
    let lines = aliases(block);
    let Some((first, more)) = lines.split_first() else { return };
    let others = match more.len() {
        0 => String::new(),
        1 => "; one more line has the same".to_string(),
        n => format!("; {n} more lines have the same"),
    };
    diagnostics.push(
        Diagnostic::new(
            "front-matter/alias",
            Span::new(file, start + first.start..start + first.end),
            format!("`{}` is read as a YAML anchor or alias, which front matter does not take", &block[first.clone()]),
        )
        .help(format!("put the value in quotes, or write it out{others}")),
    );
}

/// Returns the first anchor or alias of each line that has one.
fn aliases(block: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut literal: Option<usize> = None;
    for line in block.split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        if literal.is_some_and(|outer| indent > outer || line.trim().is_empty()) {
            at += line.len();
            continue;
        }
        literal = line.trim_end().ends_with(['|', '>']).then_some(indent);
        for offset in value_starts(line) {
            let rest = &line[offset..];
            let sigil = rest.starts_with(['&', '*']) && rest[1..].starts_with(|c: char| !c.is_whitespace());
            if sigil || rest.starts_with("<<:") {
                let length = rest.find(|c: char| c.is_whitespace() || ",]}".contains(c)).unwrap_or(rest.len());
                found.push(at + offset..at + offset + length);
                break;
            }
        }
        at += line.len();
    }
    found
}

/// Returns the offsets in a line at which a YAML value may begin.
fn value_starts(line: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut quote: Option<char> = None;
    let mut fresh = true;
    let mut previous = ' ';
    for (offset, c) in line.char_indices() {
        if let Some(open) = quote {
            if c == open && previous != '\\' {
                quote = None;
            }
        } else if c == '#' && previous.is_whitespace() {
            break;
        } else if fresh && (c == '"' || c == '\'') {
            quote = Some(c);
            fresh = false;
        } else if c.is_whitespace() {
            fresh |= previous == ':' || (previous == '-' && line[..offset].trim() == "-");
        } else {
            if fresh {
                starts.push(offset);
            }
            fresh = "[{,".contains(c);
        }
        previous = c;
    }
    starts
}

fn invalid(file: &FilePath, text: &str, start: usize, end: usize, error: &serde_yaml::Error) -> Diagnostic {
    let mut at = start;
    if let Some(place) = error.location() {
        let line_start: usize =
            text[start..end].split_inclusive('\n').take(place.line().saturating_sub(1)).map(str::len).sum();
        let line = text[start + line_start..end].lines().next().unwrap_or_default();
        let column: usize = line.chars().take(place.column().saturating_sub(1)).map(char::len_utf8).sum();
        at = (start + line_start + column).min(end);
    }
    let mut words = error.to_string();
    if let Some(cut) = words.find(" at line ") {
        words.truncate(cut);
    }
    let words = words.trim_end_matches([',', ' ']).to_string();
    let help = if words.contains("mapping values are not allowed") {
        "a value with `: ` in it wants quotes around it"
    } else if words.contains("quoted scalar") {
        "a quotation mark that opens must close"
    } else if words.contains("duplicate entry") {
        "keep one of the two"
    } else if words.contains("recursion limit") {
        "nest lists and groups less deeply"
    } else {
        "write one `key: value` on each line; quote values with `:`, `#` or brackets in them"
    };
    let stop = text[at..end].chars().next().map_or(at, |c| at + c.len_utf8());
    Diagnostic::new("front-matter/invalid", Span::new(file, at..stop), format!("front matter cannot be read: {words}"))
        .help(help)
}

fn scalar(value: &Yaml) -> String {
    match value {
        Yaml::String(text) => text.clone(),
        Yaml::Bool(on) => on.to_string(),
        Yaml::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// Gives a value and its parts their places, by looking for each scalar in order.
fn item(value: Yaml, text: &str, span: Range<usize>) -> Item {
    let mut cursor = span.start;
    place(value, text, &span, &mut cursor, true)
}

fn place(value: Yaml, text: &str, within: &Range<usize>, cursor: &mut usize, whole: bool) -> Item {
    let found = |needle: &str, cursor: &mut usize| -> Range<usize> {
        match text.get(*cursor..within.end).and_then(|rest| rest.find(needle)) {
            Some(at) if !needle.is_empty() => {
                let start = *cursor + at;
                *cursor = start + needle.len();
                start..*cursor
            }
            _ => within.clone(),
        }
    };
    match value {
        Yaml::Null => Item { value: Value::Null, span: within.clone(), raw: String::new() },
        Yaml::Sequence(list) => {
            let items = list.into_iter().map(|one| place(one, text, within, cursor, false)).collect();
            Item { value: Value::List(items), span: within.clone(), raw: String::new() }
        }
        Yaml::Mapping(map) => {
            let mut first = None;
            let pairs = map
                .into_iter()
                .map(|(key, one)| {
                    let key = scalar(&key);
                    let at = found(&key, cursor);
                    first.get_or_insert(at.start);
                    let mut one = place(one, text, within, cursor, false);
                    if one.span == *within {
                        one.span = at; // A value that cannot be found is shown at its key.
                    }
                    (key, one)
                })
                .collect();
            let start = first.unwrap_or(within.start);
            Item { value: Value::Map(pairs), span: start..(*cursor).clamp(start, within.end), raw: String::new() }
        }
        Yaml::Tagged(tagged) => place(tagged.value, text, within, cursor, whole),
        scalar_value => {
            let words = scalar(&scalar_value);
            let span = if whole { within.clone() } else { found(&words, cursor) };
            let raw = if whole { without_comment(&text[within.clone()]) } else { words.clone() };
            let value = match scalar_value {
                Yaml::Bool(on) => Value::Bool(on),
                Yaml::Number(number) => Value::Number(number.as_f64().unwrap_or(f64::NAN)),
                _ => Value::Text(words),
            };
            Item { value, span, raw }
        }
    }
}

fn without_comment(raw: &str) -> String {
    raw.split(" #").next().unwrap_or_default().trim().trim_matches(['"', '\'']).to_string()
}

impl Item {
    /// Whether it is a text, a number or a truth value: something that can name a note.
    pub fn is_text(&self) -> bool {
        matches!(self.value, Value::Text(_) | Value::Number(_) | Value::Bool(_))
    }

    /// Returns the text of a scalar; empty for anything else.
    pub fn raw_text(&self) -> String {
        match &self.value {
            Value::Text(text) => text.trim().to_string(),
            Value::Number(_) | Value::Bool(_) => self.raw.clone(),
            _ => String::new(),
        }
    }
}
