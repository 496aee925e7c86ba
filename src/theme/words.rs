//! Words that nothing says: a key in a theme's `words/` that no template asks for.
//!
//! Only tells. A word too many harms no page, but it is most often a slip in the key of one that is meant.

use std::collections::{BTreeMap, BTreeSet};

use super::ThemeFile;
use crate::diagnostic::{Diagnostic, Severity};
use crate::nearest::did_you_mean;
use crate::source::Span;

/// Tells the keys that are neither the built-in theme's nor in one of the templates.
pub fn unknown(keys: &[(String, Span)], templates: &BTreeMap<String, ThemeFile>, diagnostics: &mut Vec<Diagnostic>) {
    let built_in = |span: &Span| span.file.starts_with("built-in/");
    let known: BTreeSet<&str> = keys.iter().filter(|(_, span)| built_in(span)).map(|(key, _)| key.as_str()).collect();
    if keys.iter().all(|(key, _)| known.contains(key.as_str())) {
        return;
    }
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let named: BTreeSet<&str> =
        templates.values().flat_map(|file| file.text.split(|letter| !is_part(letter))).collect();
    for (key, span) in keys.iter().filter(|(key, _)| !known.contains(key.as_str()) && !named.contains(key.as_str())) {
        let help = did_you_mean(key, known.iter().copied())
            .unwrap_or_else(|| "leave it out, or write it into a template: `{{ site.words.KEY }}`".replace("KEY", key));
        let message = format!("no page says the word `{key}`");
        let mut found = Diagnostic::new("theme/invalid", span.clone(), message).help(help);
        found.severity = Severity::Warning;
        diagnostics.push(found);
    }
}
