//! Remembers what was read, so that a file which stands still is not opened again.
//!
//! Only what was read without a problem is remembered, and only while size
//! and times stand still. Never kept on disk.

use std::collections::HashMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::walk::{Found, unreadable};
use super::{Outcome, file};
use crate::source::{Asset, Bytes, SourceFile};

/// A file changed so shortly before it was read may change again without its
/// size or its time telling: some disks count time in steps of two seconds.
const RACY: Duration = Duration::from_secs(2);

/// The files of one reading, for the next.
#[derive(Clone, Debug, Default)]
pub struct Cache {
    /// In the order in which they were found.
    entries: Vec<(PathBuf, Option<Entry>)>,
    /// Where each is, made when it is first asked for: mostly a folder is walked in the same order again.
    places: OnceLock<HashMap<PathBuf, usize>>,
}

impl Cache {
    pub(super) fn keep(&mut self, disk: PathBuf, entry: Option<Entry>) {
        self.entries.push((disk, entry));
    }

    /// Returns what is known of a file, which was probably found at this place.
    fn of(&self, disk: &Path, place: usize) -> Option<&Entry> {
        // Or one further, where a file came or went before it.
        for near in [Some(place), place.checked_sub(1), Some(place + 1)] {
            if let Some((known, entry)) = near.and_then(|near| self.entries.get(near))
                && known.as_os_str() == disk.as_os_str()
            {
                return entry.as_ref();
            }
        }
        let places = self.places.get_or_init(|| {
            let named = self.entries.iter().enumerate().map(|(place, (disk, _))| (disk.clone(), place));
            named.collect()
        });
        self.entries[*places.get(disk)?].1.as_ref()
    }
}

/// What was read of a file, and how the file looked then.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    stamp: Stamp,
    read_at: SystemTime,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    Note(SourceFile),
    Asset(Asset),
}

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

impl Entry {
    fn is_current(&self, stamp: Stamp, found: &Found) -> bool {
        let newest = stamp.modified.max(stamp.moved);
        let settled = self.read_at.duration_since(newest).is_ok_and(|age| age > RACY);
        let (path, at) = match &self.what {
            What::Note(file) => (&file.path, &file.at),
            What::Asset(asset) => (&asset.path, &asset.at),
        };
        settled && self.stamp == stamp && *path == found.path && *at == found.at
    }
}

/// Reads a file, or remembers it. `place` is where it stands among those that were found.
pub(super) fn read(found: &Found, place: usize, previous: Option<&Cache>) -> (Outcome, Option<Entry>) {
    // The time before the look, so that a change between the two counts as later.
    let read_at = SystemTime::now();
    let stamp = match found.disk.metadata() {
        Ok(meta) => Stamp::of(&meta),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return (Outcome::Gone, None),
        Err(error) => return (Outcome::Problem(unreadable(&found.path, &error)), None),
    };
    let known = previous.and_then(|cache| cache.of(&found.disk, place));
    if let Some(entry) = known.filter(|entry| entry.is_current(stamp, found)) {
        let outcome = match &entry.what {
            What::Note(file) => Outcome::Note(file.clone()),
            What::Asset(asset) => Outcome::Asset(asset.clone()),
        };
        return (outcome, Some(entry.clone()));
    }
    let outcome = file::read(found, stamp);
    let what = match &outcome {
        Outcome::Note(file) => Some(What::Note(file.clone())),
        Outcome::Asset(asset) => Some(What::Asset(asset.clone())),
        Outcome::Problem(_) | Outcome::Gone => None,
    };
    (outcome, what.map(|what| Entry { stamp, read_at, what }))
}

/// Returns an asset's bytes as its stamp stands for them.
pub(super) fn bytes(found: &Found, stamp: Stamp) -> Bytes {
    Bytes::File { path: found.disk.clone(), len: stamp.len, mtime: stamp.nanoseconds() }
}
