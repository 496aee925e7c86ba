//! What a build works out from the notes' fields, headings and links: all addresses, and what joins notes.
//!
//! None of it depends on their prose, and most edits are of prose. So it is kept from one build to the next, and
//! taken over where every note's [`outline`](Note::outline) is what it was.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Clock, Site};
use crate::audience::{self, LeftOut};
use crate::check;
use crate::diagnostic::Diagnostic;
use crate::hashed::{Digest, digest};
use crate::note::Note;
use crate::output::claim::{self, Kept};
use crate::output::html::Templates;
use crate::output::{self, Edition, File, asset, data, made};
use crate::page::{self, Matter, body};
use crate::source::FilePath;
use crate::wiki::{self, NoteId, Wiki};

/// All that holds as long as nothing but prose is edited, with the edition that it was worked out for.
pub(super) struct Outline {
    pub edition: Arc<Edition>,
    /// Every file whose path is known without writing any, sorted by path.
    pub files: Arc<Vec<File>>,
    /// How many of them are pages.
    pub pages: usize,
    pub left_out: LeftOut,
    /// What was found, but for what each note's own text shows by itself.
    pub told: Vec<Diagnostic>,
    /// Where some notes are withheld only until a slip is mended: the wiki with them, for messages alone.
    pub apart: Option<Wiki>,
    key: Digest,
    /// The digest of each note that it was worked out for.
    notes: Vec<Digest>,
}

/// Returns the digest of everything that an outline is worked out from.
pub(super) fn key(site: &Site, notes: &[Arc<Note>]) -> Digest {
    let Site { config, theme, assets, withheld, history, audience, today, .. } = site;
    let outlines: Vec<Digest> = notes.iter().map(|note| note.outline).collect();
    digest(&(&**config, theme.digest, assets, withheld, history.digest(), audience, today, outlines))
}

impl Outline {
    /// Works it out.
    pub fn new(site: &Site, notes: &[Arc<Note>], key: Digest, clock: &mut Clock) -> Self {
        let mut told = Vec::new();
        let (config, kinds) = (&site.config, &site.theme.kinds);
        let rules = audience::Rules { audience: &site.audience, withheld: &site.withheld, config, kinds };
        let sorted = audience::sort(notes, &site.assets, &rules, &mut told);
        clock.lap("audience");

        let mut found = Vec::new();
        let wiki = Arc::new(wiki::resolve(sorted.shown, kinds, config, &site.history, &mut found));
        // A note that is withheld for one slip still has its other messages, from a wiki that no page ever sees.
        let apart = sorted.told.map(|told| {
            found.clear();
            wiki::resolve(told, kinds, config, &site.history, &mut found)
        });
        told.append(&mut found);
        told.extend(check::language(config, &site.theme));
        told.extend(check::nav(config, kinds, &site.files));
        clock.lap("resolve");

        let frame = page::Frame::new(&wiki, &site.theme, config, site.today);
        let circled = body::circles(&wiki, &mut told);
        let matter = Matter::new(frame, circled);
        let pages = page::pages(&matter);
        clock.lap("pages");

        let frame = &matter.frame;
        let wanted = made::wanted(&wiki, frame, pages.len());
        let Kept { mut pages, assets, redirects, made } =
            claim::settle(&wiki, pages, &data::claims(frame), wanted, &site.theme, &mut told);
        pages.extend(redirects.iter().map(|old| page::redirect(&wiki, old)));
        pages.sort_by(|a, b| a.url.cmp(&b.url));
        clock.lap("addresses");

        let (templates, broken) = Templates::new(&site.theme, &frame.site);
        let shown = wiki.notes.iter().filter(|entry| entry.has_page);
        let mut files = asset::files(&assets, shown.flat_map(|entry| &entry.note.body.drawings), &site.theme);
        let findable = pages.iter().filter(|page| page.findable).count();
        files.extend(made::files(&wiki, frame, findable, &made));
        files.extend(data::files(frame));
        let rendered = if broken.is_empty() { pages.len() } else { 0 };
        files.extend(output::rendered(&pages).take(rendered));
        files.sort_by(|a, b| a.path.cmp(&b.path));
        // Two notes may have the same drawing; no other path is there twice.
        files.dedup_by(|a, b| a.path == b.path);
        told.extend(broken);
        clock.lap("files");

        let (config, theme) = (Arc::clone(config), Arc::clone(&site.theme));
        Outline {
            edition: Arc::new(Edition {
                matter,
                pages: Arc::new(pages),
                config,
                theme,
                templates: Arc::new(templates),
            }),
            files: Arc::new(files),
            pages: rendered,
            left_out: sorted.left_out,
            told,
            apart,
            key,
            notes: notes.iter().map(|note| note.digest).collect(),
        }
    }

    /// Returns the outline with the notes as they are now; nothing where it is to be worked out anew.
    pub fn again(self, notes: &[Arc<Note>], key: Digest) -> Option<Self> {
        if self.key != key || self.apart.is_some() {
            return None;
        }
        let old = self.notes.iter();
        let changed: HashMap<&FilePath, &Arc<Note>> = notes
            .iter()
            .zip(old)
            .filter(|(note, old)| note.digest != **old)
            .map(|(note, _)| (&note.path, note))
            .collect();
        if changed.is_empty() {
            return Some(self);
        }
        // What was told of a changed note may have moved in its file.
        let concerns = |found: &Diagnostic| {
            let mut places = std::iter::once(&found.primary).chain(&found.others);
            places.any(|place| changed.contains_key(&place.span.file))
        };
        if self.told.iter().any(concerns) {
            return None;
        }
        let edition = &self.edition;
        let mut wiki = Wiki::clone(&edition.matter.wiki);
        let mut ids = Vec::new();
        for (number, entry) in wiki.notes.iter_mut().enumerate() {
            if let Some(note) = changed.get(&entry.note.path) {
                Arc::make_mut(entry).note = Arc::clone(note);
                ids.push(NoteId(number as u32));
            }
        }
        let edition = Edition {
            matter: edition.matter.again(Arc::new(wiki), &ids)?,
            pages: Arc::clone(&edition.pages),
            config: Arc::clone(&edition.config),
            theme: Arc::clone(&edition.theme),
            templates: Arc::clone(&edition.templates),
        };
        let notes = notes.iter().map(|note| note.digest).collect();
        Some(Outline { edition: Arc::new(edition), notes, ..self })
    }
}
