//! Pages that list notes: sections, kinds, terms, people, recent changes.

use std::cmp::Reverse;
use std::sync::{Arc, OnceLock};

use crate::hashed::Hashed;
use crate::source::FilePath;
use crate::wiki::section::{Section, newest_first};
use crate::wiki::taxonomy::{Taxonomy, Term};
use crate::wiki::{Entry, NoteId, Role, Wiki};

use super::body;
use super::card::day;
use super::note::{crumbs, mentions, source_urls};
use super::view::{Card, Link, ListView, PageView, Pager, PagerLink, SectionLink};
use super::{Frame, Matter, Origin, Page, Sheet, facts, feeds, index};

/// How many notes the page of recent changes shows.
const RECENT: usize = 200;

/// The address of the page of recent changes.
const RECENT_URL: &str = "recent.html";

/// A list, of which each page shows a part.
struct List {
    of: Of,
    /// Where its first page stands.
    url: String,
    /// Its notes in order, once somebody asks for a page.
    ids: OnceLock<Vec<NoteId>>,
}

/// What a list is of.
enum Of {
    /// A section, by number.
    Section(usize),
    /// A kind, by name.
    Kind(String),
    /// A term, by its key.
    Term(Taxonomy, String),
    /// A person, by handle.
    Person(String),
    /// Recent changes.
    Recent,
}

/// Returns the pages of all lists.
pub(super) fn pages(matter: &Matter) -> Vec<Page> {
    let Matter { wiki, frame, .. } = matter;
    let mut pages = Vec::new();
    let mut add = |of: Of, url: &str, notes: usize, origin: Origin| {
        let list = Arc::new(List { of, url: url.to_string(), ids: OnceLock::new() });
        for number in 1..=notes.div_ceil(frame.page_size.max(1)).max(1) {
            let list = Arc::clone(&list);
            pages.push(Page::new(address(url, number), move |matter| list.sheet(matter, number)).of(origin.clone()));
        }
    };
    for (number, section) in wiki.sections.iter().enumerate().skip(1) {
        // Terms and people have their own index at this address, with the section's text above it.
        if !index::takes(wiki, section) {
            let origin = Origin::Folder(file_of(wiki, section));
            add(Of::Section(number), &section.url, section.notes.len(), origin);
        }
    }
    for view in frame.kinds.values() {
        let mut of_kind = wiki.listed().filter(|(_, entry)| entry.kind.name == view.name);
        if let Some((_, first)) = of_kind.next() {
            let origin = Origin::Kind(FilePath::clone(&first.kind.path));
            add(Of::Kind(view.name.clone()), &view.url, 1 + of_kind.count(), origin);
        }
    }
    for taxonomy in Taxonomy::ALL {
        for (key, term) in wiki.terms.terms(taxonomy) {
            let origin = term.text.map_or(Origin::Site, |id| Origin::Note(FilePath::clone(&wiki.entry(id).note.path)));
            add(Of::Term(taxonomy, key.clone()), &term.url, term.notes.len(), origin);
        }
    }
    for (handle, person) in &wiki.people {
        if let Some(url) = &person.url {
            let origin = Origin::Note(FilePath::clone(&wiki.entry(person.id).note.path));
            add(Of::Person(handle.clone()), url, of_person(wiki, handle).count(), origin);
        }
    }
    let dated = wiki.listed().filter(|(_, entry)| entry.date.is_some()).count();
    add(Of::Recent, RECENT_URL, dated.min(RECENT), Origin::Site);
    pages
}

/// Returns where a page of a list stands: the first at `url`, the others at `…--2.html` and so on.
///
/// No file name becomes an address with two hyphens, so that a longer list never takes a note's place.
fn address(url: &str, number: usize) -> String {
    if number == 1 { url.to_string() } else { format!("{}--{number}.html", url.trim_end_matches(".html")) }
}

