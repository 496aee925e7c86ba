//! The face a note shows to other pages.

use crate::hashed::Hashed;
use crate::note::front_matter::{Relation, Status};
use crate::wiki::taxonomy::Taxonomy;
use crate::wiki::{NoteId, Wiki};

use super::Frame;
use super::view::{Card, Link};

/// Words a minute of quiet reading: the middle of Brysbaert's 2019 review of reading rates (238, rounded down for code and names).
const WORDS_A_MINUTE: usize = 220;

pub(super) fn minutes(words: usize) -> usize {
    words.div_ceil(WORDS_A_MINUTE).max(1)
}

pub(super) fn card(wiki: &Wiki, frame: &Frame, id: NoteId) -> Card {
    let entry = wiki.entry(id);
    let answered = entry.related_by.iter().any(|(relation, _)| *relation == Relation::Answers);
    let state = match entry.note.front.status {
        Status::Draft => frame.word("status_draft"),
        Status::InReview => frame.word("status_in_review"),
        Status::Superseded => frame.word("status_superseded"),
        Status::Shared if entry.kind.name != "question" => "",
        Status::Shared if answered => frame.word("question_answered"),
        Status::Shared => frame.word("question_open"),
    };
    let teams = terms(wiki, id, Taxonomy::Teams).into_iter().map(|team| team.label);
    Card {
        url: entry.url.to_string(),
        title: entry.title.clone(),
        summary: entry.note.summary().to_string(),
        kind: frame.kinds.get(&entry.kind.name).cloned().unwrap_or_else(|| Hashed::new(frame.words.kind(&entry.kind))),
        date: entry.date.as_ref().map(|date| frame.words.date(date.date(), frame.today)),
        team: frame.words.list(&teams.collect::<Vec<_>>()),
        minutes: frame.words.count("minutes", minutes(entry.note.body.words)),
        // What a note says in thanks to others is no thanks for the note: see the learning loop.
        thanked: String::new(),
        state: state.to_string(),
    }
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
