//! Walks content trees and reads their files.
//!
//! What cannot be read becomes a diagnostic, and the rest is read all the
//! same. Nothing here knows what a note means.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::{Asset, Bytes, MANIFEST, SourceFile, Span};
use crate::diagnostic::Diagnostic;

/// A note longer than this, in bytes, is a data file with the wrong ending.
pub const LONGEST: u64 = 5 * 1024 * 1024;

/// A folder to read.
#[derive(Clone, Debug)]
pub struct Root {
    /// The folder.
    pub dir: PathBuf,
    /// How messages name it: `content`.
    pub shown: String,
    /// Where its files stand in the content tree; empty for the top.
    pub prefix: String,
    /// What no symbolic link may leave.
    pub site: PathBuf,
}

/// What was read.
#[derive(Debug, Default)]
pub struct Tree {
    /// Notes, sorted by their place in the content tree.
    pub files: Vec<SourceFile>,
    /// Everything else, sorted likewise.
    pub assets: Vec<Asset>,
    /// What could not be read.
    pub diagnostics: Vec<Diagnostic>,
}

enum Read1 {
    File(SourceFile),
    Asset(Asset),
    Problem(Diagnostic),
}

/// Reads folders.
pub fn read(roots: &[Root]) -> Tree {
    let mut tree = Tree::default();
    for root in roots {
        let mut paths = Vec::new();
        let walk =
            WalkDir::new(&root.dir).follow_links(true).sort_by_file_name().into_iter().filter_entry(is_published);
        for entry in walk {
            match entry {
                Ok(entry) if entry.file_type().is_file() => paths.push(entry),
                Ok(_) => {}
                Err(error) => {
                    let path = shown(root, error.path().unwrap_or(&root.dir));
                    tree.diagnostics.push(if error.loop_ancestor().is_some() {
                        problem(
                            "file/loop",
                            &path,
                            "this symbolic link leads back to a folder above it",
                            "remove the link",
                        )
                    } else {
                        let words =
                            error.io_error().map_or_else(|| "it cannot be read".to_string(), ToString::to_string);
                        problem(
                            "file/unreadable",
                            &path,
                            &format!("this cannot be read: {words}"),
                            "mend its permissions, or remove it",
                        )
                    });
                }
            }
        }
        let home = fs::canonicalize(&root.site).unwrap_or_else(|_| root.site.clone());
        let read: Vec<Read1> = paths.par_iter().map(|entry| read_one(root, &home, entry)).collect();
        for one in read {
            match one {
                Read1::File(file) => tree.files.push(file),
                Read1::Asset(asset) => tree.assets.push(asset),
                Read1::Problem(found) => tree.diagnostics.push(found),
            }
        }
    }
    tree.files.sort_by(|a, b| a.at.cmp(&b.at));
    tree.assets.sort_by(|a, b| a.at.cmp(&b.at));
    tree
}

fn is_published(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    if entry.depth() == 0 || name == "_index.md" {
        return true;
    }
    // An output folder inside the tree would publish the site into itself.
    let output = entry.file_type().is_dir() && entry.path().join(MANIFEST).exists();
    !name.starts_with(['.', '_']) && !output
}

fn shown(root: &Root, path: &Path) -> String {
    let below = path.strip_prefix(&root.dir).unwrap_or(path).to_string_lossy().replace('\\', "/");
    if below.is_empty() { root.shown.clone() } else { format!("{}/{below}", root.shown) }
}

fn problem(code: &'static str, path: &str, message: &str, help: &str) -> Diagnostic {
    Diagnostic::new(code, Span::new(&Arc::from(path), 0..0), message).help(help)
}

