//! Indexes by letter, and the tree of contents.

use std::collections::BTreeMap;

use crate::hashed::Hashed;
use crate::note::slug::file;
use crate::wiki::section::Section;
use crate::wiki::taxonomy::{Taxonomy, Term};
use crate::wiki::{NoteId, Wiki, is_old_address};

use super::body::Filled;
use super::list::is_listed;
use super::note::source_urls;
use super::view::{ContentsView, IndexEntry, IndexGroup, IndexView, Link, PageView, TreeItem};
use super::words::Words;
use super::{Frame, Page, search};

/// With more entries than this, each letter has a page of its own.
const ONE_PAGE: usize = 400;

/// Begins the ids that are the theme's own, so that no heading of a section's text has one of them.
const PART: &str = "part-";

/// Whether an index of terms or people stands where a section would.
pub(super) fn takes(wiki: &Wiki, section: &Section) -> bool {
    let terms = Taxonomy::ALL.iter().any(|one| one.folder() == section.folder && !wiki.terms.terms(*one).is_empty());
    terms || (section.folder == "people" && wiki.people.values().any(|person| person.url.is_some()))
}

pub(super) fn pages(wiki: &Wiki, frame: &Frame, bodies: &[Filled]) -> Vec<Page> {
    let text = |folder: &str| {
        let section = wiki.sections.iter().find(|section| section.folder == folder)?;
        section.index.map(|id| (id, &bodies[id.0 as usize]))
    };
    let mut pages = Vec::new();
    for taxonomy in Taxonomy::ALL {
        let terms = wiki.terms.terms(taxonomy);
        if terms.is_empty() {
            continue;
        }
        let entries = terms
            .values()
            .map(|term| IndexEntry {
                title: term.name.clone(),
                url: term.url.to_string(),
                count: frame.words.number(term.notes.len()),
                about: term.text.map(|id| wiki.summary(id)).unwrap_or_default(),
                kind: None,
            })
            .collect();
        pages.push(index(wiki, frame, taxonomy.folder(), entries, text(taxonomy.folder())));
    }
    let people: Vec<IndexEntry> = wiki
        .people
        .values()
        .filter_map(|person| {
            let url = person.url.as_ref()?.to_string();
            let about = wiki.summary(person.id);
            Some(IndexEntry { title: person.name.clone(), url, count: String::new(), about, kind: None })
        })
        .collect();
    if !people.is_empty() {
        pages.push(index(wiki, frame, "people", people, text("people")));
    }
    pages.push(kinds(wiki, frame));
    let (titles, letters) = a_to_z(wiki, frame);
    pages.extend(titles);
    pages.push(search::page(wiki, frame, letters));
    pages.push(contents(frame));
    pages
}

/// Returns the kinds in use with their counts, in order.
pub(super) fn kind_entries(wiki: &Wiki, frame: &Frame) -> Vec<IndexEntry> {
    frame
        .site
        .kinds
        .iter()
        .map(|kind| {
            let mut notes = wiki.listed().filter(|(_, entry)| entry.kind.name == kind.name);
            let about = notes.next().map(|(_, entry)| frame.words.kind_summary(&entry.kind)).unwrap_or_default();
            let count = 1 + notes.count();
            IndexEntry {
                title: kind.plural.clone(),
                url: kind.url.clone(),
                count: frame.words.number(count),
                about,
                kind: frame.kinds.get(&kind.name).cloned(),
            }
        })
        .collect()
}

/// Returns the most used terms, in alphabetical order.
pub(super) fn most_used(wiki: &Wiki, frame: &Frame, taxonomy: Taxonomy, most: usize) -> Vec<IndexEntry> {
    // A term that has a text and no note yet is in the index of all.
    let used = wiki.terms.terms(taxonomy).values().filter(|term| !term.notes.is_empty());
    let mut terms: Vec<&Term> = used.collect();
    terms.sort_by_key(|term| (std::cmp::Reverse(term.notes.len()), term.name.to_lowercase()));
    terms.truncate(most);
    terms.sort_by_key(|term| term.name.to_lowercase());
    terms
        .into_iter()
        .map(|term| IndexEntry {
            title: term.name.clone(),
            url: term.url.to_string(),
            count: frame.words.number(term.notes.len()),
            about: String::new(),
            kind: None,
        })
        .collect()
}

