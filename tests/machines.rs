//! What machines read: feeds, site map, open data, Markdown, and the small files that browsers and crawlers ask for.
//!
//! Judged by other people's readers where there are some. What must never stand in
//! any of them is in `promises.rs`.

mod data;
mod feeds;
mod files;
mod markdown;

use std::path::Path;
use std::sync::Arc;

use candor::audience::Audience;
use candor::cli::site::{self, Request};
use candor::date::Date;
use candor::pipeline::{self, Build, Memo};

use crate::site::{self as helper, Site};

/// Where the tests' sites stand.
const BASE: &str = "https://wiki.brindlemoor.example/notes/";

/// A site that knows its URL, with more notes and configuration.
fn site_with(toml: &str, more: &[(&str, &str)]) -> Site {
    let toml = format!("title = \"Tiny & <true>\"\nurl = \"{BASE}\"\n{toml}");
    let mut files = vec![("site.toml", toml.as_str())];
    files.extend(more);
    Site::of(&files)
}

/// The project's own wiki.
fn own_wiki() -> Build {
    wiki_in(Path::new(env!("CARGO_MANIFEST_DIR")))
}

fn wiki_in(folder: &Path) -> Build {
    let today = Date::parse("2026-11-24").expect("it is a date");
    let request = Request { audience: Audience::default(), today, strict: false };
    let mut opened = site::open(folder, request).expect("the site can be read");
    if opened.site.config.url.is_empty() {
        Arc::make_mut(&mut opened.site.config).url = BASE.trim_end_matches('/').to_string();
    }
    pipeline::build(&opened.site, &mut Memo::forgetful())
}

/// The folder of a wiki that is named by hand, to be judged like the project's own.
fn by_hand() -> Option<Build> {
    std::env::var_os("CANDOR_MACHINES_SITE").map(|folder| wiki_in(Path::new(&folder)))
}

/// Returns the files of a build that are text.
fn texts(build: &Build) -> impl Iterator<Item = (String, String)> {
    helper::texts(build).into_iter()
}

fn is_there(build: &Build, path: &str) -> bool {
    build.output(path).is_some()
}
