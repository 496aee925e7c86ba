//! The whole build, every stage called once, in order.
//!
//! `build`, `check` and `serve` are this one function. It touches no
//! disk, and no clock but to say how long each stage took: a [`Site`] in, a
//! [`Build`] out, the same for the same.

mod outline;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::audience::{self, Audience, LeftOut};
use crate::check;
use crate::coach;
use crate::config::Config;
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Severity};
use crate::hashed::{Digest, digest};
use crate::history::History;
use crate::memo::Table;
use crate::note::front_matter::Status;
use crate::note::{self, Note};
use crate::output::{Edition, File, Output, data, html};
use crate::page::{Matter, Origin, Page, body};
use crate::search::catalogue::{self, Catalogue};
use crate::source::{Asset, Bytes, FilePath, SourceFile};
use crate::theme::Theme;
use crate::wiki;
use outline::Outline;

/// The configured content tree as it was read.
pub struct Site {
    /// `site.toml`.
    pub config: Arc<Config>,
    /// Templates, words, icons, assets and kinds.
    pub theme: Arc<Theme>,
    /// Notes, sorted by their place in the content tree.
    pub files: Vec<SourceFile>,
    /// Everything else under `content/`, sorted likewise.
    pub assets: Vec<Asset>,
    /// Places of files with errors, read or not, that the build is to do without: see `audience`.
    pub withheld: BTreeSet<Arc<str>>,
    /// What the repository knows.
    pub history: History,
    /// Who the build is for.
    pub audience: Audience,
    /// The day of the build.
    pub today: Date,
    /// Whether warnings are errors.
    pub strict: bool,
    /// What was found while reading.
    pub diagnostics: Vec<Diagnostic>,
}

/// What a build gives.
///
/// Files are written when somebody asks for their bytes: a preview shows a few of them, and publishing takes one
/// after the other, so that they never wait in memory together.
pub struct Build {
    edition: Arc<Edition>,
    /// The files whose paths are known without writing any, sorted by path.
    files: Arc<Vec<File>>,
    tree: OnceLock<Vec<File>>,
    search: OnceLock<Vec<File>>,
    remembered: Option<Arc<Mutex<catalogue::Memo>>>,
    /// Everything that was found without writing files, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// How many of the files are pages.
    pub pages: usize,
    /// How many notes are in it.
    pub notes: usize,
    /// What was left out for its errors.
    pub left_out: LeftOut,
    /// How long each stage took.
    pub timings: Vec<(&'static str, Duration)>,
    strict: bool,
}

/// What came of writing a few pages.
#[derive(Default)]
pub struct Tried {
    /// What keeps templates from it.
    pub told: Vec<Diagnostic>,
    /// The files of the notes concerned.
    pub broken: Vec<FilePath>,
    /// The pages that were written, each with its path.
    pub written: Vec<(Arc<str>, Bytes)>,
}

impl Build {
    /// Whether something was found that forbids publishing.
    pub fn failed(&self) -> bool {
        self.diagnostics.iter().any(|found| found.severity == Severity::Error)
    }

    /// Returns what its files are made from.
    pub fn edition(&self) -> &Arc<Edition> {
        &self.edition
    }

    /// Returns the file of the note whose page this is, as messages name it.
    pub fn file(&self, page: &str) -> Option<&FilePath> {
        let mut notes = self.edition.matter.wiki.notes.iter().filter(|entry| entry.has_page);
        notes.find(|entry| *entry.url == *page).map(|entry| &entry.note.path)
    }

    /// Returns the page of the note in a file.
    pub fn page(&self, file: &str) -> Option<&str> {
        let mut notes = self.edition.matter.wiki.notes.iter().filter(|entry| entry.has_page);
        notes.find(|entry| *entry.note.path == *file).map(|entry| &*entry.url)
    }

    /// Returns the file at a path.
    pub fn output(&self, path: &str) -> Option<Output> {
        let found = self.files.binary_search_by(|file| (*file.path).cmp(path)).ok().map(|at| &self.files[at]);
        let found = found.or_else(|| {
            let late = match path {
                _ if data::tree::has(path) => self.tree(),
                _ if data::search::has(path) => self.search(),
                _ => return None,
            };
            late.iter().find(|file| *file.path == *path)
        });
        found.map(|file| file.of(&self.edition))
    }