fn kinds(wiki: &Wiki, frame: &Frame) -> Page {
    let entries = kind_entries(wiki, frame);
    let view = IndexView {
        sort: "kinds",
        title: frame.word("kinds_title").to_string(),
        lead: frame.word("kinds_lead").to_string(),
        body: Hashed::new(String::new()),
        edit_url: String::new(),
        history_url: String::new(),
        count_label: frame.words.count("kinds", entries.len()),
        letters: Vec::new(),
        groups: vec![IndexGroup { letter: String::new(), id: String::new(), entries }],
    };
    let title = view.title.clone();
    frame.page("kinds/index.html", &title, "", "kinds", vec![frame.home()], &["index-list.html"], PageView::Index(view))
}

/// Makes a one-page index, with the title and the text of the section that it stands for.
fn index(
    wiki: &Wiki,
    frame: &Frame,
    sort: &'static str,
    entries: Vec<IndexEntry>,
    text: Option<(NoteId, &Filled)>,
) -> Page {
    let entry = text.map(|(id, _)| wiki.entry(id));
    let count_label = frame.words.count(sort, entries.len());
    let groups = group(entries);
    let summary = entry.and_then(|entry| entry.note.front.summary.clone());
    let (edit_url, history_url) = entry.map(|entry| source_urls(frame, entry)).unwrap_or_default();
    let view = IndexView {
        sort,
        title: entry.map_or_else(|| frame.word(&format!("{sort}_title")).to_string(), |entry| entry.title.clone()),
        lead: summary.unwrap_or_else(|| match text {
            Some((_, filled)) if !filled.html.is_empty() => String::new(),
            _ => frame.word(&format!("{sort}_lead")).to_string(),
        }),
        body: text.map_or_else(|| Hashed::new(String::new()), |(_, filled)| filled.html.clone()),
        edit_url,
        history_url,
        count_label,
        letters: groups
            .iter()
            .map(|group| Link { label: group.letter.clone(), url: format!("#{}", group.id) })
            .collect(),
        groups,
    };
    let title = view.title.clone();
    let url = format!("{sort}/index.html");
    let described = if view.lead.is_empty() { text.map(|(id, _)| wiki.summary(id)) } else { None };
    let description = described.unwrap_or_else(|| view.lead.clone());
    frame.page(&url, &title, &description, sort, vec![frame.home()], &["index-list.html"], PageView::Index(view))
}

