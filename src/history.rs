//! Who wrote and revised each note, and when, as far as the repository knows.
//!
//! Authors and dates only: no commit, no message. For an anonymous note
//! nothing is ever asked of it (promise 2 of the design; see `wiki::resolve`).

pub mod git;

use std::collections::HashMap;

use crate::date::Date;

/// An author as the repository names them, after `.mailmap`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Author {
    /// Name.
    pub name: String,
    /// E-mail address; never shown, only compared with the people notes.
    pub email: String,
}

/// What is known of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FileHistory {
    /// The day of the first commit that touched it.
    pub first: Option<Date>,
    /// The day of the last one.
    pub last: Option<Date>,
    /// Who committed to it, the first first.
    pub authors: Vec<Author>,
}

/// What is known of all files, by their path from the site's folder.
#[derive(Clone, Debug, Default)]
pub struct History {
    files: HashMap<String, FileHistory>,
}

impl History {
    /// Makes a history of what is known of each file, by its path from the site's folder.
    pub fn new(files: HashMap<String, FileHistory>) -> Self {
        History { files }
    }

    /// Returns what is known of a file.
    pub fn of(&self, path: &str) -> Option<&FileHistory> {
        self.files.get(path)
    }
}
