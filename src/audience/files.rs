//! Which assets are hidden because of the notes that show them.
//!
//! A hidden note is taken at its widest: whatever its links might mean is
//! hidden. A shown note is taken at its word: only the file that the resolver
//! would give it counts as shown. An asset that no note speaks of is published.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::note::Note;
use crate::note::dest::{bare_name, decode, fold, join, named_paths, spellings, split};
use crate::note::markdown::{Link, LinkSort};
use crate::source::Asset;

/// Returns the places of the assets that `hidden` notes may show and no `shown` note does.
pub fn hidden(assets: &[Asset], shown: &[Arc<Note>], hidden: &[Arc<Note>]) -> HashSet<Arc<str>> {
    if assets.is_empty() || hidden.is_empty() {
        return HashSet::new();
    }
    let files = Files::new(assets);
    let possible = |note: &Arc<Note>| -> Vec<usize> {
        let links = note.body.links.iter().map(|link| &link.dest).chain(&note.body.html_words);
        links.flat_map(|dest| files.possible(note.folder(), dest)).collect()
    };
    let mut found: HashSet<usize> = hidden.par_iter().flat_map_iter(possible).collect();
    if !found.is_empty() {
        for number in referred(&files, shown) {
            found.remove(&number);
        }
    }
    found.into_iter().map(|number| Arc::clone(&assets[number].at)).collect()
}

/// Returns the places of the assets that these notes show.
pub fn shown(assets: &[Asset], notes: &[Arc<Note>]) -> HashSet<Arc<str>> {
    let files = Files::new(assets);
    referred(&files, notes).into_iter().map(|number| Arc::clone(&assets[number].at)).collect()
}

fn referred(files: &Files, notes: &[Arc<Note>]) -> HashSet<usize> {
    let meant = |note: &Arc<Note>| -> Vec<usize> {
        note.body.links.iter().filter_map(|link| files.meant(note.folder(), link)).collect()
    };
    notes.par_iter().flat_map_iter(meant).collect()
}

/// Assets by their folded paths and names.
struct Files {
    paths: HashMap<String, usize>,
    names: HashMap<String, Vec<usize>>,
}

impl Files {
    fn new(assets: &[Asset]) -> Self {
        let mut files = Files { paths: HashMap::new(), names: HashMap::new() };
        for (number, asset) in assets.iter().enumerate() {
            // Of two that differ in case alone the resolver, too, takes the first.
            files.paths.entry(fold(&asset.at)).or_insert(number);
            files.names.entry(bare_name(&asset.at)).or_default().push(number);
        }
        files
    }

    fn path(&self, path: &str) -> Option<usize> {
        spellings(path).find_map(|path| self.paths.get(&path).copied())
    }

    /// The asset that `wiki/resolve.rs` would give this link.
    fn meant(&self, folder: &str, link: &Link) -> Option<usize> {
        let dest = link.dest.trim();
        if matches!(link.sort, LinkSort::Wiki | LinkSort::Embed) {
            let (name, _) = split(dest);
            return named_paths(name, folder).find_map(|path| self.path(&path));
        }
        let (path, _) = join(folder, dest)?;
        self.path(&path).or_else(|| match self.names.get(&bare_name(&path)).map(Vec::as_slice) {
            Some([one]) if link.sort == LinkSort::Image => Some(*one),
            _ => None,
        })
    }

    /// Every asset that a destination might mean, by any rule there is and whatever sort of link it stands in.
    fn possible(&self, folder: &str, dest: &str) -> Vec<usize> {
        let (name, _) = split(dest.trim());
        let name = name.split('?').next().unwrap_or_default();
        let name = decode(name);
        let named = self.names.get(&bare_name(&name)).into_iter().flatten().copied();
        let joined = join(folder, &name).map(|(path, _)| path);
        let whole = name.trim_start_matches('/').to_string();
        named.chain(joined.into_iter().chain([whole]).filter_map(|path| self.path(&path))).collect()
    }
}