/// Returns what a person is shown to have written.
fn of_person<'a>(wiki: &'a Wiki, handle: &'a str) -> impl Iterator<Item = NoteId> + 'a {
    // Kinds without credit are never listed by person: mistakes are not counted against anyone.
    let by = move |note: &Entry| {
        note.kind.credit && note.authors.iter().any(|author| crate::wiki::link::fold(author) == handle)
    };
    wiki.listed().filter(move |(_, note)| by(note)).map(|(id, _)| id)
}

impl List {
    /// Returns its notes in order.
    fn ids(&self, wiki: &Wiki) -> &[NoteId] {
        self.ids.get_or_init(|| match &self.of {
            Of::Section(number) => wiki.sections[*number].notes.clone(),
            Of::Term(taxonomy, key) => wiki.terms.terms(*taxonomy)[key].notes.clone(),
            Of::Person(handle) => {
                let mut ids: Vec<NoteId> = of_person(wiki, handle).collect();
                newest_first(&mut ids, &wiki.notes);
                ids
            }
            Of::Kind(name) => of_kind(wiki, name),
            Of::Recent => recent(wiki),
        })
    }

    /// Returns one of its pages; the first is 1.
    fn sheet(&self, matter: &Matter, number: usize) -> Sheet {
        let Matter { wiki, frame, .. } = matter;
        let ids = self.ids(wiki);
        let size = frame.page_size.max(1);
        let (from, to) = ((number - 1) * size, (number * size).min(ids.len()));
        let first = number == 1;
        let Head { mut view, nav, crumbs, order } = match &self.of {
            Of::Section(section) => of_section(matter, *section, first),
            Of::Kind(name) => head_of_kind(matter, name, ids),
            Of::Term(taxonomy, key) => of_term(matter, *taxonomy, &wiki.terms.terms(*taxonomy)[key], first),
            Of::Person(handle) => head_of_person(matter, handle, first),
            Of::Recent => {
                let mut view = empty("recent", frame.word("recent_title"));
                view.lead = frame.word("recent_lead").to_string();
                Head { view, nav: "recent".to_string(), crumbs: vec![frame.home()], order: "" }
            }
        };
        let shown = &ids[from.min(to)..to];
        view.cards = match &self.of {
            Of::Recent => shown.iter().map(|id| changed(wiki, frame, *id)).collect(),
            _ => frame.cards(shown),
        };
        view.count_label = if ids.is_empty() { String::new() } else { count_label(frame, ids.len(), order) };
        let total = ids.len().div_ceil(size).max(1);
        if total > 1 {
            let address = |number| address(&self.url, number);
            view.pager = Some(pager(frame, number, total, from + 1, to, ids.len(), &address));
        }
        // The recent notes are those of the whole site.
        let feed = if matches!(self.of, Of::Recent) { feeds::HOME } else { &self.url };
        let plan = frame.feeds.get(feed);
        view.feed_url = plan.map_or_else(String::new, |_| feeds::addresses(feed).0);
        let own = plan.filter(|plan| !plan.of.is_empty());
        let alternates = own.map(|plan| feeds::alternates(&self.url, &feeds::title(&plan.of, &frame.site.title)));
        let title = if first { view.title.clone() } else { format!("{} ({number})", view.title) };
        let lead = view.lead.clone();
        let templates = [&*format!("{}.html", view.sort), "list.html"];
        frame
            .page(&address(&self.url, number), &title, &lead, &nav, crumbs, &templates, PageView::List(view))
            .also(alternates.into_iter().flatten())
    }
}

/// What stands above the notes of a list.
struct Head {
    view: ListView,
    nav: String,
    crumbs: Vec<Link>,
    /// The word for the order of its notes; empty where it has none.
    order: &'static str,
}

