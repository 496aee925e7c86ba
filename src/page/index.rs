//! Indexes by letter, and the tree of contents.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use crate::hashed::Hashed;
use crate::note::slug::file;
use crate::wiki::section::Section;
use crate::wiki::taxonomy::{Taxonomy, Term};
use crate::wiki::{Entry, Wiki, is_old_address};

use super::body;
use super::list::is_listed;
use super::note::source_urls;
use super::view::{ContentsView, IndexEntry, IndexGroup, IndexView, Link, PageView, TreeItem};
use super::words::Words;
use super::{Frame, Matter, Page, Sheet, search};

/// With more entries than this, each letter has a page of its own.
const ONE_PAGE: usize = 400;

/// The page of all titles.
const AZ: &str = "a-z.html";

/// The page of all kinds.
const KINDS: &str = "kinds/index.html";

/// Begins the ids that are the theme's own, so that no heading of a section's text has one of them.
const PART: &str = "part-";

/// Whether an index of terms or people stands where a section would.
pub(super) fn takes(wiki: &Wiki, section: &Section) -> bool {
    let terms = Taxonomy::ALL.iter().any(|one| one.folder() == section.folder && !wiki.terms.terms(*one).is_empty());
    terms || (section.folder == "people" && wiki.people.values().any(|person| person.url.is_some()))
}

pub(super) fn pages(matter: &Matter) -> Vec<Page> {
    let wiki = &matter.wiki;
    let mut pages = Vec::new();
    for taxonomy in Taxonomy::ALL.into_iter().filter(|one| !wiki.terms.terms(*one).is_empty()) {
        pages.push(Page::new(format!("{}/index.html", taxonomy.folder()), move |matter| terms(matter, taxonomy)));
    }
    if wiki.people.values().any(|person| person.url.is_some()) {
        pages.push(Page::new("people/index.html", people));
    }
    pages.push(Page::new(KINDS, kinds));
    let titles = Arc::new(Titles::new(wiki));
    pages.push(search::page(titles.links(AZ)));
    pages.extend(Titles::pages(titles));
    pages.push(Page::new("contents.html", |matter| contents(&matter.frame)));
    pages
}

fn terms(matter: &Matter, taxonomy: Taxonomy) -> Sheet {
    let Matter { wiki, frame, .. } = matter;
    let entry = |term: &Term| IndexEntry {
        title: term.name.clone(),
        url: term.url.to_string(),
        count: frame.words.number(term.notes.len()),
        about: term.text.map(|id| wiki.summary(id)).unwrap_or_default(),
        kind: None,
    };
    index(matter, taxonomy.folder(), wiki.terms.terms(taxonomy).values().map(entry).collect())
}

