//! Reads `kind.toml`.
//!
//! A wrong value becomes a diagnostic and its default; the rest of the kind is
//! kept. A kind that is kept may so differ from what was meant, which is why
//! `kind/invalid` is an error.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::{Field, FieldType, HUES, Kind, OPTIONAL_CHECKS, Scope, Section, common_field};
use crate::config::{Entry, Reader, Sort, Table, list, one_of, parse_toml};
use crate::diagnostic::{Code, Diagnostic};
use crate::nearest::did_you_mean;
use crate::source::FilePath;

const CODE: &str = "kind/invalid";

const KEYS: [&str; 11] =
    ["label", "plural", "summary", "glyph", "hue", "folder", "order", "credit", "checks", "sections", "fields"];

const FIELD_KEYS: [&str; 7] = ["type", "list", "values", "required", "label", "about", "fields"];

impl Kind {
    /// Reads a kind from the name of its folder, its `kind.toml` and its `template.md`.
    ///
    /// `path` is that of `kind.toml`, as messages name it; `template` is
    /// nothing where the file is not there, which is told. Nothing is returned
    /// only when the folder's name cannot be a kind's. All diagnostics are `kind/invalid`.
    pub fn parse(name: &str, path: &FilePath, toml: &str, template: Option<&str>) -> (Option<Kind>, Vec<Diagnostic>) {
        let (root, problems) = parse_toml(path, toml, CODE);
        let mut reader = Reader::new(path, CODE);
        reader.diagnostics = problems;
        if !is_name(name, '-') {
            let help = String::from("a kind's folder is named with small letters, digits and `-`, as in `near-miss`");
            reader.tell(&(0..0), format!("`{name}` cannot be the name of a kind"), help);
            return (None, reader.diagnostics);
        }
        if template.is_none() {
            let help = String::from("put a `template.md` beside `kind.toml`: what `candor new` writes");
            reader.tell(&(0..0), format!("the kind `{name}` has no `template.md`"), help);
        }
        reader.unknown(&root, &KEYS, CODE, "a kind", |key| {
            let of_field = FIELD_KEYS.contains(&key);
            of_field.then(|| format!("`{key}` belongs under `[fields.NAME]`"))
        });
        let kind = kind(&mut reader, &root, name, path, template.unwrap_or_default());
        let mut diagnostics = reader.diagnostics;
        diagnostics.sort_by(|one, other| one.order().cmp(&other.order()));
        (Some(kind), diagnostics)
    }
}

fn kind(reader: &mut Reader, root: &Table, name: &str, path: &FilePath, template: &str) -> Kind {
    let mut label = capital(&name.replace('-', " "));
    reader.text(root, "label", &mut label);
    let mut plural = if label.ends_with('s') { format!("{label}es") } else { format!("{label}s") };
    reader.text(root, "plural", &mut plural);
    let mut kind = Kind {
        name: name.to_owned(),
        label,
        plural,
        summary: String::new(),
        glyph: name.to_owned(),
        hue: String::from("decision"),
        folder: format!("{name}s"),
        order: 1000,
        credit: true,
        checks: Vec::new(),
        sections: sections(reader, root),
        fields: Vec::new(),
        template: Arc::from(template),
        templates: BTreeMap::new(),
        path: FilePath::clone(path),
    };
    reader.text(root, "summary", &mut kind.summary);
    reader.text(root, "glyph", &mut kind.glyph);
    if let Some(hue) = reader.choice(root, "hue", &HUES) {
        kind.hue = hue.to_owned();
    }
    if let Some((entry, folder)) = reader.text_entry(root, "folder") {
        let folder = folder.trim_matches('/');
        let bad = |part: &str| part.is_empty() || part.starts_with(['.', '_']) || part.contains(['\\', ':', '?', '#']);
        if folder.split('/').any(bad) {
            let help = String::from("write a folder under `content/`, such as `reviews`");
            reader.tell(&entry.value.place, format!("`{folder}` cannot be a folder of notes"), help);
        } else {
            kind.folder = folder.to_owned();
        }
    }
    reader.whole(root, "order", -1_000_000..=1_000_000, &mut kind.order);
    reader.boolean(root, "credit", &mut kind.credit);
    for (place, text) in reader.texts(root, "checks") {
        match OPTIONAL_CHECKS.iter().find(|check| **check == text) {
            Some(check) => kind.checks.push(Code(check)),
            None => {
                let help = did_you_mean(&text, OPTIONAL_CHECKS).unwrap_or_else(|| {
                    format!("a kind may ask for {}; the others apply to all", list(&OPTIONAL_CHECKS))
                });
                reader.tell(&place, format!("`{text}` is not a check that a kind asks for"), help);
            }
        }
    }
    if let Some(table) = reader.table(root, "fields") {
        kind.fields = fields(reader, table, Some(name));
    }
    kind
}

