//! Finds the files of a content tree that are published.
//!
//! Follows symbolic links within the site and no other. Opens no file.

use std::cell::Cell;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

use super::Root;
use crate::diagnostic::Diagnostic;
use crate::source::{MANIFEST, Span};

/// A file to read.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Where it is on disk.
    pub disk: PathBuf,
    /// How messages name it.
    pub path: Arc<str>,
    /// Where it stands in the content tree.
    pub at: Arc<str>,
}

impl Found {
    /// Makes one of a file in a folder that is walked. Nothing where its name is not that of content.
    pub fn plain(root: &Root, disk: &Path) -> Option<Found> {
        let name = disk.file_name()?.to_str()?;
        (unfit(name).is_none() && !hidden(OsStr::new(name))).then(|| Found::new(root, disk.to_path_buf()))
    }

    fn new(root: &Root, disk: PathBuf) -> Found {
        let path = shown(root, &disk);
        let below = path[root.shown.len()..].trim_start_matches('/');
        let at = if root.prefix.is_empty() { below.into() } else { format!("{}/{below}", root.prefix).into() };
        Found { path: path.as_str().into(), at, disk }
    }
}

/// What a walk finds besides files.
#[derive(Clone, Debug, Default)]
pub(super) struct Walked {
    pub diagnostics: Vec<Diagnostic>,
    /// Whether there are symbolic links among what is published.
    pub linked: bool,
}

/// Makes a diagnostic about a file as a whole.
pub(super) fn problem(code: &'static str, path: &str, message: impl Into<String>, help: &str) -> Diagnostic {
    Diagnostic::new(code, Span::new(&Arc::from(path), 0..0), message).help(help)
}

/// Adds the published files below a folder, in no particular order.
pub(super) fn walk(root: &Root, found: &mut Vec<Found>, walked: &mut Walked) {
    let Walked { diagnostics, linked } = walked;
    let followed = Cell::new(*linked);
    let bounds = match Bounds::of(root) {
        Ok(bounds) => bounds,
        Err(diagnostic) => return diagnostics.push(*diagnostic),
    };
    let mut refused = Vec::new();
    let entries = WalkDir::new(&root.dir).follow_links(true).into_iter().filter_entry(|entry| {
        if !published(entry) {
            return false;
        }
        followed.set(followed.get() || entry.path_is_symlink());
        match bounds.refusal(entry, root) {
            Some(diagnostic) => {
                refused.push(*diagnostic);
                false
            }
            None => true,
        }
    });
    for entry in entries {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) if entry.file_type().is_file() => found.push(Found::new(root, entry.into_path())),
            Ok(entry) => diagnostics.push(problem(
                "file/unreadable",
                &shown(root, entry.path()),
                "this is neither a file nor a folder",
                "remove it, or move it out of the content",
            )),
            Err(error) => {
                // Behind a link that leads nowhere, something may come to be.
                followed.set(true);
                diagnostics.extend(trouble(root, &error));
            }
        }
    }
    *linked = followed.get();
    diagnostics.append(&mut refused);
}

/// Says whether a walk passes over a path for its name, or for that of a folder that it is in.
pub(super) fn passes_over(root: &Root, path: &Path) -> bool {
    path.strip_prefix(&root.dir).is_ok_and(|below| below.iter().any(hidden))
}

/// Says whether a file or folder is content at all.
fn published(entry: &DirEntry) -> bool {
    if entry.depth() == 0 {
        return true;
    }
    if hidden(entry.file_name()) {
        return false;
    }
    // An output folder inside the tree would publish the site into itself.
    !entry.file_type().is_dir() || (entry.file_name() != "node_modules" && !entry.path().join(MANIFEST).is_file())
}

/// Says whether a name keeps a file from being published.
fn hidden(name: &OsStr) -> bool {
    let first = name.as_encoded_bytes().first();
    matches!(first, Some(b'.' | b'_')) && name != "_index.md" && name != "_index.markdown"
}

/// Returns what in a name cannot stand in a link.
fn unfit(name: &str) -> Option<char> {
    name.chars().find(|&char| char.is_control() || char == '\\')
}

/// Returns a file's path as messages name it.
fn shown(root: &Root, path: &Path) -> String {
    // What the walk gives begins with the folder, letter by letter; taking it apart costs more than all the rest.
    let whole = path.as_os_str().as_encoded_bytes();
    let dir = root.dir.as_os_str().as_encoded_bytes();
    if let Some(below) = whole.strip_prefix(dir).and_then(|rest| rest.strip_prefix(b"/"))
        && MAIN_SEPARATOR == '/'
        && !below.is_empty()
        && let Ok(below) = str::from_utf8(below)
    {
        return format!("{}/{below}", root.shown);
    }
    let below = path.strip_prefix(&root.dir).unwrap_or(path);
    let mut shown = root.shown.clone();
    for part in below.iter() {
        shown.push('/');
        shown.push_str(&part.to_string_lossy());
    }
    shown
}

