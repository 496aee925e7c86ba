//! The face a note shows to other pages.

use crate::date::{Date, Moment};
use crate::hashed::Hashed;
use crate::note::front_matter::Status;
use crate::wiki::taxonomy::Taxonomy;
use crate::wiki::{Entry, NoteId, Wiki};

use super::Frame;
use super::view::{Card, Link};

/// Words a minute of quiet reading: the middle of Brysbaert's 2019 review of reading rates (238, rounded down for code and names).
const WORDS_A_MINUTE: usize = 220;

pub(super) fn minutes(words: usize) -> usize {
    words.div_ceil(WORDS_A_MINUTE).max(1)
}

pub(super) fn card(wiki: &Wiki, frame: &Frame, id: NoteId) -> Card {
    let entry = wiki.entry(id);
    let state = match entry.note.front.status {
        Status::Draft => frame.word("status_draft"),
        Status::InReview => frame.word("status_in_review"),
        _ if entry.is_superseded() => frame.word("status_superseded"),
        _ if entry.kind.name != "question" => "",
        _ if entry.is_answered() => frame.word("question_answered"),
        _ => frame.word("question_open"),
    };
    let teams = terms(wiki, id, Taxonomy::Teams).into_iter().map(|team| team.label);
    Card {
        url: entry.url.to_string(),
        title: entry.title.clone(),
        summary: wiki.summary(id),
        kind: frame.kinds.get(&entry.kind.name).cloned().unwrap_or_else(|| Hashed::new(frame.words.kind(&entry.kind))),
        date: day(entry).map(|day| frame.words.date(day, frame.today)),
        team: frame.words.list(&teams.collect::<Vec<_>>()),
        minutes: frame.words.count("minutes", minutes(entry.note.body.words)),
        state: state.to_string(),
    }
}

/// Returns the day that a note is known by: the first of what it tells of, such as an event, else its own.
pub(super) fn day(entry: &Entry) -> Option<Date> {
    entry.days().map(|(first, _)| first).or_else(|| entry.date.as_ref().map(Moment::date))
}

/// Returns a note's terms as links.
pub(super) fn terms(wiki: &Wiki, id: NoteId, taxonomy: Taxonomy) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for term in taxonomy.of(wiki.entry(id)).iter().filter_map(|name| wiki.terms.term(taxonomy, &name.text)) {
        // Two spellings of one name are one link.
        if links.iter().all(|link| link.url != *term.url) {
            links.push(Link { label: term.name.clone(), url: term.url.to_string() });
        }
    }
    links
}