fn sections(reader: &mut Reader, root: &Table) -> Vec<Section> {
    let Some(entry) = root.entry("sections") else { return Vec::new() };
    let expected = "a list of headings, or of lists of headings that mean the same";
    let Sort::List(items) = &entry.value.sort else {
        reader.wrong(entry, expected);
        return Vec::new();
    };
    let mut sections = Vec::new();
    for item in items {
        let texts = match &item.sort {
            Sort::List(alternatives) => alternatives.iter().collect(),
            _ => vec![item],
        };
        let names: Vec<String> = texts
            .iter()
            .filter_map(|value| match &value.sort {
                Sort::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
                _ => None,
            })
            .collect();
        if names.is_empty() || names.len() < texts.len() {
            reader.tell(&item.place, format!("`sections` takes {expected}"), None);
        }
        if !names.is_empty() {
            sections.push(Section { names, elsewhere: BTreeMap::new() });
        }
    }
    sections
}

/// The fields of a kind, or of a record where there is no kind.
fn fields(reader: &mut Reader, table: &Table, kind: Option<&str>) -> Vec<Field> {
    let mut fields = Vec::new();
    for entry in &table.entries {
        if !is_name(&entry.key, '_') {
            let help = String::from("a field is named with small letters, digits and `_`, as in `ask_me_about`");
            reader.tell(&entry.place, format!("`{}` cannot be the name of a field", entry.key), help);
            continue;
        }
        // A common field of one kind only, that kind may describe anew.
        let taken = kind.is_some_and(|kind| {
            common_field(&entry.key).is_some_and(|common| !matches!(common.scope, Scope::Kind(only) if only == kind))
        });
        if taken {
            let help = String::from("leave it out, or give it another name");
            reader.tell(&entry.place, format!("`{}` is a field that notes of all kinds have", entry.key), help);
            continue;
        }
        let Sort::Table(inner) = &entry.value.sort else {
            let expected = format!("a table: `[fields.{}]` on a line of its own and its keys below", entry.key);
            reader.wrong(entry, &expected);
            continue;
        };
        fields.push(field(reader, entry, inner, kind.is_some()));
    }
    fields
}

fn field(reader: &mut Reader, entry: &Entry, table: &Table, records: bool) -> Field {
    let whose = format!("the field `{}`", entry.key);
    reader.unknown(table, &FIELD_KEYS, CODE, &whose, |_| None);
    let mut field = Field {
        name: entry.key.clone(),
        label: capital(&entry.key.replace('_', " ")),
        ty: FieldType::Text,
        list: false,
        required: false,
        about: String::new(),
    };
    reader.text(table, "label", &mut field.label);
    reader.text(table, "about", &mut field.about);
    reader.boolean(table, "list", &mut field.list);
    reader.boolean(table, "required", &mut field.required);
    field.ty = field_type(reader, entry, table, records);
    // A key that belongs to another type would do nothing.
    for (key, ty) in [("values", "choice"), ("fields", "record")] {
        if let Some(stray) = table.entry(key).filter(|_| field.ty.name() != ty && table.entry("type").is_some()) {
            let message = format!("`{key}` is for fields of the type `{ty}`, and this one is `{}`", field.ty.name());
            reader.tell(&stray.place, message, None);
        }
    }
    field
}

fn field_type(reader: &mut Reader, entry: &Entry, table: &Table, records: bool) -> FieldType {
    if table.entry("type").is_none() {
        let help = format!("add `type`: {}", one_of(&FieldType::NAMES));
        reader.tell(&entry.place, format!("the field `{}` has no type", entry.key), help);
    }
    match reader.choice(table, "type", &FieldType::NAMES) {
        Some("number") => FieldType::Number,
        Some("boolean") => FieldType::Boolean,
        Some("date") => FieldType::Date,
        Some("moment") => FieldType::Moment,
        Some("person") => FieldType::Person,
        Some("role") => FieldType::Role,
        Some("link") => FieldType::Link,
        Some("url") => FieldType::Url,
        Some("choice") => {
            let values: Vec<String> = reader.texts(table, "values").into_iter().map(|(_, text)| text).collect();
            // Values of the wrong type were told already.
            let told = table.entry("values").is_some_and(|values| !matches!(values.value.sort, Sort::List(_)));
            if values.is_empty() && !told {
                let help = String::from("add `values`, as in `values = [\"low\", \"high\"]`");
                reader.tell(&entry.place, format!("the field `{}` has nothing to choose from", entry.key), help);
            }
            FieldType::Choice(values)
        }
        Some("record") if !records => {
            let place: &Range<usize> = table.entry("type").map_or(&entry.place, |ty| &ty.value.place);
            reader.tell(place, "a record cannot stand inside a record", None);
            FieldType::Text
        }
        Some("record") => {
            let inner = reader.table(table, "fields").map(|inner| fields(reader, inner, None)).unwrap_or_default();
            if table.entry("fields").is_none() {
                let help = format!("add `[fields.{}.fields.NAME]` for each", entry.key);
                reader.tell(&entry.place, format!("the record `{}` has no fields", entry.key), help);
            }
            FieldType::Record(inner)
        }
        _ => FieldType::Text,
    }
}

/// Small letters and digits, joined by one mark; a letter first.
fn is_name(text: &str, joint: char) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == joint)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
