//! The loop: wait, read, build, swap, tell the browsers.
//!
//! Any event means "read again", what was named at the least; there is no second way to a page. Whatever goes wrong on the way
//! is shown, and the last good build stays served.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::hub::Hub;
use super::site::{Moment, Now, Served, Texts, Written};
use super::watch::{Folder, Watch};
use crate::diagnostic::Diagnostic;
use crate::hashed::Digest;
use crate::pipeline::{self, Build, Memo, Site};
use crate::source::read::Changes;

/// So many of the notes that changed have their pages written before anybody asks, to find out what keeps a template from
/// it; whoever asks is given those.
const TRIED: usize = 8;

/// Where the site comes from: the disk, for a real preview.
pub trait Source {
    /// What to watch.
    fn folders(&self) -> Vec<Folder>;

    /// What happens below is our own doing.
    fn ignored(&self) -> Vec<PathBuf>;

    /// Reads the site, whose notes are as they were but for `changes`. Nothing where all of it is as it was.
    ///
    /// # Errors
    /// When there is nothing to read, in words for the author.
    fn read(&mut self, changes: &Changes) -> Result<Option<Reading>, String>;
}

/// A site as it was read.
pub struct Reading {
    /// What the pipeline takes.
    pub site: Site,
    /// The texts that messages quote.
    pub texts: Texts,
    /// The notes that are not as they were, as messages name them.
    pub changed: Vec<Arc<str>>,
}

/// What is shared with those who answer.
#[derive(Default)]
pub struct Stage {
    /// The present moment.
    pub now: Now,
    /// Those who wait for the next.
    pub hub: Hub,
}

/// What one turn of the loop came to, for the terminal.
pub struct Turn {
    /// The moment that it made.
    pub moment: Arc<Moment>,
    /// How long reading took, and each stage of the build.
    pub timings: Vec<(&'static str, Duration)>,
    /// How many pages and notes there are; nothing where the build was stopped.
    pub counts: Option<(usize, usize)>,
}

/// What is kept from one build to the next.
#[derive(Default)]
pub struct Loop {
    memo: Memo,
    good: bool,
    /// The digest of the theme whose templates were tried last, and work.
    tried: Option<Digest>,
    /// The notes whose pages they do not work for.
    broken: Vec<Arc<str>>,
}

impl Loop {
    /// Reads, builds and swaps, once. Nothing where all is as it was.
    pub fn turn(&mut self, source: &mut dyn Source, changes: &Changes, stage: &Stage) -> Option<Turn> {
        self.turn_with(source, changes, stage, &mut pipeline::build)
    }

    /// The same with another way of building.
    pub fn turn_with(
        &mut self,
        source: &mut dyn Source,
        changes: &Changes,
        stage: &Stage,
        build: &mut dyn FnMut(&Site, &mut Memo) -> Build,
    ) -> Option<Turn> {
        let before = stage.now.get();
        let start = Instant::now();
        let read = catch_unwind(AssertUnwindSafe(|| source.read(changes)));
        let reading_took = start.elapsed();
        let built = match read {
            Ok(Ok(None)) => return None,
            Ok(Ok(Some(reading))) => {
                let Reading { site, texts, changed } = reading;
                let tried = self.tried.take();
                let mut files = std::mem::take(&mut self.broken);
                files.extend(changed.iter().take(TRIED).cloned());
                files.sort();
                files.dedup();
                let made = || {
                    let mut built = build(&site, &mut self.memo);
                    // Pages are made when they are asked for; that templates work is known before. Until they do, they
                    // are tried each time.
                    let broken = if tried == Some(site.theme.digest) { Vec::new() } else { built.trial() };
                    let sound = broken.is_empty();
                    let pages = built.pages_of(&files);
                    let more = pages.told.iter().filter(|found| !broken.contains(found)).cloned();
                    built.diagnostics.extend(more.collect::<Vec<_>>().into_iter().chain(broken));
                    built.diagnostics.sort_by(|a, b| a.order().cmp(&b.order()));
                    (built, pages, sound)
                };
                match catch_unwind(AssertUnwindSafe(made)) {
                    Ok((built, pages, sound)) => {
                        self.tried = sound.then_some(site.theme.digest);
                        self.broken = pages.broken;
                        Ok((built, pages.written, texts, changed))
                    }
                    Err(panic) => {
                        // What a stage left half done is of no use to the next build.
                        self.memo = Memo::default();
                        Err(bug(&*panic))
                    }
                }
            }
            Ok(Err(words)) => Err(words),
            Err(panic) => Err(bug(&*panic)),
        };
        let took = start.elapsed();
        let mut timings = vec![("read", reading_took)];
        if let Ok((built, ..)) = &built {
            timings.extend(built.timings.iter().copied());
        }
        let (moment, counts) = match built {
            Ok((built, written, texts, changed)) => {
                let counts = Some((built.pages, built.notes));
                (self.next(&before, (built, written), texts, changed, took), counts)
            }
            Err(words) if before.trouble.as_ref() == Some(&words) => return None,
            Err(words) => {
                let moment = Moment {
                    number: before.number + 1,
                    served: Arc::clone(&before.served),
                    kept: true,
                    found: Arc::clone(&before.found),
                    texts: Arc::clone(&before.texts),
                    trouble: Some(words),
                    took,
                    changed: Vec::new(),
                };
                (moment, None)
            }
        };
        let moment = Arc::new(moment);
        stage.now.set(Arc::clone(&moment));
        stage.hub.announce(moment.number);
        Some(Turn { moment, timings, counts })
    }

    fn next(
        &mut self,
        before: &Moment,
        (mut built, written): (Build, Vec<Written>),
        texts: Texts,
        changed: Vec<Arc<str>>,
        took: Duration,
    ) -> Moment {
        let failed = built.failed();
        let found: Arc<Vec<Diagnostic>> = Arc::new(std::mem::take(&mut built.diagnostics));
        // Where none was good yet, what there is says more than nothing.
        let kept = failed && self.good;
        let served = if kept {
            Arc::clone(&before.served)
        } else {
            self.good |= !failed;
            Arc::new(Served::new(built, written))
        };
        Moment { number: before.number + 1, served, kept, found, texts, trouble: None, took, changed }
    }
}

/// Turns until the bell says that it is over. `told` hears of each turn.
pub fn run(
    mut state: Loop,
    source: &mut dyn Source,
    watch: &mut Watch,
    stage: &Stage,
    told: &mut dyn FnMut(&Turn, &mut Watch),
) {
    let mut changes = Changes::Any;
    loop {
        watch.arm(&source.folders(), &source.ignored());
        if let Some(turn) = state.turn(source, &changes, stage) {
            told(&turn, watch);
        }
        changes = match watch.wait() {
            Some(changes) => changes,
            None => return,
        };
    }
}

fn bug(panic: &(dyn Any + Send)) -> String {
    let words = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!(
        "candor stumbled over a mistake of its own: {}\n  the last good version stays; change what was changed last, and please report this",
        words.unwrap_or("it did not say which")
    )
}
