//! `llms.txt`: where a language model finds the notes as Markdown.
//!
//! The form is that of llmstxt.org: a title, a summary, and lists of links. It stays
//! small however large the site is; `notes.json` has the rest.

use std::fmt::Write;

use super::{markdown, open_data};
use crate::page::{Frame, markdown_url};
use crate::wiki::section::newest_first;
use crate::wiki::{NoteId, Wiki};

/// Its path.
pub(super) const PATH: &str = "llms.txt";

/// How many notes of each kind it names.
const MOST: usize = 40;

/// How long a summary may be, in letters.
const SUMMARY: usize = 160;

/// Writes it.
pub(super) fn write(wiki: &Wiki, frame: &Frame) -> Vec<u8> {
    let site = &frame.site;
    let mut out = String::from("# ");
    markdown::escape(&mut out, &site.title);
    out.push('\n');
    if !site.description.is_empty() {
        out.push_str("\n> ");
        markdown::escape(&mut out, &site.description);
        out.push('\n');
    }
    let mut all: Vec<NoteId> = wiki.listed().filter(|(_, entry)| entry.has_page).map(|(id, _)| id).collect();
    newest_first(&mut all, &wiki.notes);
    for kind in &site.kinds {
        let of_kind: Vec<NoteId> = all.iter().copied().filter(|id| wiki.entry(*id).kind.name == kind.name).collect();
        if of_kind.is_empty() {
            continue;
        }
        out.push_str("\n## ");
        markdown::escape(&mut out, &kind.plural);
        out.push_str("\n\n");
        for id in of_kind.iter().take(MOST) {
            let entry = wiki.entry(*id);
            link(&mut out, &entry.title, &frame.whole(&markdown_url(&entry.url)), &cut(&wiki.summary(*id)));
        }
    }
    // By the form this name is a sign: what follows may be left out where there is no room.
    out.push_str("\n## Optional\n\n");
    let words = |key: &str| frame.word(key).to_string();
    link(&mut out, &words("data_title"), &frame.whole(open_data::PATH), &words("data_about"));
    link(&mut out, &words("contents_title"), &frame.whole("contents.html"), &words("contents_lead"));
    link(&mut out, &words("az_title"), &frame.whole("a-z.html"), &words("az_lead"));
    out.into_bytes()
}

fn link(out: &mut String, title: &str, url: &str, about: &str) {
    out.push_str("- [");
    markdown::escape(out, title);
    let _ = write!(out, "]({url})");
    if !about.is_empty() {
        out.push_str(": ");
        markdown::escape(out, about);
    }
    out.push('\n');
}

/// Returns a summary, cut between words where it is long.
fn cut(text: &str) -> String {
    let whole = super::opensearch::short(text, SUMMARY);
    if whole.len() < text.len() { format!("{whole} …") } else { whole }
}
