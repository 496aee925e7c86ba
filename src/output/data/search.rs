//! The search index as files, of which a query fetches few.
//!
//! What is in them is specified in `search/RANKING.md`, section 4.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use super::{path, script};
use crate::output::File;
use crate::page::Frame;
use crate::search::catalogue::Catalogue;
use crate::search::index::key_bits;
use crate::search::query::Facet;
use crate::search::shards;
use crate::search::text::Document;
use crate::wiki::NoteId;
use crate::wiki::taxonomy::Taxonomy;

/// How many recent notes are offered before anything is typed.
const RECENT: usize = 6;

/// What every query needs.
#[derive(Serialize)]
struct Core<'a> {
    notes: u32,
    listed: usize,
    space: u32,
    pairs: u32,
    language: &'a str,
    words: String,
    near: String,
    ends: String,
    years: Vec<(i16, u32)>,
    kinds: BTreeMap<&'a str, (&'a str, &'a str, &'a str)>,
    facets: Vec<&'static str>,
    recent: Vec<(&'a str, &'a str, &'a str)>,
}

/// One value of a facet, with its notes.
type Value = (String, String, usize, String);

/// A section of a note's text.
type Section<'a> = (&'a str, &'a str, &'a str);

/// Files of the search have names that begin so, beside [`CORE`].
pub const FOLDER: &str = "search/";

/// The name of the file that every query needs.
pub const CORE: &str = "search";

/// Whether a path is that of one of the files.
pub fn has(path: &str) -> bool {
    path.strip_prefix("data/").is_some_and(|name| name.starts_with(FOLDER) || name == "search.js")
}

/// Returns the files. Those of pairs and of the texts of notes, which are most, are written when they are asked for.
pub fn files(frame: &Frame, catalogue: Catalogue) -> Vec<File> {
    let index = &catalogue.index;
    let words = shards::words(index);
    let (near, ends) = (shards::near(index, false), shards::near(index, true));
    let facets: Vec<(Facet, Vec<Value>)> = [Facet::Kind, Facet::Team, Facet::Topic, Facet::System]
        .map(|facet| (facet, values(&catalogue, frame, facet)))
        .into_iter()
        .filter(|(_, values)| !values.is_empty())
        .collect();
    let core = Core {
        notes: index.notes,
        listed: catalogue.notes.iter().filter(|document| document.listed).count(),
        space: index.space(),
        pairs: index.shard_bits,
        language: &frame.site.language,
        words: shards::names(words.iter().map(|shard| &*shard.name)),
        near: shards::names(near.iter().map(|shard| &*shard.name)),
        ends: shards::names(ends.iter().map(|shard| &*shard.name)),
        years: years(&catalogue),
        kinds: kinds(&catalogue, frame),
        facets: facets.iter().map(|(facet, _)| facet.name()).collect(),
        recent: recent(&catalogue),
    };
    let mut files = vec![File::ready(path(CORE), script(CORE, &core))];
    files.par_extend(words.into_par_iter().flat_map_iter(|one| {
        let mut files = vec![shard('w', &one.name, &(&one.words, &one.bits))];
        for long in &one.long {
            let name = format!("l-{}", shards::file(&long.name));
            files.extend(blocks(&name, &long.blocks));
            files.push(file(&name, &long.above));
        }
        files
    }));
    files.par_extend(near.into_par_iter().map(|one| shard('d', &one.name, &one.words)));
    files.par_extend(ends.into_par_iter().map(|one| shard('r', &one.name, &one.words)));
    files.extend(facets.iter().map(|(facet, values)| shard('f', facet.name(), values)));
    let (notes, key_bits) = (index.notes, key_bits(index.shard_bits));
    files.extend(index.pairs.iter().enumerate().flat_map(|(number, pairs)| {
        let short = format!("p-{number}");
        // How many blocks there are, nobody knows before they are written.
        if shards::has_long(pairs) {
            let one = shards::pairs(pairs, notes, key_bits);
            let mut files = vec![file(&short, &(one.count, one.parameter, &one.bits))];
            for long in &one.long {
                files.extend(blocks(&format!("{short}-{}", long.name), &long.blocks));
            }
            return files;
        }
        let name = format!("{FOLDER}{short}");
        // One shard each, and not the index: an edit changes it in place while these are served.
        let pairs = pairs.clone();
        vec![File::made(path(&name), move |_| {
            let one = shards::pairs(&pairs, notes, key_bits);
            Ok(script(&name, &(one.count, one.parameter, &one.bits)))
        })]
    }));
    let Catalogue { ids, notes, .. } = catalogue;
    files.extend(ids.into_iter().zip(notes).enumerate().map(|(number, (id, document))| {
        let name = format!("{FOLDER}t-{number}");
        File::made(path(&name), move |edition| Ok(script(&name, &text(&edition.matter.frame, id, &document))))
    }));
    files
}

