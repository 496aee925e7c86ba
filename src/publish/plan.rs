//! Looks at what is on disk, and finds what stands in the way.
//!
//! Reads only. Everything that can be refused by its path is refused here, before the
//! first byte is written; and no symbolic link inside the folder is followed.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::PublishError;
use super::manifest::{self, LOCK, Manifest};
use super::order::{Order, order};
use crate::output::Output;
use crate::source::Bytes;

/// How many files are looked at between two words of progress.
pub(super) const BATCH: usize = 256;

/// What publishing will do.
pub(super) struct Plan<'a> {
    /// Folders to make, parents first.
    pub missing: Vec<PathBuf>,
    /// Files of ours that stand where a folder must go.
    pub displaced: Vec<PathBuf>,
    /// Paths of the old manifest that the site no longer has.
    pub stale: Vec<String>,
    /// Paths of this build.
    pub paths: BTreeSet<String>,
    /// Folders that are there.
    present: BTreeSet<String>,
    ours: Ours<'a>,
}

/// One file to write.
pub(super) struct Change {
    pub path: Arc<str>,
    /// Its number among the outputs: where it waits.
    pub number: usize,
    /// Whether a folder of ours stands there and has to go first.
    pub over_folder: bool,
    order: Order,
}

impl Change {
    /// Returns what changes are sorted by: the order of their renames.
    pub fn order(&self) -> (Order, &str) {
        (self.order, &self.path)
    }
}

/// Makes the plan.
pub(super) fn look<'a>(outputs: &[Output], old: &'a Manifest, folder: &Path) -> Result<Plan<'a>, PublishError> {
    let paths = checked_paths(outputs)?;
    let ours = Ours::new(old, folder);
    let stale = ours.stale(&paths);
    let Folders { missing, displaced, present } = folders(&paths, &stale, &ours, folder)?;
    let places = outputs.par_iter().map(|output| place(&output.path, &ours, folder).map(drop));
    places.collect::<Result<(), _>>()?;
    Ok(Plan { missing, displaced, stale, paths, present, ours })
}

impl Plan<'_> {
    /// Compares one output, the `number`-th, with the disk; nothing when it is there already.
    pub fn change(
        &self,
        path: &Arc<str>,
        number: usize,
        bytes: &Bytes,
        folder: &Path,
    ) -> Result<Option<Change>, PublishError> {
        let there = place(path, &self.ours, folder)?;
        if there == There::File && same(bytes, &folder.join(&**path))? {
            return Ok(None);
        }
        let order = order(path, bytes, there != There::Nothing);
        Ok(Some(Change { path: Arc::clone(path), number, over_folder: there == There::Folder, order }))
    }

    /// Asks the system whether the folders we change can be written, so that one locked folder deep in the site is
    /// told before half of the site is new.
    pub fn writable(&self, changed: &[Change], folder: &Path) -> Result<(), PublishError> {
        let touched = changed.iter().map(|change| &*change.path).chain(self.stale.iter().map(String::as_str));
        writable(touched, &self.present, folder)
    }
}

/// What stands in the place of an output.
#[derive(Clone, Copy, PartialEq, Eq)]
enum There {
    Nothing,
    /// A file of ours, or one with the same path that may turn out to hold the same.
    File,
    /// A folder with nothing but files of ours.
    Folder,
}

/// Looks at the place of an output.
fn place(path: &str, ours: &Ours, folder: &Path) -> Result<There, PublishError> {
    let at = folder.join(path);
    match kind_of(&at)? {
        None => Ok(There::Nothing),
        Some(kind) if kind.is_dir() => only_ours(&at, path, ours).map(|()| There::Folder),
        Some(_) if ours.has(path) => Ok(There::File),
        Some(_) => Err(PublishError::InTheWay(at)),
    }
}

