//! Which themes lie over which: from the one that is named down to the built-in one.
//!
//! The built-in theme is always at the bottom, also where the chain is broken,
//! so that there is something to render with while the rest is mended.

use std::path::Path;

use super::colours;
use super::layer::{self, Files};
use crate::config::{Reader, parse_toml};
use crate::diagnostic::Diagnostic;
use crate::nearest::did_you_mean;
use crate::source::Span;

const DEFAULT: &str = "default";

/// The layers of a theme.
pub struct Chain {
    /// What the theme calls itself.
    pub name: String,
    /// The lowest first.
    pub layers: Vec<Layer>,
}

/// The files of one theme, and what to call it.
pub struct Layer {
    /// Its folder under `themes/`; `default` for the built-in one, too.
    pub name: String,
    /// Its files.
    pub files: Files,
}

/// Reads the named theme and those it extends.
pub fn chain(site: Option<&Path>, name: &str, named: &Span, diagnostics: &mut Vec<Diagnostic>) -> Chain {
    let mut layers: Vec<Layer> = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    let mut title = None;
    let (mut current, mut place) = (name.to_owned(), named.clone());
    loop {
        if seen.contains(&current) {
            let round =
                seen.iter().chain([&current]).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" extends ");
            let found =
                Diagnostic::new("theme/invalid", place, format!("themes extend each other in a circle: {round}"));
            diagnostics.push(found.help("let one of them extend `default`"));
            break;
        }
        let files = match site.filter(|_| is_folder_name(&current)) {
            Some(site) => layer::folder(site, &format!("themes/{current}"), diagnostics),
            None => None,
        };
        let Some(files) = files else {
            if current != DEFAULT {
                let there = available(site);
                let help = did_you_mean(&current, there.iter().map(String::as_str)).unwrap_or_else(|| {
                    let there: Vec<&str> = there.iter().map(String::as_str).collect();
                    format!("there is {}", crate::config::list(&there))
                });
                diagnostics
                    .push(Diagnostic::new("theme/invalid", place, format!("there is no theme `{current}`")).help(help));
            }
            break;
        };
        layer::check_places(&files, diagnostics);
        let head = head(&files, diagnostics);
        layers.push(Layer { name: current.clone(), files });
        title = title.or(Some(head.name.unwrap_or_else(|| current.clone())));
        let (next, at) = head.extends.unwrap_or_else(|| (DEFAULT.to_owned(), place.clone()));
        // A site's own `themes/default/` lies over the built-in one of that name.
        if current == DEFAULT && next == DEFAULT {
            break;
        }
        seen.push(current);
        (current, place) = (next, at);
    }
    layers.push(Layer { name: DEFAULT.to_owned(), files: layer::built_in() });
    layers.reverse();
    Chain { name: title.unwrap_or_else(|| DEFAULT.to_owned()), layers }
}

/// What `theme.toml` says.
#[derive(Default)]
struct Head {
    name: Option<String>,
    extends: Option<(String, Span)>,
}

fn head(files: &Files, diagnostics: &mut Vec<Diagnostic>) -> Head {
    let Some(file) = files.get("theme.toml") else { return Head::default() };
    let Ok(text) = std::str::from_utf8(&file.bytes) else {
        diagnostics.push(Diagnostic::new("theme/invalid", Span::new(&file.path, 0..0), "this file is not UTF-8 text"));
        return Head::default();
    };
    let (table, problems) = parse_toml(&file.path, text, "theme/invalid");
    let mut reader = Reader::new(&file.path, "theme/invalid");
    reader.diagnostics = problems;
    reader.unknown(&table, &["name", "extends", "accent", "background"], "theme/invalid", "`theme.toml`", |_| None);
    colours::check(&table, &mut reader);
    let name = reader.text_entry(&table, "name").map(|(_, name)| name).filter(|name| !name.is_empty());
    let extends = reader.text_entry(&table, "extends").map(|(entry, name)| (name, reader.span(&entry.value.place)));
    diagnostics.append(&mut reader.diagnostics);
    Head { name, extends }
}

/// The names that `theme` and `extends` can have.
fn available(site: Option<&Path>) -> Vec<String> {
    let folders = site.and_then(|site| std::fs::read_dir(site.join("themes")).ok());
    let mut names: Vec<String> = folders
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().filter(|entry| entry.path().is_dir())?.file_name().into_string().ok())
        .filter(|name| is_folder_name(name) && name != DEFAULT)
        .collect();
    names.push(DEFAULT.to_owned());
    names.sort();
    names
}

fn is_folder_name(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\'])
}
