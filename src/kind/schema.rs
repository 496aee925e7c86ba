//! JSON Schema of the front matter, for editors that complete and check as one types.
//!
//! Only as strict as the program itself: what it would merely warn about is
//! left open here, so that an editor never refuses what a build takes.

use serde_json::{Map, Value, json};

use super::{COMMON_FIELDS, CommonField, CommonType, Field, FieldType, Kinds, Scope};

/// Returns the schema (draft 2020-12) for notes of these kinds.
pub fn schema(kinds: &Kinds) -> Value {
    let names: Vec<&str> = kinds.names().collect();
    let everywhere: Map<String, Value> = COMMON_FIELDS
        .iter()
        .filter(|field| !matches!(field.scope, Scope::Kind(_)))
        .map(|field| (field.name.to_owned(), common(field, &names)))
        .collect();
    let by_kind: Vec<Value> = kinds
        .iter()
        .map(|kind| {
            let mut properties: Map<String, Value> = COMMON_FIELDS
                .iter()
                .filter(|field| matches!(field.scope, Scope::Kind(only) if only == kind.name))
                .map(|field| (field.name.to_owned(), common(field, &names)))
                .collect();
            properties.extend(kind.fields.iter().map(|field| (field.name.clone(), own(field))));
            let required: Vec<&str> =
                kind.fields.iter().filter(|field| field.required).map(|field| field.name.as_str()).collect();
            json!({
                "if": { "properties": { "kind": { "const": kind.name } }, "required": ["kind"] },
                "then": { "properties": properties, "required": required },
            })
        })
        .collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Front matter of a note",
        "type": "object",
        "properties": everywhere,
        "allOf": by_kind,
    })
}

fn common(field: &CommonField, kinds: &[&str]) -> Value {
    let value = match field.ty {
        CommonType::Number => json!({ "type": "number" }),
        CommonType::Date => date(),
        CommonType::Moment => moment(),
        CommonType::Choice(choices) => json!({ "enum": choices }),
        CommonType::Kind => json!({ "enum": kinds }),
        CommonType::Thanks => json!({
            "type": "object",
            "properties": { "to": { "type": "string" }, "for": { "type": "string" } },
            "required": ["to"],
        }),
        CommonType::Text
        | CommonType::Authors
        | CommonType::Term
        | CommonType::Link
        | CommonType::Alias
        | CommonType::Audience => json!({ "type": "string" }),
    };
    described(value, field.list, field.about)
}

fn own(field: &Field) -> Value {
    let value = match &field.ty {
        FieldType::Text | FieldType::Person | FieldType::Role | FieldType::Link => json!({ "type": "string" }),
        FieldType::Url => json!({ "type": "string", "format": "uri-reference" }),
        FieldType::Number => json!({ "type": "number" }),
        FieldType::Boolean => json!({ "type": "boolean" }),
        FieldType::Date => date(),
        FieldType::Moment => moment(),
        FieldType::Choice(choices) => json!({ "enum": choices }),
        FieldType::Record(fields) => {
            let properties: Map<String, Value> = fields.iter().map(|field| (field.name.clone(), own(field))).collect();
            let required: Vec<&str> =
                fields.iter().filter(|field| field.required).map(|field| field.name.as_str()).collect();
            json!({ "type": "object", "properties": properties, "required": required })
        }
    };
    described(value, field.list, &field.about)
}

fn date() -> Value {
    json!({ "type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$" })
}

fn moment() -> Value {
    json!({ "type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}([Tt ].+)?$" })
}

/// One value alone stands for a list of one.
fn described(value: Value, list: bool, about: &str) -> Value {
    let mut value = if list { json!({ "anyOf": [value, { "type": "array", "items": value }] }) } else { value };
    if let (Some(value), false) = (value.as_object_mut(), about.is_empty()) {
        value.insert(String::from("description"), Value::from(about));
    }
    value
}
