//! Pages to be printed: all notes of a section, or all stops of a path, one after the other.
//!
//! Made only where somebody would print it (`MOST_NOTES`, `MOST_BYTES`). What is
//! below a section that is too long has pages of its own.

use std::collections::HashMap;

use super::body::together::{self, prefix};
use super::note::{crumbs, stop_ids};
use super::view::{Link, PageView, PrintNote, PrintView};
use super::{Matter, Origin, Page, Sheet, facts};
use crate::source::FilePath;
use crate::wiki::section::Section;
use crate::wiki::{NoteId, Wiki};

/// The most notes on one page: some four hundred sheets.
const MOST_NOTES: usize = 200;

/// The most bytes of their texts.
const MOST_BYTES: usize = 1024 * 1024;

/// What is printed together.
pub struct Plan {
    /// Each page's URL and notes.
    pub pages: Vec<(String, Vec<NoteId>)>,
    /// For each page, what it is made of.
    sources: Vec<Source>,
    urls: HashMap<Source, String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Source {
    /// A section, by number.
    Section(usize),
    /// A path.
    Path(NoteId),
}

impl Plan {
    /// Finds the sections and paths that are short enough to print whole.
    pub fn new(wiki: &Wiki) -> Plan {
        let mut plan = Plan { pages: Vec::new(), sources: Vec::new(), urls: HashMap::new() };
        for number in 1..wiki.sections.len() {
            let mut ids = Vec::new();
            below(wiki, number, &mut ids);
            plan.add(wiki, Source::Section(number), &wiki.sections[number].url, ids);
        }
        for (id, entry) in wiki.listed().filter(|(_, entry)| entry.has_page) {
            let stops = stop_ids(wiki, id).into_iter().filter(|stop| wiki.entry(*stop).has_page);
            plan.add(wiki, Source::Path(id), &entry.url, stops.collect());
        }
        plan
    }

    fn add(&mut self, wiki: &Wiki, source: Source, url: &str, mut ids: Vec<NoteId>) {
        let mut seen = std::collections::HashSet::new();
        ids.retain(|id| seen.insert(*id));
        let bytes: usize = ids.iter().map(|id| wiki.entry(*id).note.body.html.len()).sum();
        // One note prints itself.
        if ids.len() < 2 || ids.len() > MOST_NOTES || bytes > MOST_BYTES {
            return;
        }
        // No file name becomes an address with two hyphens, so this never takes a note's place.
        let url = format!("{}--print.html", url.trim_end_matches(".html"));
        self.urls.insert(source, url.clone());
        self.sources.push(source);
        self.pages.push((url, ids));
    }

    /// Returns the page on which a section is printed; empty when there is none.
    pub fn section(&self, number: usize) -> String {
        self.urls.get(&Source::Section(number)).cloned().unwrap_or_default()
    }

    /// Returns the page on which a path is printed; empty when there is none.
    pub fn path(&self, id: NoteId) -> String {
        self.urls.get(&Source::Path(id)).cloned().unwrap_or_default()
    }
}

/// Adds the notes of a section and of those below it, as the contents list them.
fn below(wiki: &Wiki, number: usize, ids: &mut Vec<NoteId>) {
    let section = &wiki.sections[number];
    // A section of thousands is not gathered only to be refused.
    if section.count > MOST_NOTES {
        return;
    }
    for child in &section.children {
        below(wiki, *child, ids);
    }
    ids.extend(section.notes.iter().filter(|id| wiki.entry(**id).has_page));
}

pub(super) fn pages(matter: &Matter) -> Vec<Page> {
    let Matter { wiki, plan, .. } = matter;
    let made = plan.pages.iter().zip(&plan.sources).enumerate().map(|(number, ((url, ids), source))| {
        let entry = match source {
            Source::Section(section) => wiki.sections[*section].index.unwrap_or(ids[0]),
            Source::Path(id) => *id,
        };
        let origin = Origin::Folder(FilePath::clone(&wiki.entry(entry).note.path));
        Page::new(url, move |matter| sheet(matter, number)).of(origin).aside()
    });
    made.collect()
}

fn sheet(matter: &Matter, number: usize) -> Sheet {
    let Matter { wiki, frame, circled, plan, .. } = matter;
    let (url, ids) = &plan.pages[number];
    let texts = together::texts(wiki, frame, circled, url, ids);
    let (title, lead, mut crumbs, back) = match plan.sources[number] {
        Source::Section(number) => {
            let section: &Section = &wiki.sections[number];
            let lead = section.index.map(|id| wiki.summary(id)).unwrap_or_default();
            (section.title.clone(), lead, crumbs(wiki, frame, &section.folder, false), section.url.clone())
        }
        Source::Path(id) => {
            let entry = wiki.entry(id);
            let lead = wiki.summary(id);
            let crumbs = crumbs(wiki, frame, entry.note.folder(), true);
            (entry.title.clone(), lead, crumbs, entry.url.to_string())
        }
    };
    crumbs.push(Link { label: title.clone(), url: back });
    let notes = ids.iter().zip(texts).enumerate().map(|(number, (id, body))| {
        let entry = wiki.entry(*id);
        PrintNote {
            anchor: prefix(number).trim_end_matches('-').to_string(),
            card: frame.card(*id),
            facts: facts::facts(wiki, frame, *id),
            lead: entry.note.front.summary.clone().unwrap_or_default(),
            body: body.clone(),
            actions: facts::actions(wiki, frame, entry),
        }
    });
    let view = PrintView {
        title: title.clone(),
        lead: lead.clone(),
        count_label: frame.words.count("notes", ids.len()),
        notes: notes.collect(),
    };
    frame.page(url, &title, &lead, "", crumbs, &["print.html"], PageView::Print(view))
}
