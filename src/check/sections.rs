//! Sections that notes of a kind usually have.

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::wiki::Entry;
use crate::wiki::link::fold;

/// Returns one suggestion that names the sections that are not there.
///
/// A note that has none of them has a form of its own and is left alone.
pub(super) fn check(entry: &Entry) -> Option<Diagnostic> {
    let headings: Vec<String> = entry.note.body.headings.iter().map(|heading| fold(&heading.text)).collect();
    let missing: Vec<&str> = entry
        .kind
        .sections
        .iter()
        .filter(|names| !names.names.iter().any(|name| headings.contains(&fold(name))))
        .filter_map(|names| names.names.first().map(String::as_str))
        .collect();
    if missing.is_empty() || missing.len() == entry.kind.sections.len() {
        return None;
    }
    let names = missing.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ");
    let kind = entry.kind.label.to_lowercase();
    Some(
        Diagnostic::new(
            "section/missing",
            Span::new(&entry.note.path, 0..0),
            format!("a {kind} usually has a section {names} too"),
        )
        .help("add it if there is something to say; an empty section helps nobody"),
    )
}
