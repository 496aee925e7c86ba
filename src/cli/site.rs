//! Finds a site and reads all of it: the door between the disk and the pipeline.
//!
//! A [`Reader`] reads it again and again, and opens only what changed; what it gives is the same.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::audience::Audience;
use crate::config::Config;
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::hashed::Digest;
use crate::history::{History, git};
use crate::nearest;
use crate::pipeline::Site;
use crate::source::read::{self, Changes, Root};
use crate::source::{SourceFile, Span};
use crate::theme::{self, Theme};

/// What a command asks of a site.
#[derive(Clone)]
pub struct Request {
    /// Who it is for.
    pub audience: Audience,
    /// The day of the build.
    pub today: Date,
    /// Whether warnings are errors.
    pub strict: bool,
}

/// A site as read, with the texts that messages quote.
pub struct Opened {
    /// What the pipeline takes.
    pub site: Site,
    /// The text of `site.toml`.
    text: Arc<str>,
    roots: Vec<Root>,
}

/// Reads one site again and again.
pub struct Reader {
    folder: PathBuf,
    tree: Option<read::Cache>,
    /// What may have changed since that was read.
    changes: Changes,
    theme: Option<Kept<String, LoadedTheme>>,
    history: Option<Kept<Vec<PathBuf>, History>>,
}

/// A theme with what is wrong with it.
type LoadedTheme = (Arc<Theme>, Vec<Diagnostic>);

/// Something read before, for what it was read, and how its files looked then.
struct Kept<K, V> {
    key: K,
    mark: Digest,
    value: V,
}

/// Why a site could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is none.
    #[error("there is no `site.toml` in `{}` or above it\n  go to a site's folder, name one with `--site`, or make one with `candor init`", .0.display())]
    NoSite(PathBuf),
    /// It has no content.
    #[error("`{}` has no folder `content`\n  make it and put notes into it, or run `candor init`", .0.display())]
    NoContent(PathBuf),
    /// An audience that site.toml does not name.
    #[error("`{name}` is not an audience of this site\n  {help}")]
    Audience {
        /// The name.
        name: String,
        /// What to do.
        help: String,
    },
    /// The system refused.
    #[error("could not read `{}`: {error}", .path.display())]
    System {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
}

/// Returns the site's folder: the one named, or the nearest upwards with a `site.toml`.
///
/// # Errors
/// When there is none.
pub fn find(named: Option<&Path>) -> Result<PathBuf, OpenError> {
    let system = |path: &Path| {
        let path = path.to_path_buf();
        move |error| OpenError::System { path, error }
    };
    if let Some(named) = named {
        let folder = fs::canonicalize(named).map_err(system(named))?;
        // A folder of notes is a site even without a `site.toml`: every default is sensible.
        return if folder.join("site.toml").exists() || folder.join("content").is_dir() {
            Ok(folder)
        } else {
            Err(OpenError::NoSite(folder))
        };
    }
    let here = std::env::current_dir().map_err(system(Path::new(".")))?;
    here.ancestors()
        .find(|folder| folder.join("site.toml").is_file())
        .map(Path::to_path_buf)
        .ok_or(OpenError::NoSite(here))
}

/// Reads a site's configuration alone.
///
/// # Errors
/// When the file is there and cannot be read.
pub fn config(folder: &Path) -> Result<(Config, Vec<Diagnostic>, Arc<str>), OpenError> {
    let path = folder.join("site.toml");
    let text = match fs::read(&path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(OpenError::System { path, error }),
    };
    let (config, diagnostics) = Config::parse(&Arc::from("site.toml"), &text);
    Ok((config, diagnostics, text.into()))
}

/// Reads the site's own rules for the coach; empty where there are none.
fn coach(folder: &Path) -> Result<Arc<str>, OpenError> {
    let path = folder.join("coach.toml");
    match fs::read(&path) {
        Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok("".into()),
        Err(error) => Err(OpenError::System { path, error }),
    }
}

/// Reads a site once.
///
/// # Errors
/// When there is nothing to read; what is wrong in its files is in `site.diagnostics`.
pub fn open(folder: &Path, request: Request) -> Result<Opened, OpenError> {
    Reader::new(folder).open(request, &Changes::Any)
}

impl Reader {
    /// Makes a reader of the site in a folder.
    pub fn new(folder: &Path) -> Reader {
        Reader { folder: folder.to_path_buf(), tree: None, changes: Changes::Any, theme: None, history: None }
    }

