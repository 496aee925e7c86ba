//! Where a link leads: the one resolver for relative links, wikilinks, embeds, images and fields.
//!
//! Looks names up in tables made once a build. It decides nothing about how a
//! link is shown, and never reads a file.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use crate::hashed::Digest;
use crate::note::slug;

use super::NoteId;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A note, and an anchor in it.
    Note {
        /// Which note.
        id: NoteId,
        /// Its URL from the site's root.
        url: Arc<str>,
        /// The anchor, when there is one and the note has it.
        anchor: Option<String>,
    },
    /// An anchor of the note itself.
    Own(Option<String>),
    /// A page that is made of no note: a topic, a section without text.
    Page(Arc<str>),
    /// An asset: its URL from the root, and its size for images.
    Asset {
        /// Its URL, percent-encoded.
        url: String,
        /// Width and height in pixels.
        size: Option<(u32, u32)>,
    },
    /// Another site.
    External(String),
    /// Nothing is there.
    Missing,
    /// A scheme that is not published.
    Refused,
}

/// What looking a name up gave.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// One target, without its anchor.
    One(Place),
    /// Several notes.
    Several(Vec<NoteId>),
    /// None.
    None,
}

/// A place in the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A note.
    Note(NoteId),
    /// A page without a note.
    Page(Arc<str>),
    /// An asset, by number.
    Asset(usize),
}

/// Names and what they stand for.
#[derive(Default)]
pub struct Names {
    /// Paths in the content tree and URLs in the output, folded.
    paths: HashMap<String, Place>,
    /// File names, titles and aliases, folded.
    names: HashMap<String, BTreeSet<NoteId>>,
    /// The same as written, for suggestions.
    spoken: Vec<String>,
}

/// Returns the form in which names are compared: NFC, lower case, single spaces.
pub fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        if word.is_ascii() {
            out.extend(word.chars().map(|c| c.to_ascii_lowercase()));
        } else {
            out.extend(word.nfc().flat_map(char::to_lowercase));
        }
    }
    out
}

/// Returns a relative destination as a path from the content root, and its fragment.
///
/// `None` when it leads out of the tree or is no relative destination.
pub fn join(folder: &str, dest: &str) -> Option<(String, Option<String>)> {
    let (path, fragment) = split(dest);
    let path = path.split('?').next().unwrap_or_default();
    if scheme(path).is_some() || path.starts_with("//") {
        return None;
    }
    let path = decode(path);
    let mut parts: Vec<&str> = if path.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.retain(|part| !part.is_empty());
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    parts.retain(|part| !part.is_empty());
    Some((parts.join("/"), fragment))
}

/// Splits a destination at its `#`. The fragment is percent-decoded.
pub fn split(dest: &str) -> (&str, Option<String>) {
    match dest.split_once('#') {
        Some((path, fragment)) => (path, Some(decode(fragment))),
        None => (dest, None),
    }
}

/// Returns the scheme of a URL, as written, such as `https`.
pub fn scheme(dest: &str) -> Option<&str> {
    let (scheme, _) = dest.split_once(':')?;
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    valid.then_some(scheme)
}

/// Resolves `%20` and its like; what is no valid escape stays as it is.
pub fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_string();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = text.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_string())
}

/// Percent-encodes what may not stand in the path of a URL.
pub fn encode(path: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~!$()*+,;=@".contains(&byte) {
            out.push(byte as char);
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

impl Names {
    /// Adds a place under a path; the first to come keeps it.
    pub fn add_path(&mut self, path: &str, place: Place) {
        self.paths.entry(fold(path)).or_insert(place);
    }

    /// Adds a note under a name.
    pub fn add_name(&mut self, name: &str, id: NoteId) {
        let folded = fold(name);
        if !folded.is_empty() && self.names.entry(folded).or_default().insert(id) {
            self.spoken.push(name.to_string());
        }
    }

    /// Looks a path up, as a relative link writes it.
    pub fn path(&self, path: &str) -> Option<Place> {
        let folded = fold(path);
        let folded = folded.trim_end_matches('/');
        let without = |end: &str| folded.strip_suffix(end);
        [
            Some(folded.to_string()),
            Some(format!("{folded}.md")),
            without(".html").map(|path| format!("{path}.md")),
            without("/index.html").map(String::from),
            without("index.html").map(|_| String::new()),
        ]
        .into_iter()
        .flatten()
        .find_map(|path| self.paths.get(&path).cloned())
    }

    /// Looks up what a wikilink or a field names: a path, a file name, a title or an alias.
    pub fn name(&self, name: &str, folder: &str) -> Found {
        let plain = name.trim().trim_end_matches('\\');
        let path = plain.trim_start_matches('/');
        for candidate in [Some(path.to_string()), join(folder, plain).map(|(path, _)| path)].into_iter().flatten() {
            if candidate.contains('/') || candidate.contains('.') {
                if let Some(place) = self.path(&candidate) {
                    return Found::One(place);
                }
            }
        }
        let folded = fold(plain);
        let stem = folded.strip_suffix(".md").unwrap_or(&folded);
        match self.names.get(stem) {
            Some(ids) if ids.len() == 1 => {
                Found::One(Place::Note(*ids.iter().next().expect("the set has one element")))
            }
            Some(ids) => Found::Several(ids.iter().copied().collect()),
            None => self.path(path).map_or(Found::None, Found::One),
        }
    }

    /// Returns the known name nearest to one that is not there.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        crate::nearest::nearest(name, self.spoken.iter().map(String::as_str))
    }
}

/// Returns the anchor that a fragment means: as it is, or as the text of a heading.
pub fn anchor(fragment: &str, anchors: &[String]) -> Option<String> {
    let slug = slug::anchor(fragment);
    anchors
        .iter()
        .find(|known| *known == fragment)
        .or_else(|| anchors.iter().find(|known| **known == slug || known.eq_ignore_ascii_case(fragment)))
        .cloned()
}

/// Returns the digest of a note's targets, for memo keys.
pub fn digest(targets: &[Target]) -> Digest {
    crate::hashed::digest(targets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_destinations_are_joined_and_kept_inside_the_tree() {
        let joined = |folder, dest| join(folder, dest).map(|(path, _)| path);
        assert_eq!(joined("a/b", "../c.md").as_deref(), Some("a/c.md"));
        assert_eq!(joined("a", "/x/y.md").as_deref(), Some("x/y.md"));
        assert_eq!(joined("a", "./d%20e.md#f").as_deref(), Some("a/d e.md"));
        assert_eq!(joined("a", "../../c.md"), None);
        assert_eq!(joined("a", "https://example.org"), None);
    }

    #[test]
    fn a_name_that_two_notes_have_is_several() {
        let mut names = Names::default();
        names.add_name("Labels", NoteId(1));
        names.add_name("labels", NoteId(2));
        names.add_name("Other", NoteId(3));
        assert_eq!(names.name("LABELS", ""), Found::Several(vec![NoteId(1), NoteId(2)]));
        assert_eq!(names.name("other", ""), Found::One(Place::Note(NoteId(3))));
        assert_eq!(names.name("none", ""), Found::None);
    }

    #[test]
    fn encoding_and_decoding_undo_each_other() {
        assert_eq!(encode("a b/ü.png"), "a%20b/%C3%BC.png");
        assert_eq!(decode(&encode("a b/ü.png")), "a b/ü.png");
        assert_eq!(decode("100%"), "100%");
    }
}
