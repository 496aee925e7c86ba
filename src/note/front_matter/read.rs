//! Turns fields into a [`FrontMatter`], one by one, telling every wrong type.

use crate::date::{Date, DateError, Moment};
use crate::diagnostic::Diagnostic;
use crate::nearest;
use crate::source::{FilePath, Span};

use super::yaml::{Field, Item, Value};
use super::{Authors, FrontMatter, Order, Relation, Spanned, Status, Thanks};

const STATUSES: [(&str, Status); 4] = [
    ("draft", Status::Draft),
    ("in-review", Status::InReview),
    ("shared", Status::Shared),
    ("superseded", Status::Superseded),
];
const EMPTY_AUDIENCE: &str =
    "name who may see the note, as in `audience: [payments]`, or take the line out: then everybody may";
const EMPTY_AUTHORS: &str =
    "write `authors: anonymous`, or handles as in `authors: [ida]`, or take the line out: then those in git are named";
const EMPTY_STATUS: &str =
    "write `draft`, `in-review`, `shared` or `superseded`, or take the line out: then the note is shared";
const FORMS: [&str; 4] = ["formal", "informal", "social", "self-directed"];

pub(super) fn read(file: &FilePath, fields: Vec<Field>, diagnostics: &mut Vec<Diagnostic>) -> FrontMatter {
    let mut front = FrontMatter::default();
    let mut tell = Teller { file, diagnostics };
    for field in fields {
        let item = &field.item;
        // An empty field is one that was left for later, not a wrong one.
        let empty = item.value == Value::Null;
        match field.key.as_str() {
            // What protects is never guessed: what cannot be read, or says nothing, withholds the note.
            "audience" => match tell.names(&field, EMPTY_AUDIENCE) {
                Some(names) => front.audience = Some(names),
                None => front.withheld = true,
            },
            "authors" => match tell.authors(&field) {
                Some(authors) => front.authors = authors,
                None => {
                    front.authors = Authors::Anonymous;
                    front.withheld = true;
                }
            },
            "status" => match tell.status(&field) {
                Some(status) => front.status = status,
                None => {
                    front.status = Status::Draft;
                    front.withheld = true;
                }
            },
            _ if empty && is_common(&field.key) => {}
            "title" => front.title = tell.text(&field),
            "summary" => front.summary = tell.text(&field),
            "kind" => front.kind = tell.spanned(&field),
            "default_kind" => front.default_kind = tell.spanned(&field),
            "order" => front.order = tell.number(&field).map(Order).unwrap_or_default(),
            "date" => front.date = tell.moment(&field),
            "updated" => front.updated = tell.date(&field),
            "review_by" => front.review_by = tell.date(&field),
            "team" => front.team = tell.texts(&field).unwrap_or_default(),
            "topics" => front.topics = tell.texts(&field).unwrap_or_default(),
            "systems" => front.systems = tell.texts(&field).unwrap_or_default(),
            "aliases" => front.aliases = tell.texts(&field).unwrap_or_default(),
            "thanks" => front.thanks = tell.thanks(&field),
            "source" => front.source = tell.text(&field),
            "hours" => front.hours = tell.number(&field).map(|_| item.raw.clone()),
            "form" => front.form = tell.choice(&field, &FORMS),
            "profile" => {
                front.public_profile = tell.choice(&field, &["private", "public"]).as_deref() == Some("public")
            }
            other => match Relation::ALL.iter().find(|(name, _)| *name == other) {
                Some((_, relation)) => {
                    let targets = tell.texts(&field).unwrap_or_default();
                    front.relations.extend(targets.into_iter().map(|target| (*relation, target)));
                }
                None => front.extra.push(field),
            },
        }
    }
    front
}

/// Whether somebody who writes this word may have meant `anonymous`.
pub(crate) fn says_anonymous(word: &str) -> bool {
    let word = word.trim().trim_start_matches('@');
    word.eq_ignore_ascii_case("anon") || nearest::nearest(word, ["anonymous"]).is_some()
}

