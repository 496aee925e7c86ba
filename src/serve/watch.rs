//! Says that something may have changed, and where: whoever hears it reads that again, and never asks what became of it.
//!
//! Of a thousand events one is left. Where the system cannot watch (a network drive, too many
//! folders), looking from time to time takes its place. Events are believed for a moment alone: once all is quiet,
//! everything is looked at.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use notify::event::{CreateKind, EventKind, ModifyKind, RemoveKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use crate::source::read::Changes;

/// So long nothing may happen before it is read: an editor writes a file in more than one step.
const QUIET: Duration = Duration::from_millis(8);

/// But no longer than this after the first event.
const MOST: Duration = Duration::from_millis(150);

/// After folders came or went it is read once more: what was written into a new folder before the system watched it
/// has no event of its own.
const ECHO: Duration = Duration::from_millis(400);

/// So long after the last event all is looked at, for what the system did not tell: a file that has a second name elsewhere,
/// one that was changed in the moment in which it was read. Nobody waits for it.
const LATER: Duration = Duration::from_millis(2500);

/// More than so many names are not kept: then anything may have changed.
const NAMES: usize = 256;

/// How often to look where the system cannot watch.
pub const POLL: Duration = Duration::from_millis(700);

/// A folder to watch.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Folder {
    /// Where it is; it need not be there yet.
    pub path: PathBuf,
    /// Whether everything below it counts.
    pub deep: bool,
}

/// What wakes the loop.
#[derive(Clone, Default)]
pub struct Bell(Arc<(Mutex<Rung>, Condvar)>);

#[derive(Default)]
struct Rung {
    first: Option<Instant>,
    last: Option<Instant>,
    folders: bool,
    /// Files and folders that were named.
    named: BTreeSet<PathBuf>,
    /// Whether others may have changed besides.
    lost: bool,
    ended: bool,
}

/// What was heard.
#[derive(Debug, PartialEq, Eq)]
struct Heard {
    /// Whether folders came or went.
    folders: bool,
    changes: Changes,
}

impl Bell {
    /// Says that something may have changed at these paths, or anywhere where there are none; `folders` where folders
    /// came or went.
    pub fn ring(&self, paths: &[PathBuf], folders: bool) {
        let mut rung = self.rung();
        rung.lost |= paths.is_empty() || rung.named.len() + paths.len() > NAMES;
        if rung.lost {
            rung.named.clear();
        } else {
            rung.named.extend(paths.iter().cloned());
        }
        let now = Instant::now();
        rung.first.get_or_insert(now);
        rung.last = Some(now);
        rung.folders |= folders;
        self.0.1.notify_all();
    }

    /// Ends the waiting for good.
    pub fn end(&self) {
        self.rung().ended = true;
        self.0.1.notify_all();
    }