/// Returns the paths of all outputs, none of them unsafe or in another's way.
fn checked_paths(outputs: &[Output]) -> Result<BTreeSet<String>, PublishError> {
    let mut paths = BTreeSet::new();
    for output in outputs {
        manifest::check(&output.path).map_err(|why| PublishError::Path(output.path.to_string(), why))?;
        if !paths.insert(output.path.to_string()) {
            return Err(PublishError::Conflict(output.path.to_string(), output.path.to_string()));
        }
    }
    for path in &paths {
        if let Some(parent) = parents(path).find(|parent| paths.contains(*parent)) {
            return Err(PublishError::Conflict(parent.to_owned(), path.clone()));
        }
    }
    Ok(paths)
}

/// Yields the folders above a path, the nearest first.
pub(super) fn parents(path: &str) -> impl Iterator<Item = &str> {
    path.rmatch_indices('/').map(|(at, _)| &path[..at])
}

/// The files we may replace or remove.
struct Ours<'a> {
    exact: &'a BTreeSet<String>,
    /// The same in lower case, where the file system does not tell `A` from `a`.
    folded: Option<HashSet<String>>,
}

impl<'a> Ours<'a> {
    fn new(old: &'a Manifest, folder: &Path) -> Self {
        // Our own lock file answers to its name in capitals only there.
        let folds = folder.join(LOCK.to_uppercase()).symlink_metadata().is_ok();
        Ours { exact: &old.paths, folded: folds.then(|| old.paths.iter().map(|path| path.to_lowercase()).collect()) }
    }

    fn has(&self, path: &str) -> bool {
        self.exact.contains(path) || self.folded.as_ref().is_some_and(|folded| folded.contains(&path.to_lowercase()))
    }

    /// Returns what the site no longer has. A file that only changed the case
    /// of its name is the new file where the file system folds case.
    fn stale(&self, paths: &BTreeSet<String>) -> Vec<String> {
        let folded: Option<HashSet<String>> =
            self.folded.as_ref().map(|_| paths.iter().map(|path| path.to_lowercase()).collect());
        let kept = |path: &str| folded.as_ref().is_some_and(|folded| folded.contains(&path.to_lowercase()));
        self.exact.difference(paths).filter(|path| !kept(path)).cloned().collect()
    }
}

struct Folders {
    missing: Vec<PathBuf>,
    displaced: Vec<PathBuf>,
    present: BTreeSet<String>,
}

/// Looks at every folder that publishing goes through.
fn folders(paths: &BTreeSet<String>, stale: &[String], ours: &Ours, folder: &Path) -> Result<Folders, PublishError> {
    // Sorted, so that a parent comes before what is in it; the value says
    // whether this build needs the folder.
    let mut wanted: BTreeMap<&str, bool> = BTreeMap::new();
    for path in stale {
        wanted.extend(parents(path).map(|parent| (parent, false)));
    }
    for path in paths {
        wanted.extend(parents(path).map(|parent| (parent, true)));
    }
    let mut found = Folders { missing: Vec::new(), displaced: Vec::new(), present: BTreeSet::new() };
    for (path, needed) in wanted {
        let at = folder.join(path);
        match kind_of(&at)? {
            Some(kind) if kind.is_symlink() => return Err(PublishError::Link(at)),
            Some(kind) if kind.is_dir() => {
                found.present.insert(path.to_owned());
            }
            Some(_) if !needed => {}
            Some(_) if ours.has(path) => {
                found.missing.push(at.clone());
                found.displaced.push(at);
            }
            Some(_) => return Err(PublishError::InTheWay(at)),
            None if needed => found.missing.push(at),
            None => {}
        }
    }
    Ok(found)
}

/// Returns what stands at a path, links not followed; `None` for nothing.
fn kind_of(path: &Path) -> Result<Option<fs::FileType>, PublishError> {
    match path.symlink_metadata() {
        Ok(meta) => Ok(Some(meta.file_type())),
        // A file of ours may stand where a folder above must go.
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(PublishError::io("look at", path)(error)),
    }
}

