//! Old addresses of notes, from their `aliases`.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostic;
use crate::note::front_matter::Spanned;
use crate::note::slug;
use crate::source::Span;

use super::address::slugs;
use crate::wiki::{Entry, NoteId, Role, link};

/// Returns the old URLs of all notes. An alias without a slash stands beside its note.
pub(super) fn redirects(entries: &[Entry], diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, NoteId> {
    let taken: BTreeSet<&str> = entries.iter().filter(|entry| entry.has_page).map(|entry| &*entry.url).collect();
    let mut redirects: BTreeMap<String, (NoteId, Span)> = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.has_page) {
        if entry.role == Role::Person {
            continue; // Their aliases are names and addresses, not pages.
        }
        for alias in &entry.note.front.aliases {
            let Some(path) = redirect_path(alias, entry.note.folder()) else { continue };
            let span = Span::new(&entry.note.path, alias.span.clone());
            if path == *entry.url {
                continue;
            }
            let first = redirects.get(&path).map(|(_, span)| span.clone());
            if taken.contains(path.as_str()) || first.is_some() {
                let mut found = Diagnostic::new(
                    "alias/duplicate",
                    span,
                    format!("`{}` would be `{path}`, which is another page already", alias.text),
                )
                .help("leave the alias to one of the two");
                if let Some(first) = first {
                    found = found.other(first, "it is wanted here too");
                }
                diagnostics.push(found);
            } else {
                redirects.insert(path, (NoteId(index as u32), span));
            }
        }
    }
    redirects.into_iter().map(|(path, (id, _))| (path, id)).collect()
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
