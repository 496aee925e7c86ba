//! A site's theme: templates, components, words, icons, assets and kinds, as they are to be used.
//!
//! The built-in theme lies at the bottom; a site's own `themes/NAME/` lies
//! over it file by file, and its `kinds/` on top. Loading never fails: what
//! cannot be used becomes a diagnostic and is left out. Templates are not
//! compiled here (`output/html.rs` does that), and no note is looked at.

mod asset;
mod chain;
mod colours;
mod layer;
pub mod mark;
mod squeeze;
mod words;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::config::{Reader, Sort, parse_toml};
use crate::diagnostic::Diagnostic;
use crate::hashed::{Digest, digest};
use crate::kind::{Kind, Kinds};
use crate::language;
use crate::nearest::did_you_mean;
use crate::source::{FilePath, Span};

use chain::Layer;
pub use colours::Colours;
use layer::File;
use words::Gathered;

/// The language whose words stand in where another has none.
pub const FALLBACK: &str = "en";

/// A theme, ready to be used.
#[derive(Clone, Debug)]
pub struct Theme {
    /// Its name: that in `theme.toml`, or its folder's.
    pub name: String,
    /// Templates by their path under `templates/` (`note.html`,
    /// `kind/review.html`) and components under `components/`, with that
    /// folder in the name (`components/note-card.html`). A template that another
    /// theme replaces is kept as `default/templates/note.html`, to be extended.
    pub templates: BTreeMap<String, ThemeFile>,
    /// Interface words by language and key, as the files have them. See [`Theme::words_in`].
    pub words: BTreeMap<String, BTreeMap<String, String>>,
    /// Shapes by icon name.
    pub icons: BTreeMap<String, String>,
    /// Assets as the files have them, by their path under `assets/`. See [`Theme::published`].
    pub assets: BTreeMap<String, Arc<[u8]>>,
    /// What a browser paints around the pages.
    pub colours: Colours,
    /// The theme's kinds with the site's own over them.
    pub kinds: Kinds,
    /// The texts that diagnostics about the theme and the kinds point into, by the path they name.
    pub texts: BTreeMap<FilePath, Arc<str>>,
    /// The digest of everything above, for memo keys.
    pub digest: Digest,
    published: Vec<(String, String, Arc<[u8]>)>,
}

/// A template or a component.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ThemeFile {
    /// The path shown in messages: `themes/moor/templates/note.html`.
    pub path: FilePath,
    /// Its text.
    pub text: Arc<str>,
}

impl Theme {
    /// Returns the interface words in a language (`pt-BR`).
    ///
    /// A word that the language lacks is that of the language without its
    /// region (`pt`), then English.
    pub fn words_in(&self, language: &str) -> BTreeMap<String, String> {
        let mut words = self.own_words_in(FALLBACK);
        words.extend(self.own_words_in(language));
        words
    }

    /// Returns the same without English where the language lacks a word.
    pub fn own_words_in(&self, language: &str) -> BTreeMap<String, String> {
        let mut words = BTreeMap::new();
        for language in language::fallbacks(language) {
            let known = self.words.iter().find(|(known, _)| known.eq_ignore_ascii_case(language));
            for (key, word) in known.into_iter().flat_map(|(_, words)| words) {
                words.entry(key.clone()).or_insert_with(|| word.clone());
            }
        }
        words
    }

    /// Returns the assets as they are published: name, URL from the root, bytes.
    ///
    /// The URL carries a digest of the bytes (`assets/theme.1f3a9c42.css`), and
    /// CSS refers to other assets by theirs, so that browsers may keep them for good.
    pub fn published(&self) -> Vec<(String, String, Arc<[u8]>)> {
        self.published.clone()
    }
}

/// Loads a theme for the site in this folder; without a folder, the built-in one.
///
/// `named` is where the name stands ([`Config::place`](crate::config::Config::place)
/// of `theme`), for the message that there is no such theme. Diagnostics are
/// `theme/invalid` and `kind/invalid`; the theme returned with them has what could be used.
pub fn load(site: Option<&Path>, name: &str, named: &Span) -> (Theme, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let chain = chain::chain(site, name, named, &mut diagnostics);
    let mut layers = chain.layers;
    if let Some(own) = site.and_then(|site| layer::folder(site, "kinds", &mut diagnostics)) {
        let files = own.into_iter().map(|(name, file)| (format!("kinds/{name}"), file)).collect();
        layers.push(Layer { name: String::from("kinds"), files });
    }
    let theme = assemble(chain.name, &layers, &mut diagnostics);
    diagnostics.sort_by(|one, other| one.order().cmp(&other.order()));
    (theme, diagnostics)
}

