//! Every path of the output, claimed once: what two things want is told, and a page comes before a file.
//!
//! Paths that differ only in capitals are one path here, since many disks take
//! them for one; and no path is a file and a folder at once.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::made::Made;
use crate::diagnostic::Diagnostic;
use crate::page::{Origin, Page};
use crate::source::{Asset, FilePath, Span};
use crate::theme::Theme;
use crate::wiki::link::fold_path;
use crate::wiki::{Redirect, Role, Wiki};

/// What has a path of its own.
pub struct Kept {
    /// Pages.
    pub pages: Vec<Page>,
    /// Assets.
    pub assets: Vec<Asset>,
    /// Old addresses.
    pub redirects: Vec<Redirect>,
    /// The paths of files that are made of notes.
    pub made: BTreeSet<String>,
}

/// The data for scripts.
pub struct Data {
    /// The paths of the files that are known.
    pub paths: Vec<Arc<str>>,
    /// What the paths of all others begin with; they end in `.js`.
    pub reserved: &'static [&'static str],
}

/// Gives each path to the first that wants it: the theme's files and drawings, data for scripts, the
/// site's own pages, lists of kinds, folders, notes, files made of notes, assets, old addresses.
pub fn settle(
    wiki: &Wiki,
    mut pages: Vec<Page>,
    data: &Data,
    made: Vec<Made>,
    theme: &Theme,
    diagnostics: &mut Vec<Diagnostic>,
) -> Kept {
    let mut claims = Claims::default();
    let mut told = |result: Result<(), Box<Diagnostic>>| result.map_err(|found| diagnostics.push(*found)).is_ok();

    for (name, url, _) in theme.published() {
        told(claims.claim(url, Claimant::Theme(name.into())));
    }
    for (name, _) in wiki.notes.iter().filter(|entry| entry.has_page).flat_map(|entry| &entry.note.body.drawings) {
        for shade in ["light", "dark"] {
            told(claims.claim(super::asset::drawing_path(name, shade), Claimant::Theme(name.as_str().into())));
        }
    }
    claims.reserved = data.reserved;
    for path in &data.paths {
        told(claims.claim(&**path, Claimant::Data));
    }

    pages.sort_by(|a, b| (&a.origin, &a.url).cmp(&(&b.origin, &b.url)));
    let of_notes = pages.partition_point(|page| !matches!(page.origin, Origin::Note(_)));
    let mut notes = pages.split_off(of_notes);
    pages.retain(|page| told(claims.claim(page.url.as_str(), Claimant::Page(page.origin.clone()))));
    // A note's claim is not its page's: of two notes for one term only the first has a page.
    for entry in wiki.notes.iter().filter(|entry| entry.has_page && entry.role != Role::Section) {
        told(claims.claim(&*entry.url, Claimant::Page(Origin::Note(Arc::clone(&entry.note.path)))));
    }
    // What a note was refused is told above.
    notes.retain(|page| claims.claim(page.url.as_str(), Claimant::Page(page.origin.clone())).is_ok());
    pages.append(&mut notes);

    let claim_made = |Made { path, of }: Made| {
        match claims.claim(path.as_str(), Claimant::Made(of.clone())) {
            Ok(()) => Some(path),
            Err(found) => {
                // That the note has no address was told already, with what stands in its way.
                if of.is_none() {
                    diagnostics.push(*found);
                }
                None
            }
        }
    };
    let made = made.into_iter().filter_map(claim_made).collect();
    let mut told = |result: Result<(), Box<Diagnostic>>| result.map_err(|found| diagnostics.push(*found)).is_ok();
    let assets = wiki.assets.iter();
    let assets = assets.filter(|asset| told(claims.claim(&*asset.at, Claimant::Asset(Arc::clone(&asset.path)))));
    let assets = assets.cloned().collect();
    let redirects = wiki.redirects.iter();
    let redirects = redirects.filter(|old| told(claims.claim(&*old.path, Claimant::Alias(Redirect::clone(old)))));
    let redirects = redirects.cloned().collect();
    Kept { pages, assets, redirects, made }
}

/// Who wants a path.
#[derive(Clone, PartialEq, Eq)]
enum Claimant {
    Page(Origin),
    /// A file of the theme, or a drawing.
    Theme(FilePath),
    /// Data for scripts.
    Data,
    /// A file made of notes, or of this one.
    Made(Option<FilePath>),
    Asset(FilePath),
    Alias(Redirect),
}

#[derive(Default)]
struct Claims {
    /// Scripts whose path begins so are data, whether or not there is one of that name.
    reserved: &'static [&'static str],
    of: Vec<(String, Claimant)>,
    /// Numbers in `of`, by folded path.
    files: HashMap<String, usize>,
    /// For each folder the first file in it.
    folders: HashMap<String, usize>,
}

