//! What a link shows of the page it leads to: the pages that links lead to, and the places in them.
//!
//! Only what some page's text or fields lead to is here, so that a section that nobody
//! names costs nothing. The text of a note that has no page leads nowhere.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::note::markdown::shorten;
use crate::wiki::link::{Anchor, Target};
use crate::wiki::{NoteId, Role, Wiki};

use super::body::excerpt;
use super::view::PageView;
use super::{Matter, Page};

/// A shard holds this many on average, at most: 30 KB or so.
const SHARD: usize = 64;

/// The most characters of a page's summary.
const SUMMARY: usize = 240;

/// One page as a link shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Its address from the site's root.
    pub url: String,
    /// What sort of page it is: a kind, `Section`, `Topic`; may be empty.
    pub kind: String,
    /// The kind's colour; may be empty.
    pub hue: String,
    /// Its title.
    pub title: String,
    /// A sentence or two; may be empty.
    pub summary: String,
    /// `3 September`; may be empty.
    pub date: String,
    /// The headings that links name, by anchor.
    pub sections: Vec<Section>,
}

/// A heading that a link names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its anchor.
    pub anchor: String,
    /// Its text.
    pub heading: String,
    /// How what is under it begins; may be empty.
    pub excerpt: String,
}

/// What links lead to.
pub struct Linked {
    /// For each note, whether a link leads to it.
    notes: Vec<bool>,
    /// The headings of notes that links name: the note and the anchor, sorted.
    anchors: Vec<(NoteId, Box<str>)>,
    /// Pages without a note.
    pages: BTreeSet<Arc<str>>,
}

impl Linked {
    /// Returns how many files all previews are spread over: a power of two, and 0 where there are none.
    pub fn shards(&self) -> usize {
        let count = self.notes.iter().filter(|linked| **linked).count() + self.pages.len();
        if count == 0 { 0 } else { count.div_ceil(SHARD).next_power_of_two() }
    }

    fn anchors(&self, id: NoteId) -> BTreeSet<&str> {
        let start = self.anchors.partition_point(|(note, _)| *note < id);
        self.anchors[start..].iter().take_while(|(note, _)| *note == id).map(|(_, anchor)| &**anchor).collect()
    }
}

/// Returns the previews of the pages that links lead to and whose address is wanted, in no particular order.
/// `pages` are all pages, sorted by address.
pub fn previews(matter: &Matter, pages: &[Page], wanted: &dyn Fn(&str) -> bool) -> Vec<Preview> {
    let Matter { wiki, frame, .. } = matter;
    let page = |url: &str| pages.binary_search_by(|page| page.url.as_str().cmp(url)).ok().map(|at| &pages[at]);
    let linked = wiki.entries().zip(&frame.linked.notes).filter(|(_, linked)| **linked).map(|(entry, _)| entry);
    let notes = linked.filter(|(_, entry)| wanted(&entry.url));
    let mut previews: Vec<Preview> =
        notes.filter_map(|(id, entry)| Some(of_note(matter, page(&entry.url)?, id))).collect();
    let others = frame.linked.pages.iter().filter(|url| wanted(url)).filter_map(|url| page(url));
    previews.extend(others.map(|page| of_page(matter, page)));
    previews
}

/// Finds what links lead to.
pub(super) fn linked(wiki: &Wiki) -> Linked {
    let mut linked = Linked { notes: vec![false; wiki.notes.len()], anchors: Vec::new(), pages: BTreeSet::new() };
    for entry in wiki.notes.iter().filter(|entry| entry.has_page) {
        for target in &entry.targets {
            match target {
                Target::Note { id, anchor, .. } => {
                    linked.notes[id.0 as usize] = true;
                    let there = anchor.as_ref().and_then(Anchor::there);
                    linked.anchors.extend(there.map(|anchor| (*id, Box::from(anchor))));
                }
                Target::Page(url, _) => {
                    linked.pages.insert(Arc::clone(url));
                }
                _ => {}
            }
        }
        let fields = entry.relations.iter().map(|(_, id)| *id).chain(entry.field_links.values().copied());
        for id in fields.chain(entry.related_by.iter().map(|(_, id)| *id)) {
            linked.notes[id.0 as usize] = true;
        }
    }
    for (linked, entry) in linked.notes.iter_mut().zip(&wiki.notes) {
        *linked &= entry.has_page;
    }
    linked.anchors.sort_unstable();
    linked
}

fn of_note(matter: &Matter, page: &Page, id: NoteId) -> Preview {
    let Matter { wiki, frame, .. } = matter;
    let (entry, card) = (wiki.entry(id), frame.card(id));
    let mut preview = match entry.role {
        // What its page is made of is not asked for: there are thousands of these.
        Role::Note => Preview {
            url: page.url.clone(),
            kind: card.kind.label.clone(),
            hue: card.kind.hue.clone(),
            title: entry.title.clone(),
            summary: shorten(entry.note.front.summary.as_deref().unwrap_or_default(), SUMMARY),
            date: card.date.as_ref().map_or_else(String::new, |date| date.short.clone()),
            sections: Vec::new(),
        },
        _ => of_page(matter, page),
    };
    if !card.summary.is_empty() {
        preview.summary = shorten(&card.summary, SUMMARY);
    }
    preview.sections = excerpt::sections(wiki, entry, &frame.linked.anchors(id));
    preview
}

/// Returns what the page says of itself.
fn of_page(matter: &Matter, page: &Page) -> Preview {
    let (frame, sheet) = (&matter.frame, page.sheet(matter));
    let (kind, hue, summary) = match &sheet.view {
        PageView::Note(note) => (note.kind.label.clone(), note.kind.hue.clone(), note.lead.clone()),
        PageView::List(list) => {
            let kind = list.kind.as_ref();
            let label = format!("sort_{}", list.sort);
            let label = kind.map_or_else(|| frame.word(&label).to_string(), |kind| kind.plural.clone());
            let summary = if list.lead.is_empty() { &list.count_label } else { &list.lead };
            (label, kind.map(|kind| kind.hue.clone()).unwrap_or_default(), summary.clone())
        }
        PageView::Index(index) => (String::new(), String::new(), index.lead.clone()),
        PageView::Home(home) => (String::new(), String::new(), home.lead.clone()),
        PageView::Contents(contents) => (String::new(), String::new(), contents.lead.clone()),
        PageView::Search(search) => (String::new(), String::new(), search.lead.clone()),
        PageView::Print(_) | PageView::Redirect(_) | PageView::Missing(_) => Default::default(),
    };
    Preview {
        url: page.url.clone(),
        kind,
        hue,
        title: sheet.frame.title,
        summary: shorten(&summary, SUMMARY),
        date: String::new(),
        sections: Vec::new(),
    }
}
