//! Joins the visible notes into a [`Wiki`].
//!
//! Runs whole in every build: it is look-ups in tables, no parsing. Broken and
//! ambiguous links are told here, once, for every sort of link.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::audience::Visible;
use crate::config::Config;
use crate::date::{Date, Moment};
use crate::diagnostic::Diagnostic;
use crate::history::History;
use crate::kind::{FieldType, Kind, Kinds};
use crate::nearest;
use crate::note::Note;
use crate::note::front_matter::{Authors, Item, Spanned, Value};
use crate::note::markdown::{Link, LinkSort};
use crate::note::slug;
use crate::source::{Asset, Span};

use super::link::{self, Anchor, Found, Names, Place, Target};
use super::section::{self, Section};
use super::taxonomy::{Taxonomies, Taxonomy};
use super::{Entry, NoteId, Person, Role, Wiki};

/// Pages that every site has, and that links may name.
const FIXED: [&str; 4] = ["a-z.html", "recent.html", "contents.html", "kinds/index.html"];

/// The page of all people, where one of them has a page.
const PEOPLE: &str = "people/index.html";

/// Joins notes. Whatever is wrong with their links, names and addresses is added to `diagnostics`.
pub fn resolve(
    visible: Visible,
    kinds: &Kinds,
    config: &Config,
    history: &History,
    diagnostics: &mut Vec<Diagnostic>,
) -> Wiki {
    let Visible { notes, assets } = visible;
    let defaults = default_kinds(&notes);
    let mut entries: Vec<Entry> =
        notes.iter().map(|note| entry(note, &notes, &defaults, kinds, config, history, diagnostics)).collect();
    refuse_conflicts(&mut entries, &assets, diagnostics);
    let people = people(&entries);
    if config.git.authors {
        name_authors(&mut entries, &people, history);
    }
    let sections = section::sections(&entries, &address);
    let terms = Taxonomies::gather(&entries);
    let redirects = redirects(&entries, diagnostics);
    let names = names(&entries, &sections, &terms, &assets, &redirects);
    let linker = Linker { entries: &entries, assets: &assets, names: &names };
    let resolved: Vec<Resolved> = (0..entries.len()).into_par_iter().map(|index| linker.resolve(index)).collect();
    let mut wiki = Wiki { notes: entries, assets, sections, terms, people, redirects };
    join(&mut wiki, resolved, diagnostics);
    wiki
}

/// Returns the page of a folder.
fn address(folder: &str) -> String {
    if folder.is_empty() { "index.html".to_string() } else { format!("{}/index.html", slugs(folder)) }
}

fn slugs(path: &str) -> String {
    path.split('/').map(slug::file).collect::<Vec<_>>().join("/")
}

/// Which kind each folder gives to the notes in it that name none.
fn default_kinds(notes: &[Arc<Note>]) -> HashMap<String, String> {
    notes
        .iter()
        .filter(|note| is_index_name(note.stem()))
        .filter_map(|note| note.front.default_kind.as_ref().map(|kind| (note.folder().to_string(), kind.text.clone())))
        .collect()
}

fn is_index_name(stem: &str) -> bool {
    matches!(stem, "_index" | "index" | "README" | "readme")
}

/// Whether this note is its folder's text: the first there is of `_index.md`, `index.md` and `README.md`.
fn is_index(note: &Note, notes: &[Arc<Note>]) -> bool {
    let order = ["_index", "index", "README", "readme"];
    let Some(rank) = order.iter().position(|stem| *stem == note.stem()) else { return false };
    !order[..rank].iter().any(|stem| {
        let at = if note.folder().is_empty() { format!("{stem}.md") } else { format!("{}/{stem}.md", note.folder()) };
        notes.binary_search_by(|other| (*other.at).cmp(&at)).is_ok()
    })
}

