//! Reads `site.toml` key by key.
//!
//! Judges each value by itself: that a URL is one, that a folder is inside
//! the site. It never looks whether something is there.

use std::collections::BTreeMap;

use super::document::{Sort, Table, parse_toml};
use super::keys::KEYS;
use super::levels::Levels;
use super::reader::{Reader, one_of};
use super::{Config, FeedContent, NavPlace, RawHtml, Source};
use crate::diagnostic::Diagnostic;
use crate::nearest::did_you_mean;
use crate::source::FilePath;

impl Config {
    /// Reads the text of `site.toml`. An empty text gives [`Config::default`].
    ///
    /// Diagnostics are `config/unknown-key` and `config/invalid`, in the order of the file.
    pub fn parse(path: &FilePath, text: &str) -> (Config, Vec<Diagnostic>) {
        let (root, problems) = parse_toml(path, text, "config/invalid");
        let mut reader = Reader::new(path, "config/invalid");
        reader.diagnostics = problems;
        let mut config = Config::default();
        config.places.file = FilePath::clone(path);
        remember_places(&mut config, &reader, &root, "");
        unknown_keys(&mut reader, &root);
        read_top(&mut reader, &root, &mut config);
        if let Some(table) = reader.table(&root, "nav") {
            config.nav.items = nav_items(&mut reader, table, &mut config.places.of);
            reader.boolean(table, "tree", &mut config.nav.tree);
        }
        if let Some(table) = reader.table(&root, "related") {
            let mut count = 5;
            reader.whole(table, "count", 0..=20, &mut count);
            config.related.count = usize::try_from(count).expect("the range begins with 0");
        }
        if let Some(table) = reader.table(&root, "git") {
            pattern(&mut reader, table, "edit", &mut config.git.edit);
            pattern(&mut reader, table, "history", &mut config.git.history);
            reader.boolean(table, "authors", &mut config.git.authors);
            reader.boolean(table, "dates", &mut config.git.dates);
        }
        if let Some(table) = reader.table(&root, "check") {
            config.check = Levels::read(&mut reader, table);
        }
        if let Some(table) = reader.table(&root, "markdown") {
            let markdown = &mut config.markdown;
            reader.boolean(table, "smart_punctuation", &mut markdown.smart_punctuation);
            reader.boolean(table, "math", &mut markdown.math);
            reader.boolean(table, "diagrams", &mut markdown.diagrams);
            reader.boolean(table, "highlight", &mut markdown.highlight);
            match reader.choice(table, "raw_html", &["clean", "escape"]) {
                Some("escape") => markdown.raw_html = RawHtml::Escape,
                Some(_) => markdown.raw_html = RawHtml::Clean,
                None => {}
            }
        }
        if let Some(table) = reader.table(&root, "output") {
            folder(&mut reader, table, &mut config.output.folder);
            let mut size = 50;
            reader.whole(table, "page_size", 1..=1000, &mut size);
            config.output.page_size = usize::try_from(size).expect("the range begins with 1");
            reader.boolean(table, "search_engines", &mut config.output.search_engines);
        }
        if let Some(table) = reader.table(&root, "feeds") {
            let feeds = &mut config.feeds;
            reader.boolean(table, "enabled", &mut feeds.enabled);
            let mut limit = 30;
            reader.whole(table, "limit", 1..=200, &mut limit);
            feeds.limit = usize::try_from(limit).expect("the range begins with 1");
            match reader.choice(table, "content", &["full", "summary"]) {
                Some("summary") => feeds.content = FeedContent::Summary,
                Some(_) => feeds.content = FeedContent::Full,
                None => {}
            }
        }
        if let Some(table) = reader.table(&root, "audiences") {
            config.audiences = audiences(&mut reader, table);
        }
        config.sources = sources(&mut reader, &root, &mut config.places.of);
        let mut diagnostics = reader.diagnostics;
        diagnostics.sort_by(|one, other| one.order().cmp(&other.order()));
        (config, diagnostics)
    }
}

/// Remembers where the value of each key stands, under its dotted name.
fn remember_places(config: &mut Config, reader: &Reader, table: &Table, above: &str) {
    for entry in &table.entries {
        let name = format!("{above}{}", entry.key);
        config.places.of.insert(name.clone(), reader.span(&entry.value.place));
        if let Sort::Table(inner) = &entry.value.sort {
            remember_places(config, reader, inner, &format!("{name}."));
        }
    }
}

