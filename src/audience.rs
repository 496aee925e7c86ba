//! Drops what this build may not show, before anything is resolved.
//!
//! Titles, links, counts, search terms and redirects of a hidden note cannot
//! exist downstream, because nothing downstream is ever given the note
//! (promise 6 of the design). Nothing here is guessed: a note whose audience
//! or status cannot be read is hidden, and a section note that cannot be read
//! hides everything below it.

pub mod files;
mod folders;
mod slip;

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::kind::Kinds;
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

/// What decides who may see what.
pub struct Rules<'a> {
    /// Who the build is for.
    pub audience: &'a Audience,
    /// Places of files with errors that the build is to do without, also of those that could not be read.
    pub withheld: &'a BTreeSet<Arc<str>>,
    /// The audiences there are.
    pub config: &'a Config,
    /// The fields there are.
    pub kinds: &'a Kinds,
}

/// What became of the notes and assets of a site.
pub struct Sorted {
    /// What may be shown.
    pub shown: Visible,
    /// That, and the notes of which it is unclear who may see them: for their
    /// messages, and never for a page. Nothing where there are none.
    pub told: Option<Visible>,
    /// What was left out for its errors.
    pub left_out: LeftOut,
}

/// Sorts out what may be shown to an audience.
///
/// An asset is hidden when its folder is, or when only hidden notes refer to it. Where a
/// note could not be read, nobody knows which assets it shows, and only those that a
/// shown note refers to are published.
pub fn sort(notes: &[Arc<Note>], assets: &[Asset], rules: &Rules<'_>, diagnostics: &mut Vec<Diagnostic>) -> Sorted {
    let Rules { audience, withheld, .. } = rules;
    let unclear: HashSet<&Arc<str>> =
        notes.iter().filter(|note| is_unclear(note, rules, diagnostics)).map(|note| &note.at).collect();
    let broken = Closed::by_places(withheld.iter().chain(unclear.iter().copied()));
    let closed = Closed::by_notes(notes, |note| allows(note.front.audience.as_deref(), audience));
    let mut left_out = LeftOut { everything: broken.all(), ..LeftOut::default() };
    left_out.notes = withheld.iter().filter(|at| at.ends_with(".md") || at.ends_with(".markdown")).count();
    let (mut shown, mut hidden, mut told) = (Vec::new(), Vec::new(), Vec::new());
    for note in notes {
        let meant = !closed.covers(note.folder()) && shows(note, audience);
        let whole = !broken.covers(&note.at);
        left_out.below += usize::from(meant && !whole && !withheld.contains(&note.at));
        if meant && whole { &mut shown } else { &mut hidden }.push(Arc::clone(note));
        if meant || unclear.contains(&note.at) {
            told.push(Arc::clone(note));
        }
    }
    let not_shown = files::hidden(assets, &shown, &hidden);
    let read: HashSet<&str> = notes.iter().map(|note| &*note.at).collect();
    let unread = withheld.iter().any(|at| !read.contains(&**at));
    let named = unread.then(|| files::shown(assets, &shown));
    let visible = assets
        .iter()
        .filter(|asset| !closed.covers(&asset.at) && !broken.covers(&asset.at) && !not_shown.contains(&asset.at))
        .filter(|asset| named.as_ref().is_none_or(|named| named.contains(&asset.at)))
        .cloned()
        .collect();
    // What is withheld on purpose was told when it was found.
    let told =
        (withheld.is_empty() && told.len() > shown.len()).then(|| Visible { notes: told, assets: assets.to_vec() });
    Sorted { shown: Visible { notes: shown, assets: visible }, told, left_out }
}

/// Whether a note leaves open who may see it. Says why.
fn is_unclear(note: &Note, rules: &Rules<'_>, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let slips = slip::slips(note, rules.kinds);
    let names = note.front.audience.iter().flatten();
    let unknown: Vec<&Spanned> = names.filter(|name| !rules.config.audiences.contains_key(&name.text)).collect();
    for name in &unknown {
        tell_unknown(note, name, rules.config, diagnostics);
    }
    let unclear = note.front.withheld || !slips.is_empty() || !unknown.is_empty();
    diagnostics.extend(slips);
    unclear
}

fn tell_unknown(note: &Note, name: &Spanned, config: &Config, diagnostics: &mut Vec<Diagnostic>) {
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

/// Whether a note that says clearly who may see it may be shown, taken by itself.
fn shows(note: &Note, audience: &Audience) -> bool {
    let front = &note.front;
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
