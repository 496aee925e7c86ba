//! The pages of notes.

use std::sync::Arc;

use crate::hashed::Hashed;
use crate::note::front_matter::{Authors, Item, Relation, Status, Value};
use crate::wiki::taxonomy::Taxonomy;
use crate::wiki::{Entry, NoteId, Wiki};

use super::body::{self, Filled};
use super::card::terms;
use super::view::{
    Banner, Link, Mention, NoteView, PageView, Relation as RelationView, ReplyView, Stop, ThanksView, TocItem,
};
use super::{Frame, Matter, Origin, Page, Sheet, as_markdown, facts, markdown_url};

/// The notes before and after a note in its section.
#[derive(Clone, Default)]
pub(super) struct Neighbours {
    previous: Option<NoteId>,
    next: Option<NoteId>,
    /// Whether the section is in order of time, the newest first.
    by_time: bool,
}

/// Returns the neighbours of every note.
pub(super) fn neighbours(wiki: &Wiki) -> Vec<Neighbours> {
    let mut all = vec![Neighbours::default(); wiki.notes.len()];
    for section in &wiki.sections {
        let by_time = is_by_time(wiki, &section.notes);
        section.notes.iter().for_each(|id| all[id.0 as usize].by_time = by_time);
        for pair in section.notes.windows(2) {
            all[pair[0].0 as usize].next = Some(pair[1]);
            all[pair[1].0 as usize].previous = Some(pair[0]);
        }
    }
    all
}

pub(super) fn pages(wiki: &Wiki) -> Vec<Page> {
    let shown = wiki.listed().filter(|(_, entry)| entry.has_page);
    let page = |(id, entry): (NoteId, &Entry)| {
        let origin = Origin::Note(Arc::clone(&entry.note.path));
        Page::new(&*entry.url, move |matter| sheet(matter, id)).of(origin)
    };
    shown.map(page).collect()
}

/// Whether notes of a section are in order of time: nobody gave them another one, and all have a date.
fn is_by_time(wiki: &Wiki, ids: &[NoteId]) -> bool {
    let mut entries = ids.iter().map(|id| wiki.entry(*id));
    let first = ids.first().map(|id| wiki.entry(*id).note.front.order);
    entries.all(|entry| entry.date.is_some() && Some(entry.note.front.order) == first)
}

fn sheet(matter: &Matter, id: NoteId) -> Sheet {
    let Matter { wiki, frame, circled, plan, neighbours, related } = matter;
    let onward = &neighbours[id.0 as usize];
    let card = frame.card(id);
    let entry = wiki.entry(id);
    let front = &entry.note.front;
    let filled = body::filled(wiki, frame, circled, id);
    let (edit_url, history_url) = source_urls(frame, entry);
    let (mentions, mentions_label) = mentions(wiki, frame, id);
    let actions = facts::actions(wiki, frame, entry);
    let stops = stops(wiki, frame, id);
    let replies = replies(wiki, frame, &filled, id);
    let mut toc = filled.toc.clone();
    if !toc.is_empty() {
        // What the page adds to the text can be gone to as well.
        let conversation = if entry.kind.name == "question" { "answers_heading" } else { "replies" };
        let added = [
            (!stops.is_empty(), "part-stops", "stops"),
            (!actions.is_empty(), "part-actions", "actions"),
            (!replies.is_empty(), "part-replies", conversation),
        ];
        toc.extend(added.into_iter().filter(|(there, ..)| *there).map(|(_, anchor, word)| TocItem {
            id: anchor.to_string(),
            text: frame.word(word).to_string(),
            children: Vec::new(),
        }));
    }
    let view = NoteView {
        title: entry.title.clone(),
        lead: front.summary.clone().unwrap_or_default(),
        kind: card.kind.clone(),
        facts: facts::facts(wiki, frame, id),
        toc,
        body: filled.html.clone(),
        banners: banners(wiki, frame, entry),
        actions,
        stops,
        topics: terms(wiki, id, Taxonomy::Topics),
        systems: terms(wiki, id, Taxonomy::Systems),
        relations: relations(wiki, frame, entry),
        replies,
        mentions,
        mentions_label,
        related: frame.cards(&related.nearest(wiki, id, frame.related)),
        thanks: thanks(wiki, frame, id, false),
        edit_url,
        history_url,
        print_url: plan.path(id),
        markdown_url: markdown_url(&entry.url),
        previous: onward.previous.map(|id| frame.card(id)),
        previous_label: frame.word(if onward.by_time { "newer" } else { "previous" }).to_string(),
        next: onward.next.map(|id| frame.card(id)),
        next_label: frame.word(if onward.by_time { "older" } else { "next" }).to_string(),
    };
    let own = format!("kind/{}.html", entry.kind.name);
    let mut nav = format!("kind:{}", entry.kind.name);
    let top = format!("section:{}", entry.note.folder().split('/').next().unwrap_or_default());
    if frame.site.nav.iter().any(|item| item.key == top) {
        nav = top;
    }
    let crumbs = crumbs(wiki, frame, entry.note.folder(), true);
    frame
        .page(&entry.url, &entry.title, &card.summary, &nav, crumbs, &[&own, "note.html"], PageView::Note(view))
        .also([as_markdown(&entry.url, &entry.title)])
}