impl Claims {
    /// Takes a path, unless another has it.
    fn claim(&mut self, path: impl Into<String>, by: Claimant) -> Result<(), Box<Diagnostic>> {
        let path = path.into();
        let folded = fold_path(&path);
        if by != Claimant::Data && folded.ends_with(".js") && self.reserved.iter().any(|one| folded.starts_with(one)) {
            return Err(Box::new(refusal(&by, &format!("`{path}`"), &Claimant::Data)));
        }
        let above = || folded.match_indices('/').map(|(at, _)| &folded[..at]);
        if let Some(&number) = self.files.get(&folded) {
            let (known, first) = &self.of[number];
            // The same page or drawing again.
            if (known, first) == (&path, &by) {
                return Ok(());
            }
            let wanted = if *known == path {
                format!("`{path}`")
            } else {
                format!("`{path}`, which differs from `{known}` in capitals alone,")
            };
            return Err(Box::new(refusal(&by, &wanted, first)));
        }
        let file = above().find_map(|folder| self.files.get(folder));
        if let Some(&number) = file.or_else(|| self.folders.get(&folded)) {
            let (known, first) = &self.of[number];
            let wanted = match file {
                Some(_) => format!("`{path}` needs a folder where `{known}` is a file; that"),
                None => format!("`{path}` is a file where `{known}` needs a folder; that"),
            };
            return Err(Box::new(refusal(&by, &wanted, first)));
        }
        let number = self.of.len();
        for folder in above() {
            if !self.folders.contains_key(folder) {
                self.folders.insert(folder.to_string(), number);
            }
        }
        self.files.insert(folded, number);
        self.of.push((path, by));
        Ok(())
    }
}

/// Tells a claimant that somebody else came first.
fn refusal(by: &Claimant, wanted: &str, first: &Claimant) -> Diagnostic {
    let (whose, place) = match first {
        Claimant::Page(Origin::Site) => ("is a page that the site makes itself".to_string(), None),
        Claimant::Page(Origin::Kind(path)) => (format!("is already the list of the kind in `{path}`"), Some(path)),
        Claimant::Page(Origin::Folder(path)) => (format!("is already the page of the folder of `{path}`"), Some(path)),
        Claimant::Page(Origin::Note(path)) => (format!("is already the page of `{path}`"), Some(path)),
        Claimant::Theme(_) => ("is already a file of the theme or a drawing".to_string(), None),
        Claimant::Data | Claimant::Made(None) => ("is already a file that the site makes itself".to_string(), None),
        Claimant::Made(Some(path)) => (format!("is already the Markdown of `{path}`"), Some(path)),
        Claimant::Asset(path) => (format!("is already the file `{path}`"), Some(path)),
        Claimant::Alias(old) => (format!("is already an alias of `{}`", old.place.file), None),
    };
    let found = match by {
        Claimant::Alias(old) => Diagnostic::new(
            "alias/duplicate",
            old.place.clone(),
            format!("`{}` asks for an address that is taken: {wanted} {whose}", old.written),
        )
        .help("leave the alias out, or write another"),
        Claimant::Page(Origin::Note(path)) | Claimant::Made(Some(path)) | Claimant::Asset(path) => {
            conflict(path, format!("{wanted} {whose}")).help(match place {
                Some(_) => "rename one of the two files",
                None => "give the file another name",
            })
        }
        Claimant::Page(Origin::Folder(path)) => {
            conflict(path, format!("the page of this folder has no address: {wanted} {whose}"))
                .help("give the folder another name")
        }
        Claimant::Page(Origin::Kind(path)) => {
            conflict(path, format!("the list of this kind has no address: {wanted} {whose}"))
                .help("give the kind another `plural`")
        }
        Claimant::Page(Origin::Site) | Claimant::Data | Claimant::Made(None) => {
            conflict(&FilePath::from("site.toml"), format!("{wanted} {whose}"))
        }
        Claimant::Theme(name) => Diagnostic::new(
            "theme/invalid",
            Span::new(&FilePath::from(format!("assets/{name}")), 0..0),
            format!("{wanted} {whose}"),
        )
        .help("give the theme's file another name"),
    };
    match (place, first) {
        (Some(path), _) => found.other(Span::new(path, 0..0), "this one came first"),
        (None, Claimant::Alias(old)) => found.other(old.place.clone(), "it is wanted here too"),
        (None, _) => found,
    }
}

fn conflict(path: &FilePath, message: String) -> Diagnostic {
    Diagnostic::new("page/conflict", Span::new(path, 0..0), message)
}
