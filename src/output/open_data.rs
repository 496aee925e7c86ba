//! `notes.json`: the open data of the site, and the schema that says how to read it.
//!
//! Both come from the same types, so that neither can say more than the other.
//! Addresses are as seen from the file, and it holds what pages say and no more.

use rayon::prelude::*;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use crate::page::Frame;
use crate::page::data::{self, NoteData};
use crate::page::view::KindView;
use crate::wiki::taxonomy::Taxonomy;
use crate::wiki::{NoteId, Wiki};

/// The path of the data.
pub(super) const PATH: &str = "notes.json";

/// The path of its schema.
pub(super) const SCHEMA: &str = "notes.schema.json";

/// The notes of a site as data. All addresses are relative to this file.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "The notes of a Candor site")]
struct SiteNotes {
    /// Where the schema of this file is.
    #[serde(rename = "$schema")]
    schema: String,
    /// The site.
    site: SiteData,
    /// The kinds in use.
    kinds: Vec<KindData>,
    /// The topics in use.
    topics: Vec<TermData>,
    /// The systems in use.
    systems: Vec<TermData>,
    /// The teams in use.
    teams: Vec<TermData>,
    /// The notes, in the order of the folders.
    notes: Vec<NoteData>,
}

/// A site.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SiteData {
    /// Its name.
    title: String,
    /// What it is about.
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
    /// The language of its pages: a BCP 47 tag.
    language: String,
    /// Where it stands; missing where it does not know.
    #[serde(skip_serializing_if = "String::is_empty")]
    url: String,
}

/// A kind of note.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct KindData {
    /// Its name, as notes give it.
    name: String,
    /// What a note of it is called.
    label: String,
    /// What several are called.
    plural: String,
    /// The page that lists them.
    url: String,
}

/// A topic, a system or a team.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct TermData {
    /// Its name, as notes give it.
    name: String,
    /// Its page.
    url: String,
}

/// Writes the data.
pub(super) fn write(wiki: &Wiki, frame: &Frame) -> Vec<u8> {
    let site = &frame.site;
    let terms = |taxonomy| -> Vec<TermData> {
        let all = wiki.terms.terms(taxonomy).values();
        all.map(|term| TermData { name: term.name.clone(), url: term.url.to_string() }).collect()
    };
    let kind = |kind: &KindView| KindData {
        name: kind.name.clone(),
        label: kind.label.clone(),
        plural: kind.plural.clone(),
        url: kind.url.clone(),
    };
    let around = SiteNotes {
        schema: SCHEMA.to_string(),
        site: SiteData {
            title: site.title.clone(),
            description: site.description.clone(),
            language: site.language.clone(),
            url: frame.base.clone(),
        },
        kinds: site.kinds.iter().map(kind).collect(),
        topics: terms(Taxonomy::Topics),
        systems: terms(Taxonomy::Systems),
        teams: terms(Taxonomy::Teams),
        notes: Vec::new(),
    };
    let mut out = serde_json::to_vec(&around).expect("texts can be written as JSON");
    assert!(out.ends_with(b"[]}"), "the notes come last");
    out.truncate(out.len() - 2);
    let ids: Vec<NoteId> = wiki.listed().filter(|(_, entry)| entry.has_page).map(|(id, _)| id).collect();
    let lines = |ids: &[NoteId]| {
        let mut lines = Vec::new();
        for id in ids {
            // A line each, so that a change of one note is a change of one line.
            lines.extend_from_slice(b",\n");
            serde_json::to_writer(&mut lines, &data::listed(wiki, frame, *id)).expect("texts can be written as JSON");
        }
        lines
    };
    let parts: Vec<Vec<u8>> = ids.par_chunks(64).map(lines).collect();
    out.reserve_exact(parts.iter().map(Vec::len).sum::<usize>() + 8);
    for (n, part) in parts.into_iter().enumerate() {
        // The first line has nothing before it.
        out.extend_from_slice(&part[usize::from(n == 0)..]);
    }
    out.extend_from_slice(b"\n]}\n");
    out
}

/// Writes the schema: JSON Schema, draft 2020-12. It is the same for every site.
pub(super) fn schema() -> Vec<u8> {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<SiteNotes>();
    let mut json = serde_json::to_vec_pretty(&schema).expect("a schema can be written as JSON");
    json.push(b'\n');
    json
}
