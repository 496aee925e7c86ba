//! Writes a build into its folder, so that no reader ever meets half a file.
//!
//! 1. Compare: whatever can be refused by its path is refused, and nothing is written.
//! 2. Stage: file after file is made and compared with the disk; what changed is
//!    written to `.candor-staging/` on the same disk, and all of it made durable.
//!    Until here any failure leaves the old site whole.
//! 3. Place: staged files are renamed into place, what pages refer to first.
//! 4. Remove: what the site no longer has goes last.
//!
//! The manifest (`.candor`) names the old and the new files between 2 and 4,
//! so that whoever comes after an interruption knows every file of ours.
//!
//! It never touches a file that the manifest does not name, never follows a
//! symbolic link inside the folder, and never rewrites a file whose bytes are
//! right already.

mod error;
mod manifest;
mod order;
mod place;
mod plan;
mod staging;

use std::path::Path;

pub use error::PublishError;
use manifest::Manifest;
use staging::{Lock, Staging};

use crate::output::Output;

/// What publishing did, in files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Files that were new or had other bytes.
    pub written: usize,
    /// Files that were there already and were not touched.
    pub unchanged: usize,
    /// Files that the site no longer has.
    pub removed: usize,
}

/// How far publishing has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub phase: Phase,
    /// Files done in this phase.
    pub done: usize,
    /// Files to do in this phase.
    pub total: usize,
}

/// What publishing is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Making files, and writing those that changed beside the site.
    Staging,
    /// Waiting for the disk to have them.
    Syncing,
    /// Moving them into place.
    Placing,
    /// Removing what the site no longer has.
    Removing,
}

/// Makes a folder hold exactly these outputs, beside what is not ours.
///
/// A missing folder is made; an empty one is taken.
///
/// Outputs are taken one after the other, and let go as soon as they are on disk.
///
/// # Errors
/// When the folder is somebody else's or in use, when two outputs exclude
/// each other, when one cannot be made, or when the system refuses; every published file is whole even then.
pub fn publish(
    outputs: Vec<Output>,
    folder: &Path,
    progress: &mut dyn FnMut(Progress),
) -> Result<Published, PublishError> {
    staging::refuse_foreign(folder)?;
    let _lock = Lock::take(folder)?;
    // Again, now that nobody else can make it theirs.
    staging::refuse_foreign(folder)?;
    let old = Manifest::read(folder)?;
    staging::clear(folder)?;

    let before = old.clone().unwrap_or_default();
    let plan = plan::look(&outputs, &before, folder)?;
    let total = outputs.len();
    let staging = Staging::new(folder);
    let changed = staging.stage(outputs, &plan, folder, progress)?;
    let next = Manifest { paths: plan.paths.clone() };
    let mut removed = 0;
    if old.as_ref() != Some(&next) || !changed.is_empty() {
        plan.writable(&changed, folder)?;
        let union = Manifest { paths: before.paths.union(&plan.paths).cloned().collect() };
        if old.as_ref() != Some(&union) {
            staging.write_manifest(&union, folder)?;
        }
        let folders = place::make_folders(&plan)?;
        staging.sync(&changed, progress)?;

        place::put(&plan, &changed, &staging, folder, progress).map_err(PublishError::after_changes)?;
        folders.keep();
        removed = place::remove(&plan.stale, folder, progress).map_err(PublishError::after_changes)?;
        if union != next {
            staging.write_manifest(&next, folder).map_err(PublishError::after_changes)?;
        }
    }
    let written = changed.len();
    Ok(Published { written, unchanged: total - written, removed })
}
