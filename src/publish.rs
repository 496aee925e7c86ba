//! Writes a build into its folder, so that no reader ever meets half a file.
//!
//! 1. Everything that changed is written under `.candor-staging/`, on the same
//!    file system. Whatever goes wrong until then leaves the old site whole.
//! 2. The manifest is written as the union of what was and what will be; then
//!    each file is renamed into place, pages after the files they need.
//! 3. What is no longer built is removed last, so that a reader in the middle
//!    of it never follows a link to nothing; then the manifest is made final.
//!
//! A folder without a manifest is not ours, and is never touched.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;

use crate::output::Output;
use crate::source::{Bytes, MANIFEST};

const STAGING: &str = ".candor-staging";
const HEADING: &str = "Made by candor: the files it wrote here, and may remove. One path a line.";

/// What publishing did, in files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// New, or with other bytes than before.
    pub written: usize,
    /// Left as they were.
    pub unchanged: usize,
    /// No longer built.
    pub removed: usize,
}

/// Why a site could not be published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The folder holds something that candor did not make.
    #[error("`{}` is not empty and was not made by candor, so nothing in it was touched\n  name another folder with `--output`, or empty it yourself", .0.display())]
    Foreign(PathBuf),
    /// Another candor is at work.
    #[error("another candor is publishing to `{}` at this moment\n  wait for it to end", .0.display())]
    Busy(PathBuf),
    /// An output path that would leave the folder, or lies behind a symbolic link.
    #[error(
        "`{0}` would be written outside of the output folder\n  remove the symbolic link in the output folder, or rename the file"
    )]
    Outside(String),
    /// The system refused.
    #[error("could not {what} `{}`: {source}{}\n  the site that was there before is whole", .path.display(), hint(source))]
    System {
        /// What was being done.
        what: &'static str,
        /// To which path.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

fn hint(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "\n  the disk is full: make room and build again",
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
            "\n  the folder cannot be written to: change its permissions, or name another with `--output`"
        }
        _ => "",
    }
}