/// The keys under a table, from the reference; `""` for the top.
fn keys_of(table: &str) -> Vec<&'static str> {
    let mut keys: Vec<&str> = Vec::new();
    for known in KEYS {
        let key = match known.key.split_once('.') {
            Some((first, _)) if table.is_empty() => first,
            Some((first, rest)) if first == table => rest,
            None if table.is_empty() => known.key,
            _ => continue,
        };
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

fn unknown_keys(reader: &mut Reader, root: &Table) {
    let code = "config/unknown-key";
    let belongs = |key: &str| {
        KEYS.iter().find_map(|known| {
            let (table, rest) = known.key.split_once('.')?;
            (rest == key).then(|| match table {
                "sources" => format!("`{key}` belongs under `[[sources]]`"),
                _ => format!("`{key}` belongs under `[{table}]`"),
            })
        })
    };
    let above = |key: &str| {
        let top = keys_of("").contains(&key);
        top.then(|| format!("`{key}` stands at the top of the file, before the first `[table]`"))
            .or_else(|| belongs(key))
    };
    reader.unknown(root, &keys_of(""), code, "`site.toml`", belongs);
    for entry in &root.entries {
        let known = keys_of(&entry.key);
        match &entry.value.sort {
            // The names in `[check]` and `[audiences]` are the site's own.
            Sort::Table(inner) if !known.is_empty() && !matches!(entry.key.as_str(), "check" | "audiences") => {
                reader.unknown(inner, &known, code, &format!("`[{}]`", entry.key), above);
            }
            Sort::List(items) if entry.key == "sources" => {
                for item in items {
                    if let Sort::Table(inner) = &item.sort {
                        reader.unknown(inner, &known, code, "`[[sources]]`", above);
                    }
                }
            }
            _ => {}
        }
    }
}

fn read_top(reader: &mut Reader, root: &Table, config: &mut Config) {
    reader.text(root, "description", &mut config.description);
    reader.text(root, "footer", &mut config.footer);
    if let Some((entry, title)) = reader.text_entry(root, "title") {
        if title.is_empty() {
            reader.tell(&entry.value.place, "`title` is empty", String::from("every page names the site by it"));
        } else {
            config.title = title;
        }
    }
    if let Some((entry, language)) = reader.text_entry(root, "language") {
        let part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let first = language.split('-').next().unwrap_or_default();
        let named = first.len() >= 2 && first.bytes().all(|byte| byte.is_ascii_alphabetic());
        if named && language.split('-').all(part) {
            config.language = language;
        } else {
            let message = format!("`{language}` is not a language tag");
            reader.tell(&entry.value.place, message, String::from("write one such as `en`, `de` or `pt-BR`"));
        }
    }
    if let Some((entry, url)) = reader.text_entry(root, "url") {
        if url.is_empty() || is_url(&url) {
            config.url = url.trim_end_matches('/').to_owned();
        } else {
            let help = String::from("write it whole, as in `https://wiki.example.org`");
            reader.tell(&entry.value.place, format!("`{url}` is not a URL that a browser can open"), help);
        }
    }
    if let Some((entry, theme)) = reader.text_entry(root, "theme") {
        if theme.is_empty() || theme.starts_with('.') || theme.contains(['/', '\\']) {
            let help = String::from("write the name of a folder in `themes/`, without the path");
            reader.tell(&entry.value.place, format!("`{theme}` cannot be the name of a theme"), help);
        } else {
            config.theme = theme;
        }
    }
}

fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
        && !text
            .contains(|letter: char| letter.is_whitespace() || letter.is_control() || matches!(letter, '"' | '<' | '>'))
}

/// A URL with `{path}`.
fn pattern(reader: &mut Reader, table: &Table, key: &str, target: &mut String) {
    let Some((entry, url)) = reader.text_entry(table, key) else { return };
    let place = &entry.value.place;
    let example = || String::from("write it as in `https://git.example.org/wiki/edit/main/{path}`");
    if url.is_empty() {
        target.clear();
    } else if !is_url(&url) {
        reader.tell(place, format!("`{url}` is not a URL that a browser can open"), example());
    } else if !url.contains("{path}") {
        reader.tell(place, format!("`{key}` leads every note to the same place without `{{path}}`"), example());
    } else {
        *target = url;
    }
}

type Spans = BTreeMap<String, crate::source::Span>;

fn nav_items(reader: &mut Reader, table: &Table, places: &mut Spans) -> Vec<NavPlace> {
    let mut items = Vec::new();
    for (place, text) in reader.texts(table, "items") {
        let listing = NavPlace::LISTINGS.into_iter().find(|listing| *listing == text);
        let item = match text.split_once(':') {
            Some(("kind", name)) if !name.is_empty() => Some(NavPlace::Kind(name.trim().to_owned())),
            Some(("section", path)) if !path.trim_matches('/').is_empty() => {
                Some(NavPlace::Section(path.trim().trim_matches('/').to_owned()))
            }
            _ if listing.is_some() => listing.map(NavPlace::Listing),
            None if text.ends_with(".md") => Some(NavPlace::Note(text.trim_start_matches('/').to_owned())),
            _ => None,
        };
        match item {
            Some(item) => {
                places.insert(format!("nav.items.{}", items.len()), reader.span(&place));
                items.push(item);
            }
            None => {
                let known = NavPlace::LISTINGS.into_iter().chain(["kind:", "section:"]);
                let help = did_you_mean(&text, known).unwrap_or_else(|| {
                    let listings = one_of(&NavPlace::LISTINGS);
                    format!("write `kind:` and a kind, `section:` and a folder, a note's path with `.md`, {listings}")
                });
                reader.tell(&place, format!("`{text}` is not a place that the header can name"), help);
            }
        }
    }
    items
}

