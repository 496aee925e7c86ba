//! Each note's Markdown beside its page: the text as its author wrote it, under fields made anew.
//!
//! Nothing stands here that the page does not say: the fields come from
//! [`NoteData`], and of the text what no page shows is left out. Links lead to
//! the Markdown of other notes, so that a folder of these files is a wiki too.

mod fields;
mod text;

use crate::page::{Frame, data, markdown_url};
use crate::wiki::{NoteId, Wiki};
pub(super) use text::escape;

/// Returns the notes that have a page, and so their Markdown.
pub(super) fn notes(wiki: &Wiki) -> impl Iterator<Item = (NoteId, String)> + '_ {
    wiki.entries().filter(|(_, entry)| entry.has_page).map(|(id, entry)| (id, markdown_url(&entry.url)))
}

/// Returns one note as Markdown.
pub(super) fn file(wiki: &Wiki, frame: &Frame, id: NoteId) -> String {
    let entry = wiki.entry(id);
    let mut out = String::with_capacity(entry.note.text.len() + 512);
    out.push_str("---\n");
    fields::fields(&mut out, frame, &data::note(wiki, frame, id), entry);
    // In place of the heading that became the page's title: what else stands in it the page does not show.
    out.push_str("---\n\n# ");
    escape(&mut out, &entry.title);
    out.push_str("\n\n");
    let mut text = String::with_capacity(entry.note.text.len() + 64);
    text::text(&mut text, wiki, frame, entry);
    out.push_str(text.trim_start_matches(['\r', '\n']).trim_end());
    if out.contains('\r') {
        // Most likely the whole note has them; the fields above have not.
        out = out.replace("\r\n", "\n");
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// Returns the way from one file to another, both by their path from the root.
fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let parts: Vec<&str> = to.split('/').collect();
    // The last part of each is the file itself.
    let shared = from[..from.len() - 1].iter().zip(&parts[..parts.len() - 1]).take_while(|(a, b)| a == b).count();
    "../".repeat(from.len() - 1 - shared) + &parts[shared..].join("/")
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn the_way_between_two_files_goes_up_no_further_than_it_must() {
        for (from, to, way) in [
            ("a.md", "b.md", "b.md"),
            ("x/a.md", "x/b.md", "b.md"),
            ("x/y/a.md", "x/z/b.md", "../z/b.md"),
            ("x/a.md", "b.md", "../b.md"),
            ("a.md", "x/a.md", "x/a.md"),
            ("x/a.md", "x", "../x"),
        ] {
            assert_eq!(relative(from, to), way);
        }
    }
}
