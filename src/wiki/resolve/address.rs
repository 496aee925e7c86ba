//! The page of each folder.
//!
//! Knows paths only; that two want the same page is for `output/claim.rs` to find.

use crate::note::slug;

/// Returns the page of a folder.
pub(super) fn address(folder: &str) -> String {
    if folder.is_empty() { "index.html".to_string() } else { format!("{}/index.html", slugs(folder)) }
}

pub(super) fn slugs(path: &str) -> String {
    path.split('/').map(slug::file).collect::<Vec<_>>().join("/")
}
