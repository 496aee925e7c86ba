//! What stands in the margin of a note: dates, teams, authors, and the fields of its kind.

use crate::date::Moment;
use crate::kind::{Field, FieldType};
use crate::note::front_matter::{Authors, Item, Value};
use crate::wiki::link::fold;
use crate::wiki::taxonomy::Taxonomy;
use crate::wiki::{Entry, NoteId, Role, Wiki};

use super::Frame;
use super::card::{minutes, terms};
use super::view::{ActionView, Fact, FactItem, Link};

pub(super) fn facts(wiki: &Wiki, frame: &Frame, id: NoteId) -> Vec<Fact> {
    let entry = wiki.entry(id);
    let front = &entry.note.front;
    let mut facts = Vec::new();
    let mut add = |label: &str, items: Vec<FactItem>, wide: bool| {
        if !items.is_empty() {
            facts.push(Fact { label: label.to_string(), items, wide });
        }
    };
    let dated = |date: crate::date::Date| {
        let view = frame.words.date(date, frame.today);
        FactItem { text: view.text, url: String::new(), datetime: view.iso }
    };
    // Of a person's page nobody asks when it was written, by whom, and how long it takes to read.
    let about_text = entry.role != Role::Person;
    if about_text {
        add(frame.word("fact_date"), entry.date.iter().map(|date| dated(date.date())).collect(), false);
        add(frame.word("fact_updated"), entry.updated.into_iter().map(dated).collect(), false);
    }
    for (field, items) in fields(wiki, frame, entry) {
        add(&frame.words.field(&entry.kind, field), items, field.list && field.ty == FieldType::Text);
    }
    let linked = |links: Vec<Link>| {
        links.into_iter().map(|link| FactItem { text: link.label, url: link.url, datetime: String::new() }).collect()
    };
    for (taxonomy, one, several) in
        [(Taxonomy::Teams, "fact_team", "fact_teams"), (Taxonomy::Systems, "fact_system", "fact_systems")]
    {
        let terms = terms(wiki, id, taxonomy);
        add(frame.word(if terms.len() == 1 { one } else { several }), linked(terms), false);
    }
    if about_text {
        let time = frame.words.count("minutes", minutes(entry.note.body.words));
        add(frame.word("fact_minutes"), vec![plain(time)], false);
        add(frame.word("fact_authors"), authors(wiki, frame, entry), false);
    }
    add(frame.word("fact_review_by"), front.review_by.into_iter().map(dated).collect(), false);
    let source = front.source.iter().map(|source| {
        let url = if is_web(source) { source.clone() } else { String::new() };
        FactItem { text: source.clone(), url, datetime: String::new() }
    });
    add(frame.word("fact_source"), source.collect(), true);
    let hours = front.hours.iter().map(|hours| plain(frame.words.count_written("hours", hours)));
    add(frame.word("fact_hours"), hours.collect(), false);
    let form = front.form.iter().map(|form| {
        let word = frame.words.said(&format!("form_{}", form.replace('-', "_")));
        plain(word.unwrap_or(form).to_string())
    });
    add(frame.word("fact_form"), form.collect(), false);
    facts
}

fn plain(text: String) -> FactItem {
    FactItem { text, url: String::new(), datetime: String::new() }
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// Returns the fields of a note's kind that it fills in, with what the page shows of them, in the kind's order.
pub(super) fn fields<'a>(wiki: &Wiki, frame: &Frame, entry: &'a Entry) -> Vec<(&'a Field, Vec<FactItem>)> {
    let given = |field: &'a Field| {
        let given = entry.note.front.extra.iter().find(|given| given.key == field.name)?;
        Some((field, of_field(wiki, frame, entry, &field.name, field, &given.item)))
    };
    entry.kind.fields.iter().filter_map(given).collect()
}

pub(super) fn authors(wiki: &Wiki, frame: &Frame, entry: &Entry) -> Vec<FactItem> {
    if entry.note.front.authors == Authors::Anonymous {
        return vec![plain(frame.word("fact_anonymous").to_string())];
    }
    entry.authors.iter().map(|handle| who(wiki, handle)).collect()
}

/// Returns a person, team or role by its handle or name.
pub(super) fn who(wiki: &Wiki, handle: &str) -> FactItem {
    let (text, url) = match wiki.people.get(&fold(handle)) {
        Some(person) => (person.name.clone(), person.url.as_ref().map_or(String::new(), ToString::to_string)),
        None => match wiki.terms.term(Taxonomy::Teams, handle) {
            Some(team) => (team.name.clone(), team.url.to_string()),
            None => (handle.to_string(), String::new()),
        },
    };
    FactItem { text, url, datetime: String::new() }
}

fn items(item: &Item) -> Vec<&Item> {
    match &item.value {
        Value::List(items) => items.iter().collect(),
        Value::Null => Vec::new(),
        _ => vec![item],
    }
}

fn of_field(wiki: &Wiki, frame: &Frame, entry: &Entry, key: &str, field: &Field, item: &Item) -> Vec<FactItem> {
    items(item)
        .into_iter()
        .enumerate()
        .filter(|(_, item)| item.is_text())
        .map(|(number, item)| {
            let text = item.raw_text();
            match &field.ty {
                FieldType::Date | FieldType::Moment => match Moment::parse(&text) {
                    Ok(moment) => {
                        let view = frame.words.moment(&moment, frame.today);
                        FactItem { text: view.text, url: String::new(), datetime: view.iso }
                    }
                    Err(_) => plain(text),
                },
                FieldType::Choice(_) => plain(frame.words.choice(&entry.kind, field, &text)),
                FieldType::Boolean => match item.value {
                    Value::Bool(on) => plain(frame.word(if on { "yes" } else { "no" }).to_string()),
                    _ => plain(text),
                },
                FieldType::Number => plain(frame.words.decimal(&text).unwrap_or(text)),
                FieldType::Person | FieldType::Role => who(wiki, text.trim_start_matches('@')),
                FieldType::Link => match entry.field_links.get(&(key.to_string(), number)) {
                    Some(id) => {
                        let other = wiki.entry(*id);
                        FactItem { text: other.title.clone(), url: other.url.to_string(), datetime: String::new() }
                    }
                    None => plain(text),
                },
                FieldType::Url if is_web(&text) => FactItem { text: text.clone(), url: text, datetime: String::new() },
                _ => plain(text),
            }
        })
        .collect()
}

/// Returns the actions of a note whose kind has a record field of that name.
pub(super) fn actions(wiki: &Wiki, frame: &Frame, entry: &Entry) -> Vec<ActionView> {
    let Some(field) = entry.note.front.extra.iter().find(|field| field.key == "actions") else { return Vec::new() };
    items(&field.item)
        .into_iter()
        .filter_map(|item| {
            let Value::Map(pairs) = &item.value else { return None };
            let get = |key: &str| {
                pairs.iter().find(|(name, _)| name == key).map(|(_, item)| item.raw_text()).unwrap_or_default()
            };
            let (status, key) = match get("status").as_str() {
                "done" => ("done", "action_done"),
                "under-way" => ("way", "action_way"),
                "set-aside" => ("aside", "action_aside"),
                _ => ("open", "action_open"),
            };
            let owner = get("owner");
            let link = get("link");
            Some(ActionView {
                what: get("what"),
                owner: if owner.is_empty() { owner } else { who(wiki, &owner).text },
                due: Moment::parse(&get("due")).ok().map(|due| frame.words.date(due.date(), frame.today)),
                status,
                status_text: frame.word(key).to_string(),
                note: get("note"),
                url: if is_web(&link) { link } else { String::new() },
            })
        })
        .collect()
}