/// Returns the file of a shard.
fn shard(sort: char, name: &str, value: &impl Serialize) -> File {
    file(&format!("{sort}-{}", shards::file(name)), value)
}

/// Returns the files of a long list's blocks.
fn blocks(name: &str, blocks: &[String]) -> impl Iterator<Item = File> {
    blocks.iter().enumerate().map(move |(number, bits)| file(&format!("{name}-{number}"), bits))
}

fn file(name: &str, value: &impl Serialize) -> File {
    let name = format!("{FOLDER}{name}");
    File::ready(path(&name), script(&name, value))
}

/// Returns each year with the number of its first note; 0 for notes without a date.
fn years(catalogue: &Catalogue) -> Vec<(i16, u32)> {
    let of = |document: &Document| document.date.map_or(0, |date| date.year());
    let mut years: Vec<(i16, u32)> =
        catalogue.notes.iter().enumerate().map(|(number, document)| (of(document), number as u32)).collect();
    years.dedup_by_key(|(year, _)| *year);
    years
}

fn kinds<'a>(catalogue: &'a Catalogue, frame: &'a Frame) -> BTreeMap<&'a str, (&'a str, &'a str, &'a str)> {
    let all = catalogue.ids.iter().zip(&catalogue.notes);
    let mut kinds = BTreeMap::new();
    for (id, document) in all {
        kinds.entry(&*document.kind).or_insert_with(|| {
            let kind = frame.kind(*id);
            (&*kind.label, &*kind.plural, &*kind.hue)
        });
    }
    kinds
}

fn recent(catalogue: &Catalogue) -> Vec<(&str, &str, &str)> {
    let dated = catalogue.notes.iter().rev().filter(|document| document.listed && document.date.is_some()).take(RECENT);
    dated.map(|document| (&*document.title, &*document.url, &*document.kind)).collect()
}

/// Returns the values of a facet, those that most notes have first.
fn values(catalogue: &Catalogue, frame: &Frame, facet: Facet) -> Vec<Value> {
    let mut notes: BTreeMap<(&str, &str), Vec<u32>> = BTreeMap::new();
    for (number, (id, document)) in catalogue.ids.iter().zip(&catalogue.notes).enumerate() {
        let mut add = |name, label| notes.entry((name, label)).or_default().push(number as u32);
        let terms = match facet {
            Facet::Kind => {
                add(&document.kind, &frame.kind(*id).label);
                continue;
            }
            Facet::Team => document.terms(Taxonomy::Teams),
            Facet::Topic => document.terms(Taxonomy::Topics),
            Facet::System => document.terms(Taxonomy::Systems),
            Facet::Year => continue,
        };
        for (name, label) in terms {
            add(name, label);
        }
    }
    let space = catalogue.index.space();
    let mut values: Vec<Value> = notes
        .into_iter()
        .map(|((name, label), notes)| (name.to_string(), label.to_string(), notes.len(), shards::notes(&notes, space)))
        .collect();
    values.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
    values
}

/// A note's text, as section 4 of `search/RANKING.md` lists it: address, title, kind, date, teams, summary, aliases,
/// sections, and 1 where the summary is but the beginning of the text.
#[derive(Serialize)]
struct Text<'a>(
    &'a str,
    &'a str,
    &'a str,
    String,
    String,
    &'a str,
    &'a [String],
    Vec<Section<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")] Option<u8>,
);

fn text<'a>(frame: &Frame, id: NoteId, document: &'a Document) -> Text<'a> {
    let card = frame.card(id);
    let date = card.date.as_ref().map_or(String::new(), |date| date.short.clone());
    let section = |section: &'a crate::search::text::Section| (&*section.anchor, &*section.heading, &*section.text);
    Text(
        &document.url,
        &document.title,
        &document.kind,
        date,
        card.team.clone(),
        &document.summary,
        &document.aliases,
        document.sections.iter().map(section).collect(),
        (!document.summarised && !document.summary.is_empty()).then_some(1),
    )
}
