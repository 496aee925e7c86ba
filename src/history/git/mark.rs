//! Says whether the repository may know more than it did, from a few small files and without asking git.
//!
//! What is not known here (a repository laid out in a way of tomorrow) counts as changed each time.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::hashed::{Digest, digest};

/// Returns what changes when a commit is made or another one is checked out, for all of these folders.
///
/// Nothing where a repository cannot be understood, and has to be asked each time.
pub fn mark(folders: &[PathBuf]) -> Option<Digest> {
    let marks: Option<Vec<Vec<Trace>>> = folders.iter().map(|folder| traces(folder)).collect();
    Some(digest(&(folders, marks?)))
}

/// Returns the folders in which git writes when a commit is made, to be watched.
pub fn places(folder: &Path) -> Vec<PathBuf> {
    let Some((top, git)) = repository(folder) else { return Vec::new() };
    let logs = git.join("logs");
    // `.mailmap` stands at the top.
    [top, git, logs].into_iter().filter(|path| path.is_dir()).collect()
}

/// A small file as it is, or a larger one as it looks from outside.
type Trace = (PathBuf, Option<String>, Option<(u64, SystemTime)>);

fn traces(folder: &Path) -> Option<Vec<Trace>> {
    let Some((top, git)) = repository(folder) else { return Some(Vec::new()) };
    let common = fs::read_to_string(git.join("commondir")).ok().map_or(git.clone(), |to| git.join(to.trim()));
    let head = fs::read_to_string(git.join("HEAD")).ok()?;
    let mut traces = vec![(git.join("HEAD"), Some(head.clone()), None)];
    if let Some(name) = head.trim().strip_prefix("ref: ") {
        let path = common.join(name);
        traces.push((path.clone(), fs::read_to_string(&path).ok(), None));
    }
    let outside = [
        common.join("packed-refs"),
        common.join("reftable/tables.list"),
        common.join("shallow"),
        common.join("info/grafts"),
        top.join(".mailmap"),
    ];
    traces.extend(outside.into_iter().map(|path| {
        let look = fs::metadata(&path).ok().and_then(|meta| Some((meta.len(), meta.modified().ok()?)));
        (path, None, look)
    }));
    Some(traces)
}

/// Returns the top of the working tree that a folder is in, and the folder where git keeps what is its own.
fn repository(folder: &Path) -> Option<(PathBuf, PathBuf)> {
    folder.ancestors().find_map(|top| {
        let git = top.join(".git");
        if git.is_dir() {
            return Some((top.to_path_buf(), git));
        }
        // A worktree or a submodule: a file that says where.
        let text = fs::read_to_string(&git).ok()?;
        Some((top.to_path_buf(), top.join(text.strip_prefix("gitdir:")?.trim())))
    })
}