fn entry(
    note: &Arc<Note>,
    notes: &[Arc<Note>],
    defaults: &HashMap<String, String>,
    kinds: &Kinds,
    config: &Config,
    history: &History,
    diagnostics: &mut Vec<Diagnostic>,
) -> Entry {
    let index = is_index(note, notes);
    let kind = kind(note, index, defaults, kinds, diagnostics);
    let role = if index {
        Role::Section
    } else if kind.name == "person" {
        Role::Person
    } else {
        Taxonomy::ALL.into_iter().find(|one| one.folder() == note.folder()).map_or(Role::Note, Role::Term)
    };
    let url = if index {
        address(note.folder())
    } else {
        let stem = slug::file(note.stem());
        if stem.is_empty() || note.folder().split('/').any(|part| !part.is_empty() && slug::file(part).is_empty()) {
            diagnostics.push(
                Diagnostic::new(
                    "path/unsafe",
                    Span::new(&note.path, 0..0),
                    "this file name has no letter or digit to make a URL of",
                )
                .help("give the file a name with letters or digits"),
            );
        }
        if note.folder().is_empty() { format!("{stem}.html") } else { format!("{}/{stem}.html", slugs(note.folder())) }
    };
    let anonymous = note.front.authors == Authors::Anonymous;
    let known = if anonymous || !config.git.dates { None } else { history.of(&note.path) };
    let date = note
        .front
        .date
        .clone()
        .or_else(|| note.stem().get(..10).and_then(|start| Moment::parse(start).ok()))
        .or_else(|| known.and_then(|known| known.first).map(Moment::from));
    let updated: Option<Date> = note
        .front
        .updated
        .or_else(|| known.and_then(|known| known.last))
        .filter(|updated| date.as_ref().is_none_or(|date| date.date() < *updated));
    let authors = match &note.front.authors {
        Authors::Named(names) => names.iter().map(|name| name.text.clone()).collect(),
        _ => Vec::new(),
    };
    Entry {
        role,
        url: url.into(),
        has_page: kind.name != "person" || note.front.public_profile || index,
        title: note.title(),
        kind,
        date,
        updated,
        authors,
        targets: Vec::new(),
        mentions: Vec::new(),
        relations: Vec::new(),
        related_by: Vec::new(),
        field_links: HashMap::new(),
        note: Arc::clone(note),
    }
}

fn kind(
    note: &Note,
    index: bool,
    defaults: &HashMap<String, String>,
    kinds: &Kinds,
    diagnostics: &mut Vec<Diagnostic>,
) -> Arc<Kind> {
    for name in note.front.kind.iter().chain(&note.front.default_kind) {
        if kinds.named(&name.text).is_none() {
            diagnostics.push(
                Diagnostic::new(
                    "kind/unknown",
                    Span::new(&note.path, name.span.clone()),
                    format!("`{}` is not a kind of this site", name.text),
                )
                .help(nearest::did_you_mean(&name.text, kinds.names()).unwrap_or_else(|| {
                    format!(
                        "the kinds are {}",
                        kinds.names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
                    )
                })),
            );
        }
    }
    let inherited = || {
        let mut folder = note.folder();
        loop {
            if let Some(kind) = defaults.get(folder).and_then(|name| kinds.named(name)) {
                return Some(kind);
            }
            folder = match folder.rsplit_once('/') {
                Some((above, _)) => above,
                None if folder.is_empty() => return None,
                None => "",
            };
        }
    };
    let named = note.front.kind.as_ref().and_then(|name| kinds.named(&name.text));
    let fallback = if index { kinds.named("page") } else { inherited() };
    named.or(fallback).or_else(|| kinds.named("note")).map_or_else(|| Arc::new(Kind::plain()), Arc::clone)
}

/// Tells notes and assets that want one address; the first in order keeps it.
fn refuse_conflicts(entries: &mut [Entry], assets: &[Asset], diagnostics: &mut Vec<Diagnostic>) {
    let mut taken: HashMap<String, Arc<str>> = HashMap::new();
    for asset in assets {
        taken.insert(asset.at.to_lowercase(), Arc::clone(&asset.path));
    }
    for name in FIXED.iter().chain(&["404.html"]) {
        taken.insert((*name).to_string(), Arc::from("a page of every site"));
    }
    for entry in entries.iter_mut().filter(|entry| entry.has_page) {
        let path = Arc::clone(&entry.note.path);
        match taken.get(&entry.url.to_lowercase()) {
            Some(first) => {
                let mut found = Diagnostic::new(
                    "page/conflict",
                    Span::new(&path, 0..0),
                    format!("`{}` is already the page of `{first}`", entry.url),
                )
                .help("rename one of the two files");
                if !first.starts_with("a page") {
                    found = found.other(Span::new(first, 0..0), "this one came first");
                }
                diagnostics.push(found);
                entry.has_page = false;
            }
            None => {
                taken.insert(entry.url.to_lowercase(), path);
            }
        }
    }
}

fn people(entries: &[Entry]) -> BTreeMap<String, Person> {
    let mut people = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.role == Role::Person) {
        let person = Person {
            name: entry.title.clone(),
            url: entry.has_page.then(|| Arc::clone(&entry.url)),
            id: NoteId(index as u32),
        };
        people.insert(link::fold(entry.note.stem()), person);
    }
    people
}