fn of_section(matter: &Matter, number: usize, first: bool) -> Head {
    let Matter { wiki, frame, plan, .. } = matter;
    let section = &wiki.sections[number];
    let mut view = empty("section", &section.title);
    with_text(&mut view, matter, section.index, first);
    view.print_url = plan.section(number);
    if first {
        view.sections = section.children.iter().map(|&child| section_link(wiki, frame, child)).collect();
    }
    let nav = format!("section:{}", section.folder.split('/').next().unwrap_or_default());
    Head { view, nav, crumbs: crumbs(wiki, frame, &section.folder, false), order: "" }
}

fn of_kind(wiki: &Wiki, name: &str) -> Vec<NoteId> {
    let of_kind = wiki.listed().filter(|(_, entry)| entry.kind.name == name);
    let mut ids: Vec<NoteId> = of_kind.map(|(id, _)| id).collect();
    newest_first(&mut ids, &wiki.notes);
    if name == QUESTION {
        // What waits for an answer comes first; both parts keep the order of time.
        ids.sort_by_key(|id| wiki.entry(*id).is_answered());
    } else if are_events(wiki, &ids) {
        ids.sort_by_cached_key(|id| Reverse(day(wiki.entry(*id))));
    }
    ids
}

/// The kind whose notes wait for an answer.
const QUESTION: &str = "question";

/// Whether some of these notes tell of something that has its own day.
fn are_events(wiki: &Wiki, ids: &[NoteId]) -> bool {
    ids.iter().any(|id| wiki.entry(*id).days().is_some())
}

fn head_of_kind(matter: &Matter, name: &str, ids: &[NoteId]) -> Head {
    let Matter { wiki, frame, .. } = matter;
    let kind = &frame.kinds[name];
    let mut view = empty("kind", &kind.plural);
    view.lead = frame.words.kind_summary(&wiki.entry(ids[0]).kind);
    view.kind = Some(kind.clone());
    let kinds = Link { label: frame.word("kinds_title").to_string(), url: "kinds/index.html".to_string() };
    let order = if name == QUESTION { "list_open_first" } else { "list_newest" };
    Head { view, nav: format!("kind:{name}"), crumbs: vec![frame.home(), kinds], order }
}

fn of_term(matter: &Matter, taxonomy: Taxonomy, term: &Term, first: bool) -> Head {
    let Matter { frame, .. } = matter;
    let mut view = empty(taxonomy.sort(), &term.name);
    view.sort_label = frame.word(&format!("sort_{}", taxonomy.sort())).to_string();
    with_text(&mut view, matter, term.text, first);
    let folder = taxonomy.folder();
    let label = frame.word(&format!("{folder}_title")).to_string();
    let all = Link { label, url: format!("{folder}/index.html") };
    Head { view, nav: folder.to_string(), crumbs: vec![frame.home(), all], order: "list_newest" }
}

fn head_of_person(matter: &Matter, handle: &str, first: bool) -> Head {
    let Matter { wiki, frame, .. } = matter;
    let id = wiki.people[handle].id;
    let mut view = empty("person", &wiki.entry(id).title);
    with_text(&mut view, matter, Some(id), first);
    view.facts = facts::facts(wiki, frame, id);
    let all = Link { label: frame.word("people_title").to_string(), url: "people/index.html".to_string() };
    Head { view, nav: "people".to_string(), crumbs: vec![frame.home(), all], order: "list_newest" }
}

/// Returns the file that stands for a folder: its text, or else the first note in it.
fn file_of(wiki: &Wiki, section: &Section) -> FilePath {
    let index = section.index.map(|id| id.0 as usize).unwrap_or_else(|| {
        let inside = format!("{}/", section.folder);
        wiki.notes.partition_point(|entry| *entry.note.at < *inside)
    });
    FilePath::clone(&wiki.notes[index].note.path)
}

fn changed_on(entry: &Entry) -> Option<crate::date::Date> {
    entry.updated.or_else(|| entry.date.as_ref().map(|date| date.date()))
}

fn recent(wiki: &Wiki) -> Vec<NoteId> {
    let mut ids: Vec<NoteId> = wiki.listed().filter(|(_, entry)| entry.date.is_some()).map(|(id, _)| id).collect();
    ids.sort_by_cached_key(|id| (Reverse(changed_on(wiki.entry(*id))), wiki.entry(*id).title.to_lowercase()));
    ids.truncate(RECENT);
    ids
}

