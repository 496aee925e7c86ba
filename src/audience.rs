//! Drops what this build may not show, before anything is resolved.
//!
//! Titles, links, counts, search terms and redirects of a hidden note cannot
//! exist downstream, because nothing downstream is ever given the note
//! (promise 6 of the design). Nothing here is guessed: a note whose audience
//! or status cannot be read is hidden, and a section note that cannot be read
//! hides everything below it.

pub mod files;
mod folders;

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::nearest;
use crate::note::Note;
use crate::note::front_matter::{Spanned, Status};
use crate::source::{Asset, Span};
use folders::Closed;

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

/// What was left out for its errors, so that the rest can be published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Notes with errors, also those that could not be read at all.
    pub notes: usize,
    /// Notes without a fault of their own, in the folders of section notes with errors.
    pub below: usize,
    /// Whether the note of the whole site has errors, so that nothing may be shown.
    pub everything: bool,
}

/// Returns what may be shown to an audience, and what was left out of it for its errors.
///
/// `withheld` are the places of files with errors that the build is to do without, also
/// of those that could not be read. An asset is hidden when its folder is, or when only
/// hidden notes refer to it. Where a note could not be read, nobody knows which assets
/// it shows, and only those that a shown note refers to are published.
pub fn visible(
    notes: &[Arc<Note>],
    assets: &[Asset],
    audience: &Audience,
    withheld: &BTreeSet<Arc<str>>,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Visible, LeftOut) {
    for note in notes {
        for name in note.front.audience.iter().flatten() {
            tell_unknown(note, name, config, diagnostics);
        }
    }
    let closed = Closed::by_notes(notes, |note| allows(note.front.audience.as_deref(), audience));
    let unclear = notes.iter().filter(|note| note.front.withheld).map(|note| &note.at);
    let broken = Closed::by_places(withheld.iter().chain(unclear));
    let mut left_out = LeftOut { everything: broken.all(), ..LeftOut::default() };
    left_out.notes = withheld.iter().filter(|at| at.ends_with(".md") || at.ends_with(".markdown")).count();
    let (mut shown, mut hidden) = (Vec::new(), Vec::new());
    for note in notes {
        if closed.covers(note.folder()) || !shows(note, audience) {
            hidden.push(Arc::clone(note));
        } else if broken.covers(&note.at) {
            left_out.below += usize::from(!withheld.contains(&note.at));
            hidden.push(Arc::clone(note));
        } else {
            shown.push(Arc::clone(note));
        }
    }
    let not_shown = files::hidden(assets, &shown, &hidden);
    let read: HashSet<&str> = notes.iter().map(|note| &*note.at).collect();
    let unread = withheld.iter().any(|at| !read.contains(&**at));
    let told = unread.then(|| files::shown(assets, &shown));
    let assets = assets
        .iter()
        .filter(|asset| !closed.covers(&asset.at) && !broken.covers(&asset.at) && !not_shown.contains(&asset.at))
        .filter(|asset| told.as_ref().is_none_or(|told| told.contains(&asset.at)))
        .cloned()
        .collect();
    (Visible { notes: shown, assets }, left_out)
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
