//! `sitemap.xml`: every page, for the search engine of an intranet.
//!
//! Gives a day for notes alone: a list changes whenever something is filed under
//! it, and a wrong day is worse than none.

use std::collections::HashMap;

use super::xml;
use crate::date::Date;
use crate::page::view::PageView;
use crate::page::{Frame, Page};
use crate::wiki::Wiki;

/// The most addresses that one file may have, by the protocol.
const MOST: usize = 50_000;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// A page, and when it last changed.
type Address = (String, Option<Date>);

/// Returns the pages that may be found.
pub(super) fn addresses(wiki: &Wiki, frame: &Frame, pages: &[Page]) -> Vec<Address> {
    let changed: HashMap<&str, Date> = wiki
        .listed()
        .filter_map(|(_, entry)| {
            let written = entry.date.as_ref().map(crate::date::Moment::date);
            Some((&*entry.url, entry.updated.or(written)?))
        })
        .collect();
    let found = pages.iter().filter(|page| !matches!(page.view, PageView::Redirect(_) | PageView::Missing(_)));
    let mut found: Vec<Address> = found
        .map(|page| {
            let url = page.frame.url.as_str();
            (frame.whole(url), changed.get(url).copied())
        })
        .collect();
    found.sort();
    found
}

/// Returns how many files so many addresses need.
pub(super) fn paths(addresses: usize) -> Vec<String> {
    let parts = addresses.div_ceil(MOST);
    let mut paths = vec!["sitemap.xml".to_string()];
    if parts > 1 {
        paths.extend((1..=parts).map(|n| format!("sitemap-{n}.xml")));
    }
    paths
}

/// Writes the site map; more than one file can hold stand in several, with an index of them.
pub(super) fn write(frame: &Frame, addresses: &[Address]) -> Vec<(String, Vec<u8>)> {
    write_in_parts(frame, addresses, MOST)
}

fn write_in_parts(frame: &Frame, addresses: &[Address], most: usize) -> Vec<(String, Vec<u8>)> {
    let parts: Vec<&[Address]> = addresses.chunks(most).collect();
    let name = "sitemap.xml".to_string();
    if let [] | [_] = parts.as_slice() {
        return vec![(name, part(addresses))];
    }
    let mut files: Vec<(String, Vec<u8>)> =
        parts.iter().enumerate().map(|(n, addresses)| (format!("sitemap-{}.xml", n + 1), part(addresses))).collect();
    let index = xml::document("sitemapindex", NAMESPACE, |writer| {
        files.iter().try_for_each(|(path, _)| {
            xml::group(writer, "sitemap", |writer| xml::element(writer, "loc", &frame.whole(path)))
        })
    });
    files.push((name, index));
    files
}

fn part(addresses: &[Address]) -> Vec<u8> {
    xml::document("urlset", NAMESPACE, |writer| {
        addresses.iter().try_for_each(|(url, changed)| {
            xml::group(writer, "url", |writer| {
                xml::element(writer, "loc", url)?;
                changed.map_or(Ok(()), |day| xml::element(writer, "lastmod", &day.to_string()))
            })
        })
    })
}
