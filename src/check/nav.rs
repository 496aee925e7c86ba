//! The header's places, as `site.toml` names them: whether they are there.
//!
//! Asked of all files, before any is dropped for its audience: a place that
//! this build does not show is left out of the header and is no mistake.

use std::collections::BTreeSet;

use crate::config::{Config, NavPlace};
use crate::diagnostic::Diagnostic;
use crate::kind::Kinds;
use crate::nearest::nearest;
use crate::source::SourceFile;

/// Returns what is told of places that are not there.
pub fn check(config: &Config, kinds: &Kinds, files: &[SourceFile]) -> Vec<Diagnostic> {
    if config.nav.items.is_empty() {
        return Vec::new();
    }
    let above = |file: &SourceFile| file.at.match_indices('/').map(|(at, _)| file.at[..at].to_string()).collect();
    let folders: BTreeSet<String> = files.iter().flat_map::<Vec<String>, _>(above).collect();
    let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
    let mut found = Vec::new();
    for (number, item) in config.nav.items.iter().enumerate() {
        let (there, what, near) = match item {
            NavPlace::Listing(_) => continue,
            NavPlace::Kind(name) => {
                (kinds.named(name).is_some(), "a kind that the site does not have", near("kind:", name, kinds.names()))
            }
            NavPlace::Section(folder) => {
                let there = folders.binary_search(&folder.as_str()).is_ok();
                (there, "a folder with no note in it", near("section:", folder, folders.iter().copied()))
            }
            NavPlace::Note(path) => {
                let there = files.iter().any(|file| *file.at == **path);
                (there, "a note that is not there", near("", path, files.iter().map(|file| &*file.at)))
            }
        };
        if !there {
            let place = config.place(&format!("nav.items.{number}"));
            let message = format!("`{item}` names {what}");
            found.push(
                Diagnostic::new("config/invalid", place, message)
                    .help(near.unwrap_or_else(|| "leave it out, or name another place".to_string())),
            );
        }
    }
    found
}

fn near<'a>(before: &str, name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    nearest(name, known).map(|near| format!("did you mean `{before}{near}`?"))
}
