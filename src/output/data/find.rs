//! What the search's dialog says and shows, which no page carries.
//!
//! `data/find.js` holds the interface's words for it, and the shapes of its icons
//! and of the kinds in their order. Most pages are read
//! without a search, so that it is fetched when somebody comes to look for something.
//! It says nothing of notes.

use std::collections::BTreeMap;

use serde::Serialize;

use super::script;
use crate::page::view::SiteView;

/// The interface's words for the search begin so; the rest of the key is their name.
const WORDS: &str = "find_";

/// Words that other parts of the interface have as well.
const SHARED: [&str; 5] = ["close", "copied", "copy", "selected", "thousands"];

/// Keys of how many notes there are begin so.
const COUNTS: &str = "notes_";

/// Icons of the dialog, and of kinds that have no list of their own.
const ICONS: [&str; 10] = ["close", "copy", "history", "note", "page", "person", "question", "search", "team", "topic"];

/// The kind whose list shows what others have asked.
const QUESTIONS: &str = "question";

/// The file.
#[derive(Serialize)]
struct Find<'a> {
    words: BTreeMap<&'a str, &'a str>,
    icons: BTreeMap<&'a str, &'a str>,
    kinds: Vec<(&'a str, &'a str)>,
    questions: &'a str,
}

/// The file's name.
pub const NAME: &str = "find";

/// Writes the file.
pub fn write(site: &SiteView) -> Vec<u8> {
    let words = site.words.iter().filter_map(|(key, word)| {
        let shared = SHARED.contains(&&**key) || key.starts_with(COUNTS);
        Some((if shared { key } else { key.strip_prefix(WORDS)? }, &**word))
    });
    let shape = |name: &str| site.icons.get(name).map_or("", |shape| shape);
    let questions = site.kinds.iter().find(|kind| kind.name == QUESTIONS);
    script(
        NAME,
        &Find {
            words: words.collect(),
            icons: ICONS.iter().map(|name| (*name, shape(name))).collect(),
            kinds: site.kinds.iter().map(|kind| (&*kind.name, shape(&kind.glyph))).collect(),
            questions: questions.map_or("", |kind| &kind.url),
        },
    )
}
