//! Drops what this build may not show, before anything is resolved.
//!
//! Titles, links, counts, search terms and redirects of a hidden note cannot
//! exist downstream, because nothing downstream is ever given the note
//! (promise 6 of the design). Nothing here is guessed: a note whose audience
//! or status cannot be read is hidden.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::nearest;
use crate::note::Note;
use crate::note::front_matter::{Spanned, Status};
use crate::note::markdown::LinkSort;
use crate::source::{Asset, Span};

/// Who a build is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Audience {
    /// The name of a closed audience; `None` is everybody.
    pub name: Option<String>,
    /// Whether drafts and notes in review are shown.
    pub drafts: bool,
}

/// What a build may show.
pub struct Visible {
    /// The notes, in the order given.
    pub notes: Vec<Arc<Note>>,
    /// The assets, in the order given.
    pub assets: Vec<Asset>,
}

/// Returns what may be shown to an audience.
///
/// An asset is hidden when its folder is, or when only hidden notes refer to it.
pub fn visible(
    notes: &[Arc<Note>],
    assets: &[Asset],
    audience: &Audience,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Visible {
    for note in notes {
        for name in note.front.audience.iter().flatten() {
            tell_unknown(note, name, config, diagnostics);
        }
    }
    let folders = Folders::new(notes, audience);
    let shown = |note: &Note| folders.shows(note.folder()) && shows(note, audience);
    let (mut seen, mut hidden) = (HashSet::new(), HashSet::new());
    let mut visible = Vec::new();
    for note in notes {
        let keep = shown(note);
        let files = if keep { &mut seen } else { &mut hidden };
        files.extend(referred(note));
        if keep {
            visible.push(Arc::clone(note));
        }
    }
    let assets = assets
        .iter()
        .filter(|asset| {
            let folder = asset.at.rsplit_once('/').map_or("", |(folder, _)| folder);
            folders.shows(folder) && (seen.contains(&*asset.at) || !hidden.contains(&*asset.at))
        })
        .cloned()
        .collect();
    Visible { notes: visible, assets }
}

fn tell_unknown(note: &Note, name: &Spanned, config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    if config.audiences.contains_key(&name.text) {
        return;
    }
    diagnostics.push(
        Diagnostic::new(
            "audience/unknown",
            Span::new(&note.path, name.span.clone()),
            format!("`{}` is not an audience of this site", name.text),
        )
        .help(
            nearest::did_you_mean(&name.text, config.audiences.keys().map(String::as_str))
                .unwrap_or_else(|| "name it under `[audiences]` in `site.toml`".to_string()),
        ),
    );
}

/// Whether a note, taken by itself, may be shown.
fn shows(note: &Note, audience: &Audience) -> bool {
    let front = &note.front;
    if front.withheld {
        return false;
    }
    if !audience.drafts && matches!(front.status, Status::Draft | Status::InReview) {
        return false;
    }
    allows(front.audience.as_deref(), audience)
}

fn allows(names: Option<&[Spanned]>, audience: &Audience) -> bool {
    match (names, &audience.name) {
        (None, _) => true,
        (Some(names), Some(ours)) => names.iter().any(|name| name.text == *ours),
        (Some(_), None) => false,
    }
}

/// Which folders are closed, by what their section notes say.
struct Folders {
    open: HashMap<String, bool>,
}

impl Folders {
    fn new(notes: &[Arc<Note>], audience: &Audience) -> Self {
        let mut open = HashMap::new();
        for note in notes {
            // `index.md` and `README.md` set it too: whichever of them is the section's note.
            if matches!(note.stem(), "_index" | "index" | "README" | "readme") {
                let allowed = !note.front.withheld && allows(note.front.audience.as_deref(), audience);
                *open.entry(note.folder().to_string()).or_insert(true) &= allowed;
            }
        }
        Folders { open }
    }

    fn shows(&self, folder: &str) -> bool {
        let mut at = folder;
        loop {
            if self.open.get(at) == Some(&false) {
                return false;
            }
            match at.rsplit_once('/') {
                Some((above, _)) => at = above,
                None if at.is_empty() => return true,
                None => at = "",
            }
        }
    }
}

/// Returns the places in the content tree that a note's links and images may mean.
fn referred(note: &Note) -> impl Iterator<Item = String> + '_ {
    note.body
        .links
        .iter()
        .filter(|link| link.sort != LinkSort::Wiki)
        .filter_map(|link| crate::note::dest::join(note.folder(), &link.dest).map(|(path, _)| path))
}
