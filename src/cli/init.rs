//! `candor init`: a small good start of a site, with a hook and CI recipes.
//!
//! Writes new files only: what is there already is somebody's work, and git's
//! settings are the steward's to change. What is written is in
//! `themes/default/starter/`.

mod forge;
mod repository;

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

use crate::theme;

use super::{Failure, InitArgs, Outcome, print, site};
pub(super) use forge::Ci;
use forge::Forge;
use repository::Repository;

const CONTENT: &str = "content/";
const IGNORE: &str = ".gitignore";
const HOOKS: &str = ".githooks";

pub(super) fn run(args: &InitArgs) -> Result<Outcome, Failure> {
    let dir = &args.dir;
    fs::create_dir_all(dir).map_err(|error| Failure(format!("could not make `{}`: {error}", dir.display())))?;
    let repository = Repository::around(dir);
    let forges = forge::chosen(&args.ci, repository.as_ref().and_then(|repository| repository.remote.as_deref()))?;
    let mut written: Vec<String> = Vec::new();
    let mut kept: Vec<String> = Vec::new();
    let mut ignore = None;
    // A wiki that has notes has no use for examples.
    let examples = fs::read_dir(dir.join(CONTENT)).map_or(true, |mut entries| entries.next().is_none());
    for (path, bytes) in theme::starter() {
        if Forge::of(&path).is_some_and(|forge| !forges.contains(&forge)) || (!examples && path.starts_with(CONTENT)) {
            continue;
        }
        if path == IGNORE {
            ignore = Some(bytes);
            continue;
        }
        let new = write(dir, &path, &bytes)?;
        if new { &mut written } else { &mut kept }.push(path);
    }
    // Last, since a `site.toml` that was there already may name another folder.
    let (config, ..) = site::config(dir)?;
    let output = config.output.folder.trim_start_matches("./").trim_end_matches('/');
    if let Some(bytes) = ignore {
        let text = String::from_utf8_lossy(&bytes).replace("/public/", &format!("/{output}/"));
        let new = write(dir, IGNORE, text.as_bytes())?;
        if new { &mut written } else { &mut kept }.push(IGNORE.to_string());
    }
    tell(dir, &written, &kept, output, repository.as_ref())?;
    Ok(Outcome::Fine)
}

/// Writes a file that is not there yet. Returns whether it did.
fn write(dir: &Path, path: &str, bytes: &[u8]) -> Result<bool, Failure> {
    let target = dir.join(path);
    if let Some(parent) = target.parent() {
        fs::create_dir_all(parent)
            .map_err(|error| Failure(format!("could not make `{}`: {error}", parent.display())))?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if path.starts_with(HOOKS) {
        // Git runs only what may be run, and says so of anything else at each commit.
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o777);
    }
    let failed = |error| Failure(format!("could not write `{}`: {error}", target.display()));
    match options.open(&target) {
        Ok(mut file) => file.write_all(bytes).map(|()| true).map_err(failed),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(failed(error)),
    }
}

/// Says what was done, and what to do next.
fn tell(
    dir: &Path,
    written: &[String],
    kept: &[String],
    output: &str,
    repository: Option<&Repository>,
) -> Result<(), Failure> {
    let recipes: Vec<&String> = written.iter().filter(|path| Forge::of(path).is_some()).collect();
    let has = |forge: &Forge| recipes.iter().any(|path| Forge::of(path) == Some(*forge));
    let forges: Vec<&str> = Forge::ALL.into_iter().filter(has).map(Forge::name).collect();
    let with = if forges.is_empty() { String::new() } else { format!(", with CI for {}", in_words(&forges)) };
    let left =
        if kept.is_empty() { String::new() } else { format!("; {} there already and left as they were", kept.len()) };
    print(&format!("{} files written{with}{left}", written.len()))?;
    let go =
        if dir.as_os_str() == "." { String::new() } else { format!("cd {} && ", quoted(&dir.display().to_string())) };
    print(&format!("next: {go}candor serve --open, and write; `candor build` writes the pages into {output}/"))?;
    if !recipes.is_empty() {
        let files = if recipes.len() == 1 { recipes[0].as_str() } else { "each CI recipe" };
        print(&format!("before the first push: fill in the two lines at the top of {files}"))?;
    }
    let Some(repository) = repository else {
        print(&format!(
            "this is no git repository yet, so the hook is off: {go}git init && git config core.hooksPath {HOOKS}"
        ))?;
        return Ok(());
    };
    if let Some(way) = repository.hook(dir, HOOKS) {
        print(&format!("to check notes before each commit: {way}"))?;
    }
    if !recipes.is_empty() && !repository.below.is_empty() {
        let below = &repository.below;
        print(&format!(
            "forges look for CI recipes at the top of the repository: move them there, and set SITE to `{below}`"
        ))?;
    }
    if kept.iter().any(|path| path == IGNORE) && !repository.ignores(dir, output) {
        print(&format!("to keep built pages out of git: add a line `/{output}/` to {IGNORE}"))?;
    }
    Ok(())
}

/// Joins names for a sentence: `a, b and c`.
fn in_words(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_string(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

/// Returns a word as a shell takes it.
fn quoted(word: &str) -> String {
    if word.chars().all(|c| c.is_alphanumeric() || "._-/+@:".contains(c)) {
        word.to_string()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}