/// Makes a theme of layers, the lowest first.
fn assemble(name: String, layers: &[Layer], diagnostics: &mut Vec<Diagnostic>) -> Theme {
    let mut texts = BTreeMap::new();
    let mut templates: BTreeMap<String, ThemeFile> = BTreeMap::new();
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    let mut words = Gathered::default();
    let mut icons = BTreeMap::new();
    let mut colours = Colours::default();
    let mut assets: BTreeMap<String, File> = BTreeMap::new();
    let mut kind_folders: BTreeMap<&str, (usize, BTreeMap<&str, &File>)> = BTreeMap::new();
    for (number, layer) in layers.iter().enumerate() {
        for (name, file) in &layer.files {
            let under = |folder: &str| name.strip_prefix(folder);
            if let Some(asset) = under("assets/") {
                assets.insert(asset.to_owned(), file.clone());
            } else if let Some(language) = under("words/").and_then(|name| name.strip_suffix(".toml")) {
                words.add(number, language, flat(file, &mut texts, diagnostics));
            } else if name == "theme.toml" {
                colours.read(file);
            } else if name == "icons.toml" {
                icons.extend(flat(file, &mut texts, diagnostics).into_iter().map(|(name, shape, _)| (name, shape)));
            } else if name.ends_with(".html")
                && let Some(template) = under("templates/").or_else(|| under("components/").map(|_| name.as_str()))
                && let Some(text) = text_of(file, "theme/invalid", &mut texts, diagnostics)
            {
                let below =
                    templates.insert(template.to_owned(), ThemeFile { path: FilePath::clone(&file.path), text });
                let owner = owners.insert(template, &layer.name);
                // Two components of one name cannot stand beside each other: theirs are gone.
                if let (Some(below), Some(owner), true) = (below, owner, name.starts_with("templates/")) {
                    templates.insert(kept_name(owner, &layer.name, template), below);
                }
            }
        }
        // A kind is replaced whole, so that its fields and its template always belong together.
        for (kind, files) in layer::kind_folders(&layer.files, diagnostics) {
            match kind_folders.get_mut(kind) {
                // Unless all it has are templates in other languages: these join what is there.
                Some((_, below)) if files.keys().all(|name| template_language(name).is_some()) => below.extend(files),
                _ => {
                    kind_folders.insert(kind, (number, files));
                }
            }
        }
    }
    let mut kinds = Kinds::default();
    for (name, (layer, files)) in kind_folders {
        if let Some(mut kind) = read_kind(name, &files, &mut texts, diagnostics) {
            check_glyph(&kind, &icons, &texts, diagnostics);
            words.settle(&mut kind, layer);
            kinds.insert(kind);
        }
    }
    words.unknown(&kinds, &templates, diagnostics);
    let words = words.finish();
    bundle(&mut assets);
    let published = asset::publish(&assets, &mut texts, diagnostics);
    let assets: BTreeMap<String, Arc<[u8]>> = assets.into_iter().map(|(name, file)| (name, file.bytes)).collect();
    let digest = digest(&(&name, &templates, &words, &icons, &assets, &colours, &kinds, &published));
    Theme { name, templates, words, icons, assets, colours, kinds, texts, digest, published }
}

/// The name under which a template that another theme replaces can still be extended.
fn kept_name(owner: &str, by: &str, template: &str) -> String {
    // A site's own `themes/default/` lies over the built-in one, which has that name, too.
    let owner = if owner == by { "built-in" } else { owner };
    format!("{owner}/templates/{template}")
}

/// Returns the files that `candor init` writes: path from the new site's folder, and bytes.
pub fn starter() -> Vec<(String, Arc<[u8]>)> {
    let files = layer::built_in().into_iter();
    files.filter_map(|(name, file)| Some((name.strip_prefix("starter/")?.to_owned(), file.bytes))).collect()
}

/// Files that are joined into one, so that a page asks once.
struct Bundle {
    folder: &'static str,
    ending: &'static str,
    whole: &'static str,
    /// Whether the parts share a scope, and nothing of it is to be seen from outside.
    ///
    /// Such a part is a file of declarations that others call; alone it is good for nothing.
    scoped: bool,
}

const BUNDLES: [Bundle; 4] = [
    Bundle { folder: "css/", ending: ".css", whole: "theme.css", scoped: false },
    Bundle { folder: "js/", ending: ".js", whole: "app.js", scoped: false },
    Bundle { folder: "search/", ending: ".js", whole: "search.js", scoped: true },
    Bundle { folder: "find/", ending: ".js", whole: "find.js", scoped: true },
];

/// What stands around the parts that share a scope.
const SCOPE: (&str, &str) = ("(() => {\n\"use strict\";\n", "})();\n");

/// Joins the numbered files of `assets/css/`, in order, into `theme.css`, and the other bundles likewise.
///
/// Ordered by number, then by the name without its ending: `2-tokens.css` stands before `2-tokens-moor.css`,
/// and both before `10-more.css`.
fn bundle(assets: &mut BTreeMap<String, File>) {
    for Bundle { folder, ending, whole, scoped } in BUNDLES {
        let mut names: Vec<(u64, String, String)> = Vec::new();
        for name in assets.keys() {
            if let Some((number, rest)) = place_in_bundle(name, folder, ending) {
                names.push((number, rest.to_owned(), name.clone()));
            }
        }
        names.sort();
        let replaced = assets.contains_key(whole);
        // A theme's own `app.js` leaves the parts in `js/`, each a script by itself, as files it may refer to.
        if names.is_empty() || (replaced && !scoped) {
            continue;
        }
        let mut bytes = Vec::new();
        for (.., name) in names {
            if let Some(file) = assets.remove(&name) {
                bytes.extend_from_slice(&file.bytes);
                bytes.push(b'\n');
            }
        }
        if replaced {
            continue;
        }
        let mut text = String::from_utf8_lossy(&bytes).into_owned();
        if ending == ".css" {
            // From `css/` a font is at `../fonts/x`; from beside it, at `fonts/x`.
            text = text.replace("url(../", "url(").replace("url(\"../", "url(\"");
        }
        if scoped {
            text = format!("{}{text}{}", SCOPE.0, SCOPE.1);
        }
        let path = FilePath::from(format!("built-in/assets/{}", folder.trim_end_matches('/')));
        assets.insert(whole.to_owned(), File { path, bytes: Arc::from(text.into_bytes()) });
    }
}

