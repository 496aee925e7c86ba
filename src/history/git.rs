//! Reads the history of all notes from git, with one `git log` a repository.
//!
//! The program is asked and not a library, because it alone honours all that a
//! repository may have: mailmap, renames, worktrees, partial clones,
//! replacements. It never writes, never asks the network, runs no program that
//! a repository's settings name, and gets no text of a note as an argument.

mod command;
mod log;
mod mark;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashSet};
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use mark::{mark, places};

use super::History;
use command::{Failure, Place};

/// Reads what git knows of the notes in these folders.
///
/// `content` are folders as messages show them, from the site's folder:
/// `content`, `../handbook`. Paths of the history begin with them.
///
/// Outside of a repository, or where git cannot be asked, nothing is known;
/// in the second case [`History::remarks`] says why.
pub fn read(site: &Path, content: &[PathBuf]) -> History {
    let mut history = History::empty();
    let home = match command::place(site) {
        Ok(home) => Some(home),
        Err(Failure::NoRepository) => None,
        Err(failure) => {
            remark(&mut history, site, failure);
            return history;
        }
    };
    let mut repositories: BTreeMap<PathBuf, Repository> = BTreeMap::new();
    for shown in content {
        match command::place(&site.join(shown)) {
            Ok(place) => Repository::of(&mut repositories, place, home.as_ref()).add(shown),
            Err(Failure::NoRepository) => {}
            Err(failure) => remark(&mut history, shown, failure),
        }
    }
    for (top, repository) in repositories {
        if let Err(failure) = repository.read(&top, &mut history) {
            remark(&mut history, &top, failure);
        }
    }
    history
}

fn remark(history: &mut History, path: &Path, failure: Failure) {
    let remark = match failure {
        Failure::NoRepository => return,
        Failure::NoProgram => "git is not installed, so days and authors come from the notes alone".to_owned(),
        Failure::Refused(words) => {
            format!(
                "git could not tell the history of `{}`, so days and authors come from the notes alone: {words}",
                path.display()
            )
        }
    };
    if !history.remarks.contains(&remark) {
        history.remarks.push(remark);
    }
}

/// One repository, and what of the site is in it.
struct Repository {
    /// The commits at which a shallow clone ends.
    boundary: HashSet<String>,
    shallow: bool,
    /// Where the last folder is, from the top: `wiki/content/`, or nothing.
    within: String,
    /// Each folder from the top of the repository, and as messages show it.
    folders: Vec<(String, String)>,
    /// What of the repository concerns the site; all of it where this is empty.
    scope: Vec<String>,
}

impl Repository {
    fn of<'a>(all: &'a mut BTreeMap<PathBuf, Repository>, place: Place, home: Option<&Place>) -> &'a mut Self {
        // Renames are followed within the site, also from outside `content/`;
        // but a wiki in a large repository does not pay for all of it.
        let scope = home.filter(|home| home.top == place.top).map_or(&place.prefix, |home| &home.prefix).clone();
        let repository = all.entry(place.top).or_insert_with(|| Repository {
            boundary: place.boundary,
            shallow: place.shallow,
            within: String::new(),
            folders: Vec::new(),
            scope: Vec::new(),
        });
        repository.within = place.prefix.clone();
        for scope in [scope, place.prefix] {
            if !repository.scope.contains(&scope) {
                repository.scope.push(scope);
            }
        }
        repository
    }

    fn add(&mut self, shown: &Path) {
        let shown = shown.to_string_lossy().replace('\\', "/");
        self.folders.push((self.within.clone(), shown.trim_end_matches('/').to_owned()));
    }

    fn read(self, top: &Path, history: &mut History) -> Result<(), Failure> {
        let scope = if self.scope.iter().any(String::is_empty) { &[][..] } else { &self.scope };
        let files = command::log(top, scope, |stream| log::read(BufReader::new(stream), &self.boundary))?;
        for (path, file) in files {
            for (from_top, shown) in &self.folders {
                if let Some(below) = path.strip_prefix(from_top.as_str()) {
                    Arc::make_mut(&mut history.files).insert(format!("{shown}/{below}"), file.clone());
                }
            }
        }
        if self.shallow {
            history.shallow = true;
            history.remarks.push(format!(
                "the clone in `{}` is shallow, so the first days and authors of older notes are not known; \
                 fetch all of it with `git fetch --unshallow`",
                top.display()
            ));
        }
        Ok(())
    }
}
