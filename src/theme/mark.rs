//! Says whether a site's own theme files may have changed, without opening them.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::hashed::{Digest, digest};

/// A file changed so shortly ago may change again without its time telling.
const RACY: Duration = Duration::from_secs(2);

/// The folders of a site that its theme is made of, besides the built-in one.
pub const FOLDERS: [&str; 2] = ["themes", "kinds"];

/// A file as it looks from outside.
type Look = (PathBuf, u64, Option<SystemTime>);

/// Returns what changes when one of the files does; nothing where one changed just now, or cannot be looked at.
pub fn mark(site: &Path) -> Option<Digest> {
    let mut looks: Vec<Look> = Vec::new();
    for folder in FOLDERS {
        look(&site.join(folder), &mut looks)?;
    }
    let now = SystemTime::now();
    let settled = |changed: SystemTime| now.duration_since(changed).is_ok_and(|age| age > RACY);
    looks.sort();
    looks.iter().all(|(.., changed)| changed.is_some_and(settled)).then(|| digest(&looks))
}

fn look(folder: &Path, looks: &mut Vec<Look>) -> Option<()> {
    let Ok(entries) = fs::read_dir(folder) else {
        // A site without themes of its own; another reason is told when they are read.
        return Some(());
    };
    for entry in entries {
        let path = entry.ok()?.path();
        // Through links, as they are read.
        let meta = fs::metadata(&path).ok()?;
        if meta.is_dir() {
            let link = path.is_symlink();
            // A circle would never end.
            (!link).then_some(())?;
            look(&path, looks)?;
        } else {
            looks.push((path, meta.len(), newest(&meta)));
        }
    }
    Some(())
}

#[cfg(unix)]
fn newest(meta: &fs::Metadata) -> Option<SystemTime> {
    use std::os::unix::fs::MetadataExt;
    let moved = SystemTime::UNIX_EPOCH + Duration::from_secs(meta.ctime().try_into().ok()?);
    let moved = moved + Duration::from_nanos(meta.ctime_nsec().try_into().ok()?);
    Some(meta.modified().ok()?.max(moved))
}

#[cfg(not(unix))]
fn newest(meta: &fs::Metadata) -> Option<SystemTime> {
    meta.modified().ok()
}
