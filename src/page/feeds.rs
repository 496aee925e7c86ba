//! Which lists have a feed, and which notes are in it.
//!
//! Only says which. What a feed looks like is in `output/feed.rs`.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::wiki::section::newest_first;
use crate::wiki::taxonomy::Taxonomy;
use crate::wiki::{NoteId, Wiki};

use super::view::{Alternate, KindView};

/// The page whose feed is that of the whole site.
pub const HOME: &str = "index.html";

/// A feed, before it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What it is of: `Lessons`; empty for the whole site.
    pub of: String,
    /// Its notes, the newest first; never empty.
    pub notes: Vec<NoteId>,
    /// Whether notes may stand in it whole.
    ///
    /// A note has a kind and a team, but may have many topics and systems, and each would
    /// repeat its text: at 10,000 notes these feeds were five times as large as the pages.
    pub whole: bool,
}

/// Returns the feeds by the page that they belong to; none where the site does not know its URL.
pub(super) fn plan<'a>(
    wiki: &Wiki,
    config: &Config,
    kinds: impl Iterator<Item = &'a KindView>,
) -> BTreeMap<String, Plan> {
    let mut plans = BTreeMap::new();
    if config.url.is_empty() || !config.feeds.enabled {
        return plans;
    }
    let mut add = |page: &str, of: &str, mut notes: Vec<NoteId>, whole: bool| {
        notes.retain(|id| wiki.entry(*id).date.is_some() && wiki.entry(*id).has_page);
        notes.truncate(config.feeds.limit);
        // A feed says when it changed last, and one without a dated note could not.
        if !notes.is_empty() {
            plans.insert(page.to_string(), Plan { of: of.to_string(), notes, whole });
        }
    };
    let mut all: Vec<NoteId> = wiki.listed().map(|(id, _)| id).collect();
    newest_first(&mut all, &wiki.notes);
    for kind in kinds {
        let of_kind = all.iter().copied().filter(|id| wiki.entry(*id).kind.name == kind.name);
        add(&kind.url, &kind.plural, of_kind.collect(), true);
    }
    for taxonomy in Taxonomy::ALL {
        for term in wiki.terms.terms(taxonomy).values() {
            add(&term.url, &term.name, term.notes.clone(), taxonomy == Taxonomy::Teams);
        }
    }
    add(HOME, "", all, true);
    plans
}

/// Returns where the feed of a page is, as Atom and as JSON: beside it.
pub fn addresses(page: &str) -> (String, String) {
    if page == HOME {
        return ("feed.xml".to_string(), "feed.json".to_string());
    }
    let stem = page.trim_end_matches(".html");
    (format!("{stem}.feed.xml"), format!("{stem}.feed.json"))
}

/// Returns a page's feed in both forms, under this title.
pub(super) fn alternates(page: &str, title: &str) -> Vec<Alternate> {
    let (atom, json) = addresses(page);
    [(atom, "application/atom+xml"), (json, "application/feed+json")]
        .map(|(url, mime)| Alternate { label: title.to_string(), url, mime })
        .to_vec()
}

/// Returns the title of a feed.
pub fn title(of: &str, site: &str) -> String {
    if of.is_empty() { site.to_string() } else { format!("{of} · {site}") }
}