fn is_common(key: &str) -> bool {
    crate::kind::common_field(key).is_some()
}

/// Reads values of a type, and tells those that are not.
pub(crate) struct Teller<'a> {
    pub(crate) file: &'a FilePath,
    pub(crate) diagnostics: &'a mut Vec<Diagnostic>,
}

impl Teller<'_> {
    fn wrong(&mut self, key: &str, item: &Item, wanted: &str, example: &str) {
        self.diagnostics.push(
            Diagnostic::new(
                "field/type",
                Span::new(self.file, item.span.clone()),
                format!("`{key}` is {}, and it takes {wanted}", item.value.sort()),
            )
            .help(format!("write it as `{example}`")),
        );
    }

    fn text(&mut self, field: &Field) -> Option<String> {
        match &field.item.value {
            Value::Text(text) => Some(text.trim().to_string()),
            // `title: 1984` is a title, not a sum.
            Value::Number(_) | Value::Bool(_) => Some(field.item.raw.clone()),
            _ => {
                self.wrong(&field.key, &field.item, "a text", &format!("{}: some words", field.key));
                None
            }
        }
    }

    fn spanned(&mut self, field: &Field) -> Option<Spanned> {
        self.text(field).map(|text| Spanned { text, span: field.item.span.clone() })
    }

    fn number(&mut self, field: &Field) -> Option<f64> {
        match field.item.value {
            Value::Number(number) => Some(number),
            _ => {
                self.wrong(&field.key, &field.item, "a number", &format!("{}: 2", field.key));
                None
            }
        }
    }

    /// Reads one text or a list of texts.
    fn texts(&mut self, field: &Field) -> Option<Vec<Spanned>> {
        let one = |item: &Item| match &item.value {
            Value::Text(text) => Some(Spanned { text: text.trim().to_string(), span: item.span.clone() }),
            Value::Number(_) | Value::Bool(_) => Some(Spanned { text: item.raw.clone(), span: item.span.clone() }),
            _ => None,
        };
        let example = format!("{}: [one, two]", field.key);
        match &field.item.value {
            Value::List(items) => {
                let mut texts = Vec::new();
                let mut whole = true;
                for item in items {
                    match one(item) {
                        Some(text) if !text.text.is_empty() => texts.push(text),
                        Some(_) => {}
                        None => {
                            self.wrong(&field.key, item, "texts", &example);
                            whole = false;
                        }
                    }
                }
                whole.then_some(texts)
            }
            _ => {
                let text = one(&field.item);
                if text.is_none() {
                    self.wrong(&field.key, &field.item, "a text or a list of texts", &example);
                }
                text.map(|text| vec![text])
            }
        }
    }

    fn dated<T>(&mut self, field: &Field, parse: fn(&str) -> Result<T, DateError>) -> Option<T> {
        let raw = match &field.item.value {
            Value::Text(text) => text.trim().to_string(),
            Value::Number(_) => field.item.raw.clone(),
            _ => {
                self.wrong(&field.key, &field.item, "a date", &format!("{}: 2026-09-03", field.key));
                return None;
            }
        };
        match parse(&raw) {
            Ok(date) => Some(date),
            Err(DateError { message, help, .. }) => {
                self.diagnostics.push(
                    Diagnostic::new(
                        "field/date",
                        Span::new(self.file, field.item.span.clone()),
                        format!("`{}`: {message}", field.key),
                    )
                    .help(help.unwrap_or_else(|| "dates are year, month and day: `2026-09-03`".to_string())),
                );
                None
            }
        }
    }

    fn date(&mut self, field: &Field) -> Option<Date> {
        self.dated(field, Date::parse)
    }

    fn moment(&mut self, field: &Field) -> Option<Moment> {
        self.dated(field, Moment::parse)
    }

    fn choice(&mut self, field: &Field, known: &[&str]) -> Option<String> {
        let text = self.text(field)?;
        if known.contains(&text.as_str()) {
            return Some(text);
        }
        let all = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        self.diagnostics.push(
            Diagnostic::new(
                "field/choice",
                Span::new(self.file, field.item.span.clone()),
                format!("`{}` cannot be `{text}`", field.key),
            )
            .help(nearest::did_you_mean(&text, known.iter().copied()).unwrap_or(format!("choose one of {all}"))),
        );
        None
    }

    /// Reads texts of which there must be one; `help` says what to write where there is none.
    fn names(&mut self, field: &Field, help: &str) -> Option<Vec<Spanned>> {
        let mut names = match field.item.value {
            Value::Null => Vec::new(),
            _ => self.texts(field)?,
        };
        names.retain(|name| !name.text.is_empty());
        if names.is_empty() {
            let place = if field.item.span.is_empty() { &field.key_span } else { &field.item.span };
            let message = format!("`{}` is there and says nothing", field.key);
            self.diagnostics
                .push(Diagnostic::new("field/type", Span::new(self.file, place.clone()), message).help(help));
            return None;
        }
        Some(names)
    }

    fn status(&mut self, field: &Field) -> Option<Status> {
        self.names(field, EMPTY_STATUS)?;
        let name = self.choice(field, &STATUSES.map(|(name, _)| name))?;
        STATUSES.iter().find(|(known, _)| *known == name).map(|(_, status)| *status)
    }

    fn authors(&mut self, field: &Field) -> Option<Authors> {
        let mut names = self.names(field, EMPTY_AUTHORS)?;
        for name in &mut names {
            name.text = name.text.trim_start_matches('@').to_string();
        }
        if names.iter().any(|name| name.text.eq_ignore_ascii_case("anonymous")) {
            return Some(Authors::Anonymous);
        }
        if let Some(slip) = names.iter().find(|name| says_anonymous(&name.text)) {
            self.diagnostics.push(
                Diagnostic::new(
                    "field/choice",
                    Span::new(self.file, slip.span.clone()),
                    format!("`{}` is nearly `anonymous`, and no name is left out for it", slip.text),
                )
                .help("write `authors: anonymous`, or a handle that cannot be taken for it"),
            );
            return None;
        }
        Some(Authors::Named(names))
    }

    fn thanks(&mut self, field: &Field) -> Vec<Thanks> {
        const EXAMPLE: &str = "thanks: [{to: handle, for: what they did}]";
        let items = match &field.item.value {
            Value::List(items) => items.as_slice(),
            Value::Map(_) => std::slice::from_ref(&field.item),
            _ => {
                self.wrong(&field.key, &field.item, "a list of `to` and `for`", EXAMPLE);
                return Vec::new();
            }
        };
        let mut thanks = Vec::new();
        for item in items {
            let Value::Map(pairs) = &item.value else {
                self.wrong(&field.key, item, "groups of `to` and `for`", EXAMPLE);
                continue;
            };
            let get = |key: &str| pairs.iter().find(|(name, _)| name == key).map(|(_, item)| item);
            for (name, part) in pairs {
                if name != "to" && name != "for" {
                    self.diagnostics.push(
                        Diagnostic::new(
                            "field/unknown",
                            Span::new(self.file, part.span.clone()),
                            format!("`thanks` has no field `{name}`"),
                        )
                        .help("each entry has `to` and `for`"),
                    );
                }
            }
            match get("to").map(|to| (&to.value, to)) {
                Some((Value::Text(to), place)) => thanks.push(Thanks {
                    to: Spanned { text: to.trim_start_matches('@').to_string(), span: place.span.clone() },
                    what: match get("for").map(|what| &what.value) {
                        Some(Value::Text(text)) => text.trim().to_string(),
                        _ => String::new(),
                    },
                }),
                _ => self.wrong(&field.key, item, "`to` in each entry", EXAMPLE),
            }
        }
        thanks
    }
}
