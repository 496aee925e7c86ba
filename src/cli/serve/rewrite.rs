//! Puts a kinder wording into a note's file, and never over anything else.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// A mark that a file may begin with; no text that was read has it.
const MARK: &str = "\u{FEFF}";

/// Puts `now` in place of a file's text, where that still is `was`.
///
/// The new text is written beside the file and takes its place in one step, so that a full disk or a killed program
/// leaves the old one whole. A symbolic link is followed, and stays one; the file keeps its permissions.
///
/// # Errors
/// In words for the author; then the file is as it was.
pub(super) fn rewrite(path: &Path, was: &str, now: &str) -> Result<(), String> {
    let refused = |error: io::Error| format!("`{}` could not be written: {error}", path.display());
    let file = fs::canonicalize(path).map_err(refused)?;
    // To put another file in its place would need no right to write it; who took that right away meant something by it.
    if fs::metadata(&file).map_err(refused)?.permissions().readonly() {
        return Err(format!("`{}` is read-only: nothing was written", path.display()));
    }
    let there = fs::read(&file).map_err(refused)?;
    let mark = there.starts_with(MARK.as_bytes());
    if there[if mark { MARK.len() } else { 0 }..] != *was.as_bytes() {
        return Err("the note has changed meanwhile: nothing was written".to_string());
    }
    let (Some(folder), Some(name)) = (file.parent(), file.file_name()) else {
        return Err(format!("`{}` is no file", path.display()));
    };
    // A name with a dot before it is nothing that a site publishes.
    let mut beside = std::ffi::OsString::from(".");
    beside.push(name);
    beside.push(".candor");
    let beside = folder.join(beside);
    let written = || -> io::Result<()> {
        let mut new = fs::OpenOptions::new().write(true).create_new(true).open(&beside)?;
        if mark {
            new.write_all(MARK.as_bytes())?;
        }
        new.write_all(now.as_bytes())?;
        new.set_permissions(fs::metadata(&file)?.permissions())?;
        new.sync_all()?;
        fs::rename(&beside, &file)
    };
    written().map_err(|error| {
        // What was begun is of no use; where it was somebody else's file, nothing was begun.
        if error.kind() != io::ErrorKind::AlreadyExists {
            drop(fs::remove_file(&beside));
        }
        refused(error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_very_text_that_was_read_is_replaced() {
        let folder = tempfile::tempdir().expect("there is a folder");
        let path = folder.path().join("a.md");
        fs::write(&path, "\u{FEFF}one\r\ntwo").expect("it is written");
        rewrite(&path, "one\r\ntwo", "one\r\nkinder").expect("it is as it was");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "\u{FEFF}one\r\nkinder");
        let refused = rewrite(&path, "one\r\ntwo", "lost").expect_err("it says something else now");
        assert!(refused.contains("changed meanwhile"), "{refused}");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "\u{FEFF}one\r\nkinder");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing is left beside it");
        assert!(rewrite(&folder.path().join("none.md"), "", "new").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_keeps_its_permissions_and_a_link_stays_one() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().expect("there is a folder");
        let (path, link) = (folder.path().join("a.md"), folder.path().join("b.md"));
        fs::write(&path, "one").expect("it is written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("they can be set");
        symlink(&path, &link).expect("a link is made");
        rewrite(&link, "one", "two").expect("it is as it was");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "two");
        assert_eq!(fs::metadata(&path).expect("it is there").permissions().mode() & 0o777, 0o640);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("they can be set");
        let refused = rewrite(&path, "two", "three").expect_err("it is not to be written");
        assert!(refused.ends_with("is read-only: nothing was written"), "{refused}");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "two");
        assert!(fs::symlink_metadata(&link).expect("it is there").is_symlink());
    }
}
