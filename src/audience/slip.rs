//! Unknown fields that were meant to keep a note from some readers, or its author from all.
//!
//! One letter wrong in `audience` would publish to everybody what was written
//! for a few. So an unknown field is an error where its nearest known one
//! protects, and a warning (`check/fields`) where it does not. A field that
//! some kind of the site has is never a slip.

use crate::diagnostic::Diagnostic;
use crate::kind::{COMMON_FIELDS, Kinds};
use crate::nearest::nearest;
use crate::note::Note;
use crate::note::front_matter::{Field, Item, Value, says_anonymous};
use crate::source::Span;

/// Fields of other tools that keep a note from readers, with the value that does, and what says so here.
const ELSEWHERE: [(&str, bool, &str); 5] = [
    ("draft", true, "write `status: draft`"),
    ("private", true, "name who may see it with `audience`, or write `status: draft`"),
    ("public", false, "name who may see it with `audience`, or write `status: draft`"),
    ("publish", false, "write `status: draft`"),
    ("published", false, "write `status: draft`"),
];

/// Tells the fields of a note that are slips of those which protect.
pub(super) fn slips(note: &Note, kinds: &Kinds) -> Vec<Diagnostic> {
    let unknown = note.front.extra.iter().filter(|field| kinds.iter().all(|kind| kind.field(&field.key).is_none()));
    unknown
        .filter_map(|field| {
            let (message, help) = slip(field, kinds)?;
            Some(Diagnostic::new("field/misspelt", Span::new(&note.path, field.key_span.clone()), message).help(help))
        })
        .collect()
}

fn slip(field: &Field, kinds: &Kinds) -> Option<(String, String)> {
    let key = &field.key;
    if let Some((_, hides, help)) = ELSEWHERE.iter().find(|(name, ..)| key.eq_ignore_ascii_case(name)) {
        let found = is(&field.item, *hides);
        return found.then(|| (format!("`{key}` keeps nothing from readers here"), (*help).to_string()));
    }
    let of_kinds = kinds.iter().flat_map(|kind| kind.fields.iter().map(|field| field.name.as_str()));
    let near = nearest(key, COMMON_FIELDS.iter().map(|field| field.name).chain(of_kinds))?;
    let message = match near {
        "audience" => format!("there is no field `{key}`, and the note may be meant for a few"),
        // A name that git knows anyway gives nothing away.
        "authors" if anonymous(&field.item) => {
            format!("there is no field `{key}`, and the note is meant to name nobody")
        }
        "status" => format!("there is no field `{key}`, and the note may be a draft"),
        "profile" => format!("there is no field `{key}`, and the page may be private"),
        _ => return None,
    };
    Some((message, format!("did you mean `{near}`?")))
}

fn is(item: &Item, wanted: bool) -> bool {
    let words: &[&str] = if wanted { &["true", "yes", "on", "1"] } else { &["false", "no", "off", "0"] };
    match &item.value {
        Value::Bool(on) => *on == wanted,
        Value::Text(text) => words.iter().any(|word| text.trim().eq_ignore_ascii_case(word)),
        Value::Number(_) => words.contains(&item.raw.as_str()),
        _ => false,
    }
}

fn anonymous(item: &Item) -> bool {
    match &item.value {
        Value::Text(text) => says_anonymous(text),
        Value::List(items) => items.iter().any(anonymous),
        Value::Map(pairs) => pairs.iter().any(|(_, item)| anonymous(item)),
        _ => false,
    }
}
