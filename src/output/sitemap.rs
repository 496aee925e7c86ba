//! `sitemap.xml`: every page, for the search engine of an intranet.
//!
//! Gives a day for notes alone: a list changes whenever something is filed under
//! it, and a wrong day is worse than none. Pages to be printed are never in it.

use std::collections::HashMap;

use super::{Edition, xml};
use crate::date::Date;
use crate::page::{Frame, Page};
use crate::wiki::Wiki;

/// The most addresses that one file may have, by the protocol.
const MOST: usize = 50_000;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// A page, and when it last changed.
type Address = (String, Option<Date>);

/// Returns the pages that may be found.
fn addresses(wiki: &Wiki, frame: &Frame, pages: &[Page]) -> Vec<Address> {
    let changed: HashMap<&str, Date> = wiki
        .listed()
        .filter_map(|(_, entry)| {
            let written = entry.date.as_ref().map(crate::date::Moment::date);
            Some((&*entry.url, entry.updated.or(written)?))
        })
        .collect();
    // What is printed together is a copy of pages that stand here by themselves.
    let found = pages.iter().filter(|page| page.findable);
    let mut found: Vec<Address> =
        found.map(|page| (frame.whole(&page.url), changed.get(page.url.as_str()).copied())).collect();
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

/// Writes a file of the site map; more than one can hold stand in several, with an index of them.
pub(super) fn write(edition: &Edition, path: &str) -> Vec<u8> {
    let (wiki, frame) = (&edition.matter.wiki, &edition.matter.frame);
    let files = write_in_parts(&frame.base, &addresses(wiki, frame, &edition.pages), MOST);
    files.into_iter().find(|(name, _)| name == path).map(|(_, bytes)| bytes).unwrap_or_default()
}

fn write_in_parts(base: &str, addresses: &[Address], most: usize) -> Vec<(String, Vec<u8>)> {
    let parts: Vec<&[Address]> = addresses.chunks(most).collect();
    let name = "sitemap.xml".to_string();
    if let [] | [_] = parts.as_slice() {
        return vec![(name, part(addresses))];
    }
    let mut files: Vec<(String, Vec<u8>)> =
        parts.iter().enumerate().map(|(n, addresses)| (format!("sitemap-{}.xml", n + 1), part(addresses))).collect();
    let index = xml::document("sitemapindex", NAMESPACE, |writer| {
        files.iter().try_for_each(|(path, _)| {
            xml::group(writer, "sitemap", |writer| xml::element(writer, "loc", &format!("{base}{path}")))
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

#[cfg(test)]
mod tests {
    use super::{paths, write_in_parts};

    #[test]
    fn what_one_file_cannot_hold_stands_in_several_with_an_index() {
        let addresses: Vec<_> = (0..5).map(|n| (format!("https://w.example/{n}.html"), None)).collect();
        let files = write_in_parts("https://w.example/", &addresses, 2);
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]);
        let text = |n: usize| String::from_utf8(files[n].1.clone()).expect("it is UTF-8");
        let pages: usize = (0..3).map(|n| text(n).matches("<url><loc>").count()).sum();
        assert_eq!((pages, text(3).matches("<sitemap><loc>https://w.example/sitemap-").count()), (5, 3));
        assert!(text(2).contains("/4.html") && text(3).contains("<sitemapindex xmlns="), "{}", text(3));
        assert_eq!(write_in_parts("https://w.example/", &addresses, 5).len(), 1);
        assert_eq!(paths(50_000), ["sitemap.xml"]);
        assert_eq!(paths(50_001), ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]);
    }
}
