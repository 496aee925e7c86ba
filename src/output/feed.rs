//! Feeds: the newest notes of the site and of its lists, for whoever would rather be told.
//!
//! Says what is in a feed; `feed/atom.rs` and `feed/json.rs` write it down. A feed
//! depends on its notes alone and never on the day of the build, so that it changes
//! when one of them does and at no other time.

mod atom;
mod json;

use std::collections::HashMap;
use std::sync::Arc;

use super::Output;
use crate::config::{Config, FeedContent};
use crate::date::Date;
use crate::hashed::{Digest, Hashed, digest};
use crate::memo::Table;
use crate::page::body::{self, Circled, Filled};
use crate::page::data::{self, WhoData};
use crate::page::{Frame, feeds};
use crate::source::Bytes;
use crate::wiki::{NoteId, Wiki};

/// A feed, ready to be written.
#[derive(Debug, Hash)]
struct Feed<'a> {
    title: String,
    about: &'a str,
    language: &'a str,
    /// The page it belongs to.
    page: String,
    /// Where it is itself: as Atom and as JSON.
    atom: String,
    json: String,
    icon: String,
    /// When one of its notes last changed.
    updated: Date,
    entries: Vec<Hashed<Entry>>,
}

/// A note in a feed.
#[derive(Debug, Hash)]
struct Entry {
    /// Its page, which is also what tells it from all others.
    url: String,
    title: String,
    summary: String,
    published: Date,
    updated: Date,
    authors: Vec<(String, String)>,
    tags: Vec<String>,
    /// Its text as HTML, where it stands in feeds whole.
    content: Option<Hashed<String>>,
}

/// Both forms of a feed.
type Written = [Arc<[u8]>; 2];

/// Results of earlier builds.
pub(super) struct Memo {
    contents: Table<Hashed<String>>,
    written: Table<Written>,
}

impl Memo {
    pub(super) fn new(keeps: bool) -> Self {
        match keeps {
            true => Memo { contents: Table::default(), written: Table::default() },
            false => Memo { contents: Table::forgetful(), written: Table::forgetful() },
        }
    }
}

/// What feeds are made from.
pub(super) struct Material<'a> {
    pub(super) wiki: &'a Wiki,
    pub(super) frame: &'a Frame,
    pub(super) config: &'a Config,
    pub(super) bodies: &'a [Filled],
    pub(super) circled: &'a Circled,
}

/// Returns the paths of all feeds.
pub(super) fn paths(frame: &Frame) -> impl Iterator<Item = String> + '_ {
    frame.feeds.keys().flat_map(|page| {
        let (atom, json) = feeds::addresses(page);
        [atom, json]
    })
}

/// Returns the feeds, each in both forms.
pub(super) fn outputs(material: &Material<'_>, memo: &mut Memo) -> Vec<Output> {
    let Material { frame, config, .. } = material;
    let whole = contents(material, &mut memo.contents);
    // A note stands in several feeds, and is described once.
    let mut entries: HashMap<(NoteId, bool), Hashed<Entry>> = HashMap::new();
    let icon = frame.site.assets.get("mark.svg").map_or_else(String::new, |url| frame.whole(url));
    let mut made: Vec<Feed<'_>> = Vec::with_capacity(frame.feeds.len());
    for (page, plan) in &frame.feeds {
        let entry = |id: &NoteId| {
            let content = whole.get(id).filter(|_| plan.whole);
            let described = entries.entry((*id, content.is_some()));
            described.or_insert_with(|| Hashed::new(entry(material, *id, content.cloned()))).clone()
        };
        let entries: Vec<Hashed<Entry>> = plan.notes.iter().map(entry).collect();
        let Some(updated) = entries.iter().map(|entry| entry.updated).max() else { continue };
        let (atom, json) = feeds::addresses(page);
        made.push(Feed {
            title: feeds::title(&plan.of, &config.title),
            about: &config.description,
            language: &config.language,
            page: frame.whole(if page == feeds::HOME { "" } else { page }),
            atom,
            json,
            icon: icon.clone(),
            updated,
            entries,
        });
    }
    let paths: Vec<[Arc<str>; 2]> =
        made.iter().map(|feed| [feed.atom.as_str().into(), feed.json.as_str().into()]).collect();
    let written = memo.written.map(
        made,
        |feed| digest(&(feed, &frame.base)),
        |feed| [atom::write(&feed, frame).into(), json::write(&feed, frame).into()],
    );
    let pairs = paths.into_iter().zip(written).flat_map(|(paths, written)| paths.into_iter().zip(written));
    pairs.map(|(path, bytes)| Output { path, bytes: Bytes::Memory(bytes) }).collect()
}

/// Returns the texts of the notes that stand in a feed whole.
fn contents(material: &Material<'_>, table: &mut Table<Hashed<String>>) -> HashMap<NoteId, Hashed<String>> {
    let Material { wiki, frame, config, bodies, circled } = material;
    if config.feeds.content == FeedContent::Summary {
        return HashMap::new();
    }
    let mut ids: Vec<NoteId> =
        frame.feeds.values().filter(|plan| plan.whole).flat_map(|plan| plan.notes.iter().copied()).collect();
    ids.sort_unstable();
    ids.dedup();
    // The page's own text holds all that this one is made of, but for where the site stands.
    let key = |id: &NoteId| -> Digest {
        digest(&(&bodies[id.0 as usize].html, &wiki.entry(*id).url, &frame.base, frame.words_digest))
    };
    let texts = table.map(ids.clone(), key, |id| Hashed::new(body::away(wiki, frame, circled, id)));
    // A note may be nothing but its fields; its summary then says what there is to say.
    ids.into_iter().zip(texts).filter(|(_, text)| !text.trim().is_empty()).collect()
}

fn entry(material: &Material<'_>, id: NoteId, content: Option<Hashed<String>>) -> Entry {
    let Material { wiki, frame, .. } = material;
    let data = data::listed(wiki, frame, id);
    let published = data.date.expect("only dated notes are in a feed");
    let who = |who: WhoData| {
        let url = if who.url.is_empty() { who.url } else { frame.whole(&who.url) };
        (who.name, url)
    };
    Entry {
        url: frame.whole(&data.url),
        title: data.title,
        summary: data.summary,
        published,
        updated: data.updated.unwrap_or(published),
        authors: data.authors.into_iter().map(who).collect(),
        tags: data.topics,
        content,
    }
}

/// Returns the beginning of a day as feeds write it. Notes have days, and feeds want moments.
fn moment(day: Date) -> String {
    format!("{day}T00:00:00Z")
}
