//! What the preview does for the author beside showing the wiki: new notes, and the way to the editor.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::rewrite;
use crate::cli::new;
use crate::kind::Kinds;
use crate::pipeline::Site;
use crate::serve::address::encoded;
use crate::serve::room::{Desk, KindOffer, Settings};

/// Editors that answer to an address of their own.
const EDITORS: &[(&[&str], &str)] = &[
    (&["code", "vscode"], "vscode://file{file}:{line}:{column}"),
    (&["code-insiders"], "vscode-insiders://file{file}:{line}:{column}"),
    (&["codium", "vscodium"], "vscodium://file{file}:{line}:{column}"),
    (&["cursor"], "cursor://file{file}:{line}:{column}"),
    (&["windsurf"], "windsurf://file{file}:{line}:{column}"),
    (&["zed", "zeditor"], "zed://file{file}:{line}:{column}"),
    (&["idea", "webstorm", "pycharm", "rustrover", "goland"], "idea://open?file={file}&line={line}&column={column}"),
    (&["mate"], "txmt://open?url=file://{file}&line={line}&column={column}"),
];

/// What the loop knows and the desk is asked for.
#[derive(Default)]
pub(super) struct Shared(Mutex<Known>);

#[derive(Default)]
struct Known {
    kinds: Kinds,
    language: String,
    lines: HashMap<String, String>,
    remarks: Vec<String>,
}

impl Shared {
    /// Takes note of a site that was read, and of the lines that changed in it.
    pub(super) fn note(&self, site: &Site, lines: impl Iterator<Item = (String, String)>) {
        let mut known = self.known();
        known.kinds = site.theme.kinds.clone();
        known.language.clone_from(&site.config.language);
        known.lines = lines.collect();
        known.remarks.clone_from(&site.history.remarks);
    }

    /// Returns what the repository could not tell.
    pub(super) fn remarks(&self) -> Vec<String> {
        self.known().remarks.clone()
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The author at this machine.
pub(super) struct Author {
    folder: PathBuf,
    settings: Settings,
    editor: Option<String>,
    shared: std::sync::Arc<Shared>,
}

impl Author {
    pub(super) fn new(
        folder: &Path,
        settings: Settings,
        editor: Option<String>,
        shared: std::sync::Arc<Shared>,
    ) -> Author {
        Author { folder: folder.to_path_buf(), settings, editor, shared }
    }
}

impl Desk for Author {
    fn settings(&self) -> Settings {
        self.settings.clone()
    }

    fn kinds(&self) -> Vec<KindOffer> {
        let offer = |name: &str, label: &str, folder: &str| KindOffer {
            name: name.to_string(),
            label: label.to_string(),
            folder: folder.to_string(),
        };
        self.shared.known().kinds.iter().map(|kind| offer(&kind.name, &kind.label, &kind.folder)).collect()
    }

    fn create(&self, kind: &str, title: &str) -> Result<String, String> {
        let (kinds, language) = {
            let known = self.shared.known();
            (known.kinds.clone(), known.language.clone())
        };
        let written = new::write(&self.folder, &kinds, &language, kind, title).map_err(|failure| failure.0)?;
        Ok(written.1.replace('\\', "/"))
    }

    fn editor(&self, file: &str, line: usize, column: usize) -> Option<String> {
        let path = self.folder.join(file).to_string_lossy().replace('\\', "/");
        // On Windows, `C:/wiki`.
        let path = if path.starts_with('/') { path } else { format!("/{path}") };
        let template = self.editor.as_ref()?;
        // The file last: its name may hold anything.
        let place = template.replace("{line}", &line.to_string()).replace("{column}", &column.to_string());
        Some(place.replace("{file}", &encoded(&path)))
    }

    fn rewrite(&self, file: &str, was: &str, now: &str) -> Result<(), String> {
        rewrite::rewrite(&self.folder.join(file), was, now)
    }

    fn changed_line(&self, file: &str) -> Option<String> {
        self.shared.known().lines.get(file).cloned()
    }
}

/// Returns the address that opens the author's editor: of the one named, else of `$VISUAL` or `$EDITOR`, where those are
/// known.
///
/// # Errors
/// When the one named has no address that is known, in words for the author.
pub(super) fn editor(named: Option<&str>) -> Result<Option<String>, String> {
    let variable = |name| std::env::var(name).ok().filter(|value: &String| !value.trim().is_empty());
    let known = |words: &str| {
        let program = Path::new(words.split_whitespace().next()?).file_stem()?.to_str()?.to_lowercase();
        let (_, address) = EDITORS.iter().find(|(names, _)| names.contains(&&*program))?;
        Some((*address).to_string())
    };
    match named {
        Some(address) if address.contains("{file}") => Ok(Some(address.to_string())),
        Some(name) => known(name).map(Some).ok_or_else(|| {
            let names: Vec<&str> = EDITORS.iter().map(|(names, _)| names[0]).collect();
            format!(
                "no page can open the editor `{name}`\n  those it can are {}; of another, give the address, with {{file}} and if you like {{line}} in it",
                names.join(", ")
            )
        }),
        None => Ok(variable("VISUAL").or_else(|| variable("EDITOR")).and_then(|words| known(&words))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editor_is_opened_at_the_place() {
        let shared = std::sync::Arc::default();
        let author =
            Author::new(Path::new("/wiki"), Settings::default(), editor(Some("code")).expect("it is known"), shared);
        let opened = author.editor("content/a b#.md", 3, 7);
        assert_eq!(opened.as_deref(), Some("vscode://file/wiki/content/a%20b%23.md:3:7"));
        assert!(editor(Some("ed")).is_err_and(|words| words.contains("`ed`") && words.contains("zed")));
        assert_eq!(editor(Some("my://{file}")), Ok(Some("my://{file}".to_string())));
    }
}
