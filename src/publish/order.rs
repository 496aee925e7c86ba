//! In which order files are put into place.
//!
//! Goes by names and, for redirects, by a look into small pages; it never
//! reads the disk.

use crate::source::Bytes;

/// When a file is put into place: first what others refer to, so that a
/// reader in the middle of it never meets a link to nothing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Order {
    /// Styles, scripts, images, search data: whatever a page loads.
    Asset,
    /// Pages that were not there: nothing links to them yet.
    NewPage,
    /// Pages that were there, which may now link to the new ones.
    Page,
    /// Redirects, lists, feeds, the site map and the open data: they name pages of all sorts.
    Index,
}

/// Says when a file is put into place; `exists` tells whether something stands there.
pub(super) fn order(path: &str, bytes: &Bytes, exists: bool) -> Order {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("xml" | "ics") => Order::Index,
        _ if matches!(name, "notes.json" | "llms.txt") || name.ends_with("feed.json") => Order::Index,
        // A note's Markdown links to that of others, as pages do.
        Some("md") if exists => Order::Page,
        Some("md") => Order::NewPage,
        Some("html") if name == "index.html" || redirects(bytes) => Order::Index,
        Some("html") if exists => Order::Page,
        Some("html") => Order::NewPage,
        _ => Order::Asset,
    }
}

/// Only small files are looked at: a redirect is little more than its target.
fn redirects(bytes: &Bytes) -> bool {
    const MARK: &[u8] = b"http-equiv=\"refresh\"";
    match bytes {
        Bytes::Memory(bytes) => bytes.len() < 2048 && bytes.windows(MARK.len()).any(|window| window == MARK),
        Bytes::File { .. } => false,
    }
}
