//! Remembers what was read, so that a file which stands still is not opened again.
//!
//! Only what was read without a problem is remembered beyond the next walk, and only while size
//! and times stand still. Never kept on disk.

use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::walk::{self, Found, Walked, unreadable};
use super::{Changes, Outcome, Root, file};
use crate::source::{Bytes, MANIFEST};

/// A file changed so shortly before it was read may change again without its
/// size or its time telling: some disks count time in steps of two seconds.
const RACY: Duration = Duration::from_secs(2);

/// The files of one reading, for the next.
#[derive(Clone, Debug)]
pub struct Cache {
    pub(super) roots: Vec<Root>,
    /// What the walk found, files aside.
    pub(super) walked: Walked,
    /// Sorted by where they are on the disk.
    pub(super) files: Vec<Kept>,
}

/// A file that was found, and what came of it.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub found: Found,
    pub outcome: Outcome,
    /// How it looked when it was read; nothing where it is to be read each time.
    seen: Option<Seen>,
}

#[derive(Clone, Copy, Debug)]
struct Seen {
    stamp: Stamp,
    read_at: SystemTime,
}

impl Cache {
    /// Returns the place of a file among those found, or where it would be.
    fn place(&self, disk: &Path) -> Result<usize, usize> {
        self.files.binary_search_by(|kept| kept.found.disk.as_os_str().cmp(disk.as_os_str()))
    }

    /// Says whether some file was found below a folder.
    fn has_below(&self, folder: &Path) -> bool {
        self.below(folder).next().is_some()
    }

    /// Says whether a file was found in this very folder.
    fn has_in(&self, folder: &Path) -> bool {
        self.below(folder).any(|kept| kept.found.disk.parent() == Some(folder))
    }

    fn below(&self, folder: &Path) -> impl Iterator<Item = &Kept> {
        // With a slash at its end, so that `a-b` is not between `a` and `a/b`.
        let folder = folder.join("");
        let from = self.place(&folder).unwrap_or_else(|place| place);
        self.files[from..].iter().take_while(move |kept| {
            kept.found.disk.as_os_str().as_encoded_bytes().starts_with(folder.as_os_str().as_encoded_bytes())
        })
    }

    /// Looks at the named files again, and at no other. Returns false where that is not enough: then all is to be
    /// walked, and nothing has become of this cache.
    pub(super) fn look_again(&mut self, roots: &[Root], changes: &Changes) -> bool {
        let Changes::Files(named) = changes else { return false };
        // Behind a link, a file is changed under another name; and what was refused is in no list of files.
        if self.roots != roots || self.walked.linked || !self.walked.diagnostics.is_empty() {
            return false;
        }
        let mut looked = Vec::new();
        for path in named {
            match self.found_now(path) {
                Ok(Some(found)) => looked.push(found),
                Ok(None) => {}
                Err(Unclear) => return false,
            }
        }
        for found in looked {
            let place = self.place(&found.disk);
            let kept = read(found, None);
            match (place, matches!(kept.outcome, Outcome::Gone)) {
                (Ok(place), true) => drop(self.files.remove(place)),
                (Ok(place), false) => self.files[place] = kept,
                (Err(_), true) => {}
                (Err(place), false) => self.files.insert(place, kept),
            }
        }
        true
    }

    /// Returns the file of that name as a walk would find it; nothing where a walk would pass it over.
    fn found_now(&self, path: &Path) -> Result<Option<Found>, Unclear> {
        let mut roots = self.roots.iter().filter(|root| path.starts_with(&root.dir) || root.dir.starts_with(path));
        let Some(root) = roots.next() else { return Ok(None) };
        // A root itself, or one in another; and the file that says that its folder is no content.
        let odd = root.dir.starts_with(path) || roots.next().is_some();
        if odd || path.file_name() == Some(OsStr::new(MANIFEST)) {
            return Err(Unclear);
        }
        if let Ok(place) = self.place(path) {
            return match fs::symlink_metadata(path) {
                Ok(meta) if !meta.is_file() => Err(Unclear),
                // Where it is gone, reading it will find that out.
                _ => Ok(Some(self.files[place].found.clone())),
            };
        }
        if walk::passes_over(root, path) {
            return Ok(None);
        }
        match fs::symlink_metadata(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !self.has_below(path) => Ok(None),
            // Only where its folder is one that was walked.
            Ok(meta) if meta.is_file() && path.parent().is_some_and(|folder| self.has_in(folder)) => {
                Found::plain(root, path).map(Some).ok_or(Unclear)
            }
            _ => Err(Unclear),
        }
    }
}

/// Only a walk can tell.
struct Unclear;

/// What changes when a file does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    pub len: u64,
    pub modified: SystemTime,
    /// Changes also when another file is moved here with its old time.
    moved: SystemTime,
}

impl Stamp {
    pub fn of(meta: &Metadata) -> Stamp {
        // Where a file system keeps no time, "now" makes us read each time.
        let modified = meta.modified().unwrap_or_else(|_| SystemTime::now());
        Stamp { len: meta.len(), modified, moved: moved(meta).unwrap_or(modified) }
    }

    /// Returns the time of the last modification in nanoseconds since 1970.
    pub fn nanoseconds(&self) -> i128 {
        match self.modified.duration_since(UNIX_EPOCH) {
            Ok(since) => since.as_nanos().cast_signed(),
            Err(before) => -before.duration().as_nanos().cast_signed(),
        }
    }
}

#[cfg(unix)]
fn moved(meta: &Metadata) -> Option<SystemTime> {
    use std::os::unix::fs::MetadataExt;
    let seconds = Duration::from_secs(meta.ctime().try_into().ok()?);
    Some(UNIX_EPOCH + seconds + Duration::from_nanos(meta.ctime_nsec().try_into().ok()?))
}

#[cfg(not(unix))]
fn moved(_: &Metadata) -> Option<SystemTime> {
    None
}

impl Kept {
    fn is_current(&self, stamp: Stamp, found: &Found) -> bool {
        let newest = stamp.modified.max(stamp.moved);
        self.seen.is_some_and(|seen| {
            let settled = seen.read_at.duration_since(newest).is_ok_and(|age| age > RACY);
            settled && seen.stamp == stamp && self.found.path == found.path && self.found.at == found.at
        })
    }
}

/// Reads a file, or remembers it from the last reading.
pub(super) fn read(found: Found, previous: Option<&Cache>) -> Kept {
    // The time before the look, so that a change between the two counts as later.
    let read_at = SystemTime::now();
    let stamp = match found.disk.metadata() {
        Ok(meta) => Stamp::of(&meta),
        Err(error) => {
            let outcome = match error.kind() {
                std::io::ErrorKind::NotFound => Outcome::Gone,
                _ => Outcome::Problem(unreadable(&found.path, &error)),
            };
            return Kept { found, outcome, seen: None };
        }
    };
    let known = previous.and_then(|cache| Some(&cache.files[cache.place(&found.disk).ok()?]));
    if let Some(kept) = known.filter(|kept| kept.is_current(stamp, &found)) {
        return kept.clone();
    }
    let outcome = file::read(&found, stamp);
    let whole = matches!(outcome, Outcome::Note(_) | Outcome::Asset(_));
    Kept { found, outcome, seen: whole.then_some(Seen { stamp, read_at }) }
}

/// Returns an asset's bytes as its stamp stands for them.
pub(super) fn bytes(found: &Found, stamp: Stamp) -> Bytes {
    Bytes::File { path: found.disk.clone(), len: stamp.len, mtime: stamp.nanoseconds() }
}