/// The output folder: inside the site and none of its own, since what is stale in it is removed.
fn folder(reader: &mut Reader, table: &Table, target: &mut String) {
    let Some((entry, text)) = reader.text_entry(table, "folder") else { return };
    let parts: Vec<&str> = text.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".").collect();
    let absolute = text.starts_with(['/', '\\']) || text.as_bytes().get(1) == Some(&b':');
    let message = if parts.is_empty() || absolute || parts.contains(&"..") {
        format!("`{text}` is not a folder inside the site's")
    } else if ["content", "themes", "kinds", ".git"].iter().any(|own| parts[0].eq_ignore_ascii_case(own)) {
        format!("`{text}` holds what the site is made from")
    } else {
        *target = parts.join("/");
        return;
    };
    let help =
        String::from("what is stale in the output folder is removed, so give it one of its own, such as `public`");
    reader.tell(&entry.value.place, message, help);
}

fn audiences(reader: &mut Reader, table: &Table) -> BTreeMap<String, String> {
    let mut audiences = BTreeMap::new();
    for entry in &table.entries {
        let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        if entry.key.is_empty() || !entry.key.chars().all(fits) {
            let message = format!("`{}` cannot be the name of an audience", entry.key);
            let help = String::from("a name is of small letters, digits and `-`; the label may be any text");
            reader.tell(&entry.place, message, help);
            continue;
        }
        match &entry.value.sort {
            // The name is known even where its label is wrong: to drop it would make the notes that use it wrong too.
            Sort::Text(label) if !label.trim().is_empty() => {
                audiences.insert(entry.key.clone(), label.trim().to_owned());
                continue;
            }
            Sort::Text(_) => reader.tell(&entry.value.place, format!("the label of `{}` is empty", entry.key), None),
            _ => reader.wrong(entry, "the audience's label as text in double quotes"),
        }
        audiences.insert(entry.key.clone(), entry.key.clone());
    }
    audiences
}

fn sources(reader: &mut Reader, root: &Table, places: &mut Spans) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    for (place, table) in reader.tables(root, "sources") {
        let path = reader.text_entry(table, "path");
        let prefix = reader.text_entry(table, "prefix");
        for key in ["path", "prefix"] {
            if table.entry(key).is_none() {
                let help =
                    String::from("each `[[sources]]` has a `path`, the folder, and a `prefix`, where its notes stand");
                reader.tell(&place, format!("this source has no `{key}`"), help);
            }
        }
        let (Some((path_entry, path)), Some((prefix_entry, prefix))) = (path, prefix) else { continue };
        let (path_place, prefix_place) = (path_entry.value.place.clone(), prefix_entry.value.place.clone());
        let prefix = prefix.trim_matches('/').to_owned();
        let bad = |part: &str| part.is_empty() || part.starts_with(['.', '_']) || part.contains(['\\', ':', '?', '#']);
        if path.is_empty() {
            reader.tell(&path_place, "`path` is empty", None);
        } else if prefix.split('/').any(bad) {
            let help = String::from("write a folder such as `platform` or `teams/platform`");
            reader.tell(&prefix_place, format!("`{prefix}` cannot be a place in the site"), help);
        } else if let Some(index) = sources.iter().position(|source| source.prefix == prefix) {
            let message = format!("two sources have the prefix `{prefix}`");
            reader.tell(&prefix_place, message, String::from("give each source a prefix of its own"));
            let first = places.get(&format!("sources.{index}.prefix")).cloned();
            if let (Some(found), Some(first)) = (reader.diagnostics.pop(), first) {
                reader.diagnostics.push(found.other(first, "first here"));
            }
        } else {
            let index = sources.len();
            places.insert(format!("sources.{index}.path"), reader.span(&path_place));
            places.insert(format!("sources.{index}.prefix"), reader.span(&prefix_place));
            let (mut edit, mut history) = (String::new(), String::new());
            pattern(reader, table, "edit", &mut edit);
            pattern(reader, table, "history", &mut history);
            sources.push(Source { path, prefix, edit, history });
        }
    }
    sources
}
