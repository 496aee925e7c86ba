//! Answers with a file of the site: its type, whether it changed, a part of it, or that it is not there.
//!
//! Looks paths up and opens none but a file that the build itself names, as it was when it was read.

use std::fs;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use super::address::{Asked, encoded};
use super::http::{Answer, Body, Request};
use super::page;
use super::site::Served;
use crate::hashed::digest;
use crate::source::Bytes;

/// Types by ending.
const TYPES: &[(&str, &str)] = &[
    ("html", "text/html; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("jsonl", "application/jsonl"),
    ("md", "text/markdown; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
    ("log", "text/plain; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("xml", "application/xml"),
    ("atom", "application/atom+xml"),
    ("webmanifest", "application/manifest+json"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("ico", "image/x-icon"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
    ("ttf", "font/ttf"),
    ("otf", "font/otf"),
    ("pdf", "application/pdf"),
    ("ics", "text/calendar; charset=utf-8"),
    ("zip", "application/zip"),
    ("gz", "application/gzip"),
    ("mp3", "audio/mpeg"),
    ("ogg", "audio/ogg"),
    ("opus", "audio/ogg"),
    ("m4a", "audio/mp4"),
    ("wav", "audio/wav"),
    ("mp4", "video/mp4"),
    ("webm", "video/webm"),
    ("mov", "video/quicktime"),
    ("vtt", "text/vtt; charset=utf-8"),
    ("wasm", "application/wasm"),
];

/// Returns the type of a file by its ending.
pub fn mime(path: &str) -> &'static str {
    let ending = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
    let ending = ending.unwrap_or_default().to_ascii_lowercase();
    let known = TYPES.iter().find(|(known, _)| *known == ending);
    known.map_or("application/octet-stream", |(_, mime)| mime)
}

/// Answers a request for a file of the site.
pub fn answer(served: &Served, asked: &Asked, request: &Request) -> Answer {
    let path = match asked.path.as_str() {
        path if path.is_empty() || path.ends_with('/') => format!("{path}index.html"),
        path => path.to_string(),
    };
    match served.get(&path) {
        Some(Ok(bytes)) => {
            if let Some(found) = whole(&path, bytes, request) {
                return found;
            }
        }
        Some(Err(error)) => return Answer::of(500, mime("500.html"), page::broken(&error)),
        None => {}
    }
    let folder = format!("{path}/index.html");
    if served.has(&folder) {
        let query = if asked.query.is_empty() { String::new() } else { format!("?{}", asked.query) };
        return Answer::to(&format!("/{}/{query}", encoded(&path)));
    }
    match served.get("404.html") {
        Some(Ok(Bytes::Memory(bytes))) => Answer::of(404, mime("404.html"), page::missing(&bytes, served.top())),
        _ => Answer::text(404, "there is nothing at this address\n"),
    }
}

/// Where the bytes are.
enum Source {
    Memory(Arc<[u8]>),
    Disk(PathBuf),
}

/// Answers with a file; nothing where it is not as it was read, and another build is on its way.
fn whole(path: &str, bytes: Bytes, request: &Request) -> Option<Answer> {
    let mime = mime(path);
    let (etag, length, source) = match bytes {
        Bytes::Memory(bytes) => {
            let etag = page::etag(&bytes);
            let sent = if mime.starts_with("text/html") { page::prepared(&bytes, &etag) } else { bytes };
            (etag, sent.len() as u64, Source::Memory(sent))
        }
        Bytes::File { path, len, mtime } => {
            let meta = fs::symlink_metadata(&path).ok()?;
            // Through a link, the file that it led to when it was read.
            let meta = if meta.is_symlink() { fs::metadata(&path).ok()? } else { meta };
            let modified = meta.modified().ok()?;
            let stands = match modified.duration_since(UNIX_EPOCH) {
                Ok(since) => since.as_nanos().cast_signed() == mtime,
                Err(before) => -before.duration().as_nanos().cast_signed() == mtime,
            };
            if !meta.is_file() || meta.len() != len || !stands {
                return None;
            }
            let etag = format!("\"{:032x}\"", digest(&(&path, len, mtime)).0);
            (etag, len, Source::Disk(path))
        }
    };
    let body = |range: Range<u64>| match &source {
        Source::Memory(bytes) => Body::Bytes(Arc::clone(bytes), range.start as usize..range.end as usize),
        Source::Disk(path) => Body::File(path.clone(), range),
    };
    let with = |answer: Answer| answer.with("ETag", etag.as_str()).with("Accept-Ranges", "bytes");
    if request.one("if-none-match").is_some_and(|known| same(known, &etag)) {
        return Some(with(Answer { status: 304, headers: Vec::new(), body: Body::Bytes(Arc::from([]), 0..0) }));
    }
    // A part is sent of the file as the asker knows it, and of no other.
    let range = request.one("range").filter(|_| request.one("if-range").is_none_or(|known| known == etag));
    let content = ("Content-Type", mime.to_string());
    Some(match range.map_or(Part::Whole, |range| part(range, length)) {
        Part::Whole => with(Answer { status: 200, headers: vec![content], body: body(0..length) }),
        Part::Of(range) => {
            let told = format!("bytes {}-{}/{length}", range.start, range.end - 1);
            with(Answer { status: 206, headers: vec![content], body: body(range) }).with("Content-Range", told)
        }
        Part::Beyond => {
            with(Answer::text(416, "the file is shorter\n")).with("Content-Range", format!("bytes */{length}"))
        }
    })
}

/// Says whether one of the tags that the asker knows is this one.
fn same(known: &str, etag: &str) -> bool {
    known.split(',').any(|one| matches!(one.trim(), "*") || one.trim().trim_start_matches("W/") == etag)
}

/// What a `Range` comes to.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Whole,
    Of(Range<u64>),
    Beyond,
}

/// Reads a `Range`. More than one part at a time, or what cannot be read, is answered with all of it.
fn part(range: &str, length: u64) -> Part {
    let Some((from, to)) = range.strip_prefix("bytes=").and_then(|range| range.trim().split_once('-')) else {
        return Part::Whole;
    };
    let number = |digits: &str| digits.parse::<u64>().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()));
    match (number(from), number(to)) {
        (None, Some(0)) if from.is_empty() => Part::Beyond,
        (None, Some(last)) if from.is_empty() && length > 0 => Part::Of(length.saturating_sub(last)..length),
        (Some(from), _) if from >= length => Part::Beyond,
        (Some(from), None) if to.is_empty() => Part::Of(from..length),
        (Some(from), Some(to)) if from <= to => Part::Of(from..length.min(to.saturating_add(1))),
        _ => Part::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_read_as_the_standard_says() {
        assert_eq!(part("bytes=0-3", 10), Part::Of(0..4));
        assert_eq!(part("bytes=4-", 10), Part::Of(4..10));
        assert_eq!(part("bytes=-3", 10), Part::Of(7..10));
        assert_eq!(part("bytes=-30", 10), Part::Of(0..10));
        assert_eq!(part("bytes=5-99", 10), Part::Of(5..10));
        assert_eq!(part("bytes=10-", 10), Part::Beyond);
        assert_eq!(part("bytes=-0", 10), Part::Beyond);
        for odd in ["bytes=3-1", "bytes=0-1,3-4", "lines=1-2", "bytes=a-b", "bytes=-", "bytes=+1-2"] {
            assert_eq!(part(odd, 10), Part::Whole, "{odd}");
        }
        assert_eq!(part("bytes=18446744073709551615-18446744073709551615", 10), Part::Beyond);
    }

    #[test]
    fn a_type_is_known_by_the_ending() {
        assert_eq!(mime("a/b.HTML"), "text/html; charset=utf-8");
        assert_eq!(mime("a.b/c"), "application/octet-stream");
    }
}
