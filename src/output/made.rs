//! What machines read, all of it: which files there are, and each written.
//!
//! Their paths are claimed before anything is written, like those of the pages.
//! Everything here is made from what the audience may see, as the pages are.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Output, app, feed, llms, markdown, open_data, opensearch, robots, sitemap};
use crate::config::Config;
use crate::page::body::{Circled, Filled};
use crate::page::{Frame, MANIFEST, OPENSEARCH, Page};
use crate::source::{Bytes, FilePath};
use crate::theme::Theme;
use crate::wiki::Wiki;
use crate::wiki::link::fold_path;

/// A file that is made of notes and is no page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Its path in the output.
    pub path: String,
    /// The note that it is made of; nothing where it is made of several.
    pub of: Option<FilePath>,
}

/// Results of earlier builds.
pub struct Memo(feed::Memo);

impl Memo {
    /// Makes one that keeps results, or one that does not.
    pub fn new(keeps: bool) -> Self {
        Memo(feed::Memo::new(keeps))
    }
}

/// What the files are made from.
pub struct Material<'a> {
    /// The notes.
    pub wiki: &'a Wiki,
    /// What pages share.
    pub frame: &'a Frame,
    /// `site.toml`.
    pub config: &'a Config,
    /// The theme.
    pub theme: &'a Theme,
    /// Every page that has its address.
    pub pages: &'a [Page],
    /// The notes' texts.
    pub bodies: &'a [Filled],
    /// Notes that stand in themselves.
    pub circled: &'a Circled,
}

/// Returns the files that are wanted. `pages` is how many pages there are at most.
pub fn wanted(wiki: &Wiki, frame: &Frame, pages: usize) -> Vec<Made> {
    let mut paths = vec![open_data::PATH.to_string(), open_data::SCHEMA.to_string(), MANIFEST.to_string()];
    // A site's own file of these names takes the place of ours: whoever writes one means it.
    let own: BTreeSet<String> = wiki.assets.iter().map(|asset| fold_path(&asset.at)).collect();
    let replaceable = [robots::PATH, llms::PATH].into_iter().filter(|path| !own.contains(*path));
    paths.extend(replaceable.map(String::from));
    if !frame.base.is_empty() {
        paths.push(OPENSEARCH.to_string());
        paths.extend(sitemap::paths(pages));
    }
    paths.extend(feed::paths(frame));
    let mut made: Vec<Made> = paths.into_iter().map(|path| Made { path, of: None }).collect();
    made.extend(markdown::notes(wiki).map(|(id, path)| {
        let of = Some(FilePath::clone(&wiki.entry(id).note.path));
        Made { path, of }
    }));
    made
}

/// Writes the files, but for those that have no path of their own.
pub fn outputs(material: &Material<'_>, kept: &BTreeSet<String>, memo: &mut Memo) -> Vec<Output> {
    let Material { wiki, frame, config, theme, pages, bodies, circled } = material;
    let mut outputs =
        markdown::outputs(wiki, frame, markdown::notes(wiki).filter(|(_, path)| kept.contains(path)).collect());
    outputs.extend(feed::outputs(&feed::Material { wiki, frame, config, bodies, circled }, &mut memo.0));
    let mut add = |path: &str, write: &dyn Fn() -> Vec<u8>| {
        if kept.contains(path) {
            outputs.push(output(path, write()));
        }
    };
    add(open_data::PATH, &|| open_data::write(wiki, frame));
    add(open_data::SCHEMA, &open_data::schema);
    add(MANIFEST, &|| app::write(frame, theme));
    add(robots::PATH, &|| robots::write(frame));
    add(llms::PATH, &|| llms::write(wiki, frame));
    add(OPENSEARCH, &|| opensearch::write(frame));
    if !frame.base.is_empty() {
        let maps = sitemap::write(frame, &sitemap::addresses(wiki, frame, pages));
        outputs.extend(maps.into_iter().map(|(path, bytes)| output(&path, bytes)));
    }
    outputs.retain(|output| kept.contains(&*output.path));
    outputs
}

fn output(path: &str, bytes: Vec<u8>) -> Output {
    Output { path: path.into(), bytes: Bytes::Memory(Arc::from(bytes)) }
}
