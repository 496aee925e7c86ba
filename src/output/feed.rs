//! Feeds: the newest notes of the site and of its lists, for whoever would rather be told.
//!
//! Says what is in a feed; `feed/atom.rs` and `feed/json.rs` write it down. A feed
//! depends on its notes alone and never on the day of the build, so that it changes
//! when one of them does and at no other time.

mod atom;
mod json;

use super::Edition;
use crate::config::FeedContent;
use crate::date::Date;
use crate::page::body;
use crate::page::data::{self, WhoData};
use crate::page::{Frame, feeds};
use crate::wiki::NoteId;

/// A feed, ready to be written.
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
    entries: Vec<Entry>,
}

/// A note in a feed.
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
    content: Option<String>,
}

/// Returns the paths of all feeds.
pub(super) fn paths(frame: &Frame) -> impl Iterator<Item = String> + '_ {
    frame.feeds.keys().flat_map(|page| {
        let (atom, json) = feeds::addresses(page);
        [atom, json]
    })
}

/// Writes the feed of a page as Atom.
pub(super) fn as_atom(edition: &Edition, page: &str) -> Vec<u8> {
    atom::write(&feed(edition, page), &edition.matter.frame)
}

/// Writes the feed of a page as JSON.
pub(super) fn as_json(edition: &Edition, page: &str) -> Vec<u8> {
    json::write(&feed(edition, page), &edition.matter.frame)
}

fn feed<'a>(edition: &'a Edition, page: &str) -> Feed<'a> {
    let Edition { matter, config, .. } = edition;
    let (frame, plan) = (&matter.frame, &matter.frame.feeds[page]);
    let whole = plan.whole && config.feeds.content != FeedContent::Summary;
    let entries: Vec<Entry> = plan.notes.iter().map(|id| entry(edition, *id, whole)).collect();
    let (atom, json) = feeds::addresses(page);
    Feed {
        title: feeds::title(&plan.of, &config.title),
        about: &config.description,
        language: &config.language,
        page: frame.whole(if page == feeds::HOME { "" } else { page }),
        atom,
        json,
        icon: frame.site.assets.get("mark.svg").map_or_else(String::new, |url| frame.whole(url)),
        updated: entries.iter().map(|entry| entry.updated).max().expect("a feed has a note"),
        entries,
    }
}

fn entry(edition: &Edition, id: NoteId, whole: bool) -> Entry {
    let matter = &edition.matter;
    let (wiki, frame) = (&matter.wiki, &matter.frame);
    let data = data::listed(wiki, frame, id);
    let published = data.date.expect("only dated notes are in a feed");
    let who = |who: WhoData| {
        let url = if who.url.is_empty() { who.url } else { frame.whole(&who.url) };
        (who.name, url)
    };
    let content = whole.then(|| body::away(wiki, frame, &matter.circled, id));
    Entry {
        url: frame.whole(&data.url),
        title: data.title,
        summary: data.summary,
        published,
        updated: data.updated.unwrap_or(published),
        authors: data.authors.into_iter().map(who).collect(),
        tags: data.topics,
        // A note may be nothing but its fields; its summary then says what there is to say.
        content: content.filter(|text| !text.trim().is_empty()),
    }
}

/// Returns the beginning of a day as feeds write it. Notes have days, and feeds want moments.
fn moment(day: Date) -> String {
    format!("{day}T00:00:00Z")
}