/// Returns a note's card among recent changes: the order is that of the changes, so the day it tells is that of the change.
fn changed(wiki: &Wiki, frame: &Frame, id: NoteId) -> Hashed<Card> {
    let entry = wiki.entry(id);
    let mut card = Card::clone(&frame.card(id));
    card.date = changed_on(entry).map(|day| frame.words.date(day, frame.today));
    if entry.updated.is_some() {
        card.state = frame.word("recent_changed").to_string();
    }
    Hashed::new(card)
}

fn empty(sort: &'static str, title: &str) -> ListView {
    ListView {
        sort,
        sort_label: String::new(),
        title: title.to_string(),
        lead: String::new(),
        kind: None,
        facts: Vec::new(),
        body: Hashed::new(String::new()),
        toc: Vec::new(),
        sections: Vec::new(),
        cards: Vec::new(),
        count_label: String::new(),
        pager: None,
        mentions: Vec::new(),
        mentions_label: String::new(),
        edit_url: String::new(),
        history_url: String::new(),
        print_url: String::new(),
        feed_url: String::new(),
    }
}

/// Adds what the note that stands behind a list says; its text is on the first page.
fn with_text(list: &mut ListView, matter: &Matter, id: Option<NoteId>, first: bool) {
    let Matter { wiki, frame, circled, .. } = matter;
    let Some(id) = id else { return };
    let entry = wiki.entry(id);
    list.lead = entry.note.front.summary.clone().unwrap_or_default();
    (list.edit_url, list.history_url) = source_urls(frame, entry);
    let (mentions, label) = mentions(wiki, frame, id);
    list.mentions_label = label;
    if first {
        let filled = body::filled(wiki, frame, circled, id);
        (list.body, list.toc, list.mentions) = (filled.html, filled.toc, mentions);
    }
}

fn section_link(wiki: &Wiki, frame: &Frame, number: usize) -> SectionLink {
    let section = &wiki.sections[number];
    let summary = section.index.map(|id| wiki.summary(id)).unwrap_or_default();
    SectionLink {
        title: section.title.clone(),
        url: section.url.clone(),
        summary,
        count: frame.words.count("notes", section.count),
    }
}

/// Returns `73 notes, newest first`; without the order where it has no name.
fn count_label(frame: &Frame, n: usize, order: &str) -> String {
    let count = frame.words.count("notes", n);
    if order.is_empty() || n < 2 {
        return count;
    }
    frame.word("list_count_order").replace("{count}", &count).replace("{order}", frame.word(order))
}

fn pager(
    frame: &Frame,
    number: usize,
    total: usize,
    from: usize,
    to: usize,
    all: usize,
    address: &dyn Fn(usize) -> String,
) -> Pager {
    let fill = |n: usize| frame.words.number(n);
    let label = frame
        .word("pager_label")
        .replace("{from}", &fill(from))
        .replace("{to}", &fill(to))
        .replace("{all}", &fill(all));
    let mut pages: Vec<PagerLink> = Vec::new();
    for n in 1..=total {
        // The ends, and two on each side of here; gaps for the rest.
        if n == 1 || n == total || n.abs_diff(number) <= 2 {
            pages.push(PagerLink { label: fill(n), url: address(n), current: n == number });
        } else if pages.last().is_some_and(|last| !last.label.is_empty()) {
            pages.push(PagerLink { label: String::new(), url: String::new(), current: false });
        }
    }
    Pager {
        label,
        previous: if number > 1 { address(number - 1) } else { String::new() },
        next: if number < total { address(number + 1) } else { String::new() },
        pages,
    }
}

/// Whether a note may be shown in lists.
pub(super) fn is_listed(entry: &Entry) -> bool {
    entry.role == Role::Note && entry.has_page
}