/// Gives notes that name no author those of the repository, as handles where a person's note knows them.
fn name_authors(entries: &mut [Entry], people: &BTreeMap<String, Person>, history: &History) {
    let mut known: HashMap<String, String> = HashMap::new();
    for (handle, person) in people {
        known.insert(link::fold(&person.name), handle.clone());
        for alias in &entries[person.id.0 as usize].note.front.aliases {
            known.insert(link::fold(&alias.text), handle.clone());
        }
    }
    for entry in entries.iter_mut().filter(|entry| entry.note.front.authors == Authors::Unsaid) {
        let Some(of) = history.of(&entry.note.path) else { continue };
        for author in &of.authors {
            let handle = known
                .get(&link::fold(&author.email))
                .or_else(|| known.get(&link::fold(&author.name)))
                .cloned()
                .unwrap_or_else(|| author.name.clone());
            if !entry.authors.contains(&handle) {
                entry.authors.push(handle);
            }
        }
    }
}

fn names(
    entries: &[Entry],
    sections: &[Section],
    terms: &Taxonomies,
    assets: &[Asset],
    redirects: &BTreeMap<String, NoteId>,
) -> Names {
    let mut names = Names::default();
    for (index, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.has_page) {
        let id = NoteId(index as u32);
        let at = &entry.note.at;
        names.add_path(at, Place::Note(id));
        if let Some((path, "md" | "markdown")) = at.rsplit_once('.') {
            names.add_path(path, Place::Note(id));
        }
        names.add_path(&entry.url, Place::Note(id));
        if entry.role == Role::Section {
            names.add_path(entry.note.folder(), Place::Note(id));
            if !entry.note.folder().is_empty() {
                names.add_name(entry.note.folder().rsplit('/').next().unwrap_or_default(), id);
            }
        } else {
            names.add_name(entry.note.stem(), id);
        }
        names.add_name(&entry.title, id);
        for alias in &entry.note.front.aliases {
            names.add_name(&alias.text, id);
        }
    }
    for section in sections {
        names.add_path(&section.folder, Place::Page(Arc::from(section.url.as_str())));
    }
    for taxonomy in Taxonomy::ALL {
        let index: Arc<str> = format!("{}/index.html", taxonomy.folder()).into();
        if !terms.terms(taxonomy).is_empty() {
            names.add_path(taxonomy.folder(), Place::Page(Arc::clone(&index)));
            names.add_path(&index, Place::Page(index.clone()));
        }
        for (slug, term) in terms.terms(taxonomy) {
            names.add_path(&format!("{}/{slug}", taxonomy.folder()), Place::Page(Arc::clone(&term.url)));
            names.add_path(&term.url, Place::Page(Arc::clone(&term.url)));
        }
    }
    for page in FIXED {
        names.add_path(page, Place::Page(Arc::from(page)));
    }
    for entry in entries.iter().filter(|entry| entry.role == Role::Note) {
        let url: Arc<str> = entry.kind.url().into();
        names.add_path(&url, Place::Page(Arc::clone(&url)));
    }
    if entries.iter().any(|entry| entry.role == Role::Person && entry.has_page) {
        names.add_path(PEOPLE, Place::Page(Arc::from(PEOPLE)));
    }
    for (index, asset) in assets.iter().enumerate() {
        names.add_path(&asset.at, Place::Asset(index));
    }
    // An old address of a note, or of its file, leads to it without the way round.
    for (path, id) in redirects {
        names.add_path(path, Place::Note(*id));
        let stem = path.trim_end_matches(".html");
        let others = [stem.strip_suffix("/index").map(String::from), Some(format!("{stem}.md"))];
        others.into_iter().flatten().for_each(|path| names.add_path(&path, Place::Note(*id)));
    }
    names
}

