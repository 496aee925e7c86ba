//! Old addresses of notes, from their `aliases`.
//!
//! Whether a page or a file stands there already is not asked here; `output/claim.rs` knows all of them.

use crate::diagnostic::Diagnostic;
use crate::note::slug;
use crate::source::Span;
use crate::wiki::{Entry, NoteId, Redirect, Role, link};

use super::address::slugs;
use super::portable::{hindrance, too_long};

/// Whether an alias is an old address: it has a slash in it, or ends as a page does. All others are names.
pub fn is_old_address(alias: &str) -> bool {
    let lower = alias.trim().to_ascii_lowercase();
    lower.contains('/') || lower.ends_with(".html") || lower.ends_with(".htm")
}

/// Returns the old addresses of all notes; tells those that no file can stand for.
pub(super) fn redirects(entries: &[Entry], diagnostics: &mut Vec<Diagnostic>) -> Vec<Redirect> {
    let mut redirects: Vec<Redirect> = Vec::new();
    for (index, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.has_page) {
        if entry.role == Role::Person {
            continue; // Their aliases are names and addresses, not pages.
        }
        let own = redirects.len();
        for alias in &entry.note.front.aliases {
            let text = alias.text.trim();
            let place = Span::new(&entry.note.path, alias.span.clone());
            let path = if is_old_address(text) {
                match old_address(text, entry.note.folder()) {
                    Ok(path) => path,
                    Err(why) => {
                        let message = format!("`{text}` cannot be an old address: {why}");
                        diagnostics.push(Diagnostic::new("alias/invalid", place, message).help(
                            "write the path that the old page had, such as `/old/page.html`; a name has no slash in it",
                        ));
                        continue;
                    }
                }
            } else {
                match beside(text, entry.note.folder()) {
                    Some(path) => path,
                    None => continue, // A name and no more.
                }
            };
            // Two names of one note may well be one address, or the note's own.
            if path == *entry.url || redirects[own..].iter().any(|known| known.path == path) {
                continue;
            }
            redirects.push(Redirect { path, to: NoteId(index as u32), written: alias.text.clone(), place });
        }
    }
    redirects
}

/// Returns the page that a note of this name would have in a folder.
fn beside(name: &str, folder: &str) -> Option<String> {
    let stem = slug::file(name.strip_suffix(".md").unwrap_or(name));
    let page = format!("{stem}.html");
    if stem.is_empty() || hindrance(&page).is_some() {
        return None;
    }
    Some(if folder.is_empty() { page } else { format!("{}/{page}", slugs(folder)) })
}

/// Returns the file for an old address, letter by letter: a browser asks for exactly that.
///
/// With a slash it is counted from the top of the site, without one from the note's folder.
fn old_address(text: &str, folder: &str) -> Result<String, String> {
    if link::scheme(text).is_some_and(|scheme| text[scheme.len()..].starts_with("://")) || text.starts_with("//") {
        return Err("it is on another site".to_string());
    }
    if text.contains('?') {
        return Err("a file cannot answer to what follows a `?`".to_string());
    }
    if text.contains('#') {
        return Err("what follows a `#` never reaches a server".to_string());
    }
    let decoded = link::decode(text);
    if decoded == text && link::has_escape(text) {
        return Err("its `%` escapes are no text in UTF-8".to_string());
    }
    let folder = if text.contains('/') { String::new() } else { slugs(folder) };
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in decoded.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.pop().is_some() => {}
            ".." => return Err("it leads out of the site".to_string()),
            part => match hindrance(part) {
                Some(why) => return Err(why),
                None => parts.push(part),
            },
        }
    }
    let path = parts.join("/");
    let lower = path.to_ascii_lowercase();
    let path = if path.is_empty() {
        "index.html".to_string()
    } else if lower.ends_with(".html") || lower.ends_with(".htm") {
        path
    } else if let Some(stem) = path.strip_suffix(".md") {
        format!("{stem}.html")
    } else {
        format!("{path}/index.html")
    };
    match too_long(&path) {
        Some(why) => Err(why),
        None => Ok(path),
    }
}
