//! What stands in the header of every page: the places that it leads to.

use std::collections::HashMap;

use super::view::{KindView, Listings, NavItem};
use super::words::Words;
use crate::config::Config;
use crate::hashed::Hashed;
use crate::theme::Theme;
use crate::wiki::Wiki;
use crate::wiki::section::Section;
use crate::wiki::taxonomy::Taxonomy;

/// Returns the kinds that have notes, in the theme's order.
pub(super) fn used_kinds<'a>(wiki: &Wiki, theme: &'a Theme) -> Vec<&'a str> {
    theme
        .kinds
        .iter()
        .map(|kind| kind.name.as_str())
        .filter(|name| wiki.listed().any(|(_, entry)| entry.kind.name == *name))
        .collect()
}

/// Returns the top folders that have something in them.
pub(super) fn tree(wiki: &Wiki) -> Vec<NavItem> {
    let top = wiki.sections[0].children.iter().map(|&child| &wiki.sections[child]);
    let item = |section: &Section| NavItem {
        label: section.title.clone(),
        url: section.url.clone(),
        key: format!("section:{}", section.folder),
    };
    top.filter(|section| section.count > 0).map(item).collect()
}

/// Returns what stands in the header: what `site.toml` names, or the kinds in use.
pub(super) fn nav(
    wiki: &Wiki,
    config: &Config,
    words: &Words,
    kinds: &HashMap<String, Hashed<KindView>>,
    used: &[&str],
    has: &Listings,
) -> Vec<NavItem> {
    let of_kind = |name: &str| {
        kinds.get(name).map(|kind| NavItem {
            label: kind.plural.clone(),
            url: kind.url.clone(),
            key: format!("kind:{name}"),
        })
    };
    if config.nav.items.is_empty() {
        // Six fit beside the site's name on a laptop.
        return used.iter().filter_map(|name| of_kind(name)).take(6).collect();
    }
    let fixed = |key: &str, word: &str, url: &str| {
        // Lists of nothing are not made.
        if Taxonomy::ALL.iter().any(|one| one.folder() == key && wiki.terms.terms(*one).is_empty())
            || key == "people" && wiki.people.values().all(|person| person.url.is_none())
        {
            return None;
        }
        Some(NavItem { label: words.get(word).to_string(), url: url.to_string(), key: key.to_string() })
    };
    let items = config.nav.items.iter().map(ToString::to_string).collect::<Vec<_>>();
    // A listing that nothing is in has no page, unless a folder of that name has one.
    let listing = |name: &str, any: bool| {
        let url = format!("{name}/index.html");
        let made = any || wiki.sections.iter().any(|section| section.url == url);
        made.then(|| fixed(name, &format!("{name}_title"), &url)).flatten()
    };
    let items = items.iter().filter_map(|item| match item.as_str() {
        "a-z" => fixed("a-z", "az_title", "a-z.html"),
        "recent" => fixed("recent", "recent_title", "recent.html"),
        "contents" => fixed("contents", "contents_title", "contents.html"),
        "topics" => listing("topics", has.topics),
        "systems" => listing("systems", has.systems),
        "teams" => listing("teams", has.teams),
        "people" => listing("people", has.people),
        item => match item.split_once(':') {
            Some(("kind", name)) if used.contains(&name) => of_kind(name),
            Some(("section", folder)) => wiki.sections.iter().find(|section| section.folder == folder).map(|section| {
                NavItem { label: section.title.clone(), url: section.url.clone(), key: format!("section:{folder}") }
            }),
            Some(_) => None,
            None => wiki
                .notes
                .iter()
                .find(|entry| entry.has_page && entry.note.at.trim_end_matches(".md") == item.trim_end_matches(".md"))
                .map(|entry| NavItem {
                    label: entry.title.clone(),
                    url: entry.url.to_string(),
                    key: entry.note.at.to_string(),
                }),
        },
    });
    items.collect()
}
