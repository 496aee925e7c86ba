//! What a note's page says, as data: for whoever reads the wiki with a program.
//!
//! The one list of what leaves the site beside its pages: the Markdown files and
//! `notes.json` are written from it. It says nothing that the page does not say,
//! and never a path, a commit, an audience or a field that the kind does not have.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::date::Date;
use crate::note::front_matter::{Authors, Relation, Status};
use crate::wiki::link::{Anchor, Target};
use crate::wiki::taxonomy::Taxonomy;
use crate::wiki::{NoteId, Wiki};

use super::card::{minutes, terms};
use super::note::stops;
use super::view::{DateView, FactItem};
use super::{Frame, facts, markdown_url};

/// A note.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Note")]
pub struct NoteData {
    /// Its page, as seen from this file.
    pub url: String,
    /// Its text as Markdown, likewise.
    pub markdown: String,
    /// Its title.
    pub title: String,
    /// Its kind, by the name of one of `kinds`.
    pub kind: String,
    /// How far it is.
    pub status: StatusData,
    /// A sentence or two.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// When it happened or was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Day")]
    pub date: Option<Date>,
    /// When it was last revised.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Day")]
    pub updated: Option<Date>,
    /// After this day it may be out of date.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Day")]
    pub review_by: Option<Date>,
    /// Whether it is by somebody who chose not to be named.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub anonymous: bool,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<WhoData>,
    /// Its teams, by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub teams: Vec<String>,
    /// Its topics, by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// Its systems, by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub systems: Vec<String>,
    /// What it says of other notes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<RelationData>,
    /// What other notes say of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related_by: Vec<RelationData>,
    /// Where the links in its text lead: a page or a file, as seen from this file, or another site.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// The pages of the notes that link to it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mentioned_in: Vec<String>,
    /// The fields of its kind, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Vec<ValueData>>,
    /// The actions of a review.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<ActionData>,
    /// The stops of a reading path.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stops: Vec<StopData>,
    /// Words of thanks that it says.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub thanks: Vec<ThanksData>,
    /// Where something was learned: a URL or a title.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// How many hours the learning took.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub hours: String,
    /// How it was learned.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub form: String,
    /// Its headings, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headings: Vec<HeadingData>,
    /// How many words its text has.
    pub words: usize,
    /// How many minutes reading it takes.
    pub minutes: usize,
}

/// A day: `2026-09-03`.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) struct Day(#[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))] String);

/// How far along a note is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StatusData {
    /// Still being written; in previews only.
    Draft,
    /// Read first by those involved; in previews only.
    InReview,
    /// For everybody it is meant for.
    Shared,
    /// Another note has taken its place.
    Superseded,
}

/// A person, a team or a role.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WhoData {
    /// The name.
    pub name: String,
    /// Their page, where they have one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub url: String,
}

/// A typed link between two notes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RelationData {
    /// What the link says, by the name of the field that says it.
    #[serde(rename = "type")]
    #[schemars(with = "RelationName")]
    pub name: &'static str,
    /// The other note's page.
    pub url: String,
}

/// The name of a typed link.
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(dead_code, reason = "only its schema is used")]
enum RelationName {
    Answers,
    ReplyTo,
    Event,
    BuildsOn,
    Supersedes,
    AppliedIn,
    SeenAgain,
    Related,
}

/// A value of a field.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValueData {
    /// What the page shows.
    pub text: String,
    /// For a date: the day, with its time where it has one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub date: String,
    /// Where it leads: a page of this site, or another site.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub url: String,
}

/// An action of a review.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActionData {
    /// What is to be done.
    pub what: String,
    /// The role or team that holds it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub owner: String,
    /// Until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Day")]
    pub due: Option<String>,
    /// How far it is.
    #[schemars(with = "ActionStatus")]
    pub status: &'static str,
    /// Why it was set aside, or another remark.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Where it is tracked.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub url: String,
}

/// How far an action is.
#[derive(JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its schema is used")]
enum ActionStatus {
    Open,
    UnderWay,
    Done,
    SetAside,
}

/// A stop of a reading path.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StopData {
    /// The note's page.
    pub url: String,
    /// Why it is on the path.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// A word of thanks.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ThanksData {
    /// Whom it thanks.
    pub to: WhoData,
    /// What for.
    #[serde(rename = "for", skip_serializing_if = "String::is_empty")]
    pub what: String,
}

/// A heading.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeadingData {
    /// 2 to 6.
    pub level: u8,
    /// Its anchor in the page.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// Returns what a note's page says.
