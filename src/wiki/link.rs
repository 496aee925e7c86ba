//! Where a link leads: the one resolver for relative links, wikilinks, embeds, images and fields.
//!
//! Looks names up in tables made once a build. It decides nothing about how a
//! link is shown, and never reads a file.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::hashed::Digest;
use crate::note::dest::{bare_name, named_paths, spellings};
pub use crate::note::dest::{decode, encode, fold, fold_path, has_escape, join, scheme, split};
use crate::note::slug;

use super::NoteId;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A note, and an anchor in it.
    Note {
        /// Which note.
        id: NoteId,
        /// Its URL from the site's root.
        url: Arc<str>,
        /// The anchor that the link names.
        anchor: Option<Anchor>,
    },
    /// An anchor of the note itself; its top without one.
    Own(Option<Anchor>),
    /// A page that is made of no note: a topic, a section without text. The anchor that the link names is never there.
    Page(Arc<str>, Option<Anchor>),
    /// An asset: its URL from the root, and its size for images.
    Asset {
        /// Its URL, percent-encoded, with the fragment as written: what it means is the file's affair.
        url: String,
        /// Width and height in pixels.
        size: Option<(u32, u32)>,
    },
    /// Another site.
    External(String),
    /// Somebody who chose to have no page: their name.
    Private(Arc<str>),
    /// Nothing is there.
    Missing,
    /// A scheme that is not published.
    Refused,
}

/// A place inside a page, as a link names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Anchor {
    /// The page has it.
    There(String),
    /// The page does not have it. The link keeps it all the same: it leads to the page's
    /// top, and whoever follows the links of the site finds what the build reported.
    Gone(String),
}

impl Anchor {
    /// Returns the anchor's name, when it is there.
    pub fn there(&self) -> Option<&str> {
        match self {
            Anchor::There(id) => Some(id),
            Anchor::Gone(_) => None,
        }
    }

    /// Returns the fragment of a URL for it, with its `#`.
    pub fn fragment(&self) -> String {
        match self {
            Anchor::There(id) => format!("#{id}"),
            Anchor::Gone(written) => format!("#{}", encode(written)),
        }
    }
}

/// What looking a name up gave.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// One target, without its anchor.
    One(Place),
    /// Several notes.
    Several(Vec<NoteId>),
    /// None.
    None,
}

/// A place in the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A note.
    Note(NoteId),
    /// A page without a note.
    Page(Arc<str>),
    /// An asset, by number.
    Asset(usize),
}

/// Names and what they stand for.
#[derive(Default)]
pub struct Names {
    /// Paths in the content tree and URLs in the output, folded.
    paths: HashMap<String, Place>,
    /// Assets by bare name, folded, each with its name as it is.
    files: HashMap<String, Vec<(usize, String)>>,
    /// File names, titles and aliases, folded.
    names: HashMap<String, BTreeSet<NoteId>>,
    /// The same as written, for suggestions.
    spoken: Vec<String>,
}

impl Names {
    /// Adds a place under a path; the first to come keeps it.
    pub fn add_path(&mut self, path: &str, place: Place) {
        self.paths.entry(fold(path)).or_insert(place);
    }

    /// Adds a note under a name.
    pub fn add_name(&mut self, name: &str, id: NoteId) {
        let folded = fold(name);
        if !folded.is_empty() && self.names.entry(folded).or_default().insert(id) {
            self.spoken.push(name.to_string());
        }
    }

    /// Looks a path up, as a relative link writes it.
    pub fn path(&self, path: &str) -> Option<Place> {
        spellings(path).find_map(|path| self.paths.get(&path).cloned())
    }

    /// Adds an asset under its path and its bare name.
    pub fn add_file(&mut self, at: &str, number: usize) {
        self.add_path(at, Place::Asset(number));
        self.files.entry(bare_name(at)).or_default().push((number, last(at).to_string()));
    }

    /// Looks a picture up by its bare name, as `![[picture.png]]` may write it: the only file of that
    /// name, or the only one that writes it with the same capitals.
    pub fn file(&self, path: &str) -> Option<Place> {
        let alike = self.files.get(&bare_name(path))?;
        let mut same = alike.iter().filter(|(_, name)| alike.len() == 1 || name == last(path));
        let (number, _) = same.next()?;
        same.next().is_none().then_some(Place::Asset(*number))
    }

    /// Looks up what a wikilink or a field names: a path, a file name, a title or an alias.
    pub fn name(&self, name: &str, folder: &str) -> Found {
        let plain = name.trim().trim_end_matches('\\');
        let path = plain.trim_start_matches('/');
        if let Some(place) = named_paths(name, folder).find_map(|path| self.path(&path)) {
            return Found::One(place);
        }
        let folded = fold(plain);
        let stem = folded.strip_suffix(".md").unwrap_or(&folded);
        match self.names.get(stem) {
            Some(ids) if ids.len() == 1 => {
                Found::One(Place::Note(*ids.iter().next().expect("the set has one element")))
            }
            Some(ids) => Found::Several(ids.iter().copied().collect()),
            None => self.path(path).map_or(Found::None, Found::One),
        }
    }

    /// Returns the known name nearest to one that is not there.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        crate::nearest::nearest(name, self.spoken.iter().map(String::as_str))
    }
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// Whether a fragment is the browser's affair: the top of any page, or a text to scroll to.
pub fn is_for_the_browser(fragment: &str) -> bool {
    fragment.is_empty() || fragment.starts_with(":~:") || fragment.eq_ignore_ascii_case("top")
}

/// Returns the anchor that a fragment means: as it is, or as the text of a heading.
pub fn anchor(fragment: &str, anchors: &[String]) -> Option<String> {
    if fragment.is_empty() {
        return None;
    }
    let slug = slug::anchor(fragment);
    anchors
        .iter()
        .find(|known| *known == fragment)
        .or_else(|| anchors.iter().find(|known| **known == slug || known.eq_ignore_ascii_case(fragment)))
        .cloned()
}

/// Returns the digest of a note's targets, for memo keys.
pub fn digest(targets: &[Target]) -> Digest {
    crate::hashed::digest(targets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_two_notes_have_is_several() {
        let mut names = Names::default();
        names.add_name("Labels", NoteId(1));
        names.add_name("labels", NoteId(2));
        names.add_name("Other", NoteId(3));
        assert_eq!(names.name("LABELS", ""), Found::Several(vec![NoteId(1), NoteId(2)]));
        assert_eq!(names.name("other", ""), Found::One(Place::Note(NoteId(3))));
        assert_eq!(names.name("none", ""), Found::None);
    }
}
