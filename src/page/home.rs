//! The home page: what is new, what waits for an answer, where to begin.

use crate::date::{Date, Moment};
use crate::hashed::Hashed;
use crate::wiki::section::newest_first;
use crate::wiki::taxonomy::Taxonomy;
use crate::wiki::{Entry, NoteId};

use super::body;
use super::card::{day, minutes};
use super::index::{kind_entries, most_used};
use super::note::{stops, thanks};
use super::view::{HomeView, PageView, StartView};
use super::{HOME, Matter, Sheet};

/// How many of each list the page shows.
const RECENT: usize = 7;
const QUESTIONS: usize = 4;
const EVENTS: usize = 3;
const THANKS: usize = 3;
const TOPICS: usize = 10;

pub(super) fn sheet(matter: &Matter) -> Sheet {
    let Matter { wiki, frame, circled, .. } = matter;
    let index = wiki.sections[0].index;
    let entry = index.map(|id| wiki.entry(id));
    let mut newest: Vec<NoteId> =
        wiki.listed().filter(|(_, entry)| entry.date.is_some() || entry.has_page).map(|(id, _)| id).collect();
    newest_first(&mut newest, &wiki.notes);
    let of_kind =
        |kind: &str| -> Vec<NoteId> { newest.iter().copied().filter(|id| wiki.entry(*id).kind.name == kind).collect() };
    let news: Vec<NoteId> = newest
        .iter()
        .copied()
        .filter(|id| !matches!(wiki.entry(*id).kind.name.as_str(), "question" | "reply" | "page" | "path" | "guide"))
        .collect();
    // A wiki of guides alone has news all the same.
    let news = if news.is_empty() { newest.clone() } else { news };
    let mut open: Vec<NoteId> = of_kind("question").into_iter().filter(|id| !wiki.entry(*id).is_answered()).collect();
    open.reverse();
    let mut coming: Vec<NoteId> = of_kind("event")
        .into_iter()
        .filter(|id| last_day(wiki.entry(*id)).is_some_and(|day| day >= frame.today))
        .collect();
    coming.sort_by_cached_key(|id| (day(wiki.entry(*id)), wiki.entry(*id).title.to_lowercase()));
    let kind_url = |kind: &str, any: bool| {
        if any { frame.kinds.get(kind).map_or(String::new(), |kind| kind.url.clone()) } else { String::new() }
    };
    let start = of_kind("path").into_iter().min_by_key(|id| wiki.entry(*id).note.front.order).map(|id| {
        let stops = stops(wiki, frame, id);
        let words: usize =
            wiki.entry(id).field_links.values().map(|stop| minutes(wiki.entry(*stop).note.body.words)).sum();
        StartView {
            title: wiki.entry(id).title.clone(),
            url: wiki.entry(id).url.to_string(),
            minutes: frame.words.count("minutes", words),
            stops: stops.into_iter().take(4).collect(),
        }
    });
    let title = entry.map_or_else(|| frame.site.title.clone(), |entry| entry.title.clone());
    let view = HomeView {
        lead: entry.map_or_else(
            || frame.site.description.clone(),
            |entry| entry.note.front.summary.clone().unwrap_or_default(),
        ),
        body: index.map_or_else(|| Hashed::new(String::new()), |id| body::filled(wiki, frame, circled, id).html),
        lede: news.first().map(|id| frame.card(*id)),
        recent: frame.cards(&news[news.len().min(1)..news.len().min(1 + RECENT)]),
        questions_label: if open.is_empty() { String::new() } else { frame.words.count("home_questions", open.len()) },
        questions_url: kind_url("question", !of_kind("question").is_empty()),
        questions: frame.cards(&open[..open.len().min(QUESTIONS)]),
        thanks: newest
            .iter()
            .flat_map(|id| thanks(wiki, frame, *id, true))
            .filter(|thanks| !thanks.text.is_empty())
            .take(THANKS)
            .collect(),
        events: frame.cards(&coming[..coming.len().min(EVENTS)]),
        events_url: kind_url("event", !of_kind("event").is_empty()),
        start,
        kinds: kind_entries(wiki, frame),
        topics: most_used(wiki, frame, Taxonomy::Topics, TOPICS),
        teams: most_used(wiki, frame, Taxonomy::Teams, usize::MAX),
        count_label: frame.words.count("notes", wiki.listed().count()),
        title: title.clone(),
    };
    let description = view.lead.clone();
    frame.page(HOME, &title, &description, "home", Vec::new(), &["home.html"], PageView::Home(view))
}

/// Returns the day after which an event is over.
fn last_day(entry: &Entry) -> Option<Date> {
    entry.days().map(|(_, last)| last).or_else(|| entry.date.as_ref().map(Moment::date))
}