    /// Returns every file, sorted by path.
    pub fn outputs(&self) -> Vec<Output> {
        let all = self.files.iter().chain(self.tree()).chain(self.search());
        let mut all: Vec<Output> = all.map(|file| file.of(&self.edition)).collect();
        all.sort_by(|a, b| a.path.cmp(&b.path));
        all
    }

    /// Returns every file and keeps none. First come those of the search, whose texts are then let go.
    pub fn take_outputs(&mut self) -> Vec<Output> {
        self.search();
        self.tree();
        let late = [self.search.take(), self.tree.take()].into_iter().flatten().flatten();
        let late: Vec<Output> = late.map(|file| file.of(&self.edition)).collect();
        let files = std::mem::take(&mut self.files);
        late.into_iter().chain(files.iter().map(|file| file.of(&self.edition))).collect()
    }

    /// Writes every page, to find out what keeps templates from it.
    pub fn broken(&self) -> Vec<Diagnostic> {
        let outputs = self.files.par_iter().map(|file| file.of(&self.edition));
        let errors: Vec<_> =
            outputs.filter_map(|output| Some((Arc::clone(&output.path), output.bytes().err()?))).collect();
        self.told(errors)
    }

    /// Writes one page of each sort, which finds what is wrong with a template long before all pages are written.
    pub fn trial(&self) -> Vec<Diagnostic> {
        let Edition { matter, pages, templates, .. } = &*self.edition;
        if self.pages == 0 {
            // Templates that are no templates were told.
            return Vec::new();
        }
        let kinds: HashMap<&str, &str> =
            matter.wiki.notes.iter().map(|entry| (&*entry.url, entry.kind.name.as_str())).collect();
        let mut tried = HashSet::new();
        let sorts = pages.iter().filter(|page| {
            let folder = page.url.rsplit_once('/').map_or(page.url.as_str(), |(folder, _)| folder);
            let sort = match &page.origin {
                Origin::Site => folder,
                Origin::Kind(_) => "kind/",
                Origin::Folder(_) => "folder/",
                Origin::Note(_) => kinds.get(page.url.as_str()).copied().unwrap_or("redirect/"),
            };
            tried.insert((std::mem::discriminant(&page.origin), page.findable, sort))
        });
        let sorts: Vec<&Page> = sorts.collect();
        let errors = sorts.par_iter().filter_map(|page| {
            let error = templates.render(&page.sheet(matter)).err()?;
            Some((Arc::from(page.url.as_str()), error))
        });
        self.told(errors.collect())
    }

    /// Writes the pages of the notes in these files.
    pub fn pages_of(&self, files: &[FilePath]) -> Tried {
        let (mut tried, mut errors) = (Tried::default(), Vec::new());
        for file in files {
            let Some(page) = self.page(file).and_then(|page| self.output(page)) else { continue };
            let path = Arc::clone(&page.path);
            match page.bytes() {
                Ok(bytes) => tried.written.push((path, bytes)),
                Err(error) => {
                    tried.broken.push(Arc::clone(file));
                    errors.push((path, error));
                }
            }
        }
        tried.told = self.told(errors);
        tried
    }

    /// Makes diagnostics of what went wrong in writing pages, each given with its path.
    pub fn told(&self, errors: Vec<(Arc<str>, Box<Diagnostic>)>) -> Vec<Diagnostic> {
        check::settle(html::once(errors), &self.edition.config, self.strict)
    }

    fn tree(&self) -> &[File] {
        self.tree.get_or_init(|| {
            let mut files = data::tree::files(self.edition.matter.frame.tree());
            files.sort_by(|a, b| a.path.cmp(&b.path));
            files
        })
    }

