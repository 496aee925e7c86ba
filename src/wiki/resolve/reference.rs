//! Resolves one note whole: the links of its text, its relations, and the fields that name notes.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::kind::{Field, FieldType};
use crate::note::front_matter::{Item, Relation, Spanned, Value};
use crate::source::Span;

use super::linker::Linker;
use crate::wiki::NoteId;
use crate::wiki::link::{Found, Place, Target};

/// What resolving one note gave.
pub(super) struct Resolved {
    pub(super) targets: Vec<Target>,
    pub(super) relations: Vec<(Relation, NoteId)>,
    pub(super) fields: HashMap<(String, usize), NoteId>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Linker<'_> {
    /// Resolves a note.
    pub(super) fn resolve(&self, index: usize) -> Resolved {
        let entry = &self.entries[index];
        let mut diagnostics = Vec::new();
        let targets =
            entry.note.body.links.iter().map(|link| self.target(entry, index, link, &mut diagnostics)).collect();
        if !entry.has_page {
            // Nobody follows the links of a text that no page shows; once it is shown, they are told.
            diagnostics.clear();
        }
        let mut relations = Vec::new();
        for (relation, target) in &entry.note.front.relations {
            if let Some(id) = self.reference(index, relation.field(), target, &mut diagnostics) {
                relations.push((*relation, id));
            }
        }
        let mut fields = HashMap::new();
        let kind = &entry.kind;
        for field in &entry.note.front.extra {
            let Some(spec) = kind.field(&field.key) else { continue };
            for (number, item) in links_of(&field.item, spec) {
                let target = Spanned { text: item.raw_text(), span: item.span.clone() };
                if let Some(id) = self.reference(index, &field.key, &target, &mut diagnostics) {
                    fields.insert((field.key.clone(), number), id);
                }
            }
        }
        Resolved { targets, relations, fields, diagnostics }
    }

    /// Returns the note that a field names.
    fn reference(
        &self,
        index: usize,
        field: &str,
        target: &Spanned,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<NoteId> {
        let entry = &self.entries[index];
        let span = Span::new(&entry.note.path, target.span.clone());
        let name = target.text.trim().trim_start_matches("[[").trim_end_matches("]]");
        match self.names.name(name, entry.note.folder()) {
            Found::One(Place::Note(id)) if id.0 as usize == index => {
                diagnostics.push(
                    Diagnostic::new("reference/itself", span, format!("`{field}` names this note itself"))
                        .help("name another note, or take the line out"),
                );
                None
            }
            Found::One(Place::Note(id)) => Some(id),
            Found::Several(ids) => {
                diagnostics.push(self.ambiguous(span, name, &ids));
                None
            }
            Found::One(place) => {
                let what = match place {
                    Place::Asset(_) => "file",
                    _ => "page",
                };
                diagnostics.push(
                    Diagnostic::new(
                        "reference/unknown",
                        span,
                        format!("`{field}` names `{name}`, which is a {what} and no note"),
                    )
                    .help("name a note, or link to it in the text"),
                );
                None
            }
            Found::None if self.private(&self.private.name(name, entry.note.folder())).is_some() => {
                diagnostics.push(Self::without_page(span, &format!("`{field}` names a person")));
                None
            }
            Found::None => {
                let near = self.names.nearest(name).map(|near| format!("did you mean `{near}`?"));
                diagnostics.push(
                    Diagnostic::new(
                        "reference/unknown",
                        span,
                        format!("`{field}` names `{name}`, and no note is called that"),
                    )
                    .help(near.unwrap_or_else(|| "name a note by its path, its file name or its title".to_string())),
                );
                None
            }
        }
    }
}

/// Returns the items of a field that name notes, numbered as they come.
fn links_of<'a>(item: &'a Item, spec: &Field) -> Vec<(usize, &'a Item)> {
    let items: Vec<&Item> = match &item.value {
        Value::List(items) => items.iter().collect(),
        _ => vec![item],
    };
    match &spec.ty {
        FieldType::Link => items.into_iter().enumerate().filter(|(_, item)| item.is_text()).collect(),
        FieldType::Record(fields) => items
            .into_iter()
            .enumerate()
            .filter_map(|(number, item)| {
                let Value::Map(pairs) = &item.value else { return None };
                pairs.iter().find_map(|(key, part)| {
                    let link = fields.iter().any(|field| field.name == *key && field.ty == FieldType::Link);
                    (link && part.is_text()).then_some((number, part))
                })
            })
            .collect(),
        _ => Vec::new(),
    }
}