/// The number and the name of a part of a bundle; nothing for any other file.
fn place_in_bundle<'a>(name: &'a str, folder: &str, ending: &str) -> Option<(u64, &'a str)> {
    let name = name.strip_prefix(folder)?.strip_suffix(ending)?;
    let digits = name.len() - name.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    Some((name[..digits].parse().ok()?, &name[digits..]))
}

type Texts = BTreeMap<FilePath, Arc<str>>;

/// A file's text, also kept for messages; told where it is not UTF-8.
fn text_of(file: &File, code: &'static str, texts: &mut Texts, diagnostics: &mut Vec<Diagnostic>) -> Option<Arc<str>> {
    let Ok(text) = std::str::from_utf8(&file.bytes) else {
        let found = Diagnostic::new(code, Span::new(&file.path, 0..0), "this file is not UTF-8 text");
        diagnostics.push(found.help("save it as UTF-8"));
        return None;
    };
    let text: Arc<str> = Arc::from(text.strip_prefix('\u{feff}').unwrap_or(text));
    texts.insert(FilePath::clone(&file.path), Arc::clone(&text));
    Some(text)
}

/// The keys and texts of a TOML file that has nothing else, with the places of the keys.
fn flat(file: &File, texts: &mut Texts, diagnostics: &mut Vec<Diagnostic>) -> Vec<(String, String, Span)> {
    let Some(text) = text_of(file, "theme/invalid", texts, diagnostics) else { return Vec::new() };
    let (table, problems) = parse_toml(&file.path, &text, "theme/invalid");
    diagnostics.extend(problems);
    let mut reader = Reader::new(&file.path, "theme/invalid");
    let mut flat = Vec::new();
    for entry in table.entries {
        match &entry.value.sort {
            Sort::Text(text) => flat.push((entry.key, text.clone(), reader.span(&entry.place))),
            _ => reader.wrong(&entry, "text in double quotes"),
        }
    }
    diagnostics.extend(reader.diagnostics);
    flat
}

fn read_kind(
    name: &str,
    files: &BTreeMap<&str, &File>,
    texts: &mut Texts,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Kind> {
    let code = "kind/invalid";
    let file = match files.get("kind.toml") {
        Some(file) => file,
        None => {
            let (_, first) = files.first_key_value()?;
            let found =
                Diagnostic::new(code, Span::new(&first.path, 0..0), format!("the kind `{name}` has no `kind.toml`"));
            diagnostics.push(
                found.help("a kind of the same name is replaced whole: put both `kind.toml` and `template.md` there"),
            );
            return None;
        }
    };
    let text = text_of(file, code, texts, diagnostics)?;
    let template = files.get("template.md").map(|file| text_of(file, code, texts, diagnostics).unwrap_or_default());
    let (kind, problems) = Kind::parse(name, &file.path, &text, template.as_deref());
    diagnostics.extend(problems);
    let mut templates = BTreeMap::new();
    for (name, file) in files {
        if let Some(language) = template_language(name)
            && let Some(text) = text_of(file, code, texts, diagnostics)
        {
            templates.insert(language.to_owned(), text);
        }
    }
    kind.map(|kind| Kind { templates, ..kind })
}

/// The language of a template by its file's name: `template.de.md`.
fn template_language(name: &str) -> Option<&str> {
    name.strip_prefix("template.")?.strip_suffix(".md").filter(|language| !language.is_empty())
}

/// Tells where a kind names an icon that the theme does not have.
fn check_glyph(kind: &Kind, icons: &BTreeMap<String, String>, texts: &Texts, diagnostics: &mut Vec<Diagnostic>) {
    if icons.is_empty() || icons.contains_key(&kind.glyph) {
        return;
    }
    let text = texts.get(&kind.path).map_or("", |text| text);
    let (table, _) = parse_toml(&kind.path, text, "kind/invalid");
    let place = table.entry("glyph").map_or(0..0, |entry| entry.value.place.clone());
    let help = did_you_mean(&kind.glyph, icons.keys().map(String::as_str))
        .unwrap_or_else(|| String::from("name another with `glyph`, or add its shape to the theme's `icons.toml`"));
    let found =
        Diagnostic::new("kind/invalid", Span::new(&kind.path, place), format!("there is no icon `{}`", kind.glyph));
    diagnostics.push(found.help(help));
}

#[cfg(test)]
mod tests;
