//! The whole build, every stage called once, in order.
//!
//! `build`, `check` and `serve` are this one function. It touches no
//! disk, and no clock but to say how long each stage took: a [`Site`] in, a
//! [`Build`] out, the same for the same.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::audience::{self, Audience, LeftOut};
use crate::check;
use crate::coach;
use crate::config::Config;
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Severity};
use crate::history::History;
use crate::memo::Table;
use crate::note::{self, Note};
use crate::output::claim::{self, Kept};
use crate::output::html::{self, Templates};
use crate::output::{Output, asset, data, made};
use crate::page::body::{self, together};
use crate::page::print::Plan;
use crate::page::{self, preview};
use crate::search::catalogue::{self, Catalogue};
use crate::source::{Asset, Bytes, SourceFile};
use crate::theme::Theme;
use crate::wiki;

/// The configured content tree as it was read.
pub struct Site {
    /// `site.toml`.
    pub config: Config,
    /// Templates, words, icons, assets and kinds.
    pub theme: Theme,
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
pub struct Build {
    /// Every file of the output, sorted by path.
    pub outputs: Vec<Output>,
    /// Everything that was found, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// How many of the outputs are pages.
    pub pages: usize,
    /// How many notes are in it.
    pub notes: usize,
    /// What was left out for its errors.
    pub left_out: LeftOut,
    /// How long each stage took.
    pub timings: Vec<(&'static str, Duration)>,
}

impl Build {
    /// Whether something was found that forbids publishing.
    pub fn failed(&self) -> bool {
        self.diagnostics.iter().any(|found| found.severity == Severity::Error)
    }
}

/// Results of earlier builds, by stage.
pub struct Memo {
    notes: Table<Arc<Note>>,
    checks: Table<Arc<Vec<Diagnostic>>>,
    bodies: Table<body::Filled>,
    printed: Table<together::Texts>,
    search: catalogue::Memo,
    pages: Table<Result<Arc<[u8]>, Box<Diagnostic>>>,
    made: made::Memo,
}

impl Default for Memo {
    fn default() -> Self {
        Memo {
            notes: Table::default(),
            checks: Table::default(),
            bodies: Table::default(),
            printed: Table::default(),
            search: Table::default(),
            pages: Table::default(),
            made: made::Memo::new(true),
        }
    }
}

impl Memo {
    /// Makes one that keeps nothing, for a build that no other follows.
    pub fn forgetful() -> Self {
        Memo {
            notes: Table::forgetful(),
            checks: Table::forgetful(),
            bodies: Table::forgetful(),
            printed: Table::forgetful(),
            search: Table::forgetful(),
            pages: Table::forgetful(),
            made: made::Memo::new(false),
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

    let (config, kinds) = (&site.config, &site.theme.kinds);
    let rules = audience::Rules { audience: &site.audience, withheld: &site.withheld, config, kinds };
    let audience::Sorted { shown, told, left_out } = audience::sort(&notes, &site.assets, &rules, &mut diagnostics);
    clock.lap("audience");

    let mut found = Vec::new();
    let wiki = wiki::resolve(shown, kinds, config, &site.history, &mut found);
    // A note that is withheld for one slip still has its other messages, from a wiki that no page ever sees.
    let apart = told.map(|told| {
        found.clear();
        wiki::resolve(told, kinds, config, &site.history, &mut found)
    });
    diagnostics.append(&mut found);
    clock.lap("resolve");

    let found = memo.checks.map(
        &apart.as_ref().unwrap_or(&wiki).notes,
        |entry| check::key(entry, site.today),
        |entry| Arc::new(check::note(entry, site.today)),
    );
    drop(apart);
    diagnostics.extend(found.iter().flat_map(|found| found.iter().cloned()));
    diagnostics.extend(check::language(&site.config, &site.theme));
    diagnostics.extend(check::nav(&site.config, &site.theme.kinds, &site.files));
    clock.lap("check");

    let frame = page::Frame::new(&wiki, &site.theme, &site.config, site.today);
    let circled = body::circles(&wiki, &mut diagnostics);
    let bodies = body::fill(&wiki, &frame, &circled, &mut memo.bodies, &mut diagnostics);
    let plan = Plan::new(&wiki);
    let printed = together::fill(&wiki, &frame, &circled, &plan.pages, &mut memo.printed);
    let pages = page::pages(&wiki, &frame, &bodies, &plan, &printed);
    clock.lap("pages");

    let catalogue = Catalogue::new(&wiki, &site.config.language, &mut memo.search);
    let mut data = data::search::outputs(&catalogue, &frame);
    drop(catalogue);
    clock.lap("search");

    data.extend(data::tree::outputs(&frame.tree));
    data.push(data::find::output(&frame.site));
    let shards = frame.site.previews;
    let paths: Vec<Arc<str>> =
        data.iter().map(|output| Arc::clone(&output.path)).chain(data::previews::paths(shards)).collect();
    let wanted = made::wanted(&wiki, &frame, pages.len());
    let Kept { mut pages, assets, redirects, made } =
        claim::settle(&wiki, pages, &paths, wanted, &site.theme, &mut diagnostics);
    data.extend(data::previews::outputs(&preview::previews(&wiki, &frame, &pages), shards));
    pages.extend(redirects.iter().map(|old| page::redirect(&wiki, &frame, old)));
    pages.sort_by(|a, b| a.frame.url.cmp(&b.frame.url));
    clock.lap("data");

    let material = made::Material {
        wiki: &wiki,
        frame: &frame,
        config: &site.config,
        theme: &site.theme,
        pages: &pages,
        bodies: &bodies,
        circled: &circled,
    };
    let made = made::outputs(&material, &made, &mut memo.made);
    clock.lap("machines");

    let shown = wiki.notes.iter().filter(|entry| entry.has_page);
    let mut others = asset::outputs(&assets, shown.flat_map(|entry| &entry.note.body.drawings), &site.theme);
    others.extend(made);
    let listed = wiki.listed().count();
    let (templates, broken) = Templates::new(&site.theme, &frame.site);
    // From here on the pages are all that is needed: at 10,000 notes the rest is a quarter of the memory.
    drop((wiki, frame, bodies, notes, assets));
    let mut outputs = Vec::with_capacity(pages.len() + others.len());
    if broken.is_empty() {
        let urls: Vec<Arc<str>> = pages.iter().map(|page| Arc::from(page.frame.url.as_str())).collect();
        let rendered = memo.pages.map(pages, |page| templates.key(page), |page| templates.render(&page));
        let mut errors = Vec::new();
        for (path, result) in urls.iter().zip(rendered) {
            match result {
                Ok(html) => outputs.push(Output { path: Arc::clone(path), bytes: Bytes::Memory(html) }),
                Err(error) => errors.push((&**path, error)),
            }
        }
        diagnostics.extend(html::once(errors));
    }
    diagnostics.extend(broken);
    clock.lap("render");

    let rendered = outputs.len();
    outputs.extend(others);
    outputs.extend(data);
    outputs.sort_by(|a, b| a.path.cmp(&b.path));
    // Two notes may have the same drawing; no other path is there twice.
    outputs.dedup_by(|a, b| a.path == b.path);
    let diagnostics = check::settle(diagnostics, &site.config, site.strict);
    clock.lap("collect");
    Build { outputs, diagnostics, pages: rendered, notes: listed, left_out, timings: clock.laps }
}

/// Reads a site as far as searching it asks: its notes, resolved, with their index.
pub fn search(site: &Site) -> (wiki::Wiki, Catalogue) {
    let wiki = unheard(site);
    let catalogue = Catalogue::new(&wiki, &site.config.language, &mut Table::forgetful());
    (wiki, catalogue)
}

/// Reads a site as far as its notes, resolved.
///
/// What is wrong is told by `build` and `check`; here a note with an error is as good as any.
fn unheard(site: &Site) -> wiki::Wiki {
    let options = &site.config.markdown;
    let notes: Vec<Arc<Note>> = Table::forgetful().map(
        &site.files,
        |file| note::key(file, options),
        |file| Arc::new(note::parse(file, options)),
    );
    let mut unheard = Vec::new();
    let (config, kinds) = (&site.config, &site.theme.kinds);
    let rules = audience::Rules { audience: &site.audience, withheld: &site.withheld, config, kinds };
    let sorted = audience::sort(&notes, &site.assets, &rules, &mut unheard);
    wiki::resolve(sorted.shown, kinds, config, &site.history, &mut unheard)
}

/// What the coach said of notes, by their digest.
pub type Hints = Table<Arc<Vec<Diagnostic>>>;

/// Reads a site as far as the coach asks, and returns what it says. Nothing of it can reach a page: no page is made here.
pub fn coach(site: &Site, memo: &mut Hints) -> Vec<Diagnostic> {
    let wiki = unheard(site);
    let hints = coach::Hints::new(&wiki, &|code| site.config.check.said(code));
    let found = memo.map(&wiki.notes, |entry| coach::key(entry, &hints), |entry| Arc::new(coach::note(entry, &hints)));
    check::settle(found.iter().flat_map(|found| found.iter().cloned()).collect(), &site.config, site.strict)
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