    fn search(&self) -> &[File] {
        self.search.get_or_init(|| {
            let (wiki, language) = (&self.edition.matter.wiki, &self.edition.config.language);
            let catalogue = match &self.remembered {
                None => Catalogue::once(wiki, language),
                // After a panic in the middle of an edit the index is not there, and built anew.
                Some(memo) => {
                    let mut memo = memo.lock().unwrap_or_else(PoisonError::into_inner);
                    Catalogue::again(wiki, language, &mut memo)
                }
            };
            data::search::files(&self.edition.matter.frame, catalogue)
        })
    }
}

/// Results of earlier builds, by stage.
pub struct Memo {
    notes: Table<Arc<Note>>,
    checks: Table<Arc<Vec<Diagnostic>>>,
    embeds: Table<Option<usize>>,
    outline: Option<Outline>,
    search: Option<Arc<Mutex<catalogue::Memo>>>,
}

impl Default for Memo {
    fn default() -> Self {
        Memo {
            notes: Table::default(),
            checks: Table::default(),
            embeds: Table::default(),
            outline: None,
            search: Some(Arc::default()),
        }
    }
}

impl Memo {
    /// Makes one that keeps nothing, for a build that no other follows.
    pub fn forgetful() -> Self {
        Memo {
            notes: Table::forgetful(),
            checks: Table::forgetful(),
            embeds: Table::forgetful(),
            outline: None,
            search: None,
        }
    }
}

/// Builds a site.
pub fn build(site: &Site, memo: &mut Memo) -> Build {
    let mut clock = Clock::default();
    let mut diagnostics = site.diagnostics.clone();

    let options = &site.config.markdown;
    let notes =
        memo.notes.map(&site.files, |file| note::key(file, options), |file| Arc::new(note::parse(file, options)));
    diagnostics.extend(notes.iter().flat_map(|note| note.diagnostics.iter().cloned()));
    clock.lap("parse");

    let key = outline::key(site, &notes);
    let known = memo.outline.take().and_then(|last| last.again(&notes, key));
    let outline = known.unwrap_or_else(|| Outline::new(site, &notes, key, &mut clock));
    drop(notes);
    let Outline { edition, files, apart, .. } = &outline;
    let Matter { wiki, frame, circled, .. } = &edition.matter;
    diagnostics.extend(outline.told.iter().cloned());
    clock.lap("outline");

    let entries = &apart.as_ref().unwrap_or(wiki).notes;
    let kinds = check::Kinds::of(entries);
    let found = memo.checks.map(
        entries,
        |entry| check::key(entry, &kinds, site.today),
        |entry| Arc::new(check::note(entry, site.today)),
    );
    diagnostics.extend(found.iter().flat_map(|found| found.iter().cloned()));
    body::too_much(wiki, frame, circled, &mut memo.embeds, &mut diagnostics);
    let diagnostics = check::settle(diagnostics, &site.config, site.strict);
    clock.lap("check");

    let build = Build {
        edition: Arc::clone(edition),
        files: Arc::clone(files),
        tree: OnceLock::new(),
        search: OnceLock::new(),
        remembered: memo.search.clone(),
        diagnostics,
        pages: outline.pages,
        notes: wiki.listed().count(),
        left_out: outline.left_out.clone(),
        timings: clock.laps,
        strict: site.strict,
    };
    memo.outline = memo.search.is_some().then_some(outline);
    build
}

/// A site read as far as searching it asks.
pub struct Searched {
    /// The notes, joined.
    pub wiki: wiki::Wiki,
    /// The same as they are searched, with their index.
    pub catalogue: Catalogue,
    /// How many notes were left out since it is unclear who may see them.
    pub unclear: usize,
}

/// Reads a site as far as searching it asks. Other errors than those of who may see a note are not for this to tell.
pub fn search(site: &Site) -> Searched {
    let options = &site.config.markdown;
    let notes: Vec<Arc<Note>> = Table::forgetful().map(
        &site.files,
        |file| note::key(file, options),
        |file| Arc::new(note::parse(file, options)),
    );
    let mut unheard = Vec::new();
    let (config, kinds) = (&site.config, &site.theme.kinds);
    let rules = audience::Rules { audience: &site.audience, withheld: &site.withheld, config, kinds };
    let audience::Sorted { shown, told, .. } = audience::sort(&notes, &site.assets, &rules, &mut unheard);
    let unclear = told.map_or(0, |told| told.notes.len() - shown.notes.len());
    let wiki = wiki::resolve(shown, kinds, config, &site.history, &mut unheard);
    let catalogue = Catalogue::once(&wiki, &config.language);
    Searched { wiki, catalogue, unclear }
}

/// What the coach said of notes, by their digest, and the site's own rules as they were read last.
#[derive(Default)]
pub struct Hints {
    notes: Table<Arc<Vec<Diagnostic>>>,
    own: Option<(Digest, Arc<coach::Own>)>,
}

impl Hints {
    /// Makes one that keeps nothing, for a check that no other follows.
    pub fn forgetful() -> Self {
        Hints { notes: Table::forgetful(), own: None }
    }

