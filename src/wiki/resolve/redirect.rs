//! Old addresses of notes, from their `aliases`.
//!
//! Whether a page or a file stands there already is not asked here; `output/claim.rs` knows all of them.

use crate::note::front_matter::Spanned;
use crate::note::slug;
use crate::source::Span;

use super::address::slugs;
use crate::wiki::{Entry, NoteId, Redirect, Role, link};

/// Returns the old addresses of all notes. An alias without a slash stands beside its note.
pub(super) fn redirects(entries: &[Entry]) -> Vec<Redirect> {
    let mut redirects: Vec<Redirect> = Vec::new();
    for (index, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.has_page) {
        if entry.role == Role::Person {
            continue; // Their aliases are names and addresses, not pages.
        }
        let own = redirects.len();
        for alias in &entry.note.front.aliases {
            let Some(path) = redirect_path(alias, entry.note.folder()) else { continue };
            // Two names of one note may well be one address, or the note's own.
            if path == *entry.url || redirects[own..].iter().any(|known| known.path == path) {
                continue;
            }
            let place = Span::new(&entry.note.path, alias.span.clone());
            redirects.push(Redirect { path, to: NoteId(index as u32), written: alias.text.clone(), place });
        }
    }
    redirects
}

fn redirect_path(alias: &Spanned, folder: &str) -> Option<String> {
    let text = alias.text.trim();
    if !text.contains('/') {
        let stem = slug::file(text.trim_end_matches(".html").trim_end_matches(".md"));
        let folder = slugs(folder);
        return (!stem.is_empty())
            .then(|| if folder.is_empty() { format!("{stem}.html") } else { format!("{folder}/{stem}.html") });
    }
    let (path, _) = link::join("", text)?;
    let (parents, last) = path.rsplit_once('/').map_or(("", path.as_str()), |(parents, last)| (parents, last));
    let below = |name: String| if parents.is_empty() { name } else { format!("{parents}/{name}") };
    match last.rsplit_once('.') {
        _ if path.is_empty() => None,
        Some((_, "html" | "htm")) => Some(path.clone()),
        Some((stem, "md")) => Some(below(format!("{stem}.html"))),
        _ => Some(format!("{path}/index.html")),
    }
}