/// How far links may lead, without any link in the paths themselves.
struct Bounds {
    site: PathBuf,
    root: PathBuf,
}

impl Bounds {
    fn of(root: &Root) -> Result<Bounds, Box<Diagnostic>> {
        let real = |path: &Path| {
            fs::canonicalize(path).map_err(|error| {
                let message = match error.kind() {
                    io::ErrorKind::NotFound => "there is no such folder".to_owned(),
                    _ => format!("this cannot be read: {error}"),
                };
                Box::new(problem(
                    "file/unreadable",
                    &root.shown,
                    message,
                    "make it, or correct its path in `site.toml`",
                ))
            })
        };
        let bounds = Bounds { site: real(&root.site)?, root: real(&root.dir)? };
        if bounds.root.starts_with(&bounds.site) { Ok(bounds) } else { Err(Box::new(outside(&root.shown))) }
    }

    /// Says why an entry is not read although its name is that of content.
    fn refusal(&self, entry: &DirEntry, root: &Root) -> Option<Box<Diagnostic>> {
        if entry.depth() == 0 {
            return None;
        }
        // Only where there is something to say: most entries are as they should be.
        let path = || shown(root, entry.path());
        let Some(name) = entry.file_name().to_str() else {
            let path = path();
            let message = "this name is not UTF-8";
            return Some(Box::new(problem("path/unsafe", &path, message, "give it another name")));
        };
        if let Some(unsafe_char) = unfit(name) {
            let message = format!("this name has {} in it, which cannot stand in a link", unsafe_char.escape_debug());
            return Some(Box::new(problem(
                "path/unsafe",
                &path().escape_debug().to_string(),
                message,
                "give it another name",
            )));
        }
        entry.path_is_symlink().then(|| self.link(entry, &path())).flatten().map(Box::new)
    }

    fn link(&self, entry: &DirEntry, path: &str) -> Option<Diagnostic> {
        let target = match fs::canonicalize(entry.path()) {
            Ok(target) => target,
            Err(error) => return Some(broken_link(entry.path(), path, &error)),
        };
        let Ok(below) = target.strip_prefix(&self.site) else { return Some(outside(path)) };
        if below.iter().any(|part| part.as_encoded_bytes().first() == Some(&b'.')) {
            return Some(problem(
                "file/outside",
                path,
                "this symbolic link leads to a hidden file or folder, which is never published",
                "copy what it leads to into the content, or remove the link",
            ));
        }
        self.root.starts_with(&target).then(|| circle(path))
    }
}

fn outside(path: &str) -> Diagnostic {
    problem(
        "file/outside",
        path,
        "this symbolic link leaves the site",
        "copy what it leads to into the site, or remove the link",
    )
}

fn circle(path: &str) -> Diagnostic {
    problem("file/loop", path, "this symbolic link leads back to a folder above it", "remove the link")
}

/// Makes the diagnostic of a symbolic link that the system could not follow to its end.
fn broken_link(link: &Path, path: &str, error: &io::Error) -> Diagnostic {
    if leads_to_itself(link) {
        return problem("file/loop", path, "this symbolic link leads back to itself", "remove the link");
    }
    match (error.kind(), fs::read_link(link)) {
        (io::ErrorKind::NotFound | io::ErrorKind::NotADirectory, Ok(target)) => problem(
            "file/unreadable",
            path,
            format!("this symbolic link leads nowhere: there is no `{}`", target.to_string_lossy().escape_debug()),
            "put there what it should lead to, link to something else, or remove the link",
        ),
        _ => unreadable(path, error),
    }
}

/// Says whether a link leads to another, and so on without end.
fn leads_to_itself(link: &Path) -> bool {
    // As many as Linux follows.
    const STEPS: usize = 40;
    let next = |at: &PathBuf| fs::read_link(at).ok().map(|target| at.with_file_name(target));
    std::iter::successors(Some(link.to_path_buf()), next).nth(STEPS).is_some()
}

/// Makes the diagnostic of a file or folder that the system does not let us read.
pub(super) fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    problem(
        "file/unreadable",
        path,
        format!("this cannot be read: {error}"),
        "allow this user to read it, or remove it",
    )
}

/// Says what the walk stumbled over, if it concerns the site.
fn trouble(root: &Root, error: &walkdir::Error) -> Option<Diagnostic> {
    let at = error.path().unwrap_or(&root.dir);
    // Editors leave links to nothing under hidden names.
    if error.depth() > 0 && at.file_name().is_some_and(hidden) {
        return None;
    }
    let path = shown(root, at);
    let Some(io_error) = error.io_error() else { return Some(circle(&path)) };
    match at.symlink_metadata() {
        Ok(meta) if meta.is_symlink() => Some(broken_link(at, &path, io_error)),
        // A file that went while we were walking.
        Err(gone) if gone.kind() == io::ErrorKind::NotFound => None,
        _ => Some(unreadable(&path, io_error)),
    }
}