/// Returns the pages of all titles, and the letters as links from any other page.
fn a_to_z(wiki: &Wiki, frame: &Frame) -> (Vec<Page>, Vec<Link>) {
    let mut entries = Vec::new();
    for (id, entry) in wiki.entries().filter(|(_, entry)| is_listed(entry)) {
        let kind = Some(frame.card(id).kind.clone());
        entries.push(IndexEntry {
            title: entry.title.clone(),
            url: entry.url.to_string(),
            count: String::new(),
            about: String::new(),
            kind: kind.clone(),
        });
        for alias in entry.note.front.aliases.iter().filter(|alias| !is_old_address(&alias.text)) {
            entries.push(IndexEntry {
                title: alias.text.clone(),
                url: entry.url.to_string(),
                count: String::new(),
                about: entry.title.clone(),
                kind: kind.clone(),
            });
        }
    }
    let total = wiki.listed().count();
    let single = entries.len() <= ONE_PAGE;
    let groups = group(entries);
    let letter_url = |id: &str| {
        if single { format!("#{id}") } else { format!("a-z--{}.html", id.trim_start_matches(PART)) }
    };
    let view = |groups: Vec<IndexGroup>, letters: Vec<Link>| IndexView {
        sort: "a-z",
        title: frame.word("az_title").to_string(),
        lead: frame.word("az_lead").to_string(),
        body: Hashed::new(String::new()),
        edit_url: String::new(),
        history_url: String::new(),
        count_label: frame.words.count("notes", total),
        letters,
        groups,
    };
    let letters: Vec<Link> =
        groups.iter().map(|group| Link { label: group.letter.clone(), url: letter_url(&group.id) }).collect();
    let from_elsewhere = |letter: &Link| Link {
        label: letter.label.clone(),
        url: if single { format!("a-z.html{}", letter.url) } else { letter.url.clone() },
    };
    let outside: Vec<Link> = letters.iter().map(from_elsewhere).collect();
    let page = |url: &str, view: IndexView, crumbs: Vec<Link>| {
        let title = view.title.clone();
        frame.page(url, &title, "", "a-z", crumbs, &["index-list.html"], PageView::Index(view))
    };
    if single {
        return (vec![page("a-z.html", view(groups, letters), vec![frame.home()])], outside);
    }
    let home = Link { label: frame.word("az_title").to_string(), url: "a-z.html".to_string() };
    let mut pages = vec![page("a-z.html", view(Vec::new(), letters.clone()), vec![frame.home()])];
    pages.extend(groups.into_iter().map(|group| {
        let url = letter_url(&group.id);
        page(&url, view(vec![group], letters.clone()), vec![frame.home(), home.clone()])
    }));
    (pages, outside)
}

fn group(mut entries: Vec<IndexEntry>) -> Vec<IndexGroup> {
    // By the Latin letters that decide the group: `Ä` stands with `A`, and not after `Z`.
    entries.sort_by_cached_key(|entry| (file(&entry.title), entry.title.to_lowercase(), entry.url.clone()));
    let mut groups: BTreeMap<(bool, String), Vec<IndexEntry>> = BTreeMap::new();
    for entry in entries {
        let letter = first_letter(&entry.title);
        groups.entry((letter == "#", letter)).or_default().push(entry);
    }
    groups
        .into_iter()
        .map(|((_, letter), entries)| {
            let id = if letter == "#" { "other".to_string() } else { letter.to_lowercase() };
            IndexGroup { letter, id: format!("{PART}{id}"), entries }
        })
        .collect()
}

/// Returns the Latin capital under which a title is found, or `#`.
fn first_letter(title: &str) -> String {
    let plain = file(title);
    match plain.chars().next() {
        Some(letter) if letter.is_ascii_alphabetic() => letter.to_ascii_uppercase().to_string(),
        _ => "#".to_string(),
    }
}

fn contents(frame: &Frame) -> Page {
    let view = ContentsView {
        title: frame.word("contents_title").to_string(),
        lead: frame.word("contents_lead").to_string(),
        items: frame.tree.clone(),
    };
    let title = view.title.clone();
    frame.page(
        "contents.html",
        &title,
        "",
        "contents",
        vec![frame.home()],
        &["contents.html"],
        PageView::Contents(view),
    )
}

/// Returns every section and note, in the order of the folders.
pub(super) fn tree(wiki: &Wiki, words: &Words) -> Vec<Hashed<TreeItem>> {
    children(wiki, words, 0)
}

fn children(wiki: &Wiki, words: &Words, number: usize) -> Vec<Hashed<TreeItem>> {
    let section = &wiki.sections[number];
    let sections = section.children.iter().filter(|&&child| wiki.sections[child].count > 0).map(|&child| {
        let below = &wiki.sections[child];
        Hashed::new(TreeItem {
            title: below.title.clone(),
            url: below.url.clone(),
            count: words.number(below.count),
            children: children(wiki, words, child),
        })
    });
    let notes = section.notes.iter().map(|id| wiki.entry(*id)).filter(|entry| entry.has_page).map(|entry| {
        Hashed::new(TreeItem {
            title: entry.title.clone(),
            url: entry.url.to_string(),
            count: String::new(),
            children: Vec::new(),
        })
    });
    sections.chain(notes).collect()
}
