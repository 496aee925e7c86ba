//! Follows every internal link of a written folder and finds those that lead nowhere.
//!
//! Reads only what stands on the disk, and resolves links with a browser's own
//! rules; where the build believes a link to lead is never asked.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;
use url::Url;

use super::page::{Page, Text};

/// What a walk through a folder found.
pub struct Crawl {
    /// The pages by their path in the folder.
    pub pages: BTreeMap<String, Page>,
    /// How many internal links were followed, those shown as words included.
    pub links: usize,
    /// Those that lead nowhere.
    pub dead: Vec<Dead>,
}

/// A link that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dead {
    /// The page it stands on.
    pub page: String,
    /// Which text of that page it stands in.
    pub text: usize,
    /// Why it is dead.
    pub why: Why,
}

/// Why a link is dead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// There is no such file; the link as written.
    File(String),
    /// The page is there, and nothing in it is called this; and the link as written.
    Anchor(String, String),
    /// The page itself says that nothing is there, after these words.
    Told(String),
}

/// The page that servers show at any depth: with a `url` in `site.toml` its links begin at the top of the host.
const MISSING: &str = "404.html";

/// Reads every page of a folder, but for files that the build only copied, and follows its links.
///
/// `top` is where the site stands on its host, `/some/sub/`; empty where it does not know.
pub fn crawl(folder: &Path, copied: &dyn Fn(&str) -> bool, top: &str) -> Crawl {
    let folder = fs::canonicalize(folder).expect("the output is there");
    let mut pages = BTreeMap::new();
    for path in html_files(&folder) {
        let name =
            path.strip_prefix(&folder).expect("it was found there").to_str().expect("ours are UTF-8").to_string();
        if !copied(&name) {
            pages.insert(name, Page::parse(&fs::read_to_string(&path).expect("a page is readable UTF-8")));
        }
    }
    let mut crawl = Crawl { links: 0, dead: Vec::new(), pages: BTreeMap::new() };
    for (name, page) in &pages {
        let base = Url::from_file_path(folder.join(name)).expect("the folder's path is absolute");
        let dead = |text, why| Dead { page: name.clone(), text, why };
        for link in &page.links {
            let from_top = link.written.strip_prefix(top).filter(|_| name == MISSING && !top.is_empty());
            let written = from_top.unwrap_or(&link.written);
            let Some(found) = follow(&folder, &base, written, page.texts[link.text] == Text::Frame, &pages) else {
                continue;
            };
            crawl.links += 1;
            crawl.dead.extend(found.err().map(|why| dead(link.text, why)));
        }
        crawl.links += page.told.len();
        crawl.dead.extend(page.told.iter().map(|told| dead(told.text, Why::Told(told.words.clone()))));
    }
    crawl.pages = pages;
    crawl
}

/// Follows a link. `None` when it leads to another site.
fn follow(
    folder: &Path,
    base: &Url,
    written: &str,
    frame: bool,
    pages: &BTreeMap<String, Page>,
) -> Option<Result<(), Why>> {
    let nowhere = || Some(Err(Why::File(written.to_string())));
    // An empty address asks for the page itself: nobody writes a link for that.
    if written.is_empty() {
        return nowhere();
    }
    let Ok(url) = base.join(written) else { return nowhere() };
    if url.scheme() != "file" || url.host().is_some() {
        return None;
    }
    let Ok(path) = url.to_file_path() else { return nowhere() };
    // A folder opens no page from the disk, and a way out of the folder is no way at all.
    let Some(name) = path.strip_prefix(folder).ok().filter(|_| path.is_file()) else { return nowhere() };
    let fragment = url.fragment().filter(|fragment| !fragment.is_empty() && !fragment.starts_with(":~:"));
    let page = pages.get(name.to_str().expect("ours are UTF-8"));
    if let (Some(fragment), Some(page)) = (fragment, page) {
        let decoded = percent_decode_str(fragment).decode_utf8_lossy().into_owned();
        let known = |id: &str| page.anchors.contains(id) || (frame && page.parts.contains(id));
        if !known(fragment) && !known(&decoded) && !decoded.eq_ignore_ascii_case("top") {
            return Some(Err(Why::Anchor(decoded, written.to_string())));
        }
    }
    Some(Ok(()))
}

/// Returns where a link of a page leads, as a path in the folder.
pub fn leads_to(page: &str, written: &str) -> String {
    let root = Url::parse("file:///").expect("it is written here");
    let url = root.join(page).and_then(|base| base.join(written)).expect("the crawl followed it before");
    percent_decode_str(url.path().trim_start_matches('/')).decode_utf8_lossy().into_owned()
}

fn html_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the output can be read") {
        let path = entry.expect("an entry of the output can be read").path();
        if path.is_dir() {
            found.extend(html_files(&path));
        } else if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("html")) {
            found.push(path);
        }
    }
    found
}
