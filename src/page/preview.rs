//! What a link shows of the page it leads to: the pages that links lead to, and the places in them.
//!
//! Only what some page's text or fields lead to is here, so that a section that nobody
//! names costs nothing. The text of a note that has no page leads nowhere.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use crate::note::markdown::shorten;
use crate::wiki::link::{Anchor, Target};
use crate::wiki::{NoteId, Wiki};

use super::body::excerpt;
use super::view::PageView;
use super::{Frame, Page};

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
struct Linked<'a> {
    /// For each note, the anchors that links to it name; nothing where no link leads to it.
    notes: Vec<Option<BTreeSet<&'a str>>>,
    /// Pages without a note.
    pages: BTreeSet<&'a str>,
}

/// Returns how many files all previews are spread over: a power of two, and 0 where there are none.
pub(super) fn shards(wiki: &Wiki) -> usize {
    let linked = linked(wiki);
    let count = linked.notes.iter().flatten().count() + linked.pages.len();
    if count == 0 { 0 } else { count.div_ceil(SHARD).next_power_of_two() }
}

/// Returns the previews of all pages that links lead to, in no particular order.
pub fn previews(wiki: &Wiki, frame: &Frame, pages: &[Page]) -> Vec<Preview> {
    let linked = linked(wiki);
    let pages: HashMap<&str, &Page> = pages.iter().map(|page| (page.frame.url.as_str(), page)).collect();
    let of_notes = linked.notes.par_iter().enumerate().filter_map(|(index, anchors)| {
        let id = NoteId(index as u32);
        let page = pages.get(&*wiki.entry(id).url)?;
        Some(of_note(wiki, frame, page, id, anchors.as_ref()?))
    });
    let mut previews: Vec<Preview> = of_notes.collect();
    previews.extend(linked.pages.iter().filter_map(|url| pages.get(url)).map(|page| of_page(frame, page)));
    previews
}

fn linked(wiki: &Wiki) -> Linked<'_> {
    let mut linked = Linked { notes: vec![None; wiki.notes.len()], pages: BTreeSet::new() };
    for entry in wiki.notes.iter().filter(|entry| entry.has_page) {
        for target in &entry.targets {
            match target {
                Target::Note { id, anchor, .. } => {
                    let anchors = linked.notes[id.0 as usize].get_or_insert_default();
                    anchors.extend(anchor.as_ref().and_then(Anchor::there));
                }
                Target::Page(url, _) => {
                    linked.pages.insert(url);
                }
                _ => {}
            }
        }
        let fields = entry.relations.iter().map(|(_, id)| *id).chain(entry.field_links.values().copied());
        for id in fields.chain(entry.related_by.iter().map(|(_, id)| *id)) {
            linked.notes[id.0 as usize].get_or_insert_default();
        }
    }
    for (anchors, entry) in linked.notes.iter_mut().zip(&wiki.notes) {
        if !entry.has_page {
            *anchors = None;
        }
    }
    linked
}

fn of_note(wiki: &Wiki, frame: &Frame, page: &Page, id: NoteId, anchors: &BTreeSet<&str>) -> Preview {
    let mut preview = of_page(frame, page);
    let card = frame.card(id);
    if !card.summary.is_empty() {
        preview.summary = shorten(&card.summary, SUMMARY);
    }
    if let (PageView::Note(_), Some(date)) = (&page.view, &card.date) {
        preview.date = date.short.clone();
    }
    preview.sections = excerpt::sections(wiki, wiki.entry(id), anchors);
    preview
}

/// Returns what the page says of itself.
fn of_page(frame: &Frame, page: &Page) -> Preview {
    let (kind, hue, summary) = match &page.view {
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
        url: page.frame.url.clone(),
        kind,
        hue,
        title: page.frame.title.clone(),
        summary: shorten(&summary, SUMMARY),
        date: String::new(),
        sections: Vec::new(),
    }
}
