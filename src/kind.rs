//! Kinds of note: data in `kind.toml` and `template.md`, none of it code.
//!
//! Parsing reads two texts and says what is wrong with them; it never looks
//! at a note, a theme or the disk. What all kinds share is
//! [`COMMON_FIELDS`].

mod common;
mod read;
mod said;
mod schema;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use common::{COMMON_FIELDS, CommonField, CommonType, Scope, common_field};
pub use said::{Said, headings};
pub use schema::schema;

use crate::diagnostic::Code;
use crate::language;
use crate::note::slug;
use crate::source::FilePath;

/// The colours a kind can have: `data-k` of the theme.
pub const HUES: [&str; 8] = ["review", "lesson", "event", "question", "pattern", "guide", "decision", "path"];

/// The checks that a kind may ask for; all others apply to every note.
pub const OPTIONAL_CHECKS: [&str; 2] = ["section/missing", "review/overdue"];

/// A kind of note.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Kind {
    /// Its name in front matter, and its folder's: `near-miss`.
    pub name: String,
    /// One of them: `Near miss`.
    pub label: String,
    /// Several: `Near misses`.
    pub plural: String,
    /// What it is for, in a sentence; may be empty.
    pub summary: String,
    /// Name of its icon.
    pub glyph: String,
    /// Its colour: one of [`HUES`].
    pub hue: String,
    /// Where `candor new` writes, under `content/`, without slashes at its ends.
    pub folder: String,
    /// Its place among the kinds, smallest first.
    pub order: i64,
    /// Whether notes of this kind may be listed on a person's page.
    pub credit: bool,
    /// Which of [`OPTIONAL_CHECKS`] apply.
    pub checks: Vec<Code>,
    /// The sections that notes of this kind usually have.
    pub sections: Vec<Section>,
    /// The fields it adds to the common ones, in the order of the file.
    pub fields: Vec<Field>,
    /// What `candor new` writes. See [`Kind::template_in`].
    pub template: Arc<str>,
    /// The same in other languages, by language tag: `template.de.md`.
    pub templates: BTreeMap<String, Arc<str>>,
    /// The path of its `kind.toml`, for messages.
    pub path: FilePath,
}

/// A section that notes usually have, under any of its names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Section {
    /// The names, the preferred one first; never empty.
    pub names: Vec<String>,
    /// The names in other languages, likewise, by language tag.
    pub elsewhere: BTreeMap<String, Vec<String>>,
}

/// A field that a kind adds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    /// Its name in front matter.
    pub name: String,
    /// What the page writes before its value.
    pub label: String,
    /// What its value is.
    pub ty: FieldType,
    /// Whether it takes several values; one alone is then a list of one.
    pub list: bool,
    /// Whether a note of the kind should have it.
    pub required: bool,
    /// What it is for, in a line; may be empty.
    pub about: String,
}

/// What the value of a field is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FieldType {
    /// Any text.
    Text,
    /// A number, whole or not.
    Number,
    /// `true` or `false`.
    Boolean,
    /// `2026-09-03`
    Date,
    /// `2026-09-03`, or with a time `2026-09-03 02:10`.
    Moment,
    /// One of these.
    Choice(Vec<String>),
    /// A person's handle.
    Person,
    /// A role or a team, never a person.
    Role,
    /// Another note, as in a wikilink.
    Link,
    /// A URL.
    Url,
    /// A table of fields of its own; these are never records themselves.
    Record(Vec<Field>),
}

impl FieldType {
    /// The words for `type` in `kind.toml`.
    pub const NAMES: [&'static str; 11] =
        ["text", "number", "boolean", "date", "moment", "choice", "person", "role", "link", "url", "record"];

    /// Returns the word for it in `kind.toml`.
    pub fn name(&self) -> &'static str {
        match self {
            FieldType::Text => "text",
            FieldType::Number => "number",
            FieldType::Boolean => "boolean",
            FieldType::Date => "date",
            FieldType::Moment => "moment",
            FieldType::Choice(_) => "choice",
            FieldType::Person => "person",
            FieldType::Role => "role",
            FieldType::Link => "link",
            FieldType::Url => "url",
            FieldType::Record(_) => "record",
        }
    }
}

impl Kind {
    /// Returns the kind of notes in a theme that has none: a note with nothing of its own.
    pub fn plain() -> Kind {
        Kind {
            name: String::from("note"),
            label: String::from("Note"),
            plural: String::from("Notes"),
            summary: String::new(),
            glyph: String::from("note"),
            hue: String::from("decision"),
            folder: String::from("notes"),
            order: 0,
            credit: true,
            checks: Vec::new(),
            sections: Vec::new(),
            fields: Vec::new(),
            template: Arc::from(""),
            templates: BTreeMap::new(),
            path: FilePath::from("built-in"),
        }
    }

    /// Returns what `candor new` writes on a site in this language, or in that of `kind.toml` where there is no other.
    pub fn template_in(&self, language: &str) -> &str {
        let told = language::fallbacks(language).find_map(|language| {
            let known = self.templates.iter().find(|(known, _)| known.eq_ignore_ascii_case(language));
            known.map(|(_, template)| template)
        });
        told.unwrap_or(&self.template)
    }

    /// Returns the page that lists its notes: the same in every language of the site.
    pub fn url(&self) -> String {
        format!("kinds/{}.html", slug::file(&self.plural))
    }

    /// Returns the kind's own field of this name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Returns whether one of [`OPTIONAL_CHECKS`] applies to notes of this kind.
    pub fn checks(&self, code: &str) -> bool {
        self.checks.iter().any(|check| check.0 == code)
    }

    /// Returns the names of all fields that a note of this kind can have.
    pub fn field_names(&self) -> impl Iterator<Item = &str> {
        COMMON_FIELDS
            .iter()
            .filter(|common| common.scope.includes(&self.name) && self.field(common.name).is_none())
            .map(|common| common.name)
            .chain(self.fields.iter().map(|field| field.name.as_str()))
    }
}

/// The kinds of a site, by their `order` and then their name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Kinds {
    kinds: Vec<Arc<Kind>>,
}

impl Kinds {
    /// Adds a kind; one of the same name is replaced whole.
    pub fn insert(&mut self, kind: Kind) {
        self.kinds.retain(|known| known.name != kind.name);
        self.kinds.push(Arc::new(kind));
        self.kinds.sort_by(|one, other| (one.order, &one.name).cmp(&(other.order, &other.name)));
    }

    /// Returns the kind of this name.
    pub fn named(&self, name: &str) -> Option<&Arc<Kind>> {
        self.kinds.iter().find(|kind| kind.name == name)
    }

    /// Returns all kinds in order.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Kind>> {
        self.kinds.iter()
    }

    /// Returns the names of all kinds in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.kinds.iter().map(|kind| kind.name.as_str())
    }

    /// Returns how many there are.
    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }
}

#[cfg(test)]
mod tests;
