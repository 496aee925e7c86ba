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

use std::collections::BTreeSet;
use std::path::PathBuf;

use rayon::prelude::*;

pub use cache::Cache;

use super::{Asset, SourceFile};
use crate::diagnostic::Diagnostic;

/// A note longer than this, in bytes, is a data file under the wrong name.
pub const LONGEST: u64 = 5 * 1024 * 1024;

/// A folder to read.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// What may be other than it was at the last reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// Anything: all folders are walked, and all files looked at.
    Any,
    /// These files and folders, by their absolute paths, and nothing else. What is not known of them is found out.
    Files(BTreeSet<PathBuf>),
}

impl Changes {
    /// Adds what may have changed besides.
    pub fn add(&mut self, other: &Changes) {
        match (&mut *self, other) {
            (Changes::Files(all), Changes::Files(more)) => all.extend(more.iter().cloned()),
            _ => *self = Changes::Any,
        }
    }
}

/// What came of one file.
#[derive(Clone, Debug)]
enum Outcome {
    Note(SourceFile),
    Asset(Asset),
    Problem(Diagnostic),
    /// It was removed while we were reading: as if it had never been there.
    Gone,
}

/// Reads all published files of these folders, on all cores.
///
/// With the cache of an earlier reading, files that stand still since are not opened again; and where it is known
/// which files changed, no other is even looked at. What is read is the same. The new cache holds what this reading
/// found and nothing else.
pub fn read(roots: &[Root], previous: Option<Cache>, changes: &Changes) -> (Tree, Cache) {
    let mut previous = previous;
    let named = previous.as_mut().is_some_and(|cache| cache.look_again(roots, changes));
    let cache = match previous {
        Some(cache) if named => cache,
        previous => walk(roots, previous.as_ref()),
    };
    let mut tree = Tree { diagnostics: cache.walked.diagnostics.clone(), ..Tree::default() };
    for kept in &cache.files {
        match &kept.outcome {
            Outcome::Note(file) => tree.files.push(file.clone()),
            Outcome::Asset(asset) => tree.assets.push(asset.clone()),
            Outcome::Problem(diagnostic) => tree.diagnostics.push(diagnostic.clone()),
            Outcome::Gone => {}
        }
    }
    tree.files.sort_by(|a, b| a.path.cmp(&b.path));
    tree.assets.sort_by(|a, b| a.path.cmp(&b.path));
    tree.diagnostics.sort_by(|a, b| a.order().cmp(&b.order()));
    (tree, cache)
}

fn walk(roots: &[Root], previous: Option<&Cache>) -> Cache {
    let (mut found, mut walked) = (Vec::new(), walk::Walked::default());
    for root in roots {
        walk::walk(root, &mut found, &mut walked);
    }
    found.sort_by(|a, b| a.disk.as_os_str().cmp(b.disk.as_os_str()));
    let files = found.into_par_iter().map(|found| cache::read(found, previous)).collect();
    Cache { roots: roots.to_vec(), walked, files }
}
