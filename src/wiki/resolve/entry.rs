//! What each note is in the site: its role, kind, page and dates.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::config::Config;
use crate::date::{Date, Moment};
use crate::diagnostic::Diagnostic;
use crate::history::History;
use crate::kind::{Kind, Kinds};
use crate::nearest;
use crate::note::Note;
use crate::note::front_matter::Authors;
use crate::note::slug;
use crate::source::Span;

use super::address::{address, slugs};
use crate::wiki::taxonomy::Taxonomy;
use crate::wiki::{Entry, Role};

/// Which kind each folder gives to the notes in it that name none.
pub(super) fn default_kinds(notes: &[Arc<Note>]) -> HashMap<String, String> {
    notes
        .iter()
        .filter(|note| note.index_rank().is_some())
        .filter_map(|note| note.front.default_kind.as_ref().map(|kind| (note.folder().to_string(), kind.text.clone())))
        .collect()
}

pub(super) fn entry(
    note: &Arc<Note>,
    indexes: &HashSet<Arc<str>>,
    defaults: &HashMap<String, String>,
    kinds: &Kinds,
    config: &Config,
    history: &History,
    diagnostics: &mut Vec<Diagnostic>,
) -> Entry {
    let index = indexes.contains(&note.at);
    let kind = kind(note, index, defaults, kinds, diagnostics);
    let role = if index {
        Role::Section
    } else if kind.name == "person" {
        Role::Person
    } else {
        Taxonomy::ALL.into_iter().find(|one| one.folder() == note.folder()).map_or(Role::Note, Role::Term)
    };
    let url = if index {
        address(note.folder())
    } else {
        let stem = slug::file(note.stem());
        if stem.is_empty() || note.folder().split('/').any(|part| !part.is_empty() && slug::file(part).is_empty()) {
            diagnostics.push(
                Diagnostic::new(
                    "path/unsafe",
                    Span::new(&note.path, 0..0),
                    "this file name has no letter or digit to make a URL of",
                )
                .help("give the file a name with letters or digits"),
            );
        }
        if note.folder().is_empty() { format!("{stem}.html") } else { format!("{}/{stem}.html", slugs(note.folder())) }
    };
    let anonymous = note.front.authors == Authors::Anonymous;
    let known = if anonymous || !config.git.dates { None } else { history.of(&note.path) };
    let date = note
        .front
        .date
        .clone()
        .or_else(|| note.stem().get(..10).and_then(|start| Moment::parse(start).ok()))
        .or_else(|| known.and_then(|known| known.first).map(Moment::from));
    let updated: Option<Date> = note
        .front
        .updated
        .or_else(|| known.and_then(|known| known.last))
        .filter(|updated| date.as_ref().is_none_or(|date| date.date() < *updated));
    let authors = match &note.front.authors {
        Authors::Named(names) => names.iter().map(|name| name.text.clone()).collect(),
        _ => Vec::new(),
    };
    Entry {
        role,
        url: url.into(),
        has_page: kind.name != "person" || note.front.public_profile || index,
        title: note.title(),
        kind,
        date,
        updated,
        authors,
        targets: Vec::new(),
        mentions: Vec::new(),
        relations: Vec::new(),
        related_by: Vec::new(),
        field_links: HashMap::new(),
        note: Arc::clone(note),
    }
}

fn kind(
    note: &Note,
    index: bool,
    defaults: &HashMap<String, String>,
    kinds: &Kinds,
    diagnostics: &mut Vec<Diagnostic>,
) -> Arc<Kind> {
    for name in note.front.kind.iter().chain(&note.front.default_kind) {
        if kinds.named(&name.text).is_none() {
            diagnostics.push(
                Diagnostic::new(
                    "kind/unknown",
                    Span::new(&note.path, name.span.clone()),
                    format!("`{}` is not a kind of this site", name.text),
                )
                .help(nearest::did_you_mean(&name.text, kinds.names()).unwrap_or_else(|| {
                    format!(
                        "the kinds are {}",
                        kinds.names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
                    )
                })),
            );
        }
    }
    let inherited = || {
        let mut folder = note.folder();
        loop {
            if let Some(kind) = defaults.get(folder).and_then(|name| kinds.named(name)) {
                return Some(kind);
            }
            folder = match folder.rsplit_once('/') {
                Some((above, _)) => above,
                None if folder.is_empty() => return None,
                None => "",
            };
        }
    };
    let named = note.front.kind.as_ref().and_then(|name| kinds.named(&name.text));
    let fallback = if index { kinds.named("page") } else { inherited() };
    named.or(fallback).or_else(|| kinds.named("note")).map_or_else(|| Arc::new(Kind::plain()), Arc::clone)
}
