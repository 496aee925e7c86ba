//! Moves staged files into place and removes what the site no longer has.
//!
//! Only what the plan allows: every path here was looked at before, no link is
//! followed, and a folder is removed only when it is empty.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::plan::{BATCH, Change, Plan, parents};
use super::staging::Staging;
use super::{Phase, Progress, PublishError};

/// Folders made for this build; those still empty go when this is dropped.
pub(super) struct Made(Vec<PathBuf>);

impl Made {
    /// Leaves the folders where they are.
    pub fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            // The system refuses where a file is in it, and then it stays.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Makes the missing folders that nothing stands in the way of, while a full
/// disk can still be told with the old site untouched.
pub(super) fn make_folders(plan: &Plan) -> Result<Made, PublishError> {
    let mut made = Made(Vec::new());
    for folder in &plan.missing {
        if plan.displaced.iter().any(|file| folder.starts_with(file)) {
            continue;
        }
        fs::create_dir(folder).map_err(PublishError::io("make the folder", folder))?;
        made.0.push(folder.clone());
    }
    Ok(made)
}

/// Renames every staged file into place, in the order of the plan.
pub(super) fn put(
    plan: &Plan,
    changed: &[Change],
    staging: &Staging,
    folder: &Path,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), PublishError> {
    let total = changed.len();
    for (number, file) in plan.displaced.iter().enumerate() {
        swap(file, &staging.aside("file", number), || {
            fs::create_dir(file).map_err(PublishError::io("make the folder", file))
        })?;
    }
    let below = |folder: &PathBuf| plan.displaced.iter().any(|file| folder != file && folder.starts_with(file));
    for missing in plan.missing.iter().filter(|folder| below(folder)) {
        fs::create_dir(missing).map_err(PublishError::io("make the folder", missing))?;
    }
    for (number, change) in changed.iter().enumerate() {
        let place = folder.join(&*change.path);
        let rename = || fs::rename(staging.file(change.number), &place).map_err(PublishError::io("write", &place));
        if change.over_folder {
            swap(&place, &staging.aside("folder", number), rename)?;
        } else {
            rename()?;
        }
        if (number + 1) % BATCH == 0 || number + 1 == total {
            progress(Progress { phase: Phase::Placing, done: number + 1, total });
        }
    }
    Ok(())
}

/// Moves something of ours aside while its successor comes; brings it back when that fails.
fn swap(place: &Path, aside: &Path, successor: impl FnOnce() -> Result<(), PublishError>) -> Result<(), PublishError> {
    fs::rename(place, aside).map_err(PublishError::io("replace", place))?;
    successor().inspect_err(|_| {
        // The first error is the one to tell; when this fails too, the next build writes the file again.
        let _ = fs::rename(aside, place);
    })
}

/// Removes stale files, then the folders that this leaves empty. Returns how many files went.
pub(super) fn remove(
    stale: &[String],
    folder: &Path,
    progress: &mut dyn FnMut(Progress),
) -> Result<usize, PublishError> {
    let mut removed = 0;
    for (number, path) in stale.iter().enumerate() {
        let at = folder.join(path);
        removed += usize::from(remove_file(&at)?);
        if (number + 1) % BATCH == 0 || number + 1 == stale.len() {
            progress(Progress { phase: Phase::Removing, done: number + 1, total: stale.len() });
        }
    }
    let emptied: BTreeSet<&str> = stale.iter().flat_map(|path| parents(path)).collect();
    // Backwards, so that what is in a folder goes before the folder.
    for path in emptied.iter().rev() {
        let at = folder.join(path);
        match fs::remove_dir(&at) {
            Ok(()) => {}
            // Still in use, gone already, or a file of this build.
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::DirectoryNotEmpty | io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) => {}
            Err(error) => return Err(PublishError::io("remove", &at)(error)),
        }
    }
    Ok(removed)
}

/// Removes a file of ours; says whether it was there. A folder that has taken
/// its name since is this build's, or somebody else's.
fn remove_file(at: &Path) -> Result<bool, PublishError> {
    match at.symlink_metadata() {
        Ok(meta) if meta.is_dir() => return Ok(false),
        Ok(_) => {}
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(false);
        }
        Err(error) => return Err(PublishError::io("look at", at)(error)),
    }
    fs::remove_file(at).map(|()| true).map_err(PublishError::io("remove", at))
}
