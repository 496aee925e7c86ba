//! `robots.txt`: whether the search engines of the open web may come in.
//!
//! A request and no door. An intranet says no until it is told otherwise.

use crate::page::Frame;

/// Its path. A crawler looks for it at the top of a host only.
pub(super) const PATH: &str = "robots.txt";

/// Writes it.
pub(super) fn write(frame: &Frame) -> Vec<u8> {
    let mut text = String::from("User-agent: *\n");
    text.push_str(if frame.site.search_engines { "Allow: /\n" } else { "Disallow: /\n" });
    if frame.site.search_engines && !frame.base.is_empty() {
        text.push_str(&format!("\nSitemap: {}\n", frame.whole("sitemap.xml")));
    }
    text.into_bytes()
}