    /// Reads the site, and opens only what changed since the last time: among the notes, only what `changes` names.
    ///
    /// # Errors
    /// When there is nothing to read; what is wrong in its files is in `site.diagnostics`.
    pub fn open(&mut self, request: Request, changes: &Changes) -> Result<Opened, OpenError> {
        // What is not read today is still to be read tomorrow.
        self.changes.add(changes);
        let folder = self.folder.clone();
        let (mut config, mut diagnostics, text) = config(&folder)?;
        config.coach = coach(&folder)?;
        if let Some(name) = &request.audience.name
            && !config.audiences.contains_key(name)
        {
            let known = config.audiences.keys().map(String::as_str);
            let help = nearest::did_you_mean(name, known)
                .unwrap_or_else(|| "name it under `[audiences]` in `site.toml`".to_string());
            return Err(OpenError::Audience { name: name.clone(), help });
        }
        let content = folder.join("content");
        if !content.is_dir() {
            return Err(OpenError::NoContent(folder));
        }
        let root = |dir: PathBuf, shown: String, prefix: String, site: PathBuf| Root { dir, shown, prefix, site };
        let mut roots = vec![root(content, "content".to_string(), String::new(), folder.clone())];
        for source in &config.sources {
            let dir = folder.join(&source.path);
            roots.push(root(dir.clone(), source.path.trim_end_matches('/').to_string(), source.prefix.clone(), dir));
        }
        let (tree, cache) = read::read(&roots, self.tree.take(), &self.changes);
        self.tree = Some(cache);
        self.changes = Changes::Files(BTreeSet::new());
        diagnostics.extend(tree.diagnostics);
        let (theme, found) = self.theme(&config);
        // What is made of a line that cannot be read is no second mistake.
        let told: Vec<Span> = diagnostics.iter().map(|told| told.primary.span.clone()).collect();
        let repeats = |found: &Diagnostic| told.iter().any(|told| on_one_line(told, &found.primary.span, &text));
        diagnostics.extend(found.into_iter().filter(|found| !repeats(found)));
        let history = self.history(&config, &roots);
        let site = Site {
            config: Arc::new(config),
            theme,
            files: tree.files,
            assets: tree.assets,
            withheld: BTreeSet::new(),
            history,
            audience: request.audience,
            today: request.today,
            strict: request.strict,
            diagnostics,
        };
        Ok(Opened { site, text, roots })
    }

    fn theme(&mut self, config: &Config) -> LoadedTheme {
        // Before it is read, so that a change between the two counts as later.
        let mark = theme::mark::mark(&self.folder);
        if let (Some(mark), Some(kept)) = (mark, &self.theme)
            && kept.mark == mark
            && kept.key == config.theme
            // A message about the name of the theme has its place in `site.toml`.
            && kept.value.1.is_empty()
        {
            return kept.value.clone();
        }
        let (theme, found) = theme::load(Some(&self.folder), &config.theme, &config.place("theme"));
        let value = (Arc::new(theme), found);
        self.theme = mark.map(|mark| Kept { key: config.theme.clone(), mark, value: value.clone() });
        value
    }

    fn history(&mut self, config: &Config, roots: &[Root]) -> History {
        let asks_git = config.git.authors || config.git.dates;
        if !asks_git {
            return History::empty();
        }
        let shown: Vec<PathBuf> = roots.iter().map(|root| PathBuf::from(&root.shown)).collect();
        let mark = git::mark(&roots.iter().map(|root| root.dir.clone()).collect::<Vec<_>>());
        if let (Some(mark), Some(kept)) = (mark, &self.history)
            && kept.mark == mark
            && kept.key == shown
        {
            return kept.value.clone();
        }
        let value = git::read(&self.folder, &shown);
        self.history = mark.map(|mark| Kept { key: shown, mark, value: value.clone() });
        value
    }
}

impl Opened {
    /// Returns where the content stands that an error is about, read or not.
    ///
    /// Nothing where it is about more than content: `site.toml`, a kind, the theme, a whole source.
    pub fn place(&self, error: &Diagnostic) -> Option<Arc<str>> {
        let code = error.code.0;
        if code.starts_with("config/") || code.starts_with("theme/") || code == "kind/invalid" {
            return None;
        }
        let path = &error.primary.span.file;
        let of = self.roots.iter().filter_map(|root| Some((root.shown.len(), root.place(path)?)));
        of.max_by_key(|(length, _)| *length).map(|(_, place)| place.into())
    }

    /// Returns the folders whose files are read.
    pub fn roots(&self) -> &[Root] {
        &self.roots
    }

    /// Returns the text of a file that was read, for the frame of a message.
    ///
    /// What was refused (a link out of the site, a file too large) is never opened again to be shown.
    pub fn text(&self, path: &str) -> Option<Arc<str>> {
        text_of(path, [&self.text, &self.site.config.coach], &self.site.theme.texts, &self.site.files)
    }

    /// Returns the same for as long as it is kept.
    pub fn texts(&self) -> impl Fn(&str) -> Option<Arc<str>> + Send + Sync + use<> {
        let (text, theme, files) = (Arc::clone(&self.text), self.site.theme.texts.clone(), self.site.files.clone());
        let coach = Arc::clone(&self.site.config.coach);
        move |path| text_of(path, [&text, &coach], &theme, &files)
    }
}

/// Says whether two places are in one line of `site.toml`, given its text.
fn on_one_line(one: &Span, other: &Span, text: &str) -> bool {
    let between = text.get(one.start.min(other.start)..one.start.max(other.start));
    one.file == other.file && between.is_some_and(|between| !between.contains('\n'))
}

fn text_of(
    path: &str,
    [config, coach]: [&Arc<str>; 2],
    theme: &BTreeMap<Arc<str>, Arc<str>>,
    files: &[SourceFile],
) -> Option<Arc<str>> {
    if path == "site.toml" {
        return Some(Arc::clone(config));
    }
    if path == "coach.toml" {
        return Some(Arc::clone(coach));
    }
    // They are sorted by it.
    let file = files.binary_search_by(|file| (*file.path).cmp(path)).ok().map(|at| &files[at].text);
    file.or_else(|| theme.get(path)).cloned()
}
