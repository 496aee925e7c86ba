//! Where a file can be edited and its history read: on the forge of the repository it comes from.

use super::{Git, Source};
use crate::note::dest::encode;

/// The patterns of all content folders.
#[derive(Clone, Debug)]
pub struct Forge {
    git: Git,
    sources: Vec<Source>,
}

impl Forge {
    /// Takes the patterns of the site's own content and of its sources.
    pub fn new(git: &Git, sources: &[Source]) -> Self {
        Forge { git: git.clone(), sources: sources.to_vec() }
    }

    /// Returns the URLs at which a file can be edited and its history read, by its path as
    /// messages show it; empty where there is none.
    ///
    /// A source is another repository: the site's own patterns never lead there.
    pub fn urls(&self, path: &str) -> (String, String) {
        let below =
            |source: &Source| path.strip_prefix(source.path.trim_end_matches('/'))?.strip_prefix('/').map(encode);
        let of = self.sources.iter().filter_map(|source| Some((source, below(source)?)));
        let (edit, history, path) = match of.min_by_key(|(_, below)| below.len()) {
            Some((source, below)) => (&source.edit, &source.history, below),
            None => (&self.git.edit, &self.git.history, encode(path)),
        };
        (edit.replace("{path}", &path), history.replace("{path}", &path))
    }
}
