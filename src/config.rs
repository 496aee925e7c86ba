//! What `site.toml` says, with a sensible value for everything it leaves out.
//!
//! Parsing cannot fail: a key that is wrong keeps its default and becomes a
//! diagnostic, so that all problems are told at once. Whether a named place,
//! theme or folder is there is not asked here; see [`Config::place`].

mod document;
mod forge;
mod keys;
mod levels;
mod read;
mod reader;

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use serde::{Serialize, Serializer};

pub use document::{Entry, Sort, Table, Value, parse_toml};
pub use forge::Forge;
pub use keys::{KEYS, KeyInfo};
pub use levels::{LOWERABLE, Levels};
pub use reader::{Reader, list, one_of};

use crate::source::{FilePath, Span};

/// The configuration of a site. The keys of a table are the fields of a type of their own.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Config {
    /// The site's name.
    pub title: String,
    /// What it is about; may be empty.
    pub description: String,
    /// BCP 47 language tag: `en`.
    pub language: String,
    /// Where the site will stand, without a slash at its end; may be empty.
    pub url: String,
    /// The theme's name.
    pub theme: String,
    /// The line at the foot of every page; may be empty.
    pub footer: String,
    /// `[nav]`
    pub nav: Nav,
    /// `[related]`
    pub related: Related,
    /// `[git]`
    pub git: Git,
    /// `[check]`
    pub check: Levels,
    /// `[markdown]`
    pub markdown: Markdown,
    /// `[output]`
    pub output: OutputConfig,
    /// `[feeds]`
    pub feeds: Feeds,
    /// `[audiences]`: the label of each.
    pub audiences: BTreeMap<String, String>,
    /// `[[sources]]`
    pub sources: Vec<Source>,
    /// What `coach.toml` says beside `site.toml`; empty where there is none. `coach` reads it.
    #[serde(skip)]
    pub coach: Arc<str>,
    /// Where things stand in the file, for messages of later stages.
    #[serde(skip)]
    places: Places,
}

/// What stands in the header.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Nav {
    /// The places in order; empty for the kinds in use. The place of the
    /// first in the file is [`Config::place`] of `nav.items.0`.
    pub items: Vec<NavPlace>,
    /// Whether the tree of contents stands beside every page, where there is room.
    pub tree: bool,
}

/// A place that the header can name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum NavPlace {
    /// `kind:review`: the listing of a kind.
    Kind(String),
    /// `section:guide`: a folder under `content/`, without slashes at its ends.
    Section(String),
    /// `topics` and the other listings: one of [`NavPlace::LISTINGS`].
    Listing(&'static str),
    /// `about.md`: a note, by its path under `content/`.
    Note(String),
}

impl NavPlace {
    /// The listings that are named by a word alone.
    pub const LISTINGS: [&'static str; 7] = ["topics", "systems", "teams", "people", "a-z", "recent", "contents"];
}

impl std::fmt::Display for NavPlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NavPlace::Kind(name) => write!(f, "kind:{name}"),
            NavPlace::Section(path) => write!(f, "section:{path}"),
            NavPlace::Listing(name) => f.write_str(name),
            NavPlace::Note(path) => f.write_str(path),
        }
    }
}

impl Serialize for NavPlace {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Notes that belong together though nobody said so.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Related {
    /// How many of them a note shows at most; 0 for none.
    pub count: usize,
}

/// What the repository adds to notes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Git {
    /// URL where a note can be edited, with `{path}`; may be empty.
    pub edit: String,
    /// URL of a note's history, with `{path}`; may be empty.
    pub history: String,
    /// Whether a note without `authors` takes them from git.
    pub authors: bool,
    /// Whether a note without `date` and `updated` takes them from git.
    pub dates: bool,
}

/// How notes are read.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Markdown {
    /// Whether quotes and dashes become typographic ones.
    pub smart_punctuation: bool,
    /// Whether `$...$` is a formula.
    pub math: bool,
    /// Whether `mermaid` blocks are drawn.
    pub diagrams: bool,
    /// Whether code is coloured.
    pub highlight: bool,
    /// What becomes of HTML in notes.
    pub raw_html: RawHtml,
}

/// What becomes of HTML in notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RawHtml {
    /// What is safe is kept.
    Clean,
    /// It is shown as text.
    Escape,
}

/// What is written, and where.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct OutputConfig {
    /// The folder for the pages, from the site's folder, inside it.
    pub folder: String,
    /// How many notes a page of a list shows: 1 to 1000.
    pub page_size: usize,
    /// Whether the search engines of the open web may list the site.
    pub search_engines: bool,
}

/// What feed readers are given.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Feeds {
    /// Whether there are feeds. They need [`Config::url`] all the same.
    pub enabled: bool,
    /// How many notes a feed has: 1 to 200.
    pub limit: usize,
    /// How much of each note.
    pub content: FeedContent,
}

/// How much of a note stands in a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FeedContent {
    /// Its whole text.
    Full,
    /// Its summary.
    Summary,
}

/// A further folder of notes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Source {
    /// The folder, from the site's folder or absolute.
    pub path: String,
    /// Where its notes stand in the site, without slashes at its ends.
    pub prefix: String,
    /// URL where a note of it can be edited, with `{path}`; may be empty.
    pub edit: String,
    /// URL of a note's history, with `{path}`; may be empty.
    pub history: String,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            title: String::from("Notebook"),
            description: String::new(),
            language: String::from("en"),
            url: String::new(),
            theme: String::from("default"),
            footer: String::new(),
            nav: Nav::default(),
            related: Related { count: 5 },
            git: Git { edit: String::new(), history: String::new(), authors: true, dates: true },
            check: Levels::default(),
            markdown: Markdown {
                smart_punctuation: true,
                math: true,
                diagrams: true,
                highlight: true,
                raw_html: RawHtml::Clean,
            },
            output: OutputConfig { folder: String::from("public"), page_size: 50, search_engines: false },
            feeds: Feeds { enabled: true, limit: 30, content: FeedContent::Full },
            audiences: BTreeMap::new(),
            sources: Vec::new(),
            coach: "".into(),
            places: Places { file: FilePath::from("site.toml"), of: BTreeMap::new() },
        }
    }
}

impl Config {
    /// Returns where the value of a key stands: `theme`, `nav.items.0`, `sources.1.path`.
    ///
    /// The start of the file when the key is not there. Places are not part of
    /// what a config is: two that say the same are equal wherever it stands.
    pub fn place(&self, key: &str) -> Span {
        self.places.of.get(key).cloned().unwrap_or_else(|| Span::new(&self.places.file, 0..0))
    }
}

/// Where values stand. Equal to any other, so that a comment more in the file changes no digest.
#[derive(Clone, Debug)]
struct Places {
    file: FilePath,
    of: BTreeMap<String, Span>,
}

impl PartialEq for Places {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Places {}

impl Hash for Places {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

#[cfg(test)]
mod tests;