fn failed(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> PublishError {
    let path = path.to_path_buf();
    move |source| PublishError::System { what, path, source }
}

/// Writes outputs into a folder.
///
/// # Errors
/// See [`PublishError`]. Every published file is whole whatever happened.
pub fn publish(outputs: &[Output], folder: &Path) -> Result<Published, PublishError> {
    for output in outputs {
        if !is_inside(&output.path) {
            return Err(PublishError::Outside(output.path.to_string()));
        }
    }
    let old = claim(folder)?;
    let staging = folder.join(STAGING);
    fs::create_dir_all(&staging).map_err(failed("make the folder", &staging))?;
    let lock_path = staging.join("lock");
    let lock = File::create(&lock_path).map_err(failed("write", &lock_path))?;
    if lock.try_lock().is_err() {
        return Err(PublishError::Busy(folder.to_path_buf()));
    }
    let result = write(outputs, folder, &staging, &old);
    // Whatever happened, nothing half-written stays behind; a failure here changes nothing for readers.
    drop(lock);
    let cleaned = fs::remove_dir_all(&staging).map_err(failed("remove", &staging));
    let published = result?;
    cleaned?;
    Ok(published)
}

/// Whether a path stays below the folder it is joined to.
fn is_inside(path: &str) -> bool {
    !path.is_empty() && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

/// Makes the folder ours, or finds that it is. Returns what the last build wrote.
fn claim(folder: &Path) -> Result<BTreeSet<String>, PublishError> {
    fs::create_dir_all(folder).map_err(failed("make the folder", folder))?;
    let manifest = folder.join(MANIFEST);
    match fs::read(&manifest).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()) {
        Ok(text) if text.lines().next() == Some(HEADING) => {
            Ok(text.lines().skip(1).filter(|line| is_inside(line)).map(String::from).collect())
        }
        Ok(_) => Err(PublishError::Foreign(folder.to_path_buf())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let mut others = fs::read_dir(folder).map_err(failed("read", folder))?.filter_map(Result::ok);
            // A first run that was stopped early leaves only its staging.
            if others.any(|entry| entry.file_name() != STAGING) {
                return Err(PublishError::Foreign(folder.to_path_buf()));
            }
            Ok(BTreeSet::new())
        }
        Err(error) => Err(failed("read", &manifest)(error)),
    }
}

fn write(outputs: &[Output], folder: &Path, staging: &Path, old: &BTreeSet<String>) -> Result<Published, PublishError> {
    let new: BTreeSet<String> = outputs.iter().map(|output| output.path.to_string()).collect();
    let changed: Vec<(usize, &Output)> = outputs
        .par_iter()
        .enumerate()
        .map(|(number, output)| Ok((!same(output, folder, old)?).then_some((number, output))))
        .filter_map(Result::transpose)
        .collect::<Result<_, PublishError>>()?;
    changed.par_iter().try_for_each(|(number, output)| stage(output, &staging.join(number.to_string())))?;

    // Removing through a symbolic link would reach into another folder.
    for path in old.difference(&new) {
        let above = Path::new(path).ancestors().skip(1).filter(|above| above.as_os_str() != "");
        if above.into_iter().any(|above| folder.join(above).is_symlink()) {
            return Err(PublishError::Outside(path.clone()));
        }
    }
    let union: BTreeSet<&String> = old.union(&new).collect();
    write_manifest(folder, staging, union.into_iter())?;
    let mut order: Vec<&(usize, &Output)> = changed.iter().collect();
    // A page must never be there before what it needs; the home page comes last of all.
    order.sort_by_key(|(_, output)| {
        (output.path.ends_with(".html"), output.path.ends_with("index.html"), &*output.path == "index.html")
    });
    for (number, output) in order {
        let target = folder.join(&*output.path);
        make_way(&target, folder, old)?;
        fs::rename(staging.join(number.to_string()), &target).map_err(failed("put in place", &target))?;
    }

    let mut removed = 0;
    let mut emptied = BTreeSet::new();
    for path in old.difference(&new) {
        let target = folder.join(path);
        match fs::remove_file(&target) {
            Ok(()) => removed += 1,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {}
            // It has become a folder of the new site.
            Err(_) if target.is_dir() => continue,
            Err(error) => return Err(failed("remove", &target)(error)),
        }
        emptied
            .extend(Path::new(path).ancestors().skip(1).filter(|above| above.as_os_str() != "").map(Path::to_path_buf));
    }
    for below in emptied.iter().rev() {
        // Only an empty folder goes: removing any other is refused by the system, as it should be.
        let _ = fs::remove_dir(folder.join(below));
    }
    write_manifest(folder, staging, new.iter())?;
    Ok(Published { written: changed.len(), unchanged: outputs.len() - changed.len(), removed })
}

/// Whether the published file has these bytes already. Refuses to look through symbolic links.
fn same(output: &Output, folder: &Path, old: &BTreeSet<String>) -> Result<bool, PublishError> {
    let target = folder.join(&*output.path);
    let mut above = folder.to_path_buf();
    for part in Path::new(&*output.path).components() {
        above.push(part);
        match fs::symlink_metadata(&above) {
            Ok(found) if found.file_type().is_symlink() => return Err(PublishError::Outside(output.path.to_string())),
            Ok(found) if found.is_dir() && above == target => {
                // A folder where a file must go: fine when all in it is ours, which the removal would show too late.
                let prefix = format!("{}/", output.path);
                if !old.iter().any(|path| path.starts_with(&prefix)) {
                    return Err(PublishError::Foreign(above));
                }
                return Ok(false);
            }
            // A file that no build of ours wrote is somebody's.
            Ok(_) if above == target && !old.contains(&*output.path) => return Err(PublishError::Foreign(above)),
            Ok(_) => {}
            Err(_) => return Ok(false),
        }
    }
    match &output.bytes {
        Bytes::Memory(bytes) => Ok(equal(&target, bytes)),
        Bytes::File { path, len, .. } => {
            let there = fs::metadata(&target).map(|there| there.len()).unwrap_or(u64::MAX);
            if there != *len {
                return Ok(false);
            }
            let bytes = fs::read(path).map_err(failed("read", path))?;
            Ok(equal(&target, &bytes))
        }
    }
}

fn equal(target: &Path, bytes: &[u8]) -> bool {
    let Ok(mut file) = File::open(target) else { return false };
    if file.metadata().map(|there| there.len()).ok() != Some(bytes.len() as u64) {
        return false;
    }
    let mut buffer = [0; 16 * 1024];
    let mut rest = bytes;
    while !rest.is_empty() {
        match file.read(&mut buffer) {
            Ok(read) if read > 0 && read <= rest.len() && buffer[..read] == rest[..read] => rest = &rest[read..],
            _ => return false,
        }
    }
    true
}

fn stage(output: &Output, path: &Path) -> Result<(), PublishError> {
    match &output.bytes {
        Bytes::Memory(bytes) => {
            let mut file = File::create(path).map_err(failed("write", path))?;
            file.write_all(bytes).map_err(failed("write", path))
        }
        Bytes::File { path: from, .. } => fs::copy(from, path).map(drop).map_err(failed("copy", from)),
    }
}

/// Makes the folders above a file, and removes what of ours stands in its way.
fn make_way(target: &Path, folder: &Path, old: &BTreeSet<String>) -> Result<(), PublishError> {
    let Some(parent) = target.parent() else { return Ok(()) };
    if !parent.is_dir() {
        for above in parent.ancestors().take_while(|above| *above != folder) {
            let ours = above.strip_prefix(folder).ok().and_then(Path::to_str).is_some_and(|path| old.contains(path));
            if above.is_file() && ours {
                fs::remove_file(above).map_err(failed("remove", above))?;
            }
        }
        fs::create_dir_all(parent).map_err(failed("make the folder", parent))?;
    }
    if target.is_dir() {
        let prefix = format!("{}/", target.strip_prefix(folder).unwrap_or(target).display());
        for path in old.iter().filter(|path| path.starts_with(&prefix)) {
            let inner = folder.join(path);
            if inner.is_file() {
                fs::remove_file(&inner).map_err(failed("remove", &inner))?;
            }
            for above in inner.ancestors().skip(1).take_while(|above| above.starts_with(target)) {
                let _ = fs::remove_dir(above);
            }
        }
    }
    Ok(())
}

fn write_manifest<'a>(
    folder: &Path,
    staging: &Path,
    paths: impl Iterator<Item = &'a String>,
) -> Result<(), PublishError> {
    let mut text = format!("{HEADING}\n");
    for path in paths {
        text.push_str(path);
        text.push('\n');
    }
    let (draft, target) = (staging.join("manifest"), folder.join(MANIFEST));
    if fs::read_to_string(&target).is_ok_and(|there| there == text) {
        return Ok(());
    }
    fs::write(&draft, text).map_err(failed("write", &draft))?;
    // Before the first rename everything staged must be on the disk, or a power cut could leave a name without its bytes.
    File::open(&draft).and_then(|file| file.sync_all()).map_err(failed("write", &draft))?;
    fs::rename(&draft, &target).map_err(failed("put in place", &target))
}