fn read_one(root: &Root, home: &Path, entry: &DirEntry) -> Read1 {
    let path = shown(root, entry.path());
    let tell = |code, message: &str, help: &str| Read1::Problem(problem(code, &path, message, help));
    let Some(below) = entry.path().strip_prefix(&root.dir).ok().and_then(Path::to_str) else {
        return tell("path/unsafe", "this file name is not UTF-8", "rename the file");
    };
    let below = below.replace('\\', "/");
    let at = if root.prefix.is_empty() { below } else { format!("{}/{below}", root.prefix) };
    let through_link =
        entry.path_is_symlink() || fs::canonicalize(entry.path()).is_ok_and(|real| !real.starts_with(home));
    if through_link && !fs::canonicalize(entry.path()).is_ok_and(|real| real.starts_with(home)) {
        return tell("file/outside", "this symbolic link leaves the site", "copy the file into the site instead");
    }
    let meta = match entry.metadata() {
        Ok(meta) => meta,
        Err(error) => {
            return tell(
                "file/unreadable",
                &format!("this cannot be read: {error}"),
                "mend its permissions, or remove it",
            );
        }
    };
    let end = at.rsplit_once('.').map_or("", |(_, end)| end).to_ascii_lowercase();
    if end != "md" && end != "markdown" {
        let mtime = meta
            .modified()
            .ok()
            .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
            .map_or(0, |time| time.as_nanos() as i128);
        let size = match end.as_str() {
            "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" => {
                imagesize::size(entry.path()).ok().map(|size| (size.width as u32, size.height as u32))
            }
            "svg" => svg_size(entry.path()),
            _ => None,
        };
        let bytes = Bytes::File { path: entry.path().to_path_buf(), len: meta.len(), mtime };
        return Read1::Asset(Asset { path: path.into(), at: at.into(), bytes, size });
    }
    if meta.len() > LONGEST {
        let message =
            format!("this note has {} MB, and {} MB is the most", meta.len() / 1024 / 1024, LONGEST / 1024 / 1024);
        return tell("file/too-large", &message, "split it, or give a data file another ending than `.md`");
    }
    match fs::read(entry.path()) {
        Ok(bytes) => match text(&bytes) {
            Ok(text) => Read1::File(SourceFile::new(path, at, text)),
            Err(message) => tell("file/encoding", &message, "save it as UTF-8 in your editor"),
        },
        Err(error) => {
            tell("file/unreadable", &format!("this cannot be read: {error}"), "mend its permissions, or remove it")
        }
    }
}

/// Returns a file's text without its byte-order mark.
fn text(bytes: &[u8]) -> Result<&str, String> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err("this note is written in UTF-16".to_string());
    }
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let line = 1 + bytes[..error.valid_up_to()].iter().filter(|&&byte| byte == b'\n').count();
        format!("this note is not UTF-8: the byte {:#04X} in line {line} is no letter", bytes[error.valid_up_to()])
    })
}

/// Returns the width and height that an SVG file's first tag states, or those of its `viewBox`.
fn svg_size(path: &Path) -> Option<(u32, u32)> {
    let mut head = Vec::new();
    fs::File::open(path).ok()?.take(4096).read_to_end(&mut head).ok()?;
    let head = String::from_utf8_lossy(&head);
    let tag = &head[head.find("<svg")?..];
    let tag = &tag[..tag.find('>')?];
    let value = |name: &str| {
        let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
        Some(&tag[start..start + tag[start..].find('"')?])
    };
    let pixels = |text: &str| {
        text.trim_end_matches("px").parse::<f64>().ok().filter(|size| *size >= 1.0).map(|size| size.round() as u32)
    };
    match (value("width").and_then(pixels), value("height").and_then(pixels)) {
        (Some(width), Some(height)) => Some((width, height)),
        _ => {
            let parts: Vec<f64> = value("viewBox")?.split([' ', ',']).filter_map(|part| part.parse().ok()).collect();
            (parts.len() == 4 && parts[2] >= 1.0 && parts[3] >= 1.0)
                .then(|| (parts[2].round() as u32, parts[3].round() as u32))
        }
    }
}