/// Returns the way from the home page to a folder.
pub(super) fn crumbs(wiki: &Wiki, frame: &Frame, folder: &str, itself: bool) -> Vec<Link> {
    let mut crumbs = vec![frame.home()];
    let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
    for end in ends.filter(|end| *end > 0 && (itself || *end < folder.len())) {
        if let Some(section) = wiki.sections.iter().find(|section| section.folder == folder[..end]) {
            crumbs.push(Link { label: section.title.clone(), url: section.url.clone() });
        }
    }
    crumbs
}

/// Returns where a note's file can be edited and its history read: nowhere for an anonymous one.
pub(super) fn source_urls(frame: &Frame, entry: &Entry) -> (String, String) {
    if entry.note.front.authors == Authors::Anonymous {
        return (String::new(), String::new());
    }
    frame.forge.urls(&entry.note.path)
}

fn banners(wiki: &Wiki, frame: &Frame, entry: &Entry) -> Vec<Banner> {
    let mut banners = Vec::new();
    let mut add = |sort, text: String, link| banners.push(Banner { sort, text, link });
    match entry.note.front.status {
        Status::Draft => add("draft", frame.word("banner_draft").to_string(), None),
        Status::InReview => add("in-review", frame.word("banner_in_review").to_string(), None),
        _ => {}
    }
    if entry.is_superseded() {
        let link = entry
            .superseded_by()
            .map(|id| wiki.entry(id))
            .filter(|note| note.has_page)
            .map(|note| Link { label: note.title.clone(), url: note.url.to_string() });
        let word = if link.is_some() { "banner_superseded" } else { "banner_superseded_plain" };
        add("superseded", frame.word(word).to_string(), link);
    }
    if let Some(date) = entry.note.front.review_by.filter(|date| *date < frame.today) {
        let date = frame.words.date(date, frame.today).text;
        add("stale", frame.word("banner_stale").replace("{date}", &date), None);
    }
    banners
}

fn relations(wiki: &Wiki, frame: &Frame, entry: &Entry) -> Vec<RelationView> {
    let mut views = Vec::new();
    let mut add = |key: String, ids: Vec<NoteId>| {
        if !ids.is_empty() {
            views.push(RelationView { label: frame.word(&key).to_string(), cards: frame.cards(&ids) });
        }
    };
    let shown = |id: &NoteId| wiki.entry(*id).has_page;
    for (name, relation) in &Relation::ALL {
        let relation = *relation;
        let of = |list: &[(Relation, NoteId)]| -> Vec<NoteId> {
            list.iter().filter(|(one, _)| *one == relation).map(|(_, id)| *id).filter(shown).collect()
        };
        let (mut out, mut back) = (of(&entry.relations), of(&entry.related_by));
        if relation == Relation::Related {
            // The same from both ends: one list.
            out.append(&mut back);
            out.sort_unstable();
            out.dedup();
        }
        add((*name).to_string(), out);
        // Answers and replies are shown with their text instead.
        if !matches!(relation, Relation::Answers | Relation::ReplyTo) {
            add(format!("{name}_back"), back);
        }
    }
    views
}

