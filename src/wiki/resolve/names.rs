//! The table of all names and paths that a link may use.

use std::sync::Arc;

use crate::source::Asset;
use crate::wiki::link::{Names, Place};
use crate::wiki::section::Section;
use crate::wiki::taxonomy::{Taxonomies, Taxonomy};
use crate::wiki::{Entry, NoteId, Redirect, Role};

/// Pages that every site has, and that links may name.
const FIXED: [&str; 5] = ["a-z.html", "recent.html", "contents.html", "search.html", "kinds/index.html"];

/// The page of all people, where one of them has a page.
const PEOPLE: &str = "people/index.html";

/// Makes the table of those who have no page: their text is for nobody, but what names them is no slip.
pub(super) fn private(entries: &[Entry]) -> Names {
    let mut names = Names::default();
    for (index, entry) in entries.iter().enumerate().filter(|(_, entry)| !entry.has_page && entry.role == Role::Person)
    {
        let id = NoteId(index as u32);
        names.add_path(&entry.note.at, Place::Note(id));
        names.add_path(entry.note.at.trim_end_matches(".md"), Place::Note(id));
        names.add_path(&entry.url, Place::Note(id));
        names.add_name(entry.note.stem(), id);
        names.add_name(&entry.title, id);
    }
    names
}

/// Makes the table; where two want one path, the first to be added keeps it.
pub(super) fn names(
    entries: &[Entry],
    sections: &[Section],
    terms: &Taxonomies,
    assets: &[Asset],
    redirects: &[Redirect],
) -> Names {
    let mut names = Names::default();
    for (index, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.has_page) {
        let id = NoteId(index as u32);
        let at = &entry.note.at;
        names.add_path(at, Place::Note(id));
        if let Some((path, "md" | "markdown")) = at.rsplit_once('.') {
            names.add_path(path, Place::Note(id));
        }
        names.add_path(&entry.url, Place::Note(id));
        if entry.role == Role::Section {
            names.add_path(entry.note.folder(), Place::Note(id));
            if !entry.note.folder().is_empty() {
                names.add_name(entry.note.folder().rsplit('/').next().unwrap_or_default(), id);
            }
        } else {
            names.add_name(entry.note.stem(), id);
        }
        names.add_name(&entry.title, id);
        for alias in &entry.note.front.aliases {
            names.add_name(&alias.text, id);
        }
    }
    for section in sections {
        names.add_path(&section.folder, Place::Page(Arc::from(section.url.as_str())));
    }
    for taxonomy in Taxonomy::ALL {
        let index: Arc<str> = format!("{}/index.html", taxonomy.folder()).into();
        if !terms.terms(taxonomy).is_empty() {
            names.add_path(taxonomy.folder(), Place::Page(Arc::clone(&index)));
            names.add_path(&index, Place::Page(index.clone()));
        }
        for (slug, term) in terms.terms(taxonomy) {
            names.add_path(&format!("{}/{slug}", taxonomy.folder()), Place::Page(Arc::clone(&term.url)));
            names.add_path(&term.url, Place::Page(Arc::clone(&term.url)));
            names.add_path(&format!("{}/{}", taxonomy.folder(), term.name), Place::Page(Arc::clone(&term.url)));
        }
    }
    for page in FIXED {
        names.add_path(page, Place::Page(Arc::from(page)));
    }
    for entry in entries.iter().filter(|entry| entry.role == Role::Note) {
        let url: Arc<str> = entry.kind.url().into();
        names.add_path(&url, Place::Page(Arc::clone(&url)));
    }
    if entries.iter().any(|entry| entry.role == Role::Person && entry.has_page) {
        names.add_path(PEOPLE, Place::Page(Arc::from(PEOPLE)));
    }
    for (index, asset) in assets.iter().enumerate() {
        names.add_file(&asset.at, index);
    }
    // An old address of a note, or of its file, leads to it without the way round.
    for old in redirects {
        names.add_path(&old.path, Place::Note(old.to));
        let stem = old.path.trim_end_matches(".html");
        let others = [stem.strip_suffix("/index").map(String::from), Some(format!("{stem}.md"))];
        others.into_iter().flatten().for_each(|path| names.add_path(&path, Place::Note(old.to)));
    }
    names
}
