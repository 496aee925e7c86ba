//! What is told about a note besides its links: fields, sections, overdue reviews.
//!
//! A check judges notes and never HTML, and nothing it finds can reach a page:
//! pages are made without ever being given a diagnostic.

mod fields;
mod language;
mod nav;
mod sections;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::config::Config;
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Severity};
use crate::hashed::{Digest, digest};
use crate::source::Span;
use crate::wiki::Entry;
pub use language::check as language;
pub use nav::check as nav;

/// The digests of kinds by name, so that no kind is read again for each of its notes.
pub struct Kinds<'a>(HashMap<&'a str, Digest>);

impl<'a> Kinds<'a> {
    /// Reads the kinds that notes have.
    pub fn of(entries: &'a [Arc<Entry>]) -> Self {
        let mut kinds = HashMap::new();
        for entry in entries {
            kinds.entry(&*entry.kind.name).or_insert_with(|| digest(&*entry.kind));
        }
        Kinds(kinds)
    }
}

/// Returns the digest of everything that [`note`] reads.
pub fn key(entry: &Entry, kinds: &Kinds<'_>, today: Date) -> Digest {
    let overdue = entry.note.front.review_by.is_some_and(|date| date < today);
    digest(&(entry.note.digest, kinds.0[&*entry.kind.name], overdue))
}

/// Returns what is found in one note.
pub fn note(entry: &Entry, today: Date) -> Vec<Diagnostic> {
    let mut found = fields::check(entry);
    if entry.kind.checks("section/missing") {
        found.extend(sections::check(entry));
        found.extend(sections::empty(entry));
    }
    let front = &entry.note.front;
    // A date that somebody wrote into the note is meant, whatever its kind.
    if let Some(date) = front.review_by.filter(|date| *date < today) {
        found.push(
            Diagnostic::new("review/overdue", Span::new(&entry.note.path, 0..0), format!("`review_by` was {date}"))
                .help("read it again; then move the date, or say `status: superseded`"),
        );
    }
    found
}

/// Gives diagnostics the severities that `site.toml` asks for, sorts them, and drops repeats.
///
/// `strict` makes warnings errors.
pub fn settle(mut diagnostics: Vec<Diagnostic>, config: &Config, strict: bool) -> Vec<Diagnostic> {
    // An unknown field that protects was told as such; once is enough.
    let misspelt = diagnostics.iter().filter(|found| found.code.0 == "field/misspelt");
    let misspelt: HashSet<Span> = misspelt.map(|found| found.primary.span.clone()).collect();
    diagnostics.retain(|found| found.code.0 != "field/unknown" || !misspelt.contains(&found.primary.span));
    let mut diagnostics = config.check.apply(diagnostics);
    for found in &mut diagnostics {
        if strict && found.severity == Severity::Warning {
            found.severity = Severity::Error;
        }
    }
    diagnostics.sort_by(|a, b| a.order().cmp(&b.order()));
    diagnostics.dedup();
    diagnostics
}
