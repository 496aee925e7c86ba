//! Who wrote and revised each note, and when, as far as the repository knows.
//!
//! Authors and days only: never a commit, its message or its hash. Of an
//! anonymous note nothing is known here once [`History::without`] has been
//! told (promise 2 of the design), and no day is ever guessed.

pub mod git;

use std::collections::HashMap;
use std::sync::Arc;

use crate::date::Date;
use crate::hashed::{Digest, digest};

/// An author as the repository names them, after `.mailmap`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Author {
    /// Name.
    pub name: String,
    /// E-mail address; for comparing with the people notes, never for showing.
    pub email: String,
}

/// What is known of one file, under this name and the names it had before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FileHistory {
    /// The earliest day on which somebody committed to it, in that person's
    /// own time zone. `None` where the clone does not reach back so far.
    pub first: Option<Date>,
    /// The latest such day; `None` when all that the clone has is the file itself.
    pub last: Option<Date>,
    /// Who committed to it, in the order of their first commits.
    pub authors: Vec<Author>,
    /// How many commits changed it; at least so many where `whole` is false.
    pub commits: usize,
    /// Whether the repository knows all of it. A shallow clone does not.
    pub whole: bool,
}

impl FileHistory {
    /// Returns the digest of all of it, for keys of the memo.
    pub fn digest(&self) -> Digest {
        digest(self)
    }
}

/// What is known of all files, by their path as messages show it (`content/lessons/a.md`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Shared, since a preview reads the site again and again, and the repository but seldom.
    files: Arc<HashMap<String, FileHistory>>,
    /// Why something is not known, in sentences for the one who builds.
    pub remarks: Vec<String>,
    /// Whether a repository has only its latest commits.
    pub shallow: bool,
}

impl History {
    /// Makes a history in which nothing is known.
    pub fn empty() -> Self {
        History::default()
    }

    /// Makes a history of what is known of each file.
    pub fn new(files: HashMap<String, FileHistory>) -> Self {
        History { files: Arc::new(files), ..History::default() }
    }

    /// Returns what is known of a file.
    pub fn of(&self, path: &str) -> Option<&FileHistory> {
        self.files.get(path)
    }

    /// Returns the digest of all that is known.
    pub fn digest(&self) -> Digest {
        // Files in no order: their digests are added.
        let files = self.files.iter().map(|file| digest(&file).0);
        digest(&(files.fold(0, u128::wrapping_add), self.files.len(), self.shallow))
    }

    /// Returns of how many files something is known.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Says whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Forgets what is known of these files.
    pub fn without<'a>(&mut self, paths: impl IntoIterator<Item = &'a str>) {
        let files = Arc::make_mut(&mut self.files);
        for path in paths {
            files.remove(path);
        }
    }
}