    /// Returns the site's own rules, read anew where they or the site's language are others.
    fn own(&mut self, config: &Config) -> Option<(Digest, Arc<coach::Own>)> {
        if config.coach.is_empty() {
            self.own = None;
            return None;
        }
        let key = digest(&(&config.coach, &config.language));
        if self.own.as_ref().is_none_or(|(known, _)| *known != key) {
            self.own = Some((key, Arc::new(coach::Own::read(&config.coach, &config.language))));
        }
        self.own.clone()
    }

    /// Returns the coach of a build's site, and the site's own rules.
    fn voices(&mut self, build: &Build) -> (coach::Hints, Option<Arc<coach::Own>>) {
        let Edition { matter, config, .. } = &*build.edition;
        let own = self.own(config);
        let coaches = coach::coaches(&config.language, own.as_ref().map(|(key, own)| (*key, &**own)));
        let hints = coach::Hints::new(&matter.wiki, coaches, &|code| config.check.said(code));
        (hints, own.map(|(_, own)| own))
    }
}

/// Returns what the coach says of the notes of a build. Nothing of it can reach a page: the build has all of its own.
pub fn coach(build: &Build, memo: &mut Hints) -> Vec<Diagnostic> {
    let Edition { matter, config, .. } = &*build.edition;
    let (hints, own) = memo.voices(build);
    let notes = &matter.wiki.notes;
    let found = memo.notes.map(notes, |entry| coach::key(entry, &hints), |entry| Arc::new(coach::note(entry, &hints)));
    let told = own.iter().flat_map(|own| own.told.iter());
    check::settle(found.iter().flat_map(|found| found.iter()).chain(told).cloned().collect(), config, build.strict)
}

/// What the coach knows of the site of a build.
pub struct Voices(coach::Hints);

/// Makes ready what [`coach_note`] asks.
pub fn voices(build: &Build) -> Voices {
    Voices(Hints::default().voices(build).0)
}

/// Returns what the coach says of the note in one file of a build, as [`coach()`] does of all; nothing where there is none.
pub fn coach_note(build: &Build, voices: &Voices, file: &str) -> Vec<Diagnostic> {
    let Edition { matter, config, .. } = &*build.edition;
    let entry = matter.wiki.notes.iter().find(|entry| *entry.note.path == *file);
    let said = entry.map(|entry| coach::note(entry, &voices.0)).unwrap_or_default();
    check::settle(said, config, build.strict)
}

/// What keeps a note from its readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// It is a draft.
    Draft,
    /// It is being reviewed.
    InReview,
    /// It is for an audience of its own.
    Closed,
}

/// Returns what the front matter of a note in a file says that keeps it from its readers, if anything does.
pub fn hidden(file: &FilePath, text: &str) -> Option<Hidden> {
    let (front, _) = note::front_matter::parse(file, text, &mut Vec::new());
    match front.status {
        Status::Draft => Some(Hidden::Draft),
        Status::InReview => Some(Hidden::InReview),
        _ => front.audience.map(|_| Hidden::Closed),
    }
}

/// Laps of a stopwatch. Times are told, never acted upon.
struct Clock {
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
}

impl Default for Clock {
    fn default() -> Self {
        Clock { last: Instant::now(), laps: Vec::new() }
    }
}

impl Clock {
    fn lap(&mut self, name: &'static str) {
        let now = Instant::now();
        self.laps.push((name, now - self.last));
        self.last = now;
    }
}
