//! What is served: a finished build, and what the author is to be told of the newest one.
//!
//! The one place that knows how a build holds its files. Whoever answers asks [`Served::get`] by
//! the exact path of an output, so that no address ever becomes a path on the disk.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use crate::diagnostic::{Diagnostic, Severity};
use crate::pipeline::{self, Build};
use crate::source::Bytes;

/// Gives the text of a file that was read, for the frame of a message.
pub type Texts = Arc<dyn Fn(&str) -> Option<Arc<str>> + Send + Sync>;

/// A page that was written already: its path and its bytes.
pub type Written = (Arc<str>, Bytes);

/// A build as it is served.
#[derive(Default)]
pub struct Served {
    build: Option<Build>,
    written: Vec<Written>,
    coach: OnceLock<pipeline::Voices>,
}

impl Served {
    /// Takes a build, and those few of its pages that are written already.
    pub fn new(build: Build, written: Vec<Written>) -> Served {
        Served { build: Some(build), written, coach: OnceLock::new() }
    }

    /// Returns the bytes of an output, given its path: `lessons/a.html`. It is written now; most never are.
    ///
    /// # Errors
    /// What is wrong with the template that should have made it.
    pub fn get(&self, path: &str) -> Option<Result<Bytes, Box<Diagnostic>>> {
        if let Some((_, bytes)) = self.written.iter().find(|(known, _)| **known == *path) {
            return Some(Ok(bytes.clone()));
        }
        Some(self.build.as_ref()?.output(path)?.bytes())
    }

    /// Returns the file of the note whose page this is, as messages name it.
    pub fn file(&self, page: &str) -> Option<&Arc<str>> {
        self.build.as_ref()?.file(page)
    }

    /// Returns the page of the note in a file.
    pub fn page(&self, file: &str) -> Option<&str> {
        self.build.as_ref()?.page(file)
    }

    /// Returns what the coach says of the note in a file, for its author. It is asked of this note alone, and now.
    pub fn coach(&self, file: &str) -> Vec<Diagnostic> {
        let Some(build) = &self.build else { return Vec::new() };
        pipeline::coach_note(build, self.coach.get_or_init(|| pipeline::voices(build)), file)
    }

    /// Returns where the links of the page for what is not there begin: the path of the site's `url`, or nothing.
    pub fn top(&self) -> &str {
        self.build.as_ref().map_or("", |build| build.edition().matter.frame.top())
    }

    /// Says whether there is such an output.
    pub fn has(&self, path: &str) -> bool {
        self.build.as_ref().is_some_and(|build| build.output(path).is_some())
    }
}

/// All that a moment of the preview is: shared whole, and never changed.
pub struct Moment {
    /// Counts the builds, from 1.
    pub number: u64,
    /// The last good build; the newest one where none was good yet.
    pub served: Arc<Served>,
    /// Whether that is an older one than the newest.
    pub kept: bool,
    /// What the newest build found, sorted by place.
    pub found: Arc<Vec<Diagnostic>>,
    /// The texts that it was found in.
    pub texts: Texts,
    /// What the newest build came to nothing by, where that is no diagnostic: a bug of ours, a disk.
    pub trouble: Option<String>,
    /// How long it took, reading included.
    pub took: Duration,
    /// The notes that changed with it, as messages name them.
    pub changed: Vec<Arc<str>>,
}

impl Moment {
    /// Makes the one before the first build.
    pub fn before() -> Moment {
        Moment {
            number: 0,
            served: Arc::default(),
            kept: false,
            found: Arc::default(),
            texts: Arc::new(|_| None),
            trouble: None,
            took: Duration::ZERO,
            changed: Vec::new(),
        }
    }

    /// Returns what keeps the newest build from being served.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter().filter(|found| found.severity == Severity::Error)
    }

    /// Says whether what is served was made of the newest texts.
    pub fn is_served(&self) -> bool {
        !self.kept && self.trouble.is_none()
    }

    /// Says whether the newest build is the one that is served.
    pub fn is_good(&self) -> bool {
        self.trouble.is_none() && self.errors().next().is_none()
    }
}

/// Where the present moment is found.
pub struct Now(Mutex<Arc<Moment>>);

impl Default for Now {
    fn default() -> Self {
        Now(Mutex::new(Arc::new(Moment::before())))
    }
}

impl Now {
    /// Returns the present moment.
    pub fn get(&self) -> Arc<Moment> {
        Arc::clone(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts another in its place, at once for all who ask from then on.
    pub fn set(&self, moment: Arc<Moment>) {
        let before = std::mem::replace(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner), moment);
        // Not while the lock is held: letting go of a whole site takes its time.
        drop(before);
    }
}
