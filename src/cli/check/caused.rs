//! What a change caused: what is wrong in its own files, and what is wrong elsewhere only since then.
//!
//! A link from a note that nobody touched breaks when its target is deleted or renamed. Whether the change did that is
//! not guessed from names: the site is built once more as it was, and what was told then is not told now.

use std::collections::HashSet;
use std::path::Path;

use super::changed::Changed;
use crate::diagnostic::{Diagnostic, Severity};
use crate::pipeline::{self, Memo, Site};
use crate::source::{Asset, Bytes, SourceFile};

/// Keeps what concerns a change. An error concerns every change: it stops the build.
pub(super) fn keep(found: &mut Vec<Diagnostic>, changed: &Changed, site: &mut Site, folder: &Path) {
    let touched = |found: &Diagnostic| {
        let mut places = std::iter::once(&found.primary).chain(&found.others);
        found.severity == Severity::Error || places.any(|place| changed.files.contains(&*place.span.file))
    };
    // The coach reads each note by itself.
    let coached = |found: &Diagnostic| found.code.0.starts_with("coach/");
    let before = if found.iter().any(|found| !touched(found) && !coached(found)) {
        told_before(changed, site, folder)
    } else {
        None
    };
    let new = |found: &Diagnostic| before.as_ref().is_some_and(|before| !before.contains(&about(found)));
    found.retain(|found| touched(found) || !coached(found) && new(found));
}

fn about(found: &Diagnostic) -> (&'static str, String, usize, String) {
    let span = &found.primary.span;
    (found.code.0, span.file.to_string(), span.start, found.message.clone())
}

/// Returns what would have been told of the site as it was; `None` where that is not known.
fn told_before(
    changed: &Changed,
    site: &mut Site,
    folder: &Path,
) -> Option<HashSet<(&'static str, String, usize, String)>> {
    let before = changed.before(folder)?;
    let (mut files, mut assets) = (site.files.clone(), site.assets.clone());
    files.retain(|file| !before.contains_key(&*file.path));
    assets.retain(|asset| !before.contains_key(&*asset.path));
    for (path, bytes) in before {
        let (Some(bytes), Some(at)) = (bytes, path.strip_prefix("content/")) else { continue };
        let hidden = |name: &str| name.starts_with('.') || name.starts_with('_') && name != "_index.md";
        if at.split('/').any(hidden) {
            continue;
        }
        if at.ends_with(".md") {
            let text = String::from_utf8_lossy(&bytes);
            files.push(SourceFile::new(path, at, text.strip_prefix('\u{FEFF}').unwrap_or(&text)));
        } else {
            // That it was there is all that counts.
            let bytes = Bytes::Memory([].into());
            assets.push(Asset { path: path.into(), at: at.into(), bytes, size: None });
        }
    }
    files.sort_by(|a, b| a.at.as_bytes().cmp(b.at.as_bytes()));
    assets.sort_by(|a, b| a.at.as_bytes().cmp(b.at.as_bytes()));
    let now = (std::mem::replace(&mut site.files, files), std::mem::replace(&mut site.assets, assets));
    let told = pipeline::build(site, &mut Memo::forgetful()).diagnostics.iter().map(about).collect();
    (site.files, site.assets) = now;
    Some(told)
}
