//! The visible notes, joined: addresses, links, terms, people, history.
//!
//! A [`Wiki`] is made whole by [`resolve`] and read ever after. It holds only
//! what the audience stage let through, and knows nothing of pages' looks.

pub mod link;
pub mod plain;
pub mod related;
mod resolve;
pub mod section;
pub mod taxonomy;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::audience::files;
use crate::date::{Date, Moment};
use crate::kind::{Field, FieldType, Kind};
use crate::note::Note;
use crate::note::front_matter::{Relation, Status};
use crate::source::{Asset, Span};
use link::Target;
pub use resolve::{is_old_address, resolve};
use section::Section;
use taxonomy::{Taxonomies, Taxonomy};

/// A note's number in this build's [`Wiki::notes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NoteId(pub u32);

/// What a note is for in the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// A page of its own.
    Note,
    /// The text of its folder's page.
    Section,
    /// The text of a term's page.
    Term(Taxonomy),
    /// A person's page; made only when the person says so.
    Person,
}

/// A note with what the site adds to it.
#[derive(Clone)]
pub struct Entry {
    /// What its file says.
    pub note: Arc<Note>,
    /// What it is for.
    pub role: Role,
    /// Its page, from the site's root.
    pub url: Arc<str>,
    /// Whether it has a page: a private person has none.
    pub has_page: bool,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: Arc<Kind>,
    /// When it happened or was written.
    pub date: Option<Moment>,
    /// When it was last revised, if that was after `date`.
    pub updated: Option<Date>,
    /// Handles, or names that the repository gives; none for anonymous notes.
    pub authors: Vec<String>,
    /// Where each of its links leads.
    pub targets: Vec<Target>,
    /// Notes that link to it, with the number of their first link.
    pub mentions: Vec<(NoteId, usize)>,
    /// Typed links from it.
    pub relations: Vec<(Relation, NoteId)>,
    /// Typed links to it.
    pub related_by: Vec<(Relation, NoteId)>,
    /// Links in fields of its kind, by field and the key inside a record.
    pub field_links: HashMap<(String, usize), NoteId>,
}

impl Entry {
    /// Returns the note that says it takes the place of this one.
    pub fn superseded_by(&self) -> Option<NoteId> {
        self.related_by.iter().find(|(relation, _)| *relation == Relation::Supersedes).map(|(_, id)| *id)
    }

    /// Whether it no longer holds: it says so, or a newer note does.
    pub fn is_superseded(&self) -> bool {
        self.note.front.status == Status::Superseded || self.superseded_by().is_some()
    }

    /// Whether somebody answered it.
    pub fn is_answered(&self) -> bool {
        self.related_by.iter().any(|(relation, _)| *relation == Relation::Answers)
    }

    /// Returns the first and the last day of what it tells of, where its kind has a field `starts` that says so.
    pub fn days(&self) -> Option<(Date, Date)> {
        let day = |name: &str| {
            let dated = |field: &Field| matches!(field.ty, FieldType::Date | FieldType::Moment);
            self.kind.field(name).filter(|field| dated(field))?;
            let given = self.note.front.extra.iter().find(|given| given.key == name)?;
            Moment::parse(&given.item.raw_text()).ok().map(|moment| moment.date())
        };
        let starts = day("starts")?;
        Some((starts, day("ends").map_or(starts, |ends| ends.max(starts))))
    }
}

/// A handle with its note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name shown.
    pub name: String,
    /// Their page, when it is public.
    pub url: Option<Arc<str>>,
    /// Their note.
    pub id: NoteId,
}

/// An old address that leads to a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// Its path in the output.
    pub path: String,
    /// Where it leads.
    pub to: NoteId,
    /// The alias as written.
    pub written: String,
    /// Where it is written.
    pub place: Span,
}

/// All visible notes and what joins them.
#[derive(Clone)]
pub struct Wiki {
    /// The notes, sorted by their place in the content tree. Shared, since a preview puts one in another's place and
    /// leaves ten thousand as they are.
    pub notes: Vec<Arc<Entry>>,
    /// Visible assets.
    pub assets: Vec<Asset>,
    /// Folders with something in them, sorted; the first is the content folder itself.
    pub sections: Vec<Section>,
    /// Topics, systems and teams.
    pub terms: Taxonomies,
    /// People by handle, folded.
    pub people: BTreeMap<String, Person>,
    /// Old addresses, in the order of their notes. Whether something else stands there is not asked yet.
    pub redirects: Vec<Redirect>,
}

impl Wiki {
    /// Returns a note.
    pub fn entry(&self, id: NoteId) -> &Entry {
        &self.notes[id.0 as usize]
    }

    /// Returns every note with its number.
    pub fn entries(&self) -> impl Iterator<Item = (NoteId, &Entry)> {
        self.notes.iter().enumerate().map(|(index, entry)| (NoteId(index as u32), &**entry))
    }

    /// Takes out the files that only notes without a page show, such as the picture of a private person.
    fn hide_private_files(&mut self) {
        let entries = self.notes.iter().map(Arc::as_ref);
        let (shown, private): (Vec<&Entry>, Vec<&Entry>) = entries.partition(|entry| entry.has_page);
        let notes =
            |entries: Vec<&Entry>| -> Vec<Arc<Note>> { entries.iter().map(|entry| entry.note.clone()).collect() };
        let hidden = files::hidden(&self.assets, &notes(shown), &notes(private));
        self.assets.retain(|asset| !hidden.contains(&asset.at));
    }

    /// Returns the notes that lists show: those that are neither a section's, a term's nor a person's text.
    pub fn listed(&self) -> impl Iterator<Item = (NoteId, &Entry)> {
        self.entries().filter(|(_, entry)| entry.role == Role::Note)
    }

    /// Returns the notes that answer a note or reply to it, the oldest first.
    pub fn replies(&self, id: NoteId) -> Vec<NoteId> {
        let mut ids: Vec<NoteId> = self
            .entry(id)
            .related_by
            .iter()
            .filter(|(relation, _)| matches!(relation, Relation::Answers | Relation::ReplyTo))
            .map(|(_, id)| *id)
            .filter(|reply| *reply != id && self.entry(*reply).has_page)
            .collect();
        ids.sort_by_key(|id| (self.entry(*id).date.clone(), *id));
        ids.dedup();
        ids
    }

    /// Returns those of a note's replies that are short enough to stand below it whole.
    pub fn short_replies(&self, id: NoteId) -> Vec<NoteId> {
        let mut ids = self.replies(id);
        ids.retain(|id| self.entry(*id).kind.name == "reply");
        ids
    }
}
