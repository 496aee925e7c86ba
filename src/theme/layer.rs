//! The files of one theme: from inside the binary, or from a folder.
//!
//! Where the theme touches the disk. It follows no symbolic link inside a
//! theme and none that leads out of the site, and reads no file whose name
//! begins with a dot, but for what `candor init` writes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::nearest::did_you_mean;
use crate::source::{FilePath, Span};

/// The files of a theme by their path in it: `templates/note.html`.
pub type Files = BTreeMap<String, File>;

/// One file as it was read.
#[derive(Clone, Debug)]
pub struct File {
    /// The path shown in messages.
    pub path: FilePath,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

/// The built-in theme: in the binary, or in debug builds read from the source tree on every use.
#[derive(rust_embed::Embed)]
#[folder = "$CARGO_MANIFEST_DIR/themes/default"]
#[allow_missing = true]
struct BuiltIn;

/// Returns the files of the built-in theme.
pub fn built_in() -> Files {
    BuiltIn::iter()
        // What `candor init` writes has names with a dot: `.gitignore`, `.github/`.
        .filter(|name| match name.strip_prefix("starter/") {
            Some(name) => !name.split('/').any(is_residue),
            None => !name.split('/').any(is_left_out),
        })
        .filter_map(|name| {
            let bytes = Arc::from(BuiltIn::get(&name)?.data);
            Some((name.to_string(), File { path: FilePath::from(format!("built-in/{name}")), bytes }))
        })
        .collect()
}

/// Returns the files of a folder of the site and of the folders in it; nothing where it is not there.
///
/// `shown` is its path from the site's folder, also in messages. What cannot
/// be read, or leads out of the site, is told as `theme/invalid` and left out.
pub fn folder(site: &Path, shown: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Files> {
    let dir = site.join(shown);
    if !dir.is_dir() {
        return None;
    }
    let mut files = Files::new();
    let inside = match (site.canonicalize(), dir.canonicalize()) {
        (Ok(site), Ok(dir)) => dir.starts_with(site),
        _ => false,
    };
    if inside {
        read(&dir, shown, "", &mut files, diagnostics);
    } else {
        let place = Span::new(&FilePath::from(shown), 0..0);
        let found = Diagnostic::new("theme/invalid", place, "this folder leads out of the site");
        diagnostics.push(found.help("put the folder itself there"));
    }
    Some(files)
}

fn read(dir: &Path, shown: &str, above: &str, files: &mut Files, diagnostics: &mut Vec<Diagnostic>) {
    let mut tell = |name: &str, message: String, help: &str| {
        let path = FilePath::from(format!("{shown}/{name}"));
        diagnostics.push(Diagnostic::new("theme/invalid", Span::new(&path, 0..0), message).help(help));
    };
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) => return tell(above, format!("this folder cannot be read: {error}"), "see who may read it"),
    };
    let mut folders = Vec::new();
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                tell(above, format!("this folder cannot be read: {error}"), "see who may read it");
                continue;
            }
        };
        let Ok(file_name) = entry.file_name().into_string() else {
            let name = format!("{above}{}", entry.file_name().to_string_lossy());
            tell(&name, String::from("the name of this file is not UTF-8"), "give it another name");
            continue;
        };
        if is_left_out(&file_name) {
            continue;
        }
        let name = format!("{above}{file_name}");
        match entry.file_type() {
            Ok(sort) if sort.is_symlink() => {
                tell(&name, String::from("symbolic links are not followed here"), "put the file itself there");
            }
            Ok(sort) if sort.is_dir() => folders.push((entry.path(), format!("{name}/"))),
            Ok(_) => match fs::read(entry.path()) {
                Ok(bytes) => {
                    let path = FilePath::from(format!("{shown}/{name}"));
                    files.insert(name, File { path, bytes: Arc::from(bytes) });
                }
                Err(error) => tell(&name, format!("this file cannot be read: {error}"), "see who may read it"),
            },
            Err(error) => tell(&name, format!("this file cannot be read: {error}"), "see who may read it"),
        }
    }
    for (dir, above) in folders {
        read(&dir, shown, &above, files, diagnostics);
    }
}

/// Files of editors and systems, as far as their names begin with a dot or end with a tilde.
fn is_left_out(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~')
}

/// The same where a dot may begin a name: `.DS_Store`, `.note.md.swp`, `note.md~`.
fn is_residue(name: &str) -> bool {
    name == ".DS_Store" || name.ends_with(".swp") || name.ends_with('~')
}

/// Tells what stands where a theme has no use for it, such as `template/note.html`.
pub fn check_places(files: &Files, diagnostics: &mut Vec<Diagnostic>) {
    const FOLDERS: [&str; 5] = ["templates", "components", "words", "assets", "kinds"];
    const FILES: [&str; 2] = ["theme.toml", "icons.toml"];
    let mut told = Vec::new();
    for (name, file) in files {
        let (message, help) = match name.split_once('/') {
            // What `candor init` writes lies in the built-in theme's folder, which a site may keep beside its own.
            Some(("starter", _)) => continue,
            Some((folder, _)) if !FOLDERS.contains(&folder) && !told.contains(&folder) => {
                told.push(folder);
                (format!("a theme has no folder `{folder}`"), did_you_mean(folder, FOLDERS))
            }
            None if name.ends_with(".toml") && !FILES.contains(&name.as_str()) => {
                (format!("a theme has no file `{name}`"), did_you_mean(name, FILES))
            }
            _ => continue,
        };
        let help = help.unwrap_or_else(|| format!("its folders are {}", crate::config::list(&FOLDERS)));
        diagnostics.push(Diagnostic::new("theme/invalid", Span::new(&file.path, 0..0), message).help(help));
    }
}

/// Returns the files of each kind's folder (`kinds/review/kind.toml`) by the kind's name and their own.
pub fn kind_folders<'a>(
    files: &'a Files,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<&'a str, BTreeMap<&'a str, &'a File>> {
    let mut folders: BTreeMap<&str, BTreeMap<&str, &File>> = BTreeMap::new();
    for (name, file) in files {
        let Some(inner) = name.strip_prefix("kinds/") else { continue };
        match inner.split_once('/') {
            Some((kind, name)) => {
                folders.entry(kind).or_default().insert(name, file);
            }
            None if inner.ends_with(".toml") => {
                let found = Diagnostic::new(
                    "kind/invalid",
                    Span::new(&file.path, 0..0),
                    "a kind is a folder, and this is a file",
                );
                diagnostics.push(found.help("make it `kinds/NAME/kind.toml`, with a `template.md` beside it"));
            }
            None => {}
        }
    }
    folders
}
