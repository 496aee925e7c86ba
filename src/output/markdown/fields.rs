//! The front matter of a published Markdown file: what the page says, under the names that notes use.
//!
//! Never copies a field of the note itself. What the page does not show is not here.

use super::relative;
use crate::kind::FieldType;
use crate::page::data::{ActionData, NoteData, StatusData, StopData, ThanksData, ValueData};
use crate::page::{Frame, markdown_url};
use crate::wiki::Entry;

/// Appends the fields as YAML.
pub(super) fn fields(out: &mut String, frame: &Frame, data: &NoteData, entry: &Entry) {
    let mut yaml = Yaml(out);
    let here = &data.markdown;
    yaml.text("title", &data.title);
    yaml.text("summary", &data.summary);
    yaml.text("kind", &data.kind);
    yaml.day("date", data.date);
    yaml.day("updated", data.updated);
    match data.anonymous {
        true => yaml.text("authors", "anonymous"),
        false => yaml.list("authors", data.authors.iter().map(|who| who.name.as_str())),
    }
    yaml.list("team", data.teams.iter().map(String::as_str));
    yaml.list("topics", data.topics.iter().map(String::as_str));
    yaml.list("systems", data.systems.iter().map(String::as_str));
    match data.status {
        StatusData::Shared => {}
        StatusData::Draft => yaml.text("status", "draft"),
        StatusData::InReview => yaml.text("status", "in-review"),
        StatusData::Superseded => yaml.text("status", "superseded"),
    }
    // Of each relation all notes together, as an author would write them.
    let mut names: Vec<&str> = Vec::new();
    for relation in &data.relations {
        if !names.contains(&relation.name) {
            names.push(relation.name);
        }
    }
    for name in names {
        let notes: Vec<String> = data
            .relations
            .iter()
            .filter(|relation| relation.name == name)
            .map(|relation| to_note(here, &relation.url))
            .collect();
        yaml.list(name, notes.iter().map(String::as_str));
    }
    for field in &entry.kind.fields {
        let Some(values) = data.fields.get(&field.name) else { continue };
        let values: Vec<String> = values.iter().map(|one| value(here, one, &field.ty)).collect();
        match values.as_slice() {
            [one] if !field.list => yaml.line(&scalar(&field.name), one),
            several => yaml.lines(&scalar(&field.name), several),
        }
    }
    yaml.groups("actions", data.actions.iter().map(action));
    yaml.groups("steps", data.stops.iter().map(|stop| step(here, stop)));
    yaml.groups("thanks", data.thanks.iter().map(thanks));
    yaml.day("review_by", data.review_by);
    yaml.text("source", &data.source);
    if !data.hours.is_empty() {
        yaml.line("hours", &number(&data.hours));
    }
    yaml.text("form", &data.form);
    let url = if frame.base.is_empty() { relative(here, &data.url) } else { frame.whole(&data.url) };
    yaml.text("url", &url);
}

/// Returns the way from one note's Markdown to another's, by its page.
fn to_note(here: &str, url: &str) -> String {
    relative(here, &markdown_url(url))
}

fn value(here: &str, one: &ValueData, ty: &FieldType) -> String {
    match ty {
        _ if !one.date.is_empty() => scalar(&one.date),
        FieldType::Link if !one.url.is_empty() => scalar(&to_note(here, &one.url)),
        FieldType::Number => number(&one.text),
        FieldType::Boolean if matches!(one.text.as_str(), "true" | "false") => one.text.clone(),
        _ => scalar(&one.text),
    }
}

/// Returns a number as one, as it was written.
fn number(text: &str) -> String {
    if text.parse::<f64>().is_ok_and(f64::is_finite) { text.to_string() } else { scalar(text) }
}

/// Keys with their texts; one that is empty is left out.
type Group<'a> = Vec<(&'static str, std::borrow::Cow<'a, str>)>;

fn action(action: &ActionData) -> Group<'_> {
    vec![
        ("what", action.what.as_str().into()),
        ("owner", action.owner.as_str().into()),
        ("due", action.due.as_deref().unwrap_or_default().into()),
        ("status", action.status.into()),
        ("link", action.url.as_str().into()),
        ("note", action.note.as_str().into()),
    ]
}

fn step<'a>(here: &str, stop: &'a StopData) -> Group<'a> {
    vec![("note", to_note(here, &stop.url).into()), ("why", stop.why.as_str().into())]
}

fn thanks(thanks: &ThanksData) -> Group<'_> {
    vec![("to", thanks.to.name.as_str().into()), ("for", thanks.what.as_str().into())]
}

/// Returns a text as a YAML value.
fn scalar(text: &str) -> String {
    // In quotes what a hasty reader may take for an anchor or an alias, and what has several lines.
    if text.contains(['*', '&', '\n']) {
        return serde_json::to_string(text).expect("a text can be written as JSON");
    }
    let mut yaml = serde_yaml::to_string(text).expect("a text can be written as YAML");
    yaml.truncate(yaml.trim_end().len());
    yaml
}

/// Writes fields, and leaves out those that are empty.
struct Yaml<'o>(&'o mut String);

impl Yaml<'_> {
    /// Writes a field whose value is YAML already.
    fn line(&mut self, key: &str, value: &str) {
        for part in [key, ": ", value, "\n"] {
            self.0.push_str(part);
        }
    }

    fn lines(&mut self, key: &str, values: &[String]) {
        if !values.is_empty() {
            self.0.push_str(key);
            self.0.push_str(":\n");
        }
        for value in values {
            for part in ["- ", value, "\n"] {
                self.0.push_str(part);
            }
        }
    }

    fn text(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            self.line(key, &scalar(text));
        }
    }

    fn day(&mut self, key: &str, day: Option<crate::date::Date>) {
        if let Some(day) = day {
            self.line(key, &day.to_string());
        }
    }

    fn list<'a>(&mut self, key: &str, texts: impl Iterator<Item = &'a str>) {
        let values: Vec<String> = texts.map(scalar).collect();
        self.lines(key, &values);
    }

    fn groups<'a>(&mut self, key: &str, groups: impl Iterator<Item = Group<'a>>) {
        let group = |group: Group<'a>| {
            let said = group.iter().filter(|(_, text)| !text.is_empty());
            said.map(|(key, text)| format!("{key}: {}", scalar(text))).collect::<Vec<_>>().join("\n  ")
        };
        let values: Vec<String> = groups.map(group).collect();
        self.lines(key, &values);
    }
}
