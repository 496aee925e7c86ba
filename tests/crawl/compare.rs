//! The dead links of a crawl beside what the build reported, text by text.
//!
//! A text is compared wherever it stands: on the note's own page, in an embed, as
//! a reply on another page. The whole of a note shows every dead link that the
//! build reported in it and no other; a section of it shows some of them.

use std::collections::BTreeMap;

use candor::diagnostic::Diagnostic;

use super::folder::{Crawl, Dead, Why, leads_to};
use super::page::Text;

/// Codes of links that a page shows as words.
const TOLD: [&str; 4] = ["link/broken", "link/ambiguous", "link/scheme", "asset/missing"];
/// The code of links to a place that a page does not have.
const ANCHOR: &str = "anchor/missing";

/// A dead link that the build reported.
pub struct Reported {
    /// The note, as messages name it.
    pub note: String,
    /// Its line, for messages.
    pub line: usize,
    /// The message, with its code.
    pub message: String,
    /// What the note says there.
    pub source: String,
    /// The place that a page does not have; nothing when it is the page that is not there.
    pub anchor: Option<String>,
}

/// Returns the dead links among what a build told. `text` gives a file's text.
pub fn reported(diagnostics: &[Diagnostic], text: &dyn Fn(&str) -> String) -> Vec<Reported> {
    let links = diagnostics.iter().filter(|found| found.code.0 == ANCHOR || TOLD.contains(&found.code.0));
    links
        .map(|found| {
            let span = &found.primary.span;
            let text = text(&span.file);
            let anchor = (found.code.0 == ANCHOR).then(|| {
                let named = found.message.split_once("`#").and_then(|(_, rest)| rest.strip_suffix('`'));
                named.unwrap_or_else(|| panic!("no anchor in `{}`", found.message)).to_string()
            });
            Reported {
                note: span.file.to_string(),
                line: 1 + text[..span.start].matches('\n').count(),
                message: format!("{}: {}", found.code, found.message),
                source: text[span.start..span.end].to_string(),
                anchor,
            }
        })
        .collect()
}

/// Returns everything that has no partner: dead links that nobody reported, and reports of links that are not dead.
///
/// `notes` gives the note whose text a page shows, by the page's path.
pub fn without_partner(crawl: &Crawl, reported: &[Reported], notes: &BTreeMap<String, String>) -> Vec<String> {
    let mut problems = Vec::new();
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, page) in &crawl.pages {
        for (number, text) in page.texts.iter().enumerate() {
            let (owner, whole) = match text {
                Text::Frame => (None, true),
                Text::Own => (notes.get(name), true),
                // An embed of one heading says which.
                Text::Other(from) => (notes.get(&leads_to(name, from)), !from.contains('#')),
            };
            if let (Some(note), Text::Own) = (owner, text) {
                *shown.entry(note).or_default() += 1;
            }
            let mut dead: Vec<&Dead> =
                crawl.dead.iter().filter(|dead| dead.page == *name && dead.text == number).collect();
            let mut left: Vec<&Reported> = match owner {
                Some(note) => reported.iter().filter(|one| one.note == *note).collect(),
                None => Vec::new(),
            };
            pair_off(&mut dead, &mut left);
            let place = owner.map_or_else(|| name.clone(), |note| format!("{name} (the text of {note})"));
            problems.extend(dead.iter().map(|dead| format!("{place}: dead and not reported: {:?}", dead.why)));
            if whole {
                problems.extend(left.iter().map(|one| format!("{place}: reported and not dead: {}", one.told())));
            }
        }
    }
    let unseen = reported.iter().filter(|one| shown.get(one.note.as_str()) != Some(&1));
    problems.extend(unseen.map(|one| format!("{}: reported in a text that no page shows: {}", one.note, one.told())));
    problems
}

/// Takes out of both lists what belongs together.
fn pair_off(dead: &mut Vec<&Dead>, reported: &mut Vec<&Reported>) {
    // The longest words first, and first those that a report begins with: short ones fit many.
    dead.sort_by_key(|dead| match &dead.why {
        Why::Told(words) => std::cmp::Reverse(words.len()),
        _ => std::cmp::Reverse(0),
    });
    for fits in [Reported::begins_with, Reported::is] {
        dead.retain(|dead| match reported.iter().position(|one| fits(one, &dead.why)) {
            Some(at) => {
                reported.remove(at);
                false
            }
            None => true,
        });
    }
}

/// Returns what two texts can be compared by, whatever marks up the words.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

impl Reported {
    /// Whether this may be the report of a dead link.
    fn is(&self, why: &Why) -> bool {
        match (why, &self.anchor) {
            (Why::Anchor(fragment, _), Some(anchor)) => fragment == anchor,
            (Why::Told(words), None) => self.says(words),
            // A link to a file that is not there is never right: what is missing is told in words.
            _ => false,
        }
    }

    /// Whether this may be the report of a dead link, and begins with the very words that the page shows.
    fn begins_with(&self, why: &Why) -> bool {
        let same = match why {
            Why::Told(words) => !letters(words).is_empty() && letters(&self.source).starts_with(&letters(words)),
            _ => true,
        };
        same && self.is(why)
    }

    /// Whether a page may show these words for the link, as far as the note's own text can tell.
    fn says(&self, words: &str) -> bool {
        // Of raw HTML the place is the address alone; the words stand elsewhere.
        if !self.source.starts_with(['[', '!']) {
            return true;
        }
        let source = letters(&self.source);
        let mut left = source.chars();
        letters(words).chars().all(|wanted| left.any(|letter| letter == wanted))
    }

    /// Returns it as one line.
    pub fn told(&self) -> String {
        format!("line {}: {} at `{}`", self.line, self.message, self.source)
    }
}
