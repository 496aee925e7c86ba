//! Pages that list notes: sections, kinds, terms, people, recent changes.

use std::cmp::Reverse;

use crate::hashed::Hashed;
use crate::source::FilePath;
use crate::wiki::section::{Section, newest_first};
use crate::wiki::taxonomy::Taxonomy;
use crate::wiki::{Entry, NoteId, Role, Wiki};

use super::body::Filled;
use super::card::day;
use super::note::{crumbs, mentions, source_urls};
use super::print::Plan;
use super::view::{Card, Link, ListView, PageView, Pager, PagerLink, SectionLink};
use super::{Frame, Origin, Page, facts, feeds, index};

/// How many notes the page of recent changes shows.
const RECENT: usize = 200;

pub(super) fn pages(wiki: &Wiki, frame: &Frame, bodies: &[Filled], plan: &Plan) -> Vec<Page> {
    let mut pages = Vec::new();
    for (number, section) in wiki.sections.iter().enumerate().skip(1) {
        // Terms and people have their own index at this address, with the section's text above it.
        if index::takes(wiki, section) {
            continue;
        }
        let mut list = empty("section", &section.title);
        with_text(&mut list, wiki, frame, bodies, section.index);
        list.print_url = plan.section(number);
        list.sections = section.children.iter().map(|&child| section_link(wiki, frame, child)).collect();
        let nav = format!("section:{}", section.folder.split('/').next().unwrap_or_default());
        let crumbs = crumbs(wiki, frame, &section.folder, false);
        let made = paginate(frame, list, &section.url, &nav, crumbs, &section.notes, "");
        pages.extend(made.map(|page| page.of(Origin::Folder(file_of(wiki, section)))));
    }
    for view in frame.kinds.values() {
        let mut ids: Vec<NoteId> =
            wiki.listed().filter(|(_, entry)| entry.kind.name == view.name).map(|(id, _)| id).collect();
        if ids.is_empty() {
            continue;
        }
        newest_first(&mut ids, &wiki.notes);
        let mut order = "list_newest";
        if view.name == "question" {
            // What waits for an answer comes first; both parts keep the order of time.
            ids.sort_by_key(|id| wiki.entry(*id).is_answered());
            order = "list_open_first";
        } else if ids.iter().any(|id| wiki.entry(*id).days().is_some()) {
            ids.sort_by_cached_key(|id| Reverse(day(wiki.entry(*id))));
        }
        let mut list = empty("kind", &view.plural);
        list.lead = frame.words.kind_summary(&wiki.entry(ids[0]).kind);
        list.kind = Some(view.clone());
        let crumbs = vec![
            frame.home(),
            Link { label: frame.word("kinds_title").to_string(), url: "kinds/index.html".to_string() },
        ];
        let made = paginate(frame, list, &view.url, &format!("kind:{}", view.name), crumbs, &ids, order);
        let file = &wiki.entry(ids[0]).kind.path;
        pages.extend(made.map(|page| page.of(Origin::Kind(FilePath::clone(file)))));
    }
    for taxonomy in Taxonomy::ALL {
        for term in wiki.terms.terms(taxonomy).values() {
            let mut list = empty(taxonomy.sort(), &term.name);
            list.sort_label = frame.word(&format!("sort_{}", taxonomy.sort())).to_string();
            with_text(&mut list, wiki, frame, bodies, term.text);
            let title = frame.word(&format!("{}_title", taxonomy.folder())).to_string();
            let crumbs = vec![frame.home(), Link { label: title, url: format!("{}/index.html", taxonomy.folder()) }];
            let made = paginate(frame, list, &term.url, taxonomy.folder(), crumbs, &term.notes, "list_newest");
            let origin = term.text.map_or(Origin::Site, |id| Origin::Note(FilePath::clone(&wiki.entry(id).note.path)));
            pages.extend(made.map(|page| page.of(origin.clone())));
        }
    }
    for (handle, person) in &wiki.people {
        let (Some(url), entry) = (&person.url, wiki.entry(person.id)) else { continue };
        // Kinds without credit are never listed by person: mistakes are not counted against anyone.
        let mut ids: Vec<NoteId> = wiki
            .listed()
            .filter(|(_, note)| {
                note.kind.credit && note.authors.iter().any(|author| crate::wiki::link::fold(author) == *handle)
            })
            .map(|(id, _)| id)
            .collect();
        newest_first(&mut ids, &wiki.notes);
        let mut list = empty("person", &entry.title);
        with_text(&mut list, wiki, frame, bodies, Some(person.id));
        list.facts = facts::facts(wiki, frame, person.id);
        let crumbs = vec![
            frame.home(),
            Link { label: frame.word("people_title").to_string(), url: "people/index.html".to_string() },
        ];
        let made = paginate(frame, list, url, "people", crumbs, &ids, "list_newest");
        pages.extend(made.map(|page| page.of(Origin::Note(FilePath::clone(&entry.note.path)))));
    }
    pages.extend(recent(wiki, frame));
    pages
}