/// Returns the old URLs of all notes. An alias without a slash stands beside its note.
fn redirects(entries: &[Entry], diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, NoteId> {
    let taken: BTreeSet<&str> = entries.iter().filter(|entry| entry.has_page).map(|entry| &*entry.url).collect();
    let mut redirects: BTreeMap<String, (NoteId, Span)> = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.has_page) {
        if entry.role == Role::Person {
            continue; // Their aliases are names and addresses, not pages.
        }
        for alias in &entry.note.front.aliases {
            let Some(path) = redirect_path(alias, entry.note.folder()) else { continue };
            let span = Span::new(&entry.note.path, alias.span.clone());
            if path == *entry.url {
                continue;
            }
            let first = redirects.get(&path).map(|(_, span)| span.clone());
            if taken.contains(path.as_str()) || first.is_some() {
                let mut found = Diagnostic::new(
                    "alias/duplicate",
                    span,
                    format!("`{}` would be `{path}`, which is another page already", alias.text),
                )
                .help("leave the alias to one of the two");
                if let Some(first) = first {
                    found = found.other(first, "it is wanted here too");
                }
                diagnostics.push(found);
            } else {
                redirects.insert(path, (NoteId(index as u32), span));
            }
        }
    }
    redirects.into_iter().map(|(path, (id, _))| (path, id)).collect()
}

fn redirect_path(alias: &Spanned, folder: &str) -> Option<String> {
    let text = alias.text.trim();
    if !text.contains('/') {
        let stem = slug::file(text.trim_end_matches(".html").trim_end_matches(".md"));
        let folder = slugs(folder);
        return (!stem.is_empty())
            .then(|| if folder.is_empty() { format!("{stem}.html") } else { format!("{folder}/{stem}.html") });
    }
    let (path, _) = link::join("", text)?;
    let (parents, last) = path.rsplit_once('/').map_or(("", path.as_str()), |(parents, last)| (parents, last));
    let below = |name: String| if parents.is_empty() { name } else { format!("{parents}/{name}") };
    match last.rsplit_once('.') {
        _ if path.is_empty() => None,
        Some((_, "html" | "htm")) => Some(path.clone()),
        Some((stem, "md")) => Some(below(format!("{stem}.html"))),
        _ => Some(format!("{path}/index.html")),
    }
}

/// What resolving one note gave.
struct Resolved {
    targets: Vec<Target>,
    relations: Vec<(crate::note::front_matter::Relation, NoteId)>,
    fields: HashMap<(String, usize), NoteId>,
    diagnostics: Vec<Diagnostic>,
}

struct Linker<'a> {
    entries: &'a [Entry],
    assets: &'a [Asset],
    names: &'a Names,
}

