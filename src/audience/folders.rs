//! Which folders are closed, by what their section notes say or fail to say.

use std::collections::HashSet;
use std::sync::Arc;

use crate::note::{Note, index_rank};

/// Folders that nothing is shown of.
pub(super) struct Closed {
    folders: HashSet<String>,
}

impl Closed {
    /// Closes the folders of the section notes for which `open` does not hold.
    pub(super) fn by_notes(notes: &[Arc<Note>], open: impl Fn(&Note) -> bool) -> Self {
        // All notes of such a name count, whichever of them is the section's note.
        let sections = notes.iter().filter(|note| note.index_rank().is_some());
        Closed { folders: sections.filter(|note| !open(note)).map(|note| note.folder().to_string()).collect() }
    }

    /// Closes what is at these places: a section note stands for its folder, and a folder for itself.
    pub(super) fn by_places<'a>(places: impl Iterator<Item = &'a Arc<str>>) -> Self {
        let folder = |at: &Arc<str>| match index_rank(at) {
            Some(_) => at.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_string()),
            None => at.to_string(),
        };
        Closed { folders: places.map(folder).collect() }
    }

    /// Whether everything there is is closed.
    pub(super) fn all(&self) -> bool {
        self.folders.contains("")
    }

    /// Whether a place is in a closed folder, or is one.
    pub(super) fn covers(&self, at: &str) -> bool {
        let mut path = at;
        loop {
            if self.folders.contains(path) {
                return true;
            }
            match path.rsplit_once('/') {
                Some((above, _)) => path = above,
                None if path.is_empty() => return false,
                None => path = "",
            }
        }
    }
}