/// Returns the file that stands for a folder: its text, or else the first note in it.
fn file_of(wiki: &Wiki, section: &Section) -> FilePath {
    let index = section.index.map(|id| id.0 as usize).unwrap_or_else(|| {
        let inside = format!("{}/", section.folder);
        wiki.notes.partition_point(|entry| *entry.note.at < *inside)
    });
    FilePath::clone(&wiki.notes[index].note.path)
}

fn recent(wiki: &Wiki, frame: &Frame) -> impl Iterator<Item = Page> + use<> {
    let mut ids: Vec<NoteId> = wiki.listed().filter(|(_, entry)| entry.date.is_some()).map(|(id, _)| id).collect();
    let changed_on = |entry: &Entry| entry.updated.or_else(|| entry.date.as_ref().map(|date| date.date()));
    ids.sort_by_cached_key(|id| (Reverse(changed_on(wiki.entry(*id))), wiki.entry(*id).title.to_lowercase()));
    ids.truncate(RECENT);
    let mut list = empty("recent", frame.word("recent_title"));
    list.lead = frame.word("recent_lead").to_string();
    let mut pages: Vec<Page> = paginate(frame, list, "recent.html", "recent", vec![frame.home()], &ids, "").collect();
    // The order is that of the changes, so the day that a line tells is the day of the change.
    let shown = pages.iter_mut().flat_map(|page| match &mut page.view {
        PageView::List(list) => list.cards.iter_mut(),
        _ => [].iter_mut(),
    });
    for (card, id) in shown.zip(&ids) {
        let entry = wiki.entry(*id);
        let mut changed = Card::clone(card);
        changed.date = changed_on(entry).map(|day| frame.words.date(day, frame.today));
        if entry.updated.is_some() {
            changed.state = frame.word("recent_changed").to_string();
        }
        *card = Hashed::new(changed);
    }
    pages.into_iter()
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

/// Adds the text of the note that stands behind a page.
fn with_text(list: &mut ListView, wiki: &Wiki, frame: &Frame, bodies: &[Filled], id: Option<NoteId>) {
    let Some(id) = id else { return };
    let entry = wiki.entry(id);
    let filled = &bodies[id.0 as usize];
    list.lead = entry.note.front.summary.clone().unwrap_or_default();
    list.body = filled.html.clone();
    list.toc = filled.toc.clone();
    (list.mentions, list.mentions_label) = mentions(wiki, frame, id);
    (list.edit_url, list.history_url) = source_urls(frame, entry);
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

/// Makes as many pages of a list as its notes need; the first stands at `url`, the others at `…--2.html` and so on.
///
/// No file name becomes an address with two hyphens, so that a longer list never takes a note's place.
fn paginate(
    frame: &Frame,
    list: ListView,
    url: &str,
    nav: &str,
    crumbs: Vec<Link>,
    ids: &[NoteId],
    count: &str,
) -> impl Iterator<Item = Page> + use<> {
    let mut pages = Vec::new();
    let size = frame.page_size.max(1);
    let total = ids.len().div_ceil(size).max(1);
    let stem = url.trim_end_matches(".html");
    let address = |number: usize| if number == 1 { url.to_string() } else { format!("{stem}--{number}.html") };
    for number in 1..=total {
        let from = (number - 1) * size;
        let to = (from + size).min(ids.len());
        let mut view = list.clone();
        view.cards = frame.cards(&ids[from..to]);
        view.count_label = if ids.is_empty() { String::new() } else { count_label(frame, ids.len(), count) };
        if total > 1 {
            view.pager = Some(pager(frame, number, total, from + 1, to, ids.len(), &address));
        }
        if number > 1 {
            view.body = Hashed::new(String::new());
            view.toc = Vec::new();
            view.sections = Vec::new();
            view.mentions = Vec::new();
        }
        // The recent notes are those of the whole site.
        let feed = if view.sort == "recent" { feeds::HOME } else { url };
        let plan = frame.feeds.get(feed);
        view.feed_url = plan.map_or_else(String::new, |_| feeds::addresses(feed).0);
        let own = plan.filter(|plan| !plan.of.is_empty());
        let alternates = own.map(|plan| feeds::alternates(url, &feeds::title(&plan.of, &frame.site.title)));
        let title = if number == 1 { view.title.clone() } else { format!("{} ({number})", view.title) };
        let lead = view.lead.clone();
        let own = format!("{}.html", view.sort);
        let page = frame.page(
            &address(number),
            &title,
            &lead,
            nav,
            crumbs.clone(),
            &[&own, "list.html"],
            PageView::List(view),
        );
        pages.push(page.also(alternates.into_iter().flatten()));
    }
    pages.into_iter()
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
