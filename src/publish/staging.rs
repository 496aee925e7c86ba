//! The lock, and the folder in which a build waits until all of it is there.
//!
//! Nothing here replaces a file of the site; only the manifest is put in place.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::manifest::{LOCK, Manifest, NAME, STAGING};
use super::plan::{BATCH, Change, Plan};
use super::{Phase, Progress, PublishError};
use crate::diagnostic::Diagnostic;
use crate::output::Output;
use crate::source::Bytes;

/// Refuses a folder that holds something and is not ours, without touching it.
pub(super) fn refuse_foreign(folder: &Path) -> Result<(), PublishError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(PublishError::NotAFolder(folder.to_path_buf()));
        }
        Err(error) => return Err(PublishError::io("look into", folder)(error)),
    };
    let mut others = false;
    for entry in entries {
        let name = entry.map_err(PublishError::io("look into", folder))?.file_name();
        if name == NAME {
            return Ok(());
        }
        // What a first run leaves when it is stopped before its manifest is written.
        others |= name != LOCK && name != STAGING;
    }
    if others { Err(PublishError::Foreign(folder.to_path_buf())) } else { Ok(()) }
}

/// Holds a folder for one process; let go when dropped, or when the process ends.
pub(super) struct Lock {
    file: File,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing the file would do, were it not for a program that another
        // thread is starting: until it runs, it holds a copy of the open file.
        // A failure only means that the lock is let go a moment later.
        let _ = self.file.unlock();
    }
}

impl Lock {
    /// Takes the lock, or says that somebody has it. Makes the folder.
    pub fn take(folder: &Path) -> Result<Lock, PublishError> {
        fs::create_dir_all(folder).map_err(PublishError::io("make the folder", folder))?;
        let path = folder.join(LOCK);
        // Opened for writing, because locks on NFS ask for it.
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(PublishError::io("open", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { file }),
            Err(TryLockError::WouldBlock) => Err(PublishError::Busy(folder.to_path_buf())),
            Err(TryLockError::Error(error)) => Err(PublishError::io("lock", &path)(error)),
        }
    }
}

