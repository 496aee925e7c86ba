//! Under which keys a theme's words say in another language what `kind.toml` says in its own.
//!
//! Only makes keys. Which words there are, and which of them count, is the theme's affair.

use super::{FieldType, Kind, Section, common_field};
use crate::note::slug;

/// Something that a kind says on a page.
#[derive(Clone, Copy, Debug)]
pub enum Said<'a> {
    /// Its label: `kind_review`.
    Label,
    /// Its plural: `kind_review_plural`.
    Plural,
    /// What it is for: `kind_review_summary`.
    Summary,
    /// The label of the field with this name: `field_review_severity`.
    Field(&'a str),
    /// A value of a choice: the field's name, and the value: `choice_review_severity_low`.
    Choice(&'a str, &'a str),
    /// A section, with headings that mean the same behind `|`: `section_review_in_short`.
    Section(&'a Section),
}

impl Kind {
    /// Returns the key of something that this kind says.
    pub fn key(&self, said: Said<'_>) -> String {
        let kind = self.name.replace('-', "_");
        match said {
            Said::Label => format!("kind_{kind}"),
            Said::Plural => format!("kind_{kind}_plural"),
            Said::Summary => format!("kind_{kind}_summary"),
            Said::Field(field) => format!("field_{kind}_{field}"),
            Said::Choice(field, value) => format!("choice_{kind}_{field}_{}", part(value)),
            Said::Section(section) => format!("section_{kind}_{}", part(&section.names[0])),
        }
    }

    /// Returns the keys of everything that this kind says on a page.
    pub fn keys(&self) -> Vec<String> {
        let mut keys: Vec<String> =
            [Said::Label, Said::Plural, Said::Summary].into_iter().map(|said| self.key(said)).collect();
        keys.extend(self.sections.iter().map(|section| self.key(Said::Section(section))));
        // Records have a form of their own on the page, and a common field is shown as such.
        let shown =
            |field: &&super::Field| !matches!(field.ty, FieldType::Record(_)) && common_field(&field.name).is_none();
        for field in self.fields.iter().filter(shown) {
            keys.push(self.key(Said::Field(&field.name)));
            if let FieldType::Choice(values) = &field.ty {
                keys.extend(values.iter().map(|value| self.key(Said::Choice(&field.name, value))));
            }
        }
        keys
    }
}

/// The headings that a word for a section gives, the preferred one first.
pub fn headings(word: &str) -> Vec<String> {
    word.split('|').map(str::trim).filter(|heading| !heading.is_empty()).map(String::from).collect()
}

fn part(text: &str) -> String {
    slug::file(text).replace(['-', '.'], "_")
}