fn replies(wiki: &Wiki, frame: &Frame, filled: &Filled, id: NoteId) -> Vec<ReplyView> {
    let short = wiki.short_replies(id);
    let reply = |id: NoteId| {
        let by = facts::authors(wiki, frame, wiki.entry(id)).into_iter().map(|who| who.text);
        // Only a reply is short enough to stand here whole; another note is shown by its card.
        let text = short.iter().position(|short| *short == id).map(|number| filled.replies[number].clone());
        ReplyView {
            card: frame.card(id),
            by: frame.words.list(&by.collect::<Vec<_>>()),
            body: text.unwrap_or_else(|| Hashed::new(String::new())),
        }
    };
    wiki.replies(id).into_iter().map(reply).collect()
}

/// Returns the notes that mention a note, and the words that head them.
pub(super) fn mentions(wiki: &Wiki, frame: &Frame, id: NoteId) -> (Vec<Mention>, String) {
    let entry = wiki.entry(id);
    let mentions: Vec<Mention> = entry
        .mentions
        .iter()
        .filter(|(from, _)| *from != id)
        .map(|&(from, number)| {
            let link = &wiki.entry(from).note.body.links[number];
            let text = if link.label.is_empty() || link.wordless { entry.title.clone() } else { link.label.clone() };
            let plain = |text: &str| wiki.plain(wiki.entry(from), text).into_owned();
            Mention { card: frame.card(from), before: plain(&link.before), text, after: plain(&link.after) }
        })
        .collect();
    let label = if mentions.is_empty() { String::new() } else { frame.words.count("mentioned", mentions.len()) };
    (mentions, label)
}

/// Returns the thanks said in a note.
pub(super) fn thanks(wiki: &Wiki, frame: &Frame, id: NoteId, with_card: bool) -> Vec<ThanksView> {
    wiki.entry(id)
        .note
        .front
        .thanks
        .iter()
        .map(|thanks| {
            let who = facts::who(wiki, &thanks.to.text);
            ThanksView {
                to: who.text,
                to_url: who.url,
                text: thanks.what.clone(),
                card: with_card.then(|| frame.card(id)),
            }
        })
        .collect()
}

/// Returns the stops of a path.
pub(super) fn stops(wiki: &Wiki, frame: &Frame, id: NoteId) -> Vec<Stop> {
    let entry = wiki.entry(id);
    let Some(field) = entry.note.front.extra.iter().find(|field| field.key == "steps") else { return Vec::new() };
    let Value::List(items) = &field.item.value else { return Vec::new() };
    let why = |item: &Item| match &item.value {
        Value::Map(pairs) => {
            pairs.iter().find(|(name, _)| name == "why").map(|(_, item)| item.raw_text()).unwrap_or_default()
        }
        _ => String::new(),
    };
    items
        .iter()
        .enumerate()
        .filter_map(|(number, item)| {
            let target = entry.field_links.get(&("steps".to_string(), number))?;
            Some(Stop { card: frame.card(*target), why: why(item) })
        })
        .collect()
}

/// Returns the notes that a path stops at, in order; none for any other note.
pub(super) fn stop_ids(wiki: &Wiki, id: NoteId) -> Vec<NoteId> {
    let links = &wiki.entry(id).field_links;
    let mut stops: Vec<(usize, NoteId)> =
        links.iter().filter(|((field, _), _)| field == "steps").map(|((_, number), id)| (*number, *id)).collect();
    stops.sort_unstable();
    stops.into_iter().map(|(_, id)| id).collect()
}