    /// Waits until something happened and then nothing more for a moment, or until a time; then anything may have
    /// changed. Nothing at the end.
    fn wait(&self, until: Option<Instant>) -> Option<Heard> {
        let mut rung = self.rung();
        loop {
            if rung.ended {
                return None;
            }
            let now = Instant::now();
            let ready = match (rung.first, rung.last) {
                (Some(first), Some(last)) => Some((last + QUIET).min(first + MOST)),
                _ => until,
            };
            match ready {
                Some(ready) if ready <= now => {
                    let Rung { first, folders, named, lost, .. } = std::mem::take(&mut *rung);
                    let changes = if lost || first.is_none() { Changes::Any } else { Changes::Files(named) };
                    return Some(Heard { folders, changes });
                }
                Some(ready) => {
                    let waited = self.0.1.wait_timeout(rung, ready - now);
                    rung = waited.unwrap_or_else(PoisonError::into_inner).0;
                }
                None => rung = self.0.1.wait(rung).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    fn rung(&self) -> MutexGuard<'_, Rung> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Watches folders.
pub struct Watch {
    bell: Bell,
    watcher: Option<RecommendedWatcher>,
    /// What is watched, and which folder of that name it was.
    armed: HashMap<Folder, Identity>,
    ignored: Arc<Mutex<Vec<PathBuf>>>,
    echo: Option<Instant>,
    poll: Option<Duration>,
    /// Why the system does not watch, where that was not asked for.
    pub trouble: Option<String>,
}

/// A folder deleted and made again has the same name, and nobody watches it.
type Identity = (u64, Option<SystemTime>);

impl Watch {
    /// Makes one that watches nothing yet; with `poll`, one that only looks from time to time.
    pub fn new(bell: Bell, poll: bool) -> Watch {
        let ignored: Arc<Mutex<Vec<PathBuf>>> = Arc::default();
        let mut watch = Watch {
            bell: bell.clone(),
            watcher: None,
            armed: HashMap::new(),
            ignored: Arc::clone(&ignored),
            echo: None,
            poll: poll.then_some(POLL),
            trouble: None,
        };
        if !poll {
            let heard = move |event: notify::Result<notify::Event>| match event {
                Ok(event) if !counts(&event, &ignored) => {}
                Ok(event) if event.need_rescan() => bell.ring(&[], true),
                Ok(event) => bell.ring(&event.paths, is_about_folders(&event.kind)),
                Err(_) => bell.ring(&[], true),
            };
            match notify::recommended_watcher(heard) {
                Ok(watcher) => watch.watcher = Some(watcher),
                Err(error) => watch.give_up(&error),
            }
        }
        watch
    }

    /// Watches these folders from now on, and pays no heed to what happens below `ignored`.
    ///
    /// To be called before each reading, so that nothing falls between the two.
    pub fn arm(&mut self, folders: &[Folder], ignored: &[PathBuf]) {
        *self.ignored.lock().unwrap_or_else(PoisonError::into_inner) = ignored.to_vec();
        let Some(watcher) = &mut self.watcher else { return };
        let mut failed = None;
        let gone: Vec<Folder> = self.armed.keys().filter(|known| !folders.contains(known)).cloned().collect();
        for folder in gone {
            self.armed.remove(&folder);
            let _ = watcher.unwatch(&folder.path);
        }
        for folder in folders {
            let now = identity(&folder.path);
            if now.is_some() && now == self.armed.get(folder).copied() {
                continue;
            }
            if self.armed.remove(folder).is_some() {
                // Gone or another: what the system knows of the old one is of no use.
                let _ = watcher.unwatch(&folder.path);
            }
            let Some(now) = now else { continue };
            let mode = if folder.deep { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            match watcher.watch(&folder.path, mode) {
                Ok(()) => {
                    self.armed.insert(folder.clone(), now);
                }
                // It went in this very moment.
                Err(error) if matches!(error.kind, notify::ErrorKind::PathNotFound) => {}
                Err(error) if !folder.path.exists() => drop(error),
                Err(error) => failed = Some(error),
            }
        }
        if let Some(error) = failed {
            self.give_up(&error);
        }
    }

    /// Waits until it is time to read again, and returns what may have changed. Nothing at the end.
    pub fn wait(&mut self) -> Option<Changes> {
        let now = Instant::now();
        let poll = self.poll.map(|pause| now + pause);
        let until = [self.echo, poll].into_iter().flatten().min();
        let Heard { folders, changes } = self.bell.wait(until)?;
        let now = Instant::now();
        self.echo = match changes {
            _ if folders => Some(now + ECHO),
            Changes::Files(_) => self.echo.filter(|echo| *echo <= now + ECHO).or(Some(now + LATER)),
            Changes::Any => self.echo.filter(|echo| *echo > now),
        };
        Some(changes)
    }

    fn give_up(&mut self, error: &notify::Error) {
        self.trouble = Some(error.to_string());
        self.watcher = None;
        self.armed.clear();
        self.poll = Some(POLL);
    }
}

/// Says whether an event may mean that something changed: reading the content makes events, too.
fn counts(event: &notify::Event, ignored: &Mutex<Vec<PathBuf>>) -> bool {
    if matches!(event.kind, EventKind::Access(_)) {
        return false;
    }
    let ignored = ignored.lock().unwrap_or_else(PoisonError::into_inner);
    let own = |path: &Path| ignored.iter().any(|folder| path.starts_with(folder));
    event.paths.is_empty() || !event.paths.iter().all(|path| own(path))
}

fn is_about_folders(kind: &EventKind) -> bool {
    match kind {
        EventKind::Create(kind) => *kind != CreateKind::File,
        EventKind::Remove(kind) => *kind != RemoveKind::File,
        EventKind::Modify(ModifyKind::Name(_)) | EventKind::Any | EventKind::Other => true,
        _ => false,
    }
}

fn identity(path: &Path) -> Option<Identity> {
    let meta = fs::metadata(path).ok()?;
    #[cfg(unix)]
    let number = std::os::unix::fs::MetadataExt::ino(&meta);
    #[cfg(not(unix))]
    let number = 0;
    Some((number, meta.created().ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_events_wake_once() {
        let bell = Bell::default();
        for number in 0..1000 {
            bell.ring(&[PathBuf::from(if number % 2 == 0 { "a" } else { "b" })], number == 7);
        }
        let changes = Changes::Files(["a", "b"].map(PathBuf::from).into());
        assert_eq!(bell.wait(None), Some(Heard { folders: true, changes }));
        let soon = Instant::now() + Duration::from_millis(1);
        let heard = bell.wait(Some(soon));
        assert_eq!(heard, Some(Heard { folders: false, changes: Changes::Any }), "nothing is left of them");
        for number in 0..2 * NAMES {
            bell.ring(&[PathBuf::from(number.to_string())], false);
        }
        assert_eq!(bell.wait(None).map(|heard| heard.changes), Some(Changes::Any), "too many to name");
        bell.ring(&[PathBuf::from("a")], false);
        bell.ring(&[], false);
        bell.ring(&[PathBuf::from("b")], false);
        assert_eq!(bell.wait(None).map(|heard| heard.changes), Some(Changes::Any), "some were not named");
        bell.end();
        assert_eq!(bell.wait(None), None);
    }

    #[test]
    fn reading_and_our_own_writing_are_no_change() {
        let ignored = Mutex::new(vec![PathBuf::from("/wiki/public")]);
        let event = |kind, path: &str| notify::Event::new(kind).add_path(PathBuf::from(path));
        let created = EventKind::Create(CreateKind::File);
        assert!(counts(&event(created, "/wiki/content/a.md"), &ignored));
        assert!(!counts(&event(created, "/wiki/public/a.html"), &ignored));
        assert!(!counts(&event(EventKind::Access(notify::event::AccessKind::Any), "/wiki/content/a.md"), &ignored));
        assert!(counts(&event(created, "/wiki/public/a.md").add_path("/wiki/content/a.md".into()), &ignored));
    }
}
