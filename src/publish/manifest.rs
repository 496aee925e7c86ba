//! The list of the files we wrote, kept as `.candor` in the output folder.
//!
//! It is how a folder is told to be ours, and it is the only licence to
//! replace or remove a file. A damaged list is never read in part: half a list
//! would turn our own files into somebody else's, or the other way round.

use std::collections::BTreeSet;
use std::io;
use std::path::{Component, Path};

use super::PublishError;
use crate::hashed::fingerprint;

pub(super) use crate::source::MANIFEST as NAME;
/// The file that is locked while publishing. It stays, because removing a
/// lock file lets two processes lock two files of the same name.
pub(super) const LOCK: &str = ".candor-lock";
/// The folder of files that are not yet in their place.
pub(super) const STAGING: &str = ".candor-staging";

const FIRST_LINE: &str =
    "Candor wrote the files listed here, and replaces or removes them when it publishes; it leaves all others alone.";
const SEAL: &str = "blake3 ";

/// The paths of our files, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    /// Relative paths with `/`.
    pub paths: BTreeSet<String>,
}

impl Manifest {
    /// Reads the manifest of a folder; `None` when there is none.
    pub fn read(folder: &Path) -> Result<Option<Manifest>, PublishError> {
        let path = folder.join(NAME);
        let wrong = |reason| PublishError::Manifest { path: path.clone(), reason };
        match path.symlink_metadata() {
            Ok(meta) if !meta.is_file() => return Err(wrong("it is not a file")),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(PublishError::io("read", &path)(error)),
        }
        let bytes = std::fs::read(&path).map_err(PublishError::io("read", &path))?;
        let text = String::from_utf8(bytes).map_err(|_| wrong("it is not text"))?;
        Manifest::parse(&text).map(Some).map_err(wrong)
    }

    fn parse(text: &str) -> Result<Manifest, &'static str> {
        let at = text.rfind(SEAL).ok_or("its last line is missing")?;
        let (body, seal) = text.split_at(at);
        if seal.trim_end() != Manifest::seal(body) {
            return Err("it was cut short or changed by hand");
        }
        let mut lines = body.lines();
        if lines.next() != Some(FIRST_LINE) {
            return Err("its first line is not ours");
        }
        let paths: BTreeSet<String> = lines.map(str::to_owned).collect();
        if paths.iter().any(|path| check(path).is_err()) {
            return Err("it names a path outside the folder");
        }
        Ok(Manifest { paths })
    }

    /// Returns the manifest as it is written.
    pub fn text(&self) -> String {
        let mut text = String::from(FIRST_LINE);
        text.push('\n');
        for path in &self.paths {
            text.push_str(path);
            text.push('\n');
        }
        let seal = Manifest::seal(&text);
        text.push_str(&seal);
        text.push('\n');
        text
    }

    fn seal(body: &str) -> String {
        format!("{SEAL}{}", fingerprint(body.as_bytes(), 64))
    }
}

/// Says why a path may not be published, or read from a manifest.
pub(super) fn check(path: &str) -> Result<(), &'static str> {
    if path.is_empty() {
        return Err("it is empty");
    }
    if path.chars().any(char::is_control) {
        return Err("it has a control character in it");
    }
    if path.split('/').any(|part| matches!(part, "" | "." | "..")) {
        return Err("it does not lead straight into the output folder");
    }
    // What the system itself would take for a drive, a root or a second separator.
    let mut parts = 0;
    for part in Path::new(path).components() {
        if !matches!(part, Component::Normal(_)) {
            return Err("it does not lead straight into the output folder");
        }
        parts += 1;
    }
    if parts != path.split('/').count() {
        return Err("it does not lead straight into the output folder");
    }
    let first = path.split('/').next().unwrap_or(path);
    if [NAME, LOCK, STAGING].iter().any(|ours| first.eq_ignore_ascii_case(ours)) {
        return Err("Candor keeps that name for itself");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(paths: &[&str]) -> Manifest {
        Manifest { paths: paths.iter().map(|&path| path.to_owned()).collect() }
    }

    #[test]
    fn a_manifest_reads_back_as_it_was_written() {
        let manifest = of(&["a.html", "blake3 notes.html", "b/c.html"]);
        assert_eq!(Manifest::parse(&manifest.text()), Ok(manifest));
    }

    #[test]
    fn a_manifest_cut_anywhere_is_not_read() {
        let text = of(&["a.html", "b/c.html"]).text();
        for end in 0..text.len() - 1 {
            assert!(Manifest::parse(&text[..end]).is_err(), "cut at {end}");
        }
    }

    #[test]
    fn a_manifest_that_leads_out_of_the_folder_is_not_read() {
        for path in ["../x", "/etc/x", "a/../../x", "a//b", "./a", ".candor", ".candor-staging/1", "a\tb"] {
            assert!(Manifest::parse(&of(&[path]).text()).is_err(), "{path}");
        }
    }
}
