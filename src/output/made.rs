//! What machines read, all of it: which files there are, and each written.
//!
//! Their paths are claimed before anything is written, like those of the pages.
//! Everything here is made from what the audience may see, as the pages are.

use std::collections::BTreeSet;

use super::{Edition, File, app, feed, llms, markdown, open_data, opensearch, robots, sitemap};
use crate::page::{Frame, MANIFEST, OPENSEARCH, feeds};
use crate::source::FilePath;
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

/// Returns the files, but for those that have no path of their own. `findable` is how many pages one may look for.
pub fn files(wiki: &Wiki, frame: &Frame, findable: usize, kept: &BTreeSet<String>) -> Vec<File> {
    let mut files = Vec::with_capacity(kept.len());
    let mut add = |path: &str, write: Box<Write>| {
        if kept.contains(path) {
            files.push(File::made(path, move |edition| Ok(write(edition))));
        }
    };
    for (id, path) in markdown::notes(wiki) {
        add(
            &path,
            Box::new(move |edition| markdown::file(&edition.matter.wiki, &edition.matter.frame, id).into_bytes()),
        );
    }
    for page in frame.feeds.keys() {
        let (atom, json) = feeds::addresses(page);
        let own = page.clone();
        add(&atom, Box::new(move |edition| feed::as_atom(edition, &own)));
        let own = page.clone();
        add(&json, Box::new(move |edition| feed::as_json(edition, &own)));
    }
    add(open_data::PATH, Box::new(|edition| open_data::write(&edition.matter.wiki, &edition.matter.frame)));
    add(open_data::SCHEMA, Box::new(|_| open_data::schema()));
    add(MANIFEST, Box::new(|edition| app::write(&edition.matter.frame, &edition.theme)));
    add(robots::PATH, Box::new(|edition| robots::write(&edition.matter.frame)));
    add(llms::PATH, Box::new(|edition| llms::write(&edition.matter.wiki, &edition.matter.frame)));
    add(OPENSEARCH, Box::new(|edition| opensearch::write(&edition.matter.frame)));
    if !frame.base.is_empty() {
        for path in sitemap::paths(findable) {
            let own = path.clone();
            add(&path, Box::new(move |edition| sitemap::write(edition, &own)));
        }
    }
    files
}

type Write = dyn Fn(&Edition) -> Vec<u8> + Send + Sync;
