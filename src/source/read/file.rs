//! Reads one file: a note as text, anything else as an asset.
//!
//! Never guesses an encoding: text that is not UTF-8 is told with its place.

use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;

use super::cache::{self, Stamp};
use super::walk::{Found, problem, unreadable};
use super::{LONGEST, Outcome, image};
use crate::diagnostic::Diagnostic;
use crate::source::{Asset, SourceFile, Span};

/// Reads a file that stands as its stamp says.
pub(super) fn read(found: &Found, stamp: Stamp) -> Outcome {
    let extension = found.disk.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let extension = extension.to_ascii_lowercase();
    let read = match extension.as_str() {
        "md" | "markdown" => note(found, stamp),
        _ => asset(found, stamp, &extension),
    };
    match read {
        Ok(outcome) => outcome,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Outcome::Gone,
        Err(error) => Outcome::Problem(unreadable(&found.path, &error)),
    }
}

fn asset(found: &Found, stamp: Stamp, extension: &str) -> io::Result<Outcome> {
    // Opened also where nothing is read, so that a file which cannot be
    // copied is told with its name now and not in the middle of publishing.
    let file = File::open(&found.disk)?;
    let size = image::size(file, extension);
    let bytes = cache::bytes(found, stamp);
    Ok(Outcome::Asset(Asset { path: Arc::clone(&found.path), at: Arc::clone(&found.at), bytes, size }))
}

fn note(found: &Found, stamp: Stamp) -> io::Result<Outcome> {
    if stamp.len > LONGEST {
        return Ok(Outcome::Problem(too_large(found)));
    }
    let file = File::open(&found.disk)?;
    let mut bytes = Vec::with_capacity(usize::try_from(stamp.len).unwrap_or_default());
    // It may have grown since.
    file.take(LONGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST {
        return Ok(Outcome::Problem(too_large(found)));
    }
    Ok(match text(&bytes, &found.path) {
        Ok(text) => Outcome::Note(SourceFile::new(Arc::clone(&found.path), Arc::clone(&found.at), text)),
        Err(diagnostic) => Outcome::Problem(*diagnostic),
    })
}

fn too_large(found: &Found) -> Diagnostic {
    let message = format!("this note is larger than {} MB and was not read", LONGEST / 1024 / 1024);
    problem("file/too-large", &found.path, message, "split it, or give a data file another ending than `.md`")
}

/// Returns a note's text without its byte-order mark, line endings kept.
fn text<'a>(bytes: &'a [u8], path: &Arc<str>) -> Result<&'a str, Box<Diagnostic>> {
    const HELP: &str = "save it as UTF-8";
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(Box::new(problem("file/encoding", path, "this note is written in UTF-16", HELP)));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let start = error.valid_up_to();
        let end = error.error_len().map_or(bytes.len(), |len| start + len);
        let line = bytes[..start].iter().filter(|&&byte| byte == b'\n').count() + 1;
        let wrong: Vec<String> = bytes[start..end].iter().map(|byte| format!("{byte:02X}")).collect();
        let message = format!(
            "this note is not UTF-8: line {line} has the {} {} at byte {start} of the file",
            if wrong.len() == 1 { "byte" } else { "bytes" },
            wrong.join(" ")
        );
        Box::new(Diagnostic::new("file/encoding", Span::new(path, start..end), message).help(HELP))
    })
}