/// Refuses a folder with anything in it that we did not write.
fn only_ours(folder: &Path, path: &str, ours: &Ours) -> Result<(), PublishError> {
    for entry in fs::read_dir(folder).map_err(PublishError::io("look into", folder))? {
        let entry = entry.map_err(PublishError::io("look into", folder))?;
        let at = entry.path();
        let kind = entry.file_type().map_err(PublishError::io("look at", &at))?;
        let name = entry.file_name();
        let path = name.to_str().map(|name| format!("{path}/{name}"));
        match path {
            Some(path) if kind.is_dir() => only_ours(&at, &path, ours)?,
            Some(path) if ours.has(&path) => {}
            _ => return Err(PublishError::InTheWay(at)),
        }
    }
    Ok(())
}

/// Says whether a file has these bytes, length first.
fn same(bytes: &Bytes, at: &Path) -> Result<bool, PublishError> {
    let mut there = File::open(at).map_err(PublishError::io("read", at))?;
    let len = there.metadata().map_err(PublishError::io("read", at))?.len();
    match bytes {
        Bytes::Memory(bytes) => {
            if len != bytes.len() as u64 {
                return Ok(false);
            }
            let mut rest: &[u8] = bytes;
            same_bytes(&mut there, at, &mut rest, at)
        }
        Bytes::File { path, .. } => {
            // The length of now, not that of the reading: the file may have changed since.
            let mut source = File::open(path).map_err(PublishError::io("read", path))?;
            if len != source.metadata().map_err(PublishError::io("read", path))?.len() {
                return Ok(false);
            }
            same_bytes(&mut there, at, &mut source, path)
        }
    }
}

fn same_bytes(a: &mut dyn Read, a_path: &Path, b: &mut dyn Read, b_path: &Path) -> Result<bool, PublishError> {
    let (mut a_block, mut b_block) = ([0; 16 * 1024], [0; 16 * 1024]);
    loop {
        let a_len = fill(a, &mut a_block).map_err(PublishError::io("read", a_path))?;
        let b_len = fill(b, &mut b_block).map_err(PublishError::io("read", b_path))?;
        if a_block[..a_len] != b_block[..b_len] {
            return Ok(false);
        }
        if a_len == 0 {
            return Ok(true);
        }
    }
}

/// Reads until the block is full or the file ends.
fn fill(from: &mut dyn Read, block: &mut [u8]) -> io::Result<usize> {
    let mut len = 0;
    while len < block.len() {
        match from.read(&mut block[len..]) {
            Ok(0) => break,
            Ok(more) => len += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(len)
}

#[cfg(unix)]
fn writable<'p>(
    touched: impl Iterator<Item = &'p str>,
    present: &BTreeSet<String>,
    folder: &Path,
) -> Result<(), PublishError> {
    use rustix::fs::{Access, access};
    let folders: BTreeSet<&str> =
        touched.map(|path| parents(path).find(|parent| present.contains(*parent)).unwrap_or_default()).collect();
    for path in folders {
        let at = folder.join(path);
        access(&at, Access::WRITE_OK | Access::EXEC_OK)
            .map_err(|error| PublishError::io("write into", &at)(error.into()))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn writable<'p>(_: impl Iterator<Item = &'p str>, _: &BTreeSet<String>, _: &Path) -> Result<(), PublishError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a disk that folds case would need to be tried, told to [`Ours`] directly.
    #[test]
    fn a_page_that_only_changed_its_case_is_stale_where_the_disk_tells_the_two_apart_and_nowhere_else() {
        let paths = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<String>>();
        let (old, new) = (paths(&["Notes/Tls.html", "gone.html"]), paths(&["notes/tls.html"]));
        let telling = Ours { exact: &old, folded: None };
        assert_eq!(telling.stale(&new), ["Notes/Tls.html", "gone.html"]);
        assert!(!telling.has("notes/tls.html"));
        let folding = Ours { exact: &old, folded: Some(old.iter().map(|path| path.to_lowercase()).collect()) };
        assert_eq!(folding.stale(&new), ["gone.html"], "removing the old name would remove the new page");
        assert!(folding.has("notes/tls.html"));
    }
}
