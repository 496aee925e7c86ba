//! Turns one file into a [`Note`].
//!
//! Parsing never fails and never looks at another file: whatever is wrong
//! becomes a diagnostic with its place, and the rest of the note is kept.

pub mod code;
pub mod dest;
pub mod diagram;
pub mod front_matter;
pub mod markdown;
pub mod math;
pub mod plain;
pub mod sanitise;
pub mod slug;
pub mod token;

use std::sync::Arc;

use crate::config::Markdown;
use crate::diagnostic::Diagnostic;
use crate::hashed::{Digest, digest};
use crate::source::{FilePath, SourceFile};
use front_matter::FrontMatter;
use markdown::Body;

/// What one file says.
#[derive(Debug)]
pub struct Note {
    /// Its file, as messages name it.
    pub path: FilePath,
    /// Its place in the content tree: `lessons/a.md`.
    pub at: Arc<str>,
    /// Stands for everything here: the digest of the file and of the Markdown options.
    pub digest: Digest,
    /// Stands for what others may see of it: its place, its fields, headings, anchors and links, and not its prose.
    pub outline: Digest,
    /// Its file's text. Not all of it is for readers: see [`Body::comments`] and [`Body::unshown`].
    pub text: Arc<str>,
    /// Where its body begins in `text`.
    pub begins: usize,
    /// Its fields.
    pub front: FrontMatter,
    /// Its text.
    pub body: Body,
    /// What is wrong with it, as far as the file alone shows.
    pub diagnostics: Vec<Diagnostic>,
}

impl Note {
    /// Returns its title: the field, else the first heading, else the file's name in words.
    pub fn title(&self) -> String {
        let named = |text: &Option<String>| text.as_ref().filter(|text| !text.is_empty()).cloned();
        named(&self.front.title).or_else(|| named(&self.body.first_heading)).unwrap_or_else(|| self.name_in_words())
    }

    /// Returns its summary, the field or else the first paragraph, with holes: see [`crate::wiki::Wiki::summary`].
    pub fn holed_summary(&self) -> &str {
        self.front.summary.as_deref().unwrap_or(&self.body.first_paragraph)
    }

    /// Returns the file's name without folder and ending.
    pub fn stem(&self) -> &str {
        stem(&self.at)
    }

    /// Returns how soon this note is taken as its folder's text, 0 first; nothing for an ordinary note.
    pub fn index_rank(&self) -> Option<usize> {
        index_rank(&self.at)
    }

    /// Returns the folder it is in, without a slash at the end; empty at the top.
    pub fn folder(&self) -> &str {
        self.at.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    fn name_in_words(&self) -> String {
        let stem = match self.index_rank() {
            Some(_) => self.folder().rsplit('/').next().unwrap_or_default(),
            None => without_date(self.stem()),
        };
        let words = stem.replace(['-', '_'], " ");
        let words = words.trim();
        let mut letters = words.chars();
        match letters.next() {
            Some(first) => first.to_uppercase().chain(letters).collect(),
            None => String::from("Home"),
        }
    }
}

fn stem(at: &str) -> &str {
    let name = at.rsplit('/').next().unwrap_or(at);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Returns how soon the note at this place is taken as its folder's text, 0 first; nothing for an ordinary note.
///
/// The one list of such names, for what a folder shows as for what closes it.
pub fn index_rank(at: &str) -> Option<usize> {
    ["_index", "index", "readme"].iter().position(|name| stem(at).eq_ignore_ascii_case(name))
}

/// Returns a file's stem without a date in front: `2026-09-03-export` gives `export`.
fn without_date(stem: &str) -> &str {
    match stem.get(..10).map(crate::date::Date::parse) {
        Some(Ok(_)) if stem.len() > 11 => stem[10..].trim_start_matches(['-', '_', ' ']),
        _ => stem,
    }
}

/// Returns the digest of everything that [`parse`] reads, for the memo.
pub fn key(file: &SourceFile, options: &Markdown) -> Digest {
    digest(&(file.digest, options))
}

/// Parses a file.
pub fn parse(file: &SourceFile, options: &Markdown) -> Note {
    let mut diagnostics = Vec::new();
    // Our tokens stand between two noncharacters; the replacement character has as many bytes, so places stay right.
    let text: Arc<str> = if file.text.contains([token::OPEN, token::CLOSE]) {
        file.text.replace([token::OPEN, token::CLOSE], "\u{FFFD}").into()
    } else {
        Arc::clone(&file.text)
    };
    let (front, begins) = front_matter::parse(&file.path, &text, &mut diagnostics);
    let body = markdown::parse(&file.path, &text, begins, &front, options, &mut diagnostics);
    let outline = digest(&(&file.path, &file.at, &text[..begins], body.outline()));
    Note {
        path: Arc::clone(&file.path),
        at: Arc::clone(&file.at),
        digest: key(file, options),
        outline,
        text,
        begins,
        front,
        body,
        diagnostics,
    }
}
