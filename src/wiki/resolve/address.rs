//! The page of each note and each folder, and notes that want the same one.
//!
//! Knows paths only; what a note says decides no address.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::note::slug;
use crate::source::{Asset, Span};

use crate::wiki::Entry;

/// Pages that every site has, and that links may name.
pub(super) const FIXED: [&str; 4] = ["a-z.html", "recent.html", "contents.html", "kinds/index.html"];

/// Returns the page of a folder.
pub(super) fn address(folder: &str) -> String {
    if folder.is_empty() { "index.html".to_string() } else { format!("{}/index.html", slugs(folder)) }
}

pub(super) fn slugs(path: &str) -> String {
    path.split('/').map(slug::file).collect::<Vec<_>>().join("/")
}

/// Tells notes and assets that want one address; the first in order keeps it.
pub(super) fn refuse_conflicts(entries: &mut [Entry], assets: &[Asset], diagnostics: &mut Vec<Diagnostic>) {
    let mut taken: HashMap<String, Arc<str>> = HashMap::new();
    for asset in assets {
        taken.insert(asset.at.to_lowercase(), Arc::clone(&asset.path));
    }
    for name in FIXED.iter().chain(&["404.html"]) {
        taken.insert((*name).to_string(), Arc::from("a page of every site"));
    }
    for entry in entries.iter_mut().filter(|entry| entry.has_page) {
        let path = Arc::clone(&entry.note.path);
        match taken.get(&entry.url.to_lowercase()) {
            Some(first) => {
                let mut found = Diagnostic::new(
                    "page/conflict",
                    Span::new(&path, 0..0),
                    format!("`{}` is already the page of `{first}`", entry.url),
                )
                .help("rename one of the two files");
                if !first.starts_with("a page") {
                    found = found.other(Span::new(first, 0..0), "this one came first");
                }
                diagnostics.push(found);
                entry.has_page = false;
            }
            None => {
                taken.insert(entry.url.to_lowercase(), path);
            }
        }
    }
}
