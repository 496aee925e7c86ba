//! The site on the disk, read again and again: where the preview's loop has it from.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::audience::Audience;
use crate::cli::site::{Opened, Reader, Request};
use crate::config::Config;
use crate::date::{self, Date};
use crate::diagnostic::Diagnostic;
use crate::hashed::Digest;
use crate::history::{History, git};
use crate::serve::turn::{Reading, Source};
use crate::serve::watch::Folder;
use crate::source::read::Changes;
use crate::source::{Asset, SourceFile};
use crate::theme::mark::FOLDERS;

use super::desk::Shared;

/// A site on the disk.
pub(super) struct Disk {
    folder: PathBuf,
    audience: Audience,
    reader: Reader,
    before: Option<Before>,
    /// Whether there was a `site.toml`. Without one all is as it comes, which is not what somebody wants who had one.
    configured: bool,
    /// Folders of notes outside of the site's own `content/`, and where pages are written.
    sources: Vec<PathBuf>,
    output: PathBuf,
    shared: Arc<Shared>,
}

/// What was read last, to tell whether anything changed.
struct Before {
    config: [Option<Arc<str>>; 2],
    theme: Digest,
    assets: Vec<Asset>,
    diagnostics: Vec<Diagnostic>,
    history: History,
    today: Date,
    files: Vec<SourceFile>,
}

impl Disk {
    pub(super) fn new(folder: &Path, audience: Audience, shared: Arc<Shared>) -> Disk {
        Disk {
            folder: folder.to_path_buf(),
            audience,
            reader: Reader::new(folder),
            before: None,
            configured: false,
            sources: Vec::new(),
            output: folder.join(Config::parse(&Arc::from("site.toml"), "").0.output.folder),
            shared,
        }
    }

    fn opened(&mut self, changes: &Changes) -> Result<Opened, String> {
        let request = Request { audience: self.audience.clone(), today: date::today(), strict: false };
        self.reader.open(request, changes).map_err(|error| error.to_string())
    }
}

impl Source for Disk {
    fn folders(&self) -> Vec<Folder> {
        let deep = |path: PathBuf| Folder { path, deep: true };
        let shallow = |path: PathBuf| Folder { path, deep: false };
        // The folder above one sees it go and come again.
        let mut folders = vec![shallow(self.folder.clone()), deep(self.folder.join("content"))];
        folders.extend(FOLDERS.into_iter().map(|name| deep(self.folder.join(name))));
        for source in &self.sources {
            folders.extend(source.parent().map(|above| shallow(above.to_path_buf())));
            folders.push(deep(source.clone()));
        }
        for folder in std::iter::once(&self.folder).chain(&self.sources) {
            folders.extend(git::places(folder).into_iter().map(shallow));
        }
        folders.sort_by(|a, b| (&a.path, !a.deep).cmp(&(&b.path, !b.deep)));
        folders.dedup_by(|a, b| a.path == b.path);
        folders
    }

    fn ignored(&self) -> Vec<PathBuf> {
        vec![self.output.clone()]
    }

    fn read(&mut self, changes: &Changes) -> Result<Option<Reading>, String> {
        let opened = match self.opened(changes) {
            Ok(opened) => opened,
            Err(words) => {
                // What comes after is new, also where it is as before.
                self.before = None;
                return Err(words);
            }
        };
        let configured = self.folder.join("site.toml").exists();
        if self.configured && !configured {
            self.before = None;
            return Err(
                "`site.toml` is gone\n  bring it back, or end the preview and start it again to go on without one"
                    .to_string(),
            );
        }
        self.configured = configured;
        let site = &opened.site;
        self.sources = opened.roots()[1..].iter().map(|root| root.dir.clone()).collect();
        self.output = self.folder.join(&site.config.output.folder);
        let now = Before {
            config: ["site.toml", "coach.toml"].map(|name| opened.text(name)),
            theme: site.theme.digest,
            assets: site.assets.clone(),
            diagnostics: site.diagnostics.clone(),
            history: site.history.clone(),
            today: site.today,
            files: site.files.clone(),
        };
        let before = self.before.as_ref();
        if before.is_some_and(|before| same(before, &now)) {
            return Ok(None);
        }
        let changed = before.map(|before| changed(&before.files, &now.files)).unwrap_or_default();
        self.shared.note(site, changed.iter().map(|(path, line)| (path.to_string(), line.clone())));
        self.before = Some(now);
        let texts = Arc::new(opened.texts());
        let changed = changed.into_iter().map(|(path, _)| path).collect();
        Ok(Some(Reading { site: opened.site, texts, changed }))
    }
}

/// Says whether nothing changed; the texts are known by their digests.
fn same(before: &Before, now: &Before) -> bool {
    let digests = |of: &Before| of.files.iter().map(|file| file.digest).collect::<Vec<_>>();
    digests(before) == digests(now)
        && before.config == now.config
        && before.theme == now.theme
        && before.assets == now.assets
        && before.diagnostics == now.diagnostics
        && before.today == now.today
        && before.history == now.history
}

/// Returns the files that are new or have another text, with the first line that is another. Both are sorted by path.
fn changed(before: &[SourceFile], now: &[SourceFile]) -> Vec<(Arc<str>, String)> {
    let mut found = Vec::new();
    let mut old = before.iter().peekable();
    for file in now {
        while old.next_if(|known| known.path < file.path).is_some() {}
        let known = old.next_if(|known| known.path == file.path);
        if known.is_none_or(|known| known.digest != file.digest) {
            let known = known.map_or("", |known| &known.text);
            let mut lines = file.text.lines().zip(known.lines().chain(std::iter::repeat("")));
            let line = lines.find(|(new, old)| new != old).map_or(String::new(), |(new, _)| new.trim().to_string());
            found.push((Arc::clone(&file.path), line));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(texts: &[(&str, &str)]) -> Vec<SourceFile> {
        texts.iter().map(|(path, text)| SourceFile::new(*path, *path, *text)).collect()
    }

    #[test]
    fn what_changed_is_told_with_its_first_new_line() {
        let before = files(&[("a", "1\n2\n"), ("b", "x"), ("d", "y")]);
        let now = files(&[("a", "1\n3\n"), ("c", "new"), ("d", "y")]);
        let told: Vec<(String, String)> =
            changed(&before, &now).into_iter().map(|(path, line)| (path.to_string(), line)).collect();
        assert_eq!(told, [("a".to_string(), "3".to_string()), ("c".to_string(), "new".to_string())]);
    }
}