impl Linker<'_> {
    fn resolve(&self, index: usize) -> Resolved {
        let entry = &self.entries[index];
        let mut diagnostics = Vec::new();
        let targets =
            entry.note.body.links.iter().map(|link| self.target(entry, index, link, &mut diagnostics)).collect();
        if !entry.has_page {
            // Nobody follows the links of a text that no page shows; once it is shown, they are told.
            diagnostics.clear();
        }
        let mut relations = Vec::new();
        for (relation, target) in &entry.note.front.relations {
            if let Some(id) = self.reference(entry, relation.field(), target, &mut diagnostics) {
                relations.push((*relation, id));
            }
        }
        let mut fields = HashMap::new();
        let kind = &entry.kind;
        for field in &entry.note.front.extra {
            let Some(spec) = kind.field(&field.key) else { continue };
            for (number, item) in links_of(&field.item, spec) {
                let target = Spanned { text: item.raw_text(), span: item.span.clone() };
                if let Some(id) = self.reference(entry, &field.key, &target, &mut diagnostics) {
                    fields.insert((field.key.clone(), number), id);
                }
            }
        }
        Resolved { targets, relations, fields, diagnostics }
    }

    fn reference(
        &self,
        entry: &Entry,
        field: &str,
        target: &Spanned,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<NoteId> {
        let span = Span::new(&entry.note.path, target.span.clone());
        let name = target.text.trim().trim_start_matches("[[").trim_end_matches("]]");
        match self.names.name(name, entry.note.folder()) {
            Found::One(Place::Note(id)) => Some(id),
            Found::Several(ids) => {
                diagnostics.push(self.ambiguous(span, name, &ids));
                None
            }
            _ => {
                let near = self.names.nearest(name).map(|near| format!("did you mean `{near}`?"));
                diagnostics.push(
                    Diagnostic::new(
                        "reference/unknown",
                        span,
                        format!("`{field}` names `{name}`, and no note is called that"),
                    )
                    .help(near.unwrap_or_else(|| "name a note by its path, its file name or its title".to_string())),
                );
                None
            }
        }
    }

    fn ambiguous(&self, span: Span, name: &str, ids: &[NoteId]) -> Diagnostic {
        let paths: Vec<String> =
            ids.iter().map(|id| format!("`{}`", self.entries[id.0 as usize].note.at.trim_end_matches(".md"))).collect();
        Diagnostic::new("link/ambiguous", span, format!("`{name}` fits {} notes", ids.len()))
            .help(format!("write the path of the one you mean: {}", paths.join(" or ")))
    }

    fn target(&self, entry: &Entry, index: usize, link: &Link, diagnostics: &mut Vec<Diagnostic>) -> Target {
        let span = || Span::new(&entry.note.path, link.span.clone());
        let dest = link.dest.trim();
        if link.sort == LinkSort::Wiki || link.sort == LinkSort::Embed {
            return self.wiki_target(entry, index, link, diagnostics);
        }
        if let Some(fragment) = dest.strip_prefix('#') {
            return self.own(entry, &link::decode(fragment), span(), diagnostics);
        }
        if let Some(scheme) = link::scheme(dest) {
            let source = matches!(link.sort, LinkSort::Image | LinkSort::HtmlSource);
            return match scheme.to_ascii_lowercase().as_str() {
                "http" | "https" => Target::External(dest.to_string()),
                "mailto" | "tel" if !source => Target::External(dest.to_string()),
                _ => {
                    diagnostics.push(
                        Diagnostic::new("link/scheme", span(), format!("`{scheme}:` links are not published"))
                            .help("link with `https:`, `mailto:` or `tel:`, or to a file of the site"),
                    );
                    Target::Refused
                }
            };
        }
        if dest.starts_with("//") {
            return Target::External(format!("https:{dest}"));
        }
        let found = link::join(entry.note.folder(), dest);
        let (path, fragment) = match &found {
            Some((path, fragment)) => (path.as_str(), fragment.clone()),
            None => ("", None),
        };
        let place = if link.sort == LinkSort::Image {
            // `![[picture.png]]` may name a picture anywhere, as in Obsidian.
            self.names.path(path).or_else(|| self.picture(path))
        } else {
            self.names.path(path)
        };
        match place {
            _ if found.is_none() || dest.is_empty() => self.missing(link, span(), dest, diagnostics),
            Some(place) => self.place(entry, index, place, fragment, span(), diagnostics),
            None => self.missing(link, span(), dest, diagnostics),
        }
    }

    fn picture(&self, path: &str) -> Option<Place> {
        let name = |path: &str| link::fold(path.rsplit('/').next().unwrap_or_default());
        let wanted = name(path);
        let mut found = self.assets.iter().enumerate().filter(|(_, asset)| name(&asset.at) == wanted);
        let first = found.next()?.0;
        found.next().is_none().then_some(Place::Asset(first))
    }

    fn wiki_target(&self, entry: &Entry, index: usize, link: &Link, diagnostics: &mut Vec<Diagnostic>) -> Target {
        let span = || Span::new(&entry.note.path, link.span.clone());
        let dest = link.dest.trim().trim_end_matches('\\');
        let (name, fragment) = link::split(dest);
        if name.is_empty() {
            return match fragment {
                Some(fragment) => self.own(entry, &fragment, span(), diagnostics),
                None => self.missing(link, span(), dest, diagnostics),
            };
        }
        match self.names.name(name, entry.note.folder()) {
            Found::One(place) => self.place(entry, index, place, fragment, span(), diagnostics),
            Found::Several(ids) => {
                diagnostics.push(self.ambiguous(span(), name, &ids));
                Target::Missing
            }
            Found::None => self.missing(link, span(), name, diagnostics),
        }
    }

    fn own(&self, entry: &Entry, fragment: &str, span: Span, diagnostics: &mut Vec<Diagnostic>) -> Target {
        Target::Own(anchor(&entry.note, Some(fragment), "this note", span, diagnostics))
    }

    fn place(
        &self,
        entry: &Entry,
        index: usize,
        place: Place,
        fragment: Option<String>,
        span: Span,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Target {
        match place {
            Place::Note(id) if id.0 as usize == index => match fragment {
                Some(fragment) => self.own(entry, &fragment, span, diagnostics),
                None => Target::Own(None),
            },
            Place::Note(id) => {
                let other = &self.entries[id.0 as usize];
                let what = format!("`{}`", other.note.at);
                let anchor = anchor(&other.note, fragment.as_deref(), &what, span, diagnostics);
                Target::Note { id, url: Arc::clone(&other.url), anchor }
            }
            Place::Page(url) => {
                let fragment = fragment.filter(|fragment| !link::is_for_the_browser(fragment));
                if let Some(fragment) = &fragment {
                    diagnostics.push(missing_anchor(span, fragment, &format!("`{url}`"), &[]));
                }
                Target::Page(url, fragment.map(Anchor::Gone))
            }
            Place::Asset(number) => {
                let asset = &self.assets[number];
                let fragment = fragment.filter(|fragment| !fragment.is_empty());
                let fragment = fragment.map_or(String::new(), |fragment| format!("#{}", link::encode(&fragment)));
                Target::Asset { url: link::encode(&asset.at) + &fragment, size: asset.size }
            }
        }
    }

    fn missing(&self, link: &Link, span: Span, name: &str, diagnostics: &mut Vec<Diagnostic>) -> Target {
        let source = matches!(link.sort, LinkSort::Image | LinkSort::HtmlSource);
        let path = name.split(['#', '?']).next().unwrap_or_default();
        let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let file = last.rsplit_once('.').is_some_and(|(_, end)| {
            (1..=5).contains(&end.len())
                && end.chars().all(|c| c.is_ascii_alphanumeric())
                && !matches!(end, "md" | "html" | "htm" | "markdown")
        });
        let found = if source || (file && link.sort != LinkSort::Wiki) {
            Diagnostic::new("asset/missing", span, format!("there is no file `{path}` here"))
                .help("put the file beside the note, or mend the path")
        } else {
            let stem = last.trim_end_matches(".md").trim_end_matches(".html");
            let near = self.names.nearest(stem).map(|near| format!("did you mean `{near}`?"));
            Diagnostic::new("link/broken", span, format!("`{name}` leads to no note")).help(
                near.unwrap_or_else(|| "write the note, or mend the link; readers see \"not written yet\"".to_string()),
            )
        };
        diagnostics.push(found);
        Target::Missing
    }
}

/// Returns the anchor of a note that a fragment names, and tells when there is none.
fn anchor(
    note: &Note,
    fragment: Option<&str>,
    what: &str,
    span: Span,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Anchor> {
    let body = &note.body;
    let fragment = fragment?;
    if let Some(there) = link::anchor(fragment, &body.anchors) {
        return Some(Anchor::There(there));
    }
    // The heading that became the title stands at the top of the page.
    if link::is_for_the_browser(fragment) || link::anchor(fragment, body.title_anchor.as_slice()).is_some() {
        return None;
    }
    diagnostics.push(missing_anchor(span, fragment, what, &body.anchors));
    Some(Anchor::Gone(fragment.to_string()))
}

fn missing_anchor(span: Span, fragment: &str, what: &str, anchors: &[String]) -> Diagnostic {
    let near = nearest::did_you_mean(fragment, anchors.iter().map(String::as_str));
    Diagnostic::new("anchor/missing", span, format!("{what} has no heading `#{fragment}`")).help(
        near.unwrap_or_else(|| {
            "link to the note itself, or to one of its headings; the link leads to its top".to_string()
        }),
    )
}

/// Returns the items of a field that name notes, numbered as they come.
fn links_of<'a>(item: &'a Item, spec: &crate::kind::Field) -> Vec<(usize, &'a Item)> {
    let items: Vec<&Item> = match &item.value {
        Value::List(items) => items.iter().collect(),
        _ => vec![item],
    };
    match &spec.ty {
        FieldType::Link => items.into_iter().enumerate().filter(|(_, item)| item.is_text()).collect(),
        FieldType::Record(fields) => items
            .into_iter()
            .enumerate()
            .filter_map(|(number, item)| {
                let Value::Map(pairs) = &item.value else { return None };
                pairs.iter().find_map(|(key, part)| {
                    let link = fields.iter().any(|field| field.name == *key && field.ty == FieldType::Link);
                    (link && part.is_text()).then_some((number, part))
                })
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Puts what was resolved into the entries, and turns links round into mentions.
fn join(wiki: &mut Wiki, resolved: Vec<Resolved>, diagnostics: &mut Vec<Diagnostic>) {
    for (index, one) in resolved.into_iter().enumerate() {
        let from = NoteId(index as u32);
        diagnostics.extend(one.diagnostics);
        let mut told = BTreeSet::new();
        for (number, target) in one.targets.iter().enumerate() {
            if let Target::Note { id, .. } = target
                && told.insert(*id)
                && wiki.notes[index].has_page
            {
                wiki.notes[id.0 as usize].mentions.push((from, number));
            }
        }
        for &(relation, to) in &one.relations {
            wiki.notes[to.0 as usize].related_by.push((relation, from));
        }
        let entry = &mut wiki.notes[index];
        entry.targets = one.targets;
        entry.relations = one.relations;
        entry.field_links = one.fields;
    }
}