pub fn note(wiki: &Wiki, frame: &Frame, id: NoteId) -> NoteData {
    let entry = wiki.entry(id);
    let front = &entry.note.front;
    let body = &entry.note.body;
    let anonymous = front.authors == Authors::Anonymous;
    let named = |taxonomy| terms(wiki, id, taxonomy).into_iter().map(|term| term.label).collect();
    let who = |item: FactItem| WhoData { name: item.text, url: item.url };
    NoteData {
        url: entry.url.to_string(),
        markdown: markdown_url(&entry.url),
        title: entry.title.clone(),
        kind: entry.kind.name.clone(),
        status: match front.status {
            Status::Draft => StatusData::Draft,
            Status::InReview => StatusData::InReview,
            _ if entry.is_superseded() => StatusData::Superseded,
            _ => StatusData::Shared,
        },
        summary: wiki.summary(id),
        date: entry.date.as_ref().map(crate::date::Moment::date),
        updated: entry.updated,
        review_by: front.review_by,
        anonymous,
        authors: if anonymous { Vec::new() } else { facts::authors(wiki, frame, entry).into_iter().map(who).collect() },
        teams: named(Taxonomy::Teams),
        topics: named(Taxonomy::Topics),
        systems: named(Taxonomy::Systems),
        relations: relations(wiki, &entry.relations),
        related_by: relations(wiki, &entry.related_by),
        links: links(entry.targets.iter()),
        mentioned_in: mentioned_in(wiki, id),
        fields: fields(wiki, frame, id),
        actions: facts::actions(wiki, frame, entry)
            .into_iter()
            .map(|action| ActionData {
                what: action.what,
                owner: action.owner,
                due: action.due.map(|due: DateView| due.iso),
                status: match action.status {
                    "way" => "under-way",
                    "aside" => "set-aside",
                    status => status,
                },
                note: action.note,
                url: action.url,
            })
            .collect(),
        stops: stops(wiki, frame, id)
            .into_iter()
            .map(|stop| StopData { url: stop.card.url.clone(), why: stop.why })
            .collect(),
        thanks: front
            .thanks
            .iter()
            .map(|thanks| ThanksData { to: who(facts::who(wiki, &thanks.to.text)), what: thanks.what.clone() })
            .collect(),
        source: front.source.clone().unwrap_or_default(),
        hours: front.hours.clone().unwrap_or_default(),
        form: front.form.clone().unwrap_or_default(),
        headings: body
            .headings
            .iter()
            .map(|heading| HeadingData { level: heading.level, id: heading.id.clone(), text: heading.text.clone() })
            .collect(),
        words: body.words,
        minutes: minutes(body.words),
    }
}

/// Returns the same for a file that lists notes.
///
/// What went wrong is listed by nobody's name: the page says who wrote it, but a file of many
/// notes would be such a list for whoever sorts it.
pub fn listed(wiki: &Wiki, frame: &Frame, id: NoteId) -> NoteData {
    let mut note = note(wiki, frame, id);
    if !wiki.entry(id).kind.credit {
        note.authors.clear();
    }
    note
}

fn relations(wiki: &Wiki, all: &[(Relation, NoteId)]) -> Vec<RelationData> {
    let shown = all.iter().filter(|(_, id)| wiki.entry(*id).has_page);
    let data = |(relation, id): &(Relation, NoteId)| RelationData {
        name: relation.field(),
        url: wiki.entry(*id).url.to_string(),
    };
    shown.map(data).collect()
}

/// Returns where links lead, each place once, in the order of the text.
fn links<'a>(targets: impl Iterator<Item = &'a Target>) -> Vec<String> {
    let mut links: Vec<String> = Vec::new();
    let fragment = |anchor: &Option<Anchor>| anchor.as_ref().map_or(String::new(), Anchor::fragment);
    for target in targets {
        let url = match target {
            Target::Note { url, anchor, .. } | Target::Page(url, anchor) => format!("{url}{}", fragment(anchor)),
            Target::Asset { url, .. } | Target::External(url) => url.clone(),
            // What is not there may be what a reader may not see: its name stays here.
            Target::Own(_) | Target::Private(_) | Target::Missing | Target::Refused => continue,
        };
        if !links.contains(&url) {
            links.push(url);
        }
    }
    links
}

fn mentioned_in(wiki: &Wiki, id: NoteId) -> Vec<String> {
    let from = wiki.entry(id).mentions.iter().map(|(from, _)| *from).filter(|from| *from != id);
    from.map(|from| wiki.entry(from)).filter(|entry| entry.has_page).map(|entry| entry.url.to_string()).collect()
}

fn fields(wiki: &Wiki, frame: &Frame, id: NoteId) -> BTreeMap<String, Vec<ValueData>> {
    let value = |item: FactItem| ValueData { text: item.text, date: item.datetime, url: item.url };
    let fields = facts::fields(wiki, frame, wiki.entry(id)).into_iter().filter(|(_, items)| !items.is_empty());
    fields.map(|(field, items)| (field.name.clone(), items.into_iter().map(value).collect())).collect()
}