/// Removes what an interrupted run has left.
pub(super) fn clear(folder: &Path) -> Result<(), PublishError> {
    let path = folder.join(STAGING);
    let cleared = match path.symlink_metadata() {
        Ok(meta) if meta.is_dir() => fs::remove_dir_all(&path),
        Ok(_) => fs::remove_file(&path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    };
    cleared.map_err(PublishError::io("remove", &path))
}

/// The staging folder; made when something is to be written, removed when dropped.
pub(super) struct Staging {
    path: PathBuf,
    made: Mutex<bool>,
}

impl Drop for Staging {
    fn drop(&mut self) {
        if *self.made.get_mut().unwrap_or_else(PoisonError::into_inner) {
            // Nothing is lost when this fails: the next run clears it first.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

impl Staging {
    pub fn new(folder: &Path) -> Staging {
        Staging { path: folder.join(STAGING), made: Mutex::new(false) }
    }

    fn make(&self) -> Result<(), PublishError> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if !*made {
            fs::create_dir(&self.path).map_err(PublishError::io("make the folder", &self.path))?;
            *made = true;
        }
        Ok(())
    }

    /// Returns where the output of this number waits. Numbers and not names,
    /// so that two names which the disk takes for one never share a file here.
    pub fn file(&self, number: usize) -> PathBuf {
        self.path.join(number.to_string())
    }

    /// Returns a place for what has to make room.
    pub fn aside(&self, sort: &str, number: usize) -> PathBuf {
        self.path.join(format!("old-{sort}-{number}"))
    }

    /// Makes every output, and writes those here that are not on disk already. Returns these in the order of their renames.
    ///
    /// # Errors
    /// When the system refuses, or with all that is wrong with the templates of outputs.
    pub fn stage(
        &self,
        outputs: Vec<Output>,
        plan: &Plan,
        folder: &Path,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Vec<Change>, PublishError> {
        let total = outputs.len();
        let (mut changed, mut unmade) = (Vec::new(), Vec::new());
        let mut outputs = outputs.into_iter().enumerate();
        let mut done = 0;
        while done < total {
            let batch: Vec<(usize, Output)> = outputs.by_ref().take(BATCH).collect();
            done += batch.len();
            let broken = !unmade.is_empty();
            let staged: Vec<Staged> = batch
                .into_par_iter()
                .map(|(number, output)| match output.bytes() {
                    Err(error) => Ok(Staged::Unmade(output.path, error)),
                    // Nothing will be published: only what else is wrong is still of interest.
                    Ok(_) if broken => Ok(Staged::There),
                    Ok(bytes) => self.one(&output.path, number, &bytes, plan, folder),
                })
                .collect::<Result<_, PublishError>>()?;
            for one in staged {
                match one {
                    Staged::There => {}
                    Staged::Changed(change) => changed.push(change),
                    Staged::Unmade(path, error) => unmade.push((path, error)),
                }
            }
            progress(Progress { phase: Phase::Staging, done, total });
        }
        if !unmade.is_empty() {
            return Err(PublishError::Unmade(unmade));
        }
        changed.sort_by(|a, b| a.order().cmp(&b.order()));
        Ok(changed)
    }

    /// Writes one output, unless it is on disk.
    fn one(
        &self,
        path: &Arc<str>,
        number: usize,
        bytes: &Bytes,
        plan: &Plan,
        folder: &Path,
    ) -> Result<Staged, PublishError> {
        let Some(change) = plan.change(path, number, bytes, folder)? else { return Ok(Staged::There) };
        self.make()?;
        write(bytes, &self.file(number), &folder.join(&**path))?;
        Ok(Staged::Changed(change))
    }

    /// Makes all that was written durable, so that after a power cut no name
    /// in the site stands for bytes that never reached the disk.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    pub fn sync(&self, changed: &[Change], progress: &mut dyn FnMut(Progress)) -> Result<(), PublishError> {
        if changed.is_empty() {
            return Ok(());
        }
        progress(Progress { phase: Phase::Syncing, done: 0, total: changed.len() });
        // One wait for the whole file system. Of 10,000 new pages it took 0.1 to
        // 0.2 s on ext4, where a wait for each file, on two cores, took 1.8 to 4.8 s.
        let folder = File::open(&self.path).map_err(PublishError::io("open", &self.path))?;
        rustix::fs::syncfs(&folder).map_err(|error| PublishError::io("write to the disk of", &self.path)(error.into()))
    }

    /// Makes all that was written durable: file by file, because this system
    /// has no call that waits for all of them.
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    pub fn sync(&self, changed: &[Change], progress: &mut dyn FnMut(Progress)) -> Result<(), PublishError> {
        for (batch, changes) in changed.chunks(BATCH).enumerate() {
            progress(Progress { phase: Phase::Syncing, done: batch * BATCH, total: changed.len() });
            changes.par_iter().try_for_each(|change| {
                let path = self.file(change.number);
                let file = OpenOptions::new().write(true).open(&path).map_err(PublishError::io("open", &path))?;
                file.sync_all().map_err(PublishError::io("write to the disk", &path))
            })?;
        }
        Ok(())
    }

    /// Puts a manifest in place, whole and durable.
    pub fn write_manifest(&self, manifest: &Manifest, folder: &Path) -> Result<(), PublishError> {
        self.make()?;
        let (staged, place) = (self.path.join("manifest"), folder.join(NAME));
        let write = || {
            let mut file = File::create(&staged)?;
            file.write_all(manifest.text().as_bytes())?;
            file.sync_all()?;
            fs::rename(&staged, &place)
        };
        write().map_err(PublishError::io("write", &place))
    }
}

/// What became of an output.
enum Staged {
    /// It is on disk as it is.
    There,
    Changed(Change),
    Unmade(Arc<str>, Box<Diagnostic>),
}

/// Writes one file. A copy gets the permissions of a new file, not those of
/// its source: a web server must be able to read what an author kept private.
fn write(bytes: &Bytes, staged: &Path, shown: &Path) -> Result<(), PublishError> {
    let mut file = File::create(staged).map_err(PublishError::io("write", shown))?;
    match bytes {
        Bytes::Memory(bytes) => file.write_all(bytes).map_err(PublishError::io("write", shown)),
        Bytes::File { path, .. } => {
            let mut source = File::open(path).map_err(PublishError::io("read", path))?;
            io::copy(&mut source, &mut file).map(drop).map_err(PublishError::io("copy a file to", shown))
        }
    }
}
