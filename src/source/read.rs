//! Walks content trees and reads their files.
//!
//! Whatever cannot be read becomes a diagnostic, and the rest is read all the
//! same. It never judges what a note says, never leaves the site through a
//! link, and gives the same answer in the same order for the same files.

mod cache;
mod file;
mod image;
#[cfg(test)]
mod tests;
mod walk;

use std::path::PathBuf;

use rayon::prelude::*;

pub use cache::Cache;

use super::{Asset, SourceFile};
use crate::diagnostic::Diagnostic;

/// A note longer than this, in bytes, is a data file under the wrong name.
pub const LONGEST: u64 = 5 * 1024 * 1024;

/// A folder to read.
#[derive(Clone, Debug)]
pub struct Root {
    /// The folder; an absolute path.
    pub dir: PathBuf,
    /// How messages name it: `content`.
    pub shown: String,
    /// Where its files stand in the content tree: `handbook`, or nothing for the top.
    pub prefix: String,
    /// The folder that no symbolic link may leave.
    pub site: PathBuf,
}

impl Root {
    /// Returns where a file stands in the content tree, given its path as messages name it;
    /// nothing where it is not below this folder.
    pub fn place(&self, path: &str) -> Option<String> {
        let below = path.strip_prefix(&self.shown)?.strip_prefix('/')?;
        Some(if self.prefix.is_empty() { below.to_string() } else { format!("{}/{below}", self.prefix) })
    }
}

/// What was read.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The notes, sorted by the bytes of their path.
    pub files: Vec<SourceFile>,
    /// Every other file that is published, sorted likewise.
    pub assets: Vec<Asset>,
    /// What could not be read, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
}

/// What came of one file.
enum Outcome {
    Note(SourceFile),
    Asset(Asset),
    Problem(Diagnostic),
    /// It was removed while we were reading: as if it had never been there.
    Gone,
}

/// Reads all published files of these folders, on all cores.
///
/// With the cache of an earlier reading, files that stand still since are not
/// opened again. The new cache holds what this reading found and nothing else.
pub fn read(roots: &[Root], previous: Option<&Cache>) -> (Tree, Cache) {
    let mut tree = Tree::default();
    let mut found = Vec::new();
    for root in roots {
        walk::walk(root, &mut found, &mut tree.diagnostics);
    }
    let read: Vec<(Outcome, Option<cache::Entry>)> =
        found.par_iter().enumerate().map(|(place, found)| cache::read(found, place, previous)).collect();

    let mut next = Cache::default();
    for (found, (outcome, entry)) in found.into_iter().zip(read) {
        next.keep(found.disk, entry);
        match outcome {
            Outcome::Note(file) => tree.files.push(file),
            Outcome::Asset(asset) => tree.assets.push(asset),
            Outcome::Problem(diagnostic) => tree.diagnostics.push(diagnostic),
            Outcome::Gone => {}
        }
    }
    tree.files.sort_by(|a, b| a.path.cmp(&b.path));
    tree.assets.sort_by(|a, b| a.path.cmp(&b.path));
    tree.diagnostics.sort_by(|a, b| a.order().cmp(&b.order()));
    (tree, next)
}
