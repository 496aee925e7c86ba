//! A note's fields against its kind: unknown ones, wrong types, missing ones.

use crate::date::{Date, DateError, Moment};
use crate::diagnostic::Diagnostic;
use crate::kind::{Field as Spec, FieldType};
use crate::nearest;
use crate::note::front_matter::{Item, Value};
use crate::source::Span;
use crate::wiki::Entry;

/// Names that other tools use, and what they are called here.
const ELSEWHERE: [(&str, &str); 12] = [
    ("tags", "topics"),
    ("tag", "topics"),
    ("categories", "topics"),
    ("category", "topics"),
    ("author", "authors"),
    ("description", "summary"),
    ("excerpt", "summary"),
    ("lastmod", "updated"),
    ("last_updated", "updated"),
    ("redirect_from", "aliases"),
    ("permalink", "aliases"),
    ("type", "kind"),
];

pub(super) fn check(entry: &Entry) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let note = &entry.note;
    let span = |range: &std::ops::Range<usize>| Span::new(&note.path, range.clone());
    for field in &note.front.extra {
        match entry.kind.field(&field.key) {
            Some(spec) => value(&field.key, &field.item, spec, true, &span, &mut found),
            None => {
                let known = entry.kind.field_names();
                let elsewhere = ELSEWHERE.iter().find(|(name, _)| name.eq_ignore_ascii_case(&field.key));
                let help = match elsewhere {
                    Some((_, ours)) => Some(format!("it is called `{ours}` here")),
                    None if field.key == "draft" => Some("write `status: draft`".to_string()),
                    None => nearest::did_you_mean(&field.key, known),
                };
                let kind = entry.kind.label.to_lowercase();
                found.push(
                    Diagnostic::new(
                        "field/unknown",
                        span(&field.key_span),
                        format!("a {kind} has no field `{}`", field.key),
                    )
                    .help(help.unwrap_or_else(|| "leave it out, or add it to the kind's `kind.toml`".to_string())),
                );
            }
        }
    }
    for spec in &entry.kind.fields {
        let key = &spec.name;
        if spec.required && !note.front.extra.iter().any(|field| field.key == *key && field.item.value != Value::Null) {
            found.push(
                Diagnostic::new(
                    "field/missing",
                    Span::new(&note.path, 0..0),
                    format!("a {} asks for `{key}`", entry.kind.label.to_lowercase()),
                )
                .help(spec.about.clone()),
            );
        }
    }
    found
}

fn value(
    key: &str,
    item: &Item,
    spec: &Spec,
    outer: bool,
    span: &dyn Fn(&std::ops::Range<usize>) -> Span,
    found: &mut Vec<Diagnostic>,
) {
    if item.value == Value::Null {
        return;
    }
    if outer && spec.list {
        match &item.value {
            Value::List(items) => items.iter().for_each(|item| value(key, item, spec, false, span, found)),
            _ => value(key, item, spec, false, span, found),
        }
        return;
    }
    let mut wrong = |wanted: &str| {
        found.push(
            Diagnostic::new(
                "field/type",
                span(&item.span),
                format!("`{key}` is {}, and it takes {wanted}", item.value.sort()),
            )
            .help(spec.about.clone()),
        );
    };
    match (&spec.ty, &item.value) {
        (FieldType::Record(fields), Value::Map(pairs)) => {
            for (name, part) in pairs {
                match fields.iter().find(|field| field.name == *name) {
                    Some(inner) => value(name, part, inner, true, span, found),
                    None => found.push(
                        Diagnostic::new("field/unknown", span(&part.span), format!("`{key}` has no field `{name}`"))
                            .help(
                                nearest::did_you_mean(name, fields.iter().map(|field| field.name.as_str()))
                                    .unwrap_or_else(|| {
                                        let known =
                                            fields.iter().map(|field| format!("`{}`", field.name)).collect::<Vec<_>>();
                                        format!("it has {}", known.join(", "))
                                    }),
                            ),
                    ),
                }
            }
            for inner in fields {
                let name = &inner.name;
                if inner.required && !pairs.iter().any(|(given, _)| given == name) {
                    found.push(
                        Diagnostic::new(
                            "field/missing",
                            span(&item.span),
                            format!("an entry of `{key}` asks for `{name}`"),
                        )
                        .help(inner.about.clone()),
                    );
                }
            }
        }
        (FieldType::Record(_), _) => wrong("a group of fields"),
        (FieldType::Number, Value::Number(_)) | (FieldType::Boolean, Value::Bool(_)) => {}
        (FieldType::Number, _) => wrong("a number"),
        (FieldType::Boolean, _) => wrong("`true` or `false`"),
        (FieldType::Date, _) if item.is_text() => dated(key, item, Date::parse(&item.raw_text()).err(), span, found),
        (FieldType::Moment, _) if item.is_text() => {
            dated(key, item, Moment::parse(&item.raw_text()).err(), span, found)
        }
        (FieldType::Date | FieldType::Moment, _) => wrong("a date"),
        (FieldType::Choice(values), _) if item.is_text() => {
            let text = item.raw_text();
            if !values.contains(&text) {
                let all = values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ");
                let near = nearest::did_you_mean(&text, values.iter().map(String::as_str));
                found.push(
                    Diagnostic::new("field/choice", span(&item.span), format!("`{key}` cannot be `{text}`"))
                        .help(near.unwrap_or_else(|| format!("choose one of {all}"))),
                );
            }
        }
        (FieldType::Choice(_), _) => wrong("one of its choices"),
        (_, _) if item.is_text() => {}
        (_, Value::List(_)) => wrong("one text, not a list"),
        (_, _) => wrong("a text"),
    }
}

fn dated(
    key: &str,
    item: &Item,
    error: Option<DateError>,
    span: &dyn Fn(&std::ops::Range<usize>) -> Span,
    found: &mut Vec<Diagnostic>,
) {
    if let Some(DateError { message, help, .. }) = error {
        found.push(
            Diagnostic::new("field/date", span(&item.span), format!("`{key}`: {message}"))
                .help(help.unwrap_or_else(|| "dates are year, month and day: `2026-09-03`".to_string())),
        );
    }
}
