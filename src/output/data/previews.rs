//! What a link shows of the page it leads to, before one goes there.
//!
//! `data/previews-N.js` maps addresses from the site's root to `[kind, hue, title,
//! summary, date, {anchor: [heading, excerpt]}]`. An address stands in the file
//! whose number is its FNV-1a hash modulo `site.previews`, the number of files,
//! which is a power of two. A script computes it so:
//!
//! ```js
//! var h = 2166136261;
//! new TextEncoder().encode(url).forEach(function (byte) { h = Math.imul(h ^ byte, 16777619); });
//! var file = "previews-" + ((h >>> 0) % previews);
//! ```
//!
//! Addresses are spread by hash and not by folder, so that an edit changes one
//! small file, and a folder that grows never moves another's addresses.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{path, script};
use crate::output::Edition;
use crate::page::preview::{self, Preview};

type Row<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str, BTreeMap<&'a str, (&'a str, &'a str)>);

/// Returns the paths of so many files.
pub fn paths(shards: usize) -> impl Iterator<Item = Arc<str>> {
    (0..shards).map(|number| path(&name(number)))
}

/// Writes one of so many files.
pub fn write(edition: &Edition, number: usize, shards: usize) -> Vec<u8> {
    let previews = preview::previews(&edition.matter, &edition.pages, &|url| shard(url, shards) == number);
    let rows: BTreeMap<&str, Row> = previews.iter().map(|preview| (preview.url.as_str(), row(preview))).collect();
    script(&name(number), &rows)
}

fn name(number: usize) -> String {
    format!("previews-{number}")
}

fn row(preview: &Preview) -> Row<'_> {
    let sections =
        preview.sections.iter().map(|one| (one.anchor.as_str(), (one.heading.as_str(), one.excerpt.as_str())));
    (&preview.kind, &preview.hue, &preview.title, &preview.summary, &preview.date, sections.collect())
}

/// Returns the number of the file that an address stands in.
fn shard(url: &str, shards: usize) -> usize {
    fnv1a(url.as_bytes()) as usize % shards
}

/// The 32-bit FNV-1a hash (Fowler, Noll, Vo: draft-eastlake-fnv, section 2), which a script computes in one line.
fn fnv1a(bytes: &[u8]) -> u32 {
    bytes.iter().fold(2_166_136_261, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(16_777_619))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_its_authors() {
        // From the test vectors of the draft, appendix C.
        assert_eq!([b"".as_slice(), b"a", b"foobar"].map(fnv1a), [0x811c_9dc5, 0xe40c_292c, 0xbf9c_f968]);
    }
}