fn people(matter: &Matter) -> Sheet {
    let Matter { wiki, .. } = matter;
    let entries = wiki.people.values().filter_map(|person| {
        let url = person.url.as_ref()?.to_string();
        let about = wiki.summary(person.id);
        Some(IndexEntry { title: person.name.clone(), url, count: String::new(), about, kind: None })
    });
    index(matter, "people", entries.collect())
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

fn kinds(matter: &Matter) -> Sheet {
    let Matter { wiki, frame, .. } = matter;
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
    frame.page(KINDS, &title, "", "kinds", vec![frame.home()], &["index-list.html"], PageView::Index(view))
}

/// Makes a one-page index, with the title and the text of the section that it stands for.
fn index(matter: &Matter, sort: &'static str, entries: Vec<IndexEntry>) -> Sheet {
    let Matter { wiki, frame, circled, .. } = matter;
    let id = wiki.sections.iter().find(|section| section.folder == sort).and_then(|section| section.index);
    let text = id.map(|id| body::filled(wiki, frame, circled, id));
    let entry = id.map(|id| wiki.entry(id));
    let count_label = frame.words.count(sort, entries.len());
    let groups = group(entries);
    let summary = entry.and_then(|entry| entry.note.front.summary.clone());
    let (edit_url, history_url) = entry.map(|entry| source_urls(frame, entry)).unwrap_or_default();
    let view = IndexView {
        sort,
        title: entry.map_or_else(|| frame.word(&format!("{sort}_title")).to_string(), |entry| entry.title.clone()),
        lead: summary.unwrap_or_else(|| match &text {
            Some(filled) if !filled.html.is_empty() => String::new(),
            _ => frame.word(&format!("{sort}_lead")).to_string(),
        }),
        body: text.map_or_else(|| Hashed::new(String::new()), |filled| filled.html),
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
    let described = if view.lead.is_empty() { id.map(|id| wiki.summary(id)) } else { None };
    let description = described.unwrap_or_else(|| view.lead.clone());
    frame.page(&url, &title, &description, sort, vec![frame.home()], &["index-list.html"], PageView::Index(view))
}

/// All titles by letter: on one page, or on one for each letter.
struct Titles {
    /// How many entries there are.
    count: usize,
    /// The letters that any begins with, in order.
    letters: Vec<String>,
    /// The entries, once somebody asks for a page.
    groups: OnceLock<Vec<IndexGroup>>,
}

impl Titles {
    fn new(wiki: &Wiki) -> Self {
        let mut letters = BTreeSet::new();
        let mut count = 0;
        for name in wiki.notes.iter().filter(|entry| is_listed(entry)).flat_map(|entry| names(entry)) {
            let letter = first_letter(name);
            letters.insert((letter == "#", letter));
            count += 1;
        }
        let letters = letters.into_iter().map(|(_, letter)| letter).collect();
        Titles { count, letters, groups: OnceLock::new() }
    }

    /// Whether all stand on one page.
    fn are_few(&self) -> bool {
        self.count <= ONE_PAGE
    }

    /// Returns the letters as links; `page` is the one that all stand on, or nothing there itself.
    fn links(&self, page: &str) -> Vec<Link> {
        let url = |letter: &str| match self.are_few() {
            true => format!("{page}#{}", letter_id(letter)),
            false => letter_url(letter),
        };
        self.letters.iter().map(|letter| Link { label: letter.clone(), url: url(letter) }).collect()
    }

    fn pages(titles: Arc<Titles>) -> Vec<Page> {
        let page = |url: String, letter: Option<String>| {
            let titles = Arc::clone(&titles);
            Page::new(url, move |matter| titles.sheet(matter, letter.as_deref()))
        };
        let mut pages = vec![page(AZ.to_string(), None)];
        if !titles.are_few() {
            pages.extend(titles.letters.iter().map(|letter| page(letter_url(letter), Some(letter.clone()))));
        }
        pages
    }

    fn groups(&self, matter: &Matter) -> &[IndexGroup] {
        self.groups.get_or_init(|| group(title_entries(matter)))
    }

    fn sheet(&self, matter: &Matter, letter: Option<&str>) -> Sheet {
        let Matter { wiki, frame, .. } = matter;
        let groups = match letter {
            None if !self.are_few() => Vec::new(),
            None => self.groups(matter).to_vec(),
            Some(letter) => self.groups(matter).iter().filter(|group| group.letter == letter).cloned().collect(),
        };
        let view = IndexView {
            sort: "a-z",
            title: frame.word("az_title").to_string(),
            lead: frame.word("az_lead").to_string(),
            body: Hashed::new(String::new()),
            edit_url: String::new(),
            history_url: String::new(),
            count_label: frame.words.count("notes", wiki.listed().count()),
            letters: self.links(""),
            groups,
        };
        let title = view.title.clone();
        let mut crumbs = vec![frame.home()];
        if letter.is_some() {
            crumbs.push(Link { label: title.clone(), url: AZ.to_string() });
        }
        let url = letter.map_or_else(|| AZ.to_string(), letter_url);
        frame.page(&url, &title, "", "a-z", crumbs, &["index-list.html"], PageView::Index(view))
    }
}

/// Returns the title of a note and its other names.
fn names(entry: &Entry) -> impl Iterator<Item = &str> {
    let aliases = entry.note.front.aliases.iter().map(|alias| &*alias.text).filter(|alias| !is_old_address(alias));
    std::iter::once(&*entry.title).chain(aliases)
}

fn title_entries(matter: &Matter) -> Vec<IndexEntry> {
    let Matter { wiki, frame, .. } = matter;
    let mut entries = Vec::new();
    for (id, entry) in wiki.entries().filter(|(_, entry)| is_listed(entry)) {
        let kind = Some(frame.card(id).kind.clone());
        entries.extend(names(entry).enumerate().map(|(number, name)| IndexEntry {
            title: name.to_string(),
            url: entry.url.to_string(),
            count: String::new(),
            about: if number == 0 { String::new() } else { entry.title.clone() },
            kind: kind.clone(),
        }));
    }
    entries
}

/// Returns the name by which a letter's group is known: `part-a`, `part-other`.
fn letter_id(letter: &str) -> String {
    format!("{PART}{}", letter_name(letter))
}

fn letter_name(letter: &str) -> String {
    if letter == "#" { "other".to_string() } else { letter.to_lowercase() }
}

fn letter_url(letter: &str) -> String {
    format!("a-z--{}.html", letter_name(letter))
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
            let id = letter_id(&letter);
            IndexGroup { letter, id, entries }
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

fn contents(frame: &Frame) -> Sheet {
    let view = ContentsView {
        title: frame.word("contents_title").to_string(),
        lead: frame.word("contents_lead").to_string(),
        items: frame.tree().to_vec(),
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
