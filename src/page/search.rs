//! The page where one looks for a note: without a script, every way to get at one.
//!
//! Knows no words of notes; finding them as one types is the script's.

use crate::wiki::taxonomy::Taxonomy;

use super::index::{kind_entries, most_used};
use super::view::{IndexEntry, Link, PageView, SearchView};
use super::{Matter, Page, Sheet};

/// The page's address.
const URL: &str = "search.html";

/// How many topics it names.
const TOPICS: usize = 24;

/// Returns the page. `letters` lead to the titles that begin with them.
pub(super) fn page(letters: Vec<Link>) -> Page {
    Page::new(URL, move |matter| sheet(matter, &letters))
}

fn sheet(matter: &Matter, letters: &[Link]) -> Sheet {
    let Matter { wiki, frame, .. } = matter;
    let entry = |word: &str, url: &str, count: usize| IndexEntry {
        title: frame.word(word).to_string(),
        url: url.to_string(),
        count: frame.words.number(count),
        about: String::new(),
        kind: None,
    };
    let mut lists = vec![entry("az_title", "a-z.html", wiki.listed().count())];
    for taxonomy in Taxonomy::ALL {
        let terms = wiki.terms.terms(taxonomy).len();
        if terms > 0 {
            let folder = taxonomy.folder();
            lists.push(entry(&format!("{folder}_title"), &format!("{folder}/index.html"), terms));
        }
    }
    let public = wiki.people.values().filter(|person| person.url.is_some()).count();
    if public > 0 {
        lists.push(entry("people_title", "people/index.html", public));
    }
    let view = SearchView {
        title: frame.word("search_title").to_string(),
        lead: frame.word("search_lead").to_string(),
        letters: letters.to_vec(),
        lists,
        kinds: kind_entries(wiki, frame),
        topics: most_used(wiki, frame, Taxonomy::Topics, TOPICS),
    };
    let title = view.title.clone();
    frame.page(URL, &title, "", "search", vec![frame.home()], &["search.html"], PageView::Search(view))
}
